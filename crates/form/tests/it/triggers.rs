//! Triggered calculations: when a prefilled answer is written, and when it is left alone.

use form::scenario::{Scenario, Sheets, ask, node};

fn prefilled() -> Scenario {
    let field = |name: &str| {
        ask("text", name)
            .trigger("${existing}")
            .calculation(&format!("instance('enterprises')/root/item[name = ${{existing}}]/{name}"))
    };
    Sheets::new([
        ask("text", "note"),
        ask("select_one_from_file enterprises.csv", "existing"),
        field("title"),
        field("phone").relevant("${contact} != ''"),
        field("contact"),
    ])
    .file("enterprises.csv", "name,label,title,phone,contact\ne1,One,样例一号,0996-2000001,甲\ne2,Two,样例二号,,")
    .start()
}

#[test]
fn choosing_an_enterprise_fills_in_what_is_known_also_where_it_becomes_relevant_only_then() {
    let mut s = prefilled();
    s.answer("/data/existing", "e1");
    s.check("/data/title", node().value("样例一号"));
    s.check("/data/phone", node().value("0996-2000001").relevant());
}

#[test]
fn an_edited_answer_stays_when_the_trigger_does_not_change() {
    let mut s = prefilled();
    s.answer("/data/existing", "e1").answer("/data/title", "样例改名");
    s.answer("/data/existing", "e1").answer("/data/note", "x").restart();
    s.answer("/data/note", "y");
    s.check("/data/title", node().value("样例改名"));
    s.answer("/data/existing", "e2");
    s.check("/data/title", node().value("样例二号")).check("/data/phone", node().not_relevant());
}

#[test]
fn a_place_is_asked_for_at_the_start_until_there_is_one_and_whenever_its_trigger_changes() {
    let mut s = Scenario::new([
        ask("start-geopoint", "begun_at"),
        ask("text", "note"),
        ask("background-geopoint", "noted_at").trigger("${note}"),
        ask("background-geopoint", "elsewhere").trigger("${note}").relevant("${note} = 'far'"),
    ]);
    assert_eq!(s.places_wanted(), ["/data/begun_at"]);
    assert_eq!(s.places_wanted(), [""; 0], "told once");
    s.restart();
    assert_eq!(s.places_wanted(), ["/data/begun_at"], "still blank");
    s.answer("/data/begun_at", "45.9 133.6 80 5");
    s.answer("/data/note", "a");
    assert_eq!(s.places_wanted(), ["/data/noted_at"]);
    s.answer("/data/note", "far").answer("/data/noted_at", "45.8 133.5 0 9");
    assert_eq!(s.places_wanted(), ["/data/noted_at", "/data/elsewhere"]);
    s.restart();
    assert_eq!(s.places_wanted(), [""; 0]);
    s.check("/data/noted_at", node().value("45.8 133.5 0.0 9.0"));
}

#[test]
fn what_is_recorded_in_the_background_is_the_answer_of_every_question_for_it() {
    let mut s = Scenario::new([
        ask("background-audio", "talk").parameters("quality=low"),
        ask("text", "note"),
        ask("begin_group", "again").label("Again"),
        ask("background-audio", "once_more"),
        ask("end_group", ""),
    ]);
    assert_eq!(s.recorded_at(), ["/data/talk", "/data/again/once_more"]);
    assert_eq!(s.view("/data/talk").parameters, [("quality".to_owned(), "low".to_owned())]);
    s.answer("/data/talk", "ab.part cd.part").restart();
    assert_eq!(s.question("/data/talk").value, "ab.part cd.part");
    s.answer("/data/talk", "ef.weba");
    assert_eq!(s.instance.as_it_stands().attachments, ["ef.weba"]);
    assert_eq!(Scenario::new([ask("text", "note")]).recorded_at(), [""; 0]);
}

#[test]
fn two_that_trigger_each_other_do_not_chase_one_another() {
    let mut s = Scenario::new([
        ask("decimal", "mu").trigger("${hectare}").calculation("${hectare} * 15"),
        ask("decimal", "hectare").trigger("${mu}").calculation("${mu} div 15"),
    ]);
    s.answer("/data/mu", "30");
    s.check("/data/hectare", node().value("2.0"));
    s.answer("/data/hectare", "1.00");
    s.check("/data/mu", node().value("15.0"));
    assert_eq!(s.question("/data/hectare").value, "1.00");
}

#[test]
fn effects_run_in_the_order_of_the_form_and_see_each_other() {
    let mut s = Scenario::new([
        ask("text", "a"),
        ask("text", "b").trigger("${a}").calculation("concat(${a}, 'b')"),
        ask("text", "c").trigger("${a}").calculation("concat(${b}, 'c')"),
    ]);
    s.answer("/data/a", "x");
    s.check("/data/c", node().value("xbc"));
}

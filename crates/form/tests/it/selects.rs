//! Choices: filters, stale answers, files, searches.

use form::scenario::{Scenario, Sheets, ask, choice, node};
use form::view::Violation;
use sheet::Table;

fn towns() -> Scenario {
    Sheets::new([
        ask("select_one county", "county"),
        ask("select_one town", "town").choice_filter("county = ${county}"),
        ask("calculate", "copy").calculation("concat('[', ${town}, ']')"),
    ])
    .choices([
        choice("county", "k"),
        choice("county", "y"),
        choice("town", "t1").with("county", "k"),
        choice("town", "t2").with("county", "y"),
    ])
    .start()
}

#[test]
fn a_choice_that_is_no_longer_on_offer_is_blank_and_comes_back() {
    let mut s = towns();
    s.answer("/data/county", "k").answer("/data/town", "t1");
    s.check("/data/copy", node().value("[t1]"));
    s.answer("/data/county", "y");
    s.check("/data/town", node().value("").choices(&["t2"]).fine()).check("/data/copy", node().value("[]"));
    assert_eq!(s.question("/data/town").value, "");
    s.restart();
    s.answer("/data/county", "k");
    s.check("/data/copy", node().value("[t1]"));
}

#[test]
fn a_choice_in_no_list_breaks_a_rule_and_stays_as_it_was_given() {
    let mut s = towns();
    s.answer("/data/county", "elsewhere");
    s.check("/data/county", node().problem(Violation::Choice).value(""));
    assert_eq!(s.question("/data/county").value, "elsewhere");
    assert_eq!(s.invalid(), ["/data/county"]);
    s.answer("/data/county", "");
    s.finalized();
}

#[test]
fn a_file_that_is_not_on_the_device_takes_no_answer_away() {
    let sheets = Sheets::new([ask("select_one_from_file towns.csv", "town")]).file("towns.csv", "name,label\nt1,One");
    let form = std::rc::Rc::new(sheets.compile());
    let mut s = Scenario::of(form, std::rc::Rc::default());
    s.answer("/data/town", "t1");
    s.check("/data/town", node().value("t1").choices(&[]).fine());
}

#[test]
fn a_choice_can_be_searched_by_its_initials_and_codes() {
    let s = Sheets::new([ask("select_one_from_file enterprises.csv", "e")])
        .file("enterprises.csv", "name,label,pinyin,uscc,address\ne1,样例一号,YLYH,91652899MA1DGFBA0U,somewhere")
        .start();
    assert_eq!(s.choices("/data/e")[0].search, "ylyh 91652899ma1dgfba0u");
}

#[test]
fn labels_of_choices_can_have_values_in_them() {
    let mut s = Sheets::new([ask("text", "who"), ask("select_one s", "a")])
        .choices([choice("s", "x").label("It was ${who}")])
        .start();
    s.answer("/data/who", "me");
    assert_eq!(s.choices("/data/a")[0].label, "It was me");
}

fn long_list(rows: usize) -> Sheets {
    let columns = ["name", "label", "level", "parent"].map(str::to_owned).to_vec();
    let rows = (0..rows).map(|row| {
        let level = if row < 50 { "a" } else { "b" };
        vec![format!("c{row}"), format!("L{row}"), level.to_owned(), format!("c{}", row % 50)]
    });
    Sheets::new([
        ask("select_one_from_file long.csv", "a").choice_filter("level = 'a'"),
        ask("select_one_from_file long.csv", "b").choice_filter("level = 'b' and parent = ${a}"),
        ask("calculate", "label").calculation("instance('long')/root/item[name = ${b}]/label"),
    ])
    .table("long.csv", Table::new(columns, rows))
}

#[test]
fn a_cascade_costs_the_same_in_a_list_of_fifty_thousand() {
    let steps = |rows: usize| {
        let mut s = long_list(rows).start();
        s.answer("/data/a", "c7");
        assert_eq!(s.choices("/data/b").len(), (rows - 50) / 50);
        let before = s.instance.evaluations();
        s.answer("/data/b", "c57");
        s.check("/data/label", node().value("L57"));
        s.instance.evaluations() - before
    };
    assert_eq!(steps(50_000), steps(500));
}

#[test]
fn a_select_that_is_only_to_be_read_says_in_words_what_is_picked() {
    let mut s = Sheets::new([
        ask("integer", "staff"),
        ask("select_one size", "size").readonly("yes").calculation("if(${staff} = '', '', if(${staff} > 9, 'l', 's'))"),
        ask("select_multiple size", "sizes").readonly("yes").calculation("if(${staff} > 9, 'l s', 'q s')"),
    ])
    .choices([
        choice("size", "s").label("小型").with("label::en", "Small"),
        choice("size", "l").label("大型").with("label::en", "Large"),
    ])
    .start();
    assert!(s.picked("/data/size").is_empty());
    s.answer("/data/staff", "12");
    s.check("/data/size", node().value("l").fine());
    assert_eq!(s.picked("/data/size"), ["大型"]);
    assert_eq!(s.picked("/data/sizes"), ["小型", "大型"]);
    s.speak(1);
    assert_eq!(s.picked("/data/sizes"), ["Small", "Large"]);
    s.answer("/data/staff", "2");
    assert_eq!(s.picked("/data/size"), ["Small"]);
    assert_eq!(s.picked("/data/sizes"), ["q", "Small"], "what is in no list stands as it is");
}

#[test]
fn a_select_offers_its_choices_as_long_as_it_is_not_only_to_be_read() {
    let mut s = Sheets::new([ask("text", "done"), ask("select_one s", "a").readonly("${done} = 'yes'")])
        .choices([choice("s", "x"), choice("s", "y")])
        .start();
    s.answer("/data/a", "y").check("/data/a", node().choices(&["x", "y"]));
    s.answer("/data/done", "yes");
    assert_eq!(s.picked("/data/a"), ["y"]);
    s.answer("/data/done", "").check("/data/a", node().choices(&["x", "y"]));
}

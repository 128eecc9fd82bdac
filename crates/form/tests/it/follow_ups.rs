//! Forms that are begun from a record of another one.

use form::scenario::{Row, Scenario, Sheets, ask, choice, entity, moment, node};
use form::{Begun, FollowUp};
use record::ListName;

fn visit(with: &str) -> Sheets {
    Sheets::new([
        ask("select_one_from_file firms.csv", "firm"),
        ask("select_one yes_no", "is_right"),
        ask("calculate", "key").calculation("once(uuid())"),
        ask("hidden", "raise")
            .label("上报一个问题")
            .with("bind::taizhang:offers", "need")
            .with("bind::taizhang:with", with),
        ask("hidden", "mend")
            .relevant("${is_right} = 'no'")
            .with("bind::taizhang:then", "registration")
            .with("bind::taizhang:with", "mode='update' existing=firm"),
    ])
    .choices(["yes", "no"].map(|name| choice("yes_no", name)))
    .file("firms.csv", "name,label\na,A\n")
}

fn answers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_form_offers_another_one_with_what_it_knows() {
    let mut s = visit("firm visit=key").start();
    let offered = s.instance.follow_ups();
    let [raise] = &offered[..] else { panic!("{offered:?}") };
    assert_eq!((raise.form.as_str(), raise.label.as_deref()), ("need", Some("上报一个问题")));
    assert_eq!(raise.begun, Begun::OnDemand);
    let names: Vec<&str> = raise.answers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["visit"], "nobody chose a firm yet");

    s.answer("/data/firm", "a");
    assert_eq!(s.instance.follow_ups()[0].answers[0], ("firm".to_owned(), "a".to_owned()));
}

#[test]
fn what_comes_after_a_record_depends_on_its_answers() {
    let mut s = visit("firm").start();
    let after = |s: &Scenario| -> Vec<FollowUp> {
        s.instance.follow_ups().into_iter().filter(|follow_up| follow_up.begun == Begun::AfterFinishing).collect()
    };
    s.answer("/data/firm", "a").answer("/data/is_right", "yes");
    assert_eq!(after(&s), []);

    s.answer("/data/is_right", "no");
    assert_eq!(after(&s)[0].form, "registration");
    assert_eq!(after(&s)[0].answers, answers(&[("mode", "update"), ("existing", "a")]));
}

#[test]
fn the_other_form_begins_with_the_answers_in_their_order() {
    let rows = || -> Vec<Row> {
        vec![
            ask("select_one modes", "mode"),
            ask("select_one_from_file firms.csv", "existing").relevant("${mode} = 'update'"),
            ask("text", "name")
                .calculation("instance('firms')/root/item[name = ${existing}]/label")
                .trigger("${existing}"),
        ]
    };
    let sheets = Sheets::new(rows()).choices(["new", "update"].map(|name| choice("modes", name)));
    let mut s = sheets.file("firms.csv", "name,label\na,样例一厂\n").start();
    s.instance.begin_with(&answers(&[("mode", "update"), ("existing", "a"), ("elsewhere", "x")]), moment(2));
    s.check("/data/existing", node().value("a")).check("/data/name", node().value("样例一厂"));
}

#[test]
fn what_nobody_is_asked_for_links_the_entity_to_the_record_before() {
    let need = Sheets::new([
        ask("text", "firm").save_to("firm"),
        ask("hidden", "visit").save_to("visit_id"),
        ask("hidden", "other"),
    ])
    .entities([entity("needs").label("${firm}")])
    .compile();
    let links = need.links(&answers(&[("firm", "a"), ("visit", "v1"), ("other", "o"), ("gone", "g")]));
    let [link] = &links[..] else { panic!("{links:?}") };
    assert_eq!((&link.list, link.property.as_str(), link.value.as_str()), (&ListName::new("needs"), "visit_id", "v1"));
}

#[test]
fn a_question_that_does_not_exist_is_told_to_the_author() {
    let compiled = form::compile(&visit("firn visit=key mode='update'").workbook(), &Default::default());
    let told: Vec<String> = compiled.problems.iter().map(ToString::to_string).collect();
    let about: Vec<&String> = told.iter().filter(|said| said.contains("taizhang")).collect();
    assert_eq!(about, ["survey row 5 column 'bind::taizhang:with': there is no question 'firn' (nearest: firm)"]);
}

#[test]
fn a_record_begins_about_a_row_also_where_that_is_asked_only_of_those_who_update() {
    let sheets = || {
        Sheets::new([
            ask("select_one yes_no", "other"),
            ask("select_one mode", "mode"),
            ask("select_one_from_file firms.csv", "existing").relevant("${mode} = 'update'"),
        ])
        .choices(["yes", "no"].map(|name| choice("yes_no", name)))
        .choices(["new", "update"].map(|name| choice("mode", name)))
        .file("firms.csv", "name,label\na,A\n")
        .entities([entity("firms").entity_id("${existing}").update_if("${mode} = 'update'")])
    };
    let mut s = sheets().start();
    assert!(s.instance.form().updates("firms") && !s.instance.form().updates("elsewhere"));
    assert!(s.instance.begin_about("firms", "a", moment(1)));
    s.check("/data/mode", node().value("update"));
    s.check("/data/existing", node().value("a").relevant());
    s.check("/data/other", node().value(""));
    assert!(!s.instance.begin_about("elsewhere", "a", moment(1)));
}

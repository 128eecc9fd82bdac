//! Answers and what follows from them.

use form::definition::DataType;
use form::limits::ANSWER_CHARACTERS;
use form::scenario::{Scenario, Sheets, ask, choice, node, row};
use form::view::{Body, Violation};
use form::{Action, ActionError};

#[test]
fn a_trade_figure_leaves_the_record_when_trade_becomes_no_and_comes_back() {
    let mut s = Sheets::new([
        ask("select_one yes_no", "has_trade"),
        ask("decimal", "trade_wan").relevant("${has_trade} = 'yes'").constraint(". >= 0"),
    ])
    .choices([choice("yes_no", "yes"), choice("yes_no", "no")])
    .start();
    s.answer("/data/has_trade", "yes").answer("/data/trade_wan", "120.5");
    s.check("/data/trade_wan", node().value("120.5").relevant());

    s.answer("/data/has_trade", "no");
    s.check("/data/trade_wan", node().not_relevant());
    assert_eq!(s.finalized().get("/data/trade_wan"), None);

    s.answer("/data/has_trade", "yes");
    assert_eq!(s.finalized().get("/data/trade_wan"), Some(&120.5.into()));
}

#[test]
fn what_cannot_be_read_stays_as_typed_and_is_blank_to_expressions() {
    let mut s = Scenario::new([ask("integer", "a"), ask("calculate", "b").calculation("concat('[', ${a}, ']')")]);
    s.answer("/data/a", "twelve");
    s.check("/data/b", node().value("[]"));
    let question = s.question("/data/a");
    assert_eq!(question.value, "twelve");
    assert_eq!(question.problem, Some(Violation::Type(DataType::Integer)));
    assert_eq!(s.invalid(), ["/data/a"]);

    s.answer("/data/a", "12");
    s.check("/data/b", node().value("[12]")).check("/data/a", node().fine());
}

#[test]
fn a_number_is_shown_as_it_was_typed() {
    let mut s = Scenario::new([ask("decimal", "a")]);
    s.answer("/data/a", "3.50");
    assert_eq!(s.question("/data/a").value, "3.50");
    assert_eq!(s.finalized().get("/data/a"), Some(&3.5.into()));
}

#[test]
fn a_missing_answer_shows_only_after_an_attempt_to_finalise() {
    let mut s = Scenario::new([ask("text", "a").required().with("required_message", "needed")]);
    s.check("/data/a", node().fine());
    assert_eq!(s.instance.pages()[0].missing, 1);
    assert_eq!(s.invalid(), ["/data/a"]);
    s.check("/data/a", node().problem(Violation::Required(Some("needed".to_owned()))));
    s.answer("/data/a", "x");
    s.check("/data/a", node().fine());
    assert_eq!(s.instance.pages()[0].missing, 0);
}

#[test]
fn a_wrong_answer_shows_at_once() {
    let mut s = Scenario::new([ask("integer", "a").constraint(". < 10").constraint_message("below ten")]);
    s.answer("/data/a", "12");
    s.check("/data/a", node().problem(Violation::Constraint(Some("below ten".to_owned()))));
    assert_eq!(s.instance.pages()[0].invalid, 1);
}

#[test]
fn a_calculation_that_a_person_wrote_over_stays_until_what_it_reads_changes() {
    let mut s = Scenario::new([ask("integer", "a"), ask("integer", "b").calculation("${a} * 2"), ask("text", "c")]);
    s.answer("/data/a", "4").answer("/data/b", "100").answer("/data/c", "x");
    s.restart();
    s.check("/data/b", node().value("100"));
    s.answer("/data/a", "5");
    s.check("/data/b", node().value("10"));
}

#[test]
fn an_instance_refuses_what_cannot_be_done_and_stays_as_it_was() {
    let mut s = Scenario::new([
        ask("text", "a").readonly("yes").default("x"),
        ask("note", "n"),
        ask("text", "b"),
        ask("begin repeat", "r").repeat_count("2"),
        ask("text", "c"),
        ask("end repeat", "r"),
    ]);
    let before = s.instance.snapshot();
    let answer = |path: &str, value: &str| Action::Answer { path: path.to_owned(), value: value.to_owned() };
    let cases = [
        (answer("/data/a", "y"), ActionError::Readonly),
        (answer("/data/n", "y"), ActionError::Readonly),
        (answer("/data/none", "y"), ActionError::NoNode),
        (answer("/data", "y"), ActionError::NotAQuestion),
        (answer("/data/b", &"字".repeat(ANSWER_CHARACTERS + 1)), ActionError::TooLong),
        (Action::AddRepeat { path: "/data/r".to_owned() }, ActionError::Counted),
        (Action::RemoveRepeat { path: "/data/r[1]".to_owned() }, ActionError::Counted),
        (Action::AddRepeat { path: "/data/b".to_owned() }, ActionError::NotARepeat),
        (Action::Language { language: 3 }, ActionError::NoLanguage),
    ];
    for (action, expected) in cases {
        assert_eq!(s.attempt(action.clone()).err(), Some(expected), "{action:?}");
    }
    assert_eq!(s.instance.snapshot(), before);
    s.answer("/data/b", &"字".repeat(ANSWER_CHARACTERS));
}

#[test]
fn each_top_level_group_and_each_run_of_questions_between_is_a_page() {
    let mut s = Scenario::new([
        row().with("type", "start").with("name", "start"),
        ask("text", "a"),
        ask("text", "b"),
        ask("begin group", "g").label("Group"),
        ask("text", "c").relevant("${a} = 'more'"),
        ask("end group", "g"),
        ask("text", "d"),
        ask("begin repeat", "r"),
        ask("text", "e"),
        ask("end repeat", "r"),
    ]);
    let titles =
        |s: &Scenario| -> Vec<Option<String>> { s.instance.pages().into_iter().map(|page| page.title).collect() };
    assert_eq!(titles(&s), [None, None, Some("r".to_owned())]);
    s.answer("/data/a", "more");
    assert!(s.changes.structure);
    assert_eq!(titles(&s)[1].as_deref(), Some("Group"));
    assert_eq!(s.instance.pages()[1].nodes, [s.id("/data/g/c")]);
    assert_eq!(s.instance.page_of(s.id("/data/d")), Some(2));
    assert_eq!(s.instance.page_of(s.id("/data/r[1]/e")), Some(3));
    assert_eq!(s.instance.answered(), 1);
    assert_eq!(s.instance.pages()[0].answered, 1);
}

#[test]
fn an_unchanged_node_hands_out_the_same_view() {
    let mut s = Scenario::new([ask("text", "a"), ask("note", "n").label("Hello ${a}"), ask("text", "b")]);
    let (n, b) = (s.view("/data/n"), s.view("/data/b"));
    s.answer("/data/a", "x");
    assert!(std::rc::Rc::ptr_eq(&b, &s.view("/data/b")));
    assert!(!std::rc::Rc::ptr_eq(&n, &s.view("/data/n")));
    assert_eq!(s.view("/data/n").label.as_deref(), Some("Hello x"));
    assert_eq!(s.changed().into_iter().collect::<Vec<_>>(), ["/data/a", "/data/n"]);
}

#[test]
fn a_group_with_nothing_to_show_is_not_drawn() {
    let mut s = Scenario::new([
        ask("text", "a"),
        ask("begin group", "g"),
        ask("begin group", "h"),
        ask("text", "b").relevant("${a} = 'y'"),
        ask("end group", "h"),
        ask("text", "c"),
        ask("end group", "g"),
    ]);
    let children = |s: &Scenario| match &s.view("/data/g").body {
        Body::Group { children } => children.len(),
        _ => 0,
    };
    assert_eq!(children(&s), 1);
    s.answer("/data/a", "y");
    assert_eq!(children(&s), 2);
}

#[test]
fn the_record_has_numbers_as_numbers_and_blanks_as_null() {
    let mut s = Scenario::new([
        ask("integer", "n"),
        ask("text", "blank"),
        ask("note", "told"),
        ask("begin group", "g"),
        ask("geopoint", "where"),
        ask("end group", "g"),
        ask("begin repeat", "r"),
        ask("date", "day"),
        ask("end repeat", "r"),
        ask("image", "photo"),
        ask("calculate", "c").calculation("${n} + 1"),
    ]);
    s.answer("/data/n", "5").answer("/data/g/where", "41.76 86.15").answer("/data/r[1]/day", "2026-01-15");
    s.answer("/data/photo", "a.jpg");
    let record = s.finalized();
    let expected = r#"{"n":5,"blank":null,"g":{"where":{"type":"Point","coordinates":[86.15,41.76,0.0],"properties":{"accuracy":0.0}}},"r":[{"day":"2026-01-15"}],"photo":"a.jpg","c":"6"}"#;
    assert_eq!(serde_json::to_string(&record.0.answers).unwrap(), expected);
    assert_eq!(record.0.attachments, ["a.jpg"]);
}

#[test]
fn metadata_fills_itself_in_and_the_end_is_that_of_finalising() {
    let mut s = Scenario::new([
        row().with("type", "start").with("name", "start"),
        row().with("type", "end").with("name", "end"),
        row().with("type", "today").with("name", "today"),
        row().with("type", "username").with("name", "officer"),
        ask("text", "a"),
    ]);
    s.check("/data/officer", node().value("user-1")).check("/data/today", node().value("2026-01-15"));
    s.check("/data/end", node().value(""));
    let record = s.finalized();
    assert_eq!(record.get("/data/start"), Some(&"2026-01-15T16:00:00.000+08:00".into()));
    assert_eq!(record.get("/data/end"), Some(&"2026-01-15T16:00:00.000+08:00".into()));
}

#[test]
fn a_language_is_shown_at_once_and_changes_no_answer() {
    let mut s = Scenario::new([row()
        .with("type", "text")
        .with("name", "a")
        .with("label::中文 (zh)", "名称")
        .with("label::English (en)", "Name")]);
    s.answer("/data/a", "样例");
    s.speak(1);
    assert_eq!(s.view("/data/a").label.as_deref(), Some("Name"));
    s.check("/data/a", node().value("样例"));
    s.restart();
    assert_eq!(s.view("/data/a").label.as_deref(), Some("Name"));
}

#[test]
fn an_action_is_journalled_by_path() {
    let s = Scenario::new([ask("begin repeat", "r"), ask("text", "a"), ask("end repeat", "r")]);
    let action = |path: &str, edit| s.instance.action_for(s.id(path), edit);
    let answer = Action::Answer { path: "/data/r[1]/a".to_owned(), value: "x".to_owned() };
    assert_eq!(action("/data/r[1]/a", form::Edit::Answer("x")), Some(answer.clone()));
    assert_eq!(action("/data/r", form::Edit::AddRepeat), Some(Action::AddRepeat { path: "/data/r".to_owned() }));
    assert_eq!(
        action("/data/r[1]", form::Edit::RemoveRepeat),
        Some(Action::RemoveRepeat { path: "/data/r[1]".to_owned() })
    );
    assert_eq!(serde_json::to_string(&answer).unwrap(), r#"{"answer":{"path":"/data/r[1]/a","value":"x"}}"#);
}

//! The audit of a form that asks for one: the bytes of `audit.csv`, and that it goes on in the same file.

use form::audit::Seen;
use form::scenario::{Row, Scenario, Sheets, ask, entity};
use form::{Action, Instance};
use record::Timestamp;

const BEGUN_MS: i64 = 1_768_464_000_000;

fn second(seconds: i64) -> Timestamp {
    Timestamp::new(BEGUN_MS + seconds * 1_000, 480)
}

fn note(s: &mut Scenario, seen: Seen, seconds: i64) {
    noted(s, seen, seconds, seconds);
}

fn noted(s: &mut Scenario, seen: Seen, seconds: i64, last_sign: i64) {
    let action = s.instance.note(seen, second(seconds), second(last_sign));
    s.attempt(action).unwrap();
}

fn file(s: &Scenario, seconds: i64) -> Vec<String> {
    let file = s.instance.audit_file("样例01", second(seconds)).unwrap();
    assert!(file.ends_with('\n') && !file.contains("\r\n"));
    let short = file.replace(&(BEGUN_MS / 1_000_000).to_string(), "");
    short.trim_end().split('\n').map(str::to_owned).collect()
}

fn survey(parameters: &str) -> [Row; 6] {
    [
        ask("audit", "audit").with("parameters", parameters),
        ask("text", "name"),
        ask("begin_group", "shop").with("appearance", "field-list"),
        ask("integer", "staff"),
        ask("text", "owner"),
        ask("end_group", ""),
    ]
}

/// As [`BEGUN_MS`] without what [`file`] leaves out, after so many seconds.
fn ms(seconds: i64) -> String {
    format!("{:06}", BEGUN_MS % 1_000_000 + seconds * 1_000)
}

#[test]
fn a_page_of_one_question_and_a_page_of_several_stand_in_the_file_from_their_coming_to_their_going() {
    let mut s = Scenario::new(survey(""));
    note(&mut s, Seen::Opened, 0);
    note(&mut s, Seen::Page(0), 1);
    note(&mut s, Seen::Page(1), 5);
    note(&mut s, Seen::Contents, 9);
    note(&mut s, Seen::Review, 11);
    note(&mut s, Seen::Refused, 12);
    assert_eq!(
        file(&s, 15),
        [
            "event,node,start,end".to_owned(),
            format!("form start,,{},", ms(0)),
            format!("question,/data/name,{},{}", ms(1), ms(5)),
            format!("group questions,/data/shop,{},{}", ms(5), ms(9)),
            format!("question,/data/shop/staff,{},{}", ms(5), ms(9)),
            format!("question,/data/shop/owner,{},{}", ms(5), ms(9)),
            format!("jump,,{},{}", ms(9), ms(11)),
            format!("end screen,,{},{}", ms(11), ms(12)),
            format!("finalize error,,{},", ms(12)),
            format!("form exit,,{},", ms(15)),
            format!("form finalize,,{},", ms(15)),
        ]
    );
}

#[test]
fn an_answer_that_changed_stands_there_before_and_after_in_quotes_where_it_needs_them() {
    let mut s = Scenario::new(survey("track-changes=true identify-user=true track-changes-reasons=on-form-edit"));
    s.answer("/data/name", "甲");
    note(&mut s, Seen::Opened, 0);
    note(&mut s, Seen::Page(0), 1);
    s.answer("/data/name", "样例 \"甲\", 一号\n二楼");
    note(&mut s, Seen::Page(1), 5);
    s.answer("/data/shop/staff", "12");
    note(&mut s, Seen::Page(0), 7);
    note(&mut s, Seen::Left, 8);
    let whole = s.instance.audit_file("样例,01", second(9)).unwrap();
    let row = |event: &str, node: &str, start: i64, end: Option<i64>, values: &str| {
        let end = end.map(|end| second(end).unix_ms().to_string()).unwrap_or_default();
        format!("{event},{node},{},{end},{values},\"样例,01\",\n", second(start).unix_ms())
    };
    let wanted = [
        "event,node,start,end,old-value,new-value,user,change-reason\n".to_owned(),
        row("form start", "", 0, None, ","),
        row("question", "/data/name", 1, Some(5), "甲,\"样例 \"\"甲\"\", 一号\n二楼\""),
        row("group questions", "/data/shop", 5, Some(7), ","),
        row("question", "/data/shop/staff", 5, Some(7), ",12"),
        row("question", "/data/shop/owner", 5, Some(7), ","),
        row("question", "/data/name", 7, Some(8), ","),
        row("form exit", "", 8, None, ","),
        row("form exit", "", 9, None, ","),
        row("form finalize", "", 9, None, ","),
    ];
    assert_eq!(whole, wanted.concat());
}

#[test]
fn after_a_kill_the_journal_gives_the_same_notes_and_what_was_open_ends_with_the_last_sign_of_life() {
    let mut s = Scenario::new(survey("track-changes=true"));
    note(&mut s, Seen::Opened, 0);
    note(&mut s, Seen::Page(0), 1);
    s.answer("/data/name", "样例一号");
    // What a restart has: the form as it began, and the journal.
    let mut replayed = Instance::new(s.instance.form().clone(), s.device.clone(), form::scenario::moment(1));
    for (action, moment) in &s.journal {
        let kept: Action = serde_json::from_str(&serde_json::to_string(action).unwrap()).unwrap();
        replayed.apply(&kept, *moment).unwrap();
    }
    assert_eq!(replayed.snapshot(), s.instance.snapshot());
    s.instance = replayed;
    noted(&mut s, Seen::Opened, 3_600, 4);
    note(&mut s, Seen::Page(1), 3_601);
    s.restart();
    let rows = file(&s, 3_605);
    assert_eq!(rows[2], format!("question,/data/name,{},{},,样例一号", ms(1), ms(4)));
    assert!(rows[3].starts_with("form resume,,"));
    assert_eq!(rows.iter().filter(|row| row.starts_with("form start")).count(), 1);
}

#[test]
fn a_clock_that_went_back_gives_no_row_that_ends_before_it_began() {
    let mut s = Scenario::new(survey(""));
    note(&mut s, Seen::Opened, 0);
    note(&mut s, Seen::Page(0), 60);
    noted(&mut s, Seen::Opened, 10, 70);
    assert_eq!(file(&s, 80)[2], format!("question,/data/name,{},{}", ms(60), ms(60)));
}

#[test]
fn an_answer_that_is_hidden_while_it_is_typed_is_not_repeated_in_the_file() {
    for (appearance, is_there) in [("masked", false), ("numbers hidden-answer", false), ("numbers", true)] {
        let mut s = Scenario::new([
            ask("audit", "audit").with("parameters", "track-changes=true"),
            ask("text", "secret").with("appearance", appearance),
        ]);
        note(&mut s, Seen::Opened, 0);
        note(&mut s, Seen::Page(0), 1);
        s.answer("/data/secret", "2468");
        note(&mut s, Seen::Left, 2);
        assert_eq!(file(&s, 3).join("\n").contains(",2468"), is_there, "{appearance}");
    }
}

#[test]
fn where_people_are_registered_with_consent_no_value_is_in_the_file() {
    let mut s = Sheets::new([
        ask("audit", "audit").with("parameters", "track-changes=true"),
        ask("text", "person").with("save_to", "person"),
        ask("date", "consent_on"),
        ask("hidden", "withdraw").relevant("${person} != ''").with("bind::taizhang:withdraw", "consent_on"),
    ])
    .entities([entity("people").with("label", "${person}")])
    .start();
    let is_people = !form::lists_of_people(s.instance.form()).is_empty();
    note(&mut s, Seen::Opened, 0);
    note(&mut s, Seen::Page(0), 1);
    s.answer("/data/person", "样例人名");
    note(&mut s, Seen::Left, 2);
    let file = s.instance.audit_file("", second(3)).unwrap();
    assert!(is_people && file.starts_with("event,node,start,end,old-value,new-value\n"));
    assert!(!file.contains("样例人名") && !serde_json::to_string(&s.journal[0].0).unwrap().contains("样例人名"));
}

#[test]
fn a_form_without_an_audit_has_none_and_its_snapshot_is_as_it_always_was() {
    let s = Scenario::new([ask("text", "name")]);
    assert!(!s.instance.is_audited());
    assert_eq!(s.instance.audit_file("", second(1)), None);
    assert!(!serde_json::to_string(&s.instance.snapshot()).unwrap().contains("audit"));
}

#[test]
fn notes_without_end_stop_at_the_limit_and_the_form_goes_on() {
    let mut s = Scenario::new(survey(""));
    let long = Action::Audit { note: "x".repeat(form::limits::AUDIT_BYTES) };
    s.attempt(long.clone()).unwrap();
    let full = s.instance.snapshot();
    s.attempt(long).unwrap();
    assert_eq!(s.instance.snapshot(), full);
    s.answer("/data/name", "样例");
}

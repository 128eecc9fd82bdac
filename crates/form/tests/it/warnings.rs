//! Answers that the form warns of (提示): they stand once a person has confirmed them and said why.

use std::rc::Rc;

use form::limits::ANSWER_CHARACTERS;
use form::scenario::{Scenario, ask, moment, node};
use form::view::{Violation, Warning};
use form::{Action, ActionError, Instance};
use record::{Confirmation, DeviceId, DraftId, FormRef, OfficerId, Remark, Sha256, Submission};

use crate::tables::{errors, form, node as defined, warnings};

fn confirm(path: &str, reason: &str) -> Action {
    Action::Confirm { path: path.to_owned(), reason: reason.to_owned() }
}

/// Revenue beside that of the year before: a slip of the unit is a factor of 10,000.
fn revenue() -> Scenario {
    Scenario::new([
        ask("decimal", "before"),
        ask("decimal", "revenue")
            .constraint(". >= 0")
            .warning("not(${before} > 0) or (. < 100 * ${before} and 100 * . > ${before})")
            .warning_message("**${before}** the year before"),
        ask("text", "note"),
    ])
}

fn warned(s: &Scenario, path: &str) -> Option<String> {
    s.question(path).warning.map(|warning| warning.0.unwrap_or_default())
}

fn is_stopped(s: &mut Scenario) -> bool {
    s.invalid() == ["/data/revenue"]
}

#[test]
fn a_doubtful_answer_stops_the_finish_until_somebody_confirms_it_with_a_reason() {
    let mut s = revenue();
    s.answer("/data/before", "3500").answer("/data/revenue", "35000000");
    assert_eq!(warned(&s, "/data/revenue").as_deref(), Some("**3500** the year before"));
    s.check("/data/revenue", node().fine());
    let [page] = &s.instance.pages()[..] else { panic!("one page") };
    assert_eq!((page.doubtful, page.invalid, page.missing, page.answered), (1, 0, 0, 2));
    assert_eq!(s.instance.next_open(Some(s.id("/data/note"))), Some(s.id("/data/revenue")));
    let [invalid] = &s.instance.finalize(moment(9)).unwrap_err()[..] else { panic!("one thing stops it") };
    let words = Warning(Some("**3500** the year before".to_owned()));
    assert_eq!((invalid.path.as_str(), &invalid.violation), ("/data/revenue", &Violation::Unconfirmed(words)));
    s.check("/data/revenue", node().fine());

    s.attempt(confirm("/data/revenue", " 企业确认属实 ")).unwrap();
    assert_eq!(s.question("/data/revenue").said.confirmed, "企业确认属实");
    assert!(warned(&s, "/data/revenue").is_some(), "what was confirmed is still to be read");
    assert_eq!(s.instance.pages()[0].doubtful, 0);
    let confirmed =
        Confirmation { reason: "企业确认属实".to_owned(), warning: Some("3500 the year before".to_owned()) };
    let remark = Remark {
        path: "/data/revenue".to_owned(),
        text: String::new(),
        later: false,
        confirmed: Some(confirmed),
        since: None,
    };
    assert_eq!(s.finalized().0.remarks, [remark]);
}

#[test]
fn a_new_answer_takes_the_confirmation_back() {
    let mut s = revenue();
    s.answer("/data/before", "1").answer("/data/revenue", "500").attempt(confirm("/data/revenue", "属实")).unwrap();
    s.answer("/data/revenue", "500");
    assert!(!is_stopped(&mut s), "the same answer is no new one");
    s.answer("/data/revenue", "5000");
    assert_eq!(s.question("/data/revenue").said.confirmed, "");
    assert!(is_stopped(&mut s));
}

#[test]
fn it_is_looked_at_again_when_what_it_reads_changes_and_only_then() {
    let mut s = revenue();
    s.answer("/data/before", "1").answer("/data/revenue", "500");
    s.answer("/data/before", "100");
    assert_eq!(warned(&s, "/data/revenue"), None);
    assert!(s.changed().contains("/data/revenue"));
    s.answer("/data/before", "100000");
    assert!(warned(&s, "/data/revenue").is_some(), "too little is doubtful, too");

    let before = s.instance.counts();
    s.answer("/data/note", "样例");
    assert_eq!((s.instance.counts() - before).evaluations, 0);
}

#[test]
fn nothing_is_said_of_a_blank_or_a_wrong_answer_or_of_one_that_is_not_asked_for() {
    let mut s = Scenario::new([
        ask("integer", "a").constraint(". < 10").warning(". < 5"),
        ask("integer", "b").relevant("${a} = 6").warning("false()"),
        ask("calculate", "c").calculation("${a}").warning("false()"),
        ask("note", "d").warning("false()"),
    ]);
    assert_eq!(warned(&s, "/data/a"), None);
    s.answer("/data/a", "12");
    assert_eq!(warned(&s, "/data/a"), None, "the constraint comes first");
    s.answer("/data/a", "6").answer("/data/b", "1");
    assert_eq!(warned(&s, "/data/a").as_deref(), Some(""), "the form has no words of its own");
    assert_eq!(s.invalid(), ["/data/a", "/data/b"]);
    s.answer("/data/a", "4");
    assert_eq!(s.invalid(), Vec::<String>::new());
}

#[test]
fn only_what_the_form_warns_of_can_be_confirmed_and_not_without_end() {
    let mut s = revenue();
    s.answer("/data/before", "1").answer("/data/revenue", "50");
    let refused = |s: &mut Scenario, action| s.attempt(action).err();
    assert_eq!(refused(&mut s, confirm("/data/revenue", "属实")), Some(ActionError::NothingToConfirm));
    assert_eq!(refused(&mut s, confirm("/data/nothing", "属实")), Some(ActionError::NoNode));
    s.answer("/data/revenue", "500");
    let long = "样".repeat(ANSWER_CHARACTERS + 1);
    assert_eq!(refused(&mut s, confirm("/data/revenue", &long)), Some(ActionError::TooLong));
    s.attempt(confirm("/data/revenue", "  ")).unwrap();
    assert!(is_stopped(&mut s), "a blank is no reason");
    s.attempt(confirm("/data/revenue", "属实")).unwrap().attempt(confirm("/data/revenue", "")).unwrap();
    assert!(is_stopped(&mut s), "and one can be taken back");
}

#[test]
fn a_confirmation_outlives_a_restart_and_goes_with_its_instance_of_a_repeat() {
    let mut s = Scenario::new([
        ask("begin repeat", "r"),
        ask("integer", "n").warning(". < ${top}"),
        ask("end repeat", ""),
        ask("integer", "top"),
    ]);
    s.answer("/data/top", "5").answer("/data/r[1]/n", "7").add("/data/r").answer("/data/r[2]/n", "8");
    s.attempt(confirm("/data/r[2]/n", "情况特殊")).unwrap().restart();
    assert_eq!(s.question("/data/r[2]/n").said.confirmed, "情况特殊");
    assert_eq!(s.invalid(), ["/data/r[1]/n"]);
    s.remove("/data/r[1]");
    assert_eq!(s.invalid(), Vec::<String>::new());
    s.remove("/data/r[1]").add("/data/r").answer("/data/r[1]/n", "8");
    assert_eq!(s.invalid(), ["/data/r[1]/n"]);
}

#[test]
fn what_is_confirmed_and_no_longer_doubtful_does_not_go_with_the_record() {
    let mut s = revenue();
    s.answer("/data/before", "1").answer("/data/revenue", "500").attempt(confirm("/data/revenue", "属实")).unwrap();
    s.answer("/data/before", "100");
    assert_eq!(s.finalized().0.remarks, []);
}

#[test]
fn a_record_that_is_edited_keeps_what_was_confirmed_until_its_answer_changes() {
    let mut s = revenue();
    s.answer("/data/before", "1").answer("/data/revenue", "500").attempt(confirm("/data/revenue", "属实")).unwrap();
    let finished = s.finalized().0;
    let record = Submission {
        record: DraftId::new(moment(1).now, [7; 10]).record(),
        parents: Vec::new(),
        form: FormRef { id: "data".to_owned(), version: String::new(), hash: Sha256::of(b"") },
        device: DeviceId::new("07"),
        officer: OfficerId::new("样例01"),
        finalized_at: moment(99).now,
        sequence: 1,
        instance_name: None,
        answers: finished.answers,
        entities: Vec::new(),
        attachments: Vec::new(),
        remarks: finished.remarks.clone(),
        erasure: None,
        decision: None,
    };
    let again = Instance::from_record(Rc::clone(s.instance.form()), s.device.clone(), &record, moment(1_000));
    let mut again = again.unwrap();
    let kept = finished.remarks.into_iter().map(|remark| Remark { since: Some(record.finalized_at), ..remark });
    assert_eq!(again.finalize(moment(2_000)).unwrap().remarks, kept.collect::<Vec<_>>());
    let revenue = again.node_at("/data/revenue").unwrap();
    again.answer(revenue, "600", moment(3_000)).unwrap();
    assert_eq!(again.finalize(moment(4_000)).unwrap_err()[0].path, "/data/revenue");
}

#[test]
fn time_alone_can_make_an_answer_doubtful() {
    let mut s = Scenario::new([ask("date", "due").warning(". >= today()")]);
    s.answer("/data/due", "2026-01-15");
    assert_eq!(s.invalid(), Vec::<String>::new());
    let later = form::Moment { now: record::Timestamp::new(1_768_464_000_000 + 2 * 86_400_000, 480), seed: 1 };
    assert_eq!(s.instance.finalize(later).unwrap_err()[0].path, "/data/due");
}

#[test]
fn words_come_in_the_languages_of_the_form() {
    let form = form(
        "survey
         | type    | name | label::中文 (zh) | label::English (en) | bind::taizhang:warning | bind::taizhang:warningMsg::中文 (zh) | bind::taizhang:warningMsg::English (en) |
         | integer | a    | 甲              | A                   |                        |                                     |                                         |
         | integer | b    | 乙              | B                   | . < ${a} * 100         | 甲是${a}，请核对                     | A is ${a}, please check                 |",
    );
    assert!(defined(&form, "/data/b").extra.is_empty(), "what is read is not kept besides");
    let mut s = Scenario::of(Rc::new(form), Rc::default());
    s.answer("/data/a", "1").answer("/data/b", "100");
    assert_eq!(warned(&s, "/data/b").as_deref(), Some("甲是1，请核对"));
    s.speak(1);
    assert_eq!(warned(&s, "/data/b").as_deref(), Some("A is 1, please check"));
}

#[test]
fn a_bad_expression_is_told_with_its_place_and_a_slip_in_the_heading_with_the_nearest_name() {
    let mut said = errors(
        "survey
         | type    | name | label | bind::taizhang:warning |
         | integer | a    | A     | . < (1                 |
         | integer | b    | B     | . < ${c}               |
         | integer | d    | D     | nosuch(.)              |",
    );
    said.sort();
    assert_eq!(said.len(), 3, "{said:?}");
    for (line, row) in said.iter().zip([2, 3, 4]) {
        assert!(line.starts_with(&format!("survey row {row} column 'bind::taizhang:warning': ")), "{line}");
    }
    let said = warnings(
        "survey
         | type    | name | label | bind::taizhang:warnings | bind::other:warning |
         | integer | a    | A     | . < 1                   | . < 1               |",
    );
    let [line] = &said[..] else { panic!("{said:?}") };
    assert!(line.contains("'bind::taizhang:warnings' is not known here"), "{line}");
    assert!(line.contains("nearest: bind::taizhang:warning"), "{line}");
}

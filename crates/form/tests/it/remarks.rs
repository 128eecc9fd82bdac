//! What is said about a question beside its answer.

use form::limits::ANSWER_CHARACTERS;
use form::scenario::{Scenario, ask};
use form::{Action, ActionError, Said};
use record::Remark;

fn later(path: &str, later: bool) -> Action {
    Action::Later { path: path.to_owned(), later }
}

fn remark(path: &str, text: &str) -> Action {
    Action::Remark { path: path.to_owned(), text: text.to_owned() }
}

fn visit() -> Scenario {
    Scenario::new([
        ask("integer", "staff"),
        ask("begin repeat", "needs"),
        ask("text", "what"),
        ask("end repeat", ""),
        ask("text", "by").relevant("${staff} > 0"),
        ask("note", "read"),
    ])
}

#[test]
fn an_answer_takes_back_that_it_is_to_come_later_and_leaves_the_remark() {
    let mut s = visit();
    s.attempt(later("/data/staff", true)).unwrap().attempt(remark("/data/staff", " 问财务 ")).unwrap();
    assert_eq!(s.question("/data/staff").said, Said { later: true, remark: "问财务".to_owned(), ..Said::default() });
    assert_eq!(s.instance.pages()[0].later, 1);
    s.answer("/data/staff", "");
    assert!(s.question("/data/staff").said.later, "nothing is no answer");

    s.answer("/data/staff", "12");
    assert_eq!(s.question("/data/staff").said, Said { remark: "问财务".to_owned(), ..Said::default() });
    assert_eq!(s.instance.pages()[0].later, 0);
}

#[test]
fn what_is_said_is_no_answer_and_goes_with_the_record_in_form_order() {
    let mut s = visit();
    s.attempt(remark("/data/needs[1]/what", "主动提出")).unwrap().attempt(later("/data/staff", true)).unwrap();
    let said = |s: &mut Scenario| s.instance.finalize(form::scenario::moment(9)).unwrap().remarks;
    let remark = |path: &str, text: &str, later| Remark {
        path: path.to_owned(),
        text: text.to_owned(),
        later,
        confirmed: None,
        since: None,
    };
    assert_eq!(s.instance.answered(), 0);
    assert_eq!(said(&mut s), [remark("/data/staff", "", true), remark("/data/needs[1]/what", "主动提出", false)]);
}

#[test]
fn it_stays_with_a_question_that_is_hidden_and_does_not_go_with_the_record() {
    let mut s = visit();
    s.answer("/data/staff", "1").attempt(remark("/data/by", "厂长")).unwrap().answer("/data/staff", "0");
    assert_eq!(s.instance.finalize(form::scenario::moment(9)).unwrap().remarks, []);
    s.answer("/data/staff", "2");
    assert_eq!(s.question("/data/by").said.remark, "厂长");
}

#[test]
fn it_outlives_a_restart_and_goes_with_its_instance_of_a_repeat() {
    let mut s = visit();
    s.add("/data/needs").attempt(remark("/data/needs[2]/what", "第二条")).unwrap().restart();
    assert_eq!(s.question("/data/needs[2]/what").said.remark, "第二条");
    s.remove("/data/needs[1]");
    assert_eq!(s.question("/data/needs[1]/what").said.remark, "第二条");
    s.remove("/data/needs[1]").add("/data/needs");
    assert_eq!(s.question("/data/needs[1]/what").said, Said::default());
}

#[test]
fn only_questions_can_be_spoken_of_and_not_without_end() {
    let mut s = visit();
    let refused = |s: &mut Scenario, action| s.attempt(action).err();
    assert_eq!(refused(&mut s, later("/data/read", true)), Some(ActionError::NotAQuestion));
    assert_eq!(refused(&mut s, remark("/data/needs", "x")), Some(ActionError::NotAQuestion));
    assert_eq!(refused(&mut s, later("/data/nothing", true)), Some(ActionError::NoNode));
    assert_eq!(refused(&mut s, remark("/data/staff", &"样".repeat(ANSWER_CHARACTERS + 1))), Some(ActionError::TooLong));
    assert_eq!(refused(&mut s, remark("/data/staff", &"样".repeat(ANSWER_CHARACTERS))), None);
}

#[test]
fn the_next_open_question_is_the_next_one_and_those_put_off_come_last() {
    let mut s = visit();
    let next = |s: &Scenario, after: &str| s.instance.next_open(Some(s.id(after))).map(|id| s.instance.path(id));
    assert_eq!(next(&s, "/data/staff").as_deref(), Some("/data/needs[1]/what"));
    assert_eq!(next(&s, "/data/needs[1]/what").as_deref(), Some("/data/staff"));

    s.attempt(later("/data/staff", true)).unwrap();
    assert_eq!(next(&s, "/data/needs[1]/what").as_deref(), Some("/data/needs[1]/what"), "the only one not put off");
    s.answer("/data/needs[1]/what", "用电");
    assert_eq!(next(&s, "/data/needs[1]/what").as_deref(), Some("/data/staff"));

    s.answer("/data/staff", "0");
    assert_eq!(next(&s, "/data/staff"), None);
}

#[test]
fn what_stops_the_finish_comes_before_what_is_merely_blank() {
    let mut s =
        Scenario::new([ask("text", "note"), ask("integer", "staff").required(), ask("integer", "area").required()]);
    let first = |s: &Scenario| s.instance.first_stopping().map(|id| s.instance.path(id));
    assert_eq!(first(&s).as_deref(), Some("/data/staff"));
    s.answer("/data/staff", "12");
    assert_eq!(first(&s).as_deref(), Some("/data/area"));
    s.answer("/data/area", "3");
    assert_eq!(first(&s), None, "the note may stay blank");
}

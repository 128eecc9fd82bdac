//! A finished record, filled once more.

use std::rc::Rc;

use form::scenario::{Scenario, Sheets, ask, choice, entity, moment};
use form::{Action, Instance};
use record::{DeviceId, DraftId, FormRef, OfficerId, Remark, Sha256, Submission};

fn visit() -> Sheets {
    Sheets::new([
        ask("start", "start"),
        ask("text", "firm").required(),
        ask("begin group", "g"),
        ask("decimal", "revenue").relevant("${firm} != 'none'"),
        ask("select_multiple topics", "topics"),
        ask("end group", ""),
        ask("begin repeat", "needs"),
        ask("text", "what"),
        ask("begin repeat", "steps"),
        ask("date", "when"),
        ask("end repeat", ""),
        ask("end repeat", ""),
        ask("geopoint", "place"),
        ask("text", "title").calculation("concat(${firm}, '走访')"),
        ask("text", "short").calculation("${firm}"),
        ask("text", "once").calculation("${firm}").trigger("${firm}"),
        ask("calculate", "sum").calculation("count(${needs})"),
        ask("calculate", "key").calculation("once(uuid())"),
    ])
    .choices([choice("topics", "power"), choice("topics", "loan")])
    .entities([entity("firms").label("${firm}")])
}

fn filled() -> Scenario {
    let mut s = visit().start();
    s.answer("/data/firm", "样例一厂").answer("/data/g/revenue", "3500.5").answer("/data/g/topics", "loan power");
    s.answer("/data/needs[1]/what", "用电").add("/data/needs").answer("/data/needs[2]/what", "贷款");
    s.add("/data/needs[2]/steps")
        .answer("/data/needs[2]/steps[1]/when", "2026-01-15")
        .answer("/data/place", "41.76 86.15 900 5");
    s.attempt(Action::Remark { path: "/data/needs[2]/what".to_owned(), text: "急".to_owned() }).unwrap();
    s
}

fn record(s: &mut Scenario) -> Submission {
    let finished = s.instance.finalize(moment(99)).unwrap();
    let form = s.instance.form();
    Submission {
        record: DraftId::new(moment(1).now, [7; 10]).record(),
        parents: Vec::new(),
        form: FormRef { id: form.id.clone(), version: form.version.clone(), hash: Sha256::of(b"") },
        device: DeviceId::new("07"),
        officer: OfficerId::new("样例01"),
        finalized_at: moment(99).now,
        sequence: 1,
        instance_name: None,
        answers: finished.answers,
        entities: finished.entities,
        attachments: Vec::new(),
        remarks: finished.remarks,
        erasure: None,
        decision: None,
    }
}

fn edited(s: &Scenario, record: &Submission) -> Instance {
    Instance::from_record(Rc::clone(s.instance.form()), s.device.clone(), record, moment(1_000)).unwrap()
}

#[test]
fn a_record_that_is_opened_and_finished_again_is_the_same_record() {
    let mut s = filled();
    let record = record(&mut s);
    let again = edited(&s, &record).finalize(moment(2_000)).unwrap();
    assert_eq!(again.answers, record.answers);
    assert_eq!(again.entities, record.entities, "the entity that it made is the same one");
    let kept = record.remarks.iter().map(|remark| Remark { since: Some(record.finalized_at), ..remark.clone() });
    assert_eq!(again.remarks, kept.collect::<Vec<_>>());
}

#[test]
fn an_edit_changes_what_it_changes_and_what_follows() {
    let mut s = filled();
    let record = record(&mut s);
    let mut again = edited(&s, &record);
    let act = |instance: &mut Instance, action| instance.apply(&action, moment(1_001)).map(|_| ()).unwrap();
    act(&mut again, Action::RemoveRepeat { path: "/data/needs[1]".to_owned() });
    act(&mut again, Action::Answer { path: "/data/firm".to_owned(), value: "none".to_owned() });
    let finished = again.finalize(moment(2_000)).unwrap();
    assert_eq!(finished.answers["sum"], "1");
    assert_eq!(finished.answers["g"].get("revenue"), None);
    assert_eq!(finished.answers["needs"][0]["what"], "贷款");
    assert_eq!(finished.entities[0].label.as_deref(), Some("none"));
    assert_eq!(finished.entities[0].entity, record.entities[0].entity);
    assert_eq!(finished.answers["key"], record.answers["key"], "what is worked out once stays");
    assert_eq!(finished.answers["start"], record.answers["start"]);
}

#[test]
fn a_record_as_a_pattern_gives_its_answers_and_nothing_of_its_own() {
    let mut s = filled();
    s.answer("/data/short", "一厂").answer("/data/once", "人写的");
    let record = record(&mut s);
    let form = Rc::clone(s.instance.form());
    let mut copy = Instance::new(form, s.device.clone(), moment(4));
    copy.answer_as(&record, moment(5));
    let finished = copy.finalize(moment(3_000)).unwrap();
    for same in ["firm", "g", "needs", "place", "title", "short", "once", "sum"] {
        assert_eq!(finished.answers[same], record.answers[same], "{same}");
    }
    assert_ne!(finished.answers["key"], record.answers["key"]);
    assert_ne!(finished.entities[0].entity, record.entities[0].entity);
    assert_eq!(finished.remarks, []);
}

#[test]
fn an_edit_says_which_of_a_persons_data_stay_as_the_record_had_them() {
    let mut s = Sheets::new([
        ask("text", "firm").save_to("title"),
        ask("text", "name").save_to("contact_name"),
        ask("text", "phone").save_to("contact_phone"),
    ])
    .entities([entity("enterprises").label("${firm}")])
    .start();
    s.answer("/data/firm", "样例一厂").answer("/data/name", "样例甲").answer("/data/phone", "400-000-0000");
    let made = record(&mut s);
    assert!(made.entities[0].unchanged.is_empty());
    s.instance = edited(&s, &made);
    s.answer("/data/name", "样例乙");
    let again = &record(&mut s).entities[0];
    assert_eq!(again.entity, made.entities[0].entity);
    assert_eq!(again.unchanged.iter().collect::<Vec<_>>(), ["contact_phone"]);
}

#[test]
fn what_an_edited_record_lost_stays_away_and_what_several_said_otherwise_is_nothing_that_stays() {
    let mut s = Sheets::new([
        ask("select_one_from_file enterprises.csv", "firm"),
        ask("text", "name").save_to("contact_name"),
        ask("text", "phone").save_to("contact_phone"),
    ])
    .entities([entity("enterprises").entity_id("${firm}")])
    .file("enterprises.csv", "name,label\ne1,One\n")
    .start();
    s.answer("/data/firm", "e1").answer("/data/name", "样例甲").answer("/data/phone", "400-000-0000");
    let whole = record(&mut s);
    // Its name was erased.
    let mut cut = whole.clone();
    cut.answers.remove("name");
    cut.entities[0].properties.remove("contact_name");
    s.instance = edited(&s, &cut);
    let again = record(&mut s).entities.remove(0);
    assert_eq!(again.properties["contact_name"], "");
    assert_eq!(again.unchanged.iter().collect::<Vec<_>>(), ["contact_name", "contact_phone"]);

    // Two revisions joined, of which both said the phone and each another name.
    let mut joined = whole;
    joined.parents = vec![Sha256::of(b"one"), Sha256::of(b"two")];
    joined.entities[0].unchanged = ["contact_phone".to_owned()].into();
    s.instance = edited(&s, &joined);
    assert_eq!(record(&mut s).entities[0].unchanged.iter().collect::<Vec<_>>(), ["contact_phone"]);
}

#[test]
fn a_remark_is_as_old_as_its_words_however_often_the_record_is_edited() {
    let mut s = filled();
    let made = record(&mut s);
    assert_eq!(made.remarks[0].since, None);
    s.instance = edited(&s, &made);
    let again = record(&mut s);
    assert_eq!(again.remarks[0].since, Some(made.finalized_at));
    s.instance = edited(&s, &again);
    assert_eq!(record(&mut s).remarks[0].since, Some(made.finalized_at));
    s.attempt(Action::Remark { path: "/data/needs[2]/what".to_owned(), text: "不急".to_owned() }).unwrap();
    assert_eq!(record(&mut s).remarks[0].since, None);
}

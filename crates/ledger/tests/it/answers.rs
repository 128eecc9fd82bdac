//! A record that was edited in several places: what adds up by itself, what is told, and what a settlement leaves.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{Answers, Asked, Dispute, Known, NewConflict, RuleError, Ruling, Standing, histories, plan};
use proptest::prelude::*;
use record::{Attachment, RecordId, Remark, Revision, RevisionHash, Sha256, Submission};
use serde_json::{Value, json};

use crate::import::import;
use crate::world::{Device, Take, create, editing_world, history, key, orders, picks, take};

/// A revision with these answers, which edits others of one record.
fn fill(device: &mut Device, edited: &[&Revision], answers: Value) -> Revision {
    let made = if edited.is_empty() { device.write(Vec::new()) } else { device.edit(edited, Vec::new()) };
    let answers = answers.as_object().expect("answers are an object");
    Revision::write(Submission { answers: answers.clone(), ..made.submission().clone() }).expect("it can be written")
}

fn record(revision: &Revision) -> RecordId {
    revision.submission().record
}

fn disputes(revisions: &[&Revision]) -> Vec<Dispute> {
    Answers::of(record(revisions[0]), revisions.iter().copied()).expect("a form was filled").disputes()
}

fn joined(revisions: &[&Revision]) -> Value {
    let answers = Answers::of(record(revisions[0]), revisions.iter().copied()).expect("a form was filled");
    Value::Object(answers.joined().answers)
}

fn paths(disputes: &[Dispute]) -> Vec<&str> {
    disputes.iter().map(|dispute| dispute.property.as_str()).collect()
}

struct Story {
    first: Revision,
    left: Revision,
    right: Revision,
}

/// One visit's staff number, corrected on two devices; each also answered something else.
fn story() -> Story {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let first = fill(&mut one, &[], json!({"staff": 200, "site": {"road": "旧路", "gate": "东"}}));
    let left = fill(&mut one, &[&first], json!({"staff": 210, "site": {"road": "新路", "gate": "东"}}));
    let right = fill(&mut two, &[&first], json!({"staff": 190, "site": {"road": "旧路", "gate": "西"}}));
    Story { first, left, right }
}

#[test]
fn a_record_stands_once_however_many_edits_of_it_there_are() {
    let Story { first, left, right } = story();
    let of = |revisions: &[&Revision]| {
        Standing::of(revisions.iter().copied().cloned().collect()).expect("it can be written")
    };
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[&first]), Some(Standing { revision: first.clone(), heads: vec![first.hash()] }));
    assert_eq!(of(&[&left, &first]), Some(Standing { revision: left.clone(), heads: vec![left.hash()] }));

    let both = of(&[&first, &right, &left]).expect("it stands");
    assert_eq!(of(&[&left, &first, &right]), Some(both.clone()), "in any order");
    let heads = BTreeSet::from([left.hash(), right.hash()]);
    assert_eq!(both.heads.iter().copied().collect::<BTreeSet<_>>(), heads);
    assert_eq!(both.revision.submission().parents, both.heads);
    let answers = &both.revision.submission().answers;
    assert_eq!(answers["site"], json!({"road": "新路", "gate": "西"}), "what nobody differs in adds up");
    assert!(
        [json!(210), json!(190)].contains(&answers["staff"]),
        "what differs stands as it is shown until somebody decides"
    );

    let erasure = Device::new("three").erase(&[&left, &right], &[]);
    assert_eq!(of(&[&first, &left, &right, &erasure]), None, "what was erased does not stand");
}

#[test]
fn edits_of_different_questions_add_up_by_themselves() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let first = fill(&mut one, &[], json!({"staff": 200, "site": {"road": "旧路"}}));
    let left = fill(&mut one, &[&first], json!({"staff": 210, "site": {"road": "旧路"}}));
    let right = fill(&mut two, &[&first], json!({"staff": 200, "site": {"road": "新路"}, "note": null}));
    let all = [&first, &left, &right];
    assert!(disputes(&all).is_empty());
    let joined = joined(&all);
    assert_eq!((&joined["staff"], &joined["site"]["road"]), (&json!(210), &json!("新路")));
    assert!(plan(&import(&[&[first, left]]), &[right]).report.conflicts.is_empty(), "nor is one told at import");
}

#[test]
fn two_answers_to_one_question_are_told_with_who_and_when_and_the_old_one() {
    let Story { first, left, right } = story();
    let told = disputes(&[&first, &left, &right]);
    assert_eq!(paths(&told), ["staff"]);
    assert_eq!(told[0].asked, Asked::Open);
    let mut voices: Vec<(&str, Option<&str>, &str)> = told[0]
        .voices
        .iter()
        .map(|voice| (voice.said.value.as_str(), voice.before.as_deref(), voice.said.origin.officer.as_str()))
        .collect();
    voices.sort_unstable();
    assert_eq!(voices, [("190", Some("200"), "样例-two"), ("210", Some("200"), "样例-one")]);
}

#[test]
fn the_longer_chain_of_edits_is_shown_until_somebody_decides() {
    let Story { first, left, right } = story();
    let further =
        fill(&mut Device::new("three"), &[&right], json!({"staff": 180, "site": {"road": "旧路", "gate": "西"}}));
    let all = [&first, &left, &right, &further];
    assert_eq!(disputes(&all)[0].voices[0].said.value, "180");
    let joined = joined(&all);
    assert_eq!((&joined["staff"], &joined["site"]), (&json!(180), &json!({"road": "新路", "gate": "西"})));
}

#[test]
fn a_settlement_ends_it_keeps_what_added_up_and_what_a_figure_was_stays_one() {
    let Story { first, left, right } = story();
    let seen = [&first, &left, &right];
    for (take, staff) in [(Take::Typed("205".to_owned()), 205), (Take::Typed("190".to_owned()), 190)] {
        let settled = Device::new("desk").settle(record(&first), &seen, &[take]).expect("there is a conflict");
        for order in [[&first, &left, &right, &settled], [&settled, &right, &left, &first]] {
            assert!(disputes(&order).is_empty());
            assert_eq!(joined(&order), json!({"staff": staff, "site": {"road": "新路", "gate": "西"}}));
        }
        let mut heads = vec![left.hash(), right.hash()];
        heads.sort();
        assert_eq!((&settled.submission().parents, settled.settled()), (&heads, Some("样例理由")));
        assert_eq!(settled.submission().answers["staff"], json!(staff));
    }
}

#[test]
fn a_later_edit_of_who_heard_of_one_side_only_is_a_conflict_with_the_settlement_only_where_it_says_something_new() {
    let Story { first, left, right } = story();
    let settled =
        Device::new("desk").settle(record(&first), &[&first, &left, &right], &[Take::Typed("205".to_owned())]);
    let settled = settled.expect("there is a conflict");
    let mut one = Device::new("one-later");
    let aside = fill(&mut one, &[&left], json!({"staff": 210, "site": {"road": "新路", "gate": "北"}}));
    let told = disputes(&[&first, &left, &right, &settled, &aside]);
    assert_eq!(paths(&told), ["site/gate"], "210 was known to whoever decided; the gate was 西 there");
    let late = fill(&mut one, &[&left], json!({"staff": 240, "site": {"road": "新路", "gate": "东"}}));
    let told = disputes(&[&first, &left, &right, &settled, &late]);
    assert_eq!(paths(&told), ["staff"]);
    let known = fill(&mut one, &[&settled], json!({"staff": 240, "site": {"road": "新路", "gate": "西"}}));
    assert!(disputes(&[&first, &left, &right, &settled, &known]).is_empty());
}

#[test]
fn two_who_settle_in_parallel_and_otherwise_are_a_conflict_and_alike_are_none() {
    let Story { first, left, right } = story();
    let seen = [&first, &left, &right];
    let settle = |desk: &str, text: &str| {
        Device::new(desk).settle(record(&first), &seen, &[Take::Typed(text.to_owned())]).expect("a conflict")
    };
    let (one, other, alike) = (settle("desk-1", "205"), settle("desk-2", "199"), settle("desk-3", "205"));
    let told = disputes(&[&first, &left, &right, &one, &other]);
    assert!(told[0].voices.iter().all(|voice| voice.said.origin.decided.is_some()));
    assert!(disputes(&[&first, &left, &right, &one, &alike]).is_empty());
}

#[test]
fn what_was_not_seen_left_open_or_is_no_figure_is_not_settled() {
    let Story { first, left, right } = story();
    let mut two = Device::new("two-later");
    let road = fill(&mut two, &[&right], json!({"staff": 190, "site": {"road": "北路", "gate": "西"}}));
    let all = [&first, &left, &right, &road];
    let answers = Answers::of(record(&first), all).expect("a form was filled");
    let told = answers.disputes();
    assert_eq!(paths(&told), ["site/road", "staff"]);
    let ruling = |dispute: &Dispute, value: &str| {
        (dispute.property.clone(), Ruling { value: value.to_owned(), seen: dispute.seen() })
    };
    let settled = |rulings: &[(String, Ruling)]| answers.settled(&rulings.iter().cloned().collect::<BTreeMap<_, _>>());
    assert_eq!(settled(&[]).err(), Some(RuleError::Nothing));
    assert_eq!(settled(&[ruling(&told[1], "1")]).err(), Some(RuleError::Half));
    assert_eq!(settled(&[ruling(&told[0], "路"), ruling(&told[1], "很多")]).err(), Some(RuleError::NotANumber));
    let seen_before = disputes(&[&first, &left, &right]);
    let third = fill(&mut Device::new("three"), &[&first], json!({"staff": 1, "site": {"road": "旧路", "gate": "东"}}));
    let moved = Answers::of(record(&first), [&first, &left, &right, &third]).expect("a form was filled");
    let rulings = BTreeMap::from([ruling(&seen_before[0], "210")]);
    assert_eq!(moved.settled(&rulings).err(), Some(RuleError::Moved));
}

#[test]
fn a_repeat_and_a_place_are_one_answer_each_and_are_picked_whole() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let place = |longitude: f64| json!({"type": "Point", "coordinates": [longitude, 26.0]});
    let first = fill(&mut one, &[], json!({"rows": [{"n": 1}, {"n": 2}, {"n": 3}], "at": place(119.0)}));
    let left = fill(&mut one, &[&first], json!({"rows": [{"n": 2}, {"n": 3}], "at": place(119.5)}));
    let right = fill(&mut two, &[&first], json!({"rows": [{"n": 1}, {"n": 20}, {"n": 3}], "at": place(118.5)}));
    let all = [&first, &left, &right];
    let told = disputes(&all);
    assert_eq!(paths(&told), ["at", "rows"]);
    assert!(told.iter().all(|dispute| dispute.asked == Asked::Closed));
    let settled = Device::new("desk").settle(record(&first), &all, &[Take::Other, Take::Other]).expect("a conflict");
    let other = |dispute: &Dispute| serde_json::from_str::<Value>(&dispute.voices[1].said.value).expect("it is JSON");
    assert_eq!(
        Value::Object(settled.submission().answers.clone()),
        json!({"rows": other(&told[1]), "at": other(&told[0])})
    );
}

#[test]
fn an_answer_that_one_cleared_and_another_changed_is_told_and_can_be_blank() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let first = fill(&mut one, &[], json!({"trade": "yes", "site": {"wan": 5}}));
    let left = fill(&mut one, &[&first], json!({"trade": "no"}));
    let right = fill(&mut two, &[&first], json!({"trade": "yes", "site": {"wan": 7}}));
    let all = [&first, &left, &right];
    assert_eq!(paths(&disputes(&all)), ["site/wan"]);
    let settled = Device::new("desk").settle(record(&first), &all, &[Take::Typed(String::new())]).expect("a conflict");
    assert_eq!(settled.submission().answers["trade"], json!("no"));
    assert_eq!(settled.submission().answers.get("site").and_then(|site| site.get("wan")), None);
}

#[test]
fn files_and_remarks_come_from_whichever_revision_brought_them() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let file = |name: &str| Attachment {
        name: name.to_owned(),
        sha256: Sha256::of(name.as_bytes()),
        bytes: 1,
        media_type: "image/jpeg".to_owned(),
    };
    let with = |revision: Revision, name: &str, remark: Option<&str>| {
        let remarks = remark.map(|text| Remark {
            path: "/data/gate".to_owned(),
            text: text.to_owned(),
            later: false,
            confirmed: None,
            since: None,
        });
        let submission = revision.submission().clone();
        let named = Submission { attachments: vec![file(name)], remarks: remarks.into_iter().collect(), ..submission };
        Revision::write(named).expect("it can be written")
    };
    let first = with(fill(&mut one, &[], json!({"photo": "a.jpg", "staff": 1})), "a.jpg", Some("门锁着"));
    let left = with(fill(&mut one, &[&first], json!({"photo": "a.jpg", "staff": 2})), "a.jpg", Some("门锁着"));
    let right = with(fill(&mut two, &[&first], json!({"photo": "b.jpg", "staff": 3})), "b.jpg", None);
    let all = [&first, &left, &right];
    let settled = Device::new("desk").settle(record(&first), &all, &[Take::Shown]).expect("a conflict");
    assert_eq!(settled.submission().attachments, [file("b.jpg")]);
    assert!(settled.submission().remarks.is_empty(), "one took the remark back, the other said it again");
}

#[test]
fn what_the_record_said_of_an_entity_is_settled_with_it() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let first = one.write(vec![create("visits", "样例", &[("summary", "一")])]);
    let left = one.edit(&[&first], vec![create("visits", "样例", &[("summary", "二")])]);
    let right = two.edit(&[&first], vec![create("visits", "样例", &[("summary", "三")])]);
    let all = [&first, &left, &right];
    let visit = key("visits", "样例");
    assert_eq!(history(&visit, all).state().conflicts.len(), 1);
    let settled = Device::new("desk").settle(record(&first), &all, &[Take::Shown]).expect("a conflict");
    let state = history(&visit, all.into_iter().chain([&settled])).state();
    assert!(state.conflicts.is_empty() && !state.parallel);
    assert_eq!(state.properties["summary"].origin.decided.as_deref(), Some("样例理由"));
}

#[test]
fn a_decision_and_an_erased_record_have_nothing_to_settle() {
    let Story { first, left, right } = story();
    let mut desk = Device::new("desk");
    let erasure = desk.erase(&[&left, &right], &[]);
    assert!(Answers::of(record(&first), [&first, &left, &right, &erasure]).is_none());
    let verdict = desk.review(&first, record::Verdict::Approved, None, &[&first]);
    assert!(Answers::of(record(&verdict), [&verdict]).is_none());
}

/// What is asked of one record, and what it adds up to.
fn stands<'a>(
    record: RecordId,
    revisions: impl IntoIterator<Item = &'a Revision>,
) -> Option<(Vec<Dispute>, Submission)> {
    Answers::of(record, revisions).map(|answers| (answers.disputes(), answers.joined()))
}

proptest! {
    #[test]
    fn what_a_record_adds_up_to_is_the_same_in_any_order_with_settlements_in_it(world in editing_world(), order in orders()) {
        let shuffled = world.shuffled(&order);
        let present: Vec<&Revision> = world.revisions.iter().filter(|revision| shuffled.contains(revision)).collect();
        for revision in &present {
            let record = record(revision);
            prop_assert_eq!(stands(record, &shuffled), stands(record, present.iter().copied()));
        }
    }

    /// Desks that each know a part and hear of each other's, in whichever order and however often, come to the same.
    #[test]
    fn desks_that_hear_of_each_other_come_to_the_same(world in editing_world(), ours in picks(), theirs in picks(), third in picks()) {
        let (a, b, c) = (world.picked(&ours), world.picked(&theirs), world.picked(&third));
        let desk = |parts: &[&[&Revision]]| -> Known {
            let batches: Vec<Vec<Revision>> =
                parts.iter().map(|part| part.iter().map(|revision| (*revision).clone()).collect()).collect();
            import(&batches.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        let one = desk(&[&a, &b, &c]);
        prop_assert_eq!(&desk(&[&c, &b, &a, &b]), &one);
        prop_assert_eq!(&desk(&[&b, &a, &a, &c]), &one);
        for (record, revisions) in &one.revisions {
            let all: Vec<&Revision> = a.iter().chain(&b).chain(&c).copied().collect();
            prop_assert_eq!(stands(*record, revisions.values()), stands(*record, all));
        }
        let all: Vec<Revision> = one.revisions.values().flat_map(BTreeMap::values).cloned().collect();
        prop_assert_eq!(&one.entities, &histories(&all));
    }

    #[test]
    fn a_settlement_ends_what_was_asked_and_changes_no_other_answer(world in editing_world(), takes in prop::collection::vec(take(), 1..4)) {
        let seen: Vec<&Revision> = world.revisions.iter().collect();
        for revision in &world.revisions {
            let record = record(revision);
            let Some((asked, before)) = stands(record, seen.iter().copied()) else { continue };
            let Some(settled) = Device::new("settling").settle(record, &seen, &takes) else {
                prop_assert!(asked.is_empty());
                continue;
            };
            let after = stands(record, seen.iter().copied().chain([&settled]));
            let Some((left, after)) = after else { panic!("it is still a record") };
            prop_assert!(left.is_empty());
            prop_assert_eq!(&after.parents, &[settled.hash()]);
            prop_assert_eq!(&after.answers, &settled.submission().answers);
            for (name, answer) in &before.answers {
                if !asked.iter().any(|dispute| dispute.property == *name) {
                    prop_assert_eq!(after.answers.get(name), Some(answer));
                }
            }
        }
    }

    /// What is told at import is what is asked afterwards, whichever part of it was there before.
    #[test]
    fn an_import_tells_of_the_records_that_are_asked_about_then(world in editing_world(), cut in 0..24_usize) {
        let (before, batch) = world.revisions.split_at(cut.min(world.revisions.len()));
        let told = plan(&import(&[before]), batch).report.conflicts;
        let told: BTreeMap<RecordId, Vec<RevisionHash>> = told
            .into_iter()
            .filter_map(|conflict| match conflict {
                NewConflict::Record { record, heads } => Some((record, heads.into_iter().collect())),
                NewConflict::Property { .. } => None,
            })
            .collect();
        for revision in batch {
            let Some((asked, joined)) = stands(record(revision), &world.revisions) else { continue };
            let mut heads = joined.parents.clone();
            heads.sort();
            let is_asked = !asked.is_empty() && heads.len() > 1;
            prop_assert_eq!(told.get(&record(revision)), is_asked.then_some(&heads));
        }
    }
}

/// What the properties are tried on must have in it what they are about.
#[test]
fn random_worlds_have_settlements_in_them_and_records_that_differ_again() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut settled, mut again) = (0, 0);
    for _ in 0..500 {
        let world = editing_world().new_tree(&mut runner).expect("a world").current();
        for revision in world.revisions.iter().filter(|revision| revision.settled().is_some()) {
            settled += 1;
            again +=
                usize::from(stands(record(revision), &world.revisions).is_some_and(|(asked, _)| !asked.is_empty()));
        }
    }
    assert!(settled > 40 && again > 5, "{settled} {again}");
}

//! Decisions: what is to be decided, what a decision leaves, and that it travels.

use std::collections::BTreeMap;

use ledger::{EntityKey, Known, LABEL, RuleError, Ruling, decided_anew, disputes, histories, plan, ruled};
use proptest::prelude::*;
use record::{Decision, DeviceId, Matter, Revision};

use crate::import::import;
use crate::world::{Device, Take, create, history, key, keys, orders, take, update, world};

struct Story {
    key: EntityKey,
    made: Revision,
    left: Revision,
    right: Revision,
}

/// Two officers change one firm's staff number, neither knowing of the other.
fn story() -> Story {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[(LABEL, "样例厂"), ("employees", "200")])]);
    let left = one.write(vec![update("enterprises", "样例", &[("employees", "210")], &[&made])]);
    let right = two.write(vec![update("enterprises", "样例", &[("employees", "190"), ("area", "甲")], &[&made])]);
    Story { key: key("enterprises", "样例"), made, left, right }
}

#[test]
fn both_values_are_told_with_who_and_when_and_the_old_one() {
    let Story { key, made, left, right } = story();
    let told = disputes(&history(&key, [&made, &left, &right]));
    assert_eq!(told.len(), 1);
    let dispute = &told[0];
    assert_eq!((dispute.title.as_str(), dispute.property.as_str()), ("样例厂", "employees"));
    let mut voices: Vec<(&str, Option<&str>, &str)> = dispute
        .voices
        .iter()
        .map(|voice| (voice.said.value.as_str(), voice.before.as_deref(), voice.said.origin.officer.as_str()))
        .collect();
    voices.sort_unstable();
    assert_eq!(voices, [("190", Some("200"), "样例-two"), ("210", Some("200"), "样例-one")]);
}

#[test]
fn what_was_decided_is_decided_anew_from_all_that_was_ever_said_and_only_by_who_saw_it() {
    let Story { key, made, left, right } = story();
    let mut desk = Device::new("desk");
    let seen = [&made, &left, &right];
    assert_eq!(decided_anew(&history(&key, seen), "employees"), None, "it is in conflict, and to be decided anyway");
    let decision = desk.decide(&key, &seen, &[Take::Typed("205".to_owned())]).expect("there is a conflict");
    let known = history(&key, [&made, &left, &right, &decision]);
    assert_eq!(decided_anew(&known, "area"), None, "nobody decided it");
    let dispute = decided_anew(&known, "employees").expect("somebody decided it");
    let mut values: Vec<&str> = dispute.voices.iter().map(|voice| voice.said.value.as_str()).collect();
    assert_eq!((values.remove(0), dispute.seen().len()), ("205", 1));
    values.sort_unstable();
    assert_eq!(values, ["190", "200", "210"]);

    let ruling = Ruling { value: "190".to_owned(), seen: dispute.seen() };
    let rulings = BTreeMap::from([("employees".to_owned(), ruling)]);
    let change = ruled(&known.state(), &rulings, &DeviceId::new("desk")).expect("nothing moved");
    let anew = desk.judge(change, Matter::Values, Some("企业电话确认"));
    let state = history(&key, [&anew, &made, &left, &right, &decision]).state();
    assert!(state.conflicts.is_empty() && !state.parallel);
    assert_eq!(state.text("employees"), "190");
    let moved = ruled(&state, &rulings, &DeviceId::new("desk"));
    assert_eq!(moved, Err(RuleError::Moved), "somebody decided it meanwhile");
}

#[test]
fn a_decision_ends_the_conflict_and_the_choice_its_reason_and_the_loser_stay_in_the_history() {
    let Story { key, made, left, right } = story();
    let mut desk = Device::new("desk");
    let decision = desk.decide(&key, &[&made, &left, &right], &[Take::Typed("205".to_owned())]);
    let decision = decision.expect("there is a conflict");
    for order in [[&made, &left, &right, &decision], [&decision, &right, &left, &made]] {
        let history = history(&key, order);
        let state = history.state();
        assert!(state.conflicts.is_empty() && !state.parallel);
        assert_eq!((state.text("employees"), state.text("area")), ("205", "甲"));
        let decided = &state.properties["employees"].origin;
        assert_eq!((decided.officer.as_str(), decided.decided.as_deref()), ("样例-desk", Some("样例理由")));
        assert_eq!(state.properties["area"].origin.decided, None);
        let mut values: Vec<String> =
            history.history_of("employees").into_iter().map(|property| property.value).collect();
        assert_eq!(values.pop().as_deref(), Some("205"));
        values.sort();
        assert_eq!(values, ["190", "200", "210"]);
        let last = history.timeline().pop().expect("there are changes");
        assert_eq!(last.origin.decided.as_deref(), Some("样例理由"));
        let bytes = history.to_bytes().expect("it can be written");
        assert_eq!(ledger::EntityHistory::from_bytes(&bytes).expect("it can be read"), history);
    }
}

#[test]
fn a_decision_about_one_property_leaves_the_conflict_on_another() {
    let (mut one, mut two, mut desk) = (Device::new("one"), Device::new("two"), Device::new("desk"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "甲"), ("employees", "1")])]);
    let left = one.write(vec![update("enterprises", "样例", &[("area", "乙"), ("employees", "2")], &[&made])]);
    let right = two.write(vec![update("enterprises", "样例", &[("area", "丙"), ("employees", "3")], &[&made])]);
    let key = key("enterprises", "样例");
    let decision = desk.decide(&key, &[&made, &left, &right], &[Take::Leave, Take::Shown]).expect("there are two");
    let state = history(&key, [&made, &left, &right, &decision]).state();
    assert_eq!(state.conflicts.iter().map(|conflict| conflict.property.as_str()).collect::<Vec<_>>(), ["area"]);
}

#[test]
fn two_who_decide_in_parallel_and_otherwise_are_a_conflict_and_alike_are_none() {
    let Story { key, made, left, right } = story();
    let seen = [&made, &left, &right];
    let typed = |text: &str| [Take::Typed(text.to_owned())];
    let one = Device::new("desk-1").decide(&key, &seen, &typed("205")).expect("a conflict");
    let other = Device::new("desk-2").decide(&key, &seen, &typed("199")).expect("a conflict");
    let alike = Device::new("desk-3").decide(&key, &seen, &typed("205")).expect("a conflict");
    let told = disputes(&history(&key, [&made, &left, &right, &one, &other]));
    let decided: Vec<bool> = told[0].voices.iter().map(|voice| voice.said.origin.decided.is_some()).collect();
    assert_eq!((told.len(), decided), (1, vec![true, true]));
    assert!(disputes(&history(&key, [&made, &left, &right, &one, &alike])).is_empty());

    let again = Device::new("desk-1").decide(&key, &[&made, &left, &right, &one, &other], &typed("199"));
    let again = again.expect("a conflict of decisions");
    let state = history(&key, [&again, &one, &other, &made, &left, &right]).state();
    assert_eq!((state.text("employees"), state.conflicts.len()), ("199", 0));
}

#[test]
fn a_tablet_that_heard_of_one_side_only_and_goes_on_makes_a_conflict_with_the_decision() {
    let Story { key, made, left, right } = story();
    let decision = Device::new("desk").decide(&key, &[&made, &left, &right], &[Take::Shown]).expect("a conflict");
    let late = Device::new("one").write(vec![update("enterprises", "样例", &[("employees", "240")], &[&made, &left])]);
    let told = disputes(&history(&key, [&made, &left, &right, &decision, &late]));
    assert_eq!(told.len(), 1);
}

#[test]
fn what_was_not_seen_is_not_decided_over() {
    let Story { key, made, left, right } = story();
    let seen = disputes(&history(&key, [&made, &left, &right]))[0].seen();
    let third = Device::new("three").write(vec![update("enterprises", "样例", &[("employees", "300")], &[&made])]);
    let state = history(&key, [&made, &left, &right, &third]).state();
    let ruling = |seen| BTreeMap::from([("employees".to_owned(), Ruling { value: "210".to_owned(), seen })]);
    let desk = DeviceId::new("desk");
    assert_eq!(ruled(&state, &ruling(seen.clone()), &desk), Err(RuleError::Moved));
    assert_eq!(ruled(&history(&key, [&made]).state(), &ruling(seen), &desk), Err(RuleError::Moved));
    assert_eq!(ruled(&state, &BTreeMap::new(), &desk), Err(RuleError::Nothing));
}

#[test]
fn a_decision_about_a_person_goes_with_the_person() {
    let (mut one, mut two, mut desk) = (Device::new("one"), Device::new("two"), Device::new("desk"));
    let made = one.write(vec![create("people", "p1", &[(LABEL, "样例甲"), ("post", "一")])]);
    let left = one.write(vec![update("people", "p1", &[("post", "二")], &[&made])]);
    let right = two.write(vec![update("people", "p1", &[("post", "三")], &[&made])]);
    let key = key("people", "p1");
    let decision = desk.decide(&key, &[&made, &left, &right], &[Take::Shown]).expect("a conflict");
    let erasure = one.erase(&[&made], std::slice::from_ref(&key));
    let all = [made, left, right, decision.clone()];
    let mut known = import(&[&all]);
    let plan = plan(&known, std::slice::from_ref(&erasure));
    assert!(plan.doomed.contains(&(decision.submission().record, decision.hash())));
    known.apply(&plan);
    assert_eq!(known, import(&[&[erasure], &all]));
}

/// What a decision may say, and what its maker could also have put in.
#[test]
fn a_decision_of_a_form_s_kind_or_without_its_reason_is_no_record() {
    let Story { key, made, left, right } = story();
    let decision = Device::new("desk").decide(&key, &[&made, &left, &right], &[Take::Shown]).expect("a conflict");
    let mut submission = decision.submission().clone();
    submission.decision = Some(Decision { reason: Some(" ".to_owned()), ..submission.decision.expect("it is one") });
    let body = Revision::write(submission).expect("it can be written").body().to_owned();
    assert!(matches!(Revision::read(body), Err(record::ReadRevisionError::Decision)));
}

proptest! {
    #[test]
    fn a_decision_ends_what_it_speaks_of_and_changes_nothing_else(world in world(), takes in prop::collection::vec(take(), 1..4)) {
        for key in keys() {
            let seen: Vec<&Revision> = world.revisions.iter().collect();
            let before = history(&key, seen.iter().copied()).state();
            let Some(decision) = Device::new("deciding").decide(&key, &seen, &takes) else { continue };
            let after = history(&key, seen.into_iter().chain([&decision])).state();
            let change = &decision.submission().entities[0];
            let is_decided = |property: &str| change.properties.contains_key(property) || (property == LABEL && change.label.is_some());
            prop_assert!(!after.parallel);
            let left: Vec<_> = before.conflicts.iter().filter(|conflict| !is_decided(&conflict.property)).cloned().collect();
            prop_assert_eq!(after.conflicts, left);
            for (name, property) in &before.properties {
                let now = &after.properties[name];
                if is_decided(name) {
                    prop_assert_eq!(&now.value, &change.properties[name]);
                    prop_assert_eq!(now.origin.decided.as_deref(), Some("样例理由"));
                } else {
                    prop_assert_eq!(now, property);
                }
            }
        }
    }

    #[test]
    fn decisions_and_verdicts_come_to_the_same_in_any_order_of_batches(world in world(), order in orders(), cut in 1..8_usize) {
        let shuffled = world.shuffled(&order);
        let batches: Vec<&[Revision]> = shuffled.chunks(cut).collect();
        let desk: Known = import(&batches);
        let present: Vec<&Revision> = world.revisions.iter().filter(|revision| shuffled.contains(revision)).collect();
        prop_assert_eq!(desk.entities, histories(present));
    }
}

/// What the properties are tried on must have in it what they are about.
#[test]
fn random_worlds_have_decisions_in_them_also_parallel_ones() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut decided, mut disputed) = (0, 0);
    for _ in 0..500 {
        let world = world().new_tree(&mut runner).expect("a world").current();
        decided += usize::from(world.revisions.iter().any(|revision| revision.decision().is_some()));
        let told = keys().map(|key| disputes(&history(&key, &world.revisions)));
        let is_decided = |voice: &ledger::Voice| voice.said.origin.decided.is_some();
        disputed += usize::from(told.iter().flatten().any(|dispute| dispute.voices.iter().any(is_decided)));
    }
    assert!(decided > 100 && disputed > 5, "{decided} {disputed}");
}

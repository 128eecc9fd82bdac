//! What changes add up to.

use ledger::{EntityHistory, EntityState, LABEL};
use proptest::prelude::*;
use record::{ChangeId, Revision};

use crate::naive;
use crate::world::{Device, create, history, key, keys, orders, picks, update, world};

fn state<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> EntityState {
    history(&key("enterprises", "样例"), revisions).state()
}

fn only(revision: &Revision) -> ChangeId {
    ChangeId { revision: revision.hash(), index: 0 }
}

#[test]
fn a_chain_made_on_one_device_stays_a_chain() {
    let mut tablet = Device::new("tablet");
    let made = tablet.write(vec![create("enterprises", "样例", &[(LABEL, "样例厂"), ("area", "area_1")])]);
    let moved = tablet.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let named = tablet.write(vec![update("enterprises", "样例", &[(LABEL, "样例新厂")], &[&made, &moved])]);

    let state = state([&named, &made, &moved]);
    assert_eq!(state.version, 3);
    assert_eq!(state.heads, [only(&named)]);
    assert_eq!((state.title(), state.text("area")), ("样例新厂", "area_2"));
    assert_eq!(state.properties["area"].source, only(&moved));
    assert!(!state.parallel && state.conflicts.is_empty());
    assert_eq!(state.created.map(|origin| origin.sequence), Some(1));
    assert_eq!(state.updated.map(|origin| origin.sequence), Some(3));
}

#[test]
fn parallel_updates_of_different_properties_join() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1"), ("employees", "20")])]);
    let moved = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let hired = two.write(vec![update("enterprises", "样例", &[("employees", "35")], &[&made])]);

    let state = state([&made, &moved, &hired]);
    assert_eq!((state.text("area"), state.text("employees")), ("area_2", "35"));
    assert!(state.parallel && state.conflicts.is_empty());
    assert_eq!(state.version, 2);
    assert_eq!(state.heads.len(), 2);
}

#[test]
fn a_form_that_sends_again_what_it_prefilled_conflicts_with_nobody() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1"), ("employees", "20")])]);
    let moved = one.write(vec![update("enterprises", "样例", &[("area", "area_2"), ("employees", "20")], &[&made])]);
    let hired = two.write(vec![update("enterprises", "样例", &[("area", "area_1"), ("employees", "35")], &[&made])]);

    let state = state([&made, &moved, &hired]);
    assert_eq!((state.text("area"), state.text("employees")), ("area_2", "35"));
    assert!(state.conflicts.is_empty());
    assert_eq!(state.properties["area"].source, only(&moved));
}

#[test]
fn different_texts_for_one_property_conflict_and_both_are_kept() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let left = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let right = two.write(vec![update("enterprises", "样例", &[("area", "area_3")], &[&made])]);

    let state = state([&made, &left, &right]);
    let conflict = state.conflict("area").expect("nobody decided");
    let smaller = if left.hash() < right.hash() { &left } else { &right };
    assert_eq!(conflict.shown.property.source, only(smaller));
    assert_eq!(conflict.others.len(), 1);
    let mut both = [&conflict.shown, &conflict.others[0]].map(|candidate| candidate.property.value.as_str());
    both.sort_unstable();
    assert_eq!(both, ["area_2", "area_3"]);
    assert_eq!(state.text("area"), conflict.shown.property.value);
}

#[test]
fn the_candidate_that_knew_a_higher_version_is_shown() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let noted = one.write(vec![update("enterprises", "样例", &[("remarks", "样例")], &[&made])]);
    let late = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made, &noted])]);
    for text in ["a", "b", "c", "d", "e", "f"] {
        let early = two.write(vec![update("enterprises", "样例", &[("area", text)], &[&made])]);
        let state = state([&made, &noted, &late, &early]);
        assert_eq!(state.text("area"), "area_2");
        assert_eq!(state.conflicts[0].others[0].property.value, text);
    }
}

#[test]
fn the_same_text_from_two_devices_is_one_value() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let left = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let right = two.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);

    let state = state([&made, &left, &right]);
    assert_eq!(state.text("area"), "area_2");
    assert!(state.parallel && state.conflicts.is_empty());
}

#[test]
fn a_change_that_knew_all_heads_resolves_the_conflict() {
    let (mut one, mut two, mut desk) = (Device::new("one"), Device::new("two"), Device::new("desk"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let left = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let right = two.write(vec![update("enterprises", "样例", &[("area", "area_3")], &[&made])]);
    let seen = [&made, &left, &right];

    for decision in ["area_2", "area_3", "area_4"] {
        let decided = desk.write(vec![update("enterprises", "样例", &[("area", decision)], &seen)]);
        let state = state(seen.into_iter().chain([&decided]));
        assert_eq!(state.text("area"), decision);
        assert!(!state.parallel && state.conflicts.is_empty());
        assert_eq!(state.version, 3);
    }
    let elsewhere = desk.write(vec![update("enterprises", "样例", &[("remarks", "样例")], &seen)]);
    let state = state(seen.into_iter().chain([&elsewhere]));
    assert_eq!(state.conflicts.len(), 1, "a change that does not speak of it decides nothing");
}

#[test]
fn coming_back_to_the_old_text_is_a_change_and_going_on_from_one_side_settles_nothing() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let away = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let back = one.write(vec![update("enterprises", "样例", &[("area", "area_1")], &[&made, &away])]);
    let other = two.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    assert_eq!(state([&made, &away, &back, &other]).conflicts.len(), 1);

    let on = two.write(vec![update("enterprises", "样例", &[("area", "area_5")], &[&made, &other])]);
    let state = state([&made, &away, &back, &other, &on]);
    let conflict = state.conflict("area").expect("nobody decided");
    let mut texts = [&conflict.shown, &conflict.others[0]].map(|candidate| candidate.property.value.as_str());
    texts.sort_unstable();
    assert_eq!(texts, ["area_1", "area_5"]);
}

#[test]
fn an_edited_record_takes_back_what_its_earlier_revision_said() {
    let mut tablet = Device::new("tablet");
    let first = tablet.write(vec![create("enterprises", "样例", &[("area", "area_1"), ("employees", "200")])]);
    let other = tablet.write(vec![update("enterprises", "样例", &[("remarks", "样例")], &[&first])]);
    let mended =
        tablet.edit(&[&first], vec![create("enterprises", "样例", &[("area", "area_1"), ("employees", "20")])]);

    let state = state([&first, &other, &mended]);
    assert_eq!((state.text("employees"), state.text("remarks")), ("20", "样例"));
    assert!(state.conflicts.is_empty());
}

#[test]
fn two_creations_of_one_id_are_changes_that_did_not_know_of_each_other() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let left = one.write(vec![create("enterprises", "样例", &[("area", "area_1"), ("size", "small")])]);
    let right = two.write(vec![create("enterprises", "样例", &[("area", "area_2"), ("size", "small")])]);

    let state = state([&left, &right]);
    assert_eq!(state.version, 1);
    assert!(state.parallel);
    assert_eq!(state.conflicts.len(), 1);
}

#[test]
fn a_change_whose_base_has_not_arrived_counts_from_the_version_it_saw() {
    let mut tablet = Device::new("tablet");
    let made = tablet.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let moved = tablet.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let noted = tablet.write(vec![update("enterprises", "样例", &[("remarks", "样例")], &[&made, &moved])]);

    let early = state([&noted]);
    assert_eq!((early.version, early.created), (3, None));
    assert_eq!(state([&noted, &made]).text("area"), "area_1");
    assert_eq!(state([&noted, &made, &moved]).version, 3);
    assert!(!state([&noted, &made, &moved]).parallel);
}

#[test]
fn the_timeline_tells_what_each_change_found_and_left() {
    let mut tablet = Device::new("tablet");
    let made = tablet.write(vec![create("enterprises", "样例", &[("area", "area_1"), ("size", "small")])]);
    let moved = tablet.write(vec![update("enterprises", "样例", &[("area", "area_2"), ("size", "small")], &[&made])]);
    let history = history(&key("enterprises", "样例"), [&moved, &made]);

    let timeline = history.timeline();
    assert_eq!(timeline.iter().map(|step| step.id).collect::<Vec<_>>(), [only(&made), only(&moved)]);
    let told = |step: usize| -> Vec<(&str, Option<&str>, Option<&str>, bool)> {
        let settings = timeline[step].settings.iter();
        settings.map(|set| (set.property.as_str(), set.before.as_deref(), set.after.as_deref(), set.restated)).collect()
    };
    assert_eq!(told(0), [("area", None, Some("area_1"), false), ("size", None, Some("small"), false)]);
    assert_eq!(
        told(1),
        [("area", Some("area_1"), Some("area_2"), false), ("size", Some("small"), Some("small"), true)]
    );
    let changed: Vec<&str> = timeline[1].changed().map(|set| set.property.as_str()).collect();
    assert_eq!(changed, ["area"], "what was only said again is no change");
    let areas: Vec<String> = history.history_of("area").into_iter().map(|property| property.value).collect();
    assert_eq!(areas, ["area_1", "area_2"]);
}

#[test]
fn a_forged_circle_of_changes_ends_and_its_order_of_arrival_does_not_matter() {
    let mut tablet = Device::new("tablet");
    let revisions: Vec<Revision> = ["一", "二", "三"]
        .iter()
        .map(|text| tablet.write(vec![create("enterprises", "样例", &[("area", text)])]))
        .collect();
    let mut history = history(&key("enterprises", "样例"), &revisions);
    let ids: Vec<ChangeId> = history.changes.keys().copied().collect();
    for (id, parent) in ids.iter().zip(ids.iter().cycle().skip(1)) {
        history.changes.get_mut(id).expect("it is there").parents.insert(*parent);
    }
    assert_eq!(history.state().properties.len(), 1);
    assert_eq!(history.timeline().len(), 3);
}

fn histories(subsets: [Vec<&Revision>; 3], thinned: &[bool]) -> [EntityHistory; 3] {
    let [key, _] = keys();
    let mut thinned = thinned.iter();
    subsets.map(|revisions| {
        let whole = history(&key, revisions);
        if thinned.next() == Some(&true) { whole.snapshot() } else { whole }
    })
}

fn union(a: &EntityHistory, b: &EntityHistory) -> EntityHistory {
    let mut union = a.clone();
    union.union(b);
    union
}

proptest! {
    #[test]
    fn the_union_is_commutative_associative_and_idempotent(
        world in world(), a in picks(), b in picks(), c in picks(), thinned in picks(),
    ) {
        let [a, b, c] = histories([world.picked(&a), world.picked(&b), world.picked(&c)], &thinned);
        prop_assert_eq!(union(&a, &b), union(&b, &a));
        prop_assert_eq!(union(&union(&a, &b), &c), union(&a, &union(&b, &c)));
        prop_assert_eq!(&union(&a, &a), &a);
    }

    #[test]
    fn the_state_does_not_depend_on_arrival_or_repetition(world in world(), order in orders()) {
        for key in keys() {
            let shuffled = world.shuffled(&order);
            prop_assert_eq!(history(&key, &shuffled).state(), history(&key, &world.revisions).state());
            prop_assert_eq!(history(&key, &shuffled).timeline(), history(&key, &world.revisions).timeline());
        }
    }

    #[test]
    fn the_merge_agrees_with_the_rule_said_plainly(world in world(), picked in picks()) {
        for key in keys() {
            let history = history(&key, world.picked(&picked));
            let plain = naive::standing(&history);
            let state = history.state();
            for (name, candidates) in &naive::shown(&state) {
                let plain = &plain[name];
                prop_assert_eq!(&candidates[0], &plain[0]);
                let differ = plain.iter().any(|(text, _)| *text != plain[0].0);
                prop_assert_eq!(differ, state.conflict(name).is_some());
                if differ {
                    prop_assert_eq!(candidates, plain);
                }
            }
            let known: Vec<&String> = plain.keys().collect();
            let shown = naive::shown(&state);
            prop_assert_eq!(known, shown.keys().collect::<Vec<_>>());
        }
    }

    #[test]
    fn nothing_that_was_typed_is_dropped(world in world()) {
        for key in keys() {
            let timeline = history(&key, &world.revisions).timeline();
            for revision in &world.revisions {
                for (change, index) in revision.submission().entities.iter().zip(0..) {
                    if change.entity != key.entity {
                        continue;
                    }
                    let id = ChangeId { revision: revision.hash(), index };
                    let step = timeline.iter().find(|step| step.id == id).expect("every change has its step");
                    let typed = change.properties.iter().map(|(name, text)| (name.as_str(), text));
                    for (name, text) in typed.chain(change.label.iter().map(|label| (LABEL, label))) {
                        let after = step.settings.iter().find(|set| set.property == name).map(|set| set.after.as_ref());
                        prop_assert_eq!(after, Some(Some(text)));
                    }
                }
            }
        }
    }

    #[test]
    fn causes_stand_before_effects(world in world()) {
        for key in keys() {
            let history = history(&key, &world.revisions);
            let order: Vec<ChangeId> = history.timeline().iter().map(|step| step.id).collect();
            for (place, id) in order.iter().enumerate() {
                prop_assert!(naive::ancestors(&history, *id).iter().all(|earlier| order[..place].contains(earlier)));
            }
        }
    }

    #[test]
    fn a_change_over_all_heads_that_says_everything_leaves_no_conflict(world in world()) {
        for key in keys() {
            let seen: Vec<&Revision> = world.revisions.iter().collect();
            let all = [("area", "定"), ("remarks", "定"), ("size", "定"), (LABEL, "定")];
            let mut desk = Device::new("desk");
            let decided = desk.write(vec![update("enterprises", key.entity.as_str(), &all, &seen)]);
            let state = history(&key, seen.into_iter().chain([&decided])).state();
            prop_assert!(!state.parallel && state.conflicts.is_empty());
            prop_assert_eq!(state.title(), "定");
        }
    }
}

//! Two that are one: what a join does to the ledger, that it can be taken back, and that no order matters.

use std::collections::{BTreeMap, BTreeSet};

use ledger::register::Line;
use ledger::{
    EntityHistory, EntityKey, EntityState, Joined, Joins, Kept, Known, LABEL, Outcome, Refusal, Ruling, disputes,
    duplicates, histories, page, plan, ruled, work_lists,
};
use proptest::prelude::*;
use record::{Day, DeviceId, EntityId, Erasures, ListName, Matter, Pair, Revision};

use crate::import::import;
use crate::world::{Device, World, create, erasing_world, key, orders, update};

const CODE: &str = "91350100M000100Y43";

/// The ledger as people see it.
fn shown(revisions: &[&Revision]) -> BTreeMap<EntityKey, EntityState> {
    shown_of(histories(revisions.iter().copied()).into_values().collect())
}

fn shown_of(rows: Vec<EntityHistory>) -> BTreeMap<EntityKey, EntityState> {
    let joins = Joins::of(&rows);
    let is_shown = |row: &EntityHistory| row.is_shown() && !row.list.as_str().starts_with("__");
    let shown = joins.fold(rows).into_iter().filter(is_shown);
    shown.map(|row| (row.key(), row.state())).collect()
}

fn firm(id: &str) -> EntityKey {
    key("enterprises", id)
}

/// Two tablets made the same enterprise, and one visited it under its own id.
struct Story {
    one: Revision,
    other: Revision,
    visit: Revision,
}

fn story() -> Story {
    let (mut left, mut right) = (Device::new("left"), Device::new("right"));
    let one = [(LABEL, "样例纺织"), ("uscc", CODE), ("employees", "200"), ("phone", "")];
    let other = [(LABEL, "样例纺织厂"), ("uscc", CODE), ("employees", "210"), ("phone", "400-000-0417")];
    Story {
        one: left.write(vec![create("enterprises", "a", &one)]),
        other: right.write(vec![create("enterprises", "b", &other)]),
        visit: right.write(vec![create("visits", "v", &[("subject_id", "b"), ("visit_date", "2025-03-08")])]),
    }
}

#[test]
fn two_that_are_one_stand_once_with_what_differs_to_be_decided_and_the_kept_name_shown() {
    let Story { one, other, visit } = story();
    let mut desk = Device::new("desk");
    for (kept, name) in [("a", "样例纺织"), ("b", "样例纺织厂")] {
        let seen = [&one, &other, &visit];
        let join = desk.join(&firm("a"), &firm("b"), Some(&firm(kept)), &seen);
        let ledger = shown(&[&one, &other, &visit, &join]);
        assert_eq!(ledger.keys().filter(|key| key.list.as_str() == "enterprises").count(), 1);
        let state = &ledger[&firm(kept)];
        assert_eq!((state.title(), state.text("uscc"), state.text("phone")), (name, CODE, "400-000-0417"));
        let disputed: Vec<&str> = state.conflicts.iter().map(|conflict| conflict.property.as_str()).collect();
        assert_eq!(disputed, ["employees", LABEL], "what one left blank is no other opinion");
        assert_eq!(ledger[&key("visits", "v")].text("subject_id"), kept);
    }
}

#[test]
fn what_refers_to_either_id_stands_under_the_one() {
    let Story { one, other, visit } = story();
    let join = Device::new("desk").join(&firm("a"), &firm("b"), Some(&firm("a")), &[&one, &other]);
    let rows: Vec<EntityHistory> = histories([&one, &other, &visit, &join]).into_values().collect();
    let joins = Joins::of(&rows);
    let shown = joins.fold(rows);
    let (firms, others): (Vec<_>, Vec<_>) = shown.into_iter().partition(|row| row.list.as_str() == "enterprises");
    let page = page(&firms[0], &others);
    assert_eq!((page.visits.len(), page.row.last_visit.as_deref()), (1, Some("2025-03-08")));
    assert_eq!(page.records.len(), 3);
    assert_eq!((joins.main(&firm("b")), joins.main(&firm("c"))), (firm("a"), firm("c")));
}

#[test]
fn a_decision_on_the_one_settles_what_both_said_and_an_update_of_the_old_id_lands_there() {
    let Story { one, other, visit } = story();
    let (mut desk, mut tablet) = (Device::new("desk"), Device::new("right"));
    let join = desk.join(&firm("a"), &firm("b"), Some(&firm("a")), &[&one, &other]);
    let rows: Vec<EntityHistory> = histories([&one, &other, &join]).into_values().collect();
    let folded = Joins::of(&rows).fold(rows);
    let whole = folded.iter().find(|row| row.key() == firm("a")).expect("it is shown");
    let rulings: BTreeMap<String, Ruling> = disputes(whole)
        .into_iter()
        .map(|dispute| {
            let ruling = Ruling { value: dispute.voices[1].said.value.clone(), seen: dispute.seen() };
            (dispute.property, ruling)
        })
        .collect();
    let change = ruled(&whole.state(), &rulings, &DeviceId::new("desk")).expect("nothing moved");
    let decision = desk.judge(change, Matter::Values, Some("企业电话确认"));
    let state = shown(&[&one, &other, &join, &decision])[&firm("a")].clone();
    assert!(state.conflicts.is_empty() && !state.parallel);
    assert_eq!((state.title(), state.text("employees")), ("样例纺织厂", "210"));

    let late = tablet.write(vec![update("enterprises", "b", &[("area", "area_2"), ("employees", "210")], &[&other])]);
    let state = shown(&[&one, &other, &visit, &join, &decision, &late])[&firm("a")].clone();
    assert_eq!((state.text("area"), state.text("employees")), ("area_2", "210"));
    assert!(state.conflicts.is_empty(), "what was only sent again sets nothing");
}

#[test]
fn what_is_in_conflict_only_because_two_are_one_is_told_once_and_whatever_comes_last() {
    let Story { one, other, .. } = story();
    let join = Device::new("desk").join(&firm("a"), &firm("b"), Some(&firm("a")), &[&one, &other]);
    let rows = |revisions: &[&Revision]| histories(revisions.iter().copied()).into_values().collect::<Vec<_>>();
    let told = |before: &Joined, changed: &[EntityHistory]| {
        let after = before.with(changed);
        let arisen = after.arisen(before, changed);
        assert!(arisen.iter().all(|(key, _)| *key == firm("a")));
        let names: Vec<String> = arisen.into_iter().map(|(_, conflict)| conflict.property).collect();
        (after, names)
    };
    let differ = ["employees", LABEL];
    let (joined, names) = told(&Joined::default(), &rows(&[&one, &other, &join]));
    assert_eq!(names, differ, "the phone that one left blank is no other opinion");
    // The join came first, then one after the other.
    let (before, names) = told(&Joined::default(), &rows(&[&join]));
    assert!(names.is_empty());
    let (before, names) = told(&before, &rows(&[&other]));
    assert!(names.is_empty());
    let (late, names) = told(&before, &rows(&[&one]));
    assert_eq!(names, differ);
    assert_eq!(late.whole(&firm("b")), joined.whole(&firm("a")));
    // What stood before is not told again, and what is new of it is.
    let aside = Device::new("left").write(vec![update("enterprises", "b", &[("area", "乙")], &[&other])]);
    let (_, names) = told(&joined, &rows(&[&other, &aside]));
    assert!(names.is_empty());
    let more = Device::new("left").write(vec![update("enterprises", "b", &[("employees", "220")], &[&other])]);
    let (_, names) = told(&joined, &rows(&[&other, &more]));
    assert_eq!(names, ["employees"]);
    let apart = Device::new("desk-2").join(&firm("a"), &firm("b"), None, &[&one, &other, &join]);
    let (apart, names) = told(&joined, &rows(&[&join, &apart]));
    assert!(names.is_empty() && apart.joins().is_empty());
}

#[test]
fn a_join_is_taken_back_by_a_later_one_and_each_has_its_own_again() {
    let Story { one, other, visit } = story();
    let mut desk = Device::new("desk");
    let before = shown(&[&one, &other, &visit]);
    let join = desk.join(&firm("a"), &firm("b"), Some(&firm("a")), &[&one, &other]);
    let back = desk.join(&firm("a"), &firm("b"), None, &[&one, &other, &join]);
    assert_eq!(shown(&[&one, &other, &visit, &join, &back]), before);
    assert_eq!(shown(&[&back, &visit, &join, &other, &one]), before);
}

#[test]
fn chains_of_joins_come_to_one_whatever_is_joined_first_and_whoever_is_kept() {
    let mut tablet = Device::new("tablet");
    let made: Vec<Revision> = ["a", "b", "c"]
        .iter()
        .map(|id| tablet.write(vec![create("enterprises", id, &[("area", &format!("area_{id}"))])]))
        .collect();
    let seen: Vec<&Revision> = made.iter().collect();
    let (mut east, mut west) = (Device::new("east"), Device::new("west"));
    for (first, second, main) in [("a", "b", "a"), ("b", "b", "b"), ("b", "c", "c"), ("a", "c", "a")] {
        let one = east.join(&firm("a"), &firm("b"), Some(&firm(first)), &seen);
        let two = west.join(&firm("b"), &firm("c"), Some(&firm(second)), &seen);
        for joins in [[&one, &two], [&two, &one]] {
            let ledger = shown(&seen.iter().copied().chain(joins).collect::<Vec<_>>());
            let only: Vec<&EntityKey> = ledger.keys().collect();
            assert_eq!(only, [&firm(main)], "{first} {second}");
            assert_eq!(ledger[&firm(main)].conflicts[0].others.len(), 2);
        }
    }
}

#[test]
fn two_coordinators_who_differ_see_the_same_and_that_it_is_to_be_decided() {
    let Story { one, other, .. } = story();
    let (mut east, mut west) = (Device::new("east"), Device::new("west"));
    let here = east.join(&firm("a"), &firm("b"), Some(&firm("a")), &[&one, &other]);
    let there = west.join(&firm("a"), &firm("b"), None, &[&one, &other]);
    assert_eq!(shown(&[&one, &other, &here, &there]), shown(&[&there, &here, &other, &one]));
    let rows: Vec<EntityHistory> = histories([&one, &other, &here, &there]).into_values().collect();
    let joins = Joins::of(&rows);
    let (pair, state) = joins.said().next().expect("both were said");
    assert!(state.is_disputed());
    assert_eq!(
        work_lists(&[], Vec::new(), &joins, &rules::Thresholds::default(), Day(0), 12).disputed,
        std::slice::from_ref(pair)
    );

    let decided = east.join(&firm("a"), &firm("b"), Some(&firm("b")), &[&one, &other, &here, &there]);
    let rows: Vec<EntityHistory> = histories([&one, &other, &here, &there, &decided]).into_values().collect();
    let joins = Joins::of(&rows);
    assert!(!joins.said().any(|(_, state)| state.is_disputed()));
    assert_eq!(joins.main(&firm("a")), firm("b"));
}

#[test]
fn two_that_are_two_are_not_asked_about_again_and_the_third_of_them_still_is() {
    let mut tablet = Device::new("tablet");
    let make = |tablet: &mut Device, id: &str| tablet.write(vec![create("enterprises", id, &[("uscc", CODE)])]);
    let made = ["a", "b", "c"].map(|id| make(&mut tablet, id));
    let seen: Vec<&Revision> = made.iter().collect();
    let duplicates = |revisions: &[&Revision]| {
        let rows: Vec<EntityHistory> = histories(revisions.iter().copied()).into_values().collect();
        let joins = Joins::of(&rows);
        let firms = joins.fold(rows).into_iter().filter(|row| row.list.as_str() == "enterprises");
        let states: Vec<EntityState> = firms.map(|row| row.state()).collect();
        let kept: Vec<Kept> = states.iter().map(Kept::of).collect();
        duplicates(&ListName::new("enterprises"), &kept, &joins, &[])
    };
    assert_eq!(duplicates(&seen)[0].firms.len(), 3);
    assert_eq!(duplicates(&seen[..2]).len(), 1);
    let two = Device::new("desk").join(&firm("a"), &firm("b"), None, &seen);
    assert_eq!(duplicates(&[&made[0], &made[1], &two]).len(), 0);
    assert_eq!(duplicates(&[&made[0], &made[1], &made[2], &two]).len(), 1);
}

#[test]
fn an_erasure_of_either_takes_the_join_with_it_in_whatever_order_they_come() {
    let Story { one, other, visit } = story();
    let join = Device::new("desk").join(&firm("a"), &firm("b"), Some(&firm("a")), &[&one, &other]);
    let erasure = Device::new("left").erase(&[&one], &[firm("a")]);
    let alone = shown(&[&other, &visit]);
    assert_eq!(shown(&[&one, &other, &visit, &join, &erasure]), alone);
    for batches in [
        [vec![one.clone(), other.clone(), visit.clone(), join.clone()], vec![erasure.clone()]],
        [vec![erasure.clone(), join.clone()], vec![visit.clone(), other.clone(), one.clone()]],
        [vec![join.clone()], vec![erasure, one, other, visit]],
    ] {
        let desk = import(&[&batches[0], &batches[1]]);
        assert_eq!(shown_of(desk.entities.values().cloned().collect()), alone);
        let held: BTreeSet<_> = desk.records.values().flat_map(|links| links.keys()).collect();
        assert!(!held.contains(&join.hash()), "nothing says any more that it was one with another");
    }
}

#[test]
fn a_join_of_what_could_not_be_looked_up_is_refused_by_name() {
    let long = "长".repeat(ledger::MAX_NAME_BYTES);
    let join = Device::new("desk").join(&firm("a"), &firm(&long), None, &[]);
    let refused = plan(&Known::default(), &[join]).report.outcomes[0].outcome.clone();
    assert_eq!(refused, Outcome::Refused(Refusal::EntityId { entity: long }));
    let own = Device::new("desk").join(&key("__own", "a"), &key("__own", "b"), None, &[]);
    let refused = plan(&Known::default(), &[own]).report.outcomes[0].outcome.clone();
    assert_eq!(refused, Outcome::Refused(Refusal::ListName { list: "__own".into() }));
}

#[test]
fn no_form_can_say_that_two_are_one() {
    let pair = Pair::new(record::ListName::new("enterprises"), EntityId::new("a"), EntityId::new("b")).expect("two");
    let forged = create("__joins", pair.entity().id.as_str(), &[("kept", "a")]);
    let refused =
        plan(&Known::default(), &[Device::new("tablet").write(vec![forged])]).report.outcomes[0].outcome.clone();
    assert_eq!(refused, Outcome::Refused(Refusal::ListName { list: "__joins".into() }));
}

#[test]
fn rows_gone_through_one_by_one_show_each_once_also_where_the_kept_one_never_came() {
    let Story { one, other, .. } = story();
    let join = Device::new("desk").join(&firm("a"), &firm("b"), Some(&firm("a")), &[&one, &other]);
    for revisions in [vec![&one, &other, &join], vec![&other, &join]] {
        let rows: Vec<EntityHistory> = histories(revisions.iter().copied()).into_values().collect();
        let joins = Joins::of(&rows);
        let of_both = rows.iter().filter(|row| joins.joined().any(|key| *key == row.key())).cloned();
        let joined = Joined::new(joins.clone(), of_both.collect::<Vec<_>>());
        let one_by_one: Vec<EntityHistory> = rows.iter().filter_map(|row| joined.shown(row.clone())).collect();
        assert_eq!(one_by_one, joins.fold(rows));
    }
}

const IDS: [&str; 3] = ["样例-甲", "样例-乙", "样例-丙"];

/// What one desk says of two of three: their places, and who is kept; and what it had heard of by then.
#[derive(Clone, Debug)]
struct Says {
    desk: usize,
    pair: (usize, usize),
    kept: Option<bool>,
    heard: Vec<bool>,
}

/// A world with erasures in which desks also say which entities are one, knowing what they happen to know, and in which tablets
/// go on.
fn joining_world() -> impl Strategy<Value = World> {
    let kept = prop_oneof![3 => any::<bool>().prop_map(Some), 1 => Just(None)];
    let pair = prop_oneof![Just((0, 1)), Just((1, 2)), Just((0, 2))];
    let says = (0..3_usize, pair, kept, prop::collection::vec(any::<bool>(), 16))
        .prop_map(|(desk, pair, kept, heard)| Says { desk, pair, kept, heard });
    (erasing_world(), prop::collection::vec(says, 1..6)).prop_map(|(mut world, said)| {
        let third = create("enterprises", IDS[2], &[("area", "三"), ("subject_id", IDS[1])]);
        world.revisions.push(Device::new("third").write(vec![third]));
        let mut desks = ["east", "west", "north"].map(Device::new);
        for Says { desk, pair, kept, heard } in said {
            let (one, other) = (firm(IDS[pair.0]), firm(IDS[pair.1]));
            let seen = world.picked(&heard);
            let kept = kept.map(|first| if first { &one } else { &other });
            let join = desks[desk].join(&one, &other, kept, &seen);
            let update = update("enterprises", other.entity.as_str(), &[("area", "一")], &seen);
            world.revisions.push(desks[desk].write(vec![update]));
            world.revisions.push(join);
        }
        world
    })
}

fn rows(revisions: &[&Revision]) -> BTreeMap<EntityKey, EntityHistory> {
    histories(revisions.iter().copied())
}

proptest! {
    #[test]
    fn the_ledger_with_joins_does_not_depend_on_order_repetition_or_portions(
        world in joining_world(), order in orders(), size in 1..12_usize,
    ) {
        let mut shuffled = world.shuffled(&order);
        shuffled.extend(world.revisions.iter().rev().cloned());
        let batches: Vec<&[Revision]> = shuffled.chunks(size).collect();
        let (desk, at_once) = (import(&batches), import(&[&world.revisions]));
        let ledger = |desk: &Known| shown_of(desk.entities.values().cloned().collect());
        prop_assert_eq!(ledger(&desk), ledger(&at_once));
        prop_assert_eq!(&desk.records, &at_once.records);
        prop_assert_eq!(&desk.erasures, &at_once.erasures);
        prop_assert_eq!(ledger(&desk), shown(&world.revisions.iter().collect::<Vec<_>>()));
        let erasures = Erasures::of(&world.revisions);
        let standing = world.revisions.iter().filter(|revision| !erasures.erases(revision));
        let held: BTreeSet<_> = desk.records.values().flat_map(|links| links.keys().copied()).collect();
        prop_assert_eq!(held, standing.map(Revision::hash).collect());
    }

    #[test]
    fn rows_that_are_joined_in_any_order_show_what_all_revisions_show(
        world in joining_world(), picked in crate::world::picks(),
    ) {
        let all: Vec<&Revision> = world.revisions.iter().collect();
        let (some, others) = (rows(&world.picked(&picked)), rows(&all));
        let union = |mut into: BTreeMap<EntityKey, EntityHistory>, from: &BTreeMap<EntityKey, EntityHistory>| {
            for (key, row) in from {
                into.entry(key.clone()).or_insert_with(|| EntityHistory::new(key.clone())).union(row);
            }
            into
        };
        let one = union(some.clone(), &others);
        let other = union(others.clone(), &some);
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(&union(one.clone(), &other), &one);
        prop_assert_eq!(shown_of(one.into_values().collect()), shown(&all));
    }

    #[test]
    fn those_that_are_one_stand_once_and_nothing_that_was_said_of_either_is_lost(world in joining_world()) {
        let rows = rows(&world.revisions.iter().collect::<Vec<_>>());
        let joins = Joins::of(rows.values());
        let folded = joins.fold(rows.values().cloned().collect());
        let before: BTreeSet<_> = rows.values().flat_map(|row| row.changes.keys().copied()).collect();
        let after: Vec<_> = folded.iter().flat_map(|row| row.changes.keys().copied()).collect();
        prop_assert_eq!(after.len(), before.len());
        prop_assert_eq!(after.into_iter().collect::<BTreeSet<_>>(), before);
        for row in &folded {
            prop_assert_eq!(joins.main(&row.key()), row.key());
            prop_assert_eq!(Line::summed_up(row), Line::of(&row.state()), "a list says what the page says");
        }
        let erasures = Erasures::of(&world.revisions);
        for (pair, _) in joins.said() {
            let named = pair.named();
            prop_assert!(!erasures.named().any(|erased| named.iter().any(|named| erased.entities.contains(named))));
        }
    }
}

//! Erasures: what they take away, and that nothing brings it back.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    EntityHistory, EntityKey, EntityState, Known, LABEL, Outcome, RecordHistory, Refusal, WithdrawError, histories,
    plan, table, withdrawn,
};
use proptest::prelude::*;
use record::{EntityId, ErasedEntity, Erasures, ListName, Revision};

use crate::import::import;
use crate::world::{Device, create, erasing_world, history, key, keys, orders, picks, update};

const NAME: &str = "样例甲博士";
const PHONE: &str = "400-000-0417";

fn person() -> [(&'static str, &'static str); 4] {
    [(LABEL, NAME), ("name_used", NAME), ("phone", PHONE), ("programme", "doctors")]
}

pub fn shown(desk: &Known) -> BTreeMap<EntityKey, EntityState> {
    let shown = desk.entities.iter().filter(|(_, history)| history.is_shown());
    shown.map(|(key, history)| (key.clone(), history.state())).collect()
}

/// Everything that a desk keeps of entities, as bytes.
fn bytes(desk: &Known) -> String {
    let rows = desk.entities.values().map(|row| row.to_bytes().expect("it can be written"));
    rows.map(|row| String::from_utf8_lossy(&row).into_owned()).collect()
}

fn erased(list: &str, id: &str) -> ErasedEntity {
    ErasedEntity { list: ListName::new(list), id: EntityId::new(id) }
}

struct Story {
    made: Revision,
    moved: Revision,
    late: Revision,
    erasure: Revision,
    other: Revision,
}

/// A person is registered, updated elsewhere, withdraws; a third tablet that has not heard of it updates once more.
fn story() -> Story {
    let (mut one, mut two, mut three) = (Device::new("one"), Device::new("two"), Device::new("three"));
    let made = one.write(vec![create("people", "p1", &person())]);
    let moved = two.write(vec![update("people", "p1", &[("phone", "400-000-0999")], &[&made])]);
    let late = three.write(vec![update("people", "p1", &[("post", "样例岗位")], &[&made])]);
    let erasure = one.erase(&[&made], &[key("people", "p1")]);
    let other = one.write(vec![create("people", "p2", &[(LABEL, "样例乙"), ("programme", "doctors")])]);
    Story { made, moved, late, erasure, other }
}

#[test]
fn what_was_withdrawn_is_gone_from_lists_history_and_counts_and_the_others_stay() {
    let Story { made, moved, late, erasure, other } = story();
    let mut desk = import(&[&[made.clone(), moved.clone(), other]]);
    let doctors = |desk: &Known| shown(desk).values().filter(|state| state.text("programme") == "doctors").count();
    assert_eq!(doctors(&desk), 2);

    let erasing = plan(&desk, std::slice::from_ref(&erasure));
    assert_eq!(erasing.report.added, 1);
    let doomed = [(made.submission().record, made.hash()), (moved.submission().record, moved.hash())];
    assert_eq!(erasing.doomed, doomed.into_iter().collect());
    desk.apply(&erasing);
    assert_eq!(doctors(&desk), 1);
    for gone in [NAME, PHONE, "400-000-0999"] {
        assert!(!bytes(&desk).contains(gone), "{gone}");
    }
    let list = table(shown(&desk).values());
    assert_eq!((list.rows.len(), list.get(0, "name")), (1, Some("p2")));
    let row = &desk.entities[&key("people", "p1")];
    assert!(row.timeline().is_empty() && row.history_of("phone").is_empty());
    assert_eq!(row.erased[&erasure.hash()].origin.record, made.submission().record);

    let again = plan(&desk, &[made, moved, late.clone(), erasure]);
    assert_eq!((again.report.added, again.report.erased, again.report.known), (0, 3, 1));
    assert_eq!(again.report.outcomes[2].outcome, Outcome::Erased);
    assert!(again.revisions.is_empty() && again.entities.is_empty() && again.doomed.is_empty());
    let known = desk.records.values().flatten().count();
    assert_eq!(known, 2, "the erasure and the other person's record; {late:?} is not there");
}

#[test]
fn an_erasure_of_what_has_not_come_yet_is_remembered() {
    let Story { made, moved, erasure, .. } = story();
    let desk = import(&[std::slice::from_ref(&erasure), &[made.clone(), moved]]);
    assert!(shown(&desk).is_empty() && !bytes(&desk).contains(NAME));
    assert_eq!(desk.records[&made.submission().record].keys().collect::<Vec<_>>(), [&erasure.hash()]);
}

#[test]
fn the_same_person_registered_again_with_new_consent_is_a_new_record_and_lives() {
    let Story { made, erasure, .. } = story();
    let mut tablet = Device::new("again");
    let again = tablet.write(vec![create("people", "p9", &person())]);
    let desk = import(&[&[made, again], &[erasure]]);
    assert_eq!(shown(&desk).keys().collect::<Vec<_>>(), [&key("people", "p9")]);
}

#[test]
fn what_an_erased_record_said_of_another_entity_goes_and_what_others_said_stays() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let firm = two.write(vec![create("firms", "f1", &[(LABEL, "样例厂"), ("doctors", "0")])]);
    let made = one.write(vec![
        create("people", "p1", &person()),
        update("firms", "f1", &[("doctors", "1"), ("contact", NAME)], &[&firm]),
    ]);
    let erasure = one.erase(&[&made], &[key("people", "p1")]);
    for order in [[&firm, &made, &erasure], [&erasure, &firm, &made], [&made, &erasure, &firm]] {
        let batches: Vec<&[Revision]> = order.iter().map(|one| std::slice::from_ref(*one)).collect();
        let desk = import(&batches);
        let state = desk.entities[&key("firms", "f1")].state();
        assert_eq!((state.title(), state.text("doctors"), state.text("contact")), ("样例厂", "0", ""));
        assert!(!bytes(&desk).contains(NAME));
    }
    // A tablet that has the firm only by an older pack hears of it with the next one.
    let mut tablet = history(&key("firms", "f1"), [&firm, &made]).snapshot();
    tablet.union(&histories([&firm, &made, &erasure])[&key("firms", "f1")].snapshot());
    assert_eq!((tablet.state().text("doctors"), tablet.state().text("contact")), ("0", ""));
}

#[test]
fn a_record_of_which_two_edits_conflict_has_none_once_it_is_erased_in_two_places() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let first = one.write(vec![create("people", "p1", &person())]);
    let left = one.edit(&[&first], vec![create("people", "p1", &[("phone", "1")])]);
    let right = two.edit(&[&first], vec![create("people", "p1", &[("phone", "2")])]);
    let here = one.erase(&[&left], &[key("people", "p1")]);
    let there = two.erase(&[&right], &[key("people", "p1")]);
    let all = [first.clone(), left, right, here.clone(), there.clone()];
    let plan = plan(&Known::default(), &all);
    assert!(plan.report.conflicts.is_empty());
    let life = RecordHistory::of(first.submission().record, &all);
    assert!(life.revisions.iter().all(|revision| revision.is_erasure));
    let both: BTreeSet<_> = [here.hash(), there.hash()].into_iter().collect();
    assert_eq!(life.revisions.iter().map(|revision| revision.hash).collect::<BTreeSet<_>>(), both);
}

#[test]
fn withdrawing_names_what_the_record_made_and_what_holds_its_proof_and_nothing_else() {
    let mut one = Device::new("one");
    let firm = one.write(vec![create("firms", "f1", &[("doctors", "0")]), create("people", "p1", &person())]);
    let changed = one.write(vec![
        update("people", "p1", &[("phone", PHONE)], &[&firm]),
        update("firms", "f1", &[("doctors", "1")], &[&firm]),
    ]);
    let (record, lists) = (changed.submission().record, [ListName::new("people")].into_iter().collect());
    let all = [firm.clone(), changed.clone()];
    assert_eq!(withdrawn(record, &all, &lists), Ok([erased("people", "p1")].into_iter().collect()));
    assert_eq!(withdrawn(record, &all, &BTreeSet::new()), Ok(BTreeSet::new()));
    let made = [erased("firms", "f1"), erased("people", "p1")].into_iter().collect();
    assert_eq!(withdrawn(firm.submission().record, &all, &BTreeSet::new()), Ok(made));

    assert_eq!(withdrawn(record, &[firm], &lists), Err(WithdrawError::NothingHere));
    let erasure = one.erase(&[&changed], &[]);
    assert_eq!(withdrawn(record, &[changed, erasure], &lists), Err(WithdrawError::AlreadyErased));
}

#[test]
fn an_erasure_that_names_what_could_not_be_looked_up_is_refused_by_name() {
    let mut one = Device::new("one");
    let made = one.write(Vec::new());
    let refusal = |entities: &[EntityKey], one: &mut Device| {
        let refused = plan(&Known::default(), &[one.erase(&[&made], entities)]);
        assert!(refused.revisions.is_empty());
        refused.report.outcomes[0].outcome.clone()
    };
    let many: Vec<EntityKey> = (0..=ledger::MAX_CHANGES).map(|number| key("people", &number.to_string())).collect();
    let too_many = Outcome::Refused(Refusal::TooManyChanges { count: ledger::MAX_CHANGES + 1 });
    assert_eq!(refusal(&many, &mut one), too_many);
    let list = Outcome::Refused(Refusal::ListName { list: "__own".into() });
    assert_eq!(refusal(&[key("__own", "p1")], &mut one), list);
}

fn rows(revisions: &[&Revision], key: &EntityKey, thinned: bool) -> EntityHistory {
    let row = histories(revisions.iter().copied()).remove(key).unwrap_or_else(|| EntityHistory::new(key.clone()));
    if thinned { row.snapshot() } else { row }
}

fn union(a: &EntityHistory, b: &EntityHistory) -> EntityHistory {
    let mut union = a.clone();
    union.union(b);
    union
}

proptest! {
    #[test]
    fn with_erasures_the_union_is_commutative_associative_and_idempotent(
        world in erasing_world(), a in picks(), b in picks(), c in picks(), thinned in picks(),
    ) {
        for key in keys() {
            let a = rows(&world.picked(&a), &key, thinned[0]);
            let b = rows(&world.picked(&b), &key, thinned[1]);
            let c = rows(&world.picked(&c), &key, thinned[2]);
            prop_assert_eq!(union(&a, &b), union(&b, &a));
            prop_assert_eq!(union(&union(&a, &b), &c), union(&a, &union(&b, &c)));
            prop_assert_eq!(&union(&a, &a), &a);
            let read = EntityHistory::from_bytes(&a.to_bytes().expect("it can be written")).expect("it can be read");
            prop_assert_eq!(read, a);
        }
    }

    #[test]
    fn an_erasure_wins_in_whatever_order_repetition_and_portions_everything_comes(
        world in erasing_world(), order in orders(), size in 1..12_usize,
    ) {
        let mut shuffled = world.shuffled(&order);
        shuffled.extend(world.revisions.iter().rev().cloned());
        let batches: Vec<&[Revision]> = shuffled.chunks(size).collect();
        let (desk, at_once) = (import(&batches), import(&[&world.revisions]));
        prop_assert_eq!(shown(&desk), shown(&at_once));
        prop_assert_eq!(&desk.records, &at_once.records);
        prop_assert_eq!(&desk.erasures, &at_once.erasures);

        let erasures = Erasures::of(&world.revisions);
        let standing: Vec<&Revision> =
            world.revisions.iter().filter(|revision| !erasures.erases(revision)).collect();
        let held: BTreeSet<_> = desk.records.values().flat_map(|links| links.keys().copied()).collect();
        prop_assert_eq!(held, standing.iter().map(|revision| revision.hash()).collect());
        // What stands adds up as if what was erased had never been.
        let submissions = || standing.iter().copied().filter(|revision| revision.erasure().is_none());
        for key in keys() {
            let alone = history(&key, submissions()).state();
            match shown(&desk).get(&key) {
                Some(state) => prop_assert_eq!(state, &alone),
                None => prop_assert!(alone.properties.is_empty() && alone.heads.is_empty()),
            }
        }
    }

    #[test]
    fn no_order_of_batches_and_packs_brings_back_an_erased_change(
        world in erasing_world(), a in picks(), thinned in any::<bool>(),
    ) {
        for key in keys() {
            let old = rows(&world.picked(&a), &key, thinned);
            let whole = rows(&world.revisions.iter().collect::<Vec<_>>(), &key, false);
            let erasures = Erasures::of(&world.revisions);
            let erased: BTreeSet<_> =
                world.revisions.iter().filter(|one| erasures.erases(one)).map(Revision::hash).collect();
            let joined = union(&old, &whole);
            prop_assert!(joined.changes.keys().all(|id| !erased.contains(&id.revision)));
        }
    }
}

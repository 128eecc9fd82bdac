//! Parts of records that are erased: what is left of rows, and that nothing brings it back.

use ledger::{EntityHistory, EntityState, Known, Outcome, RecordHistory, Value, histories, plan};
use proptest::prelude::*;
use record::{ErasedEntity, Erasures, Part, Revision};

use crate::import::import;
use crate::naive;
use crate::world::{Device, create, history, key, keys, mixed_world, orders, parting_world, picks, update};

const PHONE: &str = "400-000-0417";

/// The contact's phone, wherever this revision says it.
fn phone_of(revision: &Revision) -> Part {
    Part {
        answers: vec!["contact_phone".to_owned()],
        entities: revision.submission().entities.iter().map(ErasedEntity::of).collect(),
        properties: vec!["contact_phone".to_owned()],
        ..Part::of(revision.submission().record, revision.hash())
    }
}

fn bytes(row: &EntityHistory) -> String {
    String::from_utf8(row.to_bytes().expect("it can be written")).expect("it is text")
}

#[test]
fn what_was_named_is_gone_from_row_and_record_and_an_older_batch_does_not_bring_it_back() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "e1", &[("contact_phone", PHONE), ("employees", "12")])]);
    let moved = two.write(vec![update("enterprises", "e1", &[("employees", "20")], &[&made])]);
    let erasure = two.erase_parts(vec![phone_of(&made)]);
    let mut desk = import(&[&[made.clone(), moved.clone()]]);
    let told = plan(&desk, std::slice::from_ref(&erasure));
    assert_eq!((told.report.added, told.doomed.len(), told.entities.len()), (1, 0, 1));
    desk.apply(&told);

    let row = &desk.entities[&key("enterprises", "e1")];
    assert_eq!((row.state().text("contact_phone"), row.state().text("employees")), ("", "20"));
    assert!(!bytes(row).contains(PHONE) && bytes(row).contains("withoutParts"), "{}", bytes(row));
    assert_eq!(EntityHistory::from_bytes(bytes(row).as_bytes()).expect("it can be read"), *row);
    let kept = &desk.revisions[&made.submission().record][&made.hash()];
    assert!(kept.is_cut() && !kept.body().contains(PHONE), "{}", kept.body());
    assert_eq!(RecordHistory::of(made.submission().record, [kept]).heads, [made.hash()]);

    let before = desk.clone();
    let again = plan(&desk, &[made.clone(), moved]);
    assert_eq!((again.report.known, again.report.added, again.entities.len()), (2, 0, 0));
    desk.apply(&again);
    assert_eq!(desk, before);

    // Nor does a desk that heard of the erasure first take it in.
    let mut first = import(&[std::slice::from_ref(&erasure)]);
    let told = plan(&first, std::slice::from_ref(&made));
    assert_eq!(told.report.outcomes[0].outcome, Outcome::New);
    assert!(told.revisions[0].is_cut() && !told.revisions[0].body().contains(PHONE));
    first.apply(&told);
    assert!(!bytes(&first.entities[&key("enterprises", "e1")]).contains(PHONE));
}

#[test]
fn what_a_device_says_that_had_not_heard_of_it_stays_and_is_there_to_be_seen() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "e1", &[("contact_phone", PHONE)])]);
    let erasure = two.erase_parts(vec![phone_of(&made)]);
    let late = one.edit(&[&made], vec![create("enterprises", "e1", &[("contact_phone", PHONE)])]);
    let desk = import(&[&[made, erasure], std::slice::from_ref(&late)]);
    assert_eq!(desk.entities[&key("enterprises", "e1")].state().text("contact_phone"), PHONE);
}

#[test]
fn a_part_of_a_list_that_cannot_be_called_so_keeps_its_batch_out() {
    let mut one = Device::new("one");
    let made = one.write(vec![create("enterprises", "e1", &[("contact_phone", PHONE)])]);
    let mut part = phone_of(&made);
    part.entities[0].list = record::ListName::new("__reviews");
    let told = plan(&import(&[]), &[one.erase_parts(vec![part])]);
    assert!(told.is_refused());
    let parts: Vec<Part> = (0..1001).map(|_| phone_of(&made)).collect();
    assert!(plan(&import(&[]), &[one.erase_parts(parts)]).is_refused());
}

proptest! {
    #[test]
    fn parts_go_in_whatever_order_repetition_and_portions_everything_comes(
        world in parting_world(), order in orders(), size in 1..12_usize,
    ) {
        let mut shuffled = world.shuffled(&order);
        shuffled.extend(world.revisions.iter().rev().cloned());
        let batches: Vec<&[Revision]> = shuffled.chunks(size).collect();
        let (desk, at_once) = (import(&batches), import(&[&world.revisions]));
        prop_assert_eq!(&desk, &at_once);
        prop_assert_eq!(&desk.entities, &histories(&world.revisions));

        let erasures = Erasures::of(&world.revisions);
        let cut: Vec<Revision> = world.revisions.iter().map(|revision| erasures.cut(revision.clone())).collect();
        let held: Vec<&Revision> = desk.revisions.values().flat_map(|revisions| revisions.values()).collect();
        prop_assert!(held.iter().all(|revision| cut.contains(revision)));
        for (key, row) in &desk.entities {
            let state = row.state();
            let plain = naive::standing(row);
            prop_assert_eq!(state.properties.len() + usize::from(state.label.is_some()), plain.len());
            for (name, candidates) in naive::shown(&state) {
                prop_assert_eq!(&plain[&name][..candidates.len()], &candidates[..]);
            }
            // Nothing is to be decided, and nothing stands, that was not so before.
            let before = history(key, world.revisions.iter().filter(|revision| revision.erasure().is_none())).state();
            for name in plain.keys() {
                prop_assert!(before.property(name).is_some(), "{name}");
                prop_assert!(state.conflict(name).is_none() || before.conflict(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn records_that_go_whole_and_parts_of_the_same_leave_the_same_in_every_order(
        world in mixed_world(), order in orders(), size in 1..12_usize,
    ) {
        let mut shuffled = world.shuffled(&order);
        shuffled.extend(world.revisions.iter().rev().cloned());
        let batches: Vec<&[Revision]> = shuffled.chunks(size).collect();
        let (desk, at_once) = (import(&batches), import(&[&world.revisions]));
        let shown = |desk: &Known| -> Vec<EntityState> {
            desk.entities.values().filter(|row| row.is_shown()).map(EntityHistory::state).collect()
        };
        prop_assert_eq!(shown(&desk), shown(&at_once));
        prop_assert_eq!(&desk.records, &at_once.records);
        prop_assert_eq!(&desk.revisions, &at_once.revisions);
        prop_assert_eq!(&desk.erasures, &at_once.erasures);
    }

    #[test]
    fn rows_join_in_any_order_and_no_pack_from_before_brings_a_part_back(
        world in parting_world(), a in picks(), b in picks(), thinned in any::<bool>(),
    ) {
        for key in keys() {
            let row = |picked: &[bool]| {
                let row = history(&key, world.picked(picked));
                if thinned { row.snapshot() } else { row }
            };
            let (a, b, whole) = (row(&a), row(&b), history(&key, &world.revisions));
            let union = |one: &EntityHistory, other: &EntityHistory| {
                let mut joined = one.clone();
                joined.union(other);
                joined
            };
            prop_assert_eq!(union(&a, &b), union(&b, &a));
            prop_assert_eq!(union(&union(&a, &b), &whole), union(&a, &union(&b, &whole)));
            prop_assert_eq!(&union(&a, &a), &a);
            for (id, change) in &union(&a, &whole).changes {
                let names = whole.without.parts.get(&id.revision);
                let mut named = change.values.iter().filter(|(name, _)| names.is_some_and(|names| names.contains(*name)));
                prop_assert!(named.all(|(_, value)| *value == Value::Erased));
            }
        }
    }
}

//! Batches coming in.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{
    EntityHistory, EntityKey, Known, Lookup, NewConflict, Outcome, Refusal, Wanted, doomed, histories, plan, plan_read,
    read_revisions, wanted,
};
use proptest::prelude::*;
use record::{EntityChange, Named, RecordId, Revision};

use crate::erasure::shown;
use crate::world::{Device, World, create, key, mixed, orders, update, world, world_of};

#[test]
fn a_batch_is_told_as_new_and_then_as_known() {
    let mut tablet = Device::new("tablet");
    let made = tablet.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let moved = tablet.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let batch = [moved.clone(), made.clone(), moved.clone()];

    let mut desk = Known::default();
    let first = plan(&desk, &batch);
    assert_eq!((first.report.added, first.report.known, first.report.refused), (2, 1, 0));
    assert_eq!(first.report.affected, [key("enterprises", "样例")]);
    assert_eq!(first.revisions, [moved, made]);
    assert_eq!(first.entities.len(), 1);
    desk.apply(&first);

    let again = plan(&desk, &batch);
    assert_eq!((again.report.added, again.report.known), (0, 3));
    assert!(again.revisions.is_empty() && again.entities.is_empty());
}

#[test]
fn a_new_record_is_told_the_conflict_that_it_brings() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let made = one.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let left = one.write(vec![update("enterprises", "样例", &[("area", "area_2")], &[&made])]);
    let right = two.write(vec![update("enterprises", "样例", &[("area", "area_3")], &[&made])]);
    let aside = two.write(vec![create("enterprises", "样例二", &[("area", "area_3")])]);

    let mut desk = Known::default();
    let first = plan(&desk, &[made, left]);
    assert!(first.report.conflicts.is_empty());
    desk.apply(&first);
    let second = plan(&desk, &[right, aside]);
    assert_eq!(second.report.conflicts.len(), 1);
    assert!(matches!(&second.report.outcomes[0].outcome, Outcome::Conflict(told) if *told == second.report.conflicts));
    assert_eq!(second.report.outcomes[1].outcome, Outcome::New);
}

#[test]
fn two_edits_of_one_record_are_both_kept_and_told() {
    let (mut one, mut two) = (Device::new("one"), Device::new("two"));
    let first = one.write(vec![create("visits", "样例", &[("summary", "一")])]);
    let left = one.edit(&[&first], vec![create("visits", "样例", &[("summary", "二")])]);
    let right = two.edit(&[&first], vec![create("visits", "样例", &[("summary", "三")])]);

    let plan = plan(&Known::default(), &[right.clone(), left.clone(), first.clone()]);
    assert_eq!(plan.revisions.len(), 3);
    let heads = [left.hash(), right.hash()].into_iter().collect();
    let record = first.submission().record;
    let told = NewConflict::Record { record, heads };
    assert_eq!(plan.report.conflicts, [told], "what the record says of its visit is the same question");
    assert_eq!(plan.report.outcomes[2].outcome, Outcome::New);
}

#[test]
fn one_bad_record_keeps_its_whole_batch_out_and_says_why() {
    let mut tablet = Device::new("tablet");
    let good = tablet.write(vec![create("enterprises", "样例", &[("area", "area_1")])]);
    let mut refused = |change: EntityChange| {
        let bad = tablet.write(vec![change]);
        let plan = plan(&Known::default(), &[good.clone(), bad]);
        assert!(plan.is_refused() && plan.revisions.is_empty() && plan.entities.is_empty());
        assert_eq!((plan.report.added, plan.report.refused), (0, 1));
        assert_eq!(plan.report.outcomes[0].outcome, Outcome::New);
        match plan.report.outcomes[1].outcome.clone() {
            Outcome::Refused(refusal) => refusal,
            outcome => panic!("{outcome:?}"),
        }
    };
    let list = || "enterprises".to_owned();
    for property in ["name", "Label", "__version", "", "a b", "1a", "a=b"] {
        let refusal = refused(create("enterprises", "样例", &[(property, "一")]));
        assert_eq!(refusal, Refusal::PropertyName { list: list(), property: property.to_owned() });
    }
    for name in ["", "__own", "a.b", "a/b"] {
        assert_eq!(refused(create(name, "样例", &[])), Refusal::ListName { list: name.to_owned() });
    }
    for entity in [" ", "a\nb", &"x".repeat(256)] {
        assert_eq!(refused(create("enterprises", entity, &[])), Refusal::EntityId { entity: entity.to_owned() });
    }
    let long = "长".repeat(ledger::MAX_TEXT + 1);
    let too_long = Refusal::TooLong { list: list(), property: "remarks".to_owned() };
    assert_eq!(refused(create("enterprises", "样例", &[("remarks", &long)])), too_long);
}

#[test]
fn names_and_texts_at_the_limit_are_taken() {
    let mut tablet = Device::new("tablet");
    let long = "长".repeat(ledger::MAX_TEXT);
    let properties = [("remarks", long.as_str()), ("片区", "一"), ("a-b.c_1", "二"), ("named", "三")];
    let at_limit = create("enterprises", &"x".repeat(ledger::MAX_NAME_BYTES), &properties);
    let mut changes = vec![create("visits", "样例", &[]); ledger::MAX_CHANGES - 1];
    changes.push(at_limit);
    let full = tablet.write(changes);
    assert_eq!(plan(&Known::default(), &[full]).report.added, 1);
    let over = tablet.write(vec![create("visits", "样例", &[]); ledger::MAX_CHANGES + 1]);
    let plan = plan(&Known::default(), &[over]);
    let count = ledger::MAX_CHANGES + 1;
    assert_eq!(plan.report.outcomes[0].outcome, Outcome::Refused(Refusal::TooManyChanges { count }));
}

#[test]
fn what_cannot_be_read_is_refused_in_its_place() {
    let good = Device::new("tablet").write(vec![create("enterprises", "样例", &[])]);
    let newer = good.body().replace(r#""format":1"#, r#""format":9"#);
    let nameless = good.body().replace(r#""id":"样例""#, r#""id":" ""#);
    let read = read_revisions([good.body(), "{", newer.as_str(), nameless.as_str()]);
    let plan = plan_read(&Known::default(), read);
    let refusal = |place: usize| match &plan.report.outcomes[place].outcome {
        Outcome::Refused(refusal) => Some(refusal.clone()),
        _ => None,
    };
    assert_eq!(refusal(0), None);
    assert!(matches!(refusal(1), Some(Refusal::Unreadable { .. })));
    assert_eq!(refusal(2), Some(Refusal::Newer { format: 9 }));
    assert_eq!(refusal(3), Some(Refusal::EntityId { entity: " ".to_owned() }));
    assert!(plan.revisions.is_empty());
}

/// Imports batches one after another into an empty desk that only ever loads what was wanted.
pub fn import(batches: &[&[Revision]]) -> Known {
    let mut desk = Known::default();
    for batch in batches {
        desk.apply(&plan(&loaded(&desk, batch), batch));
    }
    desk
}

/// As much of a desk as a batch wants: its records and rows, and what its erasures take away with whatever that spoke of.
fn loaded(desk: &Known, batch: &[Revision]) -> Known {
    let Wanted { mut records, mut entities } = wanted(batch);
    if batch.iter().any(|revision| revision.erasure().is_some()) {
        entities.extend(desk.joins().iter().map(EntityHistory::key));
    }
    let rows = |entities: &BTreeSet<EntityKey>| {
        entities.iter().filter_map(|key| Some((key.clone(), desk.entity(key)?))).collect()
    };
    let links = |records: &BTreeSet<RecordId>| records.iter().map(|record| (*record, desk.record(*record))).collect();
    let first = Known {
        records: links(&records),
        revisions: desk.revisions.clone(),
        entities: rows(&entities),
        erasures: desk.erasures.clone(),
        ..Known::default()
    };
    let doomed = doomed(&first, &batch.iter().filter_map(Named::by).collect::<Vec<_>>());
    records.extend(doomed.iter().map(|(record, _)| *record));
    let spoken_of: BTreeMap<_, _> = doomed.iter().map(|(_, hash)| (*hash, desk.spoken_of(*hash))).collect();
    entities.extend(spoken_of.values().flatten().cloned());
    Known { records: links(&records), entities: rows(&entities), spoken_of, ..first }
}

/// So many batches come from so many devices, each with some of the same records as others, and some of them twice.
const SENDING: usize = 5;
const BATCHES: usize = 50;

/// Which revisions a batch has besides its own share, and when it comes: first, and perhaps once more.
type Sent = (u64, u64, Option<u64>);

fn sent() -> impl Strategy<Value = Vec<Sent>> {
    prop::collection::vec((any::<u64>(), any::<u64>(), any::<Option<u64>>()), BATCHES)
}

/// What devices send: all that each wrote, spread over its batches, and with it whatever else it knows, picked by bits. Of each whether it is sent twice.
fn batches(world: &World, sent: &[Sent]) -> Vec<Vec<Revision>> {
    let author =
        |revision: &Revision, device: usize| revision.submission().device.to_string() == format!("device-{device}");
    let mut arriving: Vec<(u64, Vec<Revision>)> = Vec::new();
    for (batch, (picked, first, again)) in sent.iter().enumerate() {
        let (device, share) = (batch % SENDING, batch / SENDING);
        // Who withdraws and who retains is none of the five: the first of them sends what those wrote.
        let own = world.revisions.iter().filter(|revision| {
            author(revision, device) || (device == 0 && !(0..SENDING).any(|device| author(revision, device)))
        });
        let shared = own.enumerate().filter(|(place, _)| place % (BATCHES / SENDING) == share).map(|(_, own)| own);
        let others = world.known_to(device).enumerate().filter(|(place, _)| picked >> (place % 64) & 1 == 1);
        let revisions: Vec<Revision> = shared.chain(others.map(|(_, other)| other)).cloned().collect();
        arriving.extend(again.map(|again| (again, revisions.clone())));
        arriving.push((*first, revisions));
    }
    arriving.sort_by_key(|(at, _)| *at);
    arriving.into_iter().map(|(_, revisions)| revisions).collect()
}

proptest! {
    /// B2 of RELIABILITY: replayed, shuffled, twice, with the same records in several.
    #[test]
    fn fifty_batches_of_five_devices_give_one_ledger_however_they_overlap_and_come(
        world in mixed(world_of(SENDING, 20..60)), sent in sent(),
    ) {
        let batches = batches(&world, &sent);
        prop_assert!(batches.len() >= BATCHES);
        let batches: Vec<&[Revision]> = batches.iter().map(Vec::as_slice).collect();
        let (desk, at_once) = (import(&batches), import(&[&world.revisions]));
        prop_assert_eq!(shown(&desk), shown(&at_once));
        prop_assert_eq!(&desk.records, &at_once.records);
        prop_assert_eq!(&desk.erasures, &at_once.erasures);
        // All of it once more brings nothing and changes nothing.
        let mut replayed = desk.clone();
        for batch in batches {
            let again = plan(&loaded(&replayed, batch), batch);
            prop_assert!(again.revisions.is_empty());
            prop_assert_eq!(again.report.added, 0);
            prop_assert!(again.report.conflicts.is_empty());
            replayed.apply(&again);
        }
        prop_assert_eq!(shown(&replayed), shown(&desk));
        prop_assert_eq!((&replayed.records, &replayed.erasures), (&desk.records, &desk.erasures));
    }

    #[test]
    fn an_import_is_order_free_and_idempotent_however_it_is_split(
        world in world(), order in orders(), size in 1..12_usize,
    ) {
        let shuffled = world.shuffled(&order);
        let batches: Vec<&[Revision]> = shuffled.chunks(size).collect();
        let desk = import(&batches);
        prop_assert_eq!(&desk, &import(&[&world.revisions]));
        prop_assert_eq!(&desk.entities, &histories(&world.revisions));
        for batch in batches {
            let again = plan(&desk, batch);
            prop_assert_eq!(again.report.known, batch.len());
            prop_assert!(again.revisions.is_empty() && again.entities.is_empty() && again.report.conflicts.is_empty());
        }
    }

    #[test]
    fn an_import_takes_all_of_a_batch_or_nothing(world in world(), order in orders(), place in 0..64_usize) {
        let mut batch = world.shuffled(&order);
        let bad = Device::new("bad").write(vec![create("enterprises", "样例-甲", &[("__own", "一")])]);
        batch.insert(place % (batch.len() + 1), bad.clone());
        let mut desk = import(&[&world.revisions[..world.revisions.len() / 2]]);
        let before = desk.clone();
        let refused = plan(&desk, &batch);
        prop_assert_eq!(refused.report.refused, 1);
        desk.apply(&refused);
        prop_assert_eq!(&desk, &before);

        batch.retain(|revision| *revision != bad);
        let taken = plan(&desk, &batch);
        desk.apply(&taken);
        prop_assert_eq!(desk, import(&[&world.revisions]));
    }
}

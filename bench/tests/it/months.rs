//! Months of a zone at work, however they come: one ledger.

use std::collections::{BTreeMap, BTreeSet};

use batch::{Contents, Opened, Sender, Unverified, Verified};
use bench::zone::{Sent, Zone};
use ledger::{EntityHistory, EntityKey, Known, histories, plan};
use proptest::prelude::*;
use record::{DeviceId, Revision};

fn zones() -> impl Strategy<Value = Zone> {
    let sizes = (2..6_u32, 1..4_u32, 3..9_u32, 1..3_u32, any::<bool>(), any::<u64>());
    sizes.prop_map(|(devices, months, records, own, decides, seed)| Zone {
        devices,
        months,
        records,
        own,
        decides,
        seed,
    })
}

fn sent(zone: Zone) -> Vec<Sent> {
    zone.batches().collect::<Result<_, _>>().expect("a zone's batches can be written")
}

/// What the file says, as a desk that trusts its device reads it.
fn read(file: &[u8]) -> Vec<Revision> {
    let trusting = |_: &DeviceId| Sender::Trusted;
    let opened = Unverified::read(file).and_then(|unverified| batch::open(unverified, &trusting));
    let Ok(Opened::Trusted(Verified { contents: Contents::Batch { batch, refused, .. }, .. })) = opened else {
        panic!("a batch of a device that is trusted")
    };
    assert!(refused.is_empty());
    batch.records
}

fn taken_in<'a>(batches: impl IntoIterator<Item = &'a Vec<Revision>>) -> Known {
    let mut desk = Known::default();
    for batch in batches {
        let plan = plan(&desk, batch);
        desk.apply(&plan);
    }
    desk
}

/// Else the properties below would be of zones in which nobody says otherwise than another.
#[test]
fn zones_of_such_sizes_have_conflicts_of_which_some_are_decided_and_some_left() {
    let (mut decisions, mut left) = (0, 0);
    for seed in 0..200 {
        let zone = Zone { devices: 5, months: 3, records: 8, own: 2, decides: true, seed };
        let sent = sent(zone);
        let records = || sent.iter().flat_map(|sent| &sent.records);
        decisions += records().filter(|revision| revision.submission().decision.is_some()).count();
        left += histories(records()).values().map(|history| history.conflicts().len()).sum::<usize>();
    }
    assert!(decisions > 20 && left > 5, "{decisions} decided, {left} left");
}

proptest! {
    #[test]
    fn a_zones_files_give_one_ledger_in_any_order_in_parts_and_twice(zone in zones(), order in any::<u64>(), cut in 0..64_usize) {
        let sent = sent(zone);
        let batches: Vec<Vec<Revision>> = sent.iter().map(|sent| read(&sent.file.bytes)).collect();
        for (sent, read) in sent.iter().zip(&batches) {
            prop_assert_eq!(&sent.records, read);
        }
        let whole = taken_in(&batches);
        let said = histories(batches.iter().flatten());
        prop_assert_eq!(&whole.entities, &said);

        // In another order, and the first of them once more.
        let mut shuffled: Vec<&Vec<Revision>> = batches.iter().collect();
        let mut chance = order;
        for place in (1..shuffled.len()).rev() {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(place, (chance >> 33) as usize % (place + 1));
        }
        shuffled.extend(batches.first());
        let other = taken_in(shuffled);
        prop_assert_eq!(&other.entities, &whole.entities);
        prop_assert_eq!(&other.records, &whole.records);

        // At two desks that then join what they have, either way round.
        let (left, right) = batches.split_at(cut % (batches.len() + 1));
        let (left, right) = (histories(left.iter().flatten()), histories(right.iter().flatten()));
        for (one, two) in [(&left, &right), (&right, &left)] {
            let mut joined: BTreeMap<_, EntityHistory> = one.clone();
            for (key, history) in two {
                joined.entry(key.clone()).or_insert_with(|| EntityHistory::new(key.clone())).union(history);
            }
            prop_assert_eq!(&joined, &said);
        }
    }

    #[test]
    fn what_a_zones_desk_decides_last_stands_and_what_it_leaves_is_open(zone in zones()) {
        let sent = sent(Zone { decides: true, ..zone });
        let (last, before): (Vec<&Sent>, Vec<&Sent>) = sent.iter().partition(|sent| sent.device == zone.devices && sent.month + 1 == zone.months);
        let of = |sent: &[&Sent]| histories(sent.iter().flat_map(|sent| &sent.records));
        let (open, all) = (of(&before), of(&[before.clone(), last.clone()].concat()));
        let mut decided = BTreeSet::new();
        for change in last.iter().flat_map(|sent| &sent.records).flat_map(|revision| &revision.submission().entities) {
            let key = EntityKey { list: change.list.clone(), entity: change.entity.clone() };
            let state = all[&key].state();
            for (name, value) in &change.properties {
                prop_assert!(open[&key].state().conflict(name).is_some());
                prop_assert_eq!((state.text(name), state.conflict(name)), (value.as_str(), None));
                decided.insert((key.clone(), name.clone()));
            }
        }
        for (key, history) in &open {
            for conflict in history.conflicts() {
                let is_open = all[key].state().conflict(&conflict.property).is_some();
                prop_assert_eq!(is_open, !decided.contains(&(key.clone(), conflict.property)));
            }
        }
    }
}

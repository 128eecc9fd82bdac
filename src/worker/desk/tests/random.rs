//! Random histories of several devices, with conflicts, decisions, verdicts and erasures, the way that they really go: packed and
//! signed, sealed or in clear, opened, planned on a tray and written, file by file.

/// The devices of the ledger's own properties.
#[path = "../../../../crates/ledger/tests/it/world.rs"]
#[allow(dead_code)] // what only those ask for
mod world;

use std::collections::BTreeMap;

use batch::seal::Seed;
use batch::sealed::is_sealed;
use ledger::{EntityHistory, EntityState, Known};
use proptest::prelude::*;
use record::LedgerHash;

use super::*;
use crate::worker::batches::SealOrder;
use world::{World, mixed_world, orders, world};

/// So many tablets send what the devices wrote.
const TABLETS: usize = 3;
/// So many records lie in one file, and so the files of a tablet stay below the number that their ids have room for.
const IN_A_FILE: std::ops::Range<usize> = 3..9;

/// What each tablet exports: the records of its devices, so many to a file, and all of them once more with its last.
fn exported(world: &World, in_a_file: usize) -> Vec<Vec<u8>> {
    orders_of(world, in_a_file).into_iter().map(packed).collect()
}

fn orders_of(world: &World, in_a_file: usize) -> Vec<BatchOrder> {
    let mut writers: Vec<DeviceId> = world.revisions.iter().map(|own| own.submission().device.clone()).collect();
    writers.sort();
    writers.dedup();
    let mut files = Vec::new();
    for (tablet, secret) in (0..TABLETS).zip(1..) {
        let is_own = |own: &&Revision| {
            let writer = writers.iter().position(|writer| *writer == own.submission().device);
            writer.is_some_and(|writer| writer % TABLETS == tablet)
        };
        let own: Vec<Revision> = world.revisions.iter().filter(is_own).cloned().collect();
        let parts = own.chunks(in_a_file).chain(own.first().map(|_| own.as_slice()));
        files.extend((1..).zip(parts).map(|(seq, part)| order(at(2), secret, seq, part)));
    }
    files
}

fn states<'a>(histories: impl IntoIterator<Item = &'a EntityHistory>) -> BTreeMap<EntityKey, EntityState> {
    let shown = histories.into_iter().filter(|history| history.is_shown());
    shown.map(|history| (history.key(), history.state())).collect()
}

/// The ledger as a desk has it: its records word by word, what entities add up to, and its hash.
fn ledger_of(desk: &Desk) -> (BTreeMap<RevisionHash, String>, BTreeMap<EntityKey, EntityState>, LedgerHash) {
    let records = records::list(&desk.0.all(Store::Records)).0;
    let rows: Vec<EntityHistory> =
        desk.0.all(Store::Entities).iter().map(|row| EntityHistory::from_bytes(&row.value).unwrap()).collect();
    let hash = LedgerHash::of(records.iter().map(Revision::hash));
    (records.iter().map(|one| (one.hash(), one.body().to_owned())).collect(), states(&rows), hash)
}

#[test]
fn what_is_sealed_for_the_zone_opens_for_nobody_else() {
    let file = sealed(&order(at(2), 1, 1, &[record(1, 1, "样例一厂", "100")]), 1);
    let opened = |keyring: &Keyring| batches::open("样例.age", &file, keyring).map(|(seen, _)| seen.id);
    assert!(opened(&Keyring { keys: vec![zone_key()], ..trusted() }).is_ok());
    let other = batch::seal::SecretKey::from_bytes([1; 32]);
    for (keys, has_keys) in [(Vec::new(), false), (vec![other], true)] {
        let refusal = FileRefusal::NotForUs { has_keys };
        assert_eq!(opened(&Keyring { keys, ..trusted() }), Err(FileSeen::Refused(refusal)));
    }
}

/// A file as it goes by a server: sealed for the zone with this chance.
fn sealed(order: &BatchOrder, seed: u8) -> Vec<u8> {
    let seal = SealOrder { recipients: vec![zone_key().public()], seed: Seed::from_bytes([seed; 32]) };
    packed(BatchOrder { seal: Some(seal), ..order.clone() })
}

/// The ledger that histories add up to, without a file and all at once.
fn pure(world: &World) -> (BTreeMap<RevisionHash, String>, BTreeMap<EntityKey, EntityState>, LedgerHash) {
    let mut pure = Known::default();
    let plan = ledger::plan(&pure, &world.revisions);
    let bodies: BTreeMap<RevisionHash, String> =
        plan.revisions.iter().map(|own| (own.hash(), own.body().to_owned())).collect();
    let hash = LedgerHash::of(bodies.keys().copied());
    pure.apply(&plan);
    (bodies, states(pure.entities.values()), hash)
}

proptest! {
    #[test]
    fn what_is_exported_and_taken_in_is_the_ledger_that_all_histories_add_up_to(
        world in mixed_world(), in_a_file in IN_A_FILE, order in orders(),
    ) {
        let expected = pure(&world);
        let mut files = exported(&world, in_a_file);
        let (together, counts) = {
            let mut desk = Desk::new();
            let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
            let counts = desk.take_in_together(&files).unwrap();
            (desk, counts)
        };
        prop_assert_eq!(&ledger_of(&together), &expected);
        prop_assert!(counts.iter().map(|counts| counts.added).sum::<usize>() >= expected.0.len());

        // One by one, in any order.
        let mut keys = order.iter().cycle();
        files.sort_by_cached_key(|_| keys.next());
        let mut desk = Desk::new();
        for file in &files {
            desk.take_in(file).unwrap();
        }
        prop_assert_eq!(&ledger_of(&desk), &expected);
        for file in &files {
            prop_assert!(desk.take_in(file).is_err(), "a batch comes in once");
        }
    }

    /// Every third file lies there twice, as where a number was taken, and what comes in of it is the same whichever is first.
    #[test]
    fn sealed_batches_that_overlap_and_come_twice_add_up_to_the_same_ledger_in_any_order(
        world in mixed_world(), in_a_file in IN_A_FILE, order in orders(),
    ) {
        let orders = orders_of(&world, in_a_file);
        let (once, again) = (orders.iter(), orders.iter().step_by(3));
        let mut files: Vec<(BatchId, Vec<u8>)> = once.map(|order| (order.id, sealed(order, 1))).collect();
        files.extend(again.map(|order| (order.id, sealed(order, 2))));
        prop_assert!(files.iter().all(|(_, file)| is_sealed(file)));
        let mut keys = order.iter().cycle();
        files.sort_by_cached_key(|_| keys.next());
        let (mut desk, mut came) = (Desk::new(), BTreeSet::new());
        for (batch, file) in &files {
            let is_first = came.insert(*batch);
            prop_assert_eq!(desk.take_in(file).is_ok(), is_first, "a batch comes in once, however it was sealed");
        }
        prop_assert_eq!(came.len(), orders.len());
        prop_assert_eq!(ledger_of(&desk), pure(&world));
    }

    /// Of what nobody erased, for a desk that has nothing gets records as they were written.
    #[test]
    fn what_a_desk_has_goes_out_again_and_is_the_same_elsewhere(world in world(), in_a_file in IN_A_FILE) {
        let mut desk = Desk::new();
        for file in exported(&world, in_a_file) {
            desk.take_in(&file).unwrap();
        }
        let held = records::list(&desk.0.all(Store::Records)).0;
        let mut other = Desk::new();
        other.take_in(&file(1, 1, &held)).unwrap();
        prop_assert_eq!(ledger_of(&other), ledger_of(&desk));
        let rows = |desk: &Desk| [Store::Records, Store::Entities].map(|store| desk.0.all(store));
        prop_assert_eq!(rows(&other), rows(&desk));
    }
}

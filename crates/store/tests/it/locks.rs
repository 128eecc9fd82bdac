//! The row of a lock, and where sealed values lie.

use std::collections::BTreeSet;

use proptest::prelude::*;
use store::lock::{self, Lock};
use store::memory::Memory;
use store::{Key, Store};

fn sample() -> Lock {
    Lock { memory_kib: 19_456, passes: 8, salt: vec![1; 16], nonce: vec![2; 24], sealed: vec![3, 0, 255] }
}

#[test]
fn a_lock_is_read_as_it_was_written_and_damaged_ones_are_told() {
    let mut database = Memory::default();
    assert_eq!(lock::of(&database.all(Store::Meta)), None);
    database.run(&lock::set(&sample())).unwrap();
    let rows = database.all(Store::Meta);
    let written = lock::of(&rows).unwrap();
    assert_eq!(Lock::read(written).unwrap(), sample());
    for damaged in [&b""[..], b"{}", &written[..written.len() - 1]] {
        assert!(Lock::read(damaged).is_err());
    }
    let odd = String::from_utf8(written.to_vec()).unwrap().replace("0300ff", "0300f");
    assert!(Lock::read(odd.as_bytes()).is_err());
}

#[test]
fn a_database_is_left_once() {
    let mut database = Memory::default();
    assert_eq!(lock::moved(&database.all(Store::Meta)), None);
    database.run(&lock::leave(7)).unwrap();
    assert_eq!(lock::moved(&database.all(Store::Meta)), Some(7));
    assert!(database.run(&lock::leave(8)).is_err());
    assert_eq!(lock::moved(&database.all(Store::Meta)), Some(7));
}

#[test]
fn only_what_is_needed_to_ask_lies_open() {
    assert!(lock::is_open(Store::Meta, &"lock".into()));
    assert!(lock::is_open(Store::Meta, &"schema".into()));
    assert!(!lock::is_open(Store::Meta, &"device".into()));
    assert!(!lock::is_open(Store::Drafts, &"lock".into()));
}

fn keys() -> impl Strategy<Value = (Store, Key)> {
    let part = prop_oneof![
        (0_u64..300).prop_map(|number| Key::from("").then(number)),
        "[a-c\0]{0,3}".prop_map(|text| Key::from("").then(text)),
    ];
    (prop::sample::select(Store::ALL.to_vec()), prop::collection::vec(part, 0..4))
        .prop_map(|(store, parts)| (store, Key(parts.into_iter().filter_map(|key| key.0.into_iter().nth(1)).collect())))
}

proptest! {
    #[test]
    fn no_two_places_are_one(places in prop::collection::hash_set(keys(), 0..60)) {
        let told: BTreeSet<Vec<u8>> = places.iter().map(|(store, key)| lock::place(*store, key)).collect();
        prop_assert_eq!(told.len(), places.len());
    }
}

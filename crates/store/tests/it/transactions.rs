//! Transactions as values, and the memory that stands for IndexedDB.

use store::memory::{Aborted, Memory};
use store::{Conflict, Key, KeyPart, Store, Transaction};

#[test]
fn a_transaction_happens_whole_or_not_at_all() {
    let mut memory = Memory::default();
    memory.run(&Transaction::new().add(Store::Meta, "a".into(), "1")).unwrap();
    let before = memory.clone();

    let taken = Transaction::new().put(Store::Meta, "b".into(), "2").add(Store::Meta, "a".into(), "3");
    assert_eq!(memory.run(&taken), Err(Aborted::Taken(Store::Meta, "a".into())));
    assert_eq!(memory, before);
}

#[test]
fn a_guard_that_does_not_hold_stops_everything() {
    let mut memory = Memory::default();
    memory.run(&Transaction::new().add(Store::Meta, "sequence".into(), "1")).unwrap();
    let before = memory.clone();

    let late = Transaction::new().put(Store::Meta, "b".into(), "2").guard(Store::Meta, "sequence".into(), "2");
    assert_eq!(memory.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::SequenceTaken))));
    let taken = Transaction::new().guard_free(Store::Meta, "sequence".into());
    assert!(memory.run(&taken).is_err());
    let free = Transaction::new().guard_free(Store::Meta, "nothing".into()).guard(Store::Meta, "sequence".into(), "1");
    assert_eq!(memory.run(&free), Ok(()));
    assert_eq!(memory, before);
}

#[test]
fn keys_are_ordered_as_the_browser_orders_arrays() {
    let key = |parts: &[KeyPart]| Key(parts.to_vec());
    let sorted = [
        key(&[]),
        key(&[2.into()]),
        key(&[10.into()]),
        key(&[10.into(), 1.into()]),
        key(&["".into()]),
        key(&["a".into()]),
        key(&["a".into(), 9.into()]),
        key(&["a".into(), "b".into()]),
        key(&["b".into()]),
    ];
    assert!(sorted.is_sorted());
}

#[test]
fn deleting_under_a_prefix_takes_whole_parts_only() {
    let mut memory = Memory::default();
    let key = |draft: &str, seq: u64| Key::from(draft).then(seq);
    let add = Transaction::new()
        .add(Store::Journal, "d".into(), "")
        .add(Store::Journal, key("d", 1), "")
        .add(Store::Journal, key("dd", 1), "")
        .add(Store::Drafts, "d".into(), "");
    memory.run(&add).unwrap();
    memory.run(&Transaction::new().delete_under(Store::Journal, "d".into())).unwrap();
    assert_eq!(memory.all(Store::Journal).len(), 1);
    assert_eq!(memory.all(Store::Drafts).len(), 1);
}

#[test]
fn a_store_is_found_by_its_name() {
    for store in Store::ALL {
        assert_eq!(Store::named(store.name()), Some(store));
        assert_eq!(store.name(), format!("{store:?}").to_lowercase());
    }
    assert_eq!(Store::named("survey"), None);
}

#[test]
fn two_plans_joined_keep_all_guards_before_the_writes() {
    let a = Transaction::new().guard(Store::Meta, "a".into(), "1").put(Store::Log, "x".into(), "");
    let b = Transaction::new().guard(Store::Meta, "b".into(), "1").put(Store::Bin, "y".into(), "");
    let both = a.and(b);
    assert_eq!(both.guards.len(), 2);
    assert_eq!(both.stores(), [Store::Meta, Store::Bin, Store::Log]);
}

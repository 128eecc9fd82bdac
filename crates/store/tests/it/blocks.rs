//! Rows by the hundred thousand: in blocks they are what they would be one by one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use store::blocks::{self, BLOCK_BYTES, Block};
use store::memory::Memory;
use store::{Key, KeyPart, Row, RowError, Store, Transaction};

/// What is to become of some rows: a value, or none.
type Changes = BTreeMap<Key, Option<Vec<u8>>>;

/// The blocks that a caller has to read: for every key the last one that is not after it.
fn needed(memory: &Memory, keys: &BTreeSet<Key>) -> Vec<Row> {
    let all = memory.all(Store::Blocks);
    let place = |row: &Key| {
        let key = blocks::key(Store::Records, row);
        all.iter().rev().find(|block| block.key <= key).cloned()
    };
    keys.iter().filter_map(place).collect::<BTreeSet<Row>>().into_iter().collect()
}

fn run(memory: &mut Memory, mut plan: Transaction, is_gathering: bool) {
    let alone: BTreeSet<Key> = memory.all(Store::Records).into_iter().map(|row| row.key).collect();
    if is_gathering {
        plan = blocks::gathering(plan, Store::Records, &alone);
    }
    let held = needed(memory, &blocks::keys(&plan, Store::Records, is_gathering));
    let mut placed = blocks::placed(plan, &held, is_gathering).unwrap();
    placed.leave_out_absent([(Store::Records, alone)].into());
    let stores = placed.stores();
    let guards = placed.rest.guards.clone();
    let plan = Transaction { guards, writes: placed.writes().collect() };
    assert!(plan.stores().iter().all(|store| stores.contains(store)), "a store is not told");
    memory.run(&plan).unwrap();
}

fn plan(changes: Changes) -> Transaction {
    changes.into_iter().fold(Transaction::new(), |plan, (key, value)| match value {
        Some(value) => plan.put(Store::Records, key, value),
        None => plan.delete(Store::Records, key),
    })
}

/// As a reader has them: what lies by itself stands before what lies in a block.
fn rows(memory: &Memory) -> BTreeMap<Key, Vec<u8>> {
    let held = memory.all(Store::Blocks).into_iter().flat_map(|row| Block::read(&row.value).unwrap().0);
    held.chain(memory.all(Store::Records).into_iter().map(|row| (row.key, row.value))).collect()
}

fn small_key() -> impl Strategy<Value = Key> {
    let part = prop_oneof![
        "[a-c\u{ff5e}\u{1f600}]{0,2}".prop_map(KeyPart::Text),
        prop_oneof![0_u64..4, Just(255), Just(256)].prop_map(KeyPart::Number)
    ];
    proptest::collection::vec(part, 1..4).prop_map(Key)
}

proptest! {
    /// Whatever is written in whatever steps: what is read back is a map's.
    #[test]
    fn blocks_hold_what_a_map_holds(
        steps in proptest::collection::vec(
            (proptest::collection::btree_map(small_key(), proptest::option::of(0_usize..BLOCK_BYTES), 0..12),
            any::<bool>()), 1..8)
    ) {
        let (mut memory, mut map) = (Memory::default(), BTreeMap::new());
        for (step, is_gathering) in steps {
            let value = |size: usize| vec![u8::try_from(size % 251).unwrap(); size];
            let changes: Changes = step.into_iter().map(|(key, size)| (key, size.map(value))).collect();
            for (key, value) in &changes {
                match value {
                    Some(value) => drop(map.insert(key.clone(), value.clone())),
                    None => drop(map.remove(key)),
                }
            }
            run(&mut memory, plan(changes), is_gathering);
            prop_assert_eq!(&rows(&memory), &map);
            // Each row lies where it is looked for, and no block is larger than it may be unless one row is.
            for row in memory.all(Store::Blocks) {
                let block = Block::read(&row.value).unwrap();
                let first = block.0.first_key_value().unwrap().0;
                prop_assert_eq!(&row.key, &blocks::key(Store::Records, first));
                prop_assert!(block.0.len() == 1 || block.0.values().map(Vec::len).sum::<usize>() <= BLOCK_BYTES);
            }
            for key in map.keys().filter(|key| memory.get(Store::Records, key).is_none()) {
                let place = needed(&memory, &[key.clone()].into());
                prop_assert!(place.iter().any(|row| Block::read(&row.value).unwrap().0.contains_key(key)));
            }
        }
    }

    /// The places of blocks stand in the order of the keys, whatever characters are in them.
    #[test]
    fn places_stand_in_the_order_of_keys(a in small_key(), b in small_key()) {
        let place = |key: &Key| blocks::key(Store::Records, key);
        prop_assert_eq!(place(&a).cmp(&place(&b)), a.cmp(&b));
        // A browser compares texts by units of 16 bits: of characters up to 255 it is the same.
        prop_assert!(place(&a).text(1).unwrap().chars().all(|character| u32::from(character) < 256));
        prop_assert!(!b.is_under(&a) || place(&b) < blocks::end(Store::Records, &a));
        prop_assert!(b.is_under(&a) || b < a || place(&b) > blocks::end(Store::Records, &a));
    }

    /// No bytes are read as a block by chance without being one, and none trap.
    #[test]
    fn foreign_bytes_are_no_block_or_read_as_they_are_written(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        if let Ok(block) = Block::read(&bytes) {
            prop_assert_eq!(Block::read(&block.to_bytes()).unwrap(), block);
        }
    }
}

#[test]
fn a_cut_block_is_told() {
    let block = Block([(Key::from("a").then(7_u64), b"value".to_vec())].into());
    let bytes = block.to_bytes();
    assert_eq!(Block::read(&bytes).unwrap(), block);
    for length in 0..bytes.len() {
        assert!(matches!(Block::read(&bytes[..length]), Err(RowError::Block)), "{length}");
    }
}

/// As the versions before 0.4.0 wrote it: one row `a`/7, not packed.
#[test]
fn a_block_that_was_not_packed_is_still_read() {
    let plain = [&[1, 2, 2, 1, b'a', 1, 0, 0, 0, 0, 0, 0, 0, 7, 5][..], b"value"].concat();
    let block = Block([(Key::from("a").then(7_u64), b"value".to_vec())].into());
    assert_eq!(Block::read(&plain).unwrap(), block);
    let mut memory = Memory::default();
    memory
        .run(&Transaction::new().put(Store::Blocks, blocks::key(Store::Records, &Key::from("a").then(7_u64)), plain))
        .unwrap();
    run(&mut memory, plan([(Key::from("b"), Some(b"other".to_vec()))].into()), true);
    assert_eq!(rows(&memory).len(), 2);
    assert_eq!(memory.all(Store::Blocks).len(), 1, "both lie in one, written anew");
}

#[test]
fn a_packed_block_takes_no_more_room_than_its_bytes_can_fill() {
    let records =
        |number: u64| (Key::from("a").then(number), br#"{"record":"sample","answers":{"area":"east"}}"#.repeat(9));
    let bytes = Block((0..200).map(records).collect()).to_bytes();
    assert!(bytes.len() < 200 * 40, "{}", bytes.len());
    // It says of itself that it is four gigabytes large.
    let lying = [&[2, 0xff, 0xff, 0xff, 0xff, 0x0f][..], &bytes[4..]].concat();
    assert!(matches!(Block::read(&lying), Err(RowError::Block)));
}

#[test]
fn a_row_that_lies_in_a_block_alone_is_not_looked_for_beside_it() {
    let key = |number: u64| Key::from("r").then(number);
    let mut memory = Memory::default();
    run(&mut memory, plan((0..3).map(|number| (key(number), Some(vec![1]))).collect()), true);
    memory.run(&Transaction::new().put(Store::Records, key(1), vec![2])).unwrap();
    let gone = plan((0..3).map(|number| (key(number), None)).collect());
    let held = needed(&memory, &blocks::keys(&gone, Store::Records, false));
    let mut placed = blocks::placed(gone, &held, false).unwrap();
    placed.leave_out_absent([(Store::Records, [key(1)].into())].into());
    assert_eq!(placed.rest, Transaction::new().delete(Store::Records, key(1)));

    let put_and_gone = Transaction::new().put(Store::Records, key(9), vec![3]).delete(Store::Records, key(9));
    let mut placed = blocks::placed(put_and_gone.clone(), &[], false).unwrap();
    placed.leave_out_absent([(Store::Records, BTreeSet::new())].into());
    assert_eq!(placed.rest, put_and_gone);
}

#[test]
fn all_rows_of_a_store_go_with_their_blocks() {
    let mut memory = Memory::default();
    let two: Changes = [(Key::from("a"), Some(vec![1])), (Key::from("b"), Some(vec![2]))].into();
    run(&mut memory, plan(two), true);
    assert_eq!((memory.all(Store::Blocks).len(), memory.all(Store::Records).len()), (1, 0));
    run(&mut memory, Transaction::new().delete_under(Store::Records, Key(Vec::new())), false);
    assert!(rows(&memory).is_empty() && memory.all(Store::Blocks).is_empty());
}

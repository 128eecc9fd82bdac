//! What packs made a tablet hold, and what it needs of that.

use std::collections::{BTreeMap, BTreeSet};

use record::{DeviceId, EntityId, ListName, Sha256};
use store::held::{self, Coming, Held, Spoken};
use store::memory::Aborted;
use store::packs::{self, Pack};
use store::{EntityRow, Key, Row, Store, layout};

use crate::erasures::erasure_of;
use crate::sample::{Device, at, entity};

fn hash(number: u8) -> Sha256 {
    Sha256::of(&[number])
}

fn held(number: u8) -> Held {
    let ids = |ids: &[&str]| {
        BTreeMap::from([(
            ListName::new("enterprises"),
            ids.iter().map(|id| EntityId::new(*id)).collect::<BTreeSet<_>>(),
        )])
    };
    Held { pack: hash(number), made_at: at(i64::from(number)), present: ids(&["甲", "乙"]), beside: ids(&["丙"]) }
}

#[test]
fn what_is_held_of_a_desk_is_read_as_it_was_written() {
    let mut tablet = Device::new();
    let (one, other) = (DeviceId::new("ab".repeat(32)), DeviceId::new("cd".repeat(32)));
    tablet.run(&held::holds(&one, &held(1))).unwrap();
    tablet.run(&held::holds(&other, &held(2))).unwrap();
    let row = tablet.memory.get(Store::Receipts, &layout::pack_held(&one)).unwrap();
    assert_eq!(Held::read(row).unwrap(), held(1));
}

#[test]
fn a_difference_is_taken_by_who_holds_what_it_is_since_and_by_nobody_else() {
    let coming = |held: Option<&Held>, number: u8, since: Option<u8>| {
        Held::coming(held, hash(number), at(i64::from(number)), since.map(hash))
    };
    let five = held(5);
    // Whole ones.
    assert_eq!(coming(None, 5, None), Coming::Newer);
    assert_eq!(coming(Some(&five), 6, None), Coming::Newer);
    assert_eq!(coming(Some(&five), 5, None), Coming::Known);
    assert_eq!(coming(Some(&five), 4, None), Coming::Older);
    // Differences: the next one, one that comes again, one that comes late, and one before which another was left out.
    assert_eq!(coming(Some(&five), 6, Some(5)), Coming::Newer);
    assert_eq!(coming(Some(&five), 5, Some(4)), Coming::Known);
    assert_eq!(coming(Some(&five), 4, Some(3)), Coming::Older);
    assert_eq!(coming(Some(&five), 7, Some(6)), Coming::LacksBase);
    assert_eq!(coming(None, 7, Some(6)), Coming::LacksBase);
}

#[test]
fn what_is_let_go_leaves_with_the_word_that_it_was_held_unless_the_ledger_moved() {
    let mut tablet = Device::new();
    let desk = DeviceId::new("ab".repeat(32));
    let here = [entity("甲", "{}"), entity("丙", "{}")];
    tablet.run(&packs::take_in(&pack(1, &desk), None, &[], &here, tablet.ledger())).unwrap();
    let gone = [EntityRow { value: None, ..entity("丙", "") }];
    let left = Held { beside: BTreeMap::new(), ..held(1) };
    let stale = tablet.ledger();
    tablet.run(&packs::take_in(&pack(2, &desk), None, &[], &[], tablet.ledger())).unwrap();
    assert!(matches!(tablet.run(&held::let_go(&desk, &left, &gone, stale)), Err(Aborted::Guard(Store::Meta, _))));
    assert_eq!(tablet.memory.all(Store::Entities).len(), 2);
    tablet.run(&held::let_go(&desk, &left, &gone, tablet.ledger())).unwrap();
    assert_eq!(tablet.memory.all(Store::Entities).len(), 1);
    assert_eq!(Held::read(tablet.memory.get(Store::Receipts, &layout::pack_held(&desk)).unwrap()).unwrap(), left);
}

fn pack(number: u8, desk: &DeviceId) -> Pack {
    Pack {
        body_hash: hash(number),
        device: desk.clone(),
        created_at: at(i64::from(number)),
        taken_at: at(9),
        file_name: "taizhang-pack.json".to_owned(),
        forms: Vec::new(),
        lists: Vec::new(),
    }
}

#[test]
fn drafts_and_records_that_nobody_received_keep_what_they_speak_of() {
    let mut tablet = Device::new();
    let made = tablet.finalized(1);
    let record = made.submission().record.to_string();
    let draft = Row::new(Store::Journal, Key::from("draft").then(1), r#"{"answer":"0197c9a0-aaaa 0197c9a0-bbbb"}"#);
    let all = |tablet: &Device| {
        let stores = [Store::Drafts, Store::Journal, Store::Bin, Store::Records, Store::States];
        let mut rows: Vec<Row> = stores.into_iter().flat_map(|store| tablet.memory.all(store)).collect();
        rows.push(draft.clone());
        rows
    };
    let spoken = Spoken::of(&all(&tablet));
    assert!(spoken.has(&EntityId::new(record.clone())), "it waits");
    assert!(spoken.has(&EntityId::new("0197c9a0-aaaa")) && spoken.has(&EntityId::new("0197c9a0-bbbb")));
    assert!(!spoken.has(&EntityId::new("0197c9a0")), "a part of an id is another id");
    // Received, it holds nothing back; what others made does.
    let rows = all(&tablet).into_iter().map(|row| match row.store {
        Store::States => {
            let text = String::from_utf8(row.value.clone()).unwrap();
            let received = text.replace("waiting", "received");
            assert_ne!(received, text);
            Row { value: received.into_bytes(), ..row }
        }
        _ => row,
    });
    let rows: Vec<Row> = rows.collect();
    let received = Spoken::of(&rows);
    assert!(!received.has(&EntityId::new(record.clone())));
    assert!(received.has(&EntityId::new("0197c9a0-aaaa")));
    let foreign: Vec<Row> = rows.into_iter().filter(|row| row.store != Store::States).collect();
    assert!(Spoken::of(&foreign).has(&EntityId::new(record)));
    // What was erased has no state either, and holds nothing back.
    let erasing = erasure_of(&made, 2);
    let entity = erasing.erasure().unwrap().entities[0].id.clone();
    let row = Row::new(Store::Records, layout::revision(erasing.submission().record, erasing.hash()), erasing.body());
    assert!(!Spoken::of(&[row]).has(&entity));
    // An id that no form would make is looked for as it is.
    let odd = Row::new(Store::Drafts, Key::from("draft"), r#"{"answer":"样例 甲/1"}"#);
    let odd = Spoken::of(&[odd]);
    assert!(odd.has(&EntityId::new("样例 甲/1")) && !odd.has(&EntityId::new("样例 乙/1")));
    // One that stands behind a word of its kind is the same id.
    let named = Spoken::of(&[Row::new(Store::Drafts, Key::from("draft"), r#"{"answer":"uuid:0197c9a0-cccc"}"#)]);
    assert!(["0197c9a0-cccc", "uuid:0197c9a0-cccc"].iter().all(|id| named.has(&EntityId::new(*id))));
    assert!(!named.has(&EntityId::new("uuid:0197c9a0-dddd")));
}

#[test]
fn the_files_of_other_packs_go_and_those_of_other_desks_stay() {
    let mut tablet = Device::new();
    let desks = ["ab", "cd"].map(|digits| DeviceId::new(digits.repeat(32)));
    for (number, desk) in [(1, &desks[0]), (2, &desks[1]), (3, &desks[0])] {
        tablet.run(&packs::take_in(&pack(number, desk), Some(b"file"), &[], &[], tablet.ledger())).unwrap();
    }
    let rows = tablet.memory.all(Store::Packs);
    let keys: Vec<Key> = rows.iter().map(|row| row.key.clone()).collect();
    let known = packs::list(&rows).0;
    tablet.run(&packs::forget_files(&keys, &known, &desks[0], hash(3))).unwrap();
    let left = |number: u8| tablet.memory.get(Store::Packs, &layout::pack_file(hash(number))).is_some();
    assert_eq!([1, 2, 3].map(left), [false, true, true]);
    assert_eq!(packs::list(&tablet.memory.all(Store::Packs)).0.len(), 3, "that they came is remembered");
    // A difference leaves none.
    tablet.run(&packs::take_in(&pack(4, &desks[0]), None, &[], &[], tablet.ledger())).unwrap();
    assert!(tablet.memory.get(Store::Packs, &layout::pack_file(hash(4))).is_none());
}

#[test]
fn of_a_packs_file_that_says_what_was_erased_only_which_entities_it_brought_is_left() {
    let mut tablet = Device::new();
    let desk = DeviceId::new("ab".repeat(32));
    let taken = pack(1, &desk);
    let file = br#"{"format":"taizhang-pack","body":{"contact_phone":"400-000-0417"}}"#;
    tablet.run(&packs::take_in(&taken, Some(file), &[], &[], tablet.ledger())).unwrap();
    assert_eq!(packs::brought(file), None);
    let brought = vec![(ListName::new("enterprises"), vec![EntityId::new("e1"), EntityId::new("e2")])];
    let left = packs::without_texts(&brought);
    tablet.run(&packs::take_in(&taken, Some(&left), &[], &[], tablet.ledger())).unwrap();
    let left = tablet.memory.get(Store::Packs, &layout::pack_file(taken.body_hash)).unwrap();
    assert!(!String::from_utf8_lossy(left).contains("400-000-0417"));
    assert_eq!(packs::brought(left), Some(brought));
}

//! Batches coming in: once, whole, and in any order. And packs, and what is set aside.

use proptest::prelude::*;
use record::{DeviceId, ListName, Revision, Sha256};
use store::devices::{self, DeviceStanding};
use store::forms::{Form, FormBytes};
use store::import::{self, EntityRow, Load};
use store::memory::Aborted;
use store::packs::Pack;
use store::quarantine::{self, Quarantined};
use store::{Conflict, Key, LedgerVersion, Store, Transaction, blobs, forms, packs, records};

use crate::sample::{Device, arrival, at, entity, form, record_no, revision};

fn revisions(numbers: std::ops::Range<u8>) -> Vec<Revision> {
    numbers.map(|number| revision(record_no(number), u64::from(number), "样例")).collect()
}

#[test]
fn a_batch_is_taken_in_whole() {
    let mut desk = Device::new();
    let revisions = revisions(1..3);
    let photo = (Sha256::of(b"photo"), b"photo".to_vec());
    let tablet = devices::Device {
        id: DeviceId::new("cd".repeat(32)),
        label: "样例平板".into(),
        standing: DeviceStanding::Trusted,
        decided_at: at(2),
        officers: None,
    };
    let load = Load {
        entities: vec![entity("e1", "{}")],
        devices: vec![tablet.clone()],
        blobs: vec![photo.clone()],
        ..Load::of(&revisions)
    };
    let arrival = arrival(1, &revisions);
    desk.run(&import::take_in(std::slice::from_ref(&arrival), load, desk.ledger())).unwrap();

    let came = import::list(&desk.memory.all(Store::Inbox)).0;
    assert_eq!(came, [import::Arrival { revisions: Vec::new(), ..arrival.clone() }]);
    assert_eq!(import::revisions(&desk.memory.all(Store::Inbox)).unwrap(), arrival.revisions);
    assert_eq!(records::list(&desk.memory.all(Store::Records)).0.len(), 2);
    assert_eq!(devices::list(&desk.memory.all(Store::Devices)).0, [tablet]);
    assert_eq!(blobs::read(photo.0, &desk.memory.all(Store::Blobs)).unwrap(), photo.1);
    assert_eq!(desk.ledger(), LedgerVersion(1));
    assert!(desk.memory.all(Store::States).is_empty(), "records of others have no way to go");
}

#[test]
fn an_import_of_a_version_that_did_not_remember_who_filled_it_is_read_without() {
    let mut desk = Device::new();
    desk.run(&import::take_in(&[arrival(1, &[])], Load::default(), desk.ledger())).unwrap();
    let row = &desk.memory.all(Store::Inbox)[0].value;
    let mut old: serde_json::Value = serde_json::from_slice(row).unwrap();
    for member in ["officers", "forms"] {
        assert!(old.as_object_mut().unwrap().remove(member).is_some(), "{member}");
    }
    let read = import::read(old.to_string().as_bytes()).unwrap();
    assert_eq!(read, import::Arrival { filled: import::Filled::default(), ..arrival(1, &[]) });
}

#[test]
fn batches_that_come_together_are_all_here_or_none() {
    let mut desk = Device::new();
    let all = revisions(1..5);
    let arrivals = [arrival(1, &all[..2]), arrival(2, &all[2..])];
    desk.take_in(2, &[]).unwrap();
    let before = desk.memory.clone();
    let both = import::take_in(&arrivals, Load::of(&all), desk.ledger());
    assert_eq!(desk.run(&both), Err(Aborted::Guard(Store::Inbox, Some(Conflict::AlreadyImported))));
    assert_eq!(desk.memory, before);

    let mut desk = Device::new();
    desk.run(&import::take_in(&arrivals, Load::of(&all), desk.ledger())).unwrap();
    assert_eq!(import::list(&desk.memory.all(Store::Inbox)).0.len(), 2);
    assert_eq!((desk.memory.all(Store::Records).len(), desk.ledger()), (4, LedgerVersion(1)));
}

#[test]
fn a_batch_that_the_first_version_took_in_tells_its_revisions_too() {
    let all = revisions(1..3);
    let told = arrival(1, &all);
    let revisions: Vec<_> = told.revisions.iter().map(|(record, hash)| format!(r#"["{record}","{hash}"]"#)).collect();
    let mut desk = Device::new();
    desk.take_in(1, &[]).unwrap();
    let mut head = desk.memory.all(Store::Inbox).into_iter().next().unwrap();
    let text = String::from_utf8(head.value).unwrap();
    head.value =
        text.replace(r#""report""#, &format!(r#""revisions":[{}],"report""#, revisions.join(","))).into_bytes();
    assert_eq!(import::revisions(&[head]).unwrap(), told.revisions);
}

#[test]
fn the_same_batch_again_changes_nothing() {
    let mut desk = Device::new();
    desk.take_in(1, &revisions(1..3)).unwrap();
    let before = desk.memory.clone();
    assert_eq!(
        desk.take_in(1, &[]),
        Err(Aborted::Guard(Store::Inbox, Some(Conflict::AlreadyImported))),
        "also where nothing of it is left to add"
    );
    assert_eq!(desk.memory, before);
}

#[test]
fn two_tabs_that_computed_on_the_same_ledger_do_not_overwrite_each_other() {
    let mut desk = Device::new();
    let ledger = desk.ledger();
    let (one, two) = (revisions(1..2), revisions(2..3));
    let load = Load { entities: vec![entity("e1", "first")], ..Load::of(&one) };
    desk.run(&import::take_in(&[arrival(1, &one)], load, ledger)).unwrap();
    let load = Load { entities: vec![entity("e1", "second, without the first")], ..Load::of(&two) };
    let late = import::take_in(&[arrival(2, &two)], load, ledger);
    assert_eq!(desk.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::LedgerMoved))));
}

#[test]
fn a_record_that_is_here_is_never_written_again() {
    let mut desk = Device::new();
    let revisions = revisions(1..2);
    desk.take_in(1, &revisions).unwrap();
    let before = desk.memory.clone();
    assert!(matches!(desk.take_in(2, &revisions), Err(Aborted::Taken(Store::Records, _))));
    assert_eq!(desk.memory, before);
}

#[test]
fn a_missing_batch_of_a_device_is_told() {
    let device = DeviceId::new("cd".repeat(32));
    let arrivals = [arrival(2, &[]), arrival(5, &[]), arrival(3, &[])];
    assert_eq!(import::gaps(&device, &arrivals), [1, 4]);
    assert!(import::gaps(&DeviceId::new("ef".repeat(32)), &arrivals).is_empty());
    let far = store::import::Arrival { seq: u64::MAX, ..arrival(1, &[]) };
    assert_eq!(import::gaps(&device, &[far]).len(), import::MAX_GAPS);
}

#[test]
fn the_projection_is_thrown_away_and_written_anew() {
    let mut desk = Device::new();
    desk.run(&import::rebuild(&[entity("e1", "1"), entity("e2", "2")], desk.ledger())).unwrap();
    desk.run(&import::rebuild(&[entity("e2", "3")], desk.ledger())).unwrap();
    assert_eq!(desk.memory.all(Store::Entities).len(), 1);
    let gone = EntityRow { key: Key::from("enterprises").then("e2"), value: None };
    desk.take_in(1, &[]).unwrap();
    let load = Load { entities: vec![gone], ..Load::default() };
    desk.run(&import::take_in(&[arrival(2, &[])], load, desk.ledger())).unwrap();
    assert!(desk.memory.all(Store::Entities).is_empty());
}

#[test]
fn a_pack_brings_forms_and_lists_and_keeps_its_file() {
    let mut tablet = Device::new();
    let head = Form {
        form: form(),
        title: "样例表".into(),
        listing: record::Listing::default(),
        added_at: at(1),
        files: Vec::new(),
        offered: true,
    };
    let bytes = FormBytes { form: head.clone(), workbook: b"workbook".to_vec(), files: Vec::new() };
    let pack = Pack {
        body_hash: Sha256::of(b"pack"),
        device: DeviceId::new("cd".repeat(32)),
        created_at: at(1),
        taken_at: at(2),
        file_name: "样例.json".into(),
        forms: vec![form().hash],
        lists: vec![ListName::new("enterprises")],
    };
    let rows = [entity("e1", "{}")];
    for _ in 0..2 {
        let plan = packs::take_in(&pack, Some(b"file"), std::slice::from_ref(&bytes), &rows, tablet.ledger());
        tablet.run(&plan).unwrap();
    }
    assert_eq!(packs::list(&tablet.memory.all(Store::Packs)).0, std::slice::from_ref(&pack));
    assert_eq!(tablet.memory.get(Store::Packs, &store::layout::pack_file(pack.body_hash)), Some(b"file".as_slice()));
    assert_eq!(forms::list(&tablet.memory.all(Store::Forms)).0, [head]);
    assert_eq!(tablet.memory.all(Store::Entities).len(), 1);
}

#[test]
fn a_file_nobody_trusts_is_kept_with_the_reason() {
    let mut desk = Device::new();
    let aside = Quarantined::of_file("样例.json", b"{}", "unknown_device", at(3));
    for _ in 0..2 {
        desk.run(&quarantine::keep(&aside, b"{}")).unwrap();
    }
    let (found, damaged) = quarantine::list(&desk.memory.all(Store::Quarantine));
    assert_eq!((found, damaged.len()), (vec![aside.clone()], 0));
    let key = store::layout::quarantined_bytes(&aside.id);
    assert_eq!(desk.memory.get(Store::Quarantine, &key), Some(b"{}".as_slice()));
    desk.run(&quarantine::release(Transaction::new(), &aside.id)).unwrap();
    assert!(desk.memory.all(Store::Quarantine).is_empty());
}

proptest! {
    /// Batches that overlap, in any order, some twice, some killed and tried again: the same records.
    #[test]
    fn the_order_of_imports_does_not_matter(
        order in proptest::collection::vec((0_usize..6, any::<bool>()), 0..30),
    ) {
        let all = revisions(1..12);
        let batches: Vec<&[Revision]> = vec![&all[0..3], &all[2..5], &all[0..1], &all[4..9], &all[8..11], &all[1..10]];
        let mut desk = Device::new();
        let first = (0..6).map(|batch| (batch, false));
        for (batch, killed) in order.into_iter().chain(first) {
            let held = desk.memory.all(Store::Records);
            let is_new = |revision: &&Revision| !held.iter().any(|row| row.value == revision.body().as_bytes());
            let new: Vec<Revision> = batches[batch].iter().filter(is_new).cloned().collect();
            let number = u8::try_from(batch).unwrap() + 1;
            let before = desk.memory.clone();
            let known = desk.memory.get(Store::Inbox, &store::layout::batch(arrival(number, &[]).batch)).is_some();
            let done = if killed { Ok(()) } else { desk.take_in(number, &new) };
            prop_assert_eq!(done.is_err(), known && !killed);
            prop_assert!(done.is_ok() && !killed || desk.memory == before);
        }
        let (mut found, damaged) = records::list(&desk.memory.all(Store::Records));
        found.sort_by_key(|revision| revision.submission().sequence);
        prop_assert_eq!(found, all);
        prop_assert!(damaged.is_empty());
        prop_assert_eq!(import::list(&desk.memory.all(Store::Inbox)).0.len(), 6);
    }
}

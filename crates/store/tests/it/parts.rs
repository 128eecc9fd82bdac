//! What a device keeps when parts of records are erased: the rest of the record, and nothing of the part.

use std::collections::BTreeSet;

use record::{
    Attachment, Decision, EntityChange, EntityId, ErasedEntity, Erasure, Erasures, LedgerHash, ListName, Part,
    RecordId, Revision, Sha256, Submission,
};
use store::backup::Backup;
use store::blocks::{self, Block};
use store::records;
use store::safe::{self, Head, Reader, Writer};
use store::{Purge, Row, Snapshot, Store, Transaction};
use store::{bin, blobs, draft, erasure, layout};

use crate::sample::{Device, at, device_id, draft_no, entity, entry, record_no, revision};

const PHONE: &str = "400-000-0417";

fn firm() -> ErasedEntity {
    ErasedEntity { list: ListName::new("enterprises"), id: EntityId::new("e1") }
}

/// A registration with the photo of a licence, one of the yard, and a contact.
fn registration(number: u8, photos: &[&[u8]]) -> Revision {
    let attachment = |photo: &&[u8]| {
        let sha256 = Sha256::of(photo);
        Attachment { name: format!("{sha256}.jpg"), sha256, bytes: photo.len() as u64, media_type: "image/jpeg".into() }
    };
    let change = EntityChange {
        label: Some("样例企业".into()),
        properties: [("contact_phone".to_owned(), PHONE.to_owned())].into(),
        ..EntityChange::create(firm().list, firm().id)
    };
    let submission = revision(record_no(number), u64::from(number), "样例企业").submission().clone();
    let attachments: Vec<Attachment> = photos.iter().map(attachment).collect();
    let mut answers = submission.answers.clone();
    answers.insert("contact_phone".into(), PHONE.into());
    for (photo, name) in attachments.iter().zip(["licence_photo", "photo"]) {
        answers.insert(name.into(), photo.name.clone().into());
    }
    Revision::write(Submission { attachments, answers, entities: vec![change], ..submission }).unwrap()
}

fn part(of: &Revision) -> Part {
    Part {
        answers: vec!["contact_phone".into()],
        files: vec![Sha256::of(b"licence")],
        entities: vec![firm()],
        properties: vec!["contact_phone".into()],
        ..Part::of(of.submission().record, of.hash())
    }
}

fn erasure_of(parts: Vec<Part>, sequence: u64) -> Revision {
    let bare = Submission {
        form: Decision::form(),
        instance_name: None,
        answers: serde_json::Map::new(),
        erasure: Some(Erasure { parts, ..Erasure::default() }),
        ..revision(record_no(200), sequence, "").submission().clone()
    };
    Revision::write(bare).unwrap()
}

fn everything(device: &Device) -> Vec<Row> {
    Store::ALL.into_iter().flat_map(|store| device.memory.all(store)).collect()
}

/// Where the contact's phone or the licence's name still stands.
fn left(device: &Device) -> Vec<String> {
    let licence = Sha256::of(b"licence").to_string();
    let speaks = |row: &&Row| {
        let text = String::from_utf8_lossy(&row.value);
        text.contains(PHONE) || text.contains(&licence) && row.store != Store::Meta
    };
    let own = |row: &&Row| row.key.text(0) != Some(&record_no(200).to_string());
    everything(device)
        .iter()
        .filter(own)
        .filter(speaks)
        .map(|row| format!("{} {:?}", row.store.name(), row.key))
        .collect()
}

fn hashes(device: &Device) -> LedgerHash {
    let (revisions, damaged) = records::list(&device.memory.all(Store::Records));
    assert!(damaged.is_empty());
    LedgerHash::of(revisions.iter().map(Revision::hash).collect::<BTreeSet<_>>())
}

/// A desk with the record, another one that has the same photo of the yard, and what somebody threw away of an edit.
fn desk() -> (Device, Revision) {
    let mut desk = Device::new();
    let registered = registration(1, &[b"licence", b"yard"]);
    for photo in [b"licence".as_slice(), b"yard"] {
        desk.run(&blobs::write(photo).1).unwrap();
    }
    desk.take_in(1, std::slice::from_ref(&registered)).unwrap();
    let thrown = draft_no(1);
    let said = format!(r#"{{"answer":"{PHONE} {}"}}"#, Sha256::of(b"licence"));
    desk.run(&draft::begin(&thrown, &Snapshot { seq: 0, instance: said })).unwrap();
    desk.run(&draft::append(&thrown, &[entry(1)])).unwrap();
    let mut rows = desk.memory.under(Store::Drafts, &layout::draft(thrown.id));
    rows.extend(desk.memory.under(Store::Journal, &layout::draft(thrown.id)));
    desk.run(&bin::discard(&thrown, &rows, "样例企业", at(3))).unwrap();
    (desk, registered)
}

fn erasing(desk: &Device, parts: Vec<Part>) -> (Revision, Transaction) {
    let erasure = erasure_of(parts, desk.settings().sequence);
    let purge = Purge::of(BTreeSet::new(), &Erasures::of([&erasure]), &everything(desk));
    let row = store::EntityRow { value: Some("cut".into()), ..entity("e1", "") };
    let plan = erasure::withdraw(std::slice::from_ref(&erasure), &purge, &[row], desk.ledger());
    (erasure, plan)
}

#[test]
fn the_record_stays_under_its_name_and_the_part_is_nowhere() {
    let (mut desk, registered) = desk();
    assert!(left(&desk).len() > 1, "{:?}", left(&desk));
    let (erasure, plan) = erasing(&desk, vec![part(&registered)]);
    desk.run(&plan).unwrap();
    assert_eq!(left(&desk), Vec::<String>::new());

    let kept = records::list(&desk.memory.under(Store::Records, &layout::record(record_no(1)))).0;
    assert_eq!(kept, [Erasures::of([&erasure]).cut(registered.clone())]);
    assert!(kept[0].is_cut() && kept[0].hash() == registered.hash());
    assert!(desk.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"licence"))).is_empty());
    assert_eq!(desk.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"yard"))).len(), 1);
    assert!(desk.memory.all(Store::Bin).is_empty());
    assert_eq!(erasure::known(&desk.memory.all(Store::Meta)), Erasures::of([&erasure]));
}

#[test]
fn a_photo_that_another_record_names_stays_until_it_goes_there_too() {
    let (mut desk, registered) = desk();
    let other = registration(2, &[b"licence"]);
    desk.take_in(2, std::slice::from_ref(&other)).unwrap();
    let (_, plan) = erasing(&desk, vec![part(&registered)]);
    desk.run(&plan).unwrap();
    assert_eq!(desk.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"licence"))).len(), 1);
    let erasure = Submission {
        record: record_no(201),
        ..erasure_of(vec![part(&other)], desk.settings().sequence).submission().clone()
    };
    let erasure = Revision::write(erasure).unwrap();
    let purge = Purge::of(BTreeSet::new(), &Erasures::of([&erasure]), &everything(&desk));
    desk.run(&erasure::withdraw(&[erasure], &purge, &[], desk.ledger())).unwrap();
    assert!(desk.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"licence"))).is_empty());
}

#[test]
fn what_was_left_goes_through_backups_and_is_the_same_ledger_by_its_hash() {
    let (mut desk, registered) = desk();
    let whole = hashes(&desk);
    let (erasure, plan) = erasing(&desk, vec![part(&registered)]);
    desk.run(&plan).unwrap();
    let cut = hashes(&desk);
    assert_ne!(cut, whole); // the erasure is a record itself

    let head = Head {
        made_at: at(60),
        device: device_id(),
        label: String::new(),
        officer: record::OfficerId::new("s01"),
        schema: store::SCHEMA_VERSION,
    };
    let known = erasure::known(&desk.memory.all(Store::Meta));
    let mut writer = Writer::default();
    let mut pieces = writer.head(&head, &known);
    assert!(String::from_utf8_lossy(&pieces[1].1).contains(r#""version": 2"#));
    pieces.extend(writer.records(&desk.memory.all(Store::Records)));
    pieces.extend(writer.rows(Store::Meta, &desk.memory.all(Store::Meta)));
    let (last, end) = writer.end();
    assert_eq!(end.ledger, cut);
    let mut reader = Reader::default();
    let mut rows = Vec::new();
    for (name, bytes) in pieces.into_iter().chain([last]) {
        assert!(!String::from_utf8_lossy(&bytes).contains(PHONE), "{name}");
        if let safe::Part::Rows(came) = reader.read(&name, bytes).unwrap() {
            rows.extend(came);
        }
    }
    assert_eq!(reader.finish().unwrap().1.ledger, cut);
    let came = records::list(&rows).0;
    assert!(came.contains(&Erasures::of([&erasure]).cut(registered)));
    assert_eq!(erasure::known(&rows), known);
    // A backup of which no record has lost a part is as it was.
    assert!(
        String::from_utf8_lossy(&Writer::default().head(&head, &Erasures::default())[1].1).contains(r#""version": 1"#)
    );
}

#[test]
fn a_backup_from_before_brings_no_part_back() {
    let (mut desk, registered) = desk();
    let mut rows = desk.memory.all(Store::Records);
    rows.extend(desk.memory.all(Store::Blobs));
    let backup = Backup::of(rows, device_id(), at(9));
    let (_, plan) = erasing(&desk, vec![part(&registered)]);
    desk.run(&plan).unwrap();

    // Here, and where nothing is but the word of the erasure.
    for mut device in [desk, {
        let mut other = Device::new();
        let (_, plan) = erasing(&other, vec![part(&registered)]);
        other.run(&plan).unwrap();
        other
    }] {
        let returning = backup.beside(&everything(&device));
        device.run(&returning.plan(&[], device.ledger())).unwrap();
        assert_eq!(left(&device), Vec::<String>::new());
        assert!(device.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"licence"))).is_empty());
        assert_eq!(device.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"yard"))).len(), 1);
        assert!(records::list(&device.memory.all(Store::Records)).0.iter().any(|it| it.hash() == registered.hash()));
    }
}

#[test]
fn a_row_of_what_was_left_that_was_changed_or_lies_elsewhere_is_damaged() {
    let registered = registration(1, &[b"licence"]);
    let cut = Erasures::of([&erasure_of(vec![part(&registered)], 9)]).cut(registered.clone());
    let row = |record: RecordId, hash, text: &str| Row::new(Store::Records, layout::revision(record, hash), text);
    assert_eq!(records::read(&row(record_no(1), cut.hash(), cut.body())).unwrap(), cut);
    let changed = cut.body().replace("样例企业", "样例他企");
    for wrong in [
        row(record_no(1), cut.hash(), &changed),
        row(record_no(1), Sha256::of(b"another"), cut.body()),
        row(record_no(2), cut.hash(), cut.body()),
        row(record_no(1), Sha256::of(cut.body().as_bytes()), cut.body()),
    ] {
        assert!(records::read(&wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn nothing_of_the_part_lies_on_in_a_block() {
    let registered = registration(1, &[b"licence"]);
    let key = layout::revision(record_no(1), registered.hash());
    let came = Transaction::new().put(Store::Records, key.clone(), registered.body());
    let placed = blocks::placed(came, &[], true).unwrap();
    let held: Vec<Row> = placed
        .writes()
        .filter_map(|write| match write {
            store::Write::Put { store, key, value } => Some(Row { store, key, value }),
            _ => None,
        })
        .collect();
    let (_, plan) = erasing(&Device::new(), vec![part(&registered)]);
    assert!(!plan.deletes_blocked(), "nothing is cut that is not here");
    let erasure = erasure_of(vec![part(&registered)], 1);
    let row = Row::new(Store::Records, key.clone(), registered.body());
    let purge = Purge::of(BTreeSet::new(), &Erasures::of([&erasure]), &[row]);
    for is_gathering in [false, true] {
        let plan = erasure::learnt(&[], &purge, &Erasures::of([&erasure]));
        assert!(plan.deletes_blocked());
        let mut found = Vec::new();
        for write in blocks::placed(plan, &held, is_gathering).unwrap().writes() {
            match write {
                store::Write::Put { store: Store::Blocks, value, .. } => {
                    found.extend(Block::read(&value).unwrap().0.into_values());
                }
                store::Write::Put { store: Store::Records, value, .. } => found.push(value),
                _ => {}
            }
        }
        let texts: Vec<String> = found.into_iter().map(|value| String::from_utf8(value).unwrap()).collect();
        assert_eq!(texts, [Erasures::of([&erasure]).cut(registered.clone()).into_body()]);
    }
}

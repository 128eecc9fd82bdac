//! Whole imports without a browser: the worker's own code answers, and a database in memory takes what is written.

use record::{
    EntityChange, EntityChangeKind, EntityId, FormRef, ListName, OfficerId, RecordId, RevisionHash, Sha256, Submission,
};
use store::memory::{Aborted, Memory};
use store::settings::{self, OwnDevice, SecretKey};

use super::*;
use crate::worker::answer;
use crate::worker::batches::{AttachedFile, BatchOrder, KnownRows, Secret};

fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

fn id(secret: u8) -> DeviceId {
    batch::DeviceKey::from_bytes([secret; 32]).device()
}

/// A record of a device about an enterprise; every one says its area.
fn record(secret: u8, number: u8, enterprise: &str, area: &str) -> Revision {
    let change = EntityChange {
        list: ListName::new("enterprises"),
        entity: EntityId::new(enterprise),
        kind: EntityChangeKind::Create,
        label: Some(enterprise.to_owned()),
        properties: [("area".to_owned(), area.to_owned())].into(),
        base: None,
    };
    Revision::write(Submission {
        record: RecordId::new(at(0), [secret.wrapping_mul(16) + number; 10]),
        parents: Vec::new(),
        form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
        device: id(secret),
        officer: OfficerId::new("样例01"),
        finalized_at: at(1),
        sequence: number.into(),
        instance_name: None,
        answers: serde_json::Map::new(),
        entities: vec![change],
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: None,
    })
    .unwrap()
}

fn file(secret: u8, seq: u64, records: &[Revision]) -> Vec<u8> {
    let photo = format!("photo {secret} {seq}").into_bytes();
    let order = BatchOrder {
        secret: Secret([secret; 32]),
        id: BatchId::new(at(2), [secret * 16 + seq as u8; 10]),
        seq,
        previous: None,
        created_at: at(2),
        officer: OfficerId::new("样例01"),
        forms: Vec::new(),
        records: records.iter().map(|record| record.body().to_owned()).collect(),
        attachments: vec![AttachedFile {
            sha256: Sha256::of(&photo),
            media_type: "image/jpeg".to_owned(),
            bytes: FileBytes(photo),
        }],
    };
    match answer(Question::PackBatch(Box::new(order))) {
        Answer::Packed(made) => made.bytes.0,
        other => panic!("not packed: {other:?}"),
    }
}

/// A coordinator's device that trusts the devices 1, 2 and 3.
struct Desk(Memory);

impl Desk {
    fn new() -> Self {
        let mut memory = Memory::default();
        let own = OwnDevice { key: SecretKey([9; 32]), label: String::new(), made_at: at(0) };
        memory.run(&settings::set_up("generation", &own)).unwrap();
        Self(memory)
    }

    fn ledger(&self) -> LedgerVersion {
        Settings::read(&self.0.all(Store::Meta)).unwrap().unwrap().ledger
    }

    fn writes(&self, load: &ImportLoad, ledger: LedgerVersion) -> Transaction {
        let new = new_records(load).unwrap();
        let everything: Vec<store::Row> = Store::ALL.into_iter().flat_map(|store| self.0.all(store)).collect();
        let purge = Purge::of(load.doomed.iter().copied().collect(), &Erasures::of(&new), &everything);
        writes(load, &new, &purge, "样例.zip", at(5), ledger)
    }

    fn import(&self, file: &[u8], batch: &BatchSeen) -> Import {
        let records = batch
            .revisions
            .iter()
            .map(|(record, _)| (*record, known::links(&self.0.under(Store::Records, &layout::record(*record)))));
        let entity = |key: &EntityKey| {
            let value = self.0.get(Store::Entities, &layout::entity(&key.list, &key.entity))?;
            Some((key.clone(), FileBytes(value.to_vec())))
        };
        let known = KnownRows {
            records: records.collect(),
            entities: batch.entities.iter().filter_map(entity).collect(),
            ..KnownRows::default()
        };
        let known = KnownRows { erasures: store::erasure::known(&self.0.all(Store::Meta)), ..known };
        Import { name: "样例.zip".to_owned(), file: FileBytes(file.to_vec()), devices: trusted(), known }
    }

    fn plan(&self, file: &[u8]) -> ImportLoad {
        let import = self.import(file, &batch_of(file));
        match answer(Question::PlanImport(Box::new(import))) {
            Answer::Planned(load) => *load,
            other => panic!("not planned: {other:?}"),
        }
    }

    fn take_in(&mut self, file: &[u8]) -> Result<ImportCounts, Aborted> {
        let load = self.plan(file);
        let plan = self.writes(&load, self.ledger());
        self.0.run(&plan).map(|()| load.counts)
    }

    /// All that the ledger is made of, and which batches came. What was new about each depends on the order, of course.
    fn contents(&self) -> (Vec<store::Row>, Vec<Key>) {
        let stores = [Store::Records, Store::Entities, Store::Blobs];
        let came = self.0.all(Store::Inbox).into_iter().map(|row| row.key);
        (stores.into_iter().flat_map(|store| self.0.all(store)).collect(), came.collect())
    }
}

fn trusted() -> Vec<KnownDevice> {
    [1, 2, 3].map(|secret| KnownDevice { id: id(secret), is_trusted: true }).to_vec()
}

fn batch_of(file: &[u8]) -> BatchSeen {
    let question =
        Question::LookAtFile { name: "样例.zip".to_owned(), file: FileBytes(file.to_vec()), devices: trusted() };
    match answer(question) {
        Answer::Seen(seen) => match *seen {
            FileSeen::Batch(batch) => *batch,
            other => panic!("not a batch: {other:?}"),
        },
        other => panic!("not seen: {other:?}"),
    }
}

fn three_files() -> [Vec<u8>; 3] {
    [
        file(1, 1, &[record(1, 1, "样例一厂", "100"), record(1, 2, "样例二厂", "50")]),
        file(2, 1, &[record(2, 1, "样例一厂", "120")]),
        // A record that went out before goes out once more.
        file(1, 2, &[record(1, 2, "样例二厂", "50"), record(1, 3, "样例三厂", "70")]),
    ]
}

#[test]
fn batches_give_the_same_desk_in_any_order() {
    let files = three_files();
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let desks = orders.map(|order| {
        let mut desk = Desk::new();
        for file in order {
            desk.take_in(&files[file]).unwrap();
        }
        desk.contents()
    });
    assert!(desks.iter().all(|desk| *desk == desks[0]));
    let (rows, came) = &desks[0];
    assert_eq!(rows.iter().filter(|row| row.store == Store::Records).count(), 4);
    assert_eq!(came.len(), 3);
}

#[test]
fn a_batch_comes_in_once() {
    let [file, ..] = three_files();
    let mut desk = Desk::new();
    assert_eq!(desk.take_in(&file).unwrap(), ImportCounts { added: 2, known: 0, conflicts: 0, erased: 0 });
    let before = desk.0.clone();
    assert_eq!(desk.take_in(&file), Err(Aborted::Guard(Store::Inbox, Some(Conflict::AlreadyImported))));
    assert_eq!(desk.0, before);
}

#[test]
fn two_officers_who_say_different_things_make_a_conflict_that_is_counted() {
    let [one, two, _] = three_files();
    let mut desk = Desk::new();
    desk.take_in(&one).unwrap();
    assert_eq!(desk.take_in(&two).unwrap(), ImportCounts { added: 1, known: 0, conflicts: 1, erased: 0 });
}

#[test]
fn what_was_planned_on_an_older_ledger_is_not_written() {
    let [one, two, _] = three_files();
    let mut desk = Desk::new();
    let ledger = desk.ledger();
    let planned = desk.plan(&two);
    desk.take_in(&one).unwrap();
    let stale = desk.writes(&planned, ledger);
    let before = desk.0.clone();
    assert_eq!(desk.0.run(&stale), Err(Aborted::Guard(Store::Meta, Some(Conflict::LedgerMoved))));
    assert_eq!(desk.0, before);
}

#[test]
fn a_devices_own_batch_is_taken_in_where_its_records_are() {
    let own = record(1, 1, "样例一厂", "100");
    let mut desk = Desk::new();
    let key = layout::revision(own.submission().record, own.hash());
    let row = ledger::histories([&own]).into_values().next().unwrap();
    let entity = layout::entity(&row.list, &row.entity);
    let written =
        Transaction::new().add(Store::Records, key, own.body()).add(Store::Entities, entity, row.to_bytes().unwrap());
    desk.0.run(&written).unwrap();
    assert_eq!(
        desk.take_in(&file(1, 1, &[own])).unwrap(),
        ImportCounts { added: 0, known: 1, conflicts: 0, erased: 0 }
    );
    assert_eq!(desk.0.all(Store::Inbox).len(), 1);
}

#[test]
fn taking_a_file_in_empties_its_place_in_quarantine() {
    let [file, ..] = three_files();
    let mut desk = Desk::new();
    let head = Quarantined::of_file("样例.zip", &file, UNKNOWN_DEVICE, at(4));
    desk.0.run(&quarantine::keep(&head, &file)).unwrap();
    assert_eq!(desk.0.all(Store::Quarantine).len(), 2);
    desk.take_in(&file).unwrap();
    assert!(desk.0.all(Store::Quarantine).is_empty());
}

#[test]
fn a_record_that_lies_here_damaged_is_known_by_its_key() {
    let [file, ..] = three_files();
    let mut desk = Desk::new();
    let batch = batch_of(&file);
    let (record, hash): (RecordId, RevisionHash) = batch.revisions[0];
    desk.0.run(&Transaction::new().put(Store::Records, layout::revision(record, hash), "{")).unwrap();
    assert_eq!(desk.take_in(&file).unwrap(), ImportCounts { added: 1, known: 1, conflicts: 0, erased: 0 });
}

#[test]
fn a_row_of_the_ledger_that_cannot_be_read_is_made_anew_from_the_records() {
    let [one, two, _] = three_files();
    let mut desk = Desk::new();
    desk.take_in(&one).unwrap();
    let mut whole = Desk(desk.0.clone());
    whole.take_in(&two).unwrap();

    let key = EntityKey { list: ListName::new("enterprises"), entity: EntityId::new("样例一厂") };
    desk.0.run(&Transaction::new().put(Store::Entities, layout::entity(&key.list, &key.entity), "{")).unwrap();
    let import = desk.import(&two, &batch_of(&two));
    let answer_to = |import: Import| answer(Question::PlanImport(Box::new(import)));
    let Answer::RowsUnreadable(damaged) = answer_to(import.clone()) else { panic!("read") };
    assert_eq!(damaged, [key]);
    let (records, _) = records::list(&desk.0.all(Store::Records));
    let import = Import { known: known::repaired(import.known, &damaged, &records), ..import };
    let Answer::Planned(load) = answer_to(import) else { panic!("not planned") };
    let plan = desk.writes(&load, desk.ledger());
    desk.0.run(&plan).unwrap();
    assert_eq!(desk.contents(), whole.contents());
}

#[test]
fn an_erasure_empties_the_desk_of_what_it_names_and_the_older_file_changes_nothing_then() {
    let made = record(1, 1, "p1", "400-000-0417");
    let submission = made.submission();
    let named = record::ErasedEntity::of(&submission.entities[0]);
    let erasure = Revision::write(record::Submission {
        parents: vec![made.hash()],
        entities: Vec::new(),
        answers: serde_json::Map::new(),
        instance_name: None,
        attachments: Vec::new(),
        erasure: Some(record::Erasure { entities: vec![named], ..record::Erasure::default() }),
        ..submission.clone()
    })
    .unwrap();
    let speaks = |desk: &Desk| {
        let rows = [Store::Records, Store::Entities, Store::Inbox, Store::Meta].into_iter();
        rows.flat_map(|store| desk.0.all(store)).any(|row| String::from_utf8_lossy(&row.value).contains("400-000-0417"))
    };
    let mut desk = Desk::new();
    desk.take_in(&file(1, 1, std::slice::from_ref(&made))).unwrap();
    assert!(speaks(&desk));
    let counts = desk.take_in(&file(1, 2, std::slice::from_ref(&erasure))).unwrap();
    assert_eq!(counts, ImportCounts { added: 1, ..ImportCounts::default() });
    assert!(!speaks(&desk));
    let before = desk.contents().0;
    let counts = desk.take_in(&file(1, 3, &[made])).unwrap();
    assert_eq!(counts, ImportCounts { erased: 1, ..ImportCounts::default() });
    assert_eq!(desk.contents().0, before);
}

#[test]
fn an_erasure_of_a_device_that_nobody_trusts_is_kept_aside_and_erases_nothing() {
    let made = record(4, 1, "样例甲博士", "100");
    let erasure = Revision::write(record::Submission {
        entities: Vec::new(),
        answers: serde_json::Map::new(),
        instance_name: None,
        attachments: Vec::new(),
        erasure: Some(record::Erasure::default()),
        ..made.submission().clone()
    })
    .unwrap();
    let file = file(4, 1, &[erasure]);
    let seen = crate::worker::batches::look("样例.json", &file, &trusted());
    assert!(matches!(seen, FileSeen::Aside { is_revoked: false, .. }));
    let import =
        Import {
            name: "样例.json".to_owned(), file: FileBytes(file), devices: trusted(), known: KnownRows::default()
        };
    assert!(matches!(answer(Question::PlanImport(Box::new(import))), Answer::Seen(_)));
}

//! Whole imports without a browser: files are laid on the tray, and a database in memory takes what is written.

use std::collections::{BTreeMap, BTreeSet};

use ledger::{EntityKey, Joined};
use record::{
    DeviceId, EntityChange, EntityChangeKind, EntityId, FormRef, ListName, OfficerId, RecordId, Revision, RevisionHash,
    Sha256, Submission,
};
use store::memory::{Aborted, Memory};
use store::quarantine::{self, Quarantined};
use store::settings::{self, OwnDevice, SecretKey};
use store::{Conflict, Key, LedgerVersion, Purge, Settings, Store, Transaction, import, layout, records};

mod clocks;
mod parts;
pub mod rows;
// The browser's run of these tests has no maker of random cases.
#[cfg(not(target_arch = "wasm32"))]
mod random;

use super::intake::judge;
use super::tray::{Opened, Tray};
use super::*;
use crate::state::inbox::UNKNOWN_DEVICE;
use crate::worker::batches::{
    self, AttachedFile, BatchOrder, BatchSeen, FileSeen, Keyring, KnownDevice, KnownRows, Secret,
};
use crate::worker::{Answer, FileBytes, Question, answer};

fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

fn id(secret: u8) -> DeviceId {
    batch::DeviceKey::from_bytes([secret; 32]).device()
}

/// A record of a device about an enterprise; every one says its area.
fn record(secret: u8, number: u8, enterprise: &str, area: &str) -> Revision {
    let change = EntityChange {
        label: Some(enterprise.to_owned()),
        properties: [("area".to_owned(), area.to_owned())].into(),
        ..EntityChange::create(ListName::new("enterprises"), EntityId::new(enterprise))
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
        decision: None,
    })
    .unwrap()
}

fn file(secret: u8, seq: u64, records: &[Revision]) -> Vec<u8> {
    file_made(at(2), secret, seq, records)
}

/// A batch that its device made at this moment of its clock.
fn file_made(created_at: Timestamp, secret: u8, seq: u64, records: &[Revision]) -> Vec<u8> {
    packed(order(created_at, secret, seq, records))
}

fn order(created_at: Timestamp, secret: u8, seq: u64, records: &[Revision]) -> BatchOrder {
    let photo = format!("photo {secret} {seq}").into_bytes();
    BatchOrder {
        secret: Secret([secret; 32]),
        id: BatchId::new(at(2), [secret * 16 + seq as u8; 10]),
        seq,
        previous: None,
        created_at,
        officer: OfficerId::new("样例01"),
        forms: forms_of(records),
        records: records.iter().map(|record| record.body().to_owned()).collect(),
        attachments: vec![AttachedFile {
            sha256: Sha256::of(&photo),
            media_type: "image/jpeg".to_owned(),
            length: photo.len() as u64,
            bytes: Some(FileBytes(photo)),
        }],
        seal: None,
    }
}

fn packed(order: BatchOrder) -> Vec<u8> {
    match answer(Question::PackBatch(Box::new(order))) {
        Answer::Packed(made) => made.bytes.0,
        other => panic!("not packed: {other:?}"),
    }
}

fn forms_of(records: &[Revision]) -> Vec<(FormRef, String)> {
    records.first().map(|record| (record.submission().form.clone(), "样例登记".to_owned())).into_iter().collect()
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

    /// What the desk has of a batch, as `known` has it of a database.
    fn known(&self, batch: &BatchSeen) -> KnownRows {
        let links = |record: RecordId| (record, known::links(&self.0.under(Store::Records, &layout::record(record))));
        let bodies = |(record, _): &(RecordId, RevisionHash)| {
            let rows = self.0.under(Store::Records, &layout::record(*record));
            rows.into_iter().map(|row| (*record, FileBytes(row.value))).collect::<Vec<_>>()
        };
        let mut rows = KnownRows {
            records: batch.revisions.iter().map(|(record, _)| links(*record)).collect(),
            bodies: batch.revisions.iter().flat_map(bodies).collect(),
            erasures: store::erasure::known(&self.0.all(Store::Meta)),
            ..KnownRows::default()
        };
        let mut wanted: BTreeSet<EntityKey> = batch.entities.iter().cloned().collect();
        let all = records::list(&self.0.all(Store::Records)).0;
        rows.entities = self.entities(&wanted);
        for (record, hash) in ledger::doomed(&batches::desk(&rows).unwrap_or_default(), &batch.named) {
            let Some(revision) = all.iter().find(|revision| revision.hash() == hash) else { continue };
            let entities = ledger::entities_of(revision);
            wanted.extend(entities.iter().cloned());
            rows.spoken_of.push((hash, entities.into_iter().collect()));
            rows.records.push(links(record));
        }
        rows.entities = self.entities(&wanted);
        rows
    }

    fn entities(&self, wanted: &BTreeSet<EntityKey>) -> Vec<(EntityKey, FileBytes)> {
        let row = |key: &EntityKey| {
            let value = self.0.get(Store::Entities, &layout::entity(&key.list, &key.entity))?;
            Some((key.clone(), FileBytes(value.to_vec())))
        };
        wanted.iter().filter_map(row).collect()
    }

    fn opened(&self, file: &[u8]) -> Opened {
        let keyring = Keyring { keys: vec![zone_key()], ..trusted() };
        let (batch, (records, blobs)) = batches::open("样例.zip", file, &keyring).unwrap();
        let rows = self.known(&batch);
        let desk = batches::desk(&rows).unwrap_or_else(|damaged| {
            let (records, _) = records::list(&self.0.all(Store::Records));
            batches::desk(&known::repaired(rows, &damaged, &records)).unwrap()
        });
        Opened { batch, records, blobs, desk }
    }

    /// All files laid on one tray, and what each would bring.
    fn laid(&self, files: &[&[u8]]) -> (Tray, Vec<ImportCounts>) {
        let mut tray = Tray::on(self.ledger(), Joined::default(), BTreeMap::default());
        let counts = (1_u32..).zip(files).map(|(line, file)| tray.lay(line, "样例.zip", self.opened(file)).unwrap());
        let counts = counts.collect();
        (tray, counts)
    }

    fn write(&mut self, mut tray: Tray, ledger: LedgerVersion) -> Result<(), Aborted> {
        let mut taken = tray.taken(at(5));
        let everything: Vec<store::Row> = Store::ALL.into_iter().flat_map(|store| self.0.all(store)).collect();
        taken.load.purge = Purge::of(taken.doomed, &taken.load.erasures, &everything);
        let came: Vec<String> = taken.arrivals.iter().map(|arrival| arrival.file_hash.to_string()).collect();
        let plan = import::take_in(&taken.arrivals, taken.load, ledger);
        self.0.run(&came.iter().fold(plan, |plan, file| quarantine::release(plan, file)))
    }

    /// All files in one transaction.
    fn take_in_together(&mut self, files: &[&[u8]]) -> Result<Vec<ImportCounts>, Aborted> {
        let (tray, counts) = self.laid(files);
        self.write(tray, self.ledger()).map(|()| counts)
    }

    fn take_in(&mut self, file: &[u8]) -> Result<ImportCounts, Aborted> {
        self.take_in_together(&[file]).map(|counts| counts[0])
    }

    /// All that the ledger is made of, and which batches came. What was new about each depends on the order, of course.
    fn contents(&self) -> (Vec<store::Row>, Vec<Key>) {
        let stores = [Store::Records, Store::Entities, Store::Blobs];
        let came = self.0.all(Store::Inbox).into_iter().map(|row| row.key);
        (stores.into_iter().flat_map(|store| self.0.all(store)).collect(), came.collect())
    }
}

/// What opens what is sealed for the zone.
fn zone_key() -> batch::seal::SecretKey {
    batch::seal::SecretKey::from_bytes([8; 32])
}

fn trusted() -> Keyring {
    let devices = [1, 2, 3].map(|secret| KnownDevice { id: id(secret), is_trusted: true }).to_vec();
    Keyring { devices, ..Keyring::default() }
}

fn added(added: usize) -> ImportCounts {
    ImportCounts { added, ..ImportCounts::default() }
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
    assert_eq!(came.len(), 2 * 3);
}

#[test]
fn files_taken_in_together_give_what_they_give_one_by_one() {
    let files = three_files();
    let mut one_by_one = Desk::new();
    let mut expected = Vec::new();
    for file in &files {
        expected.push(one_by_one.take_in(file).unwrap());
    }
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let mut together = Desk::new();
        let counts = together.take_in_together(&order.map(|file| files[file].as_slice())).unwrap();
        assert_eq!(together.contents(), one_by_one.contents());
        assert_eq!(together.ledger(), LedgerVersion(1));
        let sum = |counts: &[ImportCounts]| counts.iter().fold(ImportCounts::default(), |sum, one| sum.and(*one));
        // Which file was first with what they have in common is another matter.
        assert_eq!(sum(&counts), sum(&expected));
    }
}

#[test]
fn a_file_is_judged_by_what_came_and_by_what_lies_here() {
    let [file, other, _] = three_files();
    let mut desk = Desk::new();
    let (batch, _) = batches::open("样例.zip", &file, &trusted()).unwrap();
    assert_eq!(judge(&batch, None, None), None);
    let (tray, _) = desk.laid(&[&file]);
    let twice = Outcome::Twice { name: "样例.zip".to_owned() };
    assert_eq!(judge(&batch, None, tray.file_of(batch.id)), Some(twice));
    let (another, _) = batches::open("样例.zip", &other, &trusted()).unwrap();
    let disguised = BatchSeen { id: batch.id, ..another };
    let refused = Outcome::Refused { why: FileRefusal::OtherContents, is_kept: false };
    assert_eq!(judge(&disguised, None, tray.file_of(batch.id)), Some(refused.clone()));

    desk.write(tray, desk.ledger()).unwrap();
    let arrivals = import::list(&desk.0.all(Store::Inbox)).0;
    let already = Outcome::AlreadyImported { photos: 0, at: at(5) };
    assert_eq!(judge(&batch, arrivals.first(), None), Some(already));
    assert_eq!(judge(&disguised, arrivals.first(), None), Some(refused));
}

#[test]
fn what_is_taken_in_is_what_was_asked_for() {
    let [one, two, _] = three_files();
    let (tray, _) = Desk::new().laid(&[&one, &two]);
    assert!(tray.holds_just([1, 2].into_iter()));
    for asked in [&[1][..], &[1, 2, 3], &[]] {
        assert!(!tray.holds_just(asked.iter().copied()), "{asked:?}");
    }
}

#[test]
fn a_batch_comes_in_once() {
    let [file, ..] = three_files();
    let mut desk = Desk::new();
    assert_eq!(desk.take_in(&file).unwrap(), added(2));
    let before = desk.0.clone();
    assert_eq!(desk.take_in(&file), Err(Aborted::Guard(Store::Inbox, Some(Conflict::AlreadyImported))));
    assert_eq!(desk.0, before);
}

#[test]
fn two_officers_who_say_different_things_make_a_conflict_that_is_counted() {
    let [one, two, _] = three_files();
    let mut desk = Desk::new();
    desk.take_in(&one).unwrap();
    assert_eq!(desk.take_in(&two).unwrap(), ImportCounts { conflicts: 1, ..added(1) });
}

#[test]
fn what_was_planned_on_an_older_ledger_is_not_written() {
    let [one, two, _] = three_files();
    let mut desk = Desk::new();
    let ledger = desk.ledger();
    let (stale, _) = desk.laid(&[&two]);
    desk.take_in(&one).unwrap();
    let before = desk.0.clone();
    assert_eq!(desk.write(stale, ledger), Err(Aborted::Guard(Store::Meta, Some(Conflict::LedgerMoved))));
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
    assert_eq!(desk.take_in(&file(1, 1, &[own])).unwrap(), ImportCounts { known: 1, ..added(0) });
    assert_eq!(import::list(&desk.0.all(Store::Inbox)).0.len(), 1);
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
    let (batch, _) = batches::open("样例.zip", &file, &trusted()).unwrap();
    let (record, hash): (RecordId, RevisionHash) = batch.revisions[0];
    desk.0.run(&Transaction::new().put(Store::Records, layout::revision(record, hash), "{")).unwrap();
    assert_eq!(desk.take_in(&file).unwrap(), ImportCounts { known: 1, ..added(1) });
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
    desk.take_in(&two).unwrap();
    assert_eq!(desk.contents(), whole.contents());
}

#[test]
fn a_record_that_cannot_be_in_a_ledger_keeps_its_whole_batch_out() {
    let mut submission = record(1, 2, "样例二厂", "50").submission().clone();
    submission.entities[0].list = ListName::new("a list with spaces");
    let unusable = Revision::write(submission).unwrap();
    let file = file(1, 1, &[record(1, 1, "样例一厂", "100"), unusable]);
    let desk = Desk::new();
    let mut tray = Tray::on(desk.ledger(), Joined::default(), BTreeMap::default());
    let refused = FileRefusal::Record { place: 2, why: batches::RecordRefusal::Unusable };
    assert_eq!(tray.lay(1, "样例.json", desk.opened(&file)), Err(refused));
    assert!(tray.is_empty());
}

#[test]
fn an_erasure_and_what_it_erases_on_one_tray_leave_nothing_whatever_comes_first() {
    let made = record(1, 1, "p1", "400-000-0417");
    let submission = made.submission();
    let named = record::ErasedEntity::of(&submission.entities[0]);
    let erasure = Revision::write(record::Submission {
        parents: vec![made.hash()],
        entities: Vec::new(),
        answers: serde_json::Map::new(),
        attachments: Vec::new(),
        erasure: Some(record::Erasure { entities: vec![named], ..record::Erasure::default() }),
        ..submission.clone()
    })
    .unwrap();
    let beside = record(2, 1, "p2", "50");
    let files = [file(1, 1, &[made]), file(1, 2, &[erasure]), file(2, 1, &[beside])];
    let mut desks = Vec::new();
    for order in [[0, 1, 2], [1, 0, 2], [2, 0, 1]] {
        let mut together = Desk::new();
        together.take_in_together(&order.map(|file| files[file].as_slice())).unwrap();
        let mut one_by_one = Desk::new();
        for file in order {
            one_by_one.take_in(&files[file]).unwrap();
        }
        let rows =
            |desk: &Desk| desk.contents().0.into_iter().filter(|row| row.store != Store::Blobs).collect::<Vec<_>>();
        assert_eq!(rows(&together), rows(&one_by_one));
        assert!(rows(&together).iter().all(|row| !String::from_utf8_lossy(&row.value).contains("400-000-0417")));
        desks.push(rows(&together));
    }
    assert!(desks.iter().all(|desk| *desk == desks[0]));
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
    assert_eq!(counts, ImportCounts { changed: 1, ..added(1) });
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
    let seen = batches::open("样例.json", &file, &trusted());
    assert!(matches!(seen, Err(FileSeen::Aside { is_revoked: false, .. })));
}

/// A small zone: its batches by device and month.
#[cfg(not(target_arch = "wasm32"))]
fn zone() -> Vec<bench::zone::Sent> {
    let zone = bench::zone::Zone { devices: 12, months: 3, records: 25, own: 10, decides: true, seed: 7 };
    zone.batches().collect::<Result<_, _>>().unwrap()
}

/// Months of twelve devices, with parallel updates: together, one by one, backwards, some twice: one ledger, and it is what the
/// records say.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn months_of_a_zone_give_the_same_ledger_in_any_order() {
    let sent = zone();
    let zone = bench::zone::Zone { devices: 12, months: 3, records: 25, own: 10, decides: true, seed: 7 };
    let known = |number| KnownDevice { id: zone.key(number).device(), is_trusted: true };
    let keyring = Keyring { devices: (0..=12).map(known).collect(), ..Keyring::default() };
    let lay = |desk: &Desk, tray: &mut Tray, line: usize, sent: &bench::zone::Sent| {
        let (batch, (records, blobs)) = batches::open("样例.json", &sent.file.bytes, &keyring).unwrap();
        let known = batches::desk(&desk.known(&batch)).unwrap();
        tray.lay(u32::try_from(line).unwrap(), "样例.json", Opened { batch, records, blobs, desk: known }).unwrap()
    };
    let mut together = Desk::new();
    let mut tray = Tray::on(together.ledger(), Joined::default(), BTreeMap::default());
    let mut counts = ImportCounts::default();
    for (line, sent) in sent.iter().enumerate() {
        counts = counts.and(lay(&together, &mut tray, line, sent));
    }
    together.write(tray, together.ledger()).unwrap();
    let records: usize = sent.iter().map(|sent| sent.records.len()).sum();
    assert_eq!((counts.added, counts.known), (records, 0));
    assert!(counts.changed > 50 && counts.conflicts > 0, "{counts:?}");

    let mut backwards = Desk::new();
    for sent in sent.iter().rev() {
        let mut tray = Tray::on(backwards.ledger(), Joined::default(), BTreeMap::default());
        lay(&backwards, &mut tray, 1, sent);
        backwards.write(tray, backwards.ledger()).unwrap();
    }
    assert_eq!(backwards.contents(), together.contents());

    let said = ledger::histories(sent.iter().flat_map(|sent| &sent.records));
    let rows = together.0.all(Store::Entities);
    assert_eq!(rows.len(), said.len());
    for (key, history) in said {
        let row = together.0.get(Store::Entities, &layout::entity(&key.list, &key.entity)).unwrap();
        assert_eq!(row, history.to_bytes().unwrap());
    }
}

#[test]
fn a_decision_in_a_batch_ends_the_conflict_at_the_desk_that_takes_it_in() {
    let made_here = record(1, 1, "样例一厂", "120");
    let update = |number: u8, area: &str, seen: &[&Revision]| {
        let row = ledger::histories(seen.iter().copied()).into_values().next().unwrap();
        let change = EntityChange {
            kind: EntityChangeKind::Update,
            base: Some(ledger::base(&row.state(), &id(1))),
            label: None,
            properties: [("area".to_owned(), area.to_owned())].into(),
            ..made_here.submission().entities[0].clone()
        };
        let submission = record(1, number, "样例一厂", area).submission().clone();
        Revision::write(Submission { entities: vec![change], ..submission }).unwrap()
    };
    let (left, right) = (update(2, "130", &[&made_here]), update(3, "140", &[&made_here]));
    let mut decided = update(4, "140", &[&made_here, &left, &right]).submission().clone();
    decided.form = record::Decision::form();
    decided.decision =
        Some(record::Decision { matter: record::Matter::Values, reason: Some("样例理由".to_owned()) });
    let decided = Revision::write(decided).unwrap();
    let mut desk = Desk::new();
    assert_eq!(desk.take_in(&file(1, 1, &[made_here.clone(), left, right])).unwrap().conflicts, 1);
    let counts = desk.take_in(&file(1, 2, &[decided])).unwrap();
    assert_eq!((counts.added, counts.conflicts), (1, 0));
    let key = &ledger::entities_of(&made_here).into_iter().next().unwrap();
    let row = desk.0.get(Store::Entities, &layout::entity(&key.list, &key.entity)).unwrap();
    let state = ledger::EntityHistory::from_bytes(row).unwrap().state();
    assert_eq!((state.text("area"), state.conflicts.len()), ("140", 0));
    assert_eq!(state.properties["area"].origin.decided.as_deref(), Some("样例理由"));
}

/// What device 3 says of two enterprises that are one, in sight of these.
fn join(one: &str, other: &str, seen: &[&Revision]) -> Revision {
    let rows = ledger::histories(seen.iter().copied());
    let entity = |id: &str| EntityKey { list: ListName::new("enterprises"), entity: EntityId::new(id) };
    let both = [rows.get(&entity(one)), rows.get(&entity(other))];
    let pair = record::Pair::new(ListName::new("enterprises"), EntityId::new(one), EntityId::new(other)).unwrap();
    let join = record::Join { pair, sameness: record::Sameness::One { kept: EntityId::new(one) } };
    let change = ledger::joined(&join, None, both, None, &id(3)).unwrap();
    let decision = record::Decision { matter: record::Matter::Join, reason: Some("样例理由".to_owned()) };
    let submission = record(3, 1, one, "").submission().clone();
    let form = record::Decision::form();
    Revision::write(Submission { entities: vec![change], form, decision: Some(decision), ..submission }).unwrap()
}

#[test]
fn what_differs_only_because_two_are_one_is_counted_with_the_file_that_brings_the_last_of_them() {
    let (one, other) = (record(1, 1, "样例一厂", "120"), record(2, 1, "样例二厂", "130"));
    let joined = join("样例一厂", "样例二厂", &[&one, &other]);
    let files = [file(1, 1, &[one]), file(2, 1, &[other]), file(3, 1, &[joined])];
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let mut desk = Desk::new();
        let counts = desk.take_in_together(&order.map(|file| files[file].as_slice())).unwrap();
        let told: Vec<usize> = counts.iter().map(|counts| counts.conflicts).collect();
        // Each is called as its id is, and an id reads as that which is kept.
        assert_eq!(told, [0, 0, 1], "the area, on one tray");
    }
    let mut desk = Desk::new();
    let told = [0, 1, 2].map(|place| desk.take_in(&files[place]).unwrap().conflicts);
    assert_eq!(told, [0, 0, 1], "where both were on the desk before");
}

#[test]
fn edits_of_one_record_are_counted_once_where_they_differ_and_not_at_all_where_they_do_not() {
    let first = record(1, 1, "样例一厂", "120");
    let edit = |secret: u8, number: u8, answers: &[(&str, &str)]| {
        let area = answers.iter().find(|(name, _)| *name == "area").map_or("120", |(_, area)| area);
        let submission = record(secret, number, "样例一厂", area).submission().clone();
        let said = answers.iter().map(|(name, text)| ((*name).to_owned(), (*text).into()));
        let (record, parents) = (first.submission().record, vec![first.hash()]);
        Revision::write(Submission { record, parents, answers: said.collect(), ..submission }).unwrap()
    };
    let mut desk = Desk::new();
    desk.take_in(&file(1, 1, std::slice::from_ref(&first))).unwrap();
    desk.take_in(&file(1, 2, &[edit(1, 2, &[("area", "130")])])).unwrap();
    let aside = file(2, 1, &[edit(2, 1, &[("note", "样例")])]);
    assert_eq!(desk.take_in(&aside).unwrap().conflicts, 0);
    let differing = file(2, 2, &[edit(2, 2, &[("area", "140")])]);
    assert_eq!(desk.take_in(&differing).unwrap().conflicts, 1);
}

/// One batch with a photo, as it goes to a server and as it is handed over.
fn alone_and_whole() -> ([Vec<u8>; 2], Sha256, Keyring) {
    let photo = b"photo".to_vec();
    let sha256 = Sha256::of(&photo);
    let named = record::Attachment {
        name: "1.jpg".to_owned(),
        sha256,
        bytes: photo.len() as u64,
        media_type: "image/jpeg".to_owned(),
    };
    let submission = record(1, 1, "样例一厂", "100").submission().clone();
    let revision = Revision::write(Submission { attachments: vec![named], ..submission }).unwrap();
    let zone = batch::seal::SecretKey::from_bytes([1; 32]);
    let made = |bytes: Option<FileBytes>| {
        let order = BatchOrder {
            secret: Secret([1; 32]),
            id: BatchId::new(at(2), [1; 10]),
            seq: 1,
            previous: None,
            created_at: at(2),
            officer: OfficerId::new("样例01"),
            forms: Vec::new(),
            records: vec![revision.body().to_owned()],
            attachments: vec![AttachedFile { sha256, media_type: "image/jpeg".to_owned(), length: 5, bytes }],
            seal: Some(batches::SealOrder {
                recipients: vec![zone.public()],
                seed: batch::seal::Seed::from_bytes([3; 32]),
            }),
        };
        packed(order)
    };
    let files = [made(None), made(Some(FileBytes(photo)))];
    (files, sha256, Keyring { keys: vec![zone], ..trusted() })
}

#[test]
fn a_photo_that_comes_apart_is_awaited_whichever_file_of_its_batch_came_first() {
    let ([alone, whole], photo, keyring) = alone_and_whole();
    let open = |file: &[u8]| batches::open("样例", file, &keyring).unwrap();
    let mut left = Vec::new();
    for order in [[&alone].as_slice(), &[&whole], &[&alone, &whole], &[&whole, &alone]] {
        let mut desk = Desk::new();
        let mut tray = Tray::on(desk.ledger(), Joined::default(), BTreeMap::default());
        for (line, file) in (1_u32..).zip(order) {
            let (batch, (records, blobs)) = open(file);
            match judge(&batch, None, tray.file_of(batch.id)) {
                Some(outcome) => {
                    assert_eq!(outcome.name(), "twice");
                    tray.complete(batch.id, blobs);
                }
                None => {
                    let known = batches::desk(&desk.known(&batch)).unwrap();
                    tray.lay(line, "样例", Opened { batch, records, blobs, desk: known }).unwrap();
                }
            }
        }
        desk.write(tray, desk.ledger()).unwrap();
        left.push(store::awaited::list(&desk.0.all(Store::Inbox)).0);
        let is_here = !desk.0.under(Store::Blobs, &layout::blob(photo)).is_empty();
        assert_eq!(is_here, left.last().unwrap().is_empty());
    }
    assert_eq!(left.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0, 0, 0]);
    assert_eq!((left[0][0].sha256, left[0][0].bytes), (photo, 5));
}

#[test]
fn of_a_record_that_is_erased_here_no_photo_is_awaited() {
    let ([alone, _], _, keyring) = alone_and_whole();
    let (batch, (records, blobs)) = batches::open("样例", &alone, &keyring).unwrap();
    let mut desk = batches::desk(&Desk::new().known(&batch)).unwrap();
    let erasure = record::Erasure::default();
    let gone = records[0].submission().clone();
    let erasing = Revision::write(Submission {
        parents: vec![records[0].hash()],
        answers: serde_json::Map::new(),
        entities: Vec::new(),
        attachments: Vec::new(),
        erasure: Some(erasure),
        ..gone
    });
    desk.erasures.learn(&erasing.unwrap());
    let mut tray = Tray::on(LedgerVersion::default(), Joined::default(), BTreeMap::default());
    let counts = tray.lay(1, "样例", Opened { batch, records, blobs, desk }).unwrap();
    assert_eq!((counts.erased, tray.taken(at(5)).load.awaited), (1, Vec::new()));
}

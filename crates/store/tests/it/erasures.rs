//! What goes from a device when a record is erased, and that neither a kill nor an old backup brings it back.

use std::collections::BTreeSet;

use record::{Attachment, DraftId, EntityChange, EntityId, ErasedEntity, Erasure, Erasures, ListName};
use record::{RecordId, Revision, RevisionHash, Sha256, Submission};
use store::backup::Backup;
use store::import::Load;
use store::memory::Aborted;
use store::records::{self, RecordState};
use store::{Conflict, Draft, Entry, Purge, Row, Snapshot, Store, Transaction};
use store::{bin, blobs, draft, erasure, layout, quarantine};

use crate::sample::{Device, arrival, at, device_id, draft_no, entity, entry, record_no, revision};

const NAME: &str = "样例甲博士";
const PERSON: &str = "00000000-0000-4000-8015-000000000007";

fn person() -> ErasedEntity {
    ErasedEntity { list: ListName::new("people"), id: EntityId::new(PERSON) }
}

/// A person's record with a photo of their own and one that another record names too.
fn registration(record: RecordId, sequence: u64, photos: &[&[u8]]) -> Revision {
    let attachment = |photo: &&[u8]| {
        let sha256 = Sha256::of(photo);
        Attachment { name: format!("{sha256}.jpg"), sha256, bytes: photo.len() as u64, media_type: "image/jpeg".into() }
    };
    let change = EntityChange {
        label: Some(NAME.into()),
        properties: [("phone".to_owned(), "400-000-0417".to_owned())].into(),
        ..EntityChange::create(person().list, person().id)
    };
    let submission = revision(record, sequence, NAME).submission().clone();
    let attachments = photos.iter().map(attachment).collect();
    Revision::write(Submission { attachments, entities: vec![change], ..submission }).unwrap()
}

pub fn erasure_of(erased: &Revision, sequence: u64) -> Revision {
    let submission = erased.submission();
    let bare = Submission {
        parents: vec![erased.hash()],
        sequence,
        instance_name: None,
        answers: serde_json::Map::new(),
        entities: Vec::new(),
        attachments: Vec::new(),
        erasure: Some(Erasure { entities: vec![person()], ..Erasure::default() }),
        ..submission.clone()
    };
    Revision::write(bare).unwrap()
}

fn everything(device: &Device) -> Vec<Row> {
    Store::ALL.into_iter().flat_map(|store| device.memory.all(store)).collect()
}

/// Where anything of the person still stands.
fn left(device: &Device) -> Vec<String> {
    let speaks = |row: &&Row| String::from_utf8_lossy(&row.value).contains(NAME);
    everything(device).iter().filter(speaks).map(|row| format!("{} {:?}", row.store.name(), row.key)).collect()
}

fn doomed(revisions: &[&Revision]) -> BTreeSet<(RecordId, RevisionHash)> {
    revisions.iter().map(|revision| (revision.submission().record, revision.hash())).collect()
}

fn snapshot(text: &str) -> Snapshot {
    Snapshot { seq: 0, instance: format!(r#"{{"answer":"{text}"}}"#) }
}

/// A draft whose answers say this.
fn drafted(device: &mut Device, number: u8, said: &str) -> Draft {
    let draft = draft_no(number);
    device.run(&draft::begin(&draft, &snapshot(said))).unwrap();
    device.run(&draft::append(&draft, &[Entry { action: format!(r#"{{"said":"{said}"}}"#), ..entry(1) }])).unwrap();
    draft
}

/// The whole of a shared tablet: the record with its photos and row, an edit of it begun, a draft about the person, one that
/// was thrown away, one that could not be read; beside them what is nobody's business here.
fn tablet() -> (Device, Revision) {
    let mut tablet = Device::new();
    let other = registration(record_no(9), 1, &[b"shared"]).submission().clone();
    let other = Revision::write(Submission { entities: Vec::new(), answers: Default::default(), ..other }).unwrap();
    let registered = registration(record_no(1), 1, &[b"own", b"shared"]);
    for photo in [b"own".as_slice(), b"shared"] {
        tablet.run(&blobs::write(photo).1).unwrap();
    }
    let draft = tablet.filled(1, 1);
    let row = store::EntityRow { value: Some(NAME.into()), ..entity(PERSON, "") };
    tablet.run(&draft::finalize(&draft, &registered, tablet.ledger(), &[row])).unwrap();
    tablet.take_in(1, &[other]).unwrap();
    // The edit has the record's own id.
    drafted(&mut tablet, 1, NAME);
    drafted(&mut tablet, 2, &format!("{PERSON} {NAME}"));
    let thrown = drafted(&mut tablet, 3, &format!("{PERSON} {NAME}"));
    let mut rows = tablet.memory.under(Store::Drafts, &layout::draft(thrown.id));
    rows.extend(tablet.memory.under(Store::Journal, &layout::draft(thrown.id)));
    tablet.run(&bin::discard(&thrown, &rows, NAME, at(3))).unwrap();
    let broken = Entry { action: NAME.into(), ..entry(7) };
    let replay = store::Replay { stale: vec![broken], ..store::Replay::default() };
    tablet.run(&quarantine::keep_entries(draft.id, &replay, &[])).unwrap();
    drafted(&mut tablet, 4, "样例走访");
    (tablet, registered)
}

fn erasing(tablet: &Device, registered: &Revision) -> (Revision, Transaction) {
    let erasure = erasure_of(registered, tablet.settings().sequence);
    let purge = Purge::of(doomed(&[registered]), &Erasures::of([&erasure]), &everything(tablet));
    let row = store::EntityRow { value: Some("erased".into()), ..entity(PERSON, "") };
    let plan = erasure::withdraw(std::slice::from_ref(&erasure), &purge, &[row], tablet.ledger());
    (erasure, plan)
}

#[test]
fn nothing_of_the_person_is_left_and_the_erasure_waits_to_be_sent() {
    let (mut tablet, registered) = tablet();
    assert!(left(&tablet).len() > 6, "{:?}", left(&tablet));
    let (erasure, plan) = erasing(&tablet, &registered);
    tablet.run(&plan).unwrap();

    assert_eq!(left(&tablet), Vec::<String>::new());
    let kept = records::list(&tablet.memory.under(Store::Records, &layout::record(record_no(1)))).0;
    assert_eq!(kept, std::slice::from_ref(&erasure));
    let standings = records::standings(&tablet.memory.all(Store::States)).0;
    assert_eq!(standings[&record_no(1)].state, RecordState::Waiting);
    assert_eq!(tablet.settings().sequence, erasure.submission().sequence + 1);
    assert_eq!(erasure::known(&tablet.memory.all(Store::Meta)), Erasures::of([&erasure]));

    // What others have stays: another record, the photo that it names too, another draft.
    assert_eq!(tablet.memory.under(Store::Records, &layout::record(record_no(9))).len(), 1);
    assert!(tablet.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"own"))).is_empty());
    assert_eq!(tablet.memory.under(Store::Blobs, &layout::blob(Sha256::of(b"shared"))).len(), 1);
    let drafts: Vec<DraftId> =
        draft::list(&tablet.memory.all(Store::Drafts)).0.into_iter().map(|draft| draft.id).collect();
    assert_eq!(drafts, [draft_no(4).id]);
}

#[test]
fn a_tab_that_was_writing_an_erased_draft_can_write_nothing_more() {
    let (mut tablet, registered) = tablet();
    let (_, plan) = erasing(&tablet, &registered);
    tablet.run(&plan).unwrap();
    let late = draft::append(&draft_no(2), &[entry(2)]);
    assert_eq!(tablet.run(&late), Err(Aborted::Guard(Store::Meta, Some(Conflict::StaleWriter))));
}

#[test]
fn another_tab_that_was_faster_makes_all_of_it_fail_and_nothing_goes() {
    let (mut tablet, registered) = tablet();
    let (_, plan) = erasing(&tablet, &registered);
    tablet.finalized(5);
    let before = tablet.memory.clone();
    assert_eq!(tablet.run(&plan), Err(Aborted::Guard(Store::Meta, Some(Conflict::SequenceTaken))));
    assert_eq!(tablet.memory, before);
}

#[test]
fn an_erasure_that_comes_in_a_batch_takes_the_same_away_and_is_remembered() {
    let (mut tablet, registered) = tablet();
    let erasure = erasure_of(&registered, 40);
    let purge = Purge::of(doomed(&[&registered]), &Erasures::of([&erasure]), &everything(&tablet));
    let revisions = [erasure.clone()];
    let load = Load { purge, ..Load::of(&revisions) };
    tablet.run(&store::import::take_in(&[arrival(2, &revisions)], load, tablet.ledger())).unwrap();
    let still: Vec<String> = left(&tablet).into_iter().filter(|place| !place.starts_with("entities")).collect();
    assert_eq!(still, Vec::<String>::new(), "the row of the entity is the ledger's to write");
    assert_eq!(erasure::known(&tablet.memory.all(Store::Meta)), Erasures::of([&erasure]));
    let standings = records::standings(&tablet.memory.all(Store::States)).0;
    assert!(standings.contains_key(&record_no(1)), "the record is still told, as one that was erased");
}

#[test]
fn an_erasure_that_a_pack_tells_of_takes_the_same_away_and_the_state_with_it() {
    let (mut tablet, registered) = tablet();
    let erasures = Erasures::of([&erasure_of(&registered, 40)]);
    let rows = everything(&tablet);
    let purge = Purge::of(doomed(&[&registered]), &erasures, &rows).without_a_record(&rows);
    tablet.run(&erasure::learnt(&[], &purge, &erasures)).unwrap();
    let still: Vec<String> = left(&tablet).into_iter().filter(|place| !place.starts_with("entities")).collect();
    assert_eq!(still, Vec::<String>::new());
    assert_eq!(erasure::known(&tablet.memory.all(Store::Meta)), erasures);
    assert!(!records::standings(&tablet.memory.all(Store::States)).0.contains_key(&record_no(1)));
}

#[test]
fn a_record_that_only_spoke_of_the_person_goes_with_its_state() {
    let mut tablet = Device::new();
    let spoke = registration(record_no(1), 1, &[]);
    let draft = tablet.filled(1, 0);
    tablet.run(&draft::finalize(&draft, &spoke, tablet.ledger(), &[])).unwrap();
    let elsewhere = erasure_of(&registration(record_no(7), 3, &[]), 4);
    let purge = Purge::of(doomed(&[&spoke]), &Erasures::of([&elsewhere]), &everything(&tablet));
    assert_eq!(purge.states, [record_no(1)].into_iter().collect());
}

#[test]
fn a_backup_from_before_brings_nothing_back_and_one_from_after_has_nothing() {
    let (mut tablet, registered) = tablet();
    let before = Backup::of(everything(&tablet), device_id(), at(9));
    let (erasure, plan) = erasing(&tablet, &registered);
    tablet.run(&plan).unwrap();
    let after = Backup::of(everything(&tablet), device_id(), at(10));
    assert!(!String::from_utf8_lossy(&after.write()).contains(NAME));

    let here = tablet.memory.clone();
    let returning = before.beside(&everything(&tablet));
    assert_eq!((returning.erased, returning.drafts, returning.revisions.len()), (3, 0, 0));
    tablet.run(&returning.plan(&[], tablet.ledger())).unwrap();
    assert_eq!(left(&tablet), Vec::<String>::new());
    assert_eq!(tablet.memory.all(Store::Records), here.all(Store::Records));

    // A device that had not heard of it: what lies in the backup beside its erasure does not come either.
    let mut new = Device::new();
    let returning = after.beside(&everything(&new));
    assert!(returning.revisions.contains(&erasure));
    new.run(&returning.plan(&[], new.ledger())).unwrap();
    assert_eq!(erasure::known(&new.memory.all(Store::Meta)), Erasures::of([&erasure]));
    let returning = before.beside(&everything(&new));
    assert_eq!((returning.erased, returning.revisions.len()), (3, 0));
    new.run(&returning.plan(&[], new.ledger())).unwrap();
    assert_eq!(left(&new), Vec::<String>::new());
}

#[test]
fn a_row_of_an_erasure_that_cannot_be_read_still_says_which_record() {
    let (mut tablet, registered) = tablet();
    let (erasure, plan) = erasing(&tablet, &registered);
    tablet.run(&plan).unwrap();
    let key = layout::erased(record_no(1), erasure.hash());
    tablet.run(&Transaction::new().put(Store::Meta, key, "{")).unwrap();
    assert!(erasure::known(&tablet.memory.all(Store::Meta)).is_record_erased(record_no(1)));
}

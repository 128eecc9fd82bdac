//! What goes into which batch, and that it can be made again.

use record::{Attachment, DeviceId, OfficerId, Submission};
use store::settings::{OwnDevice, SecretKey};

use super::*;
use crate::worker::{Answer, answer};

fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

fn submission(record: u8, sequence: u64) -> Submission {
    Submission {
        record: RecordId::new(at(0), [record; 10]),
        parents: Vec::new(),
        form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
        device: DeviceId::new("device"),
        officer: OfficerId::new(format!("样例{sequence:02}")),
        finalized_at: at(1),
        sequence,
        instance_name: None,
        answers: serde_json::Map::new(),
        entities: Vec::new(),
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    }
}

fn revision(record: u8, sequence: u64) -> Revision {
    Revision::write(submission(record, sequence)).unwrap()
}

fn large(record: u8, sequence: u64, bytes: usize) -> Revision {
    let answers = [("note".to_owned(), serde_json::Value::String("样".repeat(bytes / 3)))];
    Revision::write(Submission { answers: answers.into_iter().collect(), ..submission(record, sequence) }).unwrap()
}

fn settings() -> Settings {
    let key = SecretKey([7; 32]);
    let device = OwnDevice { key, label: String::new(), made_at: at(0) };
    let plan = settings::set_up("generation", &device);
    let rows: Vec<store::Row> = plan
        .writes
        .into_iter()
        .filter_map(|write| match write {
            store::Write::Add { store, key, value } => Some(store::Row { store, key, value }),
            _ => None,
        })
        .collect();
    Settings::read(&rows).unwrap().unwrap()
}

fn sequences(revisions: &[Revision]) -> Vec<u64> {
    revisions.iter().map(|revision| revision.submission().sequence).collect()
}

#[test]
fn what_was_finished_first_goes_first_and_a_records_revisions_stay_together() {
    let records = vec![vec![revision(2, 2)], vec![revision(1, 4), revision(1, 1)], vec![revision(3, 3)]];
    assert_eq!(sequences(&in_order(records)), [1, 4, 2, 3]);
}

#[test]
fn a_portion_does_not_part_a_record_from_its_edit() {
    // 15 of 4 MB fill a batch; the 15th and the 16th are one record.
    let mut revisions: Vec<Revision> = (1..=14).map(|number| large(number, number.into(), 4_000_000)).collect();
    revisions.extend([large(15, 15, 4_000_000), large(15, 16, 4_000_000), revision(16, 17)]);
    assert_eq!(batch::first_portion(&revisions), 15);
    assert_eq!(portion(&revisions), 14);
    assert_eq!(files(&revisions), 2);
}

#[test]
fn nothing_waiting_makes_no_file() {
    assert_eq!((portion(&[]), files(&[])), (0, 0));
    assert_eq!(files(&[revision(1, 1)]), 1);
}

#[test]
fn a_record_too_large_for_any_batch_holds_up_no_other() {
    let revisions = vec![large(1, 1, batch::limits::MAX_RECORD_BYTES + 3), revision(2, 2)];
    assert_eq!(files(&revisions), 1);
    assert_eq!(sequences(&left(revisions, &[])), [2]);
}

#[test]
fn an_attachment_that_two_records_name_goes_once() {
    let attachment = Attachment {
        name: "a.jpg".to_owned(),
        sha256: Sha256::of(b"a"),
        bytes: 1,
        media_type: "image/jpeg".to_owned(),
    };
    let with = |record, sequence| {
        Revision::write(Submission { attachments: vec![attachment.clone()], ..submission(record, sequence) }).unwrap()
    };
    let attached = attached(&[with(1, 1), with(2, 2)]);
    assert_eq!(attached.into_iter().collect::<Vec<_>>(), [(Sha256::of(b"a"), ("image/jpeg".to_owned(), 1))]);
}

#[test]
fn a_batch_made_again_from_the_outbox_has_the_same_bytes() {
    let revisions = in_order(vec![vec![revision(1, 1)], vec![revision(2, 2)]]);
    let known = Form {
        form: FormRef { id: "form".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
        title: "样例登记".to_owned(),
        listing: Listing::default(),
        added_at: at(0),
        files: Vec::new(),
        offered: true,
    };
    let known = [(Sha256::of(b"form"), known)].into();
    let contents = Contents {
        revisions: &revisions,
        forms: named_forms(&revisions, &known),
        attachments: Vec::new(),
        left_out: 0,
    };
    let head = Head { id: BatchId::new(at(5), [3; 10]), seq: 7, previous: Some(Sha256::of(b"6")), created_at: at(5) };
    let make = |settings: &Settings, head: &Head, seal: Option<Seal>| {
        let sealing = seal.as_ref().map(|seal| zone::seal_order(seal).unwrap());
        let order = order(settings, head, &contents, sealing).unwrap();
        match answer(Question::PackBatch(Box::new(order))) {
            Answer::Packed(made) => parcel(*made, head, &contents, seal),
            other => panic!("not packed: {other:?}"),
        }
    };
    // Meanwhile another officer signed in, and further batches were made.
    let officer = store::settings::Officer {
        id: OfficerId::new("样例99"),
        name: "样例".to_owned(),
        unit: String::new(),
        former: Vec::new(),
    };
    let later = Settings { officer: Some(officer), batch_sequence: 12, previous_batch: None, ..settings() };
    let recipient = batch::seal::SecretKey::from_bytes([1; 32]).public().to_string();
    let seal = Seal { recipients: vec![recipient], seed: SecretKey([5; 32]) };
    for seal in [None, Some(seal)] {
        let first = make(&settings(), &head, seal.clone());
        assert_eq!(first.export.file_name.ends_with(".age"), seal.is_some());
        let row = store::outbox::list(&exported(&first.export)).0.remove(0);
        let again = Head { id: row.batch, seq: row.seq, previous: Some(Sha256::of(b"6")), created_at: row.created_at };
        assert_eq!(make(&later, &again, row.seal), first);
    }
}

#[test]
fn a_sealed_batch_with_a_photo_goes_alone_to_a_server_and_whole_as_a_file() {
    let photo = b"photo".to_vec();
    let named = Attachment {
        name: "a.jpg".to_owned(),
        sha256: Sha256::of(&photo),
        bytes: photo.len() as u64,
        media_type: "image/jpeg".to_owned(),
    };
    let revisions = [Revision::write(Submission { attachments: vec![named.clone()], ..submission(1, 1) }).unwrap()];
    let head = Head { id: BatchId::new(at(5), [3; 10]), seq: 7, previous: None, created_at: at(5) };
    let recipient = batch::seal::SecretKey::from_bytes([1; 32]).public().to_string();
    let seal = Seal { recipients: vec![recipient], seed: SecretKey([5; 32]) };
    let make = |attachments: Vec<AttachedFile>, seal: Option<Seal>| {
        let contents = Contents { revisions: &revisions, forms: Vec::new(), attachments, left_out: 0 };
        let sealing = seal.as_ref().map(|seal| zone::seal_order(seal).unwrap());
        let order = order(&settings(), &head, &contents, sealing).unwrap();
        match answer(Question::PackBatch(Box::new(order))) {
            Answer::Packed(made) => parcel(*made, &head, &contents, seal),
            other => panic!("not packed: {other:?}"),
        }
    };
    let with = AttachedFile {
        sha256: named.sha256,
        media_type: named.media_type.clone(),
        length: named.bytes,
        bytes: Some(FileBytes(photo)),
    };
    assert!(make(vec![with.clone()], None).export.apart.is_empty(), "in clear it goes to no server");
    let whole = make(vec![with], Some(seal.clone())).export;
    assert_eq!(whole.apart, [Apart { sha256: named.sha256, stored: None }]);
    let alone = make(named_apart(&revisions, &whole), Some(seal)).export;
    assert_eq!((alone.body_hash, alone.file_hash == whole.file_hash), (whole.body_hash, false));

    // What waits is told once the batch itself lies there.
    let place = "https://dav.example/sync";
    assert!(still_to_go(std::slice::from_ref(&whole), place).is_empty());
    let there = handed(whole.clone(), Way::Server(place.to_owned()));
    assert_eq!(still_to_go(std::slice::from_ref(&there), place), [(whole.batch, 1)].into());
    assert!(still_to_go(&[there.with_stored(named.sha256, place)], place).is_empty());
}

fn exported(export: &Export) -> Vec<store::Row> {
    let writes = outbox::mark_exported(export, &BTreeMap::new()).writes;
    let rows = writes.into_iter().filter_map(|write| match write {
        store::Write::Add { store, key, value } => Some(store::Row { store, key, value }),
        _ => None,
    });
    rows.collect()
}

#[test]
fn handing_over_again_counts_and_takes_nothing_back() {
    let export = Export {
        batch: BatchId::new(at(0), [1; 10]),
        seq: 1,
        created_at: at(0),
        body_hash: Sha256::of(b"body"),
        file_hash: Sha256::of(b"file"),
        file_name: "样例.json".to_owned(),
        target: String::new(),
        attempts: 0,
        state: ExportState::Waiting,
        revisions: Vec::new(),
        seal: None,
        stored: None,
        apart: Vec::new(),
    };
    let first = handed(export.clone(), Way::Download);
    assert_eq!((first.state, first.attempts, first.target.as_str()), (ExportState::Handed, 1, "download"));
    let second = handed(first, Way::Share);
    assert_eq!((second.state, second.attempts, second.target.as_str()), (ExportState::Handed, 2, "share"));
    let place = "https://dav.example/sync".to_owned();
    let sent = handed(second, Way::Server(place.clone()));
    assert_eq!((sent.target.as_str(), sent.stored.as_ref()), ("server", Some(&place)));
    let again = handed(sent, Way::Download);
    assert_eq!((again.attempts, again.stored), (4, Some(place)), "it still lies there");
    let received = handed(Export { state: ExportState::Received, ..export }, Way::Share);
    assert_eq!(received.state, ExportState::Received);
}

#[test]
fn a_decision_goes_like_any_record_and_names_no_form() {
    let change = record::EntityChange {
        label: Some("样例".to_owned()),
        ..record::EntityChange::update(record::ListName::new("enterprises"), record::EntityId::new("e1"), None)
    };
    let decision = record::Decision { matter: record::Matter::Values, reason: Some("样例理由".to_owned()) };
    let decided = Revision::write(Submission {
        form: record::Decision::form(),
        entities: vec![change],
        decision: Some(decision),
        ..submission(2, 2)
    });
    let revisions = [revision(1, 1), decided.unwrap()];
    let forms = named_forms(&revisions, &BTreeMap::new());
    assert_eq!(forms.iter().map(|(form, _)| form.id.as_str()).collect::<Vec<_>>(), ["样例"]);
    assert_eq!(portion(&revisions), 2);
}

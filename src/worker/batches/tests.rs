//! Files made, looked at, refused and planned, as the worker answers.

use record::{Attachment, DeviceId, EntityChange, EntityId, FormRef, ListName, Submission};

use super::*;

const SECRET: [u8; 32] = [7; 32];

fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

fn device() -> DeviceId {
    DeviceKey::from_bytes(SECRET).device()
}

/// A record that says the name of an enterprise.
fn record(number: u8, name: &str) -> Revision {
    record_with(number, name, Vec::new())
}

fn record_with(number: u8, name: &str, attachments: Vec<Attachment>) -> Revision {
    let change = EntityChange {
        label: Some(name.to_owned()),
        properties: [("area".to_owned(), "120".to_owned())].into(),
        ..EntityChange::create(ListName::new("enterprises"), EntityId::new(format!("样例-{number}")))
    };
    Revision::write(Submission {
        record: RecordId::new(at(0), [number; 10]),
        parents: Vec::new(),
        form: FormRef { id: "样例".to_owned(), version: "1".to_owned(), hash: Sha256::of(b"form") },
        device: device(),
        officer: OfficerId::new("样例01"),
        finalized_at: at(i64::from(number)),
        sequence: u64::from(number),
        instance_name: None,
        answers: serde_json::Map::new(),
        entities: vec![change],
        attachments,
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    })
    .unwrap()
}

fn order(records: &[Revision]) -> BatchOrder {
    BatchOrder {
        secret: Secret(SECRET),
        id: BatchId::new(at(9), [1; 10]),
        seq: 3,
        previous: None,
        created_at: at(9),
        officer: OfficerId::new("样例01"),
        forms: vec![(records[0].submission().form.clone(), "样例登记".to_owned())],
        records: records.iter().map(|record| record.body().to_owned()).collect(),
        attachments: Vec::new(),
        seal: None,
    }
}

fn made(order: &BatchOrder) -> MadeBatch {
    match pack(order) {
        Answer::Packed(made) => *made,
        other => panic!("not packed: {other:?}"),
    }
}

fn trusting() -> Keyring {
    Keyring { devices: vec![KnownDevice { id: device(), is_trusted: true }], ..Keyring::default() }
}

/// What a file is that is no batch.
fn seen(file: &[u8], keyring: &Keyring) -> FileSeen {
    open("样例.json", file, keyring).map(|(batch, _)| batch).unwrap_err()
}

#[test]
fn the_same_order_gives_the_same_bytes() {
    let order = order(&[record(1, "样例一厂")]);
    assert_eq!(made(&order), made(&order));
}

#[test]
fn a_batch_with_a_photo_is_a_zip_and_brings_it_along() {
    let photo = b"\xff\xd8\xff photo".to_vec();
    let attached = AttachedFile {
        sha256: Sha256::of(&photo),
        media_type: "image/jpeg".to_owned(),
        length: photo.len() as u64,
        bytes: Some(FileBytes(photo.clone())),
    };
    let named = Attachment {
        name: "1.jpg".to_owned(),
        sha256: attached.sha256,
        bytes: photo.len() as u64,
        media_type: attached.media_type.clone(),
    };
    let record = record_with(1, "样例一厂", vec![named]);
    let file = made(&BatchOrder { attachments: vec![attached], ..order(&[record]) });
    assert_eq!(file.media_type, "application/zip");
    let (_, (_, blobs)) = open("样例.zip", &file.bytes.0, &trusting()).unwrap();
    assert_eq!(blobs, [(Sha256::of(&photo), photo)].into());
}

#[test]
fn a_batch_that_goes_to_a_server_goes_alone_and_what_it_names_after_it() {
    let photo = b"\xff\xd8\xff photo".to_vec();
    let named = Attachment {
        name: "1.jpg".to_owned(),
        sha256: Sha256::of(&photo),
        bytes: photo.len() as u64,
        media_type: "image/jpeg".to_owned(),
    };
    let secret = SecretKey::from_bytes([1; 32]);
    let seal = SealOrder { recipients: vec![secret.public()], seed: Seed::from_bytes([5; 32]) };
    let attached = |bytes: Option<FileBytes>| AttachedFile {
        sha256: named.sha256,
        media_type: named.media_type.clone(),
        length: named.bytes,
        bytes,
    };
    let record = record_with(1, "样例一厂", vec![named.clone()]);
    let with =
        |attachments| BatchOrder { attachments, seal: Some(seal.clone()), ..order(std::slice::from_ref(&record)) };
    let zip = made(&with(vec![attached(Some(FileBytes(photo.clone())))]));
    let alone = made(&with(vec![attached(None)]));
    assert_eq!((alone.body_hash, alone.name.ends_with(".json.age")), (zip.body_hash, true));
    assert_eq!(made(&with(vec![attached(None)])), alone, "made again it is the same");
    let keyring = Keyring { keys: vec![secret.clone()], ..trusting() };
    let (seen, (_, blobs)) = open("样例", &alone.bytes.0, &keyring).unwrap();
    assert_eq!((seen.facts.attachments, seen.facts.to_come, blobs.len()), (1, 1, 0));
    let records = vec![record.submission().record];
    assert_eq!(seen.to_come, [Awaited { batch: seen.id, sha256: named.sha256, bytes: named.bytes, records }]);
    let (whole, _) = open("样例", &zip.bytes.0, &keyring).unwrap();
    assert_eq!((whole.facts.to_come, whole.to_come.len()), (0, 0));

    let Answer::Packed(sealed) = seal_apart(&ApartOrder { bytes: FileBytes(photo.clone()), seal }) else {
        panic!("sealed")
    };
    let wanted = seen.to_come.iter().map(|awaited| (awaited.sha256, awaited.bytes));
    assert_eq!(apart::open(&sealed.bytes.0, &[secret], wanted).unwrap(), (named.sha256, photo));
}

#[test]
fn a_file_of_a_trusted_device_tells_what_is_in_it() {
    let records = [record(1, "样例一厂"), record(2, "样例二厂")];
    let (batch, _) = open("样例.json", &made(&order(&records)).bytes.0, &trusting()).unwrap();
    assert_eq!(
        (batch.facts.records, batch.facts.seq, batch.facts.forms.as_slice()),
        (2, 3, ["样例登记".to_owned()].as_slice())
    );
    assert_eq!(batch.revisions.len(), 2);
    assert_eq!(batch.entities.len(), 2);
}

#[test]
fn a_file_of_an_unknown_or_a_revoked_device_is_told_and_not_opened() {
    let file = made(&order(&[record(1, "样例一厂")]));
    let FileSeen::Aside { facts, is_revoked } = seen(&file.bytes.0, &Keyring::default()) else { panic!("trusted") };
    assert_eq!((facts.device.clone(), facts.fingerprint, is_revoked), (device(), device().fingerprint(), false));
    let revoked = Keyring { devices: vec![KnownDevice { id: device(), is_trusted: false }], ..Keyring::default() };
    assert!(matches!(seen(&file.bytes.0, &revoked), FileSeen::Aside { is_revoked: true, .. }));
}

#[test]
fn a_cut_file_says_where_it_ends() {
    let bytes = made(&order(&[record(1, "样例一厂")])).bytes.0;
    let cut = &bytes[..bytes.len() / 2];
    let have = cut.len() as u64;
    assert_eq!(seen(cut, &trusting()), FileSeen::Refused(FileRefusal::Truncated { have, want: None }));
    assert_eq!(seen(&[], &trusting()), FileSeen::Refused(FileRefusal::Truncated { have: 0, want: None }));
}

#[test]
fn a_changed_record_breaks_the_signature() {
    let bytes = made(&order(&[record(1, "样例一厂")])).bytes.0;
    let text = String::from_utf8(bytes).unwrap().replace("样例一厂", "样例九厂");
    assert_eq!(seen(text.as_bytes(), &trusting()), FileSeen::Refused(FileRefusal::Signature));
}

#[test]
fn a_damaged_file_whose_name_has_the_hash_was_whole_when_it_was_made() {
    let photo = b"photo".to_vec();
    let attached = AttachedFile {
        sha256: Sha256::of(&photo),
        media_type: "image/jpeg".to_owned(),
        length: photo.len() as u64,
        bytes: Some(FileBytes(photo)),
    };
    let file = made(&BatchOrder { attachments: vec![attached], ..order(&[record(1, "样例一厂")]) });
    let mut bytes = file.bytes.0.clone();
    let at = bytes.windows(5).position(|window| window == b"photo").unwrap();
    bytes[at] ^= 1;
    let refused = |name: &str| open(name, &bytes, &trusting()).unwrap_err();
    assert_eq!(refused(&file.name), FileSeen::Refused(FileRefusal::Damaged { on_the_way: true }));
    assert_eq!(refused("样例.zip"), FileSeen::Refused(FileRefusal::Damaged { on_the_way: false }));
}

#[test]
fn a_file_of_another_kind_is_called_by_its_kind() {
    let kinds: [(&[u8], ForeignKind); 8] = [
        (b"\xff\xd8\xff\xe0 JFIF", ForeignKind::Picture),
        (b"\x89PNG\r\n", ForeignKind::Picture),
        (b"PK\x03\x04 something xl/workbook.xml", ForeignKind::Workbook),
        (b"PK\x03\x04 something else entirely, long enough", ForeignKind::Archive),
        (SEALED_WITH_PASSPHRASE, ForeignKind::Sealed),
        (b"%PDF-1.7", ForeignKind::Unknown),
        ("姓名,单位\n样例,样例".as_bytes(), ForeignKind::Delimited),
        (b"\xd0\xd5\xc3\xfb,\xb5\xa5\xce\xbb\r\n\xd1\xf9\xc0\xfd,\xd1\xf9\xc0\xfd", ForeignKind::Delimited),
    ];
    for (bytes, kind) in kinds {
        assert_eq!(seen(bytes, &trusting()), FileSeen::Foreign(kind), "{}", String::from_utf8_lossy(bytes));
    }
}

/// As the `age` command begins one.
const SEALED_WITH_PASSPHRASE: &[u8] = b"age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 10\n\
    gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n--- IOd8dHFL0uu3HlQ2r1YqBsFRfgXPfSvDRMUGqNnV7b8\n1234567890123456";

fn secret(number: u8) -> SecretKey {
    SecretKey::from_bytes([number; 32])
}

fn sealed_for(secrets: &[u8]) -> MadeBatch {
    let recipients = secrets.iter().map(|number| secret(*number).public()).collect();
    let seal = SealOrder { recipients, seed: Seed::from_bytes([9; 32]) };
    made(&BatchOrder { seal: Some(seal), ..order(&[record(1, "样例一厂")]) })
}

#[test]
fn a_sealed_batch_opens_with_a_key_of_the_zone_and_tells_the_same() {
    let file = sealed_for(&[1, 2]);
    assert!(file.name.ends_with(".json.age") && !String::from_utf8_lossy(&file.bytes.0).contains("样例"));
    assert_eq!(file, sealed_for(&[1, 2]));
    let with = |keys: Vec<SecretKey>| Keyring { keys, ..trusting() };
    let (batch, _) = open(&file.name, &file.bytes.0, &with(vec![secret(3), secret(2)])).unwrap();
    assert_eq!((batch.facts.records, batch.facts.file_hash), (1, file.file_hash));
    for (keys, has_keys) in [(vec![], false), (vec![secret(3)], true)] {
        assert_eq!(seen(&file.bytes.0, &with(keys)), FileSeen::Refused(FileRefusal::NotForUs { has_keys }));
    }
    let stranger = Keyring { keys: vec![secret(1)], ..Keyring::default() };
    assert!(matches!(seen(&file.bytes.0, &stranger), FileSeen::Aside { is_revoked: false, .. }));
}

#[test]
fn a_sealed_batch_that_is_cut_changed_or_aimed_at_us_by_another_is_refused_by_name() {
    let (file, keyring) = (sealed_for(&[1]), Keyring { keys: vec![secret(1)], ..trusting() });
    let bytes = &file.bytes.0;
    // Where it was cut within its last piece, that piece is another; what its name says tells more.
    let cut = &bytes[..bytes.len() - 1];
    assert_eq!(seen(cut, &keyring), FileSeen::Refused(FileRefusal::Damaged { on_the_way: false }));
    assert_eq!(
        open(&file.name, cut, &keyring).unwrap_err(),
        FileSeen::Refused(FileRefusal::Damaged { on_the_way: true })
    );
    let head = &bytes[..150];
    assert_eq!(seen(head, &keyring), FileSeen::Refused(FileRefusal::Truncated { have: 150, want: None }));
    let mut changed = bytes.clone();
    changed[bytes.len() - 40] ^= 1;
    assert_eq!(seen(&changed, &keyring), FileSeen::Refused(FileRefusal::Damaged { on_the_way: false }));
    let on_the_way = open(&file.name, &changed, &keyring).unwrap_err();
    assert_eq!(on_the_way, FileSeen::Refused(FileRefusal::Damaged { on_the_way: true }));
    let newer = [b"age-encryption.org/v9\n", &bytes[22..]].concat();
    assert_eq!(seen(&newer, &keyring), FileSeen::Refused(FileRefusal::Newer));
    let inside = made(&order(&[record(1, "样例一厂")]));
    let inside = batch::File {
        bytes: inside.bytes.0,
        name: inside.name,
        media_type: "application/json",
        body_hash: inside.body_hash,
        file_hash: inside.file_hash,
    };
    let aimed = sealed::seal(&inside, &[secret(1).public()], &Seed::from_bytes([8; 32])).unwrap();
    assert_eq!(seen(&aimed.bytes, &keyring), FileSeen::Refused(FileRefusal::Aimed));
}

#[test]
fn a_pack_is_told_from_a_batch() {
    let pack = batch::Pack {
        created_at: at(0),
        officer: OfficerId::new("样例01"),
        recipients: Vec::new(),
        forms: Vec::new(),
        lists: Vec::new(),
        zone: None,
        tables: Vec::new(),
        difference: None,
        erasures: Vec::new(),
        charter: Vec::new(),
    };
    let file = batch::pack_forms(&pack, &DeviceKey::from_bytes(SECRET)).unwrap();
    assert_eq!(seen(&file.bytes, &trusting()), FileSeen::Pack);
    assert_eq!(seen(&file.bytes, &Keyring::default()), FileSeen::Pack);
}

#[test]
fn questions_and_answers_survive_the_way_to_the_worker() {
    use crate::worker::Question;
    use crate::worker::desk::{Done, Failure, FileLine, FileOrigin, Order, Outcome, Task, Told};
    let made_of = order(&[record(1, "样例一厂")]);
    let file = made(&made_of);
    let line = FileLine { line: 7, name: "样例.json".to_owned(), origin: FileOrigin::Handed(0) };
    let desk = Order { database: "survey".to_owned(), key: None, now: at(1), task: Task::Look(vec![line]) };
    for question in [Question::PackBatch(Box::new(made_of)), Question::Desk(Box::new(desk))] {
        assert_eq!(Question::from_bytes(&question.to_bytes().unwrap()).unwrap(), question);
    }
    let (batch, _) = open("样例.json", &file.bytes.0, &trusting()).unwrap();
    let ready = Outcome::Ready(ImportCounts { added: 1, ..ImportCounts::default() });
    let refused = Outcome::Refused { why: FileRefusal::Truncated { have: 1, want: Some(2) }, is_kept: true };
    for answer in [
        Answer::Packed(Box::new(file)),
        Answer::Told(Told::File { line: 7, facts: Some(Box::new(batch.facts)), outcome: ready }),
        Answer::Told(Told::File { line: 7, facts: None, outcome: refused }),
        Answer::Desk(Box::new(Done::Failed(Failure::Full))),
    ] {
        assert_eq!(Answer::from_bytes(&answer.to_bytes().unwrap()).unwrap(), answer);
    }
}

#[test]
fn each_reason_to_refuse_has_a_word_of_its_own() {
    let all = [
        FileRefusal::TooLarge { bytes: 1, most: 1 },
        FileRefusal::Truncated { have: 1, want: None },
        FileRefusal::Damaged { on_the_way: true },
        FileRefusal::Repacked,
        FileRefusal::Signature,
        FileRefusal::Newer,
        FileRefusal::TooMany { have: 1, most: 1 },
        FileRefusal::Contents,
        FileRefusal::Record { place: 1, why: RecordRefusal::Newer },
        FileRefusal::OtherContents,
    ];
    let words: BTreeSet<&str> = all.iter().map(FileRefusal::word).collect();
    assert_eq!(words.len(), all.len());
}

#[test]
fn a_key_is_shown_nowhere() {
    assert_eq!(format!("{:?}", Secret(SECRET)), "Secret(..)");
}

#[test]
fn a_receipt_is_told_apart_and_one_for_somebody_else_by_its_name() {
    let own = DeviceKey::from_bytes([2; 32]);
    let receipt = record::Receipt {
        zone: "a1".to_owned(),
        device: own.device(),
        number: 1,
        created_at: at(9),
        officer: OfficerId::new("900"),
        batches: Vec::new(),
        returned: Vec::new(),
        lifted: Vec::new(),
        charter: Vec::new(),
    };
    let clear = batch::pack_receipt(&receipt, &DeviceKey::from_bytes([1; 32])).unwrap();
    let file = sealed::seal(&clear, &[own.opener().public()], &Seed::from_bytes([3; 32])).unwrap();
    let keyring = Keyring { own: Some(own.opener()), ..trusting() };
    assert_eq!(seen(&clear.bytes, &keyring), FileSeen::Receipt);
    assert_eq!(seen(&file.bytes, &keyring), FileSeen::Receipt);
    let other = |name: &str| open(name, &file.bytes, &trusting()).unwrap_err();
    assert_eq!(other(&file.name), FileSeen::Receipt);
    assert_eq!(other("样例.age"), FileSeen::Refused(FileRefusal::NotForUs { has_keys: false }));
}

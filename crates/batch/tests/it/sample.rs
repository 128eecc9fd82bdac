//! Sample batches and packs, and the device that signs them.
#![allow(dead_code)]

use batch::{
    Attached, Batch, Blobs, Contents, DeviceKey, Difference, File, FormTitle, OpenError, Opened, Pack, PackedForm,
    PackedList, PackedTable, Sender, Unverified, Verified, Zone,
};
use record::{
    Attachment, BatchId, ChangeId, Decision, DraftId, EntityBase, EntityChange, EntityId, ErasedEntity, Erasure,
    FormRef, ListName, OfficerId, Part, Proof, RecordId, Revision, Sha256, Submission, Timestamp,
};
use serde_json::json;

pub const PHOTO: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 16];

pub fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_772_326_800_000 + minute * 60_000, 480)
}

pub fn key() -> DeviceKey {
    DeviceKey::from_bytes([7; 32])
}

pub fn form() -> FormRef {
    FormRef { id: "liaison_visit".into(), version: "2026030101".into(), hash: record::form_hash(b"workbook", &[]) }
}

/// A visit that updates an enterprise. Every member of a record that may be there is there.
pub fn visit(number: u8) -> Revision {
    let answers = json!({
        "visit": {"date": "2026-03-01", "note": "样例走访\n第二行 \"引号\"", "staff": 12, "output_wan": 120.5},
        "needs": [{"kind": "finance loan", "text": "样例诉求"}, {"kind": "talent", "text": null}],
        "place": {"type": "Point", "coordinates": [120.1, 30.2, 0.0], "properties": {"accuracy": 5.0}},
        "photo": "1772326800000.jpg",
    });
    let serde_json::Value::Object(answers) = answers else { unreachable!() };
    let parent = Sha256::of(&[number, 1]);
    let submission = Submission {
        record: DraftId::new(at(i64::from(number)), [number; 10]).record(),
        parents: if number.is_multiple_of(2) { vec![parent] } else { Vec::new() },
        form: form(),
        device: key().device(),
        officer: OfficerId::new("样例01"),
        finalized_at: at(i64::from(number)),
        sequence: u64::from(number),
        instance_name: Some(format!("样例企业{number}")),
        answers,
        entities: vec![EntityChange {
            label: Some("样例企业".into()),
            properties: [("staff".to_owned(), "12".to_owned())].into(),
            ..EntityChange::update(
                ListName::new("enterprises"),
                EntityId::new(format!("样例{number}")),
                Some(EntityBase {
                    version: 2,
                    heads: vec![ChangeId { revision: parent, index: 0 }],
                    ..EntityBase::default()
                }),
            )
        }],
        attachments: vec![Attachment {
            name: "1772326800000.jpg".into(),
            sha256: Sha256::of(PHOTO),
            bytes: PHOTO.len() as u64,
            media_type: "image/jpeg".into(),
        }],
        remarks: Vec::new(),
        erasure: None,
        decision: None,
    };
    Revision::write(submission).unwrap()
}

/// A short record: the least there can be.
pub fn plain(number: u8) -> Revision {
    let submission = visit(number).submission().clone();
    let short = Submission {
        parents: Vec::new(),
        instance_name: None,
        answers: serde_json::Map::from_iter([("note".to_owned(), "样例".into())]),
        entities: Vec::new(),
        attachments: Vec::new(),
        ..submission
    };
    Revision::write(short).unwrap()
}

/// What takes a visit away again.
pub fn erasure_of(number: u8) -> Revision {
    let visit = visit(number);
    let kept = Proof { name: "date".into(), value: "2026-03-01".into(), label: Some("日期".into()), text: None };
    let erasure = Erasure {
        entities: vec![ErasedEntity {
            list: ListName::new("enterprises"), id: EntityId::new(format!("样例{number}"))
        }],
        reason: Some("样例".into()),
        kept: vec![kept],
        parts: Vec::new(),
    };
    let submission = Submission {
        parents: vec![visit.hash()],
        instance_name: None,
        answers: serde_json::Map::new(),
        entities: Vec::new(),
        attachments: Vec::new(),
        erasure: Some(erasure),
        ..visit.submission().clone()
    };
    Revision::write(submission).unwrap()
}

pub fn batch_of(records: Vec<Revision>) -> Batch {
    Batch {
        id: BatchId::new(at(1), [1; 10]),
        seq: 7,
        previous: Some(Sha256::of(b"the one before")),
        created_at: at(1),
        officer: OfficerId::new("样例01"),
        recipients: Vec::new(),
        forms: vec![FormTitle { form: form(), title: "样例走访表".into() }],
        records,
        attachments: Vec::new(),
    }
}

pub fn with_photo(mut batch: Batch) -> (Batch, Blobs) {
    let sha256 = Sha256::of(PHOTO);
    batch.attachments = vec![Attached { sha256, bytes: PHOTO.len() as u64, media_type: "image/jpeg".into() }];
    (batch, [(sha256, PHOTO.to_vec())].into())
}

pub fn pack_of_one() -> Pack {
    let files = vec![("样例.csv".to_owned(), b"name,label\n".to_vec())];
    let hash = record::form_hash(&[0x50, 0x4b, 3, 4, 0], &files);
    Pack {
        created_at: at(1),
        officer: OfficerId::new("样例02"),
        recipients: Vec::new(),
        forms: vec![PackedForm {
            form: FormRef { hash, ..form() },
            title: "样例走访表".into(),
            workbook: vec![0x50, 0x4b, 3, 4, 0],
            files,
        }],
        lists: vec![PackedList {
            list: ListName::new("enterprises"),
            snapshot: r#"{"entities":[{"id":"样例1","label":"样例企业"}]}"#.into(),
        }],
        zone: None,
        tables: Vec::new(),
        difference: None,
        erasures: Vec::new(),
        charter: Vec::new(),
    }
}

/// The same with a zone, which has a shape of its own.
pub fn pack_with_zone() -> Pack {
    let recipients = [1, 2].map(|number| batch::seal::SecretKey::from_bytes([number; 32]).public()).to_vec();
    let zone = Zone { id: "0123456789abcdef".to_owned(), edition: 1, name: "样例园区".to_owned(), recipients };
    Pack { zone: Some(zone), ..pack_of_one() }
}

/// The same with tables of the zone's own, one of which it went back from.
pub fn pack_with_tables() -> Pack {
    let table = |name: &str, bytes: Option<&[u8]>| PackedTable {
        name: name.to_owned(),
        set_at: at(1),
        bytes: bytes.map(<[u8]>::to_vec),
    };
    Pack { tables: vec![table("holidays", Some(b"name,date\n")), table("indicators", None)], ..pack_of_one() }
}

/// The same with a word on who speaks for the zone.
pub fn pack_with_charter() -> Pack {
    let zone = pack_with_zone().zone;
    let other = DeviceKey::from_bytes([8; 32]).device();
    let charter = record::Charter::of(key().device()).appointing(&other, 10).unwrap();
    let id = zone.as_ref().unwrap().id.clone();
    let word = batch::charter::say_desks(&id, &charter, &key()).unwrap();
    Pack { zone, charter: vec![word.text().to_owned()], ..pack_of_one() }
}

/// One that says what is new since another, and what is no longer there.
pub fn pack_since() -> Pack {
    let gone = vec![(ListName::new("enterprises"), vec![EntityId::new("样例2"), EntityId::new("样例3")])];
    let difference = Difference { since: Sha256::of(b"before"), makes: Sha256::of(b"now"), gone };
    Pack { difference: Some(difference), ..pack_of_one() }
}

pub fn packed(batch: &Batch) -> File {
    batch::pack(batch, &Blobs::new(), &key()).unwrap()
}

/// Opens as a desk does that trusts everybody.
pub fn open(bytes: &[u8]) -> Result<Verified, OpenError> {
    match batch::open(Unverified::read(bytes)?, &|_| Sender::Trusted)? {
        Opened::Trusted(verified) => Ok(verified),
        Opened::Aside(_) => panic!("everybody is trusted"),
    }
}

pub fn batch_in(verified: Verified) -> (Batch, Vec<batch::RefusedRecord>, Blobs) {
    match verified.contents {
        Contents::Batch { batch, refused, blobs } => (batch, refused, blobs),
        Contents::Pack(_) | Contents::Receipt(_) | Contents::Card(_) => panic!("no batch"),
    }
}

/// A body that this program would not write, signed all the same.
pub fn signed(format: &str, body: &str) -> Vec<u8> {
    signed_as(format, 1, body)
}

pub fn signed_as(format: &str, version: u64, body: &str) -> Vec<u8> {
    use ed25519_dalek::{Signer, SigningKey};
    let message = [format!("{format}-v{version}").as_bytes(), Sha256::of(body.as_bytes()).as_bytes()].concat();
    let signature: String =
        SigningKey::from_bytes(&[7; 32]).sign(&message).to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let device = key().device();
    format!(
        r#"{{"format":"{format}","version":{version},"device":"{device}","signature":"{signature}","body":{body}}}"#
    )
    .into_bytes()
}

pub fn body_of(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let at = text.find(r#""body":"#).unwrap() + 7;
    text[at..text.len() - 1].to_owned()
}

/// One that tells what was erased of a record, and of parts of another.
pub fn pack_with_erasures() -> Pack {
    let record = RecordId::new(at(9), [9; 10]);
    let part = Part { answers: vec!["phone".into()], ..Part::of(record, Sha256::of(b"revision")) };
    let erasures = [
        (record, Erasure { reason: Some("样例理由".into()), ..Erasure::default() }, form()),
        (RecordId::new(at(10), [10; 10]), Erasure { parts: vec![part], ..Erasure::default() }, Decision::form()),
    ];
    let revision = |(record, erasure, form)| {
        Revision::write(Submission {
            record,
            parents: Vec::new(),
            form,
            device: key().device(),
            officer: OfficerId::new("样例02"),
            finalized_at: at(9),
            sequence: 9,
            instance_name: None,
            answers: serde_json::Map::new(),
            entities: Vec::new(),
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: Some(erasure),
            decision: None,
        })
        .unwrap()
    };
    Pack { erasures: erasures.into_iter().map(revision).collect(), ..pack_of_one() }
}

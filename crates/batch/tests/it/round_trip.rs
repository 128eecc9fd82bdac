//! What is packed is opened, byte for byte.

use batch::{Blobs, PackError, limits};
use proptest::prelude::*;
use record::{Revision, Sha256, Submission};

use crate::sample::{PHOTO, batch_in, batch_of, key, open, packed, plain, visit, with_photo};

#[test]
fn a_batch_opens_as_it_was_packed() {
    let batch = batch_of(vec![visit(1), visit(2), plain(3)]);
    let file = packed(&batch);
    let verified = open(&file.bytes).unwrap();
    assert_eq!(verified.device, key().device());
    assert_eq!((verified.body_hash, verified.file_hash), (file.body_hash, file.file_hash));
    assert_eq!(file.file_hash, Sha256::of(&file.bytes));
    let (found, refused, blobs) = batch_in(verified);
    assert_eq!(found, batch);
    assert!(refused.is_empty() && blobs.is_empty());
}

#[test]
fn attachments_travel_beside_the_batch() {
    let (batch, blobs) = with_photo(batch_of(vec![visit(1)]));
    let file = batch::pack(&batch, &blobs, &key()).unwrap();
    assert_eq!(file.media_type, "application/zip");
    let (found, _, found_blobs) = batch_in(open(&file.bytes).unwrap());
    assert_eq!((found, found_blobs), (batch, blobs));
}

#[test]
fn the_name_tells_device_count_and_bytes() {
    let batch = batch_of(vec![plain(1)]);
    let file = packed(&batch);
    let (device, hash) = (key().device().to_string(), file.file_hash.to_string());
    assert_eq!(file.name, format!("taizhang-{}-7-{}.json", &device[..8], &hash[..12]));
    assert_eq!(batch::name::agrees(&file.name, &file.bytes), Some(true));
    assert_eq!(batch::name::agrees(&file.name, &file.bytes[1..]), Some(false));
    assert_eq!(batch::name::agrees("样例.json", &file.bytes), None);
    let (batch, blobs) = with_photo(batch);
    assert!(batch::pack(&batch, &blobs, &key()).unwrap().name.ends_with(".zip"));
}

#[test]
fn the_same_contents_give_the_same_bytes() {
    let (batch, blobs) = with_photo(batch_of(vec![visit(1), visit(2)]));
    assert_eq!(batch::pack(&batch, &blobs, &key()).unwrap(), batch::pack(&batch, &blobs, &key()).unwrap());
}

#[test]
fn a_revision_given_twice_travels_once() {
    let (found, ..) = batch_in(open(&packed(&batch_of(vec![plain(1), plain(2), plain(1)])).bytes).unwrap());
    assert_eq!(found.records, [plain(1), plain(2)]);
}

#[test]
fn an_attachment_without_its_bytes_is_not_packed() {
    let (batch, blobs) = with_photo(batch_of(vec![visit(1)]));
    let missing = batch::pack(&batch, &Blobs::new(), &key());
    assert!(matches!(missing, Err(PackError::BlobMissing(hash)) if hash == Sha256::of(PHOTO)));
    let damaged = blobs.keys().map(|hash| (*hash, b"other".to_vec())).collect();
    assert!(matches!(batch::pack(&batch, &damaged, &key()), Err(PackError::BlobDamaged(_))));
    let mut lying = batch;
    lying.attachments[0].bytes += 1;
    assert!(matches!(batch::pack(&lying, &blobs, &key()), Err(PackError::BlobDamaged(_))));
}

#[test]
fn what_nobody_could_open_is_not_packed() {
    let pack = |batch| batch::pack(&batch, &Blobs::new(), &key());
    let record = plain(1);
    let mut many = batch_of(Vec::new());
    many.records = vec![record.clone(); limits::MAX_RECORDS];
    assert!(pack(many.clone()).is_ok());
    many.records.push(record.clone());
    assert!(matches!(pack(many), Err(PackError::TooMany { what: "records", have: 10_001, .. })));

    let sized = |bytes: usize| {
        let mut submission: Submission = record.submission().clone();
        submission.answers.insert("long".into(), "".into());
        let rest = Revision::write(submission.clone()).unwrap().body().len();
        submission.answers.insert("long".into(), "x".repeat(bytes - rest).into());
        Revision::write(submission).unwrap()
    };
    assert!(pack(batch_of(vec![sized(limits::MAX_RECORD_BYTES)])).is_ok());
    let large = pack(batch_of(vec![plain(2), sized(limits::MAX_RECORD_BYTES + 1)]));
    assert!(matches!(large, Err(PackError::RecordTooLarge { index: 1, .. })));

    let spaced = Revision::read(format!(" {}", record.body())).unwrap();
    assert!(matches!(pack(batch_of(vec![spaced])), Err(PackError::RecordText { index: 0 })));

    let (mut batch, _) = with_photo(batch_of(Vec::new()));
    let huge = vec![0; limits::MAX_FILE_BYTES];
    batch.attachments[0].sha256 = Sha256::of(&huge);
    batch.attachments[0].bytes = huge.len() as u64;
    let blobs = [(Sha256::of(&huge), huge)].into();
    assert!(matches!(batch::pack(&batch, &blobs, &key()), Err(PackError::TooLarge { .. })));
}

#[test]
fn too_many_records_go_in_portions() {
    assert_eq!(batch::first_portion(&[]), 0);
    assert_eq!(batch::first_portion(&[plain(1), plain(2)]), 2);
    assert_eq!(batch::first_portion(&vec![plain(1); 10_005]), 10_000);
    let heavy = |number: u8| {
        let mut submission = visit(number).submission().clone();
        submission.attachments[0].bytes = 25 << 20;
        submission.attachments[0].sha256 = Sha256::of(&[number]);
        Revision::write(submission).unwrap()
    };
    assert_eq!(batch::first_portion(&[heavy(1), heavy(2), heavy(3)]), 2);
    assert_eq!(batch::first_portion(&[heavy(1), heavy(1), heavy(1)]), 3, "the same photo goes once");
    let mut alone = visit(1).submission().clone();
    alone.attachments[0].bytes = 100 << 20;
    assert_eq!(batch::first_portion(&[Revision::write(alone).unwrap()]), 1, "it is for the packing to refuse it");
}

fn revision() -> impl Strategy<Value = Revision> {
    let value = prop_oneof![
        any::<String>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        // Decimals as people type them. One of 17 digits is read by serde_json to within the last bit only; its text
        // and hash are the same all the same.
        any::<i32>().prop_map(|hundredths| serde_json::Value::from(f64::from(hundredths) / 100.0)),
        any::<bool>().prop_map(serde_json::Value::from),
        Just(serde_json::Value::Null),
    ];
    let answers = proptest::collection::btree_map("[a-z样例]{1,6}", value, 0..4);
    (any::<u8>(), answers).prop_map(|(number, answers)| {
        let mut submission = visit(number).submission().clone();
        submission.answers = answers.into_iter().filter(|(name, _)| name != "meta").collect();
        Revision::write(submission).unwrap()
    })
}

proptest! {
    /// Any records, in any order, with or without attachments and padding: the same texts, hashes and order come out.
    #[test]
    fn what_is_packed_is_opened(
        mut records in proptest::collection::vec(revision(), 0..6),
        photo in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..50)),
        seq in any::<u64>(),
        padded: bool,
    ) {
        let mut seen = std::collections::BTreeSet::new();
        records.retain(|revision| seen.insert(revision.hash()));
        let mut batch = batch_of(records);
        batch.seq = seq;
        let mut blobs = Blobs::new();
        if let Some(photo) = photo {
            let sha256 = Sha256::of(&photo);
            batch.attachments.push(batch::Attached { sha256, bytes: photo.len() as u64, media_type: "image/jpeg".into() });
            blobs.insert(sha256, photo);
        }
        let mut file = batch::pack(&batch, &blobs, &key()).unwrap();
        if padded && blobs.is_empty() {
            file.bytes.resize(file.bytes.len().next_multiple_of(4096), b' ');
        }
        let (found, refused, found_blobs) = batch_in(open(&file.bytes).unwrap());
        prop_assert_eq!(&found, &batch);
        prop_assert_eq!(found_blobs, blobs);
        prop_assert!(refused.is_empty());
        for (found, sent) in found.records.iter().zip(&batch.records) {
            prop_assert_eq!(found.body(), sent.body());
        }
    }
}

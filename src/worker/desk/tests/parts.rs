//! Erasures of parts of records, as files bring them.

use record::{Attachment, Decision, ErasedEntity, Erasure, Part};

use super::*;

const PHONE: &str = "400-000-0417";

/// A record of a file that brings a photo, with a contact's phone in it.
fn with_photo(secret: u8, seq: u64, number: u8) -> Revision {
    let sha256 = Sha256::of(format!("photo {secret} {seq}").as_bytes());
    let mut submission = record(secret, number, "样例一厂", "100").submission().clone();
    submission.entities[0].properties.insert("contact_phone".to_owned(), PHONE.to_owned());
    submission.answers.insert("contact_phone".to_owned(), PHONE.into());
    submission.answers.insert("licence_photo".to_owned(), format!("{sha256}.jpg").into());
    let media_type = "image/jpeg".to_owned();
    submission.attachments = vec![Attachment { name: format!("{sha256}.jpg"), sha256, bytes: 9, media_type }];
    Revision::write(submission).unwrap()
}

fn erasure_of(made: &Revision, secret: u8, number: u8) -> Revision {
    let submission = made.submission();
    let part = Part {
        answers: vec!["contact_phone".to_owned()],
        files: submission.attachments.iter().map(|attachment| attachment.sha256).collect(),
        entities: submission.entities.iter().map(ErasedEntity::of).collect(),
        properties: vec!["contact_phone".to_owned()],
        ..Part::of(submission.record, made.hash())
    };
    let mut bare = record(secret, number, "", "").submission().clone();
    (bare.form, bare.entities) = (Decision::form(), Vec::new());
    bare.erasure = Some(Erasure { parts: vec![part], ..Erasure::default() });
    Revision::write(bare).unwrap()
}

fn holds(desk: &Desk, text: &str) -> bool {
    let rows = [Store::Records, Store::Entities, Store::Inbox, Store::Meta].into_iter();
    rows.flat_map(|store| desk.0.all(store)).any(|row| String::from_utf8_lossy(&row.value).contains(text))
}

#[test]
fn parts_go_whatever_file_comes_first_and_the_rest_of_the_record_is_the_same_everywhere() {
    let made = with_photo(1, 1, 1);
    let erasure = erasure_of(&made, 2, 1);
    let files = [
        file(1, 1, std::slice::from_ref(&made)),
        file(2, 1, std::slice::from_ref(&erasure)),
        file(3, 1, &[record(3, 1, "样例二厂", "50")]),
    ];
    let mut desks = Vec::new();
    for order in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [0, 2, 1]] {
        let mut together = Desk::new();
        together.take_in_together(&order.map(|file| files[file].as_slice())).unwrap();
        let mut one_by_one = Desk::new();
        for file in order {
            one_by_one.take_in(&files[file]).unwrap();
        }
        assert_eq!(together.contents(), one_by_one.contents());
        assert!(!holds(&together, PHONE));
        assert!(together.0.all(Store::Blobs).is_empty());
        desks.push(together);
    }
    assert!(desks.iter().all(|desk| desk.contents() == desks[0].contents()));
    let kept = records::list(&desks[0].0.under(Store::Records, &layout::record(made.submission().record))).0;
    assert_eq!((kept.len(), kept[0].hash(), kept[0].is_cut()), (1, made.hash(), true));
    assert_eq!(kept[0].submission().entities[0].properties["area"], "100");
}

#[test]
fn a_file_from_before_brings_neither_the_part_nor_its_photo_back() {
    let made = with_photo(1, 1, 1);
    let mut desk = Desk::new();
    desk.take_in(&file(1, 1, std::slice::from_ref(&made))).unwrap();
    assert!(holds(&desk, PHONE) && !desk.0.all(Store::Blobs).is_empty());
    let counts = desk.take_in(&file(2, 1, &[erasure_of(&made, 2, 1)])).unwrap();
    assert_eq!(counts, added(1));
    assert!(!holds(&desk, PHONE) && desk.0.all(Store::Blobs).is_empty());
    let before = desk.contents().0;
    // The same record in another batch of the same device.
    let mut again = with_photo(1, 1, 1).submission().clone();
    again.attachments[0].sha256 = made.submission().attachments[0].sha256;
    let counts = desk.take_in(&file(1, 2, &[Revision::write(again).unwrap()])).unwrap();
    assert_eq!(counts, ImportCounts { known: 1, ..ImportCounts::default() });
    assert_eq!(desk.contents().0, before);
}

#[test]
fn what_was_left_of_a_record_keeps_a_file_that_says_it_out() {
    let made = with_photo(1, 1, 1);
    let erasure = erasure_of(&made, 2, 1);
    let cut = record::Erasures::of([&erasure]).cut(made);
    let order = |records: Vec<String>| BatchOrder {
        secret: Secret([1; 32]),
        id: BatchId::new(at(2), [1; 10]),
        seq: 1,
        previous: None,
        created_at: at(2),
        officer: OfficerId::new("样例01"),
        forms: Vec::new(),
        records,
        attachments: Vec::new(),
        seal: None,
    };
    let told = answer(Question::PackBatch(Box::new(order(vec![cut.body().to_owned()]))));
    assert!(matches!(told, Answer::NotPacked { .. }), "{told:?}");
}

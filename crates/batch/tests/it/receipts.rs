//! A receipt: for one tablet, by the desk of its zone. Whatever else it is, is told by name.

use batch::charter::{Word, say_desks};
use batch::seal::{OpenSealedError, SecretKey, Seed};
use batch::{Addressee, DeviceKey, File, Format, OpenError, ReceiptError, Received, receive, sealed, sealing_key};
use record::{
    BatchId, Charter, DeviceId, Fate, Handled, Lifted, OfficerId, Receipt, RecordId, Returned, Sha256, Timestamp,
};

fn desk() -> DeviceKey {
    DeviceKey::from_bytes([1; 32])
}

fn tablet() -> DeviceKey {
    DeviceKey::from_bytes([2; 32])
}

fn at(minute: i64) -> Timestamp {
    Timestamp::new(1_767_200_000_000 + minute * 60_000, 480)
}

fn receipt() -> Receipt {
    let handled = |seq: u64, fate| Handled { body: Sha256::of(&seq.to_be_bytes()), seq, fate, at: at(1) };
    Receipt {
        zone: "a1b2".to_owned(),
        device: tablet().device(),
        number: 7,
        created_at: at(2),
        officer: OfficerId::new("样例-desk"),
        batches: vec![
            handled(1, Fate::Received),
            handled(2, Fate::Quarantined("unknown_device".to_owned())),
            handled(3, Fate::TakenBack),
        ],
        returned: vec![Returned {
            record: RecordId::new(at(0), [1; 10]),
            revision: Sha256::of(b"revision"),
            reason: "缺少照片".to_owned(),
            officer: OfficerId::new("样例-desk"),
            at: at(1),
        }],
        lifted: Vec::new(),
        charter: Vec::new(),
    }
}

fn sealed_by(receipt: &Receipt, key: &DeviceKey) -> File {
    let file = batch::pack_receipt(receipt, key).unwrap();
    let recipient = sealing_key(&receipt.device).unwrap();
    sealed::seal(&file, &[recipient], &Seed::from_bytes([9; 32])).unwrap()
}

fn taken(bytes: &[u8], own: &DeviceKey, zone: &str) -> Result<Received, ReceiptError> {
    taken_knowing(bytes, own, zone, &Charter::of(desk().device()))
}

fn taken_knowing(bytes: &[u8], own: &DeviceKey, zone: &str, charter: &Charter) -> Result<Received, ReceiptError> {
    receive(bytes, &own.opener(), Addressee { device: &own.device(), zone, charter })
}

fn second() -> DeviceKey {
    DeviceKey::from_bytes([6; 32])
}

/// By a desk that was appointed, with the words that say so.
fn by_second(words: &[&Word]) -> Vec<u8> {
    let lifted = Lifted { record: RecordId::new(at(0), [2; 10]), revision: Sha256::of(b"other revision"), at: at(2) };
    let charter = words.iter().map(|word| word.text().to_owned()).collect();
    sealed_by(&Receipt { charter, lifted: vec![lifted], ..receipt() }, &second()).bytes
}

#[test]
fn a_receipt_reaches_its_tablet_as_the_desk_said_it() {
    let file = sealed_by(&receipt(), &desk());
    assert!(file.name.starts_with("taizhang-receipt-") && file.name.ends_with(".json.age"), "{}", file.name);
    let received = taken(&file.bytes, &tablet(), "a1b2").unwrap();
    assert_eq!(received.receipt, receipt());
    assert_eq!((received.body_hash, received.file_hash), (file.body_hash, file.file_hash));
}

#[test]
fn a_device_needs_no_second_key_to_be_sealed_for() {
    for number in 0..20 {
        let key = DeviceKey::from_bytes([number; 32]);
        assert_eq!(sealing_key(&key.device()), Some(key.opener().public()));
    }
    assert_eq!(sealing_key(&DeviceId::new("ab")), None, "no key");
    assert_eq!(sealing_key(&DeviceId::new("00".repeat(32))), None, "everybody could open it");
}

#[test]
fn only_the_tablet_that_it_is_for_opens_it() {
    let file = sealed_by(&receipt(), &desk());
    let other = DeviceKey::from_bytes([3; 32]);
    let error = taken(&file.bytes, &other, "a1b2").unwrap_err();
    assert!(matches!(error, ReceiptError::Open(OpenError::Sealed(OpenSealedError::NotForUs))), "{error}");
    // Sealed anew for somebody else.
    let clear = batch::pack_receipt(&receipt(), &desk()).unwrap();
    let aimed = sealed::seal(&clear, &[other.opener().public()], &Seed::from_bytes([9; 32])).unwrap();
    let error = taken(&aimed.bytes, &other, "a1b2").unwrap_err();
    assert!(matches!(error, ReceiptError::Open(OpenError::Aimed)), "{error}");
    // And in clear it is still somebody else's.
    assert!(matches!(taken(&clear.bytes, &other, "a1b2"), Err(ReceiptError::OtherDevice)));
}

#[test]
fn another_desk_says_nothing_that_counts_here() {
    let forger = DeviceKey::from_bytes([4; 32]);
    let file = sealed_by(&receipt(), &forger);
    let error = taken(&file.bytes, &tablet(), "a1b2").unwrap_err();
    assert!(matches!(error, ReceiptError::OtherDesk(device) if device == forger.device()));
}

#[test]
fn a_receipt_of_another_zone_is_told_apart() {
    let file = sealed_by(&receipt(), &desk());
    assert!(matches!(taken(&file.bytes, &tablet(), "ffff"), Err(ReceiptError::OtherZone)));
}

#[test]
fn a_receipt_whose_word_was_changed_is_not_signed() {
    let clear = batch::pack_receipt(&receipt(), &desk()).unwrap();
    let text = String::from_utf8(clear.bytes).unwrap().replacen("quarantined", "quarantinee", 1);
    assert!(matches!(taken(text.as_bytes(), &tablet(), "a1b2"), Err(ReceiptError::Open(OpenError::Signature))));
}

#[test]
fn a_receipt_that_was_cut_or_changed_anywhere_is_refused() {
    let file = sealed_by(&receipt(), &desk());
    for length in 0..file.bytes.len() {
        assert!(taken(&file.bytes[..length], &tablet(), "a1b2").is_err(), "cut at {length}");
    }
    for at in (0..file.bytes.len()).step_by(7) {
        let mut changed = file.bytes.clone();
        changed[at] ^= 1;
        assert!(taken(&changed, &tablet(), "a1b2").is_err(), "changed at {at}");
    }
}

#[test]
fn a_batch_or_a_pack_is_no_receipt() {
    let batch = batch::Batch {
        id: BatchId::new(at(0), [1; 10]),
        seq: 1,
        previous: None,
        created_at: at(0),
        officer: OfficerId::new("样例-01"),
        recipients: Vec::new(),
        forms: Vec::new(),
        records: Vec::new(),
        attachments: Vec::new(),
    };
    for key in [desk(), tablet()] {
        let file = batch::pack(&batch, &batch::Blobs::new(), &key).unwrap();
        let error = taken(&file.bytes, &tablet(), "a1b2").unwrap_err();
        assert!(matches!(error, ReceiptError::OtherKind(Format::Batch)), "{error}");
    }
    assert!(matches!(taken(b"hello", &tablet(), "a1b2"), Err(ReceiptError::Open(OpenError::NotOurs))));
}

#[test]
fn more_than_a_receipt_may_say_is_not_packed() {
    let one = receipt().batches.remove(0);
    let most = Receipt { batches: vec![one.clone(); batch::limits::MAX_HANDLED], ..receipt() };
    assert!(batch::pack_receipt(&most, &desk()).is_ok());
    let over = Receipt { batches: vec![one; batch::limits::MAX_HANDLED + 1], ..receipt() };
    let error = batch::pack_receipt(&over, &desk()).unwrap_err();
    assert!(matches!(error, batch::PackError::TooMany { what: "batches", .. }), "{error}");
}

#[test]
fn a_member_that_nobody_knows_is_refused() {
    let clear = batch::pack_receipt(&receipt(), &desk()).unwrap();
    let text = String::from_utf8(clear.bytes).unwrap();
    let newer = text.replacen(r#""version":1"#, r#""version":3"#, 1);
    let error = taken(newer.as_bytes(), &tablet(), "a1b2").unwrap_err();
    assert!(matches!(error, ReceiptError::Open(OpenError::Newer { version: 3, .. })), "{error}");
    let secret = SecretKey::from_bytes([5; 32]);
    let of_nobody = receive(
        text.as_bytes(),
        &secret,
        Addressee { device: &tablet().device(), zone: "a1b2", charter: &Charter::of(desk().device()) },
    );
    assert!(of_nobody.is_ok(), "in clear no key is needed: the signature counts");
}

#[test]
fn an_appointed_desk_proves_itself_by_what_its_receipt_carries() {
    let first = Charter::of(desk().device());
    let appointed = first.appointing(&second().device(), 10).unwrap();
    let word = say_desks("a1b2", &appointed, &desk()).unwrap();
    let received = taken_knowing(&by_second(&[&word]), &tablet(), "a1b2", &first).unwrap();
    assert_eq!((received.desk, &received.heard.charter), (second().device(), &appointed));
    assert_eq!((received.receipt.lifted.len(), received.heard.words.len()), (1, 1));
    // Who knows it already learns nothing from it, and takes the receipt.
    let again = taken_knowing(&by_second(&[&word]), &tablet(), "a1b2", &appointed).unwrap();
    assert!(again.heard.words.is_empty());
    assert!(taken_knowing(&sealed_by(&receipt(), &second()).bytes, &tablet(), "a1b2", &appointed).is_ok());
}

#[test]
fn a_desk_whose_appointment_was_withdrawn_is_refused_by_name_and_an_old_appointment_brings_it_not_back() {
    let first = Charter::of(desk().device());
    let appointed = first.appointing(&second().device(), 10).unwrap();
    let withdrawn = appointed.withdrawing(&second().device(), 20);
    let [old, new] = [&appointed, &withdrawn].map(|charter| say_desks("a1b2", charter, &desk()).unwrap());
    for words in [vec![&old], vec![&new, &old], vec![&old, &new]] {
        let error = taken_knowing(&by_second(&words), &tablet(), "a1b2", &withdrawn).unwrap_err();
        assert!(matches!(error, ReceiptError::Withdrawn(device) if device == second().device()));
    }
    // Who never heard of the appointment hears of its end all the same.
    assert!(matches!(taken_knowing(&by_second(&[&new]), &tablet(), "a1b2", &first), Err(ReceiptError::Withdrawn(_))));
}

#[test]
fn nobody_appoints_themselves_and_no_desk_appoints_another() {
    let first = Charter::of(desk().device());
    let to_itself = Charter::of(second().device()).appointing(&second().device(), 10).unwrap();
    let own = say_desks("a1b2", &to_itself, &second()).unwrap();
    let error = taken_knowing(&by_second(&[&own]), &tablet(), "a1b2", &first).unwrap_err();
    assert!(matches!(error, ReceiptError::OtherDesk(_)), "{error}");
    // The head's own word for another zone, or a word whose signer is named and did not sign.
    let appointed = first.appointing(&second().device(), 10).unwrap();
    let elsewhere = say_desks("ffff", &appointed, &desk()).unwrap();
    assert!(matches!(
        taken_knowing(&by_second(&[&elsewhere]), &tablet(), "a1b2", &first),
        Err(ReceiptError::OtherDesk(_))
    ));
    let forged = own.text().replace(second().device().as_str(), desk().device().as_str());
    let file = sealed_by(&Receipt { charter: vec![forged], ..receipt() }, &second());
    let error = taken_knowing(&file.bytes, &tablet(), "a1b2", &first).unwrap_err();
    assert!(matches!(error, ReceiptError::Open(OpenError::Signature)), "{error}");
    // A desk that was appointed names a third.
    let third = appointed.appointing(&tablet().device(), 30).unwrap();
    let by_appointed = say_desks("a1b2", &third, &second()).unwrap();
    let received = taken_knowing(&by_second(&[&by_appointed]), &tablet(), "a1b2", &appointed).unwrap();
    assert_eq!((received.heard.charter, received.heard.words.len()), (appointed, 0));
}

#[test]
fn words_on_desks_have_a_place_in_the_second_version_alone_and_it_has_no_other() {
    let first = Charter::of(desk().device());
    let word = say_desks("a1b2", &first.appointing(&second().device(), 10).unwrap(), &desk()).unwrap();
    let with = batch::pack_receipt(&Receipt { charter: vec![word.text().to_owned()], ..receipt() }, &desk()).unwrap();
    let text = String::from_utf8(with.bytes).unwrap();
    assert!(text.contains(r#""version":2"#) && text.contains(word.text()));
    let without = String::from_utf8(batch::pack_receipt(&receipt(), &desk()).unwrap().bytes).unwrap();
    assert!(without.contains(r#""version":1"#) && !without.contains("lifted"));
    // A batch inside, in the place of a word.
    let file = sealed_by(&Receipt { charter: vec![without], ..receipt() }, &desk());
    let error = taken(&file.bytes, &tablet(), "a1b2").unwrap_err();
    assert!(matches!(error, ReceiptError::Open(OpenError::Charter)), "{error}");
    let many = Receipt { charter: vec![word.text().to_owned(); batch::limits::MAX_WORDS + 1], ..receipt() };
    assert!(matches!(batch::pack_receipt(&many, &desk()), Err(batch::PackError::TooMany { .. })));
}

//! Files that were cut, changed, or made by somebody else: each is refused by name.

use batch::{Blobs, OpenError, RefusalReason, Unverified, limits};
use proptest::prelude::*;
use record::Sha256;

use crate::sample::{batch_in, batch_of, body_of, key, open, pack_of_one, packed, plain, signed, visit};

/// B1: 0 accepted.
#[test]
fn a_batch_cut_at_any_byte_is_refused_with_the_place() {
    let bytes = packed(&batch_of(vec![visit(1)])).bytes;
    for end in 0..bytes.len() {
        let cut = Unverified::read(&bytes[..end]);
        assert!(
            matches!(cut, Err(OpenError::Truncated { have, want: None }) if have == end as u64),
            "cut at {end}: {cut:?}"
        );
    }
    assert!(open(&bytes).is_ok());
}

/// B1: 0 accepted.
#[test]
fn a_batch_with_any_bit_flipped_is_refused() {
    let bytes = packed(&batch_of(vec![visit(1)])).bytes;
    assert!((1_500..2_500).contains(&bytes.len()), "about 2 KB: {}", bytes.len());
    let mut refused = 0;
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        match open(&flipped) {
            Ok(_) => panic!("bit {bit} flipped and accepted"),
            Err(_) => refused += 1,
        }
    }
    assert_eq!(refused, bytes.len() * 8);
}

#[test]
fn no_byte_may_be_put_in_anywhere() {
    let bytes = packed(&batch_of(vec![plain(1)])).bytes;
    for at in 0..=bytes.len() {
        for byte in [b' ', b'\n', b'}', b'0'] {
            let longer = [&bytes[..at], &[byte], &bytes[at..]].concat();
            assert!(open(&longer).is_err(), "{byte} at {at}");
        }
    }
}

#[test]
fn padding_is_spaces_up_to_four_kib_and_nothing_else() {
    let mut bytes = packed(&batch_of(vec![plain(1)])).bytes;
    let length = bytes.len();
    bytes.resize(length.next_multiple_of(4096), b' ');
    assert!(open(&bytes).is_ok());
    for end in length + 1..bytes.len() {
        assert!(open(&bytes[..end]).is_err(), "padding cut at {end}");
    }
    let mut tab = bytes.clone();
    tab[length + 1] = b'\t';
    assert!(open(&tab).is_err());
    bytes.resize(8192, b' ');
    assert!(open(&bytes).is_err());
}

#[test]
fn what_was_written_otherwise_is_damaged() {
    let bytes = packed(&batch_of(vec![plain(1)])).bytes;
    let text = String::from_utf8(bytes).unwrap();
    for changed in [
        text.replacen(",\"device\"", ", \"device\"", 1),
        text.replacen("\"version\":1", "\"version\":1.0", 1),
        text.replacen("\"version\":1", "\"version\":0", 1),
        format!("{text}\n"),
        text.replacen(",\"body\"", ",\"more\":1,\"body\"", 1),
        text.replacen(key().device().as_str(), &key().device().as_str().to_uppercase(), 1),
    ] {
        assert!(matches!(open(changed.as_bytes()), Err(OpenError::Damaged)), "{changed}");
    }
    let mut no_text = text.into_bytes();
    no_text[300] = 0xff;
    assert!(matches!(open(&no_text), Err(OpenError::Damaged)));
}

#[test]
fn another_file_is_not_ours() {
    for bytes in [
        "hello".as_bytes(),
        b"{}",
        b"[1,2",
        b"{\"a\":",
        b"name,label\n",
        b"\xff\xfe",
        "{\"format\":\"x\",\"version\":1}".as_bytes(),
    ] {
        assert!(matches!(Unverified::read(bytes), Err(OpenError::NotOurs)), "{bytes:?}");
    }
}

#[test]
fn a_newer_version_is_told_as_newer() {
    let text = String::from_utf8(packed(&batch_of(Vec::new())).bytes).unwrap();
    let newer = text.replacen("\"version\":1", "\"version\":2", 1);
    assert!(matches!(open(newer.as_bytes()), Err(OpenError::Newer { version: 2, .. })));
    let other = text.replacen("taizhang-batch", "taizhang-letter", 1);
    let error = open(other.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "format taizhang-letter version 1 is newer than this program");
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_looked_at() {
    let large = vec![b' '; limits::MAX_FILE_BYTES + 1];
    assert!(matches!(Unverified::read(&large), Err(OpenError::TooLarge { .. })));
    assert!(matches!(Unverified::read_parts(&large, Blobs::new()), Err(OpenError::TooLarge { .. })));
    assert!(matches!(Unverified::read(&large[1..]), Err(OpenError::NotOurs)));
}

#[test]
fn a_batch_signed_by_another_device_is_refused() {
    let ours = String::from_utf8(packed(&batch_of(vec![plain(1)])).bytes).unwrap();
    let other = batch::DeviceKey::from_bytes([8; 32]).device();
    let aimed = ours.replacen(key().device().as_str(), other.as_str(), 1);
    let error = open(aimed.as_bytes()).unwrap_err();
    assert!(matches!(error, OpenError::Signature));
    assert_eq!(error.to_string(), "not signed by the device it names");
    let no_key = ours.replacen(key().device().as_str(), &"f".repeat(64), 1);
    assert!(matches!(open(no_key.as_bytes()), Err(OpenError::Signature)));
    let as_pack = ours.replacen("taizhang-batch", "taizhang-pack", 1);
    assert!(matches!(open(as_pack.as_bytes()), Err(OpenError::Signature)), "one kind does not pass for another");
}

#[test]
fn a_signed_body_of_another_shape_is_refused() {
    let body = body_of(&packed(&batch_of(vec![plain(1)])).bytes);
    for wrong in [
        "{}".to_owned(),
        body.replacen("\"seq\":7", "\"seq\":-7", 1),
        body.replacen("\"seq\":7", "\"seq\":7,\"seq\":8", 1),
        body.replacen("\"seq\":7", "\"seq\":7,\"more\":8", 1),
        body.replacen("\"prev_hash\":\"", "\"prev_hash\":\"x", 1),
        body_of(&packed(&batch_of(Vec::new())).bytes).replacen("\"records\":[]", "\"records\":{}", 1),
    ] {
        assert!(matches!(open(&signed("taizhang-batch", &wrong)), Err(OpenError::Body(_))), "{wrong}");
    }
    assert!(open(&signed("taizhang-batch", &body)).is_ok());
    assert!(matches!(open(&signed("taizhang-batch", "[]")), Err(OpenError::Damaged)));
}

#[test]
fn more_records_than_the_limit_are_counted_and_not_kept() {
    let body = |count: usize| {
        let records = vec!["1"; count].join(",");
        body_of(&packed(&batch_of(Vec::new())).bytes).replacen("\"records\":[]", &format!("\"records\":[{records}]"), 1)
    };
    let (_, refused, _) = batch_in(open(&signed("taizhang-batch", &body(limits::MAX_RECORDS))).unwrap());
    assert_eq!(refused.len(), limits::MAX_RECORDS);
    let over = open(&signed("taizhang-batch", &body(limits::MAX_RECORDS + 2)));
    assert!(matches!(over, Err(OpenError::TooMany { what: "records", have: 10_002, most: 10_000 })));
}

#[test]
fn a_record_that_cannot_be_read_holds_up_no_other() {
    let body = body_of(&packed(&batch_of(vec![plain(1), plain(2)])).bytes);
    let twice = plain(1).body().replacen("\"note\":", "\"note\":1,\"note\":", 1);
    let deep = format!("{{\"__id\":{}{}}}", "[".repeat(70), "]".repeat(70));
    let newer = plain(1).body().replacen("\"format\":1", "\"format\":99", 1);
    let large = format!("\"{}\"", "x".repeat(limits::MAX_RECORD_BYTES));
    let records = [plain(2).body(), &twice, &deep, &newer, &large].join(",");
    let (found, refused, _) =
        batch_in(open(&signed("taizhang-batch", &body.replacen(plain(1).body(), &records, 1))).unwrap());
    assert_eq!(found.records, [plain(2)]);
    let indices: Vec<_> = refused.iter().map(|refused| refused.index).collect();
    assert_eq!(indices, [1, 2, 3, 4]);
    assert_eq!(refused[0].body, twice, "as it stands in the file");
    assert!(matches!(refused[2].why, RefusalReason::Unreadable(record::ReadRevisionError::Newer(99))));
    assert!(matches!(refused[3].why, RefusalReason::TooLarge { .. }));
}

#[test]
fn attachments_are_those_that_are_named() {
    let (batch, blobs) = crate::sample::with_photo(batch_of(Vec::new()));
    let text = signed("taizhang-batch", &body_of(&signed_body(&batch, &blobs)));
    let parts = |blobs: Blobs| batch::open(Unverified::read_parts(&text, blobs)?, &|_| batch::Sender::Trusted);
    assert!(parts(blobs.clone()).is_ok());
    assert!(matches!(parts(Blobs::new()), Err(OpenError::BlobMissing(_))));
    let more: Blobs = blobs.into_iter().chain([(Sha256::of(b"x"), b"x".to_vec())]).collect();
    assert!(matches!(parts(more), Err(OpenError::BlobUnnamed(hash)) if hash == Sha256::of(b"x")));
    let false_name: Blobs = [(Sha256::of(b"y"), b"x".to_vec())].into();
    assert!(matches!(parts(false_name), Err(OpenError::Checksum { .. })));
    let lying = String::from_utf8(text.clone()).unwrap();
    let body = body_of(lying.as_bytes()).replacen("\"bytes\":6", "\"bytes\":7", 1);
    let lying = Unverified::read_parts(&signed("taizhang-batch", &body), with_blob()).unwrap();
    assert!(matches!(batch::open(lying, &|_| batch::Sender::Trusted), Err(OpenError::Checksum { .. })));
    let pack = batch::pack_forms(&pack_of_one(), &key()).unwrap();
    let pack = Unverified::read_parts(&pack.bytes, with_blob()).unwrap();
    assert!(matches!(batch::open(pack, &|_| batch::Sender::Trusted), Err(OpenError::BlobUnnamed(_))));
}

fn with_blob() -> Blobs {
    crate::sample::with_photo(batch_of(Vec::new())).1
}

/// The `batch.json` out of the zip.
fn signed_body(batch: &batch::Batch, blobs: &Blobs) -> Vec<u8> {
    let file = batch::pack(batch, blobs, &key()).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file.bytes)).unwrap();
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name("batch.json").unwrap(), &mut text).unwrap();
    text
}

proptest! {
    /// Whatever bytes come, they are refused and nothing else happens.
    #[test]
    fn no_bytes_stop_the_program(bytes: Vec<u8>, cut in 0_usize..3000, at in 0_usize..3000, with: Vec<u8>) {
        prop_assert!(open(&bytes).is_err());
        let mut file = packed(&batch_of(vec![plain(1)])).bytes;
        let whole = file.clone();
        let (cut, at) = (cut.min(file.len()), at.min(file.len()));
        file.splice(at.min(cut)..at.max(cut), with);
        prop_assert_eq!(open(&file).is_ok(), file == whole);
        let as_zip = [b"PK\x03\x04".as_slice(), &bytes].concat();
        prop_assert!(open(&as_zip).is_err());
    }
}

//! Who sent it: trusted, unknown and revoked devices.

use batch::{Contents, Format, Hashes, OpenError, Opened, Sender, Unverified};
use record::Sha256;

use crate::sample::{at, batch_of, key, pack_of_one, packed, plain, visit, with_photo};

fn opened(sender: Sender) -> Opened {
    let file = packed(&batch_of(vec![visit(1), plain(2)]));
    let unverified = Unverified::read(&file.bytes).unwrap();
    assert_eq!(unverified.claimed_device(), &key().device());
    assert_eq!(unverified.file_hash(), file.file_hash);
    batch::open(unverified, &|device| {
        assert_eq!(*device, key().device());
        sender
    })
    .unwrap()
}

#[test]
fn a_trusted_device_is_believed() {
    assert!(matches!(opened(Sender::Trusted), Opened::Trusted(verified) if verified.device == key().device()));
}

#[test]
fn an_unknown_device_waits_for_a_word_and_loses_nothing() {
    let Opened::Aside(aside) = opened(Sender::Unknown) else { panic!("not trusted") };
    assert_eq!(aside.sender(), Sender::Unknown);
    assert_eq!(aside.fingerprint(), key().device().fingerprint());
    let summary = aside.summary();
    assert_eq!((summary.format, summary.seq), (Format::Batch, Some(7)));
    assert_eq!((summary.records, summary.refused, summary.attachments, summary.lists), (2, 0, 0, 0));
    assert_eq!((summary.created_at, summary.officer.as_str()), (at(1), "样例01"));
    assert_eq!(summary.forms, ["样例走访表"]);
    let verified = aside.trust();
    assert_eq!(verified.device, key().device());
    assert!(matches!(verified.contents, Contents::Batch { batch, .. } if batch.records == [visit(1), plain(2)]));
}

#[test]
fn a_revoked_device_waits_for_a_word_too() {
    let Opened::Aside(aside) = opened(Sender::Revoked) else { panic!("not trusted") };
    assert_eq!(aside.sender(), Sender::Revoked);
    assert_eq!(aside.device(), &key().device());
}

#[test]
fn a_file_that_was_hashed_elsewhere_is_the_same_file() {
    let (with_photo, blobs) = with_photo(batch_of(vec![visit(1)]));
    let zip = batch::pack(&with_photo, &blobs, &key()).unwrap().bytes;
    for bytes in [
        zip,
        packed(&batch_of(vec![visit(1), plain(2)])).bytes,
        batch::pack_forms(&pack_of_one(), &key()).unwrap().bytes,
    ] {
        let span = batch::body_span(&bytes);
        let body = span.map(|span| (span.clone(), Sha256::of(&bytes[span])));
        let hashes = Hashes { file: Sha256::of(&bytes), body };
        let open = |hashes: Option<&Hashes>| {
            let opened = batch::open(Unverified::read_hashed(&bytes, hashes).unwrap(), &|_| Sender::Trusted).unwrap();
            let Opened::Trusted(verified) = opened else { panic!("trusted") };
            (verified.file_hash, verified.body_hash, verified.summary())
        };
        assert_eq!(open(Some(&hashes)), open(None));
    }
}

#[test]
fn a_hash_of_the_body_is_used_for_the_body_alone_and_never_makes_a_signature_right() {
    let bytes = packed(&batch_of(vec![plain(1)])).bytes;
    let span = batch::body_span(&bytes).unwrap();
    assert!(bytes[span.clone()].starts_with(b"{") && bytes.len() == span.end + 1);
    let read = |body| {
        let hashes = Hashes { file: Sha256::of(&bytes), body: Some(body) };
        batch::open(Unverified::read_hashed(&bytes, Some(&hashes)).unwrap(), &|_| Sender::Trusted)
    };
    let other = Sha256::of(b"another body");
    assert!(read((span.start..span.end - 1, other)).is_ok(), "of another part: the body is hashed here");
    assert!(matches!(read((span, other)), Err(OpenError::Signature)), "nobody signed that");
}

#[test]
fn what_is_no_file_of_ours_has_no_part_that_is_signed() {
    let bytes = packed(&batch_of(vec![plain(1)])).bytes;
    let cut = &bytes[..bytes.len() - 1];
    for bytes in [b"".as_slice(), b"{}", b"PK\x03\x04", &bytes[..40], cut] {
        assert!(batch::body_span(bytes).is_none_or(|span| span.end < bytes.len()));
    }
    assert_eq!(batch::body_span(b"{}"), None);
}

#[test]
fn a_pack_is_asked_about_as_well() {
    let file = batch::pack_forms(&pack_of_one(), &key()).unwrap();
    let opened = batch::open(Unverified::read(&file.bytes).unwrap(), &|_| Sender::Unknown).unwrap();
    let Opened::Aside(aside) = opened else { panic!("not trusted") };
    let summary = aside.summary();
    assert_eq!((summary.format, summary.seq, summary.records, summary.lists), (Format::Pack, None, 0, 1));
    assert_eq!(summary.forms, ["样例走访表"]);
}

#[test]
fn one_key_is_one_device_and_shows_no_secret() {
    // RFC 8032, test 1.
    let secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    let secret: record::Sha256 = secret.parse().unwrap();
    let key = batch::DeviceKey::from_bytes(*secret.as_bytes());
    assert_eq!(key.device().as_str(), public);
    assert_eq!(format!("{key:?}"), format!("DeviceKey({})", key.device().fingerprint()));
}

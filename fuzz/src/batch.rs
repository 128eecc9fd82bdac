//! Files of other devices: their envelope as foreign bytes, and their body as whoever has a key may sign it.

use batch::seal::SecretKey;
use batch::{Contents, DeviceKey, Hashes, OpenError, Opened, Sender, Unverified, Verified, body_span, sealed};
use ed25519_dalek::{Signer, SigningKey};
use record::Sha256;

const SECRET: [u8; 32] = [7; 32];

fn opened(read: Result<Unverified, OpenError>) -> Result<Verified, OpenError> {
    match batch::open(read?, &|_| Sender::Trusted)? {
        Opened::Trusted(verified) => Ok(verified),
        Opened::Aside(_) => panic!("everybody is trusted"),
    }
}

/// Bytes that say of themselves that they are a batch, a pack, a receipt or a card; in the clear, as a zip, or sealed.
pub fn envelope(bytes: &[u8]) {
    if sealed::is_sealed(bytes) {
        let _ = opened(Unverified::read_sealed(bytes, &[SecretKey::from_bytes(SECRET)], None));
        return;
    }
    let Ok(unverified) = Unverified::read(bytes) else { return };
    let (device, file_hash) = (unverified.claimed_device().clone(), unverified.file_hash());
    let body = body_span(bytes).map(|span| (span.clone(), Sha256::of(&bytes[span])));
    let hashed = opened(Unverified::read_hashed(bytes, Some(&Hashes { file: file_hash, body })));
    match (opened(Ok(unverified)), hashed) {
        (Ok(here), Ok(hashed)) => {
            assert_eq!((here.body_hash, here.file_hash), (hashed.body_hash, hashed.file_hash));
            assert_eq!(here.device, device, "somebody else signed it");
        }
        (Err(_), Err(_)) => {}
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => panic!("hashes from outside change what is accepted"),
    }
}

/// The body after a line with the format's word and version, signed as it stands.
pub fn body(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (first, body) = text.split_once('\n').unwrap_or(("taizhang-batch 1", &text));
    let (format, version) = first.split_once(' ').unwrap_or((first, "1"));
    let file = signed(format, version, body);
    let Ok(verified) = opened(Unverified::read(&file)) else { return };
    let Contents::Batch { batch, refused, blobs } = verified.contents else { return };
    assert!(batch.records.len() + refused.len() <= batch::limits::MAX_RECORDS);
    // What stands in it twice is written once; else what was read is written as what it was.
    if let Ok(again) = batch::pack(&batch, &blobs, &DeviceKey::from_bytes(SECRET)) {
        match opened(Unverified::read(&again.bytes)).map(|verified| verified.contents) {
            Ok(Contents::Batch { batch: second, refused, .. }) => {
                assert!(refused.is_empty(), "a record that was read is not read again");
                assert_eq!((second.id, second.seq, &second.forms), (batch.id, batch.seq, &batch.forms));
                assert!(batch.records.iter().all(|revision| second.records.contains(revision)));
            }
            _ => panic!("a batch changes by being written"),
        }
    }
}

fn signed(format: &str, version: &str, body: &str) -> Vec<u8> {
    let message = [format!("{format}-v{version}").as_bytes(), Sha256::of(body.as_bytes()).as_bytes()].concat();
    let signature: String =
        SigningKey::from_bytes(&SECRET).sign(&message).to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let device = DeviceKey::from_bytes(SECRET).device();
    format!(
        r#"{{"format":"{format}","version":{version},"device":"{device}","signature":"{signature}","body":{body}}}"#
    )
    .into_bytes()
}

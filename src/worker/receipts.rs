//! Receipts: what a desk tells a tablet of its batches, made and opened.
//!
//! Not here: what there is to be told, and what taking one in writes (`state::receipts`).

use batch::charter::Heard;
use batch::seal::{OpenSealedError, SecretKey, Seed};
use batch::{Addressee, DeviceKey, OpenError, Opened, ReceiptError, Received, Sender, Unverified, sealed, sealing_key};
use record::{DeviceId, Receipt, Sha256};
use serde::{Deserialize, Serialize};

use super::batches::{SealOrder, Secret, leaving};
use super::{Answer, FileBytes};

/// A receipt to be made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceiptOrder {
    pub secret: Secret,
    pub receipt: Receipt,
    pub seed: Seed,
}

/// A file that may be a receipt for this device, by a desk of its zone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceiptAsk {
    pub file: FileBytes,
    pub secret: Secret,
    pub zone: String,
    /// Who speaks for it, as far as is known here.
    pub known: Heard,
}

/// A receipt that is what it says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceiptSeen {
    pub receipt: Receipt,
    pub desk: DeviceId,
    /// Who speaks for the zone with the words that it brought.
    pub heard: Heard,
    pub body_hash: Sha256,
    pub file_hash: Sha256,
}

/// Why a file is none that is taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReceiptRefusal {
    /// None of ours, or a file of another kind.
    NotAReceipt,
    Truncated,
    Damaged,
    Signature,
    Newer,
    /// Sealed for another device, or it names one.
    OtherDevice,
    OtherZone,
    /// Signed by somebody whose word on this does not count.
    OtherDesk,
    /// Signed by a desk whose appointment was withdrawn.
    Withdrawn,
    /// Sealed anew for this device by somebody whom it was made for.
    Aimed,
    /// Signed, and still not what a receipt must be.
    Contents,
}

/// A file in quarantine whose sender is to be told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AsideAsk {
    pub file: FileBytes,
    pub keys: Vec<SecretKey>,
}

/// A batch that its device signed, whatever is thought of that device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AsideSeen {
    pub device: DeviceId,
    pub body_hash: Sha256,
    pub seq: u64,
}

/// Makes a receipt, sealed for its tablet.
pub fn make(order: &ReceiptOrder) -> Answer {
    let Some(recipient) = sealing_key(&order.receipt.device) else {
        return Answer::NotPacked { reason: "the name of the device is no key".to_owned() };
    };
    let seal = SealOrder { recipients: vec![recipient], seed: order.seed.clone() };
    leaving(batch::pack_receipt(&order.receipt, &DeviceKey::from_bytes(order.secret.0)), Some(&seal))
}

/// Opens one.
pub fn open(ask: &ReceiptAsk) -> Answer {
    let key = DeviceKey::from_bytes(ask.secret.0);
    let to = Addressee { device: &key.device(), zone: &ask.zone, charter: &ask.known.charter };
    match batch::receive(&ask.file.0, &key.opener(), to) {
        Ok(Received { receipt, desk, heard, body_hash, file_hash }) => {
            let heard = ask.known.then(heard);
            Answer::ReceiptSeen(Box::new(ReceiptSeen { receipt, desk, heard, body_hash, file_hash }))
        }
        Err(error) => Answer::ReceiptRefused(ReceiptRefusal::from(&error)),
    }
}

/// Whose a file in quarantine is. `None`: nobody signed it, or it is no batch.
pub fn look_aside(ask: &AsideAsk) -> Option<AsideSeen> {
    let read = match sealed::is_sealed(&ask.file.0) {
        true => Unverified::read_sealed(&ask.file.0, &ask.keys, None),
        false => Unverified::read(&ask.file.0),
    };
    let Ok(Opened::Aside(aside)) = batch::open(read.ok()?, &|_| Sender::Unknown) else { return None };
    let seq = aside.summary().seq?;
    let verified = aside.trust();
    Some(AsideSeen { device: verified.device, body_hash: verified.body_hash, seq })
}

impl ReceiptRefusal {
    /// What it is called for whoever drives the page.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotAReceipt => "no-receipt",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::Signature => "signature",
            Self::Newer => "newer",
            Self::OtherDevice => "other-device",
            Self::OtherZone => "other-zone",
            Self::OtherDesk => "other-desk",
            Self::Withdrawn => "withdrawn",
            Self::Aimed => "aimed",
            Self::Contents => "contents",
        }
    }
}

impl From<&ReceiptError> for ReceiptRefusal {
    fn from(error: &ReceiptError) -> Self {
        let error = match error {
            ReceiptError::Open(error) => error,
            ReceiptError::OtherKind(_) => return Self::NotAReceipt,
            ReceiptError::OtherDesk(_) => return Self::OtherDesk,
            ReceiptError::Withdrawn(_) => return Self::Withdrawn,
            ReceiptError::OtherZone => return Self::OtherZone,
            ReceiptError::OtherDevice => return Self::OtherDevice,
        };
        match error {
            OpenError::NotOurs | OpenError::TooLarge { .. } => Self::NotAReceipt,
            OpenError::Truncated { .. } | OpenError::Sealed(OpenSealedError::Truncated) => Self::Truncated,
            OpenError::Newer { .. } | OpenError::Sealed(OpenSealedError::Newer) => Self::Newer,
            OpenError::Signature => Self::Signature,
            OpenError::Aimed => Self::Aimed,
            OpenError::Sealed(OpenSealedError::NotForUs) => Self::OtherDevice,
            OpenError::Damaged | OpenError::Checksum { .. } | OpenError::Repacked | OpenError::Sealed(_) => {
                Self::Damaged
            }
            OpenError::Body(_)
            | OpenError::TooMany { .. }
            | OpenError::BlobMissing(_)
            | OpenError::BlobUnnamed(_)
            | OpenError::Zone
            | OpenError::Table
            | OpenError::FormHash { .. }
            | OpenError::FormBase64 { .. }
            | OpenError::Difference
            | OpenError::Erasure { .. }
            | OpenError::Charter
            | OpenError::List { .. } => Self::Contents,
        }
    }
}

#[cfg(test)]
mod tests {
    use record::{BatchId, Charter, Fate, Handled, OfficerId, Timestamp};

    use super::*;

    const DESK: [u8; 32] = [1; 32];
    const TABLET: [u8; 32] = [2; 32];

    fn device(secret: [u8; 32]) -> DeviceId {
        DeviceKey::from_bytes(secret).device()
    }

    fn now() -> Timestamp {
        Timestamp::new(1_767_200_000_000, 480)
    }

    fn receipt() -> Receipt {
        let handled = Handled { body: Sha256::of(b"body"), seq: 1, fate: Fate::Received, at: now() };
        Receipt {
            zone: "a1".to_owned(),
            device: device(TABLET),
            number: 7,
            created_at: now(),
            officer: OfficerId::new("900"),
            batches: vec![handled],
            returned: Vec::new(),
            lifted: Vec::new(),
            charter: Vec::new(),
        }
    }

    fn made_by(secret: [u8; 32]) -> Vec<u8> {
        let seed = Seed::from_bytes([9; 32]);
        let Answer::Packed(made) = make(&ReceiptOrder { secret: Secret(secret), receipt: receipt(), seed }) else {
            panic!("not made")
        };
        made.bytes.0
    }

    fn opened(file: &[u8], secret: [u8; 32], zone: &str) -> Answer {
        let charter =
            Charter::of(device(DESK)).appointing(&device([5; 32]), 1).unwrap().withdrawing(&device([5; 32]), 2);
        let file = FileBytes(file.to_vec());
        open(&ReceiptAsk {
            file,
            secret: Secret(secret),
            zone: zone.to_owned(),
            known: Heard { charter, words: vec![] },
        })
    }

    fn refused(file: &[u8], secret: [u8; 32], zone: &str) -> &'static str {
        let Answer::ReceiptRefused(refusal) = opened(file, secret, zone) else { panic!("taken in") };
        refusal.word()
    }

    #[test]
    fn what_is_no_receipt_for_this_tablet_says_why() {
        let file = made_by(DESK);
        let Answer::ReceiptSeen(seen) = opened(&file, TABLET, "a1") else { panic!("not opened") };
        assert_eq!((seen.receipt, seen.file_hash), (receipt(), Sha256::of(&file)));
        assert_eq!(refused(&file, [3; 32], "a1"), "other-device");
        assert_eq!(refused(&file, TABLET, "b2"), "other-zone");
        assert_eq!(refused(&made_by([4; 32]), TABLET, "a1"), "other-desk");
        assert_eq!(refused(&made_by([5; 32]), TABLET, "a1"), "withdrawn");
        assert_eq!(refused(&file[..150], TABLET, "a1"), "truncated");
        assert_eq!(refused(&file[..file.len() - 1], TABLET, "a1"), "damaged");
        assert_eq!(refused(b"hello", TABLET, "a1"), "no-receipt");
        let clear = batch::pack_receipt(&receipt(), &DeviceKey::from_bytes(DESK)).unwrap();
        let changed = String::from_utf8(clear.bytes).unwrap().replacen("\"seq\":1", "\"seq\":2", 1);
        assert_eq!(refused(changed.as_bytes(), TABLET, "a1"), "signature");
    }

    #[test]
    fn of_a_file_in_quarantine_its_sender_can_be_told_only_if_they_signed_it() {
        let batch = batch::Batch {
            id: BatchId::new(now(), [1; 10]),
            seq: 5,
            previous: None,
            created_at: now(),
            officer: OfficerId::new("01"),
            recipients: Vec::new(),
            forms: Vec::new(),
            records: Vec::new(),
            attachments: Vec::new(),
        };
        let file = batch::pack(&batch, &batch::Blobs::new(), &DeviceKey::from_bytes(TABLET)).unwrap();
        let look = |bytes: Vec<u8>| look_aside(&AsideAsk { file: FileBytes(bytes), keys: Vec::new() });
        let seen = AsideSeen { device: device(TABLET), body_hash: file.body_hash, seq: 5 };
        assert_eq!(look(file.bytes.clone()), Some(seen));
        let mut changed = file.bytes.clone();
        let last = changed.len() - 20;
        changed[last] ^= 1;
        assert_eq!((look(changed), look(file.bytes[..100].to_vec()), look(b"hello".to_vec())), (None, None, None));
    }
}

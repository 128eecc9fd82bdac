//! A receipt as a file: signed by the desk, sealed for the one tablet that it is for.
//!
//! ```text
//! Receipt --pack_receipt--> File --sealed::seal--> any way at all --> receive --> Received
//! ```
//!
//! [`receive`] is the tablet's way in: it says by name why a file is not a receipt for this tablet by a desk of its zone.

use record::{Charter, DeviceId, Fate, Handled, Lifted, Receipt, Returned, Sha256};

use crate::bounded::Bounded;
use crate::charter::{self, Heard, Word};
use crate::envelope::{self, Format};
use crate::limits::{MAX_HANDLED, MAX_RECIPIENTS, MAX_RETURNED, MAX_WORDS};
use crate::seal::SecretKey;
use crate::{
    Contents, DeviceKey, File, OpenError, Opened, PackError, Sender, Unverified, Verified, name, open, pack, sealed,
    sealing_key,
};

/// Who may be spoken to by whom: this tablet, by the desks of its zone.
#[derive(Clone, Copy, Debug)]
pub struct Addressee<'a> {
    pub device: &'a DeviceId,
    pub zone: &'a str,
    /// Who speaks for the zone, as far as the tablet knows. The receipt may bring words on it.
    pub charter: &'a Charter,
}

/// A receipt that is what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    pub receipt: Receipt,
    /// Who signed it.
    pub desk: DeviceId,
    /// Who speaks for the zone, with the words that it brought and that say something new.
    pub heard: Heard,
    pub body_hash: Sha256,
    pub file_hash: Sha256,
}

/// Why a file is no receipt for this tablet. Nothing of it is used.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("a file of another kind")]
    OtherKind(Format),
    /// Signed, but by somebody whose word on this does not count.
    #[error("not signed by a desk of the zone")]
    OtherDesk(DeviceId),
    /// Signed by somebody whose word counted once.
    #[error("signed by a desk whose appointment was withdrawn")]
    Withdrawn(DeviceId),
    #[error("of another zone")]
    OtherZone,
    #[error("for another device")]
    OtherDevice,
}

/// The receipt as a signed file, to be sealed for its tablet.
///
/// # Errors
/// [`PackError`] if nobody could open the result.
pub fn pack_receipt(receipt: &Receipt, key: &DeviceKey) -> Result<File, PackError> {
    let counts = [
        ("batches", receipt.batches.len(), MAX_HANDLED),
        ("returned records", receipt.returned.len(), MAX_RETURNED),
        ("lifted returns", receipt.lifted.len(), MAX_RETURNED),
        ("words on the zone's desks", receipt.charter.len(), MAX_WORDS),
    ];
    if let Some((what, have, most)) = counts.into_iter().find(|(_, have, most)| have > most) {
        return Err(PackError::TooMany { what, have, most });
    }
    let recipients = sealing_key(&receipt.device).iter().map(ToString::to_string).collect();
    let body = serde_json::to_string(&v1::Written {
        zone: &receipt.zone,
        device: &receipt.device,
        number: receipt.number,
        created_at: receipt.created_at,
        officer: &receipt.officer,
        recipients,
        batches: receipt.batches.iter().map(v1::Batch::from).collect(),
        returned: receipt.returned.iter().map(v1::Record::from).collect(),
        lifted: (!receipt.charter.is_empty()).then(|| receipt.lifted.iter().map(v1::Lifted::from).collect()),
        charter: receipt.charter.iter().map(|word| serde_json::from_str(word)).collect::<Result<_, _>>()?,
    })?;
    let text = envelope::write(Format::Receipt, version(receipt), &body, key);
    pack::finished(text.into_bytes(), Sha256::of(body.as_bytes()), |hash| {
        // The tablet's, since that is what whoever carries it looks for.
        name::of("taizhang-receipt", &receipt.device, Some(receipt.number), hash, "json")
    })
}

/// Where one desk speaks alone and has no other to name, whoever knows none reads what it says.
fn version(receipt: &Receipt) -> u64 {
    if receipt.charter.is_empty() { 1 } else { 2 }
}

/// Reads a signed body, and for whom it is sealed.
pub(crate) fn read(body: &str, version: u64) -> Result<(Receipt, Vec<String>), OpenError> {
    let read: v1::Read<'_> = serde_json::from_str(body).map_err(OpenError::Body)?;
    let has_words = read.charter.as_ref().is_some_and(|words| !words.is_empty());
    if (has_words, read.charter.is_some(), read.lifted.is_some()) != (version > 1, version > 1, version > 1) {
        return Err(OpenError::Charter);
    }
    let charter = read.charter.unwrap_or_default().all("words on the zone's desks")?;
    let lifted = read.lifted.unwrap_or_default().all("lifted returns")?;
    let receipt = Receipt {
        zone: read.zone,
        device: read.device,
        number: read.number,
        created_at: read.created_at,
        officer: read.officer,
        batches: read.batches.all("batches")?.into_iter().map(v1::Batch::read).collect(),
        returned: read.returned.all("returned records")?.into_iter().map(v1::Record::read).collect(),
        lifted: lifted.into_iter().map(v1::Lifted::read).collect(),
        charter: charter.into_iter().map(|word| word.get().to_owned()).collect(),
    };
    Ok((receipt, read.recipients.all("recipients")?))
}

/// Opens a file as a receipt for this tablet.
///
/// # Errors
/// [`ReceiptError`]
pub fn receive(bytes: &[u8], opener: &SecretKey, to: Addressee<'_>) -> Result<Received, ReceiptError> {
    let unverified = match sealed::is_sealed(bytes) {
        true => Unverified::read_sealed(bytes, std::slice::from_ref(opener), None)?,
        false => Unverified::read(bytes)?,
    };
    // Who speaks for the zone may stand in the receipt itself: what was signed is read first, and then it is asked who signed it.
    let verified = match open(unverified, &|_| Sender::Unknown)? {
        Opened::Trusted(verified) => verified,
        Opened::Aside(aside) => aside.trust(),
    };
    let kind = verified.summary().format;
    let Verified { device: desk, body_hash, file_hash, contents: Contents::Receipt(receipt), .. } = verified else {
        return Err(ReceiptError::OtherKind(kind));
    };
    let heard = charter::heard(to.charter, to.zone, &Word::read_all(&receipt.charter)?);
    if !heard.charter.speaks(&desk) {
        return Err(match heard.charter.was_withdrawn(&desk) {
            true => ReceiptError::Withdrawn(desk),
            false => ReceiptError::OtherDesk(desk),
        });
    }
    if receipt.zone != to.zone {
        return Err(ReceiptError::OtherZone);
    }
    if receipt.device != *to.device {
        return Err(ReceiptError::OtherDevice);
    }
    Ok(Received { receipt, desk, heard, body_hash, file_hash })
}

/// The body's first shape, and its second, which says who speaks for the zone.
mod v1 {
    use record::{OfficerId, RecordId, RevisionHash, Timestamp};
    use serde::{Deserialize, Serialize};
    use serde_json::value::RawValue;

    use super::*;

    #[derive(Serialize)]
    pub struct Written<'a> {
        pub zone: &'a str,
        pub device: &'a DeviceId,
        pub number: u64,
        pub created_at: Timestamp,
        pub officer: &'a OfficerId,
        pub recipients: Vec<String>,
        pub batches: Vec<Batch>,
        pub returned: Vec<Record>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub lifted: Option<Vec<Lifted>>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub charter: Vec<&'a RawValue>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Read<'a> {
        pub zone: String,
        pub device: DeviceId,
        pub number: u64,
        pub created_at: Timestamp,
        pub officer: OfficerId,
        pub recipients: Bounded<String, MAX_RECIPIENTS>,
        pub batches: Bounded<Batch, MAX_HANDLED>,
        pub returned: Bounded<Record, MAX_RETURNED>,
        pub lifted: Option<Bounded<Lifted, MAX_RETURNED>>,
        #[serde(borrow)]
        pub charter: Option<Bounded<&'a RawValue, MAX_WORDS>>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
    pub enum Batch {
        Received { body: Sha256, seq: u64, at: Timestamp },
        Quarantined { body: Sha256, seq: u64, reason: String, at: Timestamp },
        TakenBack { body: Sha256, seq: u64, at: Timestamp },
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Record {
        record: RecordId,
        revision: RevisionHash,
        reason: String,
        officer: OfficerId,
        at: Timestamp,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Lifted {
        record: RecordId,
        revision: RevisionHash,
        at: Timestamp,
    }

    impl From<&super::Lifted> for Lifted {
        fn from(lifted: &super::Lifted) -> Self {
            let super::Lifted { record, revision, at } = lifted.clone();
            Self { record, revision, at }
        }
    }

    impl Lifted {
        pub fn read(self) -> super::Lifted {
            let Self { record, revision, at } = self;
            super::Lifted { record, revision, at }
        }
    }

    impl From<&Handled> for Batch {
        fn from(handled: &Handled) -> Self {
            let Handled { body, seq, fate, at } = handled.clone();
            match fate {
                Fate::Received => Self::Received { body, seq, at },
                Fate::Quarantined(reason) => Self::Quarantined { body, seq, reason, at },
                Fate::TakenBack => Self::TakenBack { body, seq, at },
            }
        }
    }

    impl Batch {
        pub fn read(self) -> Handled {
            match self {
                Self::Received { body, seq, at } => Handled { body, seq, fate: Fate::Received, at },
                Self::Quarantined { body, seq, reason, at } => {
                    Handled { body, seq, fate: Fate::Quarantined(reason), at }
                }
                Self::TakenBack { body, seq, at } => Handled { body, seq, fate: Fate::TakenBack, at },
            }
        }
    }

    impl From<&Returned> for Record {
        fn from(returned: &Returned) -> Self {
            let Returned { record, revision, reason, officer, at } = returned.clone();
            Self { record, revision, reason, officer, at }
        }
    }

    impl Record {
        pub fn read(self) -> Returned {
            let Self { record, revision, reason, officer, at } = self;
            Returned { record, revision, reason, officer, at }
        }
    }
}

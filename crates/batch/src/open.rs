//! Opening: bytes from outside to contents of a known sender, in two steps that the types keep apart.
//!
//! [`Unverified::read`] looks at the form and the signature. [`open`] reads nothing that was not signed, then the contents, and
//! only then asks about the sender.

use std::collections::BTreeSet;
use std::ops::Range;

use record::{DeviceId, OfficerId, Receipt, Sha256, Timestamp};

use crate::archive::{self, Entry};
use crate::envelope::{self, Envelope, Format};
use crate::limits::{MAX_ATTACHMENTS, MAX_FILE_BYTES, MAX_SEALED_BYTES};
use crate::seal::{Identity, PublicKey, SecretKey};
use crate::{Batch, Blobs, Card, OpenError, Pack, RefusedRecord, card, receipt, sealed};

/// Bytes that look like one of our files. Nothing is known about who made them.
#[derive(Debug)]
pub struct Unverified {
    envelope: Envelope,
    blobs: Blobs,
    file_hash: Sha256,
    /// The keys of who opened it, where it was sealed: it must have been made for one of them.
    opened_by: Vec<PublicKey>,
    /// It was sealed and is no zip: the files that it names may come after it.
    is_apart: bool,
}

/// Hashes of a file that were worked out elsewhere, as by a browser, which is faster at it than any program in it. Whoever makes
/// them must have hashed these very bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hashes {
    pub file: Sha256,
    /// Of the part that [`body_span`] names.
    pub body: Option<(Range<usize>, Sha256)>,
}

/// The part of a file that is signed, where it is one of ours that is no zip: what its first bytes and its last one tell.
pub fn body_span(bytes: &[u8]) -> Option<Range<usize>> {
    envelope::body_span(bytes)
}

/// What this desk thinks of a device.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Sender {
    Trusted,
    /// Nobody has decided.
    Unknown,
    /// Lost or stolen: trusted once, but no longer.
    Revoked,
}

/// What was in a file, by what this desk thinks of who signed it.
#[derive(Debug)]
pub enum Opened {
    /// May be imported.
    Trusted(Verified),
    /// May be looked at, and waits for a person's word.
    Aside(Aside),
}

/// Contents that the named device signed and that somebody trusts. Can only be had from [`open`].
#[derive(Debug)]
#[non_exhaustive]
pub struct Verified {
    pub device: DeviceId,
    /// Names the contents.
    pub body_hash: Sha256,
    /// Names the file: the same file again has the same.
    pub file_hash: Sha256,
    pub contents: Contents,
}

#[derive(Debug)]
pub enum Contents {
    Batch {
        batch: Batch,
        /// Records that could not be read, which hold up none of the others.
        refused: Vec<RefusedRecord>,
        blobs: Blobs,
    },
    Pack(Pack),
    Receipt(Receipt),
    Card(Card),
}

/// Contents that the named device signed, and that nobody has trusted yet.
#[derive(Debug)]
pub struct Aside {
    verified: Verified,
    sender: Sender,
}

/// What a person sees of a file before deciding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    pub format: Format,
    pub created_at: Timestamp,
    /// The newest moment that anything in it has: when it was made, or one of its records was finished.
    pub newest: Timestamp,
    pub officer: OfficerId,
    /// A batch's place in its device's count.
    pub seq: Option<u64>,
    pub records: usize,
    pub refused: usize,
    pub attachments: usize,
    /// Those of them that do not lie in the file and come apart.
    pub to_come: usize,
    /// Titles of the forms.
    pub forms: Vec<String>,
    pub lists: usize,
}

impl Unverified {
    /// Looks whether bytes have the form of a batch or a pack, as JSON or as zip.
    ///
    /// # Errors
    /// [`OpenError`] says what they are instead, or where they end.
    pub fn read(bytes: &[u8]) -> Result<Self, OpenError> {
        Self::read_hashed(bytes, None)
    }

    /// The same where the bytes were hashed before.
    ///
    /// # Errors
    /// As [`Unverified::read`].
    pub fn read_hashed(bytes: &[u8], hashes: Option<&Hashes>) -> Result<Self, OpenError> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(OpenError::TooLarge { bytes: bytes.len() as u64, most: MAX_FILE_BYTES as u64 });
        }
        if bytes.is_empty() {
            return Err(OpenError::Truncated { have: 0, want: None });
        }
        let file_hash = hashes.map_or_else(|| Sha256::of(bytes), |hashes| hashes.file);
        if !archive::is_zip(bytes) {
            let body = hashes.and_then(|hashes| hashes.body.as_ref());
            let envelope = Envelope::read(bytes, body)?;
            return Ok(Self { envelope, blobs: Blobs::new(), file_hash, opened_by: Vec::new(), is_apart: false });
        }
        let entries = archive::read(bytes, MAX_ATTACHMENTS + 1)?;
        let [Entry { name: archive::FIRST, bytes: text }, files @ ..] = entries.as_slice() else {
            return Err(OpenError::NotOurs);
        };
        let mut blobs = Blobs::new();
        for file in files {
            let hash = file.name.strip_prefix("blobs/").and_then(|hex| hex.parse::<Sha256>().ok());
            let hash = hash.ok_or(OpenError::Repacked)?;
            let in_order = blobs.last_key_value().is_none_or(|(last, _)| *last < hash);
            if !in_order {
                return Err(OpenError::Repacked);
            }
            blobs.insert(hash, file.bytes.to_vec());
        }
        Self::from_parts(text, blobs, file_hash)
    }

    /// The same for a sealed file, with the keys that are here. `file_hash` is that of the bytes, for who has worked it out already.
    ///
    /// # Errors
    /// [`OpenError::Sealed`] if none of the keys opens it or it is not whole, and as [`Unverified::read`].
    pub fn read_sealed(bytes: &[u8], keys: &[SecretKey], file_hash: Option<Sha256>) -> Result<Self, OpenError> {
        if bytes.len() > MAX_SEALED_BYTES {
            return Err(OpenError::TooLarge { bytes: bytes.len() as u64, most: MAX_SEALED_BYTES as u64 });
        }
        let identities: Vec<Identity> = keys.iter().cloned().map(Identity::Key).collect();
        let opened = sealed::unseal(bytes, &identities)?;
        let file = file_hash.unwrap_or_else(|| Sha256::of(bytes));
        let unverified = Self::read_hashed(&opened, Some(&Hashes { file, body: None }))?;
        let is_apart = !archive::is_zip(&opened);
        Ok(Self { opened_by: keys.iter().map(SecretKey::public).collect(), is_apart, ..unverified })
    }

    /// The same where attachments did not come in a zip: from a server, or unpacked by hand. The names of the blobs
    /// are checked here.
    ///
    /// # Errors
    /// As [`Unverified::read`].
    pub fn read_parts(batch_json: &[u8], blobs: Blobs) -> Result<Self, OpenError> {
        Self::from_parts(batch_json, blobs, Sha256::of(batch_json))
    }

    fn from_parts(text: &[u8], blobs: Blobs, file_hash: Sha256) -> Result<Self, OpenError> {
        if text.len() > MAX_FILE_BYTES {
            return Err(OpenError::TooLarge { bytes: text.len() as u64, most: MAX_FILE_BYTES as u64 });
        }
        if let Some((hash, _)) = blobs.iter().find(|(hash, bytes)| Sha256::of(bytes) != **hash) {
            return Err(OpenError::Checksum { name: hash.to_string() });
        }
        Ok(Self { envelope: Envelope::read(text, None)?, blobs, file_hash, opened_by: Vec::new(), is_apart: false })
    }

    /// What kind of file it says it is.
    pub fn format(&self) -> Format {
        self.envelope.format
    }

    /// The device that the file names. It may not have signed it.
    pub fn claimed_device(&self) -> &DeviceId {
        &self.envelope.device
    }

    /// Names the file, for "the same file again".
    pub fn file_hash(&self) -> Sha256 {
        self.file_hash
    }
}

/// Checks the signature, reads the contents, and asks whether the device is trusted.
///
/// # Errors
/// [`OpenError`] if the device did not sign it or the contents are not whole. An unknown device is none:
/// [`Opened::Aside`].
pub fn open(unverified: Unverified, trust: &dyn Fn(&DeviceId) -> Sender) -> Result<Opened, OpenError> {
    let Unverified { envelope, blobs, file_hash, opened_by, is_apart } = unverified;
    if !envelope.is_signed {
        return Err(OpenError::Signature);
    }
    if let (Format::Pack | Format::Receipt | Format::Card, Some(hash)) = (envelope.format, blobs.keys().next()) {
        return Err(OpenError::BlobUnnamed(*hash));
    }
    let (contents, named) = match envelope.format {
        Format::Batch => {
            let (batch, refused) = read_batch(&envelope.body, &blobs, is_apart)?;
            let named = batch.recipients.clone();
            (Contents::Batch { batch, refused, blobs }, named)
        }
        Format::Pack => {
            let pack = Pack::read(&envelope.body, envelope.version)?;
            let named = pack.recipients.clone();
            (Contents::Pack(pack), named)
        }
        Format::Receipt => {
            let (receipt, named) = receipt::read(&envelope.body, envelope.version)?;
            (Contents::Receipt(receipt), named)
        }
        // Nobody seals who they are.
        Format::Card => (Contents::Card(card::read(&envelope.body)?), Vec::new()),
        // Words that stand in files of other kinds.
        Format::Desks | Format::Succession => return Err(OpenError::Charter),
    };
    if !opened_by.is_empty() && opened_by.iter().all(|key| !named.contains(&key.to_string())) {
        return Err(OpenError::Aimed);
    }
    let Envelope { device, body_hash, .. } = envelope;
    let verified = Verified { device, body_hash, file_hash, contents };
    Ok(match trust(&verified.device) {
        Sender::Trusted => Opened::Trusted(verified),
        sender => Opened::Aside(Aside { verified, sender }),
    })
}

fn read_batch(body: &str, blobs: &Blobs, is_apart: bool) -> Result<(Batch, Vec<RefusedRecord>), OpenError> {
    let (batch, refused) = Batch::read(body)?;
    for attached in batch.attachments.iter().filter(|_| !is_apart) {
        let bytes = blobs.get(&attached.sha256).ok_or(OpenError::BlobMissing(attached.sha256))?;
        if bytes.len() as u64 != attached.bytes {
            return Err(OpenError::Checksum { name: attached.sha256.to_string() });
        }
    }
    let named: BTreeSet<Sha256> = batch.attachments.iter().map(|attached| attached.sha256).collect();
    match blobs.keys().find(|hash| !named.contains(hash)) {
        Some(hash) => Err(OpenError::BlobUnnamed(*hash)),
        None => Ok((batch, refused)),
    }
}

impl Aside {
    pub fn device(&self) -> &DeviceId {
        &self.verified.device
    }

    /// As the device's owner reads it out from their own screen.
    pub fn fingerprint(&self) -> String {
        self.verified.device.fingerprint()
    }

    /// [`Sender::Unknown`] or [`Sender::Revoked`].
    pub fn sender(&self) -> Sender {
        self.sender
    }

    pub fn summary(&self) -> Summary {
        self.verified.summary()
    }

    /// Names the file, for "the same file again".
    pub fn file_hash(&self) -> Sha256 {
        self.verified.file_hash
    }

    /// A person compared the fingerprint and said yes.
    pub fn trust(self) -> Verified {
        self.verified
    }
}

impl Verified {
    pub fn summary(&self) -> Summary {
        match &self.contents {
            Contents::Batch { batch, refused, blobs } => Summary {
                format: Format::Batch,
                created_at: batch.created_at,
                newest: newest(batch),
                officer: batch.officer.clone(),
                seq: Some(batch.seq),
                records: batch.records.len(),
                refused: refused.len(),
                attachments: batch.attachments.len(),
                to_come: batch.to_come(blobs).count(),
                forms: batch.forms.iter().map(|form| form.title.clone()).collect(),
                lists: 0,
            },
            Contents::Pack(pack) => Summary {
                format: Format::Pack,
                created_at: pack.created_at,
                newest: pack.created_at,
                officer: pack.officer.clone(),
                seq: None,
                records: 0,
                refused: 0,
                attachments: 0,
                to_come: 0,
                forms: pack.forms.iter().map(|form| form.title.clone()).collect(),
                lists: pack.lists.len(),
            },
            Contents::Receipt(receipt) => bare(Format::Receipt, receipt.created_at, receipt.officer.clone()),
            Contents::Card(card) => bare(Format::Card, card.created_at, OfficerId::new("")),
        }
    }
}

/// Of a file that carries nothing to be counted.
fn bare(format: Format, created_at: Timestamp, officer: OfficerId) -> Summary {
    Summary {
        format,
        created_at,
        newest: created_at,
        officer,
        seq: None,
        records: 0,
        refused: 0,
        attachments: 0,
        to_come: 0,
        forms: Vec::new(),
        lists: 0,
    }
}

fn newest(batch: &Batch) -> Timestamp {
    let finished = batch.records.iter().map(|revision| revision.submission().finalized_at);
    finished.fold(batch.created_at, Timestamp::max)
}

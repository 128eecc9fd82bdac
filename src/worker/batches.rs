//! Batches: made, and opened.
//!
//! Whatever a file claims is checked here by `batch::open`; nothing else leads from a file to records. Start at [`open`].
//!
//! Not here: what is done about a file (`desk`), what is written when a batch was made (`state::outbox`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use batch::seal::{OpenSealedError, PublicKey, SecretKey, Seed};
use batch::{
    Attached, Batch, Blobs, Contents, DeviceKey, File, FormTitle, Format, Hashes, OpenError, Opened, PackError,
    RefusalReason, Sender, Summary, Unverified, Verified, apart, sealed,
};
use ledger::{EntityHistory, EntityKey, Known, Refusal};
use record::{
    BatchId, DeviceId, Erasures, FormRef, Named, OfficerId, ReadRevisionError, RecordId, Revision, RevisionHash,
    Sha256, Timestamp,
};
use serde::{Deserialize, Serialize};
use store::awaited::Awaited;
use store::import::Filled;

use super::{Answer, FileBytes};

/// A batch to be made. The same order always gives the same bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BatchOrder {
    pub secret: Secret,
    pub id: BatchId,
    pub seq: u64,
    pub previous: Option<Sha256>,
    pub created_at: Timestamp,
    pub officer: OfficerId,
    /// With their titles.
    pub forms: Vec<(FormRef, String)>,
    /// The texts of the revisions.
    pub records: Vec<String>,
    pub attachments: Vec<AttachedFile>,
    /// `None`: it goes out in clear.
    pub seal: Option<SealOrder>,
}

/// For whom a file is sealed, and what it draws its chance from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SealOrder {
    pub recipients: Vec<PublicKey>,
    pub seed: Seed,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AttachedFile {
    pub sha256: Sha256,
    pub media_type: String,
    pub length: u64,
    /// `None`: it goes apart, and the batch names it.
    pub bytes: Option<FileBytes>,
}

/// An attached file that is to be sealed by itself. `seal` is that of its batch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ApartOrder {
    pub bytes: FileBytes,
    pub seal: SealOrder,
}

/// The device's key on its way to the worker. Shown nowhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret(pub [u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A batch as a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MadeBatch {
    pub name: String,
    pub media_type: String,
    pub body_hash: Sha256,
    pub file_hash: Sha256,
    pub bytes: FileBytes,
}

/// A device that somebody decided about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownDevice {
    pub id: DeviceId,
    /// False: revoked.
    pub is_trusted: bool,
}

/// What a desk opens files with: the devices that were decided about, and the keys of its zone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Keyring {
    pub devices: Vec<KnownDevice>,
    pub keys: Vec<SecretKey>,
    /// This device's own, which opens receipts.
    pub own: Option<SecretKey>,
}

/// What a file turned out to be that is no whole batch of a trusted device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FileSeen {
    /// A whole file of a device that nobody trusts.
    Aside {
        facts: Box<BatchFacts>,
        is_revoked: bool,
    },
    /// A pack of forms and lists, which another page takes.
    Pack,
    /// A desk's word on what was sent from here, or one that cannot be read: what it is says who looks at it.
    Receipt,
    /// Who a device is, for the page of the zone.
    Card,
    /// None of ours.
    Foreign(ForeignKind),
    Refused(FileRefusal),
}

/// A batch with what has to be known before it can be planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BatchSeen {
    pub facts: BatchFacts,
    pub id: BatchId,
    pub body_hash: Sha256,
    pub previous: Option<Sha256>,
    /// Who filled its records, and with which forms.
    pub filled: Filled,
    pub revisions: Vec<(RecordId, RevisionHash)>,
    pub entities: Vec<EntityKey>,
    /// What its erasures name.
    pub named: Vec<Named>,
    /// The attached files that do not lie in it.
    pub to_come: Vec<Awaited>,
}

/// What a person sees of a batch before deciding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BatchFacts {
    pub device: DeviceId,
    pub fingerprint: String,
    pub file_hash: Sha256,
    pub created_at: Timestamp,
    /// The newest moment that anything in it has.
    pub newest: Timestamp,
    pub officer: OfficerId,
    /// The device's own count of its batches.
    pub seq: u64,
    pub records: usize,
    pub attachments: usize,
    /// Those of them that come apart from it.
    pub to_come: usize,
    /// Titles of the forms.
    pub forms: Vec<String>,
}

/// What a file is that is none of ours, as far as its first bytes tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ForeignKind {
    Workbook,
    /// Text with something between its cells, in whatever encoding.
    Delimited,
    Picture,
    Archive,
    /// Sealed with a passphrase, as the backup of a desk is.
    Sealed,
    Unknown,
}

/// Why a file of ours is not taken in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FileRefusal {
    TooLarge {
        bytes: u64,
        most: u64,
    },
    Truncated {
        have: u64,
        want: Option<u64>,
    },
    /// Bytes were changed. `on_the_way`: the file's name says that it was whole when it was made.
    Damaged {
        on_the_way: bool,
    },
    Repacked,
    Signature,
    /// Sealed, and none of the keys here opens it. `has_keys`: there are some.
    NotForUs {
        has_keys: bool,
    },
    /// Sealed anew for this desk by somebody whom it was made for.
    Aimed,
    Newer,
    TooMany {
        have: u64,
        most: u64,
    },
    /// Signed, and still not what a batch must be: it was wrong when it was made.
    Contents,
    /// One record keeps the whole out. `place` counts from 1.
    Record {
        place: usize,
        why: RecordRefusal,
    },
    /// The inbox has another batch of the same id.
    OtherContents,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RecordRefusal {
    TooLarge,
    /// Not a record at all.
    Unreadable,
    Newer,
    /// A record, but one that could not be listed, looked up or exported later.
    Unusable,
}

/// The revisions of a record, each with its parents.
pub type Parents = Vec<(RevisionHash, Vec<RevisionHash>)>;

/// As much of the desk as a batch needs, see [`BatchSeen::revisions`] and [`BatchSeen::entities`].
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct KnownRows {
    pub records: Vec<(RecordId, Parents)>,
    /// What is here of the records of which another revision comes.
    pub bodies: Vec<(RecordId, FileBytes)>,
    /// Rows as they lie.
    pub entities: Vec<(EntityKey, FileBytes)>,
    /// All that the desk knows of.
    pub erasures: Erasures,
    /// Of each revision here that the batch's erasures take away, what it speaks of.
    pub spoken_of: Vec<(RevisionHash, Vec<EntityKey>)>,
}

/// What an import brings, in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    pub added: usize,
    /// Those of them that say something of what was there already: edits, updates.
    #[serde(default)]
    pub changed: usize,
    pub known: usize,
    /// Places where the new records say something else than what is known.
    pub conflicts: usize,
    /// Records that were erased, and so are not taken in.
    pub erased: usize,
    /// New enterprises whose code another one has: they may be in the ledger already.
    #[serde(default)]
    pub alike: usize,
}

impl ImportCounts {
    /// As it is kept with what came.
    pub fn report(self) -> String {
        let Self { added, changed, known, conflicts, erased, alike } = self;
        format!(
            r#"{{"added":{added},"changed":{changed},"known":{known},"conflicts":{conflicts},"erased":{erased},"alike":{alike}}}"#
        )
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            added: self.added + other.added,
            changed: self.changed + other.changed,
            known: self.known + other.known,
            conflicts: self.conflicts + other.conflicts,
            erased: self.erased + other.erased,
            alike: self.alike + other.alike,
        }
    }
}

/// Makes a batch.
pub fn pack(order: &BatchOrder) -> Answer {
    let records = order.records.iter().map(|body| Revision::read(body.as_str())).collect::<Result<Vec<_>, _>>();
    let records = match records {
        Ok(records) => records,
        Err(error) => return Answer::NotPacked { reason: error.to_string() },
    };
    let forms = order.forms.iter().cloned().map(|(form, title)| FormTitle { form, title }).collect();
    let attached =
        |file: &AttachedFile| Attached { sha256: file.sha256, bytes: file.length, media_type: file.media_type.clone() };
    let batch = Batch {
        id: order.id,
        seq: order.seq,
        previous: order.previous,
        created_at: order.created_at,
        officer: order.officer.clone(),
        recipients: order.seal.iter().flat_map(|seal| &seal.recipients).map(PublicKey::to_string).collect(),
        forms,
        records,
        attachments: order.attachments.iter().map(attached).collect(),
    };
    let key = DeviceKey::from_bytes(order.secret.0);
    if order.attachments.iter().any(|file| file.bytes.is_none()) {
        // Another text than the file with all in it: it must not draw the same.
        let seal = order.seal.as_ref().map(|seal| SealOrder { seed: seal.seed.part("alone"), ..seal.clone() });
        return leaving(batch::pack_alone(&batch, &key), seal.as_ref());
    }
    let bytes = |file: &AttachedFile| Some((file.sha256, file.bytes.as_ref()?.0.clone()));
    let blobs: Blobs = order.attachments.iter().filter_map(bytes).collect();
    leaving(batch::pack(&batch, &blobs, &key), order.seal.as_ref())
}

/// Seals an attached file by itself.
pub fn seal_apart(order: &ApartOrder) -> Answer {
    match apart::seal(&order.bytes.0, &order.seal.recipients, &order.seal.seed) {
        Ok(file) => made(file),
        Err(error) => Answer::NotPacked { reason: error.to_string() },
    }
}

/// A signed file on its way out, sealed if that was asked for.
pub fn leaving(signed: Result<File, PackError>, seal: Option<&SealOrder>) -> Answer {
    let sealed = |file: File| match seal {
        Some(seal) => sealed::seal(&file, &seal.recipients, &seal.seed).map_err(|error| error.to_string()),
        None => Ok(file),
    };
    match signed.map_err(|error| error.to_string()).and_then(sealed) {
        Ok(file) => made(file),
        Err(reason) => Answer::NotPacked { reason },
    }
}

fn made(file: File) -> Answer {
    Answer::Packed(Box::new(MadeBatch {
        name: file.name,
        media_type: file.media_type.to_owned(),
        body_hash: file.body_hash,
        file_hash: file.file_hash,
        bytes: FileBytes(file.bytes),
    }))
}

/// What the desk has, or the rows that cannot be read.
pub fn desk(known: &KnownRows) -> Result<Known, Vec<EntityKey>> {
    let spoken_of = known.spoken_of.iter().map(|(hash, entities)| (*hash, entities.iter().cloned().collect()));
    let mut desk = Known { erasures: known.erasures.clone(), spoken_of: spoken_of.collect(), ..Known::default() };
    for (record, revisions) in &known.records {
        desk.records.insert(*record, revisions.iter().cloned().collect());
    }
    for (record, body) in &known.bodies {
        let read = std::str::from_utf8(&body.0).ok().and_then(|body| Revision::read_kept(body).ok());
        if let Some(revision) = read {
            desk.revisions.entry(*record).or_default().insert(revision.hash(), revision);
        }
    }
    let mut unreadable = Vec::new();
    for (key, bytes) in &known.entities {
        match EntityHistory::from_bytes(&bytes.0) {
            Ok(history) if history.key() == *key => drop(desk.entities.insert(key.clone(), history)),
            _ => unreadable.push(key.clone()),
        }
    }
    if unreadable.is_empty() { Ok(desk) } else { Err(unreadable) }
}

/// The records of a batch and its attachments.
pub type Contained = (Vec<Revision>, Blobs);

/// A batch of a trusted device with all its records, or what the file is instead.
///
/// # Errors
/// Whatever it is that cannot be planned.
pub fn open(name: &str, file: &[u8], keyring: &Keyring) -> Result<(BatchSeen, Contained), FileSeen> {
    open_hashed(name, file, None, keyring)
}

/// The same where the file was hashed before.
///
/// # Errors
/// As for [`open`].
pub fn open_hashed(
    name: &str,
    file: &[u8],
    hashes: Option<&Hashes>,
    keyring: &Keyring,
) -> Result<(BatchSeen, Contained), FileSeen> {
    let mut read = match sealed::is_sealed(file) {
        true => Unverified::read_sealed(file, &keyring.keys, hashes.map(|hashes| hashes.file)),
        false => Unverified::read_hashed(file, hashes),
    };
    if let (Err(OpenError::Sealed(OpenSealedError::NotForUs)), Some(own)) = (&read, &keyring.own) {
        read = Unverified::read_sealed(file, std::slice::from_ref(own), None);
    }
    let is_receipt = match &read {
        Ok(unverified) => unverified.format() == Format::Receipt,
        // Of one that is sealed for somebody else, or damaged, its name alone tells.
        Err(_) => name.starts_with("taizhang-receipt-"),
    };
    if is_receipt {
        return Err(FileSeen::Receipt);
    }
    if read.as_ref().is_ok_and(|unverified| unverified.format() == Format::Card) {
        return Err(FileSeen::Card);
    }
    let opened = read.and_then(|unverified| batch::open(unverified, &|id| sender(id, &keyring.devices)));
    let verified = match opened {
        Ok(Opened::Trusted(verified)) => verified,
        Ok(Opened::Aside(aside)) => {
            let is_revoked = aside.sender() == Sender::Revoked;
            let facts = facts(&aside.summary(), aside.device(), aside.file_hash());
            return Err(facts.map_or(FileSeen::Pack, |facts| FileSeen::Aside { facts: facts.into(), is_revoked }));
        }
        Err(OpenError::NotOurs) => return Err(FileSeen::Foreign(foreign(file))),
        Err(OpenError::Sealed(OpenSealedError::NotForUs)) if has_passphrase(file) => {
            return Err(FileSeen::Foreign(ForeignKind::Sealed));
        }
        Err(OpenError::Sealed(OpenSealedError::NotForUs)) => {
            return Err(FileSeen::Refused(FileRefusal::NotForUs { has_keys: !keyring.keys.is_empty() }));
        }
        Err(error) => return Err(FileSeen::Refused(refusal(&error, name, file))),
    };
    let facts = facts(&verified.summary(), &verified.device, verified.file_hash).ok_or(FileSeen::Pack)?;
    let Verified { body_hash, contents: Contents::Batch { batch, refused, blobs }, .. } = verified else {
        return Err(FileSeen::Pack);
    };
    if let Some(refused) = refused.first() {
        let why = RecordRefusal::from(&refused.why);
        return Err(FileSeen::Refused(FileRefusal::Record { place: refused.index + 1, why }));
    }
    let seen = BatchSeen {
        facts,
        id: batch.id,
        body_hash,
        previous: batch.previous,
        filled: filled(&batch),
        revisions: batch.records.iter().map(|revision| (revision.submission().record, revision.hash())).collect(),
        entities: ledger::wanted(&batch.records).entities.into_iter().collect(),
        named: batch.records.iter().filter_map(Named::by).collect(),
        to_come: to_come(&batch, &blobs),
    };
    Ok((seen, (batch.records, blobs)))
}

/// So many officers and forms of one batch are remembered: a file may claim ten thousand.
const MOST_NAMED: usize = 100;

fn filled(batch: &Batch) -> Filled {
    let officers: BTreeSet<&OfficerId> = batch.records.iter().map(|revision| &revision.submission().officer).collect();
    let forms: BTreeSet<Sha256> = batch.records.iter().map(|revision| revision.submission().form.hash).collect();
    // What a desk decides is filled with no form.
    let named = batch.forms.iter().filter(|named| forms.contains(&named.form.hash));
    let forms: BTreeSet<(String, String)> =
        named.map(|named| (named.title.clone(), named.form.version.clone())).collect();
    Filled {
        officers: officers.into_iter().take(MOST_NAMED).cloned().collect(),
        forms: forms.into_iter().take(MOST_NAMED).collect(),
    }
}

/// What is still to come of a batch. A file that it names and none of its records does is nothing to wait for.
fn to_come(batch: &Batch, blobs: &Blobs) -> Vec<Awaited> {
    let mut naming: BTreeMap<Sha256, BTreeSet<RecordId>> = BTreeMap::new();
    for revision in &batch.records {
        let submission = revision.submission();
        for attachment in &submission.attachments {
            naming.entry(attachment.sha256).or_default().insert(submission.record);
        }
    }
    let awaited = |attached: &Attached| Awaited {
        batch: batch.id,
        sha256: attached.sha256,
        bytes: attached.bytes,
        records: naming.get(&attached.sha256).into_iter().flatten().copied().collect(),
    };
    batch.to_come(blobs).map(awaited).filter(|awaited| !awaited.records.is_empty()).collect()
}

fn sender(device: &DeviceId, devices: &[KnownDevice]) -> Sender {
    match devices.iter().find(|known| known.id == *device) {
        Some(KnownDevice { is_trusted: true, .. }) => Sender::Trusted,
        Some(_) => Sender::Revoked,
        None => Sender::Unknown,
    }
}

/// `None`: it is no batch.
fn facts(summary: &Summary, device: &DeviceId, file_hash: Sha256) -> Option<BatchFacts> {
    let titles: BTreeSet<&String> = summary.forms.iter().collect();
    Some(BatchFacts {
        device: device.clone(),
        fingerprint: device.fingerprint(),
        file_hash,
        created_at: summary.created_at,
        newest: summary.newest,
        officer: summary.officer.clone(),
        seq: summary.seq?,
        records: summary.records + summary.refused,
        attachments: summary.attachments,
        to_come: summary.to_come,
        forms: titles.into_iter().cloned().collect(),
    })
}

fn refusal(error: &OpenError, name: &str, file: &[u8]) -> FileRefusal {
    match error {
        OpenError::TooLarge { bytes, most } => FileRefusal::TooLarge { bytes: *bytes, most: *most },
        OpenError::Truncated { have, want } => FileRefusal::Truncated { have: *have, want: *want },
        OpenError::Newer { .. } => FileRefusal::Newer,
        OpenError::Repacked => FileRefusal::Repacked,
        OpenError::Signature => FileRefusal::Signature,
        OpenError::Aimed => FileRefusal::Aimed,
        OpenError::Sealed(OpenSealedError::Truncated) => FileRefusal::Truncated { have: file.len() as u64, want: None },
        OpenError::Sealed(OpenSealedError::Newer) => FileRefusal::Newer,
        OpenError::TooMany { have, most, .. } => FileRefusal::TooMany { have: *have as u64, most: *most as u64 },
        OpenError::Damaged | OpenError::Checksum { .. } | OpenError::Sealed(_) => {
            FileRefusal::Damaged { on_the_way: batch::name::agrees(name, file) == Some(false) }
        }
        OpenError::NotOurs
        | OpenError::Body(_)
        | OpenError::BlobMissing(_)
        | OpenError::BlobUnnamed(_)
        | OpenError::Zone
        | OpenError::Table
        | OpenError::FormHash { .. }
        | OpenError::FormBase64 { .. }
        | OpenError::Difference
        | OpenError::Erasure { .. }
        | OpenError::Charter
        | OpenError::List { .. } => FileRefusal::Contents,
    }
}

fn foreign(file: &[u8]) -> ForeignKind {
    let has = |name: &[u8]| file.windows(name.len()).take(SNIFFED_BYTES).any(|window| window == name);
    let is_any = |magics: &[&[u8]]| magics.iter().any(|magic| file.starts_with(magic));
    if is_any(&[b"PK\x03\x04"]) {
        let is_workbook = has(b"xl/") || has(b"[Content_Types].xml");
        if is_workbook { ForeignKind::Workbook } else { ForeignKind::Archive }
    } else if is_any(&[b"\xd0\xcf\x11\xe0"]) {
        ForeignKind::Workbook
    } else if is_any(&[b"\xff\xd8\xff", b"\x89PNG", b"RIFF"]) || file.get(4..8) == Some(b"ftyp") {
        ForeignKind::Picture
    } else if is_any(&[b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"]) {
        ForeignKind::Archive
    } else if is_delimited(file) {
        ForeignKind::Delimited
    } else {
        ForeignKind::Unknown
    }
}

/// Whether a sealed file is for who knows a passphrase: then it says so first.
fn has_passphrase(file: &[u8]) -> bool {
    const SAYS: &[u8] = b"\n-> scrypt ";
    file.windows(SAYS.len()).take(64).any(|window| window == SAYS)
}

/// Lines with commas in them, and nothing that no text has. What it says is for whoever decodes it.
fn is_delimited(file: &[u8]) -> bool {
    let start = file.get(..SNIFFED_BYTES).unwrap_or(file);
    let is_text = start.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\r' | b'\n'));
    is_text && start.contains(&b',') && start.contains(&b'\n')
}

/// How far into a zip its first names are looked for.
const SNIFFED_BYTES: usize = 64 << 10;

impl FileRefusal {
    /// The fixed word under which a refused file lies in quarantine.
    pub fn word(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too_large",
            Self::Truncated { .. } => "truncated",
            Self::Damaged { .. } => "damaged",
            Self::Repacked => "repacked",
            Self::Signature => "signature",
            Self::NotForUs { .. } => "not_for_us",
            Self::Aimed => "aimed",
            Self::Newer => "newer",
            Self::TooMany { .. } => "too_many",
            Self::Contents => "contents",
            Self::Record { .. } => "record",
            Self::OtherContents => "other_contents",
        }
    }
}

impl From<&RefusalReason> for RecordRefusal {
    fn from(reason: &RefusalReason) -> Self {
        match reason {
            RefusalReason::TooLarge { .. } => Self::TooLarge,
            RefusalReason::Unreadable(ReadRevisionError::Newer(_)) => Self::Newer,
            RefusalReason::Unreadable(_) => Self::Unreadable,
        }
    }
}

impl From<&Refusal> for RecordRefusal {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Unreadable { .. } => Self::Unreadable,
            Refusal::Newer { .. } => Self::Newer,
            Refusal::TooLong { .. } => Self::TooLarge,
            Refusal::TooManyChanges { .. }
            | Refusal::ListName { .. }
            | Refusal::EntityId { .. }
            | Refusal::PropertyName { .. } => Self::Unusable,
        }
    }
}

#[cfg(test)]
mod tests;

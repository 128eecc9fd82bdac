//! What goes out: records that wait become a batch, and a batch that was made can be handed over again.
//!
//! A batch's bytes are not kept. They follow from the records, which never change, from the outbox's row and from the
//! row before it, so they are made again when somebody asks and compared with the hash of the first time.
//!
//! Exported is not received: nothing is deleted here. Start at [`export`]. To a server a batch goes without its attached files ([`for_server`]), and they
//! go after it ([`apart`]); a file that is handed over has them in it.
//!
//! Not here: the file's format (`batch`), how it is handed over (`platform::files`, `platform::share`).

use std::collections::{BTreeMap, BTreeSet};

use record::{BatchId, DECISION_FORM, FormHash, FormRef, Listing, RecordId, Revision, Sha256, Timestamp};
use store::forms::Form;
use store::outbox::{self, Apart, Export, ExportState, Seal};
use store::records::{self, RecordState, Standing};
use store::server::Server;
use store::settings::{self, LastExport};
use store::zone::Zone;
use store::{Conflict, Settings, Store, blobs, forms, layout};

use super::device::{Device, Failure};
use super::zone::{self, ZoneError};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::platform::{clock, entropy};
use crate::worker::batches::{ApartOrder, AttachedFile, BatchOrder, MadeBatch, SealOrder, Secret};
use crate::worker::{Answer, FileBytes, Question};

/// What the page shows before anything is done.
#[derive(Clone, PartialEq, Debug)]
pub struct Outgoing {
    /// The first finished first, as they go.
    pub waiting: Vec<WaitingRecord>,
    /// How many files it takes.
    pub files: usize,
    /// The latest first.
    pub exports: Vec<Export>,
    /// Records that wait and cannot be read. They stay as they lie.
    pub damaged: usize,
    /// The zone that files are sealed for. `None`: they leave in clear.
    pub zone: Option<Zone>,
    /// How many attached files of batches that lie on the server are still to go there.
    pub apart: BTreeMap<BatchId, usize>,
}

/// Whether an export may be read by anybody who gets hold of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cover {
    /// Only by the zone, where one is known.
    Sealed,
    /// By anybody: somebody wanted it so.
    Clear,
}

/// A record that waits.
#[derive(Clone, PartialEq, Debug)]
pub struct WaitingRecord {
    pub record: RecordId,
    /// Its own name, where its form gives it one.
    pub name: Option<String>,
    /// Its form's title, and how the form is called in other languages.
    pub form: String,
    pub listing: Listing,
    pub officer: String,
    /// Another officer of this tablet finished it: it goes along, and is counted and not listed.
    pub is_others: bool,
    pub finalized_at: Timestamp,
    /// Larger than any batch may carry: it stays until somebody helps.
    pub is_too_large: bool,
}

/// A batch that is ready to be handed over.
#[derive(Clone, PartialEq, Debug)]
pub struct Parcel {
    pub export: Export,
    pub media_type: String,
    pub bytes: Vec<u8>,
    /// Attachments that are named by the records and cannot be read here. The records go without them.
    pub left_out: usize,
}

/// What an export came to. Where several files were needed, those before a failure are made and stand.
#[derive(Debug, Default)]
pub struct Exported {
    pub parcels: Vec<Parcel>,
    pub failed: Option<ExportError>,
    /// The database can only be read here: the file is good, and the records go on waiting.
    pub is_unmarked: bool,
}

/// Why a batch was not made. The records are where they were.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("nothing waits")]
    NothingWaits,
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    /// Nothing is let out in clear because of it.
    #[error("whom it is to be sealed for cannot be told")]
    Zone(#[from] ZoneError),
    #[error("the browser has no source of randomness")]
    Entropy(#[from] entropy::NoEntropy),
    #[error("the worker did not make the batch")]
    Worker(#[from] WorkerError),
    #[error("the batch cannot be made: {0}")]
    NotPacked(String),
    /// Made again it is another file: a record or an attachment of it cannot be read any more, or another version of
    /// this program made it. Its records can go out in a new batch.
    #[error("the same bytes cannot be made again")]
    NotTheSame,
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// How a file was handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Way {
    Download,
    Share,
    /// It was read back from the server at this place.
    Server(String),
}

/// How long the worker may take for the largest batch.
const PACK_TIMEOUT_MS: u32 = 120_000;
/// How often an export is tried while other tabs export too.
const TRIES: usize = 5;

/// What waits and what was exported.
///
/// # Errors
/// [`ReadError`]
pub async fn load(device: &Device) -> Result<Outgoing, ReadError> {
    let Waiting { revisions, damaged, .. } = waiting(device).await?;
    let forms = forms_of(device, &revisions).await?;
    let settings = device.settings().await?;
    let exports = outbox::list(&device.database.all(Store::Outbox).await?).0;
    // One line a record, as it stands after its last edit: its revisions follow each other.
    let of_one = |left: &Revision, right: &Revision| left.submission().record == right.submission().record;
    let records = revisions.chunk_by(of_one).filter_map(<[Revision]>::last);
    let waiting = records.map(|revision| line(revision, &forms, settings.as_ref())).collect();
    let apart = match device.database.get(Store::Meta, &layout::meta::SERVER.into()).await? {
        Some(row) => Server::read(&row).map(|server| still_to_go(&exports, &server.place())).unwrap_or_default(),
        None => BTreeMap::new(),
    };
    Ok(Outgoing { waiting, files: files(&revisions), exports, damaged, zone: zone::known(device).await?, apart })
}

/// Makes batches until nothing waits, and marks their records exported. As a rule that is one.
pub async fn export(device: &Device, cover: Cover) -> Exported {
    let mut exported = Exported { is_unmarked: device.database.is_read_only(), ..Exported::default() };
    if let Err(error) = export_all(device, cover, &mut exported).await {
        exported.failed = Some(error);
    }
    if !exported.is_unmarked {
        device.refresh_canary().await;
    }
    exported
}

async fn export_all(device: &Device, cover: Cover, exported: &mut Exported) -> Result<(), ExportError> {
    let mut tries = 0;
    loop {
        let Waiting { revisions, standings, .. } = waiting(device).await?;
        let left = left(revisions, &exported.parcels);
        let portion = &left[..portion(&left)];
        if portion.is_empty() {
            return if exported.parcels.is_empty() { Err(ExportError::NothingWaits) } else { Ok(()) };
        }
        let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
        let now = clock::now();
        // Where nothing is marked the count does not go on by itself, and the files still follow one another.
        let before = exported.parcels.last().filter(|_| exported.is_unmarked).map(|parcel| &parcel.export);
        let head = Head {
            id: entropy::batch_id(now)?,
            seq: before.map_or(settings.batch_sequence, |before| before.seq + 1),
            previous: before.map_or(settings.previous_batch, |before| Some(before.body_hash)),
            created_at: now,
        };
        let contents = contents(device, portion).await?;
        let seal = match cover {
            Cover::Sealed => zone::new_seal(device).await?,
            Cover::Clear => None,
        };
        let parcel = made(&settings, &head, &contents, seal).await?;
        if exported.is_unmarked {
            exported.parcels.push(parcel);
            continue;
        }
        match device.run(outbox::mark_exported(&parcel.export, &standings)).await {
            Ok(()) => exported.parcels.push(parcel),
            // Another tab exported meanwhile: see what still waits.
            Err(Failure::Conflict(Conflict::BatchSequenceTaken)) if tries < TRIES => tries += 1,
            Err(failure) => return Err(failure.into()),
        }
    }
}

/// Makes the file of an earlier export again, byte for byte.
///
/// # Errors
/// [`ExportError`]
pub async fn make_again(device: &Device, export: &Export) -> Result<Parcel, ExportError> {
    let revisions = revisions_of(device, export).await?;
    let contents = contents(device, &revisions).await?;
    let parcel = made_once_more(device, export, &contents).await?;
    if parcel.export.file_hash != export.file_hash {
        return Err(ExportError::NotTheSame);
    }
    Ok(Parcel { export: export.clone(), ..parcel })
}

/// The file by which an export goes to a server: the batch alone, where its attached files go apart. Made again it is the same.
///
/// # Errors
/// [`ExportError`]
pub async fn for_server(device: &Device, export: &Export) -> Result<batch::File, ExportError> {
    if export.apart.is_empty() {
        let made = make_again(device, export).await?;
        return Ok(file(made.bytes, export.file_name.clone(), export.body_hash, export.file_hash));
    }
    let revisions = revisions_of(device, export).await?;
    let known = forms_of(device, &revisions).await?;
    let attachments = named_apart(&revisions, export);
    let contents = Contents { revisions: &revisions, forms: named_forms(&revisions, &known), attachments, left_out: 0 };
    let Parcel { export: made, bytes, .. } = made_once_more(device, export, &contents).await?;
    if made.body_hash != export.body_hash {
        return Err(ExportError::NotTheSame);
    }
    Ok(file(bytes, made.file_name, made.body_hash, made.file_hash))
}

/// An attached file of an export, sealed by itself. `None`: it was erased here.
///
/// # Errors
/// [`ExportError`]; [`ExportError::NotTheSame`] if its bytes are damaged.
pub async fn apart(device: &Device, export: &Export, sha256: Sha256) -> Result<Option<batch::File>, ExportError> {
    let seal = export.seal.as_ref().and_then(zone::seal_order).ok_or(ExportError::Damaged)?;
    let rows = device.database.range(Store::Blobs, &layout::blob(sha256)).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let bytes = blobs::read(sha256, &rows).map_err(|_| ExportError::NotTheSame)?;
    drop(rows);
    let order = ApartOrder { bytes: FileBytes(bytes), seal };
    match worker::ask(&Question::SealApart(Box::new(order)), PACK_TIMEOUT_MS).await? {
        Answer::Packed(made) => Ok(Some(file(made.bytes.0, made.name, made.body_hash, made.file_hash))),
        Answer::NotPacked { reason } => Err(ExportError::NotPacked(reason)),
        _ => Err(ExportError::Worker(WorkerError::Trapped)),
    }
}

/// Remembers what became of an attached file: it lies at this place, or (`None`) it was erased here.
///
/// # Errors
/// [`ExportError`]
pub async fn went_apart(
    device: &Device,
    batch: BatchId,
    sha256: Sha256,
    place: Option<&str>,
) -> Result<(), ExportError> {
    let row = device.database.get(Store::Outbox, &layout::batch(batch)).await?;
    let Some(export) = row.and_then(|value| outbox::read(&value).ok()) else { return Ok(()) };
    let export = match place {
        Some(place) => export.with_stored(sha256, place),
        None => export.without(sha256),
    };
    Ok(device.run(outbox::change(&export)).await?)
}

fn file(bytes: Vec<u8>, name: String, body_hash: Sha256, file_hash: Sha256) -> batch::File {
    batch::File { bytes, name, media_type: batch::sealed::MEDIA_TYPE, body_hash, file_hash }
}

/// Of exports that lie at a place, how many attached files do not yet.
fn still_to_go(exports: &[Export], place: &str) -> BTreeMap<BatchId, usize> {
    let mut left = BTreeMap::new();
    for (export, _) in outbox::to_send(exports, place) {
        *left.entry(export.batch).or_default() += 1;
    }
    left
}

/// The attached files of an export that go apart, as its records tell of them.
fn named_apart(revisions: &[Revision], export: &Export) -> Vec<AttachedFile> {
    let went: BTreeSet<Sha256> = export.apart.iter().map(|file| file.sha256).collect();
    let named = attached(revisions).into_iter().filter(|(sha256, _)| went.contains(sha256));
    named.map(|(sha256, (media_type, length))| AttachedFile { sha256, media_type, length, bytes: None }).collect()
}

async fn made_once_more(device: &Device, export: &Export, contents: &Contents<'_>) -> Result<Parcel, ExportError> {
    let exports = outbox::list(&device.database.all(Store::Outbox).await?).0;
    let before = exports.iter().find(|before| before.seq + 1 == export.seq);
    let head = Head {
        id: export.batch,
        seq: export.seq,
        previous: before.map(|before| before.body_hash),
        created_at: export.created_at,
    };
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    made(&settings, &head, contents, export.seal.clone()).await
}

async fn revisions_of(device: &Device, export: &Export) -> Result<Vec<Revision>, ExportError> {
    let mut revisions = Vec::new();
    for (record, hash) in &export.revisions {
        let key = layout::revision(*record, *hash);
        let body = device.database.get(Store::Records, &key).await?.ok_or(ExportError::NotTheSame)?;
        let row = store::Row { store: Store::Records, key, value: body };
        revisions.push(records::read(&row).map_err(|_| ExportError::NotTheSame)?);
    }
    Ok(revisions)
}

/// Remembers that a file was handed over. That is all one can know: it was not received by anybody yet.
///
/// # Errors
/// [`ExportError`]; the file itself is where it was put.
pub async fn handed_over(device: &Device, batch: BatchId, way: Way) -> Result<(), ExportError> {
    let row = device.database.get(Store::Outbox, &layout::batch(batch)).await?;
    let Some(export) = row.and_then(|value| outbox::read(&value).ok()) else { return Ok(()) };
    let export = handed(export, way);
    let last =
        LastExport { at: clock::now(), records: export.revisions.len() as u64, file_name: export.file_name.clone() };
    device.run(outbox::change(&export).and(settings::set_last_export(&last))).await?;
    device.lay_ballast().await;
    Ok(())
}

fn handed(export: Export, way: Way) -> Export {
    let (target, stored) = match way {
        Way::Download => ("download", export.stored.clone()),
        Way::Share => ("share", export.stored.clone()),
        Way::Server(place) => ("server", Some(place)),
    };
    let state = if export.state == ExportState::Received { ExportState::Received } else { ExportState::Handed };
    Export { state, target: target.to_owned(), attempts: export.attempts.saturating_add(1), stored, ..export }
}

/// What waits, each record's revisions together, the first finished first.
struct Waiting {
    revisions: Vec<Revision>,
    standings: BTreeMap<RecordId, Standing>,
    damaged: usize,
}

async fn waiting(device: &Device) -> Result<Waiting, ReadError> {
    let (standings, _) = records::standings(&device.database.all(Store::States).await?);
    let (mut revisions, mut damaged) = (Vec::new(), 0);
    for (record, standing) in &standings {
        if standing.state != RecordState::Waiting {
            continue;
        }
        let rows = device.database.range(Store::Records, &layout::record(*record)).await?;
        let (mut read, unreadable) = records::list(&rows);
        damaged += unreadable.len();
        // What was left of a revision is not what its name says, and whoever told of the erasure had it whole.
        read.retain(|revision| !revision.is_cut());
        revisions.push(read);
    }
    Ok(Waiting { revisions: in_order(revisions), standings, damaged })
}

/// Revisions by record, as one list: by what was finished first, and no record's apart from each other.
fn in_order(mut records: Vec<Vec<Revision>>) -> Vec<Revision> {
    let order = |revision: &Revision| (revision.submission().sequence, revision.hash());
    records.iter_mut().for_each(|revisions| revisions.sort_by_key(order));
    records.sort_by_key(|revisions| revisions.first().map(order));
    records.into_iter().flatten().collect()
}

/// What no batch has yet. What is larger than any batch may carry holds up nothing else.
fn left(mut revisions: Vec<Revision>, parcels: &[Parcel]) -> Vec<Revision> {
    let gone: BTreeSet<Sha256> =
        parcels.iter().flat_map(|parcel| &parcel.export.revisions).map(|(_, revision)| *revision).collect();
    revisions.retain(|revision| !is_too_large(revision) && !gone.contains(&revision.hash()));
    revisions
}

/// How many of these go into one batch. A record's revisions stay together where they can.
fn portion(revisions: &[Revision]) -> usize {
    let most = batch::first_portion(revisions);
    let is_cut = |at: usize| match (revisions.get(at.wrapping_sub(1)), revisions.get(at)) {
        (Some(before), Some(after)) => before.submission().record == after.submission().record,
        _ => false,
    };
    (1..=most).rev().find(|at| !is_cut(*at)).unwrap_or(most)
}

/// How many files an export makes.
fn files(revisions: &[Revision]) -> usize {
    let revisions = left(revisions.to_vec(), &[]);
    let (mut rest, mut files) = (revisions.as_slice(), 0);
    while !rest.is_empty() {
        rest = &rest[portion(rest)..];
        files += 1;
    }
    files
}

fn is_too_large(revision: &Revision) -> bool {
    revision.body().len() > batch::limits::MAX_RECORD_BYTES
}

fn line(revision: &Revision, forms: &BTreeMap<FormHash, Form>, settings: Option<&Settings>) -> WaitingRecord {
    let submission = revision.submission();
    let profile = settings.and_then(|settings| settings.owner(&submission.officer));
    let named = profile.map(|officer| officer.name.clone());
    let form = forms.get(&submission.form.hash);
    let label = || submission.entities.iter().find_map(|change| change.label.clone());
    WaitingRecord {
        record: submission.record,
        name: submission.instance_name.clone().or_else(label),
        form: form.map_or_else(|| submission.form.id.clone(), |form| form.title.clone()),
        listing: form.map(|form| form.listing.clone()).unwrap_or_default(),
        officer: named.unwrap_or_else(|| submission.officer.to_string()),
        is_others: settings.is_some_and(|settings| settings.other_owner(&submission.officer).is_some()),
        finalized_at: submission.finalized_at,
        is_too_large: is_too_large(revision),
    }
}

/// The forms of some records, where the device has them.
async fn forms_of(device: &Device, revisions: &[Revision]) -> Result<BTreeMap<FormHash, Form>, ReadError> {
    let hashes: BTreeSet<FormHash> = revisions.iter().map(|revision| revision.submission().form.hash).collect();
    let mut found = BTreeMap::new();
    for hash in hashes {
        let head = device.database.get(Store::Forms, &layout::form(hash)).await?;
        if let Some(form) = head.and_then(|value| forms::read(&value).ok()) {
            found.insert(hash, form);
        }
    }
    Ok(found)
}

/// A batch's place in the device's count.
struct Head {
    id: BatchId,
    seq: u64,
    previous: Option<Sha256>,
    created_at: Timestamp,
}

/// What a batch carries. A function of its records and of what the device holds for them.
struct Contents<'a> {
    revisions: &'a [Revision],
    forms: Vec<(FormRef, String)>,
    attachments: Vec<AttachedFile>,
    left_out: usize,
}

async fn contents<'a>(device: &Device, revisions: &'a [Revision]) -> Result<Contents<'a>, ReadError> {
    let known = forms_of(device, revisions).await?;
    let (mut attachments, mut left_out) = (Vec::new(), 0);
    for (sha256, (media_type, _)) in attached(revisions) {
        match device.blob(sha256).await? {
            Some(bytes) => attachments.push(AttachedFile {
                sha256,
                media_type,
                length: bytes.len() as u64,
                bytes: Some(FileBytes(bytes)),
            }),
            None => left_out += 1,
        }
    }
    Ok(Contents { revisions, forms: named_forms(revisions, &known), attachments, left_out })
}

/// The files that some records name, each once, with their media types and lengths.
fn attached(revisions: &[Revision]) -> BTreeMap<Sha256, (String, u64)> {
    let attachments = revisions.iter().flat_map(|revision| &revision.submission().attachments);
    attachments.map(|attachment| (attachment.sha256, (attachment.media_type.clone(), attachment.bytes))).collect()
}

/// The forms of some records, each once; a decision has none.
fn named_forms(revisions: &[Revision], known: &BTreeMap<FormHash, Form>) -> Vec<(FormRef, String)> {
    let forms = revisions.iter().map(|revision| &revision.submission().form).filter(|form| form.id != DECISION_FORM);
    let forms: BTreeMap<FormHash, &FormRef> = forms.map(|form| (form.hash, form)).collect();
    let titled = |form: &FormRef| known.get(&form.hash).map_or_else(|| form.id.clone(), |known| known.title.clone());
    forms.into_values().map(|form| (form.clone(), titled(form))).collect()
}

/// Has the worker make the file.
async fn made(
    settings: &Settings,
    head: &Head,
    contents: &Contents<'_>,
    seal: Option<Seal>,
) -> Result<Parcel, ExportError> {
    let sealing = match &seal {
        Some(seal) => Some(zone::seal_order(seal).ok_or(ExportError::Damaged)?),
        None => None,
    };
    let order = order(settings, head, contents, sealing).ok_or(ExportError::NothingWaits)?;
    match worker::ask(&Question::PackBatch(Box::new(order)), PACK_TIMEOUT_MS).await? {
        Answer::Packed(made) => Ok(parcel(*made, head, contents, seal)),
        Answer::NotPacked { reason } => Err(ExportError::NotPacked(reason)),
        _ => Err(ExportError::Worker(WorkerError::Trapped)),
    }
}

/// `None`: there are no records.
fn order(settings: &Settings, head: &Head, contents: &Contents<'_>, seal: Option<SealOrder>) -> Option<BatchOrder> {
    // Who finished the last record, not who is signed in now: a file that is made again must be the same.
    let officer = contents.revisions.last()?.submission().officer.clone();
    Some(BatchOrder {
        secret: Secret(settings.device.key.0),
        id: head.id,
        seq: head.seq,
        previous: head.previous,
        created_at: head.created_at,
        officer,
        forms: contents.forms.clone(),
        records: contents.revisions.iter().map(|revision| revision.body().to_owned()).collect(),
        attachments: contents.attachments.clone(),
        seal,
    })
}

fn parcel(made: MadeBatch, head: &Head, contents: &Contents<'_>, seal: Option<Seal>) -> Parcel {
    let revisions = contents.revisions.iter().map(|revision| (revision.submission().record, revision.hash()));
    // What leaves in clear goes to no server.
    let goes_apart = contents.attachments.iter().filter(|_| seal.is_some());
    let apart = goes_apart.map(|file| Apart { sha256: file.sha256, stored: None }).collect();
    let export = Export {
        batch: head.id,
        seq: head.seq,
        created_at: head.created_at,
        body_hash: made.body_hash,
        file_hash: made.file_hash,
        file_name: made.name,
        target: String::new(),
        attempts: 0,
        state: ExportState::Waiting,
        revisions: revisions.collect(),
        seal,
        stored: None,
        apart,
    };
    Parcel { export, media_type: made.media_type, bytes: made.bytes.0, left_out: contents.left_out }
}

#[cfg(test)]
mod tests;

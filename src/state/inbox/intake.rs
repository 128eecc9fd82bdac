//! What is done about a file: looked at, previewed, set aside, taken in.
//!
//! Start at [`look_at`] and [`take_in`]. A file's bytes are fetched anew for each step rather than kept for all of them:
//! thirty tablets' photos are more than a page's memory.

use std::rc::Rc;

use ledger::EntityKey;
use record::{BatchId, DeviceId, Erasures, Revision, Timestamp};
use store::devices::{self, DeviceStanding};
use store::import::{self, Arrival, EntityRow, Load};
use store::quarantine::{self, Quarantined};
use store::{Conflict, Key, LedgerVersion, Purge, Settings, Store, Transaction, layout, records};

use super::{Failure, Known, Line, Outcome, REVOKED_DEVICE, Step, UNKNOWN_DEVICE, judge, word};
use crate::platform::clock;
use crate::platform::files::{ChosenFile, FileError};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::worker::{self, WorkerError};
use crate::state::device::{self, Device};
use crate::state::{erasure, known};
use crate::worker::batches::{
    BatchFacts, BatchSeen, FileRefusal, FileSeen, Import, ImportCounts, ImportLoad, KnownDevice,
};
use crate::worker::{Answer, FileBytes, Question};

/// Where a file's bytes are.
#[derive(Clone, PartialEq, Debug)]
pub enum Origin {
    Chosen(ChosenFile),
    /// In quarantine, under this id.
    Quarantine(String),
}

/// How long the largest file may take.
const TIMEOUT_MS: u32 = 120_000;
/// How often a batch is planned anew while other tabs change the ledger.
const TRIES: usize = 5;

type Told = (Option<Rc<BatchFacts>>, Outcome);

impl From<ReadError> for Failure {
    fn from(_: ReadError) -> Self {
        Self::Database
    }
}

impl From<WorkerError> for Failure {
    fn from(_: WorkerError) -> Self {
        Self::Worker
    }
}

impl From<device::Failure> for Failure {
    fn from(failure: device::Failure) -> Self {
        match failure {
            device::Failure::Run(RunError::Quota) => Self::Full,
            device::Failure::Run(RunError::ReadOnly) => Self::ReadOnly,
            device::Failure::Run(_) | device::Failure::Conflict(_) => Self::Database,
        }
    }
}

/// What the desk knows that files are judged by.
///
/// # Errors
/// [`ReadError`]
pub async fn known(device: &Device) -> Result<Known, ReadError> {
    let database = &device.database;
    let devices = devices::list(&database.all(Store::Devices).await?).0;
    let arrivals = import::list(&database.all(Store::Inbox).await?).0;
    let mut aside = Vec::new();
    // The heads only: the bytes beside them may be many.
    for key in database.keys(Store::Quarantine, &Key(Vec::new())).await? {
        if key.0.len() == 1 {
            let head = database.get(Store::Quarantine, &key).await?;
            aside.extend(head.and_then(|value| quarantine::read(&value).ok()).filter(|head| head.since.is_some()));
        }
    }
    aside.sort_by_key(|head| std::cmp::Reverse(head.since));
    Ok(Known { devices, arrivals, aside })
}

/// Looks at a file, and keeps it aside if it must be refused.
pub async fn look_at(device: &Device, line: &Line) -> Told {
    let looked = async || looked_at(device, line).await.unwrap_or_else(|failure| (None, Outcome::Failed(failure)));
    match looked().await {
        // Somebody trusted its device, for another file, while this one was being read.
        (Some(facts), Outcome::Unknown { .. }) if is_trusted(device, &facts.device).await => looked().await,
        told => told,
    }
}

async fn is_trusted(device: &Device, sender: &DeviceId) -> bool {
    let rows = device.database.all(Store::Devices).await.unwrap_or_default();
    let (devices, _) = devices::list(&rows);
    devices.iter().any(|known| known.id == *sender && known.standing == DeviceStanding::Trusted)
}

async fn looked_at(device: &Device, line: &Line) -> Result<Told, Failure> {
    let bytes = match bytes(device, &line.origin).await {
        Err(Fetch::TooLarge(why)) => return Ok((None, Outcome::Refused { why, is_kept: false })),
        Err(Fetch::Failed(failure)) => return Err(failure),
        Ok(bytes) => bytes,
    };
    let settings = device.settings().await?.ok_or(Failure::Database)?;
    let devices = deciding(device, &settings).await?;
    let question =
        Question::LookAtFile { name: line.name.clone(), file: FileBytes(bytes.clone()), devices: devices.clone() };
    let Answer::Seen(seen) = worker::ask(&question, TIMEOUT_MS).await? else { return Err(Failure::Worker) };
    let batch = match step(device, *seen).await? {
        Step::Tell(facts, outcome) => return Ok((facts, outcome)),
        Step::Keep(facts, why) => return Ok((facts, keep(device, &line.name, &bytes, why).await)),
        Step::Preview(batch) => batch,
    };
    let facts = Some(Rc::new(batch.facts.clone()));
    let answer = ask(device, &line.name, &bytes, &batch, devices, Question::PreviewImport).await?;
    match answer {
        Answer::Previewed(counts) => Ok((facts, Outcome::Ready(batch, counts))),
        Answer::Seen(seen) => match step(device, *seen).await? {
            Step::Keep(_, why) => Ok((facts, keep(device, &line.name, &bytes, why).await)),
            Step::Tell(_, outcome) => Ok((facts, outcome)),
            Step::Preview(_) => Err(Failure::Worker),
        },
        _ => Err(Failure::Worker),
    }
}

/// Takes a batch in: all of it, or nothing.
pub async fn take_in(device: &Device, line: &Line, batch: &BatchSeen) -> Outcome {
    taken_in(device, line, batch).await.unwrap_or_else(Outcome::Failed)
}

async fn taken_in(device: &Device, line: &Line, batch: &BatchSeen) -> Result<Outcome, Failure> {
    // By another tab, or as another copy of the same file.
    if let Step::Tell(_, outcome) = step(device, FileSeen::Batch(Box::new(batch.clone()))).await? {
        return Ok(outcome);
    }
    let bytes = match bytes(device, &line.origin).await {
        Err(Fetch::TooLarge(_)) => return Err(Failure::Changed),
        Err(Fetch::Failed(failure)) => return Err(failure),
        Ok(bytes) => bytes,
    };
    let taken_at = clock::now();
    for _ in 0..TRIES {
        // Read first, and guarded by the transaction: whatever is planned on is still so when it is written.
        let settings = device.settings().await?.ok_or(Failure::Database)?;
        let devices = deciding(device, &settings).await?;
        let load = match ask(device, &line.name, &bytes, batch, devices, Question::PlanImport).await? {
            Answer::Planned(load) if load.batch == *batch => *load,
            Answer::Planned(_) => return Err(Failure::Changed),
            Answer::Seen(seen) => match step(device, *seen).await? {
                Step::Keep(_, why) => return Ok(keep(device, &line.name, &bytes, why).await),
                Step::Tell(_, outcome) => return Ok(outcome),
                Step::Preview(_) => return Err(Failure::Worker),
            },
            _ => return Err(Failure::Worker),
        };
        let new = new_records(&load)?;
        let erasures = Erasures::of(&new);
        let purge = match erasures.is_empty() {
            true => Purge::default(),
            false => erasure::purge(device, load.doomed.iter().copied().collect(), &erasures).await?,
        };
        let plan = writes(&load, &new, &purge, &line.name, taken_at, settings.ledger);
        match device.run(plan).await {
            Ok(()) => {
                erasure::forget_tails(&purge);
                return Ok(Outcome::Imported(load.counts));
            }
            Err(device::Failure::Conflict(Conflict::AlreadyImported)) => {
                let arrival = arrival(device, batch.id).await?.ok_or(Failure::Database)?;
                // By the attempt before, whose answer did not come in time.
                let is_ours = arrival.taken_at == taken_at && arrival.file_hash == batch.facts.file_hash;
                return Ok(match judge(FileSeen::Batch(Box::new(batch.clone())), Some(&arrival)) {
                    _ if is_ours => Outcome::Imported(load.counts),
                    Step::Keep(_, why) => keep(device, &line.name, &bytes, why).await,
                    Step::Tell(_, outcome) => outcome,
                    Step::Preview(_) => return Err(Failure::Database),
                });
            }
            // Another tab finished a record or took a batch in, or nobody knows yet: once more with what is there now.
            Err(device::Failure::Conflict(_) | device::Failure::Run(RunError::NoAnswer)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Failure::Database)
}

/// All that one transaction writes: the records, the ledger's rows, the attachments, the word that the batch came. If
/// the file lay in quarantine it need not any more.
fn writes(
    load: &ImportLoad,
    new: &[Revision],
    purge: &Purge,
    file_name: &str,
    now: Timestamp,
    ledger: LedgerVersion,
) -> Transaction {
    let BatchSeen { facts, id, body_hash, previous, revisions, .. } = &load.batch;
    let entity = |(key, value): &(EntityKey, FileBytes)| EntityRow {
        key: layout::entity(&key.list, &key.entity),
        value: Some(value.0.clone()),
    };
    let entities: Vec<EntityRow> = load.entities.iter().map(entity).collect();
    let blobs: Vec<_> = load.blobs.iter().map(|(hash, bytes)| (*hash, bytes.0.clone())).collect();
    let arrival = Arrival {
        batch: *id,
        device: facts.device.clone(),
        seq: facts.seq,
        created_at: facts.created_at,
        taken_at: now,
        body_hash: *body_hash,
        previous: *previous,
        file_hash: facts.file_hash,
        file_name: file_name.to_owned(),
        revisions: revisions.clone(),
        report: report(load.counts),
    };
    let brought = Load { revisions: new, entities: &entities, devices: &[], blobs: &blobs, purge: Some(purge) };
    quarantine::release(import::take_in(&arrival, brought, ledger), &facts.file_hash.to_string())
}

fn new_records(load: &ImportLoad) -> Result<Vec<Revision>, Failure> {
    let new = load.revisions.iter().map(|body| Revision::read(body.as_str())).collect::<Result<_, _>>();
    new.map_err(|_| Failure::Worker)
}

/// The report as it was shown, for the inbox.
fn report(counts: ImportCounts) -> String {
    let ImportCounts { added, known, conflicts, erased } = counts;
    format!(r#"{{"added":{added},"known":{known},"conflicts":{conflicts},"erased":{erased}}}"#)
}

/// Keeps a whole file of an unknown device aside, until somebody decides.
pub async fn set_aside(device: &Device, line: &Line, is_revoked: bool) -> Outcome {
    let bytes = match bytes(device, &line.origin).await {
        Ok(bytes) => bytes,
        Err(Fetch::TooLarge(_)) => return Outcome::Failed(Failure::Changed),
        Err(Fetch::Failed(failure)) => return Outcome::Failed(failure),
    };
    let reason = if is_revoked { REVOKED_DEVICE } else { UNKNOWN_DEVICE };
    let head = Quarantined::of_file(&line.name, &bytes, reason, clock::now());
    match device.run(quarantine::keep(&head, &bytes)).await {
        Ok(()) => Outcome::SetAside,
        Err(failure) => Outcome::Failed(failure.into()),
    }
}

/// Writes that a device is trusted from now on, and what people call it.
///
/// # Errors
/// [`Failure`]; then it is as unknown as before.
pub async fn trust(device: &Device, id: &DeviceId, label: &str) -> Result<(), Failure> {
    let decided = devices::Device {
        id: id.clone(),
        label: label.trim().to_owned(),
        standing: DeviceStanding::Trusted,
        decided_at: clock::now(),
    };
    Ok(device.run(devices::decide(&decided)).await?)
}

enum Fetch {
    TooLarge(FileRefusal),
    Failed(Failure),
}

async fn bytes(device: &Device, origin: &Origin) -> Result<Vec<u8>, Fetch> {
    match origin {
        Origin::Chosen(file) => file.bytes(batch::limits::MAX_FILE_BYTES as u64).await.map_err(|error| match error {
            FileError::TooLarge { bytes, limit_bytes } => {
                Fetch::TooLarge(FileRefusal::TooLarge { bytes, most: limit_bytes })
            }
            FileError::Unreadable(_) | FileError::NotMade(_) => Fetch::Failed(Failure::Unreadable),
        }),
        Origin::Quarantine(id) => {
            let bytes = device.database.get(Store::Quarantine, &layout::quarantined_bytes(id)).await;
            let bytes = bytes.map_err(|error| Fetch::Failed(error.into()))?;
            bytes.ok_or(Fetch::Failed(Failure::Unreadable))
        }
    }
}

/// The devices that were decided about; this one trusts itself.
async fn deciding(device: &Device, settings: &Settings) -> Result<Vec<KnownDevice>, ReadError> {
    let (devices, _) = devices::list(&device.database.all(Store::Devices).await?);
    let decided = devices
        .into_iter()
        .map(|known| KnownDevice { is_trusted: known.standing == DeviceStanding::Trusted, id: known.id });
    let own = KnownDevice { id: device::device_id(&settings.device.key), is_trusted: true };
    Ok(std::iter::once(own).chain(decided).collect())
}

async fn arrival(device: &Device, batch: BatchId) -> Result<Option<Arrival>, ReadError> {
    let row = device.database.get(Store::Inbox, &layout::batch(batch)).await?;
    Ok(row.and_then(|value| import::read(&value).ok()))
}

async fn step(device: &Device, seen: FileSeen) -> Result<Step, ReadError> {
    let arrival = match &seen {
        FileSeen::Batch(batch) => arrival(device, batch.id).await?,
        _ => None,
    };
    Ok(judge(seen, arrival.as_ref()))
}

/// Keeps a refused file, and says so.
async fn keep(device: &Device, name: &str, bytes: &[u8], why: FileRefusal) -> Outcome {
    let head = Quarantined::of_file(name, bytes, word(&why), clock::now());
    let is_kept = device.run(quarantine::keep(&head, bytes)).await.is_ok();
    Outcome::Refused { why, is_kept }
}

/// Asks the worker about a batch, with what the desk has of its records; rows that cannot be read are projected anew.
async fn ask(
    device: &Device,
    name: &str,
    bytes: &[u8],
    batch: &BatchSeen,
    devices: Vec<KnownDevice>,
    question: fn(Box<Import>) -> Question,
) -> Result<Answer, Failure> {
    let known = known::rows(device, &batch.revisions, &batch.entities, &batch.named).await?;
    let import = Import { name: name.to_owned(), file: FileBytes(bytes.to_vec()), devices, known };
    match worker::ask(&question(Box::new(import.clone())), TIMEOUT_MS).await? {
        Answer::RowsUnreadable(damaged) => {
            let (records, _) = records::list(&device.database.all(Store::Records).await?);
            let import = Import { known: known::repaired(import.known, &damaged, &records), ..import };
            Ok(worker::ask(&question(Box::new(import)), TIMEOUT_MS).await?)
        }
        answer => Ok(answer),
    }
}

#[cfg(test)]
mod tests;

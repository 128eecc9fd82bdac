//! What is done about files, by the desk worker: looked at, taken in, taken back. And what a person decides: set aside.
//!
//! Start at [`look`] and [`take_in`]. The files themselves go to the worker, never their bytes.

use std::collections::{BTreeMap, BTreeSet};

use record::{BatchId, DraftId, RecordId, Timestamp};
use store::devices;
use store::import::Arrival;
use store::quarantine::{self, Quarantined};
use store::{Key, Store, Transaction, awaited, import, layout};

use super::{Failure, Known, Line, Outcome, REVOKED_DEVICE, UNKNOWN_DEVICE};
use crate::platform::files::{ChosenFile, FileError};
use crate::platform::idb::ReadError;
use crate::platform::{clock, local};
use crate::state::device::{self, Device};
use crate::state::{erasure, sync, tasks};
use crate::worker::desk::back::Back;
use crate::worker::desk::{Done, FileLine, FileOrigin, Task, Told, known};

/// Where a file's bytes are.
#[derive(Clone, PartialEq, Debug)]
pub enum Origin {
    Chosen(ChosenFile),
    /// In quarantine, under this id.
    Quarantine(String),
}

impl From<device::Failure> for Failure {
    fn from(failure: device::Failure) -> Self {
        match failure {
            device::Failure::Run(error) => error.into(),
            device::Failure::Conflict(_) => Self::Database,
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
    // The heads only: what lies under them may be much.
    let heads = async |store: Store| {
        let mut heads = database.keys(store, &Key(Vec::new())).await?;
        heads.retain(Key::is_head);
        database.several(store, heads).await
    };
    let mut came = database.keys(Store::Inbox, &Key(Vec::new())).await?;
    let seen = awaited::files(&came).filter_map(|hash| hash.parse().ok()).collect();
    let counted = if awaited::keys(&came).is_empty() { Ok(BTreeMap::new()) } else { awaiting().await };
    let (awaited, uncounted) = match counted {
        Ok(awaited) => (awaited, None),
        Err(failure) => (BTreeMap::new(), Some(failure)),
    };
    came.retain(Key::is_head);
    let arrivals = import::list(&database.several(Store::Inbox, came).await?).0;
    let mut aside = quarantine::list(&heads(Store::Quarantine).await?).0;
    aside.retain(|head| head.since.is_some());
    aside.sort_by_key(|head| std::cmp::Reverse(head.since));
    Ok(Known { devices, arrivals, aside, awaited, uncounted, seen })
}

/// How many attached files batches here still await.
async fn awaiting() -> Result<BTreeMap<BatchId, usize>, Failure> {
    match tasks::done(Task::Awaited, &[], |_| ()).await? {
        Done::Awaited(awaited) => Ok(awaited.into_iter().collect()),
        _ => Err(Failure::Worker),
    }
}

/// Takes in an attached file that was fetched, if it is awaited. `beside`: the batch of its number.
///
/// # Errors
/// [`Failure`]; nothing has changed then.
pub async fn take_apart(file: ChosenFile, beside: Option<BatchId>) -> Result<bool, Failure> {
    match tasks::done(Task::TakeApart { beside }, &[file], |_| ()).await? {
        Done::Apart(is_here) => Ok(is_here),
        _ => Err(Failure::Worker),
    }
}

/// Looks at files; what becomes of each is told as soon as it is known.
pub async fn look(lines: &[Line], on_told: impl Fn(Told) + 'static) -> Result<(), Failure> {
    let (files, task) = handed(lines);
    tasks::done(Task::Look(task), &files, on_told).await.map(drop)
}

/// Forgets the files that were looked at.
pub async fn clear() {
    tasks::clear().await;
}

/// What became of files that were to be taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    In,
    /// Somebody stopped it, or it ended by itself, when all was written already.
    InNonetheless,
}

/// Takes files in: all of them in one transaction, or none.
///
/// # Errors
/// [`Failure`]; nothing has changed then, but for [`Failure::Unclear`].
pub async fn take_in(
    device: &Device,
    lines: &[Line],
    on_told: impl Fn(Told) + Clone + 'static,
) -> Result<Taken, Failure> {
    let (files, handed) = handed(lines);
    let (now, tails) = (clock::now(), erasure::tails(device).await?);
    let with_tails: Vec<DraftId> = tails.iter().map(|(draft, _)| *draft).collect();
    match tasks::done_at(now, Task::TakeIn { lines: handed, tails }, &files, on_told.clone()).await {
        Ok(Done::TakenIn { forgotten }) => {
            for draft in forgotten {
                let _ = local::set_tail(draft, "");
            }
            Ok(Taken::In)
        }
        Ok(_) => Err(Failure::Worker),
        Err(failure) if tasks::is_cut_off(failure) => {
            let arrived = tasks::came_nonetheless(async || came_at(device, now).await).await?.ok_or(failure)?;
            forget_tails(device, with_tails).await.map_err(|_| Failure::Unclear)?;
            let is_of = |line: &Line, arrival: &Arrival| {
                line.facts.as_ref().is_some_and(|facts| facts.file_hash == arrival.file_hash)
            };
            for line in lines {
                let Some(arrival) = arrived.iter().find(|arrival| is_of(line, arrival)) else { continue };
                let counts = serde_json::from_str(&arrival.report).unwrap_or_default();
                on_told(Told::File { line: line.id, facts: None, outcome: Outcome::Imported(counts) });
            }
            Ok(Taken::InNonetheless)
        }
        Err(failure) => Err(failure),
    }
}

/// The files of the import of this time, if there was one.
async fn came_at(device: &Device, now: Timestamp) -> Result<Option<Vec<Arrival>>, ReadError> {
    let mut heads = device.database.keys(Store::Inbox, &Key(Vec::new())).await?;
    heads.retain(Key::is_head);
    let mut arrivals = import::list(&device.database.several(Store::Inbox, heads).await?).0;
    arrivals.retain(|arrival| arrival.taken_at == now);
    Ok((!arrivals.is_empty()).then_some(arrivals))
}

/// What stands beside the database of those of these drafts that are gone.
async fn forget_tails(device: &Device, drafts: Vec<DraftId>) -> Result<(), ReadError> {
    let here: BTreeSet<DraftId> = known::drafts(&device.database).await?.into_iter().collect();
    for draft in drafts.into_iter().filter(|draft| !here.contains(draft)) {
        let _ = local::set_tail(draft, "");
    }
    Ok(())
}

/// What would go with batches and tables.
///
/// # Errors
/// [`Failure`]
pub async fn would_take_back(
    device: &Device,
    batches: Vec<BatchId>,
    on_told: impl Fn(Told) + 'static,
) -> Result<Back, Failure> {
    let tails = erasure::tails(device).await?;
    match tasks::done(Task::WouldTakeBack { batches, tails }, &[], on_told).await? {
        Done::Back(back) => Ok(back),
        _ => Err(Failure::Worker),
    }
}

/// Takes them back: what only they brought goes, unless something hinders it. `None`: somebody stopped it, or it ended by itself, when
/// all of it was gone already.
///
/// # Errors
/// [`Failure`]; nothing has changed then, but for [`Failure::Unclear`].
pub async fn take_back(
    device: &Device,
    batches: Vec<BatchId>,
    on_told: impl Fn(Told) + 'static,
) -> Result<Option<Back>, Failure> {
    let tails = erasure::tails(device).await?;
    // What goes may be fetched again.
    sync::forget_folders(device).await?;
    let heads: Vec<Key> = batches.iter().map(|batch| layout::batch(*batch)).collect();
    let taken = match tasks::done(Task::TakeBack { batches, tails }, &[], on_told).await {
        Ok(Done::Back(back)) => Some(back),
        Ok(_) => return Err(Failure::Worker),
        Err(failure) if tasks::is_cut_off(failure) => {
            let gone = async || {
                let left = device.database.several(Store::Inbox, heads.clone()).await?;
                Ok(left.is_empty().then_some(()))
            };
            tasks::came_nonetheless(gone).await?.ok_or(failure)?;
            None
        }
        Err(failure) => return Err(failure),
    };
    device.refresh_canary().await;
    Ok(taken)
}

/// The records that batches brought, the first `most` of them by what people call them, and how many there are.
///
/// # Errors
/// [`Failure`]
pub async fn records_of(batches: Vec<BatchId>, most: usize) -> Result<(Vec<(RecordId, String)>, usize), Failure> {
    match tasks::done(Task::Records { batches, most }, &[], |_| ()).await? {
        Done::Records { records, of } => Ok((records, of)),
        _ => Err(Failure::Worker),
    }
}

fn handed(lines: &[Line]) -> (Vec<ChosenFile>, Vec<FileLine>) {
    let mut files = Vec::new();
    let told = |line: &Line| {
        let origin = match &line.origin {
            Origin::Chosen(file) => {
                files.push(file.clone());
                FileOrigin::Handed(files.len() - 1)
            }
            Origin::Quarantine(id) => FileOrigin::Quarantine(id.clone()),
        };
        FileLine { line: line.id, name: line.name.clone(), origin }
    };
    let lines = lines.iter().map(told).collect();
    (files, lines)
}

/// Keeps a whole file of an unknown device aside, until somebody decides.
pub async fn set_aside(device: &Device, line: &Line, is_revoked: bool) -> Outcome {
    let bytes = match &line.origin {
        Origin::Chosen(file) => match file.bytes(batch::limits::MAX_FILE_BYTES as u64).await {
            Ok(bytes) => bytes,
            Err(FileError::TooLarge { .. } | FileError::Unreadable(_) | FileError::NotMade(_)) => {
                return Outcome::Failed(Failure::Unreadable);
            }
        },
        Origin::Quarantine(id) => match device.database.get(Store::Quarantine, &layout::quarantined_bytes(id)).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Outcome::Failed(Failure::Unreadable),
            Err(error) => return Outcome::Failed(error.into()),
        },
    };
    let reason = if is_revoked { REVOKED_DEVICE } else { UNKNOWN_DEVICE };
    let head = Quarantined::of_file(&line.name, &bytes, reason, clock::now());
    match device.run(quarantine::keep(&head, &bytes)).await {
        Ok(()) => Outcome::SetAside,
        Err(failure) => Outcome::Failed(failure.into()),
    }
}

/// Throws a file in quarantine away: nobody reads it any more from here.
///
/// # Errors
/// [`Failure`]
pub async fn throw_away(device: &Device, id: &str) -> Result<(), Failure> {
    Ok(device.run(quarantine::release(Transaction::new(), id)).await?)
}

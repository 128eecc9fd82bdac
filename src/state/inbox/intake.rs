//! What is done about files, by the desk worker: looked at, taken in, taken back. And what a person decides: set aside.
//!
//! Start at [`look`] and [`take_in`]. The files themselves go to the worker, never their bytes.

use std::collections::BTreeMap;

use record::{BatchId, RecordId};
use store::devices;
use store::quarantine::{self, Quarantined};
use store::{Key, Store, awaited, import, layout};

use super::{Failure, Known, Line, Outcome, REVOKED_DEVICE, UNKNOWN_DEVICE};
use crate::platform::files::{ChosenFile, FileError};
use crate::platform::idb::ReadError;
use crate::platform::{clock, local};
use crate::state::device::{self, Device};
use crate::state::{erasure, sync, tasks};
use crate::worker::desk::back::Back;
use crate::worker::desk::{Done, FileLine, FileOrigin, Task, Told};

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

/// Takes files in: all of them in one transaction, or none.
///
/// # Errors
/// [`Failure`]; nothing has changed then.
pub async fn take_in(device: &Device, lines: &[Line], on_told: impl Fn(Told) + 'static) -> Result<(), Failure> {
    let (files, lines) = handed(lines);
    let tails = erasure::tails(device).await?;
    match tasks::done(Task::TakeIn { lines, tails }, &files, on_told).await? {
        Done::TakenIn { forgotten } => {
            for draft in forgotten {
                let _ = local::set_tail(draft, "");
            }
            Ok(())
        }
        _ => Err(Failure::Worker),
    }
}

/// What would go with batches and tables.
///
/// # Errors
/// [`Failure`]
pub async fn would_take_back(device: &Device, batches: Vec<BatchId>) -> Result<Back, Failure> {
    let tails = erasure::tails(device).await?;
    match tasks::done(Task::WouldTakeBack { batches, tails }, &[], |_| ()).await? {
        Done::Back(back) => Ok(back),
        _ => Err(Failure::Worker),
    }
}

/// Takes them back: what only they brought goes, unless something hinders it.
///
/// # Errors
/// [`Failure`]; nothing has changed then.
pub async fn take_back(device: &Device, batches: Vec<BatchId>) -> Result<Back, Failure> {
    let tails = erasure::tails(device).await?;
    // What goes may be fetched again.
    sync::forget_folders(device).await?;
    match tasks::done(Task::TakeBack { batches, tails }, &[], |_| ()).await? {
        Done::Back(back) => {
            device.refresh_canary().await;
            Ok(back)
        }
        _ => Err(Failure::Worker),
    }
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

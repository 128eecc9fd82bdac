//! Attached files that come apart from their batch: each is held against what batches here still await, and put where it belongs.
//!
//! A photo of a batch that was taken in needs nobody's word: the batch named its hash.
//!
//! Not here: what is fetched (`state::sync`), batches themselves (`intake`), the form of a file (`batch::apart`).

use std::collections::{BTreeMap, BTreeSet};

use batch::apart::{self, ApartError};
use batch::limits::MAX_SEALED_BYTES;
use record::{BatchId, RecordId, Revision, Sha256};
use store::awaited::{self, Awaited};
use store::import::Arrival;
use store::{Key, Store, Transaction, layout, records};

use super::Failure;
use super::intake::{keyring, settings};
use crate::platform::files::ChosenFile;
use crate::platform::idb::{Database, ReadError, RunError};
use crate::worker::batches::BatchSeen;

/// How often it is tried while other tabs change the ledger.
const TRIES: usize = 5;

/// Takes one in, if it is awaited. What is not is left; it is not fetched again if its batch is here, since that waits for none like it.
///
/// # Errors
/// [`Failure`]; nothing has changed then.
pub async fn take(database: &Database, file: &ChosenFile, beside: Option<BatchId>) -> Result<bool, Failure> {
    let bytes = file.bytes(MAX_SEALED_BYTES as u64).await.map_err(|_| Failure::Unreadable)?;
    let seen = Sha256::of(&bytes);
    for _ in 0..TRIES {
        let settings = settings(database).await?;
        let all = all(database).await?;
        let keys = keyring(database, &settings).await?.keys;
        let (sha256, content) =
            match apart::open(&bytes, &keys, all.iter().map(|awaited| (awaited.sha256, awaited.bytes))) {
                Ok(opened) => opened,
                Err(ApartError::NotAwaited) => {
                    if let Some(batch) = beside {
                        database.run(awaited::also(batch, seen)).await?;
                    }
                    return Ok(false);
                }
                // Damaged, or for somebody else: it is left where it lies, and tried again.
                Err(ApartError::Sealed(_) | ApartError::TooLarge { .. } | ApartError::Seal(_)) => return Ok(false),
            };
        let (mine, over) =
            named(database, all.into_iter().filter(|awaited| awaited.sha256 == sha256).collect()).await?;
        if mine.is_empty() {
            database.run(over.iter().fold(Transaction::new(), awaited::no_more)).await?;
            return Ok(false);
        }
        match database.run(awaited::came(&mine, &content, Some(seen), settings.ledger)).await {
            Ok(()) => return Ok(true),
            // Another tab took something in, or erased it.
            Err(RunError::Guard { .. } | RunError::NoAnswer) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::Database)
}

/// How many attached files each batch here still awaits. What is here by now, or was erased, is awaited no more.
pub async fn waiting(database: &Database) -> Result<Vec<(BatchId, usize)>, Failure> {
    let (named, mut over) = named(database, all(database).await?).await?;
    let mut waiting: BTreeMap<BatchId, usize> = BTreeMap::new();
    for awaited in named {
        if is_here(database, awaited.sha256).await? {
            over.push(awaited);
        } else {
            *waiting.entry(awaited.batch).or_default() += 1;
        }
    }
    if !over.is_empty() {
        database.run(over.iter().fold(Transaction::new(), awaited::no_more)).await?;
    }
    Ok(waiting.into_iter().collect())
}

async fn all(database: &Database) -> Result<Vec<Awaited>, ReadError> {
    let keys = awaited::keys(&database.keys(Store::Inbox, &Key(Vec::new())).await?);
    Ok(awaited::list(&database.several(Store::Inbox, keys).await?).0)
}

/// Those that a record names which is here, and those that none does any more.
async fn named(database: &Database, all: Vec<Awaited>) -> Result<(Vec<Awaited>, Vec<Awaited>), ReadError> {
    let wanted = all.iter().flat_map(|awaited| &awaited.records).map(|record| layout::record(*record)).collect();
    let rows = database.ranges(Store::Records, wanted).await?;
    let here: BTreeSet<(RecordId, Sha256)> = (records::list(&rows).0.iter().map(Revision::submission))
        .flat_map(|said| said.attachments.iter().map(|attachment| (said.record, attachment.sha256)))
        .collect();
    let is_named = |awaited: &Awaited| awaited.records.iter().any(|record| here.contains(&(*record, awaited.sha256)));
    Ok(all.into_iter().partition(is_named))
}

/// Leaves out what is here already because of another batch.
pub async fn still_to_come(database: &Database, batch: &mut BatchSeen) -> Result<(), ReadError> {
    let mut to_come = Vec::new();
    for awaited in std::mem::take(&mut batch.to_come) {
        if !is_here(database, awaited.sha256).await? {
            to_come.push(awaited);
        }
    }
    batch.facts.to_come = to_come.len();
    batch.to_come = to_come;
    Ok(())
}

/// A batch that is here came again, in another file. Says how many attached files that were awaited lay in it.
pub async fn completed(
    database: &Database,
    batch: &BatchSeen,
    arrival: Option<&Arrival>,
    blobs: &batch::Blobs,
) -> Result<usize, Failure> {
    let mut photos = 0;
    if !blobs.is_empty() {
        let ledger = settings(database).await?.ledger;
        let rows = database.range(Store::Inbox, &awaited::of_batch(batch.id)).await?;
        for awaited in named(database, awaited::list(&rows).0).await?.0 {
            if let Some(bytes) = blobs.get(&awaited.sha256) {
                database.run(awaited::came(&[awaited], bytes, None, ledger)).await?;
                photos += 1;
            }
        }
    }
    let file = batch.facts.file_hash;
    if arrival.is_some_and(|arrival| arrival.file_hash != file) {
        database.run(awaited::also(batch.id, file)).await?;
    }
    Ok(photos)
}

async fn is_here(database: &Database, sha256: Sha256) -> Result<bool, ReadError> {
    Ok(database.count(Store::Blobs, &layout::blob(sha256)).await? > 0)
}

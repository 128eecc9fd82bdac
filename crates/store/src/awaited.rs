//! What batches named and did not bring: attached files that are still to come, and the other files in which a batch came.
//!
//! A server gets a batch alone and its attached files after it, a stick all of it as one file. Whichever comes first, what is here in the
//! end is the same: a file that is awaited is written once, and nothing is awaited that is here.
//!
//! It lies under its batch in `inbox`, so it goes with it when that is taken back.

use record::{BatchId, RecordId, Sha256};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row, meta};
use crate::{Damaged, Key, LedgerVersion, RowError, Store, Transaction, blobs, disk};

/// An attached file that has not come.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Awaited {
    pub batch: BatchId,
    pub sha256: Sha256,
    pub bytes: u64,
    /// Who names it. Once none of them is here any more nobody waits for it.
    pub records: Vec<RecordId>,
}

/// Second part of the key of what a batch awaits.
const AWAITS: &str = "awaits";
/// Second part of the key of another file that brought something of it.
const FILE: &str = "file";

/// Says what is still to come of a batch that is being taken in.
pub fn awaiting<'a>(plan: Transaction, awaited: impl IntoIterator<Item = &'a Awaited>) -> Transaction {
    awaited
        .into_iter()
        .fold(plan, |plan, awaited| plan.put(Store::Inbox, key(awaited), disk::encode(&v1::Awaited::from(awaited))))
}

/// A file came that is awaited: by all of these, which are of one hash. Guarded by the ledger's version, because an erasure or taking a
/// batch back makes that nobody waits.
pub fn came(awaited: &[Awaited], bytes: &[u8], file: Option<Sha256>, ledger: LedgerVersion) -> Transaction {
    let plan = Transaction::new().guard(Store::Meta, meta::LEDGER.into(), ledger.0.to_string());
    let plan = match awaited.first() {
        Some(first) => blobs::written(plan, first.sha256, bytes),
        None => plan,
    };
    awaited.iter().fold(plan, |plan, awaited| {
        let plan = no_more(plan, awaited);
        file.iter().fold(plan, |plan, file| plan.and(also(awaited.batch, *file)))
    })
}

/// Nobody waits for it any more.
pub fn no_more(plan: Transaction, awaited: &Awaited) -> Transaction {
    plan.delete(Store::Inbox, key(awaited))
}

/// Another file of a batch that is here was seen: one of its attached files, or the batch in another shape. It need not be fetched again.
pub fn also(batch: BatchId, file: Sha256) -> Transaction {
    Transaction::new().put(Store::Inbox, layout::batch(batch).then(FILE).then(file.to_string()), "")
}

/// The hashes of all such files, among the keys of `inbox`.
pub fn files(keys: &[Key]) -> impl Iterator<Item = &str> {
    keys.iter().filter(|key| key.text(1) == Some(FILE)).filter_map(|key| key.text(2))
}

/// Those of the keys of `inbox` under which something is awaited.
pub fn keys(keys: &[Key]) -> Vec<Key> {
    keys.iter().filter(|key| key.text(1) == Some(AWAITS)).cloned().collect()
}

/// The prefix of what one batch awaits.
pub fn of_batch(batch: BatchId) -> Key {
    layout::batch(batch).then(AWAITS)
}

/// All that is awaited among rows of `inbox`, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Awaited>, Vec<Damaged>) {
    let (mut awaited, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Inbox && row.key.text(1) == Some(AWAITS)) {
        match read(row) {
            Ok(read) => awaited.push(read),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    awaited.sort();
    (awaited, damaged)
}

fn read(row: &Row) -> Result<Awaited, RowError> {
    let part = |at| row.key.text(at).ok_or(RowError::Key);
    let v1::Awaited { bytes, records } = disk::decode(&row.value)?;
    let batch = part(0)?.parse().map_err(|_| RowError::Key)?;
    Ok(Awaited { batch, sha256: part(2)?.parse().map_err(|_| RowError::Key)?, bytes, records })
}

fn key(awaited: &Awaited) -> Key {
    of_batch(awaited.batch).then(awaited.sha256.to_string())
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Awaited {
        pub bytes: u64,
        pub records: Vec<RecordId>,
    }

    impl From<&super::Awaited> for Awaited {
        fn from(awaited: &super::Awaited) -> Self {
            Self { bytes: awaited.bytes, records: awaited.records.clone() }
        }
    }
}

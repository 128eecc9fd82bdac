//! The inbox: batches that were taken in, and the one transaction that takes one in.
//!
//! All or nothing, and once: the inbox row is added, so a second time fails as a whole, in whichever tab. Records are
//! added and never put. The rows of the ledger's projection are computed outside from a set of revisions; the counter
//! [`LedgerVersion`] makes sure that it is still that set when they are written.

use std::collections::BTreeSet;

use record::{BatchId, DeviceId, Erasures, RecordId, Revision, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::devices::{self, Device};
use crate::layout::{self, Row, meta};
use crate::{Damaged, Key, Purge, RowError, Store, Transaction, blobs, disk, erasure};

/// Counts the changes of the set of revisions. What is computed from the set at one version is written at that version
/// or not at all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct LedgerVersion(pub u64);

/// A row of the ledger's projection. What is in it is the ledger's business.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityRow {
    /// As [`layout::entity`] makes it, or any other under the list.
    pub key: Key,
    /// `None` takes the row away.
    pub value: Option<Vec<u8>>,
}

/// A batch as the inbox remembers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrival {
    pub batch: BatchId,
    pub device: DeviceId,
    /// The device's own count of its batches; a gap is a batch that has not come.
    pub seq: u64,
    pub created_at: Timestamp,
    pub taken_at: Timestamp,
    /// Of what was signed, and of the one before it.
    pub body_hash: Sha256,
    pub previous: Option<Sha256>,
    /// Of the file as it came.
    pub file_hash: Sha256,
    pub file_name: String,
    /// All revisions that were in it, also those that were here already.
    pub revisions: Vec<(RecordId, RevisionHash)>,
    /// The ledger's report as it was shown.
    pub report: String,
}

/// What a batch brings, besides the word that it came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Load<'a> {
    /// Those that are not here yet. One that is makes the whole fail, as it should: then the set has moved.
    pub revisions: &'a [Revision],
    pub entities: &'a [EntityRow],
    /// Devices that were decided about in the same breath.
    pub devices: &'a [Device],
    pub blobs: &'a [(Sha256, Vec<u8>)],
    /// What goes with the erasures among the revisions.
    pub purge: Option<&'a Purge>,
}

/// Takes a batch in. One transaction: all of it is here afterwards and the inbox says so, or nothing has changed.
pub fn take_in(arrival: &Arrival, load: Load<'_>, ledger: LedgerVersion) -> Transaction {
    let inbox = layout::batch(arrival.batch);
    let mut plan = Transaction::new().guard_free(Store::Inbox, inbox.clone()).add(
        Store::Inbox,
        inbox,
        disk::encode(&v1::Arrival::from(arrival)),
    );
    for revision in load.revisions {
        let key = layout::revision(revision.submission().record, revision.hash());
        plan = plan.add(Store::Records, key, revision.body());
    }
    plan = erasure::purged(plan, load.purge.unwrap_or(&Purge::default()), &Erasures::of(load.revisions));
    for (hash, bytes) in load.blobs {
        plan = blobs::written(plan, *hash, bytes);
    }
    plan = load.devices.iter().fold(plan, devices::written);
    projected(plan, ledger, load.entities)
}

/// Writes the projection anew, as after an update that reads records otherwise. `rows` is all of it.
pub fn rebuild(rows: &[EntityRow], ledger: LedgerVersion) -> Transaction {
    projected(Transaction::new().delete_under(Store::Entities, Key(Vec::new())), ledger, rows)
}

/// Guards and counts the ledger's version, and writes rows of its projection.
pub(crate) fn projected(plan: Transaction, ledger: LedgerVersion, rows: &[EntityRow]) -> Transaction {
    let plan = plan.guard(Store::Meta, meta::LEDGER.into(), ledger.0.to_string()).put(
        Store::Meta,
        meta::LEDGER.into(),
        (ledger.0 + 1).to_string(),
    );
    rows.iter().fold(plan, |plan, row| match &row.value {
        Some(value) => plan.put(Store::Entities, row.key.clone(), value.clone()),
        None => plan.delete(Store::Entities, row.key.clone()),
    })
}

/// # Errors
/// [`RowError`] if the bytes are not a row of the inbox.
pub fn read(value: &[u8]) -> Result<Arrival, RowError> {
    disk::decode::<v1::Arrival>(value).map(v1::Arrival::read)
}

/// All arrivals among the rows of `inbox`, the latest first, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Arrival>, Vec<Damaged>) {
    let (mut arrivals, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Inbox) {
        match read(&row.value) {
            Ok(arrival) => arrivals.push(arrival),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    arrivals.sort_by_key(|arrival| std::cmp::Reverse((arrival.taken_at, arrival.batch)));
    (arrivals, damaged)
}

/// The numbers of a device's batches that have not come, below the highest that has.
pub fn gaps(device: &DeviceId, arrivals: &[Arrival]) -> Vec<u64> {
    let came = arrivals.iter().filter(|arrival| arrival.device == *device);
    missing(&came.map(|arrival| arrival.seq).collect())
}

/// The numbers below the highest of these that are not among them.
pub fn missing(came: &BTreeSet<u64>) -> Vec<u64> {
    let mut gaps = Vec::new();
    let mut expected = 1;
    for &seq in came {
        // A foreign file may claim any number: what is told is bounded, not what is true.
        gaps.extend((expected..seq).take(MAX_GAPS.saturating_sub(gaps.len())));
        expected = seq.saturating_add(1);
    }
    gaps
}

/// How many missing batches of a device are told at most.
pub const MAX_GAPS: usize = 100;

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Arrival {
        batch: BatchId,
        device: DeviceId,
        seq: u64,
        created_at: Timestamp,
        taken_at: Timestamp,
        body_hash: Sha256,
        previous: Option<Sha256>,
        file_hash: Sha256,
        file_name: String,
        revisions: Vec<(RecordId, RevisionHash)>,
        report: String,
    }

    impl From<&super::Arrival> for Arrival {
        fn from(arrival: &super::Arrival) -> Self {
            let super::Arrival {
                batch,
                device,
                seq,
                created_at,
                taken_at,
                body_hash,
                previous,
                file_hash,
                file_name,
                revisions,
                report,
            } = arrival.clone();
            Self {
                batch,
                device,
                seq,
                created_at,
                taken_at,
                body_hash,
                previous,
                file_hash,
                file_name,
                revisions,
                report,
            }
        }
    }

    impl Arrival {
        pub fn read(self) -> super::Arrival {
            let Self {
                batch,
                device,
                seq,
                created_at,
                taken_at,
                body_hash,
                previous,
                file_hash,
                file_name,
                revisions,
                report,
            } = self;
            super::Arrival {
                batch,
                device,
                seq,
                created_at,
                taken_at,
                body_hash,
                previous,
                file_hash,
                file_name,
                revisions,
                report,
            }
        }
    }
}

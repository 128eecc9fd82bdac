//! The inbox: batches and tables that were taken in, the one transaction that takes a batch in, and the one that takes any back.
//!
//! All or nothing, and once: the inbox row is added, so a second time fails as a whole, in whichever tab. Records are
//! added and never put. The rows of the ledger's projection are computed outside from a set of revisions; the counter
//! [`LedgerVersion`] makes sure that it is still that set when they are written.

use std::collections::BTreeSet;

use record::{BatchId, DeviceId, Erasures, FormRef, OfficerId, RecordId, Revision, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::awaited::{self, Awaited};
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
    /// All revisions that were in it, also those that were here already. They lie in a row of their own, so a list of arrivals
    /// has none of them: [`revisions`].
    pub revisions: Vec<(RecordId, RevisionHash)>,
    /// The ledger's report as it was shown.
    pub report: String,
    /// Who filled what in it. Of a table it stands in `table`.
    pub filled: Filled,
    /// It was no batch but a table of somebody's own: its records were made here, and it has no count of a device (`seq` is 0).
    pub table: Option<TableFacts>,
}

/// By whom and with which forms the records of a batch were filled. Blank where a version of the program took it in that did not
/// remember it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filled {
    pub officers: Vec<OfficerId>,
    /// Titles and versions.
    pub forms: Vec<(String, String)>,
}

/// What is remembered of a table, beside what is of any file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TableFacts {
    pub sheet: String,
    pub form: FormRef,
    /// What the form is called.
    pub title: String,
    /// Who took it in.
    pub officer: OfficerId,
    /// Rows that did not become records because something was wrong with them.
    pub refused: u64,
}

/// What batches bring, besides the word that they came.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// The texts of those revisions that are not here yet.
    pub records: Vec<(RecordId, RevisionHash, String)>,
    pub entities: Vec<EntityRow>,
    /// Devices that were decided about in the same breath.
    pub devices: Vec<Device>,
    pub blobs: Vec<(Sha256, Vec<u8>)>,
    /// Attached files that come later.
    pub awaited: Vec<Awaited>,
    /// Those among the records, and what goes with them.
    pub erasures: Erasures,
    pub purge: Purge,
}

impl Load {
    /// What some revisions bring by themselves.
    pub fn of<'a>(revisions: impl IntoIterator<Item = &'a Revision> + Clone) -> Self {
        let text = |revision: &Revision| (revision.submission().record, revision.hash(), revision.body().to_owned());
        let erasures = Erasures::of(revisions.clone());
        Self { records: revisions.into_iter().map(text).collect(), erasures, ..Self::default() }
    }
}

/// Last part of the key under which the revisions of a batch lie.
const REVISIONS: &str = "revisions";

/// Takes batches in. One transaction: all of it is here afterwards and the inbox says so, or nothing has changed.
pub fn take_in(arrivals: &[Arrival], load: Load, ledger: LedgerVersion) -> Transaction {
    let mut plan = Transaction::new();
    for arrival in arrivals {
        plan = arrived(plan, arrival);
    }
    for (record, hash, body) in load.records {
        plan = plan.add(Store::Records, layout::revision(record, hash), body);
    }
    plan = erasure::purged(plan, &load.purge, &load.erasures);
    for (hash, bytes) in &load.blobs {
        plan = blobs::written(plan, *hash, bytes);
    }
    plan = awaited::awaiting(plan, &load.awaited);
    plan = load.devices.iter().fold(plan, devices::written);
    load.entities.into_iter().fold(moved(plan, ledger), entity)
}

/// Says that something came, once.
pub(crate) fn arrived(plan: Transaction, arrival: &Arrival) -> Transaction {
    let inbox = layout::batch(arrival.batch);
    plan.guard_free(Store::Inbox, inbox.clone())
        .add(Store::Inbox, inbox.clone(), disk::encode(&v1::Arrival::from(arrival)))
        .add(Store::Inbox, inbox.then(REVISIONS), disk::encode(&arrival.revisions))
}

/// What goes with batches and tables that are taken back.
#[derive(Clone, Debug, Default)]
pub struct Leaving {
    pub revisions: Vec<(RecordId, RevisionHash)>,
    /// States of records that were made here, as they were when it was decided that they may go: by now one may have been sent.
    pub states: Vec<Row>,
    /// Attachments that nothing else names.
    pub blobs: BTreeSet<Sha256>,
    /// Entities as they are without them.
    pub entities: Vec<EntityRow>,
}

/// Takes batches and tables back: all that leaves with them goes, or nothing has changed.
pub fn take_back(batches: &[BatchId], leaving: Leaving, ledger: LedgerVersion) -> Transaction {
    let Leaving { revisions, states, blobs, entities } = leaving;
    let came = batches.iter().map(|batch| layout::batch(*batch));
    let plan = came.fold(moved(Transaction::new(), ledger), |plan, inbox| plan.delete_under(Store::Inbox, inbox));
    let keys = revisions.into_iter().map(|(record, hash)| layout::revision(record, hash));
    let plan = keys.fold(plan, |plan, key| plan.delete(Store::Records, key));
    let state = |plan: Transaction, state: Row| {
        plan.guard(Store::States, state.key.clone(), state.value).delete(Store::States, state.key)
    };
    let plan = states.into_iter().fold(plan, state);
    let plan = blobs.into_iter().fold(plan, |plan, hash| plan.delete_under(Store::Blobs, layout::blob(hash)));
    entities.into_iter().fold(plan, entity)
}

/// Writes the projection anew, as after an update that reads records otherwise. `rows` is all of it.
pub fn rebuild(rows: &[EntityRow], ledger: LedgerVersion) -> Transaction {
    projected(Transaction::new().delete_under(Store::Entities, Key(Vec::new())), ledger, rows)
}

/// Guards and counts the ledger's version, and writes rows of its projection.
pub(crate) fn projected(plan: Transaction, ledger: LedgerVersion, rows: &[EntityRow]) -> Transaction {
    rows.iter().cloned().fold(moved(plan, ledger), entity)
}

/// Guards and counts the ledger's version.
fn moved(plan: Transaction, ledger: LedgerVersion) -> Transaction {
    let next = (ledger.0 + 1).to_string();
    plan.guard(Store::Meta, meta::LEDGER.into(), ledger.0.to_string()).put(Store::Meta, meta::LEDGER.into(), next)
}

fn entity(plan: Transaction, row: EntityRow) -> Transaction {
    match row.value {
        Some(value) => plan.put(Store::Entities, row.key, value),
        None => plan.delete(Store::Entities, row.key),
    }
}

/// # Errors
/// [`RowError`] if the bytes are not a row of the inbox.
pub fn read(value: &[u8]) -> Result<Arrival, RowError> {
    disk::decode::<v1::Arrival>(value).map(v1::Arrival::read)
}

/// The revisions that were in a batch, from the rows that `inbox` has under its id.
///
/// # Errors
/// [`RowError`] if it cannot be told.
pub fn revisions(rows: &[Row]) -> Result<Vec<(RecordId, RevisionHash)>, RowError> {
    match rows.iter().find(|row| row.key.text(1) == Some(REVISIONS)) {
        Some(row) => disk::decode(&row.value),
        // The first version wrote them into the head.
        None => Ok(read(&rows.first().ok_or(RowError::Missing("batch"))?.value)?.revisions),
    }
}

/// All arrivals among the rows of `inbox`, the latest first, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Arrival>, Vec<Damaged>) {
    let (mut arrivals, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Inbox && row.key.is_head()) {
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
        /// Written by the first version only.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        revisions: Vec<(RecordId, RevisionHash)>,
        report: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        officers: Vec<OfficerId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        forms: Vec<(String, String)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<Table>,
    }

    #[derive(Serialize, Deserialize)]
    struct Table {
        sheet: String,
        form: FormRef,
        title: String,
        officer: OfficerId,
        refused: u64,
    }

    impl From<TableFacts> for Table {
        fn from(facts: TableFacts) -> Self {
            let TableFacts { sheet, form, title, officer, refused } = facts;
            Self { sheet, form, title, officer, refused }
        }
    }

    impl From<Table> for TableFacts {
        fn from(table: Table) -> Self {
            let Table { sheet, form, title, officer, refused } = table;
            Self { sheet, form, title, officer, refused }
        }
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
                report,
                filled: Filled { officers, forms },
                table,
                revisions: _,
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
                revisions: Vec::new(),
                report,
                officers,
                forms,
                table: table.map(Table::from),
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
                officers,
                forms,
                table,
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
                filled: Filled { officers, forms },
                table: table.map(TableFacts::from),
            }
        }
    }
}

//! Records: bodies that never change, and where each stands on its way.
//!
//! A record's row is its body byte for byte under its own hash, so reading checks it. Where parts of it were erased the row is
//! what was left, which says whose it is and has a sum of its own. The state lies apart and is the only thing about a record
//! that changes otherwise; records that came from elsewhere have none.

use std::collections::BTreeMap;

use record::{BatchId, RecordId, Revision, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::{self, EntityRow, LedgerVersion};
use crate::layout::{self, Row, meta};
use crate::{Damaged, RowError, Store, Transaction, disk};

/// How far a record of this device has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RecordState {
    /// Opened again: a draft of its next revision is being filled.
    Draft,
    /// Finalised and only here.
    Waiting,
    /// In a batch that was handed over. Nobody has said that it arrived.
    Exported,
    /// A coordinator's receipt names it.
    Received,
    /// A coordinator sent it back with a reason.
    Returned,
}

/// A record's state, and since when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    pub state: RecordState,
    pub at: Timestamp,
    /// The batch it went with.
    pub batch: Option<BatchId>,
}

impl Standing {
    pub(crate) fn write(&self) -> Vec<u8> {
        disk::encode(&v1::Standing::from(self))
    }

    /// # Errors
    /// [`RowError`] if the bytes are not a state.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Standing>(value).map(v1::Standing::read)
    }
}

/// Reads a record or what was left of one, checked against the hash and the id in its key.
///
/// # Errors
/// [`Damaged`] has the row as it lies: it is told and kept in quarantine, never a reason to stop.
pub fn read(row: &Row) -> Result<Revision, Damaged> {
    let damaged = |why| Damaged { row: row.clone(), why };
    let text = disk::text(&row.value).map_err(damaged)?;
    let is = |hash: record::RevisionHash| row.key.text(1) == Some(hash.to_string().as_str());
    let revision = if is(record::Sha256::of(&row.value)) {
        Revision::read(text).map_err(|source| damaged(source.into()))?
    } else {
        let kept = Revision::read_kept(text).ok().filter(|kept| kept.is_cut() && is(kept.hash()));
        kept.ok_or_else(|| damaged(RowError::Checksum))?
    };
    if row.key.text(0) != Some(revision.submission().record.to_string().as_str()) {
        return Err(damaged(RowError::Key));
    }
    Ok(revision)
}

/// All records among the rows of `records`, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Revision>, Vec<Damaged>) {
    let (mut revisions, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Records) {
        match read(row) {
            Ok(revision) => revisions.push(revision),
            Err(damage) => damaged.push(damage),
        }
    }
    (revisions, damaged)
}

/// All states among the rows of `states`, and what cannot be read.
pub fn standings(rows: &[Row]) -> (BTreeMap<RecordId, Standing>, Vec<Damaged>) {
    let (mut standings, mut damaged) = (BTreeMap::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::States) {
        let record = row.key.text(0).and_then(|text| text.parse().ok()).ok_or(RowError::Key);
        match record.and_then(|record| Ok((record, Standing::read(&row.value)?))) {
            Ok((record, standing)) => drop(standings.insert(record, standing)),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    (standings, damaged)
}

/// Adds records that were made here by no form, one after the other, which wait to be sent. The first one's sequence is the
/// guard of the device's counter.
pub(crate) fn made(revisions: &[Revision]) -> Transaction {
    let mut plan = Transaction::new();
    if let (Some(first), Some(last)) = (revisions.first(), revisions.last()) {
        let next = last.submission().sequence + 1;
        plan = plan.guard(Store::Meta, meta::SEQUENCE.into(), first.submission().sequence.to_string()).put(
            Store::Meta,
            meta::SEQUENCE.into(),
            next.to_string(),
        );
    }
    for revision in revisions {
        let submission = revision.submission();
        let standing = Standing { state: RecordState::Waiting, at: submission.finalized_at, batch: None };
        plan = plan.add(Store::Records, layout::revision(submission.record, revision.hash()), revision.body()).put(
            Store::States,
            layout::state(submission.record),
            standing.write(),
        );
    }
    plan
}

/// Writes decisions down: records that wait to be sent, and the rows of the ledger with them in them, all or none. `ledger` is
/// the version that they were made in sight of: if something came in since, nothing is written.
pub fn decide(decisions: &[Revision], entities: &[EntityRow], ledger: LedgerVersion) -> Transaction {
    import::projected(made(decisions), ledger, entities)
}

/// How many records are only on this device, and when the newest of them was finalised.
pub fn unsent(standings: &BTreeMap<RecordId, Standing>) -> (u64, Option<Timestamp>) {
    let waiting = || standings.values().filter(|standing| standing.state == RecordState::Waiting);
    (waiting().count() as u64, waiting().map(|standing| standing.at).max())
}

/// When something was exported last, so far as records are still known to be exported.
pub fn exported_at(standings: &BTreeMap<RecordId, Standing>) -> Option<Timestamp> {
    let exported = standings.values().filter(|standing| standing.state == RecordState::Exported);
    exported.map(|standing| standing.at).max()
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Standing {
        state: State,
        at: Timestamp,
        batch: Option<BatchId>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum State {
        Draft,
        Waiting,
        Exported,
        Received,
        Returned,
    }

    impl From<&super::Standing> for Standing {
        fn from(standing: &super::Standing) -> Self {
            let state = match standing.state {
                RecordState::Draft => State::Draft,
                RecordState::Waiting => State::Waiting,
                RecordState::Exported => State::Exported,
                RecordState::Received => State::Received,
                RecordState::Returned => State::Returned,
            };
            Self { state, at: standing.at, batch: standing.batch }
        }
    }

    impl Standing {
        pub fn read(self) -> super::Standing {
            let state = match self.state {
                State::Draft => RecordState::Draft,
                State::Waiting => RecordState::Waiting,
                State::Exported => RecordState::Exported,
                State::Received => RecordState::Received,
                State::Returned => RecordState::Returned,
            };
            super::Standing { state, at: self.at, batch: self.batch }
        }
    }
}

//! Drafts: forms being filled. A head that lists need, a snapshot, and a journal of what came after it.
//!
//! Every function gives one transaction, and each is guarded by the draft's writer epoch: a tab that another one took
//! over from can write nothing more. A draft ends in [`finalize`] or in [`bin::discard`](crate::bin::discard).
//!
//! ```
//! # use store::{draft, Draft, DraftState, Snapshot, Entry};
//! # let now: record::Timestamp = "2026-03-01T09:00:00.000+08:00".parse()?;
//! # let form = record::FormRef { id: "visit".into(), version: "1".into(), hash: record::Sha256::of(b"") };
//! let mut draft = Draft {
//!     id: record::DraftId::new(now, [7; 10]),
//!     form,
//!     officer: record::OfficerId::new("样例01"),
//!     title: "样例走访".into(),
//!     created_at: now,
//!     changed_at: now,
//!     answered: 0,
//!     at_path: None,
//!     begun_from: None,
//!     state: DraftState::Open,
//!     epoch: 1,
//! };
//! let begin = draft::begin(&draft, &Snapshot { seq: 0, instance: "{}".into() });
//!
//! let entry = Entry { seq: 1, at: now, seed: 42, epoch: draft.epoch, action: r#"{"answer":["/data/name","样例"]}"#.into() };
//! draft.answered = 1;
//! let saved_when_complete = draft::append(&draft, &[entry]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Not here: the order and the damage of journal entries (`journal`), what an action does (`form`).

use record::{DraftId, FormHash, FormRef, OfficerId, RecordId, Revision, Timestamp};
use serde::{Deserialize, Serialize};

use crate::disk;
use crate::import::{self, EntityRow, LedgerVersion};
use crate::journal::Entry;
use crate::layout::{self, Row, meta};
use crate::records::{RecordState, Standing};
use crate::{Damaged, RowError, Store, Transaction};

/// After so many journal entries a snapshot is due.
pub const CHECKPOINT_EVERY: u64 = 64;

/// What lists and the resume offer need to know about a draft. Written anew with every entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    pub id: DraftId,
    /// A draft goes on with the form version it began with.
    pub form: FormRef,
    pub officer: OfficerId,
    /// What people call it: the instance name so far, or the form's title.
    pub title: String,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub answered: u32,
    /// The question one left, with positions: where filling goes on.
    pub at_path: Option<String>,
    /// The record, perhaps still a draft, that this one was begun from: one returns there.
    pub begun_from: Option<RecordId>,
    pub state: DraftState,
    /// Who may write: only the tab that knows the present number.
    pub epoch: u64,
}

/// Whether a draft can be gone on with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DraftState {
    Open,
    /// Its snapshot could not be read. It stays where it is and can be exported for help.
    Damaged,
}

/// A whole instance as of one journal entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snapshot {
    /// The last entry that is in it; 0 for the first snapshot.
    pub seq: u64,
    /// The engine's own JSON text. Nobody here looks into it.
    pub instance: String,
}

/// A new draft with its first snapshot.
pub fn begin(draft: &Draft, snapshot: &Snapshot) -> Transaction {
    Transaction::new()
        .add(Store::Meta, layout::epoch(draft.id), draft.epoch.to_string())
        .add(Store::Drafts, layout::draft(draft.id), head(draft))
        .add(Store::Drafts, layout::snapshot(draft.id), write_snapshot(snapshot))
}

/// Answers, once they are complete: "Saved". `draft` is the head as it is after them.
pub fn append(draft: &Draft, entries: &[Entry]) -> Transaction {
    journalled(written(draft), draft.id, entries)
}

/// A new snapshot, and the journal without what it contains. `previous` is the `seq` of the snapshot before.
pub fn checkpoint(draft: &Draft, previous: u64, snapshot: &Snapshot) -> Transaction {
    let put = written(draft).put(Store::Drafts, layout::snapshot(draft.id), write_snapshot(snapshot));
    (previous + 1..=snapshot.seq).fold(put, |plan, seq| plan.delete(Store::Journal, layout::entry(draft.id, seq)))
}

/// The draft under a new epoch, so that whoever wrote it before cannot any more. Entries that only the tail had are
/// journalled with it: [`Replay::recovered`](crate::Replay::recovered).
pub fn take_over(draft: &Draft, recovered: &[Entry]) -> (Draft, Transaction) {
    let taken = Draft { epoch: draft.epoch + 1, ..draft.clone() };
    let plan = Transaction::new()
        .guard(Store::Meta, layout::epoch(draft.id), draft.epoch.to_string())
        .put(Store::Meta, layout::epoch(draft.id), taken.epoch.to_string())
        .put(Store::Drafts, layout::draft(draft.id), head(&taken));
    let plan = journalled(plan, draft.id, recovered);
    (taken, plan)
}

/// Turns a finished draft into a record. One transaction: the record appears and the draft goes, or neither.
///
/// The record's own sequence is the guard of the device's counter: two tabs cannot finalise under one number.
/// `entities` are the rows that the record changes, computed from the set of revisions at `ledger`.
pub fn finalize(draft: &Draft, revision: &Revision, ledger: LedgerVersion, entities: &[EntityRow]) -> Transaction {
    let submission = revision.submission();
    let standing = Standing { state: RecordState::Waiting, at: submission.finalized_at, batch: None };
    let plan = Transaction::new()
        .guard(Store::Meta, layout::epoch(draft.id), draft.epoch.to_string())
        .guard(Store::Meta, meta::SEQUENCE.into(), submission.sequence.to_string())
        .put(Store::Meta, meta::SEQUENCE.into(), (submission.sequence + 1).to_string())
        .add(Store::Records, layout::revision(submission.record, revision.hash()), revision.body())
        .put(Store::States, layout::state(submission.record), standing.write());
    forget(import::projected(plan, ledger, entities), draft.id)
}

/// All rows of a draft go. Only for a plan that puts what they said elsewhere.
pub(crate) fn forget(plan: Transaction, draft: DraftId) -> Transaction {
    plan.delete(Store::Meta, layout::epoch(draft))
        .delete_under(Store::Drafts, layout::draft(draft))
        .delete_under(Store::Journal, layout::draft(draft))
}

/// The draft's head as it lies in the row.
///
/// # Errors
/// [`RowError`] if the bytes are not a head.
pub fn read(value: &[u8]) -> Result<Draft, RowError> {
    disk::decode::<v1::Head>(value).map(v1::Head::read)
}

/// The snapshot as it lies in the row.
///
/// # Errors
/// [`RowError`] if the bytes are not a snapshot.
pub fn read_snapshot(value: &[u8]) -> Result<Snapshot, RowError> {
    let v1::Snapshot { seq, instance } = disk::decode(value)?;
    Ok(Snapshot { seq, instance })
}

/// All drafts among the rows of `drafts`, the latest changed first, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Draft>, Vec<Damaged>) {
    let (mut drafts, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Drafts && row.key.0.len() == 1) {
        match read(&row.value) {
            Ok(draft) => drafts.push(draft),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    drafts.sort_by_key(|draft| std::cmp::Reverse((draft.changed_at, draft.id)));
    (drafts, damaged)
}

fn written(draft: &Draft) -> Transaction {
    Transaction::new().guard(Store::Meta, layout::epoch(draft.id), draft.epoch.to_string()).put(
        Store::Drafts,
        layout::draft(draft.id),
        head(draft),
    )
}

fn journalled(plan: Transaction, draft: DraftId, entries: &[Entry]) -> Transaction {
    entries.iter().fold(plan, |plan, entry| plan.add(Store::Journal, layout::entry(draft, entry.seq), entry.line()))
}

pub(crate) fn head(draft: &Draft) -> Vec<u8> {
    disk::encode(&v1::Head::from(draft))
}

fn write_snapshot(snapshot: &Snapshot) -> Vec<u8> {
    disk::encode(&v1::Snapshot { seq: snapshot.seq, instance: snapshot.instance.clone() })
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Head {
        id: DraftId,
        form_id: String,
        form_version: String,
        form_hash: FormHash,
        officer: OfficerId,
        title: String,
        created_at: Timestamp,
        changed_at: Timestamp,
        answered: u32,
        at_path: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        begun_from: Option<RecordId>,
        state: State,
        epoch: u64,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum State {
        Open,
        Damaged,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Snapshot {
        pub seq: u64,
        pub instance: String,
    }

    impl From<&Draft> for Head {
        fn from(draft: &Draft) -> Self {
            Self {
                id: draft.id,
                form_id: draft.form.id.clone(),
                form_version: draft.form.version.clone(),
                form_hash: draft.form.hash,
                officer: draft.officer.clone(),
                title: draft.title.clone(),
                created_at: draft.created_at,
                changed_at: draft.changed_at,
                answered: draft.answered,
                at_path: draft.at_path.clone(),
                begun_from: draft.begun_from,
                state: match draft.state {
                    DraftState::Open => State::Open,
                    DraftState::Damaged => State::Damaged,
                },
                epoch: draft.epoch,
            }
        }
    }

    impl Head {
        pub fn read(self) -> Draft {
            Draft {
                id: self.id,
                form: FormRef { id: self.form_id, version: self.form_version, hash: self.form_hash },
                officer: self.officer,
                title: self.title,
                created_at: self.created_at,
                changed_at: self.changed_at,
                answered: self.answered,
                at_path: self.at_path,
                begun_from: self.begun_from,
                state: match self.state {
                    State::Open => DraftState::Open,
                    State::Damaged => DraftState::Damaged,
                },
                epoch: self.epoch,
            }
        }
    }
}

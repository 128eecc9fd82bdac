//! What can be wrong with what is kept, and why a transaction may be refused.

use crate::layout::{Row, meta};
use crate::{Guard, Store};

/// Why a value of the database cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    #[error("not UTF-8 text")]
    Text,
    #[error("not JSON of the shape that lies here")]
    Json(#[from] serde_json::Error),
    #[error("not a number")]
    Number,
    #[error("not a block of rows")]
    Block,
    #[error("the key does not have the parts that it has here")]
    Key,
    #[error("content does not match its checksum")]
    Checksum,
    #[error("no {0} here")]
    Missing(&'static str),
    #[error("the text is not a record")]
    Record(#[from] record::ReadRevisionError),
}

/// A row that cannot be read, with its bytes: it goes to [`quarantine`](crate::quarantine) and is told, never dropped.
#[derive(Debug, thiserror::Error)]
#[error("a row of {} cannot be read", row.store.name())]
pub struct Damaged {
    pub row: Row,
    #[source]
    pub why: RowError,
}

/// What a guard that did not hold means: somebody else was faster, and nothing was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Conflict {
    /// The draft was taken over, finalised or discarded elsewhere. This tab must stop writing it.
    #[error("another tab writes this draft now")]
    StaleWriter,
    /// Another tab finalised a record. Take the next sequence and try again.
    #[error("the sequence was taken by another record")]
    SequenceTaken,
    /// Another tab exported. Pack again with the next sequence.
    #[error("the batch sequence was taken by another batch")]
    BatchSequenceTaken,
    /// The set of revisions changed meanwhile. Compute the entity rows again and try again.
    #[error("the ledger changed meanwhile")]
    LedgerMoved,
    /// The batch is in the inbox: nothing is left to do.
    #[error("the batch was taken in already")]
    AlreadyImported,
    /// Another tab changed who shares this tablet. Read it again.
    #[error("the officers were changed meanwhile")]
    OfficersChanged,
    /// Another tab set up the zone, or brought a key. Read it again.
    #[error("the zone was changed meanwhile")]
    ZoneChanged,
    /// Another tab took a receipt in, sent or edited meanwhile. Read it again.
    #[error("records or files changed meanwhile")]
    StandingsMoved,
    /// The database was set up by another tab.
    #[error("the database was set up already")]
    AlreadySetUp,
}

impl Conflict {
    /// What it means that this guard did not hold. `None` for a guard that this house does not make.
    pub fn of(guard: &Guard) -> Option<Self> {
        let Guard::Is { store, key, .. } = guard;
        match (store, key.text(0)?) {
            (Store::Meta, meta::EPOCH) => Some(Self::StaleWriter),
            (Store::Meta, meta::SEQUENCE) => Some(Self::SequenceTaken),
            (Store::Meta, meta::BATCH_SEQUENCE) => Some(Self::BatchSequenceTaken),
            (Store::Meta, meta::LEDGER) => Some(Self::LedgerMoved),
            (Store::Meta, meta::OFFICER) => Some(Self::OfficersChanged),
            (Store::Meta, meta::ZONE | meta::ZONE_KEYS) => Some(Self::ZoneChanged),
            (Store::Meta, meta::GENERATION) => Some(Self::AlreadySetUp),
            (Store::Inbox, _) => Some(Self::AlreadyImported),
            (Store::Receipts | Store::Outbox | Store::States, _) => Some(Self::StandingsMoved),
            _ => None,
        }
    }
}

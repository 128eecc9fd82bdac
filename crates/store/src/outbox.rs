//! The outbox: batches that were made here, and what they held.
//!
//! Exported is not received: marking records exported deletes nothing.

use std::collections::{BTreeMap, BTreeSet};

use record::{BatchId, RecordId, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row, meta};
use crate::records::{RecordState, Standing};
use crate::settings::SecretKey;
use crate::{Damaged, RowError, Store, Transaction, disk};

/// A batch as the outbox remembers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    pub batch: BatchId,
    pub seq: u64,
    pub created_at: Timestamp,
    pub body_hash: Sha256,
    pub file_hash: Sha256,
    pub file_name: String,
    /// The word for the way it went, such as `download` or `share`.
    pub target: String,
    pub attempts: u32,
    pub state: ExportState,
    pub revisions: Vec<(RecordId, RevisionHash)>,
    /// `None`: it went out in clear.
    pub seal: Option<Seal>,
    /// The place of the server where it lies, once it was read back from there.
    pub stored: Option<String>,
    /// Attached files that go to a server apart from it and after it. None: it has none, or was made by a version until 0.3.0, which sent them
    /// in its file. A file that is handed over has them all.
    pub apart: Vec<Apart>,
}

/// An attached file of a batch on its way to a server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Apart {
    pub sha256: Sha256,
    /// The place of the server where it lies, once it was read back from there.
    pub stored: Option<String>,
}

/// How a batch was sealed, so that it can be made again, byte for byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seal {
    /// Public keys, as the `age` command writes them.
    pub recipients: Vec<String>,
    pub seed: SecretKey,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportState {
    /// Made, and on its way.
    Waiting,
    /// Handed over: a file, a share, an upload that was checked.
    Handed,
    /// A coordinator's receipt names it.
    Received,
}

/// A batch was made: its records are exported, and the device's count of batches goes on.
///
/// `standings` are the present ones of the batch's records. Only records that wait, or that are exported again, become
/// exported; one that a coordinator has received or returned stays so.
pub fn mark_exported(export: &Export, standings: &BTreeMap<RecordId, Standing>) -> Transaction {
    let plan = Transaction::new()
        .guard(Store::Meta, meta::BATCH_SEQUENCE.into(), export.seq.to_string())
        .put(Store::Meta, meta::BATCH_SEQUENCE.into(), (export.seq + 1).to_string())
        .put(Store::Meta, meta::BATCH_HASH.into(), export.body_hash.to_string())
        .add(Store::Outbox, layout::batch(export.batch), disk::encode(&v1::Export::from(export)));
    let exported = Standing { state: RecordState::Exported, at: export.created_at, batch: Some(export.batch) };
    let records: BTreeSet<RecordId> = export.revisions.iter().map(|(record, _)| *record).collect();
    let sent = records.into_iter().filter(|record| {
        let state = standings.get(record).map(|standing| standing.state);
        matches!(state, Some(RecordState::Waiting | RecordState::Exported))
    });
    sent.fold(plan, |plan, record| plan.put(Store::States, layout::state(record), exported.write()))
}

/// Writes how an export fares.
pub fn change(export: &Export) -> Transaction {
    Transaction::new().put(Store::Outbox, layout::batch(export.batch), disk::encode(&v1::Export::from(export)))
}

/// The attached files of batches that lie at a place and that do not lie there themselves, each with the first batch that it goes with, those of the first
/// batches first. One that lies there for the same people because of another batch goes no second time; for others it is sealed anew.
/// A batch that cannot go holds up no photo that another one names, too.
pub fn to_send<'a>(exports: &'a [Export], place: &str) -> Vec<(&'a Export, Sha256)> {
    let people = |export: &'a Export| export.seal.as_ref().map(|seal| seal.recipients.as_slice()).unwrap_or_default();
    let there = || exports.iter().filter(|export| export.stored.as_deref() == Some(place));
    let named = || there().flat_map(|export| export.apart.iter().map(move |file| (export, file)));
    let lies = named().filter(|(_, file)| file.stored.as_deref() == Some(place));
    let mut gone: BTreeSet<_> = lies.map(|(export, file)| (people(export), file.sha256)).collect();
    let mut waiting: Vec<(&Export, Sha256)> = named().map(|(export, file)| (export, file.sha256)).collect();
    waiting.sort_by_key(|(export, sha256)| (export.seq, *sha256));
    waiting.retain(|(export, sha256)| gone.insert((people(export), *sha256)));
    waiting
}

/// The records that are on their way: their batch was made and is not out yet, or lies on a server without all its attached files. All that is
/// missing there is on this device alone.
pub fn on_their_way(exports: &[Export]) -> BTreeSet<RecordId> {
    let places: BTreeSet<&str> = exports.iter().filter_map(|export| export.stored.as_deref()).collect();
    let halves = places.into_iter().flat_map(|place| to_send(exports, place)).map(|(export, _)| export);
    let made = exports.iter().filter(|export| export.state == ExportState::Waiting);
    made.chain(halves).flat_map(|export| &export.revisions).map(|(record, _)| *record).collect()
}

impl Export {
    /// The same once one of its attached files was read back from a place.
    #[must_use]
    pub fn with_stored(mut self, sha256: Sha256, place: &str) -> Self {
        let own = self.apart.iter_mut().filter(|file| file.sha256 == sha256);
        own.for_each(|file| file.stored = Some(place.to_owned()));
        self
    }

    /// The same once one of its attached files was erased here: nobody waits for it.
    #[must_use]
    pub fn without(mut self, sha256: Sha256) -> Self {
        self.apart.retain(|file| file.sha256 != sha256);
        self
    }
}

/// # Errors
/// [`RowError`] if the bytes are not a row of the outbox.
pub fn read(value: &[u8]) -> Result<Export, RowError> {
    disk::decode::<v1::Export>(value).map(v1::Export::read)
}

/// All exports among the rows of `outbox`, the latest first, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Export>, Vec<Damaged>) {
    let (mut exports, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Outbox) {
        match read(&row.value) {
            Ok(export) => exports.push(export),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    exports.sort_by_key(|export| std::cmp::Reverse(export.seq));
    (exports, damaged)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Export {
        batch: BatchId,
        seq: u64,
        created_at: Timestamp,
        body_hash: Sha256,
        file_hash: Sha256,
        file_name: String,
        target: String,
        attempts: u32,
        state: State,
        revisions: Vec<(RecordId, RevisionHash)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seal: Option<Seal>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stored: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        apart: Vec<Apart>,
    }

    #[derive(Serialize, Deserialize)]
    struct Apart {
        sha256: Sha256,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stored: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    struct Seal {
        recipients: Vec<String>,
        /// 64 hex digits.
        seed: Sha256,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum State {
        Waiting,
        Handed,
        Received,
    }

    impl From<&super::Export> for Export {
        fn from(export: &super::Export) -> Self {
            Self {
                batch: export.batch,
                seq: export.seq,
                created_at: export.created_at,
                body_hash: export.body_hash,
                file_hash: export.file_hash,
                file_name: export.file_name.clone(),
                target: export.target.clone(),
                attempts: export.attempts,
                state: match export.state {
                    ExportState::Waiting => State::Waiting,
                    ExportState::Handed => State::Handed,
                    ExportState::Received => State::Received,
                },
                revisions: export.revisions.clone(),
                seal: export
                    .seal
                    .as_ref()
                    .map(|seal| Seal { recipients: seal.recipients.clone(), seed: Sha256::from_bytes(seal.seed.0) }),
                stored: export.stored.clone(),
                apart: export
                    .apart
                    .iter()
                    .map(|file| Apart { sha256: file.sha256, stored: file.stored.clone() })
                    .collect(),
            }
        }
    }

    impl Export {
        pub fn read(self) -> super::Export {
            super::Export {
                batch: self.batch,
                seq: self.seq,
                created_at: self.created_at,
                body_hash: self.body_hash,
                file_hash: self.file_hash,
                file_name: self.file_name,
                target: self.target,
                attempts: self.attempts,
                state: match self.state {
                    State::Waiting => ExportState::Waiting,
                    State::Handed => ExportState::Handed,
                    State::Received => ExportState::Received,
                },
                revisions: self.revisions,
                seal: self
                    .seal
                    .map(|seal| super::Seal { recipients: seal.recipients, seed: SecretKey(*seal.seed.as_bytes()) }),
                stored: self.stored,
                apart: self
                    .apart
                    .into_iter()
                    .map(|file| super::Apart { sha256: file.sha256, stored: file.stored })
                    .collect(),
            }
        }
    }
}

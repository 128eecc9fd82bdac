//! The journal of a draft: one entry for each action, and how they are put together again after a crash.
//!
//! An entry is one line of text, the same in the database and in the tail buffer: the CRC-32 of the rest in eight hex
//! digits, a space, and JSON. The checksum is over the very bytes, so no damage reads as another answer.
//!
//! Start at [`replay`]. Order is by sequence and never by the clock: tablets have wrong clocks.

use std::collections::BTreeMap;

use record::Timestamp;
use serde::{Deserialize, Serialize};

use crate::layout::Row;
use crate::{RowError, Store, disk};

/// One action of the person who fills, with all that doing it again needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    pub at: Timestamp,
    /// The chance that the action had.
    pub seed: u64,
    /// The epoch of the tab that wrote it.
    pub epoch: u64,
    /// The engine's own JSON text. Nobody here looks into it.
    pub action: String,
}

impl Entry {
    /// The entry as one line, without a line break.
    pub fn line(&self) -> String {
        let json = serde_json::to_string(&v1::Entry::from(self));
        debug_assert!(json.is_ok(), "an entry is made of texts and numbers");
        let json = json.unwrap_or_default();
        format!("{:08x} {json}", record::crc32(json.as_bytes()))
    }

    /// Reads what [`Entry::line`] wrote.
    ///
    /// # Errors
    /// [`RowError::Checksum`] if the line is not as it was written; the other variants if it never was an entry.
    pub fn read(line: &[u8]) -> Result<Self, RowError> {
        let (crc, json) = disk::text(line)?.split_once(' ').ok_or(RowError::Checksum)?;
        if crc != format!("{:08x}", record::crc32(json.as_bytes())) {
            return Err(RowError::Checksum);
        }
        disk::decode::<v1::Entry>(json.as_bytes()).map(v1::Entry::read)
    }
}

/// What a draft is put together from after a restart.
#[derive(Debug, Default)]
pub struct Replay {
    /// To be done in this order on top of the snapshot.
    pub entries: Vec<Entry>,
    /// Those of `entries` that only the tail had: to be journalled, by [`draft::take_over`](crate::draft::take_over).
    pub recovered: Vec<Entry>,
    /// Sequences between the snapshot and the last entry that nobody has, damaged ones not among them.
    pub missing: Vec<u64>,
    /// Entries of the tail that a tab wrote while another one had taken over. Not done; told and logged.
    pub stale: Vec<Entry>,
    /// What cannot be read, with its bytes. Skipped; told and logged.
    pub damaged: Vec<DamagedEntry>,
}

/// An entry that cannot be read.
#[derive(Debug)]
pub struct DamagedEntry {
    pub place: EntryPlace,
    pub bytes: Vec<u8>,
    pub why: RowError,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryPlace {
    /// The row of the journal with this sequence, if its key says one.
    Journal(Option<u64>),
    /// The line of the tail, counted from 1.
    Tail(usize),
}

/// A sequence further than this behind the one before it is none that this program gave.
pub const MAX_GAP: u64 = 10_000;

/// Puts a draft's entries together: those of the journal, in order, then those that only the tail still has.
///
/// `snapshot_seq` and `epoch` are the present ones of the draft; `rows` are the rows of its journal in any order, each
/// perhaps more than once; `tail` is the text of its tail buffer, or empty. Of two lines of the tail with one sequence
/// the later counts: an answer that is still being typed keeps its number until it sets out.
pub fn replay(snapshot_seq: u64, epoch: u64, rows: &[Row], tail: &str) -> Replay {
    let mut replay = Replay::default();
    let mut journalled = BTreeMap::new();
    for row in rows.iter().filter(|row| row.store == Store::Journal) {
        let seq = row.key.number(1);
        match Entry::read(&row.value).and_then(|entry| (Some(entry.seq) == seq).then_some(entry).ok_or(RowError::Key)) {
            Ok(entry) => drop(journalled.insert(entry.seq, entry)),
            Err(why) => {
                let place = EntryPlace::Journal(seq);
                if !replay.damaged.iter().any(|known| known.place == place) {
                    replay.damaged.push(DamagedEntry { place, bytes: row.value.clone(), why });
                }
            }
        }
    }
    let mut recovered = BTreeMap::new();
    for (index, line) in crate::tail::lines(tail).enumerate() {
        match Entry::read(line.as_bytes()) {
            Ok(entry) => match journalled.get(&entry.seq) {
                _ if entry.seq <= snapshot_seq => {}
                // The same, or what was typed before it was journalled: `localStorage` may be seconds late after a kill.
                Some(Entry { epoch, .. }) if *epoch == entry.epoch => {}
                None if entry.epoch == epoch => drop(recovered.insert(entry.seq, entry)),
                _ => replay.stale.push(entry),
            },
            Err(why) => {
                let place = EntryPlace::Tail(index + 1);
                replay.damaged.push(DamagedEntry { place, bytes: line.as_bytes().to_vec(), why });
            }
        }
    }
    replay.recovered = recovered.values().cloned().collect();
    journalled.extend(recovered);
    let mut last = snapshot_seq;
    for (seq, entry) in journalled.into_iter().filter(|(seq, _)| *seq > snapshot_seq) {
        if seq - last > MAX_GAP {
            let place = EntryPlace::Journal(Some(seq));
            replay.recovered.retain(|recovered| recovered.seq != seq);
            replay.damaged.push(DamagedEntry { place, bytes: entry.line().into_bytes(), why: RowError::Number });
            continue;
        }
        // Who has it, but cannot read it, is told of it once.
        let is_damaged = |seq: &u64| replay.damaged.iter().any(|known| known.place == EntryPlace::Journal(Some(*seq)));
        let missing: Vec<u64> = (last + 1..seq).filter(|seq| !is_damaged(seq)).collect();
        replay.missing.extend(missing);
        last = seq;
        replay.entries.push(entry);
    }
    replay
}

/// Those of `entries` that the journal does not have: what to send again after a write that gave no answer, which may
/// have happened after all.
pub fn lacking(entries: &[Entry], rows: &[Row]) -> Vec<Entry> {
    let is_lacking = |entry: &&Entry| !rows.iter().any(|row| row.value == entry.line().as_bytes());
    entries.iter().filter(is_lacking).cloned().collect()
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Entry {
        seq: u64,
        at: Timestamp,
        seed: u64,
        epoch: u64,
        action: String,
    }

    impl From<&super::Entry> for Entry {
        fn from(entry: &super::Entry) -> Self {
            let super::Entry { seq, at, seed, epoch, action } = entry.clone();
            Self { seq, at, seed, epoch, action }
        }
    }

    impl Entry {
        pub fn read(self) -> super::Entry {
            let Self { seq, at, seed, epoch, action } = self;
            super::Entry { seq, at, seed, epoch, action }
        }
    }
}

//! A backup: everything that is only on this device, as one file, and putting it back on any device.
//!
//! ```text
//! taizhang-backup 1          the format and its version
//! 345                        bytes of the head
//! {"made_at": …, "rows": …}  whose rows they are: store, key and length of each, in order
//! …                          the rows' bytes, one after the other
//! 9f86…                      SHA-256 of all before this line, in hex
//! ```
//! It is a copy and not a message: nobody signs it, and what is put back is checked row by row as if it came from the
//! database after a crash. Putting back is done with [`Backup::beside`], which never overwrites: what is here already
//! stays, what is not comes, and of a draft that went on in two places both are kept. Doing it twice changes nothing.
//!
//! Start at [`Backup::write`] and [`Backup::read`]. Not here: which rows are only on this device (the app asks
//! [`is_unsent`]), what entities become of the records (`ledger`).

use std::collections::{BTreeMap, BTreeSet};

use record::{DeviceId, DraftId, Erasures, RecordId, Revision, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::{self, EntityRow, LedgerVersion};
use crate::journal::Entry;
use crate::layout::{self, Row};
use crate::migrate::{CHAIN, MigrateError};
use crate::quarantine::{self, Quarantined};
use crate::records::{self, RecordState, Standing};
use crate::{
    Damaged, Draft, Key, Purge, RowError, SCHEMA_VERSION, Store, Transaction, blobs, disk, draft, dump, erasure, forms,
};

/// What the first line says before the version.
const MARK: &str = "taizhang-backup ";
/// The version of the format that this program writes, and the newest that it reads.
pub const FORMAT_VERSION: u32 = 1;
/// The largest file that is read.
pub const MAX_BYTES: usize = 512 << 20;
/// The most rows, and so the largest head.
pub const MAX_ROWS: usize = 500_000;
/// Stores whose rows may lie in a backup. Keys of the device, for one, never do.
const STORES: [Store; 6] = [Store::Forms, Store::Drafts, Store::Journal, Store::Records, Store::States, Store::Blobs];
/// Last line: 64 digits and a line break.
const SUM_BYTES: usize = 65;

/// Rows of one device, when they were copied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Backup {
    pub made_at: Timestamp,
    pub device: DeviceId,
    /// The layout of the rows.
    pub schema: u32,
    /// In the order of store and key, each key once.
    pub rows: Vec<Row>,
}

/// Why a file cannot be put back. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ReadBackupError {
    #[error("not a backup")]
    NotABackup,
    #[error("a backup of format {0}, which is newer than this program")]
    Newer(u32),
    #[error("{bytes} bytes are over the limit of {most}")]
    TooLarge { bytes: usize, most: usize },
    #[error("file ends at byte {have} of {want}")]
    Truncated { have: usize, want: usize },
    #[error("content does not match its checksum")]
    Checksum,
    #[error("the head is not the JSON of a backup")]
    Head(#[from] serde_json::Error),
    #[error("rows of {0} cannot be in a backup")]
    Store(String),
    #[error("{rows} rows are over the limit of {most}")]
    TooMany { rows: usize, most: usize },
    #[error("the rows are not in order, or one is there twice")]
    Order,
    #[error("the lengths of the rows are not those of the file")]
    Length,
    #[error(transparent)]
    Migrate(#[from] MigrateError),
}

/// Whether a record in this state is only here, as far as anybody knows.
pub fn is_unsent(state: RecordState) -> bool {
    match state {
        RecordState::Draft | RecordState::Waiting | RecordState::Returned => true,
        RecordState::Exported | RecordState::Received => false,
    }
}

/// Every hash that a text names: attachments of a draft stand in its answers, in the snapshot and in the journal.
pub fn hashes_in(text: &str) -> BTreeSet<Sha256> {
    let words = text.split(|letter: char| !letter.is_ascii_hexdigit());
    words.filter(|word| word.len() == 64).filter_map(|word| word.parse().ok()).collect()
}

impl Backup {
    /// The backup of these rows, in any order. Rows that no backup has are left out.
    pub fn of(rows: Vec<Row>, device: DeviceId, made_at: Timestamp) -> Self {
        let rows: BTreeSet<Row> = rows.into_iter().filter(|row| STORES.contains(&row.store)).collect();
        Self { made_at, device, schema: SCHEMA_VERSION, rows: rows.into_iter().collect() }
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let rows = self.rows.iter().map(|row| (row.store.name().to_owned(), dump::key(&row.key), row.value.len()));
        let (made_at, device) = (self.made_at, self.device.clone());
        let head = disk::encode(&v1::Head { made_at, device, schema: self.schema, rows: rows.collect() });
        let mut bytes = format!("{MARK}{FORMAT_VERSION}\n{}\n", head.len()).into_bytes();
        bytes.extend(&head);
        bytes.push(b'\n');
        self.rows.iter().for_each(|row| bytes.extend(&row.value));
        let sum = Sha256::of(&bytes);
        bytes.extend(format!("{sum}\n").bytes());
        bytes
    }

    /// Reads what [`Backup::write`] wrote, here or in an earlier version, with its rows as this version lays them out.
    ///
    /// # Errors
    /// [`ReadBackupError`] says what the file is not.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadBackupError> {
        if bytes.len() > MAX_BYTES {
            return Err(ReadBackupError::TooLarge { bytes: bytes.len(), most: MAX_BYTES });
        }
        let rest = bytes.strip_prefix(MARK.as_bytes()).ok_or(ReadBackupError::NotABackup)?;
        let (version, rest) = line(rest).ok_or(ReadBackupError::NotABackup)?;
        match version.parse::<u32>() {
            Ok(version) if version > FORMAT_VERSION => return Err(ReadBackupError::Newer(version)),
            Ok(FORMAT_VERSION) => {}
            _ => return Err(ReadBackupError::NotABackup),
        }
        let (head_bytes, rest) = line(rest).ok_or(ReadBackupError::NotABackup)?;
        let head_bytes: usize = head_bytes.parse().map_err(|_| ReadBackupError::NotABackup)?;
        let before = bytes.len() - rest.len();
        let truncated = |want: usize| ReadBackupError::Truncated { have: bytes.len(), want };
        let rows_at = before.checked_add(head_bytes).and_then(|at| at.checked_add(1)).ok_or(ReadBackupError::Length)?;
        let head = bytes.get(before..rows_at - 1).ok_or_else(|| truncated(rows_at + SUM_BYTES))?;
        let v1::Head { made_at, device, schema, rows } = serde_json::from_slice(head)?;
        if rows.len() > MAX_ROWS {
            return Err(ReadBackupError::TooMany { rows: rows.len(), most: MAX_ROWS });
        }
        let length = rows.iter().try_fold(0_usize, |sum, (_, _, bytes)| sum.checked_add(*bytes));
        let end = length.and_then(|length| rows_at.checked_add(length)).ok_or(ReadBackupError::Length)?;
        let whole = end.checked_add(SUM_BYTES).ok_or(ReadBackupError::Length)?;
        if bytes.len() < whole {
            return Err(truncated(whole));
        }
        if bytes.len() > whole || bytes.get(rows_at - 1) != Some(&b'\n') {
            return Err(ReadBackupError::Length);
        }
        let (content, sum) = bytes.split_at(end);
        if sum != format!("{}\n", Sha256::of(content)).as_bytes() {
            return Err(ReadBackupError::Checksum);
        }
        let (mut read, mut at): (Vec<Row>, usize) = (Vec::new(), rows_at);
        for (name, key, length) in rows {
            let store = Store::named(&name).filter(|store| STORES.contains(store));
            let store = store.ok_or(ReadBackupError::Store(name))?;
            let row = Row { store, key: dump::read_key(key), value: content[at..at + length].to_vec() };
            if read.last().is_some_and(|last| (last.store, &last.key) >= (row.store, &row.key)) {
                return Err(ReadBackupError::Order);
            }
            read.push(row);
            at += length;
        }
        let migrated = read.into_iter().map(|row| CHAIN.row(row, schema)).collect::<Result<Vec<_>, _>>()?;
        let mut rows: Vec<Row> = migrated.into_iter().flatten().collect();
        rows.sort();
        Ok(Self { made_at, device, schema: SCHEMA_VERSION, rows })
    }

    /// How many drafts and records are in it.
    pub fn counts(&self) -> (usize, usize) {
        let drafts = self.of_store(Store::Drafts).filter(|row| row.key.0.len() == 1).count();
        let records: BTreeSet<_> = self.of_store(Store::Records).filter_map(|row| row.key.text(0)).collect();
        (drafts, records.len())
    }

    /// The records that it speaks of: their rows, and those of their states, are what [`Backup::beside`] wants to know.
    pub fn records(&self) -> BTreeSet<RecordId> {
        let of_records = self.of_store(Store::Records).filter_map(|row| row.key.text(0)?.parse().ok());
        let of_drafts = self.of_store(Store::Drafts).filter_map(|row| row.key.text(0)?.parse::<DraftId>().ok());
        of_records.chain(of_drafts.map(DraftId::record)).collect()
    }

    /// The erasures that lie in it: records that wait to be sent.
    pub fn erasures(&self) -> Vec<Revision> {
        let revisions = self.of_store(Store::Records).filter_map(|row| records::read(row).ok());
        revisions.filter(|revision| revision.erasure().is_some()).collect()
    }

    /// It without all that erasures take away, those that are known here and those that lie in it; and how much that is.
    /// `None`: there are no erasures.
    fn without_erased(&self, known: &Erasures) -> Option<(Self, usize)> {
        let mut erasures = known.clone();
        self.erasures().iter().for_each(|erasure| erasures.learn(erasure));
        if erasures.is_empty() {
            return None;
        }
        let revisions = self.of_store(Store::Records).filter_map(|row| records::read(row).ok());
        let erased = revisions.filter(|revision| erasures.erases(revision));
        let doomed = erased.map(|revision| (revision.submission().record, revision.hash())).collect();
        let purge = Purge::of(doomed, &erasures, &self.rows);
        let is_gone = |row: &&Row| {
            let first = || row.key.text(0).unwrap_or_default();
            match row.store {
                Store::Records => {
                    purge.revisions.iter().any(|(record, hash)| row.key == layout::revision(*record, *hash))
                }
                Store::States => purge.states.iter().any(|record| record.to_string() == first()),
                Store::Drafts | Store::Journal => purge.drafts.iter().any(|draft| draft.to_string() == first()),
                Store::Blobs => purge.blobs.iter().any(|hash| hash.to_string() == first()),
                _ => false,
            }
        };
        let left = |row: &Row| {
            let revision = (row.key.text(0)?.parse().ok()?, row.key.text(1)?.parse().ok()?);
            let text = purge.cut.get(&revision).filter(|_| row.store == Store::Records)?;
            Some(Row::new(Store::Records, row.key.clone(), text.as_str()))
        };
        let stays = self.rows.iter().filter(|row| !is_gone(row));
        let rows = stays.map(|row| left(row).unwrap_or_else(|| row.clone())).collect();
        let kept = Self { made_at: self.made_at, device: self.device.clone(), schema: self.schema, rows };
        Some((kept, purge.revisions.len() + purge.drafts.len()))
    }

    /// What putting it back would do beside what is here: all rows of `drafts` and `journal`, those of `records` and
    /// `states` that belong to [`Backup::records`], the heads of `forms`, and the erasures in `meta`, which what is put back
    /// must not undo.
    pub fn beside(&self, here: &[Row]) -> Returning {
        match self.without_erased(&erasure::known(here)) {
            None => self.returned(here),
            Some((kept, erased)) => Returning { erased, ..kept.returned(here) },
        }
    }

    fn returned(&self, here: &[Row]) -> Returning {
        let mut returning = Returning::default();
        self.return_records(here, &mut returning);
        self.return_drafts(here, &mut returning);
        self.return_forms(here, &mut returning);
        self.return_blobs(&mut returning);
        returning
    }

    fn of_store(&self, store: Store) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.store == store)
    }

    fn return_records(&self, here: &[Row], returning: &mut Returning) {
        let ((here_standings, _), (standings, _)) = (records::standings(here), records::standings(&self.rows));
        let present: BTreeSet<&Key> =
            here.iter().filter(|row| row.store == Store::Records).map(|row| &row.key).collect();
        for row in self.of_store(Store::Records) {
            let revision = match records::read(row) {
                Ok(revision) => revision,
                Err(damaged) => {
                    returning.set_aside(&damaged);
                    continue;
                }
            };
            if present.contains(&row.key) {
                returning.known += 1;
                continue;
            }
            let (record, at) = (revision.submission().record, revision.submission().finalized_at);
            let waiting = Standing { state: RecordState::Waiting, at, batch: None };
            let mut plan = std::mem::take(&mut returning.plan).add(Store::Records, row.key.clone(), row.value.clone());
            // A revision that was not sent makes its record wait, whatever was sent of it before.
            match here_standings.get(&record) {
                Some(standing) if is_unsent(standing.state) => {}
                Some(_) => plan = plan.put(Store::States, layout::state(record), waiting.write()),
                None => {
                    let standing = standings.get(&record).filter(|standing| is_unsent(standing.state));
                    plan = plan.put(Store::States, layout::state(record), standing.unwrap_or(&waiting).write());
                }
            }
            returning.plan = plan;
            returning.revisions.push(revision);
        }
    }

    fn return_drafts(&self, here: &[Row], returning: &mut Returning) {
        let here = Drafts::of(here.iter());
        for (id, rows) in Drafts::of(self.rows.iter()).0 {
            let draft = match rows.head() {
                Ok(draft) => draft,
                Err(why) => {
                    for row in rows.rows() {
                        let why = RowError::Missing(if matches!(why, RowError::Missing(_)) {
                            "draft"
                        } else {
                            "readable draft"
                        });
                        returning.set_aside(&Damaged { row: row.clone(), why });
                    }
                    continue;
                }
            };
            let finished = self.finished_since(&draft, returning, &here);
            match (here.0.get(&id), finished) {
                (Some(present), _) if present.holds(&rows) => returning.known += 1,
                (None, None) => returning.bring(&draft, &rows, id),
                (None, Some(true)) => returning.finished += 1,
                // It went on in two places: both are kept.
                (Some(_), _) | (None, Some(false)) => {
                    let copy = rows.copy_id(&draft);
                    if here.0.contains_key(&copy) {
                        returning.known += 1;
                    } else {
                        returning.copies += 1;
                        returning.bring(&draft, &rows, copy);
                    }
                }
            }
            returning.forms_wanted.insert(draft.form.hash);
        }
    }

    /// Whether the draft's record is here, and was finished after the draft last changed. `None`: it is not here.
    fn finished_since(&self, draft: &Draft, returning: &Returning, here: &Drafts<'_>) -> Option<bool> {
        let record = draft.id.record();
        let finished =
            here.1.iter().chain(&returning.revisions).filter(|revision| revision.submission().record == record);
        finished.map(|revision| revision.submission().finalized_at >= draft.changed_at).reduce(|a, b| a || b)
    }

    fn return_forms(&self, here: &[Row], returning: &mut Returning) {
        let heads: Vec<&Row> = self.of_store(Store::Forms).filter(|row| row.key.0.len() == 1).collect();
        let is_here =
            |hash: &Sha256| here.iter().any(|row| row.store == Store::Forms && row.key == layout::form(*hash));
        for head in heads {
            let Some(hash) = head.key.text(0).and_then(|text| text.parse::<Sha256>().ok()) else { continue };
            if is_here(&hash) {
                continue;
            }
            let rows: Vec<Row> =
                self.of_store(Store::Forms).filter(|row| row.key.is_under(&head.key)).cloned().collect();
            // A form whose bytes are not those of its name is no form; its drafts are told as having none.
            if let Ok(mut form) = forms::read_bytes(hash, &rows) {
                form.form.offered = false;
                returning.plan = std::mem::take(&mut returning.plan).and(forms::keep(&form));
                returning.forms_wanted.remove(&hash);
            }
        }
        returning.forms_wanted.retain(|hash| !is_here(hash));
    }

    fn return_blobs(&self, returning: &mut Returning) {
        let hashes: BTreeSet<&str> = self.of_store(Store::Blobs).filter_map(|row| row.key.text(0)).collect();
        for hash in hashes {
            let rows: Vec<Row> =
                self.of_store(Store::Blobs).filter(|row| row.key.text(0) == Some(hash)).cloned().collect();
            match hash
                .parse::<Sha256>()
                .map_err(|_| RowError::Key)
                .and_then(|hash| Ok((hash, blobs::read(hash, &rows)?)))
            {
                Ok((hash, bytes)) => {
                    returning.plan = blobs::written(std::mem::take(&mut returning.plan), hash, &bytes);
                }
                Err(_) => {
                    for row in rows {
                        returning.set_aside(&Damaged { row, why: RowError::Checksum });
                    }
                }
            }
        }
    }
}

/// What putting a backup back does: counts to be told, and the writes.
#[derive(Debug, Default)]
pub struct Returning {
    /// Drafts that come back, copies among them.
    pub drafts: usize,
    /// Drafts that went on both here and in the backup: the backup's is kept beside the one here.
    pub copies: usize,
    /// Revisions that come back.
    pub revisions: Vec<Revision>,
    /// Drafts and revisions that are here already.
    pub known: usize,
    /// Drafts whose record was finished later, and is here.
    pub finished: usize,
    /// Drafts and revisions that were erased and do not come back.
    pub erased: usize,
    /// What goes here with the erasures that come.
    pub purge: Purge,
    /// Rows that cannot be read. They go to quarantine.
    pub set_aside: usize,
    /// Forms of drafts that are neither here nor in the backup: those drafts can be opened once their form is here.
    pub forms_wanted: BTreeSet<record::FormHash>,
    plan: Transaction,
}

impl Returning {
    /// The one transaction. `entities` are the rows that [`Returning::revisions`] change, computed from the set of
    /// revisions at `ledger`.
    pub fn plan(self, entities: &[EntityRow], ledger: LedgerVersion) -> Transaction {
        if self.revisions.is_empty() {
            return self.plan;
        }
        import::projected(erasure::purged(self.plan, &self.purge, &Erasures::of(&self.revisions)), ledger, entities)
    }

    fn bring(&mut self, draft: &Draft, rows: &DraftRows<'_>, id: DraftId) {
        let draft = Draft { id, ..draft.clone() };
        let mut plan = std::mem::take(&mut self.plan).add(Store::Meta, layout::epoch(id), draft.epoch.to_string()).add(
            Store::Drafts,
            layout::draft(id),
            draft::head(&draft),
        );
        for row in rows.rows().filter(|row| row.key.0.len() > 1) {
            let mut key = layout::draft(id);
            key.0.extend(row.key.0.iter().skip(1).cloned());
            plan = plan.add(row.store, key, row.value.clone());
        }
        self.plan = plan;
        self.drafts += 1;
    }

    fn set_aside(&mut self, damaged: &Damaged) {
        let thing = Quarantined::of_row(damaged);
        self.plan = std::mem::take(&mut self.plan).and(quarantine::keep(&thing, &damaged.row.value));
        self.set_aside += 1;
    }
}

/// Drafts by id, and the finished records beside them.
struct Drafts<'a>(BTreeMap<DraftId, DraftRows<'a>>, Vec<Revision>);

/// The rows of one draft.
#[derive(Default)]
struct DraftRows<'a> {
    drafts: Vec<&'a Row>,
    journal: BTreeMap<u64, &'a Row>,
}

impl<'a> Drafts<'a> {
    fn of(rows: impl Iterator<Item = &'a Row>) -> Self {
        let (mut drafts, mut revisions) = (BTreeMap::<DraftId, DraftRows<'a>>::new(), Vec::new());
        for row in rows {
            let id = || row.key.text(0).and_then(|text| text.parse::<DraftId>().ok());
            match row.store {
                Store::Drafts => {
                    if let Some(id) = id() {
                        drafts.entry(id).or_default().drafts.push(row);
                    }
                }
                Store::Journal => {
                    if let (Some(id), Some(seq)) = (id(), row.key.number(1)) {
                        drafts.entry(id).or_default().journal.insert(seq, row);
                    }
                }
                Store::Records => revisions.extend(records::read(row)),
                _ => {}
            }
        }
        Self(drafts, revisions)
    }
}

impl DraftRows<'_> {
    fn head(&self) -> Result<Draft, RowError> {
        let head = self.drafts.iter().find(|row| row.key.0.len() == 1).ok_or(RowError::Missing("draft"))?;
        self.snapshot().ok_or(RowError::Missing("snapshot"))?;
        draft::read(&head.value)
    }

    fn snapshot(&self) -> Option<&[u8]> {
        self.drafts.iter().find(|row| row.key.0.len() > 1).map(|row| row.value.as_slice())
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.drafts.iter().copied().chain(self.journal.values().copied())
    }

    /// Whether everything that `other` says is said here too: its last entry stands here, in its place, as it is there.
    fn holds(&self, other: &Self) -> bool {
        match other.journal.last_key_value() {
            Some((seq, last)) => self.journal.get(seq).is_some_and(|row| row.value == last.value),
            None => self.snapshot() == other.snapshot(),
        }
    }

    /// The id of a copy, from what is in it: a second time it is the same.
    fn copy_id(&self, draft: &Draft) -> DraftId {
        let mut content = draft.id.to_string().into_bytes();
        content.extend(self.snapshot().unwrap_or_default());
        self.journal.values().for_each(|row| content.extend(&row.value));
        let mut random = [0; 10];
        random.copy_from_slice(&Sha256::of(&content).as_bytes()[..10]);
        DraftId::new(draft.created_at, random)
    }
}

/// The rows of a draft with what only its tail has, as a backup wants them. `rows` are those of `drafts` and `journal`.
pub fn with_tail(draft: &Draft, snapshot_seq: u64, rows: &[Row], tail: &str) -> Vec<Row> {
    let replay = crate::journal::replay(snapshot_seq, draft.epoch, rows, tail);
    let row = |entry: &Entry| Row::new(Store::Journal, layout::entry(draft.id, entry.seq), entry.line());
    rows.iter().cloned().chain(replay.recovered.iter().map(row)).collect()
}

/// A draft from memory alone, where the database gives nothing any more.
pub fn from_memory(draft: &Draft, snapshot: &crate::Snapshot) -> Vec<Row> {
    let begun = draft::begin(draft, snapshot);
    let row = |write: crate::Write| match write {
        crate::Write::Add { store, key, value } => Some(Row { store, key, value }),
        _ => None,
    };
    begun.writes.into_iter().filter_map(row).collect()
}

fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().take(32).position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&bytes[..end]).ok()?, &bytes[end + 1..]))
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Head {
        pub made_at: Timestamp,
        pub device: DeviceId,
        pub schema: u32,
        pub rows: Vec<(String, Vec<crate::dump::Part>, usize)>,
    }
}

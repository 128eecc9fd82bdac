//! Files taken in: read, verified and planned one after the other, written in one transaction; and what brought something.
//!
//! Not here: what they add up to (`tray`), what a file is (`worker::batches`), taking them back (`back`).

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use record::{BatchId, DraftId, RecordId, Revision, RevisionHash, Timestamp};
use serde::{Deserialize, Serialize};
use store::devices::{self, DeviceStanding};
use store::import::{self, Arrival};
use store::quarantine::{self, Quarantined};
use store::{Key, Row, Settings, Store, Transaction, ballast, blobs, layout, records, tables, zone};

use super::ahead::{self, Ahead, FileRead, Read};
use super::apart;
use super::known;
use super::roll::Left;
use super::tray::{ENTERPRISES, Opened, Tray};
use super::{Desk, Failure, FileLine, Outcome, Tell, Told};
use crate::platform::files::ChosenFile;
use crate::platform::idb::{Database, RunError};
use crate::worker::batches::{self, BatchFacts, BatchSeen, FileRefusal, FileSeen, Keyring, KnownDevice};

/// How often all is planned anew while other tabs change the ledger.
const TRIES: usize = 5;

/// More is not asked for at once: a machine may not have it.
const MAX_ROOM_BYTES: usize = 320 << 20;

impl Desk {
    /// Looks at files one after the other.
    pub(super) async fn look(
        &mut self,
        database: &Database,
        lines: &[FileLine],
        files: &[ChosenFile],
        now: Timestamp,
        tell: Tell<'_>,
    ) -> Result<(), Failure> {
        let settings = settings(database).await?;
        if self.tray.is_empty() || self.tray.ledger != settings.ledger {
            let codes = self.lists.at(database, settings.ledger).await?.codes(ENTERPRISES);
            self.tray = Tray::on(settings.ledger, known::joined(database).await?, codes);
        }
        let mut keyring = keyring(database, &settings).await?;
        let places = known::Places::of(database).await?;
        make_room(files);
        let mut ahead = Ahead::of(database, lines, files);
        for (line, done) in lines.iter().zip(1..) {
            let read = ahead.next().await;
            let looked = self.look_at(database, &places, line, read, &mut keyring, now).await;
            let (facts, outcome) = match looked {
                Ok((facts, outcome)) => (facts.map(Box::new), outcome),
                Err(failure) => (None, Outcome::Failed(failure)),
            };
            tell(Told::File { line: line.line, facts, outcome });
            tell(Told::Progress { done, of: lines.len() });
        }
        Ok(())
    }

    async fn look_at(
        &mut self,
        database: &Database,
        places: &known::Places,
        line: &FileLine,
        read: Read,
        keyring: &mut Keyring,
        now: Timestamp,
    ) -> Result<(Option<BatchFacts>, Outcome), Failure> {
        let FileRead { bytes, hashes } = match read? {
            Ok(read) => read,
            Err(why) => return Ok((None, Outcome::Refused { why, is_kept: false })),
        };
        let refuse = async |facts, why| (facts, keep(database, &line.name, &bytes, why, now).await);
        let mut opened = batches::open_hashed(&line.name, &bytes, hashes.as_ref(), keyring);
        if let Err(FileSeen::Aside { .. }) = opened {
            // Somebody may have trusted its device, for another file, while these were being read.
            let known = self::keyring(database, &settings(database).await?).await?;
            if known != *keyring {
                *keyring = known;
                opened = batches::open_hashed(&line.name, &bytes, hashes.as_ref(), keyring);
            }
        }
        let (batch, (records, blobs)) = match opened {
            Ok(opened) => opened,
            Err(FileSeen::Refused(why)) => return Ok(refuse(None, why).await),
            Err(FileSeen::Aside { facts, is_revoked }) => return Ok((Some(*facts), Outcome::Unknown { is_revoked })),
            Err(FileSeen::Pack) => return Ok((None, Outcome::Pack)),
            Err(FileSeen::Receipt) => return Ok((None, Outcome::Receipt)),
            Err(FileSeen::Card) => return Ok((None, Outcome::Card)),
            Err(FileSeen::Foreign(kind)) => return Ok((None, Outcome::Foreign(kind))),
        };
        let mut batch = batch;
        apart::still_to_come(database, &mut batch).await?;
        let facts = Some(batch.facts.clone());
        let arrival = places.arrival(database, batch.id).await?;
        if let Some(outcome) = judge(&batch, arrival.as_ref(), self.tray.file_of(batch.id)) {
            return match outcome {
                Outcome::Refused { why, .. } => Ok(refuse(facts, why).await),
                Outcome::AlreadyImported { at, .. } => {
                    let photos = apart::completed(database, &batch, arrival.as_ref(), &blobs).await?;
                    Ok((facts, Outcome::AlreadyImported { at, photos }))
                }
                outcome => {
                    self.tray.complete(batch.id, blobs);
                    Ok((facts, outcome))
                }
            };
        }
        let mut known = known::rows_at(database, places, &batch.revisions, &batch.entities, &batch.named).await?;
        let desk = known::readable(database, &mut known).await?;
        match self.tray.lay(line.line, &line.name, Opened { batch, records, blobs, desk }) {
            Ok(counts) => Ok((facts, Outcome::Ready(counts))),
            Err(why) => Ok(refuse(facts, why).await),
        }
    }

    /// Takes in all files of these lines that can be, in one transaction.
    pub(super) async fn take_in(
        &mut self,
        database: &Database,
        lines: &[FileLine],
        files: &[ChosenFile],
        tails: Vec<(DraftId, String)>,
        now: Timestamp,
        tell: Tell<'_>,
    ) -> Result<Vec<DraftId>, Failure> {
        let mut has_ballast = true;
        for _ in 0..TRIES {
            let settings = settings(database).await?;
            // Looked at by another worker, before another tab changed the ledger, or together with files that nobody asks for now.
            if self.tray.ledger != settings.ledger || !self.tray.holds_just(lines.iter().map(|line| line.line)) {
                self.tray = Tray::default();
                self.look(database, lines, files, now, tell).await?;
            }
            let laid: Vec<&FileLine> = lines.iter().filter(|line| self.tray.holds(line.line)).collect();
            if laid.is_empty() {
                return Ok(Vec::new());
            }
            for line in &laid {
                if self.tray.is_heavy(line.line) {
                    write_attachments(database, line, files, &settings).await?;
                }
            }
            tell(Told::Progress { done: 0, of: 0 });
            match self.write(database, &settings, &tails, now).await {
                Ok((counts, forgotten)) => {
                    for (line, counts) in counts {
                        tell(Told::File { line, facts: None, outcome: Outcome::Imported(counts) });
                    }
                    return Ok(forgotten);
                }
                // Another tab finished a record or took a batch in, or nobody knows yet: once more with what is there now.
                Err(RunError::Guard { .. } | RunError::NoAnswer) => {}
                // Once more with the room that the ballast gives.
                Err(RunError::Quota) if has_ballast => {
                    has_ballast = false;
                    database.run(ballast::free()).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::Database)
    }

    pub(super) async fn write(
        &mut self,
        database: &Database,
        settings: &Settings,
        tails: &[(DraftId, String)],
        now: Timestamp,
    ) -> Result<(BTreeMap<u32, batches::ImportCounts>, Vec<DraftId>), RunError> {
        let mut taken = self.tray.taken(now);
        self.lists.at(database, settings.ledger).await?;
        let left = Left::by(&taken.load, taken.doomed.iter().map(|(record, _)| *record));
        let of_roll = self.lists.roll.left(database, &left, settings.ledger).await?;
        if !taken.load.erasures.is_empty() {
            let tail = |(draft, tail): &(DraftId, String)| {
                Row::new(Store::Journal, layout::draft(*draft).then("tail"), tail.as_str())
            };
            let tails = tails.iter().map(tail).collect();
            taken.load.purge = known::told_purge(database, tails, taken.doomed, &taken.load.erasures).await?;
        }
        let purge = &taken.load.purge;
        let forgotten = purge.drafts.iter().chain(&purge.binned).copied().collect();
        let came: Vec<String> = taken.arrivals.iter().map(|arrival| arrival.file_hash.to_string()).collect();
        let plan = import::take_in(&taken.arrivals, taken.load, settings.ledger).and(of_roll);
        // Files that lay in quarantine need not any more.
        let plan = came.iter().fold(plan, |plan, file| quarantine::release(plan, file));
        // What is worked out of them is lost where it does not come to be.
        let (changes, ledger) = (taken.changes, settings.ledger);
        let lists = Rc::new(RefCell::new(std::mem::take(&mut self.lists)));
        let of_lists = lists.clone();
        database.run_gathered_with(plan, move || of_lists.borrow_mut().written(changes, ledger)).await?;
        self.lists = lists.take();
        Ok((taken.counts, forgotten))
    }
}

/// Says what becomes of a batch that is here already: `arrival` in the inbox, `laid` among the files on the tray.
pub fn judge(batch: &BatchSeen, arrival: Option<&Arrival>, laid: Option<(&str, record::Sha256)>) -> Option<Outcome> {
    let other = Outcome::Refused { why: FileRefusal::OtherContents, is_kept: false };
    if let Some(arrival) = arrival {
        let is_same = arrival.body_hash == batch.body_hash;
        return Some(if is_same { Outcome::AlreadyImported { at: arrival.taken_at, photos: 0 } } else { other });
    }
    let (name, body_hash) = laid?;
    Some(if body_hash == batch.body_hash { Outcome::Twice { name: name.to_owned() } } else { other })
}

/// The import that brought a revision: the first that did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Brought {
    pub revision: RevisionHash,
    pub file_name: String,
    /// Imports are told apart by this.
    pub taken_at: Timestamp,
    /// Of a table: the sheet, and the row as the spreadsheet program numbers it.
    pub place: Option<(String, u32)>,
}

/// The rows of the inbox, by batch.
pub(super) async fn inbox(database: &Database) -> Result<BTreeMap<Key, Vec<Row>>, Failure> {
    let mut batches: BTreeMap<Key, Vec<Row>> = BTreeMap::new();
    for row in database.all(Store::Inbox).await? {
        let head = Key(row.key.0.iter().take(1).cloned().collect());
        batches.entry(head).or_default().push(row);
    }
    Ok(batches)
}

/// Which imports brought some revisions. Those that were filled in here, or came with a pack, are not among them.
pub(super) async fn brought(database: &Database, revisions: &[RevisionHash]) -> Result<Vec<Brought>, Failure> {
    let wanted: BTreeSet<RevisionHash> = revisions.iter().copied().collect();
    let mut found: BTreeMap<RevisionHash, Brought> = BTreeMap::new();
    for rows in inbox(database).await?.values() {
        let head = rows.iter().find(|row| row.key.is_head()).and_then(|row| import::read(&row.value).ok());
        let (Some(arrival), Ok(revisions)) = (head, import::revisions(rows)) else { continue };
        let lines = tables::rows(rows).unwrap_or_default();
        for (place, (_, revision)) in revisions.into_iter().enumerate().filter(|(_, (_, hash))| wanted.contains(hash)) {
            let (file_name, taken_at) = (arrival.file_name.clone(), arrival.taken_at);
            let is_first = found.get(&revision).is_none_or(|known| taken_at < known.taken_at);
            if is_first {
                let line = lines.get(place).map(|line| line.number);
                let place = arrival.table.as_ref().and_then(|table| Some((table.sheet.clone(), line?)));
                found.insert(revision, Brought { revision, file_name, taken_at, place });
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The records that batches brought and that are here, by what people call them: the first `most`, and how many there are.
pub(super) async fn records_of(
    database: &Database,
    batches: &[BatchId],
    most: usize,
) -> Result<(Vec<(RecordId, String)>, usize), Failure> {
    let wanted: BTreeSet<Key> = batches.iter().map(|batch| layout::batch(*batch)).collect();
    let mut latest: BTreeMap<RecordId, RevisionHash> = BTreeMap::new();
    for rows in inbox(database).await?.into_iter().filter(|(batch, _)| wanted.contains(batch)).map(|(_, rows)| rows) {
        latest.extend(import::revisions(&rows).map_err(|_| Failure::Database)?);
    }
    let keys = latest.iter().take(most).map(|(record, hash)| layout::revision(*record, *hash)).collect();
    let (revisions, _) = records::list(&database.rows(Store::Records, keys).await?);
    let line = |revision: &Revision| (revision.submission().record, revision.submission().name().to_owned());
    Ok((revisions.iter().map(line).collect(), latest.len()))
}

/// Attachments that are too many to be written with all the rest come before it, file by file. Should the rest then not come,
/// they lie there named by nobody until the file is taken in after all.
async fn write_attachments(
    database: &Database,
    line: &FileLine,
    files: &[ChosenFile],
    settings: &Settings,
) -> Result<(), Failure> {
    let keyring = keyring(database, settings).await?;
    let FileRead { bytes, hashes } = ahead::one(database, line, files).await?.map_err(|_| Failure::Unreadable)?;
    let opened = batches::open_hashed(&line.name, &bytes, hashes.as_ref(), &keyring);
    let (_, (records, attached)) = opened.map_err(|_| Failure::Unreadable)?;
    drop(bytes);
    // What only erased records name, or was erased of others, does not come.
    let mut erasures = known::erasures(database).await?;
    records.iter().for_each(|revision| erasures.learn(revision));
    let staying = records.into_iter().filter(|revision| !erasures.erases(revision));
    let named = staying.flat_map(|revision| erasures.cut(revision).submission().attachments.clone());
    let named: BTreeSet<record::Sha256> = named.map(|attachment| attachment.sha256).collect();
    for (hash, bytes) in attached.into_iter().filter(|(hash, _)| named.contains(hash)) {
        database.run(blobs::written(Transaction::new(), hash, &bytes)).await?;
    }
    Ok(())
}

pub(super) async fn settings(database: &Database) -> Result<Settings, Failure> {
    Settings::read(&database.all(Store::Meta).await?).ok().flatten().ok_or(Failure::Database)
}

/// The devices that were decided about, this one trusting itself; and the keys of the zone.
pub(super) async fn keyring(database: &Database, settings: &Settings) -> Result<Keyring, Failure> {
    let (devices, _) = devices::list(&database.all(Store::Devices).await?);
    let decided = devices
        .into_iter()
        .map(|known| KnownDevice { is_trusted: known.standing == DeviceStanding::Trusted, id: known.id });
    let key = batch::DeviceKey::from_bytes(settings.device.key.0);
    let own = KnownDevice { id: key.device(), is_trusted: true };
    let keys = database.get(Store::Meta, &layout::meta::ZONE_KEYS.into()).await?;
    let keys = keys.iter().flat_map(|row| zone::read_keys(row)).map(|key| batch::seal::SecretKey::from_bytes(key.0));
    let devices = std::iter::once(own).chain(decided).collect();
    Ok(Keyring { devices, keys: keys.collect(), own: Some(key.opener()) })
}

/// Asks once for the memory that files will need, and gives it back to the program's own store: the browser collects garbage each
/// time that a program's memory grows, and by itself it grows by 64 KB.
fn make_room(files: &[ChosenFile]) {
    let bytes: u64 = files.iter().map(ChosenFile::size_bytes).sum();
    let mut room: Vec<u8> = Vec::new();
    // Where there is not as much, it grows bit by bit.
    let _ = room.try_reserve_exact(usize::try_from(bytes.saturating_mul(2)).unwrap_or_default().min(MAX_ROOM_BYTES));
    std::hint::black_box(&mut room);
}

/// Keeps a refused file, and says so.
async fn keep(database: &Database, name: &str, bytes: &[u8], why: FileRefusal, now: Timestamp) -> Outcome {
    // Nothing was read of it, and the next one may be as large.
    if matches!(why, FileRefusal::TooLarge { .. }) {
        return Outcome::Refused { why, is_kept: false };
    }
    let head = Quarantined::of_file(name, bytes, why.word(), now);
    let is_kept = database.run(quarantine::keep(&head, bytes)).await.is_ok();
    Outcome::Refused { why, is_kept }
}

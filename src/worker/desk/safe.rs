//! The desk kept safe: all that it has as one sealed file, the same file looked at again, and restored on any computer.
//!
//! A file is made piece by piece and handed to the page as it grows ([`Told::Piece`]), and read so: what is in memory of a hundred
//! thousand records is a portion while one is made, and their texts once while one is restored. Restoring reads the whole file
//! and checks it before anything is written; then photos come, which harm nobody alone, and everything else in one
//! transaction.
//!
//! Start at [`seal`] and [`Desk::restore`]. Not here: the format (`store::safe`), the seal (`batch::seal`), who asks (`state::safe`).

use std::collections::{BTreeMap, BTreeSet};

use batch::seal::{
    ArchiveReader, ArchiveWriter, Identity, OpenSealedError, Opener, Passphrase, ReadArchiveError, Recipient,
    SealError, Sealer, WORK,
};
use ledger::EntityKey;
use record::{DeviceId, DraftId, LedgerHash, Named, RecordId, Revision, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use store::safe::{self, End, Head, Joining, Part, ReadSafeError, Reader, Writer};
use store::{
    Key, LedgerVersion, Row, SCHEMA_VERSION, Store, Transaction, backup, ballast, blobs, draft, erasure, import,
    layout, log, records,
};

use super::intake::settings;
use super::lists::Lists;
use super::roll::Left;
use super::tray::{Spoken, Tray};
use super::{Desk, Failure, Tell, Told, known};
use crate::platform::entropy;
use crate::platform::files::{ChosenFile, Reading};
use crate::platform::idb::{Database, RunError};
use crate::worker::FileBytes;
use crate::worker::batches::ImportCounts;

/// How much of a file is handed over at once.
const PIECE_BYTES: usize = 4 << 20;
/// How many bytes of photos are written in one transaction.
const PHOTOS_BYTES: usize = 16 << 20;
/// How many records are planned at once.
const PORTION_RECORDS: usize = 500;
/// How often all is planned anew while other tabs change the ledger, or made anew.
const TRIES: usize = 5;

/// A backup to be made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SealOrder {
    pub passphrase: Passphrase,
    /// What stands beside the database and belongs to drafts.
    pub tails: Vec<(DraftId, String)>,
}

/// A backup to be looked at, or restored.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OpenOrder {
    pub passphrase: Passphrase,
    /// The staff code of who does it, for the access log.
    pub who: record::OfficerId,
}

/// What is in a file.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Sealed {
    pub made_at: Timestamp,
    pub device: DeviceId,
    pub label: String,
    pub revisions: u64,
    pub blobs: u64,
    pub ledger: LedgerHash,
    /// The ledger's version that it is of, where it was made.
    pub version: u64,
    /// Rows that could not be read and went along as they lie.
    pub damaged: u64,
}

/// What became of a file here.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Restored {
    pub sealed: Sealed,
    pub counts: ImportCounts,
    pub drafts: usize,
    pub forms: usize,
    pub batches: usize,
    pub devices: usize,
    pub photos: usize,
    pub set_aside: usize,
    /// The ledger as it is here now, worked out anew from what lies in the database.
    pub here: LedgerHash,
    pub revisions_here: u64,
}

/// Why a file is not a backup that can be restored. Nothing has changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SafeRefusal {
    /// Not a sealed file at all.
    NotSealed,
    /// Sealed, and something else is in it.
    NotABackup,
    /// Sealed with a key and not with a passphrase.
    NotForUs,
    Newer,
    Passphrase,
    Truncated,
    Changed,
    /// It costs more to open than is done.
    TooMuchWork,
    /// It was moved or changed since it was chosen.
    Unreadable,
    /// Something else changed the ledger again and again meanwhile.
    Busy,
    Desk(Failure),
}

impl From<Failure> for SafeRefusal {
    fn from(failure: Failure) -> Self {
        Self::Desk(failure)
    }
}

impl From<crate::platform::idb::ReadError> for SafeRefusal {
    fn from(error: crate::platform::idb::ReadError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<RunError> for SafeRefusal {
    fn from(error: RunError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<SealError> for SafeRefusal {
    /// It is written to memory, so only chance can be missing.
    fn from(_: SealError) -> Self {
        Self::Desk(Failure::Worker)
    }
}

impl From<OpenSealedError> for SafeRefusal {
    fn from(error: OpenSealedError) -> Self {
        match error {
            OpenSealedError::NotSealed => Self::NotSealed,
            OpenSealedError::Newer => Self::Newer,
            OpenSealedError::Truncated => Self::Truncated,
            OpenSealedError::Head | OpenSealedError::Damaged => Self::Changed,
            OpenSealedError::Passphrase => Self::Passphrase,
            OpenSealedError::NotForUs => Self::NotForUs,
            OpenSealedError::TooMuchWork(_) => Self::TooMuchWork,
            OpenSealedError::Read(_) => Self::Unreadable,
        }
    }
}

impl From<ReadArchiveError> for SafeRefusal {
    fn from(error: ReadArchiveError) -> Self {
        match error {
            ReadArchiveError::Sealed(error) => error.into(),
            ReadArchiveError::NotOurs | ReadArchiveError::TooLarge { .. } => Self::NotABackup,
        }
    }
}

impl From<ReadSafeError> for SafeRefusal {
    fn from(error: ReadSafeError) -> Self {
        match error {
            ReadSafeError::NotOurs => Self::NotABackup,
            ReadSafeError::Newer(_) | ReadSafeError::Migrate(_) => Self::Newer,
            ReadSafeError::Place(_)
            | ReadSafeError::Line(_)
            | ReadSafeError::Checksum(_)
            | ReadSafeError::Count
            | ReadSafeError::Ledger => Self::Changed,
        }
    }
}

/// The ledger as it lies here: each record is read and hashed.
///
/// # Errors
/// [`Failure`]
pub async fn fingerprint(database: &Database, tell: Tell<'_>) -> Result<(LedgerHash, u64), Failure> {
    let mut revisions = BTreeSet::new();
    let mut portions = database.portions(Store::Records).await?;
    while let Some(rows) = portions.next(database).await? {
        revisions.extend(rows.iter().filter_map(|row| records::read(row).ok()).map(|revision| revision.hash()));
        let (done, of) = portions.progress();
        tell(Told::Progress { done, of });
    }
    let count = revisions.len() as u64;
    Ok((LedgerHash::of(revisions), count))
}

/// Makes the file; its bytes are told piece by piece. If the ledger changed meanwhile it is made anew.
///
/// # Errors
/// [`SafeRefusal`]; then the pieces are of no use.
pub async fn seal(
    database: &Database,
    order: &SealOrder,
    now: Timestamp,
    tell: Tell<'_>,
) -> Result<Sealed, SafeRefusal> {
    for _ in 0..TRIES {
        tell(Told::Piece(None));
        let before = settings(database).await?;
        let head = Head {
            made_at: now,
            device: batch::DeviceKey::from_bytes(before.device.key.0).device(),
            label: before.device.label.clone(),
            officer: before
                .officer
                .as_ref()
                .map(|officer| officer.id.clone())
                .unwrap_or_else(|| record::OfficerId::new("")),
            schema: SCHEMA_VERSION,
        };
        let (end, damaged) = written(database, order, &head, tell).await?;
        if settings(database).await?.ledger == before.ledger {
            return Ok(sealed(&head, &end, before.ledger.0, damaged));
        }
    }
    Err(SafeRefusal::Busy)
}

fn sealed(head: &Head, end: &End, version: u64, damaged: u64) -> Sealed {
    let Head { made_at, device, label, .. } = head.clone();
    Sealed { made_at, device, label, revisions: end.revisions, blobs: end.blobs, ledger: end.ledger, version, damaged }
}

async fn written(
    database: &Database,
    order: &SealOrder,
    head: &Head,
    tell: Tell<'_>,
) -> Result<(End, u64), SafeRefusal> {
    let mut has_chance = true;
    let mut chance = |bytes: &mut [u8]| has_chance &= entropy::fill(bytes).is_ok();
    let recipients = [Recipient::Passphrase { passphrase: order.passphrase.clone(), work: WORK }];
    let sealer = Sealer::new(Vec::new(), &recipients, &mut chance)?;
    if !has_chance {
        return Err(Failure::Worker.into());
    }
    let mut out = Out { archive: ArchiveWriter::new(sealer), tell };
    let mut writer = Writer::default();
    out.add(writer.head(head, &known::erasures(database).await?))?;
    let mut portions = database.portions(Store::Records).await?;
    // Photos come last, and weigh as much as all else as far as anybody knows.
    while let Some(rows) = portions.next(database).await? {
        out.add(writer.records(&rows))?;
        let (done, of) = portions.progress();
        tell(Told::Progress { done, of: 2 * of });
    }
    for store in safe::STORES {
        let mut rows = match store {
            Store::Records => continue,
            store => database.all(store).await?,
        };
        if store == Store::Journal {
            rows = with_tails(database, rows, &order.tails).await?;
        }
        out.add(writer.rows(store, &rows))?;
    }
    let mut forms = database.keys(Store::Forms, &Key(Vec::new())).await?;
    forms.retain(Key::is_head);
    for hash in forms.iter().filter_map(|key| key.text(0)?.parse().ok()) {
        let rows = database.range(Store::Forms, &layout::form(hash)).await?;
        out.add(writer.form(hash, &rows))?;
    }
    let named = writer.named().clone();
    for (done, hash) in named.iter().enumerate() {
        let rows = database.range(Store::Blobs, &layout::blob(*hash)).await?;
        // What is not here cannot go along; the record that names it does.
        if let Ok(bytes) = blobs::read(*hash, &rows) {
            out.add(vec![writer.blob(*hash, bytes)])?;
        }
        tell(Told::Progress { done: named.len() + done, of: 2 * named.len() });
    }
    let damaged = writer.damaged;
    let (last, end) = writer.end();
    out.add(vec![last])?;
    let rest = out.archive.finish()?;
    tell(Told::Piece(Some(FileBytes(rest))));
    Ok((end, damaged))
}

/// The journal with what only tails have.
async fn with_tails(
    database: &Database,
    journal: Vec<Row>,
    tails: &[(DraftId, String)],
) -> Result<Vec<Row>, SafeRefusal> {
    let heads = database.all(Store::Drafts).await?;
    let mut rows: BTreeSet<Row> = journal.into_iter().collect();
    for own in draft::list(&heads).0 {
        let Some((_, tail)) = tails.iter().find(|(draft, tail)| *draft == own.id && !tail.is_empty()) else { continue };
        let snapshot = heads.iter().find(|row| row.key == layout::snapshot(own.id));
        let seq = snapshot.and_then(|row| draft::read_snapshot(&row.value).ok()).map_or(0, |snapshot| snapshot.seq);
        let kept: Vec<Row> = rows.iter().filter(|row| row.key.is_under(&layout::draft(own.id))).cloned().collect();
        rows.extend(backup::with_tail(&own, seq, &kept, tail).into_iter().filter(|row| row.store == Store::Journal));
    }
    Ok(rows.into_iter().collect())
}

/// The file as it grows.
struct Out<'a> {
    archive: ArchiveWriter<Vec<u8>>,
    tell: Tell<'a>,
}

impl Out<'_> {
    fn add(&mut self, pieces: Vec<safe::Piece>) -> Result<(), SealError> {
        for (name, bytes) in pieces {
            self.archive.add(&name, &bytes)?;
            if self.archive.out().len() >= PIECE_BYTES {
                (self.tell)(Told::Piece(Some(FileBytes(std::mem::take(self.archive.out())))));
            }
        }
        Ok(())
    }
}

/// Opens a file with a passphrase and reads it to its end; `take` gets each part.
fn each(
    file: &ChosenFile,
    passphrase: &Passphrase,
    tell: Tell<'_>,
    (before, of): (usize, usize),
    mut take: impl FnMut(Part) -> Result<(), SafeRefusal>,
) -> Result<(Head, End), SafeRefusal> {
    let opener = Opener::new(Reading::of(file), &[Identity::Passphrase(passphrase.clone())])?;
    let mut archive = ArchiveReader::new(opener);
    let mut reader = Reader::default();
    let mut read = 0;
    while let Some(entry) = archive.next()? {
        read += entry.bytes.len();
        tell(Told::Progress { done: before + read.min(file.size_bytes() as usize), of });
        take(reader.read(&entry.name, entry.bytes)?)?;
    }
    Ok(reader.finish()?)
}

/// Reads a file to its end and checks all that is in it. Nothing is written.
///
/// # Errors
/// [`SafeRefusal`]
pub fn check(file: &ChosenFile, order: &OpenOrder, tell: Tell<'_>) -> Result<Sealed, SafeRefusal> {
    let (head, end) = each(file, &order.passphrase, tell, (0, file.size_bytes() as usize), |_| Ok(()))?;
    Ok(sealed(&head, &end, 0, 0))
}

/// A file that was read and is whole.
struct Arrived {
    sealed: Sealed,
    head: Head,
    /// The texts of its revisions.
    records: Vec<(RecordId, RevisionHash, String)>,
    /// All else but photos.
    rows: Vec<Row>,
}

fn arrived(file: &ChosenFile, order: &OpenOrder, tell: Tell<'_>) -> Result<Arrived, SafeRefusal> {
    let (mut taken, mut rows) = (BTreeMap::new(), Vec::new());
    let (head, end) = each(file, &order.passphrase, tell, (0, 3 * file.size_bytes() as usize), |part| {
        if let Part::Rows(came) = part {
            for row in came {
                match records::read(&row) {
                    Ok(revision) if row.store == Store::Records => {
                        let text = String::from_utf8(row.value).unwrap_or_default();
                        taken.insert((revision.submission().record, revision.hash()), text);
                    }
                    _ => rows.push(row),
                }
            }
        }
        Ok(())
    })?;
    let records = taken.into_iter().map(|((record, hash), text)| (record, hash, text)).collect();
    Ok(Arrived { sealed: sealed(&head, &end, 0, 0), head, records, rows })
}

impl Desk {
    /// Restores a file beside what is here.
    pub(super) async fn restore(
        &mut self,
        database: &Database,
        file: &ChosenFile,
        order: &OpenOrder,
        now: Timestamp,
        tell: Tell<'_>,
    ) -> Result<Restored, SafeRefusal> {
        self.tray = Tray::default();
        let mut has_ballast = true;
        for _ in 0..TRIES {
            // Read anew each time, so that its records are in memory once: planning takes them.
            let arrived = arrived(file, order, tell)?;
            match self.restore_once(database, file, order, arrived, now, tell).await {
                Err(Once::Run(RunError::Guard { .. } | RunError::NoAnswer)) => {}
                Err(Once::Run(RunError::Quota)) if has_ballast => {
                    has_ballast = false;
                    database.run(ballast::free()).await?;
                }
                Err(Once::Run(error)) => return Err(error.into()),
                Err(Once::Refused(refusal)) => return Err(refusal),
                Ok(mut restored) => {
                    (restored.here, restored.revisions_here) = fingerprint(database, &|_| ()).await?;
                    return Ok(restored);
                }
            }
        }
        Err(SafeRefusal::Busy)
    }

    async fn restore_once(
        &mut self,
        database: &Database,
        file: &ChosenFile,
        order: &OpenOrder,
        mut arrived: Arrived,
        now: Timestamp,
        tell: Tell<'_>,
    ) -> Result<Restored, Once> {
        let size = file.size_bytes() as usize;
        let settings = settings(database).await?;
        let of_drafts = of_drafts(database, &arrived).await?;
        let (mut tray, counts, photos) = planned(database, &mut arrived, settings.ledger, tell, size).await?;
        let mut taken = tray.taken(now);
        let left = Left::by(&taken.load, taken.doomed.iter().map(|(record, _)| *record));
        let added: BTreeSet<RecordId> = taken.load.records.iter().map(|(record, ..)| *record).collect();
        let mut here = Vec::new();
        for store in safe::STORES.into_iter().filter(|store| *store != Store::Records) {
            here.extend(database.all(store).await?);
        }
        let mut forms = database.keys(Store::Forms, &Key(Vec::new())).await?;
        forms.retain(Key::is_head);
        here.extend(database.several(Store::Forms, forms).await?);
        here.extend(of_drafts);
        let mut erasures = known::erasures(database).await?;
        for (hash, named) in taken.load.erasures.iter() {
            erasures.insert(*hash, named.clone());
        }
        if !taken.load.erasures.is_empty() {
            taken.load.purge = known::purge(database, Vec::new(), taken.doomed, &taken.load.erasures).await?;
        }
        let own = batch::DeviceKey::from_bytes(settings.device.key.0).device();
        let joining = Joining {
            head: &arrived.head,
            came: arrived.rows,
            here: &here,
            own: &own,
            erasures: &erasures,
            added: &added,
        };
        let joined = safe::joined(&joining);
        drop(here);
        // Read once more for what is largest, now that it is known which of it is wanted.
        let written = write_photos(database, file, order, &photos, tell).await?;
        tell(Told::Progress { done: 0, of: 0 });
        let event = log::Event {
            at: now,
            who: order.who.clone(),
            step: log::Step::Restored,
            what: arrived.sealed.ledger.to_string(),
            count: added.len() as u64,
        };
        let last = database.get(Store::Meta, &log::last_key()).await?;
        let mut plan = joined.plan.and(log::note(&own, &event, last.as_deref()));
        let has_records = !taken.load.records.is_empty() || !taken.load.entities.is_empty();
        if has_records {
            let lists = self.lists.at(database, settings.ledger).await?;
            let of_roll = lists.roll.left(database, &left, settings.ledger).await?;
            let lists = lists.written(taken.changes, settings.ledger);
            plan = import::take_in(&[], taken.load, settings.ledger).and(plan).and(of_roll).and(lists);
        }
        if let Err(error) = database.run_gathered(plan).await {
            self.lists = Lists::default();
            return Err(Once::Run(error));
        }
        Ok(Restored {
            here: arrived.sealed.ledger,
            sealed: arrived.sealed,
            counts,
            drafts: joined.drafts,
            forms: joined.forms,
            batches: joined.batches,
            devices: joined.devices,
            photos: written,
            set_aside: joined.set_aside,
            revisions_here: 0,
        })
    }
}

/// Why one try came to nothing.
enum Once {
    Run(RunError),
    Refused(SafeRefusal),
}

impl<E: Into<SafeRefusal>> From<E> for Once {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

/// Lays all records on a tray, and says which photos they and the drafts name.
async fn planned(
    database: &Database,
    arrived: &mut Arrived,
    ledger: LedgerVersion,
    tell: Tell<'_>,
    size: usize,
) -> Result<(Tray, ImportCounts, BTreeSet<Sha256>), Once> {
    // Nobody is told here of whom there may be two: the work list says it.
    let mut tray = Tray::on(ledger, known::joined(database).await?, BTreeMap::default());
    tray.learn(&erasure::known(&arrived.rows));
    let places = known::Places::of(database).await?;
    let mut counts = ImportCounts::default();
    let mut photos = BTreeSet::new();
    for row in arrived.rows.iter().filter(|row| matches!(row.store, Store::Drafts | Store::Journal | Store::Bin)) {
        photos.extend(backup::hashes_in(&String::from_utf8_lossy(&row.value)));
    }
    let of = arrived.records.len().max(1);
    let mut done = 0;
    let mut records = std::mem::take(&mut arrived.records).into_iter();
    loop {
        let portion: Vec<_> = records.by_ref().take(PORTION_RECORDS).collect();
        if portion.is_empty() {
            break;
        }
        done += portion.len();
        let revisions: Vec<Revision> =
            portion.into_iter().filter_map(|(.., text)| Revision::read_kept(text).ok()).collect();
        let ids: Vec<_> = revisions.iter().map(|revision| (revision.submission().record, revision.hash())).collect();
        let entities: Vec<EntityKey> = ledger::wanted(&revisions).entities.into_iter().collect();
        let named: Vec<Named> = revisions.iter().filter_map(Named::by).collect();
        let spoken = Spoken { revisions: &ids, entities: &entities, named: &named };
        let mut rows = known::rows_at(database, &places, &ids, &entities, &named).await?;
        let desk = known::readable(database, &mut rows).await?;
        // Each of them was taken in once, where the backup was made: none is refused now.
        let (brought, staying) = tray.bring(&spoken, revisions, desk).map_err(|_| SafeRefusal::Changed)?;
        counts = counts.and(brought);
        photos.extend(staying);
        tell(Told::Progress { done: size + size / of * done, of: 3 * size });
    }
    Ok((tray, counts, photos))
}

/// The records that drafts of the file belong to, as they will be here.
async fn of_drafts(database: &Database, arrived: &Arrived) -> Result<Vec<Row>, Failure> {
    let ids = arrived
        .rows
        .iter()
        .filter(|row| row.store == Store::Drafts)
        .filter_map(|row| row.key.text(0)?.parse::<DraftId>().ok());
    let wanted: BTreeSet<RecordId> = ids.map(DraftId::record).collect();
    let mut rows =
        database.ranges(Store::Records, wanted.iter().map(|record| layout::record(*record)).collect()).await?;
    let coming = arrived.records.iter().filter(|(record, ..)| wanted.contains(record));
    rows.extend(
        coming.map(|(record, hash, text)| Row::new(Store::Records, layout::revision(*record, *hash), text.as_str())),
    );
    Ok(rows)
}

/// Writes the photos that are wanted and not here.
async fn write_photos(
    database: &Database,
    file: &ChosenFile,
    order: &OpenOrder,
    wanted: &BTreeSet<Sha256>,
    tell: Tell<'_>,
) -> Result<usize, Once> {
    let here: BTreeSet<Sha256> = database
        .keys(Store::Blobs, &Key(Vec::new()))
        .await?
        .iter()
        .filter_map(|key| key.text(0)?.parse().ok())
        .collect();
    if wanted.is_subset(&here) {
        return Ok(0);
    }
    let size = file.size_bytes() as usize;
    let reading = Reading::of(file);
    let opener = Opener::new(reading, &[Identity::Passphrase(order.passphrase.clone())]).map_err(SafeRefusal::from)?;
    let mut archive = ArchiveReader::new(opener);
    let (mut plan, mut bytes, mut count, mut read) = (Transaction::new(), 0, 0, 0);
    while let Some(entry) = archive.next().map_err(SafeRefusal::from)? {
        read += entry.bytes.len();
        let hash = entry.name.strip_prefix("blobs/").and_then(|hash| hash.parse::<Sha256>().ok());
        let Some(hash) = hash.filter(|hash| wanted.contains(hash) && !here.contains(hash)) else { continue };
        // The file may have been changed since it was checked.
        if Sha256::of(&entry.bytes) != hash {
            return Err(SafeRefusal::Changed.into());
        }
        bytes += entry.bytes.len();
        count += 1;
        plan = blobs::written(plan, hash, &entry.bytes);
        if bytes >= PHOTOS_BYTES {
            database.run(std::mem::take(&mut plan)).await.map_err(Once::Run)?;
            bytes = 0;
            tell(Told::Progress { done: 2 * size + read.min(size), of: 3 * size });
        }
    }
    database.run(plan).await.map_err(Once::Run)?;
    Ok(count)
}

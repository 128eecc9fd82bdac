//! A desk kept safe: all that a coordinator's computer has and that cannot be made again, as files of an archive; and what such an
//! archive becomes beside what is here.
//!
//! ```text
//! README.txt              what this is, for a person
//! desk.json               who made it, when, the layout of its rows
//! records/000001.jsonl    a record's text a line, byte for byte
//! blobs/<sha256>          photos and other attachments, as they are
//! forms/<hash>/…          a form: head.json, the workbook or document as it came, its files by number
//! rows/<store>-000001.jsonl  everything else: key and value a line
//! end.json                how many there are of all this, and the hash of the ledger
//! ```
//! It is made portion by portion ([`Writer`]) and read so ([`Reader`]): a hundred thousand records are never all in memory for it.
//! What comes joins what is here and takes nothing away ([`joined`]); records are joined by the ledger.
//!
//! The format stands in `docs/formats/desk-backup.md`. Not here: how it is sealed (`batch::seal`), reading and writing the database
//! (the app), what drafts and forms become (`backup`, which both share).

use std::collections::{BTreeMap, BTreeSet};

use record::{
    DeviceId, Erasures, FormHash, LedgerHash, OfficerId, RecordId, Revision, RevisionHash, Sha256, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::backup::{self, Backup};
use crate::devices::{self, Device, DeviceStanding};
use crate::layout::{self, Row, meta};
use crate::migrate::{CHAIN, MigrateError};
use crate::records::{self, Standing};
use crate::{Key, LedgerVersion, Purge, SCHEMA_VERSION, Store, Transaction, disk, dump, erasure, forms};

/// The version of the format that this program writes, and the newest that it reads.
pub const FORMAT_VERSION: u32 = 2;
/// The version of one of which no record has lost a part.
const WHOLE: u32 = 1;
const FORMAT: &str = "taizhang-desk";
/// How long a piece of lines grows before the next one begins.
const PIECE_BYTES: usize = 1 << 20;

/// Stores whose rows go along line by line. The device's key never does, nor anything that can be made again.
pub const STORES: [Store; 12] = [
    Store::Meta,
    Store::Drafts,
    Store::Journal,
    Store::Records,
    Store::States,
    Store::Outbox,
    Store::Inbox,
    Store::Bin,
    Store::Quarantine,
    Store::Packs,
    Store::Devices,
    Store::Log,
];
/// Rows of `meta` that go along: those are the desk's words, and not the computer's.
const META: [&str; 9] = [
    meta::ERASED,
    meta::VIEW,
    meta::MAPPING,
    meta::INDICATORS,
    meta::ZONE_TABLE,
    meta::REPORT,
    meta::ZONE,
    meta::ZONE_KEYS,
    meta::REQUEST,
];

const README: &str = "\
台账备份:一台办公电脑上的全部台账。records 里一行是一条记录,blobs 里是照片,forms 里是表格,rows 里是其余内容,
end.json 里是台账的校验值。用台账程序的“备份”页可以恢复。

A backup of a whole ledger. Each line of records is a record, blobs are photos, forms are the forms,
rows is everything else, end.json has the hash of the ledger. The page called Backup restores it.
";

/// Who made an archive, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    pub made_at: Timestamp,
    pub device: DeviceId,
    /// What people call that computer, and the staff code of who made it.
    pub label: String,
    pub officer: OfficerId,
    /// The layout of the rows.
    pub schema: u32,
}

/// What an archive says of itself in the end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Revisions: records, edits, decisions, erasures.
    pub revisions: u64,
    pub blobs: u64,
    pub forms: u64,
    pub rows: u64,
    pub ledger: LedgerHash,
}

/// A file of the archive.
pub type Piece = (String, Vec<u8>);

/// Why an archive is not one that can be restored. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ReadSafeError {
    #[error("not a backup of a desk")]
    NotOurs,
    #[error("a backup of format {0}, which is newer than this program")]
    Newer(u64),
    #[error("there is no file called {0} in a backup, or not in this place")]
    Place(String),
    #[error("a line of {0} cannot be read")]
    Line(String),
    #[error("{0} is not what its name says")]
    Checksum(String),
    #[error("the end says other numbers than there are")]
    Count,
    #[error("the ledger is not the one that the end names")]
    Ledger,
    #[error(transparent)]
    Migrate(#[from] MigrateError),
}

/// Makes the pieces of an archive.
#[derive(Default)]
pub struct Writer {
    revisions: BTreeSet<RevisionHash>,
    blobs: u64,
    forms: u64,
    rows: u64,
    pieces: BTreeMap<Store, u32>,
    /// The files that are named by what went in.
    named: BTreeSet<Sha256>,
    /// Rows of records that could not be read and went along as they lie.
    pub damaged: u64,
}

impl Writer {
    /// The first two files. `erasures` are those that are known where it is made.
    pub fn head(&self, head: &Head, erasures: &Erasures) -> Vec<Piece> {
        let Head { made_at, device, label, officer, schema } = head.clone();
        let version = if erasures.has_parts() { FORMAT_VERSION } else { WHOLE }.into();
        let told = v1::Head { format: FORMAT.into(), version, made_at, device, label, officer, schema };
        vec![("README.txt".to_owned(), README.into()), ("desk.json".to_owned(), pretty(&told))]
    }

    /// Records as they lie, in any portions.
    pub fn records(&mut self, rows: &[Row]) -> Vec<Piece> {
        let (mut texts, mut others) = (Vec::new(), Vec::new());
        for row in rows {
            match records::read(row) {
                // A line for each: a text of several would be several.
                Ok(revision) => {
                    let files = revision.submission().attachments.iter().map(|attachment| attachment.sha256);
                    self.named.extend(files);
                    self.revisions.insert(revision.hash());
                    if row.value.contains(&b'\n') { others.push(row.clone()) } else { texts.push(row.value.clone()) }
                }
                Err(_) => {
                    self.damaged += 1;
                    others.push(row.clone());
                }
            }
        }
        let mut pieces = self.lines(Store::Records, "records/", texts);
        pieces.extend(self.rows(Store::Records, &others));
        pieces
    }

    /// Rows of any other of [`STORES`].
    pub fn rows(&mut self, store: Store, rows: &[Row]) -> Vec<Piece> {
        let goes = |row: &&Row| match store {
            Store::Meta => row.key.text(0).is_some_and(|name| META.contains(&name)),
            _ => STORES.contains(&store),
        };
        let rows: Vec<&Row> = rows.iter().filter(goes).collect();
        self.rows += rows.len() as u64;
        if matches!(store, Store::Drafts | Store::Journal | Store::Bin) {
            let named = rows.iter().flat_map(|row| backup::hashes_in(&String::from_utf8_lossy(&row.value)));
            self.named.extend(named.collect::<Vec<_>>());
        }
        let lines =
            rows.into_iter().map(|row| disk::encode(&(dump::key(&row.key), dump::value(row.value.clone())))).collect();
        self.lines(store, &format!("rows/{}-", store.name()), lines)
    }

    /// The rows of one form, without what was parsed from it. A form whose source has not come yet does not go along.
    pub fn form(&mut self, hash: FormHash, rows: &[Row]) -> Vec<Piece> {
        let Ok(form) = forms::read_bytes(hash, rows) else { return Vec::new() };
        let head = rows.iter().find(|row| row.key == layout::form(hash)).map(|row| row.value.clone());
        self.forms += 1;
        let folder = format!("forms/{hash}");
        let files =
            form.files.into_iter().zip(1..).map(|((_, bytes), number)| (format!("{folder}/file-{number}"), bytes));
        let first =
            [(format!("{folder}/head.json"), head.unwrap_or_default()), (format!("{folder}/workbook"), form.workbook)];
        first.into_iter().chain(files).collect()
    }

    /// The files that what went in names: they are what goes along of all that lie here.
    pub fn named(&self) -> &BTreeSet<Sha256> {
        &self.named
    }

    pub fn blob(&mut self, hash: Sha256, bytes: Vec<u8>) -> Piece {
        self.blobs += 1;
        (format!("blobs/{hash}"), bytes)
    }

    /// The last file, and what stands in it.
    pub fn end(self) -> (Piece, End) {
        let end = End {
            revisions: self.revisions.len() as u64,
            blobs: self.blobs,
            forms: self.forms,
            rows: self.rows,
            ledger: LedgerHash::of(self.revisions),
        };
        (("end.json".to_owned(), pretty(&end)), end)
    }

    fn lines(&mut self, store: Store, name: &str, lines: Vec<Vec<u8>>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for line in lines {
            let has_room = pieces.last().is_some_and(|(_, bytes)| bytes.len() + line.len() < PIECE_BYTES);
            if !has_room {
                let number = self.pieces.entry(store).or_default();
                *number += 1;
                pieces.push((format!("{name}{number:06}.jsonl"), Vec::new()));
            }
            if let Some((_, bytes)) = pieces.last_mut() {
                bytes.extend(line);
                bytes.push(b'\n');
            }
        }
        pieces
    }
}

fn pretty(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// What a file of an archive has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// For people.
    Words,
    Head(Head),
    /// Rows of any store but `blobs`, as this program lays them out.
    Rows(Vec<Row>),
    Blob(Sha256, Vec<u8>),
    End(End),
}

/// Reads the files of an archive one after another, and keeps account of them.
#[derive(Default)]
pub struct Reader {
    head: Option<Head>,
    end: Option<End>,
    revisions: BTreeSet<RevisionHash>,
    blobs: u64,
    forms: u64,
    rows: u64,
    /// The form that is being read, and those of its rows that came.
    form: Option<(FormHash, Vec<Row>)>,
}

impl Reader {
    /// What a file says.
    ///
    /// # Errors
    /// [`ReadSafeError`]
    pub fn read(&mut self, name: &str, bytes: Vec<u8>) -> Result<Part, ReadSafeError> {
        let out_of_place = || ReadSafeError::Place(name.to_owned());
        if name == "README.txt" {
            return Ok(Part::Words);
        }
        let Some(head) = &self.head else {
            if name != "desk.json" {
                return Err(ReadSafeError::NotOurs);
            }
            let head = read_head(&bytes)?;
            self.head = Some(head.clone());
            return Ok(Part::Head(head));
        };
        let schema = head.schema;
        if self.end.is_some() {
            return Err(out_of_place());
        }
        let parts: Vec<&str> = name.split('/').collect();
        if self.form.is_some() && parts.first() != Some(&"forms") {
            return Err(out_of_place()); // its files did not all come
        }
        match parts.as_slice() {
            ["records", _] => {
                let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
                let rows = lines.map(|line| self.record(name, line)).collect::<Result<Vec<_>, _>>()?;
                Ok(Part::Rows(migrated(rows, schema)?))
            }
            ["rows", file] => {
                let store = file.split('-').next().and_then(Store::named).filter(|store| STORES.contains(store));
                let store = store.ok_or_else(out_of_place)?;
                let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
                let rows = lines.map(|line| self.row(name, store, line)).collect::<Result<Vec<_>, _>>()?;
                Ok(Part::Rows(migrated(rows, schema)?))
            }
            ["blobs", hash] => {
                let hash: Sha256 = hash.parse().map_err(|_| out_of_place())?;
                if Sha256::of(&bytes) != hash {
                    return Err(ReadSafeError::Checksum(name.to_owned()));
                }
                self.blobs += 1;
                Ok(Part::Blob(hash, bytes))
            }
            ["forms", hash, file] => {
                let hash: FormHash = hash.parse().map_err(|_| out_of_place())?;
                Ok(Part::Rows(migrated(self.form_file(name, hash, file, bytes)?, schema)?))
            }
            ["end.json"] => {
                let end: End = serde_json::from_slice(&bytes).map_err(|_| ReadSafeError::Line(name.to_owned()))?;
                self.end = Some(end.clone());
                Ok(Part::End(end))
            }
            _ => Err(out_of_place()),
        }
    }

    /// The account, once the archive is at its end: it is whole, and its ledger is the one that it names.
    ///
    /// # Errors
    /// [`ReadSafeError`]
    pub fn finish(self) -> Result<(Head, End), ReadSafeError> {
        let (Some(head), Some(end)) = (self.head, self.end) else { return Err(ReadSafeError::NotOurs) };
        let counted = (self.revisions.len() as u64, self.blobs, self.forms, self.rows);
        if counted != (end.revisions, end.blobs, end.forms, end.rows) {
            return Err(ReadSafeError::Count);
        }
        if LedgerHash::of(self.revisions) != end.ledger {
            return Err(ReadSafeError::Ledger);
        }
        Ok((head, end))
    }

    fn record(&mut self, name: &str, line: &[u8]) -> Result<Row, ReadSafeError> {
        let text = std::str::from_utf8(line).ok().and_then(|text| Revision::read_kept(text).ok());
        let revision = text.ok_or_else(|| ReadSafeError::Line(name.to_owned()))?;
        self.revisions.insert(revision.hash());
        Ok(Row::new(Store::Records, layout::revision(revision.submission().record, revision.hash()), line))
    }

    fn row(&mut self, name: &str, store: Store, line: &[u8]) -> Result<Row, ReadSafeError> {
        let (key, value) = serde_json::from_slice(line).map_err(|_| ReadSafeError::Line(name.to_owned()))?;
        let value = dump::read_value(value).map_err(|_| ReadSafeError::Line(name.to_owned()))?;
        let row = Row { store, key: dump::read_key(key), value };
        self.rows += 1;
        if store == Store::Records {
            self.revisions.extend(records::read(&row).map(|revision| revision.hash()));
        }
        Ok(row)
    }

    /// Rows of a form come together once all its files are there and are what its name says.
    fn form_file(&mut self, name: &str, hash: FormHash, file: &str, bytes: Vec<u8>) -> Result<Vec<Row>, ReadSafeError> {
        let out_of_place = || ReadSafeError::Place(name.to_owned());
        if file == "head.json" {
            if self.form.is_some() {
                return Err(out_of_place());
            }
            forms::read(&bytes).map_err(|_| ReadSafeError::Line(name.to_owned()))?;
            self.form = Some((hash, vec![Row::new(Store::Forms, layout::form(hash), bytes)]));
            return Ok(Vec::new());
        }
        let Some((_, mut rows)) = self.form.take().filter(|(begun, _)| *begun == hash) else {
            return Err(out_of_place());
        };
        let head = rows.first().and_then(|row| forms::read(&row.value).ok()).ok_or_else(out_of_place)?;
        let key = match file {
            "workbook" => layout::form_workbook(hash),
            _ => {
                let number: usize =
                    file.strip_prefix("file-").and_then(|text| text.parse().ok()).ok_or_else(out_of_place)?;
                let file = number.checked_sub(1).and_then(|place| head.files.get(place)).ok_or_else(out_of_place)?;
                layout::form_file(hash, file)
            }
        };
        rows.push(Row::new(Store::Forms, key, bytes));
        if rows.len() < 2 + head.files.len() {
            self.form = Some((hash, rows));
            return Ok(Vec::new());
        }
        forms::read_bytes(hash, &rows).map_err(|_| ReadSafeError::Checksum(name.to_owned()))?;
        self.forms += 1;
        Ok(rows)
    }
}

fn read_head(bytes: &[u8]) -> Result<Head, ReadSafeError> {
    let told: v1::Named = serde_json::from_slice(bytes).map_err(|_| ReadSafeError::NotOurs)?;
    if told.format != FORMAT {
        return Err(ReadSafeError::NotOurs);
    }
    if told.version > u64::from(FORMAT_VERSION) {
        return Err(ReadSafeError::Newer(told.version));
    }
    let v1::Head { made_at, device, label, officer, schema, .. } =
        serde_json::from_slice(bytes).map_err(|_| ReadSafeError::NotOurs)?;
    if schema > SCHEMA_VERSION {
        return Err(MigrateError::Newer(schema).into());
    }
    Ok(Head { made_at, device, label, officer, schema })
}

fn migrated(rows: Vec<Row>, from: u32) -> Result<Vec<Row>, ReadSafeError> {
    let rows = rows.into_iter().map(|row| CHAIN.row(row, from)).collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().flatten().collect())
}

/// What came and what is here, before they are joined.
pub struct Joining<'a> {
    pub head: &'a Head,
    /// All rows that came but those of `records` that the ledger took, and of `blobs`.
    pub came: Vec<Row>,
    /// All rows that are here of [`STORES`] and the heads of `forms`; of `records` those of drafts are enough, with those that come.
    pub here: &'a [Row],
    /// This computer.
    pub own: &'a DeviceId,
    /// All erasures, those that come among them.
    pub erasures: &'a Erasures,
    /// Records of which something comes that was not here.
    pub added: &'a BTreeSet<RecordId>,
}

/// What joining does, and what is told of it.
#[derive(Debug, Default)]
pub struct Joined {
    pub plan: Transaction,
    pub drafts: usize,
    pub forms: usize,
    pub batches: usize,
    pub devices: usize,
    /// Rows that cannot be read, and go to quarantine.
    pub set_aside: usize,
}

/// Joins what came with what is here. What is here stays; a second time nothing changes.
pub fn joined(joining: &Joining<'_>) -> Joined {
    let Joining { head, came, here, own, erasures, added } = joining;
    let mut joined = Joined::default();
    let of = |rows: &[Row], store: Store| rows.iter().filter(|row| row.store == store).cloned().collect::<Vec<Row>>();
    // Drafts, forms, and records that cannot be read: as with any other backup.
    let shared: Vec<Row> = [Store::Drafts, Store::Journal, Store::Forms, Store::Records]
        .iter()
        .flat_map(|store| of(came, *store))
        .collect();
    let mut beside: Vec<Row> = here.to_vec();
    beside.extend(erasure::rows(erasures));
    let returning = Backup::of(shared, head.device.clone(), head.made_at).beside(&beside);
    (joined.drafts, joined.set_aside) = (returning.drafts, returning.set_aside);
    joined.plan = returning.plan(&[], LedgerVersion::default());
    joined.offer(came, here);
    // What erasures take away does not come back from the bin either.
    let purge = Purge::of(BTreeSet::new(), erasures, came);
    let gone: BTreeSet<String> = purge.binned.iter().map(ToString::to_string).chain(purge.quarantined).collect();
    for store in [Store::Inbox, Store::Outbox, Store::Packs, Store::Bin, Store::Quarantine] {
        let present: BTreeSet<Option<&str>> =
            here.iter().filter(|row| row.store == store).map(|row| row.key.text(0)).collect();
        for row in came.iter().filter(|row| row.store == store && !present.contains(&row.key.text(0))) {
            if row.key.text(0).is_some_and(|item| gone.contains(item)) {
                continue;
            }
            joined.batches += usize::from(store == Store::Inbox && row.key.is_head());
            joined.put(row);
        }
    }
    joined.states(came, here, added);
    joined.devices(head, came, here, own);
    joined.words(came, here);
    joined
}

impl Joined {
    fn put(&mut self, row: &Row) {
        self.plan = std::mem::take(&mut self.plan).put(row.store, row.key.clone(), row.value.clone());
    }

    /// Forms that come are on offer if they were, unless this computer offers another version.
    fn offer(&mut self, came: &[Row], here: &[Row]) {
        let (known, coming) = (forms::list(here).0, forms::list(came).0);
        for form in coming {
            if known.iter().any(|other| other.form.hash == form.form.hash) {
                continue;
            }
            self.forms += 1;
            let is_offered_here = known.iter().any(|other| other.offered && other.form.id == form.form.id);
            if form.offered && !is_offered_here {
                self.plan = std::mem::take(&mut self.plan).and(forms::change(&form));
            }
        }
    }

    /// A record that comes stands where it stood; what waits anywhere waits here.
    fn states(&mut self, came: &[Row], here: &[Row], added: &BTreeSet<RecordId>) {
        let (standings, _) = records::standings(came);
        let (present, _) = records::standings(here);
        for record in added {
            let Some(standing) = standings.get(record) else { continue };
            let is_here = |own: &Standing| backup::is_unsent(own.state) || !backup::is_unsent(standing.state);
            if !present.get(record).is_some_and(is_here) {
                self.plan = std::mem::take(&mut self.plan).put(Store::States, layout::state(*record), standing.write());
            }
        }
    }

    /// The later word on a device counts; of two at one time the one against it. The computer that the backup is from is trusted,
    /// unless something else was said of it: whoever opened the backup was given its passphrase.
    fn devices(&mut self, head: &Head, came: &[Row], here: &[Row], own: &DeviceId) {
        let present: BTreeMap<DeviceId, Device> =
            devices::list(here).0.into_iter().map(|device| (device.id.clone(), device)).collect();
        let maker = Device {
            id: head.device.clone(),
            label: head.label.clone(),
            standing: DeviceStanding::Trusted,
            decided_at: head.made_at,
            officers: None,
        };
        let coming = devices::list(came).0;
        let maker = Some(maker)
            .filter(|maker| !present.contains_key(&maker.id) && coming.iter().all(|device| device.id != maker.id));
        for device in coming.into_iter().chain(maker).filter(|device| device.id != *own) {
            let rank = |device: &Device| (device.decided_at, device.standing == DeviceStanding::Revoked);
            if present.get(&device.id).is_some_and(|known| rank(known) >= rank(&device)) {
                continue;
            }
            self.devices += usize::from(!present.contains_key(&device.id));
            self.plan = devices::written(std::mem::take(&mut self.plan), &device);
        }
    }

    /// Views, words on columns, erasures without a record, lines of the log.
    fn words(&mut self, came: &[Row], here: &[Row]) {
        let present: BTreeMap<(Store, &Key), &[u8]> =
            here.iter().map(|row| ((row.store, &row.key), row.value.as_slice())).collect();
        for row in came.iter().filter(|row| matches!(row.store, Store::Meta | Store::Log)) {
            match (present.get(&(row.store, &row.key)), row.key.text(0)) {
                (None, _) => self.put(row),
                // Two views of one name: both are kept.
                (Some(own), Some(meta::VIEW)) if *own != row.value => {
                    let [list, name] = [row.key.text(1), row.key.text(2)].map(Option::unwrap_or_default);
                    let other =
                        crate::views::name(&format!("{name} 2")).unwrap_or_else(|| Sha256::of(name.as_bytes()).short());
                    let other = Row::new(Store::Meta, Key::from(meta::VIEW).then(list).then(other), row.value.clone());
                    if !present.contains_key(&(Store::Meta, &other.key)) {
                        self.put(&other);
                    }
                }
                (Some(own), Some(meta::MAPPING)) if crate::tables::is_later(&row.value, own) => self.put(row),
                (Some(own), Some(meta::REPORT)) if crate::reports::is_later(&row.value, own) => {
                    let table = row.key.clone().then("table");
                    came.iter()
                        .filter(|other| other.key == row.key || other.key == table)
                        .for_each(|row| self.put(row));
                }
                (Some(own), Some(meta::ZONE_TABLE)) if crate::zone_tables::is_later(&row.value, own) => self.put(row),
                (Some(own), Some(meta::ZONE)) if crate::zone::is_later(&row.value, own) => self.put(row),
                (Some(own), Some(meta::ZONE_KEYS)) => {
                    let keys = crate::zone::joined_keys(own, &row.value);
                    if keys != *own {
                        self.put(&Row::new(Store::Meta, row.key.clone(), keys));
                    }
                }
                _ => {}
            }
        }
    }
}

/// A backup of the desk that was made, and whether its file was seen to be whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub made_at: Timestamp,
    pub file_name: String,
    pub ledger: LedgerHash,
    /// The ledger's version that is in it.
    pub version: u64,
    /// `None`: nobody has opened the file yet since it was made.
    pub checked_at: Option<Timestamp>,
}

/// Remembers a backup.
pub fn keep(kept: &Kept) -> Transaction {
    Transaction::new().put(Store::Meta, meta::SAFE.into(), disk::encode(kept))
}

/// The last backups among the rows of `meta`: the one made last, and the one checked last.
pub fn kept(rows: &[Row]) -> Option<Kept> {
    let row = rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(meta::SAFE))?;
    disk::decode(&row.value).ok()
}

/// How old a backup may be while there are changes that are not in it.
pub const REMIND_DAYS: i64 = 7;

/// Why somebody should make a backup now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Due {
    Never,
    /// Made, and its file was not opened since.
    Unchecked,
    /// So many days old, with changes since.
    Old {
        days: i64,
    },
}

/// Whether a backup is due. `is_desk`: there is something that came from others; what is only a tablet's own has its own backup.
pub fn due(kept: Option<&Kept>, version: LedgerVersion, is_desk: bool, now: Timestamp) -> Option<Due> {
    if !is_desk {
        return None;
    }
    let Some(kept) = kept else { return Some(Due::Never) };
    let Some(checked_at) = kept.checked_at else { return Some(Due::Unchecked) };
    let days = (now.unix_ms() - checked_at.unix_ms()) / 86_400_000;
    (kept.version != version.0 && days >= REMIND_DAYS).then_some(Due::Old { days })
}

/// To whom the desk was handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Handed {
    pub at: Timestamp,
    pub to: String,
    pub ledger: LedgerHash,
}

/// Marks the desk as handed over.
pub fn hand_over(handed: &Handed) -> Transaction {
    Transaction::new().put(Store::Meta, meta::HANDED.into(), disk::encode(handed))
}

/// Takes that back.
pub fn keep_on() -> Transaction {
    Transaction::new().delete(Store::Meta, meta::HANDED.into())
}

/// Whether, and to whom, from the rows of `meta`.
pub fn handed(rows: &[Row]) -> Option<Handed> {
    let row = rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(meta::HANDED))?;
    disk::decode(&row.value).ok()
}

mod v1 {
    use super::*;

    /// What every version of the format says.
    #[derive(Deserialize)]
    pub struct Named {
        pub format: String,
        pub version: u64,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Head {
        pub format: String,
        pub version: u64,
        pub made_at: Timestamp,
        pub device: DeviceId,
        pub label: String,
        pub officer: OfficerId,
        pub schema: u32,
    }
}

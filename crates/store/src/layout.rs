//! Where things lie in the database: its name and version, and the key of each thing.
//!
//! | Store | Key | Value |
//! |---|---|---|
//! | meta | name; `epoch`, draft id; `erased`, record id, hash of the erasure; `view`, list, name; `mapping`, form id, hash of headings; `report`, name; `report`, name, `table`; `zone_table`, name | one plain text each, the JSON of [`settings`](crate::settings), or a workbook as it came |
//! | forms | hash; hash, `workbook`; hash, `file`, name; hash, `cache`, its version | head as JSON; the rest raw |
//! | drafts | draft id; draft id, `snapshot` | head as JSON; snapshot as JSON |
//! | journal | draft id, seq | one line: crc and JSON |
//! | records | record id, revision hash | the revision's body, byte for byte |
//! | states | record id | JSON |
//! | blobs | sha256, part | raw, 1 MiB parts |
//! | outbox, inbox | batch id | JSON |
//! | inbox | batch id, `awaits`, sha256; batch id, `file`, hash of a file | JSON: an attached file that is [still to come](crate::awaited); nothing: another file of the batch came |
//! | entities | list, entity id | whatever the ledger projects; can be rebuilt |
//! | blocks | a store's name, the first row's key | rows of that store, many to a value ([`blocks`](crate::blocks)) |
//! | registers | list, number of a shard; `kept` | a shard of a list as the desk shows it; what the shards are of. Can be made again |
//! | registers | `__roll`; `__roll`, number of a shard; `__roll`, `since`, version of the ledger | the same of all records; ids of records that came or went |
//! | receipts | `taken`; `told`, device id; `pack`; `pack`, device id; either, `print`; `held`, device id | JSON: the last one of each desk; at a desk the last one to each tablet, the last pack on a server for all and for each, and what was in it; what a desk's packs made this tablet hold |
//! | devices | device id | JSON |
//! | packs | body hash; body hash, `file` | JSON; the file as it came |
//! | bin | item; item, store, the row's own key | JSON; the rows as they lay |
//! | quarantine | id; id, `bytes` | JSON; bytes as they came |
//! | log | device id, number | JSON without answers, with the hash of the row before it |
//! | ballast | 1 | random bytes |
//!
//! A key is always an array, so everything of one thing lies under one prefix.

use record::{BatchId, DeviceId, DraftId, EntityId, FormHash, ListName, RecordId, RevisionHash, Sha256};

use crate::{Key, Store};

/// The database's name.
pub const DATABASE: &str = "survey";

/// The layout that this program reads and writes. [`migrate`](crate::migrate) brings older ones here.
pub const SCHEMA_VERSION: u32 = 3;

/// How many bytes of a blob lie in one row.
pub const BLOB_PART_BYTES: usize = 1 << 20;

/// Names of rows in `meta`.
pub mod meta {
    /// The layout's version, in decimal.
    pub const SCHEMA: &str = "schema";
    /// Told to each database when it is made; a wiped one does not have it. Hex.
    pub const GENERATION: &str = "generation";
    /// The sequence that the next finalised record takes, in decimal.
    pub const SEQUENCE: &str = "sequence";
    /// The sequence that the next batch takes, in decimal.
    pub const BATCH_SEQUENCE: &str = "batch_sequence";
    /// The body hash of the last batch, in hex; empty before the first.
    pub const BATCH_HASH: &str = "batch_hash";
    /// Counts the changes of the set of revisions, in decimal.
    pub const LEDGER: &str = "ledger";
    /// This device and its key, as JSON.
    pub const DEVICE: &str = "device";
    /// Who fills, as JSON.
    pub const OFFICER: &str = "officer";
    /// The last export that was seen to be whole, as JSON.
    pub const LAST_EXPORT: &str = "last_export";
    /// First part of the key of a draft's writer epoch.
    pub const EPOCH: &str = "epoch";
    /// First part of the key of an erasure that this device knows of.
    pub const ERASED: &str = "erased";
    /// First part of the key of a view of a list that somebody saved.
    pub const VIEW: &str = "view";
    /// Number and hash of the last row of the access log.
    pub const LOG: &str = "log";
    /// The last sealed backup of the desk, as JSON; and first part of the key of each that was made.
    pub const SAFE: &str = "safe";
    /// To whom the desk was handed over, as JSON.
    pub const HANDED: &str = "handed";
    /// The zone that what leaves is sealed for, as JSON.
    pub const ZONE: &str = "zone";
    /// The keys of this desk that open what is sealed, as JSON.
    pub const ZONE_KEYS: &str = "zone_keys";
    /// Where sealed files are sent to and fetched from, as JSON.
    pub const SERVER: &str = "server";
    /// Whether what waits goes there by itself, as JSON.
    pub const AUTOMATIC: &str = "automatic";
    /// How it went the last time that it did, as JSON.
    pub const LAST_RUN: &str = "last_run";
    /// First part of the key of what was said of a table's columns.
    pub const MAPPING: &str = "mapping";
    /// The zone's own workbook of indicators, as it came and as versions until 0.3.0 kept it.
    pub const INDICATORS: &str = "indicators";
    /// First part of the key of what a zone says in the place of a table that comes with the app.
    pub const ZONE_TABLE: &str = "zone_table";
    /// First part of the key of somebody else's report that is filled again and again.
    pub const REPORT: &str = "report";
    /// First part of the key of what a registered person asked for.
    pub const REQUEST: &str = "request";
    /// How far the device's clock had come, as JSON.
    pub const CLOCK: &str = "clock";
    /// How the database is locked, as JSON. In a locked one this row and the layout's alone lie open.
    pub const LOCK: &str = "lock";
    /// The number of the database that all of this one came from and that is to be deleted, in decimal.
    pub const CAME_FROM: &str = "came_from";
    /// The number of the database that all of this one was moved to, in decimal. Nothing else counts here any more.
    pub const MOVED: &str = "moved";
}

/// One value and where it lies, as read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Row {
    pub store: Store,
    pub key: Key,
    pub value: Vec<u8>,
}

impl Row {
    pub fn new(store: Store, key: impl Into<Key>, value: impl Into<Vec<u8>>) -> Self {
        Self { store, key: key.into(), value: value.into() }
    }
}

/// The writer epoch of a draft, in `meta`.
pub fn epoch(draft: DraftId) -> Key {
    Key::from(meta::EPOCH).then(draft.to_string())
}

/// That a record was erased, in `meta`.
pub fn erased(record: RecordId, erasure: RevisionHash) -> Key {
    Key::from(meta::ERASED).then(record.to_string()).then(erasure.to_string())
}

/// A saved view of a list, in `meta`.
pub fn view(list: &ListName, name: &str) -> Key {
    views(list).then(name)
}

/// Prefix of a list's saved views, in `meta`.
pub fn views(list: &ListName) -> Key {
    Key::from(meta::VIEW).then(list.as_str())
}

/// What was said of the columns of tables with these headings, in `meta`.
pub fn mapping(form: &str, shape: Sha256) -> Key {
    Key::from(meta::MAPPING).then(form).then(shape.to_string())
}

/// What is known of a report that is filled again and again, in `meta`.
pub fn report(name: &str) -> Key {
    Key::from(meta::REPORT).then(name)
}

/// Its workbook, as it came.
pub fn report_table(name: &str) -> Key {
    report(name).then("table")
}

/// What a zone says in the place of a table that comes with the app, in `meta`.
pub fn zone_table(name: &str) -> Key {
    Key::from(meta::ZONE_TABLE).then(name)
}

/// A draft's head; also the prefix of all that `drafts` and `journal` have of it.
pub fn draft(id: DraftId) -> Key {
    id.to_string().into()
}

pub fn snapshot(draft: DraftId) -> Key {
    self::draft(draft).then("snapshot")
}

pub fn entry(draft: DraftId, seq: u64) -> Key {
    self::draft(draft).then(seq)
}

/// Prefix of all revisions of a record.
pub fn record(id: RecordId) -> Key {
    id.to_string().into()
}

pub fn revision(record: RecordId, hash: RevisionHash) -> Key {
    self::record(record).then(hash.to_string())
}

pub fn state(record: RecordId) -> Key {
    record.to_string().into()
}

/// Prefix of a blob's parts.
pub fn blob(hash: Sha256) -> Key {
    hash.to_string().into()
}

pub fn blob_part(hash: Sha256, part: u64) -> Key {
    blob(hash).then(part)
}

/// A form's head; also the prefix of its bytes.
pub fn form(hash: FormHash) -> Key {
    hash.to_string().into()
}

pub fn form_workbook(hash: FormHash) -> Key {
    form(hash).then("workbook")
}

pub fn form_file(hash: FormHash, name: &str) -> Key {
    form(hash).then("file").then(name)
}

pub fn form_cache(hash: FormHash, cache_version: u32) -> Key {
    form(hash).then(crate::forms::CACHE).then(u64::from(cache_version))
}

/// Key of a batch in `inbox` and in `outbox`.
pub fn batch(id: BatchId) -> Key {
    id.to_string().into()
}

/// Prefix of a list's entities.
pub fn entities(list: &ListName) -> Key {
    list.as_str().into()
}

pub fn entity(list: &ListName, id: &EntityId) -> Key {
    entities(list).then(id.as_str())
}

/// A shard of a list as the desk shows it.
pub fn shard(list: &ListName, number: u32) -> Key {
    entities(list).then(u64::from(number))
}

/// What the shards are of: the ledger's version when what lies in blocks last changed. Without it they say nothing.
pub fn registers_kept() -> Key {
    "kept".into()
}

/// What the list of all records is of; also the prefix of its shards and notes. No list of entities is called so.
pub fn roll() -> Key {
    "__roll".into()
}

/// Prefix of the notes of records that changed since.
pub fn roll_notes() -> Key {
    roll().then("since")
}

/// Those that came or went with a version of the ledger.
pub fn roll_note(version: u64) -> Key {
    roll_notes().then(version)
}

/// A line of the access log of a device.
pub fn event(device: &DeviceId, number: u64) -> Key {
    self::device(device).then(number)
}

pub fn device(id: &DeviceId) -> Key {
    id.as_str().into()
}

/// A pack's head; also the prefix of its file.
pub fn pack(body_hash: Sha256) -> Key {
    body_hash.to_string().into()
}

pub fn pack_file(body_hash: Sha256) -> Key {
    pack(body_hash).then("file")
}

/// An item's head in the bin; also the prefix of its rows.
pub fn binned(item: &str) -> Key {
    item.into()
}

/// A quarantined thing's head; also the prefix of its bytes.
pub fn quarantined(id: &str) -> Key {
    id.into()
}

pub fn quarantined_bytes(id: &str) -> Key {
    quarantined(id).then("bytes")
}

/// The last receipt of each desk that this tablet took in.
pub fn receipts_taken() -> Key {
    "taken".into()
}

/// Prefix of what a desk told its tablets.
pub fn receipts_told() -> Key {
    "told".into()
}

/// The last receipt that a desk made for a tablet.
pub fn receipt_told(tablet: &DeviceId) -> Key {
    receipts_told().then(tablet.as_str())
}

/// Prefix of the packs that a desk put on a server.
pub fn packs_offered() -> Key {
    "pack".into()
}

/// The last pack that a desk put on a server for all its tablets, or for one alone.
pub fn pack_offered(tablet: Option<&DeviceId>) -> Key {
    match tablet {
        Some(tablet) => packs_offered().then(tablet.as_str()),
        None => packs_offered(),
    }
}

/// What was in it.
pub fn pack_print(tablet: Option<&DeviceId>) -> Key {
    pack_offered(tablet).then("print")
}

/// Prefix of what desks' packs made this tablet hold.
pub fn packs_held() -> Key {
    "held".into()
}

/// What a desk's packs made this tablet hold.
pub fn pack_held(desk: &DeviceId) -> Key {
    packs_held().then(desk.as_str())
}

pub fn ballast() -> Key {
    1_u64.into()
}

//! The access log of this desk: who opened, exported, printed, backed up, restored, erased or took in what, and when. Never a value.
//!
//! Rows of `log` under the device and a number, each with the hash of the row before it; a row of `meta` says the last. So what
//! was changed, taken out or cut off is found ([`verify`]); nothing in the app changes a row. Rows go once they are
//! [`KEPT_DAYS`] old, or if there are more than [`MOST_ROWS`], and only from the oldest on.
//!
//! Source: P60 of the privacy rules. Not here: which steps are told (the app).

use std::collections::BTreeMap;

use record::{DeviceId, OfficerId, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row, meta};
use crate::{Key, RowError, Store, Transaction, disk};

/// How long an event is kept: half a year and a little more.
pub const KEPT_DAYS: u64 = 184;
/// How many rows there may be: two hundred steps a day for half a year, and as much again.
pub const MOST_ROWS: usize = 80_000;
const DAY_MS: i64 = 86_400_000;

/// What somebody did.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The page of an enterprise, a person or another entity.
    Opened,
    /// The page of a record.
    OpenedRecord,
    /// A list of entities, or of what waits for somebody.
    Listed,
    Exported,
    /// A pack of forms and lists for the tablets.
    PackMade,
    Printed,
    Imported,
    /// An import was taken back.
    TakenBack,
    Erased,
    BackedUp,
    Checked,
    Restored,
    HandedOver,
    /// The desk is no longer handed over.
    KeptOn,
    /// The log itself was exported.
    LogExported,
    /// The zone got its keys, or new ones.
    ZoneSetUp,
    /// A key that opens what is sealed was brought to this desk.
    KeyAdded,
    /// All that is kept here is sealed from now on.
    Locked,
    /// It lies open from now on.
    LockOpened,
    PassphraseChanged,
    /// A lost tablet: what it signs is set aside from now on.
    DeviceRevoked,
    DeviceTrusted,
    /// Another device speaks for the zone from now on.
    DeskAppointed,
    /// One that did does not any more.
    DeskWithdrawn,
    /// This desk took the place of the one at the zone's head, with the key on paper.
    ZoneTakenOver,
}

impl Step {
    pub const ALL: [Self; 25] = [
        Self::Opened,
        Self::OpenedRecord,
        Self::Listed,
        Self::Exported,
        Self::PackMade,
        Self::Printed,
        Self::Imported,
        Self::TakenBack,
        Self::Erased,
        Self::BackedUp,
        Self::Checked,
        Self::Restored,
        Self::HandedOver,
        Self::KeptOn,
        Self::LogExported,
        Self::ZoneSetUp,
        Self::KeyAdded,
        Self::Locked,
        Self::LockOpened,
        Self::PassphraseChanged,
        Self::DeviceRevoked,
        Self::DeviceTrusted,
        Self::DeskAppointed,
        Self::DeskWithdrawn,
        Self::ZoneTakenOver,
    ];

    /// Its fixed word, as in the rows.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::OpenedRecord => "opened-record",
            Self::Listed => "listed",
            Self::Exported => "exported",
            Self::PackMade => "pack-made",
            Self::Printed => "printed",
            Self::Imported => "imported",
            Self::TakenBack => "taken-back",
            Self::Erased => "erased",
            Self::BackedUp => "backed-up",
            Self::Checked => "checked",
            Self::Restored => "restored",
            Self::HandedOver => "handed-over",
            Self::KeptOn => "kept-on",
            Self::LogExported => "log-exported",
            Self::ZoneSetUp => "zone-set-up",
            Self::KeyAdded => "key-added",
            Self::Locked => "locked",
            Self::LockOpened => "lock-opened",
            Self::PassphraseChanged => "passphrase-changed",
            Self::DeviceRevoked => "device-revoked",
            Self::DeviceTrusted => "device-trusted",
            Self::DeskAppointed => "desk-appointed",
            Self::DeskWithdrawn => "desk-withdrawn",
            Self::ZoneTakenOver => "zone-taken-over",
        }
    }
}

/// One line of the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    pub at: Timestamp,
    /// The staff code of who fills here; empty where nobody said.
    pub who: OfficerId,
    pub step: Step,
    /// Ids: a list and an entity, a record, a form, a file. Never a name of a person, a value or a key. Of an export also its
    /// serial mark and the purpose in the words of who made it.
    pub what: String,
    /// Records, rows or files.
    pub count: u64,
}

/// A line with where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub device: DeviceId,
    pub number: u64,
    pub event: Event,
}

/// What is wrong with a log: the first place of each device where its rows are not what they were.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A row was changed, or one before it.
    Changed { device: DeviceId, number: u64 },
    /// A row is not there.
    Missing { device: DeviceId, number: u64 },
}

/// Writes an event behind the last one. `last` is the row of `meta` as it was read: whoever was faster makes this fail as a whole.
pub fn note(device: &DeviceId, event: &Event, last: Option<&[u8]>) -> Transaction {
    let (number, previous) = last.and_then(read_last).map_or((1, None), |(number, hash)| (number + 1, Some(hash)));
    let row = disk::encode(&v1::Event::of(event, previous));
    let told = format!("{number} {}", Sha256::of(&row));
    let plan = Transaction::new();
    let plan = match last {
        Some(last) => plan.guard(Store::Meta, meta::LOG.into(), last),
        None => plan.guard_free(Store::Meta, meta::LOG.into()),
    };
    plan.add(Store::Log, layout::event(device, number), row).put(Store::Meta, meta::LOG.into(), told)
}

fn read_last(value: &[u8]) -> Option<(u64, Sha256)> {
    let (number, hash) = disk::text(value).ok()?.split_once(' ')?;
    Some((number.parse().ok()?, hash.parse().ok()?))
}

/// Makes those rows go that are old enough, or too many. `rows` are all rows of `log`.
pub fn purge(rows: &[Row], now: Timestamp) -> Transaction {
    let kept_from = now.unix_ms() - KEPT_DAYS as i64 * DAY_MS;
    let too_many = rows.len().saturating_sub(MOST_ROWS);
    let mut lines = list(rows);
    lines.reverse();
    let mut plan = Transaction::new();
    // Only from the beginning of each chain on: a row in the middle that goes would look like one that was taken out.
    let mut ended = std::collections::BTreeSet::new();
    for (place, Line { device, number, event }) in lines.into_iter().enumerate() {
        if ended.contains(&device) {
            continue;
        }
        if place < too_many || event.at.unix_ms() < kept_from {
            plan = plan.delete(Store::Log, layout::event(&device, number));
        } else {
            ended.insert(device);
        }
    }
    plan
}

/// All lines among the rows that can be read, the latest first.
pub fn list(rows: &[Row]) -> Vec<Line> {
    let mut lines: Vec<Line> =
        rows.iter().filter(|row| row.store == Store::Log).filter_map(|row| line(row).ok()).collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.event.at, line.number)));
    lines
}

fn line(row: &Row) -> Result<Line, RowError> {
    let device = DeviceId::new(row.key.text(0).ok_or(RowError::Key)?);
    let number = row.key.number(1).ok_or(RowError::Key)?;
    Ok(Line { device, number, event: disk::decode::<v1::Event>(&row.value)?.read() })
}

/// Looks whether the rows of `log` are what they were. `own` is this device, and `last` its row of `meta`; of other devices' rows,
/// which came with a backup, it cannot be told whether the last ones are missing.
pub fn verify(rows: &[Row], own: &DeviceId, last: Option<&[u8]>) -> Vec<Fault> {
    let mut chains: BTreeMap<DeviceId, BTreeMap<u64, &Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.store == Store::Log) {
        let (Some(device), Some(number)) = (row.key.text(0), row.key.number(1)) else { continue };
        chains.entry(DeviceId::new(device)).or_default().insert(number, row);
    }
    let last = last.and_then(read_last);
    if last.is_some() {
        chains.entry(own.clone()).or_default();
    }
    chains.iter().filter_map(|(device, chain)| fault(device, chain, last.filter(|_| device == own))).collect()
}

fn fault(device: &DeviceId, chain: &BTreeMap<u64, &Row>, last: Option<(u64, Sha256)>) -> Option<Fault> {
    let mut before: Option<(u64, Sha256)> = None;
    for (&number, row) in chain {
        if before.is_some_and(|(before, _)| before + 1 != number) {
            return Some(Fault::Missing { device: device.clone(), number: number - 1 });
        }
        let read = disk::decode::<v1::Event>(&row.value).ok();
        let is_linked = |event: &v1::Event| before.is_none_or(|(_, hash)| event.previous == Some(hash));
        if !read.as_ref().is_some_and(is_linked) {
            // Either this row or the one before it is another: its hash does not stand here.
            return Some(Fault::Changed { device: device.clone(), number });
        }
        before = Some((number, Sha256::of(&row.value)));
    }
    match (last, before) {
        (Some((told, _)), None) => Some(Fault::Missing { device: device.clone(), number: told }),
        (Some((told, _)), Some((number, _))) if told != number => {
            Some(Fault::Missing { device: device.clone(), number: told })
        }
        (Some((_, told)), Some((number, hash))) if told != hash => {
            Some(Fault::Changed { device: device.clone(), number })
        }
        _ => None,
    }
}

/// The key of the row of `meta` that says the last.
pub fn last_key() -> Key {
    meta::LOG.into()
}

/// When the step of a row was noted.
pub fn noted_at(row: &[u8]) -> Option<Timestamp> {
    disk::decode::<v1::Event>(row).ok().map(|event| event.read().at)
}

/// Where the last row of this device lies, by what `meta` says of it.
pub fn last_row(device: &DeviceId, last: &[u8]) -> Option<Key> {
    Some(layout::event(device, read_last(last)?.0))
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Event {
        at: Timestamp,
        who: OfficerId,
        step: Step,
        what: String,
        count: u64,
        /// Of the row before, byte for byte. `None`: it is the first.
        pub previous: Option<Sha256>,
    }

    impl Event {
        pub fn of(event: &super::Event, previous: Option<Sha256>) -> Self {
            let super::Event { at, who, step, what, count } = event.clone();
            Self { at, who, step, what, count, previous }
        }

        pub fn read(self) -> super::Event {
            let Self { at, who, step, what, count, previous: _ } = self;
            super::Event { at, who, step, what, count }
        }
    }
}

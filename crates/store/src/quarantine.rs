//! Quarantine: bytes that could not be read or were not trusted. Kept with the reason, never merged, never dropped but where a person says so.

use record::{DraftId, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row};
use crate::{Damaged, Entry, KeyPart, Replay, RowError, Store, Transaction, disk};

/// One thing in quarantine. Its bytes lie beside it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quarantined {
    /// From the bytes, so that the same thing lies here once.
    pub id: String,
    /// The file's name, or where the row lay.
    pub name: String,
    /// A short fixed word for why, such as `unknown_device` or `damaged_record`.
    pub reason: String,
    /// `None` for what was found in the database; a file has the time when it was put aside.
    pub since: Option<Timestamp>,
    pub bytes: u64,
}

impl Quarantined {
    /// A file that was not taken in.
    pub fn of_file(name: &str, bytes: &[u8], reason: &str, now: Timestamp) -> Self {
        Self {
            id: Sha256::of(bytes).to_string(),
            name: name.to_owned(),
            reason: reason.to_owned(),
            since: Some(now),
            bytes: bytes.len() as u64,
        }
    }

    /// A row that could not be read.
    pub fn of_row(damaged: &Damaged) -> Self {
        let Row { store, key, value } = &damaged.row;
        let parts = key.0.iter().map(|part| match part {
            KeyPart::Number(number) => number.to_string(),
            KeyPart::Text(text) => text.clone(),
        });
        let name = std::iter::once(store.name().to_owned()).chain(parts).collect::<Vec<_>>().join("/");
        let named = [name.as_bytes(), b"\n", value].concat();
        Self {
            id: Sha256::of(&named).to_string(),
            name,
            reason: damaged.why.to_string(),
            since: None,
            bytes: value.len() as u64,
        }
    }
}

/// Keeps bytes aside with the reason. Where they came from stays as it is.
pub fn keep(quarantined: &Quarantined, bytes: &[u8]) -> Transaction {
    rows(quarantined, bytes).into_iter().fold(Transaction::new(), |plan, row| plan.put(row.store, row.key, row.value))
}

/// Keeps what a draft's replay could not use: entries that cannot be read, those of a tab that was taken over from, and
/// `undone`, which the form does not know any more. Told already once, each lies here once.
pub fn keep_entries(draft: DraftId, replay: &Replay, undone: &[Entry]) -> Transaction {
    let damaged = replay.damaged.iter().map(|entry| ("damaged_entry", entry.bytes.clone()));
    let stale = replay.stale.iter().map(|entry| ("stale_entry", entry.line().into_bytes()));
    let undone = undone.iter().map(|entry| ("undone_entry", entry.line().into_bytes()));
    damaged.chain(stale).chain(undone).fold(Transaction::new(), |plan, (reason, bytes)| {
        let name = format!("journal/{draft}");
        let id = Sha256::of(&[name.as_bytes(), b"\n", &bytes].concat()).to_string();
        let bytes_long = bytes.len() as u64;
        let thing = Quarantined { id, name, reason: reason.to_owned(), since: None, bytes: bytes_long };
        plan.and(keep(&thing, &bytes))
    })
}

/// What lay here is elsewhere now, or nowhere, after an explicit decision.
pub fn release(plan: Transaction, id: &str) -> Transaction {
    plan.delete_under(Store::Quarantine, layout::quarantined(id))
}

pub(crate) fn rows(quarantined: &Quarantined, bytes: &[u8]) -> Vec<Row> {
    let id = &quarantined.id;
    let head = disk::encode(&v1::Quarantined::from(quarantined));
    vec![
        Row::new(Store::Quarantine, layout::quarantined(id), head),
        Row::new(Store::Quarantine, layout::quarantined_bytes(id), bytes),
    ]
}

/// # Errors
/// [`RowError`] if the bytes are not a head.
pub fn read(value: &[u8]) -> Result<Quarantined, RowError> {
    disk::decode::<v1::Quarantined>(value).map(v1::Quarantined::read)
}

/// All things in quarantine among the rows.
pub fn list(rows: &[Row]) -> (Vec<Quarantined>, Vec<Damaged>) {
    let (mut things, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Quarantine && row.key.0.len() == 1) {
        match read(&row.value) {
            Ok(thing) => things.push(thing),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    (things, damaged)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Quarantined {
        id: String,
        name: String,
        reason: String,
        since: Option<Timestamp>,
        bytes: u64,
    }

    impl From<&super::Quarantined> for Quarantined {
        fn from(thing: &super::Quarantined) -> Self {
            let super::Quarantined { id, name, reason, since, bytes } = thing.clone();
            Self { id, name, reason, since, bytes }
        }
    }

    impl Quarantined {
        pub fn read(self) -> super::Quarantined {
            let Self { id, name, reason, since, bytes } = self;
            super::Quarantined { id, name, reason, since, bytes }
        }
    }
}

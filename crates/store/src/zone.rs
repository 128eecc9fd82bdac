//! The zone: for whom a tablet seals what leaves it, and at a desk the keys that open it.
//!
//! Not here: sealing (`batch::seal`), how a zone comes to a tablet (`packs`).

use record::{DeviceId, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{Row, meta};
use crate::settings::SecretKey;
use crate::{Key, RowError, Store, Transaction, disk};

/// A zone as it is known here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Hex.
    pub id: String,
    /// Counts how often its keys changed, from 1.
    pub edition: u64,
    /// What people call it.
    pub name: String,
    /// Public keys, as the `age` command writes them: the desk's, and the one that lies on paper.
    pub recipients: Vec<String>,
    /// Whose word it is: the desk that set it up.
    pub said_by: DeviceId,
    /// Since when it is known here.
    pub known_at: Timestamp,
}

/// What a zone that comes is beside the one that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coming {
    /// The first one, or newer keys of the known one.
    Newer,
    /// Known already, or older than what is known.
    Known,
    /// Another zone, or other keys of the known one by the word of another desk: whoever says yes seals for others from then on.
    Other,
}

impl Zone {
    /// What `coming` is to somebody who knows `known`.
    pub fn coming(known: Option<&Self>, coming: &Self) -> Coming {
        match known {
            None => Coming::Newer,
            Some(known) if known.id != coming.id => Coming::Other,
            Some(known) if known.edition >= coming.edition => Coming::Known,
            Some(known) if known.said_by != coming.said_by => Coming::Other,
            Some(_) => Coming::Newer,
        }
    }

    /// The row of a zone.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        let v1::Zone { id, edition, name, recipients, said_by, known_at } = disk::decode(value)?;
        Ok(Self { id, edition, name, recipients, said_by, known_at })
    }

    fn write(&self) -> Vec<u8> {
        let Self { id, edition, name, recipients, said_by, known_at } = self.clone();
        disk::encode(&v1::Zone { id, edition, name, recipients, said_by, known_at })
    }
}

/// The zone among the rows of `meta`.
///
/// # Errors
/// [`RowError`] if it cannot be read. Then nothing may leave as if there were none.
pub fn known(rows: &[Row]) -> Result<Option<Zone>, RowError> {
    found(rows, meta::ZONE).map(|row| Zone::read(&row.value)).transpose()
}

/// The keys of this desk among the rows of `meta`, the newest first.
pub fn keys(rows: &[Row]) -> Vec<SecretKey> {
    found(rows, meta::ZONE_KEYS).map(|row| read_keys(&row.value)).unwrap_or_default()
}

/// From the value of their row.
pub fn read_keys(value: &[u8]) -> Vec<SecretKey> {
    let written = disk::decode::<v1::Keys>(value).map(|read| read.keys).unwrap_or_default();
    let read = written.iter().filter_map(|hex| hex.parse::<Sha256>().ok());
    read.map(|bytes| SecretKey(*bytes.as_bytes())).collect()
}

fn write_keys(keys: &[SecretKey]) -> Vec<u8> {
    disk::encode(&v1::Keys { keys: keys.iter().map(|key| Sha256::from_bytes(key.0).to_string()).collect() })
}

fn found<'a>(rows: &'a [Row], name: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(name))
}

/// Writes a zone down, unless another tab has meanwhile. `rows` are those of `meta` that it was decided on.
pub fn learn(rows: &[Row], zone: &Zone) -> Transaction {
    guarded(Transaction::new(), rows, meta::ZONE).put(Store::Meta, meta::ZONE.into(), zone.write())
}

/// Adds a key to those that open here; one that is here already changes nothing.
pub fn add_key(rows: &[Row], key: &SecretKey) -> Transaction {
    let mut all = vec![key.clone()];
    all.extend(keys(rows).into_iter().filter(|known| known != key));
    guarded(Transaction::new(), rows, meta::ZONE_KEYS).put(Store::Meta, meta::ZONE_KEYS.into(), write_keys(&all))
}

fn guarded(plan: Transaction, rows: &[Row], name: &str) -> Transaction {
    match found(rows, name) {
        Some(row) => plan.guard(Store::Meta, name.into(), row.value.clone()),
        None => plan.guard_free(Store::Meta, name.into()),
    }
}

/// Of two rows of one zone the later one, and of two zones the one that is here: what a backup brings takes nothing away.
pub(crate) fn is_later(came: &[u8], own: &[u8]) -> bool {
    match (Zone::read(came), Zone::read(own)) {
        (Ok(came), Ok(own)) => Zone::coming(Some(&own), &came) == Coming::Newer,
        (came, Err(_)) => came.is_ok(),
        _ => false,
    }
}

/// Both rows' keys, those that are here first.
pub(crate) fn joined_keys(own: &[u8], came: &[u8]) -> Vec<u8> {
    let mut keys = read_keys(own);
    for key in read_keys(came) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    write_keys(&keys)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Zone {
        pub id: String,
        pub edition: u64,
        pub name: String,
        pub recipients: Vec<String>,
        pub said_by: DeviceId,
        pub known_at: Timestamp,
    }

    /// 64 hex digits each.
    #[derive(Serialize, Deserialize)]
    pub struct Keys {
        pub keys: Vec<String>,
    }
}

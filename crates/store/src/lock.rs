//! How a database is locked: the row that says so, which stays open while all others are sealed.
//!
//! A database is locked, and opened for good, by moving all of it to another one: whatever stops that, one of the two is whole. The old
//! one then says where everything went ([`moved`]) until it is deleted.
//!
//! Not here: sealing (`batch::lock`), moving (the app).

use serde::{Deserialize, Serialize};

use crate::layout::{Row, meta};
use crate::{Key, KeyPart, RowError, Store, Transaction, disk};

/// The data key as a passphrase keeps it: see `batch::lock`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lock {
    pub memory_kib: u32,
    pub passes: u32,
    pub salt: Vec<u8>,
    pub nonce: Vec<u8>,
    pub sealed: Vec<u8>,
}

impl Lock {
    /// # Errors
    /// [`RowError`] if it was not written by this program. What is sealed stays sealed then.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        let v1::Lock { memory_kib, passes, salt, nonce, sealed } = disk::decode(value)?;
        let bytes = |hex: String| from_hex(&hex).ok_or(RowError::Missing("lock"));
        Ok(Self { memory_kib, passes, salt: bytes(salt)?, nonce: bytes(nonce)?, sealed: bytes(sealed)? })
    }

    fn write(&self) -> Vec<u8> {
        let Self { memory_kib, passes, salt, nonce, sealed } = self;
        disk::encode(&v1::Lock {
            memory_kib: *memory_kib,
            passes: *passes,
            salt: to_hex(salt),
            nonce: to_hex(nonce),
            sealed: to_hex(sealed),
        })
    }
}

/// Whether a row lies open in a locked database: what is needed before anybody is asked.
pub fn is_open(store: Store, key: &Key) -> bool {
    store == Store::Meta && (*key == Key::from(meta::LOCK) || *key == Key::from(meta::SCHEMA))
}

/// The lock among the rows of `meta`, as it lies there. `None`: the database is open.
pub fn of(rows: &[Row]) -> Option<&[u8]> {
    found(rows, meta::LOCK)
}

/// The number of the database that this one was moved to.
pub fn moved(rows: &[Row]) -> Option<u32> {
    number(rows, meta::MOVED)
}

/// The number of the database that this one came from, while that is still there.
pub fn came_from(rows: &[Row]) -> Option<u32> {
    number(rows, meta::CAME_FROM)
}

fn number(rows: &[Row], name: &str) -> Option<u32> {
    disk::text(found(rows, name)?).ok()?.parse().ok()
}

fn found<'a>(rows: &'a [Row], name: &str) -> Option<&'a [u8]> {
    let row = rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(name));
    row.map(|row| row.value.as_slice())
}

/// Locks: for a database that holds everything already, and whose passphrase is another one from now on.
pub fn set(lock: &Lock) -> Transaction {
    Transaction::new().put(Store::Meta, meta::LOCK.into(), lock.write())
}

/// Says that everything is in another database.
pub fn leave(number: u32) -> Transaction {
    Transaction::new().guard_free(Store::Meta, meta::MOVED.into()).add(
        Store::Meta,
        meta::MOVED.into(),
        number.to_string(),
    )
}

/// For a database that was just made out of another, and holds everything of it: locked by this, or open.
pub fn arrive(from: u32, lock: Option<&Lock>) -> Transaction {
    let plan = lock.map_or_else(|| Transaction::new().delete(Store::Meta, meta::LOCK.into()), set);
    plan.put(Store::Meta, meta::CAME_FROM.into(), from.to_string())
}

/// The database that this one came from is deleted.
pub fn forget_old() -> Transaction {
    Transaction::new().delete(Store::Meta, meta::CAME_FROM.into())
}

/// Where a value lies, as one text of bytes: what it is sealed for.
pub fn place(store: Store, key: &Key) -> Vec<u8> {
    let mut place = store.name().as_bytes().to_vec();
    for part in &key.0 {
        match part {
            KeyPart::Number(number) => {
                place.extend([0, 0]);
                place.extend(number.to_be_bytes());
            }
            KeyPart::Text(text) => {
                place.extend([0, 1]);
                place.extend((text.len() as u64).to_be_bytes());
                place.extend(text.as_bytes());
            }
        }
    }
    place
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

mod v1 {
    use super::*;

    /// Bytes are hex.
    #[derive(Serialize, Deserialize)]
    pub struct Lock {
        pub memory_kib: u32,
        pub passes: u32,
        pub salt: String,
        pub nonce: String,
        pub sealed: String,
    }
}

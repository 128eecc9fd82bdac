//! The sealed backups that were made here, until somebody says that a file is gone; and which of them have what was erased since.
//!
//! A row of `meta` each, beside the last one's ([`crate::safe::Kept`]), with the erasures that were known when it was made. A backup
//! that lacks one has what that erased, and its file goes within [`KEPT_DAYS`] of it. What is restored from it is erased again.
//!
//! Source: P43 of the privacy rules. Not here: whether a backup is due (`safe`).

use std::collections::BTreeSet;

use record::{RevisionHash, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{Row, meta};
use crate::{Key, Store, Transaction, disk};

/// How long a backup with what was erased may be kept, in days from the erasure.
pub const KEPT_DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;

/// A backup whose file is to be thrown away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outdated {
    pub made_at: Timestamp,
    pub file_name: String,
    /// Until then.
    pub until: Timestamp,
}

/// Remembers a backup. `erased` are the erasures that were known when it was begun.
pub fn made(made_at: Timestamp, file_name: &str, erased: BTreeSet<RevisionHash>) -> Transaction {
    let row = v1::Made { file_name: file_name.to_owned(), made_at, erased };
    Transaction::new().put(Store::Meta, key(made_at), disk::encode(&row))
}

/// Somebody threw its file away.
pub fn gone(made_at: Timestamp) -> Transaction {
    Transaction::new().delete(Store::Meta, key(made_at))
}

fn key(made_at: Timestamp) -> Key {
    Key::from(meta::SAFE).then(made_at.to_string())
}

/// The backups that have what was erased, the most urgent first. `rows` are those of `meta`, `erasures` all that are known, each
/// with when it was made.
pub fn outdated(rows: &[Row], erasures: &[(RevisionHash, Timestamp)]) -> Vec<Outdated> {
    let is_made =
        |row: &&Row| row.store == Store::Meta && row.key.text(0) == Some(meta::SAFE) && row.key.text(1).is_some();
    let mut outdated: Vec<Outdated> = rows
        .iter()
        .filter(is_made)
        .filter_map(|row| disk::decode::<v1::Made>(&row.value).ok())
        .filter_map(|v1::Made { file_name, made_at, erased }| {
            let missing = erasures.iter().filter(|(hash, _)| !erased.contains(hash)).map(|(_, at)| at.unix_ms());
            // One that only came here later counts from the backup on: there is nothing of it to be thrown away before.
            let first = missing.min()?.max(made_at.unix_ms());
            let until = Timestamp::new(first + KEPT_DAYS * DAY_MS, made_at.offset_minutes());
            Some(Outdated { made_at, file_name, until })
        })
        .collect();
    outdated.sort_by_key(|backup| (backup.until, backup.made_at));
    outdated
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Made {
        pub made_at: Timestamp,
        pub file_name: String,
        pub erased: BTreeSet<RevisionHash>,
    }
}

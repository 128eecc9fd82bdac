//! What the device knows about itself: its key, its officer, its counters.
//!
//! Counters are rows of one plain text each, so that a guard can name them whatever else changes. Preferences such as
//! the language are not here: they lie in `localStorage`.

use std::fmt;

use record::{OfficerId, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::LedgerVersion;
use crate::layout::{Row, meta};
use crate::{Key, RowError, SCHEMA_VERSION, Store, Transaction, disk};

/// The rows of `meta` as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    pub schema: u32,
    /// Names this very database: see [`canary`](crate::canary).
    pub generation: String,
    pub device: OwnDevice,
    /// Who fills. `None` until somebody said.
    pub officer: Option<Officer>,
    /// The next record's.
    pub sequence: u64,
    /// The next batch's.
    pub batch_sequence: u64,
    /// The body hash of the last batch, which the next one names.
    pub previous_batch: Option<Sha256>,
    pub ledger: LedgerVersion,
    pub last_export: Option<LastExport>,
}

/// This device: the key that signs for it, from which its name follows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnDevice {
    pub key: SecretKey,
    /// What people call it.
    pub label: String,
    pub made_at: Timestamp,
}

/// The 32 secret bytes that a device signs with. Shown nowhere, not even in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey(pub [u8; 32]);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(..)")
    }
}

/// Who fills, as the records name them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Officer {
    pub id: OfficerId,
    pub name: String,
    pub unit: String,
}

/// The last export that was handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LastExport {
    pub at: Timestamp,
    pub records: u64,
    pub file_name: String,
}

/// Makes an empty database this device's. Does nothing if another tab did so first.
pub fn set_up(generation: &str, device: &OwnDevice) -> Transaction {
    let key = Sha256::from_bytes(device.key.0).to_string();
    let own = v1::Device { key, label: device.label.clone(), made_at: device.made_at };
    Transaction::new()
        .guard_free(Store::Meta, meta::GENERATION.into())
        .add(Store::Meta, meta::SCHEMA.into(), SCHEMA_VERSION.to_string())
        .add(Store::Meta, meta::GENERATION.into(), generation)
        .add(Store::Meta, meta::DEVICE.into(), disk::encode(&own))
        .add(Store::Meta, meta::SEQUENCE.into(), "1")
        .add(Store::Meta, meta::BATCH_SEQUENCE.into(), "1")
        .add(Store::Meta, meta::BATCH_HASH.into(), "")
        .add(Store::Meta, meta::LEDGER.into(), "0")
}

/// Says who fills from now on. Drafts and records keep the officer they have.
pub fn set_officer(officer: &Officer) -> Transaction {
    let Officer { id, name, unit } = officer.clone();
    Transaction::new().put(Store::Meta, meta::OFFICER.into(), disk::encode(&v1::Officer { id, name, unit }))
}

/// Remembers an export that was handed over, for the wipe screen and the reminder.
pub fn set_last_export(export: &LastExport) -> Transaction {
    let LastExport { at, records, file_name } = export.clone();
    let written = disk::encode(&v1::LastExport { at, records, file_name });
    Transaction::new().put(Store::Meta, meta::LAST_EXPORT.into(), written)
}

impl Settings {
    /// Reads the rows of `meta`. `None`: the database has not been set up.
    ///
    /// # Errors
    /// [`RowError`] if a row that must be there is not, or cannot be read. Then nothing is written and help is offered.
    pub fn read(rows: &[Row]) -> Result<Option<Self>, RowError> {
        let find = |name: &str| {
            let row = rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(name));
            row.map(|row| row.value.as_slice())
        };
        let need = |name: &'static str| find(name).ok_or(RowError::Missing(name));
        let Some(generation) = find(meta::GENERATION) else { return Ok(None) };
        let device = disk::decode::<v1::Device>(need(meta::DEVICE)?)?;
        let key: Sha256 = device.key.parse().map_err(|_| RowError::Missing("device key"))?;
        let previous = disk::text(need(meta::BATCH_HASH)?)?;
        Ok(Some(Self {
            schema: crate::migrate::version(rows)?,
            generation: disk::text(generation)?.to_owned(),
            device: OwnDevice { key: SecretKey(*key.as_bytes()), label: device.label, made_at: device.made_at },
            officer: find(meta::OFFICER).map(officer).transpose()?,
            sequence: disk::number(need(meta::SEQUENCE)?)?,
            batch_sequence: disk::number(need(meta::BATCH_SEQUENCE)?)?,
            previous_batch: match previous {
                "" => None,
                hex => Some(hex.parse().map_err(|_| RowError::Checksum)?),
            },
            ledger: LedgerVersion(disk::number(need(meta::LEDGER)?)?),
            last_export: find(meta::LAST_EXPORT).map(last_export).transpose()?,
        }))
    }
}

fn officer(value: &[u8]) -> Result<Officer, RowError> {
    let v1::Officer { id, name, unit } = disk::decode(value)?;
    Ok(Officer { id, name, unit })
}

fn last_export(value: &[u8]) -> Result<LastExport, RowError> {
    let v1::LastExport { at, records, file_name } = disk::decode(value)?;
    Ok(LastExport { at, records, file_name })
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Device {
        /// 64 hex digits.
        pub key: String,
        pub label: String,
        pub made_at: Timestamp,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Officer {
        pub id: OfficerId,
        pub name: String,
        pub unit: String,
    }

    #[derive(Serialize, Deserialize)]
    pub struct LastExport {
        pub at: Timestamp,
        pub records: u64,
        pub file_name: String,
    }
}

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
    /// Who else fills on this tablet: see [`officers`](crate::officers).
    pub others: Vec<Officer>,
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
    /// Staff codes from before a correction that something on this tablet still carries.
    pub former: Vec<OfficerId>,
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

/// Says for the first time who fills. Whatever comes later is a change of [`officers`](crate::officers).
pub fn set_officer(officer: &Officer) -> Transaction {
    let row = row_of(Some(officer), &[]).unwrap_or_default();
    Transaction::new().guard_free(Store::Meta, meta::OFFICER.into()).put(Store::Meta, meta::OFFICER.into(), row)
}

/// The row of all officers. `None`: nobody said who fills.
pub(crate) fn row_of(officer: Option<&Officer>, others: &[Officer]) -> Option<Vec<u8>> {
    let others = others.iter().map(v1::Officer::from).collect();
    officer.map(|officer| disk::encode(&v1::Officer { others, ..officer.into() }))
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
        let mut officer = find(meta::OFFICER).map(disk::decode::<v1::Officer>).transpose()?;
        let others = officer.as_mut().map(|officer| std::mem::take(&mut officer.others)).unwrap_or_default();
        Ok(Some(Self {
            schema: crate::migrate::version(rows)?,
            generation: disk::text(generation)?.to_owned(),
            device: OwnDevice { key: SecretKey(*key.as_bytes()), label: device.label, made_at: device.made_at },
            officer: officer.map(v1::Officer::read),
            others: others.into_iter().map(v1::Officer::read).collect(),
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

    /// Who fills, and in it who else does. A row of one officer is what it was before there could be several.
    #[derive(Serialize, Deserialize)]
    pub struct Officer {
        pub id: OfficerId,
        pub name: String,
        pub unit: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub former: Vec<OfficerId>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub others: Vec<Officer>,
    }

    impl From<&super::Officer> for Officer {
        fn from(officer: &super::Officer) -> Self {
            let super::Officer { id, name, unit, former } = officer.clone();
            Self { id, name, unit, former, others: Vec::new() }
        }
    }

    impl Officer {
        pub fn read(self) -> super::Officer {
            super::Officer { id: self.id, name: self.name, unit: self.unit, former: self.former }
        }
    }

    #[derive(Serialize, Deserialize)]
    pub struct LastExport {
        pub at: Timestamp,
        pub records: u64,
        pub file_name: String,
    }
}

//! What a zone says in the place of a table that comes with the app: its days off, its indicators.
//!
//! A row of `meta` for each. What was said last counts, on a desk, on tablets and in a backup; that somebody went back to the
//! app's own table is said too, so that an older pack brings nothing back.
//!
//! Not here: what stands in them (`ledger`).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use record::Timestamp;
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row, meta};
use crate::{Key, RowError, Store, Transaction, disk};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ZoneTable {
    /// Days off and worked weekends, with the columns of the shipped table.
    Holidays,
    /// The workbook that the board goes by.
    Indicators,
}

/// What was said of one, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    pub set_at: Timestamp,
    /// `None`: the app's own counts.
    pub bytes: Option<Vec<u8>>,
}

impl ZoneTable {
    /// Those that packs bring to tablets.
    pub const SENT: [Self; 2] = [Self::Holidays, Self::Indicators];

    /// In keys, and in packs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Holidays => "holidays",
            Self::Indicators => meta::INDICATORS,
        }
    }

    /// Of those that packs bring.
    pub fn named(name: &str) -> Option<Self> {
        Self::SENT.into_iter().find(|table| table.name() == name)
    }

    /// Where it may lie: the rows that [`said`](Self::said) reads.
    pub fn keys(self) -> Vec<Key> {
        // Until 0.3.0 the workbook lay by itself.
        let before = (self == Self::Indicators).then(|| Key::from(meta::INDICATORS));
        std::iter::once(layout::zone_table(self.name())).chain(before).collect()
    }

    /// What was said of it, among rows of `meta`. `None`: nothing.
    pub fn said(self, rows: &[Row]) -> Option<Said> {
        let at = |key: &Key| rows.iter().find(|row| row.store == Store::Meta && row.key == *key);
        let keys = self.keys();
        if let Some(said) = keys.first().and_then(at).and_then(|row| Said::read(&row.value).ok()) {
            return Some(said);
        }
        let before = keys.get(1).and_then(at)?;
        Some(Said { set_at: Timestamp::new(0, 0), bytes: Some(before.value.clone()) })
    }
}

impl Said {
    /// # Errors
    /// [`RowError`] if the bytes are not such a row.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        let v1::Said { set_at, table } = disk::decode(value)?;
        let bytes = table.map(|table| STANDARD.decode(table)).transpose().map_err(|_| RowError::Text)?;
        Ok(Self { set_at, bytes })
    }
}

/// Says it.
pub fn set(table: ZoneTable, said: &Said) -> Transaction {
    let row = v1::Said { set_at: said.set_at, table: said.bytes.as_ref().map(|bytes| STANDARD.encode(bytes)) };
    let plan = Transaction::new().put(Store::Meta, layout::zone_table(table.name()), disk::encode(&row));
    table.keys().into_iter().skip(1).fold(plan, |plan, before| plan.delete(Store::Meta, before))
}

/// Says what came from elsewhere, unless what is known here was said as late. `rows` are those of `meta`.
pub fn learn(rows: &[Row], table: ZoneTable, came: &Said) -> Transaction {
    let is_news = table.said(rows).is_none_or(|known| known.set_at < came.set_at);
    if is_news { set(table, came) } else { Transaction::new() }
}

/// Whether a row was said after another.
pub(crate) fn is_later(row: &[u8], other: &[u8]) -> bool {
    matches!((Said::read(row), Said::read(other)), (Ok(row), Ok(other)) if row.set_at > other.set_at)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Said {
        pub set_at: Timestamp,
        /// In base64.
        pub table: Option<String>,
    }
}

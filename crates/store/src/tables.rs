//! Tables of somebody's own that were brought in: the records they became, in one transaction, from which rows; and what people
//! said of their columns.
//!
//! The records are this device's like those of any draft: they wait to be sent. That a table came stands in the inbox like a
//! batch ([`import::Arrival`]), with its rows beside. What was said of columns lies in `meta`, a row
//! for each form and shape of table, so that no new layout is needed.

use record::{Revision, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::{self, Arrival, EntityRow, LedgerVersion};
use crate::layout::{self, Row, meta};
use crate::{RowError, Store, Transaction, disk, records};

/// What a person said of the columns of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mapping {
    pub form: String,
    /// Names the headings.
    pub shape: Sha256,
    /// Each heading with the name of its question; empty: it was left out.
    pub columns: Vec<(String, String)>,
    /// Questions that are answered alike in all rows.
    pub constants: Vec<(String, String)>,
    pub used_at: Timestamp,
}

/// A row that became a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TakenRow {
    /// As the spreadsheet program numbers it.
    pub number: u32,
    /// Tells what it said: a row that says the same is known by it, in whichever file.
    pub print: Sha256,
}

/// Last part of the key under which the rows of a table lie.
const ROWS: &str = "rows";

/// Takes in what a table became: all its records are here afterwards and wait to be sent, or nothing has changed. `rows` has one
/// for each of `revisions`.
pub fn take_in(
    arrival: &Arrival,
    rows: &[TakenRow],
    revisions: &[Revision],
    entities: &[EntityRow],
    mapping: &Mapping,
    ledger: LedgerVersion,
) -> Transaction {
    let told: Vec<v1::Row> = rows.iter().map(|row| (row.number, row.print)).collect();
    let plan = import::arrived(records::made(revisions), arrival);
    let plan = plan.add(Store::Inbox, layout::batch(arrival.batch).then(ROWS), disk::encode(&told));
    import::projected(plan, ledger, entities).and(remember(mapping))
}

/// The rows of a table that became records, in the order of its revisions, from the rows that `inbox` has under its id. None of a
/// batch.
///
/// # Errors
/// [`RowError`] if it cannot be told.
pub fn rows(rows: &[Row]) -> Result<Vec<TakenRow>, RowError> {
    let Some(row) = rows.iter().find(|row| row.key.text(1) == Some(ROWS)) else { return Ok(Vec::new()) };
    let told: Vec<v1::Row> = disk::decode(&row.value)?;
    Ok(told.into_iter().map(|(number, print)| TakenRow { number, print }).collect())
}

/// Remembers what a person said of a table's columns.
pub fn remember(mapping: &Mapping) -> Transaction {
    let key = layout::mapping(&mapping.form, mapping.shape);
    Transaction::new().put(Store::Meta, key, disk::encode(&v1::Mapping::from(mapping)))
}

/// All mappings for a form among the rows of `meta`, the one used last first. One that cannot be read is said anew.
pub fn mappings(rows: &[Row], form: &str) -> Vec<Mapping> {
    let is_its = |row: &&Row| row.key.text(0) == Some(meta::MAPPING) && row.key.text(1) == Some(form);
    let read = |row: &Row| {
        let shape = row.key.text(2).and_then(|text| text.parse().ok()).ok_or(RowError::Key)?;
        disk::decode::<v1::Mapping>(&row.value).map(|mapping| mapping.read(form, shape))
    };
    let mut mappings: Vec<Mapping> = rows.iter().filter(is_its).filter_map(|row| read(row).ok()).collect();
    mappings.sort_by_key(|mapping| std::cmp::Reverse(mapping.used_at));
    mappings
}

/// Whether what was said in one row was said after what another says. What cannot be read says nothing.
pub(crate) fn is_later(row: &[u8], other: &[u8]) -> bool {
    let used_at = |row| disk::decode::<v1::Mapping>(row).ok().map(|mapping| mapping.used_at);
    used_at(row) > used_at(other)
}

mod v1 {
    use super::*;

    /// Number and print.
    pub type Row = (u32, Sha256);

    #[derive(Serialize, Deserialize)]
    pub struct Mapping {
        columns: Vec<(String, String)>,
        constants: Vec<(String, String)>,
        pub used_at: Timestamp,
    }

    impl From<&super::Mapping> for Mapping {
        fn from(mapping: &super::Mapping) -> Self {
            let super::Mapping { columns, constants, used_at, .. } = mapping.clone();
            Self { columns, constants, used_at }
        }
    }

    impl Mapping {
        pub fn read(self, form: &str, shape: Sha256) -> super::Mapping {
            let Self { columns, constants, used_at } = self;
            super::Mapping { form: form.to_owned(), shape, columns, constants, used_at }
        }
    }
}

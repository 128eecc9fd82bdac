//! Somebody else's reports that are filled again and again: the empty workbook, and which of its cells is for what.
//!
//! Two rows of `meta` for each, by its name: what is known of it, and the workbook as it came. What a cell is for is one plain
//! text here; what it means is the ledger's business.

use record::Timestamp;
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row, meta};
use crate::{RowError, Store, Transaction, disk};

/// A report without its workbook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// As its file is called.
    pub name: String,
    pub cells: Vec<Cell>,
    pub changed_at: Timestamp,
}

/// A cell that is filled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell {
    /// The place of its sheet among the worksheets; its row from 1, its column from 0.
    pub sheet: usize,
    pub row: u32,
    pub column: u16,
    pub what: String,
}

/// Keeps a report; one of the same name is replaced.
pub fn keep(report: &Report, table: &[u8]) -> Transaction {
    let row = disk::encode(&v1::Report::from(report));
    let plan = Transaction::new().put(Store::Meta, layout::report(&report.name), row);
    plan.put(Store::Meta, layout::report_table(&report.name), table)
}

pub fn forget(name: &str) -> Transaction {
    let plan = Transaction::new().delete(Store::Meta, layout::report(name));
    plan.delete(Store::Meta, layout::report_table(name))
}

/// All reports among the rows of `meta`, by name, and how many cannot be read.
pub fn all(rows: &[Row]) -> (Vec<Report>, usize) {
    let is_head = |row: &&Row| row.key.text(0) == Some(meta::REPORT) && row.key.text(2).is_none();
    let (mut reports, mut unread) = (Vec::new(), 0);
    for row in rows.iter().filter(is_head) {
        match (row.key.text(1), disk::decode::<v1::Report>(&row.value)) {
            (Some(name), Ok(report)) => reports.push(report.read(name)),
            _ => unread += 1,
        }
    }
    (reports, unread)
}

/// Whether a row was changed after another.
pub(crate) fn is_later(row: &[u8], other: &[u8]) -> bool {
    let changed_at = |row| -> Result<Timestamp, RowError> { Ok(disk::decode::<v1::Report>(row)?.changed_at) };
    matches!((changed_at(row), changed_at(other)), (Ok(row), Ok(other)) if row > other)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Report {
        /// Sheet, row, column, what.
        cells: Vec<(usize, u32, u16, String)>,
        pub changed_at: Timestamp,
    }

    impl From<&super::Report> for Report {
        fn from(report: &super::Report) -> Self {
            let cell = |cell: &Cell| (cell.sheet, cell.row, cell.column, cell.what.clone());
            Self { cells: report.cells.iter().map(cell).collect(), changed_at: report.changed_at }
        }
    }

    impl Report {
        pub fn read(self, name: &str) -> super::Report {
            let cell = |(sheet, row, column, what)| Cell { sheet, row, column, what };
            let Self { cells, changed_at } = self;
            super::Report { name: name.to_owned(), cells: cells.into_iter().map(cell).collect(), changed_at }
        }
    }
}

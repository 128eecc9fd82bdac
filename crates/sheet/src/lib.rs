//! Tables in and out: workbooks (`.xlsx`) and delimited text (`.csv`), under limits that hold before memory is taken.
//!
//! Start at [`read_xlsx`] and [`read_csv`]. What is read is plain data: a [`Workbook`] of sheets of cells, each cell
//! with its place so that whoever finds something wrong can point at it; or a [`Table`] with one header row.
//!
//! Not here: what the tables mean (`form::xlsform`, `ledger`).

mod csv;
mod date;
mod error;
mod limits;
mod table;
mod workbook;
mod write;
mod xlsx;

pub use crate::csv::{read_csv, write_csv};
pub use error::{Damage, Measure, Place, ReadError, column_letters};
pub use limits::Limits;
pub use table::Table;
pub use workbook::{Cell, CellValue, Row, Sheet, Workbook};
pub use write::{WriteError, write_xlsx, write_xlsx_tables};
pub use xlsx::read_xlsx;

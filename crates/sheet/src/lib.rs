//! Tables in and out: workbooks and the files that go with them, under limits that hold before memory is taken.
//!
//! Start at [`read_workbook`] (`.xlsx`, and a form's sheets as `.csv` or Markdown) and [`read_attached`] (`.csv`, `.xml`,
//! `.geojson`). What is read is plain data: a [`Workbook`] of sheets of cells, each cell with its place so that whoever
//! finds something wrong can point at it; or a [`Table`] with one header row. What is written may be longer than memory
//! likes: [`Writer`] (workbooks), [`CsvWriter`] and [`GeoJsonWriter`] take it row by row. [`fill_xlsx`] writes into a workbook of
//! somebody else's and leaves all else in it as it is.
//!
//! Not here: what the tables mean (`form::xlsform`, `ledger`).

mod archive;
mod attached;
mod book;
mod csv;
mod date;
mod error;
mod filled;
mod geojson;
mod items;
mod limits;
mod markdown;
mod rows;
mod stacked;
mod table;
mod workbook;
mod write;
mod xlsx;

pub use crate::csv::{CsvWriter, Guard, read_csv, write_csv};
pub use archive::write_archive;
pub use attached::{read_attached, read_workbook};
pub use book::{HeadColumn, Heading, Offered, Put, SheetKey, Tone, What, Writer};
pub use error::{Damage, Measure, Place, ReadError, column_letters};
pub use filled::{FillError, Filled, Filling, Spot, Spotted, fill_xlsx, put_xlsx};
pub use geojson::{GeoJsonWriter, read_geojson};
pub use items::read_items;
pub use limits::Limits;
pub use markdown::read_markdown;
pub use rows::Rows;
pub use stacked::read_stacked_csv;
pub use table::Table;
pub use workbook::{Cell, CellValue, Merged, Row, Sheet, Workbook};
pub use write::{WriteError, write_xlsx, write_xlsx_tables};
pub use xlsx::{read_xlsx, read_xlsx_merged};

//! The board as its page asks for it.
//!
//! Not here: how it is worked out (`worker::desk::board`).

use ledger::indicator::{Candidate, CellAt, Scope, Wanted};
use record::Day;
use store::reports::{self, Cell, Report};
use store::{Key, Store, layout};

use super::device::Device;
use super::lists::ListError;
use super::{desk, sample, tasks};
use crate::platform::clock;
use crate::platform::idb::ReadError;
use crate::worker::FileBytes;
use crate::worker::desk::board::{Board, BoardAsk, BoardQuestion, BoardTold, FilledReport, ReportOrder};
use crate::worker::desk::{Done, Failure, Task};

/// The day that a board is of until somebody says another: today; the sample zone has a day of its own.
pub fn first_day() -> Day {
    let today = clock::now().date().parse().unwrap_or(::sample::AS_OF);
    if sample::is_shown() { ::sample::AS_OF } else { today }
}

/// Every figure as of a day.
///
/// # Errors
/// [`ListError`]
pub async fn board(question: BoardQuestion) -> Result<Board, ListError> {
    match ask(BoardAsk::Board(question)).await? {
        BoardTold::Board(board) => Ok(*board),
        _ => Err(Failure::Worker.into()),
    }
}

/// Uses somebody's own workbook of indicators, or tells what is wrong with it.
///
/// # Errors
/// [`Failure`]; what was used before is used on.
pub async fn take_workbook(device: &Device, bytes: Vec<u8>) -> Result<BoardTold, Failure> {
    // In whatever language: names of properties are the same in all.
    let words = desk::words(device, "zh").await.map_err(|_| Failure::Worker)?;
    ask(BoardAsk::Read(FileBytes(bytes), words.known())).await
}

/// Goes back to the indicators that come with the app.
///
/// # Errors
/// [`Failure`]
pub async fn go_back() -> Result<(), Failure> {
    ask(BoardAsk::Shipped).await.map(drop)
}

/// The workbook of indicators that is used, to be changed.
///
/// # Errors
/// [`Failure`]
pub async fn workbook() -> Result<Vec<u8>, Failure> {
    match ask(BoardAsk::Workbook).await? {
        BoardTold::Workbook(bytes) => Ok(bytes.0),
        _ => Err(Failure::Worker),
    }
}

/// The sheets of somebody else's report and the cells in it that may be for figures. `None`: it is no workbook.
///
/// # Errors
/// [`Failure`]
pub async fn cells(table: Vec<u8>) -> Result<Option<(Vec<String>, Vec<Candidate>)>, Failure> {
    match ask(BoardAsk::Cells(FileBytes(table))).await? {
        BoardTold::Cells(sheets, cells) => Ok(Some((sheets, cells))),
        BoardTold::Unreadable => Ok(None),
        _ => Err(Failure::Worker),
    }
}

/// A report with its cells filled, as of a day and for a part of the zone or all of it. `None`: its cells are not there.
///
/// # Errors
/// [`Failure`]
pub async fn fill(table: Vec<u8>, report: &Report, day: Day, scope: Scope) -> Result<Option<FilledReport>, Failure> {
    let cell = |cell: &Cell| {
        let at = CellAt { sheet: cell.sheet, row: cell.row, column: cell.column };
        Some((at, Wanted::read(&cell.what)?))
    };
    let cells = report.cells.iter().filter_map(cell).collect();
    match ask(BoardAsk::Fill(ReportOrder { table: FileBytes(table), cells, day, scope })).await? {
        BoardTold::Filled(filled) => Ok(Some(filled)),
        BoardTold::NoCell | BoardTold::Unreadable => Ok(None),
        _ => Err(Failure::Worker),
    }
}

/// The reports that are filled again and again.
///
/// # Errors
/// [`ReadError`]
pub async fn reports(device: &Device) -> Result<Vec<Report>, ReadError> {
    Ok(reports::all(&device.database.range(Store::Meta, &Key::from(layout::meta::REPORT)).await?).0)
}

/// The empty workbook of one.
///
/// # Errors
/// [`ReadError`]
pub async fn table(device: &Device, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
    device.database.get(Store::Meta, &layout::report_table(name)).await
}

async fn ask(ask: BoardAsk) -> Result<BoardTold, Failure> {
    match tasks::done(Task::Board(Box::new(ask)), &[], |_| ()).await? {
        Done::Board(told) => Ok(told),
        _ => Err(Failure::Worker),
    }
}

//! The board as its page asks for it.
//!
//! Not here: how it is worked out (`worker::desk::board`).

use super::lists::ListError;
use super::tasks;
use crate::worker::FileBytes;
use crate::worker::desk::board::{Board, BoardAsk, BoardQuestion, BoardTold};
use crate::worker::desk::{Done, Failure, Task};

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
pub async fn take_workbook(bytes: Vec<u8>) -> Result<BoardTold, Failure> {
    ask(BoardAsk::Read(FileBytes(bytes))).await
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

async fn ask(ask: BoardAsk) -> Result<BoardTold, Failure> {
    match tasks::done(Task::Board(Box::new(ask)), &[], |_| ()).await? {
        Done::Board(told) => Ok(told),
        _ => Err(Failure::Worker),
    }
}

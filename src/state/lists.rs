//! The entity lists as the desk's pages ask for them.
//!
//! The worker holds them (`worker::lists`); what it does not hold at the ledger's present version is read from the database
//! and handed to it, once. Every page asks through here.
//!
//! Not here: what a row says in words, and one entity's page (`desk`).

use ledger::register::query::{Found, Query};
use ledger::{Column, EntityKey};
use record::{EntityId, ListName};
use store::{LedgerVersion, Store, layout};

use super::device::{Device, LoadError};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::worker::lists::{ListAnswer, ListOrder, ListQuestion};
use crate::worker::{Answer, FileBytes, Question};

/// Why a list cannot be looked at.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum ListError {
    #[error("what the device keeps cannot be had")]
    Load(#[from] LoadError),
    #[error("the worker did not answer")]
    Worker(#[from] WorkerError),
}

impl From<ReadError> for ListError {
    fn from(error: ReadError) -> Self {
        Self::Load(error.into())
    }
}

const TIMEOUT_MS: u32 = 60_000;

/// How many rows go to the worker at a time.
const ROWS_AT_A_TIME: usize = 4_000;

/// How often the lists are read while other tabs change the ledger, or the worker dies of something else.
const TRIES: usize = 3;

/// Every list that has entities, and how many.
///
/// # Errors
/// [`ListError`]
pub async fn overview(device: &Device) -> Result<Vec<(ListName, usize)>, ListError> {
    match ask(device, ListQuestion::Overview).await? {
        ListAnswer::Overview(lists) => Ok(lists),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// Every property that an entity of a list has.
///
/// # Errors
/// [`ListError`]
pub async fn properties(device: &Device, list: &ListName) -> Result<Vec<String>, ListError> {
    match ask(device, ListQuestion::Properties { list: list.clone() }).await? {
        ListAnswer::Properties(properties) => Ok(properties),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// What a query finds in a list.
///
/// # Errors
/// [`ListError`]
pub async fn find(device: &Device, list: &ListName, query: &Query) -> Result<Found, ListError> {
    match ask(device, ListQuestion::Find { list: list.clone(), query: query.clone() }).await? {
        ListAnswer::Found(found) => Ok(found),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// How often each value stands in a column. `None`: there are more than `most`.
///
/// # Errors
/// [`ListError`]
pub async fn values(
    device: &Device,
    list: &ListName,
    column: &Column,
    most: usize,
) -> Result<Option<Vec<(String, usize)>>, ListError> {
    match ask(device, ListQuestion::Values { list: list.clone(), column: column.clone(), most }).await? {
        ListAnswer::Values(values) => Ok(values),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// The entities of any list of which some property is this entity.
///
/// # Errors
/// [`ListError`]
pub async fn naming(device: &Device, entity: &EntityId) -> Result<Vec<EntityKey>, ListError> {
    match ask(device, ListQuestion::Naming { entity: entity.clone() }).await? {
        ListAnswer::Naming(keys) => Ok(keys),
        _ => Err(WorkerError::Trapped.into()),
    }
}

async fn ask(device: &Device, question: ListQuestion) -> Result<ListAnswer, ListError> {
    for _ in 0..TRIES {
        let ledger = version(device).await?;
        match put(ledger, question.clone()).await? {
            ListAnswer::NotHere => hand_over(device, ledger).await?,
            answer => return Ok(answer),
        }
    }
    Err(WorkerError::Trapped.into())
}

async fn hand_over(device: &Device, ledger: LedgerVersion) -> Result<(), ListError> {
    let rows: Vec<FileBytes> =
        device.database.all(Store::Entities).await?.into_iter().map(|row| FileBytes(row.value)).collect();
    let mut rows = rows.into_iter();
    let mut is_first = true;
    loop {
        let some: Vec<FileBytes> = rows.by_ref().take(ROWS_AT_A_TIME).collect();
        let is_last = rows.len() == 0;
        put(ledger, ListQuestion::Read { rows: some, is_first, is_last }).await?;
        if is_last {
            return Ok(());
        }
        is_first = false;
    }
}

async fn put(ledger: LedgerVersion, question: ListQuestion) -> Result<ListAnswer, ListError> {
    let order = ListOrder { ledger: ledger.0, question };
    match worker::ask(&Question::Lists(Box::new(order)), TIMEOUT_MS).await? {
        Answer::Lists(answer) => Ok(*answer),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// The ledger's version as it is now. A database without one has no entities.
async fn version(device: &Device) -> Result<LedgerVersion, ListError> {
    let row = device.database.get(Store::Meta, &layout::meta::LEDGER.into()).await?;
    let number = row.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|text| text.parse().ok());
    Ok(LedgerVersion(number.unwrap_or_default()))
}

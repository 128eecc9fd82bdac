//! The entity lists as the desk's pages ask for them.
//!
//! The desk worker holds them (`worker::desk::lists`). Every page asks through here.
//!
//! Not here: what a row says in words, and one entity's page (`desk`).

use ledger::register::query::{Found, Query};
use ledger::{Column, EntityKey};
use record::{EntityId, ListName};

use super::device::LoadError;
use super::tasks;
use crate::platform::idb::ReadError;
use crate::worker::desk::lists::{ListAnswer, ListQuestion, Named, Offered};
use crate::worker::desk::open::{OpenAnswer, OpenQuestion};
use crate::worker::desk::{Done, Failure, Task};

/// Why a list cannot be looked at.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum ListError {
    #[error("what the device keeps cannot be had")]
    Load(#[from] LoadError),
    #[error("the desk worker did not answer")]
    Worker(Failure),
}

impl From<Failure> for ListError {
    fn from(failure: Failure) -> Self {
        Self::Worker(failure)
    }
}

impl From<ListError> for LoadError {
    fn from(error: ListError) -> Self {
        match error {
            ListError::Load(error) => error,
            ListError::Worker(_) => ReadError::NoAnswer.into(),
        }
    }
}

impl From<ReadError> for ListError {
    fn from(error: ReadError) -> Self {
        Self::Load(error.into())
    }
}

/// Every list that has entities, and how many.
///
/// # Errors
/// [`ListError`]
pub async fn overview() -> Result<Vec<(ListName, usize)>, ListError> {
    match ask(ListQuestion::Overview).await? {
        ListAnswer::Overview(lists) => Ok(lists),
        _ => Err(Failure::Worker.into()),
    }
}

/// Every property that an entity of a list has.
///
/// # Errors
/// [`ListError`]
pub async fn properties(list: &ListName) -> Result<Vec<String>, ListError> {
    match ask(ListQuestion::Properties { list: list.clone() }).await? {
        ListAnswer::Properties(properties) => Ok(properties),
        _ => Err(Failure::Worker.into()),
    }
}

/// What a query finds in a list, and the entities that its cells name.
///
/// # Errors
/// [`ListError`]
pub async fn find(list: &ListName, query: &Query) -> Result<(Found, Named), ListError> {
    match ask(ListQuestion::Find { list: list.clone(), query: query.clone() }).await? {
        ListAnswer::Found(found, named) => Ok((found, named)),
        _ => Err(Failure::Worker.into()),
    }
}

/// Which entities these values name, and what they are called.
///
/// # Errors
/// [`ListError`]
pub async fn named(values: Vec<String>) -> Result<Named, ListError> {
    match ask(ListQuestion::Named(values)).await? {
        ListAnswer::Named(named) => Ok(named),
        _ => Err(Failure::Worker.into()),
    }
}

/// How often each value stands in a column. `None`: there are more than `most`.
///
/// # Errors
/// [`ListError`]
pub async fn values(list: &ListName, column: &Column, most: usize) -> Result<Option<Vec<(String, usize)>>, ListError> {
    match ask(ListQuestion::Values { list: list.clone(), column: column.clone(), most }).await? {
        ListAnswer::Values(values) => Ok(values),
        _ => Err(Failure::Worker.into()),
    }
}

/// What the columns whose cells are ids name. One that names more than `most` entities is left out.
///
/// # Errors
/// [`ListError`]
pub async fn offered(list: &ListName, most: usize) -> Result<Vec<Offered>, ListError> {
    match ask(ListQuestion::Offered { list: list.clone(), most }).await? {
        ListAnswer::Offered(offered) => Ok(offered),
        _ => Err(Failure::Worker.into()),
    }
}

/// How many properties of a list's entities somebody must decide.
///
/// # Errors
/// [`ListError`]
pub async fn conflicts(list: &ListName) -> Result<usize, ListError> {
    let counted = values(list, &Column::Conflicts, usize::MAX).await?.unwrap_or_default();
    Ok(counted.into_iter().filter_map(|(number, rows)| Some(number.parse::<usize>().ok()? * rows)).sum())
}

/// The entities of any list of which some property is this entity.
///
/// # Errors
/// [`ListError`]
pub async fn naming(entity: &EntityId) -> Result<Vec<EntityKey>, ListError> {
    match ask(ListQuestion::Naming { entity: entity.clone() }).await? {
        ListAnswer::Naming(keys) => Ok(keys),
        _ => Err(Failure::Worker.into()),
    }
}

/// Which others of a list may be the same as this entity. Those of which somebody said that they are two are not.
///
/// # Errors
/// [`ListError`]
pub async fn alike(list: &ListName, entity: &EntityId) -> Result<Vec<EntityId>, ListError> {
    match ask(ListQuestion::Alike { list: list.clone(), entity: entity.clone() }).await? {
        ListAnswer::Alike(entities) => Ok(entities),
        _ => Err(Failure::Worker.into()),
    }
}

/// What waits for somebody, as the desk worker tells it. `on_progress` hears of so many of so many steps.
///
/// # Errors
/// [`ListError`]
pub async fn open(
    question: OpenQuestion,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<OpenAnswer, ListError> {
    match tasks::counted(Task::Open(question), on_progress).await? {
        Done::Open(answer) => Ok(answer),
        _ => Err(Failure::Worker.into()),
    }
}

async fn ask(question: ListQuestion) -> Result<ListAnswer, ListError> {
    match tasks::done(Task::Lists(question), &[], |_| ()).await? {
        Done::Lists(answer) => Ok(answer),
        _ => Err(Failure::Worker.into()),
    }
}

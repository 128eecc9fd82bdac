//! What registered people asked for, and by when it is to be done.
//!
//! Not here: the rows (`store::requests`), what it means to do it (the pages of a person and of a record).

use std::collections::{BTreeMap, BTreeSet};

use ledger::EntityKey;
use record::{Day, EntityId, ErasedEntity, ListName};
use rules::Reckoned;
pub use store::requests::{Request, Wants};
use store::{Key, Store, layout, requests};

use super::device::{Device, Failure};
use super::{access, calendar, desk};
use crate::platform::clock;
use crate::platform::idb::{ReadError, RunError};

/// The law says in time; so many workdays are in time.
const WORKDAYS: u32 = 15;

/// A request with what a person needs to know to do it.
pub struct Asked {
    pub request: Request,
    /// What the person is called. `None`: nothing is here of them any more.
    pub title: Option<String>,
    pub due: Option<Reckoned<Day>>,
    pub is_overdue: bool,
}

/// The requests, the earliest first: those of one person, or all that are not done.
///
/// # Errors
/// [`ReadError`]
pub async fn list(device: &Device, of: Option<&ErasedEntity>) -> Result<Vec<Asked>, ReadError> {
    let rows = device.database.range(Store::Meta, &Key::from(layout::meta::REQUEST)).await?;
    let mut found = requests::list(&rows);
    found.retain(|request| of.map_or(request.done.is_none(), |person| request.person == *person));
    let keys: BTreeSet<EntityKey> = found.iter().map(|request| EntityKey::from(&request.person)).collect();
    let people: BTreeMap<EntityKey, String> = desk::several(device, &keys)
        .await?
        .into_iter()
        .map(|(key, one)| (key, one.state().title().to_owned()))
        .collect();
    let (calendar, today) = (calendar::read(&device.database).await, clock::now().date().parse::<Day>().ok());
    let asked = |request: Request| {
        let day = request.asked_at.date().parse::<Day>().ok();
        let due = day.map(|day| calendar.due(day, WORKDAYS));
        let is_overdue = request.done.is_none() && due.zip(today).is_some_and(|(due, today)| today > due.is);
        Asked { title: people.get(&EntityKey::from(&request.person)).cloned(), due, is_overdue, request }
    };
    Ok(found.into_iter().map(asked).collect())
}

/// Takes down that somebody asked, now.
///
/// # Errors
/// [`Failure`]; nothing was written.
pub async fn ask(device: &Device, list: &str, entity: &str, wants: Wants) -> Result<(), Failure> {
    let settings = device.settings().await.ok().flatten().ok_or(Failure::Run(RunError::NoAnswer))?;
    let person = ErasedEntity { list: ListName::new(list), id: EntityId::new(entity) };
    let request = Request { person, wants, asked_at: clock::now(), taken_by: access::who(&settings), done: None };
    device.run(requests::asked(&request)).await
}

/// Somebody says that it is done.
///
/// # Errors
/// [`Failure`]; nothing was written.
pub async fn done(device: &Device, request: &Request) -> Result<(), Failure> {
    let settings = device.settings().await.ok().flatten().ok_or(Failure::Run(RunError::NoAnswer))?;
    device.run(requests::done(request, clock::now(), &access::who(&settings))).await
}

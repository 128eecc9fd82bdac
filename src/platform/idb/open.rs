//! Opening the database, and making it on a first run.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use store::migrate::CHAIN;
use store::{Store, layout};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbTransaction, IdbVersionChangeEvent};

use super::request::{key_to_js, settled};
use super::{BrowserError, Database, DatabaseEvent};
use crate::platform::local;

/// Why there is no database to write to. Nothing was changed or deleted.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum OpenError {
    /// Written by a newer program. It can still be read: [`open_read_only`].
    #[error("the database was written by a newer version")]
    Newer,
    /// No room for even an empty database.
    #[error("no room for the database")]
    Quota,
    /// This browser, or its settings, has no IndexedDB.
    #[error("the browser offers no database")]
    Unavailable,
    /// Neither opened nor failed in time, though no other tab holds it.
    #[error("no answer in time")]
    NoAnswer,
    /// The database is there and cannot be opened. It must not be deleted: repair tools may still read it.
    #[error("the database cannot be opened")]
    Broken(#[source] BrowserError),
}

impl From<BrowserError> for OpenError {
    fn from(error: BrowserError) -> Self {
        match error.name.as_str() {
            "VersionError" => Self::Newer,
            "QuotaExceededError" => Self::Quota,
            "SecurityError" => Self::Unavailable,
            // A Chromium that is told to keep nothing for this site calls the database broken; the rest it refuses by name.
            _ if !local::is_usable() => Self::Unavailable,
            _ => Self::Broken(error),
        }
    }
}

/// How long opening may take on a slow tablet after a power cut, when the browser repairs its files first.
const PATIENCE_MS: u32 = 30_000;

/// Opens the page's database for writing and brings it to this program's layout.
///
/// # Errors
/// [`OpenError`]
pub async fn open(
    on_blocked: impl Fn() + 'static,
    on_event: impl Fn(DatabaseEvent) + 'static,
) -> Result<Database, OpenError> {
    open_named(&local::database(), on_blocked, on_event).await
}

/// The same for a database of this name, also from a worker, which does not know the page's.
///
/// While an old tab holds an older version this waits, and `on_blocked` is called once: ask to close the other tabs.
///
/// # Errors
/// [`OpenError`]
pub async fn open_named(
    name: &str,
    on_blocked: impl Fn() + 'static,
    on_event: impl Fn(DatabaseEvent) + 'static,
) -> Result<Database, OpenError> {
    let request = factory()?
        .open_with_u32(name, layout::SCHEMA_VERSION)
        .map_err(|thrown| OpenError::from(BrowserError::from(thrown)))?;
    let is_blocked = Rc::new(Cell::new(false));
    let blocked = {
        let is_blocked = is_blocked.clone();
        EventListener::new(&request, "blocked", move |_| {
            is_blocked.set(true);
            on_blocked();
        })
    };
    let upgrade = {
        let request = request.clone();
        EventListener::once(&request.clone(), "upgradeneeded", move |event| {
            let from = event.dyn_ref::<IdbVersionChangeEvent>().map_or(0.0, IdbVersionChangeEvent::old_version);
            lay_out(&request, from == 0.0);
        })
    };
    let database = match select(pin!(opened(&request)), TimeoutFuture::new(PATIENCE_MS)).await {
        Either::Left((database, _)) => database?,
        // A person has to close the other tab first, and may take all day.
        Either::Right(((), opening)) if is_blocked.get() => opening.await?,
        Either::Right(_) => return Err(OpenError::NoAnswer),
    };
    drop((blocked, upgrade));
    Ok(Database::new(database, false, on_event))
}

/// Opens whatever version is there, for reading and export only.
///
/// # Errors
/// [`OpenError`]
pub async fn open_read_only(on_event: impl Fn(DatabaseEvent) + 'static) -> Result<Database, OpenError> {
    let request = factory()?.open(&local::database()).map_err(|thrown| OpenError::from(BrowserError::from(thrown)))?;
    Ok(Database::new(opened(&request).await?, true, on_event))
}

/// Deletes a database, once nothing is connected to it any more. One that is not there is deleted already.
///
/// # Errors
/// [`OpenError`]; it is still there then.
pub async fn delete(name: &str) -> Result<(), OpenError> {
    let request = factory()?.delete_database(name).map_err(|thrown| OpenError::from(BrowserError::from(thrown)))?;
    match select(pin!(settled(&request)), TimeoutFuture::new(PATIENCE_MS)).await {
        Either::Left((deleted, _)) => Ok(deleted.map(drop)?),
        Either::Right(_) => Err(OpenError::NoAnswer),
    }
}

/// The names of all databases of this page, where the browser tells.
pub async fn names() -> Vec<String> {
    let Ok(factory) = factory() else { return Vec::new() };
    let asked = Reflect::get(&factory, &"databases".into()).ok().and_then(|ask| ask.dyn_into::<Function>().ok());
    let Some(promise) = asked.and_then(|ask| ask.call0(&factory).ok()?.dyn_into::<Promise>().ok()) else {
        return Vec::new();
    };
    let told = JsFuture::from(promise).await.unwrap_or_default();
    let name = |told: JsValue| Reflect::get(&told, &"name".into()).ok()?.as_string();
    Array::from(&told).iter().filter_map(name).collect()
}

/// Makes the object stores that are not there yet, and says which layout it is. It runs inside the version-change transaction:
/// if anything in it fails, the database is as it was.
fn lay_out(request: &IdbOpenDbRequest, is_new: bool) {
    // A step that looks at rows has to be carried out here, from `store::migrate`, once there is one.
    const { assert!(CHAIN.looks_at_no_row()) };
    let Some(database) = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) else { return };
    let Some(running) = request.transaction() else { return };
    let present = database.object_store_names();
    let missing = Store::ALL.into_iter().filter(|store| !present.contains(store.name()));
    let made = missing.map(|store| store.name()).try_for_each(|name| database.create_object_store(name).map(drop));
    // A new database says it with all that it begins with.
    let said = made.and_then(|()| if is_new { Ok(()) } else { say_layout(&running) });
    if said.is_err() {
        // Half a layout must not be kept.
        let _ = running.abort();
    }
}

fn say_layout(running: &IdbTransaction) -> Result<(), JsValue> {
    let version = layout::SCHEMA_VERSION.to_string();
    let key = key_to_js(&layout::meta::SCHEMA.into());
    running.object_store(Store::Meta.name())?.put_with_key(&Uint8Array::from(version.as_bytes()), &key).map(drop)
}

/// The page's or the worker's.
fn factory() -> Result<IdbFactory, OpenError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    factory.and_then(|factory| factory.dyn_into().ok()).ok_or(OpenError::Unavailable)
}

async fn opened(request: &IdbOpenDbRequest) -> Result<IdbDatabase, OpenError> {
    settled(request).await?.dyn_into().map_err(|value| OpenError::Broken(value.into()))
}

//! Opening the database, and making it on a first run.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Reflect, Uint8Array};
use store::migrate::CHAIN;
use store::{Row, Store, layout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbTransaction, IdbVersionChangeEvent};

use super::request::{key_from_js, settled};
use super::run::write_all;
use super::{BrowserError, Database, DatabaseEvent};
use crate::platform::{local, timer};

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
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a version is a small whole number
            lay_out(&request, from as u32);
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

/// Makes the object stores that are not there yet, and rewrites rows of an older layout. All in the version-change
/// transaction: if anything in it fails, the database is as it was.
fn lay_out(request: &IdbOpenDbRequest, from: u32) {
    let Some(database) = request.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) else { return };
    let Some(running) = request.transaction() else { return };
    let present = database.object_store_names();
    for store in Store::ALL {
        if !present.contains(store.name()) && database.create_object_store(store.name()).is_err() {
            // Half a layout must not be kept.
            let _ = running.abort();
            return;
        }
    }
    if from > 0 {
        timer::spawn(async move {
            if migrated(&running, from).await.is_err() {
                let _ = running.abort();
            }
        });
    }
}

async fn migrated(running: &IdbTransaction, from: u32) -> Result<(), JsValue> {
    let mut rows = Vec::new();
    for store in CHAIN.stores(from) {
        let own = running.object_store(store.name())?;
        let (keys, values) = (own.get_all_keys()?, own.get_all()?);
        let (keys, values) = (settled(&keys).await, settled(&values).await);
        let (keys, values) = (keys.map_err(thrown)?, values.map_err(thrown)?);
        for (key, value) in Array::from(&keys).iter().zip(Array::from(&values).iter()) {
            rows.extend(key_from_js(&key).map(|key| Row::new(store, key, Uint8Array::new(&value).to_vec())));
        }
    }
    let plan = CHAIN.upgrade(&rows, from).map_err(thrown)?;
    write_all(running, plan.writes).map_err(thrown)
}

fn thrown(error: impl std::error::Error) -> JsValue {
    js_sys::Error::new(&error.to_string()).into()
}

/// The page's or the worker's.
fn factory() -> Result<IdbFactory, OpenError> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok();
    factory.and_then(|factory| factory.dyn_into().ok()).ok_or(OpenError::Unavailable)
}

async fn opened(request: &IdbOpenDbRequest) -> Result<IdbDatabase, OpenError> {
    settled(request).await?.dyn_into().map_err(|value| OpenError::Broken(value.into()))
}

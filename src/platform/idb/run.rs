//! The one place that writes.

use std::cell::Cell;
use std::pin::pin;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Object, Reflect};
use store::{Guard, RowError, Store, Transaction, Write};
use wasm_bindgen::prelude::*;
use web_sys::{IdbObjectStore, IdbTransaction};

use super::held::Gathering;
use super::request::{key_to_js, settled, under};
use super::{BrowserError, Database, ReadError, held};
use crate::later::NotHere;

/// Why a transaction was not carried out. But for [`RunError::NoAnswer`], nothing of it happened.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RunError {
    /// Something that had to be so was not; which guard, counted from 0. Another tab wrote in between.
    #[error("guard {index} does not hold")]
    Guard { index: usize },
    /// An `Add` found its key taken.
    #[error("a key to be added is taken")]
    KeyTaken,
    /// No room. Free the ballast and try once more.
    #[error("no room")]
    Quota,
    /// The connection is closed. Reopen, look at the canary, send again.
    #[error("the database is closed")]
    Closed,
    /// Opened for reading only.
    #[error("the database was written by a newer version and is read-only")]
    ReadOnly,
    /// Neither done nor failed in time. It may still happen; keep the tail.
    #[error("no answer in time")]
    NoAnswer,
    /// The browser failed in a way of its own.
    #[error("the browser could not write")]
    Broken(#[source] BrowserError),
}

impl From<BrowserError> for RunError {
    fn from(error: BrowserError) -> Self {
        match error.name.as_str() {
            "QuotaExceededError" => Self::Quota,
            "ConstraintError" => Self::KeyTaken,
            "InvalidStateError" => Self::Closed,
            _ => Self::Broken(error),
        }
    }
}

impl From<ReadError> for RunError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Closed => Self::Closed,
            ReadError::NoAnswer => Self::NoAnswer,
            ReadError::Block => RowError::Block.into(),
            ReadError::NotHere(missing) => missing.into(),
            ReadError::Broken(error) => Self::Broken(error),
        }
    }
}

impl From<NotHere> for RunError {
    fn from(missing: NotHere) -> Self {
        Self::Broken(BrowserError { name: "NotHere".to_owned(), message: missing.to_string() })
    }
}

impl From<RowError> for RunError {
    fn from(error: RowError) -> Self {
        Self::Broken(BrowserError { name: "RowError".to_owned(), message: error.to_string() })
    }
}

impl From<JsValue> for RunError {
    fn from(thrown: JsValue) -> Self {
        BrowserError::from(thrown).into()
    }
}

/// How long one answer's transaction may take; a long one gets more by its number of writes.
const PATIENCE_MS: u32 = 5_000;
const PATIENCE_PER_WRITE_MS: u32 = 2;

#[wasm_bindgen]
extern "C" {
    /// `web-sys` has the `durability` option and `commit` only behind a compiler flag.
    #[wasm_bindgen(extends = web_sys::IdbDatabase, js_name = IDBDatabase)]
    type StrictDatabase;
    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &StrictDatabase,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    #[wasm_bindgen(extends = web_sys::IdbTransaction, js_name = IDBTransaction)]
    type CommittedTransaction;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &CommittedTransaction) -> Result<(), JsValue>;
}

impl Database {
    /// Carries out a transaction: checks its guards, makes its writes, and answers when all of it lies on the disk.
    ///
    /// # Errors
    /// [`RunError`]; nothing of it happened then, except that after [`RunError::NoAnswer`] it still may.
    pub async fn run(&self, transaction: Transaction) -> Result<(), RunError> {
        // Only what deletes has to reach into blocks, and only a desk has any.
        if transaction.deletes_blocked() && !self.is_read_only() && self.has_blocks_of(Store::Records).await? {
            return (held::held().await?.run)(self.clone(), transaction, Gathering::No).await;
        }
        let (stores, count) = (transaction.stores(), transaction.writes.len());
        self.carry_out(&stores, transaction.guards, count, transaction.writes.into_iter()).await
    }

    /// The same for what comes by the thousand: rows that may lie in blocks are laid there.
    ///
    /// # Errors
    /// As for [`Database::run`].
    pub async fn run_gathered(&self, transaction: Transaction) -> Result<(), RunError> {
        (held::held().await?.run)(self.clone(), transaction, Gathering::All).await
    }

    /// The same where the lists that are kept are worked out while the browser writes the rest: `lists` makes their writes.
    ///
    /// # Errors
    /// As for [`Database::run`].
    pub async fn run_gathered_with(
        &self,
        transaction: Transaction,
        lists: impl FnOnce() -> Transaction + 'static,
    ) -> Result<(), RunError> {
        (held::held().await?.run)(self.clone(), transaction, Gathering::With(Box::new(lists))).await
    }

    pub(super) async fn carry_out(
        &self,
        stores: &[Store],
        guards: Vec<Guard>,
        write_count: usize,
        writes: impl Iterator<Item = Write>,
    ) -> Result<(), RunError> {
        if self.is_read_only() {
            return Err(RunError::ReadOnly);
        }
        self.carry_out_frozen(stores, guards, write_count, writes).await
    }

    /// The one transaction of a database that refuses all others, of rows that lie by themselves.
    ///
    /// # Errors
    /// As for [`Database::run`].
    pub async fn run_frozen(&self, transaction: Transaction) -> Result<(), RunError> {
        let (stores, count) = (transaction.stores(), transaction.writes.len());
        self.carry_out_frozen(&stores, transaction.guards, count, transaction.writes.into_iter()).await
    }

    async fn carry_out_frozen(
        &self,
        stores: &[Store],
        guards: Vec<Guard>,
        write_count: usize,
        writes: impl Iterator<Item = Write>,
    ) -> Result<(), RunError> {
        if stores.is_empty() {
            return Ok(());
        }
        let database = self.connection().ok_or(RunError::Closed)?;
        let running = begin(&database, stores).inspect_err(|error| {
            if *error == RunError::Closed {
                self.lost();
            }
        })?;
        let write_count = u32::try_from(write_count).unwrap_or(u32::MAX / PATIENCE_PER_WRITE_MS);
        let patience = PATIENCE_MS.saturating_add(write_count.saturating_mul(PATIENCE_PER_WRITE_MS));
        match select(pin!(self.written(&running, &guards, writes)), TimeoutFuture::new(patience)).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => {
                // If it is not committing yet, this makes sure that it never will.
                let _ = running.abort();
                Err(RunError::NoAnswer)
            }
        }
    }

    async fn written(
        &self,
        running: &IdbTransaction,
        guards: &[Guard],
        mut writes: impl Iterator<Item = Write>,
    ) -> Result<(), RunError> {
        let (ended, listeners) = outcome(running);
        let failed_early = match self.guards_hold(running, guards).await {
            // Sent without waiting for any: a write that fails aborts the transaction with its own error.
            Ok(()) => writes.try_for_each(|write| self.write_one(running, write)).err(),
            Err(error) => Some(error),
        };
        if let Some(error) = failed_early {
            // It has no writes that could be kept, or must not keep them; the abort may already be under way.
            let _ = running.abort();
            let _ = ended.await;
            drop(listeners);
            return Err(error);
        }
        // Browsers without `commit` do it by themselves, and a transaction that has already failed tells so below.
        let _ = running.unchecked_ref::<CommittedTransaction>().commit();

        let result = ended.await.unwrap_or(Err(RunError::NoAnswer));
        drop(listeners);
        result
    }

    async fn guards_hold(&self, running: &IdbTransaction, guards: &[Guard]) -> Result<(), RunError> {
        for (index, guard) in guards.iter().enumerate() {
            let Guard::Is { store, key, value } = guard;
            let found = settled(&object_store(running, *store)?.get(&key_to_js(key))?).await?;
            let found = (!found.is_undefined()).then(|| self.bare(*store, key, &found));
            if found != *value {
                return Err(RunError::Guard { index });
            }
        }
        Ok(())
    }

    fn write_one(&self, running: &IdbTransaction, write: Write) -> Result<(), RunError> {
        match write {
            Write::Add { store, key, value } => {
                object_store(running, store)?.add_with_key(&self.kept(store, &key, &value), &key_to_js(&key))?;
            }
            Write::Put { store, key, value } => {
                object_store(running, store)?.put_with_key(&self.kept(store, &key, &value), &key_to_js(&key))?;
            }
            Write::Delete { store, key } => {
                object_store(running, store)?.delete(&key_to_js(&key))?;
            }
            Write::DeleteUnder { store, prefix } => {
                object_store(running, store)?.delete(&under(&prefix)?.into())?;
            }
        }
        Ok(())
    }
}

fn begin(database: &web_sys::IdbDatabase, stores: &[Store]) -> Result<IdbTransaction, RunError> {
    let stores: Array = stores.iter().map(|store| JsValue::from_str(store.name())).collect();
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    Ok(database.unchecked_ref::<StrictDatabase>().transaction(&stores, "readwrite", &options)?)
}

type Ended = oneshot::Receiver<Result<(), RunError>>;

/// The transaction's end, as its own events tell it: `complete`, or `abort` with the reason.
fn outcome(running: &IdbTransaction) -> (Ended, [EventListener; 2]) {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let tell = move |result: Result<(), RunError>| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(result);
        }
    };
    let complete = {
        let tell = tell.clone();
        EventListener::once(running, "complete", move |_| tell(Ok(())))
    };
    let aborting = running.clone();
    let abort = EventListener::once(running, "abort", move |_| {
        let reason = aborting.error().map_or(RunError::Closed, |exception| BrowserError::from(&exception).into());
        tell(Err(reason));
    });
    (receiver, [complete, abort])
}

fn object_store(running: &IdbTransaction, store: Store) -> Result<IdbObjectStore, RunError> {
    Ok(running.object_store(store.name())?)
}

//! Reading rows. A read sees what was completed before it began, and never half a transaction.
//!
//! A row may lie in its store by itself or in one of the blocks (`store::blocks`): whoever reads sees no difference. Only a desk
//! has blocks, so what reads them is `held`'s, in the second part of the program; here it is asked whether there are any.

use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{Either, join, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use store::{Key, Row, RowError, Store};
use wasm_bindgen::JsValue;
use web_sys::{IdbObjectStore, IdbTransactionMode};

use super::held::{self, Index, Wanted};
use super::request::{behind, key_from_js, key_to_js, settled, under};
use super::{BrowserError, Database};
use crate::later::NotHere;

/// Why rows could not be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// The connection is closed. Reopen and read again.
    #[error("the database is closed")]
    Closed,
    /// Neither read nor failed in time.
    #[error("no answer in time")]
    NoAnswer,
    /// Rows that lie together cannot be told apart any more. They are kept as they are.
    #[error("a block of rows cannot be read")]
    Block,
    /// The second part of the program, which reads them, has not come.
    #[error(transparent)]
    NotHere(#[from] NotHere),
    #[error("the browser could not read")]
    Broken(#[source] BrowserError),
}

impl From<BrowserError> for ReadError {
    fn from(error: BrowserError) -> Self {
        match error.name.as_str() {
            "InvalidStateError" => Self::Closed,
            _ => Self::Broken(error),
        }
    }
}

impl From<JsValue> for ReadError {
    fn from(thrown: JsValue) -> Self {
        BrowserError::from(thrown).into()
    }
}

impl From<RowError> for ReadError {
    fn from(_: RowError) -> Self {
        Self::Block
    }
}

/// How long a read may take. The largest are a ledger's entities.
const PATIENCE_MS: u32 = 20_000;

/// So many rows are taken in before a page is free again.
const PIECE_ROWS: u32 = 1_000;

pub(super) async fn in_time<T>(reading: impl Future<Output = T>) -> Result<T, ReadError> {
    match select(pin!(reading), TimeoutFuture::new(PATIENCE_MS)).await {
        Either::Left((result, _)) => Ok(result),
        Either::Right(_) => Err(ReadError::NoAnswer),
    }
}

impl Database {
    /// The value at a key.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn get(&self, store: Store, key: &Key) -> Result<Option<Vec<u8>>, ReadError> {
        let value = in_time(settled(&self.reading(store)?.get(&key_to_js(key))?)).await??;
        if value.is_undefined() && self.has_blocks_of(store).await? {
            return Ok(self.rows(store, [key.clone()].into()).await?.into_iter().next().map(|row| row.value));
        }
        Ok((!value.is_undefined()).then(|| self.bare(store, key, &value)))
    }

    /// Every row whose key begins with these parts, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn range(&self, store: Store, prefix: &Key) -> Result<Vec<Row>, ReadError> {
        let rows = in_time(self.alone_under(store, prefix)).await??;
        if self.has_blocks_of(store).await? {
            return self.ranges(store, [prefix.clone()].into()).await;
        }
        Ok(rows)
    }

    /// Those of them that lie by themselves: of one transaction, a piece at a time.
    async fn alone_under(&self, store: Store, prefix: &Key) -> Result<Vec<Row>, ReadError> {
        let (object_store, mut range, mut rows) = (self.reading(store)?, under(prefix)?, Vec::new());
        loop {
            let keys = object_store.get_all_keys_with_key_and_limit(&range, PIECE_ROWS)?;
            let values = object_store.get_all_with_key_and_limit(&range, PIECE_ROWS)?;
            let (keys, values) = join(settled(&keys), settled(&values)).await;
            let (keys, values) = (Array::from(&keys?), Array::from(&values?));
            rows.extend(keys.iter().zip(values.iter()).filter_map(|(key, value)| {
                let key = key_from_js(&key)?;
                let value = self.bare(store, &key, &value);
                Some(Row { store, key, value })
            }));
            if keys.length() < PIECE_ROWS {
                return Ok(rows);
            }
            range = behind(&keys.get(PIECE_ROWS - 1), prefix)?;
        }
    }

    /// Every row of a store.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn all(&self, store: Store) -> Result<Vec<Row>, ReadError> {
        self.range(store, &Key(Vec::new())).await
    }

    /// The keys that begin with these parts, without their values; only of stores whose rows lie by themselves.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn keys(&self, store: Store, prefix: &Key) -> Result<Vec<Key>, ReadError> {
        let range = under(prefix)?;
        let keys = in_time(settled(&self.reading(store)?.get_all_keys_with_key(&range)?)).await??;
        Ok(Array::from(&keys).iter().filter_map(|key| key_from_js(&key)).collect())
    }

    /// The rows of these keys, those that there are, in their order; only of stores whose rows lie by themselves.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn several(&self, store: Store, keys: Vec<Key>) -> Result<Vec<Row>, ReadError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let object_store = self.reading(store)?;
        let requests: Result<Vec<_>, JsValue> = keys.iter().map(|key| object_store.get(&key_to_js(key))).collect();
        let requests = requests?;
        // One transaction answers in the order in which it was asked.
        if let Some(last) = requests.last() {
            in_time(settled(last)).await??;
        }
        let mut rows = Vec::new();
        for (key, request) in keys.into_iter().zip(requests) {
            let value = request.result()?;
            if !value.is_undefined() {
                let value = self.bare(store, &key, &value);
                rows.push(Row { store, key, value });
            }
        }
        Ok(rows)
    }

    /// Every row whose key is one of these, wherever it lies, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn rows(&self, store: Store, keys: BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
        self.held_at(&Rc::new(self.index(store).await?), Wanted::Keys(keys)).await
    }

    /// Every row whose key begins with one of these, wherever it lies, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn ranges(&self, store: Store, prefixes: BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
        self.held_at(&Rc::new(self.index(store).await?), Wanted::Under(prefixes)).await
    }

    /// Where the rows of a store lie, for who looks many times.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn index(&self, store: Store) -> Result<Index, ReadError> {
        (held::held().await?.index)(self.clone(), store).await
    }

    /// As [`Database::rows`] and [`Database::ranges`], where it is known where rows lie.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn held_at(&self, index: &Rc<Index>, wanted: Wanted) -> Result<Vec<Row>, ReadError> {
        (held::held().await?.rows)(self.clone(), index.clone(), wanted).await
    }

    /// How many keys begin with these parts, of rows that lie by themselves.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn count(&self, store: Store, prefix: &Key) -> Result<u32, ReadError> {
        let range = under(prefix)?;
        let count = in_time(settled(&self.reading(store)?.count_with_key(&range)?)).await??;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count is a whole number
        Ok(count.as_f64().unwrap_or_default() as u32)
    }

    /// Whether rows of a store may lie in blocks. Asked after what lies by itself was read: blocks that are made in between have
    /// nothing that was there at that time.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn has_blocks_of(&self, store: Store) -> Result<bool, ReadError> {
        if !store.is_blocked() || !self.has_store(Store::Blocks)? {
            return Ok(false);
        }
        Ok(self.count(Store::Blocks, &Key(Vec::new())).await? > 0)
    }

    /// An older layout, opened for reading only, does not have all.
    fn has_store(&self, store: Store) -> Result<bool, ReadError> {
        Ok(self.connection().ok_or(ReadError::Closed)?.object_store_names().contains(store.name()))
    }

    fn reading(&self, store: Store) -> Result<IdbObjectStore, ReadError> {
        let database = self.connection().ok_or(ReadError::Closed)?;
        let transaction = database.transaction_with_str_and_mode(store.name(), IdbTransactionMode::Readonly)?;
        Ok(transaction.object_store(store.name())?)
    }
}

//! Reading rows. A read sees what was completed before it began, and never half a transaction.
//!
//! A row may lie in its store by itself or in one of the blocks (`store::blocks`): whoever reads sees no difference. Only a desk
//! has blocks, so what reads them is `held`'s, in the second part of the program; here it is asked whether there are any.

use std::collections::BTreeSet;
use std::pin::pin;

use futures_util::future::{Either, join, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use store::{Key, Row, RowError, Store};
use wasm_bindgen::JsValue;
use web_sys::{IdbObjectStore, IdbRequest, IdbTransactionMode};

use super::held::{self, Wanted};
use super::request::{key_from_js, key_to_js, settled, under};
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
        let (own, blocks) = self.reading(store)?;
        let value = own.get(&key_to_js(key))?;
        let (value, has_blocks) = in_time(join(settled(&value), is_any(blocks))).await?;
        let value = value?;
        if value.is_undefined() && has_blocks? {
            let rows = (held::held().await?.rows)(self.clone(), store, Wanted::Keys([key.clone()].into())).await?;
            return Ok(rows.into_iter().next().map(|row| row.value));
        }
        Ok((!value.is_undefined()).then(|| Uint8Array::new(&value).to_vec()))
    }

    /// Every row whose key begins with these parts, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn range(&self, store: Store, prefix: &Key) -> Result<Vec<Row>, ReadError> {
        let range = under(prefix)?;
        let (own, blocks) = self.reading(store)?;
        let keys = own.get_all_keys_with_key(&range)?;
        let values = own.get_all_with_key(&range)?;
        let (rows, has_blocks) = in_time(join(join(settled(&keys), settled(&values)), is_any(blocks))).await?;
        if has_blocks? {
            return (held::held().await?.rows)(self.clone(), store, Wanted::Under([prefix.clone()].into())).await;
        }
        let (keys, values) = (Array::from(&rows.0?), Array::from(&rows.1?));
        let row = |(key, value): (JsValue, JsValue)| {
            Some(Row::new(store, key_from_js(&key)?, Uint8Array::new(&value).to_vec()))
        };
        Ok(keys.iter().zip(values.iter()).filter_map(row).collect())
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
        let keys = in_time(settled(&self.reading(store)?.0.get_all_keys_with_key(&range)?)).await??;
        Ok(Array::from(&keys).iter().filter_map(|key| key_from_js(&key)).collect())
    }

    /// The rows of these keys, those that there are, in their order; only of stores whose rows lie by themselves.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn several(&self, store: Store, keys: Vec<Key>) -> Result<Vec<Row>, ReadError> {
        let object_store = self.reading(store)?.0;
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
                rows.push(Row::new(store, key, Uint8Array::new(&value).to_vec()));
            }
        }
        Ok(rows)
    }

    /// Every row whose key is one of these, wherever it lies, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn rows(&self, store: Store, keys: BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
        (held::held().await?.rows)(self.clone(), store, Wanted::Keys(keys)).await
    }

    /// Every row whose key begins with one of these, wherever it lies, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn ranges(&self, store: Store, prefixes: BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
        (held::held().await?.rows)(self.clone(), store, Wanted::Under(prefixes)).await
    }

    /// How many keys begin with these parts, of rows that lie by themselves.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn count(&self, store: Store, prefix: &Key) -> Result<u32, ReadError> {
        let range = under(prefix)?;
        let count = in_time(settled(&self.reading(store)?.0.count_with_key(&range)?)).await??;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count is a whole number
        Ok(count.as_f64().unwrap_or_default() as u32)
    }

    /// Whether there are blocks at all.
    pub(super) async fn has_blocks(&self) -> Result<bool, ReadError> {
        in_time(is_any(self.reading(Store::Records)?.1)).await?
    }

    /// A store, and a look at the blocks beside it if it may have any, in one transaction.
    fn reading(&self, store: Store) -> Result<(IdbObjectStore, Option<IdbRequest>), ReadError> {
        let (own, blocks) = self.beside_blocks(store)?;
        Ok((own, blocks.map(|blocks| blocks.count()).transpose()?))
    }

    /// A store, and the blocks beside it if it may have any, in one transaction.
    pub(super) fn beside_blocks(&self, store: Store) -> Result<(IdbObjectStore, Option<IdbObjectStore>), ReadError> {
        let database = self.connection().ok_or(ReadError::Closed)?;
        // An older layout, opened for reading only, has none.
        let is_blocked = store.is_blocked() && database.object_store_names().contains(Store::Blocks.name());
        let stores = is_blocked.then_some(Store::Blocks).into_iter().chain([store]);
        let names: Array = stores.map(|store| JsValue::from_str(store.name())).collect();
        let transaction = database.transaction_with_str_sequence_and_mode(&names, IdbTransactionMode::Readonly)?;
        let blocks = is_blocked.then(|| transaction.object_store(Store::Blocks.name())).transpose()?;
        Ok((transaction.object_store(store.name())?, blocks))
    }
}

async fn is_any(count: Option<IdbRequest>) -> Result<bool, ReadError> {
    match count {
        None => Ok(false),
        Some(count) => Ok(settled(&count).await?.as_f64() > Some(0.0)),
    }
}

//! Reading rows. A read sees what was completed before it began, and never half a transaction.
//!
//! A row may lie in its store by itself or in one of the blocks (`store::blocks`): whoever reads sees no difference.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use store::blocks::{self, Block};
use store::{Key, Row, RowError, Store};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbCursorDirection, IdbCursorWithValue, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode};

use super::request::{key_from_js, key_to_js, settled, under};
use super::{BrowserError, Database};

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

async fn in_time<T>(reading: impl Future<Output = T>) -> Result<T, ReadError> {
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
        let (own, held) = self.reading(store)?;
        let own = own.get(&key_to_js(key))?;
        let held = held.map(|held| last_until(&held, store, key)).transpose()?;
        let value = in_time(settled(&own)).await??;
        if let (true, Some(held)) = (value.is_undefined(), held) {
            return Ok(in_time(block(&held)).await??.0.remove(key));
        }
        Ok((!value.is_undefined()).then(|| Uint8Array::new(&value).to_vec()))
    }

    /// Every row whose key begins with these parts, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn range(&self, store: Store, prefix: &Key) -> Result<Vec<Row>, ReadError> {
        let range = under(prefix)?;
        let (own, held) = self.reading(store)?;
        let (keys, values) = (own.get_all_keys_with_key(&range)?, own.get_all_with_key(&range)?);
        let held = held.map(|held| Held::under(&held, store, prefix)).transpose()?;
        let (keys, values) = (in_time(settled(&keys)).await??, in_time(settled(&values)).await??);
        let row = |(key, value): (JsValue, JsValue)| {
            Some(Row::new(store, key_from_js(&key)?, Uint8Array::new(&value).to_vec()))
        };
        let own: Vec<Row> = Array::from(&keys).iter().zip(Array::from(&values).iter()).filter_map(row).collect();
        let Some(held) = held else { return Ok(own) };
        let mut rows = in_time(held.rows(prefix)).await??;
        if rows.is_empty() {
            return Ok(own);
        }
        rows.extend(own.into_iter().map(|row| (row.key, row.value)));
        Ok(rows.into_iter().map(|(key, value)| Row { store, key, value }).collect())
    }

    /// Every row of a store.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn all(&self, store: Store) -> Result<Vec<Row>, ReadError> {
        self.range(store, &Key(Vec::new())).await
    }

    /// The keys that begin with these parts, without their values.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn keys(&self, store: Store, prefix: &Key) -> Result<Vec<Key>, ReadError> {
        let range = under(prefix)?;
        let (own, held) = self.reading(store)?;
        let keys = own.get_all_keys_with_key(&range)?;
        let held = held.map(|held| Held::under(&held, store, prefix)).transpose()?;
        let keys = in_time(settled(&keys)).await??;
        let own = Array::from(&keys).iter().filter_map(|key| key_from_js(&key)).collect();
        let Some(held) = held else { return Ok(own) };
        let held = in_time(held.rows(prefix)).await??;
        Ok(own.into_iter().chain(held.into_keys()).collect::<BTreeSet<Key>>().into_iter().collect())
    }

    /// The rows of these keys, those that there are, in their order.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn several(&self, store: Store, keys: Vec<Key>) -> Result<Vec<Row>, ReadError> {
        let (own, held) = self.reading(store)?;
        let requests: Result<Vec<_>, JsValue> = keys.iter().map(|key| own.get(&key_to_js(key))).collect();
        let requests = requests?;
        // One transaction answers in the order in which it was asked.
        if let Some(last) = requests.last() {
            in_time(settled(last)).await??;
        }
        let mut rows = BTreeMap::new();
        let mut missing = BTreeSet::new();
        for (key, request) in keys.iter().zip(requests) {
            match request.result()? {
                value if value.is_undefined() => drop(missing.insert(key.clone())),
                value => drop(rows.insert(key.clone(), Uint8Array::new(&value).to_vec())),
            }
        }
        if let (Some(held), false) = (held, missing.is_empty()) {
            for block in in_time(blocks_of(&held, store, &missing)).await?? {
                let found = Block::read(&block.value)?.0.into_iter();
                rows.extend(found.filter(|(key, _)| missing.contains(key)));
            }
        }
        Ok(keys.into_iter().filter_map(|key| Some(Row { store, value: rows.remove(&key)?, key })).collect())
    }

    /// Every row whose key begins with one of these, in the order of keys.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn ranges(&self, store: Store, prefixes: &BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
        // A key lies under the last prefix that is not after it, or under none: prefixes of one another are not asked for.
        let is_wanted = |key: &Key| prefixes.range(..=key).next_back().is_some_and(|prefix| key.is_under(prefix));
        let alone: Vec<Key> = self.alone(store).await?.into_iter().filter(is_wanted).collect();
        let mut rows: BTreeMap<Key, Vec<u8>> = BTreeMap::new();
        if let Some(held) = self.reading(store)?.1 {
            for block in in_time(blocks_under(&held, store, prefixes)).await?? {
                rows.extend(Block::read(&block.value)?.0.into_iter().filter(|(key, _)| is_wanted(key)));
            }
        }
        let alone = self.several(store, alone).await?;
        rows.extend(alone.into_iter().map(|row| (row.key, row.value)));
        Ok(rows.into_iter().map(|(key, value)| Row { store, key, value }).collect())
    }

    /// The blocks of these keys: for each the last one that is not after it.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn blocks(&self, store: Store, keys: &BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
        match self.reading(store)?.1 {
            Some(held) => in_time(blocks_of(&held, store, keys)).await?,
            None => Ok(Vec::new()),
        }
    }

    /// The keys of all rows of a store that lie by themselves.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn alone(&self, store: Store) -> Result<BTreeSet<Key>, ReadError> {
        let keys = in_time(settled(&self.reading(store)?.0.get_all_keys()?)).await??;
        Ok(Array::from(&keys).iter().filter_map(|key| key_from_js(&key)).collect())
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

    /// A store, and the blocks beside it if it has any, in one transaction.
    fn reading(&self, store: Store) -> Result<(IdbObjectStore, Option<IdbObjectStore>), ReadError> {
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

/// Asks for the last block that is not after a key.
fn last_until(held: &IdbObjectStore, store: Store, key: &Key) -> Result<IdbRequest, ReadError> {
    let range = between(&Key::from(store.name()), &blocks::key(store, key), false)?;
    Ok(held.open_cursor_with_range_and_direction(&range, IdbCursorDirection::Prev)?)
}

async fn block(request: &IdbRequest) -> Result<Block, ReadError> {
    match settled(request).await?.dyn_into::<IdbCursorWithValue>() {
        Ok(cursor) => Ok(Block::read(&Uint8Array::new(&cursor.value()?).to_vec())?),
        Err(_) => Ok(Block::default()),
    }
}

/// The blocks that can hold something under a prefix: the one that begins before it, and those that begin in it.
struct Held {
    before: IdbRequest,
    within: IdbRequest,
}

impl Held {
    fn under(held: &IdbObjectStore, store: Store, prefix: &Key) -> Result<Self, ReadError> {
        let within = between(&blocks::key(store, prefix), &blocks::end(store, prefix), true)?;
        Ok(Self { before: last_until(held, store, prefix)?, within: held.get_all_with_key(&within)? })
    }

    async fn rows(self, prefix: &Key) -> Result<BTreeMap<Key, Vec<u8>>, ReadError> {
        let mut rows = block(&self.before).await?.0;
        for value in Array::from(&settled(&self.within).await?).iter() {
            rows.extend(Block::read(&Uint8Array::new(&value).to_vec())?.0);
        }
        rows.retain(|key, _| key.is_under(prefix));
        Ok(rows)
    }
}

async fn blocks_of(held: &IdbObjectStore, store: Store, keys: &BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
    let places = places(held, store).await?;
    let place = |key: &Key| places.range(..=blocks::key(store, key)).next_back().cloned();
    fetched(held, keys.iter().filter_map(place).collect()).await
}

async fn blocks_under(held: &IdbObjectStore, store: Store, prefixes: &BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
    let places = places(held, store).await?;
    let mut needed = BTreeSet::new();
    for prefix in prefixes {
        let first = blocks::key(store, prefix);
        needed.extend(places.range(..=&first).next_back().cloned());
        needed.extend(places.range(first..blocks::end(store, prefix)).cloned());
    }
    fetched(held, needed).await
}

/// Where blocks of a store lie.
async fn places(held: &IdbObjectStore, store: Store) -> Result<BTreeSet<Key>, ReadError> {
    let range = under(&Key::from(store.name()))?;
    let places = settled(&held.get_all_keys_with_key(&range)?).await?;
    Ok(Array::from(&places).iter().filter_map(|place| key_from_js(&place)).collect())
}

async fn fetched(held: &IdbObjectStore, places: BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
    let requests = places.iter().map(|place| held.get(&key_to_js(place))).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = requests.last() {
        settled(last).await?;
    }
    let row = |(key, request): (Key, IdbRequest)| {
        Ok(Row::new(Store::Blocks, key, Uint8Array::new(&request.result()?).to_vec()))
    };
    places.into_iter().zip(requests).map(row).collect()
}

fn between(from: &Key, to: &Key, is_from_open: bool) -> Result<IdbKeyRange, ReadError> {
    let range =
        IdbKeyRange::bound_with_lower_open_and_upper_open(&key_to_js(from), &key_to_js(to), is_from_open, false);
    Ok(range.map_err(BrowserError::from)?)
}

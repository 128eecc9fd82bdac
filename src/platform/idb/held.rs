//! Rows that lie in blocks (`store::blocks`): read beside those that lie by themselves, and written.
//!
//! It lies in the second part of the program: a tablet has no blocks, and its first question does not wait for what reads them.
//! Start at [`held`].

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use js_sys::Array;
use store::blocks::{self, Block};
use store::{Key, Row, Store, Transaction, Write};
use wasm_bindgen::JsValue;
use web_sys::{IdbObjectStore, IdbRequest, IdbTransactionMode};

use super::read::in_time;
use super::request::{key_from_js, key_to_js, settled, under};
use super::{Database, ReadError, RunError};
use crate::later::{NotHere, later};

type Reading<T> = LocalBoxFuture<'static, Result<T, ReadError>>;

/// What can be done where rows may lie in blocks.
pub struct Held {
    pub index: fn(Database, Store) -> Reading<Index>,
    pub rows: fn(Database, Rc<Index>, Wanted) -> Reading<Vec<Row>>,
    pub run: fn(Database, Transaction, Gathering) -> LocalBoxFuture<'static, Result<(), RunError>>,
}

/// Whether what is written is laid into blocks, too.
pub enum Gathering {
    No,
    All,
    /// And these writes, all of them to lists that are kept, are made when the others are on their way.
    With(Box<dyn FnOnce() -> Transaction>),
}

/// Where the rows of a store lie. Good until something is written.
pub struct Index {
    store: Store,
    /// The keys of those that lie by themselves.
    pub(super) alone: BTreeSet<Key>,
    /// The places of the blocks.
    pub(super) places: BTreeSet<Key>,
}

impl Index {
    /// There is nothing in the store.
    pub fn is_empty(&self) -> bool {
        self.alone.is_empty() && self.places.is_empty()
    }
}

/// Which rows.
pub enum Wanted {
    Keys(BTreeSet<Key>),
    /// Whatever begins with one of these, none of which begins with another.
    Under(BTreeSet<Key>),
}

later! {
    /// What reads blocks and writes them.
    pub fn held() -> Result<&'static Held, NotHere> {
        Ok(&Held {
            index: |database, store| async move { index(&database, store).await }.boxed_local(),
            rows: |database, index, wanted| async move { rows(&database, &index, &wanted).await }.boxed_local(),
            run: |database, plan, gathering| async move { run(&database, plan, gathering).await }.boxed_local(),
        })
    }
}

impl Wanted {
    fn has(&self, key: &Key) -> bool {
        match self {
            Self::Keys(keys) => keys.contains(key),
            Self::Under(prefixes) => prefixes.range(..=key).next_back().is_some_and(|prefix| key.is_under(prefix)),
        }
    }

    /// Those of some keys.
    fn of(&self, keys: &BTreeSet<Key>) -> Vec<Key> {
        match self {
            Self::Keys(wanted) => wanted.intersection(keys).cloned().collect(),
            Self::Under(_) => keys.iter().filter(|key| self.has(key)).cloned().collect(),
        }
    }

    /// Those of the blocks' places at which such rows may lie.
    fn places(&self, store: Store, places: &BTreeSet<Key>) -> BTreeSet<Key> {
        if places.is_empty() {
            return BTreeSet::new();
        }
        let until = |key: &Key| places.range(..=blocks::key(store, key)).next_back().cloned();
        match self {
            Self::Keys(keys) => keys.iter().filter_map(until).collect(),
            Self::Under(prefixes) => {
                let within = |prefix: &Key| {
                    places.range(blocks::key(store, prefix)..blocks::end(store, prefix)).cloned().collect::<Vec<_>>()
                };
                prefixes.iter().flat_map(|prefix| within(prefix).into_iter().chain(until(prefix))).collect()
            }
        }
    }
}

/// A store, and the blocks beside it if there can be any, in one transaction.
pub(super) fn beside_blocks(
    database: &Database,
    store: Store,
) -> Result<(IdbObjectStore, Option<IdbObjectStore>), ReadError> {
    let database = database.connection().ok_or(ReadError::Closed)?;
    // An older layout, opened for reading only, has none.
    let is_blocked = store.is_blocked() && database.object_store_names().contains(Store::Blocks.name());
    let stores = is_blocked.then_some(Store::Blocks).into_iter().chain([store]);
    let names: Array = stores.map(|store| JsValue::from_str(store.name())).collect();
    let transaction = database.transaction_with_str_sequence_and_mode(&names, IdbTransactionMode::Readonly)?;
    let blocks = is_blocked.then(|| transaction.object_store(Store::Blocks.name())).transpose()?;
    Ok((transaction.object_store(store.name())?, blocks))
}

async fn index(database: &Database, store: Store) -> Result<Index, ReadError> {
    let (own, blocks) = beside_blocks(database, store)?;
    let alone = in_time(keys(&own)).await??;
    let places = match blocks {
        Some(blocks) => in_time(places(&blocks, store)).await??,
        None => BTreeSet::new(),
    };
    Ok(Index { store, alone, places })
}

async fn rows(database: &Database, index: &Index, wanted: &Wanted) -> Result<Vec<Row>, ReadError> {
    let Index { store, alone, places } = index;
    let (alone, places) = (wanted.of(alone), wanted.places(*store, places));
    if alone.is_empty() && places.is_empty() {
        return Ok(Vec::new());
    }
    let (own, blocks) = beside_blocks(database, *store)?;
    let mut rows: BTreeMap<Key, Vec<u8>> = BTreeMap::new();
    if let Some(blocks) = &blocks {
        for block in in_time(fetched(database, blocks, places)).await?? {
            rows.extend(Block::read(&block.value)?.0.into_iter().filter(|(key, _)| wanted.has(key)));
        }
    }
    // What lies by itself stands before what a block has.
    let values = alone.iter().map(|key| own.get(&key_to_js(key))).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = values.last() {
        in_time(settled(last)).await??;
    }
    for (key, value) in alone.into_iter().zip(values) {
        let value = database.bare(*store, &key, &value.result()?);
        rows.insert(key, value);
    }
    Ok(rows.into_iter().map(|(key, value)| Row { store: *store, key, value }).collect())
}

/// Carries a transaction out that reaches into blocks, see `store::blocks::placed`.
async fn run(database: &Database, mut plan: Transaction, gathering: Gathering) -> Result<(), RunError> {
    let (is_gathering, lists) = match gathering {
        Gathering::No => (false, None),
        Gathering::All => (true, None),
        Gathering::With(lists) => (true, Some(lists)),
    };
    let blocked = || Store::ALL.into_iter().filter(|store| store.is_blocked());
    let (mut touched, mut by_themselves) = (Vec::new(), BTreeMap::new());
    // Whatever changes blocks has the ledger's version as its guard, so they are as they were read.
    for store in blocked() {
        let Index { alone, places, .. } = index(database, store).await?;
        if is_gathering {
            plan = blocks::gathering(plan, store, &alone);
        }
        by_themselves.insert(store, alone);
        if places.is_empty() {
            continue;
        }
        let places = Wanted::Keys(blocks::keys(&plan, store, is_gathering)).places(store, &places);
        if let (Some(blocks), false) = (beside_blocks(database, store)?.1, places.is_empty()) {
            touched.extend(in_time(fetched(database, &blocks, places)).await??);
        }
    }
    // The lists that are kept are of what lies in blocks. Whoever does not keep them along lets them go, with all names in them.
    let is_list = |write: &Write| matches!(write, Write::Put { store: Store::Registers, .. });
    if lists.is_none() && !plan.writes.iter().any(is_list) {
        plan = plan.delete_under(Store::Registers, Key(Vec::new()));
    }
    let mut placed = blocks::placed(plan, &touched, is_gathering)?;
    placed.leave_out_absent(by_themselves);
    drop(touched);
    let (mut stores, count) = (placed.stores(), placed.count());
    if lists.is_some() {
        stores.push(Store::Registers);
    }
    let guards = placed.rest.guards.clone();
    // Made when its turn comes: then the browser has all the others to write.
    let last = lists.into_iter().flat_map(|lists| lists().writes);
    database.carry_out(&stores, guards, count, placed.writes().chain(last)).await
}

/// The keys of all rows of a store that lie by themselves.
async fn keys(own: &IdbObjectStore) -> Result<BTreeSet<Key>, ReadError> {
    let keys = settled(&own.get_all_keys()?).await?;
    Ok(Array::from(&keys).iter().filter_map(|key| key_from_js(&key)).collect())
}

/// Where the blocks of a store lie.
async fn places(blocks: &IdbObjectStore, store: Store) -> Result<BTreeSet<Key>, ReadError> {
    let range = under(&Key::from(store.name()))?;
    let places = settled(&blocks.get_all_keys_with_key(&range)?).await?;
    Ok(Array::from(&places).iter().filter_map(|place| key_from_js(&place)).collect())
}

pub(super) async fn fetched(
    database: &Database,
    blocks: &IdbObjectStore,
    places: BTreeSet<Key>,
) -> Result<Vec<Row>, ReadError> {
    let requests = places.iter().map(|place| blocks.get(&key_to_js(place))).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = requests.last() {
        settled(last).await?;
    }
    let row = |(key, request): (Key, IdbRequest)| {
        let value = database.bare(Store::Blocks, &key, &request.result()?);
        Ok(Row { store: Store::Blocks, key, value })
    };
    places.into_iter().zip(requests).map(row).collect()
}

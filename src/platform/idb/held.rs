//! Rows that lie in blocks (`store::blocks`): read beside those that lie by themselves, and written.
//!
//! It lies in the second part of the program: a tablet has no blocks, and its first question does not wait for what reads them.
//! Start at [`held`].

use std::collections::{BTreeMap, BTreeSet};

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Uint8Array};
use store::blocks::{self, Block};
use store::{Key, Row, Store, Transaction};
use web_sys::{IdbObjectStore, IdbRequest};

use super::read::in_time;
use super::request::{key_from_js, key_to_js, settled, under};
use super::{Database, ReadError, RunError};
use crate::later::{NotHere, later};

/// What can be done where rows may lie in blocks.
pub struct Held {
    pub rows: fn(Database, Store, Wanted) -> LocalBoxFuture<'static, Result<Vec<Row>, ReadError>>,
    /// With the last word what it writes is laid into blocks, too.
    pub run: fn(Database, Transaction, bool) -> LocalBoxFuture<'static, Result<(), RunError>>,
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
            rows: |database, store, wanted| async move { rows(&database, store, &wanted).await }.boxed_local(),
            run: |database, plan, is_gathering| async move { run(&database, plan, is_gathering).await }.boxed_local(),
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

    /// Those of the blocks' places at which such rows may lie.
    fn places(&self, store: Store, places: &BTreeSet<Key>) -> BTreeSet<Key> {
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

async fn rows(database: &Database, store: Store, wanted: &Wanted) -> Result<Vec<Row>, ReadError> {
    let (own, blocks) = database.beside_blocks(store)?;
    let mut rows: BTreeMap<Key, Vec<u8>> = BTreeMap::new();
    if let Some(blocks) = &blocks {
        for block in in_time(fetched_blocks(blocks, store, wanted)).await?? {
            rows.extend(Block::read(&block.value)?.0.into_iter().filter(|(key, _)| wanted.has(key)));
        }
    }
    // What lies by itself stands before what a block has. All keys first: of those that are wanted hardly any lie so.
    let mut alone = in_time(keys(&own)).await??;
    alone.retain(|key| wanted.has(key));
    let values = alone.iter().map(|key| own.get(&key_to_js(key))).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = values.last() {
        in_time(settled(last)).await??;
    }
    for (key, value) in alone.into_iter().zip(values) {
        rows.insert(key, Uint8Array::new(&value.result()?).to_vec());
    }
    Ok(rows.into_iter().map(|(key, value)| Row { store, key, value }).collect())
}

/// Carries a transaction out that reaches into blocks, see `store::blocks::placed`.
async fn run(database: &Database, mut plan: Transaction, is_gathering: bool) -> Result<(), RunError> {
    let blocked = || Store::ALL.into_iter().filter(|store| store.is_blocked());
    if is_gathering {
        for store in blocked() {
            let alone = in_time(keys(&database.beside_blocks(store)?.0)).await??;
            plan = blocks::gathering(plan, store, &alone);
        }
    }
    let mut touched = Vec::new();
    // Whatever changes blocks has the ledger's version as its guard, so they are as they were read.
    for store in blocked() {
        let keys = Wanted::Keys(blocks::keys(&plan, store, is_gathering));
        if let (Some(blocks), true) =
            (database.beside_blocks(store)?.1, matches!(&keys, Wanted::Keys(keys) if !keys.is_empty()))
        {
            touched.extend(in_time(fetched_blocks(&blocks, store, &keys)).await??);
        }
    }
    let placed = blocks::placed(plan, &touched, is_gathering)?;
    drop(touched);
    let (stores, count) = (placed.stores(), placed.count());
    let guards = placed.rest.guards.clone();
    database.carry_out(&stores, guards, count, placed.writes()).await
}

/// The keys of all rows of a store that lie by themselves.
pub(super) async fn keys(own: &IdbObjectStore) -> Result<BTreeSet<Key>, ReadError> {
    let keys = settled(&own.get_all_keys()?).await?;
    Ok(Array::from(&keys).iter().filter_map(|key| key_from_js(&key)).collect())
}

async fn fetched_blocks(blocks: &IdbObjectStore, store: Store, wanted: &Wanted) -> Result<Vec<Row>, ReadError> {
    fetched(blocks, wanted.places(store, &places(blocks, store).await?)).await
}

/// Where the blocks of a store lie.
pub(super) async fn places(blocks: &IdbObjectStore, store: Store) -> Result<BTreeSet<Key>, ReadError> {
    let range = under(&Key::from(store.name()))?;
    let places = settled(&blocks.get_all_keys_with_key(&range)?).await?;
    Ok(Array::from(&places).iter().filter_map(|place| key_from_js(&place)).collect())
}

pub(super) async fn fetched(blocks: &IdbObjectStore, places: BTreeSet<Key>) -> Result<Vec<Row>, ReadError> {
    let requests = places.iter().map(|place| blocks.get(&key_to_js(place))).collect::<Result<Vec<_>, _>>()?;
    if let Some(last) = requests.last() {
        settled(last).await?;
    }
    let row = |(key, request): (Key, IdbRequest)| {
        Ok(Row::new(Store::Blocks, key, Uint8Array::new(&request.result()?).to_vec()))
    };
    places.into_iter().zip(requests).map(row).collect()
}

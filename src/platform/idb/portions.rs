//! Rows of a store in the order of their keys, a portion at a time: whoever reads a hundred thousand holds a few hundred.
//!
//! Only a desk reads so. Each portion is a read of its own: what is written meanwhile may be seen or not.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use store::blocks::Block;
use store::{Key, Row, Store};

use super::held::{Index, beside_blocks, fetched};
use super::read::in_time;
use super::{Database, ReadError};

/// Rows still to be read.
pub struct Portions {
    store: Store,
    /// Keys of rows that lie by themselves.
    alone: VecDeque<Key>,
    /// Where blocks lie.
    places: VecDeque<Key>,
    of: usize,
    done: usize,
}

/// What one portion holds at most: of rows that lie by themselves, and of blocks.
const PORTION_ROWS: usize = 500;
const PORTION_BLOCKS: usize = 16;

impl Database {
    /// All rows of a store, to be read bit by bit.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn portions(&self, store: Store) -> Result<Portions, ReadError> {
        let Index { alone, places, .. } = self.index(store).await?;
        let (alone, places) = (VecDeque::from_iter(alone), VecDeque::from_iter(places));
        let of = places.len().div_ceil(PORTION_BLOCKS).max(alone.len().div_ceil(PORTION_ROWS)).max(1);
        Ok(Portions { store, alone, places, of, done: 0 })
    }
}

impl Portions {
    /// The next rows. `None`: that was all.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn next(&mut self, database: &Database) -> Result<Option<Vec<Row>>, ReadError> {
        if self.places.is_empty() && self.alone.is_empty() {
            return Ok(None);
        }
        self.done += 1;
        let mut rows: BTreeMap<Key, Vec<u8>> = BTreeMap::new();
        let taken: BTreeSet<Key> = self.places.drain(..PORTION_BLOCKS.min(self.places.len())).collect();
        if let (false, Some(blocks)) = (taken.is_empty(), beside_blocks(database, self.store)?.1) {
            for block in in_time(fetched(database, &blocks, taken)).await?? {
                rows.extend(Block::read(&block.value)?.0);
            }
        }
        // Those that lie by themselves come where they would lie in a block.
        let due = match rows.keys().next_back() {
            Some(last) => self.alone.iter().take_while(|key| *key <= last).count(),
            None => self.alone.len().min(PORTION_ROWS),
        };
        let alone: Vec<Key> = self.alone.drain(..due).collect();
        for keys in alone.chunks(PORTION_ROWS) {
            // One of the same key stands before what the block says.
            let alone = database.several(self.store, keys.to_vec()).await?;
            rows.extend(alone.into_iter().map(|row| (row.key, row.value)));
        }
        Ok(Some(rows.into_iter().map(|(key, value)| Row { store: self.store, key, value }).collect()))
    }

    /// So many of so many portions were read, about.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.min(self.of), self.of)
    }
}

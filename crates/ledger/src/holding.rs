//! What packs make a tablet hold: what changed from one to the next, and what leaves the tablet because the newest no longer has it.
//!
//! A desk remembers a [`Print`] of the last pack that it gave, so that the next one can be told as a difference ([`Print::since`]). A
//! tablet remembers which rows packs brought ([`Held`]): rows by themselves only ever add up, so nothing else could tell a row that is
//! no longer its officer's from one that was made here. Whole or difference, the same is held in the end.
//!
//! Not here: how rows add up (`history`), the file (`batch`), what is kept of both (`store`).

use std::collections::{BTreeMap, BTreeSet};

use record::Sha256;

use crate::EntityKey;

/// The first bytes of the SHA-256 of a row: enough to see that it changed.
pub type RowPrint = u64;

/// The rows of a pack, each as far as it takes to see that it changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Print(pub BTreeMap<EntityKey, RowPrint>);

/// What a pack has that the one before had not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Since {
    /// Rows that are new or others.
    pub changed: BTreeSet<EntityKey>,
    /// Rows that were there.
    pub gone: BTreeSet<EntityKey>,
}

impl Print {
    /// Of rows as the database has them.
    pub fn of<'a>(rows: impl IntoIterator<Item = (EntityKey, &'a [u8])>) -> Self {
        Self(rows.into_iter().map(|(key, row)| (key, print(row))).collect())
    }

    /// What changed since `before`.
    pub fn since(&self, before: &Self) -> Since {
        let is_new = |(key, print): &(&EntityKey, &RowPrint)| before.0.get(*key) != Some(*print);
        Since {
            changed: self.0.iter().filter(is_new).map(|(key, _)| key.clone()).collect(),
            gone: before.0.keys().filter(|key| !self.0.contains_key(*key)).cloned().collect(),
        }
    }
}

fn print(row: &[u8]) -> RowPrint {
    let hash = Sha256::of(row);
    let first = hash.as_bytes().first_chunk::<8>();
    first.map(|bytes| RowPrint::from_be_bytes(*bytes)).unwrap_or_default()
}

/// The rows that packs brought here.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Held {
    /// Those of the newest pack.
    pub present: BTreeSet<EntityKey>,
    /// Those that another one brought and that are still here.
    pub beside: BTreeSet<EntityKey>,
}

impl Held {
    /// What is held once a whole pack was taken in.
    #[must_use]
    pub fn with_whole(self, came: BTreeSet<EntityKey>) -> Self {
        let mut beside = self.beside;
        beside.extend(self.present);
        beside.retain(|key| !came.contains(key));
        Self { present: came, beside }
    }

    /// What is held once a difference since what is held was taken in.
    #[must_use]
    pub fn with_difference(self, since: Since) -> Self {
        let Self { mut present, mut beside } = self;
        for key in since.gone {
            if present.remove(&key) {
                beside.insert(key);
            }
        }
        present.extend(since.changed);
        // What another one brought too is this one's all the same.
        beside.retain(|key| !present.contains(key));
        Self { present, beside }
    }

    /// Lets go what the newest pack does not have, but for what is needed here: what goes, and what is still held.
    pub fn let_go(self, is_needed: impl Fn(&EntityKey) -> bool) -> (BTreeSet<EntityKey>, Self) {
        let (beside, gone) = self.beside.into_iter().partition(|key| is_needed(key));
        (gone, Self { present: self.present, beside })
    }
}

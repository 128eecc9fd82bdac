//! What packs made this tablet hold, so that what leaves its part can leave it; and what of it is needed here all the same.
//!
//! A row is written with each pack that says what a tablet is to hold. It names the pack, so that a difference finds what it builds
//! upon, and the rows that packs brought. Start at [`Held::coming`].
//!
//! Not here: which rows go (`ledger::holding`), the file (`batch`).

use std::collections::{BTreeMap, BTreeSet};

use record::{DeviceId, EntityId, ListName, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::{self, EntityRow, LedgerVersion};
use crate::layout::{self, Row};
use crate::packs::seconds;
use crate::records::{self, RecordState, Standing};
use crate::{RowError, Store, Transaction, disk};

/// Entities by their lists.
pub type Entities = BTreeMap<ListName, BTreeSet<EntityId>>;

/// What a desk's packs made this tablet hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// The newest of them, by the hash of what was signed: of the whole one, whichever way it came.
    pub pack: Sha256,
    pub made_at: Timestamp,
    /// What it has.
    pub present: Entities,
    /// What others brought and is still here.
    pub beside: Entities,
}

/// What a pack that comes is to who holds another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coming {
    Newer,
    /// The very one, or the difference that made it.
    Known,
    Older,
    /// A difference since a pack that is not held.
    LacksBase,
}

impl Held {
    /// What a pack is to who holds `held`. `since`: what it builds upon, if it is a difference.
    pub fn coming(held: Option<&Self>, pack: Sha256, made_at: Timestamp, since: Option<Sha256>) -> Coming {
        match held {
            Some(held) if held.pack == pack => Coming::Known,
            Some(held) if seconds(held.made_at) >= seconds(made_at) => Coming::Older,
            held => match since {
                Some(since) if held.is_none_or(|held| held.pack != since) => Coming::LacksBase,
                _ => Coming::Newer,
            },
        }
    }

    /// The number that the pack has on a server.
    pub fn number(&self) -> u64 {
        seconds(self.made_at)
    }

    /// # Errors
    /// [`RowError`] if the bytes are not such a row.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Held>(value).map(v1::Held::read)
    }
}

/// Remembers what is held of a desk's.
pub fn holds(desk: &DeviceId, held: &Held) -> Transaction {
    Transaction::new().put(Store::Receipts, layout::pack_held(desk), disk::encode(&v1::Held::from(held)))
}

/// Forgets what is held of a desk's that speaks no more: it is another's to let go.
pub fn forgotten(desk: &DeviceId) -> Transaction {
    Transaction::new().delete(Store::Receipts, layout::pack_held(desk))
}

/// Lets go rows that nothing here needs any more, if the ledger is still as it was when that was seen.
pub fn let_go(desk: &DeviceId, held: &Held, gone: &[EntityRow], ledger: LedgerVersion) -> Transaction {
    import::projected(holds(desk, held), ledger, gone)
}

/// The words that drafts and records speak of which the desk has not said that it received them.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    words: BTreeSet<String>,
    texts: Vec<String>,
}

impl Spoken {
    /// Of all rows of `drafts`, `journal`, `bin`, `records` and `states`; tails come as rows of `journal`. A record that others made
    /// has no state, and is spoken of: a desk gives nothing up because of a pack. An erasure has none either, and keeps nothing.
    pub fn of(rows: &[Row]) -> Self {
        let is_received = |row: &&Row| {
            row.store == Store::States
                && Standing::read(&row.value).is_ok_and(|standing| standing.state == RecordState::Received)
        };
        let received: BTreeSet<&str> = rows.iter().filter(is_received).filter_map(|row| row.key.text(0)).collect();
        let mut spoken = Self::default();
        for row in rows {
            let waits = match row.store {
                Store::Drafts | Store::Journal | Store::Bin => true,
                Store::Records => row.key.text(0).is_none_or(|record| !received.contains(record)) && !is_erasure(row),
                _ => false,
            };
            if waits {
                let text = String::from_utf8_lossy(&row.value).into_owned();
                spoken
                    .words
                    .extend(text.split(|sign| !is_of_id(sign)).filter(|word| !word.is_empty()).map(str::to_owned));
                spoken.texts.push(text);
            }
        }
        spoken
    }

    /// Whether an entity is among them.
    pub fn has(&self, entity: &EntityId) -> bool {
        let id = entity.as_str();
        let mut words = id.split(|sign| !is_of_id(sign)).filter(|word| !word.is_empty());
        if !words.all(|word| self.words.contains(word)) {
            return false;
        }
        // Signs that are written otherwise in a text prove nothing by being absent.
        id.chars().all(is_of_id) || id.contains(['"', '\\']) || self.texts.iter().any(|text| text.contains(id))
    }
}

fn is_erasure(row: &Row) -> bool {
    records::read(row).is_ok_and(|revision| revision.erasure().is_some())
}

/// What the ids that forms make are made of: whoever has ten thousand of them looks each up, rather than through all texts for each.
fn is_of_id(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "-_".contains(sign)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Held {
        pack: Sha256,
        made_at: Timestamp,
        present: Vec<(ListName, Vec<EntityId>)>,
        beside: Vec<(ListName, Vec<EntityId>)>,
    }

    fn written(entities: &Entities) -> Vec<(ListName, Vec<EntityId>)> {
        entities.iter().map(|(list, ids)| (list.clone(), ids.iter().cloned().collect())).collect()
    }

    fn read(entities: Vec<(ListName, Vec<EntityId>)>) -> Entities {
        entities.into_iter().map(|(list, ids)| (list, ids.into_iter().collect())).collect()
    }

    impl From<&super::Held> for Held {
        fn from(held: &super::Held) -> Self {
            let super::Held { pack, made_at, present, beside } = held;
            Self { pack: *pack, made_at: *made_at, present: written(present), beside: written(beside) }
        }
    }

    impl Held {
        pub fn read(self) -> super::Held {
            let Self { pack, made_at, present, beside } = self;
            super::Held { pack, made_at, present: read(present), beside: read(beside) }
        }
    }
}

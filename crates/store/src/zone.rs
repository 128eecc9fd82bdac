//! The zone: for whom a tablet seals what leaves it, whose word it takes, and at a desk the keys that open it.
//!
//! Not here: sealing (`batch::seal`), whose words on the zone's desks count (`batch::charter`), how a zone comes to a tablet (`packs`).

use record::{Charter, DeviceId, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::layout::{Row, meta};
use crate::settings::SecretKey;
use crate::{Key, RowError, Store, Transaction, disk};

/// A zone as it is known here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Zone {
    /// Hex.
    pub id: String,
    /// Counts how often its keys changed, from 1.
    pub edition: u64,
    /// What people call it.
    pub name: String,
    /// Public keys, as the `age` command writes them: the desk's, and the one that lies on paper.
    pub recipients: Vec<String>,
    /// Who speaks for it.
    pub charter: Charter,
    /// The signed words that prove this to others. With none it is the word of a pack that somebody took in.
    pub words: Vec<String>,
    /// Since when it is known here.
    pub known_at: Timestamp,
}

/// A zone as a pack brings it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// What it is by the pack alone.
    pub zone: Zone,
    /// Who signed the pack.
    pub from: DeviceId,
    /// Who speaks for the zone that is known here, with the pack's words, and which words prove it. `None`: it is another zone, or
    /// none is known.
    pub heard: Option<(Charter, Vec<String>)>,
}

/// What a zone that comes is beside the one that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coming {
    /// The first one, newer keys of the known one, or news of its desks.
    Newer,
    /// Known already, or older than what is known.
    Known,
    /// Another zone, or the known one by the word of a desk that nothing here bears out: whoever says yes seals for others from then on.
    Other,
}

impl Zone {
    /// What a pack's zone is to somebody who knows `known`, and how it is known once the pack was taken in.
    ///
    /// Of a zone's keys only the desk at its head says anything: a desk that it appointed has them, and changes none.
    pub fn coming(known: Option<&Self>, sent: &Sent) -> (Coming, Self) {
        let Some(known) = known else { return (Coming::Newer, sent.zone.clone()) };
        let Some((charter, words)) = sent.heard.as_ref().filter(|_| known.id == sent.zone.id) else {
            return (Coming::Other, sent.zone.clone());
        };
        // What was heard since the pack was looked at stands: a word that is older than the known one brings nobody back.
        let came = |charter: &Charter| (charter.turn, charter.edition);
        let (charter, words) =
            if came(charter) < came(&known.charter) { (&known.charter, &known.words) } else { (charter, words) };
        let has_newer_keys = sent.zone.edition > known.edition;
        if charter.head == sent.from {
            let with_keys = if has_newer_keys { &sent.zone } else { known };
            let next = Self { charter: charter.clone(), words: words.clone(), ..with_keys.clone() };
            let is_newer = has_newer_keys || *charter != known.charter;
            return (if is_newer { Coming::Newer } else { Coming::Known }, next);
        }
        // It says that it is at the head itself, and nobody whose word counts has said so.
        let claims_head = !sent.zone.words.is_empty() && sent.zone.charter.head == sent.from;
        if claims_head || (has_newer_keys && !charter.speaks(&sent.from)) {
            return (Coming::Other, sent.zone.clone());
        }
        let next = Self { charter: charter.clone(), words: words.clone(), ..known.clone() };
        (if *charter == known.charter { Coming::Known } else { Coming::Newer }, next)
    }

    /// The row of a zone.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Zone>(value).map(v1::Zone::read)
    }

    fn write(&self) -> Vec<u8> {
        disk::encode(&v1::Zone::from(self))
    }
}

/// The zone among the rows of `meta`.
///
/// # Errors
/// [`RowError`] if it cannot be read. Then nothing may leave as if there were none.
pub fn known(rows: &[Row]) -> Result<Option<Zone>, RowError> {
    found(rows, meta::ZONE).map(|row| Zone::read(&row.value)).transpose()
}

/// The keys of this desk among the rows of `meta`, the newest first.
pub fn keys(rows: &[Row]) -> Vec<SecretKey> {
    found(rows, meta::ZONE_KEYS).map(|row| read_keys(&row.value)).unwrap_or_default()
}

/// From the value of their row.
pub fn read_keys(value: &[u8]) -> Vec<SecretKey> {
    let written = disk::decode::<v1::Keys>(value).map(|read| read.keys).unwrap_or_default();
    let read = written.iter().filter_map(|hex| hex.parse::<Sha256>().ok());
    read.map(|bytes| SecretKey(*bytes.as_bytes())).collect()
}

fn write_keys(keys: &[SecretKey]) -> Vec<u8> {
    disk::encode(&v1::Keys { keys: keys.iter().map(|key| Sha256::from_bytes(key.0).to_string()).collect() })
}

fn found<'a>(rows: &'a [Row], name: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.store == Store::Meta && row.key == Key::from(name))
}

/// Writes a zone down, unless another tab has meanwhile. `rows` are those of `meta` that it was decided on.
pub fn learn(rows: &[Row], zone: &Zone) -> Transaction {
    guarded(Transaction::new(), rows, meta::ZONE).put(Store::Meta, meta::ZONE.into(), zone.write())
}

/// Adds a key to those that open here; one that is here already changes nothing.
pub fn add_key(rows: &[Row], key: &SecretKey) -> Transaction {
    let mut all = vec![key.clone()];
    all.extend(keys(rows).into_iter().filter(|known| known != key));
    guarded(Transaction::new(), rows, meta::ZONE_KEYS).put(Store::Meta, meta::ZONE_KEYS.into(), write_keys(&all))
}

fn guarded(plan: Transaction, rows: &[Row], name: &str) -> Transaction {
    match found(rows, name) {
        Some(row) => plan.guard(Store::Meta, name.into(), row.value.clone()),
        None => plan.guard_free(Store::Meta, name.into()),
    }
}

/// Of two rows of one zone the later one, and of two zones the one that is here: what a backup brings takes nothing away.
pub(crate) fn is_later(came: &[u8], own: &[u8]) -> bool {
    match (Zone::read(came), Zone::read(own)) {
        (Ok(came), Ok(own)) => {
            let rank = |zone: &Zone| (zone.charter.turn, zone.charter.edition, zone.edition);
            let is_of_one = came.charter.head == own.charter.head || came.charter.turn > own.charter.turn;
            came.id == own.id && is_of_one && rank(&came) > rank(&own)
        }
        (came, Err(_)) => came.is_ok(),
        _ => false,
    }
}

/// Both rows' keys, those that are here first.
pub(crate) fn joined_keys(own: &[u8], came: &[u8]) -> Vec<u8> {
    let mut keys = read_keys(own);
    for key in read_keys(came) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    write_keys(&keys)
}

mod v1 {
    use super::*;

    /// What a version until 0.3.0 wrote says nothing of desks: the one that set the zone up speaks alone.
    #[derive(Serialize, Deserialize)]
    pub struct Zone {
        id: String,
        edition: u64,
        name: String,
        recipients: Vec<String>,
        said_by: DeviceId,
        known_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        desks: Option<Desks>,
    }

    #[derive(Serialize, Deserialize)]
    struct Desks {
        turn: u64,
        edition: u64,
        desks: Vec<DeviceId>,
        withdrawn: Vec<DeviceId>,
        paper: Option<DeviceId>,
        words: Vec<String>,
    }

    impl From<&super::Zone> for Zone {
        fn from(zone: &super::Zone) -> Self {
            let super::Zone { id, edition, name, recipients, charter, words, known_at } = zone.clone();
            let is_alone = charter == Charter::of(charter.head.clone()) && words.is_empty();
            let Charter { head: said_by, turn, edition: said, desks, withdrawn, paper } = charter;
            let desks = (!is_alone).then_some(Desks { turn, edition: said, desks, withdrawn, paper, words });
            Self { id, edition, name, recipients, said_by, known_at, desks }
        }
    }

    impl Zone {
        pub fn read(self) -> super::Zone {
            let Self { id, edition, name, recipients, said_by: head, known_at, desks } = self;
            let (charter, words) = match desks {
                Some(Desks { turn, edition, desks, withdrawn, paper, words }) => {
                    (Charter { head, turn, edition, desks, withdrawn, paper }, words)
                }
                None => (Charter::of(head), Vec::new()),
            };
            super::Zone { id, edition, name, recipients, charter, words, known_at }
        }
    }

    /// 64 hex digits each.
    #[derive(Serialize, Deserialize)]
    pub struct Keys {
        pub keys: Vec<String>,
    }
}

//! The event log of this device: what happened when, without answers. Kept six months.

use record::Timestamp;
use serde::{Deserialize, Serialize};

use crate::layout::Row;
use crate::{Key, KeyPart, Store, Transaction, disk};

/// How long an event is kept.
pub const KEPT_DAYS: u64 = 183;
const DAY_MS: u64 = 86_400_000;

/// Something that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    pub at: Timestamp,
    /// A short fixed word, such as `exported` or `journal_damaged`.
    pub kind: String,
    /// Ids and counts; never an answer, a key or a name.
    pub details: String,
}

/// Writes an event. `chance` keeps two events of one millisecond apart.
pub fn note(event: &Event, chance: u32) -> Transaction {
    let Event { at, kind, details } = event.clone();
    let key = Key::from(milliseconds(at)).then(u64::from(chance));
    Transaction::new().put(Store::Log, key, disk::encode(&v1::Event { at, kind, details }))
}

/// Makes the events go that are old enough. `rows` are rows of `log`.
pub fn purge(rows: &[Row], now: Timestamp) -> Transaction {
    let kept_from = milliseconds(now).saturating_sub(KEPT_DAYS * DAY_MS);
    let old = rows.iter().filter(|row| matches!(row.key.0.first(), Some(KeyPart::Number(at)) if *at < kept_from));
    old.fold(Transaction::new(), |plan, row| plan.delete(Store::Log, row.key.clone()))
}

/// All events among the rows that can be read, the latest first.
pub fn list(rows: &[Row]) -> Vec<Event> {
    let log = rows.iter().filter(|row| row.store == Store::Log);
    let mut events: Vec<Event> = log
        .filter_map(|row| disk::decode(&row.value).ok())
        .map(|v1::Event { at, kind, details }| Event { at, kind, details })
        .collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    events
}

fn milliseconds(at: Timestamp) -> u64 {
    u64::try_from(at.unix_ms()).unwrap_or_default()
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Event {
        pub at: Timestamp,
        pub kind: String,
        pub details: String,
    }
}

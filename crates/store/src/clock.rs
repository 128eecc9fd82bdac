//! Whether the device's clock can be right, told by what the device itself wrote before.
//!
//! Nothing is decided by it, neither an order nor a merge. It is said, so that somebody puts the clock right before weeks of wrong
//! dates are written down. The device remembers how far its clock had come ([`Seen`], one row of `meta`), and holds that together
//! with moments that lie at hand anyway against now. Start at [`look`].
//!
//! Not here: what is at hand (the app), what a file's moments are (`batch`).

use record::Timestamp;
use serde::{Deserialize, Serialize};

use crate::layout::meta;
use crate::{Key, Store, Transaction, disk};

const HOUR_MS: i64 = 3_600_000;

/// A clock that is set by the network, or by hand to the minute, may go back a little.
pub const BACK_MS: i64 = HOUR_MS;
/// Nobody leaves a device that records enterprises every year alone for longer.
pub const AHEAD_MS: i64 = 2 * 366 * 24 * HOUR_MS;
/// What another device wrote cannot be later than now, whatever the zones, unless one of both clocks is wrong.
pub const LATER_MS: i64 = 24 * HOUR_MS;

/// How far this device's clock had come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    until: Timestamp,
    /// When somebody said that the clock is right, and until when what was written before is wrong.
    said: Option<(Timestamp, Timestamp)>,
}

/// What the clock says beside what was written before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finding {
    Right,
    /// It is earlier than what was written here. Either this or that is wrong.
    Back {
        newest: Timestamp,
    },
    /// So long after the last that was written here that it can hardly be.
    Ahead {
        newest: Timestamp,
    },
}

impl Seen {
    /// Reads what lies under [`key`]. `None`: it cannot be read, and is as good as nothing.
    pub fn read(value: &[u8]) -> Option<Self> {
        let v1::Seen { until, said } = disk::decode(value).ok()?;
        Some(Self { until, said })
    }

    /// Whether a moment that was written here says anything of the time: not if it is one of those that somebody called wrong. What
    /// is written after that cannot be told from them while it lies among them; [`Seen::until`] stands for it.
    fn counts(&self, written: Timestamp) -> bool {
        self.said.is_none_or(|(at, wrong_until)| written <= at || written > wrong_until)
    }
}

/// Where it lies in `meta`.
pub fn key() -> Key {
    meta::CLOCK.into()
}

/// The newest moment at which this device wrote anything, as far as that is known.
pub fn newest(seen: Option<&Seen>, written: impl IntoIterator<Item = Timestamp>) -> Option<Timestamp> {
    let counted = written.into_iter().filter(|written| seen.is_none_or(|seen| seen.counts(*written)));
    counted.chain(seen.map(|seen| seen.until)).max()
}

/// Holds now against the newest moment at which this device wrote anything.
pub fn look(newest: Option<Timestamp>, now: Timestamp) -> Finding {
    match newest {
        Some(newest) if is_before(now, newest) => Finding::Back { newest },
        Some(newest) if now.unix_ms().saturating_sub(newest.unix_ms()) > AHEAD_MS => Finding::Ahead { newest },
        _ => Finding::Right,
    }
}

/// Whether a moment that comes after another one, as numbers have it, lies before it.
pub fn is_before(moment: Timestamp, other: Timestamp) -> bool {
    other.unix_ms().saturating_sub(moment.unix_ms()) > BACK_MS
}

/// Whether a moment of another device is later than it can be.
pub fn is_later(moment: Timestamp, now: Timestamp) -> bool {
    moment.unix_ms().saturating_sub(now.unix_ms()) > LATER_MS
}

/// Remembers how far a clock that is right has come. `None`: what is remembered is near enough.
pub fn remember(seen: Option<&Seen>, now: Timestamp) -> Option<Transaction> {
    let is_due = seen.is_none_or(|seen| now.unix_ms().saturating_sub(seen.until.unix_ms()) > HOUR_MS);
    is_due.then(|| written(Seen { until: now, said: seen.and_then(|seen| seen.said) }))
}

/// Somebody says that the clock is right, whatever was written until `newest`.
pub fn is_right(newest: Timestamp, now: Timestamp) -> Transaction {
    written(Seen { until: now, said: Some((now, newest.max(now))) })
}

fn written(seen: Seen) -> Transaction {
    let Seen { until, said } = seen;
    Transaction::new().put(Store::Meta, key(), disk::encode(&v1::Seen { until, said }))
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Seen {
        pub until: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub said: Option<(Timestamp, Timestamp)>,
    }
}

//! The canary: a line in `localStorage` that remembers the database, so that a wiped one is told from a first run.

use record::{Sha256, Timestamp};
use serde::{Deserialize, Serialize};

/// The name in `localStorage`.
pub const NAME: &str = "canary";

/// What was in the database when it last changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Canary {
    /// [`Settings::generation`](crate::Settings).
    pub generation: String,
    /// Finalised records that were not exported.
    pub unsent: u64,
    pub newest_unsent: Option<Timestamp>,
    pub drafts: u64,
    /// When something was exported last, as far as that was seen.
    pub exported_at: Option<Timestamp>,
}

/// What the canary says about the database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// The database is the one that the canary knows, or there is no canary to say otherwise.
    Fine,
    /// Neither is there.
    FirstRun,
    /// The database is gone, or another one is in its place. What it held is told from memory.
    Wiped(Canary),
}

/// Compares the canary with the generation that the database says. `None`: the database is empty.
///
/// A canary that counts more than the database holds is no alarm: `localStorage` loses its last seconds in a kill, so
/// it may be late.
pub fn compare(canary: Option<&Canary>, generation: Option<&str>) -> Finding {
    match (canary, generation) {
        (None, None) => Finding::FirstRun,
        (None, Some(_)) => Finding::Fine,
        (Some(canary), Some(generation)) if canary.generation == generation => Finding::Fine,
        (Some(canary), _) => Finding::Wiped(canary.clone()),
    }
}

impl Canary {
    /// The text for `localStorage`.
    pub fn text(&self) -> String {
        let Self { generation, unsent, newest_unsent, drafts, exported_at } = self.clone();
        let json = crate::disk::encode(&v1::Canary { generation, unsent, newest_unsent, drafts, exported_at });
        String::from_utf8(json).unwrap_or_default()
    }

    /// Reads what [`Canary::text`] wrote. `None` for anything else: then there is no canary.
    pub fn read(text: &str) -> Option<Self> {
        let v1::Canary { generation, unsent, newest_unsent, drafts, exported_at } = serde_json::from_str(text).ok()?;
        Some(Self { generation, unsent, newest_unsent, drafts, exported_at })
    }
}

/// A name for a new database, from chance.
pub fn generation(random: [u8; 16]) -> String {
    Sha256::of(&random).to_string().chars().take(32).collect()
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Canary {
        pub generation: String,
        pub unsent: u64,
        pub newest_unsent: Option<Timestamp>,
        #[serde(default)]
        pub drafts: u64,
        #[serde(default)]
        pub exported_at: Option<Timestamp>,
    }
}

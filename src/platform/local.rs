//! localStorage: the tail of answers not yet acknowledged, the canary, and preferences.
//!
//! Never the only copy of an answer for longer than a second: a killed browser loses what was written here in the last
//! half minute. What it is good for is a crashed tab, and for telling a wiped database from a first run. What the texts
//! say is `store::tail`'s and `store::canary`'s business.

use gloo_storage::errors::StorageError;
use gloo_storage::{LocalStorage, Storage};
use record::DraftId;
use serde::{Deserialize, Serialize};

/// Why localStorage did not take something. Everything goes on without it; the strict database is the plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LocalError {
    #[error("localStorage is full")]
    Full,
    #[error("localStorage cannot be used")]
    Unavailable,
}

const CANARY: &str = "canary";
const TAIL: &str = "tail:";
const PREFERENCE: &str = "preference:";

pub fn canary() -> Option<String> {
    get(CANARY)
}

/// # Errors
/// [`LocalError`]
pub fn set_canary(text: &str) -> Result<(), LocalError> {
    set(CANARY, &text)
}

/// A person's choice about the page, such as its language. `None` where nothing was chosen or it cannot be read.
pub fn preference<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    get(&format!("{PREFERENCE}{name}"))
}

/// # Errors
/// [`LocalError`]
pub fn set_preference<T: Serialize>(name: &str, value: &T) -> Result<(), LocalError> {
    set(&format!("{PREFERENCE}{name}"), value)
}

/// The entries of a draft that the database has not acknowledged. Empty where there are none.
pub fn tail(draft: DraftId) -> String {
    get(&format!("{TAIL}{draft}")).unwrap_or_default()
}

/// Keeps the entries; an empty text removes the tail.
///
/// # Errors
/// [`LocalError`]
pub fn set_tail(draft: DraftId, entries: &str) -> Result<(), LocalError> {
    let name = format!("{TAIL}{draft}");
    if !entries.is_empty() {
        return set(&name, &entries);
    }
    is_usable().then(|| LocalStorage::delete(name)).ok_or(LocalError::Unavailable)
}

/// Every draft that has a tail: what a start has to replay.
pub fn drafts_with_tail() -> Vec<DraftId> {
    let Ok(Some(storage)) = super::window().local_storage() else { return Vec::new() };
    let count = storage.length().unwrap_or_default();
    let names = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    names.filter_map(|name| name.strip_prefix(TAIL)?.parse().ok()).collect()
}

/// gloo's `LocalStorage` panics where the browser forbids it, so every use asks first.
fn is_usable() -> bool {
    matches!(super::window().local_storage(), Ok(Some(_)))
}

fn get<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    is_usable().then(|| LocalStorage::get(name).ok()).flatten()
}

fn set<T: Serialize>(name: &str, value: &T) -> Result<(), LocalError> {
    if !is_usable() {
        return Err(LocalError::Unavailable);
    }
    LocalStorage::set(name, value).map_err(|error| match error {
        StorageError::JsError(_) => LocalError::Full,
        _ => LocalError::Unavailable,
    })
}

//! localStorage: the tail of answers not yet acknowledged, the canary, and preferences.
//!
//! Never the only copy of an answer for longer than a second: a killed browser loses what was written here in the last
//! half minute. What it is good for is a crashed tab, and for telling a wiped database from a first run. What the texts
//! say is `store::tail`'s and `store::canary`'s business.

use record::DraftId;
use serde::{Deserialize, Serialize};
use store::layout;
use web_sys::Storage;

use super::veil;

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
const DATABASE: &str = "database";
/// Written with every change of who fills, for the other tabs to hear.
pub const OFFICERS: &str = "officers";

pub fn canary() -> Option<String> {
    get(CANARY)
}

/// # Errors
/// [`LocalError`]
pub fn set_canary(text: &str) -> Result<(), LocalError> {
    set(CANARY, &text)
}

/// The number of the database: 1, or that of another which was begun, or to which all of it was moved.
pub fn database_number() -> u32 {
    preference::<u32>(DATABASE).unwrap_or(1).max(1)
}

/// The name of a database of that number.
pub fn database_name(number: u32) -> String {
    match number {
        ..=1 => layout::DATABASE.to_owned(),
        _ => format!("{}-{number}", layout::DATABASE),
    }
}

/// The name of the page's database.
pub fn database() -> String {
    database_name(database_number())
}

/// Uses another database from now on. The one before stays as it is.
///
/// # Errors
/// [`LocalError`]
pub fn use_database(number: u32) -> Result<(), LocalError> {
    set_preference(DATABASE, &number)
}

/// Everything here that may be the only copy of something, as lines for a person who helps: names and texts.
pub fn everything() -> Vec<(String, String)> {
    let Some(storage) = storage() else { return Vec::new() };
    let names = (0..storage.length().unwrap_or_default()).filter_map(|index| storage.key(index).ok().flatten());
    names.filter_map(|name| Some((name.clone(), storage.get_item(&name).ok().flatten()?))).collect()
}

/// Empties all of it: what was remembered of a database that is gone.
pub fn forget_all() {
    if let Some(storage) = storage() {
        let _ = storage.clear();
    }
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

/// Lets the other tabs know that who fills was changed. Where they cannot hear it they see it before they write.
pub fn tell_officers() {
    let count = get::<u32>(OFFICERS).unwrap_or_default();
    let _ = set(OFFICERS, &count.wrapping_add(1));
}

/// The entries of a draft that the database has not acknowledged. Empty where there are none.
pub fn tail(draft: DraftId) -> String {
    let kept: String = get(&format!("{TAIL}{draft}")).unwrap_or_default();
    match veil::current() {
        Some(veil) if !kept.is_empty() => veil.open_tail(draft, &kept),
        _ => kept,
    }
}

/// Keeps the entries; an empty text removes the tail.
///
/// # Errors
/// [`LocalError`]
pub fn set_tail(draft: DraftId, entries: &str) -> Result<(), LocalError> {
    let name = format!("{TAIL}{draft}");
    if !entries.is_empty() {
        return match veil::current() {
            Some(veil) => set(&name, &veil.seal_tail(draft, entries)),
            None => set(&name, &entries),
        };
    }
    storage().and_then(|storage| storage.remove_item(&name).ok()).ok_or(LocalError::Unavailable)
}

thread_local! {
    /// Asked for once: the browser looks at its settings each time, and every answer is written here twice.
    static STORAGE: Option<Storage> = super::window().local_storage().ok().flatten();
}

fn storage() -> Option<Storage> {
    STORAGE.with(Clone::clone)
}

/// Whether the browser lets the page keep anything here.
pub fn is_usable() -> bool {
    storage().is_some()
}

fn get<T: for<'de> Deserialize<'de>>(name: &str) -> Option<T> {
    serde_json::from_str(&storage()?.get_item(name).ok()??).ok()
}

fn set<T: Serialize>(name: &str, value: &T) -> Result<(), LocalError> {
    let storage = storage().ok_or(LocalError::Unavailable)?;
    let text = serde_json::to_string(value).map_err(|_| LocalError::Unavailable)?;
    storage.set_item(name, &text).map_err(|_| LocalError::Full)
}

//! Whether the browser promises to keep what is stored, and how much it says there is.

use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// How safe the stored data is from being cleared by the browser itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Persistence {
    /// Kept until a person clears it.
    Promised,
    /// May be cleared when the disk runs short. Say so, ask to install, remind to export.
    BestEffort,
    /// The browser does not say: treat as [`Persistence::BestEffort`].
    Unknown,
}

/// What the browser says it holds. The room left is no fact: browsers round it up on purpose, so nothing gates on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    pub used_bytes: u64,
}

/// How it stands now, without asking for anything.
pub async fn persistence() -> Persistence {
    let Some(manager) = manager() else { return Persistence::Unknown };
    let Ok(promise) = manager.persisted() else { return Persistence::Unknown };
    answer(JsFuture::from(promise).await)
}

/// Asks the browser to promise. It may refuse without asking anyone.
pub async fn ask_to_persist() -> Persistence {
    let Some(manager) = manager() else { return Persistence::Unknown };
    let Ok(promise) = manager.persist() else { return Persistence::Unknown };
    answer(JsFuture::from(promise).await)
}

pub async fn usage() -> Option<Usage> {
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let used = Reflect::get(&estimate, &"usage".into()).ok()?.as_f64()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bytes are whole
    Some(Usage { used_bytes: used as u64 })
}

fn answer(answer: Result<JsValue, JsValue>) -> Persistence {
    match answer.ok().and_then(|answer| answer.as_bool()) {
        Some(true) => Persistence::Promised,
        Some(false) => Persistence::BestEffort,
        None => Persistence::Unknown,
    }
}

fn manager() -> Option<StorageManager> {
    let manager = Reflect::get(&super::window().navigator(), &"storage".into()).ok()?;
    (!manager.is_undefined()).then(|| manager.unchecked_into())
}

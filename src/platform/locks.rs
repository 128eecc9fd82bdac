//! Locks between tabs: one tab writes a draft, others look on.
//!
//! A lock ends with the tab that holds it, however that tab ends. Start at [`hold`].

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::BrowserError;

/// How to come by a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Take {
    /// Only if no tab has it.
    IfFree,
    /// Along with others who share it; waits for who has it alone.
    Shared,
    /// Whoever has it loses it and is told. Bump the writer's epoch right after.
    Steal,
}

/// Why a lock is not held.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LockError {
    #[error("another tab holds the lock")]
    Held,
    /// Plain http, or an old browser. The writer's epoch still keeps a stale tab from overwriting.
    #[error("the browser offers no locks here")]
    Unavailable,
    #[error("the browser could not lock")]
    Broken(#[source] BrowserError),
}

/// A lock that this tab has. Dropping it lets go.
pub struct Held {
    release: Cell<Option<Function>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// `web-sys` has the lock manager only behind a compiler flag.
    type LockManager;
    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, options: &Object, granted: &Function) -> Promise;
}

/// Takes the lock of that name. `on_lost` is called once if another tab steals it.
///
/// # Errors
/// [`LockError`]
pub async fn hold(name: &str, take: Take, on_lost: impl FnOnce() + 'static) -> Result<Held, LockError> {
    let manager = Reflect::get(&super::window().navigator(), &"locks".into()).unwrap_or_default();
    if manager.is_undefined() {
        return Err(LockError::Unavailable);
    }
    let options = Object::new();
    let (option, value) = match take {
        Take::IfFree => ("ifAvailable", true.into()),
        Take::Shared => ("mode", "shared".into()),
        Take::Steal => ("steal", true.into()),
    };
    let _ = Reflect::set(&options, &option.into(), &value);

    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let tell = move |held: Result<Held, LockError>| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(held);
        }
    };
    let refuse = tell.clone();
    // The lock is held for as long as the promise that this callback gives is not settled.
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            tell(Err(LockError::Held));
            return JsValue::UNDEFINED;
        }
        let release = Rc::new(Cell::new(None));
        let kept = release.clone();
        let promise = Promise::new(&mut move |resolve, _| kept.set(Some(resolve)));
        tell(Ok(Held { release: Cell::new(release.take()) }));
        promise.into()
    });
    let request = manager.unchecked_into::<LockManager>().request(name, &options, granted.unchecked_ref());
    spawn_local(async move {
        // Settles when the lock ends: by our letting go, or with an error when it was stolen or never given.
        if let Err(thrown) = JsFuture::from(request).await {
            let error = BrowserError::from(thrown);
            if error.name == "AbortError" {
                on_lost();
            }
            refuse(Err(LockError::Broken(error)));
        }
    });
    receiver.await.unwrap_or(Err(LockError::Unavailable))
}

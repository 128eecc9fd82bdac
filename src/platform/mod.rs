//! The only door to the browser's own things: storage, clock, chance, files, camera, workers, updates.
//!
//! Each file wraps one service and gives back plain Rust values and an error enum of its own, so that everything
//! above can be read without knowing the web. Start at [`idb`], which keeps the answers.
//!
//! Not here: any decision about what to store, show or send (`state`, `pages`, the crates).

pub mod address;
pub mod busy;
pub mod camera;
pub mod clock;
pub mod composition;
pub mod decode;
mod digest;
pub mod document;
pub mod drawing;
pub mod entropy;
pub mod fetch;
pub mod files;
pub mod folder;
pub mod idb;
pub mod install;
pub mod lifecycle;
pub mod live;
pub mod local;
pub mod location;
pub mod locks;
pub mod network;
pub mod pad;
pub mod pointer;
pub mod recorder;
pub mod remote;
pub mod scanner;
pub mod scroll;
pub mod serve;
pub mod share;
pub mod sight;
pub mod storage;
pub mod timer;
mod trusted;
pub mod update;
pub mod veil;
pub mod worker;

use wasm_bindgen::{JsCast, JsValue};

/// What a browser says when it refuses: the error's name and its sentence. For the log, never for the screen.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{name}: {message}")]
pub struct BrowserError {
    pub name: String,
    pub message: String,
}

impl From<JsValue> for BrowserError {
    fn from(value: JsValue) -> Self {
        if let Some(exception) = value.dyn_ref::<web_sys::DomException>() {
            return exception.into();
        }
        match value.dyn_ref::<js_sys::Error>() {
            Some(error) => Self { name: error.name().into(), message: error.message().into() },
            None => Self { name: "thrown".to_owned(), message: value.as_string().unwrap_or_default() },
        }
    }
}

impl From<&web_sys::DomException> for BrowserError {
    fn from(exception: &web_sys::DomException) -> Self {
        Self { name: exception.name(), message: exception.message() }
    }
}

/// The page's window. Code in this room runs in a page and nowhere else; the worker has its own start.
fn window() -> web_sys::Window {
    js_sys::global().unchecked_into()
}

/// Whether the browser has this property at all: older ones lack some services, and asking would throw.
fn has(object: &JsValue, property: &str) -> bool {
    js_sys::Reflect::get(object, &JsValue::from_str(property)).is_ok_and(|value| !value.is_undefined())
}

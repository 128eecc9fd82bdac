//! One request's answer, and keys as the database has them.
//!
//! A future that is woken by a request's event runs in the same turn, while the transaction is still active; so requests
//! of one transaction may follow one another with `await`. Awaiting anything else in between would let it commit.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Array;
use store::{Key, KeyPart};
use wasm_bindgen::JsValue;
use web_sys::{IdbKeyRange, IdbRequest};

use crate::platform::BrowserError;

/// The request's result, once it has one. An error is marked as handled: what becomes of its transaction is for the
/// caller to say.
pub async fn settled(request: &IdbRequest) -> Result<JsValue, BrowserError> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let tell = move |is_ok: bool| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(is_ok);
        }
    };
    let success = {
        let tell = tell.clone();
        EventListener::once(request, "success", move |_| tell(true))
    };
    let options = EventListenerOptions::enable_prevent_default();
    let failure = EventListener::once_with_options(request, "error", options, move |event| {
        event.prevent_default();
        tell(false);
    });
    let is_ok = receiver.await.unwrap_or(false);
    drop((success, failure));
    if is_ok {
        return request.result().map_err(BrowserError::from);
    }
    Err(error_of(request))
}

/// Why the request failed.
pub fn error_of(request: &IdbRequest) -> BrowserError {
    match request.error() {
        Ok(Some(exception)) => (&exception).into(),
        Ok(None) => BrowserError { name: "UnknownError".to_owned(), message: "no error given".to_owned() },
        Err(thrown) => thrown.into(),
    }
}

/// A key is always an array, so that everything of one thing lies under one prefix.
pub fn key_to_js(key: &Key) -> Array {
    key.0
        .iter()
        .map(|part| match part {
            #[allow(clippy::cast_precision_loss)] // at most 2^53, see `KeyPart`
            KeyPart::Number(number) => JsValue::from_f64(*number as f64),
            KeyPart::Text(text) => JsValue::from_str(text),
        })
        .collect()
}

/// `None` for a key that this program did not write.
pub fn key_from_js(value: &JsValue) -> Option<Key> {
    let parts = Array::is_array(value).then(|| Array::from(value))?;
    let part = |part: JsValue| match part.as_f64() {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it came from a u64
        Some(number) => Some(KeyPart::Number(number as u64)),
        None => part.as_string().map(KeyPart::Text),
    };
    parts.iter().map(part).collect::<Option<Vec<_>>>().map(Key)
}

/// Everything under a prefix: an array sorts after every number and text, so it ends the range.
pub fn under(prefix: &Key) -> Result<IdbKeyRange, BrowserError> {
    between(&key_to_js(prefix), false, prefix)
}

/// What is left of that behind a key of it.
pub fn behind(last: &JsValue, prefix: &Key) -> Result<IdbKeyRange, BrowserError> {
    between(last, true, prefix)
}

fn between(lower: &JsValue, is_open: bool, prefix: &Key) -> Result<IdbKeyRange, BrowserError> {
    let upper = key_to_js(prefix);
    upper.push(&Array::new());
    IdbKeyRange::bound_with_lower_open_and_upper_open(lower, &upper, is_open, true).map_err(BrowserError::from)
}

//! The worker's side of the door: takes questions as messages, answers them one after another.
//!
//! The only file of this room that runs in the worker and not in the page.

use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::worker::{Question, answer};

/// Answers for as long as the worker lives. A message that is no question gets no answer: its asker gives up in time.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    EventListener::new(&scope, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let message = Array::from(&event.data());
        let question = Question::from_bytes(&Uint8Array::new(&message.get(1)).to_vec());
        let Ok(bytes) = question.and_then(|question| answer(question).to_bytes()) else { return };
        let body = Uint8Array::from(bytes.as_slice());
        let reply = Array::of2(&message.get(0), &body);
        let _ = answering.post_message_with_transfer(&reply, &Array::of1(&body.buffer()));
    })
    .forget();
    // The page may have asked before we were here: only now does it send.
    let _ = scope.post_message(&Array::new());
}

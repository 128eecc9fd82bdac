//! The end of an input method's composition: pinyin has become characters.
//!
//! Yew has no attribute for this event.

use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{EventTarget, HtmlInputElement, HtmlTextAreaElement};

/// Listens for as long as it lives.
pub struct Composing(#[expect(dead_code, reason = "kept for its Drop")] EventListener);

/// Calls back with the control's whole text each time a composition in it has ended.
pub fn on_composed(control: &EventTarget, composed: impl Fn(String) + 'static) -> Composing {
    Composing(EventListener::new(control, "compositionend", move |event| {
        if let Some(text) = event.target().and_then(|target| text_of(&target)) {
            composed(text);
        }
    }))
}

/// What stands in a text control. `None` for anything that is not one.
pub fn text_of(control: &JsValue) -> Option<String> {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    control.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value)
}

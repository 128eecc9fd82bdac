//! A part of the page that scrolls, and what is drawn of it: sizes that no style can know beforehand.
//!
//! They are set through the element's own style object, which the content policy allows; an attribute it does not.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What is seen of something that scrolls, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Seen {
    pub top: f64,
    pub height: f64,
}

pub fn seen(element: &Element) -> Seen {
    Seen { top: f64::from(element.scroll_top()), height: f64::from(element.client_height()) }
}

/// Listens for as long as it lives.
pub struct Scrolling(#[expect(dead_code, reason = "kept for its Drop")] EventListener);

/// Calls back with what is seen whenever the element was scrolled. Yew hears no event that does not bubble.
pub fn on_scroll(element: &Element, scrolled: impl Fn(Seen) + 'static) -> Scrolling {
    let scrolling = element.clone();
    Scrolling(EventListener::new(element, "scroll", move |_| scrolled(seen(&scrolling))))
}

/// How high an element is drawn; 0 where it is not.
pub fn height(element: &Element) -> f64 {
    element.dyn_ref::<HtmlElement>().map_or(0.0, |element| f64::from(element.offset_height()))
}

pub fn set_height(element: &Element, pixels: f64) {
    set(element, "height", &format!("{pixels}px"));
}

/// In widths of the page's type, so that it grows with that.
pub fn set_least_width(element: &Element, rem: usize) {
    set(element, "min-width", &format!("{rem}rem"));
}

pub fn scroll_to(element: &Element, top: f64) {
    #[allow(clippy::cast_possible_truncation)] // a page has no such height
    element.set_scroll_top(top.round() as i32);
}

fn set(element: &Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property(property, value);
    }
}

//! Whether something on the page is near what is seen.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// Near is what one comes to within so much of a screen's height.
const MARGIN: &str = "150%";

/// Looks out for an element until it is dropped.
pub struct Watch {
    observer: IntersectionObserver,
    _on_sight: Closure<dyn FnMut(Array)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells when the element comes near. Where the browser cannot say, it is near at once.
pub fn on_near(element: &Element, on_near: impl Fn() + Clone + 'static) -> Option<Watch> {
    let told = on_near.clone();
    let on_sight = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
        let is_near =
            |entry: wasm_bindgen::JsValue| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting();
        if entries.iter().any(is_near) {
            told();
        }
    });
    let options = IntersectionObserverInit::new();
    options.set_root_margin(MARGIN);
    match IntersectionObserver::new_with_options(on_sight.as_ref().unchecked_ref(), &options) {
        Ok(observer) => {
            observer.observe(element);
            Some(Watch { observer, _on_sight: on_sight })
        }
        Err(_) => {
            on_near();
            None
        }
    }
}

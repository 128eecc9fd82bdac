//! The browser's offer to put the app among the device's own. `public/start.js` keeps it until somebody taps: it comes once, and
//! mostly before anything here could hear it.

use gloo_events::EventListener;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Where `public/start.js` keeps the offer, and the event that brings it.
const OFFER: &str = "installOffer";
const EVENT: &str = "beforeinstallprompt";

/// Whether the browser offers it now.
pub fn is_offered() -> bool {
    offer().is_some()
}

/// Calls back when the offer comes.
pub fn on_offer(offered: impl Fn() + 'static) -> EventListener {
    EventListener::new(&super::window(), EVENT, move |_| offered())
}

/// Lets the browser ask. Whether it was installed; an offer is good for one answer.
pub async fn ask() -> bool {
    let Some(offer) = offer() else { return false };
    let _ = Reflect::set(&super::window(), &OFFER.into(), &JsValue::NULL);
    let asked =
        Reflect::get(&offer, &"prompt".into()).and_then(|prompt| prompt.unchecked_into::<Function>().call0(&offer));
    let Some(asking) = asked.ok().and_then(|asking| asking.dyn_into::<Promise>().ok()) else { return false };
    let answer = JsFuture::from(asking).await.and_then(|answer| Reflect::get(&answer, &"outcome".into()));
    answer.is_ok_and(|outcome| outcome.as_string().as_deref() == Some("accepted"))
}

fn offer() -> Option<JsValue> {
    Reflect::get(&super::window(), &OFFER.into()).ok().filter(JsValue::is_object)
}

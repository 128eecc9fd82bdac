//! The page's address from `#` on: read, followed, and changed.

use gloo_events::EventListener;

/// With its `#`; empty where there is none.
pub fn hash() -> String {
    super::window().location().hash().unwrap_or_default()
}

/// Whether the page came over https: then it may not speak to anything else.
pub fn is_https() -> bool {
    super::window().location().protocol().is_ok_and(|protocol| protocol == "https:")
}

/// The address of what lies beside the page on its server.
pub fn beside(name: &str) -> Option<String> {
    let page = super::window().location().href().ok()?;
    web_sys::Url::new_with_base(name, &page).ok().map(|address| address.href())
}

/// Calls back with every other address, whether a link, the browser's own buttons or [`go`] led there.
pub fn on_change(change: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&super::window(), "hashchange", move |_| change(hash()))
}

/// Goes to an address that begins with `#`.
pub fn go(hash: &str) {
    // Cannot fail: the address stays on this page.
    let _ = super::window().location().set_hash(hash);
}

/// The same, in place of the present address: the browser's way back does not lead to it any more.
pub fn replace(hash: &str) {
    let _ = super::window().location().replace(hash);
}

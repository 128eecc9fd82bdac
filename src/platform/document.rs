//! The page as a whole: its language, its readiness, the facts its head carries, marks of time, focus.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, EventTarget, HtmlElement, HtmlMetaElement};

fn root() -> Option<Element> {
    super::window().document()?.document_element()
}

/// Where the app is drawn. What stands there is the first paint, which the app replaces.
pub fn app_root() -> Option<Element> {
    super::window().document()?.get_element_by_id("app")
}

/// Tells screen readers and hyphenation the language of the page, and the layout its direction.
pub fn set_language(tag: &str, direction: &str, title: &str) {
    if let Some(root) = root() {
        // Neither can fail: both are plain attributes.
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", direction);
    }
    if let Some(document) = super::window().document() {
        document.set_title(title);
    }
}

/// How the page looks, as the styles name it: `theme` or `size`. `public/check.js` does so at the start.
pub fn set_look(name: &str, chosen: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(&format!("data-{name}"), chosen);
    }
}

/// Adds a file of styles, once.
pub fn add_style(address: &str) {
    let Some(document) = super::window().document() else { return };
    if matches!(document.query_selector(&format!("link[href=\"{address}\"]")), Ok(None)) {
        let Ok(link) = document.create_element("link") else { return };
        // Neither can fail: both are plain attributes. Without styles everything can still be used.
        let _ = link.set_attribute("rel", "stylesheet");
        let _ = link.set_attribute("href", address);
        if let Some(head) = document.query_selector("head").ok().flatten() {
            let _ = head.append_child(&link);
        }
    }
}

/// Part of the page contract: `html[data-app]` is `starting`, `ready` or `failed`.
pub fn set_app_state(state: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-app", state);
    }
}

/// Lays the page out from now on, if that was not done yet: it has something to show, and what came before was not worth it.
pub fn show() {
    if let Some(root) = root() {
        let _ = root.set_attribute("data-shown", "");
    }
}

/// The content of `<meta name="…">`, where the build leaves the names of hashed files and its own version.
pub fn fact(name: &str) -> Option<String> {
    let selector = format!("meta[name=\"{name}\"]");
    let element = super::window().document()?.query_selector(&selector).ok()??;
    element.dyn_into::<HtmlMetaElement>().ok().map(|meta| meta.content()).filter(|content| !content.is_empty())
}

/// A named point in time for whoever measures: `app-ready`, `form-ready`, `answer-painted`.
pub fn mark(name: &str) {
    if let Some(performance) = super::window().performance() {
        let _ = performance.mark(name);
    }
}

/// Moves the keyboard to the first element that matches, and scrolls it into view.
pub fn focus(selector: &str) -> bool {
    let found = super::window().document().and_then(|document| document.query_selector(selector).ok().flatten());
    let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
    element.scroll_into_view();
    element.focus().is_ok()
}

/// Moves the keyboard to an element, with no more scrolling than it takes to see it.
pub fn focus_id(id: &str) {
    let found = super::window().document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether an element of this id is drawn.
pub fn has_id(id: &str) -> bool {
    super::window().document().is_some_and(|document| document.get_element_by_id(id).is_some())
}

/// The `data-number` of the element that an event came from.
pub fn number_of(target: &EventTarget) -> Option<usize> {
    target.dyn_ref::<Element>()?.get_attribute("data-number")?.parse().ok()
}

/// Where a dialog lies that no part of the page may catch.
pub fn body() -> Option<Element> {
    super::window().document()?.query_selector("body").ok()?
}

/// Brings a question into view and the keyboard to its control. `path` is the question's `data-path`.
pub fn go_to_path(path: &str) -> bool {
    focus(&format!("[data-path=\"{path}\"] :is(input, textarea, select, button)"))
        || focus(&format!("[data-path=\"{path}\"]"))
}

/// Puts the reader at the top of a new page.
pub fn scroll_to_top() {
    super::window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// What the foot of every sheet says.
const MARK: &str = "--paper-mark";

/// Hands the page to the browser's print preview, as its styles for paper have it. `mark` stands at the foot of every sheet, where the
/// browser knows of such (Chromium from 131 on).
pub fn print(mark: &str) {
    let quoted = mark.replace('\\', "\\\\").replace('"', "\\\"").replace(char::is_control, " ");
    if let Some(root) = root().and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        let _ = root.style().set_property(MARK, &format!("\"{quoted}\""));
        // Whatever is printed next without a mark of its own bears none.
        let unmark = move |_: &Event| drop(root.style().remove_property(MARK));
        EventListener::once(&super::window(), "afterprint", unmark).forget();
    }
    let _ = super::window().print();
}

/// Loads the page again. The service worker decides which version comes.
pub fn reload() {
    let _ = super::window().location().reload();
}

/// Whether the page came over https or from this machine. Without, there is no offline use and no lock between tabs.
pub fn is_secure() -> bool {
    super::window().is_secure_context()
}

/// The browser as it names itself, for the About page and diagnostics.
pub fn user_agent() -> String {
    super::window().navigator().user_agent().unwrap_or_default()
}

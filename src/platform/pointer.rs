//! Fingers, pens and mice that hold on to something.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, PointerEvent};

/// Keeps the finger, pen or mouse for what it is on until it is lifted, also beyond its edge.
pub fn capture(event: &PointerEvent) {
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        let _ = element.set_pointer_capture(event.pointer_id()); // lifted already: nothing follows
    }
}

/// Where in a list a row would be put down that is held at a grip in it: behind all other rows whose middle is higher. `None`: it
/// is held by nothing in the list.
pub fn place_in(list_id: &str, event: &PointerEvent) -> Option<usize> {
    let list = super::window().document()?.get_element_by_id(list_id)?;
    let grip: HtmlElement = event.target()?.dyn_into().ok()?;
    // Grips and rows are measured from the same element around the list.
    let at = grip.offset_top() + event.offset_y();
    let rows =
        (0..list.children().length()).filter_map(|index| list.children().item(index)?.dyn_into::<HtmlElement>().ok());
    Some(rows.filter(|row| !row.contains(Some(&grip)) && row.offset_top() + row.offset_height() / 2 < at).count())
}

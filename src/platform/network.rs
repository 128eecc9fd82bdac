//! What the browser knows of the line: whether somebody asked it to save data.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// Whether the browser was told to save data, as on a metered line. One that does not say (Firefox, Safari) was not told.
pub fn saves_data() -> bool {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
    let connection = get(&super::window().navigator(), "connection");
    connection.is_object() && get(&connection, "saveData").is_truthy()
}

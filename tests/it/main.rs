//! What the app's platform promises, kept by a real browser. Natively there is nothing to test here.

#![cfg(target_arch = "wasm32")]

mod database;
mod local;
mod locks;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

//! What the app's platform promises, kept by a real browser. Natively there is nothing to test here.

// Clippy does not know that `wasm_bindgen_test` marks a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(target_arch = "wasm32")]

mod database;
mod local;
mod locks;
mod officers;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

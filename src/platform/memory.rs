//! Where memory comes from, in the page and in its worker: quicker and smaller than what the standard library brings for wasm
//! (`docs/speed-page.md`).

#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

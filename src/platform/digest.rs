//! SHA-256 by the browser, which is several times as fast at it as any program in it, and does it beside whoever asks.

use js_sys::{Promise, Uint8Array};
use record::Sha256;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Not there where the page did not come over https.
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn digest(algorithm: &str, bytes: &Uint8Array) -> Result<Promise, JsValue>;
}

/// The hash of these bytes. `None`: the browser gives none, and whoever asks has to work it out.
pub(super) async fn sha256(bytes: Uint8Array) -> Option<Sha256> {
    let hash = JsFuture::from(digest("SHA-256", &bytes).ok()?).await.ok()?;
    let hash = Uint8Array::new(&hash).to_vec();
    Some(Sha256::from_bytes(hash.try_into().ok()?))
}

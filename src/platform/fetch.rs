//! Files of the app itself, such as a language. They are in the version's precache list, so they come without a network too.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::BrowserError;

/// Why a file did not come.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FetchError {
    #[error("the server answered {status}")]
    Status { status: u16 },
    /// No network and no copy here.
    #[error("the file cannot be reached")]
    Unreachable(#[source] BrowserError),
}

/// The bytes at an address of our own.
///
/// # Errors
/// [`FetchError`]
pub async fn bytes(address: &str) -> Result<Vec<u8>, FetchError> {
    let unreachable = |thrown| FetchError::Unreachable(BrowserError::from(thrown));
    let response = match JsFuture::from(super::window().fetch_with_str(address)).await {
        Ok(response) => response,
        Err(thrown) => kept(address).await.ok_or_else(|| unreachable(thrown))?,
    };
    let response: Response = response.dyn_into().map_err(unreachable)?;
    if !response.ok() {
        return Err(FetchError::Status { status: response.status() });
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(unreachable)?).await.map_err(unreachable)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// From what the service worker keeps. On the very first visit it does not stand between the page and the network yet, and
/// the network may have gone since.
async fn kept(address: &str) -> Option<JsValue> {
    let found = JsFuture::from(super::window().caches().ok()?.match_with_str(address)).await.ok()?;
    (!found.is_undefined()).then_some(found)
}

/// The text at an address of our own; what is not UTF-8 in it is replaced.
///
/// # Errors
/// [`FetchError`]
pub async fn text(address: &str) -> Result<String, FetchError> {
    Ok(String::from_utf8_lossy(&bytes(address).await?).into_owned())
}

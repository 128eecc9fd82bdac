//! The system's share sheet, where there is one.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FilePropertyBag, ShareData};

use super::{BrowserError, files, has};

/// Why nothing was shared.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ShareError {
    /// The person closed the sheet. Not a failure.
    #[error("sharing was cancelled")]
    Cancelled,
    #[error("the browser cannot share files")]
    Unavailable,
    #[error("the browser could not share")]
    Broken(#[source] BrowserError),
}

/// Whether files of this kind can be shared at all: without, offer the download only.
pub fn can_share_files(name: &str, media_type: &str) -> bool {
    sheet(name, media_type, &[]).is_ok_and(|data| can_share(&data))
}

/// Opens the share sheet with one file. Must be called straight from a tap. That the person picked a target is all one
/// can know: shared is not received.
///
/// # Errors
/// [`ShareError`]
pub async fn share_file(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), ShareError> {
    let data = sheet(name, media_type, bytes).map_err(|thrown| ShareError::Broken(thrown.into()))?;
    if !can_share(&data) {
        return Err(ShareError::Unavailable);
    }
    let shared = JsFuture::from(super::window().navigator().share_with_data(&data)).await;
    shared.map(drop).map_err(|thrown| match BrowserError::from(thrown) {
        error if error.name == "AbortError" => ShareError::Cancelled,
        error => ShareError::Broken(error),
    })
}

fn can_share(data: &ShareData) -> bool {
    let navigator = super::window().navigator();
    has(&navigator, "canShare") && navigator.can_share_with_data(data)
}

fn sheet(name: &str, media_type: &str, bytes: &[u8]) -> Result<ShareData, JsValue> {
    let options = FilePropertyBag::new();
    options.set_type(media_type);
    let blob = files::make_blob(media_type, bytes)?;
    let file = File::new_with_blob_sequence_and_options(&Array::of1(&blob), name, &options)?;
    let data = ShareData::new();
    data.set_files(&Array::of1(&file));
    Ok(data)
}

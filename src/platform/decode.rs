//! Texts of unknown encoding, decoded by the browser: its tables would weigh more than all else that reads a table.

use js_sys::Uint8Array;
use web_sys::TextDecoder;

/// UTF-8, with or without its mark, or what programs of this country write beside it. `None`: neither.
pub fn decoded(bytes: &[u8]) -> Option<String> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned());
    }
    let text = TextDecoder::new_with_label("gb18030").ok()?.decode_with_js_u8_array(&Uint8Array::from(bytes)).ok()?;
    (!text.contains('\u{fffd}')).then_some(text)
}

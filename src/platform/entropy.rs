//! Chance, from the browser's cryptographic source: ids of new things, seeds of forms, keys.

use record::{BatchId, DraftId, Timestamp};
use wasm_bindgen::JsCast;

/// The browser has no cryptographic source of chance. Nothing new can be made safely then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no cryptographic source of randomness")]
pub struct NoEntropy;

/// # Errors
/// [`NoEntropy`] if the browser cannot give any.
pub fn bytes<const N: usize>() -> Result<[u8; N], NoEntropy> {
    let mut bytes = [0; N];
    let crypto = super::window().crypto().map_err(|_| NoEntropy)?;
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(|_| NoEntropy)?;
    Ok(bytes)
}

/// As many bytes as asked for; browsers give at most [`AT_ONCE`] of them in one go.
///
/// # Errors
/// [`NoEntropy`]
pub fn many_bytes(count: usize) -> Result<Vec<u8>, NoEntropy> {
    let crypto = super::window().crypto().map_err(|_| NoEntropy)?;
    let mut bytes = vec![0; count];
    for part in bytes.chunks_mut(AT_ONCE) {
        crypto.get_random_values_with_u8_array(part).map_err(|_| NoEntropy)?;
    }
    Ok(bytes)
}

/// Fills bytes, in the page or in the worker.
///
/// # Errors
/// [`NoEntropy`]
pub fn fill(bytes: &mut [u8]) -> Result<(), NoEntropy> {
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into()).map_err(|_| NoEntropy)?;
    let crypto: web_sys::Crypto = crypto.dyn_into().map_err(|_| NoEntropy)?;
    for part in bytes.chunks_mut(AT_ONCE) {
        crypto.get_random_values_with_u8_array(part).map_err(|_| NoEntropy)?;
    }
    Ok(())
}

const AT_ONCE: usize = 65_536;

/// # Errors
/// [`NoEntropy`]
pub fn draft_id(now: Timestamp) -> Result<DraftId, NoEntropy> {
    Ok(DraftId::new(now, bytes()?))
}

/// # Errors
/// [`NoEntropy`]
pub fn batch_id(now: Timestamp) -> Result<BatchId, NoEntropy> {
    Ok(BatchId::new(now, bytes()?))
}

/// The seed of one form action, see `form::Moment`.
///
/// # Errors
/// [`NoEntropy`]
pub fn seed() -> Result<u64, NoEntropy> {
    Ok(u64::from_le_bytes(bytes()?))
}

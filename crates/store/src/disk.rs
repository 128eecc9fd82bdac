//! Bytes of the database to values and back.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::RowError;

/// Writes a disk struct as JSON. They are made of texts, numbers and lists, none of which can fail to be written.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let written = serde_json::to_vec(value);
    debug_assert!(written.is_ok(), "a disk struct that JSON cannot hold");
    written.unwrap_or_default()
}

pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, RowError> {
    Ok(serde_json::from_slice(bytes)?)
}

pub fn text(bytes: &[u8]) -> Result<&str, RowError> {
    std::str::from_utf8(bytes).map_err(|_| RowError::Text)
}

pub fn number(bytes: &[u8]) -> Result<u64, RowError> {
    text(bytes)?.parse().map_err(|_| RowError::Number)
}

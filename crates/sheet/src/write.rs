//! Workbooks out.
use crate::Workbook;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("not yet")]
    NotYet,
}

/// Writes a workbook.
pub fn write_xlsx(_workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    Err(WriteError::NotYet)
}

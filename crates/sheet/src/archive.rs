//! Several files as one.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use crate::WriteError;

/// Packs files under their names. The same files give the same bytes.
///
/// # Errors
/// [`WriteError::Zip`], for two files of one name too.
pub fn write_archive(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<Vec<u8>, WriteError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(name, SimpleFileOptions::default()).map_err(WriteError::Zip)?;
        archive.write_all(&bytes).map_err(|error| WriteError::Zip(ZipError::Io(error)))?;
    }
    archive.finish().map(Cursor::into_inner).map_err(WriteError::Zip)
}

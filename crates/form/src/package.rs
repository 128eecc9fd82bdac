//! A compiled form with its attached tables: what a device keeps beside the workbook, and what names a form's version.
//!
//! A package is a cache. The workbook and its files are what counts; any version of the program may throw a package away
//! and compile them again. Start at [`Package::to_bytes`] and [`hash`].

use std::collections::BTreeMap;

use record::{FormHash, Sha256};
use serde::{Deserialize, Serialize};
use sheet::Table;

use crate::FormDefinition;

/// A form that can be filled without reading a workbook.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Package {
    pub definition: FormDefinition,
    /// Attached tables by file name.
    pub files: BTreeMap<String, Table>,
}

/// Why bytes are no package.
#[derive(Debug, thiserror::Error)]
pub enum ReadPackageError {
    /// Written by another version of the program: compile the workbook again.
    #[error("package of another version")]
    OtherVersion,
    #[error("package is damaged")]
    Damaged(#[source] postcard::Error),
}

/// Begins every package; its last byte counts the changes of what follows.
const TAG: &[u8] = b"taizhang-form\x01";

impl Package {
    /// The package as bytes for [`from_bytes`](Self::from_bytes) of the same version.
    ///
    /// # Errors
    /// As `postcard` gives them; none are known for a package that [`crate::compile`] made.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_extend(self, TAG.to_vec())
    }

    /// Reads a package. Expressions are parsed again.
    ///
    /// # Errors
    /// [`ReadPackageError`]; either way the workbook is there to be compiled again.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadPackageError> {
        let body = bytes.strip_prefix(TAG).ok_or(ReadPackageError::OtherVersion)?;
        postcard::from_bytes(body).map_err(ReadPackageError::Damaged)
    }
}

/// Names a version of a form: the SHA-256 over its workbook and attached files, whatever program reads them.
///
/// Hashed are, one after the other: the 32 bytes of the workbook's SHA-256; then for each file in the order of names by
/// their UTF-8 bytes, the name's length in bytes as four bytes, lowest first, the name, and the 32 bytes of the file's
/// SHA-256.
pub fn hash(workbook: &[u8], files: &BTreeMap<String, Vec<u8>>) -> FormHash {
    let mut bytes = Sha256::of(workbook).as_bytes().to_vec();
    for (name, content) in files {
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(Sha256::of(content).as_bytes());
    }
    Sha256::of(&bytes)
}

//! A compiled form with its attached tables: what a device keeps beside the workbook.
//!
//! A package is a cache. The workbook and its files are what counts; any version of the program may throw a package away
//! and compile them again. Start at [`Package::to_bytes`].

use std::collections::BTreeMap;

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

/// Counts the changes of what [`Package::to_bytes`] writes: a cache of another version is compiled again.
pub const CACHE_VERSION: u32 = 6;
/// Begins every package; [`CACHE_VERSION`] follows.
const TAG: &[u8] = b"taizhang-form";

impl Package {
    /// The package as bytes for [`from_bytes`](Self::from_bytes) of the same version.
    ///
    /// # Errors
    /// As `postcard` gives them; none are known for a package that [`crate::compile`] made.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_extend(self, tag())
    }

    /// Reads a package. Expressions are parsed again.
    ///
    /// # Errors
    /// [`ReadPackageError`]; either way the workbook is there to be compiled again.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadPackageError> {
        let body = bytes.strip_prefix(tag().as_slice()).ok_or(ReadPackageError::OtherVersion)?;
        postcard::from_bytes(body).map_err(ReadPackageError::Damaged)
    }
}

fn tag() -> Vec<u8> {
    [TAG, &CACHE_VERSION.to_le_bytes()].concat()
}

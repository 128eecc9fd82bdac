//! A shard as bytes: what lies beside the ledger, and can be thrown away and made again.

use serde::{Deserialize, Serialize};
use sheet::Rows;

use super::{FIXED, Shard};

/// Bytes that are no shard, or one of another version: make the register again from the entities.
#[derive(Debug, thiserror::Error)]
pub enum ReadShardError {
    #[error("shard of version {0}")]
    Version(u8),
    #[error("shard cannot be read")]
    Bytes(#[source] postcard::Error),
    #[error("shard has columns that its rows have not")]
    Columns,
}

/// Goes up whenever a shard is written differently.
const VERSION: u8 = 1;

impl Shard {
    /// # Errors
    /// None that is known: a shard holds nothing that cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_stdvec(&v1::Shard {
            version: VERSION,
            number: self.number,
            properties: self.properties.clone(),
            rows: self.rows.clone(),
        })
    }

    /// # Errors
    /// [`ReadShardError`]
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadShardError> {
        match bytes.first() {
            Some(&VERSION) => {}
            other => return Err(ReadShardError::Version(other.copied().unwrap_or_default())),
        }
        let v1::Shard { number, properties, rows, .. } = postcard::from_bytes(bytes).map_err(ReadShardError::Bytes)?;
        // Where a column stands is found by its name: out of order some would be missed.
        let is_ordered = properties.is_sorted();
        let width = rows.row(0).count();
        if !is_ordered || (!rows.is_empty() && width != 1 + FIXED.len() + properties.len()) {
            return Err(ReadShardError::Columns);
        }
        Ok(Self { number, properties, rows })
    }
}

mod v1 {
    use super::{Deserialize, Rows, Serialize};

    #[derive(Serialize, Deserialize)]
    pub struct Shard {
        pub version: u8,
        pub number: u32,
        pub properties: Vec<String>,
        pub rows: Rows,
    }
}

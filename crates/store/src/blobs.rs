//! Blobs: the bytes of attachments, kept in parts under their SHA-256.
//!
//! A blob is written before the answer that names it; one that nobody names harms nobody.

use std::collections::BTreeSet;

use record::Sha256;

use crate::layout::{self, BLOB_PART_BYTES, Row};
use crate::{RowError, Store, Transaction, erasure};

/// Writes a blob and says its name. Writing one that is there changes nothing.
pub fn write(bytes: &[u8]) -> (Sha256, Transaction) {
    let hash = Sha256::of(bytes);
    (hash, written(Transaction::new(), hash, bytes))
}

/// Writes a blob of this name with everything else.
pub fn written(plan: Transaction, hash: Sha256, bytes: &[u8]) -> Transaction {
    // An empty file is one empty part, so that it can be told from one that is not here.
    let parts = bytes.chunks(BLOB_PART_BYTES).chain(bytes.is_empty().then_some(bytes));
    (0_u64..).zip(parts).fold(plan, |plan, (part, bytes)| plan.put(Store::Blobs, layout::blob_part(hash, part), bytes))
}

/// Those of some blobs that none of these rows names: records, drafts, journals (tails as rows of them), and the bin.
pub fn unnamed<'a>(mut blobs: BTreeSet<Sha256>, rows: impl IntoIterator<Item = &'a Row>) -> BTreeSet<Sha256> {
    for row in rows {
        if blobs.is_empty() {
            break;
        }
        for named in erasure::named_files(row) {
            blobs.remove(&named);
        }
    }
    blobs
}

/// Puts a blob together from its rows, in any order, and checks it.
///
/// # Errors
/// [`RowError::Missing`] if there is no row, [`RowError::Checksum`] if a part is missing or damaged.
pub fn read(hash: Sha256, rows: &[Row]) -> Result<Vec<u8>, RowError> {
    let mut parts: Vec<&Row> = rows.iter().filter(|row| row.key.is_under(&layout::blob(hash))).collect();
    if parts.is_empty() {
        return Err(RowError::Missing("blob"));
    }
    parts.sort();
    let bytes = parts.into_iter().flat_map(|row| &row.value).copied().collect::<Vec<u8>>();
    (Sha256::of(&bytes) == hash).then_some(bytes).ok_or(RowError::Checksum)
}

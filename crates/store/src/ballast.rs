//! Ballast: bytes that hold room, so that something can still be written when the quota is hit.
//!
//! `estimate()` does not tell the truth about room, but deleting does make it. Freed first of all, filled again after
//! an export.

use crate::{Store, Transaction, layout};

/// How many bytes it holds. They must be random, or the database may pack them.
pub const BYTES: usize = 2 << 20;

pub fn fill(random: Vec<u8>) -> Transaction {
    Transaction::new().put(Store::Ballast, layout::ballast(), random)
}

pub fn free() -> Transaction {
    Transaction::new().delete(Store::Ballast, layout::ballast())
}

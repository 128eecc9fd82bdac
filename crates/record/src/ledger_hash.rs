//! The hash of a whole ledger: two desks that hold the same revisions have the same one, however they came by them.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{RevisionHash, Sha256};

/// Names a set of revisions: the SHA-256 over the line `taizhang-ledger-v1` and one line for each revision's hash, smallest first.
///
/// It depends on nothing but the set. As a revision's hash is that of its text, and its text names its photos by their hashes, two
/// ledgers of the same hash say the same, and show the same where their photos are there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LedgerHash(Sha256);

impl LedgerHash {
    /// The hash of these revisions, in any order and each as often as one likes.
    pub fn of(revisions: impl IntoIterator<Item = RevisionHash>) -> Self {
        let revisions: BTreeSet<RevisionHash> = revisions.into_iter().collect();
        let mut text = String::with_capacity(20 + 65 * revisions.len());
        text.push_str("taizhang-ledger-v1\n");
        for revision in revisions {
            text.push_str(&revision.to_string());
            text.push('\n');
        }
        Self(Sha256::of(text.as_bytes()))
    }

    /// As two people compare it aloud: four groups of four digits.
    pub fn fingerprint(&self) -> String {
        self.0.read_out()
    }
}

impl fmt::Display for LedgerHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for LedgerHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.short())
    }
}

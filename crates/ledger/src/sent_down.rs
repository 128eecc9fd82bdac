//! Which erasures a desk hands down with a pack: those of what its tablets may have.
//!
//! A tablet keeps its own records, photos and all, so it has to hear what was erased of them. What it never had is not its
//! business, and what many tablets can open tells no proof of a consent, which one tablet had. Start at [`sent_down`].
//!
//! So that packs do not grow for ever the oldest stay away where there are too many: what a tablet holds of lists loses its parts by
//! their rows all the same, and who takes differences was told in time.
//!
//! Not here: the pack (`batch`), what taking one in erases (`erasure`, `import`).

use std::collections::BTreeSet;

use record::{Named, RecordId, Revision};

/// So much of erasures goes with one pack.
pub const MOST_BYTES: usize = 4 << 20;
/// So many do.
pub const MOST: usize = 5_000;

/// Who can open a pack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Openers {
    /// One tablet, which had what it is told of.
    One,
    /// Several, or anybody.
    Many,
}

/// The erasures that a pack has to tell, the latest first. `had`: the records of which something came from those whom it is for.
pub fn sent_down<'a>(
    erasures: impl IntoIterator<Item = &'a Revision>,
    had: &BTreeSet<RecordId>,
    openers: Openers,
) -> Vec<&'a Revision> {
    let mut told: Vec<&Revision> = erasures.into_iter().filter(|erasure| matters(erasure, had, openers)).collect();
    let order = |erasure: &Revision| (erasure.submission().finalized_at, erasure.hash());
    told.sort_by_key(|erasure| std::cmp::Reverse(order(erasure)));
    told.dedup_by_key(|erasure| erasure.hash());
    let mut bytes = 0;
    let fits = |erasure: &&Revision| {
        bytes += erasure.body().len();
        bytes <= MOST_BYTES
    };
    told.into_iter().take(MOST).take_while(fits).collect()
}

fn matters(erasure: &Revision, had: &BTreeSet<RecordId>, openers: Openers) -> bool {
    let Some((named, said)) = Named::by(erasure).zip(erasure.erasure()) else { return false };
    // What is left of one is not what its name says, and goes nowhere.
    if erasure.is_cut() {
        return false;
    }
    if named.is_whole() {
        return had.contains(&named.record) && (openers == Openers::One || said.kept.is_empty());
    }
    named.parts.values().flatten().any(|part| had.contains(&part.record))
}

//! One record's life: its revisions, and which of them stand.
//!
//! A record is edited by a new revision that names its parents, so the revisions of one record are a set with an order
//! of its own, like the changes of an entity. Two heads are both kept.
//!
//! Not here: what they add up to, and where they differ (`answers`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use record::{Erasures, RecordId, Revision, RevisionHash};

use crate::Origin;
use crate::graph::causal_order;

/// The revisions of one record, each with its parents: all that has to be known to find its heads.
pub type Links = BTreeMap<RevisionHash, Vec<RevisionHash>>;

/// The revisions that no other one edits.
pub fn heads(links: &Links) -> BTreeSet<RevisionHash> {
    let edited: BTreeSet<&RevisionHash> = links.values().flatten().collect();
    links.keys().filter(|hash| !edited.contains(hash)).copied().collect()
}

/// Of the heads of a record, the one that was finished last: the one that is judged.
pub fn latest<'a>(heads: impl IntoIterator<Item = &'a Revision>) -> Option<&'a Revision> {
    heads.into_iter().max_by_key(|revision| (revision.submission().finalized_at, revision.hash()))
}

/// What is known of one record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordHistory {
    pub record: RecordId,
    /// Parents before children; otherwise by device and its counter, then by hash.
    pub revisions: Vec<RecordRevision>,
    /// The revisions that stand. More than one: edited in two places.
    pub heads: Vec<RevisionHash>,
    /// The head that is shown: the longest chain of edits, then the smaller hash. `None` if nothing is known.
    pub current: Option<RevisionHash>,
}

/// One revision's place in its record's life.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordRevision {
    pub hash: RevisionHash,
    pub parents: Vec<RevisionHash>,
    pub origin: Origin,
    /// 1 for a first one, one more for each edit.
    pub version: u32,
    pub instance_name: Option<String>,
    /// The record was erased by this. Nothing but erasures is left of it then.
    pub is_erasure: bool,
}

impl RecordHistory {
    /// The life of `record`. Revisions of other records and repetitions are passed over.
    pub fn of<'a>(record: RecordId, revisions: impl IntoIterator<Item = &'a Revision>) -> Self {
        let all: Vec<&Revision> = revisions.into_iter().collect();
        let erasures = Erasures::of(all.iter().copied());
        let stands = |revision: &&Revision| revision.submission().record == record && !erasures.erases(revision);
        let ours = all.into_iter().filter(stands);
        let known: BTreeMap<RevisionHash, &Revision> = ours.map(|revision| (revision.hash(), revision)).collect();
        let links: Links =
            known.iter().map(|(hash, revision)| (*hash, revision.submission().parents.clone())).collect();

        let ties = known.iter().map(|(hash, revision)| {
            let submission = revision.submission();
            (*hash, (&submission.device, submission.sequence))
        });
        let parents = links.iter().map(|(hash, parents)| {
            (*hash, parents.iter().filter(|parent| links.contains_key(parent)).copied().collect())
        });
        let mut versions: BTreeMap<RevisionHash, u32> = BTreeMap::new();
        let mut history = Vec::new();
        for hash in causal_order(&ties.collect(), &parents.collect()) {
            let submission = known[&hash].submission();
            let before = submission.parents.iter().filter_map(|parent| versions.get(parent)).max();
            let version = before.copied().unwrap_or_default().saturating_add(1);
            versions.insert(hash, version);
            history.push(RecordRevision {
                hash,
                parents: submission.parents.clone(),
                origin: Origin::of(submission),
                version,
                instance_name: submission.instance_name.clone(),
                is_erasure: erasures.holds(hash),
            });
        }
        let heads: Vec<RevisionHash> = heads(&links).into_iter().collect();
        let current = heads.iter().min_by_key(|hash| (Reverse(versions[*hash]), **hash)).copied();
        Self { record, revisions: history, heads, current }
    }
}

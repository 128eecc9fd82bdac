//! A record as it stands: one, however many of its edits did not know of each other.
//!
//! Not here: what edits add up to and where they differ (`answers`).

use record::{Revision, RevisionHash};

use crate::{Answers, RecordHistory};

/// What a table has a single line for.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// The one that no other one edits, or what several such add up to: that is no revision, and names them as its parents.
    pub revision: Revision,
    /// The revisions that no other one edits.
    pub heads: Vec<RevisionHash>,
}

impl Standing {
    /// Of the revisions of one record. `None`: there are none, or it was erased.
    ///
    /// # Errors
    /// What several add up to cannot be written.
    pub fn of(revisions: Vec<Revision>) -> Result<Option<Self>, serde_json::Error> {
        let Some(first) = revisions.first() else { return Ok(None) };
        let record = first.submission().record;
        let heads = match revisions.as_slice() {
            [only] => vec![only.hash()],
            _ => RecordHistory::of(record, &revisions).heads,
        };
        let revision = match heads.as_slice() {
            [only] => revisions.into_iter().find(|revision| revision.hash() == *only),
            _ => Answers::of(record, &revisions).map(|answers| Revision::write(answers.joined())).transpose()?,
        };
        let stands = revision.filter(|revision| revision.erasure().is_none());
        Ok(stands.map(|revision| Self { revision, heads }))
    }
}

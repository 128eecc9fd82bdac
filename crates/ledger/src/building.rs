//! What builds upon records that are to go as if they had never been: why they cannot go by themselves.
//!
//! Something builds upon a record when somebody had it before their eyes: an update of an entity that begins with what the record
//! said, and whatever names an entity (or a record) of which nothing would be left. What stands beside it by chance does not: it
//! was said without it and is as it was. Start at [`Going`].
//!
//! Not here: edits of the records themselves, and those that were sent (the app sees both by their keys).

use std::collections::BTreeSet;

use record::{EntityChangeKind, REVIEWS, RecordId, Revision, RevisionHash};

use crate::{Change, EntityHistory, EntityKey, Value};

/// Revisions that are to go.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Going {
    revisions: BTreeSet<RevisionHash>,
    /// Entities of which nothing is left.
    gone: BTreeSet<EntityKey>,
    /// Their ids, and those of the records: whatever says one of them names what is not there any more.
    names: BTreeSet<String>,
}

/// Something that builds upon what is to go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Building {
    pub how: How,
    pub entity: EntityKey,
    /// What the entity is called.
    pub title: String,
    /// The record that says it.
    pub record: RecordId,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    /// It says something of an entity, in sight of what they said.
    Updates,
    /// It names an entity that only they made, or one of them.
    Names,
}

impl Going {
    /// `spoken` are the rows of all entities that the revisions speak of.
    pub fn new(revisions: &[Revision], spoken: &[EntityHistory]) -> Self {
        let hashes: BTreeSet<RevisionHash> = revisions.iter().map(Revision::hash).collect();
        let goes = |history: &&EntityHistory| {
            let is_whole = history.changes.keys().all(|id| hashes.contains(&id.revision));
            history.is_shown() && is_whole && !history.has_erasures()
        };
        let gone: BTreeSet<EntityKey> = spoken.iter().filter(goes).map(EntityHistory::key).collect();
        let records = revisions.iter().map(|revision| revision.submission().record.to_string());
        let names = records.chain(gone.iter().map(|key| key.entity.to_string())).collect();
        Self { revisions: hashes, gone, names }
    }

    /// The entities of which nothing is left.
    pub fn gone(&self) -> &BTreeSet<EntityKey> {
        &self.gone
    }

    pub fn revisions(&self) -> &BTreeSet<RevisionHash> {
        &self.revisions
    }

    /// What of a row builds upon what goes. Any row may: also one of an entity that it does not speak of.
    pub fn builds(&self, history: &EntityHistory) -> Option<Building> {
        let building = |how: How, change: &Change| Building {
            how,
            entity: history.key(),
            title: history.state().title().to_owned(),
            record: change.origin.record,
        };
        let staying = || history.changes.iter().filter(|(id, _)| !self.revisions.contains(&id.revision));
        let in_sight = |change: &Change| {
            change.parents.iter().any(|parent| self.revisions.contains(&parent.revision))
                || change.follows.iter().any(|parent| self.revisions.contains(parent))
        };
        // An update from a device that did not say what it saw: it saw an entity, and nobody else made one.
        let creates = |change: &Change| change.kind == EntityChangeKind::Create;
        let has_going =
            history.changes.iter().any(|(id, change)| self.revisions.contains(&id.revision) && creates(change));
        let is_orphaned = has_going && !staying().any(|(_, change)| creates(change));
        if let Some((_, change)) = staying().find(|(_, change)| is_orphaned || in_sight(change)) {
            return Some(building(How::Updates, change));
        }
        let is_name =
            |text: &str| self.names.contains(text) || text.split_whitespace().any(|id| self.names.contains(id));
        let names = |change: &Change| change.values.values().filter_map(Value::text).any(is_name);
        let is_review = history.list.as_str() == REVIEWS && self.names.contains(history.entity.as_str());
        let (_, change) = staying().find(|(_, change)| is_review || names(change))?;
        Some(building(How::Names, change))
    }
}

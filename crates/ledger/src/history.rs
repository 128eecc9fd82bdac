//! All that is known of one entity: a set of changes that only grows.
//!
//! Start at [`EntityHistory::state`]. The set is what a desk's row in `entities` holds (`row`), and, thinned, what a
//! tablet gets in a pack ([`EntityHistory::snapshot`]).
//!
//! Not here: the rule by which changes add up (`merge`).

use std::collections::{BTreeMap, BTreeSet};

use record::{ChangeId, EntityId, ListName, Revision};

use crate::merge::Merged;
use crate::timeline::{self, Step};
use crate::{Change, EntityKey, EntityState, Property, Value};

/// A set of changes to one entity, by id. Two of them are joined by [`EntityHistory::union`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityHistory {
    pub list: ListName,
    pub entity: EntityId,
    pub changes: BTreeMap<ChangeId, Change>,
}

/// All entities that some revisions speak of. How a desk's projection is built anew.
pub fn histories<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> BTreeMap<EntityKey, EntityHistory> {
    let mut histories: BTreeMap<EntityKey, EntityHistory> = BTreeMap::new();
    for revision in revisions {
        for key in entities_of(revision) {
            let history = histories.entry(key).or_insert_with_key(|key| EntityHistory::new(key.clone()));
            history.insert_from(revision);
        }
    }
    histories
}

/// The entities that a revision speaks of.
pub fn entities_of(revision: &Revision) -> BTreeSet<EntityKey> {
    let changes = revision.submission().entities.iter();
    changes.map(|change| EntityKey { list: change.list.clone(), entity: change.entity.clone() }).collect()
}

impl EntityHistory {
    /// Nothing known yet.
    pub fn new(key: EntityKey) -> Self {
        Self { list: key.list, entity: key.entity, changes: BTreeMap::new() }
    }

    pub fn key(&self) -> EntityKey {
        EntityKey { list: self.list.clone(), entity: self.entity.clone() }
    }

    /// Adds what a revision says of this entity; nothing if it says nothing.
    pub fn insert_from(&mut self, revision: &Revision) {
        let submission = revision.submission();
        for (change, index) in submission.entities.iter().zip(0..=u16::MAX) {
            if change.list == self.list && change.entity == self.entity {
                self.insert(ChangeId { revision: revision.hash(), index }, &Change::new(submission, change));
            }
        }
    }

    /// Adds all that `other` knows of the same entity.
    pub fn union(&mut self, other: &Self) {
        debug_assert!(self.key() == other.key(), "only histories of one entity add up");
        for (id, change) in &other.changes {
            self.insert(*id, change);
        }
    }

    pub(crate) fn insert(&mut self, id: ChangeId, change: &Change) {
        self.changes.entry(id).and_modify(|known| known.join(change)).or_insert_with(|| change.clone());
    }

    /// What the changes add up to.
    pub fn state(&self) -> EntityState {
        EntityState::of(self, &Merged::of(&self.changes))
    }

    /// Every change in a stable causal order, with what each one changed.
    pub fn timeline(&self) -> Vec<Step> {
        timeline::steps(&Merged::of(&self.changes))
    }

    /// What was said of one property over time, in causal order. Restatements are left out.
    pub fn history_of(&self, property: &str) -> Vec<Property> {
        Merged::of(&self.changes).values(property)
    }

    /// The same changes, without the texts that no longer show: what a pack carries.
    ///
    /// Every change keeps its place, so whatever is added later gives the same state as if the whole history were
    /// here: `a.snapshot() ∪ b` shows what `a ∪ b` shows, for every `b`. That can only be promised if no ancestor
    /// is missing; where one is, nothing is left out.
    pub fn snapshot(&self) -> Self {
        let merged = Merged::of(&self.changes);
        if !merged.graph.is_closed {
            return self.clone();
        }
        let mut snapshot = Self::new(self.key());
        for (index, (id, change)) in merged.graph.changes.iter().enumerate() {
            let kept = |(name, value): (&String, &Value)| Some((name.clone(), merged.kept(index, name, value)?));
            let values: BTreeMap<String, Value> = change.values.iter().filter_map(kept).collect();
            let thinned = change.thinned || values != change.values;
            snapshot.insert(*id, &Change { values, thinned, ..(*change).clone() });
        }
        snapshot
    }
}

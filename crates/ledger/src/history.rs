//! All that is known of one entity: a set of changes that only grows.
//!
//! Start at [`EntityHistory::state`]. The set is what a desk's row in `entities` holds (`row`), and, thinned, what a
//! tablet gets in a pack ([`EntityHistory::snapshot`]).
//!
//! Not here: the rule by which changes add up (`merge`).

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use record::{
    ChangeId, EntityChange, EntityId, ErasedEntity, Erasures, ListName, Named, RecordId, Review, Revision, RevisionHash,
};

use crate::erasure::Tombstone;
use crate::join;
use crate::merge::Merged;
use crate::timeline::{self, Step};
use crate::{Change, Conflict, EntityKey, EntityState, Origin, Property, Value};

/// A set of changes to one entity, by id. Two of them are joined by [`EntityHistory::union`].
///
/// What was erased is not in it, and what it remembers of erasures keeps that from coming back, in whichever order rows are
/// joined: these sets only grow, and no change stands beside what takes it away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityHistory {
    pub list: ListName,
    pub entity: EntityId,
    pub changes: BTreeMap<ChangeId, Change>,
    /// The erasures of the entity itself. If there are any, nothing else is here.
    pub erased: BTreeMap<RevisionHash, Tombstone>,
    /// Erased records, and erased revisions of others, that spoke of this entity.
    pub without: Without,
    /// Of a view, never of a row: the changes of those that are one with it (`join`). What they say is shown after what was said
    /// of the one that is kept.
    pub(crate) beside: BTreeSet<ChangeId>,
}

/// Whose changes a history must not have.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Without {
    pub records: BTreeSet<RecordId>,
    pub revisions: BTreeSet<RevisionHash>,
    /// Properties, the label as [`LABEL`](crate::LABEL), of which nobody is to know any more what changes of these revisions said.
    pub parts: BTreeMap<RevisionHash, BTreeSet<String>>,
}

/// All entities that some revisions speak of. How a desk's projection is built anew.
pub fn histories<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> BTreeMap<EntityKey, EntityHistory> {
    let revisions: Vec<&Revision> = revisions.into_iter().collect();
    let erasures = Erasures::of(revisions.iter().copied());
    let mut histories: BTreeMap<EntityKey, EntityHistory> = BTreeMap::new();
    for revision in revisions {
        for key in named_by(revision) {
            let history = histories.entry(key).or_insert_with_key(|key| EntityHistory::new(key.clone()));
            history.take_in(revision, &erasures);
        }
    }
    histories
}

/// The entities that a revision speaks of. An erasure speaks of none.
pub fn entities_of(revision: &Revision) -> BTreeSet<EntityKey> {
    let changes = revision.submission().entities.iter();
    changes.map(|change| EntityKey { list: change.list.clone(), entity: change.entity.clone() }).collect()
}

/// The entities whose rows a revision changes: those that it speaks of, or erases. Each once.
pub(crate) fn named_by(revision: &Revision) -> Vec<EntityKey> {
    if let Some(named) = Named::by(revision) {
        let in_parts = named.entity_parts().map(|(entity, ..)| entity);
        let keys: BTreeSet<EntityKey> = named.entities.iter().chain(in_parts).map(EntityKey::from).collect();
        return keys.into_iter().collect();
    }
    let changes = revision.submission().entities.iter();
    let key = |change: &EntityChange| EntityKey { list: change.list.clone(), entity: change.entity.clone() };
    let mut keys: Vec<EntityKey> = changes.map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl Without {
    /// Remembers what an erasure leaves out of one entity.
    fn add_parts(&mut self, named: &Named, own: &ErasedEntity) {
        for (_, revision, names) in named.entity_parts().filter(|(entity, ..)| *entity == own) {
            self.parts.entry(revision).or_default().extend(names.iter().cloned());
        }
    }
}

impl EntityHistory {
    /// Nothing known yet.
    pub fn new(key: EntityKey) -> Self {
        Self {
            list: key.list,
            entity: key.entity,
            changes: BTreeMap::new(),
            erased: BTreeMap::new(),
            without: Without::default(),
            beside: BTreeSet::new(),
        }
    }

    pub fn key(&self) -> EntityKey {
        EntityKey { list: self.list.clone(), entity: self.entity.clone() }
    }

    /// Whether there is anything to show: an entity that was erased, or of which nothing was said, is in no list.
    pub fn is_shown(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Whether whole erasures have a part in it.
    pub fn has_erasures(&self) -> bool {
        let Without { records, revisions, parts: _ } = &self.without;
        !self.erased.is_empty() || !records.is_empty() || !revisions.is_empty()
    }

    /// Whether it has to be kept although nothing is to be shown: it knows what must not come back.
    pub fn remembers_erasures(&self) -> bool {
        !self.erased.is_empty() || self.without != Without::default()
    }

    /// Adds what a revision says of this entity, unless it is erased; what an erasure takes away goes.
    pub fn take_in(&mut self, revision: &Revision, erasures: &Erasures) {
        if erasures.erases(revision) {
            self.leave_out(revision.submission().record, revision.hash(), erasures);
        } else {
            self.insert_from(revision);
        }
    }

    /// Remembers that an erased revision is not to be part of this.
    pub(crate) fn leave_out(&mut self, record: RecordId, revision: RevisionHash, erasures: &Erasures) {
        if erasures.is_record_erased(record) {
            self.without.records.insert(record);
        } else {
            self.without.revisions.insert(revision);
        }
        self.settle();
    }

    /// Lets go what erasures name, in a row that comes from where they may not be known.
    pub fn leave_out_erased(&mut self, erasures: &Erasures) {
        let own = ErasedEntity { list: self.list.clone(), id: self.entity.clone() };
        let is_review = |named: &Named| own == Review::entity(named.record);
        if erasures.named().any(|named| named.entities.contains(&own) || named.is_whole() && is_review(named)) {
            self.without.revisions.extend(self.changes.keys().map(|id| id.revision));
        }
        erasures.named().for_each(|named| self.without.add_parts(named, &own));
        let joins = erasures.named().flat_map(|named| join::speaking_of(self, named));
        let joins: Vec<RevisionHash> = joins.map(|(id, _)| id.revision).collect();
        self.without.revisions.extend(joins);
        let records = self.changes.values().map(|change| change.origin.record);
        self.without.records.extend(records.filter(|record| erasures.is_record_erased(*record)));
        self.settle();
    }

    /// Adds what a revision says of this entity; nothing if it says nothing. An erasure takes away what it names.
    pub fn insert_from(&mut self, revision: &Revision) {
        let submission = revision.submission();
        if let Some(named) = Named::by(revision) {
            let own = ErasedEntity { list: self.list.clone(), id: self.entity.clone() };
            if !named.is_whole() {
                self.without.add_parts(&named, &own);
            } else if named.entities.contains(&own) {
                let reason = revision.erasure().and_then(|erasure| erasure.reason.clone());
                self.erased.insert(revision.hash(), Tombstone { origin: Origin::of(submission), reason });
            } else {
                self.without.records.insert(named.record);
            }
            self.settle();
        }
        for (change, index) in submission.entities.iter().zip(0..=u16::MAX) {
            if change.list == self.list && change.entity == self.entity {
                self.insert(ChangeId { revision: revision.hash(), index }, Change::new(submission, change));
            }
        }
    }

    /// Adds all that `other` knows of the same entity.
    pub fn union(&mut self, other: &Self) {
        debug_assert!(self.key() == other.key(), "only histories of one entity add up");
        for (hash, tombstone) in &other.erased {
            // Honest copies agree; of others the greater is taken, so that no order matters.
            let known = self.erased.entry(*hash).or_insert_with(|| tombstone.clone());
            if *known < *tombstone {
                known.clone_from(tombstone);
            }
        }
        self.without.records.extend(&other.without.records);
        self.without.revisions.extend(&other.without.revisions);
        for (revision, names) in &other.without.parts {
            self.without.parts.entry(*revision).or_default().extend(names.iter().cloned());
        }
        self.settle();
        for (id, change) in &other.changes {
            self.insert(*id, change.clone());
        }
    }

    /// Adds, in a view, what is known of an entity that is one with this.
    pub(crate) fn stand_beside(&mut self, other: Self) {
        for (id, change) in other.changes {
            self.insert(id, change);
        }
        self.beside.extend(other.beside);
    }

    /// Lets go what some revisions said, as if they had never come. Should they come again, it is as if for the first time.
    pub fn take_out(&mut self, revisions: &BTreeSet<RevisionHash>) {
        self.changes.retain(|id, _| !revisions.contains(&id.revision));
    }

    /// Lets go what must not be here.
    fn settle(&mut self) {
        if !self.erased.is_empty() {
            self.changes.clear();
            self.without = Without::default();
            return;
        }
        let Without { records, revisions, parts } = &self.without;
        self.changes.retain(|id, change| !records.contains(&change.origin.record) && !revisions.contains(&id.revision));
        for (revision, names) in parts {
            let end = |index| ChangeId { revision: *revision, index };
            self.changes.range_mut(end(0)..=end(u16::MAX)).for_each(|(_, change)| change.forget(names));
        }
    }

    pub(crate) fn insert(&mut self, id: ChangeId, change: Change) {
        let is_out = !self.erased.is_empty()
            || self.without.records.contains(&change.origin.record)
            || self.without.revisions.contains(&id.revision);
        if is_out {
            return;
        }
        let known = match self.changes.entry(id) {
            Entry::Occupied(known) => {
                let known = known.into_mut();
                known.join(&change);
                known
            }
            Entry::Vacant(place) => place.insert(change),
        };
        if let Some(names) = self.without.parts.get(&id.revision) {
            known.forget(names);
        }
    }

    /// What the changes add up to.
    pub fn state(&self) -> EntityState {
        EntityState::of(self, &self.merged())
    }

    pub(crate) fn merged(&self) -> Merged<'_> {
        Merged::of(&self.changes).with_beside(&self.beside)
    }

    /// What people must decide. One change alone contradicts nobody.
    pub fn conflicts(&self) -> Vec<Conflict> {
        if self.changes.len() > 1 { Merged::of(&self.changes).conflicts() } else { Vec::new() }
    }

    /// Every change in a stable causal order, with what each one changed.
    pub fn timeline(&self) -> Vec<Step> {
        timeline::steps(&self.merged())
    }

    /// What was said of one property over time, in causal order. Restatements are left out.
    pub fn history_of(&self, property: &str) -> Vec<Property> {
        self.merged().values(property)
    }

    /// The same changes, without the texts that no longer show: what a pack carries.
    ///
    /// Every change keeps its place, so whatever is added later gives the same state as if the whole history were
    /// here: `a.snapshot() ∪ b` shows what `a ∪ b` shows, for every `b`. That can only be promised if no ancestor
    /// is missing; where one is, nothing is left out.
    pub fn snapshot(&self) -> Self {
        let merged = self.merged();
        if !merged.graph.is_closed {
            return self.clone();
        }
        let mut snapshot = Self { changes: BTreeMap::new(), ..self.clone() };
        for (index, (id, change)) in merged.graph.changes.iter().enumerate() {
            let kept = |(name, value): (&String, &Value)| Some((name.clone(), merged.kept(index, name, value)?));
            let values: BTreeMap<String, Value> = change.values.iter().filter_map(kept).collect();
            let thinned = change.thinned || values != change.values;
            snapshot.insert(*id, Change { values, thinned, ..(*change).clone() });
        }
        snapshot
    }
}

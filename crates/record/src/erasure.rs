//! An erasure: the one kind of revision that takes away instead of adding.
//!
//! It is a revision of the record that it erases, with no answers of its own, and names the entities that go with the record.
//! What stays is in it: when, by whom, the reason if one was given, and the answers that the form keeps as proof.
//!
//! One that names [`Part`]s takes no record away but parts of revisions, and is a record of its own (`part`).
//!
//! What it takes out of a set of revisions is a function of each revision and of the erasures alone, so it does not matter which
//! came first, who knew of whom, or how often either came: [`Erasures::erases`]. In words: `docs/merge.md`, "Erasure".
//!
//! Not here: its text (`revision`), what it does to entities (`ledger`), what a device deletes (`store`).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{EntityChange, EntityId, ListName, Part, RecordId, Revision, RevisionHash};

/// What an erasure says besides who, when and which record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Erasure {
    /// The entities that go with the record, and with them whatever any record says of one of them.
    pub entities: Vec<ErasedEntity>,
    /// In a person's words; nobody has to give one.
    pub reason: Option<String>,
    /// What the form keeps as proof, in its order.
    pub kept: Vec<Proof>,
    /// What goes of revisions that stay. Where there are any, nothing goes whole: no record, and none of `entities`.
    pub parts: Vec<Part>,
}

/// Names an entity that is erased.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ErasedEntity {
    pub list: ListName,
    pub id: EntityId,
}

/// An answer that outlives the erasure: how and when consent was given, the number under which it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proof {
    /// The question's.
    pub name: String,
    pub value: String,
    /// What the question was called, as it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What the value read as, where that is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// All erasures of a set of revisions.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Erasures(BTreeMap<RevisionHash, Named>);

/// What one erasure names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Named {
    pub record: RecordId,
    pub entities: BTreeSet<ErasedEntity>,
    /// By the revisions that they are of.
    #[serde(default)]
    pub parts: BTreeMap<RevisionHash, Vec<Part>>,
}

impl ErasedEntity {
    /// The entity that a change is about, as an erasure would name it.
    pub fn of(change: &EntityChange) -> Self {
        Self { list: change.list.clone(), id: change.entity.clone() }
    }
}

impl Named {
    /// A record that goes whole, and with it these.
    pub fn whole(record: RecordId, entities: BTreeSet<ErasedEntity>) -> Self {
        Self { record, entities, parts: BTreeMap::new() }
    }

    /// What a revision names, if it is an erasure.
    pub fn by(revision: &Revision) -> Option<Self> {
        let erasure = revision.erasure()?;
        let mut named = Self::whole(revision.submission().record, erasure.entities.iter().cloned().collect());
        erasure.parts.iter().for_each(|part| named.add(part.clone()));
        Some(named)
    }

    pub fn add(&mut self, part: Part) {
        self.parts.entry(part.revision).or_default().push(part);
    }

    /// Whether its record goes, and not parts of others.
    pub fn is_whole(&self) -> bool {
        self.parts.is_empty()
    }

    /// The entities of which properties go, with the revisions that say them and the names of those.
    pub fn entity_parts(&self) -> impl Iterator<Item = (&ErasedEntity, RevisionHash, &[String])> {
        self.parts
            .values()
            .flatten()
            .flat_map(|part| part.entities.iter().map(|entity| (entity, part.revision, part.properties.as_slice())))
    }
}

impl Erasures {
    /// Those among some revisions.
    pub fn of<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> Self {
        let mut erasures = Self::default();
        revisions.into_iter().for_each(|revision| erasures.learn(revision));
        erasures
    }

    /// Adds a revision, if it is an erasure.
    pub fn learn(&mut self, revision: &Revision) {
        if let Some(named) = Named::by(revision) {
            self.insert(revision.hash(), named);
        }
    }

    pub fn insert(&mut self, hash: RevisionHash, named: Named) {
        self.0.insert(hash, named);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a revision of this name is one of them.
    pub fn holds(&self, hash: RevisionHash) -> bool {
        self.0.contains_key(&hash)
    }

    /// Each with its hash.
    pub fn iter(&self) -> impl Iterator<Item = (&RevisionHash, &Named)> {
        self.0.iter()
    }

    /// What they name, one after the other.
    pub fn named(&self) -> impl Iterator<Item = &Named> {
        self.0.values()
    }

    /// Whether the record was erased.
    pub fn is_record_erased(&self, record: RecordId) -> bool {
        self.named().any(|named| named.record == record && named.is_whole())
    }

    /// Whether any of them takes parts of revisions away.
    pub fn has_parts(&self) -> bool {
        self.named().any(|named| !named.is_whole())
    }

    /// What is left of a revision: without the parts that these name of it, as far as it has them.
    pub fn cut(&self, revision: Revision) -> Revision {
        let hash = revision.hash();
        let mut parts =
            self.0.iter().filter_map(|(by, named)| Some((*by, named.parts.get(&hash)?.as_slice()))).peekable();
        if parts.peek().is_none() { revision } else { revision.without(parts) }
    }

    /// Whether a revision is erased by any of them: they are of its record, or name an entity that it speaks of. A review goes
    /// with the record that it judges, and what was said of two entities with either. An erasure itself never is.
    pub fn erases(&self, revision: &Revision) -> bool {
        let submission = revision.submission();
        let speaks_of_one = || {
            let joined = submission.join().map(|join| join.pair.named()).into_iter().flatten();
            let mut spoken = submission.entities.iter().map(ErasedEntity::of).chain(joined);
            spoken.any(|entity| self.named().any(|named| named.entities.contains(&entity)))
        };
        let is_of_one = |record: RecordId| self.is_record_erased(record);
        !self.is_empty()
            && submission.erasure.is_none()
            && (is_of_one(submission.record)
                || submission.review().is_some_and(|review| is_of_one(review.record))
                || speaks_of_one())
    }
}

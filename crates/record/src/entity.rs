//! What one submission says about one entity.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{BranchId, EntityId, ListName, ParseHashError, RevisionHash, text};

/// Whether a submission makes an entity or changes one, as the entities specification has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityChangeKind {
    Create,
    Update,
}

/// One declared creation or update of an entity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityChange {
    pub list: ListName,
    pub entity: EntityId,
    pub kind: EntityChangeKind,
    /// `None` leaves the label as it is.
    pub label: Option<String>,
    /// Only the properties that the submission speaks of; an empty text clears one.
    pub properties: BTreeMap<String, String>,
    /// What the officer's device showed when the entity was chosen. `None` for a creation.
    pub base: Option<EntityBase>,
    /// Of what says something of a person: the properties, the label as [`LABEL`](crate::part::LABEL), that say again what the
    /// device showed. Once that is erased, nothing else tells.
    pub unchanged: BTreeSet<String>,
}

/// The state of an entity that a change started from.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct EntityBase {
    /// The number that people and the entities specification see. Derived; `heads` is what counts.
    pub version: u32,
    pub heads: Vec<ChangeId>,
    /// The last version that the device had from elsewhere. `None` where it made the entity itself, or does not say.
    #[serde(rename = "trunkVersion", skip_serializing_if = "Option::is_none", default)]
    pub trunk_version: Option<u32>,
    /// Names the device's own changes on top of that version, sent or not.
    #[serde(rename = "branchId", skip_serializing_if = "Option::is_none", default)]
    pub branch_id: Option<BranchId>,
}

impl EntityChange {
    /// Makes an entity of which nothing is said yet.
    pub fn create(list: ListName, entity: EntityId) -> Self {
        let (properties, unchanged) = (BTreeMap::new(), BTreeSet::new());
        Self { list, entity, kind: EntityChangeKind::Create, label: None, properties, base: None, unchanged }
    }

    /// Changes nothing yet of one that was shown as `base`.
    pub fn update(list: ListName, entity: EntityId, base: Option<EntityBase>) -> Self {
        Self { kind: EntityChangeKind::Update, base, ..Self::create(list, entity) }
    }
}

/// Names one entity change: the revision that made it, and its place among that revision's changes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ChangeId {
    pub revision: RevisionHash,
    pub index: u16,
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.revision, self.index)
    }
}

impl FromStr for ChangeId {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, ParseHashError> {
        let (revision, index) = text.split_once('#').ok_or(ParseHashError)?;
        let index = index.parse().map_err(|_| ParseHashError)?;
        Ok(Self { revision: revision.parse()?, index })
    }
}

impl Serialize for ChangeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChangeId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::parsed(deserializer)
    }
}

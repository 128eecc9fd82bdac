//! What an entity's changes add up to: what is shown, and what people must decide.

use std::collections::BTreeMap;

use record::{ChangeId, EntityChangeKind, EntityId, ListName};

use crate::graph::BitSet;
use crate::merge::Merged;
use crate::{Branch, EntityHistory, LABEL, Origin};

/// An entity as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntityState {
    pub list: ListName,
    pub id: EntityId,
    pub label: Option<Property>,
    /// The number that people and the entities specification see: the length of the longest chain of changes. A change
    /// whose base has not arrived counts from the version that its device showed.
    pub version: u32,
    /// The changes that no other one knew of. More than one: devices worked in parallel.
    pub heads: Vec<ChangeId>,
    /// An empty text is a property that was cleared.
    pub properties: BTreeMap<String, Property>,
    pub conflicts: Vec<Conflict>,
    /// What one device has added last, and nobody else since.
    pub branch: Option<Branch>,
    /// Several heads: changes that did not know of each other were joined.
    pub parallel: bool,
    /// `None` while the creation has not arrived.
    pub created: Option<Origin>,
    /// The leading head's.
    pub updated: Option<Origin>,
}

/// A value and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Property {
    pub value: String,
    pub source: ChangeId,
    pub origin: Origin,
}

/// A value that stands, and the version of the entity that its officer saw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub property: Property,
    pub base_version: u32,
}

/// Changes that did not know of each other gave one property different texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// [`LABEL`] for the entity's label.
    pub property: String,
    /// Picked by the fixed rule, until somebody decides.
    pub shown: Candidate,
    /// All the others that stand, in the rule's order. One of them may agree with `shown`.
    pub others: Vec<Candidate>,
}

impl EntityState {
    /// The label, or the id where no label has arrived.
    pub fn title(&self) -> &str {
        self.label
            .as_ref()
            .map(|label| label.value.as_str())
            .filter(|label| !label.is_empty())
            .unwrap_or(self.id.as_str())
    }

    /// What stands for a property, or for [`LABEL`].
    pub fn property(&self, name: &str) -> Option<&Property> {
        if name == LABEL { self.label.as_ref() } else { self.properties.get(name) }
    }

    /// A property's text; empty where it was cleared or never said.
    pub fn text(&self, property: &str) -> &str {
        self.properties.get(property).map(|property| property.value.as_str()).unwrap_or_default()
    }

    /// The conflict on a property, if it has one.
    pub fn conflict(&self, property: &str) -> Option<&Conflict> {
        self.conflicts.iter().find(|conflict| conflict.property == property)
    }

    pub(crate) fn of(history: &EntityHistory, merged: &Merged<'_>) -> Self {
        let mut properties = BTreeMap::new();
        for name in merged.names() {
            let Some(shown) = merged.candidates(name).into_iter().next() else { continue };
            properties.insert(name.to_owned(), shown.property);
        }
        let graph = &merged.graph;
        let leading = merged.leading();
        let mut heads: Vec<ChangeId> = graph.heads.iter().map(|index| graph.changes[index].0).collect();
        heads.sort();
        Self {
            list: history.list.clone(),
            id: history.entity.clone(),
            label: properties.remove(LABEL),
            version: leading.map(|leading| graph.versions[leading]).unwrap_or_default(),
            branch: Branch::of(graph),
            parallel: heads.len() > 1,
            heads,
            created: created(merged),
            updated: leading.map(|leading| graph.changes[leading].1.origin.clone()),
            properties,
            conflicts: merged.conflicts(),
        }
    }
}

/// The creation that no other creation came before; of several, the one with the smallest id.
fn created(merged: &Merged<'_>) -> Option<Origin> {
    let changes = &merged.graph.changes;
    let is_creation = |index: usize| changes[index].1.kind == EntityChangeKind::Create;
    let mut first: Option<usize> = None;
    let mut creations = BitSet::default();
    for index in (0..changes.len()).filter(|index| is_creation(*index)) {
        let is_root = merged.graph.ancestors[index].intersection(&creations).last().is_none();
        if is_root && first.is_none_or(|first| changes[index].0 < changes[first].0) {
            first = Some(index);
        }
        creations.insert(index);
    }
    first.map(|index| changes[index].1.origin.clone())
}

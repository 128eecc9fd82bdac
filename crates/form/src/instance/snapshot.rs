//! What is kept of an instance: everything that was typed or happened once, and nothing that follows from it.
//!
//! A format of its own, by paths, so that the inside may change freely.

use std::collections::BTreeMap;
use std::rc::Rc;

use record::{EntityBase, Remark, Timestamp};
use serde::{Deserialize, Serialize};

use crate::definition::FormDefinition;
use crate::entity::Base;
use crate::host::{Host, Moment};
use crate::instance::Instance;
use crate::instance::node::{Document, Role};
use crate::instance::repeat::Removed;
use crate::limits::REPEAT_INSTANCES;
use crate::remarks::Said;

pub(super) const FORMAT: u32 = 1;

/// An instance at rest.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Snapshot {
    pub(super) format: u32,
    pub(super) form: String,
    pub(super) version: String,
    pub(super) now: Timestamp,
    pub(super) seed: u64,
    pub(super) first_seed: u64,
    pub(super) language: usize,
    /// Repeats in document order, outer ones first.
    pub(super) repeats: Vec<SavedRepeat>,
    /// Questions with something in them, or with a calculation that a person wrote over.
    pub(super) values: Vec<SavedValue>,
    pub(super) entities: Vec<SavedBase>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) remarks: Vec<SavedRemark>,
    /// The repeat that the one parked instance was removed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) removed: Option<SavedRemoved>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) audit: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct SavedRemoved {
    path: String,
    slot: usize,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct SavedRemark {
    pub(super) path: String,
    pub(super) later: bool,
    pub(super) remark: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) confirmed: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<Timestamp>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct SavedRepeat {
    pub(super) path: String,
    pub(super) instances: usize,
    #[serde(default)]
    pub(super) parked: usize,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct SavedValue {
    pub(super) path: String,
    pub(super) text: String,
    #[serde(default)]
    pub(super) edited: bool,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct SavedBase {
    declaration: usize,
    scope: String,
    entity: String,
    base: Option<EntityBase>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    person: BTreeMap<String, String>,
}

impl SavedRemark {
    /// Of a record that was finished at a time.
    pub(super) fn of(remark: &Remark, finished: Timestamp) -> Self {
        let confirmed = remark.confirmed.as_ref().map(|confirmed| confirmed.reason.clone()).unwrap_or_default();
        let since = remark.since.or(Some(finished));
        Self { path: remark.path.clone(), later: remark.later, remark: remark.text.clone(), confirmed, since }
    }
}

/// Why a snapshot is not an instance of this form.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RestoreError {
    #[error("snapshot format {0} is newer than this program")]
    Newer(u32),
    #[error("the snapshot is of form '{form}', version '{version}'")]
    OtherForm { form: String, version: String },
    #[error("the form has no node {0:?}")]
    NoNode(String),
}

pub(super) fn take(instance: &Instance) -> Snapshot {
    let document = &instance.document;
    let mut repeats = Vec::new();
    let mut values = Vec::new();
    let mut remarks = Vec::new();
    for id in document.subtree_with_parked(Document::ROOT) {
        let node = &document[id];
        remarks.extend(instance.remarks.get(&id).map(|said| SavedRemark {
            path: document.path(id),
            later: said.later,
            remark: said.remark.clone(),
            confirmed: said.confirmed.clone(),
            since: said.since,
        }));
        match node.role {
            Role::Repeat => repeats.push(SavedRepeat {
                path: document.path(id),
                instances: node.children.len(),
                parked: node.parked.len(),
            }),
            Role::Question if !node.text.is_empty() || node.edited => {
                values.push(SavedValue { path: document.path(id), text: node.text.clone(), edited: node.edited });
            }
            Role::Group | Role::Instance | Role::Question => {}
        }
    }
    // By path: what was moved or brought back has another place among the nodes once it is restored.
    let mut entities: Vec<SavedBase> = instance
        .bases
        .iter()
        .map(|(&(declaration, scope), base)| SavedBase {
            declaration,
            scope: document.path(scope),
            entity: base.entity.clone(),
            base: base.base.clone(),
            person: base.person.clone(),
        })
        .collect();
    entities.sort_by(|one, other| (one.declaration, &one.scope).cmp(&(other.declaration, &other.scope)));
    Snapshot {
        format: FORMAT,
        form: document.form.id.clone(),
        version: document.form.version.clone(),
        now: instance.moment.now,
        seed: instance.moment.seed,
        first_seed: instance.seed,
        language: instance.language,
        repeats,
        values,
        entities,
        remarks,
        removed: instance.removed.map(|Removed { place, slot }| SavedRemoved { path: document.path(place), slot }),
        audit: instance.audit.clone(),
    }
}

pub(super) fn restore(
    form: Rc<FormDefinition>,
    host: Rc<dyn Host>,
    snapshot: &Snapshot,
) -> Result<Instance, RestoreError> {
    if snapshot.format > FORMAT {
        return Err(RestoreError::Newer(snapshot.format));
    }
    if snapshot.form != form.id || snapshot.version != form.version {
        let (form, version) = (snapshot.form.clone(), snapshot.version.clone());
        return Err(RestoreError::OtherForm { form, version });
    }
    let moment = Moment { now: snapshot.now, seed: snapshot.seed };
    let mut instance = Instance::bare(form, host, moment);
    instance.seed = snapshot.first_seed;
    instance.audit.clone_from(&snapshot.audit);
    if snapshot.language < instance.document.form.languages.len() {
        instance.language = snapshot.language;
        instance.document.secondaries.set_language(snapshot.language);
    }
    let find =
        |document: &Document, path: &str| document.find(path).ok_or_else(|| RestoreError::NoNode(path.to_owned()));
    for repeat in &snapshot.repeats {
        let place = find(&instance.document, &repeat.path)?;
        if instance.document[place].role != Role::Repeat {
            return Err(RestoreError::NoNode(repeat.path.clone()));
        }
        let def = instance.document[place].def;
        for slot in 0..repeat.instances.min(REPEAT_INSTANCES) {
            let id = instance.document.grow(def, Role::Instance, Some(place), slot);
            instance.document[place].children.push(id);
        }
        for slot in 0..repeat.parked.min(REPEAT_INSTANCES) {
            let id = instance.document.grow(def, Role::Instance, Some(place), slot);
            instance.document[place].parked.push(id);
        }
    }
    for value in &snapshot.values {
        let id = find(&instance.document, &value.path)?;
        instance.document.hold(0, value.text.len());
        let node = &mut instance.document[id];
        node.text = value.text.clone();
        node.edited = value.edited;
    }
    for saved in &snapshot.entities {
        let scope = find(&instance.document, &saved.scope)?;
        let base = Base { entity: saved.entity.clone(), base: saved.base.clone(), person: saved.person.clone() };
        instance.bases.insert((saved.declaration, scope), base);
    }
    for saved in &snapshot.remarks {
        let id = find(&instance.document, &saved.path)?;
        let said = Said {
            later: saved.later,
            remark: saved.remark.clone(),
            confirmed: saved.confirmed.clone(),
            since: saved.since,
        };
        instance.remarks.insert(id, said);
    }
    if let Some(SavedRemoved { path, slot }) = &snapshot.removed {
        instance.removed = Some(Removed { place: find(&instance.document, path)?, slot: *slot });
    }
    let live = instance.document.subtree(Document::ROOT);
    for id in instance.document.subtree_with_parked(Document::ROOT) {
        instance.document[id].alive = false;
    }
    for &id in &live {
        instance.document[id].alive = true;
    }
    instance.restoring = true;
    instance.touch_nodes(&live);
    instance.finish();
    instance.restoring = false;
    instance.want_first_places();
    Ok(instance)
}

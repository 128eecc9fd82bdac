//! An entity's changes one after another, each with what it changed.

use record::{ChangeId, EntityChangeKind};

use crate::merge::Merged;
use crate::{Origin, Value};

/// One change, in its place in the causal order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub id: ChangeId,
    pub kind: EntityChangeKind,
    pub origin: Origin,
    /// The version that this change made.
    pub version: u32,
    /// What it said, by property; the label under [`LABEL`](crate::LABEL).
    pub settings: Vec<Setting>,
    /// Some of what it said is not on this device.
    pub thinned: bool,
}

/// What one change said of one property.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setting {
    pub property: String,
    /// What was shown before, from what this change's device could know. `None`: nothing, or it is not on this device.
    pub before: Option<String>,
    /// `None`: overwritten, and not on this device.
    pub after: Option<String>,
    /// It said again what was there.
    pub restated: bool,
}

impl Step {
    /// What it changed; what it only said again, or said of what was erased since, is left out.
    pub fn changed(&self) -> impl Iterator<Item = &Setting> {
        let said = |value: &Option<String>| value.clone().unwrap_or_default();
        self.settings.iter().filter(move |setting| !setting.restated && said(&setting.before) != said(&setting.after))
    }
}

/// Parents before children; otherwise by device and its counter, then by id.
pub(crate) fn steps(merged: &Merged<'_>) -> Vec<Step> {
    let step = |(index, (id, change)): (usize, &(ChangeId, &crate::Change))| Step {
        id: *id,
        kind: change.kind,
        origin: change.origin.clone(),
        version: merged.graph.versions[index],
        settings: known(change).map(|(name, value)| setting(merged, index, name, value)).collect(),
        thinned: change.thinned,
    };
    merged.graph.changes.iter().enumerate().map(step).collect()
}

/// What is erased was said, and nothing can be told of it.
fn known(change: &crate::Change) -> impl Iterator<Item = (&String, &Value)> {
    change.values.iter().filter(|(_, value)| **value != Value::Erased)
}

fn setting(merged: &Merged<'_>, change: usize, name: &str, value: &Value) -> Setting {
    let before = merged.candidates_before(change, name).into_iter().next();
    Setting {
        property: name.to_owned(),
        before: before.map(|shown| shown.property.value),
        after: value.text().map(str::to_owned),
        restated: merged.restates(change, name),
    }
}

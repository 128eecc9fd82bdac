//! Entity lists as forms see them: a table to choose from, and the base that a change starts from.

use std::collections::BTreeSet;

use form::Shown;
use record::{DeviceId, EntityBase};
use sheet::Table;

use crate::personal::personal;
use crate::{Branch, EntityState};

/// What a form sees as `<list>.csv`: `name` (the entity's id), `label`, `__version`, then the properties by name.
///
/// Rows by label, then id. No entities give a table of those three columns.
pub fn table<'a>(states: impl IntoIterator<Item = &'a EntityState>) -> Table {
    let mut states: Vec<&EntityState> = states.into_iter().collect();
    states.sort_by_key(|state| (state.title(), &state.id));
    let properties: BTreeSet<&str> =
        states.iter().flat_map(|state| state.properties.keys().map(String::as_str)).collect();
    let columns = ["name", "label", "__version"].into_iter().chain(properties.iter().copied());
    let row = |state: &&EntityState| {
        let fixed = [state.id.to_string(), state.title().to_owned(), state.version.to_string()];
        fixed.into_iter().chain(properties.iter().map(|property| state.text(property).to_owned())).collect::<Vec<_>>()
    };
    Table::new(columns.map(str::to_owned).collect(), states.iter().map(row))
}

/// What `device` shows of this state to whoever changes it. Of what is disputed nothing can be left as it is.
pub fn shown(state: &EntityState, device: &DeviceId) -> Shown {
    let stands = |name: &String| {
        let property = state.property(name).filter(|_| state.conflict(name).is_none())?;
        Some((name.clone(), property.value.clone()))
    };
    let person = personal(state.list.as_str(), [state]).iter().filter_map(stands).collect();
    Shown { base: base(state, device), person }
}

/// What a change that `device` makes to this state must say that it started from.
///
/// The device goes on with a branch of its own, or begins one.
pub fn base(state: &EntityState, device: &DeviceId) -> EntityBase {
    let own = state.branch.as_ref().filter(|branch| branch.device == *device).cloned();
    let branch = own.unwrap_or_else(|| Branch::begun(device.clone(), state.version, &state.heads));
    EntityBase {
        version: state.version,
        heads: state.heads.clone(),
        trunk_version: branch.trunk_version,
        branch_id: Some(branch.id(&state.list, &state.id)),
    }
}

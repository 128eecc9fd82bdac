//! A part of a zone: what one area, one service group or one officer needs of a ledger, and nobody else's enterprises.
//!
//! Zone, area, group and officer are the four levels that guide and report to each other; a device of a level holds its part. A
//! row goes along where it says so itself, or where it belongs to a row that does. What is everybody's, such as platforms, goes
//! to everybody. Start at [`Portion::of`].
//!
//! Source: privacy rule P20, `docs/systems.md`. Not here: the pack (the app).

use std::collections::{BTreeMap, BTreeSet};

use crate::{EntityKey, EntityState, STAFF_CODE};

/// By which properties a zone is divided.
pub const LEVELS: [&str; 3] = ["area", "service_group", STAFF_CODE];

/// What leads from a row to what it belongs to, and over how many steps.
const OWNERS: [&str; 4] = ["enterprise_id", "subject_id", "party_org_id", "project_id"];
const STEPS: usize = 3;

/// The rows that say this of themselves, with what belongs to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Portion {
    pub property: String,
    pub value: String,
}

impl Portion {
    /// The rows that go along. Who says nothing in a list whose other rows do is somebody else's.
    pub fn of(&self, states: &[EntityState]) -> BTreeSet<EntityKey> {
        let said = |state: &EntityState| state.text(&self.property).to_owned();
        let divided: BTreeSet<&str> =
            states.iter().filter(|state| !said(state).is_empty()).map(|state| state.list.as_str()).collect();
        let by_id: BTreeMap<&str, &EntityState> = states.iter().map(|state| (state.id.as_str(), state)).collect();
        let goes = |state: &&EntityState| {
            let mut at = *state;
            for _ in 0..=STEPS {
                // What two people say differently goes to both.
                let others = at.conflict(&self.property).map(|conflict| conflict.others.as_slice()).unwrap_or_default();
                let is_said = at.text(&self.property) == self.value
                    || others.iter().any(|other| other.property.value == self.value);
                if is_said {
                    return true;
                }
                if !said(at).is_empty() {
                    return false;
                }
                let owner = OWNERS.iter().map(|owner| at.text(owner)).find(|owner| !owner.is_empty());
                match owner.map(|owner| by_id.get(owner)) {
                    Some(Some(owner)) => at = owner,
                    // It belongs to something that is not here: nobody can say whose it is.
                    Some(None) => return false,
                    None => return !divided.contains(at.list.as_str()),
                }
            }
            false
        };
        let key = |state: &EntityState| EntityKey { list: state.list.clone(), entity: state.id.clone() };
        states.iter().filter(goes).map(key).collect()
    }
}

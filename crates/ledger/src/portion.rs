//! A part of a zone: what one area, one service group or one officer needs of a ledger, and nobody else's enterprises.
//!
//! Zone, area, group and officer are the four levels that guide and report to each other; a device of a level holds its part. A
//! row goes along where it says so itself, or where it belongs to a row that does. What is everybody's, such as platforms, goes
//! to everybody. Start at [`Divided`].
//!
//! Source: privacy rule P20, `docs/systems.md`. Not here: the pack (the app).

use std::collections::{BTreeMap, BTreeSet};

use record::JOINS;

use crate::{EntityHistory, EntityKey, EntityState, STAFF_CODE};

/// By which properties a zone is divided.
pub const LEVELS: [&str; 3] = ["area", "service_group", STAFF_CODE];

/// What leads from a row to what it belongs to, and over how many steps.
const OWNERS: [&str; 4] = ["enterprise_id", "subject_id", "party_org_id", "project_id"];
const STEPS: usize = 3;

/// The rows that say one of these of themselves, with what belongs to them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Portion {
    pub property: String,
    /// Several where a device is of several: a shared tablet. None: only what is everybody's.
    pub values: BTreeSet<String>,
}

/// A ledger that is divided.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Divided {
    states: Vec<EntityState>,
    /// What was erased, and which entities are one: that has nothing of anybody, and goes to everybody.
    everybodys: BTreeSet<EntityKey>,
}

impl Divided {
    pub fn of(histories: impl IntoIterator<Item = EntityHistory>) -> Self {
        let mut divided = Self::default();
        for history in histories {
            if history.is_shown() && history.list.as_str() != JOINS {
                divided.states.push(history.state());
            } else {
                divided.everybodys.insert(history.key());
            }
        }
        divided
    }

    /// The rows of a part.
    pub fn part(&self, portion: &Portion) -> BTreeSet<EntityKey> {
        let mut part = portion.of(&self.states);
        part.extend(self.everybodys.iter().cloned());
        part
    }

    /// Whether anything here says whose it is.
    pub fn says(&self, property: &str) -> bool {
        self.states.iter().any(|state| !state.text(property).is_empty())
    }
}

impl Portion {
    pub fn one(property: &str, value: &str) -> Self {
        Self { property: property.to_owned(), values: BTreeSet::from([value.to_owned()]) }
    }

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
                let is_ours = |value: &str| self.values.contains(value);
                let is_said =
                    is_ours(at.text(&self.property)) || others.iter().any(|other| is_ours(&other.property.value));
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

//! For how many days a zone has what kept: said at a desk, the same at every desk that heard of it.
//!
//! The figures are the properties of one entity of the list [`LIST`], which no form can write to and no pack has; what sets them is a
//! decision on values. So they travel with what desks hand each other and with backups, and whoever knows the same decisions reckons
//! alike. What was said in knowledge of something else stands in its place, whatever clocks say; of what was said in parallel the
//! shorter time counts, figure by figure, until somebody who knows both says it anew ([`standing`]).
//!
//! Not here: what is due by them (`overdue`).

use std::collections::BTreeMap;

use record::{DeviceId, EntityChange, EntityId, ListName, Revision};

use crate::overdue::Periods;
use crate::{EntityHistory, EntityKey, base};

/// The list in which they are kept. A form's list cannot be called so.
pub const LIST: &str = "__periods";
const ZONE: &str = "zone";

/// The one entity that has them.
pub fn key() -> EntityKey {
    EntityKey { list: ListName::new(LIST), entity: EntityId::new(ZONE) }
}

/// What stands. What nobody said, or was said as blank or wrongly, is as proposed.
pub fn standing(said: Option<&EntityHistory>) -> Periods {
    let Some(state) = said.map(EntityHistory::state) else { return Periods::default() };
    Periods::default().named().into_iter().fold(Periods::default(), |periods, (name, proposed)| {
        let others = state.conflict(name).map(|conflict| conflict.others.as_slice()).unwrap_or_default();
        let texts = std::iter::once(state.text(name)).chain(others.iter().map(|other| other.property.value.as_str()));
        let days = texts.map(|text| {
            let days = text.trim().parse().ok().filter(|days| periods.with(name, *days).is_some());
            days.unwrap_or(proposed)
        });
        days.min().and_then(|days| periods.with(name, days)).unwrap_or(periods)
    })
}

/// The change that sets them in knowledge of all that was `said`. `None`: as proposed.
pub fn change(said: Option<&EntityHistory>, periods: Option<Periods>, device: &DeviceId) -> EntityChange {
    let EntityKey { list, entity } = key();
    let text = |days: i64| if periods.is_some() { days.to_string() } else { String::new() };
    let named = periods.unwrap_or_default().named();
    EntityChange {
        properties: named.map(|(name, days)| (name.to_owned(), text(days))).into_iter().collect::<BTreeMap<_, _>>(),
        ..EntityChange::update(list, entity, Some(said.map(|said| base(&said.state(), device)).unwrap_or_default()))
    }
}

/// Whether a revision sets them, and does nothing else.
pub fn sets(revision: &Revision) -> bool {
    let [change] = revision.submission().entities.as_slice() else { return false };
    let is_of_them = |name: &String| Periods::default().named().iter().any(|(known, _)| known == name);
    let says_days = change.label.is_none() && change.properties.keys().all(is_of_them);
    let is_theirs = key() == EntityKey { list: change.list.clone(), entity: change.entity.clone() };
    revision.decision().is_some() && is_theirs && says_days
}

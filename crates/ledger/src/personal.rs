//! What of a person is told once it was corrected: that it was, by whom and when, and not what it had been.
//!
//! Which properties are of a person goes by the names of the shipped forms. Start at [`is_corrected`].
//!
//! Source: privacy rule P41. Not here: phone numbers in lists (`phone`), erasing (`erasure`).

use std::collections::BTreeSet;

use crate::matching::TALENTS;
use crate::{EntityState, LABEL, is_phone};

/// Of contacts, and of those who are registered. Each has a rule by which it goes (`form::personal`).
const NAMES: [&str; 6] = ["contact_name", "contact_role", "display_name", "speciality", "post", "met_role"];

/// Whether a value that was once said of a property is no longer told: it is of a person, and another stands in its place. What
/// is still to be decided between stays to be read.
pub fn is_corrected(state: &EntityState, property: &str, value: &str) -> bool {
    if !is_personal(state.list.as_str(), property) || value.is_empty() {
        return false;
    }
    let standing = if property == LABEL { state.title() } else { state.text(property) };
    let others = state.conflict(property).map(|conflict| conflict.others.as_slice()).unwrap_or_default();
    standing != value && others.iter().all(|other| other.property.value != value)
}

/// Of what entities of a list say, the properties that an erasure may take: a change that says one again says so.
pub fn personal<'a>(list: &str, states: impl IntoIterator<Item = &'a EntityState>) -> Vec<String> {
    let said = states.into_iter().flat_map(|state| state.properties.keys().map(String::as_str));
    let names: BTreeSet<&str> = said.chain([LABEL]).collect();
    names.into_iter().filter(|name| form::personal::goes_by_rule(list, name)).map(str::to_owned).collect()
}

/// Whether a property of a list is of a person, so that what it was is told no more.
pub(crate) fn is_personal(list: &str, property: &str) -> bool {
    is_phone(property) || NAMES.contains(&property) || (property == LABEL && list == TALENTS)
}

#[cfg(test)]
mod tests {
    use form::personal::INVENTORY;

    use super::*;

    #[test]
    fn whatever_is_personal_goes_by_a_rule() {
        for name in NAMES {
            assert!(INVENTORY.iter().any(|personal| personal.property == name), "{name}");
        }
        for personal in INVENTORY.iter().filter(|personal| is_phone(personal.property)) {
            assert!(["contact_phone", "phone"].contains(&personal.property), "{personal:?}");
        }
    }
}

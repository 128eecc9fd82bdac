//! How widely what an export has may be read: each list has a class, and a file that of the most guarded thing in it.
//!
//! A list is known by the names of what it has of people (`form::personal`); a few lists of the shipped forms have nothing but
//! what the zone tells anybody; all others are the zone's own business, and those of enterprises are their secrets.
//!
//! Source: D01 of the privacy rules. Not here: where the words stand (`out`, `mark`, the app).

use ::form::definition::FormDefinition;
use ::form::personal;
use serde::{Deserialize, Serialize};

use super::{Caption, Captions};

/// From what anybody may read to what few may.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Class {
    General,
    #[default]
    Internal,
    Personal,
}

/// Of the shipped forms: what is held where, and how many came.
const GENERAL: [&str; 3] = ["platforms", "trainings", "activities"];

impl Class {
    /// Of a list whose entities have these properties.
    pub fn of_list<'a>(list: &str, properties: impl IntoIterator<Item = &'a str>) -> Self {
        let is_of_people = personal::INVENTORY.iter().any(|known| known.list == list);
        if is_of_people || properties.into_iter().any(personal::is_personal) {
            return Self::Personal;
        }
        if GENERAL.contains(&list) { Self::General } else { Self::Internal }
    }

    /// Of the records of a form. Whoever filled them stands in them, so none is for anybody.
    pub fn of_form<'a>(versions: impl IntoIterator<Item = &'a FormDefinition>) -> Self {
        let of = |form: &FormDefinition| {
            let property = |place: usize| {
                let saved = form.nodes.iter().filter_map(|node| node.save_to.as_ref());
                saved.filter(move |saved| saved.entity == place).map(|saved| saved.property.as_str())
            };
            let lists = form.entities.iter().zip(0..);
            lists.map(|(entity, place)| Self::of_list(&entity.list, property(place))).max().unwrap_or_default()
        };
        versions.into_iter().map(of).max().unwrap_or_default().max(Self::Internal)
    }

    fn caption(self) -> Caption {
        match self {
            Self::General => Caption::General,
            Self::Internal => Caption::Internal,
            Self::Personal => Caption::Personal,
        }
    }
}

impl Captions {
    /// What a class is called.
    pub fn class(&self, class: Class) -> &str {
        self.get(class.caption())
    }

    /// The same with what it is before it, as it stands on a page.
    pub fn classed(&self, class: Class) -> String {
        format!("{} · {}", self.get(Caption::Class), self.class(class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_people_by_what_it_has_and_the_zones_own_business_where_nothing_is_known_of_it() {
        let of = |list: &str| Class::of_list(list, []);
        for list in ["enterprises", "social_orgs", "visits", "assignments", "talents"] {
            assert_eq!(of(list), Class::Personal, "{list}");
        }
        for list in ["canvasses", "needs", "approvals", "projects", "talent_needs", "party_reports", "a_zones_own"] {
            assert_eq!(of(list), Class::Internal, "{list}");
        }
        assert_eq!(of("activities"), Class::General);
        assert_eq!(Class::of_list("activities", ["title", "leader_phone"]), Class::Personal);
        assert_eq!(Class::of_list("a_zones_own", ["contact_name"]), Class::Personal);
    }
}

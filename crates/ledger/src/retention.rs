//! How long what is registered of people is kept, and who is due to be erased.
//!
//! A registration says itself until when: the form reckons it. Nothing goes by itself: this says who is due, soon is, or asked
//! to be let go in a form and was not. Start at [`retention`]. The names of properties are those of the shipped form.
//!
//! Source: privacy rules P42 and P50. Not here: erasing (`erasure`).

use record::{Day, EntityId, Proof};
use serde::{Deserialize, Serialize};

use crate::EntityState;

pub use form::personal::KEEP_UNTIL;
pub(crate) const CONSENT: &str = "consent";
pub(crate) const GRANTED: &str = "granted";
const REFUSED: &str = "refused";
const STATUS: &str = "talent_status";
const WITHDRAWN: &str = "withdrawn";
/// As the shipped form names them.
const PROOFS: [&str; 4] = ["talent_code", "consent_on", "consent_method", "consent_scope"];

/// One who is registered, and when the registration ends.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    pub id: EntityId,
    pub title: String,
    pub ends: Ends,
}

/// When and why.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Ends {
    /// A form says that consent is refused or withdrawn, and what it was given for is still here.
    Withdrawn,
    /// The last day on which it may be kept.
    On(Day),
    /// No day can be read: somebody has to look.
    Unknown,
}

/// Who is due and who soon is, the longest due first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Retention {
    pub due: Vec<Kept>,
    pub soon: Vec<Kept>,
    /// Those of whom nobody can say until when they are kept.
    pub unknown: Vec<Kept>,
}

/// Who is due on a day, and who within so many days after it. On its last day a registration is not due yet.
pub fn retention(people: &[EntityState], today: Day, soon_days: i64) -> Retention {
    let mut retention = Retention::default();
    let mut all: Vec<Kept> = people.iter().map(Kept::of).collect();
    all.sort_by(|one, other| (one.ends, &one.title, &one.id).cmp(&(other.ends, &other.title, &other.id)));
    for kept in all {
        match kept.ends {
            Ends::Withdrawn => retention.due.push(kept),
            Ends::On(day) if day < today => retention.due.push(kept),
            Ends::On(day) if day <= today.after(soon_days) => retention.soon.push(kept),
            Ends::On(_) => {}
            Ends::Unknown => retention.unknown.push(kept),
        }
    }
    retention
}

/// What outlives a registration where its form cannot be asked: that there was consent, under which number.
pub fn proofs(person: &EntityState) -> Vec<Proof> {
    let proof = |name: &str| {
        let value = person.text(name).to_owned();
        (!value.is_empty()).then(|| Proof { name: name.to_owned(), value, label: None, text: None })
    };
    PROOFS.into_iter().filter_map(proof).collect()
}

/// Whether a form says that consent ended. What people said differently counts where any of them says so.
pub(crate) fn is_withdrawn(person: &EntityState) -> bool {
    any_says(person, CONSENT, REFUSED) || any_says(person, STATUS, WITHDRAWN)
}

fn any_says(person: &EntityState, property: &str, value: &str) -> bool {
    let others = person.conflict(property).map(|conflict| conflict.others.as_slice()).unwrap_or_default();
    person.text(property) == value || others.iter().any(|other| other.property.value == value)
}

impl Kept {
    fn of(person: &EntityState) -> Self {
        let ends = match person.text(KEEP_UNTIL).parse() {
            _ if is_withdrawn(person) => Ends::Withdrawn,
            Ok(day) => Ends::On(day),
            Err(_) => Ends::Unknown,
        };
        Self { id: person.id.clone(), title: person.title().to_owned(), ends }
    }
}

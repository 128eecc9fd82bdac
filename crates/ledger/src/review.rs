//! What coordinators said of a record: the verdicts on its revisions, added up.
//!
//! They are kept as an entity of the list [`record::REVIEWS`], a property for each revision, so verdicts that did not know of
//! each other are a conflict and a later one takes the place of those that it knew (`merge`). Start at [`judged`].
//!
//! Not here: what a review looks like as a record (`record::Review`).

use record::{DeviceId, EntityBase, Review, RevisionHash, Verdict};

use crate::{EntityHistory, EntityState, Origin, Property, base};

/// How a revision of a record stands with those who review.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reviewed {
    /// Nobody has judged it. What was said last of an earlier revision of the record, if anything was.
    Pending {
        earlier: Option<Spoken>,
    },
    Approved(Spoken),
    Returned(Spoken),
    /// Two who did not know of each other judged differently.
    Disputed(Vec<Spoken>),
}

/// A verdict, whose it is, and why: the reason stands in the origin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spoken {
    pub verdict: Verdict,
    pub origin: Origin,
}

/// How `revision` stands, which is its record's current one. `history` has the verdicts on the record; `None`: there are none.
pub fn judged(history: Option<&EntityHistory>, revision: RevisionHash) -> Reviewed {
    let Some(history) = history.filter(|history| history.is_shown()) else {
        return Reviewed::Pending { earlier: None };
    };
    let state = history.state();
    let name = Review::property(revision);
    if let Some(conflict) = state.conflict(&name) {
        let candidates = std::iter::once(&conflict.shown).chain(&conflict.others);
        return Reviewed::Disputed(candidates.filter_map(|candidate| spoken(&candidate.property)).collect());
    }
    match state.properties.get(&name).and_then(spoken) {
        Some(said) if said.verdict == Verdict::Approved => Reviewed::Approved(said),
        Some(said) => Reviewed::Returned(said),
        None => Reviewed::Pending { earlier: earlier(history) },
    }
}

/// What was said last of any revision, in causal order.
fn earlier(history: &EntityHistory) -> Option<Spoken> {
    let step = history.timeline().pop()?;
    let said = step.settings.first()?;
    Some(Spoken { verdict: Verdict::named(said.after.as_deref()?)?, origin: step.origin })
}

fn spoken(property: &Property) -> Option<Spoken> {
    Some(Spoken { verdict: Verdict::named(&property.value)?, origin: property.origin.clone() })
}

/// What a verdict that `device` gives starts from.
pub fn review_base(state: Option<&EntityState>, device: &DeviceId) -> EntityBase {
    state.map(|state| base(state, device)).unwrap_or_default()
}

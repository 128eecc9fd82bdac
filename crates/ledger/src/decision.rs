//! What people must decide of an entity, told in full, and the change that a decision makes.
//!
//! Start at [`disputes`] for what is to be decided and [`ruled`] for the change that decides it. A decision is an ordinary
//! change that knew all heads, so the rule needs nothing new (`merge`); that it was decided, and why, stands in its
//! [`Origin`](crate::Origin).
//!
//! Not here: records that were edited in several places (`answers`), how a decision travels (`record`), who may make one.

use std::collections::{BTreeMap, BTreeSet};

use record::{ChangeId, DeviceId, EntityChange, OfficerId, RecordId};
use serde::{Deserialize, Serialize};

use crate::{Conflict, EntityHistory, EntityKey, EntityState, LABEL, Property, base};

/// A property or a question of which several values stand, until somebody decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dispute {
    pub subject: Subject,
    /// What people call the entity, or the record.
    pub title: String,
    /// [`LABEL`] for the label. Of a record the names of the groups and the question, such as `site/staff`.
    pub property: String,
    pub asked: Asked,
    /// The one that is shown meanwhile first; those that do not stand any more last.
    pub voices: Vec<Voice>,
    /// So many of the voices stand.
    pub standing: usize,
}

/// What it is that values were said of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    Entity(EntityKey),
    /// Of a record with the id of its form: revisions that did not know of each other (`answers`).
    Record {
        record: RecordId,
        form: String,
    },
}

/// How one answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// With one of the values, or another one.
    Open,
    /// With one of the values: a whole repeat, or a place on the map, is not typed in one line.
    Closed,
    /// Nobody does: it comes out of the other answers.
    Calculated,
    /// Nobody does: the device notes it, such as when the form was opened and finished.
    Noted,
}

/// One of the values that stand, with what was there before it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Voice {
    pub said: Property,
    /// What its officer's device showed. `None`: nothing, or it is not on this device.
    pub before: Option<String>,
}

/// What shall stand for one property.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ruling {
    pub value: String,
    /// The values that were seen when it was decided. If there are others by now, nothing is decided.
    pub seen: BTreeSet<ChangeId>,
}

/// A rule by which many that are alike are decided at once.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Rule {
    /// What was said last, by the clock of the device that it comes from.
    Latest,
    /// What this officer said last.
    Officer(OfficerId),
}

/// The voice that a rule picks. `None`: the officer has said nothing of it.
pub fn picked(rule: &Rule, dispute: &Dispute) -> Option<usize> {
    let is_one = |voice: &Voice| match rule {
        Rule::Latest => true,
        Rule::Officer(officer) => voice.said.origin.officer == *officer,
    };
    let ours = dispute.voices.iter().enumerate().filter(|(_, voice)| is_one(voice));
    ours.max_by_key(|(_, voice)| voice.said.origin.finalized_at).map(|(place, _)| place)
}

/// Who has said a value in some disputes, each with in how many.
pub fn officers<'a>(disputes: impl IntoIterator<Item = &'a Dispute>) -> Vec<(OfficerId, usize)> {
    let mut officers: BTreeMap<&OfficerId, usize> = BTreeMap::new();
    for dispute in disputes {
        let said: BTreeSet<&OfficerId> = dispute.voices.iter().map(|voice| &voice.said.origin.officer).collect();
        said.into_iter().for_each(|officer| *officers.entry(officer).or_default() += 1);
    }
    officers.into_iter().map(|(officer, count)| (officer.clone(), count)).collect()
}

/// Why nothing is decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RuleError {
    #[error("other values stand by now than those that were seen")]
    Moved,
    #[error("nothing was chosen")]
    Nothing,
    #[error("some answers of a record were left open")]
    Half,
    #[error("a figure is asked for, and what was typed is none")]
    NotANumber,
    #[error("the form does not take what was typed")]
    NotTaken,
}

impl Dispute {
    pub fn seen(&self) -> BTreeSet<ChangeId> {
        self.voices.iter().take(self.standing).map(|voice| voice.said.source).collect()
    }
}

/// All that is to be decided of an entity, by property.
pub fn disputes(history: &EntityHistory) -> Vec<Dispute> {
    let state = history.state();
    if state.conflicts.is_empty() {
        return Vec::new();
    }
    let timeline = history.timeline();
    let before = |said: &Property, property: &str| {
        let step = timeline.iter().find(|step| step.id == said.source)?;
        step.settings.iter().find(|setting| setting.property == property)?.before.clone()
    };
    let dispute = |conflict: &Conflict| {
        let candidates = std::iter::once(&conflict.shown).chain(&conflict.others);
        let voices = candidates.map(|candidate| Voice {
            before: before(&candidate.property, &conflict.property),
            said: candidate.property.clone(),
        });
        Dispute {
            subject: Subject::Entity(history.key()),
            title: state.title().to_owned(),
            property: conflict.property.clone(),
            asked: Asked::Open,
            voices: voices.collect(),
            standing: 1 + conflict.others.len(),
        }
    };
    state.conflicts.iter().map(dispute).collect()
}

/// A value that was decided, to be decided anew: beside it stands whatever else was ever said. `None`: nobody decided it, or it is
/// in conflict and to be decided anyway.
pub fn decided_anew(history: &EntityHistory, property: &str) -> Option<Dispute> {
    let state = history.state();
    let shown = state.property(property).filter(|shown| shown.origin.decided.is_some())?;
    if state.conflict(property).is_some() {
        return None;
    }
    let mut told = BTreeSet::from([shown.value.clone()]);
    let mut voices = vec![Voice { said: shown.clone(), before: None }];
    for said in history.history_of(property).into_iter().rev() {
        if told.insert(said.value.clone()) {
            voices.push(Voice { said, before: None });
        }
    }
    let title = state.title().to_owned();
    let subject = Subject::Entity(history.key());
    Some(Dispute { subject, title, property: property.to_owned(), asked: Asked::Open, voices, standing: 1 })
}

/// The change that decides some conflicts of an entity, or what was decided of it anew.
///
/// # Errors
/// [`RuleError`]; nothing is decided then, also not in part.
pub fn ruled(
    state: &EntityState,
    rulings: &BTreeMap<String, Ruling>,
    device: &DeviceId,
) -> Result<EntityChange, RuleError> {
    check_seen(state, rulings)?;
    let mut properties: BTreeMap<String, String> =
        rulings.iter().map(|(property, ruling)| (property.clone(), ruling.value.clone())).collect();
    let label = properties.remove(LABEL);
    if label.is_none() && properties.is_empty() {
        return Err(RuleError::Nothing);
    }
    Ok(EntityChange {
        label,
        properties,
        ..EntityChange::update(state.list.clone(), state.id.clone(), Some(base(state, device)))
    })
}

/// Whether what stands is what was seen by whoever decides.
pub(crate) fn check_seen(state: &EntityState, rulings: &BTreeMap<String, Ruling>) -> Result<(), RuleError> {
    for (property, Ruling { seen, .. }) in rulings {
        let stands = state.conflict(property).map(|conflict| {
            let candidates = std::iter::once(&conflict.shown).chain(&conflict.others);
            candidates.map(|candidate| candidate.property.source).collect::<BTreeSet<_>>()
        });
        let stands = stands.or_else(|| state.property(property).map(|alone| BTreeSet::from([alone.source])));
        if stands.as_ref() != Some(seen) {
            return Err(RuleError::Moved);
        }
    }
    Ok(())
}

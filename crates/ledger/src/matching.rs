//! Which registered people a post may suit, and which posts a person: by what both forms say, in reasons that can be read.
//!
//! Nothing is reckoned together and nothing is decided: who suits in everything, and who in everything but one thing, the latest
//! updated first. Nobody is looked at who has not consented to being matched, or whose registration is to be kept no longer.
//! Start at [`candidates`] and [`posts`]. The names of properties are those of the shipped forms.
//!
//! To whom a person's name may be told is asked apart: [`may_be_named`].
//!
//! Source: systems, 4.1; privacy rules P04, P64 and P65. Not here: how it is shown.

use record::{Day, EntityId};
use serde::{Deserialize, Serialize};

use crate::EntityState;
use crate::retention::{self, KEEP_UNTIL};

pub const TALENTS: &str = "talents";
pub const TALENT_NEEDS: &str = "talent_needs";
pub const FIELD: &str = "talent_field";
pub const LEVEL: &str = "talent_level";
pub const EDUCATION: &str = "education";
pub const STATUS: &str = "talent_status";
pub const SCOPE: &str = "consent_scope";
pub const NAMED_TO: &str = "named_to";
pub const NAMED_ON: &str = "named_on";
pub const ENTERPRISE: &str = "enterprise_id";
const MATCH: &str = "match";
const AVAILABLE: &str = "available";
const UPDATED_ON: &str = "updated_on";
const NEED_STATUS: &str = "line_status";
const OPENED_ON: &str = "opened_on";
/// A need whose status is none of these seeks nobody. A blank one was never said to be met.
const SOUGHT: [&str; 3] = ["open", "partly", ""];

/// How a zone orders what can be at least as much as was asked: as its forms list the choices.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Scales {
    /// The highest first.
    pub levels: Vec<String>,
    /// The lowest first; it asks for nothing.
    pub educations: Vec<String>,
}

/// What a post asks for, and a person has or not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Aspect {
    Field,
    Level,
    Education,
    Available,
}

impl Aspect {
    /// As they are told.
    pub const ALL: [Self; 4] = [Self::Field, Self::Level, Self::Education, Self::Available];
}

/// Why nobody may look whether a person suits a post.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum NoConsent {
    /// Nobody said that consent was given.
    Missing,
    Withdrawn,
    /// It was given for other purposes.
    OtherPurpose,
    Expired,
}

/// The other side: a person for a post, or a post for a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    pub id: EntityId,
    /// The one thing that does not suit. `None`: everything does.
    pub lacks: Option<Aspect>,
}

/// Those that suit, and behind them those that lack one thing; each part the latest updated first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Candidates {
    pub fit: Vec<Candidate>,
    pub near: Vec<Candidate>,
}

/// Whether a person may be matched on a day.
///
/// # Errors
/// [`NoConsent`]
pub fn consent(talent: &EntityState, today: Day) -> Result<(), NoConsent> {
    if retention::is_withdrawn(talent) {
        return Err(NoConsent::Withdrawn);
    }
    if !all_say(talent, retention::CONSENT, |said| said == retention::GRANTED) {
        return Err(NoConsent::Missing);
    }
    if !all_say(talent, SCOPE, |said| said.split_whitespace().any(|purpose| purpose == MATCH)) {
        return Err(NoConsent::OtherPurpose);
    }
    match talent.text(KEEP_UNTIL).parse::<Day>() {
        Ok(until) if until < today => Err(NoConsent::Expired),
        _ => Ok(()),
    }
}

/// Where people said different things of a consent, each of them has to say it.
fn all_say(talent: &EntityState, property: &str, says: impl Fn(&str) -> bool) -> bool {
    let others = talent.conflict(property).map(|conflict| conflict.others.as_slice()).unwrap_or_default();
    says(talent.text(property)) && others.iter().all(|other| says(&other.property.value))
}

/// Whether a person's name and phone may be told to the enterprise that seeks somebody: consent was given for that one by itself.
pub fn may_be_named(talent: &EntityState, need: &EntityState, today: Day) -> bool {
    let enterprise = need.text(ENTERPRISE);
    let names_it = |said: &str| said.split_whitespace().any(|named| named == enterprise);
    !enterprise.is_empty() && consent(talent, today).is_ok() && all_say(talent, NAMED_TO, names_it)
}

/// Whether a post is still to be filled.
pub fn is_sought(need: &EntityState) -> bool {
    SOUGHT.contains(&need.text(NEED_STATUS))
}

/// Whom a post may suit. Nobody, where it is not to be filled any more.
pub fn candidates(need: &EntityState, talents: &[EntityState], scales: &Scales, today: Day) -> Candidates {
    let all = talents.iter().filter(|talent| is_sought(need) && consent(talent, today).is_ok());
    sorted(all.map(|talent| (talent, lacks(need, talent, scales))), UPDATED_ON)
}

/// Which posts may suit a person.
///
/// # Errors
/// [`NoConsent`]
pub fn posts(
    talent: &EntityState,
    needs: &[EntityState],
    scales: &Scales,
    today: Day,
) -> Result<Candidates, NoConsent> {
    consent(talent, today)?;
    let all = needs.iter().filter(|need| is_sought(need));
    Ok(sorted(all.map(|need| (need, lacks(need, talent, scales))), OPENED_ON))
}

/// What a person lacks for a post.
fn lacks(need: &EntityState, talent: &EntityState, scales: &Scales) -> Vec<Aspect> {
    let lowest_first = |scale: &[String]| scale.iter().rev().cloned().collect::<Vec<_>>();
    let has = |aspect: &Aspect| match aspect {
        Aspect::Field => need.text(FIELD) == talent.text(FIELD),
        Aspect::Level => is_at_least(&lowest_first(&scales.levels), talent.text(LEVEL), need.text(LEVEL)),
        Aspect::Education => is_at_least(&scales.educations, talent.text(EDUCATION), need.text(EDUCATION)),
        Aspect::Available => talent.text(STATUS) == AVAILABLE,
    };
    Aspect::ALL.into_iter().filter(|aspect| !has(aspect)).collect()
}

/// The lowest of a scale asks for nothing. What is not on the scale is only as much as itself.
fn is_at_least(scale: &[String], has: &str, asked: &str) -> bool {
    let place = |value: &str| scale.iter().position(|other| other == value);
    let is_higher = place(has).zip(place(asked)).is_some_and(|(has, asked)| has > asked);
    asked.is_empty() || has == asked || is_higher || place(asked) == Some(0)
}

fn sorted<'a>(all: impl Iterator<Item = (&'a EntityState, Vec<Aspect>)>, day: &str) -> Candidates {
    let mut all: Vec<(&EntityState, Vec<Aspect>)> = all.filter(|(_, lacks)| lacks.len() < 2).collect();
    all.sort_by(|(one, _), (other, _)| (other.text(day), &one.id).cmp(&(one.text(day), &other.id)));
    let candidates = all.iter().map(|(side, lacks)| Candidate { id: side.id.clone(), lacks: lacks.first().copied() });
    let (fit, near) = candidates.partition(|candidate| candidate.lacks.is_none());
    Candidates { fit, near }
}

//! Whom a talent need may suit, or which needs a talent, as the page of either shows it.
//!
//! Not here: who suits (`ledger::matching`), what is told of them (`pages::enterprise::matching`).

use std::collections::BTreeMap;

use ledger::matching::{self, Aspect, Candidate, Candidates, NoConsent, Scales, TALENT_NEEDS, TALENTS};
use ledger::{EntityState, Words};
use record::{Day, EntityId};

use super::desk;
use super::device::{Device, LoadError};
use crate::platform::clock;

/// What there is on the other side.
pub enum Matching {
    /// People for a need. `None`: it is met or withdrawn, and seeks nobody.
    People(Option<Sides>),
    Posts(Result<Sides, NoConsent>),
}

/// Those who suit, and those who lack one thing.
pub struct Sides {
    pub fit: Vec<Side>,
    pub near: Vec<Side>,
}

pub struct Side {
    pub state: EntityState,
    pub lacks: Option<Aspect>,
    /// Whether the enterprise may be told the person's name.
    pub is_named: bool,
}

impl Sides {
    fn of(found: Candidates, states: Vec<EntityState>, is_named: impl Fn(&EntityState) -> bool) -> Self {
        let mut states: BTreeMap<EntityId, EntityState> =
            states.into_iter().map(|state| (state.id.clone(), state)).collect();
        let mut side = |Candidate { id, lacks }: Candidate| {
            let state = states.remove(&id)?;
            Some(Side { is_named: is_named(&state), state, lacks })
        };
        let fit = found.fit.into_iter().filter_map(&mut side).collect();
        Self { fit, near: found.near.into_iter().filter_map(&mut side).collect() }
    }
}

/// What may suit an entity. `None`: it is neither a talent nor a need of one.
///
/// # Errors
/// [`LoadError`]
pub async fn of(device: &Device, state: &EntityState, words: &Words) -> Result<Option<Matching>, LoadError> {
    let today: Day = clock::now().date().parse().unwrap_or(Day(0));
    let scales = scales(words);
    match state.list.as_str() {
        TALENT_NEEDS if !matching::is_sought(state) => Ok(Some(Matching::People(None))),
        TALENT_NEEDS => {
            let talents = desk::states(device, TALENTS).await?;
            let found = matching::candidates(state, &talents, &scales, today);
            Ok(Some(Matching::People(Some(Sides::of(found, talents, |talent| {
                matching::may_be_named(talent, state, today)
            })))))
        }
        TALENTS => {
            let needs = desk::states(device, TALENT_NEEDS).await?;
            let found = matching::posts(state, &needs, &scales, today);
            Ok(Some(Matching::Posts(
                found.map(|found| Sides::of(found, needs, |need| matching::may_be_named(state, need, today))),
            )))
        }
        _ => Ok(None),
    }
}

/// The order of a zone's own choices: its form of needs says what can be asked for.
fn scales(words: &Words) -> Scales {
    let names = |property| words.choices(TALENT_NEEDS, property).map(|(name, _)| name.to_owned()).collect();
    Scales { levels: names(matching::LEVEL), educations: names(matching::EDUCATION) }
}

//! Whom a talent need may suit, or which needs a talent, as the page of either shows it.
//!
//! The desk worker looks through all of them (`worker::desk::matched`); the page reads those that are listed.
//!
//! Not here: who suits (`ledger::matching`), what is told of them (`pages::enterprise::matching`).

use ledger::matching::{self, Aspect, NoConsent, Scales, TALENT_NEEDS, TALENTS};
use ledger::{EntityKey, EntityState, Words};
use record::{Day, ListName};

use super::desk;
use super::device::Device;
use super::lists::{self, ListError};
use crate::platform::clock;
use crate::worker::desk::Failure;
use crate::worker::desk::matched::{Matched, MatchedTold, Shortlist};
use crate::worker::desk::open::{OpenAnswer, OpenQuestion, Part};

/// So many of each part are listed.
pub const MOST: usize = 200;

/// What there is on the other side.
pub enum Matching {
    /// People for a need. `None`: it is met or withdrawn, and seeks nobody.
    People(Option<Sides>),
    Posts(Result<Sides, NoConsent>),
}

/// Those who suit, and those who lack one thing.
pub struct Sides {
    pub fit: Part<Side>,
    pub near: Part<Side>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Side {
    pub state: EntityState,
    pub lacks: Option<Aspect>,
    /// Whether the enterprise may be told the person's name.
    pub is_named: bool,
}

/// What may suit an entity. `None`: it is neither a talent nor a need of one.
///
/// # Errors
/// [`ListError`]
pub async fn of(device: &Device, state: &EntityState, words: &Words) -> Result<Option<Matching>, ListError> {
    let others = match state.list.as_str() {
        TALENT_NEEDS => TALENTS,
        TALENTS => TALENT_NEEDS,
        _ => return Ok(None),
    };
    let question = OpenQuestion::Matched {
        of: EntityKey { list: state.list.clone(), entity: state.id.clone() },
        scales: scales(words),
        today: clock::now().date().parse().unwrap_or(Day(0)),
        most: MOST,
    };
    let OpenAnswer::Matched(told) = lists::open(question, |_, _| ()).await? else { return Err(Failure::Worker.into()) };
    Ok(match *told {
        MatchedTold::Neither => None,
        MatchedTold::NotSought => Some(Matching::People(None)),
        MatchedTold::People(listed) => Some(Matching::People(Some(sides(device, others, listed).await?))),
        MatchedTold::Posts(Ok(listed)) => Some(Matching::Posts(Ok(sides(device, others, listed).await?))),
        MatchedTold::Posts(Err(why)) => Some(Matching::Posts(Err(why))),
    })
}

async fn sides(device: &Device, list: &str, Shortlist { fit, near }: Shortlist) -> Result<Sides, ListError> {
    let list = ListName::new(list);
    let key = |matched: &Matched| EntityKey { list: list.clone(), entity: matched.id.clone() };
    let keys = fit.first.iter().chain(&near.first).map(key).collect();
    let rows = desk::several(device, &keys).await.map_err(super::device::LoadError::from)?;
    // One that went meanwhile is not listed.
    let side = |matched: Matched| {
        let state = rows.get(&key(&matched))?.state();
        Some(Side { state, lacks: matched.lacks, is_named: matched.is_named })
    };
    let part = |Part { first, of }: Part<Matched>| Part { first: first.into_iter().filter_map(side).collect(), of };
    Ok(Sides { fit: part(fit), near: part(near) })
}

/// The order of a zone's own choices: its form of needs says what can be asked for.
fn scales(words: &Words) -> Scales {
    let names = |property| words.choices(TALENT_NEEDS, property).map(|(name, _)| name.to_owned()).collect();
    Scales { levels: names(matching::LEVEL), educations: names(matching::EDUCATION) }
}

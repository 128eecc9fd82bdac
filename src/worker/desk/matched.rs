//! Who suits a talent need, or which needs suit a talent: looked for among all of them, told by their ids.
//!
//! Not here: who suits (`ledger::matching`), what is told of them (the page, which reads the rows of those that are listed).

use ledger::matching::{self, Aspect, Candidate, NoConsent, Scales, TALENT_NEEDS, TALENTS};
use ledger::{EntityKey, EntityState};
use record::{Day, EntityId, ListName};
use serde::{Deserialize, Serialize};

use super::known;
use super::open::Part;
use crate::platform::idb::{Database, ReadError};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum MatchedTold {
    /// It is neither a talent nor a need of one.
    Neither,
    /// The need is met or withdrawn.
    NotSought,
    People(Shortlist),
    Posts(Result<Shortlist, NoConsent>),
}

/// Those who suit, and those who lack one thing: of each the latest updated.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Shortlist {
    pub fit: Part<Matched>,
    pub near: Part<Matched>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Matched {
    pub id: EntityId,
    pub lacks: Option<Aspect>,
    /// Whether the enterprise may be told the person's name.
    pub is_named: bool,
}

/// What suits an entity on a day, the first `most` of each part.
pub(super) async fn look(
    database: &Database,
    of: &EntityKey,
    scales: &Scales,
    today: Day,
    most: usize,
) -> Result<MatchedTold, ReadError> {
    if !matches!(of.list.as_str(), TALENTS | TALENT_NEEDS) {
        return Ok(MatchedTold::Neither);
    }
    let own = known::states(database, &of.list).await?;
    let Some(own) = own.into_iter().find(|state| state.id == of.entity) else { return Ok(MatchedTold::Neither) };
    let is_need = of.list.as_str() == TALENT_NEEDS;
    if is_need && !matching::is_sought(&own) {
        return Ok(MatchedTold::NotSought);
    }
    let others = known::states(database, &ListName::new(if is_need { TALENTS } else { TALENT_NEEDS })).await?;
    Ok(told(&own, &others, scales, today, most))
}

fn told(own: &EntityState, others: &[EntityState], scales: &Scales, today: Day, most: usize) -> MatchedTold {
    let is_need = own.list.as_str() == TALENT_NEEDS;
    let part = |found: Vec<Candidate>| {
        let Part { first, of } = Part::of(found, most);
        let matched = |Candidate { id, lacks }: Candidate| {
            let other = others.iter().find(|state| state.id == id)?;
            let (talent, need) = if is_need { (other, own) } else { (own, other) };
            Some(Matched { id, lacks, is_named: matching::may_be_named(talent, need, today) })
        };
        Part { first: first.into_iter().filter_map(matched).collect(), of }
    };
    let listed = |found: matching::Candidates| Shortlist { fit: part(found.fit), near: part(found.near) };
    match is_need {
        true => MatchedTold::People(listed(matching::candidates(own, others, scales, today))),
        false => MatchedTold::Posts(matching::posts(own, others, scales, today).map(listed)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_told_of_matches_comes_to_the_page_as_it_was_told() {
        let matched = |lacks, is_named| Matched { id: EntityId::new("p1"), lacks, is_named };
        let fit = Part { first: vec![matched(None, true)], of: 300 };
        let near = Part { first: vec![matched(Some(Aspect::Education), false)], of: 1 };
        for told in [
            MatchedTold::Neither,
            MatchedTold::NotSought,
            MatchedTold::People(Shortlist { fit: fit.clone(), near: near.clone() }),
            MatchedTold::Posts(Ok(Shortlist { fit, near })),
            MatchedTold::Posts(Err(NoConsent::Expired)),
        ] {
            let bytes = postcard::to_stdvec(&told).unwrap();
            assert_eq!(postcard::from_bytes::<MatchedTold>(&bytes).unwrap(), told);
        }
    }
}

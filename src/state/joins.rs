//! Whether entities are one: seeing them side by side, and saying so.
//!
//! Start at [`compare`], then [`say`]. Whoever says it has seen all of them: if anything came in meanwhile, nothing is written.
//!
//! Not here: what a join does to the ledger (`ledger::Joins`), how it is written (`decisions`).

use std::collections::{BTreeMap, BTreeSet};

use ledger::{EntityHistory, EntityKey, EntityState, JoinState, RuleError, Words};
use record::{ChangeId, Decision, EntityId, Join, ListName, Matter, Pair, Sameness};

use super::decisions::{DecideError, Desk};
use super::device::{Device, Failure, LoadError, device_id};
use super::lists::ListError;
use super::{desk, lists};
use crate::platform::idb::{ReadError, RunError};

/// Entities side by side.
#[derive(PartialEq)]
pub struct Compared {
    pub entities: Vec<EntityState>,
    /// What any of them says, in the order of its forms.
    pub properties: Vec<String>,
    pub words: Words,
    seen: BTreeMap<Pair, BTreeSet<ChangeId>>,
}

/// What of an entity's page is about others that it may be one with.
#[derive(PartialEq, Default)]
pub struct Others {
    pub alike: Vec<Named>,
    /// What was said of it and others: which, and by whom.
    pub said: Vec<(Vec<Named>, JoinState)>,
}

/// An entity, and what it is called by itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Named {
    pub id: EntityId,
    pub title: String,
}

/// How often it is tried while other tabs write.
const TRIES: usize = 5;

/// Entities of a list as they stand: those that are one already as each was by itself.
///
/// # Errors
/// [`LoadError`]
pub async fn compare(
    device: &Device,
    list: &ListName,
    ids: &[EntityId],
    language: &str,
) -> Result<Compared, LoadError> {
    let mut entities = Vec::new();
    for id in ids {
        entities.extend(alone(device, list, id, ids).await?.map(|history| history.state()));
    }
    let mut seen = BTreeMap::new();
    for (one, other) in pairs(ids) {
        let Some(pair) = Pair::new(list.clone(), one.clone(), other.clone()) else { continue };
        let known = known(device, &pair, ids).await?;
        seen.insert(pair, ledger::pair_seen(known.0.as_ref(), known.1.each_ref().map(Option::as_ref)));
    }
    let words = desk::words(device, language).await?;
    let said: BTreeSet<&String> = entities.iter().flat_map(|state| state.properties.keys()).collect();
    let is_said = |name: &&&String| entities.iter().any(|state| !state.text(name).is_empty());
    let mut properties: Vec<String> = said.iter().filter(is_said).map(|name| (*name).clone()).collect();
    properties.sort_by_key(|name| (words.place(list.as_str(), name), name.clone()));
    Ok(Compared { entities, properties, words, seen })
}

/// What others an entity may be one with, and what was said of that.
///
/// # Errors
/// [`ListError`]
pub async fn others(device: &Device, list: &ListName, id: &EntityId) -> Result<Others, ListError> {
    let mut others = Others::default();
    for other in lists::alike(list, id).await? {
        others.alike.push(named(device, list, other).await?);
    }
    let joins = desk::joins(device).await?;
    for (pair, state) in joins.about(&EntityKey { list: list.clone(), entity: id.clone() }) {
        others.said.push((both(device, pair).await?, state.clone()));
    }
    Ok(others)
}

/// What the two of a pair are called.
///
/// # Errors
/// [`ReadError`]
pub async fn both(device: &Device, pair: &Pair) -> Result<Vec<Named>, ReadError> {
    let mut both = Vec::new();
    for id in pair.ids() {
        both.push(named(device, pair.list(), id.clone()).await?);
    }
    Ok(both)
}

async fn named(device: &Device, list: &ListName, id: EntityId) -> Result<Named, ReadError> {
    let row = desk::row(device, &EntityKey { list: list.clone(), entity: id.clone() }).await?;
    let title = row.map_or_else(|| id.to_string(), |row| row.state().title().to_owned());
    Ok(Named { id, title })
}

/// Says of entities that they are one, which goes on under the id of `kept`, or that no two of them are. One decision for each
/// pair, all of them or none. How many conflicts there are now that there were not before.
///
/// # Errors
/// [`DecideError`]
pub async fn say(
    device: &Device,
    compared: &Compared,
    kept: Option<&EntityId>,
    reason: &str,
) -> Result<usize, DecideError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DecideError::NoReason);
    }
    let ids: Vec<EntityId> = compared.entities.iter().map(|state| state.id.clone()).collect();
    for _ in 0..TRIES {
        let desk = Desk::here(device).await?;
        let mut decisions = Vec::new();
        for (pair, seen) in &compared.seen {
            // Those that are not kept are one with what is; nothing more has to be said of them.
            if kept.is_some_and(|kept| !pair.ids().contains(&kept)) {
                continue;
            }
            let sameness = kept.map_or(Sameness::Two, |kept| Sameness::One { kept: kept.clone() });
            let (row, both) = known(device, pair, &ids).await?;
            let join = Join { pair: pair.clone(), sameness };
            let own = device_id(&desk.settings.device.key);
            let change = ledger::joined(&join, row.as_ref(), both.each_ref().map(Option::as_ref), Some(seen), &own)?;
            let decision = Decision { matter: Matter::Join, reason: Some(reason.to_owned()) };
            let name = compared.entities.iter().find(|state| kept == Some(&state.id)).or(compared.entities.first());
            let name = name.map(|state| state.title().to_owned());
            decisions.push(desk.decided(decision, change, name, decisions.len())?);
        }
        if decisions.is_empty() {
            return Err(RuleError::Nothing.into());
        }
        if desk.write(device, &decisions).await? {
            return Ok(arisen(device, compared, kept).await?);
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}

async fn arisen(device: &Device, compared: &Compared, kept: Option<&EntityId>) -> Result<usize, ReadError> {
    let list = compared.entities.first().map(|state| state.list.clone());
    let Some((list, entity)) = list.zip(kept.cloned()) else { return Ok(0) };
    let one = desk::history(device, &EntityKey { list, entity }).await?;
    let before: usize = compared.entities.iter().map(|state| state.conflicts.len()).sum();
    Ok(one.map(|one| one.conflicts().len()).unwrap_or_default().saturating_sub(before))
}

/// What was said of a pair, and both of them.
async fn known(
    device: &Device,
    pair: &Pair,
    ids: &[EntityId],
) -> Result<(Option<EntityHistory>, [Option<EntityHistory>; 2]), ReadError> {
    let row = desk::row(device, &EntityKey::from(&pair.entity())).await?;
    let [one, other] = pair.ids();
    Ok((row, [alone(device, pair.list(), one, ids).await?, alone(device, pair.list(), other, ids).await?]))
}

/// An entity as people see it, or by itself where it is one with another of these.
async fn alone(
    device: &Device,
    list: &ListName,
    id: &EntityId,
    beside: &[EntityId],
) -> Result<Option<EntityHistory>, ReadError> {
    let key = |id: &EntityId| EntityKey { list: list.clone(), entity: id.clone() };
    let members = desk::joins(device).await?.members(&key(id));
    if beside.iter().filter(|other| members.contains(&key(other))).count() > 1 {
        return desk::row(device, &key(id)).await;
    }
    desk::history(device, &key(id)).await
}

fn pairs(ids: &[EntityId]) -> impl Iterator<Item = (&EntityId, &EntityId)> {
    ids.iter().enumerate().flat_map(|(at, one)| ids[at + 1..].iter().map(move |other| (one, other)))
}

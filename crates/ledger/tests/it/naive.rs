//! The merge rule said a second time, as plainly as can be and with no thought of speed: what `merge` is held to.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use ledger::{EntityHistory, EntityState, Value};
use record::ChangeId;

/// By property: the candidates, the shown one first.
pub type Standing = BTreeMap<String, Vec<(String, ChangeId)>>;

/// A candidate, and its text. `None`: it is erased.
type Candidate = (Option<String>, ChangeId);

pub fn standing(history: &EntityHistory) -> Standing {
    let everything: BTreeSet<ChangeId> = history.changes.keys().copied().collect();
    let names: BTreeSet<&String> = history.changes.values().flat_map(|change| change.values.keys()).collect();
    let known = |name: &String| -> Vec<(String, ChangeId)> {
        candidates(history, name, &everything).into_iter().filter_map(|(text, id)| Some((text?, id))).collect()
    };
    let standing = names.into_iter().map(|name| (name.clone(), known(name)));
    standing.filter(|(_, candidates)| !candidates.is_empty()).collect()
}

/// The same, read from a state.
pub fn shown(state: &EntityState) -> Standing {
    let labels = state.label.iter().map(|label| (ledger::LABEL.to_owned(), label));
    let properties = state.properties.iter().map(|(name, property)| (name.clone(), property)).chain(labels);
    let standing = properties.map(|(name, property)| {
        let mut candidates = vec![(property.value.clone(), property.source)];
        if let Some(conflict) = state.conflict(&name) {
            let others = conflict.others.iter().map(|other| (other.property.value.clone(), other.property.source));
            candidates.extend(others);
        }
        (name, candidates)
    });
    standing.collect()
}

fn candidates(history: &EntityHistory, name: &str, among: &BTreeSet<ChangeId>) -> Vec<Candidate> {
    let setters: Vec<ChangeId> = among.iter().copied().filter(|id| sets(history, *id, name)).collect();
    let stands = |id: &&ChangeId| !setters.iter().any(|other| ancestors(history, *other).contains(id));
    let mut standing: Vec<ChangeId> = setters.iter().filter(stands).copied().collect();
    standing.sort_by_key(|id| (Reverse(history.changes[id].base_version.unwrap_or(0)), *id));
    standing.into_iter().map(|id| (text(history, id, name), id)).collect()
}

fn sets(history: &EntityHistory, id: ChangeId, name: &str) -> bool {
    let change = &history.changes[&id];
    if !change.values.contains_key(name) {
        return false;
    }
    let said = text(history, id, name);
    let is_same = |before: &Option<String>| match (before, &said) {
        (Some(before), Some(said)) => before == said,
        // Its own word, where one of the two is not known any more.
        _ => change.unchanged.contains(name),
    };
    let before = candidates(history, name, &ancestors(history, id));
    before.is_empty() || before.iter().any(|(before, _)| !is_same(before))
}

fn text(history: &EntityHistory, id: ChangeId, name: &str) -> Option<String> {
    history.changes[&id].values.get(name).and_then(Value::text).map(str::to_owned)
}

pub fn ancestors(history: &EntityHistory, id: ChangeId) -> BTreeSet<ChangeId> {
    let mut found = BTreeSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let change = &history.changes[&next];
        for other in history.changes.keys() {
            let is_earlier = other.revision == next.revision && other.index < next.index;
            let is_parent = change.parents.contains(other) || change.follows.contains(&other.revision) || is_earlier;
            if is_parent && found.insert(*other) {
                open.push(*other);
            }
        }
    }
    found
}

//! The rule by which changes to one entity add up, property by property. In words and examples: `docs/merge.md`.
//!
//! 1. A change *sets* a property if it says a value other than the one that its ancestors add up to. Saying again what
//!    was there (a form sends all that it prefilled) sets nothing.
//! 2. The *candidates* of a property are the changes that set it and that no other setter descends from.
//! 3. One text among the candidates: that is the value. Several: a conflict. Shown is the candidate with the higher
//!    base version, then the smaller change id; the others are kept beside it. No clock is read.
//!
//! All three are functions of the set alone, so no order of arrival matters.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use record::ChangeId;

use crate::graph::{BitSet, Graph};
use crate::{Candidate, Change, Property, Value};

/// One saying of one property, judged.
pub struct Said {
    /// Its place in the graph's order.
    pub change: usize,
    /// The candidates that its ancestors add up to.
    pub before: Vec<usize>,
    /// It says what was there already.
    pub restated: bool,
}

/// The changes of one entity, judged by the rule.
pub struct Merged<'a> {
    pub graph: Graph<'a>,
    said: BTreeMap<&'a str, Vec<Said>>,
    candidates: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Merged<'a> {
    pub fn of(changes: &'a BTreeMap<ChangeId, Change>) -> Self {
        let graph = Graph::of(changes);
        let mut said: BTreeMap<&str, Vec<Said>> = BTreeMap::new();
        let mut setters: BTreeMap<&str, BitSet> = BTreeMap::new();
        for (index, (_, change)) in graph.changes.iter().enumerate() {
            for (name, value) in &change.values {
                let setters = setters.entry(name).or_default();
                let before = graph.latest(setters.intersection(&graph.ancestors[index]));
                let says_the_same = |earlier: &usize| agrees(&graph, *earlier, name, value);
                let restated = !before.is_empty() && before.iter().all(says_the_same);
                if !restated {
                    setters.insert(index);
                }
                said.entry(name).or_default().push(Said { change: index, before, restated });
            }
        }
        let candidates = setters.into_iter().map(|(name, setters)| (name, graph.latest(setters))).collect();
        Self { graph, said, candidates }
    }

    /// Every property that any change speaks of, the label among them.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.said.keys().copied()
    }

    /// Everything said of a property, in causal order.
    pub fn settings(&self, name: &str) -> &[Said] {
        self.said.get(name).map_or(&[], Vec::as_slice)
    }

    /// What stands for a property: the shown candidate first, then the others.
    pub fn candidates(&self, name: &str) -> Vec<Candidate> {
        self.ranked(self.candidates.get(name).map_or(&[], Vec::as_slice), name)
    }

    /// These changes as candidates, in the order in which the rule prefers them.
    pub fn ranked(&self, changes: &[usize], name: &str) -> Vec<Candidate> {
        let candidate = |&change: &usize| {
            let base_version = self.graph.changes[change].1.base_version.unwrap_or_default();
            Some(Candidate { property: self.property(change, name)?, base_version })
        };
        let mut candidates: Vec<Candidate> = changes.iter().filter_map(candidate).collect();
        candidates.sort_by_key(|candidate| (Reverse(candidate.base_version), candidate.property.source));
        candidates
    }

    /// What one change says of a property, with where it comes from.
    pub fn property(&self, change: usize, name: &str) -> Option<Property> {
        let (id, change) = self.graph.changes.get(change)?;
        let value = change.values.get(name)?.text()?.to_owned();
        Some(Property { value, source: *id, origin: change.origin.clone() })
    }

    /// What a change said of a property, judged.
    pub fn said(&self, change: usize, name: &str) -> Option<&Said> {
        let settings = self.settings(name);
        settings.get(settings.binary_search_by_key(&change, |said| said.change).ok()?)
    }

    /// What a snapshot keeps of one saying: the text if it stands, its digest if it was overwritten, nothing if it
    /// said nothing new.
    pub fn kept(&self, change: usize, name: &str, value: &Value) -> Option<Value> {
        let sets = !self.said(change, name)?.restated;
        let stands = self.candidates.get(name).is_some_and(|candidates| candidates.contains(&change));
        sets.then(|| if stands { value.clone() } else { Value::Digest(value.digest()) })
    }
}

fn agrees(graph: &Graph<'_>, earlier: usize, name: &str, value: &Value) -> bool {
    graph.changes[earlier].1.values.get(name).is_some_and(|said| said.agrees(value))
}

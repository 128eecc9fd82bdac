//! The rule by which changes to one entity add up, property by property. In words and examples: `docs/merge.md`.
//!
//! 1. A change *sets* a property if it says a value other than the one that its ancestors add up to. Saying again what
//!    was there (a form sends all that it prefilled) sets nothing. Where what was there is erased, the change's own word is taken.
//! 2. The *candidates* of a property are the changes that set it and that no other setter descends from.
//! 3. One text among the candidates: that is the value. Several: a conflict. Shown is the candidate with the higher
//!    base version, then the smaller change id; the others are kept beside it. No clock is read.
//!
//! All three are functions of the set alone, so no order of arrival matters.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use record::ChangeId;

use crate::graph::{BitSet, Graph};
use crate::{Candidate, Change, Conflict, Origin, Property, Value};

/// The changes of one entity, judged by the rule.
pub struct Merged<'a> {
    pub graph: Graph<'a>,
    said: BTreeMap<&'a str, Said>,
    beside: Option<&'a BTreeSet<ChangeId>>,
}

/// What was said of one property. Numbers are places in the graph's order.
#[derive(Default)]
struct Said {
    by: BitSet,
    setters: BitSet,
    candidates: BitSet,
}

/// The rule's order of what stands: the least is shown. What was said of the kept one goes first.
type Rank = (bool, Reverse<u32>, ChangeId);

/// A candidate by the rule's order, and its text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing<'a> {
    rank: Rank,
    text: &'a str,
    change: usize,
}

/// What a list shows of a property.
pub struct Shown<'a> {
    pub text: &'a str,
    /// Others stand against it.
    pub is_disputed: bool,
    pub origin: &'a Origin,
}

impl<'a> Merged<'a> {
    pub fn of(changes: &'a BTreeMap<ChangeId, Change>) -> Self {
        let graph = Graph::of(changes);
        let mut said: BTreeMap<&str, Said> = BTreeMap::new();
        for (index, (_, change)) in graph.changes.iter().enumerate() {
            for name in change.values.keys() {
                let said = said.entry(name).or_default();
                said.by.insert(index);
                let mut before = graph.latest(said.setters.intersection(&graph.ancestors[index])).peekable();
                let is_new = before.peek().is_none() || before.any(|earlier| !agrees(&graph, earlier, change, name));
                if is_new {
                    said.setters.insert(index);
                }
            }
        }
        for said in said.values_mut() {
            said.candidates = graph.latest(said.setters.clone()).collect();
        }
        Self { graph, said, beside: None }
    }

    /// Where several entities are one: these changes were of the others, and stand behind those of the one that is kept.
    pub fn with_beside(self, beside: &'a BTreeSet<ChangeId>) -> Self {
        Self { beside: Some(beside).filter(|beside| !beside.is_empty()), ..self }
    }

    /// Every property that any change speaks of, the label among them.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.said.keys().copied()
    }

    /// The values that a property was given, in causal order. Restatements are left out.
    pub fn values(&self, name: &str) -> Vec<Property> {
        let setters = self.said.get(name).map(|said| &said.setters);
        setters.into_iter().flat_map(BitSet::iter).filter_map(|change| self.property(change, name)).collect()
    }

    /// What stands for a property: the shown candidate first, then the others.
    pub fn candidates(&self, name: &str) -> Vec<Candidate> {
        let candidates = self.said.get(name).map(|said| &said.candidates);
        self.ranked(candidates.into_iter().flat_map(BitSet::iter), name)
    }

    /// The text that is shown of a property, and whether others stand against it. No more than a list shows.
    pub fn shown(&self, name: &str) -> Option<Shown<'a>> {
        let mut standing = self.standing(name);
        let (mut first, mut is_disputed) = (standing.next()?, false);
        for other in standing {
            is_disputed |= other.text != first.text;
            first = first.min(other);
        }
        Some(Shown { text: first.text, is_disputed, origin: &self.graph.changes.get(first.change)?.1.origin })
    }

    /// What people must decide, property by property.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let disputed = self.names().filter(|name| self.shown(name).is_some_and(|shown| shown.is_disputed));
        let conflict = |name: &str| {
            let mut candidates = self.candidates(name).into_iter();
            Some(Conflict { property: name.to_owned(), shown: candidates.next()?, others: candidates.collect() })
        };
        disputed.filter_map(conflict).collect()
    }

    /// The change that leads: the head of the longest chain, then the one with the smaller id.
    pub fn leading(&self) -> Option<usize> {
        let graph = &self.graph;
        graph.heads.iter().min_by_key(|index| (Reverse(graph.versions[*index]), graph.changes[*index].0))
    }

    /// The candidates that have a text, in no order; the least of them is the one that is shown.
    fn standing(&self, name: &str) -> impl Iterator<Item = Standing<'a>> {
        let candidates = self.said.get(name).map(|said| &said.candidates);
        candidates.into_iter().flat_map(BitSet::iter).filter_map(move |index| {
            let (source, change) = self.graph.changes.get(index)?;
            let rank = self.rank(*source, change.base_version.unwrap_or_default());
            Some(Standing { rank, text: change.values.get(name)?.text()?, change: index })
        })
    }

    /// What stood for a property where `change` was made, as far as is known now.
    pub fn candidates_before(&self, change: usize, name: &str) -> Vec<Candidate> {
        let setters = self.said.get(name).map(|said| said.setters.intersection(&self.graph.ancestors[change]));
        self.ranked(setters.into_iter().flat_map(|setters| self.graph.latest(setters)), name)
    }

    /// Whether `change` says of a property what was there already.
    pub fn restates(&self, change: usize, name: &str) -> bool {
        self.said.get(name).is_some_and(|said| said.by.contains(change) && !said.setters.contains(change))
    }

    /// What a snapshot keeps of one saying: the text if it stands, its digest if it was overwritten, nothing if it
    /// said nothing new.
    pub fn kept(&self, change: usize, name: &str, value: &Value) -> Option<Value> {
        let said = self.said.get(name).filter(|said| said.setters.contains(change))?;
        let overwritten = value.digest().filter(|_| !said.candidates.contains(change));
        Some(overwritten.map_or_else(|| value.clone(), Value::Digest))
    }

    /// These changes as candidates, in the order in which the rule prefers them.
    fn ranked(&self, changes: impl Iterator<Item = usize>, name: &str) -> Vec<Candidate> {
        let candidate = |change: usize| {
            let base_version = self.graph.changes[change].1.base_version.unwrap_or_default();
            Some(Candidate { property: self.property(change, name)?, base_version })
        };
        let mut candidates: Vec<Candidate> = changes.filter_map(candidate).collect();
        candidates.sort_by_key(|candidate| self.rank(candidate.property.source, candidate.base_version));
        candidates
    }

    fn rank(&self, source: ChangeId, base_version: u32) -> Rank {
        let is_beside = self.beside.is_some_and(|beside| beside.contains(&source));
        (is_beside, Reverse(base_version), source)
    }

    /// What one change says of a property, with where it comes from.
    fn property(&self, change: usize, name: &str) -> Option<Property> {
        let (id, change) = self.graph.changes.get(change)?;
        let value = change.values.get(name)?.text()?.to_owned();
        Some(Property { value, source: *id, origin: change.origin.clone() })
    }
}

/// Whether a change says of a property what an earlier one said.
fn agrees(graph: &Graph<'_>, earlier: usize, change: &Change, name: &str) -> bool {
    let texts = graph.changes[earlier].1.values.get(name).zip(change.values.get(name));
    texts.is_some_and(|(said, again)| said.agrees(again).unwrap_or_else(|| change.unchanged.contains(name)))
}

//! Which change knew of which: the order that a set of changes has of itself.
//!
//! A change comes after its parents, after what the revisions that its record edits said, and after the earlier changes
//! of its own revision. Parents that have not arrived are simply not there yet.

use std::collections::{BTreeMap, BTreeSet};

use record::{ChangeId, RevisionHash};

use crate::Change;

/// The changes of one entity in a causal order, with who descends from whom. Indexes are places in that order.
pub struct Graph<'a> {
    pub changes: Vec<(ChangeId, &'a Change)>,
    /// All that a change descends from.
    pub ancestors: Vec<BitSet>,
    /// The version number that each change made.
    pub versions: Vec<u32>,
    /// The changes that no other descends from.
    pub heads: BitSet,
    /// Every change that another one names is here.
    pub is_closed: bool,
}

impl<'a> Graph<'a> {
    pub fn of(changes: &'a BTreeMap<ChangeId, Change>) -> Self {
        let mut is_closed = true;
        let mut parents: BTreeMap<ChangeId, BTreeSet<ChangeId>> = BTreeMap::new();
        for (id, change) in changes {
            let (known, missing) = known_parents(changes, *id, change);
            is_closed &= !missing;
            parents.insert(*id, known);
        }
        // Changes that do not know of each other: a stable order, and without a clock.
        let ties = changes.iter().map(|(id, change)| (*id, (&change.origin.device, change.origin.sequence)));
        let order = causal_order(&ties.collect(), &parents);
        let place: BTreeMap<ChangeId, usize> = order.iter().enumerate().map(|(index, id)| (*id, index)).collect();

        let mut graph = Self {
            changes: order.iter().filter_map(|id| Some((*id, changes.get(id)?))).collect(),
            ancestors: Vec::with_capacity(order.len()),
            versions: Vec::with_capacity(order.len()),
            heads: BitSet::default(),
            is_closed,
        };
        for index in 0..graph.changes.len() {
            let (id, change) = graph.changes[index];
            // A parent further on exists only in a forged row that goes in a circle; there the link is dropped.
            let before = parents[&id].iter().map(|parent| place[parent]).filter(|parent| *parent < index);
            let mut ancestors = BitSet::default();
            let mut version = shown_version(changes, change);
            for parent in before {
                ancestors.insert(parent);
                ancestors.add(&graph.ancestors[parent]);
                version = version.max(graph.versions[parent]);
                graph.heads.remove(parent);
            }
            graph.heads.insert(index);
            graph.ancestors.push(ancestors);
            graph.versions.push(version.saturating_add(1));
        }
        graph
    }

    /// Those of `changes` that no other of them descends from, latest first.
    pub fn latest(&self, mut changes: BitSet) -> impl Iterator<Item = usize> + '_ {
        std::iter::from_fn(move || {
            let change = changes.last()?;
            changes.remove(change);
            changes.subtract(&self.ancestors[change]);
            Some(change)
        })
    }
}

/// The parents of a change that are here, and whether any is not.
fn known_parents(changes: &BTreeMap<ChangeId, Change>, id: ChangeId, change: &Change) -> (BTreeSet<ChangeId>, bool) {
    let of = |revision: RevisionHash, below: u16| {
        changes.range(ChangeId { revision, index: 0 }..=ChangeId { revision, index: below }).map(|(id, _)| *id)
    };
    let named = change.parents.iter().copied().filter(|parent| changes.contains_key(parent));
    let mut known: BTreeSet<ChangeId> = named.collect();
    let mut missing = known.len() < change.parents.len();
    for revision in &change.follows {
        known.extend(of(*revision, u16::MAX));
        missing |= of(*revision, u16::MAX).next().is_none();
    }
    if let Some(earlier) = id.index.checked_sub(1) {
        known.extend(of(id.revision, earlier));
    }
    known.remove(&id);
    (known, missing)
}

/// The version number that a change makes which is the only one here.
pub fn version_alone(changes: &BTreeMap<ChangeId, Change>, only: &Change) -> u32 {
    shown_version(changes, only).saturating_add(1)
}

/// What the device showed, where that says more than the changes that are here.
fn shown_version(changes: &BTreeMap<ChangeId, Change>, change: &Change) -> u32 {
    let all_here = !change.parents.is_empty() && change.parents.iter().all(|parent| changes.contains_key(parent));
    change.base_version.filter(|_| !all_here).unwrap_or_default()
}

/// Parents first; among those that may come next, the one with the smallest tie. Every parent must have a tie.
pub fn causal_order<K: Ord + Copy, T: Ord>(ties: &BTreeMap<K, T>, parents: &BTreeMap<K, BTreeSet<K>>) -> Vec<K> {
    let mut children: BTreeMap<K, Vec<K>> = BTreeMap::new();
    let mut waiting: BTreeMap<K, usize> = BTreeMap::new();
    for (key, before) in parents {
        waiting.insert(*key, before.len());
        before.iter().for_each(|parent| children.entry(*parent).or_default().push(*key));
    }
    let mut left: BTreeSet<(&T, K)> = ties.iter().map(|(key, tie)| (tie, *key)).collect();
    let is_ready = |(_, key): &&(&T, K)| waiting.get(key).is_none_or(|count| *count == 0);
    let mut ready: BTreeSet<(&T, K)> = left.iter().filter(is_ready).copied().collect();
    let mut order = Vec::with_capacity(left.len());
    // With nothing ready and something left, a forged row goes in a circle: it is cut at the smallest tie.
    while let Some(next) = ready.pop_first().or_else(|| left.first().copied()) {
        left.remove(&next);
        order.push(next.1);
        for child in children.get(&next.1).into_iter().flatten() {
            let Some(count) = waiting.get_mut(child) else { continue };
            *count = count.saturating_sub(1);
            if *count == 0 {
                ready.extend(ties.get(child).map(|tie| (tie, *child)).filter(|child| left.contains(child)));
            }
        }
    }
    order
}

/// A set of small numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct BitSet(Vec<u64>);

impl BitSet {
    pub fn insert(&mut self, number: usize) {
        if self.0.len() <= number / 64 {
            self.0.resize(number / 64 + 1, 0);
        }
        self.0[number / 64] |= 1 << (number % 64);
    }

    pub fn remove(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word &= !(1 << (number % 64));
        }
    }

    pub fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(ours, theirs)| *ours |= theirs);
    }

    pub fn subtract(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(ours, theirs)| *ours &= !theirs);
    }

    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(ours, theirs)| ours & theirs).collect())
    }

    /// The greatest number.
    pub fn last(&self) -> Option<usize> {
        let word = self.0.iter().rposition(|word| *word != 0)?;
        Some(word * 64 + self.0[word].ilog2() as usize)
    }

    /// From the smallest on.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * 64).filter(|number| self.contains(*number))
    }
}

impl FromIterator<usize> for BitSet {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut set = Self::default();
        numbers.into_iter().for_each(|number| set.insert(number));
        set
    }
}

//! Which definition nodes a path reaches, before there is any instance.
//!
//! Predicates do not narrow anything here (what they read is listed apart), and an axis that cannot be followed exactly
//! reaches more than it needs: too many edges cost time, a missing one would cost a wrong answer.

use std::collections::HashMap;

use xpath::{Origin, Reference, Step};

use crate::definition::{DefId, FormDefinition, NodeKind};

/// A node that a path ends at, and the highest node it passed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Reach {
    pub def: DefId,
    pub apex: DefId,
    /// The node is looked at from outside (`count`, `position`), not read.
    pub whole: bool,
}

/// Depths, places and names of a form's nodes.
pub(crate) struct Lookup {
    depths: Vec<u32>,
    slots: Vec<usize>,
    parents: Vec<Option<DefId>>,
    children: Vec<HashMap<String, DefId>>,
}

const ROOT: DefId = DefId(0);

impl Lookup {
    pub fn new(form: &FormDefinition) -> Self {
        let count = form.nodes.len();
        let mut lookup = Self {
            depths: vec![0; count],
            slots: vec![0; count],
            parents: form.nodes.iter().map(|node| node.parent).collect(),
            children: vec![HashMap::new(); count],
        };
        for (id, node) in form.nodes.iter().enumerate() {
            for (slot, &child) in node.children.iter().enumerate() {
                let Some(definition) = form.node(child) else { continue };
                lookup.slots[child.0 as usize] = slot;
                lookup.depths[child.0 as usize] = lookup.depths[id] + 1;
                lookup.children[id].entry(definition.name.clone()).or_insert(child);
            }
        }
        lookup
    }

    pub fn slot(&self, def: DefId) -> usize {
        self.slots[def.0 as usize]
    }

    pub fn child(&self, def: DefId, name: &str) -> Option<DefId> {
        self.children[def.0 as usize].get(name).copied()
    }

    fn depth(&self, def: DefId) -> u32 {
        self.depths[def.0 as usize]
    }

    fn parent(&self, def: DefId) -> Option<DefId> {
        self.parents[def.0 as usize]
    }

    /// The one nearer to the root.
    pub fn higher(&self, left: DefId, right: DefId) -> DefId {
        if self.depth(right) < self.depth(left) { right } else { left }
    }

    /// The lowest node that is at or above both.
    pub fn common(&self, left: DefId, right: DefId) -> DefId {
        let (mut left, mut right) = (left, right);
        while left != right {
            let lower = if self.depth(left) >= self.depth(right) { &mut left } else { &mut right };
            match self.parents[lower.0 as usize] {
                Some(parent) => *lower = parent,
                None => return ROOT,
            }
        }
        left
    }

    /// Where a path leads from `owner`.
    pub fn resolve(&self, form: &FormDefinition, owner: DefId, reference: &Reference) -> Vec<Reach> {
        let start = match &reference.origin {
            Origin::Context | Origin::Current => Some(owner),
            Origin::Root => None,
            Origin::Instance(_) => return Vec::new(),
            Origin::Unknown => return self.everything(form, true),
        };
        self.follow(form, owner, start, reference)
    }

    /// As [`Lookup::resolve`] for a choice filter of `owner`: relative paths start at an item, which is an instance of the
    /// repeat `item`, or outside the form.
    pub fn resolve_in_filter(
        &self,
        form: &FormDefinition,
        owner: DefId,
        item: Option<DefId>,
        reference: &Reference,
    ) -> Vec<Reach> {
        match (&reference.origin, item) {
            (Origin::Context, None) => Vec::new(),
            (Origin::Context, Some(item)) => {
                let apex = self.common(owner, item);
                let mut reached = self.follow(form, owner, Some(item), reference);
                reached.iter_mut().for_each(|reach| reach.apex = self.higher(apex, reach.apex));
                reached
            }
            _ => self.resolve(form, owner, reference),
        }
    }

    /// `start` is `None` at the document, whose only child is the root.
    fn follow(&self, form: &FormDefinition, owner: DefId, start: Option<DefId>, reference: &Reference) -> Vec<Reach> {
        let mut at: Vec<(Option<DefId>, DefId)> = vec![(start, start.unwrap_or(ROOT))];
        for step in &reference.steps {
            let mut next = Vec::new();
            for (place, apex) in at {
                // Everything below everything: to list each way there would cost the square of the form.
                if next.len() > 4 * form.nodes.len() {
                    let mut all = self.everything(form, reference.whole);
                    all.retain(|reach| reach.def != owner);
                    return all;
                }
                match (step, place) {
                    (Step::SelfNode, _) => next.push((place, apex)),
                    (Step::Child(name), None) => {
                        if form.nodes.first().is_some_and(|root| root.name == *name) {
                            next.push((Some(ROOT), ROOT));
                        }
                    }
                    (Step::Child(name), Some(def)) => {
                        next.extend(self.child(def, name).map(|child| (Some(child), apex)))
                    }
                    (Step::AnyChild, None) => next.push((Some(ROOT), ROOT)),
                    (Step::AnyChild, Some(def)) => {
                        let children = form.node(def).map(|node| &node.children[..]).unwrap_or_default();
                        next.extend(children.iter().filter(|&&child| child != owner).map(|&child| (Some(child), apex)));
                    }
                    (Step::Parent, None) => {}
                    (Step::Parent, Some(def)) => {
                        let parent = self.parent(def);
                        next.push((parent, self.higher(apex, parent.unwrap_or(ROOT))));
                    }
                    (Step::Descendants, _) => {
                        next.push((place, apex));
                        let below = self.below(form, place.unwrap_or(ROOT));
                        next.extend(below.into_iter().filter(|&def| def != owner).map(|def| (Some(def), apex)));
                        if place.is_none() {
                            next.push((Some(ROOT), ROOT));
                        }
                    }
                    (Step::Ancestors, _) => {
                        let mut above = place;
                        while let Some(def) = above {
                            next.push((above, self.higher(apex, def)));
                            above = self.parent(def);
                        }
                    }
                    (Step::Sibling(_), None) => {}
                    (Step::Sibling(name), Some(def)) => {
                        let Some(parent) = self.parent(def) else { continue };
                        let siblings = form.node(parent).map(|node| &node.children[..]).unwrap_or_default();
                        let is_meant = |&sibling: &DefId| match name {
                            Some(name) => self.child(parent, name) == Some(sibling),
                            None => sibling != owner,
                        };
                        let apex = self.higher(apex, parent);
                        next.extend(siblings.iter().copied().filter(is_meant).map(|sibling| (Some(sibling), apex)));
                    }
                    (Step::Attribute(_) | Step::AnyAttribute, _) => {}
                }
            }
            next.sort_unstable();
            next.dedup();
            at = next;
        }
        at.into_iter().filter_map(|(def, apex)| Some(Reach { def: def?, apex, whole: reference.whole })).collect()
    }

    fn everything(&self, form: &FormDefinition, whole: bool) -> Vec<Reach> {
        self.below(form, ROOT).into_iter().map(|def| Reach { def, apex: ROOT, whole }).collect()
    }

    /// All nodes below, in document order.
    fn below(&self, form: &FormDefinition, top: DefId) -> Vec<DefId> {
        let mut found = Vec::new();
        let mut open: Vec<DefId> =
            form.node(top).map(|node| node.children.iter().rev().copied().collect()).unwrap_or_default();
        while let Some(def) = open.pop() {
            found.push(def);
            open.extend(form.node(def).into_iter().flat_map(|node| node.children.iter().rev()));
        }
        found
    }

    /// The repeats whose instances a path chooses among: those it enters below its apex, and one that it ends at.
    pub fn repeats_between(&self, form: &FormDefinition, apex: DefId, def: DefId) -> Vec<DefId> {
        let is_repeat = |def: DefId| form.node(def).is_some_and(|node| matches!(node.kind, NodeKind::Repeat { .. }));
        let mut found = Vec::new();
        let mut next = Some(def);
        while let Some(at) = next.filter(|&at| at == def || at != apex) {
            if is_repeat(at) {
                found.push(at);
            }
            if at == apex {
                break;
            }
            next = self.parent(at);
        }
        found
    }

    /// The questions whose values are read at the end of a path: of a group, all that is in it, unless it is only looked at
    /// from outside (`count(…)`) or the reader stands in it (`position(..)`).
    pub fn values(&self, form: &FormDefinition, owner: DefId, reach: Reach) -> Vec<DefId> {
        match form.node(reach.def).map(|node| &node.kind) {
            Some(NodeKind::Question { .. }) => vec![reach.def],
            Some(_) if !reach.whole && self.common(owner, reach.def) != reach.def => {
                let mut below = self.below(form, reach.def);
                below.retain(|&def| form.node(def).is_some_and(|node| matches!(node.kind, NodeKind::Question { .. })));
                below
            }
            _ => Vec::new(),
        }
    }
}

/// `.`, the node that the expression is evaluated at.
pub(crate) fn is_self(reference: &Reference) -> bool {
    matches!(reference.origin, Origin::Context | Origin::Current)
        && reference.steps.iter().all(|step| matches!(step, Step::SelfNode))
}

/// A label of a choice list, which is another in each language.
pub(crate) fn reads_label(reference: &Reference) -> bool {
    let last = reference.steps.last();
    matches!(reference.origin, Origin::Instance(_)) && matches!(last, Some(Step::Child(name)) if name == "label")
}

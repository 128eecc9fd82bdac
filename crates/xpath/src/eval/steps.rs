//! Paths: from a place, step by step, to nodes.
//!
//! Nodes of one level (equal depth, in order, no repeats) stay so along child and attribute steps, so that most paths never
//! sort. Whoever wants one node or any node stops as soon as it is there.
//!
//! Not here: which predicates have a quick way (`sort`).

use std::borrow::Cow;
use std::cmp::Ordering;

use super::{EvalError, Evaluator, Focus};
use crate::ast::{Ast, Axis, Comparison, NodeTest, Path, Predicate, Start, Step};
use crate::value::{Computed, node_text};
use crate::{Host, NodeKind, Tree, Value};

/// Says of a node whether the search is over.
type Found<'f, 'a, T, H> = &'f mut dyn FnMut(&mut Evaluator<'a, T, H>, <T as Tree>::Node) -> Result<bool, EvalError>;

/// What the tree's index says to a step.
enum Answer<'s> {
    /// Nothing: each node has to be tried.
    Unknown,
    /// The nodes, of which the rest of the predicate is still to be asked.
    Found { rest: Option<&'s Ast> },
}

impl<'a, T: Tree, H: Host<T>> Evaluator<'a, T, H> {
    pub(super) fn path_nodes(
        &mut self,
        path: &Path,
        focus: Focus<T::Node>,
        found: &mut Vec<T::Node>,
    ) -> Result<(), EvalError> {
        let level = self.start(path, focus, found)?;
        self.run(&path.steps, focus.current, level, found).map(|_| ())
    }

    /// Whether `is_it` holds for any of the path's nodes. The last step is not finished when it does.
    pub(super) fn any_node(
        &mut self,
        path: &Path,
        focus: Focus<T::Node>,
        is_it: Found<'_, 'a, T, H>,
    ) -> Result<bool, EvalError> {
        let mut found = self.take();
        let level = self.start(path, focus, &mut found)?;
        let Some((last, before)) = path.steps.split_last() else { return self.any_of(found, is_it) };
        self.run(before, focus.current, level, &mut found)?;
        let constants = self.constants(&last.predicates, focus.current)?;
        let mut next = self.take();
        for &node in &found {
            self.step(last, &constants, node, focus.current, &mut next)?;
            for &node in &next {
                if is_it(self, node)? {
                    self.give(found);
                    self.give(next);
                    return Ok(true);
                }
            }
            next.clear();
        }
        self.give(found);
        self.give(next);
        Ok(false)
    }

    fn any_of(&mut self, nodes: Vec<T::Node>, is_it: Found<'_, 'a, T, H>) -> Result<bool, EvalError> {
        for &node in &nodes {
            if is_it(self, node)? {
                self.give(nodes);
                return Ok(true);
            }
        }
        self.give(nodes);
        Ok(false)
    }

    /// The first of the path's nodes in document order.
    pub(crate) fn first_node(&mut self, path: &Path, focus: Focus<T::Node>) -> Result<Option<T::Node>, EvalError> {
        let mut found = self.take();
        let mut level = self.start(path, focus, &mut found)?;
        let first = match path.steps.split_last() {
            Some((last, before)) if last.axis.keeps_level() => {
                level = self.run(before, focus.current, level, &mut found)?;
                if level || found.len() == 1 {
                    let constants = self.constants(&last.predicates, focus.current)?;
                    let mut next = self.take();
                    for &node in &found {
                        self.step(last, &constants, node, focus.current, &mut next)?;
                        if !next.is_empty() {
                            break;
                        }
                    }
                    let first = next.first().copied();
                    self.give(next);
                    first
                } else {
                    self.run(std::slice::from_ref(last), focus.current, level, &mut found)?;
                    found.first().copied()
                }
            }
            _ => {
                self.run(&path.steps, focus.current, level, &mut found)?;
                found.first().copied()
            }
        };
        self.give(found);
        Ok(first)
    }

    /// Where a path starts, and whether that is one level.
    fn start(&mut self, path: &Path, focus: Focus<T::Node>, found: &mut Vec<T::Node>) -> Result<bool, EvalError> {
        self.charge(1)?;
        match &path.start {
            Start::Context => found.push(focus.node),
            Start::Root => found.push(self.tree.root(focus.current)),
            Start::Filter { primary, predicates } => {
                self.nodes_of(primary, focus, found)?;
                let constants = self.constants(predicates, focus.current)?;
                for (predicate, constant) in predicates.iter().zip(&constants) {
                    self.filter(predicate, constant.as_ref(), focus.current, found, 0)?;
                }
                return Ok(found.len() <= 1);
            }
        }
        Ok(true)
    }

    /// Takes steps from all nodes in `found`, which then holds where they lead. Says whether that is one level.
    fn run(
        &mut self,
        steps: &[Step],
        current: T::Node,
        mut level: bool,
        found: &mut Vec<T::Node>,
    ) -> Result<bool, EvalError> {
        let mut next = self.take();
        for step in steps {
            if found.is_empty() {
                break;
            }
            let constants = self.constants(&step.predicates, current)?;
            for &node in found.iter() {
                self.step(step, &constants, node, current, &mut next)?;
            }
            if found.len() > 1 && !(level && step.axis.keeps_level()) {
                self.put_in_order(&mut next)?;
            }
            level = next.len() <= 1
                || match step.axis {
                    Axis::Child | Axis::Attribute | Axis::SelfNode | Axis::Parent => level,
                    Axis::FollowingSibling | Axis::PrecedingSibling => level,
                    _ => false,
                };
            std::mem::swap(found, &mut next);
            next.clear();
        }
        self.give(next);
        Ok(level)
    }

    /// Document order, no repeats.
    pub(crate) fn put_in_order(&mut self, nodes: &mut Vec<T::Node>) -> Result<(), EvalError> {
        self.charge(nodes.len())?;
        let tree = self.tree;
        let is_ordered = nodes.windows(2).all(|pair| match pair {
            [left, right] => tree.order(*left, *right) == Ordering::Less,
            _ => true,
        });
        if !is_ordered {
            nodes.sort_by(|left, right| tree.order(*left, *right));
            nodes.dedup();
        }
        Ok(())
    }

    /// What a step's predicates compare with, where that is the same for all nodes.
    fn constants<'v>(
        &mut self,
        predicates: &'v [Predicate],
        current: T::Node,
    ) -> Result<Vec<Option<Computed<'v, T::Node>>>, EvalError>
    where
        'a: 'v,
    {
        let mut constants = Vec::with_capacity(predicates.len());
        for predicate in predicates {
            constants.push(match predicate {
                Predicate::Each(_) => None,
                Predicate::Position(value) | Predicate::Match { value, .. } => {
                    Some(self.value_of(value, Focus::at(current))?)
                }
            });
        }
        Ok(constants)
    }

    /// Appends where one step leads from one node, in document order.
    fn step(
        &mut self,
        step: &Step,
        constants: &[Option<Computed<'_, T::Node>>],
        node: T::Node,
        current: T::Node,
        found: &mut Vec<T::Node>,
    ) -> Result<(), EvalError> {
        let from = found.len();
        let mut predicates = step.predicates.iter().zip(constants);
        match self.look_up(step, constants, node, found) {
            Answer::Unknown => self.axis(step.axis, &step.test, node, found),
            Answer::Found { rest } => {
                predicates.next();
                if let Some(rest) = rest {
                    self.filter_each(rest, current, found, from)?;
                }
            }
        }
        self.charge(1 + found.len() - from)?;
        for (predicate, constant) in predicates {
            self.filter(predicate, constant.as_ref(), current, found, from)?;
        }
        if step.axis.is_reverse() {
            found[from..].reverse();
        }
        Ok(())
    }

    /// Asks the tree's index for `item[key = value and rest]`.
    fn look_up<'s>(
        &self,
        step: &'s Step,
        constants: &[Option<Computed<'_, T::Node>>],
        node: T::Node,
        found: &mut Vec<T::Node>,
    ) -> Answer<'s> {
        let (Axis::Child, NodeTest::Name { prefix: None, local: Some(item) }) = (step.axis, &step.test) else {
            return Answer::Unknown;
        };
        let (Some(Predicate::Match { child: Some(key), rest, .. }), Some(Some(value))) =
            (step.predicates.first(), constants.first())
        else {
            return Answer::Unknown;
        };
        // Text against text is what an index knows; a number would also match `1.0`, and several nodes are several texts.
        let value = match value {
            Value::Text(text) => Cow::Borrowed(&**text),
            Value::Nodes(nodes) => match &**nodes {
                [] => return Answer::Found { rest: None },
                [single] => node_text(self.tree, *single),
                _ => return Answer::Unknown,
            },
            _ => return Answer::Unknown,
        };
        if self.tree.lookup(node, item, key, &value, found) {
            Answer::Found { rest: rest.as_ref() }
        } else {
            Answer::Unknown
        }
    }

    /// Keeps of `nodes[from..]`, which are in the order of their axis, those for which the predicate holds.
    fn filter(
        &mut self,
        predicate: &Predicate,
        constant: Option<&Computed<'_, T::Node>>,
        current: T::Node,
        nodes: &mut Vec<T::Node>,
        from: usize,
    ) -> Result<(), EvalError> {
        match (predicate, constant) {
            (Predicate::Each(condition), _) => self.filter_each(condition, current, nodes, from),
            (Predicate::Position(_), Some(Value::Number(wanted))) => {
                // Positions are whole; the cast of anything else cannot come back equal.
                let index = *wanted as usize;
                let kept =
                    (index as f64 == *wanted && index > 0).then(|| nodes.get(from + index - 1).copied()).flatten();
                nodes.truncate(from);
                nodes.extend(kept);
                Ok(())
            }
            (Predicate::Position(_), Some(value)) => self.keep(current, nodes, from, |evaluator, focus| {
                evaluator.compare(Comparison::Equal, &Value::Number(focus.position as f64), value)
            }),
            (Predicate::Match { key, rest, .. }, Some(value)) => self.keep(current, nodes, from, |evaluator, focus| {
                Ok(evaluator.compare_part(key, Comparison::Equal, value, focus)?
                    && match rest {
                        Some(rest) => evaluator.boolean_of(rest, focus)?,
                        None => true,
                    })
            }),
            (Predicate::Position(_) | Predicate::Match { .. }, None) => Ok(()),
        }
    }

    fn filter_each(
        &mut self,
        condition: &Ast,
        current: T::Node,
        nodes: &mut Vec<T::Node>,
        from: usize,
    ) -> Result<(), EvalError> {
        self.keep(current, nodes, from, |evaluator, focus| match condition {
            Ast::And(_) | Ast::Or(_) | Ast::Compare(_) | Ast::Path(_) => evaluator.boolean_of(condition, focus),
            _ => match evaluator.value_of(condition, focus)? {
                Value::Number(position) => Ok(position == focus.position as f64),
                value => {
                    let truth = value.to_boolean();
                    evaluator.give_value(value);
                    Ok(truth)
                }
            },
        })
    }

    fn keep(
        &mut self,
        current: T::Node,
        nodes: &mut Vec<T::Node>,
        from: usize,
        mut holds: impl FnMut(&mut Self, Focus<T::Node>) -> Result<bool, EvalError>,
    ) -> Result<(), EvalError> {
        let size = nodes.len() - from;
        let mut kept = from;
        for index in 0..size {
            let node = nodes[from + index];
            if holds(self, Focus { node, position: index + 1, size, current })? {
                nodes[kept] = node;
                kept += 1;
            }
        }
        nodes.truncate(kept);
        Ok(())
    }

    /// Appends the nodes of an axis that pass the test, nearest first.
    fn axis(&self, axis: Axis, test: &NodeTest, node: T::Node, found: &mut Vec<T::Node>) {
        let tree = self.tree;
        let is_attribute = tree.kind(node) == NodeKind::Attribute;
        let mut add = |node: T::Node| {
            if self.passes(test, node, NodeKind::Element) {
                found.push(node);
            }
        };
        match axis {
            Axis::SelfNode => add(node),
            Axis::Parent => {
                if let Some(parent) = tree.parent(node) {
                    add(parent);
                }
            }
            Axis::Child => match test {
                NodeTest::Name { prefix: None, local: Some(name) } => tree.children_named(node, name, found),
                _ => each(tree.first_child(node), |child| tree.next_sibling(child), add),
            },
            Axis::Attribute => {
                let from = found.len();
                tree.attributes(node, found);
                let mut index = 0;
                found.retain(|attribute| {
                    index += 1;
                    index <= from || self.passes(test, *attribute, NodeKind::Attribute)
                });
            }
            Axis::Descendant => each(tree.first_child(node), |at| next_within(tree, node, at), add),
            Axis::DescendantOrSelf => each(Some(node), |at| next_within(tree, node, at), add),
            Axis::Ancestor => each(tree.parent(node), |at| tree.parent(at), add),
            Axis::AncestorOrSelf => each(Some(node), |at| tree.parent(at), add),
            Axis::FollowingSibling if !is_attribute => {
                each(tree.next_sibling(node), |at| tree.next_sibling(at), add);
            }
            Axis::PrecedingSibling if !is_attribute => {
                each(tree.previous_sibling(node), |at| tree.previous_sibling(at), add);
            }
            Axis::Following => {
                // Attributes come before their element's children.
                let first = match tree.parent(node) {
                    Some(element) if is_attribute => tree.first_child(element).or_else(|| next_behind(tree, element)),
                    _ => next_behind(tree, node),
                };
                each(first, |at| tree.first_child(at).or_else(|| next_behind(tree, at)), add);
            }
            Axis::Preceding => {
                let mut at = if is_attribute { tree.parent(node) } else { Some(node) };
                while let Some(place) = at {
                    let mut sibling = tree.previous_sibling(place);
                    while let Some(top) = sibling {
                        // The subtree backwards: from its last node up to its top.
                        each(Some(last_within(tree, top)), |at| previous_within(tree, top, at), &mut add);
                        sibling = tree.previous_sibling(top);
                    }
                    at = tree.parent(place);
                }
            }
            // Namespaces are no nodes here.
            Axis::Namespace | Axis::FollowingSibling | Axis::PrecedingSibling => {}
        }
    }

    fn passes(&self, test: &NodeTest, node: T::Node, principal: NodeKind) -> bool {
        let tree = self.tree;
        let kind = tree.kind(node);
        match test {
            NodeTest::Any => true,
            NodeTest::Text => kind == NodeKind::Text,
            NodeTest::Comment => kind == NodeKind::Comment,
            NodeTest::ProcessingInstruction(target) => {
                kind == NodeKind::ProcessingInstruction
                    && target.as_ref().is_none_or(|target| **target == *tree.name(node))
            }
            NodeTest::Name { prefix, local } => {
                kind == principal
                    && local.as_ref().is_none_or(|local| **local == *tree.name(node))
                    && match prefix {
                        None => local.is_none() || kind == NodeKind::Element || tree.namespace(node).is_empty(),
                        Some(prefix) => match self.host.namespace(prefix) {
                            Some(address) => tree.namespace(node) == address,
                            None => tree.prefix(node).is_empty() || tree.prefix(node) == &**prefix,
                        },
                    }
            }
        }
    }
}

fn each<N: Copy>(first: Option<N>, next: impl Fn(N) -> Option<N>, mut visit: impl FnMut(N)) {
    let mut at = first;
    while let Some(node) = at {
        visit(node);
        at = next(node);
    }
}

/// The next node in document order that is below `top`.
pub(crate) fn next_within<T: Tree>(tree: &T, top: T::Node, node: T::Node) -> Option<T::Node> {
    if let Some(child) = tree.first_child(node) {
        return Some(child);
    }
    let mut at = node;
    while at != top {
        if let Some(sibling) = tree.next_sibling(at) {
            return Some(sibling);
        }
        at = tree.parent(at)?;
    }
    None
}

/// The next node in document order that is not below `node`.
fn next_behind<T: Tree>(tree: &T, node: T::Node) -> Option<T::Node> {
    let mut at = node;
    loop {
        if let Some(sibling) = tree.next_sibling(at) {
            return Some(sibling);
        }
        at = tree.parent(at)?;
    }
}

fn last_within<T: Tree>(tree: &T, top: T::Node) -> T::Node {
    let mut at = top;
    while let Some(child) = tree.last_child(at) {
        at = child;
    }
    at
}

fn previous_within<T: Tree>(tree: &T, top: T::Node, node: T::Node) -> Option<T::Node> {
    if node == top {
        return None;
    }
    match tree.previous_sibling(node) {
        Some(sibling) => Some(last_within(tree, sibling)),
        None => tree.parent(node),
    }
}

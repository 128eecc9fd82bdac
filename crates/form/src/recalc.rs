//! Recalculation: what is dirty, in which order it is evaluated, and where it stops.
//!
//! A dirty vertex at a node is a pair of rank and node; the smallest rank is always next, so that everything an
//! expression reads is settled before it is evaluated. Its readers become dirty only if its result differs from before.
//! A full recalculation is the same with every pair dirty, and gives the same instance.
//!
//! Start at [`Instance::propagate`]. Not here: defaults, preloads and triggers (`actions`), which run between two of these.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, VecDeque};
use std::rc::Rc;

use xpath::{Evaluator, Expr, Value};

use crate::definition::{NodeKind, Text};
use crate::graph::{Aspect, Rank};
use crate::instance::Instance;
use crate::instance::node::{Document, Role};
use crate::instance::outside::Outside;
use crate::instance::tree::Spot;
use crate::instance::value;
use crate::limits::{ANSWER_CHARACTERS, ROUNDS, STEPS_PER_ACTION, STEPS_PER_EXPRESSION};
use crate::view::NodeId;

/// What is left to do, and what was done, in one action.
#[derive(Default)]
pub(crate) struct Work {
    /// A pair may stand here more than once; then it is evaluated once.
    dirty: BinaryHeap<Reverse<(Rank, NodeId)>>,
    /// Nodes whose view may differ, each once: `Node::told` says which.
    pub changed: Vec<NodeId>,
    /// Pages or children may differ.
    pub structure: bool,
    /// Questions with effects whose value changed.
    pub fired: BTreeSet<NodeId>,
    /// Repeat instances that are new: their dynamic defaults have not run.
    pub fresh: VecDeque<NodeId>,
    /// Nodes whose standing or visibility may differ, each once: `Node::unsettled` says which.
    unsettled: Vec<NodeId>,
    /// The question that a person has just answered.
    pub answered: Option<NodeId>,
    rounds: HashMap<(Rank, NodeId), u8>,
}

impl Instance {
    /// Evaluates everything dirty, and what becomes dirty by that.
    pub(crate) fn propagate(&mut self) {
        while let Some(Reverse((rank, node))) = self.work.dirty.pop() {
            while self.work.dirty.peek() == Some(&Reverse((rank, node))) {
                self.work.dirty.pop();
            }
            self.counts.visited.set(self.counts.visited.get() + 1);
            if !self.document[node].alive {
                continue;
            }
            if self.document.graph.is_cyclic(rank) {
                let rounds = self.work.rounds.entry((rank, node)).or_default();
                *rounds += 1;
                if *rounds > ROUNDS {
                    continue;
                }
            }
            self.evaluate_vertex(rank, node);
        }
    }

    /// Makes every vertex of the nodes dirty, but for calculations that a person wrote over.
    pub(crate) fn touch_nodes(&mut self, nodes: &[NodeId]) {
        const ASPECTS: [Aspect; 9] = [
            Aspect::Relevant,
            Aspect::Value,
            Aspect::Offer,
            Aspect::Count,
            Aspect::Required,
            Aspect::Readonly,
            Aspect::Constraint,
            Aspect::Warning,
            Aspect::Entities,
        ];
        let graph = Rc::clone(&self.document.graph);
        for &id in nodes {
            let node = &self.document[id];
            let (def, role, edited) = (node.def, node.role, node.edited);
            for aspect in ASPECTS {
                let kept = (aspect == Aspect::Value && edited) || (self.restoring && happens_once(aspect));
                let elsewhere = (aspect == Aspect::Count && role != Role::Repeat)
                    || (aspect == Aspect::Entities && role == Role::Repeat);
                if let Some(rank) = graph.rank(def, aspect).filter(|_| !kept && !elsewhere) {
                    self.work.dirty.push(Reverse((rank, id)));
                }
            }
            if graph.rank(def, Aspect::Offer).is_none() {
                self.refresh_seen(id);
            }
            self.unsettle(id);
        }
    }

    /// Makes a vertex dirty at a node if the node has it. What is only evaluated for the page becomes stale instead.
    pub(crate) fn touch(&mut self, rank: Rank, node: NodeId) {
        match self.document.graph.vertex(rank).aspect {
            Aspect::Texts => self.mark(node),
            Aspect::Choices => {
                self.views.forget_choices(node);
                self.mark(node);
            }
            _ => {
                self.work.dirty.push(Reverse((rank, node)));
            }
        }
    }

    pub(crate) fn touch_aspect(&mut self, node: NodeId, aspect: Aspect) {
        if let Some(rank) = self.document.graph.rank(self.document[node].def, aspect) {
            self.touch(rank, node);
        }
    }

    /// The node's view may differ.
    pub(crate) fn mark(&mut self, node: NodeId) {
        self.views.make_stale(node);
        if !std::mem::replace(&mut self.document[node].told, true) {
            self.work.changed.push(node);
        }
    }

    pub(crate) fn unsettle(&mut self, node: NodeId) {
        if !std::mem::replace(&mut self.document[node].unsettled, true) {
            self.work.unsettled.push(node);
        }
    }

    /// The nodes whose standing is to be looked at again, ascending.
    pub(crate) fn take_unsettled(&mut self) -> Vec<NodeId> {
        let mut unsettled = std::mem::take(&mut self.work.unsettled);
        unsettled.iter().for_each(|&node| self.document[node].unsettled = false);
        unsettled.sort_unstable();
        unsettled
    }

    /// Makes everything dirty that reads the node's value.
    fn notify(&mut self, node: NodeId) {
        let graph = Rc::clone(&self.document.graph);
        let mut found = Vec::new();
        for edge in graph.readers(self.document[node].def) {
            let anchor = self.document.ancestor(node, edge.apex);
            self.document.descendants(anchor, graph.vertex(edge.reader).def, &mut found);
            for reader in found.drain(..) {
                self.touch(edge.reader, reader);
            }
        }
    }

    /// Makes everything dirty that reads which instances a repeat has. `place` is the repeat's place.
    pub(crate) fn notify_structure(&mut self, place: NodeId) {
        let graph = Rc::clone(&self.document.graph);
        let mut found = Vec::new();
        self.work.structure = true;
        self.mark(place);
        // Which one is the last.
        for instance in self.document[place].children.iter().rev().take(2).copied().collect::<Vec<_>>() {
            self.mark(instance);
        }
        for edge in graph.structure(self.document[place].def) {
            let anchor = self.document.ancestor(place, edge.apex);
            self.document.descendants(anchor, graph.vertex(edge.reader).def, &mut found);
            for reader in found.drain(..) {
                self.touch(edge.reader, reader);
            }
        }
    }

    fn evaluate_vertex(&mut self, rank: Rank, id: NodeId) {
        let vertex = self.document.graph.vertex(rank);
        let form = Rc::clone(&self.document.form);
        let Some(definition) = form.node(vertex.def) else { return };
        if self.restoring && happens_once(vertex.aspect) {
            return;
        }
        let bind = &definition.bind;
        let is_question = self.document[id].role == Role::Question;
        match vertex.aspect {
            Aspect::Relevant => {
                let above = self.document[id].parent.is_none_or(|parent| self.document[parent].relevant);
                // An expression that cannot be evaluated hides nothing.
                let relevant = above && bind.relevant.as_ref().is_none_or(|expr| self.truth(expr, id, rank, true));
                self.set_relevant(id, relevant);
            }
            Aspect::Value => {
                if let (Some(expr), true) = (&bind.calculate, self.document[id].relevant) {
                    let text = self.calculated(expr, id, rank);
                    self.set_text(id, text, false);
                }
            }
            Aspect::Offer => self.refresh_seen(id),
            Aspect::Count => {
                if let (NodeKind::Repeat { count: Some(count) }, Role::Repeat) =
                    (&definition.kind, self.document[id].role)
                {
                    let parent = self.document[id].parent.unwrap_or(id);
                    let count = self.number(count, parent, rank);
                    self.set_count(id, count);
                }
            }
            Aspect::Required if is_question => {
                let required = bind.required.as_ref().is_some_and(|expr| self.truth(expr, id, rank, false));
                if std::mem::replace(&mut self.document[id].required, required) != required {
                    self.mark(id);
                    self.unsettle(id);
                }
            }
            Aspect::Readonly if is_question => {
                let readonly = bind.readonly.as_ref().is_some_and(|expr| self.truth(expr, id, rank, false));
                if std::mem::replace(&mut self.document[id].readonly, readonly) != readonly {
                    self.mark(id);
                }
            }
            Aspect::Constraint if is_question => {
                let node = &self.document[id];
                let applies = node.relevant && !node.seen().is_empty();
                let satisfied =
                    !applies || bind.constraint.as_ref().is_none_or(|expr| self.truth(expr, id, rank, true));
                if std::mem::replace(&mut self.document[id].satisfied, satisfied) != satisfied {
                    self.mark(id);
                    self.unsettle(id);
                }
            }
            Aspect::Warning if is_question => {
                let node = &self.document[id];
                let applies = node.relevant && !node.seen().is_empty();
                let doubtful = applies && bind.warning.as_ref().is_some_and(|expr| !self.truth(expr, id, rank, true));
                if std::mem::replace(&mut self.document[id].doubtful, doubtful) != doubtful {
                    self.mark(id);
                    self.unsettle(id);
                }
            }
            Aspect::Entities => self.refresh_bases(id),
            Aspect::Required
            | Aspect::Readonly
            | Aspect::Constraint
            | Aspect::Warning
            | Aspect::Texts
            | Aspect::Choices => {}
        }
    }

    fn set_relevant(&mut self, id: NodeId, relevant: bool) {
        let node = &mut self.document[id];
        if node.relevant == relevant {
            return;
        }
        node.relevant = relevant;
        let (role, parent, is_blank) = (node.role, node.parent, node.seen().is_empty());
        self.mark(id);
        self.unsettle(id);
        if let Some(parent) = parent {
            self.mark(parent);
        }
        if role != Role::Question {
            for child in self.document[id].children.clone() {
                self.touch_aspect(child, Aspect::Relevant);
            }
            return;
        }
        if !is_blank {
            self.notify(id);
        }
        self.touch_aspect(id, Aspect::Constraint);
        self.touch_aspect(id, Aspect::Warning);
        if relevant && !self.restoring {
            self.touch_aspect(id, Aspect::Value);
        }
    }

    /// Sets what stands in a question. `edited`: a person wrote over a calculation.
    pub(crate) fn set_text(&mut self, id: NodeId, text: String, edited: bool) {
        let node = &mut self.document[id];
        node.edited = edited;
        if node.text == text {
            return;
        }
        // What was seen stays until the text is read, so that the difference shows.
        let length = text.len();
        let before = std::mem::replace(&mut node.text, text);
        let def = node.def;
        let length_before = before.len();
        node.seen.get_or_insert(before.into());
        self.document.hold(length_before, length);
        self.no_longer_confirmed(id);
        self.mark(id);
        self.unsettle(id);
        if !self.document.graph.effects(def).is_empty() {
            self.work.fired.insert(id);
        }
        self.refresh_seen(id);
    }

    /// Reads the text again: by its type, and a select's by what is on offer.
    pub(crate) fn refresh_seen(&mut self, id: NodeId) {
        let Some((data_type, _)) = self.document.question(id) else { return };
        let node = &self.document[id];
        let read = value::read(data_type, &node.text);
        let unreadable = read.is_none();
        let read = read.unwrap_or_default();
        let (seen, unlisted) = if read.is_empty() { (read, false) } else { self.on_offer(id, read) };
        let differs = seen != node.seen();
        let same_as_text = seen == node.text.as_str();
        let seen = (!same_as_text).then(|| Box::<str>::from(&*seen));
        let flags_differ = (node.unreadable, node.unlisted) != (unreadable, unlisted);
        let relevant = node.relevant;
        let node = &mut self.document[id];
        node.seen = seen;
        node.unreadable = unreadable;
        node.unlisted = unlisted;
        if differs || flags_differ {
            self.mark(id);
            self.unsettle(id);
        }
        if differs && relevant {
            self.notify(id);
        }
        if differs {
            self.touch_aspect(id, Aspect::Constraint);
            self.touch_aspect(id, Aspect::Warning);
        }
    }

    /// Runs `evaluate` at a node. `purpose` is the rank of what is evaluated, or any number that names it.
    pub(crate) fn evaluating<R>(
        &self,
        id: NodeId,
        purpose: u32,
        evaluate: impl FnOnce(&mut Evaluator<'_, Document, Outside<'_>>, &Outside<'_>) -> R,
    ) -> R {
        self.counts.evaluations.set(self.counts.evaluations.get() + 1);
        let outside = Outside::new(&self.document, self.moment, &self.paths, id, purpose);
        let budget = STEPS_PER_ACTION.saturating_sub(self.steps.get()).min(STEPS_PER_EXPRESSION);
        let mut evaluator = Evaluator::with_budget(&self.document, &outside, budget);
        let result = evaluate(&mut evaluator, &outside);
        let steps = evaluator.steps_used();
        if steps > budget {
            self.unfinished.borrow_mut().insert((id, purpose));
        } else if !self.unfinished.borrow().is_empty() {
            self.unfinished.borrow_mut().remove(&(id, purpose));
        }
        self.steps.set(self.steps.get() + steps);
        self.counts.steps.set(self.counts.steps.get() + steps);
        result
    }

    /// The truth of an expression; `otherwise` where it cannot be evaluated.
    pub(crate) fn truth(&self, expr: &Expr, id: NodeId, purpose: u32, otherwise: bool) -> bool {
        self.evaluating(id, purpose, |evaluator, _| evaluator.boolean(expr, Spot::Node(id)).unwrap_or(otherwise))
    }

    pub(crate) fn number(&self, expr: &Expr, id: NodeId, purpose: u32) -> f64 {
        self.evaluating(id, purpose, |evaluator, _| evaluator.number(expr, Spot::Node(id)).unwrap_or(f64::NAN))
    }

    /// The text of an expression, blank where there is no number or date to show, or where it cannot be evaluated.
    pub(crate) fn text_of(&self, expr: &Expr, id: NodeId, purpose: u32) -> String {
        self.evaluating(id, purpose, |evaluator, _| match evaluator.evaluate(expr, Spot::Node(id)) {
            Ok(Value::Number(number)) if number.is_nan() => String::new(),
            Ok(Value::Date(None)) | Err(_) => String::new(),
            Ok(value) => value.to_text(&self.document),
        })
    }

    /// The result of a node's calculation, as its type keeps it; blank where it is longer than an answer may be, or where
    /// calculations hold too much already.
    pub(crate) fn calculated(&self, expr: &Expr, id: NodeId, purpose: u32) -> String {
        let mut text = self.text_of(expr, id, purpose);
        let is_long = text.len() > ANSWER_CHARACTERS && text.chars().nth(ANSWER_CHARACTERS).is_some();
        if is_long || !self.document.fits(self.document[id].text.len(), text.len()) {
            text = String::new();
            self.unfinished.borrow_mut().insert((id, purpose));
        }
        match self.document.question(id) {
            Some((data_type, _)) => value::cast(data_type, text),
            None => text,
        }
    }

    /// A text of the form with its values, in the language shown, or in the form's own where that has none.
    pub(crate) fn rendered(&self, text: &Text, id: NodeId) -> Option<String> {
        let languages = [self.language, self.document.form.default_language, 0];
        let template = languages.into_iter().find_map(|language| text.0.get(language)?.as_ref())?;
        Some(self.filled_in(template, id))
    }
}

/// What a snapshot already has, and must not happen again when it is read back.
fn happens_once(aspect: Aspect) -> bool {
    matches!(aspect, Aspect::Value | Aspect::Count | Aspect::Entities)
}

//! Who depends on whom: the one graph over values, relevance, repeat counts, constraints, texts and choices.
//!
//! A vertex is one expression of one definition node; it stands for that expression in every repeat instance. An edge
//! leads from a node that is read to the vertices that read it, and carries the `apex`: the highest node that the path
//! between the two passes. A changed node and its readers have that node's instance in common, which is what keeps the
//! work of a change inside one repeat instance. Vertices stand in topological order; a vertex's place is its rank.
//!
//! Start at [`Graph::new`]; [`cycles`] is for whoever compiles a form.
//!
//! Not here: what is dirty and when it is evaluated (`recalc`), how paths become nodes (`resolve`), the order (`order`).

mod order;
mod resolve;

use std::collections::BTreeSet;

use xpath::{Expr, Step};

use crate::definition::{
    ChoiceSource, Choices, Control, DefId, EntityDeclaration, FormDefinition, NodeDef, NodeKind, Part, Text, When,
};
use crate::limits::MENTIONS;
use resolve::{Lookup, Reach};

/// What an expression decides about its node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Aspect {
    Relevant,
    /// A calculation that runs whenever what it reads changes.
    Value,
    /// Whether the chosen are still on offer, for selects whose offer depends on answers.
    Offer,
    Count,
    Required,
    Readonly,
    Constraint,
    /// Whether the answer is one that people have to confirm.
    Warning,
    /// The ids of the entities declared at this node.
    Entities,
    /// Label, hints and messages. Evaluated when somebody looks.
    Texts,
    /// The choices to show. Evaluated when somebody looks.
    Choices,
}

/// How many aspects there are.
const ASPECTS: usize = 11;

/// By definition and aspect: the place of a vertex, [`NONE`] where there is none.
type Places = Vec<[u32; ASPECTS]>;
const NONE: u32 = u32::MAX;

/// An expression of a definition node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Vertex {
    pub def: DefId,
    pub aspect: Aspect,
}

/// The place of a vertex in topological order.
pub(crate) type Rank = u32;

/// A reader of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Edge {
    pub reader: Rank,
    pub apex: DefId,
}

/// A trigger's effect: the node whose calculation runs, or that is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Effect {
    pub target: DefId,
    pub apex: DefId,
    /// A place in the target's `set_values`; `None` is its calculation.
    pub set_value: Option<usize>,
}

pub(crate) struct Graph {
    vertices: Vec<Vertex>,
    ranks: Places,
    /// By definition: who reads the value.
    readers: Vec<Vec<Edge>>,
    /// By definition of a repeat: who reads which instances there are.
    structure: Vec<Vec<Edge>>,
    effects: Vec<Vec<Effect>>,
    /// Ranks that lie on a cycle. A compiled form has none; what is read from elsewhere might.
    cyclic: Vec<bool>,
    /// Ranks whose value depends on the language shown.
    lingual: Vec<Rank>,
    /// Ranks that read the clock.
    clocked: Vec<Rank>,
    /// By entity declaration: the questions that its label mentions.
    names: Vec<Vec<DefId>>,
    lookup: Lookup,
}

impl Graph {
    pub fn new(form: &FormDefinition) -> Self {
        let mut draft = Draft::new(form);
        draft.collect();
        draft.finish()
    }

    pub fn vertex(&self, rank: Rank) -> Vertex {
        self.vertices[rank as usize]
    }

    pub fn rank(&self, def: DefId, aspect: Aspect) -> Option<Rank> {
        place_in(&self.ranks, def, aspect)
    }

    pub fn readers(&self, def: DefId) -> &[Edge] {
        &self.readers[def.0 as usize]
    }

    pub fn structure(&self, def: DefId) -> &[Edge] {
        &self.structure[def.0 as usize]
    }

    pub fn effects(&self, def: DefId) -> &[Effect] {
        &self.effects[def.0 as usize]
    }

    pub fn names(&self, declaration: usize) -> &[DefId] {
        self.names.get(declaration).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn is_cyclic(&self, rank: Rank) -> bool {
        self.cyclic[rank as usize]
    }

    pub fn lingual(&self) -> &[Rank] {
        &self.lingual
    }

    pub fn clocked(&self) -> &[Rank] {
        &self.clocked
    }

    /// The place of a definition among its parent's children.
    pub fn slot(&self, def: DefId) -> usize {
        self.lookup.slot(def)
    }

    /// The lowest definition at or above both.
    pub fn common(&self, left: DefId, right: DefId) -> DefId {
        self.lookup.common(left, right)
    }

    /// The place of the child with this name.
    pub fn child(&self, def: DefId, name: &str) -> Option<usize> {
        self.lookup.child(def, name).map(|child| self.lookup.slot(child))
    }
}

/// Every cycle among relevance and calculations, and every such expression, `required` or `readonly` that reads its own
/// node, as the chain of nodes from one back to (not including) itself. These are what the field's validator refuses.
///
/// `.` in a calculation is the value that stands there, and no cycle. Triggered calculations run on an event, and choice
/// filters and constraints are read by nothing, so they close no circle.
///
/// Source: ODK JavaRosa, "Cycle detected in form's relevant and calculation logic".
///
/// `None` if expressions mention nodes more often than a form may.
pub(crate) fn cycles(form: &FormDefinition) -> Option<Vec<Vec<DefId>>> {
    let mut draft = Draft::new(form);
    draft.collect();
    if draft.is_full() {
        return None;
    }
    let counts = |vertex: Vertex| matches!(vertex.aspect, Aspect::Relevant | Aspect::Value);
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); draft.vertices.len()];
    let mut found = Vec::new();
    for (from, to) in draft.successors() {
        if counts(draft.vertices[from]) && counts(draft.vertices[to]) {
            next[from].push(to);
        }
    }
    for read in &draft.reads {
        let vertex = draft.vertices[read.reader];
        if matches!(vertex.aspect, Aspect::Required | Aspect::Readonly) && vertex.def == read.def {
            found.push(vec![vertex.def]);
        }
    }
    for component in order::components(&next).into_iter().filter(|component| order::is_cycle(component, &next)) {
        let mut chain: Vec<DefId> =
            order::shortest_cycle(&component, &next).into_iter().map(|vertex| draft.vertices[vertex].def).collect();
        chain.dedup();
        if chain.len() > 1 && chain.first() == chain.last() {
            chain.pop();
        }
        found.push(chain);
    }
    found.sort();
    found.dedup();
    Some(found)
}

/// A path of an expression that ends at a question.
struct Read {
    reader: usize,
    def: DefId,
    apex: DefId,
}

/// The graph while it is put together: vertices in the order of the form.
struct Draft<'a> {
    form: &'a FormDefinition,
    lookup: Lookup,
    vertices: Vec<Vertex>,
    places: Places,
    reads: Vec<Read>,
    structure: Vec<Read>,
    lingual: Vec<usize>,
    clocked: Vec<usize>,
}

impl<'a> Draft<'a> {
    fn new(form: &'a FormDefinition) -> Self {
        Self {
            form,
            lookup: Lookup::new(form),
            vertices: Vec::new(),
            places: vec![[NONE; ASPECTS]; form.nodes.len()],
            reads: Vec::new(),
            structure: Vec::new(),
            lingual: Vec::new(),
            clocked: Vec::new(),
        }
    }

    /// Whether no more is listed. What compiles is never full.
    fn is_full(&self) -> bool {
        self.reads.len() + self.structure.len() > MENTIONS
    }

    fn collect(&mut self) {
        let mut conditional = vec![false; self.form.nodes.len()];
        for (def, node) in (0..).map(DefId).zip(&self.form.nodes) {
            let above = node.parent.is_some_and(|parent| conditional[parent.0 as usize]);
            conditional[def.0 as usize] = above || node.bind.relevant.is_some();
            if conditional[def.0 as usize] {
                let relevant = self.vertex(def, Aspect::Relevant);
                self.watch_all(relevant, node.bind.relevant.as_ref());
            }
            self.collect_node(def, node);
        }
        for entity in &self.form.entities {
            if let Some(id) = &entity.entity_id {
                let vertex = self.vertex(entity.scope, Aspect::Entities);
                self.watch(vertex, id);
            }
        }
    }

    fn collect_node(&mut self, def: DefId, node: &NodeDef) {
        let bind = &node.bind;
        if bind.calculate.is_some() && node.trigger.is_empty() {
            let value = self.vertex(def, Aspect::Value);
            self.watch_all(value, bind.calculate.as_ref());
        }
        let expressions = [
            (Aspect::Required, &bind.required),
            (Aspect::Readonly, &bind.readonly),
            (Aspect::Constraint, &bind.constraint),
            (Aspect::Warning, &bind.warning),
        ];
        for (aspect, expr) in expressions {
            if let Some(expr) = expr {
                let vertex = self.vertex(def, aspect);
                self.watch(vertex, expr);
            }
        }
        if let NodeKind::Repeat { count: Some(count) } = &node.kind {
            let vertex = self.vertex(def, Aspect::Count);
            self.watch_from(vertex, node.parent.unwrap_or(def), count);
        }
        if let NodeKind::Question { control: Control::Select { choices }, .. } = &node.kind {
            self.collect_choices(def, choices);
        }
        let texts = [
            &node.label,
            &node.hint,
            &node.guidance_hint,
            &bind.required_message,
            &bind.constraint_message,
            &bind.warning_message,
        ];
        let outputs: Vec<&Expr> = texts.into_iter().flatten().flat_map(outputs).collect();
        if !outputs.is_empty() {
            let vertex = self.vertex(def, Aspect::Texts);
            outputs.into_iter().for_each(|expr| self.watch(vertex, expr));
        }
    }

    fn collect_choices(&mut self, def: DefId, choices: &Choices) {
        let shown = self.vertex(def, Aspect::Choices);
        let seed = choices.randomize.as_ref().and_then(|randomize| randomize.seed.as_ref());
        self.watch_all(shown, seed);
        let list = match choices.source {
            ChoiceSource::List(list) => self.form.lists.get(list),
            _ => None,
        };
        for label in list.iter().flat_map(|list| list.rich_labels()) {
            outputs(label).for_each(|expr| self.watch(shown, expr));
        }
        let from_repeat = match choices.source {
            ChoiceSource::Repeat(source) => Some(source),
            _ => None,
        };
        if choices.filter.is_none() && from_repeat.is_none() {
            return;
        }
        let label =
            from_repeat.and_then(|source| self.lookup.child(self.form.node(source)?.parent?, &choices.label_ref));
        if let Some(label) = label.filter(|label| from_repeat != Some(*label)) {
            let apex = self.lookup.common(def, label);
            self.read(shown, Reach { def: label, apex, whole: false });
        }
        let offer = self.vertex(def, Aspect::Offer);
        for vertex in [shown, offer] {
            if let Some(source) = from_repeat {
                let apex = self.lookup.common(def, source);
                self.read(vertex, Reach { def: source, apex, whole: false });
            }
            for reference in choices.filter.iter().flat_map(Expr::references) {
                if self.is_full() {
                    return;
                }
                if resolve::reads_label(&reference) || reference.steps.last() == Some(&Step::Child("label".to_owned()))
                {
                    self.lingual.push(vertex);
                }
                let item = from_repeat.and_then(|source| self.form.node(source)?.parent);
                for reach in self.lookup.resolve_in_filter(self.form, def, item, &reference) {
                    self.read(vertex, reach);
                }
            }
        }
    }

    fn vertex(&mut self, def: DefId, aspect: Aspect) -> usize {
        if let Some(place) = place_in(&self.places, def, aspect) {
            return place as usize;
        }
        let place = self.vertices.len();
        self.vertices.push(Vertex { def, aspect });
        if let Some(places) = self.places.get_mut(def.0 as usize) {
            places[aspect as usize] = u32::try_from(place).unwrap_or(NONE);
        }
        place
    }

    fn watch_all(&mut self, vertex: usize, expr: Option<&Expr>) {
        if let Some(expr) = expr {
            self.watch(vertex, expr);
        }
    }

    /// Adds what an expression reads, evaluated at its own node.
    fn watch(&mut self, vertex: usize, expr: &Expr) {
        self.watch_from(vertex, self.vertices[vertex].def, expr);
    }

    fn watch_from(&mut self, vertex: usize, def: DefId, expr: &Expr) {
        let aspect = self.vertices[vertex].aspect;
        for reference in expr.references() {
            if self.is_full() {
                return;
            }
            // `.` is the value that stands there: a constraint looks at it, a calculation or condition may start from it.
            let is_self = resolve::is_self(&reference);
            if is_self && matches!(aspect, Aspect::Value | Aspect::Relevant | Aspect::Required | Aspect::Readonly) {
                continue;
            }
            if resolve::reads_label(&reference) {
                self.lingual.push(vertex);
            }
            for reach in self.lookup.resolve(self.form, def, &reference) {
                self.read(vertex, reach);
            }
        }
        for (name, _) in expr.functions() {
            match name {
                "jr:choice-name" | "jr:itext" => self.lingual.push(vertex),
                "now" | "today" => self.clocked.push(vertex),
                _ => {}
            }
        }
    }

    fn read(&mut self, reader: usize, reach: Reach) {
        for repeat in self.lookup.repeats_between(self.form, reach.apex, reach.def) {
            let above = self.form.node(repeat).and_then(|node| node.parent).unwrap_or(repeat);
            let apex = self.lookup.higher(reach.apex, above);
            self.structure.push(Read { reader, def: repeat, apex });
        }
        let owner = self.vertices[reader].def;
        for def in self.lookup.values(self.form, owner, reach) {
            self.reads.push(Read { reader, def, apex: reach.apex });
        }
    }

    /// Which vertex must be evaluated before which.
    fn successors(&self) -> Vec<(usize, usize)> {
        let mut edges = Vec::new();
        let place = |def: DefId, aspect: Aspect| place_in(&self.places, def, aspect).map(|place| place as usize);
        for read in &self.reads {
            let sources = [Aspect::Value, Aspect::Offer, Aspect::Relevant];
            edges.extend(
                sources.into_iter().filter_map(|aspect| place(read.def, aspect)).map(|from| (from, read.reader)),
            );
        }
        for read in &self.structure {
            edges.extend(place(read.def, Aspect::Count).map(|from| (from, read.reader)));
        }
        for (to, vertex) in self.vertices.iter().enumerate() {
            let before: &[Aspect] = match vertex.aspect {
                Aspect::Relevant => {
                    let parent = self.form.node(vertex.def).and_then(|node| node.parent);
                    edges.extend(parent.and_then(|parent| place(parent, Aspect::Relevant)).map(|from| (from, to)));
                    &[]
                }
                Aspect::Value => &[Aspect::Relevant],
                Aspect::Offer => &[Aspect::Relevant, Aspect::Value],
                Aspect::Constraint => &[Aspect::Relevant, Aspect::Value, Aspect::Offer],
                _ => &[],
            };
            edges.extend(before.iter().filter_map(|&aspect| place(vertex.def, aspect)).map(|from| (from, to)));
        }
        edges
    }

    fn finish(self) -> Graph {
        let form = self.form;
        let count = self.vertices.len();
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (from, to) in self.successors() {
            next[from].push(to);
        }
        let mut order = Vec::with_capacity(count);
        let mut cyclic = Vec::with_capacity(count);
        for component in order::components(&next) {
            let is_cycle = order::is_cycle(&component, &next);
            cyclic.extend(component.iter().map(|_| is_cycle));
            order.extend(component);
        }
        let mut rank_of = vec![0; count];
        for (rank, &vertex) in (0..).zip(&order) {
            rank_of[vertex] = rank;
        }
        let edges = |reads: &[Read]| {
            let mut edges: Vec<Vec<Edge>> = vec![Vec::new(); form.nodes.len()];
            for read in reads {
                edges[read.def.0 as usize].push(Edge { reader: rank_of[read.reader], apex: read.apex });
            }
            for edges in &mut edges {
                edges.sort_unstable();
                edges.dedup();
            }
            edges
        };
        let ranks = |vertices: &[usize]| {
            let mut ranks: Vec<Rank> = vertices.iter().map(|&vertex| rank_of[vertex]).collect();
            ranks.sort_unstable();
            ranks.dedup();
            ranks
        };
        let mut effects = vec![Vec::new(); form.nodes.len()];
        for (target, node) in (0..).map(DefId).zip(&form.nodes) {
            let changed = node.set_values.iter().enumerate().filter_map(|(at, set)| match &set.when {
                When::Changed(triggers) => Some((Some(at), triggers)),
                _ => None,
            });
            for (set_value, triggers) in std::iter::once((None, &node.trigger)).chain(changed) {
                for &trigger in triggers {
                    let apex = self.lookup.common(trigger, target);
                    effects[trigger.0 as usize].push(Effect { target, apex, set_value });
                }
            }
        }
        let named = |entity: &EntityDeclaration| {
            let references = entity.label.iter().flat_map(Expr::references);
            let reached = references.flat_map(|reference| self.lookup.resolve(form, entity.scope, &reference));
            let values = reached.flat_map(|reach| self.lookup.values(form, entity.scope, reach));
            values.collect::<BTreeSet<DefId>>().into_iter().collect()
        };
        Graph {
            names: form.entities.iter().map(named).collect(),
            readers: edges(&self.reads),
            structure: edges(&self.structure),
            lingual: ranks(&self.lingual),
            clocked: ranks(&self.clocked),
            vertices: order.iter().map(|&vertex| self.vertices[vertex]).collect(),
            ranks: {
                let rank = |place: u32| rank_of.get(place as usize).copied().unwrap_or(NONE);
                self.places.iter().map(|places| places.map(rank)).collect()
            },
            effects,
            cyclic,
            lookup: self.lookup,
        }
    }
}

fn place_in(places: &Places, def: DefId, aspect: Aspect) -> Option<u32> {
    places.get(def.0 as usize).map(|places| places[aspect as usize]).filter(|&place| place != NONE)
}

/// The expressions in a text, in every language.
fn outputs(text: &Text) -> impl Iterator<Item = &Expr> {
    text.0.iter().flatten().flat_map(|template| &template.0).filter_map(|part| match part {
        Part::Plain(_) => None,
        Part::Output(expr) => Some(expr),
    })
}

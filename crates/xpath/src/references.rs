//! What an expression reads: the paths in it, wherever they stand.
//!
//! From these the graph of a form is built, so they may name too much but never too little. A path in a predicate starts
//! where the predicate's own path has come to; a path after `current()` or `instance('x')` starts there.
//!
//! Not here: which node of a form a path means, and what a change of it sets off (`form`).

use crate::Expr;
use crate::ast::{Ast, Axis, Call, NodeTest, Path, Predicate, Start, Step as PathStep};
use crate::functions::Function;
use crate::parse;

/// One path that an expression reads.
///
/// Predicates are dropped from `steps`: what they read is listed as references of its own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reference {
    /// Where it starts.
    pub origin: Origin,
    /// Where it goes from there.
    pub steps: Vec<Step>,
    /// More than values may be read: which nodes there are (`count`, `position`, a condition on a path), or all that is
    /// below them (`*`, `//`). Whether the value of a path is that of a group, only the form can know.
    pub whole: bool,
}

/// Where a path starts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Origin {
    /// At the top of the document that the expression's node is in.
    Root,
    /// At the node that the expression is evaluated at.
    Context,
    /// At `current()`. The same as [`Origin::Context`] unless the expression is evaluated at a choice of a list.
    Current,
    /// At what `instance('id')` stands for.
    Instance(String),
    /// Anywhere: watch everything.
    Unknown,
}

/// One step of a path, without its predicates. Prefixes are dropped from names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// `..`.
    Parent,
    /// `self::name`: stays, if the node has this name.
    SelfNode,
    /// Children with this name.
    Child(String),
    /// `*`, `node()`, `text()`.
    AnyChild,
    /// The node and all below it.
    Descendants,
    /// Any node above, and the node itself.
    Ancestors,
    /// `@name`.
    Attribute(String),
    /// `@*`.
    AnyAttribute,
    /// Siblings with this name, or all, on either side.
    Sibling(Option<String>),
}

impl Expr {
    /// Every path that the value can depend on, also those inside predicates and arguments; each once.
    pub fn references(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut collector = Collector { found: &mut found };
        collector.collect(self.ast(), &here(), Use::Value);
        found.sort();
        found.dedup();
        // What is read whole need not be named twice.
        let whole: Vec<Reference> = found.iter().filter(|reference| reference.whole).cloned().collect();
        found.retain(|reference| {
            reference.whole
                || !whole.iter().any(|other| other.origin == reference.origin && other.steps == reference.steps)
        });
        found
    }

    /// The paths whose value the expression may hand on as it stands: its own, or one in a branch of `if` or `coalesce`.
    pub fn handed_on(&self) -> Vec<Reference> {
        let places = Collector { found: &mut Vec::new() }.places(self.ast(), &here());
        let named = places.into_iter().filter(|place| !place.is_wide && place.origin != Origin::Unknown);
        named.map(|Place { origin, steps, .. }| Reference { origin, steps, whole: false }).collect()
    }
}

/// What is wanted of a path.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// The value of its nodes.
    Value,
    /// Also which nodes there are.
    Nodes,
}

/// A place that a path has come to: the context of what follows.
#[derive(Clone)]
struct Place {
    origin: Origin,
    steps: Vec<Step>,
    /// The steps are wider than names: `*`, `//` and the like.
    is_wide: bool,
}

fn here() -> Place {
    Place { origin: Origin::Context, steps: Vec::new(), is_wide: false }
}

fn place(origin: Origin) -> Place {
    Place { origin, steps: Vec::new(), is_wide: false }
}

struct Collector<'f> {
    found: &'f mut Vec<Reference>,
}

impl Collector<'_> {
    fn add(&mut self, place: Place, wanted: Use) {
        let whole = place.is_wide || wanted == Use::Nodes || place.origin == Origin::Unknown;
        self.found.push(Reference { origin: place.origin, steps: place.steps, whole });
    }

    /// Adds what a part reads when it is evaluated at `context`.
    fn collect(&mut self, ast: &Ast, context: &Place, wanted: Use) {
        match ast {
            Ast::Number(_) | Ast::Literal(_) => {}
            Ast::Path(_) => {
                for place in self.places(ast, context) {
                    self.add(place, wanted);
                }
            }
            Ast::Union(parts) => parts.iter().for_each(|part| self.collect(part, context, wanted)),
            // A path as a condition asks whether there are nodes.
            Ast::Or(parts) | Ast::And(parts) => parts.iter().for_each(|part| self.collect(part, context, Use::Nodes)),
            Ast::Compare(chain) => {
                self.collect(&chain.first, context, Use::Value);
                chain.rest.iter().for_each(|(_, part)| self.collect(part, context, Use::Value));
            }
            Ast::Arithmetic(chain) => {
                self.collect(&chain.first, context, Use::Value);
                chain.rest.iter().for_each(|(_, part)| self.collect(part, context, Use::Value));
            }
            Ast::Negate(inner) => self.collect(inner, context, Use::Value),
            Ast::Call(call) => self.call(call, context, wanted),
        }
    }

    fn call(&mut self, call: &Call, context: &Place, wanted: Use) {
        use Function as F;
        let Some(function) = call.function else {
            // The host may do anything with the nodes it is given.
            call.arguments.iter().for_each(|part| self.collect(part, context, Use::Nodes));
            return;
        };
        match (function, &*call.arguments) {
            (F::Count | F::Position | F::CountNonEmpty | F::Boolean | F::Not | F::Randomize, [part, rest @ ..]) => {
                self.collect(part, context, Use::Nodes);
                rest.iter().for_each(|part| self.collect(part, context, Use::Value));
            }
            // Of all nodes that there are.
            (
                F::Sum | F::Min | F::Max | F::Join | F::Checklist | F::WeightedChecklist | F::Area | F::Distance,
                parts,
            ) => {
                parts.iter().for_each(|part| self.collect(part, context, Use::Nodes));
            }
            (F::Name | F::LocalName | F::NamespaceUri, [part]) => self.collect(part, context, Use::Nodes),
            (F::If, [condition, then, otherwise]) => {
                self.collect(condition, context, Use::Nodes);
                self.collect(then, context, wanted);
                self.collect(otherwise, context, wanted);
            }
            (F::Position | F::Last, []) => self.add(context.clone(), Use::Nodes),
            (F::String | F::Number | F::StringLength | F::NormalizeSpace, []) | (F::Once, _) => {
                self.add(context.clone(), Use::Value);
                call.arguments.iter().for_each(|part| self.collect(part, context, wanted));
            }
            (F::Name | F::LocalName | F::NamespaceUri, []) => self.add(context.clone(), Use::Nodes),
            (F::Current, []) => self.add(place(Origin::Current), wanted),
            (F::Instance, _) | (F::Id, _) => {
                for place in self.call_places(call, context) {
                    self.add(place, Use::Nodes);
                }
            }
            (F::IndexedRepeat, [part, pairs @ ..]) => {
                self.collect(part, context, wanted);
                for pair in pairs.chunks(2) {
                    let [repeat, index] = pair else { continue };
                    self.collect(repeat, context, Use::Nodes);
                    self.collect(index, context, Use::Value);
                }
            }
            (F::Pulldata, [instance, rest @ ..]) => {
                match instance {
                    Ast::Literal(id) => self.add(place(Origin::Instance(id.to_string())), Use::Nodes),
                    _ => {
                        self.collect(instance, context, Use::Value);
                        self.add(place(Origin::Unknown), Use::Nodes);
                    }
                }
                rest.iter().for_each(|part| self.collect(part, context, Use::Value));
            }
            (F::ChoiceName, [choice, question]) => {
                self.collect(choice, context, Use::Value);
                match question {
                    // The question's path in quotes: its choices are read.
                    Ast::Literal(text) => {
                        if let Ok(question) = parse::parse(text) {
                            self.collect(&question, context, Use::Nodes);
                        }
                    }
                    _ => self.add(place(Origin::Unknown), Use::Nodes),
                }
            }
            (F::Lang, parts) => {
                let mut place = context.clone();
                place.steps.extend([Step::Ancestors, Step::Attribute(String::from("lang"))]);
                self.add(place, Use::Nodes);
                parts.iter().for_each(|part| self.collect(part, context, Use::Value));
            }
            (F::Coalesce, parts) => parts.iter().for_each(|part| self.collect(part, context, wanted)),
            (_, parts) => parts.iter().for_each(|part| self.collect(part, context, Use::Value)),
        }
    }

    /// The places that a part which gives nodes may lead to. What its predicates and arguments read is added on the way.
    fn places(&mut self, ast: &Ast, context: &Place) -> Vec<Place> {
        match ast {
            Ast::Path(path) => {
                let starts = match &path.start {
                    Start::Context => vec![context.clone()],
                    Start::Root => vec![place(Origin::Root)],
                    Start::Filter { primary, predicates } => {
                        let mut starts = self.places(primary, context);
                        for start in &mut starts {
                            self.predicates(predicates, start);
                        }
                        starts
                    }
                };
                starts.into_iter().map(|start| self.walk(path, start)).collect()
            }
            Ast::Union(parts) => parts.iter().flat_map(|part| self.places(part, context)).collect(),
            Ast::Call(call) => self.call_places(call, context),
            // Nothing else gives nodes; evaluation says so.
            _ => {
                self.collect(ast, context, Use::Nodes);
                Vec::new()
            }
        }
    }

    fn call_places(&mut self, call: &Call, context: &Place) -> Vec<Place> {
        use Function as F;
        match (call.function, &*call.arguments) {
            (Some(F::Current), []) => vec![place(Origin::Current)],
            (Some(F::Instance), [Ast::Literal(id)]) => vec![place(Origin::Instance(id.to_string()))],
            (Some(F::If), [condition, then, otherwise]) => {
                self.collect(condition, context, Use::Nodes);
                let mut places = self.places(then, context);
                places.extend(self.places(otherwise, context));
                places
            }
            (Some(F::Coalesce), parts) => parts.iter().flat_map(|part| self.places(part, context)).collect(),
            (Some(F::Randomize), [part, rest @ ..]) => {
                rest.iter().for_each(|part| self.collect(part, context, Use::Value));
                self.places(part, context)
            }
            (Some(F::IndexedRepeat), [part, pairs @ ..]) => {
                for pair in pairs.chunks(2) {
                    let [repeat, index] = pair else { continue };
                    self.collect(repeat, context, Use::Nodes);
                    self.collect(index, context, Use::Value);
                }
                self.places(part, context)
            }
            (_, parts) => {
                parts.iter().for_each(|part| self.collect(part, context, Use::Nodes));
                vec![place(Origin::Unknown)]
            }
        }
    }

    fn walk(&mut self, path: &Path, mut place: Place) -> Place {
        for step in &path.steps {
            advance(&mut place, step);
            self.predicates(&step.predicates, &mut place);
        }
        place
    }

    fn predicates(&mut self, predicates: &[Predicate], place: &mut Place) {
        for predicate in predicates {
            match predicate {
                Predicate::Each(condition) => self.collect(condition, place, Use::Nodes),
                Predicate::Position(wanted) => {
                    self.add(place.clone(), Use::Nodes);
                    self.collect(wanted, place, Use::Value);
                }
                Predicate::Match { key, value, rest, .. } => {
                    self.collect(key, place, Use::Value);
                    self.collect(value, place, Use::Value);
                    if let Some(rest) = rest {
                        self.collect(rest, place, Use::Nodes);
                    }
                }
            }
        }
    }
}

fn advance(place: &mut Place, step: &PathStep) {
    let name = match &step.test {
        NodeTest::Name { local: Some(local), .. } => Some(local.to_string()),
        _ => None,
    };
    let (steps, is_narrow): (Vec<Step>, bool) = match (step.axis, name) {
        (Axis::Child, Some(name)) => (vec![Step::Child(name)], true),
        (Axis::Child, None) => (vec![Step::AnyChild], false),
        (Axis::Attribute, Some(name)) => (vec![Step::Attribute(name)], true),
        (Axis::Attribute, None) => (vec![Step::AnyAttribute], false),
        (Axis::Parent, None) => (vec![Step::Parent], true),
        (Axis::Parent, Some(_)) => (vec![Step::Parent, Step::SelfNode], true),
        (Axis::SelfNode, None) => (Vec::new(), true),
        (Axis::SelfNode, Some(_)) => (vec![Step::SelfNode], true),
        (Axis::Descendant | Axis::DescendantOrSelf, _) => (vec![Step::Descendants], false),
        (Axis::Ancestor | Axis::AncestorOrSelf, _) => (vec![Step::Ancestors], false),
        (Axis::FollowingSibling | Axis::PrecedingSibling, name) => (vec![Step::Sibling(name)], false),
        (Axis::Following | Axis::Preceding, _) => {
            (vec![Step::Ancestors, Step::Sibling(None), Step::Descendants], false)
        }
        (Axis::Namespace, _) => (Vec::new(), true),
    };
    place.steps.extend(steps);
    place.is_wide |= !is_narrow;
}

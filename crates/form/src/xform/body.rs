//! The body: which elements ask for which nodes, in the order of the page.
//!
//! Start at [`Body::read`].
//!
//! Not here: what a control becomes (`controls`).

use std::collections::{BTreeMap, BTreeSet};

use crate::compiling::findings::Findings;
use crate::problem::{Known, Message};
use crate::xform::document::{Element, local};

/// What the body says of nodes, by path.
#[derive(Default)]
pub(super) struct Body<'a> {
    pub controls: BTreeMap<String, Element<'a>>,
    pub groups: BTreeMap<String, Element<'a>>,
    pub repeats: BTreeMap<String, Element<'a>>,
    /// The places of the elements that ask, for the order of the page.
    pub order: BTreeMap<String, usize>,
}

/// Elements that ask for an answer.
pub(super) const CONTROLS: &[&str] = &["input", "secret", "select", "select1", "rank", "range", "upload", "trigger"];

/// How the document names nodes.
pub(super) struct References<'a> {
    pub root_name: &'a str,
    /// Binds that controls name by id.
    pub binds: BTreeMap<&'a str, Element<'a>>,
}

impl<'a> References<'a> {
    /// The path, from `/data`, that an element names; `context` is that of the group or repeat around it. `None`: it is
    /// no plain path of the form.
    pub fn path(&self, element: Element<'a>, context: &str) -> Option<String> {
        let bound = element.attribute("bind").and_then(|id| self.binds.get(id.trim()));
        let raw = match bound {
            Some(bind) => bind.attribute("nodeset")?,
            None => element.attribute("ref").or_else(|| element.attribute("nodeset"))?,
        };
        self.resolve(raw.trim(), context)
    }

    /// The path of an element wherever it stands: relative paths start from the node of what is around it.
    pub fn path_of(&self, element: Element<'a>) -> Option<String> {
        let mut around: Vec<Element<'a>> = element.ancestors().filter(|above| names_a_node(above.name())).collect();
        around.reverse();
        let start = "/data".to_owned();
        let context = around.into_iter().fold(start, |context, above| self.path(above, &context).unwrap_or(context));
        self.path(element, &context)
    }

    /// A plain path, from `/data`.
    pub fn resolve(&self, raw: &str, context: &str) -> Option<String> {
        if !is_plain(raw) {
            return None;
        }
        let mut steps: Vec<&str> = Vec::new();
        let relative = match raw.strip_prefix('/') {
            Some(absolute) => {
                let (root, below) = absolute.split_once('/').unwrap_or((absolute, ""));
                if local(root) != self.root_name {
                    return None;
                }
                steps.push("data");
                below
            }
            None => {
                steps.extend(context.split('/').skip(1));
                raw
            }
        };
        for step in relative.split('/').filter(|step| !step.is_empty()) {
            match step {
                "." => {}
                ".." => _ = steps.pop(),
                name => steps.push(local_step(name)),
            }
        }
        Some(format!("/{}", steps.join("/")))
    }
}

/// Whether elements of the body of that name stand for a node.
fn names_a_node(name: &str) -> bool {
    matches!(name, "group" | "repeat") || CONTROLS.contains(&name)
}

/// Whether a path is made of names alone.
fn is_plain(path: &str) -> bool {
    !path.is_empty() && !path.contains(['[', '(', ' ', '|']) && !path.contains("::")
}

/// Without its prefix; an attribute keeps its sign.
fn local_step(name: &str) -> &str {
    if name.starts_with('@') { name } else { local(name) }
}

impl<'a> Body<'a> {
    pub fn read(body: Element<'a>, references: &References<'a>, findings: &mut Findings) -> Self {
        let mut read = Self::default();
        let mut waiting: Vec<(Element<'a>, String)> = vec![(body, "/data".to_owned())];
        while let Some((element, context)) = waiting.pop() {
            let inside = read.take(element, &context, references, findings);
            if let Some(inside) = inside {
                let below: Vec<Element<'a>> = element.children().collect();
                waiting.extend(below.into_iter().rev().map(|child| (child, inside.clone())));
            }
        }
        read
    }

    /// Notes what an element asks for, and gives the path that relative ones in it start from, if there may be any.
    fn take(
        &mut self,
        element: Element<'a>,
        context: &str,
        references: &References<'a>,
        findings: &mut Findings,
    ) -> Option<String> {
        let name = element.name();
        let list = match name {
            "body" => return Some(context.to_owned()),
            "group" => &mut self.groups,
            "repeat" => &mut self.repeats,
            name if CONTROLS.contains(&name) => &mut self.controls,
            "label" | "hint" | "setvalue" | "setgeopoint" | "recordaudio" | "help" | "alert" => return None,
            _ => {
                let mut problem = findings.warning(element.place(), Message::ControlUnknown { name: name.to_owned() });
                problem.near(Known::Type, name, CONTROLS.iter().copied());
                return None;
            }
        };
        let Some(path) = references.path(element, context) else {
            let is_said = ["ref", "nodeset", "bind"].iter().find_map(|name| element.attribute(name));
            match (name, is_said) {
                ("group", None) => {
                    self.frame(element, context, references, findings);
                    return Some(context.to_owned());
                }
                (_, None) => _ = findings.error(element.place(), Message::ReferenceMissing { name: name.to_owned() }),
                (_, Some(text)) => {
                    let path = text.trim().to_owned();
                    let message = match is_plain(&path) {
                        true => Message::PathUnknown { path },
                        false => Message::PathInvalid { path },
                    };
                    findings.error(element.place(), message);
                }
            }
            return None;
        };
        self.order.entry(path.clone()).or_insert(element.order());
        let is_control = CONTROLS.contains(&name);
        if list.contains_key(&path) {
            findings.warning(element.place(), Message::ControlTwice { path: path.clone() });
        } else {
            list.insert(path.clone(), element);
        }
        (!is_control).then_some(path)
    }

    /// A group that names no node may still be that of all its questions, as older tools write it.
    fn frame(&mut self, group: Element<'a>, context: &str, references: &References<'a>, findings: &mut Findings) {
        if wraps_a_repeat(group) || !shows_itself(group) {
            return;
        }
        let common = common_node(group, context, references);
        match common.filter(|node| !self.groups.contains_key(node) && !self.repeats.contains_key(node)) {
            Some(node) => {
                self.order.entry(node.clone()).or_insert(group.order());
                self.groups.insert(node, group);
            }
            None => _ = findings.warning(group.place(), Message::GroupWithoutNode),
        }
    }

    /// The paths of repeats.
    pub fn repeated(&self) -> BTreeSet<String> {
        self.repeats.keys().cloned().collect()
    }
}

/// The lowest node that holds all that is asked for in a group. `None`: it is no lower than what is around the group.
fn common_node<'a>(group: Element<'a>, context: &str, references: &References<'a>) -> Option<String> {
    let mut common: Option<String> = None;
    let mut waiting: Vec<Element<'a>> = group.children().collect();
    while let Some(element) = waiting.pop() {
        let Some(path) = references.path(element, context) else {
            if element.name() == "group" {
                waiting.extend(element.children());
            }
            continue;
        };
        if matches!(element.name(), "label" | "hint") {
            continue;
        }
        let above = path.rsplit_once('/').map_or("", |(above, _)| above);
        let known = common.as_deref().unwrap_or(above);
        let shared = known.split('/').zip(above.split('/')).take_while(|(left, right)| left == right);
        common = Some(shared.map(|(step, _)| step).collect::<Vec<_>>().join("/"));
    }
    common.filter(|node| node.strip_prefix(context).is_some_and(|below| below.starts_with('/')))
}

/// A group without a node may be the frame that gives a repeat its label.
pub(super) fn wraps_a_repeat(group: Element<'_>) -> bool {
    let mut shown = group.children().filter(|child| !matches!(child.name(), "label" | "hint"));
    shown.next().is_some_and(|child| child.name() == "repeat") && shown.next().is_none()
}

fn shows_itself(group: Element<'_>) -> bool {
    group.child("label").is_some() || group.attribute("appearance").is_some()
}

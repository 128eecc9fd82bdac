//! One node of an instance, and the arena that holds them all.
//!
//! A repeat is one node per place (`Role::Repeat`), with its instances as children; the other children of a node stand
//! in the order of the definition, so that a child is found by its slot without a search.
//!
//! Not here: what a node's state should be (`recalc`), how expressions walk the tree (`tree`).

use std::cell::Cell;
use std::rc::Rc;

use crate::definition::{Control, DataType, DefId, FormDefinition, NodeDef, NodeKind};
use crate::graph::Graph;
use crate::host::Host;
use crate::instance::path;
use crate::instance::secondary::Secondaries;
use crate::limits::INSTANCE_TEXT_BYTES;
use crate::view::NodeId;

/// What a node is in the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// Also the root.
    Group,
    /// The place of a repeat; its children are the instances.
    Repeat,
    /// One instance of a repeat.
    Instance,
    Question,
}

/// Where a question stands, as the counts of its page see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Standing {
    /// Not on the page: not relevant, or never asked.
    #[default]
    Absent,
    Blank,
    /// Blank, and required.
    Missing,
    Answered,
    /// Answered, and the answer waits to be confirmed.
    Doubtful,
    /// Answered, and the answer breaks a rule.
    Wrong,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub def: DefId,
    pub role: Role,
    pub parent: Option<NodeId>,
    /// Place among the parent's children.
    pub slot: usize,
    pub children: Vec<NodeId>,
    /// Instances that a lower count put aside. They are in no path; they come back when the count grows.
    pub parked: Vec<NodeId>,
    pub alive: bool,

    /// As it was typed or calculated.
    pub text: String,
    /// What expressions see of the text while the node is relevant. `None`: the text itself.
    pub seen: Option<Box<str>>,
    /// The text cannot be read as the type.
    pub unreadable: bool,
    /// A choice in the text is in no list at all.
    pub unlisted: bool,
    /// A person wrote over the calculation; it stays until the calculation has a reason to run.
    pub edited: bool,

    pub relevant: bool,
    pub required: bool,
    pub readonly: bool,
    /// The constraint, while there is something to check.
    pub satisfied: bool,
    /// The answer gives reason for the form's warning.
    pub doubtful: bool,
    /// An attempt to finalise has gone by, so a missing answer is shown.
    pub marked: bool,
    pub standing: Standing,
    /// Drawn: relevant, and there is something to draw.
    pub visible: bool,
    /// Children that are drawn.
    pub shown: usize,
    /// Among the changes of the present action.
    pub told: bool,
    /// Its standing is to be looked at again.
    pub unsettled: bool,
}

impl Node {
    pub fn new(def: DefId, role: Role, parent: Option<NodeId>, slot: usize) -> Self {
        Self {
            def,
            role,
            parent,
            slot,
            children: Vec::new(),
            parked: Vec::new(),
            alive: true,
            text: String::new(),
            seen: None,
            unreadable: false,
            unlisted: false,
            edited: false,
            relevant: true,
            required: false,
            readonly: false,
            satisfied: true,
            doubtful: false,
            marked: false,
            standing: Standing::Absent,
            visible: false,
            shown: 0,
            told: false,
            unsettled: false,
        }
    }

    /// What expressions see, relevance apart.
    pub fn seen(&self) -> &str {
        self.seen.as_deref().unwrap_or(&self.text)
    }

    /// What expressions see.
    pub fn value(&self) -> &str {
        if self.relevant { self.seen() } else { "" }
    }
}

/// The tree with all that expressions may read.
pub(crate) struct Document {
    pub form: Rc<FormDefinition>,
    pub graph: Rc<Graph>,
    pub secondaries: Secondaries,
    /// For what the device says of itself.
    pub host: Rc<dyn Host>,
    nodes: Vec<Node>,
    /// The child that was asked for last, as a group's definition and a place: the same question of each instance is the
    /// usual next one.
    last_child: Cell<(DefId, usize)>,
    /// Bytes of all texts in it.
    text_bytes: usize,
}

impl std::ops::Index<NodeId> for Document {
    type Output = Node;

    fn index(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

impl std::ops::IndexMut<NodeId> for Document {
    fn index_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }
}

impl Document {
    pub const ROOT: NodeId = NodeId(0);

    /// A document with its root and all that is not in a repeat; no values.
    pub fn new(form: Rc<FormDefinition>, graph: Rc<Graph>, host: Rc<dyn Host>) -> Self {
        let secondaries = Secondaries::new(&form, &*host);
        let last_child = Cell::new((DefId(0), 0));
        let mut document = Self { form, graph, secondaries, host, nodes: Vec::new(), last_child, text_bytes: 0 };
        document.grow(DefId(0), Role::Group, None, 0);
        document
    }

    /// The node, if it is there and was not removed.
    pub fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize).filter(|node| node.alive)
    }

    pub fn def(&self, id: NodeId) -> &NodeDef {
        &self.form.nodes[self[id].def.0 as usize]
    }

    /// The type and control of a question.
    pub fn question(&self, id: NodeId) -> Option<(DataType, &Control)> {
        match &self.def(id).kind {
            NodeKind::Question { data_type, control } => Some((*data_type, control)),
            NodeKind::Group | NodeKind::Repeat { .. } => None,
        }
    }

    /// Makes a node and all below it, repeats without instances. The parent's children are the caller's to change.
    pub fn grow(&mut self, def: DefId, role: Role, parent: Option<NodeId>, slot: usize) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node::new(def, role, parent, slot));
        if matches!(role, Role::Group | Role::Instance) {
            let form = Rc::clone(&self.form);
            let children = &form.nodes[def.0 as usize].children;
            let mut grown = Vec::with_capacity(children.len());
            for (slot, &child) in children.iter().enumerate() {
                let role = match form.nodes[child.0 as usize].kind {
                    NodeKind::Group => Role::Group,
                    NodeKind::Repeat { .. } => Role::Repeat,
                    NodeKind::Question { .. } => Role::Question,
                };
                grown.push(self.grow(child, role, Some(id), slot));
            }
            self[id].children = grown;
        }
        id
    }

    /// How many nodes there are, those that were removed among them.
    pub fn count(&self) -> usize {
        self.nodes.len()
    }

    /// How many nodes [`Document::grow`] makes of a definition.
    pub fn size(&self, def: DefId) -> usize {
        let mut size = 0;
        let mut open = vec![def];
        while let Some(def) = open.pop() {
            size += 1;
            let node = &self.form.nodes[def.0 as usize];
            let grows = size == 1 || !matches!(node.kind, NodeKind::Repeat { .. });
            open.extend(node.children.iter().filter(|_| grows));
        }
        size
    }

    /// Counts a text, by its length, that takes the place of another.
    pub fn hold(&mut self, before: usize, now: usize) {
        self.text_bytes = (self.text_bytes + now).saturating_sub(before);
    }

    /// Whether there is room for a text that no person typed.
    pub fn fits(&self, before: usize, now: usize) -> bool {
        now <= before || self.text_bytes + now - before <= INSTANCE_TEXT_BYTES
    }

    /// Forgets a node and all below it.
    pub fn fell(&mut self, id: NodeId) {
        for node in self.subtree_with_parked(id) {
            self.hold(self[node].text.len(), 0);
            let node = &mut self[node];
            // What is told of it, and what is to settle, stands in lists that it is still in.
            let (told, unsettled) = (node.told, node.unsettled);
            *node = Node { alive: false, told, unsettled, ..Node::new(node.def, node.role, None, 0) };
        }
    }

    /// The node and all below it in document order, parked instances left out.
    pub fn subtree(&self, id: NodeId) -> Vec<NodeId> {
        self.walk(id, false)
    }

    /// As [`Document::subtree`], with parked instances after the live ones of their repeat.
    pub fn subtree_with_parked(&self, id: NodeId) -> Vec<NodeId> {
        self.walk(id, true)
    }

    fn walk(&self, id: NodeId, parked: bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            found.push(next);
            let node = &self[next];
            if parked {
                open.extend(node.parked.iter().rev());
            }
            open.extend(node.children.iter().rev());
        }
        found
    }

    /// The nearest node of definition `apex` at or above `id` that is not the place of a repeat; the root if there is none.
    pub fn ancestor(&self, id: NodeId, apex: DefId) -> NodeId {
        let mut next = id;
        loop {
            let node = &self[next];
            if node.def == apex && node.role != Role::Repeat {
                return next;
            }
            match node.parent {
                Some(parent) => next = parent,
                None => return next,
            }
        }
    }

    /// Appends the nodes of definition `def` below (or at) `anchor`; of a repeat, its place and its instances.
    pub fn descendants(&self, anchor: NodeId, def: DefId, found: &mut Vec<NodeId>) {
        let top = self[anchor].def;
        if top == def {
            found.push(anchor);
            return;
        }
        let mut chain = Vec::new();
        let mut next = def;
        while next != top {
            chain.push(next);
            match self.form.nodes[next.0 as usize].parent {
                Some(parent) => next = parent,
                None => return,
            }
        }
        self.descend(anchor, &chain, found);
    }

    fn descend(&self, from: NodeId, chain: &[DefId], found: &mut Vec<NodeId>) {
        let Some((&def, rest)) = chain.split_last() else {
            found.push(from);
            return;
        };
        let Some(&child) = self[from].children.get(self.graph.slot(def)) else { return };
        if self[child].role != Role::Repeat {
            return self.descend(child, rest, found);
        }
        if rest.is_empty() {
            found.push(child);
        }
        for &instance in &self[child].children {
            self.descend(instance, rest, found);
        }
    }

    /// The path with positions.
    pub fn path(&self, id: NodeId) -> String {
        let mut steps = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            steps.push(id);
            let node = &self[id];
            next = match node.role {
                Role::Instance => node.parent.and_then(|place| self[place].parent),
                _ => node.parent,
            };
        }
        let mut path = String::with_capacity(self.def(id).path.len() + 1);
        for &step in steps.iter().rev() {
            path.push('/');
            path.push_str(&self.def(step).name);
            if self[step].role == Role::Instance {
                path.push('[');
                path.push_str(&self.position(step).to_string());
                path.push(']');
            }
        }
        path
    }

    /// The position of a repeat instance, from 1. Parked ones count on after the live ones.
    pub fn position(&self, id: NodeId) -> usize {
        let node = &self[id];
        let place = node.parent.map(|place| &self[place]);
        let parked = place.is_some_and(|place| place.children.get(node.slot) != Some(&id));
        node.slot + 1 + if parked { place.map_or(0, |place| place.children.len()) } else { 0 }
    }

    /// The child of this name: of a repeat, its place.
    pub fn child(&self, parent: NodeId, name: &str) -> Option<NodeId> {
        let def = self[parent].def;
        let (last_def, last_slot) = self.last_child.get();
        let is_last = |child: &DefId| self.form.nodes[child.0 as usize].name == name;
        let slot = if def == last_def && self.form.nodes[def.0 as usize].children.get(last_slot).is_some_and(is_last) {
            last_slot
        } else {
            self.graph.child(def, name)?
        };
        self.last_child.set((def, slot));
        self[parent].children.get(slot).copied()
    }

    /// The node at a path. A repeat without a position is its place at the end of a path, its first instance elsewhere.
    pub fn find(&self, path: &str) -> Option<NodeId> {
        let steps = path::parse(path)?;
        let (root, rest) = steps.split_first()?;
        if root.name != self.def(Self::ROOT).name {
            return None;
        }
        let mut next = Self::ROOT;
        for (index, step) in rest.iter().enumerate() {
            next = self.child(next, step.name)?;
            let place = &self[next];
            let position = match (place.role, step.position) {
                (Role::Repeat, Some(position)) => position,
                (Role::Repeat, None) if index + 1 < rest.len() => 1,
                (Role::Repeat, None) | (_, None | Some(1)) => continue,
                _ => return None,
            };
            let parked = || place.parked.get((position - 1).checked_sub(place.children.len())?);
            next = *place.children.get(position - 1).or_else(parked)?;
        }
        Some(next)
    }
}

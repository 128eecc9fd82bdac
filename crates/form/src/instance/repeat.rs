//! Repeat instances: added, removed, and put aside when a count shrinks.
//!
//! What a lower count takes away is parked, not removed: a count is often typed digit by digit, and nothing typed may be
//! lost. Parked instances are in no path and no record, and come back first when the count grows.

use std::collections::BTreeSet;

use crate::definition::NodeKind;
use crate::instance::Instance;
use crate::instance::node::{Role, Standing};
use crate::limits::{INSTANCE_NODES, REPEAT_INSTANCES};
use crate::view::NodeId;

impl Instance {
    /// Appends a new instance to a repeat's place, with its static defaults. Repeats in it have no instances yet, as the
    /// field has it; people add them.
    pub(crate) fn grow_instance(&mut self, place: NodeId) -> NodeId {
        let slot = self.document[place].children.len();
        let def = self.document[place].def;
        let instance = self.document.grow(def, Role::Instance, Some(place), slot);
        self.document[place].children.push(instance);
        self.fill_in(instance);
        instance
    }

    /// Gives each repeat below a node the one instance that a new form has.
    pub(crate) fn grow_first_instances(&mut self, top: NodeId) {
        for id in self.document.subtree(top) {
            let is_counted = matches!(self.document.def(id).kind, NodeKind::Repeat { count: Some(_) });
            if self.document[id].role == Role::Repeat && self.document[id].children.is_empty() && !is_counted {
                let instance = self.grow_instance(id);
                self.grow_first_instances(instance);
            }
        }
    }

    /// Whether a repeat may have one instance more.
    pub(crate) fn has_room(&self, place: NodeId) -> bool {
        let size = self.document.size(self.document[place].def);
        self.document[place].children.len() < REPEAT_INSTANCES && self.document.count() + size <= INSTANCE_NODES
    }

    pub(crate) fn add_instance(&mut self, place: NodeId) {
        let instance = self.grow_instance(place);
        self.enter(instance);
        self.work.fresh.push_back(instance);
        self.notify_structure(place);
    }

    pub(crate) fn remove_instance(&mut self, instance: NodeId) {
        let node = &self.document[instance];
        let (Some(place), slot) = (node.parent, node.slot) else { return };
        self.leave(instance);
        self.document[place].children.remove(slot);
        let gone: BTreeSet<NodeId> = self.document.subtree_with_parked(instance).into_iter().collect();
        self.bases.retain(|(_, scope), _| !gone.contains(scope));
        self.remarks.retain(|id, _| !gone.contains(id));
        self.document.fell(instance);
        self.renumber(place, slot);
        self.notify_structure(place);
    }

    /// Makes a counted repeat have this many instances.
    pub(crate) fn set_count(&mut self, place: NodeId, count: f64) {
        let wanted = if count >= 1.0 { (count as usize).min(REPEAT_INSTANCES) } else { 0 };
        let have = self.document[place].children.len();
        if wanted == have {
            return;
        }
        if wanted < have {
            let surplus: Vec<NodeId> = self.document[place].children[wanted..].to_vec();
            surplus.iter().for_each(|&instance| self.leave(instance));
            let node = &mut self.document[place];
            node.children.truncate(wanted);
            node.parked.splice(0..0, surplus);
        }
        for _ in have..wanted {
            if self.document[place].parked.is_empty() {
                if !self.has_room(place) {
                    break;
                }
                let instance = self.grow_instance(place);
                self.enter(instance);
                self.work.fresh.push_back(instance);
            } else {
                let instance = self.document[place].parked.remove(0);
                self.document[place].children.push(instance);
                self.enter(instance);
            }
        }
        self.renumber(place, 0);
        self.notify_structure(place);
    }

    /// Everything in an instance that joins the tree is evaluated.
    fn enter(&mut self, instance: NodeId) {
        let nodes = self.document.subtree(instance);
        for &id in &nodes {
            self.document[id].alive = true;
            self.mark(id);
        }
        self.touch_nodes(&nodes);
    }

    /// Takes an instance out of the counts of its page, before it leaves the tree.
    fn leave(&mut self, instance: NodeId) {
        let nodes = self.document.subtree(instance);
        for &id in nodes.iter().rev() {
            self.set_standing(id, Standing::Absent);
            self.set_visible(id, false);
            self.document[id].alive = false;
            self.views.forget(id);
        }
    }

    /// Instances from `from` on have new positions, and all in them new paths.
    fn renumber(&mut self, place: NodeId, from: usize) {
        let parked = self.document[place].parked.clone();
        for (slot, id) in parked.into_iter().enumerate() {
            self.document[id].slot = slot;
        }
        for (slot, id) in self.document[place].children.clone().into_iter().enumerate().skip(from) {
            if std::mem::replace(&mut self.document[id].slot, slot) != slot {
                for below in self.document.subtree(id) {
                    self.mark(below);
                }
            }
        }
    }
}

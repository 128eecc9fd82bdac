//! Repeat instances: added, moved, removed and brought back, and put aside when a count shrinks.
//!
//! What a person removes is parked, too: the last one can be brought back with all its answers, also after a restart. The
//! next removal lets it go.
//!
//! What a lower count takes away is parked, not removed: a count is often typed digit by digit, and nothing typed may be
//! lost. Parked instances are in no path and no record, and come back first when the count grows.

use std::collections::BTreeSet;

use crate::definition::NodeKind;
use crate::instance::Instance;
use crate::instance::node::{Role, Standing};
use crate::limits::{INSTANCE_NODES, REPEAT_INSTANCES};
use crate::view::NodeId;

/// Where the instance stood that a person removed last. It is parked at its place, alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Removed {
    pub place: NodeId,
    pub slot: usize,
}

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
        self.forget_removed();
        self.leave(instance);
        self.document[place].children.remove(slot);
        self.document[place].parked.push(instance);
        self.removed = Some(Removed { place, slot });
        self.renumber(place, slot);
        self.notify_structure(place);
    }

    /// Lets go of the instance that was removed last.
    fn forget_removed(&mut self) {
        let Some(Removed { place, .. }) = self.removed.take() else { return };
        for instance in std::mem::take(&mut self.document[place].parked) {
            let gone: BTreeSet<NodeId> = self.document.subtree_with_parked(instance).into_iter().collect();
            self.bases.retain(|(_, scope), _| !gone.contains(scope));
            self.remarks.retain(|id, _| !gone.contains(id));
            self.document.fell(instance);
        }
        self.mark(place);
    }

    /// Brings the instance that was removed last back to where it was.
    pub(crate) fn restore_instance(&mut self) {
        let Some(Removed { place, slot }) = self.removed.take() else { return };
        let Some(instance) = self.document[place].parked.pop() else { return };
        let slot = slot.min(self.document[place].children.len());
        self.document[place].children.insert(slot, instance);
        self.enter(instance);
        self.renumber(place, slot);
        self.notify_structure(place);
    }

    /// Moves an instance to another slot of its place.
    pub(crate) fn move_instance(&mut self, instance: NodeId, to: usize) {
        let node = &self.document[instance];
        let (Some(place), from) = (node.parent, node.slot) else { return };
        let children = &mut self.document[place].children;
        children.remove(from);
        children.insert(to, instance);
        self.renumber(place, from.min(to));
        self.notify_structure(place);
    }

    /// The instance that was removed last from a repeat's place, and the position that it had.
    pub(crate) fn removed_from(&self, place: NodeId) -> Option<(NodeId, usize)> {
        let Removed { slot, .. } = self.removed.filter(|removed| removed.place == place)?;
        Some((*self.document[place].parked.last()?, slot + 1))
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

//! The instance and its secondary instances as one XPath tree.
//!
//! A repeat's place is not in the tree: its instances are children of the node around it, as in the record. Absolute
//! paths start at the form's root, also inside a predicate over a list.

use std::cmp::Ordering;

use xpath::{NodeKind, Tree};

use crate::instance::node::{Document, Role};
use crate::view::NodeId;

/// A node as expressions handle it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Spot {
    /// Above the form's root.
    Document,
    Node(NodeId),
    /// The text inside a question.
    Text(NodeId),
    /// Above the root of a secondary instance.
    List(u32),
    Root(u32),
    Item(u32, u32),
    /// List, row, column.
    Field(u32, u32, u32),
    FieldText(u32, u32, u32),
}

impl Document {
    /// Children as expressions see them: for a repeat, its instances.
    fn first_below(&self, parent: NodeId, from: usize) -> Option<NodeId> {
        self[parent].children.get(from..)?.iter().find_map(|&child| match self[child].role {
            Role::Repeat => self[child].children.first().copied(),
            _ => Some(child),
        })
    }

    fn last_below(&self, parent: NodeId, before: usize) -> Option<NodeId> {
        self[parent].children.get(..before)?.iter().rev().find_map(|&child| match self[child].role {
            Role::Repeat => self[child].children.last().copied(),
            _ => Some(child),
        })
    }

    /// From the topmost node down to `id`, as places among siblings; a repeat's place and the position in it are two.
    fn address(&self, id: NodeId) -> Vec<usize> {
        let mut address = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next {
            address.push(self[id].slot);
            next = self[id].parent;
        }
        address.reverse();
        address
    }

    /// Document order.
    pub(crate) fn compare(&self, left: NodeId, right: NodeId) -> Ordering {
        if left == right { Ordering::Equal } else { self.address(left).cmp(&self.address(right)) }
    }
}

impl Tree for Document {
    type Node = Spot;

    fn kind(&self, spot: Spot) -> NodeKind {
        match spot {
            Spot::Document | Spot::List(_) => NodeKind::Document,
            Spot::Node(_) | Spot::Root(_) | Spot::Item(..) | Spot::Field(..) => NodeKind::Element,
            Spot::Text(_) | Spot::FieldText(..) => NodeKind::Text,
        }
    }

    fn name(&self, spot: Spot) -> &str {
        match spot {
            Spot::Node(id) => &self.def(id).name,
            Spot::Root(_) => "root",
            Spot::Item(..) => "item",
            Spot::Field(list, _, column) => {
                let columns = self.secondaries.get(list).map(|list| list.columns()).unwrap_or_default();
                columns.get(column as usize).map_or("", String::as_str)
            }
            Spot::Document | Spot::Text(_) | Spot::List(_) | Spot::FieldText(..) => "",
        }
    }

    fn parent(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::Document | Spot::List(_) => None,
            Spot::Node(id) => {
                let parent = match (self[id].role, self[id].parent) {
                    (Role::Instance, Some(place)) => self[place].parent,
                    (_, parent) => parent,
                };
                Some(parent.map_or(Spot::Document, Spot::Node))
            }
            Spot::Text(id) => Some(Spot::Node(id)),
            Spot::Root(list) => Some(Spot::List(list)),
            Spot::Item(list, _) => Some(Spot::Root(list)),
            Spot::Field(list, row, _) => Some(Spot::Item(list, row)),
            Spot::FieldText(list, row, column) => Some(Spot::Field(list, row, column)),
        }
    }

    fn first_child(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::Document => Some(Spot::Node(Document::ROOT)),
            Spot::Node(id) if self[id].role == Role::Question => {
                (!self[id].value().is_empty()).then_some(Spot::Text(id))
            }
            Spot::Node(id) => self.first_below(id, 0).map(Spot::Node),
            Spot::List(list) => Some(Spot::Root(list)),
            Spot::Root(list) => (self.secondaries.get(list)?.len() > 0).then_some(Spot::Item(list, 0)),
            Spot::Item(list, row) => {
                (!self.secondaries.get(list)?.columns().is_empty()).then_some(Spot::Field(list, row, 0))
            }
            Spot::Field(list, row, column) => {
                let text = self.secondaries.get(list)?.text(row, column);
                (!text.is_empty()).then_some(Spot::FieldText(list, row, column))
            }
            Spot::Text(_) | Spot::FieldText(..) => None,
        }
    }

    fn last_child(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::Node(id) if self[id].role != Role::Question => {
                self.last_below(id, self[id].children.len()).map(Spot::Node)
            }
            Spot::Root(list) => self.secondaries.get(list)?.len().checked_sub(1).map(|row| Spot::Item(list, row)),
            Spot::Item(list, row) => {
                let last = self.secondaries.get(list)?.columns().len().checked_sub(1)?;
                Some(Spot::Field(list, row, u32::try_from(last).ok()?))
            }
            only => self.first_child(only),
        }
    }

    fn next_sibling(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::Node(id) => {
                let node = &self[id];
                let parent = node.parent?;
                if node.role != Role::Instance {
                    return self.first_below(parent, node.slot + 1).map(Spot::Node);
                }
                match self[parent].children.get(node.slot + 1) {
                    Some(&next) => Some(Spot::Node(next)),
                    None => self.first_below(self[parent].parent?, self[parent].slot + 1).map(Spot::Node),
                }
            }
            Spot::Item(list, row) => (row + 1 < self.secondaries.get(list)?.len()).then_some(Spot::Item(list, row + 1)),
            Spot::Field(list, row, column) => {
                let columns = self.secondaries.get(list)?.columns().len();
                ((column as usize) + 1 < columns).then_some(Spot::Field(list, row, column + 1))
            }
            _ => None,
        }
    }

    fn previous_sibling(&self, spot: Spot) -> Option<Spot> {
        match spot {
            Spot::Node(id) => {
                let node = &self[id];
                let parent = node.parent?;
                if node.role != Role::Instance {
                    return self.last_below(parent, node.slot).map(Spot::Node);
                }
                match node.slot.checked_sub(1).and_then(|slot| self[parent].children.get(slot)) {
                    Some(&previous) => Some(Spot::Node(previous)),
                    None => self.last_below(self[parent].parent?, self[parent].slot).map(Spot::Node),
                }
            }
            Spot::Item(list, row) => Some(Spot::Item(list, row.checked_sub(1)?)),
            Spot::Field(list, row, column) => Some(Spot::Field(list, row, column.checked_sub(1)?)),
            _ => None,
        }
    }

    fn attributes(&self, _: Spot, _: &mut Vec<Spot>) {}

    fn string_value(&self, spot: Spot, text: &mut String) {
        match spot {
            Spot::Document => self.string_value(Spot::Node(Document::ROOT), text),
            Spot::Node(id) => {
                for node in self.subtree(id) {
                    text.push_str(self[node].value());
                }
            }
            Spot::Text(id) => text.push_str(self[id].value()),
            Spot::Field(list, row, column) | Spot::FieldText(list, row, column) => {
                text.push_str(self.secondaries.get(list).map_or("", |list| list.text(row, column)));
            }
            Spot::List(_) | Spot::Root(_) | Spot::Item(..) => {
                let mut next = self.first_child(spot);
                while let Some(child) = next {
                    self.string_value(child, text);
                    next = self.next_sibling(child);
                }
            }
        }
    }

    fn text(&self, spot: Spot) -> Option<&str> {
        match spot {
            Spot::Node(id) | Spot::Text(id) if self[id].role == Role::Question => Some(self[id].value()),
            Spot::Field(list, row, column) | Spot::FieldText(list, row, column) => {
                Some(self.secondaries.get(list).map_or("", |list| list.text(row, column)))
            }
            _ => None,
        }
    }

    fn order(&self, left: Spot, right: Spot) -> Ordering {
        match (left, right) {
            (Spot::Node(left_id) | Spot::Text(left_id), Spot::Node(right_id) | Spot::Text(right_id)) => {
                self.compare(left_id, right_id).then_with(|| left.cmp(&right))
            }
            _ => place(left).cmp(&place(right)),
        }
    }

    fn position(&self, spot: Spot) -> usize {
        match spot {
            Spot::Node(id) if self[id].role == Role::Instance => self[id].slot + 1,
            Spot::Item(_, row) => row as usize + 1,
            _ => 1,
        }
    }

    fn root(&self, _: Spot) -> Spot {
        Spot::Document
    }

    fn children_named(&self, spot: Spot, name: &str, found: &mut Vec<Spot>) {
        match spot {
            Spot::Document => {
                found.extend((self.def(Document::ROOT).name == name).then_some(Spot::Node(Document::ROOT)))
            }
            Spot::Node(id) => {
                let Some(child) = self.child(id, name) else { return };
                match self[child].role {
                    Role::Repeat => found.extend(self[child].children.iter().copied().map(Spot::Node)),
                    _ => found.push(Spot::Node(child)),
                }
            }
            Spot::List(list) if name == "root" => found.push(Spot::Root(list)),
            Spot::Root(list) if name == "item" => {
                let rows = self.secondaries.get(list).map_or(0, |list| list.len());
                found.extend((0..rows).map(|row| Spot::Item(list, row)));
            }
            Spot::Item(list, row) => {
                let column = self.secondaries.get(list).and_then(|list| list.column(name));
                found.extend(column.map(|column| Spot::Field(list, row, column)));
            }
            _ => {}
        }
    }

    fn lookup(&self, parent: Spot, item: &str, key: &str, value: &str, found: &mut Vec<Spot>) -> bool {
        let Spot::Root(list) = parent else { return false };
        let Some(secondary) = self.secondaries.get(list) else { return false };
        if item != "item" {
            return true;
        }
        let Some(column) = secondary.column(key) else { return true };
        found.extend(secondary.rows_with(column, value).iter().map(|&row| Spot::Item(list, row)));
        true
    }
}

/// The order of lists among each other, of what is in a list, and of all lists after the form.
fn place(spot: Spot) -> (Option<u32>, u32, u32, bool) {
    match spot {
        Spot::Document => (None, 0, 0, false),
        Spot::Node(_) | Spot::Text(_) => (None, 1, 0, false),
        Spot::List(list) => (Some(list), 0, 0, false),
        Spot::Root(list) => (Some(list), 0, 0, true),
        Spot::Item(list, row) => (Some(list), row + 1, 0, false),
        Spot::Field(list, row, column) => (Some(list), row + 1, column + 1, false),
        Spot::FieldText(list, row, column) => (Some(list), row + 1, column + 1, true),
    }
}

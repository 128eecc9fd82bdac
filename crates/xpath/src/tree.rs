//! What the evaluator sees of a document, or of several.

use std::cmp::Ordering;
use std::hash::Hash;

/// The node kinds of XPath 1.0, less namespaces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NodeKind {
    /// The node above a document's topmost element.
    Document,
    /// `<name>…</name>`.
    Element,
    /// `name="…"` of an element.
    Attribute,
    /// Characters between tags.
    Text,
    /// `<!-- … -->`.
    Comment,
    /// `<?target …?>`.
    ProcessingInstruction,
}

/// One or more documents whose nodes are cheap handles.
///
/// All documents that an expression can reach live in one tree: the record that is filled and the lists it looks into.
///
/// The navigation is the whole of XPath's data model. The methods with a body are shortcuts: an implementation
/// that has an index overrides them, and the answers must be the same as those of the default. Evaluation counts as steps
/// the nodes it is given, so what a method passes over on the way to them is not counted: an index keeps that small.
pub trait Tree {
    /// A handle; two are equal if they are the same node.
    type Node: Copy + Eq + Hash + std::fmt::Debug;

    /// What sort of node it is.
    fn kind(&self, node: Self::Node) -> NodeKind;
    /// The local name; empty where the kind has none.
    fn name(&self, node: Self::Node) -> &str;
    /// The namespace's address; empty where there is none.
    fn namespace(&self, _node: Self::Node) -> &str {
        ""
    }
    /// The prefix as the document has it, for `name()`; empty where there is none.
    fn prefix(&self, _node: Self::Node) -> &str {
        ""
    }
    /// Of an attribute, its element. `None` at the top of a document.
    fn parent(&self, node: Self::Node) -> Option<Self::Node>;
    /// Of any kind; attributes are no children.
    fn first_child(&self, node: Self::Node) -> Option<Self::Node>;
    /// As [`Tree::first_child`], from the end.
    fn last_child(&self, node: Self::Node) -> Option<Self::Node>;
    /// The child of the same parent that follows; of an attribute or a document, none.
    fn next_sibling(&self, node: Self::Node) -> Option<Self::Node>;
    /// As [`Tree::next_sibling`], backwards.
    fn previous_sibling(&self, node: Self::Node) -> Option<Self::Node>;
    /// Appends the attributes of an element, in order.
    fn attributes(&self, node: Self::Node, found: &mut Vec<Self::Node>);
    /// Appends the string value: of an element, the text of all that is below it.
    fn string_value(&self, node: Self::Node, text: &mut String);
    /// Document order. Nodes of different documents have an order too: any, but always the same.
    fn order(&self, left: Self::Node, right: Self::Node) -> Ordering;

    /// The string value where the tree holds it in one piece, so that nothing need be copied. `None` says nothing.
    fn text(&self, _node: Self::Node) -> Option<&str> {
        None
    }

    /// The place of an element among its parent's children of the same name, from 1. For `position(node)`.
    fn position(&self, node: Self::Node) -> usize {
        let name = self.name(node);
        let mut position = 1;
        let mut next = self.previous_sibling(node);
        while let Some(sibling) = next {
            if self.kind(sibling) == NodeKind::Element && self.name(sibling) == name {
                position += 1;
            }
            next = self.previous_sibling(sibling);
        }
        position
    }

    /// The document node above `node`, or the topmost node where there is no document node.
    fn root(&self, node: Self::Node) -> Self::Node {
        let mut top = node;
        while let Some(parent) = self.parent(top) {
            top = parent;
        }
        top
    }

    /// Appends the child elements with this local name, whatever their namespace, in order.
    fn children_named(&self, node: Self::Node, name: &str, found: &mut Vec<Self::Node>) {
        let mut next = self.first_child(node);
        while let Some(child) = next {
            if self.kind(child) == NodeKind::Element && self.name(child) == name {
                found.push(child);
            }
            next = self.next_sibling(child);
        }
    }

    /// Appends the children called `item` of `parent` whose child `key` has the string value `value`, in order, from an
    /// index. `false` means that there is no index to ask, and nothing was appended.
    fn lookup(&self, _parent: Self::Node, _item: &str, _key: &str, _value: &str, _found: &mut Vec<Self::Node>) -> bool {
        false
    }
}

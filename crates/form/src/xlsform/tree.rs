//! The nodes of a form as drafts in one list, each with its parent and path.
//!
//! Start at [`Tree::plant`].
//!
//! Not here: what a draft becomes (`nodes`).

use std::collections::BTreeMap;

use crate::compiling::relative::Hierarchy;
use crate::xlsform::choices::Lists;
use crate::xlsform::drafts::{Draft, Raw, RawText, Shape};

/// All nodes in document order. The first is the root.
pub(super) struct Tree {
    pub nodes: Vec<TreeNode>,
    /// What a loop could not fill in.
    pub unfilled: Vec<Unfilled>,
}

/// Why a loop could not make its groups.
pub(super) enum Unfilled {
    /// A text with a `%` of unclear meaning, in a row of the survey.
    Text { row: u32, text: String },
    /// A choice without a label, in a row of the choices.
    Label { row: u32 },
}

pub(super) struct TreeNode {
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub path: String,
    pub depth: usize,
    /// Without its children.
    pub draft: Draft,
}

impl Tree {
    /// Lists the nodes below a root called `/data`. Files are no nodes, and a loop is a group for each of its choices.
    pub fn plant(children: Vec<Draft>, lists: &Lists) -> Self {
        let root = TreeNode {
            parent: None,
            children: Vec::new(),
            path: "/data".to_owned(),
            depth: 0,
            draft: Draft { name: "data".to_owned(), ..Draft::default() },
        };
        let mut tree = Self { nodes: vec![root], unfilled: Vec::new() };
        children.into_iter().for_each(|child| tree.grow(0, child, lists));
        tree
    }

    fn grow(&mut self, parent: usize, mut draft: Draft, lists: &Lists) {
        if matches!(draft.shape, Shape::External { .. }) {
            return;
        }
        let children = std::mem::take(&mut draft.children);
        let columns = match &draft.shape {
            Shape::Loop { list } => lists.get(list),
            _ => None,
        };
        let at = self.append(parent, draft);
        let Some(list) = columns else {
            children.into_iter().for_each(|child| self.grow(at, child, lists));
            return;
        };
        for choice in list.choices.iter().filter(|choice| choice.name != "none") {
            let row = self.nodes[at].draft.row;
            // A choice's label stands in another sheet: here it has no column.
            let label = choice.label.as_ref().map(|label| {
                RawText(label.0.iter().map(|(language, raw)| (*language, Raw::added(raw.text.as_str()))).collect())
            });
            if label.is_none() && !children.is_empty() {
                self.unfilled.push(Unfilled::Label { row: choice.row });
            }
            let mut words: BTreeMap<String, String> =
                lists.columns.iter().cloned().zip(choice.columns.iter().cloned()).collect();
            words.retain(|_, word| !word.is_empty());
            let first_label = label.as_ref().and_then(|label| label.0.first()).map(|(_, raw)| raw.text.clone());
            words.insert("name".to_owned(), choice.name.clone());
            words.insert("label".to_owned(), first_label.unwrap_or_default());
            let column = Draft { name: choice.name.clone(), row, label, ..Draft::default() };
            let column = self.append(at, column);
            for child in &children {
                let mut child = child.clone();
                let unclear = child.substitute(&words).into_iter();
                self.unfilled.extend(unclear.map(|text| Unfilled::Text { row: child.row, text }));
                self.grow(column, child, lists);
            }
        }
    }

    fn append(&mut self, parent: usize, draft: Draft) -> usize {
        let at = self.nodes.len();
        let path = format!("{}/{}", self.nodes[parent].path, draft.name);
        let depth = self.nodes[parent].depth + 1;
        self.nodes[parent].children.push(at);
        self.nodes.push(TreeNode { parent: Some(parent), children: Vec::new(), path, depth, draft });
        at
    }
}

impl Hierarchy for Tree {
    fn parent(&self, node: usize) -> Option<usize> {
        self.nodes[node].parent
    }

    fn path(&self, node: usize) -> &str {
        &self.nodes[node].path
    }

    fn is_repeat(&self, node: usize) -> bool {
        matches!(self.nodes[node].draft.shape, Shape::Repeat)
    }
}

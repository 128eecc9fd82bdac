//! The form's own instance as nodes in one list, each with its parent and path.
//!
//! What the engine keeps elsewhere is left out: entities, the record's own name, and its id where no expression asks for
//! it. Neighbours stand in the order in which the page asks for them. Start at [`Tree::plant`].
//!
//! Not here: what a node becomes (`nodes`).

use std::collections::{BTreeMap, BTreeSet};

use crate::compiling::findings::Findings;
use crate::compiling::relative::Hierarchy;
use crate::problem::Message;
use crate::xform::document::Element;

/// Nodes of a form at most.
pub(crate) const NODES: usize = 20_000;

/// All nodes in document order. The first is the root.
pub(super) struct Tree<'a> {
    /// As the document names it.
    pub root_name: &'a str,
    pub nodes: Vec<TreeNode<'a>>,
    by_path: BTreeMap<String, usize>,
    /// Paths of the instance that are no nodes.
    outside: BTreeSet<String>,
}

#[derive(Clone)]
pub(super) struct TreeNode<'a> {
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub name: &'a str,
    pub path: String,
    pub element: Element<'a>,
    pub is_repeat: bool,
    /// How many instances of a repeat the document has.
    pub instances: usize,
}

/// What is known of nodes before there are any, by path.
pub(super) struct Known<'k> {
    /// The places of the elements that ask for them.
    pub asked: &'k BTreeMap<String, usize>,
    pub repeats: &'k BTreeSet<String>,
    /// Nodes of `meta` that some expression reads.
    pub mentioned: &'k BTreeSet<&'static str>,
}

impl<'a> Tree<'a> {
    /// Lists the nodes below a root called `/data`.
    pub fn plant(root: Element<'a>, known: &Known<'_>, findings: &mut Findings) -> Self {
        let mut tree =
            Self { root_name: root.name(), nodes: Vec::new(), by_path: BTreeMap::new(), outside: BTreeSet::new() };
        tree.append(None, "data", "/data".to_owned(), root, false);
        let mut at = 0;
        while at < tree.nodes.len() {
            tree.grow(at, known, findings);
            if tree.nodes.len() > NODES {
                findings.error(root.place(), Message::NodesTooMany { limit: NODES });
                tree.nodes.truncate(NODES);
                tree.nodes.iter_mut().for_each(|node| node.children.retain(|&child| child < NODES));
                break;
            }
            at += 1;
        }
        tree.put_in_order(known.asked);
        tree
    }

    fn append(&mut self, parent: Option<usize>, name: &'a str, path: String, element: Element<'a>, is_repeat: bool) {
        let at = self.nodes.len();
        if let Some(parent) = parent {
            self.nodes[parent].children.push(at);
        }
        self.nodes.push(TreeNode { parent, children: Vec::new(), name, path, element, is_repeat, instances: 1 });
    }

    fn grow(&mut self, parent: usize, known: &Known<'_>, findings: &mut Findings) {
        let (element, above) = (self.nodes[parent].element, self.nodes[parent].path.clone());
        let is_meta = self.nodes[parent].name == "meta";
        // By name: repeats and records have many children alike.
        let mut here: BTreeMap<&str, usize> = BTreeMap::new();
        for child in element.children() {
            let name = child.name();
            let path = format!("{above}/{name}");
            if is_meta && is_kept_elsewhere(name, known.mentioned) {
                self.outside.insert(path.clone());
                self.outside.extend(child.children().map(|below| format!("{path}/{}", below.name())));
                continue;
            }
            let is_repeat = known.repeats.contains(&path);
            let Some(&twin) = here.get(name) else {
                here.insert(name, self.nodes.len());
                self.append(Some(parent), name, path, child, is_repeat);
                continue;
            };
            if !is_repeat {
                findings.warning(child.place(), Message::NameTwice { name: name.to_owned() });
            } else if self.nodes[twin].element.given("template").is_none() {
                self.nodes[twin].instances += 1;
                if self.nodes[twin].instances == 2 {
                    findings.warning(child.place(), Message::RepeatPrefilled { name: name.to_owned() });
                }
            }
        }
    }

    /// A group `meta` that holds nothing else is left out, neighbours are put in the order in which the page asks for
    /// them, and the nodes are listed anew.
    fn put_in_order(&mut self, asked: &BTreeMap<String, usize>) {
        let count = self.nodes.len();
        let mut first: Vec<usize> =
            self.nodes.iter().map(|node| asked.get(&node.path).copied().unwrap_or(usize::MAX)).collect();
        // Children come behind their parents in the list, so backwards each is done before its parent.
        for at in (1..count).rev() {
            if let Some(parent) = self.nodes[at].parent {
                first[parent] = first[parent].min(first[at]);
            }
        }
        for at in 0..count {
            let mut children = self.nodes[at].children.clone();
            children.retain(|&child| !self.is_bare_meta(child));
            let places: Vec<usize> =
                (0..children.len()).filter(|&place| first[children[place]] != usize::MAX).collect();
            let mut shown: Vec<usize> = places.iter().map(|&place| children[place]).collect();
            shown.sort_by_key(|&child| first[child]);
            places.into_iter().zip(shown).for_each(|(place, child)| children[place] = child);
            self.nodes[at].children = children;
        }
        let mut listed: Vec<TreeNode<'a>> = Vec::with_capacity(count);
        let mut waiting = vec![(0, None)];
        while let Some((at, parent)) = waiting.pop() {
            let place = listed.len();
            if let Some(parent) = parent {
                let parent: &mut TreeNode<'a> = &mut listed[parent];
                parent.children.push(place);
            }
            waiting.extend(self.nodes[at].children.iter().rev().map(|&child| (child, Some(place))));
            listed.push(TreeNode { parent, children: Vec::new(), ..self.nodes[at].clone() });
        }
        self.nodes = listed;
        self.by_path = self.nodes.iter().enumerate().map(|(at, node)| (node.path.clone(), at)).collect();
    }

    fn is_bare_meta(&mut self, at: usize) -> bool {
        let node = &self.nodes[at];
        let bare = node.name == "meta" && node.children.is_empty() && node.element.children().next().is_some();
        if bare {
            self.outside.insert(node.path.clone());
        }
        bare
    }

    /// The node at a path that begins with `/data`.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// Whether the instance has something at a path that is no node.
    pub fn has_outside(&self, path: &str) -> bool {
        self.outside.contains(path)
    }

    /// All paths, for advice.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }
}

impl Hierarchy for Tree<'_> {
    fn parent(&self, node: usize) -> Option<usize> {
        self.nodes[node].parent
    }

    fn path(&self, node: usize) -> &str {
        &self.nodes[node].path
    }

    fn is_repeat(&self, node: usize) -> bool {
        self.nodes[node].is_repeat
    }
}

fn is_kept_elsewhere(name: &str, mentioned: &BTreeSet<&'static str>) -> bool {
    matches!(name, "entity" | "deprecatedID") || (ASKED_FOR.contains(&name) && !mentioned.contains(name))
}

/// What `meta` holds that is a node only where some expression reads it.
pub(super) const ASKED_FOR: [&str; 2] = ["instanceID", "instanceName"];

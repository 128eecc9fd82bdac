//! Which node `${name}` names, and the path that stands for it.
//!
//! Start at [`Names::resolve`]. Where the asking node and the named one stand in the same repeat the path is relative,
//! so that it names the one in the same instance; otherwise it is absolute.
//!
//! Not here: whether the names that a workbook mentions exist ([`check`] says where they do not).

use std::collections::BTreeMap;

use crate::compiling::relative::{Hierarchy, relative};
use crate::problem::{Known, Message, Place};
use crate::xlsform::findings::Findings;
use crate::xlsform::names::{Mention, has_mention, mentions};
use crate::xlsform::tree::Tree;

/// Nodes by name.
pub(super) struct Names<'a> {
    pub tree: &'a Tree,
    by_name: BTreeMap<&'a str, Named>,
}

#[derive(Clone, Copy)]
enum Named {
    One(usize),
    Many,
}

/// Where an expression is evaluated.
#[derive(Clone, Copy, Debug)]
pub(super) enum Focus {
    /// At this node.
    At(usize),
    /// At a group, a repeat's instance or the root, as if at a child of it.
    Inside(usize),
    /// At items of a list, for the question `asker`. `item`: the items are nodes of the form.
    Items { asker: usize, item: Option<usize> },
    /// Anywhere: paths are absolute.
    Anywhere,
}

/// Why a reference names no node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unresolved {
    Unknown,
    Ambiguous,
}

impl<'a> Names<'a> {
    /// `root` is what the record's root is called: a question of that name cannot be mentioned.
    pub fn new(tree: &'a Tree, root: &'a str) -> Self {
        let mut by_name = BTreeMap::from([(root, Named::One(0))]);
        for (at, node) in tree.nodes.iter().enumerate().skip(1) {
            by_name.entry(node.draft.name.as_str()).and_modify(|named| *named = Named::Many).or_insert(Named::One(at));
        }
        Self { tree, by_name }
    }

    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    pub fn find(&self, name: &str) -> Result<usize, Unresolved> {
        match self.by_name.get(name) {
            Some(Named::One(node)) => Ok(*node),
            Some(Named::Many) => Err(Unresolved::Ambiguous),
            None => Err(Unresolved::Unknown),
        }
    }

    /// The text with paths for references. What cannot be resolved stays as it is and is given to `failed`.
    pub fn resolve(&self, text: &str, focus: Focus, mut failed: impl FnMut(&str, Unresolved)) -> String {
        let mentions = mentions(text);
        if mentions.is_empty() {
            return text.to_owned();
        }
        let brackets = Brackets::read(text);
        let mut resolved = String::with_capacity(text.len() + 16 * mentions.len());
        let mut from = 0;
        for mention in &mentions {
            let Mention { start, end, name: Some(name), last_saved } = *mention else { continue };
            resolved.push_str(&text[from..start]);
            from = end;
            match self.find(name) {
                // The spaces keep names and operators apart: `${a}-1` is a difference.
                Ok(node) => {
                    resolved.push(' ');
                    resolved.push_str(&self.path(node, last_saved, focus, &brackets, start));
                    resolved.push(' ');
                }
                Err(why) => {
                    failed(name, why);
                    resolved.push_str(&text[start..end]);
                }
            }
        }
        resolved.push_str(&text[from..]);
        resolved
    }

    fn path(&self, target: usize, last_saved: bool, focus: Focus, brackets: &Brackets, at: usize) -> String {
        let absolute = &self.tree.nodes[target].path;
        if last_saved {
            return format!("instance('__last-saved'){absolute}");
        }
        if brackets.wants_whole_path(at) {
            return absolute.clone();
        }
        match focus {
            Focus::Anywhere => absolute.clone(),
            Focus::Inside(container) => {
                relative(self.tree, container, true, target, false).unwrap_or_else(|| absolute.clone())
            }
            Focus::At(node) => {
                let current = brackets.in_lookup(at);
                relative(self.tree, node, false, target, current).unwrap_or_else(|| absolute.clone())
            }
            Focus::Items { item: Some(item), .. } if self.tree.ancestors(target).any(|above| above == item) => {
                format!(".{}", self.tree.path_below(target, item))
            }
            Focus::Items { asker, .. } => {
                relative(self.tree, asker, false, target, true).unwrap_or_else(|| absolute.clone())
            }
        }
    }
}

/// What stands inside which brackets of an expression.
struct Brackets {
    /// Byte ranges inside `[…]`.
    predicates: Vec<(usize, usize)>,
    /// Byte ranges of those arguments of `indexed-repeat` that name a node as such.
    whole_paths: Vec<(usize, usize)>,
    lookup: bool,
}

impl Brackets {
    fn read(text: &str) -> Self {
        let mut brackets = Self { predicates: Vec::new(), whole_paths: Vec::new(), lookup: text.contains("instance(") };
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut quote = None;
        for (at, character) in text.char_indices() {
            match (quote, character) {
                (Some(open), _) => {
                    if open == character {
                        quote = None;
                    }
                }
                (None, '\'' | '"') => quote = Some(character),
                (None, '[' | '(') => open.push((character, at)),
                (None, ']') => {
                    while let Some((kind, start)) = open.pop() {
                        if kind == '[' {
                            brackets.predicates.push((start, at));
                            break;
                        }
                    }
                }
                (None, ')') => _ = open.pop_if(|(kind, _)| *kind == '('),
                _ => {}
            }
        }
        // What is never closed reaches to the end, so that half an expression is still read.
        brackets.predicates.extend(open.iter().filter(|(kind, _)| *kind == '[').map(|&(_, start)| (start, text.len())));
        for (at, call) in text.match_indices("indexed-repeat(") {
            brackets.whole_paths.extend(whole_path_arguments(text, at + call.len()));
        }
        brackets
    }

    /// In a predicate of an expression that looks something up, where the context is the item and not the node.
    fn in_lookup(&self, at: usize) -> bool {
        self.lookup && self.predicates.iter().any(|&(start, end)| start < at && at < end)
    }

    fn wants_whole_path(&self, at: usize) -> bool {
        self.whole_paths.iter().any(|&(start, end)| start <= at && at < end)
    }
}

/// The byte ranges of the first, second, fourth and sixth argument of a call, whose arguments begin at `from`.
fn whole_path_arguments(text: &str, from: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut argument = 0;
    let mut start = from;
    for (offset, character) in text[from..].char_indices() {
        let at = from + offset;
        let ends = depth == 0 && matches!(character, ',' | ')');
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if ends {
            if matches!(argument, 0 | 1 | 3 | 5) {
                found.push((start, at));
            }
            argument += 1;
            start = at + 1;
            if character == ')' {
                break;
            }
        }
    }
    found
}

/// Reports what a text mentions that the survey does not name exactly once. `named`: how many rows have each name.
pub(super) fn check(text: &str, place: &Place, named: &BTreeMap<String, usize>, findings: &mut Findings) {
    // Two characters and a name: shorter texts are never references.
    if text.len() <= 2 || !has_mention(text) {
        return;
    }
    for mention in mentions(text) {
        let Some(name) = mention.name else {
            let text = text[mention.start..mention.end].to_owned();
            findings.error(place.clone(), Message::ReferenceInvalid { text });
            continue;
        };
        match named.get(name) {
            Some(1) => {}
            Some(_) => _ = findings.error(place.clone(), Message::ReferenceAmbiguous { name: name.to_owned() }),
            None => {
                let mut problem = findings.error(place.clone(), Message::ReferenceUnknown { name: name.to_owned() });
                problem.near(Known::Name, name, named.keys().map(String::as_str));
            }
        }
    }
}

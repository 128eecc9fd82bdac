//! Expressions of a document in the words of the engine: `/data` for the form's root whatever it is called, paths between
//! nodes of one repeat relative, and looked-up lists as `root/item`.
//!
//! ```text
//! /survey/visits/count * instance('prices')/prices/row[id = /survey/visits/what]/price     at /survey/visits/sum
//!     ../count         * instance('prices')/root/item[id = current()/../what]/price
//! ```
//!
//! The text is cut into words as XPath asks for, so that nothing inside a literal or a name is touched. A path to a node
//! of the same repeat means the one in the same instance: so the field's clients read it, and older converters write all
//! paths that way. Start at [`Paths::translate`].
//!
//! Source: ODK JavaRosa, `TreeReference.contextualize`.

use std::collections::BTreeMap;

use crate::compiling::relative::{Hierarchy as _, relative};
use crate::compiling::words::{continues_name, starts_name};
use crate::xform::document::local;
use crate::xform::tree::Tree;

/// What paths of one form mean.
pub(super) struct Paths<'a> {
    pub tree: &'a Tree<'a>,
    /// By the id of a secondary instance: the names of its root and of the elements in it.
    pub shapes: BTreeMap<String, (String, String)>,
    /// The id of the last saved record.
    pub last_saved: Option<String>,
    /// The id of the form's own instance, where it has one.
    pub own: Option<String>,
}

/// Where an expression stands in the document, and where the engine evaluates it.
#[derive(Clone, Copy, Debug)]
pub(super) enum At<'a> {
    /// At a node, and there it is evaluated.
    Node(usize),
    /// At the document's path `from`, but evaluated at the node `to`.
    Moved { from: &'a str, to: usize },
    /// In a predicate or a reference over items that the question `asker` offers.
    Items { asker: usize },
    /// Wherever it is shown: paths stay absolute.
    Anywhere,
}

/// What a path names that the form does not have.
pub(super) type Unknown = Vec<String>;

impl Paths<'_> {
    /// The expression for the engine, and the paths in it that name no node.
    pub fn translate(&self, text: &str, at: At<'_>) -> (String, Unknown) {
        let mut cursor = Cursor { paths: self, text, at, position: 0, out: String::new(), unknown: Vec::new() };
        cursor.run();
        (cursor.out.trim().to_owned(), cursor.unknown)
    }

    /// The path of a node as the document names it, `/survey/a`, as the engine names it. Prefixes go.
    pub fn rooted(&self, path: &str) -> Option<String> {
        let mut steps = path.strip_prefix('/')?.split('/').map(local);
        (steps.next()? == self.tree.root_name).then(|| {
            let mut rooted = "/data".to_owned();
            steps.for_each(|step| {
                rooted.push('/');
                rooted.push_str(step);
            });
            rooted
        })
    }
}

struct Cursor<'a> {
    paths: &'a Paths<'a>,
    text: &'a str,
    at: At<'a>,
    position: usize,
    out: String,
    unknown: Unknown,
}

/// An open bracket.
struct Open {
    is_predicate: bool,
    call: Call,
}

/// Functions that take paths otherwise than as values.
enum Call {
    /// Of `indexed-repeat`, the number of the argument that comes next: some name nodes as such.
    IndexedRepeat(usize),
    /// `jr:choice-name` takes a path as text.
    ChoiceName,
    Other,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn copy(&mut self, length: usize) {
        let end = (self.position + length.max(1)).min(self.text.len());
        self.out.push_str(self.text.get(self.position..end).unwrap_or_default());
        self.position = end;
    }

    fn run(&mut self) {
        // Whether what was met last can be the left side of an operator, and whether it was a slash within a path.
        let mut operand = false;
        let mut in_path = false;
        let mut open: Vec<Open> = Vec::new();
        while let Some(first) = self.rest().chars().next() {
            let rest = self.rest();
            let was_in_path = std::mem::take(&mut in_path);
            match first {
                c if c.is_whitespace() => {
                    in_path = was_in_path;
                    self.copy(c.len_utf8());
                }
                '\'' | '"' => {
                    let length = rest[1..].find(first).map_or(rest.len(), |end| end + 2);
                    if matches!(open.last(), Some(Open { call: Call::ChoiceName, .. })) {
                        self.quoted_path(first, length);
                    } else {
                        self.copy(length);
                    }
                    operand = true;
                }
                '/' if operand || rest.starts_with("//") => {
                    self.copy(if rest.starts_with("//") { 2 } else { 1 });
                    (operand, in_path) = (false, true);
                }
                '/' => {
                    let is_predicate = open.iter().any(|open| open.is_predicate);
                    let is_whole = matches!(open.last(), Some(Open { call: Call::IndexedRepeat(0 | 1 | 3 | 5), .. }));
                    operand = self.absolute(is_predicate, is_whole);
                }
                '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                    self.copy(number(rest));
                    operand = true;
                }
                '.' => {
                    let is_predicate = open.iter().any(|open| open.is_predicate);
                    if was_in_path || is_predicate || !self.moved() {
                        self.copy(if rest.starts_with("..") { 2 } else { 1 });
                    }
                    operand = true;
                }
                c if c.is_ascii_digit() => {
                    self.copy(number(rest));
                    operand = true;
                }
                '*' => {
                    self.copy(1);
                    operand = !operand;
                }
                '(' | '[' => {
                    let before = self.out.trim_end();
                    let call = match first {
                        '(' if before.ends_with("indexed-repeat") => Call::IndexedRepeat(0),
                        '(' if before.ends_with("jr:choice-name") => Call::ChoiceName,
                        _ => Call::Other,
                    };
                    open.push(Open { is_predicate: first == '[', call });
                    self.copy(1);
                    operand = false;
                }
                ')' | ']' => {
                    open.pop();
                    self.copy(1);
                    operand = true;
                }
                ',' => {
                    if let Some(Open { call: Call::IndexedRepeat(argument), .. }) = open.last_mut() {
                        *argument += 1;
                    }
                    self.copy(1);
                    operand = false;
                }
                c if starts_name(c) => operand = self.name(operand),
                other => {
                    self.copy(other.len_utf8());
                    operand = false;
                }
            }
        }
    }

    /// A path that stands in quotes.
    fn quoted_path(&mut self, quote: char, length: usize) {
        let inner = self.rest().get(1..length.saturating_sub(1)).unwrap_or_default();
        let (path, unknown) = self.paths.translate(inner, self.at);
        self.unknown.extend(unknown);
        self.out.extend([quote]);
        self.out.push_str(&path);
        self.out.extend([quote]);
        self.position += length;
    }

    /// A name: an operator, a function, an axis or a step. Gives whether it can be the left side of an operator.
    fn name(&mut self, operand: bool) -> bool {
        let rest = self.rest();
        let length = name_length(rest);
        let (name, after) = rest.split_at(length);
        if operand && matches!(name, "and" | "or" | "div" | "mod") {
            self.copy(length);
            return false;
        }
        if after.starts_with("::") {
            self.copy(length + 2);
            return false;
        }
        if name == "instance" && after.trim_start().starts_with('(') && self.instance() {
            return true;
        }
        if name == "current" && matches!(self.at, At::Moved { .. }) {
            let call = rest.find(")/").filter(|&end| rest[length..end].trim() == "(");
            if let Some(end) = call {
                self.copy(end + 2);
                if self.rest().starts_with('.') && !self.moved() {
                    self.copy(if self.rest().starts_with("..") { 2 } else { 1 });
                }
                return true;
            }
        }
        self.copy(length);
        true
    }

    /// `instance('id')/root/item`: the names of the first two steps are the engine's own.
    fn instance(&mut self) -> bool {
        let rest = self.rest();
        let Some((id, length)) = instance_call(rest) else { return false };
        let steps: Vec<&str> = rest[length..].strip_prefix('/').map(steps_of).unwrap_or_default();
        let written = |count: usize| steps.iter().take(count).map(|step| step.len() + 1).sum::<usize>();
        if self.paths.own.as_deref() == Some(id) && !steps.is_empty() {
            self.position += length;
            self.absolute(true, true);
            return true;
        }
        if self.paths.last_saved.as_deref() == Some(id) {
            self.out.push_str("instance('__last-saved')");
            self.position += length;
            if !steps.is_empty() {
                self.out.push_str("/data");
                self.position += written(1);
            }
            return true;
        }
        let Some((root, item)) = self.paths.shapes.get(id) else { return false };
        self.out.push_str(&rest[..length]);
        self.position += length;
        if let Some(first) = steps.first().filter(|step| local(step) == root) {
            self.out.push_str("/root");
            self.position += first.len() + 1;
            if item.is_empty() && steps.len() > 1 {
                // One row of a table without rows.
                self.out.push_str("/item");
            } else if let Some(second) = steps.get(1).filter(|step| local(step) == item) {
                self.out.push_str("/item");
                self.position += second.len() + 1;
            }
        }
        true
    }

    /// A path from the root. Gives whether it can be the left side of an operator: not where it is a slash alone.
    fn absolute(&mut self, is_predicate: bool, is_whole: bool) -> bool {
        let rest = self.rest();
        let steps = steps_of(&rest[1..]);
        let length = steps.iter().map(|step| step.len() + 1).sum::<usize>();
        if steps.is_empty() || local(steps[0]) != self.paths.tree.root_name {
            self.copy(1);
            // A lone slash is a whole path; before a name, `*` or an axis it begins one.
            return !self.rest().starts_with(|c: char| starts_name(c) || c == '*' || c == '.' || c == '@');
        }
        let rooted = self.paths.rooted(&rest[..length]).unwrap_or_default();
        let after = &rest[length..];
        self.position += length;
        let Some(node) = self.paths.tree.find(&rooted) else {
            if !self.paths.tree.has_outside(&rooted) && !after.starts_with("/@") {
                self.unknown.push(rest[..length].to_owned());
            }
            self.out.push_str(&rooted);
            return true;
        };
        let to = match self.at {
            At::Node(node) => Some((node, false, is_predicate)),
            At::Moved { to, .. } => Some((to, true, is_predicate)),
            At::Items { asker } => Some((asker, false, true)),
            At::Anywhere => None,
        };
        // A predicate behind a repeat picks an instance, which then is not that of this node.
        let picks = after.trim_start().starts_with('[') && self.paths.tree.is_repeat(node);
        let path = to
            .filter(|_| !is_whole && !picks)
            .and_then(|(from, inside, current)| relative(self.paths.tree, from, inside, node, current));
        self.out.push_str(path.as_deref().unwrap_or(&rooted));
        true
    }

    /// A path that begins with dots, where it is evaluated elsewhere than it stands. Gives whether it was rewritten.
    fn moved(&mut self) -> bool {
        let At::Moved { from, to } = self.at else { return false };
        let rest = self.rest();
        let mut length = 0;
        let mut up = 0;
        loop {
            let here = &rest[length..];
            let dots = if here.starts_with("..") { 2 } else { usize::from(here.starts_with('.')) };
            if dots == 0 {
                break;
            }
            up += usize::from(dots == 2);
            length += dots;
            match rest[length..].strip_prefix('/') {
                Some(below) if below.starts_with('.') => length += 1,
                _ => break,
            }
        }
        let mut path: Vec<&str> = from.split('/').skip(1).collect();
        if up > path.len() {
            return false;
        }
        path.truncate(path.len() - up);
        let below: Vec<&str> = rest[length..].strip_prefix('/').map(steps_of).unwrap_or_default();
        length += below.iter().map(|step| step.len() + 1).sum::<usize>();
        path.extend(below.iter().map(|step| local(step)));
        let target = format!("/{}", path.join("/"));
        // From the node where it is evaluated, up to what both share, and down again.
        let own = self.paths.tree.nodes[to].path.as_str();
        let own_steps: Vec<&str> = own.split('/').skip(1).collect();
        let shared = own_steps.iter().zip(&path).take_while(|(left, right)| left == right).count();
        let mut moved = vec![".."; own_steps.len() - shared];
        if moved.is_empty() {
            moved.push(".");
        }
        moved.extend(path.iter().skip(shared));
        if self.paths.tree.find(&target).is_none() && !self.paths.tree.has_outside(&target) {
            self.unknown.push(target);
        }
        self.out.push_str(&moved.join("/"));
        self.position += length;
        true
    }
}

/// The names at the start of a text, with slashes between: `a/b[1]` gives `a` and `b`. Not what follows an axis or a call.
fn steps_of(text: &str) -> Vec<&str> {
    let mut steps = Vec::new();
    let mut rest = text;
    while rest.starts_with(starts_name) {
        let (name, after) = rest.split_at(name_length(rest));
        if after.starts_with("::") || after.trim_start().starts_with('(') {
            break;
        }
        steps.push(name);
        match after.strip_prefix('/') {
            Some(next) => rest = next,
            None => break,
        }
    }
    steps
}

/// A call `instance('id')` at the start of a text: the id, and the length of the call.
pub(super) fn instance_call(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("instance")?.trim_start().strip_prefix('(')?.trim_start();
    let quote = inner.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let (id, after) = inner[1..].split_once(quote)?;
    let after = after.trim_start().strip_prefix(')')?;
    Some((id, text.len() - after.len()))
}

/// The length of a name, with its prefix.
fn name_length(text: &str) -> usize {
    let plain = |text: &str| text.find(|c: char| !continues_name(c)).unwrap_or(text.len());
    let first = plain(text);
    match text[first..].strip_prefix(':') {
        Some(local) if local.starts_with(starts_name) => first + 1 + plain(local),
        _ => first,
    }
}

fn number(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len())
}

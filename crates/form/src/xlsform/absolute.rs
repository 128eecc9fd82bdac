//! Absolute paths that an author writes by hand inside a repeat, where one value is wanted.
//!
//! The specification of the field reads them as if they were relative, so that `/data/visit/day` in a visit is the day of
//! this visit. Here that is so of a plain path that stands for one value. A path with a condition, and one that a function
//! of many nodes takes (`sum(/data/visit/cost)`), means all visits, as in XPath: who wants this visit's has `${cost}`.
//!
//! Source: ODK XForms specification, "A Big Deviation with XForms".
//!
//! Not here: what references become (`refs`).

use crate::compiling::relative::relative;
use crate::xlsform::names::{continues_name, starts_name};
use crate::xlsform::tree::Tree;

/// Functions that take all nodes of a path, or want to know where it stands.
const OF_MANY: [&str; 8] = ["count", "count-non-empty", "indexed-repeat", "join", "max", "min", "randomize", "sum"];

/// The expression, at a node (or `inside` a group), with paths to nodes of its own instance made relative.
pub(super) fn in_own_instance(text: &str, tree: &Tree, from: usize, inside: bool) -> String {
    let mut written = String::with_capacity(text.len());
    let mut taken = 0;
    for (start, end) in single_paths(text) {
        let Some(target) = tree.nodes.iter().position(|node| node.path == text[start..end]) else { continue };
        let Some(path) = relative(tree, from, inside, target, false) else { continue };
        written.push_str(&text[taken..start]);
        written.push_str(&path);
        taken = end;
    }
    written.push_str(&text[taken..]);
    written
}

/// Where plain absolute paths stand for one value.
fn single_paths(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // The functions whose arguments, and the predicates whose conditions, are being read. Brackets alone have no name.
    let mut open: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let before = &text[..at];
        match character {
            '\'' | '"' => {
                let behind = at + 1;
                let Some(length) = text[behind..].find(character) else { break };
                at = behind + length;
            }
            '(' => open.push(last_name(before)),
            '[' => open.push("["),
            ')' | ']' => _ = open.pop(),
            '/' if starts_path(before) => {
                let end = at + plain_length(&text[at..]);
                let is_plain = end > at && !text[end..].trim_start().starts_with(['/', '[', ':', '(']);
                let reader = open.iter().rev().find(|name| !name.is_empty()).copied().unwrap_or_default();
                if is_plain && !open.contains(&"[") && !OF_MANY.contains(&reader) {
                    found.push((at, end));
                }
                at = end.max(at + 1);
                continue;
            }
            _ => {}
        }
        // Behind a literal this is its closing quote, as wide as the one that opened it.
        at += character.len_utf8();
    }
    found
}

/// The name that the text ends in.
fn last_name(text: &str) -> &str {
    let text = text.trim_end();
    let start = text.trim_end_matches(|character| continues_name(character) || character == ':').len();
    &text[start..]
}

/// Whether a slash behind this text begins a path. Behind a value it goes on with one.
fn starts_path(before: &str) -> bool {
    let is_apart = before.ends_with(char::is_whitespace);
    match before.trim_end().chars().next_back() {
        // A minus, unless it ends a name.
        Some('-') => is_apart || !before.trim_end_matches('-').ends_with(continues_name),
        None => true,
        Some(')' | ']' | '/' | '\'' | '"') => false,
        Some('*') => is_apart,
        Some(last) if continues_name(last) => is_apart && matches!(last_name(before), "and" | "or" | "div" | "mod"),
        Some(_) => true,
    }
}

/// How far `/name/name` reaches.
fn plain_length(text: &str) -> usize {
    let mut length = 0;
    while let Some(name) = text[length..].strip_prefix('/').filter(|name| name.starts_with(starts_name)) {
        length += 1 + name.find(|character| !continues_name(character)).unwrap_or(name.len());
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        single_paths(text).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn a_plain_path_that_stands_for_one_value_is_found() {
        assert_eq!(found("/data/r/a + 1"), ["/data/r/a"]);
        assert_eq!(found("if(/data/r/a = 'x/y', /data/b,(/data/c))"), ["/data/r/a", "/data/b", "/data/c"]);
        assert_eq!(found("1 and /data/数据 or not(/data/b)"), ["/data/数据", "/data/b"]);
        assert_eq!(found("2 * /data/a div /data/b - /data/c"), ["/data/a", "/data/b", "/data/c"]);
        assert_eq!(found("-/data/a >= -(/data/b)"), ["/data/a", "/data/b"]);
    }

    #[test]
    fn a_path_of_many_nodes_or_one_that_goes_on_is_not() {
        for text in [
            "sum(/data/r/a)",
            "count(/data/r)",
            "indexed-repeat(/data/r/a, /data/r, 1)",
            "/data/r[1]/a",
            "/data/r/a[. > 1]",
            "/data/r/@k",
            "//a",
            "instance('x')/root/item[name = /data/r/a]",
            "../r/a",
            "current()/data/a",
            "'/data/r/a'",
            "a/data/b",
            "",
            "'",
            "\"/data/a",
            "/",
            "/ / /",
            "))]]/",
            "数据/data/a",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}

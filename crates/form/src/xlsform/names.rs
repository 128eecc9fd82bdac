//! What may be a name, and how `${name}` is written.
//!
//! Not here: which node a name names (`refs`).

pub(super) use crate::compiling::words::{continues_name, starts_name};

/// Whether a text can name a node: an XML name, with or without a prefix.
pub(super) fn is_name(text: &str) -> bool {
    match text.split_once(':') {
        Some((prefix, local)) => is_plain_name(prefix) && is_plain_name(local),
        None => is_plain_name(text),
    }
}

fn is_plain_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

/// A `${name}` in a text: where it stands, in bytes, and what it names. `None` for one that is not well formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mention<'a> {
    pub start: usize,
    pub end: usize,
    pub name: Option<&'a str>,
    pub last_saved: bool,
}

/// Whether a text has a `${`. Looking for one character first: a search for more takes its time before it begins, and long
/// lists have a hundred thousand cells without.
pub(super) fn has_mention(text: &str) -> bool {
    text.contains('$') && text.contains("${")
}

/// Every `${…}` of a text, in order.
pub(super) fn mentions(text: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    if !has_mention(text) {
        return found;
    }
    let mut from = 0;
    while let Some(at) = text[from..].find("${") {
        let start = from + at;
        let inner = &text[start + 2..];
        from = start + 2;
        match inner.find('}') {
            // `${}` has always been let through as plain text, as long as the text goes on.
            Some(0) => {}
            Some(length) => {
                let (name, last_saved) = match inner[..length].strip_prefix("last-saved#") {
                    Some(name) => (name, true),
                    None => (&inner[..length], false),
                };
                let end = start + 2 + length + 1;
                found.push(Mention { start, end, name: is_plain_name(name).then_some(name), last_saved });
                from = end;
            }
            None => {
                found.push(Mention { start, end: text.len(), name: None, last_saved: false });
                break;
            }
        }
    }
    found
}

/// The name, if the text is one well-formed reference and nothing else.
pub(super) fn sole_reference(text: &str) -> Option<&str> {
    match mentions(text).as_slice() {
        [Mention { start: 0, end, name, .. }] if *end == text.len() => *name,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_be_chinese_and_have_a_prefix() {
        for name in ["a", "_b1", "企业名称", "orx:meta", "a-b.c"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1a", "a b", "-a", "a:", ":a", "a:b:c", "a(", "$a"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn references_are_found_with_their_names() {
        let found = mentions("${a} + ${last-saved#b} - ${ c }");
        let names: Vec<_> = found.iter().map(|mention| (mention.name, mention.last_saved)).collect();
        assert_eq!(names, [(Some("a"), false), (Some("b"), true), (None, false)]);
        assert_eq!(sole_reference("${a}"), Some("a"));
        assert_eq!(sole_reference("${a} "), None);
        assert_eq!(mentions("${open").len(), 1);
        assert_eq!(mentions("a ${} b"), []);
    }
}

//! The rough words of a text that may be an expression: enough to tell a default that is computed from one that is
//! written down, and to find `instance(…)` in a label.
//!
//! The order in which kinds are tried decides what a text means, and it is the field's converter's order: a date comes
//! before a number, a number with its sign before a minus, a name with its hyphens before both.
//!
//! Not here: the expression language (`xpath`).

use crate::xlsform::names::{continues_name, mentions, starts_name};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Literal,
    /// `*`, `+`, `-`, ` mod `, ` div `.
    Arithmetic,
    Union,
    Reference,
    /// A name and an opening bracket.
    Call,
    /// A name and an opening square bracket.
    OpenPredicate,
    ClosePredicate,
    CloseCall,
    Slash,
    Quoted,
    Space,
    Other,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Whether a default has to be computed. `dated`: its type is one whose values are written with hyphens.
pub(super) fn is_dynamic(text: &str, dated: bool) -> bool {
    for word in words(text) {
        match word.kind {
            Kind::Arithmetic if dated && &text[word.start..word.end] == "-" => return false,
            Kind::Arithmetic | Kind::Union | Kind::Reference | Kind::Call => return true,
            _ => {}
        }
    }
    false
}

/// Where `instance(…)` and the path after it stand in a text.
pub(super) fn instance_paths(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    if !(text.contains('(') && text.contains("instance(")) {
        return found;
    }
    let words = words(text);
    let mut at = 0;
    while at < words.len() {
        let start = words[at];
        if start.kind != Kind::Call || &text[start.start..start.end] != "instance(" {
            at += 1;
            continue;
        }
        let mut depth = 1_usize;
        let mut end = start.end;
        at += 1;
        // Inside brackets everything belongs to it; outside, a space ends it.
        while at < words.len() {
            let word = words[at];
            match word.kind {
                Kind::Call | Kind::OpenPredicate => depth += 1,
                Kind::ClosePredicate | Kind::CloseCall if depth > 0 => depth -= 1,
                Kind::Slash if depth == 0 => {}
                Kind::Other | Kind::Literal if depth == 0 && is_step(&text[word.start..word.end]) => {}
                _ if depth == 0 => break,
                Kind::Other if &text[word.start..word.end] == "(" || &text[word.start..word.end] == "[" => depth += 1,
                _ => {}
            }
            end = word.end;
            at += 1;
        }
        found.push((start.start, end));
    }
    found
}

fn is_step(text: &str) -> bool {
    text.starts_with(starts_name) || text == "[" || text == "*"
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let (kind, length) = first_word(&text[start..]);
        words.push(Word { kind, start, end: start + length });
        start += length;
    }
    words
}

fn first_word(text: &str) -> (Kind, usize) {
    let first = text.chars().next().unwrap_or_default();
    if let Some(length) = date(text).or_else(|| time(text)).or_else(|| number(text)) {
        return (Kind::Literal, length);
    }
    for operator in [" mod ", " div "] {
        if text.starts_with(operator) {
            return (Kind::Arithmetic, operator.len());
        }
    }
    match first {
        '*' | '+' | '-' => return (Kind::Arithmetic, 1),
        '|' => return (Kind::Union, 1),
        ')' => return (Kind::CloseCall, 1),
        ']' => return (Kind::ClosePredicate, 1),
        '/' => return (Kind::Slash, 1),
        '"' | '\'' => {
            if let Some(length) = text[1..].find(first) {
                return (Kind::Quoted, length + 2);
            }
        }
        '$' => {
            if let Some(mention) = mentions(text).first().filter(|mention| mention.start == 0 && mention.name.is_some())
            {
                return (Kind::Reference, mention.end);
            }
        }
        _ => {}
    }
    if first.is_whitespace() {
        let length = text.find(|c: char| !c.is_whitespace()).unwrap_or(text.len());
        return (Kind::Space, length);
    }
    if let Some(length) = name(text) {
        return match text[length..].chars().next() {
            Some('(') => (Kind::Call, length + 1),
            Some('[') => (Kind::OpenPredicate, length + 1),
            _ => (Kind::Other, length),
        };
    }
    (Kind::Other, first.len_utf8())
}

/// A name, with a prefix perhaps.
fn name(text: &str) -> Option<usize> {
    let plain = |text: &str| {
        text.starts_with(starts_name).then(|| text.find(|c: char| !continues_name(c)).unwrap_or(text.len()))
    };
    let length = plain(text)?;
    match text[length..].strip_prefix(':').and_then(plain) {
        Some(local) => Some(length + 1 + local),
        None => Some(length),
    }
}

/// `2024-02-29`, with a time after it perhaps.
fn date(text: &str) -> Option<usize> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let length = shape(digits, "dddd-dd-dd")? + (text.len() - digits.len());
    match text[length..].strip_prefix('T').and_then(time) {
        Some(rest) => Some(length + 1 + rest),
        None => Some(length),
    }
}

/// `08:30:00`, with a zone perhaps.
fn time(text: &str) -> Option<usize> {
    let length = shape(text, "dd:dd:dd")?;
    let rest = &text[length..];
    if rest.starts_with('Z') {
        return Some(length + 1);
    }
    let zone = rest.strip_prefix(['+', '-']).and_then(|rest| shape(rest, "dd:dd"));
    Some(length + zone.map_or(0, |zone| zone + 1))
}

fn number(text: &str) -> Option<usize> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let sign = text.len() - unsigned.len();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    let fraction = unsigned[whole..].strip_prefix('.').map(digits);
    match (whole, fraction) {
        (0, None | Some(0)) => None,
        (_, Some(places)) => Some(sign + whole + 1 + places),
        (_, None) => Some(sign + whole),
    }
}

fn shape(text: &str, shape: &str) -> Option<usize> {
    let bytes = text.as_bytes().get(..shape.len())?;
    let fits = bytes.iter().zip(shape.bytes()).all(|(&byte, want)| match want {
        b'd' => byte.is_ascii_digit(),
        other => byte == other,
    });
    fits.then_some(shape.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_computed_if_it_has_an_operator_a_call_or_a_reference() {
        for text in ["1 + 1", "now()", "${a}", "a | b", "10 mod 2", "-x", "if(${a}, 1, 2)", "2 * 3"] {
            assert!(is_dynamic(text, false), "{text}");
        }
        for text in ["text", "2024-01-01", "10:00:00", "-5", "a-b", "a b (c)", "1-2", "https://example.org", "'a + b'"]
        {
            assert!(!is_dynamic(text, false), "{text}");
        }
        assert!(!is_dynamic("2024-1-1 - later", true));
        assert!(is_dynamic("today() - 1", true));
    }

    #[test]
    fn a_lookup_in_a_label_is_found_whole() {
        let text = "Name: instance('a')/root/item[name = ${b}]/label and more";
        let found = instance_paths(text);
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].0..found[0].1], "instance('a')/root/item[name = ${b}]/label");
        assert_eq!(instance_paths("an instance (of it)"), []);
    }
}

//! XML that is passed on as it was written: pieces of a text with their places, and tags with one attribute changed.
//!
//! Only for parts that the reader has walked through already (`xlsx::walker`): what is no XML, or an attack, was refused there.

use std::ops::Range;

/// One piece of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// A tag from `<` to `>`; an empty element closes itself.
    Open {
        tag: &'a str,
        is_empty: bool,
    },
    Close,
    Text(&'a str),
    /// A comment, an instruction.
    Other,
}

/// The pieces of a part, each with its place.
pub struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, at: 0 }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = (Range<usize>, Piece<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let after = |end: &str| rest.find(end).map_or(rest.len(), |place| place + end.len());
        let (length, kind) = match rest {
            _ if !rest.starts_with('<') => (rest.find('<').unwrap_or(rest.len()), Piece::Text("")),
            _ if rest.starts_with("<!--") => (after("-->"), Piece::Other),
            _ if rest.starts_with("<![CDATA[") => (after("]]>"), Piece::Text("")),
            _ if rest.starts_with("<?") || rest.starts_with("<!") => (after(">"), Piece::Other),
            _ if rest.starts_with("</") => (after(">"), Piece::Close),
            _ => (tag_length(rest), Piece::Open { tag: "", is_empty: false }),
        };
        let place = self.at..self.at + length;
        let text = self.text.get(place.clone())?;
        self.at = place.end;
        let piece = match kind {
            Piece::Text(_) => Piece::Text(text),
            Piece::Open { .. } => Piece::Open { tag: text, is_empty: text.ends_with("/>") },
            other => other,
        };
        Some((place, piece))
    }
}

/// Up to the `>` that stands in no attribute.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (place, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None, b'>') => return place + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The name of a tag as it is written, prefix included.
pub fn full_name(tag: &str) -> &str {
    let inside = tag.trim_start_matches('<').trim_start_matches('/');
    inside.split(|sign: char| sign.is_ascii_whitespace() || sign == '/' || sign == '>').next().unwrap_or_default()
}

/// The name of a tag without its prefix.
pub fn name(tag: &str) -> &str {
    let full = full_name(tag);
    full.rsplit_once(':').map_or(full, |(_, local)| local)
}

/// The places of an attribute within its tag: all of it with the space before it, and its value.
fn places(tag: &str, wanted: &str) -> Option<(Range<usize>, Range<usize>)> {
    let mut at = 1 + full_name(tag).len();
    loop {
        let rest = tag.get(at..)?;
        let from = at;
        let key_from = at + rest.len() - rest.trim_start().len();
        let equals = tag.get(key_from..)?.find('=')? + key_from;
        let key = tag.get(key_from..equals)?.trim_end();
        let after = tag.get(equals + 1..)?;
        let quote_at = equals + 1 + after.len() - after.trim_start().len();
        let quote = tag.get(quote_at..)?.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value_from = quote_at + 1;
        let value_to = tag.get(value_from..)?.find(quote)? + value_from;
        if key == wanted {
            return Some((from..value_to + 1, value_from..value_to));
        }
        at = value_to + 1;
    }
}

/// The value of an attribute, as it is written.
pub fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    places(tag, wanted).and_then(|(_, value)| tag.get(value))
}

/// The tag with an attribute that has this value. The value is written as it is.
pub fn with(tag: &str, wanted: &str, value: &str) -> String {
    let mut out = tag.to_owned();
    match places(tag, wanted) {
        Some((_, place)) => out.replace_range(place, value),
        None => out.insert_str(1 + full_name(tag).len(), &format!(" {wanted}=\"{value}\"")),
    }
    out
}

/// The tag without an attribute.
pub fn without(tag: &str, wanted: &str) -> String {
    let mut out = tag.to_owned();
    if let Some((place, _)) = places(tag, wanted) {
        out.replace_range(place, "");
    }
    out
}

/// A part without the elements that `is_dropped` names by their tags. They hold nothing.
pub fn dropped(text: &str, is_dropped: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut closes = false;
    for (place, piece) in pieces(text) {
        match piece {
            Piece::Open { tag, is_empty } if is_dropped(tag) => closes = !is_empty,
            Piece::Close if closes => closes = false,
            _ => out.push_str(text.get(place).unwrap_or_default()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_read_changed_and_taken_away_where_it_stands() {
        let tag = "<x:c r='A1' s=\"3\" t = \"s>\"/>";
        assert_eq!((full_name(tag), name(tag)), ("x:c", "c"));
        assert_eq!((attribute(tag, "s"), attribute(tag, "t"), attribute(tag, "q")), (Some("3"), Some("s>"), None));
        assert_eq!(with(tag, "r", "B2"), "<x:c r='B2' s=\"3\" t = \"s>\"/>");
        assert_eq!(with("<c/>", "r", "B2"), "<c r=\"B2\"/>");
        assert_eq!(without(tag, "s"), "<x:c r='A1' t = \"s>\"/>");
    }

    #[test]
    fn the_pieces_of_a_part_put_together_are_the_part() {
        let text = "<?xml version=\"1.0\"?>\n<a b=\"1>2\"><!-- <c> --><c/>x &amp; y<![CDATA[<d>]]></a>";
        let whole: String = pieces(text).filter_map(|(place, _)| text.get(place)).collect();
        assert_eq!(whole, text);
        let opened = pieces(text).filter(|(_, piece)| matches!(piece, Piece::Open { .. })).count();
        assert_eq!(opened, 2);
        assert_eq!(dropped(text, |tag| name(tag) == "c"), text.replace("<c/>", ""));
    }
}

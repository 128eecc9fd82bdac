//! A cell as nearly all programs write nearly all of theirs, read at a glance: `<c r="A1" t="s"><v>7</v></c>`.
//!
//! A sheet of fifty thousand rows has some million tags, and to walk through them one by one is most of what reading it
//! takes. Whatever is written in any other way (an entity, a formula, a prefix, a cell that is not wholly at hand) is nothing
//! that is known here: it is walked through. Start at [`cell`].

use super::Tag;
use crate::xlsx::walker::BLANK;

/// A cell; its text is where the caller wanted it.
pub struct Plain {
    pub tag: Tag,
    pub body: Body,
}

/// Where the text of a cell stood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Body {
    None,
    /// In `<v>`.
    Kept,
    /// In `<is><t>`.
    Inline,
}

/// The cell that these bytes begin with, and how many of them it is.
pub fn cell(bytes: &[u8], text: &mut String) -> Option<(usize, Plain)> {
    let mut rest = bytes.strip_prefix(b"<c")?;
    let mut tag = Tag::default();
    let is_empty = loop {
        match rest {
            [b'>', ..] => break false,
            [b'/', b'>', ..] | [b' ', b'/', b'>', ..] => break true,
            [b' ', ..] => {
                let (name, value, behind) = attribute(&rest[1..])?;
                tag.take(name, value);
                rest = behind;
            }
            _ => return None,
        }
    };
    text.clear();
    let (body, rest) = if is_empty {
        let end = if rest[0] == b' ' { 3 } else { 2 };
        (Body::None, &rest[end..])
    } else {
        filled(&rest[1..], text)?
    };
    Some((bytes.len() - rest.len(), Plain { tag, body }))
}

/// `name="value"`, with nothing in the value that means something else.
fn attribute(bytes: &[u8]) -> Option<(&str, &str, &[u8])> {
    let equals = bytes.iter().position(|&byte| !byte.is_ascii_alphabetic() && byte != b':')?;
    let (name, behind) = bytes.split_at(equals);
    let behind = behind.strip_prefix(b"=\"")?;
    let end = behind.iter().position(|byte| matches!(byte, b'"' | b'&' | b'<' | b'\t' | b'\r' | b'\n'))?;
    let (value, behind) = behind.split_at(end);
    Some((str::from_utf8(name).ok()?, str::from_utf8(value).ok()?, behind.strip_prefix(b"\"")?))
}

/// What stands in a cell, with its end.
fn filled<'a>(bytes: &'a [u8], text: &mut String) -> Option<(Body, &'a [u8])> {
    if let Some(inside) = bytes.strip_prefix(b"<v>") {
        let behind = text_into(inside, false, text)?;
        return Some((Body::Kept, behind.strip_prefix(b"</v></c>")?));
    }
    let inside = bytes.strip_prefix(b"<is><t")?;
    let (keeps_space, inside) = match inside.strip_prefix(b" xml:space=\"preserve\"") {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let behind = text_into(inside.strip_prefix(b">")?, keeps_space, text)?;
    Some((Body::Inline, behind.strip_prefix(b"</t></is></c>")?))
}

/// Text up to the next tag, if it means what it says.
fn text_into<'a>(bytes: &'a [u8], keeps_space: bool, text: &mut String) -> Option<&'a [u8]> {
    let end = bytes.iter().position(|byte| matches!(byte, b'<' | b'&' | b'\r'))?;
    let (written, behind) = bytes.split_at(end);
    let written = str::from_utf8(written).ok()?;
    if written.contains("_x") {
        return None;
    }
    text.push_str(if keeps_space { written } else { written.trim_matches(BLANK) });
    Some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xlsx::cells::Kind;

    fn seen(bytes: &str) -> Option<(usize, Option<u32>, usize, Body, String)> {
        let mut text = "before".to_owned();
        let (length, Plain { tag, body }) = cell(bytes.as_bytes(), &mut text)?;
        Some((length, tag.column, tag.style, body, text))
    }

    #[test]
    fn cells_as_most_programs_write_them_are_known_at_a_glance() {
        let kept = r#"<c r="AB12" s="3" t="s"><v>7</v></c>"#;
        assert_eq!(seen(&format!("{kept}<c")), Some((kept.len(), Some(27), 3, Body::Kept, "7".to_owned())));
        let inline = r#"<c t="inlineStr"><is><t> 一 </t></is></c>"#;
        assert_eq!(seen(inline), Some((inline.len(), None, 0, Body::Inline, "一".to_owned())));
        let spaced = r#"<c t="inlineStr"><is><t xml:space="preserve"> a</t></is></c>"#;
        assert_eq!(seen(spaced), Some((spaced.len(), None, 0, Body::Inline, " a".to_owned())));
        assert_eq!(seen(r#"<c r="B1" s="1"/>"#), Some((17, Some(1), 1, Body::None, String::new())));
        assert_eq!(seen(r#"<c r="B1" />"#), Some((12, Some(1), 0, Body::None, String::new())));
        let kind = cell(kept.as_bytes(), &mut String::new()).map(|(_, plain)| plain.tag.kind);
        assert!(kind == Some(Kind::SharedText));
    }

    #[test]
    fn whatever_is_written_in_another_way_is_left_to_the_walk() {
        for other in [
            r#"<c r="A1"><f>1+1</f><v>2</v></c>"#,
            r#"<c r="A1" t="str"><v>a &amp; b</v></c>"#,
            r#"<c r="A1" t="inlineStr"><is><r><t>a</t></r></is></c>"#,
            r#"<c r="A1" t="inlineStr"><is><t>_x000A_</t></is></c>"#,
            r#"<c r="A&#49;"><v>1</v></c>"#,
            r#"<c r='A1'><v>1</v></c>"#,
            r#"<c r="A1"><v>1</v> </c>"#,
            r#"<x:c r="A1"><v>1</v></x:c>"#,
            r#"<col min="1"/>"#,
            r#"<c r="A1"><v>1</v></"#,
            r#"<c r="A"#,
            "</row>",
            "",
        ] {
            assert_eq!(seen(other), None, "{other}");
        }
        assert!(cell(b"<c><v>\xD1</v></c>", &mut String::new()).is_none());
        assert!(cell(b"<c><v>a\r</v></c>", &mut String::new()).is_none());
    }
}

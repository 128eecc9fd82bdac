//! Texts: the table that cells share theirs in, and how a text is written in a part.

use super::walker::{Step, Walker};
use crate::error::ReadError;

/// The texts that cells name by number: one after the other in one string, since there may be very many short ones.
#[derive(Default)]
pub struct SharedStrings {
    texts: String,
    ends: Vec<usize>,
}

impl SharedStrings {
    pub fn get(&self, index: usize) -> Option<&str> {
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.texts.get(start..*self.ends.get(index)?)
    }
}

/// Reads the part of shared strings. How many there are is counted, not believed.
pub fn read(walker: &mut Walker<'_>) -> Result<SharedStrings, ReadError> {
    let mut strings = SharedStrings::default();
    loop {
        match walker.step()? {
            Step::Open if walker.name() == "si" => {
                item_into(walker, &mut strings.texts)?;
                strings.ends.push(strings.texts.len());
            }
            Step::End => return Ok(strings),
            _ => {}
        }
    }
}

/// Adds the text of an item that has just opened: plain, or runs of differing look, joined. How it is pronounced is
/// passed over.
pub fn item_into(walker: &mut Walker<'_>, out: &mut String) -> Result<(), ReadError> {
    let inside = walker.depth();
    while walker.depth() >= inside {
        if walker.step()? == Step::Open {
            match walker.name() {
                "t" => text_into(walker, out)?,
                "r" => {}
                _ => walker.skip()?,
            }
        }
    }
    Ok(())
}

/// Adds the text of an element that has just opened.
pub fn text_into(walker: &mut Walker<'_>, out: &mut String) -> Result<(), ReadError> {
    let start = out.len();
    walker.text_into(out)?;
    if out.get(start..).is_some_and(|text| text.contains('_') && text.contains("_x")) {
        let written = out.split_off(start);
        unescape_into(&written, out);
    }
    Ok(())
}

/// Adds a text with `_xHHHH_` turned into the characters meant, which XML or a spreadsheet program could not carry plain.
pub fn unescape_into(written: &str, out: &mut String) {
    let mut rest = written;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        if let Some((character, length)) = escaped(escape) {
            out.push(character);
            rest = escape.get(length..).unwrap_or_default();
        } else {
            out.push_str("_x");
            rest = escape.get(2..).unwrap_or_default();
        }
    }
    out.push_str(rest);
}

/// The character that an escape stands for, and the escape's length; one of two halves of a pair needs the other.
fn escaped(text: &str) -> Option<(char, usize)> {
    let unit = utf16_unit(text)?;
    if let Some(character) = char::from_u32(u32::from(unit)) {
        return Some((character, 7));
    }
    let second = utf16_unit(text.get(7..)?)?;
    let character = char::decode_utf16([unit, second]).next()?.ok()?;
    Some((character, 14))
}

fn utf16_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let closed = text.as_bytes().get(6) == Some(&b'_');
    (hexadecimal && closed).then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

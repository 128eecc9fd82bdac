//! Rows and cells as XML. This is where the time goes: half a million cells are a small ledger.
//!
//! Texts stand in their cells (`inlineStr`) and not in a table of shared ones, which would have to be held until the end.

use std::io::Write;

use super::{Put, Tone, What};
use crate::column_letters;
use crate::csv::may_run;
use crate::date::{DateForm, from_iso};

/// How a cell looks, without its tone: the order in which `frame` has the formats of each tone.
#[derive(Clone, Copy)]
pub enum Look {
    General,
    Text,
    Date,
    Time,
    DateTime,
    Head,
}

pub const LOOKS: u8 = 6;

pub fn style(look: Look, tone: Tone) -> u8 {
    look as u8 + LOOKS * tone as u8
}

pub fn letters(column: usize) -> String {
    column_letters(u16::try_from(column).unwrap_or(u16::MAX))
}

/// What every cell of a column begins with.
pub fn start(column: usize) -> String {
    format!("<c r=\"{}", letters(column))
}

pub fn row_begins(out: &mut Vec<u8>, number: &str) {
    append(out, &["<row r=\"", number, "\">"]);
}

pub fn row_ends(out: &mut Vec<u8>) {
    out.extend_from_slice(b"</row>");
}

/// One cell of a sheet that others wrote, which has its beginning and its look already. `prefix` is what they write before the
/// names of elements.
pub fn put_into(out: &mut String, begin: &str, prefix: &str, what: &What<'_>) {
    let mut bytes = Vec::new();
    match what {
        What::Blank => bytes.extend_from_slice(b"/>"),
        What::Number(value) if value.is_finite() => {
            append(&mut bytes, &["><", prefix, "v>"]);
            number(&mut bytes, *value);
            append(&mut bytes, &["</", prefix, "v></", prefix, "c>"]);
        }
        What::Number(value) => text_in(&mut bytes, prefix, &value.to_string()),
        What::Bool(value) => {
            let value = if *value { "1" } else { "0" };
            append(&mut bytes, &[" t=\"b\"><", prefix, "v>", value, "</", prefix, "v></", prefix, "c>"]);
        }
        What::Text(words) | What::Code(words) | What::Date(words) => text_in(&mut bytes, prefix, words),
    }
    out.push_str(begin);
    out.push_str(&String::from_utf8_lossy(&bytes));
}

impl What<'_> {
    /// Whether somebody who edits such a cell and leaves it again would change it, if it had no format of texts.
    pub fn must_stay_text(&self) -> bool {
        match self {
            Self::Code(_) => true,
            Self::Text(words) | Self::Date(words) => would_change(words),
            Self::Blank | Self::Number(_) | Self::Bool(_) => false,
        }
    }
}

/// One cell; a blank one without a tone is nothing.
pub fn cell(out: &mut Vec<u8>, start: &str, row: &str, put: &Put<'_>, is_head: bool) {
    let look = |look| if is_head { Look::Head } else { look };
    let mut begin = |look: Look| {
        append(out, &[start, row, "\""]);
        let style = style(look, put.tone);
        if style > 0 {
            append(out, &[" s=\"", DIGITS.get(usize::from(style)).copied().unwrap_or("0"), "\""]);
        }
    };
    match &put.what {
        What::Blank if put.tone == Tone::Plain && !is_head => {}
        What::Blank => {
            begin(look(Look::General));
            out.extend_from_slice(b"/>");
        }
        What::Number(value) if value.is_finite() => {
            begin(look(Look::General));
            out.extend_from_slice(b"><v>");
            number(out, *value);
            out.extend_from_slice(b"</v></c>");
        }
        What::Number(value) => {
            begin(look(Look::Text));
            text(out, &value.to_string());
        }
        What::Bool(value) => {
            begin(look(Look::General));
            append(out, &[" t=\"b\"><v>", if *value { "1" } else { "0" }, "</v></c>"]);
        }
        What::Text(words) | What::Code(words) if words.is_empty() => {
            cell(out, start, row, &Put { what: What::Blank, tone: put.tone }, is_head);
        }
        What::Text(words) => {
            // Somebody who opens such a cell for editing and leaves it again must not have made a formula or a number.
            begin(look(if would_change(words) { Look::Text } else { Look::General }));
            text(out, words);
        }
        What::Code(words) => {
            begin(look(Look::Text));
            text(out, words);
        }
        What::Date(words) => match from_iso(words) {
            Some((serial, form)) => {
                begin(look(match form {
                    DateForm::Date => Look::Date,
                    DateForm::Time => Look::Time,
                    DateForm::DateTime | DateForm::Elapsed => Look::DateTime,
                }));
                out.extend_from_slice(b"><v>");
                number(out, serial);
                out.extend_from_slice(b"</v></c>");
            }
            None => cell(out, start, row, &Put { what: What::Text(words.as_ref().into()), tone: put.tone }, is_head),
        },
    }
}

/// The numbers of styles as texts: there are few, and each cell has one.
const DIGITS: [&str; 24] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
    "21", "22", "23",
];

fn text(out: &mut Vec<u8>, words: &str) {
    text_in(out, "", words);
}

fn text_in(out: &mut Vec<u8>, prefix: &str, words: &str) {
    append(out, &[" t=\"inlineStr\"><", prefix, "is><", prefix, "t"]);
    let blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
    if blank(words.as_bytes().first()) || blank(words.as_bytes().last()) || words.contains(['\n', '\t']) {
        out.extend_from_slice(b" xml:space=\"preserve\"");
    }
    out.push(b'>');
    escape(out, words);
    append(out, &["</", prefix, "t></", prefix, "is></", prefix, "c>"]);
}

/// Whether a spreadsheet program would take a text for a formula, a number or a date, if somebody typed it.
fn would_change(words: &str) -> bool {
    let in_numbers = |byte: u8| byte.is_ascii_digit() || b"+-.,:/ eE%".contains(&byte);
    may_run(words) || (words.bytes().all(in_numbers) && words.bytes().any(|byte| byte.is_ascii_digit()))
}

#[allow(clippy::cast_possible_truncation)] // looked at
fn number(out: &mut Vec<u8>, value: f64) {
    // Into memory there is always room to write.
    let _ = if value.fract() == 0.0 && value.abs() < 1e15 {
        write!(out, "{}", value as i64)
    } else if value.abs() < 1e15 && value.abs() > 1e-5 {
        write!(out, "{value}")
    } else {
        write!(out, "{value:e}")
    };
}

/// A text as XML, with what XML or a spreadsheet program could not carry as `_xHHHH_`, and with what looks like such an escape
/// so written that it is not taken for one.
///
/// Source: ECMA-376 part 1, 22.9.2.19, `ST_Xstring`.
pub fn escape(out: &mut Vec<u8>, words: &str) {
    let bytes = words.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let (instead, taken): (&str, usize) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'_' if is_escape(bytes.get(at..).unwrap_or_default()) => ("_x005F_", 1),
            b'\t' | b'\n' => ("", 0),
            0..0x20 => (CONTROLS.get(usize::from(byte)).copied().unwrap_or(""), 1),
            0xef if bytes.get(at..).is_some_and(|rest| rest.starts_with(&[0xef, 0xbf, 0xbe])) => ("_xFFFE_", 3),
            0xef if bytes.get(at..).is_some_and(|rest| rest.starts_with(&[0xef, 0xbf, 0xbf])) => ("_xFFFF_", 3),
            _ => ("", 0),
        };
        if taken > 0 {
            out.extend_from_slice(bytes.get(from..at).unwrap_or_default());
            out.extend_from_slice(instead.as_bytes());
            from = at + taken;
        }
        at += taken.max(1);
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
}

/// Whether a text begins with what a reader takes for the character of that number. Those that want one `_` too few are
/// escaped, too: some readers are less strict.
fn is_escape(bytes: &[u8]) -> bool {
    bytes.get(1) == Some(&b'x') && bytes.get(2..6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

const CONTROLS: [&str; 32] = [
    "_x0000_", "_x0001_", "_x0002_", "_x0003_", "_x0004_", "_x0005_", "_x0006_", "_x0007_", "_x0008_", "_x0009_",
    "_x000A_", "_x000B_", "_x000C_", "_x000D_", "_x000E_", "_x000F_", "_x0010_", "_x0011_", "_x0012_", "_x0013_",
    "_x0014_", "_x0015_", "_x0016_", "_x0017_", "_x0018_", "_x0019_", "_x001A_", "_x001B_", "_x001C_", "_x001D_",
    "_x001E_", "_x001F_",
];

pub fn append(out: &mut Vec<u8>, pieces: &[&str]) {
    pieces.iter().for_each(|piece| out.extend_from_slice(piece.as_bytes()));
}

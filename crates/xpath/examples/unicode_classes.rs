//! Writes `src/pattern/unicode.rs` anew: `cargo run -p xpath --example unicode_classes`
//!
//! The characters of each class are those of `regex-syntax`; the test `patterns` fails when the file is not what this
//! would write. The names, and with them the numbers of the classes, come from `src/pattern/names.rs`.

#[path = "../src/pattern/names.rs"]
mod names;

use std::error::Error;
use std::fmt::Write as _;

use regex_syntax::hir::{Class, HirKind};

const CODE_POINTS: usize = 0x11_0000;
/// The widest line of a source here.
const COLUMNS: usize = 120;

fn main() -> Result<(), Box<dyn Error>> {
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/pattern/unicode.rs"), table()?)?;
    Ok(())
}

/// The text of `unicode.rs`.
pub fn table() -> Result<String, Box<dyn Error>> {
    let (category_lengths, category_kinds) = runs("gc", names::CATEGORIES)?;
    let (script_lengths, script_kinds) = runs("sc", names::SCRIPTS)?;
    let mut text = format!(
        "//! The general category and the script of every character, as Unicode {} has them.
//!
//! Made by `cargo run -p xpath --example unicode_classes` and never by hand. From U+0000 on, characters in a row that are
//! of one kind are a run. Lengths are little-endian base 128, each byte but the last of a number with its high bit set.
//! A kind is the place of its word in `names`; the number behind the last is no kind at all. Lengths and kinds stand
//! apart because they are then smaller when compressed.
//!
//! Not here: how it is read (`classes`).
",
        version()?
    );
    for (name, meaning, bytes) in [
        ("CATEGORY_LENGTHS", "How many characters each run of one general category has.", category_lengths),
        ("CATEGORY_KINDS", "The general category of each run.", category_kinds),
        ("SCRIPT_LENGTHS", "How many characters each run of one script has.", script_lengths),
        ("SCRIPT_KINDS", "The script of each run.", script_kinds),
    ] {
        write!(text, "\n/// {meaning}\npub const {name}: &[u8] = b\"{}\";\n", literal(&bytes))?;
    }
    Ok(text)
}

/// The newest version of Unicode that the source of the table knows.
fn version() -> Result<String, Box<dyn Error>> {
    let known = (1..100).rev().map(|major| format!("{major}.0")).find(|age| ranges("Age", age).is_ok());
    known.ok_or_else(|| "no version of Unicode is known".into())
}

/// The lengths and the kinds of the runs of one property.
fn runs(property: &str, words: &str) -> Result<(Vec<u8>, Vec<u8>), Box<dyn Error>> {
    let no_kind = u8::try_from(words.split_whitespace().count())?;
    let mut kind_of = vec![no_kind; CODE_POINTS];
    for (kind, word) in words.split_whitespace().enumerate() {
        let name = word.split('/').next().unwrap_or(word);
        for (start, end) in ranges(property, name)? {
            kind_of[start..=end].fill(u8::try_from(kind)?);
        }
    }
    let (mut lengths, mut kinds) = (Vec::new(), Vec::new());
    for run in kind_of.chunk_by(|left, right| left == right) {
        let mut length = run.len();
        while length > 0x7f {
            lengths.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        lengths.push(length as u8);
        kinds.extend(run.first());
    }
    Ok((lengths, kinds))
}

/// The first and the last code point of each range of a class.
fn ranges(property: &str, value: &str) -> Result<Vec<(usize, usize)>, Box<dyn Error>> {
    if value == "Cs" {
        return Ok(vec![(0xd800, 0xdfff)]); // no characters, and so not in the source
    }
    match regex_syntax::parse(&format!(r"\p{{{property}={value}}}"))?.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            Ok(class.iter().map(|range| (range.start() as usize, range.end() as usize)).collect())
        }
        HirKind::Literal(one) => {
            let character = std::str::from_utf8(&one.0)?.chars().next().ok_or("a class is empty")?;
            Ok(vec![(character as usize, character as usize)])
        }
        other => Err(format!("{property}={value} is no class but {other:?}").into()),
    }
}

/// Bytes as the inside of a byte string of many lines.
fn literal(bytes: &[u8]) -> String {
    let mut lines = String::from("\\\n    ");
    let mut column = 4;
    for &byte in bytes {
        let piece = match byte {
            b'"' | b'\\' => format!("\\{}", byte as char),
            b'!'..=b'~' => (byte as char).to_string(),
            _ => format!("\\x{byte:02x}"),
        };
        if column + piece.len() >= COLUMNS {
            lines.push_str("\\\n    ");
            column = 4;
        }
        column += piece.len();
        lines.push_str(&piece);
    }
    lines
}

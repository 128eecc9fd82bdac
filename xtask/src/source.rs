//! Forms as sources that a person can read: the sheets of an XLSForm as rows of named cells.
//!
//! Where a cell says `‹NAME argument›` it means the fragment of that name from `fragments.json`, with the arguments in the
//! places of `‹1›`, `‹2›`: a workbook has no way to say a long rule once, and a person could not read it said eighteen
//! times. Start at [`read`].
//!
//! The conformance runner of `form` reads the sources of its cases with this file too, so it needs no other of the crate.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// A row of a source: texts by column.
pub type Row = BTreeMap<String, String>;

/// The sheets of a source, fragments filled in.
pub fn read(path: &Path, fragments: &BTreeMap<String, String>) -> Result<BTreeMap<String, Vec<Row>>, Box<dyn Error>> {
    let written: BTreeMap<String, Vec<Map<String, Value>>> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let mut sheets = BTreeMap::new();
    for (name, rows) in written {
        let rows: Result<Vec<Row>, Box<dyn Error>> = rows.iter().map(|row| read_row(row, fragments)).collect();
        sheets.insert(name, rows?);
    }
    Ok(sheets)
}

fn read_row(row: &Map<String, Value>, fragments: &BTreeMap<String, String>) -> Result<Row, Box<dyn Error>> {
    let cell = |(column, value): (&String, &Value)| {
        let text = value.as_str().ok_or_else(|| format!("column {column} holds {value}, which is no text"))?;
        Ok((column.clone(), filled_in(text, fragments)?))
    };
    row.iter().map(cell).collect()
}

/// A fragment is a text, or a list of texts that follow each other.
pub fn fragments(path: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let written: BTreeMap<String, Value> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let text = |value: &Value| match value {
        Value::Array(pieces) => pieces.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    Ok(written.iter().map(|(name, value)| (name.clone(), text(value))).collect())
}

/// Fills in the first fragment until there is none: fragments may hold others.
fn filled_in(text: &str, fragments: &BTreeMap<String, String>) -> Result<String, Box<dyn Error>> {
    let mut text = text.to_owned();
    for _ in 0..1_000 {
        let Some((before, rest)) = text.split_once('‹') else { return Ok(text) };
        let (call, after) = rest.split_once('›').ok_or_else(|| format!("fragment is not closed: {rest}"))?;
        let mut words = call.split_whitespace();
        let name = words.next().unwrap_or_default();
        let mut body = fragments.get(name).ok_or_else(|| format!("no fragment is named {name}"))?.clone();
        for (place, argument) in (1..).zip(words) {
            body = body.replace(&format!("‹{place}›"), argument);
        }
        text = format!("{before}{body}{after}");
    }
    Err(format!("fragments that hold each other: {}", text.chars().take(80).collect::<String>()).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_fragment_takes_arguments_and_holds_others() {
        let fragments = [("SUM", "‹TWICE a› + ‹TWICE b›"), ("TWICE", "2 * ‹1›"), ("ROUND", "‹ROUND›")];
        let fragments = fragments.map(|(name, body)| (name.to_owned(), body.to_owned())).into();
        assert_eq!(filled_in("(‹SUM›) > 0", &fragments).unwrap(), "(2 * a + 2 * b) > 0");
        assert_eq!(filled_in("${plain}", &fragments).unwrap(), "${plain}");
        for wrong in ["‹NONE›", "‹SUM", "‹ROUND›"] {
            assert!(filled_in(wrong, &fragments).is_err(), "{wrong}");
        }
    }
}

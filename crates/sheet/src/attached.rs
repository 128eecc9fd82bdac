//! Which reader a file is for: by its first bytes for a form, by its name for what is attached to one.
//!
//! A form is kept without its name, so its bytes have to say what it is. What is attached is looked up by its name, which
//! says what it must be.

use crate::{Limits, ReadError, Table, Workbook};
use crate::{read_csv, read_geojson, read_items, read_markdown, read_stacked_csv, read_xlsx};

/// Reads the sheets of a form: an `.xlsx` workbook, one `.csv` with the sheets below each other, or Markdown tables.
///
/// # Errors
/// [`ReadError::NotAWorkbook`] where it is none of these; else as its reader says.
pub fn read_workbook(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    match kind(bytes) {
        Kind::Archive => read_xlsx(bytes, limits),
        Kind::Markdown => read_markdown(bytes, limits),
        Kind::Csv => read_stacked_csv(bytes, limits),
    }
}

/// Reads a file that a form looks things up in, by the ending of its name: `.xml`, `.geojson`, and otherwise `.csv`.
///
/// # Errors
/// As its reader says.
pub fn read_attached(name: &str, bytes: &[u8], limits: &Limits) -> Result<Table, ReadError> {
    match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("xml") => read_items(bytes, limits),
        Some("geojson") => read_geojson(bytes, limits),
        _ => read_csv(bytes, limits),
    }
}

enum Kind {
    Archive,
    Csv,
    Markdown,
}

/// Both kinds of text are told as the field's converter tells them: by what the first five thousand characters hold.
fn kind(bytes: &[u8]) -> Kind {
    const PIPES: usize = 5;
    const COMMAS: usize = 4;
    let start = bytes.get(..5000).unwrap_or(bytes);
    let count = |wanted: u8| start.iter().filter(|&&byte| byte == wanted).count();
    if start.starts_with(b"PK") || start.contains(&0) {
        return Kind::Archive;
    }
    let first = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start().first();
    match first {
        Some(b'|' | b'#') if count(b'|') >= PIPES => Kind::Markdown,
        _ if count(b',') >= COMMAS => Kind::Csv,
        _ => Kind::Archive,
    }
}

//! What is wrong with a table, as a workbook: its rows as they were, the bad cells coloured, and why beside them.
//!
//! Only rows with something to tell stand in it, under the headings that the table had: mended there, they can be brought in
//! from there. What is not collected is left out, and numbers of persons in words of people's own are covered.

use sheet::{HeadColumn, Heading, Put, Tone, What, WriteError, Writer};

use super::asked::Asked;
use super::cells::shown;
use super::header::{Grid, Header};
use super::mapping::Mapping;

/// One row of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reported {
    /// As the spreadsheet program numbers it.
    pub row: u32,
    /// The cells that something is wrong with; whether that is a doubt only.
    pub cells: Vec<(u16, bool)>,
    pub reason: String,
}

/// Names of what the report adds, in the language of who reads it.
pub struct Names<'a> {
    pub sheet: &'a str,
    pub row: &'a str,
    pub reason: &'a str,
}

/// Writes the report.
///
/// # Errors
/// As [`Writer::finish`].
pub fn write_report(
    grid: &Grid,
    header: &Header,
    mapping: &Mapping,
    asked: &[Asked],
    rows: &[Reported],
    names: &Names<'_>,
) -> Result<Vec<u8>, WriteError> {
    let columns: Vec<&super::Heading> =
        header.columns.iter().filter(|heading| !mapping.is_refused(heading.column)).collect();
    let titled = |title: &str, width| HeadColumn { title: title.to_owned(), width, ..HeadColumn::default() };
    let own = [titled(names.row, 8), titled(names.reason, 60)];
    let theirs = columns.iter().map(|heading| HeadColumn { is_code: true, ..titled(&heading.text(), 18) });
    let heading = Heading {
        sheet: names.sheet.to_owned(),
        columns: own.into_iter().chain(theirs).collect(),
        frozen: 2,
        filters: true,
    };
    let mut book = Writer::new(names.reason, names.row, names.reason);
    let sheet = book.sheet(heading)?;
    for row in rows {
        let reason = Put { what: What::Text(row.reason.as_str().into()), tone: tone(row) };
        let own = [Put::from(What::Number(f64::from(row.row))), reason];
        let cell = |heading: &&super::Heading| {
            let text = grid.cell(row.row, heading.column).map(shown).unwrap_or_default();
            let bad = row.cells.iter().find(|(column, _)| *column == heading.column);
            let what = match mapping.shown(&text, heading.column, asked) {
                text if text.is_empty() => What::Blank,
                text => What::Code(text.into_owned().into()),
            };
            Put { what, tone: bad.map_or(Tone::Plain, |(_, is_doubt)| shade(*is_doubt)) }
        };
        book.row(sheet, own.into_iter().chain(columns.iter().map(cell)))?;
    }
    book.finish()
}

fn tone(row: &Reported) -> Tone {
    let is_doubt = !row.cells.is_empty() && row.cells.iter().all(|(_, is_doubt)| *is_doubt);
    shade(is_doubt)
}

fn shade(is_doubt: bool) -> Tone {
    if is_doubt { Tone::Doubtful } else { Tone::Wrong }
}

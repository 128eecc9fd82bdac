//! A sheet as rows of texts under headings, cleaned the way XLSForm cleans cells.
//!
//! Start at [`Grid::read`].
//!
//! Not here: what a heading means (`columns`).

use sheet::{CellValue, Sheet};

use crate::problem::{Message, Place};
use crate::xlsform::columns::{Columns, Heading};
use crate::xlsform::findings::{self, Findings};

/// One sheet: its headings, and the rows below them that hold anything.
pub(super) struct Grid {
    pub sheet: &'static str,
    pub headings: Vec<Heading>,
    pub rows: Vec<Row>,
}

/// One row. `number` is as the spreadsheet shows it.
pub(super) struct Row {
    pub number: u32,
    /// In the order of the sheet's columns.
    pub cells: Vec<Cell>,
}

/// A text under a heading; never empty.
pub(super) struct Cell {
    /// A place in [`Grid::headings`].
    pub heading: usize,
    pub text: String,
}

impl Grid {
    /// Reads `sheet` under the header words of `columns`. The first row holds the headings.
    pub fn read(name: &'static str, sheet: &Sheet, columns: &Columns, findings: &mut Findings) -> Self {
        let mut rows = sheet.rows.iter();
        let header = match sheet.rows.first() {
            Some(row) if row.number == 1 => rows.next(),
            _ => None,
        };
        let texts = header.map(|row| {
            let texts = row.cells.iter().map(|cell| (cell.column, cell.value.text().replace('\u{a0}', " ")));
            texts.filter(|(_, text)| !text.trim().is_empty()).collect::<Vec<_>>()
        });
        let headings = columns.headings(name, texts.unwrap_or_default(), findings);
        let width = headings.iter().map(|heading| usize::from(heading.column) + 1).max().unwrap_or(0);
        let mut by_column = vec![None; width];
        for (at, heading) in headings.iter().enumerate() {
            by_column[usize::from(heading.column)] = Some(at);
        }
        let mut grid = Self { sheet: name, headings, rows: Vec::with_capacity(sheet.rows.len()) };
        for row in rows {
            let mut cells = Vec::with_capacity(row.cells.len());
            for cell in &row.cells {
                let Some(&Some(heading)) = by_column.get(usize::from(cell.column)) else { continue };
                let text = clean(&cell.value);
                if text.is_empty() {
                    continue;
                }
                if let CellValue::Error(error) = &cell.value {
                    let place = grid.place(row.number, heading);
                    findings.warning(place, Message::CellError { text: error.clone() });
                }
                cells.push(Cell { heading, text });
            }
            grid.rows.push(Row { number: row.number, cells });
        }
        grid
    }

    /// Where a cell stands.
    pub fn place(&self, row: u32, heading: usize) -> Place {
        let place = findings::sheet(self.sheet).row(row);
        match self.headings.get(heading) {
            Some(heading) => place.column(&heading.header),
            None => place,
        }
    }

    /// Refuses a column that holds anything in a row that counts: its heading has parts that the column does not take, or
    /// lacks one.
    pub fn refuse(&self, heading: usize, counts: impl Fn(&Row) -> bool, findings: &mut Findings) {
        let Some(refused) = self.headings.get(heading) else { return };
        let holds = |row: &Row| row.cells.iter().any(|cell| cell.heading == heading);
        if self.rows.iter().any(|row| holds(row) && counts(row)) {
            let column = refused.header.clone();
            let message = match refused.words.len() {
                1 => Message::ColumnNotAllowed { column },
                _ => Message::ColumnDivided { column },
            };
            findings.error(self.place(1, heading), message);
        }
    }

    pub fn has_column(&self, words: &[&str]) -> bool {
        self.headings.iter().any(|heading| heading.words == words)
    }
}

/// Spaces around a text go, and a hard space is a space.
fn clean(value: &CellValue) -> String {
    let text = value.text();
    let text = text.trim();
    if text.contains('\u{a0}') { text.replace('\u{a0}', " ").trim().to_owned() } else { text.to_owned() }
}

/// Typewriter quotes for typographic ones, which no expression understands, and single spaces.
pub(super) fn plain(text: &str) -> String {
    let mut plain = straight(text);
    let mut is_behind_space = false;
    plain.retain(|character| {
        let is_space = character == ' ';
        !(std::mem::replace(&mut is_behind_space, is_space) && is_space)
    });
    plain
}

/// Typewriter quotes for typographic ones.
pub(super) fn straight(text: &str) -> String {
    let straight = |character| match character {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        other => other,
    };
    text.chars().map(straight).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_become_straight_and_runs_of_spaces_one() {
        assert_eq!(plain("${a}  =   ‘b’ and\t \t“c”  "), "${a} = 'b' and\t \t\"c\" ");
        assert_eq!(plain(""), "");
    }
}

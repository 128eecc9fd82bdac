//! A foreign table, and where in it the headings stand.
//!
//! Above the headings there may be titles; the headings may take several rows, cells of which are merged: 「联系人」 over
//! 「姓名」 and 「电话」. Start at [`Grid::header`].

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sheet::{Cell, CellValue, Limits, Merged, ReadError, Row, Sheet};

use super::cells::shown;
use super::words::{bare_key, whole_key};

/// A sheet as it was read, with its merged cells.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Grid {
    pub name: String,
    rows: Vec<Row>,
    merged: Vec<Merged>,
    /// Blocks of one column that go down several rows: what they say is said in all of them.
    down: BTreeMap<u32, Vec<(u32, u32)>>,
}

/// Where the headings stand, and what they say.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Header {
    /// Rows, from 1, both included.
    pub top: u32,
    pub bottom: u32,
    pub columns: Vec<Heading>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Heading {
    pub column: u16,
    /// The parts that stand above each other, the highest first.
    pub parts: Vec<String>,
    /// The first answers below it that differ.
    pub samples: Vec<String>,
}

impl Heading {
    pub fn text(&self) -> String {
        self.parts.join(" / ")
    }
}

/// How far down headings are looked for.
const SEARCHED_ROWS: usize = 40;
/// How many rows of headings there may be.
const MOST_ROWS: u32 = 4;
const SAMPLES: usize = 3;

impl Grid {
    pub fn new(sheet: Sheet, merged: Vec<Merged>) -> Self {
        let mut down: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for block in merged.iter().filter(|block| block.left == block.right) {
            down.entry(block.left).or_default().push((block.top, block.bottom));
        }
        down.values_mut().for_each(|blocks| blocks.sort_unstable());
        Self { name: sheet.name, rows: sheet.rows, merged, down }
    }

    /// A delimited text.
    ///
    /// # Errors
    /// As [`sheet::read_csv`].
    pub fn of_csv(text: &str, limits: &Limits) -> Result<Self, ReadError> {
        let table = sheet::read_csv(text.as_bytes(), limits)?;
        let first = table.columns.iter().map(String::as_str).collect();
        let rows = std::iter::once(first).chain(table.rows.iter().map(Iterator::collect));
        Ok(Self::new(Sheet::from_rows("", rows), Vec::new()))
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    fn row(&self, number: u32) -> Option<&Row> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| self.rows.get(at))
    }

    fn own(&self, row: u32, column: u16) -> Option<&CellValue> {
        let cells = &self.row(row)?.cells;
        let at = cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        cells.get(at).map(|cell| &cell.value)
    }

    /// What a cell says, also as a part of a block that goes down.
    pub fn cell(&self, row: u32, column: u16) -> Option<&CellValue> {
        let own = self.own(row, column);
        if own.is_some() {
            return own;
        }
        let blocks = self.down.get(&u32::from(column))?;
        let before = blocks.partition_point(|(top, _)| *top <= row);
        let (top, bottom) = blocks.get(before.checked_sub(1)?)?;
        (row <= *bottom).then(|| self.own(*top, column))?
    }

    /// The merged cells that a cell is a part of.
    fn block(&self, row: u32, column: u16) -> Option<&Merged> {
        let covers = |block: &&Merged| {
            (block.top..=block.bottom).contains(&row) && (block.left..=block.right).contains(&u32::from(column))
        };
        self.merged.iter().find(covers)
    }

    /// What a cell of the headings says, also as a part of any block.
    pub(crate) fn heading(&self, row: u32, column: u16) -> String {
        let value = match self.block(row, column) {
            Some(block) => u16::try_from(block.left).ok().and_then(|left| self.own(block.top, left)),
            None => self.own(row, column),
        };
        value.map(shown).unwrap_or_default()
    }

    /// The last column that says anything.
    pub(crate) fn width(&self) -> u16 {
        self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column).max().unwrap_or_default()
    }

    pub(crate) fn is_in_block(&self, row: u32, column: u16) -> bool {
        self.block(row, column).is_some()
    }

    /// Whether a figure can go there: nothing or a number stands in it, and it is no later part of a block.
    pub(crate) fn is_open(&self, row: u32, column: u16) -> bool {
        let is_first = |block: &Merged| block.top == row && block.left == u32::from(column);
        let is_part = self.block(row, column).is_some_and(|block| !is_first(block));
        !is_part && matches!(self.own(row, column), None | Some(CellValue::Number(_)))
    }

    /// Finds the headings. `known` are the words that headings may be, as [`whole_key`] and [`bare_key`] write them.
    /// `None`: there is nothing in the sheet.
    pub fn header(&self, known: &BTreeSet<String>) -> Option<Header> {
        let knows = |text: &str| known.contains(&whole_key(text)) || known.contains(&bare_key(text));
        let score = |row: &Row| {
            let texts: BTreeSet<String> = row.cells.iter().map(|cell| shown(&cell.value)).collect();
            texts.iter().filter(|text| knows(text)).count()
        };
        let searched = self.rows.iter().take(SEARCHED_ROWS);
        let texts = |row: &Row| row.cells.iter().filter(|cell| matches!(cell.value, CellValue::Text(_))).count();
        // Of rows that say the same the first: what stands below repeats it.
        let best = searched.max_by_key(|row| (score(row), texts(row), std::cmp::Reverse(row.number)))?;
        let width = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column).max()?;
        let (top, bottom) = self.extent(best.number, width, &knows);
        let mut columns = Vec::new();
        for column in 0..=width {
            let parts = self.parts(top, bottom, column);
            if parts.is_empty() && self.samples(bottom, column).is_empty() {
                continue;
            }
            columns.push(Heading { column, parts, samples: self.samples(bottom, column) });
        }
        Some(Header { top, bottom, columns })
    }

    /// The rows of headings around one of them.
    fn extent(&self, found: u32, width: u16, knows: &impl Fn(&str) -> bool) -> (u32, u32) {
        let (mut top, mut bottom) = (found, found);
        // A block that begins here and goes down belongs to the headings, and so does what it covers.
        for block in &self.merged {
            if block.top <= found && block.bottom >= found && block.bottom - block.top < MOST_ROWS {
                let is_title = block.left == 0 && block.right + 1 >= u32::from(width) && block.right > block.left;
                if !is_title {
                    top = top.min(block.top);
                    bottom = bottom.max(block.bottom);
                }
            }
        }
        // Below, or above, names of parts: only under columns that have a group, and known themselves.
        let below = self.row(bottom + 1).filter(|_| bottom == found && top == found);
        if let Some(below) = below
            && self.is_second_row(below, found, knows)
        {
            bottom += 1;
        }
        if top == found
            && let Some(above) = found.checked_sub(1).and_then(|above| self.row(above))
            && (self.has_groups(above, width) || self.is_first_row(above, found, knows))
        {
            top -= 1;
        }
        (top, bottom)
    }

    /// Whether a row goes on with the headings above it: what stands under a heading is known, and so is something of what
    /// stands where none is.
    fn is_second_row(&self, below: &Row, above: u32, knows: &impl Fn(&str) -> bool) -> bool {
        let is_text = |cell: &Cell| matches!(cell.value, CellValue::Text(_));
        let is_under_group = |cell: &Cell| self.own(above, cell.column).is_none();
        let is_known = |cell: &Cell| {
            let text = shown(&cell.value);
            let group = (0..=cell.column).rev().find_map(|left| self.own(above, left)).map(shown);
            knows(&text) || knows(&(group.unwrap_or_default() + &text))
        };
        below.cells.iter().all(|cell| is_text(cell) && (is_under_group(cell) || is_known(cell)))
            && below.cells.iter().any(|cell| is_under_group(cell) && is_known(cell))
    }

    /// Whether a row has names of groups: several, or one that covers some columns and not all.
    fn has_groups(&self, row: &Row, width: u16) -> bool {
        let spans = self.merged.iter().filter(|block| block.top == row.number && block.right > block.left);
        let is_group = |block: &Merged| block.right - block.left < u32::from(width).saturating_sub(1);
        spans.clone().count() > 0 && spans.clone().all(is_group)
    }

    /// Whether, without merged cells, a row has the headings that the one below it leaves out, and groups over others.
    fn is_first_row(&self, above: &Row, below: u32, knows: &impl Fn(&str) -> bool) -> bool {
        let Some(found) = self.row(below).filter(|_| self.merged.is_empty()) else { return false };
        let is_text = |cell: &Cell| matches!(cell.value, CellValue::Text(_));
        let goes_on = |cell: &Cell| self.own(below, cell.column).is_none() && knows(&shown(&cell.value));
        let is_under_group = |cell: &Cell| self.own(above.number, cell.column).is_none();
        above.cells.iter().all(is_text) && above.cells.iter().any(goes_on) && found.cells.iter().any(is_under_group)
    }

    fn parts(&self, top: u32, bottom: u32, column: u16) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for row in top..=bottom {
            let mut text = self.heading(row, column);
            let has_below = row < bottom && !self.heading(row + 1, column).is_empty();
            if text.is_empty() && has_below && self.merged.is_empty() {
                // Without merged cells, as in a delimited file, a group's name stands over its first column alone.
                let left = (0..column).rev().find(|left| self.own(row, *left).is_some());
                let left = left.filter(|left| self.own(row + 1, *left).is_some());
                text = left.map(|left| self.heading(row, left)).unwrap_or_default();
            }
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
        parts
    }

    fn samples(&self, bottom: u32, column: u16) -> Vec<String> {
        let mut samples: Vec<String> = Vec::new();
        for row in self.rows.iter().filter(|row| row.number > bottom) {
            let text = self.cell(row.number, column).map(shown).unwrap_or_default();
            if !text.is_empty() && !samples.contains(&text) {
                samples.push(text);
            }
            if samples.len() == SAMPLES {
                break;
            }
        }
        samples
    }
}

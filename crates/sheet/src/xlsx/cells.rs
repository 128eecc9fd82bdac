//! A worksheet: rows of cells, kept only where there is a value.
//!
//! Rows and cells may come in any order and without saying where they are; what leaves here is in order. A value past a
//! limit stops the reading at its place; a far cell that holds none costs nothing.

use super::strings::{SharedStrings, item_into, text_into};
use super::styles::Styles;
use super::walker::{Step, Walker};
use crate::date::{self, Epoch};
use crate::error::{Damage, Measure, Place, ReadError};
use crate::{Cell, CellValue, Limits, Merged, Row, Sheet};

mod merged;
mod plain;

/// What all sheets of a workbook share.
pub struct Book<'a> {
    pub strings: &'a SharedStrings,
    pub styles: &'a Styles,
    pub epoch: Epoch,
    pub limits: &'a Limits,
}

/// What has been taken from the workbook so far.
#[derive(Default)]
pub struct Tally {
    cells: u64,
    text_bytes: u64,
}

/// The sheet, and which of its cells are merged.
pub fn read(
    walker: &mut Walker<'_>,
    name: String,
    book: &Book<'_>,
    tally: &mut Tally,
) -> Result<(Sheet, Vec<Merged>), ReadError> {
    let mut reader =
        SheetReader { name, book, tally, rows: Vec::new(), merged: Vec::new(), last_row: 0, kept: String::new() };
    loop {
        match walker.step()? {
            Step::Open => match walker.name() {
                "row" => reader.row(walker)?,
                "mergeCell" => reader.merge(walker)?,
                "worksheet" | "sheetData" | "mergeCells" => {}
                _ => walker.skip()?,
            },
            Step::End => return Ok(reader.finish()),
            Step::Text | Step::Close => {}
        }
    }
}

struct SheetReader<'a> {
    name: String,
    book: &'a Book<'a>,
    tally: &'a mut Tally,
    rows: Vec<Row>,
    merged: Vec<Merged>,
    last_row: u32,
    /// What a cell keeps as its value, while it is read.
    kept: String,
}

/// What the tag of a cell says.
struct Tag {
    column: Option<u32>,
    kind: Kind,
    style: usize,
}

impl Tag {
    fn read(walker: &Walker<'_>) -> Result<Self, ReadError> {
        let mut tag = Self::default();
        for attribute in walker.attributes() {
            let (name, value) = attribute?;
            tag.take(name, &value);
        }
        Ok(tag)
    }

    fn take(&mut self, name: &str, value: &str) {
        match name {
            "r" => self.column = column_of(value),
            "t" => self.kind = Kind::from_attribute(value),
            "s" => self.style = value.trim().parse().unwrap_or(0),
            _ => {}
        }
    }
}

impl Default for Tag {
    fn default() -> Self {
        Self { column: None, kind: Kind::Number, style: 0 }
    }
}

impl SheetReader<'_> {
    fn row(&mut self, walker: &mut Walker<'_>) -> Result<(), ReadError> {
        let stated = walker.attribute("r")?.map_or(0, |text| text.trim().parse().unwrap_or(u32::MAX));
        let number = if stated == 0 { self.last_row.saturating_add(1) } else { stated };
        self.last_row = number;
        // Rows of one sheet are mostly alike.
        let mut cells = Vec::with_capacity(self.rows.last().map_or(0, |row| row.cells.len()));
        let mut next_column = 0;
        let inside = walker.depth();
        while walker.depth() >= inside {
            while let Some(plain) = walker.glance(|bytes| plain::cell(bytes, &mut self.kept)) {
                let tag = plain.tag;
                let column = tag.column.unwrap_or(next_column);
                next_column = column.saturating_add(1);
                let value = match (tag.kind, plain.body) {
                    (_, plain::Body::None) => None,
                    (Kind::InlineText, plain::Body::Inline) => text_value(self.kept.clone()),
                    // One kind of text is written where the other is announced: nothing is.
                    (Kind::InlineText, plain::Body::Kept) | (_, plain::Body::Inline) => None,
                    (_, plain::Body::Kept) if self.kept.is_empty() => None,
                    (kind, plain::Body::Kept) => self.typed(walker, kind, tag.style, &self.kept, number)?,
                };
                cells.extend(value.map(|value| self.admit(value, number, column)).transpose()?);
            }
            if walker.step()? == Step::Open {
                if walker.name() == "c" {
                    let tag = Tag::read(walker)?;
                    let column = tag.column.unwrap_or(next_column);
                    next_column = column.saturating_add(1);
                    let value = self.value(walker, &tag, number)?;
                    cells.extend(value.map(|value| self.admit(value, number, column)).transpose()?);
                } else {
                    walker.skip()?;
                }
            }
        }
        if !cells.is_empty() {
            cells.shrink_to_fit();
            self.rows.push(Row { number, cells });
        }
        Ok(())
    }

    /// Takes a value in, if the limits allow it where it stands.
    fn admit(&mut self, value: CellValue, row: u32, column: u32) -> Result<Cell, ReadError> {
        let limits = self.book.limits;
        let narrow = u16::try_from(column).ok();
        let too_large = |measure, limit, column| ReadError::TooLarge {
            measure,
            limit,
            place: Some(Place { sheet: self.name.clone(), row, column }),
        };
        if row > limits.rows {
            return Err(too_large(Measure::Rows, u64::from(limits.rows), narrow));
        }
        let Some(column) = narrow.filter(|&column| column < limits.columns) else {
            return Err(too_large(Measure::Columns, u64::from(limits.columns), narrow));
        };
        if let CellValue::Text(text) | CellValue::Date(text) | CellValue::Error(text) = &value {
            if text.len() > limits.cell_characters && text.chars().count() > limits.cell_characters {
                return Err(too_large(Measure::CellCharacters, limits.cell_characters as u64, narrow));
            }
            self.tally.text_bytes += text.len() as u64;
        }
        self.tally.cells += 1;
        if self.tally.cells > limits.cells {
            return Err(too_large(Measure::Cells, limits.cells, None));
        }
        if self.tally.text_bytes > limits.unpacked_bytes {
            return Err(too_large(Measure::UnpackedBytes, limits.unpacked_bytes, None));
        }
        Ok(Cell { column, value })
    }

    /// The value of the cell that has just opened, to its close; `None` for a cell that only has a look.
    fn value(&mut self, walker: &mut Walker<'_>, tag: &Tag, row: u32) -> Result<Option<CellValue>, ReadError> {
        let &Tag { kind, style, .. } = tag;
        let (mut has_kept, mut formula, mut inline) = (false, None, String::new());
        self.kept.clear();
        let inside = walker.depth();
        while walker.depth() >= inside {
            if walker.step()? == Step::Open {
                match walker.name() {
                    "v" => {
                        has_kept = true;
                        self.kept.clear();
                        text_into(walker, &mut self.kept)?;
                    }
                    "f" => text_into(walker, formula.insert(String::new()))?,
                    "is" => item_into(walker, &mut inline)?,
                    _ => walker.skip()?,
                }
            }
        }
        if kind == Kind::InlineText {
            return Ok(text_value(inline));
        }
        match (has_kept.then_some(self.kept.as_str()), formula) {
            (Some(""), None) => Ok(None),
            (Some(kept), Some(_)) if kept.is_empty() && kind == Kind::FormulaText => Ok(None),
            (Some(kept), formula) if formula.is_none() || !kept.is_empty() => {
                self.typed(walker, kind, style, kept, row)
            }
            // A formula that nothing has computed yet: some programs write none of the values.
            (_, Some(formula)) => Ok(Some(CellValue::Error(format!("={formula}")))),
            (_, None) => Ok(None),
        }
    }

    fn typed(
        &self,
        walker: &Walker<'_>,
        kind: Kind,
        style: usize,
        kept: &str,
        row: u32,
    ) -> Result<Option<CellValue>, ReadError> {
        Ok(match kind {
            Kind::SharedText => {
                let index = kept.trim().parse().ok();
                let text = index.and_then(|index| self.book.strings.get(index));
                let text = text.ok_or_else(|| walker.damaged(Damage::SharedString { row }))?;
                // Checked before it is copied: a thousand cells may share one long text.
                if text.len() as u64 + self.tally.text_bytes > self.book.limits.unpacked_bytes {
                    let (measure, limit) = (Measure::UnpackedBytes, self.book.limits.unpacked_bytes);
                    let place = Some(Place { sheet: self.name.clone(), row, column: None });
                    return Err(ReadError::TooLarge { measure, limit, place });
                }
                text_value(text.to_owned())
            }
            Kind::FormulaText | Kind::InlineText => text_value(kept.to_owned()),
            Kind::Bool => Some(CellValue::Bool(matches!(kept.trim(), "1" | "true"))),
            Kind::Error => Some(CellValue::Error(kept.to_owned())),
            Kind::Date => Some(CellValue::Date(kept.to_owned())),
            Kind::Number => Some(self.number(style, kept)),
        })
    }

    fn number(&self, style: usize, kept: &str) -> CellValue {
        match kept.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => {
                let form = self.book.styles.form(style);
                let iso = form.and_then(|form| date::to_iso(number, form, self.book.epoch));
                iso.map_or(CellValue::Number(number), CellValue::Date)
            }
            _ => CellValue::Error(kept.to_owned()),
        }
    }

    fn merge(&mut self, walker: &Walker<'_>) -> Result<(), ReadError> {
        let range = walker.attribute("ref")?.and_then(|text| Merged::parse(&text));
        self.merged.extend(range);
        self.tally.cells += 1;
        let limit = self.book.limits.cells;
        let place = Some(Place { sheet: self.name.clone(), row: self.last_row, column: None });
        if self.tally.cells > limit {
            Err(ReadError::TooLarge { measure: Measure::Cells, limit, place })
        } else {
            Ok(())
        }
    }

    fn finish(mut self) -> (Sheet, Vec<Merged>) {
        for row in &mut self.rows {
            if !row.cells.is_sorted_by(|one, next| one.column < next.column) {
                settle_cells(&mut row.cells);
            }
        }
        if !self.rows.is_sorted_by(|one, next| one.number < next.number) {
            settle_rows(&mut self.rows);
        }
        merged::keep_top_left(&mut self.rows, &self.merged, self.book.limits.columns);
        (Sheet { name: self.name, rows: self.rows }, self.merged)
    }
}

/// In order of column; of two cells in one place the later counts.
fn settle_cells(cells: &mut Vec<Cell>) {
    cells.reverse();
    cells.sort_by_key(|cell| cell.column);
    cells.dedup_by_key(|cell| cell.column);
}

/// In order of number; two rows of one number become one.
fn settle_rows(rows: &mut Vec<Row>) {
    rows.sort_by_key(|row| row.number);
    rows.dedup_by(|later, earlier| {
        let same = later.number == earlier.number;
        if same {
            earlier.cells.append(&mut later.cells);
        }
        same
    });
    rows.iter_mut().for_each(|row| settle_cells(&mut row.cells));
}

/// How the text in a cell is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    SharedText,
    InlineText,
    FormulaText,
    Number,
    Bool,
    Error,
    Date,
}

impl Kind {
    fn from_attribute(kind: &str) -> Self {
        match kind {
            "s" => Self::SharedText,
            "inlineStr" => Self::InlineText,
            "str" => Self::FormulaText,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Date,
            _ => Self::Number,
        }
    }
}

fn text_value(text: String) -> Option<CellValue> {
    (!text.is_empty()).then_some(CellValue::Text(text))
}

/// The column of a reference such as `AB12`, from 0. `None` if it names none; too far to count is the last there is.
pub fn column_of(reference: &str) -> Option<u32> {
    let letters = reference.trim().trim_start_matches('$').bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_u32, |number, letter| {
        number.saturating_mul(26).saturating_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    number.checked_sub(1)
}

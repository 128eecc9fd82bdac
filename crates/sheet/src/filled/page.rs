//! A worksheet's part, taken apart into rows and cells that keep their bytes, and put together again with rows filled.
//!
//! Start at [`Page::read`], then [`Page::filled`]. Rows that are put in look like the first that was filled, its formulas too.

use std::collections::BTreeMap;
use std::ops::Range;

use super::look::Looks;
use super::refs::{Shift, in_xml, moved_down};
use super::xml::{Piece, attribute, full_name, name, pieces, with, without};
use crate::Merged;
use crate::book::{What, put_into};
use crate::date::{DateForm, Epoch, from_iso};
use crate::error::column_letters;
use crate::xlsx::styles::Styles;

/// Between day 0 of the two systems.
const DAYS_OF_1904: f64 = 1462.0;

pub struct Page<'a> {
    text: &'a str,
    /// `sheetData` with its tags, and the name that they have.
    data: Range<usize>,
    data_name: &'a str,
    rows: BTreeMap<u32, RowPart<'a>>,
    /// Styles of whole columns: first, last, style.
    columns: Vec<(u32, u32, usize)>,
    merged: Vec<Merged>,
    /// Something hangs on its rows that stands in other parts: tables, remarks; or formulas share their text over
    /// several rows. Rows cannot be put in then.
    pub is_rigid: bool,
    /// Pictures, which may stand anywhere.
    pub has_drawing: bool,
    pub has_formulas: bool,
}

struct RowPart<'a> {
    tag: &'a str,
    cells: BTreeMap<u32, CellPart<'a>>,
}

#[derive(Clone, Copy)]
struct CellPart<'a> {
    tag: &'a str,
    /// What stands between its tags.
    inside: &'a str,
    has_formula: bool,
    has_value: bool,
    is_number: bool,
}

/// What is written, and where.
#[derive(Default)]
pub struct Written<'a> {
    /// By the number of the row.
    pub rows: BTreeMap<u32, &'a [(u16, What<'a>)]>,
    /// The row that new ones look like. `None`: they have no look.
    pub model: Option<u32>,
    /// Where rows are put in.
    pub shift: Option<Shift>,
    pub counters: &'a [u16],
}

/// What the cells need to know of their workbook.
pub struct Dress<'a> {
    pub styles: &'a Styles,
    pub epoch: Epoch,
}

impl<'a> Page<'a> {
    /// `None`: there are no rows in it, nor a place for any.
    pub fn read(text: &'a str) -> Option<Self> {
        let mut page = Self {
            text,
            data: 0..0,
            data_name: "sheetData",
            rows: BTreeMap::new(),
            columns: Vec::new(),
            merged: Vec::new(),
            is_rigid: false,
            has_drawing: false,
            has_formulas: false,
        };
        let mut all = pieces(text);
        let mut found = false;
        while let Some((place, piece)) = all.next() {
            let Piece::Open { tag, is_empty } = piece else { continue };
            match name(tag) {
                "sheetData" => {
                    found = true;
                    page.data_name = full_name(tag);
                    page.data = place.start..if is_empty { place.end } else { page.read_rows(&mut all) };
                }
                "col" => {
                    let number = |key| attribute(tag, key).and_then(|value| value.trim().parse::<u32>().ok());
                    if let (Some(from), Some(to), Some(style)) = (number("min"), number("max"), number("style")) {
                        page.columns.push((from.saturating_sub(1), to.saturating_sub(1), style as usize));
                    }
                }
                "mergeCell" => page.merged.extend(attribute(tag, "ref").and_then(Merged::parse)),
                "drawing" => page.has_drawing = true,
                "legacyDrawing" | "tablePart" | "oleObject" | "control" => page.is_rigid = true,
                _ => {}
            }
        }
        found.then_some(page)
    }

    /// Reads to the end of `sheetData`, whose place it gives.
    fn read_rows(&mut self, all: &mut super::xml::Pieces<'a>) -> usize {
        let (mut number, mut column) = (0, 0);
        let mut cell: Option<(usize, CellPart<'a>)> = None;
        let mut depth = 0_usize;
        for (place, piece) in all.by_ref() {
            match piece {
                Piece::Open { tag, is_empty } => {
                    match (name(tag), &mut cell) {
                        ("row", None) => {
                            number = attribute(tag, "r").and_then(|row| row.trim().parse().ok()).unwrap_or(number + 1);
                            column = 0;
                            self.rows.entry(number).or_insert(RowPart { tag, cells: BTreeMap::new() });
                        }
                        ("c", None) => {
                            column = attribute(tag, "r").and_then(crate::xlsx::column_of).unwrap_or(column);
                            let kind = attribute(tag, "t").unwrap_or("n");
                            let is_number = matches!(kind, "n" | "");
                            let part = CellPart { tag, inside: "", has_formula: false, has_value: false, is_number };
                            if is_empty {
                                self.put(number, column, part);
                                column += 1;
                            } else {
                                cell = Some((place.end, part));
                            }
                        }
                        ("f", Some((_, part))) => {
                            part.has_formula = true;
                            self.has_formulas = true;
                            let lines = attribute(tag, "ref").and_then(Merged::parse);
                            let is_alone = lines.is_none_or(|lines| lines.top == lines.bottom);
                            self.is_rigid |= !is_alone && attribute(tag, "t").is_some();
                        }
                        _ => {}
                    }
                    depth += usize::from(!is_empty);
                }
                Piece::Text(text) => {
                    if let Some((_, part)) = &mut cell {
                        part.has_value |= !text.trim().is_empty();
                    }
                }
                Piece::Close => {
                    let Some(left) = depth.checked_sub(1) else { return place.end };
                    depth = left;
                    // A row is one level deep, a cell two.
                    if depth == 1
                        && let Some((from, mut part)) = cell.take()
                    {
                        part.inside = self.text.get(from..place.start).unwrap_or_default();
                        self.put(number, column, part);
                        column += 1;
                    }
                }
                Piece::Other => {}
            }
        }
        self.text.len()
    }

    fn put(&mut self, row: u32, column: u32, part: CellPart<'a>) {
        if let Some(row) = self.rows.get_mut(&row) {
            row.cells.insert(column, part);
        }
    }

    /// The last row of which the part says anything.
    pub fn last_row(&self) -> u32 {
        let merged = self.merged.iter().map(|block| block.bottom).max().unwrap_or_default();
        self.rows.keys().next_back().copied().unwrap_or_default().max(merged)
    }

    /// The cell that says what a block of merged cells says, or the cell itself.
    pub fn first_of_block(&self, row: u32, column: u16) -> (u32, u16) {
        let holds = |block: &&Merged| {
            (block.top..=block.bottom).contains(&row) && (block.left..=block.right).contains(&u32::from(column))
        };
        let block = self.merged.iter().find(holds);
        block.map_or((row, column), |block| (block.top, u16::try_from(block.left).unwrap_or(column)))
    }

    /// Whether a cell is worked out from others.
    pub fn is_formula(&self, row: u32, column: u16) -> bool {
        let cell = self.rows.get(&row).and_then(|row| row.cells.get(&u32::from(column)));
        cell.is_some_and(|cell| cell.has_formula)
    }

    /// Whether nothing may be written into a row: it says something, or is a part of a block. A running number is not said,
    /// and neither is a formula in a column that is not written to.
    pub fn is_taken(&self, row: u32, columns: &[u16], counters: &[u16]) -> bool {
        let among = |all: &[u16], column: u32| all.iter().any(|one| u32::from(*one) == column);
        let says = |(column, cell): (&u32, &CellPart<'_>)| match (cell.has_formula, cell.has_value) {
            (true, _) => among(columns, *column) && !among(counters, *column),
            (false, true) => !(cell.is_number && among(counters, *column)),
            (false, false) => false,
        };
        let is_block = |block: &Merged| {
            let covered = columns.iter().filter(|one| (block.left..=block.right).contains(&u32::from(**one))).count();
            (block.top..=block.bottom).contains(&row) && (block.top < block.bottom || covered > 1)
        };
        self.rows.get(&row).is_some_and(|row| row.cells.iter().any(says)) || self.merged.iter().any(is_block)
    }

    /// The part with rows filled.
    pub fn filled(&self, written: &Written<'_>, dress: &Dress<'_>, looks: &mut Looks<'_>) -> String {
        let mut out = String::with_capacity(self.text.len() + 256 * written.rows.len());
        let put_in = written.shift.map_or(0..0, |shift| shift.last + 1..shift.last + 1 + shift.by);
        let row_of = |row: u32| written.shift.map_or(row, |shift| shift.row(row));
        let mut lines: BTreeMap<u32, (Option<&RowPart<'a>>, u32)> =
            self.rows.iter().map(|(row, part)| (row_of(*row), (Some(part), 0))).collect();
        for row in written.rows.keys() {
            let is_new = put_in.contains(row) || !lines.contains_key(row);
            if is_new {
                let like = written.model.map(|model| (self.rows.get(&model), row - model));
                lines.insert(*row, like.unwrap_or_default());
            }
        }
        let head = self.text.get(..self.data.start).unwrap_or_default();
        out.push_str(&self.around(head, written.shift, &[]));
        out.push_str(&format!("<{}>", self.data_name));
        let prefix = self.data_name.strip_suffix("sheetData").unwrap_or_default();
        let places: BTreeMap<u32, u32> = written.rows.keys().copied().zip(0..).collect();
        for (row, (part, moved)) in &lines {
            let (cells, place) = (written.rows.get(row).copied(), places.get(row).copied());
            let line = Line { row: *row, part: *part, moved: *moved, cells, place, prefix };
            self.row(&mut out, &line, written, dress, looks);
        }
        out.push_str(&format!("</{}>", self.data_name));
        let repeated = self.blocks_of_new_rows(written, &lines);
        out.push_str(&self.around(self.text.get(self.data.end..).unwrap_or_default(), written.shift, &repeated));
        out
    }

    /// The merged cells of the first row that is filled, again in each row that is made like it.
    fn blocks_of_new_rows(
        &self,
        written: &Written<'_>,
        lines: &BTreeMap<u32, (Option<&RowPart<'a>>, u32)>,
    ) -> Vec<String> {
        let Some(model) = written.model else { return Vec::new() };
        let own: Vec<&Merged> =
            self.merged.iter().filter(|block| block.top == model && block.bottom == model).collect();
        let rows = lines.iter().filter(|(_, (_, moved))| *moved > 0).map(|(row, _)| *row);
        let block = |row: u32, block: &Merged| {
            let letters = |column: u32| column_letters(u16::try_from(column).unwrap_or(u16::MAX));
            format!("{}{row}:{}{row}", letters(block.left), letters(block.right))
        };
        let is_there = |row: u32, own: &Merged| {
            let is_same = |other: &Merged| {
                let at = written.shift.map_or(other.top, |shift| shift.row(other.top));
                at == row && (other.left..=other.right).contains(&own.left)
            };
            self.merged.iter().any(is_same)
        };
        rows.flat_map(|row| own.iter().filter(move |own| !is_there(row, own)).map(move |own| block(row, own))).collect()
    }

    fn row(
        &self,
        out: &mut String,
        line: &Line<'_, '_>,
        written: &Written<'_>,
        dress: &Dress<'_>,
        looks: &mut Looks<'_>,
    ) {
        let prefix = line.prefix;
        let tag = line.part.map_or_else(|| format!("<{prefix}row>"), |part| part.tag.to_owned());
        let tag = with(&without(&tag, "spans"), "r", &line.row.to_string());
        out.push_str(tag.trim_end_matches('>').trim_end_matches('/').trim_end());
        out.push('>');
        let none = BTreeMap::new();
        let parts = line.part.map_or(&none, |part| &part.cells);
        let mut columns: Vec<u32> = parts.keys().copied().collect();
        let said = |column: u32| {
            let cells = line.cells?;
            cells.iter().find(|(one, what)| u32::from(*one) == column && *what != What::Blank).map(|(_, what)| what)
        };
        columns.extend(line.cells.into_iter().flatten().map(|(column, _)| u32::from(*column)));
        columns.extend(line.place.iter().flat_map(|_| written.counters.iter().map(|column| u32::from(*column))));
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            let part = parts.get(&column);
            let is_counter = written.counters.iter().any(|one| u32::from(*one) == column);
            let is_own = part.is_some_and(|part| part.has_formula || part.has_value && line.moved == 0);
            let counted = line.place.filter(|_| is_counter).map(|place| What::Number(f64::from(place) + 1.0));
            // A running number that stands there already stays, and so does the formula of one.
            let what = said(column).or(counted.as_ref()).filter(|_| !(is_counter && is_own));
            match (what, part) {
                (Some(what), _) => self.cell(out, line, column, part, what, dress, looks),
                (None, Some(part)) => kept(out, line, column, part, written.shift),
                (None, None) => {}
            }
        }
        out.push_str(&format!("</{prefix}row>"));
    }

    /// A cell with something new in it, in the look that it has, or that its row or its column has.
    #[allow(clippy::too_many_arguments)] // all of them are one cell
    fn cell(
        &self,
        out: &mut String,
        line: &Line<'_, '_>,
        column: u32,
        part: Option<&CellPart<'_>>,
        what: &What<'_>,
        dress: &Dress<'_>,
        looks: &mut Looks<'_>,
    ) {
        let style_of = |tag: &str| attribute(tag, "s").and_then(|style| style.trim().parse::<usize>().ok());
        let of_row = line
            .part
            .map(|row| row.tag)
            .filter(|tag| matches!(attribute(tag, "customFormat"), Some("1" | "true")))
            .and_then(style_of);
        let of_column =
            || self.columns.iter().find(|(from, to, _)| (*from..=*to).contains(&column)).map(|(_, _, style)| *style);
        let style = part.map_or_else(|| of_row.or_else(of_column), |part| style_of(part.tag)).unwrap_or_default();
        let date = match what {
            What::Date(text) => {
                from_iso(text).filter(|_| matches!(dress.styles.form(style), Some(DateForm::Date | DateForm::DateTime)))
            }
            _ => None,
        };
        let put = match (date, what) {
            (Some((serial, _)), _) => {
                What::Number(if dress.epoch == Epoch::Year1904 { serial - DAYS_OF_1904 } else { serial })
            }
            (None, What::Date(text)) => What::Text(text.as_ref().into()),
            (None, other) => other.clone(),
        };
        let style = if put.must_stay_text() { looks.of_text(style) } else { style };
        let begin = format!("<{}c r=\"{}{}\" s=\"{style}\"", line.prefix, letters(column), line.row);
        put_into(out, &begin, line.prefix, &put);
    }

    /// What stands before and behind the rows, with its references moved. `blocks` are merged besides.
    fn around(&self, text: &str, shift: Option<Shift>, blocks: &[String]) -> String {
        let mut out = String::with_capacity(text.len());
        let mut meant = false;
        for (place, piece) in pieces(text) {
            let as_it_is = text.get(place).unwrap_or_default();
            match piece {
                // Wrong from now on, and nobody needs it.
                Piece::Open { tag, is_empty: true } if name(tag) == "dimension" => {}
                Piece::Open { tag, .. } => {
                    meant = matches!(name(tag), "f" | "formula" | "formula1" | "formula2" | "sqref");
                    let mut tag = tag.to_owned();
                    if let Some(shift) = shift {
                        for key in ["ref", "sqref", "activeCell", "topLeftCell"] {
                            if let Some(value) = attribute(&tag, key) {
                                tag = with(&tag, key, &shift.references(value));
                            }
                        }
                    }
                    if name(&tag) == "mergeCells" && !blocks.is_empty() {
                        tag = with(&tag, "count", &(self.merged.len() + blocks.len()).to_string());
                        let prefix = full_name(&tag).strip_suffix("mergeCells").unwrap_or_default().to_owned();
                        out.push_str(&tag);
                        blocks.iter().for_each(|block| out.push_str(&format!("<{prefix}mergeCell ref=\"{block}\"/>")));
                    } else {
                        out.push_str(&tag);
                    }
                }
                Piece::Text(text) => match shift.filter(|_| meant) {
                    Some(shift) => out.push_str(&in_xml(text, |text| shift.formula(text, &|sheet| sheet.is_none()))),
                    None => out.push_str(text),
                },
                Piece::Close | Piece::Other => {
                    meant = false;
                    out.push_str(as_it_is);
                }
            }
        }
        out
    }
}

/// A row on its way out.
struct Line<'l, 'a> {
    row: u32,
    /// The row that it was, or is made like.
    part: Option<&'l RowPart<'a>>,
    /// So many rows below the one that it is made like.
    moved: u32,
    cells: Option<&'l [(u16, What<'l>)]>,
    /// Its place among those that are filled.
    place: Option<u32>,
    prefix: &'l str,
}

fn letters(column: u32) -> String {
    column_letters(u16::try_from(column).unwrap_or(u16::MAX))
}

/// A cell as it was: of a new row only its look and its formula. What a formula gave before is not true any more.
fn kept(out: &mut String, line: &Line<'_, '_>, column: u32, part: &CellPart<'_>, shift: Option<Shift>) {
    let tag = with(part.tag, "r", &format!("{}{}", letters(column), line.row));
    let is_new = line.moved > 0;
    if !part.has_formula {
        if is_new {
            let bare = without(&tag, "t");
            out.push_str(bare.trim_end_matches('>').trim_end_matches('/').trim_end());
            out.push_str("/>");
        } else {
            out.push_str(&tag);
            if !tag.ends_with("/>") {
                out.push_str(part.inside);
                out.push_str(&format!("</{}>", full_name(part.tag)));
            }
        }
        return;
    }
    out.push_str(&without(&tag, "t"));
    let mut is_formula = false;
    for (place, piece) in pieces(part.inside) {
        let as_it_is = part.inside.get(place).unwrap_or_default();
        match piece {
            Piece::Open { tag, is_empty } if name(tag) == "f" => {
                is_formula = !is_empty;
                // Of a formula that several cells share, a row that is made like theirs has none.
                if is_new && attribute(tag, "t").is_some() {
                    is_formula = false;
                    continue;
                }
                match (shift, attribute(tag, "ref")) {
                    (Some(shift), Some(value)) => out.push_str(&with(tag, "ref", &shift.references(value))),
                    _ => out.push_str(as_it_is),
                }
            }
            Piece::Text(text) if is_formula => out.push_str(&in_xml(text, |text| {
                let text = shift.map_or(text.to_owned(), |shift| shift.formula(text, &|sheet| sheet.is_none()));
                if is_new { moved_down(&text, line.moved) } else { text }
            })),
            Piece::Close if is_formula => {
                is_formula = false;
                out.push_str(as_it_is);
            }
            _ => {}
        }
    }
    out.push_str(&format!("</{}>", full_name(part.tag)));
}

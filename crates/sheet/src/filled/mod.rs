//! Somebody else's workbook with rows written into it: the higher office's table, filled.
//!
//! ```text
//! bytes --read_xlsx--> looked at --fill_xlsx--> the same parts, with one sheet's rows filled
//! ```
//!
//! Every part that need not change is carried over as it is packed; a sheet's part keeps all that is not a filled cell, byte
//! for byte. Rows go into the free ones below the headings; are there too few, more are put in before what stands below, and
//! sums, merged cells, checks and print areas grow with them. A filled cell keeps its look; a text that a spreadsheet program
//! would take for something else gets the format of texts, and no formula can be written. Start at [`fill_xlsx`] for rows, and
//! at [`put_xlsx`] for single cells.
//!
//! Not here: which column means what (`ledger::filling`), workbooks of our own (`book`).

mod look;
mod page;
mod refs;
mod xml;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use self::look::Looks;
use self::page::{Dress, Page, Written};
use self::refs::{Shift, in_xml};
use self::xml::{Piece, attribute, dropped, full_name, name, pieces, with};
use crate::book::{MOST_TEXT, What};
use crate::date::Epoch;
use crate::error::{Place, ReadError};
use crate::xlsx::contents::{self, Contents};
use crate::xlsx::package::Package;
use crate::xlsx::styles::{self, Styles};
use crate::{Limits, WriteError};

/// What is written into which sheet.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Filling<'a> {
    /// By its place among the worksheets.
    pub sheet: usize,
    /// The last row of the headings.
    pub below: u32,
    /// The columns that are written to.
    pub columns: Vec<u16>,
    /// Columns of running numbers: those that stand there already say nothing of their row, and blank ones are numbered.
    pub counters: Vec<u16>,
    /// Each row by columns. What is blank leaves the cell as it is.
    pub rows: Vec<Vec<(u16, What<'a>)>>,
}

/// A workbook that was filled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filled {
    pub bytes: Vec<u8>,
    /// The first row that was written.
    pub first: u32,
    /// So many rows were put in.
    pub put_in: u32,
}

/// Why a workbook was not filled.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Something stands below that cannot be moved by what is known here, and there are so many free rows only.
    #[error("room for {rows} rows only")]
    NoRoom { rows: u32 },
    #[error("no such sheet")]
    NoSheet,
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// The last row that a spreadsheet program has.
const ROWS: u32 = 1 << 20;

/// One cell of a workbook, and what is put there.
#[derive(Clone, PartialEq, Debug)]
pub struct Spot<'a> {
    /// The place of its sheet among the worksheets.
    pub sheet: usize,
    pub row: u32,
    pub column: u16,
    pub what: What<'a>,
}

/// A workbook into which single cells were put.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spotted {
    pub bytes: Vec<u8>,
    /// Sheet, row and column of cells that are worked out from others and were left so.
    pub formulas: Vec<(usize, u32, u16)>,
}

/// Fills a workbook.
///
/// # Errors
/// [`FillError`]
pub fn fill_xlsx(bytes: &[u8], filling: &Filling<'_>, limits: &Limits) -> Result<Filled, FillError> {
    let mut package = Package::open(bytes, limits)?;
    let book = contents::read(&mut package)?;
    let (sheet, part) = book.sheets.get(filling.sheet).ok_or(FillError::NoSheet)?;
    for (number, cells) in (1..).zip(&filling.rows) {
        check_texts(cells, sheet, filling.below.saturating_add(number))?;
    }
    let text = package.text(part)?;
    let page = Page::read(&text).ok_or(FillError::NoSheet)?;
    let mut wardrobe = Wardrobe::read(&mut package, &book)?;
    let is_rigid = page.is_rigid || page.has_drawing && hangs_below(&mut package, part, filling.below)?;
    let (first, shift) = room(&page, is_rigid, filling)?;
    let rows = (first..).zip(filling.rows.iter().map(Vec::as_slice)).collect();
    let written = Written { rows, model: Some(first), shift, counters: &filling.counters };
    let mut changed = Changed::default();
    changed.parts.insert(part.clone(), wardrobe.dressed(&page, &written));
    changed.has_formulas = page.has_formulas;
    for (_, other) in book.sheets.iter().filter(|(_, other)| other != part) {
        let text = package.text(other)?;
        changed.has_formulas |= has_formulas(&text);
        if let Some(moved) = shift.and_then(|shift| moved(&text, sheet, shift)) {
            changed.parts.insert(other.clone(), moved);
        }
    }
    let workbook = package.text(&book.workbook)?;
    if let Some(moved) = shift.and_then(|shift| moved(&workbook, sheet, shift)) {
        changed.parts.insert(book.workbook.clone(), moved);
    }
    changed.parts.extend(wardrobe.changed());
    let bytes = changed.finished(&mut package, &book, bytes)?;
    Ok(Filled { bytes, first, put_in: shift.map_or(0, |shift| shift.by) })
}

/// Puts single cells into a workbook, wherever they stand. A cell of a block of merged ones is the block's first. One that is
/// worked out from others stays and is told.
///
/// # Errors
/// [`FillError`]
pub fn put_xlsx(bytes: &[u8], spots: &[Spot<'_>], limits: &Limits) -> Result<Spotted, FillError> {
    let mut package = Package::open(bytes, limits)?;
    let book = contents::read(&mut package)?;
    if spots.iter().any(|spot| spot.sheet >= book.sheets.len()) {
        return Err(FillError::NoSheet);
    }
    let mut wardrobe = Wardrobe::read(&mut package, &book)?;
    let (mut changed, mut formulas) = (Changed::default(), Vec::new());
    for (place, (sheet, part)) in book.sheets.iter().enumerate() {
        let text = package.text(part)?;
        changed.has_formulas |= has_formulas(&text);
        if !spots.iter().any(|spot| spot.sheet == place) {
            continue;
        }
        let page = Page::read(&text).ok_or(FillError::NoSheet)?;
        let mut rows: BTreeMap<u32, Vec<(u16, What<'_>)>> = BTreeMap::new();
        for spot in spots.iter().filter(|spot| spot.sheet == place) {
            let (row, column) = page.first_of_block(spot.row, spot.column);
            if row == 0 || row > ROWS {
                return Err(FillError::NoRoom { rows: ROWS });
            }
            if page.is_formula(row, column) {
                formulas.push((place, row, column));
                continue;
            }
            let cells = rows.entry(row).or_default();
            cells.retain(|(known, _)| *known != column);
            cells.push((column, spot.what.clone()));
        }
        for (row, cells) in &rows {
            check_texts(cells, sheet, *row)?;
        }
        let rows = rows.iter().map(|(row, cells)| (*row, cells.as_slice())).collect();
        changed.parts.insert(part.clone(), wardrobe.dressed(&page, &Written { rows, ..Written::default() }));
    }
    changed.parts.extend(wardrobe.changed());
    let bytes = changed.finished(&mut package, &book, bytes)?;
    Ok(Spotted { bytes, formulas })
}

/// The looks of a workbook's cells: those that it has, and those that are added.
struct Wardrobe {
    part: Option<String>,
    text: String,
    added: Option<String>,
    styles: Styles,
    epoch: Epoch,
}

impl Wardrobe {
    fn read(package: &mut Package<'_>, book: &Contents) -> Result<Self, ReadError> {
        let text = book.styles.as_ref().map(|part| package.text(part)).transpose()?.unwrap_or_default();
        let styles = match &book.styles {
            Some(part) => package.walk(part, styles::read)?,
            None => Styles::default(),
        };
        Ok(Self { part: book.styles.clone(), text, added: None, styles, epoch: book.epoch })
    }

    /// A sheet's part with what is written, each cell in its look.
    fn dressed(&mut self, page: &Page<'_>, written: &Written<'_>) -> String {
        let mut looks = Looks::read(self.added.as_deref().unwrap_or(&self.text));
        let filled = page.filled(written, &Dress { styles: &self.styles, epoch: self.epoch }, &mut looks);
        if let Some(added) = looks.written() {
            self.added = Some(added);
        }
        filled
    }

    /// The part of the looks, if any was added.
    fn changed(self) -> Option<(String, String)> {
        Some((self.part?, self.added?))
    }
}

/// Parts of a workbook that change, by their names.
#[derive(Default)]
struct Changed {
    parts: BTreeMap<String, String>,
    has_formulas: bool,
}

impl Changed {
    /// The workbook with them, all else as it is packed.
    fn finished(mut self, package: &mut Package<'_>, book: &Contents, bytes: &[u8]) -> Result<Vec<u8>, FillError> {
        if self.has_formulas {
            let workbook = match self.parts.remove(&book.workbook) {
                Some(workbook) => workbook,
                None => package.text(&book.workbook)?,
            };
            self.parts.insert(book.workbook.clone(), reckoned_anew(&workbook));
        }
        // The order in which a program reckoned before names cells that have no formula any more; it finds one anew.
        if book.chain.is_some() {
            let rels = contents::relationships_part(&book.workbook);
            for listing in [rels.as_str(), "[Content_Types].xml"] {
                let text = package.text(listing)?;
                let leads =
                    |tag: &str, key: &str| attribute(tag, key).is_some_and(|target| target.ends_with("calcChain.xml"));
                let without = dropped(&text, |tag| leads(tag, "Target") || leads(tag, "PartName"));
                self.parts.insert(listing.to_owned(), without);
            }
        }
        Ok(packed(bytes, &self.parts, book.chain.as_deref())?)
    }
}

fn has_formulas(sheet: &str) -> bool {
    pieces(sheet).any(|(_, piece)| matches!(piece, Piece::Open { tag, .. } if name(tag) == "f"))
}

/// A text is written whole or not at all.
fn check_texts(cells: &[(u16, What<'_>)], sheet: &str, row: u32) -> Result<(), WriteError> {
    for (column, what) in cells {
        if let What::Text(text) | What::Code(text) | What::Date(text) = what {
            let length = text.encode_utf16().count();
            if length > MOST_TEXT {
                let place = Place { sheet: sheet.to_owned(), row, column: Some(*column) };
                return Err(WriteError::TextTooLong { place, length });
            }
        }
    }
    Ok(())
}

/// Where the rows go: the first free row below the headings, and where more are put in, if they must.
fn room(page: &Page<'_>, is_rigid: bool, filling: &Filling<'_>) -> Result<(u32, Option<Shift>), FillError> {
    let wanted = u32::try_from(filling.rows.len()).unwrap_or(u32::MAX);
    let is_taken = |row: u32| page.is_taken(row, &filling.columns, &filling.counters);
    let last = page.last_row();
    let mut first = filling.below.saturating_add(1);
    while first <= last && is_taken(first) {
        first += 1;
    }
    let free = (first..=last).take_while(|row| !is_taken(*row)).count();
    let free = u32::try_from(free).unwrap_or(u32::MAX);
    let something_below = first.saturating_add(free) <= last;
    let beyond = first.max(last).saturating_add(wanted) > ROWS;
    match wanted.checked_sub(free).filter(|by| *by > 0) {
        _ if beyond => Err(FillError::NoRoom { rows: ROWS.saturating_sub(first.max(last)) }),
        Some(_) if is_rigid && something_below => Err(FillError::NoRoom { rows: free }),
        Some(by) if free > 0 && !is_rigid => Ok((first, Some(Shift { last: first + free - 1, by }))),
        _ => Ok((first, None)),
    }
}

/// Whether a picture stands below the headings: it would stay where it is when rows are put in.
fn hangs_below(package: &mut Package<'_>, sheet: &str, below: u32) -> Result<bool, ReadError> {
    let rels = package.text(&contents::relationships_part(sheet))?;
    for (_, piece) in pieces(&rels) {
        let Piece::Open { tag, .. } = piece else { continue };
        let (Some(kind), Some(target)) = (attribute(tag, "Type"), attribute(tag, "Target")) else { continue };
        if !kind.ends_with("/drawing") {
            continue;
        }
        let drawing = package.text(&contents::resolve(sheet, target))?;
        let mut is_row = false;
        for (_, piece) in pieces(&drawing) {
            match piece {
                Piece::Open { tag, .. } => is_row = name(tag) == "row",
                // Rows are counted from 0 there.
                Piece::Text(text) if is_row && text.trim().parse::<u32>().is_ok_and(|row| row >= below) => {
                    return Ok(true);
                }
                _ => is_row = false,
            }
        }
    }
    Ok(false)
}

/// Another part whose formulas and names speak of the sheet where rows were put in. `None`: it does not.
fn moved(text: &str, sheet: &str, shift: Shift) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut meant, mut is_changed) = (false, false);
    for (place, piece) in pieces(text) {
        let as_it_is = text.get(place)?;
        if let Piece::Open { tag, .. } = piece {
            meant = matches!(name(tag), "f" | "formula" | "formula1" | "formula2" | "definedName");
        }
        match piece {
            Piece::Text(text) if meant => {
                let moved = in_xml(text, |text| shift.formula(text, &|named| named == Some(sheet)));
                is_changed |= moved != text;
                out.push_str(&moved);
            }
            _ => out.push_str(as_it_is),
        }
        meant &= !matches!(piece, Piece::Close);
    }
    is_changed.then_some(out)
}

/// The workbook's part, saying that all formulas are to be reckoned when it is opened.
fn reckoned_anew(text: &str) -> String {
    const FULL: &str = "fullCalcOnLoad";
    let is = |piece: &Piece<'_>, wanted: &str| matches!(piece, Piece::Open { tag, .. } if name(tag) == wanted);
    let all: Vec<_> = pieces(text).collect();
    if let Some((place, Piece::Open { tag, .. })) = all.iter().find(|(_, piece)| is(piece, "calcPr")) {
        let mut out = text.to_owned();
        out.replace_range(place.clone(), &with(tag, FULL, "1"));
        return out;
    }
    // Where the schema has its place: behind these, whichever comes last.
    let behind = ["sheets", "functionGroups", "externalReferences", "definedNames"];
    let closes = |place: &std::ops::Range<usize>| {
        let tag = text.get(place.clone()).unwrap_or_default();
        tag.starts_with("</") && behind.contains(&name(tag))
    };
    let Some((place, _)) = all.iter().rev().find(|(place, _)| closes(place)) else { return text.to_owned() };
    let own = full_name(text.get(place.clone()).unwrap_or_default());
    let prefix = own.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
    let mut out = text.to_owned();
    out.insert_str(place.end, &format!("<{prefix}calcPr {FULL}=\"1\"/>"));
    out
}

/// The archive with some parts changed and one left out; all others as they are packed.
fn packed(bytes: &[u8], changed: &BTreeMap<String, String>, left_out: Option<&str>) -> Result<Vec<u8>, WriteError> {
    let zip = |error: ZipError| WriteError::Zip(error);
    let mut from = ZipArchive::new(Cursor::new(bytes)).map_err(zip)?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..from.len() {
        let entry = from.by_index_raw(place).map_err(zip)?;
        let name = entry.name().map_err(zip)?.into_owned();
        let own = name.trim_start_matches('/').replace('\\', "/");
        let is = |part: &str| own.eq_ignore_ascii_case(part);
        if left_out.is_some_and(is) {
            continue;
        }
        match changed.iter().find(|(part, _)| is(part)) {
            Some((_, text)) => {
                drop(entry);
                to.start_file(name, SimpleFileOptions::default()).map_err(zip)?;
                to.write_all(text.as_bytes()).map_err(|error| zip(ZipError::Io(error)))?;
            }
            None => to.raw_copy_file(entry).map_err(zip)?,
        }
    }
    to.finish().map(Cursor::into_inner).map_err(zip)
}

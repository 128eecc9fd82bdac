//! Workbooks written row by row: what is held is what is compressed already, and the rows of the last few kilobytes.
//!
//! Start at [`Writer`]. Several sheets may be open at once, and rows go to any of them; each is compressed as it grows, and
//! [`Writer::finish`] puts them together. Whoever gives the rows may stop at any of them.
//!
//! There is no way here to write a formula. A text that a spreadsheet program would take for one when it is edited has the
//! format of texts; one that is too long for a cell goes to a sheet of its own, whole. The same rows give the same bytes.
//!
//! Not here: workbooks that stand in memory as they were read (`write`), how XML is written (`cells`, `frame`).

mod cells;
mod frame;

pub(crate) use cells::put_into;

use std::borrow::Cow;
use std::io::{Cursor, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::WriteError;
use crate::error::Place;

/// What a spreadsheet program has of rows and columns.
const ROWS: u32 = 1 << 20;
const COLUMNS: usize = 1 << 14;
/// What a spreadsheet program keeps in one cell, in UTF-16 units.
pub(crate) const MOST_TEXT: usize = 32_767;
/// Rows wait for the compressor until there are so many bytes of them.
const PORTION: usize = 64 << 10;
/// Measured on 500,000 cells, natively: level 1 gives 4.1 MB in 95 ms, 2 gives 2.9 in 109, 4 gives 2.2 in 156, 6 gives 1.9 in 300.
const LEVEL: i64 = 2;

/// What goes into one cell, and how it looks.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Put<'a> {
    pub what: What<'a>,
    pub tone: Tone,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub enum What<'a> {
    #[default]
    Blank,
    Text(Cow<'a, str>),
    /// A text that must not become a number when somebody edits it: a code, a telephone number, an id.
    Code(Cow<'a, str>),
    /// One that no spreadsheet program has, such as infinity, is written as a text.
    Number(f64),
    Bool(bool),
    /// `2023-10-31`, `09:30:00` or `2023-10-31T09:30:00`; any other text is written as it stands.
    Date(Cow<'a, str>),
}

/// The colour behind a cell. What it means must stand in words beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    #[default]
    Plain,
    Good,
    Doubtful,
    Wrong,
}

/// A sheet with a row of column names, which stays in sight.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Heading {
    /// Made one that a spreadsheet program takes, and that no other sheet has: see [`Writer::name`].
    pub sheet: String,
    pub columns: Vec<HeadColumn>,
    /// So many columns from the left stay in sight, too.
    pub frozen: u16,
    /// Each column can be filtered.
    pub filters: bool,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct HeadColumn {
    pub title: String,
    /// At least, in digits, as a spreadsheet program measures; a Chinese character takes two. It has room for its title, too.
    pub width: u16,
    /// Empty cells of it are formatted as texts, for what people will write into them.
    pub is_code: bool,
    /// What people can choose from below the name.
    pub offered: Option<Offered>,
}

/// Texts to choose from: cells of another sheet, below its row of names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offered {
    pub from: SheetKey,
    /// From 0.
    pub column: u16,
    /// How many rows of the list, from which of its rows on: 0 is the first below the names.
    pub first: u32,
    pub rows: u32,
}

/// One of a writer's sheets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SheetKey(usize);

impl SheetKey {
    /// The sheet that stands behind so many others: for a sheet that offers texts of one that comes after it.
    pub fn behind(sheets: usize) -> Self {
        Self(sheets)
    }
}

/// A workbook that is being written.
pub struct Writer {
    sheets: Vec<Open>,
    long_texts: LongTexts,
    foot: String,
}

/// A sheet that takes rows.
struct Open {
    name: String,
    /// At the top of every printed page.
    head: String,
    heading: Heading,
    /// `<c r="AB`, for each column that a row had so far.
    starts: Vec<String>,
    rows: u32,
    /// What was not compressed yet.
    waiting: Vec<u8>,
    part: ZipWriter<Cursor<Vec<u8>>>,
}

/// Texts that are too long for a cell, until the sheet is written that has them in pieces.
struct LongTexts {
    heading: Heading,
    /// The cell, such as `企业!C12`, and its text.
    texts: Vec<(String, String)>,
    /// Until then no other sheet has its name.
    is_written: bool,
}

impl Writer {
    /// A workbook without sheets. Texts that are longer than a cell may be go to a sheet that is called `long_texts`, below
    /// two columns with these names: the cell, and its text, which goes on in the cells to the right of it.
    pub fn new(long_texts: &str, cell: &str, text: &str) -> Self {
        let column = |title: &str, width| HeadColumn { title: title.to_owned(), width, ..HeadColumn::default() };
        let columns = vec![column(cell, 24), column(text, 80)];
        let heading = Heading { sheet: long_texts.to_owned(), columns, frozen: 0, filters: false };
        Self {
            sheets: Vec::new(),
            long_texts: LongTexts { heading, texts: Vec::new(), is_written: false },
            foot: String::new(),
        }
    }

    /// Words at the foot of every printed page, beside its number.
    pub fn foot(&mut self, words: &str) {
        words.clone_into(&mut self.foot);
    }

    /// Words at the top of every printed page of a sheet.
    pub fn head(&mut self, sheet: SheetKey, words: &str) {
        if let Some(open) = self.sheets.get_mut(sheet.0) {
            words.clone_into(&mut open.head);
        }
    }

    /// Adds a sheet, behind those that are there.
    ///
    /// # Errors
    /// [`WriteError::NoSuchCell`] for more columns than there are; [`WriteError::Zip`].
    pub fn sheet(&mut self, heading: Heading) -> Result<SheetKey, WriteError> {
        let name = self.free_name(&heading.sheet);
        if heading.columns.len() > COLUMNS {
            return Err(no_such_cell(&name, 1, heading.columns.len()));
        }
        let key = SheetKey(self.sheets.len());
        let mut part = ZipWriter::new(Cursor::new(Vec::new()));
        part.start_file(frame::sheet_path(key.0), options()).map_err(WriteError::Zip)?;
        let mut waiting = Vec::with_capacity(PORTION + (PORTION >> 2));
        frame::sheet_begins(&mut waiting, &heading, key.0 == 0);
        let (head, starts) = (String::new(), Vec::new());
        let mut open = Open { name, head, heading, starts, rows: 0, waiting, part };
        if !open.heading.columns.is_empty() {
            let titles: Vec<String> = open.heading.columns.iter().map(|column| column.title.clone()).collect();
            open.row(titles.iter().map(String::as_str), &mut self.long_texts)?;
        }
        self.sheets.push(open);
        Ok(key)
    }

    /// What a sheet is called in the end.
    pub fn name(&self, sheet: SheetKey) -> &str {
        self.sheets.get(sheet.0).map(|open| open.name.as_str()).unwrap_or_default()
    }

    /// How many rows a sheet has below its names.
    pub fn rows(&self, sheet: SheetKey) -> u32 {
        let open = self.sheets.get(sheet.0);
        open.map_or(0, |open| open.rows.saturating_sub(u32::from(!open.heading.columns.is_empty())))
    }

    /// Adds a row to a sheet, from its first column on.
    ///
    /// # Errors
    /// [`WriteError::NoSuchCell`] below the last row or behind the last column that a spreadsheet program has;
    /// [`WriteError::Zip`].
    pub fn row<'a>(
        &mut self,
        sheet: SheetKey,
        cells: impl IntoIterator<Item = impl Into<Put<'a>>>,
    ) -> Result<(), WriteError> {
        let Some(open) = self.sheets.get_mut(sheet.0) else {
            debug_assert!(false, "a sheet of another writer");
            return Ok(());
        };
        open.row(cells, &mut self.long_texts)
    }

    /// The workbook's bytes. One without sheets gets an empty one, because none would open otherwise.
    ///
    /// # Errors
    /// [`WriteError::Zip`], if it is larger than such a file can be.
    pub fn finish(mut self) -> Result<Vec<u8>, WriteError> {
        self.write_long_texts()?;
        if self.sheets.is_empty() {
            self.sheet(Heading { sheet: "Sheet1".to_owned(), ..Heading::default() })?;
        }
        let names: Vec<String> = self.sheets.iter().map(|open| open.name.clone()).collect();
        let filtered: Vec<Option<String>> = self.sheets.iter().map(Open::filtered).collect();
        let mut book = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, xml) in frame::parts(&names, &filtered) {
            book.start_file(path, options()).map_err(WriteError::Zip)?;
            book.write_all(xml.as_bytes()).map_err(damaged)?;
        }
        for open in self.sheets {
            let part = open.close(&names, &self.foot)?;
            book.merge_archive(ZipArchive::new(Cursor::new(part)).map_err(WriteError::Zip)?)
                .map_err(WriteError::Zip)?;
        }
        book.finish().map(Cursor::into_inner).map_err(WriteError::Zip)
    }

    fn write_long_texts(&mut self) -> Result<(), WriteError> {
        let texts = std::mem::take(&mut self.long_texts.texts);
        if texts.is_empty() {
            return Ok(());
        }
        self.long_texts.is_written = true;
        let sheet = self.sheet(self.long_texts.heading.clone())?;
        for (cell, text) in &texts {
            let pieces = pieces(text).map(|piece| Put::from(What::Code(piece.into())));
            self.row(sheet, std::iter::once(Put::from(cell.as_str())).chain(pieces))?;
        }
        Ok(())
    }

    /// A name as a spreadsheet program takes it, and that no sheet has yet.
    fn free_name(&self, wanted: &str) -> String {
        let wanted: String =
            wanted.chars().map(|character| if may_be_in_name(character) { character } else { ' ' }).collect();
        let wanted = match wanted.trim().trim_matches('\'').trim() {
            "" => "Sheet",
            // Excel keeps that one for itself.
            name if name.eq_ignore_ascii_case("history") => "History_",
            name => name,
        };
        let numbered = (2_u32..).map(|number| format!(" ({number})"));
        let mut tried = std::iter::once(String::new()).chain(numbered).map(|ending| {
            let room = frame::MOST_NAME.saturating_sub(ending.len());
            format!("{}{ending}", begin(wanted, room).trim_end())
        });
        let is_free = |name: &String| {
            let name = name.to_lowercase();
            self.sheets.iter().all(|open| open.name.to_lowercase() != name)
                && (self.long_texts.is_written || name != self.long_texts.heading.sheet.to_lowercase())
        };
        tried.find(is_free).unwrap_or_default()
    }
}

impl Open {
    fn row<'a>(
        &mut self,
        cells: impl IntoIterator<Item = impl Into<Put<'a>>>,
        long_texts: &mut LongTexts,
    ) -> Result<(), WriteError> {
        if self.rows == ROWS {
            return Err(no_such_cell(&self.name, self.rows.saturating_add(1), 0));
        }
        self.rows += 1;
        let is_head = self.rows == 1 && !self.heading.columns.is_empty();
        let number = self.rows.to_string();
        cells::row_begins(&mut self.waiting, &number);
        for (column, put) in cells.into_iter().enumerate() {
            if column == COLUMNS {
                return Err(no_such_cell(&self.name, self.rows, column));
            }
            if self.starts.len() == column {
                self.starts.push(cells::start(column));
            }
            let mut put: Put<'_> = put.into();
            if let Some(text) = put.what.text().filter(|text| is_too_long(text)) {
                let cell = format!("{}!{}{number}", self.name, cells::letters(column));
                let row = long_texts.texts.len() + 2;
                long_texts.texts.push((cell, text.to_owned()));
                put.what = What::Text(format!("→ {}!B{row}", long_texts.heading.sheet).into());
            }
            let start = self.starts.get(column).map(String::as_str).unwrap_or_default();
            cells::cell(&mut self.waiting, start, &number, &put, is_head);
        }
        cells::row_ends(&mut self.waiting);
        if self.waiting.len() >= PORTION {
            self.compress()?;
        }
        Ok(())
    }

    fn compress(&mut self) -> Result<(), WriteError> {
        self.part.write_all(&self.waiting).map_err(damaged)?;
        self.waiting.clear();
        Ok(())
    }

    /// The cells that can be filtered, as a name of the workbook has them.
    fn filtered(&self) -> Option<String> {
        self.filter().map(|(last, rows)| format!("{}!$A$1:${last}${rows}", frame::quoted(&self.name)))
    }

    fn filter(&self) -> Option<(String, u32)> {
        let last = self.heading.columns.len().checked_sub(1).filter(|_| self.heading.filters)?;
        Some((cells::letters(last), self.rows.max(2)))
    }

    /// The archive that holds the sheet alone.
    fn close(mut self, names: &[String], foot: &str) -> Result<Vec<u8>, WriteError> {
        let filter = self.filter();
        frame::sheet_ends(&mut self.waiting, &self.heading, filter, names, (&self.head, foot));
        self.compress()?;
        self.part.finish().map(Cursor::into_inner).map_err(WriteError::Zip)
    }
}

impl What<'_> {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Date(text) => Some(text),
            Self::Blank | Self::Number(_) | Self::Bool(_) => None,
        }
    }
}

impl<'a> From<What<'a>> for Put<'a> {
    fn from(what: What<'a>) -> Self {
        Self { what, tone: Tone::Plain }
    }
}

impl<'a> From<&'a str> for Put<'a> {
    fn from(text: &'a str) -> Self {
        What::Text(Cow::Borrowed(text)).into()
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_level(Some(LEVEL))
}

fn damaged(error: std::io::Error) -> WriteError {
    WriteError::Zip(ZipError::Io(error))
}

fn no_such_cell(sheet: &str, row: u32, column: usize) -> WriteError {
    WriteError::NoSuchCell { place: Place { sheet: sheet.to_owned(), row, column: u16::try_from(column).ok() } }
}

fn may_be_in_name(character: char) -> bool {
    !matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !character.is_control()
}

/// The beginning of a text, of so many UTF-16 units at most.
fn begin(text: &str, room: usize) -> &str {
    let mut length = 0;
    let end = text.char_indices().find(|(_, character)| {
        length += character.len_utf16();
        length > room
    });
    end.map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}

fn is_too_long(text: &str) -> bool {
    // A UTF-16 unit takes at least one byte in UTF-8.
    text.len() > MOST_TEXT && text.encode_utf16().count() > MOST_TEXT
}

/// A text in pieces that a cell takes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let piece = begin(rest, MOST_TEXT);
        rest = rest.get(piece.len()..).unwrap_or_default();
        (!piece.is_empty()).then_some(piece)
    })
}

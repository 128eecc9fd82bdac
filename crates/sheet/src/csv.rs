//! Delimited text in and out, and the prefix that keeps a spreadsheet program from running a cell.
//!
//! Start at [`read_csv`] and [`write_csv`], or [`CsvWriter`] where rows come one by one; reading what was written gives the
//! same table.

use crate::error::{Damage, Measure, Place, ReadError};
use crate::{Limits, Put, Table, What};

/// Reads UTF-8 text with commas, with or without a byte order mark; the first row names the columns.
///
/// Line ends may be of any kind; a cell in double quotes may hold commas, quotes (doubled) and line ends. Empty lines
/// are passed over. A row shorter than the longest is filled up with empty cells, and so is the row of names. The
/// apostrophe that [`write_csv`] puts before what looks like a formula is taken off again.
///
/// # Errors
/// [`ReadError::Encoding`] for text in another encoding, such as the GB18030 that Excel's plain "CSV" writes in Chinese;
/// [`ReadError::TooLarge`] with the row.
pub fn read_csv(bytes: &[u8], limits: &Limits) -> Result<Table, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { measure: Measure::FileBytes, limit: limits.file_bytes, place: None });
    }
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ::csv::ByteRecord::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut width = 0;
    while reader.read_byte_record(&mut record).map_err(csv_damage)? {
        let row = rows.len() as u64 + 1;
        width = width.max(record.len());
        check_size(row, width, limits)?;
        rows.push(
            record
                .iter()
                .enumerate()
                .map(|(column, cell)| read_cell(cell, row, column, limits))
                .collect::<Result<_, _>>()?,
        );
    }
    let mut rows = rows.into_iter();
    let mut columns = rows.next().unwrap_or_default();
    columns.resize(width, String::new());
    Ok(Table::new(columns, rows))
}

fn check_size(row: u64, width: usize, limits: &Limits) -> Result<(), ReadError> {
    let too_large = |measure, limit| ReadError::TooLarge { measure, limit, place: Some(place(row, None)) };
    if row > u64::from(limits.rows) {
        return Err(too_large(Measure::Rows, u64::from(limits.rows)));
    }
    if width > usize::from(limits.columns) {
        return Err(too_large(Measure::Columns, u64::from(limits.columns)));
    }
    if row * width as u64 > limits.cells {
        return Err(too_large(Measure::Cells, limits.cells));
    }
    Ok(())
}

fn read_cell(cell: &[u8], row: u64, column: usize, limits: &Limits) -> Result<String, ReadError> {
    read_text(cell, row, column, limits).map(|text| unguarded(text).to_owned())
}

/// The text of a cell as it stands.
pub(crate) fn read_text<'a>(cell: &'a [u8], row: u64, column: usize, limits: &Limits) -> Result<&'a str, ReadError> {
    let text = std::str::from_utf8(cell).map_err(|_| ReadError::Encoding { row })?;
    if text.chars().count() > limits.cell_characters {
        let (measure, limit) = (Measure::CellCharacters, limits.cell_characters as u64);
        return Err(ReadError::TooLarge { measure, limit, place: Some(place(row, u16::try_from(column).ok())) });
    }
    Ok(text)
}

fn place(row: u64, column: Option<u16>) -> Place {
    Place { sheet: String::new(), row: u32::try_from(row).unwrap_or(u32::MAX), column }
}

pub(crate) fn csv_damage(source: ::csv::Error) -> ReadError {
    ReadError::Damaged { part: "csv".to_owned(), source: Damage::Csv(source) }
}

/// Writes a table as UTF-8 with a byte order mark and CRLF, so that Excel opens it as it is.
///
/// A cell that a spreadsheet program would run as a formula gets an apostrophe before it; [`read_csv`] takes it off.
pub fn write_csv(table: &Table) -> Vec<u8> {
    let mut writer = CsvWriter::new(Guard::Apostrophe);
    writer.row(table.columns.iter().map(String::as_str));
    table.rows.iter().for_each(|row| writer.row(row));
    writer.take()
}

/// Whether what looks like a formula gets an apostrophe.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Guard {
    #[default]
    Apostrophe,
    /// For programs that are no spreadsheet and would take the apostrophe for a part of the text.
    None,
}

/// Delimited text that is written row by row.
pub struct CsvWriter {
    guard: Guard,
    out: Vec<u8>,
}

impl CsvWriter {
    pub fn new(guard: Guard) -> Self {
        Self { guard, out: "\u{feff}".as_bytes().to_vec() }
    }

    /// Adds a row. Numbers stand as they are; of texts those are guarded that may run.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = impl Into<Put<'a>>>) {
        let start = self.out.len();
        let mut width = 0;
        for put in cells {
            if width > 0 {
                self.out.push(b',');
            }
            width += 1;
            let put: Put<'_> = put.into();
            match &put.what {
                What::Blank => {}
                What::Text(text) | What::Code(text) | What::Date(text) => self.text(text),
                What::Number(number) => self.out.extend(number.to_string().bytes()),
                What::Bool(value) => self.out.extend(if *value { b"TRUE".as_slice() } else { b"FALSE" }),
            }
        }
        // A line with nothing on it is no row to a reader, so a single empty cell is written as two quotes.
        if width == 1 && self.out.len() == start {
            self.out.extend(b"\"\"");
        }
        if width > 0 {
            self.out.extend(b"\r\n");
        }
    }

    /// What was written since this was last called, so that nobody has to hold it all.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    fn text(&mut self, text: &str) {
        let cell = if self.guard == Guard::Apostrophe { guarded(text) } else { text.into() };
        if cell.contains(['"', ',', '\r', '\n']) {
            self.out.push(b'"');
            self.out.extend(cell.replace('"', "\"\"").as_bytes());
            self.out.push(b'"');
        } else {
            self.out.extend(cell.as_bytes());
        }
    }
}

/// The cell as it may stand in a file: with one more apostrophe where it could run, or could be read as so guarded.
fn guarded(cell: &str) -> std::borrow::Cow<'_, str> {
    if may_run(cell.trim_start_matches('\'')) && !is_negative_number(cell) {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

/// The cell without the apostrophe that [`guarded`] put there.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| may_run(rest.trim_start_matches('\''))).unwrap_or(cell)
}

/// Whether a spreadsheet program may take the text for a formula: what counts is its first character after spaces.
pub(crate) fn may_run(text: &str) -> bool {
    let blank = |character: char| {
        character != '\t'
            && character != '\r'
            && character != '\n'
            && (character.is_whitespace() || character == '\u{feff}')
    };
    text.trim_start_matches(blank).starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// A figure such as `-12.5` stays a figure: it starts like a formula and is none.
fn is_negative_number(text: &str) -> bool {
    let Some((whole, fraction)) = text.strip_prefix('-').map(|digits| digits.split_once('.').unwrap_or((digits, "0")))
    else {
        return false;
    };
    [whole, fraction].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

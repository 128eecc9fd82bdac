//! Delimited text in and out, and the prefix that keeps a spreadsheet program from running a cell.
//!
//! Start at [`read_csv`] and [`write_csv`]; reading what was written gives the same table.

use crate::error::{Damage, Measure, Place, ReadError};
use crate::{Limits, Table};

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
    let mut out = "\u{feff}".as_bytes().to_vec();
    write_row(&mut out, table.columns.iter().map(String::as_str), table.columns.len());
    table.rows.iter().for_each(|row| write_row(&mut out, row, table.columns.len()));
    out
}

fn write_row<'a>(out: &mut Vec<u8>, row: impl Iterator<Item = &'a str>, width: usize) {
    // A line with nothing on it is no row to a reader, so a single empty cell is written as two quotes.
    let alone = width == 1;
    for (column, cell) in row.enumerate() {
        if column > 0 {
            out.push(b',');
        }
        let cell = guarded(cell);
        if cell.contains(['"', ',', '\r', '\n']) || (alone && cell.is_empty()) {
            out.push(b'"');
            out.extend(cell.replace('"', "\"\"").as_bytes());
            out.push(b'"');
        } else {
            out.extend(cell.as_bytes());
        }
    }
    if width > 0 {
        out.extend(b"\r\n");
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
fn may_run(text: &str) -> bool {
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

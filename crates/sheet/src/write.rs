//! Workbooks out that stand in memory as they were read. The same workbook gives the same bytes, on every machine and on
//! every day: the names of the shipped forms are the hashes of what is written here.
//!
//! Start at [`write_xlsx`]; [`write_xlsx_tables`] is for people to work in. Reading what was written gives the same
//! workbook, but for error values, which are written as the texts they are.
//!
//! Not here: what grows row by row, and all that the app writes (`book`).

use rust_xlsxwriter as xlsx;

use crate::date::{DateForm, from_iso};
use crate::error::Place;
use crate::{Cell, CellValue, Sheet, Workbook};

/// What a spreadsheet program keeps in one cell, in UTF-16 units.
const MOST_TEXT: usize = 32_767;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Longer than a spreadsheet program keeps; never cut.
    #[error("{place}: text of {length} characters, more than {MOST_TEXT}")]
    TextTooLong { place: Place, length: usize },
    /// Beyond the last row or column there is, or row 0.
    #[error("{place}: no such cell")]
    NoSuchCell { place: Place },
    /// Empty, over 31 characters, with one of `[ ] : * ? / \`, or the same as another but for case.
    #[error("sheet name '{name}' is not one that a spreadsheet program takes")]
    SheetName { name: String },
    #[error("workbook could not be put together")]
    Package(#[source] xlsx::XlsxError),
    #[error("workbook could not be packed")]
    Zip(#[source] zip::result::ZipError),
}

/// Writes a workbook. Texts are only ever written as texts: what looks like a formula stays what was typed.
///
/// # Errors
/// [`WriteError::TextTooLong`] names the cell.
pub fn write_xlsx(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    write(workbook, Look::Plain)
}

/// Writes a workbook whose sheets each begin with a row of column names: that row is bold and stays in sight, and the
/// columns are as wide as what is in them.
///
/// # Errors
/// As [`write_xlsx`].
pub fn write_xlsx_tables(workbook: &Workbook) -> Result<Vec<u8>, WriteError> {
    write(workbook, Look::Tables)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Tables,
}

fn write(workbook: &Workbook, look: Look) -> Result<Vec<u8>, WriteError> {
    let mut book = xlsx::Workbook::new();
    let written_on = xlsx::ExcelDateTime::from_ymd(2000, 1, 1).map_err(WriteError::Package)?;
    book.set_properties(&xlsx::DocProperties::new().set_creation_datetime(&written_on));
    let formats = Formats::new();
    for sheet in &workbook.sheets {
        check_name(workbook, &sheet.name)?;
        let page = book.add_worksheet();
        page.set_name(&sheet.name).map_err(|_| WriteError::SheetName { name: sheet.name.clone() })?;
        if look == Look::Tables {
            dress(page, sheet, &formats).map_err(WriteError::Package)?;
        }
        for row in &sheet.rows {
            let bold = look == Look::Tables && row.number == 1;
            for cell in &row.cells {
                write_cell(page, sheet, row.number, cell, &formats, bold)?;
            }
        }
    }
    book.save_to_buffer().map_err(WriteError::Package)
}

fn check_name(workbook: &Workbook, name: &str) -> Result<(), WriteError> {
    let same = workbook.sheets.iter().filter(|other| other.name.to_lowercase() == name.to_lowercase());
    if same.count() > 1 { Err(WriteError::SheetName { name: name.to_owned() }) } else { Ok(()) }
}

struct Formats {
    plain: xlsx::Format,
    head: xlsx::Format,
    date: xlsx::Format,
    time: xlsx::Format,
    date_time: xlsx::Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            plain: xlsx::Format::new(),
            head: xlsx::Format::new().set_bold().set_background_color(xlsx::Color::RGB(0xE8_EE_F4)),
            date: xlsx::Format::new().set_num_format("yyyy-mm-dd"),
            time: xlsx::Format::new().set_num_format("hh:mm:ss"),
            date_time: xlsx::Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        }
    }
}

fn write_cell(
    page: &mut xlsx::Worksheet,
    sheet: &Sheet,
    number: u32,
    cell: &Cell,
    formats: &Formats,
    bold: bool,
) -> Result<(), WriteError> {
    let place = || Place { sheet: sheet.name.clone(), row: number, column: Some(cell.column) };
    let row = number.checked_sub(1).ok_or_else(|| WriteError::NoSuchCell { place: place() })?;
    let column = cell.column;
    let date = if let CellValue::Date(text) = &cell.value { from_iso(text) } else { None };
    let written = match (&cell.value, date) {
        (_, Some((serial, DateForm::Date))) => page.write_number_with_format(row, column, serial, &formats.date),
        (_, Some((serial, DateForm::Time))) => page.write_number_with_format(row, column, serial, &formats.time),
        (_, Some((serial, _))) => page.write_number_with_format(row, column, serial, &formats.date_time),
        (CellValue::Number(value), _) => page.write_number(row, column, *value),
        (CellValue::Bool(value), _) => page.write_boolean(row, column, *value),
        (CellValue::Text(text) | CellValue::Date(text) | CellValue::Error(text), _) => {
            let length = text.encode_utf16().count();
            if length > MOST_TEXT {
                return Err(WriteError::TextTooLong { place: place(), length });
            }
            let format = if bold { &formats.head } else { &formats.plain };
            let run = escaped(text);
            if run == *text && !(text.starts_with("<r>") && text.ends_with("</r>")) {
                page.write_string_with_format(row, column, text, format)
            } else {
                // The library passes on as markup what looks like markup, and escapes too little of what looks like an
                // escape (`_x0000` before a control character). As the one run of a rich text both are safe.
                page.write_rich_string_with_format(row, column, &[(&formats.plain, &run)], format)
            }
        }
    };
    match written {
        Ok(_) => Ok(()),
        Err(xlsx::XlsxError::RowColumnLimitError) => Err(WriteError::NoSuchCell { place: place() }),
        Err(error) => Err(WriteError::Package(error)),
    }
}

/// A text with `_xHHHH`, which readers take for the character of that number, so written that they do not.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let digits = escape.get(2..6).unwrap_or_default().bytes();
        let read_as_escape = digits.len() == 4 && digits.clone().all(|digit| digit.is_ascii_hexdigit());
        out.push_str(if read_as_escape { "_x005F_x" } else { "_x" });
        rest = escape.get(2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Makes a sheet easy to work in: names in sight, columns wide enough for what is in them.
fn dress(page: &mut xlsx::Worksheet, sheet: &Sheet, formats: &Formats) -> Result<(), xlsx::XlsxError> {
    page.set_freeze_panes(1, 0)?;
    page.set_row_format(0, &formats.head)?;
    let columns = sheet.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column).max();
    for column in columns.map_or(0..0, |last| 0..last + 1) {
        let cells = sheet.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.column == column);
        let widest = cells.map(|cell| shown_width(&cell.value.text())).max().unwrap_or_default();
        page.set_column_width(column, widest.clamp(8, 48) as f64 + 2.0)?;
    }
    Ok(())
}

/// Width of a text in the digits of a column's width: a Chinese character takes two.
fn shown_width(text: &str) -> usize {
    text.chars().map(|character| if character < '\u{1100}' { 1 } else { 2 }).sum()
}

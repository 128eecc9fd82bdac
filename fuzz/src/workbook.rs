//! A foreign workbook: its bytes as they come, or its parts as `parts` writes them, read and made a form.

use std::collections::BTreeMap;

use sheet::{CellValue, Heading, Limits, What, Workbook, Writer, read_xlsx, write_xlsx};
use zip::CompressionMethod;

use crate::{fill, parts};

pub fn target(bytes: &[u8]) {
    let packed = match std::str::from_utf8(bytes) {
        Ok(text) if !text.starts_with("PK") => match parts::zipped(text, CompressionMethod::Stored) {
            Some(packed) => packed,
            None => return,
        },
        _ => bytes.to_vec(),
    };
    let Ok(workbook) = read_xlsx(&packed, &Limits::default()) else { return };
    // What was read can be written, and reads the same again but for what a spreadsheet program cannot hold.
    let _written = write_xlsx(&workbook);
    written_row_by_row(&workbook);
    fill::compile_and_fill(&workbook, &BTreeMap::new(), bytes.len() as u64);
}

/// The cells of a workbook written one row after another hold the same when they are read again.
fn written_row_by_row(workbook: &Workbook) {
    let mut book = Writer::new("long", "cell", "text");
    let mut expected: Vec<Vec<Vec<String>>> = Vec::new();
    for sheet in &workbook.sheets {
        let key = book.sheet(Heading { sheet: sheet.name.clone(), ..Heading::default() }).expect("a sheet");
        for row in &sheet.rows {
            let cells = row.cells.iter().map(|cell| match &cell.value {
                CellValue::Number(number) => What::Number(*number),
                CellValue::Bool(value) => What::Bool(*value),
                CellValue::Date(text) => What::Date(text.into()),
                CellValue::Text(text) | CellValue::Error(text) => What::Text(text.into()),
            });
            book.row(key, cells).expect("a row");
        }
        let texts = |row: &sheet::Row| row.cells.iter().map(|cell| cell.value.text().into_owned()).collect();
        expected.push(sheet.rows.iter().map(texts).collect());
    }
    let limits = Limits { ratio: u64::MAX, file_bytes: u64::MAX, unpacked_bytes: u64::MAX, ..Limits::default() };
    let bytes = book.finish().expect("a workbook");
    let again = read_xlsx(&bytes, &limits).unwrap_or_else(|error| panic!("what was written cannot be read: {error}"));
    for (sheet, rows) in again.sheets.iter().zip(&expected) {
        let texts = |row: &sheet::Row| row.cells.iter().map(|cell| cell.value.text().into_owned()).collect::<Vec<_>>();
        let read: Vec<_> = sheet.rows.iter().map(texts).collect();
        assert_eq!(&read, rows, "a sheet changes by being written");
    }
}

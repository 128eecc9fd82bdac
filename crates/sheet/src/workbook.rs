//! A workbook as read: sheets of rows of cells, only what is there, each with its place.

use std::borrow::Cow;

/// Sheets in the workbook's own order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sheet {
    pub name: String,
    /// Rows that hold a cell, in ascending order.
    pub rows: Vec<Row>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row {
    /// As the spreadsheet program shows it, from 1.
    pub number: u32,
    /// Cells that hold a value, in ascending order of column.
    pub cells: Vec<Cell>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// From 0: column A is 0.
    pub column: u16,
    pub value: CellValue,
}

#[derive(Clone, PartialEq, Debug)]
pub enum CellValue {
    Text(String),
    Number(f64),
    Bool(bool),
    /// A number whose cell format is a date or a time, as ISO 8601 text.
    Date(String),
    /// An error value such as `#REF!`, or a formula without a kept value.
    Error(String),
}

/// A block of merged cells, both ends included; rows from 1, columns from 0. What it says stands in its top left cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Merged {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

impl Workbook {
    /// The first sheet of that name, whatever its case.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.trim().eq_ignore_ascii_case(name))
    }
}

impl Sheet {
    /// A sheet of text cells, row 1 first; an empty text is an absent cell.
    pub fn from_rows<'a>(name: &str, rows: impl IntoIterator<Item = Vec<&'a str>>) -> Self {
        let rows = (1..).zip(rows).map(|(number, texts)| Row { number, cells: text_cells(texts) });
        Self { name: name.to_owned(), rows: rows.filter(|row| !row.cells.is_empty()).collect() }
    }
}

fn text_cells(texts: Vec<&str>) -> Vec<Cell> {
    let cells = (0..).zip(texts).filter(|(_, text)| !text.is_empty());
    cells.map(|(column, text)| Cell { column, value: CellValue::Text(text.to_owned()) }).collect()
}

impl CellValue {
    /// The value as XLSForm reads a cell: whole numbers without `.0`, booleans as `TRUE` and `FALSE`.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) | Self::Date(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(format!("{number}")),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
        }
    }
}

//! A form's sheets in one `.csv`, below each other: the first column holds the name of the sheet that begins there.
//!
//! ```text
//! survey
//! ,type,name,label
//! ,text,a,A
//! choices
//! ,list_name,name,label
//! ```
//! Start at [`read_stacked_csv`]; [`Stack`] is shared with [`markdown`](crate::markdown), which is the same with pipes.
//!
//! Source: the field's converter, which takes forms so.

use crate::csv::{csv_damage, read_text};
use crate::error::{Measure, Place, ReadError};
use crate::{Cell, CellValue, Limits, Row, Sheet, Workbook};

/// Reads UTF-8 text with commas as sheets. Cells keep what stands in them: no apostrophe is taken off.
///
/// A row is numbered within its sheet, whose headings are row 1.
///
/// # Errors
/// [`ReadError::NotAWorkbook`] where a row comes before the name of a sheet; [`ReadError::Encoding`];
/// [`ReadError::TooLarge`].
pub fn read_stacked_csv(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { measure: Measure::FileBytes, limit: limits.file_bytes, place: None });
    }
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ::csv::ByteRecord::new();
    let mut stack = Stack::new(limits);
    let mut line = 0;
    while reader.read_byte_record(&mut record).map_err(csv_damage)? {
        line += 1;
        let texts = record.iter().enumerate().map(|(column, cell)| read_text(cell, line, column, limits));
        let texts = texts.collect::<Result<Vec<_>, _>>()?;
        stack.push(&texts)?;
    }
    Ok(stack.workbook)
}

/// Sheets as they grow, row by row.
pub(crate) struct Stack<'a> {
    limits: &'a Limits,
    pub workbook: Workbook,
    /// The number of the last row of the sheet that is open; 0 before its headings.
    row: u32,
    cells: u64,
}

impl<'a> Stack<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self { limits, workbook: Workbook::default(), row: 0, cells: 0 }
    }

    /// Adds a row, whose first cell may begin a sheet.
    pub fn push(&mut self, texts: &[impl AsRef<str>]) -> Result<(), ReadError> {
        let mut texts = (0_u16..).zip(texts.iter().map(|text| text.as_ref().trim()));
        if let Some((_, name)) = texts.next().filter(|(_, name)| !name.is_empty()) {
            if self.workbook.sheets.len() == self.limits.entries as usize {
                return Err(self.too_large(Measure::Sheets, u64::from(self.limits.entries)));
            }
            self.workbook.sheets.push(Sheet { name: name.to_owned(), rows: Vec::new() });
            self.row = 0;
        }
        let cells: Vec<Cell> = texts
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| Cell { column, value: CellValue::Text(text.to_owned()) })
            .collect();
        let Some(last) = cells.last().map(|cell| cell.column) else {
            // A line with nothing on it counts once there are headings above it, so that numbers stay those of the lines.
            self.row += u32::from(self.row > 0);
            return Ok(());
        };
        self.row += 1;
        self.cells += cells.len() as u64;
        if last >= self.limits.columns {
            return Err(self.too_large(Measure::Columns, u64::from(self.limits.columns)));
        }
        if self.row > self.limits.rows {
            return Err(self.too_large(Measure::Rows, u64::from(self.limits.rows)));
        }
        if self.cells > self.limits.cells {
            return Err(self.too_large(Measure::Cells, self.limits.cells));
        }
        let number = self.row;
        self.workbook.sheets.last_mut().ok_or(ReadError::NotAWorkbook)?.rows.push(Row { number, cells });
        Ok(())
    }

    fn too_large(&self, measure: Measure, limit: u64) -> ReadError {
        let place = self.workbook.sheets.last().map(|sheet| Place {
            sheet: sheet.name.clone(),
            row: self.row.max(1),
            column: None,
        });
        ReadError::TooLarge { measure, limit, place }
    }
}

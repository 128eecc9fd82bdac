//! Workbooks in: the parts of an `.xlsx` package, read one after the other and never held whole.
//!
//! Start at [`read_xlsx`]. `package` opens the archive and counts what comes out of it; `walker` turns a part into steps;
//! `contents` finds the sheets, `strings` and `styles` read what cells refer to, `cells` reads a sheet.
//!
//! No part is trusted: sizes are counted while inflating, dimensions and counts that a part states are not read at all,
//! and cells are kept only where a value stands, so that a far corner costs what a near one costs.

mod cells;
pub(crate) mod contents;
mod metered;
pub(crate) mod package;
mod strings;
pub(crate) mod styles;
pub(crate) mod walker;

pub(crate) use cells::column_of;
use package::Package;
use strings::SharedStrings;
use styles::Styles;

use crate::error::{Measure, ReadError};
use crate::{Limits, Merged, Workbook};

/// Reads an `.xlsx` or `.xlsm` workbook: all its worksheets, hidden ones too, in the workbook's order.
///
/// Formulas give the value kept beside them. Of merged cells only the top left one counts. Dates are told by the cell's
/// number format. Comments, drawings, macros and chart sheets are passed over.
///
/// # Errors
/// See [`ReadError`]; each variant is another thing to tell the person.
pub fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    Ok(read_xlsx_merged(bytes, limits)?.0)
}

/// As [`read_xlsx`], with the merged cells of each sheet: where people, and not forms, say something with them.
///
/// # Errors
/// As [`read_xlsx`].
pub fn read_xlsx_merged(bytes: &[u8], limits: &Limits) -> Result<(Workbook, Vec<Vec<Merged>>), ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let contents = contents::read(&mut package)?;
    let strings = match &contents.shared_strings {
        Some(part) => package.walk(part, strings::read)?,
        None => SharedStrings::default(),
    };
    let styles = match &contents.styles {
        Some(part) => package.walk(part, styles::read)?,
        None => Styles::default(),
    };
    let mut tally = cells::Tally::default();
    let mut workbook = Workbook::default();
    let mut merged = Vec::new();
    for (name, part) in contents.sheets {
        if workbook.sheets.len() == limits.entries as usize {
            return Err(ReadError::TooLarge {
                measure: Measure::Sheets,
                limit: u64::from(limits.entries),
                place: None,
            });
        }
        let book = cells::Book { strings: &strings, styles: &styles, epoch: contents.epoch, limits };
        let (sheet, blocks) = package.walk(&part, |walker| cells::read(walker, name, &book, &mut tally))?;
        workbook.sheets.push(sheet);
        merged.push(blocks);
    }
    Ok((workbook, merged))
}

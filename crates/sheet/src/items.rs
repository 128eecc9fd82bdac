//! A list in XML, as forms attach it: `<root><item><name>a</name><label>A</label></item>…</root>`.
//!
//! Start at [`read_items`]. What is read is a table, so a list with more levels than items and their fields is refused
//! with its place rather than read in part: an expression could never reach what is deeper.

use crate::error::{Damage, Measure, Place, ReadError};
use crate::xlsx::package::walk_file;
use crate::xlsx::walker::{Step, Walker};
use crate::{Limits, Table};

/// Reads the elements below the root as rows, and the elements in them as columns, in the order in which they appear.
///
/// A field that an item lacks is empty. Spaces around a text do not count; attributes are passed over.
///
/// # Errors
/// [`ReadError::NotItems`] with the element that has no place in a table; [`ReadError::Damaged`],
/// [`ReadError::Doctype`] and [`ReadError::TooLarge`] as for workbooks.
pub fn read_items(bytes: &[u8], limits: &Limits) -> Result<Table, ReadError> {
    walk_file("xml", bytes, limits, |walker| {
        let (mut columns, mut rows) = (Vec::new(), Vec::new());
        let mut row = 0;
        let mut root = false;
        loop {
            match walker.step()? {
                Step::Open if walker.depth() == 2 => {
                    row += 1;
                    if row > limits.rows {
                        return Err(too_large(row, None, Measure::Rows, u64::from(limits.rows)));
                    }
                    if walker.name() != "item" {
                        return Err(ReadError::NotItems { element: walker.name().to_owned(), row });
                    }
                    rows.push(item(walker, &mut columns, row, limits)?);
                }
                Step::Open => root = true,
                Step::Close | Step::Text => {}
                Step::End if root => break,
                Step::End => return Err(walker.damaged(Damage::Cut)),
            }
        }
        Ok(Table::new(columns, rows))
    })
}

/// The fields of the item that has just opened.
fn item(
    walker: &mut Walker<'_>,
    columns: &mut Vec<String>,
    row: u32,
    limits: &Limits,
) -> Result<Vec<String>, ReadError> {
    let mut fields: Vec<Option<String>> = vec![None; columns.len()];
    let mut open: Option<usize> = None;
    loop {
        match walker.step()? {
            Step::Open => {
                let name = walker.name();
                let known = columns.iter().position(|column| column == name);
                let column = known.unwrap_or(columns.len());
                if known.is_none() {
                    columns.push(name.to_owned());
                    fields.push(None);
                }
                // A field inside a field, or one that stands twice, would be lost.
                if open.is_some() || fields[column].is_some() {
                    return Err(ReadError::NotItems { element: name.to_owned(), row });
                }
                if columns.len() > usize::from(limits.columns) {
                    return Err(too_large(row, None, Measure::Columns, u64::from(limits.columns)));
                }
                if u64::from(row) * columns.len() as u64 > limits.cells {
                    return Err(too_large(row, None, Measure::Cells, limits.cells));
                }
                fields[column] = Some(String::new());
                open = Some(column);
            }
            Step::Text => {
                if let Some(field) = open.and_then(|column| fields[column].as_mut()) {
                    field.push_str(walker.text());
                }
            }
            Step::Close => {
                let Some(column) = open.take() else { break };
                let text = fields[column].take().unwrap_or_default();
                if text.chars().count() > limits.cell_characters {
                    let limit = limits.cell_characters as u64;
                    return Err(too_large(row, u16::try_from(column).ok(), Measure::CellCharacters, limit));
                }
                fields[column] = Some(text.trim().to_owned());
            }
            Step::End => break,
        }
    }
    Ok(fields.into_iter().map(Option::unwrap_or_default).collect())
}

fn too_large(row: u32, column: Option<u16>, measure: Measure, limit: u64) -> ReadError {
    ReadError::TooLarge { measure, limit, place: Some(Place { sheet: String::new(), row, column }) }
}

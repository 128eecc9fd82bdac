//! The choices of a form taken out of its workbook as a table, and a table's put into it.
//!
//! Not here: what a table of choices says (`form::xlsform`), what becomes of the workbook (`state::choices`).

use form::xlsform::{NewCell, choice_table, with_choices};
use form::{Message, Place, Problem, Severity};
use sheet::{FillError, Limits, Sheet, Spot, What, Workbook};

use super::{Contents, Source, Told, grids, made};
use crate::worker::FileBytes;

const SHEET: &str = "choices";

pub fn taken(workbook: &FileBytes) -> Result<Told, Told> {
    let table = choice_table(&read(workbook)?);
    table.map_or_else(|| Err(Told::Empty), |table| Ok(Told::Made(FileBytes(sheet::write_csv(&table)))))
}

pub fn put(workbook: &FileBytes, table: Contents) -> Result<Told, Told> {
    let form = read(workbook)?;
    let mut grids = grids(&Source { contents: table, sheet: None })?;
    // A whole form that is brought has them in their sheet.
    let place = grids.iter().position(|grid| grid.name.trim().eq_ignore_ascii_case(SHEET)).unwrap_or_default();
    let brought = if place < grids.len() { grids.swap_remove(place) } else { return Err(fault(Message::NoChoices)) };
    let brought = Sheet { name: String::new(), rows: brought.rows().to_vec() };
    let cells = with_choices(&form, &brought).map_err(Told::Faults)?;
    if cells.is_empty() {
        return Err(Told::Empty);
    }
    let spot = |cell: &NewCell| Spot {
        sheet: cell.sheet,
        row: cell.row,
        column: cell.column,
        what: What::Text(cell.text.clone().into()),
    };
    let spots: Vec<Spot<'_>> = cells.iter().map(spot).collect();
    match sheet::put_xlsx(&workbook.0, &spots, &Limits::default()) {
        Ok(put) if put.formulas.is_empty() => Ok(Told::Made(FileBytes(put.bytes))),
        Ok(put) => Err(Told::Faults(put.formulas.iter().map(|at| formula(&form, *at)).collect())),
        Err(FillError::Read(error)) => Err(Told::Unreadable(form::unreadable(&error))),
        Err(FillError::Write(error)) => Err(made(Err(error))),
        Err(error @ (FillError::NoRoom { .. } | FillError::NoSheet)) => {
            Err(Told::NotMade { reason: error.to_string() })
        }
    }
}

/// A form that is kept was compiled once, so only one that is no workbook is not read here.
fn read(workbook: &FileBytes) -> Result<Workbook, Told> {
    sheet::read_xlsx(&workbook.0, &Limits::default()).map_err(|_| fault(Message::ChoicesOfDocument))
}

fn fault(message: Message) -> Told {
    Told::Faults(vec![Problem { severity: Severity::Error, place: Place::default(), message, advice: None }])
}

fn formula(form: &Workbook, (sheet, row, column): (usize, u32, u16)) -> Problem {
    let name = form.sheets.get(sheet).map(|sheet| sheet.name.clone()).unwrap_or_default();
    let place = Place { sheet: name, row: Some(row), column: Some(sheet::column_letters(column)) };
    Problem { severity: Severity::Error, place, message: Message::CellFormula, advice: None }
}

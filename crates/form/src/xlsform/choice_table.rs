//! A form's choices as a table of their own: taken out, kept by whoever keeps such lists, and put back.
//!
//! The table is the sheet `choices` as it stands. Put back, the lists that it names take the place of the form's own, and all
//! else in the workbook stays; what is told are the cells that change, so that whoever writes them keeps their looks. Start at
//! [`choice_table`] and [`with_choices`].
//!
//! Not here: what a list means to its questions (`choices`), which cells a workbook's file has (`sheet`).

use std::collections::{BTreeMap, BTreeSet};

use sheet::{Sheet, Table, Workbook};

use crate::problem::{Known, Message, Problem};
use crate::xlsform::columns::{CHOICES, SETTINGS};
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::grid::{Grid, Row};
use crate::xlsform::settings::Settings;

/// A cell that is to say something else. A blank text clears it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCell {
    /// The place of its sheet in the workbook.
    pub sheet: usize,
    pub row: u32,
    pub column: u16,
    pub text: String,
}

const SHEET: &str = "choices";
/// The words that the columns of every list come down to.
const LIST: &[&str] = &["list name"];
const NAME: &[&str] = &["name"];

/// The choices of a form, under the headings of its own. `None`: it has none.
pub fn choice_table(workbook: &Workbook) -> Option<Table> {
    let own = Grid::read(SHEET, workbook.sheets.get(place_of(workbook, SHEET)?)?, &CHOICES, &mut Findings::default());
    let headings = own.headings.iter().map(|heading| heading.header.clone()).collect();
    let rows = own.rows.iter().filter(|row| !row.cells.is_empty()).map(|row| {
        let mut cells = vec![String::new(); own.headings.len()];
        row.cells.iter().for_each(|cell| cells[cell.heading].clone_from(&cell.text));
        cells
    });
    Some(Table::new(headings, rows))
}

/// The cells that change when the lists of a table take the place of a form's own, with the version that the form has then.
/// None change where it has those choices already.
///
/// # Errors
/// All that is wrong with the table. A place that names no sheet is in the table.
pub fn with_choices(workbook: &Workbook, brought: &Sheet) -> Result<Vec<NewCell>, Vec<Problem>> {
    let mut found = Findings::default();
    let Some(sheet) = place_of(workbook, SHEET) else {
        found.error(findings::sheet(""), Message::NoChoicesSheet);
        return Err(found.problems);
    };
    let own = Grid::read(SHEET, &workbook.sheets[sheet], &CHOICES, &mut Findings::default());
    let theirs = Grid::read("", brought, &CHOICES, &mut found);
    let settings = place_of(workbook, "settings")
        .map(|place| (place, Grid::read("settings", &workbook.sheets[place], &SETTINGS, &mut Findings::default())));
    let allow_twice = settings
        .as_ref()
        .is_some_and(|(_, grid)| Settings::read(grid, &mut Findings::default()).is_yes("allow_choice_duplicates"));
    let columns = columns(&workbook.sheets[sheet], &own, &theirs, &mut found);
    let lists = lists(&own, &theirs, allow_twice, &mut found);
    check_columns(&own, &columns, &lists, &mut found);
    if found.has_errors() {
        return Err(found.problems);
    }
    let headed: BTreeSet<u16> = own.headings.iter().map(|heading| heading.column).collect();
    let mut cells = changed(&workbook.sheets[sheet], &headed, &rows(&own, &theirs, &columns, &lists), sheet);
    for ((column, is_new), heading) in columns.iter().zip(&theirs.headings) {
        if *is_new {
            cells.push(NewCell { sheet, row: 1, column: *column, text: heading.header.clone() });
        }
    }
    if !cells.is_empty()
        && let Some((place, grid)) = &settings
    {
        cells.extend(next_version_of(grid, *place));
    }
    Ok(cells)
}

/// Of two sheets whose names differ in case the last one counts, as it does for whoever compiles the form.
fn place_of(workbook: &Workbook, name: &str) -> Option<usize> {
    let place = workbook.sheets.iter().rposition(|sheet| sheet.name.to_lowercase() == name)?;
    (!workbook.sheets[place].rows.is_empty()).then_some(place)
}

/// For each heading of the table the column of the sheet, and whether that is a new one.
fn columns(sheet: &Sheet, own: &Grid, theirs: &Grid, found: &mut Findings) -> Vec<(u16, bool)> {
    // Behind whatever stands there, under a heading or not.
    let taken = sheet.rows.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column);
    let mut next = taken.max().map_or(0, |last| last.saturating_add(1));
    for (words, name) in [(LIST, "list_name"), (NAME, "name")] {
        if !theirs.has_column(words) {
            let message = Message::ColumnMissing { column: name.to_owned() };
            found.error(findings::sheet("").row(1), message).near(
                Known::Column,
                name,
                theirs.headings.iter().map(|heading| heading.header.as_str()),
            );
        }
    }
    let mut columns = Vec::with_capacity(theirs.headings.len());
    for heading in &theirs.headings {
        let known = own.headings.iter().find(|own| own.words == heading.words);
        // A column that choices are filtered by is the list's own affair; a label in one more language is the form's.
        let is_further = heading.words.len() == 1 && !CHOICES.known.contains(&heading.words[0].as_str());
        if known.is_none() && !is_further {
            let place = findings::sheet("").row(1).column(&heading.header);
            let message = Message::ColumnNotAllowed { column: heading.header.clone() };
            let own = own.headings.iter().map(|heading| heading.header.as_str());
            found.error(place, message).near(Known::Column, &heading.header, own);
        }
        columns.push((known.map_or(next, |own| own.column), known.is_none()));
        next += u16::from(known.is_none());
    }
    columns
}

/// The lists that the table speaks of.
fn lists(own: &Grid, theirs: &Grid, allow_twice: bool, found: &mut Findings) -> BTreeSet<String> {
    let known: Vec<&str> = own.rows.iter().filter_map(|row| text(own, row, LIST)).collect();
    let (mut lists, mut names) = (BTreeSet::new(), BTreeSet::new());
    for row in theirs.rows.iter().filter(|row| !row.cells.is_empty()) {
        let place = || findings::sheet("").row(row.number);
        let Some(list) = text(theirs, row, LIST) else {
            found.error(place().column("list_name"), Message::ChoiceListMissing);
            continue;
        };
        if lists.insert(list.to_owned()) && !known.contains(&list) {
            let message = Message::ListUnknown { list: list.to_owned() };
            let known: BTreeSet<&str> = known.iter().copied().collect();
            found.error(place().column("list_name"), message).near(Known::List, list, known);
        }
        match text(theirs, row, NAME) {
            None => drop(found.error(place().column("name"), Message::ChoiceNameMissing)),
            Some(name) if !names.insert((list, name)) && !allow_twice => {
                found.error(place().column("name"), Message::ChoiceTwice { name: name.to_owned() });
            }
            Some(_) => {}
        }
    }
    if lists.is_empty() && !found.has_errors() {
        found.error(findings::sheet("").row(2), Message::NoChoices);
    }
    lists
}

/// A list that lost a column would lose its labels in a language, or what its choices are filtered by.
fn check_columns(own: &Grid, columns: &[(u16, bool)], lists: &BTreeSet<String>, found: &mut Findings) {
    for (at, heading) in own.headings.iter().enumerate() {
        let is_there = columns.iter().any(|(column, _)| *column == heading.column);
        let says = |row: &Row| {
            row.cells.iter().any(|cell| cell.heading == at)
                && text(own, row, LIST).is_some_and(|list| lists.contains(list))
        };
        let is_bare = [LIST, NAME].iter().any(|words| heading.words == *words);
        if !is_there && !is_bare && own.rows.iter().any(says) {
            found.error(findings::sheet("").row(1), Message::ColumnMissing { column: heading.header.clone() });
        }
    }
}

/// What the sheet says below its headings: each list of the table where the form had the list of that name, the others as they
/// were. Each row by columns.
fn rows<'a>(
    own: &'a Grid,
    theirs: &'a Grid,
    columns: &[(u16, bool)],
    lists: &BTreeSet<String>,
) -> Vec<BTreeMap<u16, &'a str>> {
    let mut of_list: BTreeMap<&str, Vec<BTreeMap<u16, &str>>> = BTreeMap::new();
    for row in &theirs.rows {
        let Some(list) = text(theirs, row, LIST) else { continue };
        let cells = row.cells.iter().map(|cell| (columns[cell.heading].0, cell.text.as_str()));
        of_list.entry(list).or_default().push(cells.collect());
    }
    let mut rows = Vec::with_capacity(own.rows.len());
    for row in own.rows.iter().filter(|row| !row.cells.is_empty()) {
        match text(own, row, LIST).filter(|list| lists.contains(*list)) {
            // All of it at its first row.
            Some(list) => rows.extend(of_list.remove(list).unwrap_or_default()),
            None => rows
                .push(row.cells.iter().map(|cell| (own.headings[cell.heading].column, cell.text.as_str())).collect()),
        }
    }
    rows
}

/// The cells that differ from what a sheet says now. What stands under no heading is its author's own.
fn changed(sheet: &Sheet, headed: &BTreeSet<u16>, rows: &[BTreeMap<u16, &str>], place: usize) -> Vec<NewCell> {
    let mut cells = Vec::new();
    let mut put = |row: u32, column: u16, text: &str| {
        cells.push(NewCell { sheet: place, row, column, text: text.to_owned() });
    };
    let none = BTreeMap::new();
    let before: BTreeMap<u32, &[sheet::Cell]> =
        sheet.rows.iter().map(|row| (row.number, row.cells.as_slice())).filter(|(number, _)| *number > 1).collect();
    let last = before.keys().next_back().copied().unwrap_or(1);
    let wanted = (2..).zip(rows.iter());
    let blank = (2 + u32::try_from(rows.len()).unwrap_or(u32::MAX - 2)..=last).map(|number| (number, &none));
    for (number, row) in wanted.chain(blank) {
        let cells = before.get(&number).copied().unwrap_or_default();
        for cell in cells.iter().filter(|cell| headed.contains(&cell.column) && !row.contains_key(&cell.column)) {
            if !cell.value.text().is_empty() {
                put(number, cell.column, "");
            }
        }
        for (column, text) in row {
            let is_same = |cell: &sheet::Cell| cell.column == *column && cell.value.text().trim() == *text;
            if !cells.iter().any(is_same) {
                put(number, *column, text);
            }
        }
    }
    cells
}

/// The text of a row under the heading of these words.
fn text<'a>(grid: &Grid, row: &'a Row, words: &[&str]) -> Option<&'a str> {
    let cell = row.cells.iter().find(|cell| grid.headings[cell.heading].words == words)?;
    Some(cell.text.as_str())
}

/// Says the version after the one that the settings say. A form without a version has none afterwards.
fn next_version_of(settings: &Grid, sheet: usize) -> Option<NewCell> {
    let row = settings.rows.first()?;
    let cell = row.cells.iter().find(|cell| settings.headings[cell.heading].words == ["version"])?;
    let column = settings.headings[cell.heading].column;
    Some(NewCell { sheet, row: row.number, column, text: next_version(&cell.text) })
}

/// The number at the end of a version, one higher and as long as it was.
fn next_version(version: &str) -> String {
    let digits = version.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, number) = version.split_at(version.len() - digits);
    match number.parse::<u64>().ok().and_then(|number| number.checked_add(1)) {
        Some(next) => format!("{before}{next:0digits$}"),
        None => format!("{version}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_goes_up_by_its_last_number() {
        for (version, next) in [
            ("3", "4"),
            ("2026120109", "2026120110"),
            ("v1.09", "v1.10"),
            ("99", "100"),
            ("first", "first-2"),
            ("", "-2"),
        ] {
            assert_eq!(next_version(version), next);
        }
    }
}

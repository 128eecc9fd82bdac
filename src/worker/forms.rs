//! Workbooks, read as forms.

use std::collections::BTreeMap;

use form::{Compiled, Package, Problem};
use sheet::Limits;

use super::{Answer, FileBytes};

pub fn compile(workbook: &FileBytes, files: &[(String, FileBytes)]) -> Answer {
    let limits = Limits::default();
    let workbook = match sheet::read_xlsx(&workbook.0, &limits) {
        Ok(workbook) => workbook,
        Err(error) => return Answer::Unreadable { file: None, reason: error.to_string() },
    };
    let mut tables = BTreeMap::new();
    for (name, bytes) in files {
        match sheet::read_csv(&bytes.0, &limits) {
            Ok(table) => tables.insert(name.clone(), table),
            Err(error) => return Answer::Unreadable { file: Some(name.clone()), reason: error.to_string() },
        };
    }
    let Compiled { form, mut problems } = form::compile(&workbook, &tables);
    put_in_order(&mut problems);
    let package = form.and_then(|definition| Package { definition, files: tables }.to_bytes().ok()).map(FileBytes);
    Answer::Form { package, problems }
}

/// From top to bottom, sheet by sheet, as somebody mends them. Here and not on the page, which is loaded first.
fn put_in_order(problems: &mut [Problem]) {
    let mut sheets: Vec<String> = problems.iter().map(|problem| problem.place.sheet.clone()).collect();
    sheets.dedup();
    problems.sort_by_key(|problem| (sheets.iter().position(|sheet| *sheet == problem.place.sheet), problem.place.row));
}

//! Workbooks, read as forms.

use std::collections::BTreeMap;

use form::{Compiled, Package};
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
    let Compiled { form, problems } = form::compile(&workbook, &tables);
    let package = form.and_then(|definition| Package { definition, files: tables }.to_bytes().ok()).map(FileBytes);
    Answer::Form { package, problems }
}

//! Workbooks, read as forms.

use std::collections::BTreeMap;

use form::{Compiled, Package};
use sheet::Limits;

use super::{Answer, FileBytes};

pub fn compile(workbook: &FileBytes, files: &[(String, FileBytes)]) -> Answer {
    let limits = Limits::default();
    let workbook = match sheet::read_xlsx(&workbook.0, &limits) {
        Ok(workbook) => workbook,
        Err(error) => return Answer::Unreadable { file: None, problem: form::unreadable(&error) },
    };
    let mut tables = BTreeMap::new();
    for (name, bytes) in files {
        match sheet::read_csv(&bytes.0, &limits) {
            Ok(table) => tables.insert(name.clone(), table),
            Err(error) => return Answer::Unreadable { file: Some(name.clone()), problem: form::unreadable(&error) },
        };
    }
    let Compiled { form, problems } = form::compile(&workbook, &tables);
    let package = form.and_then(|definition| Package { definition, files: tables }.to_bytes().ok()).map(FileBytes);
    Answer::Form { package, problems }
}

#[cfg(test)]
mod tests {
    use form::Message;

    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named_with_what_is_wrong() {
        let workbook = FileBytes(include_bytes!("../../pack/liaison_visit.xlsx").to_vec());
        let said = |workbook: &FileBytes, files: &[(String, FileBytes)]| match compile(workbook, files) {
            Answer::Unreadable { file, problem } => (file, problem.message),
            other => panic!("{other:?}"),
        };
        let bad = [("a.csv".to_owned(), FileBytes(b"name,label\na,\xD1\xF9\xC0\xFD".to_vec()))];
        assert_eq!(said(&workbook, &bad), (Some("a.csv".to_owned()), Message::FileEncodingUnread { row: 2 }));
        assert_eq!(said(&FileBytes(b"hello".to_vec()), &[]), (None, Message::FileNotAWorkbook));
    }
}

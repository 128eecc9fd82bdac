//! Workbooks and XForm documents, read as forms.

use std::collections::BTreeMap;

use form::{Compiled, Message, Package, Place, Problem, Severity};
use sheet::{Limits, Workbook};

use super::{Answer, FileBytes};

pub fn compile(source: &FileBytes, files: &[(String, FileBytes)]) -> Answer {
    let limits = Limits::default();
    let mut tables = BTreeMap::new();
    let source = match Source::read(&source.0, &limits) {
        Ok(source) => source,
        Err(problem) => return Answer::Unreadable { file: None, problem },
    };
    for (name, bytes) in files {
        match sheet::read_attached(name, &bytes.0, &limits) {
            Ok(table) => tables.insert(name.clone(), table),
            Err(error) => return Answer::Unreadable { file: Some(name.clone()), problem: form::unreadable(&error) },
        };
    }
    let Compiled { form, mut problems } = match source {
        Source::Workbook(workbook) => form::compile(&workbook, &tables),
        Source::Document(document) => form::compile_xform(document, &tables),
    };
    put_in_order(&mut problems);
    let package = form.and_then(|definition| Package { definition, files: tables }.to_bytes().ok()).map(FileBytes);
    Answer::Form { package, problems }
}

/// What a form is read from.
enum Source<'a> {
    Workbook(Workbook),
    Document(&'a str),
}

impl<'a> Source<'a> {
    /// A workbook is an archive and never begins as a document does. Names are not looked at: a form is kept without its own.
    fn read(bytes: &'a [u8], limits: &Limits) -> Result<Self, Problem> {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
        if !text.starts_with(b"<") {
            return sheet::read_workbook(bytes, limits).map(Self::Workbook).map_err(|error| form::unreadable(&error));
        }
        std::str::from_utf8(bytes).map(Self::Document).map_err(|error| {
            let lines = bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
            let row = u32::try_from(lines).ok().and_then(|lines| lines.checked_add(1));
            let place = Place { row, ..Place::default() };
            Problem { severity: Severity::Error, place, message: Message::DocumentEncoding, advice: None }
        })
    }
}

/// From top to bottom, sheet by sheet, as somebody mends them. Here and not on the page, which is loaded first.
fn put_in_order(problems: &mut [Problem]) {
    let mut sheets: Vec<String> = problems.iter().map(|problem| problem.place.sheet.clone()).collect();
    sheets.dedup();
    problems.sort_by_key(|problem| (sheets.iter().position(|sheet| *sheet == problem.place.sheet), problem.place.row));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_told_from_top_to_bottom_whatever_found_them_first() {
        let at = |sheet: &str, row| {
            let place = Place { sheet: sheet.to_owned(), row, column: None };
            Problem { place, ..form::unreadable(&sheet::read_xlsx(b"hello", &Limits::default()).unwrap_err()) }
        };
        let mut problems = [at("survey", Some(7)), at("choices", Some(2)), at("survey", Some(3)), at("survey", None)];
        put_in_order(&mut problems);
        let places = problems.map(|problem| (problem.place.sheet, problem.place.row));
        assert_eq!(places.map(|(_, row)| row), [None, Some(3), Some(7), Some(2)]);
    }

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
        assert_eq!(said(&FileBytes(b"<h:html>\xD1\xF9".to_vec()), &[]), (None, Message::DocumentEncoding));
    }

    #[test]
    fn a_document_is_read_as_a_form_whatever_it_is_called() {
        let document = "\u{feff}<?xml version=\"1.0\"?>\n<html><head><title>样例</title><model><instance><data id=\"f\"><a/></data>\
                        </instance></model></head><body><input ref=\"/data/a\"><label>A</label></input></body></html>";
        let Answer::Form { package: Some(package), problems } = compile(&FileBytes(document.into()), &[]) else {
            panic!("no form");
        };
        assert_eq!(problems, []);
        assert_eq!(Package::from_bytes(&package.0).unwrap().definition.title, "样例");
    }
}

//! Workbooks and XForm documents, read as forms.

use std::collections::BTreeMap;

use form::{Compiled, Package, Problem, Source};
use record::{FormHash, Sha256};
use sheet::Limits;

use super::{Answer, CompiledForm, FileBytes};
use crate::state::attachment::is_media;

/// Reads a form and the files it names. What they are is told by their bytes: a form is kept without its own name. `hash` is what
/// its version is called, where that was worked out already.
pub fn compile(workbook: &FileBytes, files: &[(String, FileBytes)], hash: Option<FormHash>) -> Answer {
    let limits = Limits::default();
    let mut tables = BTreeMap::new();
    let source = match Source::read(&workbook.0, &limits) {
        Ok(source) => source,
        Err(problem) => return Answer::Unreadable { file: None, problem: *problem },
    };
    for (name, bytes) in files {
        if is_media(name) {
            continue; // shown, and never read here
        }
        match sheet::read_attached(name, &bytes.0, &limits) {
            Ok(table) => tables.insert(name.clone(), table),
            Err(error) => return Answer::Unreadable { file: Some(name.clone()), problem: form::unreadable(&error) },
        };
    }
    let Compiled { form, mut problems } = source.compile(&tables);
    problems.extend(form.iter().flat_map(form::personal::warnings));
    put_in_order(&mut problems);
    let form = form.and_then(|definition| {
        let (id, version, title) = (definition.id.clone(), definition.version.clone(), definition.title.clone());
        let listing = definition.listing();
        let package = FileBytes(Package { definition, files: tables }.to_bytes().ok()?);
        Some(CompiledForm {
            id,
            version,
            title,
            listing,
            hash: hash.unwrap_or_else(|| named(workbook, files)),
            package,
        })
    });
    Answer::Form { form, problems }
}

fn named(workbook: &FileBytes, files: &[(String, FileBytes)]) -> FormHash {
    let files = files.iter().map(|(name, bytes)| (name.as_str(), Sha256::of(&bytes.0)));
    record::form_hash_of(Sha256::of(&workbook.0), files.collect())
}

/// From top to bottom, sheet by sheet, as somebody mends them. Here and not on the page, which is loaded first.
fn put_in_order(problems: &mut [Problem]) {
    let mut sheets: Vec<String> = problems.iter().map(|problem| problem.place.sheet.clone()).collect();
    sheets.dedup();
    problems.sort_by_key(|problem| (sheets.iter().position(|sheet| *sheet == problem.place.sheet), problem.place.row));
}

#[cfg(test)]
mod tests {
    use form::{Message, Place};

    use super::*;

    fn of(bytes: &[u8]) -> FileBytes {
        FileBytes(bytes.to_vec())
    }

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
        let workbook = include_bytes!("../../pack/liaison_visit.xlsx");
        let said = |workbook: &[u8], files: &[(String, FileBytes)]| match compile(&of(workbook), files, None) {
            Answer::Unreadable { file, problem } => (file, problem.message),
            other => panic!("{other:?}"),
        };
        let bad = [("a.csv".to_owned(), of(b"name,label\na,\xD1\xF9\xC0\xFD"))];
        assert_eq!(said(workbook, &bad), (Some("a.csv".to_owned()), Message::FileEncodingUnread { row: 2 }));
        assert_eq!(said(b"hello", &[]), (None, Message::FileNotAWorkbook));
        assert_eq!(said(b"<h:html>\xD1\xF9", &[]), (None, Message::DocumentEncoding));
    }

    #[test]
    fn pictures_and_sound_beside_a_form_are_no_tables() {
        let workbook = include_bytes!("../../pack/liaison_visit.xlsx");
        let media = ["厂区.JPG", "a.png", "b.mp3", "c.webm"].map(|name| (name.to_owned(), of(b"\xFF\xD8")));
        let Answer::Form { form: Some(form), .. } = compile(&of(workbook), &media, None) else { panic!("no form") };
        assert!(Package::from_bytes(&form.package.0).unwrap().files.is_empty());
    }

    #[test]
    fn who_asks_for_a_persons_number_without_a_rule_is_told_and_the_form_is_taken() {
        let rows = vec![
            vec!["type", "name", "label", "save_to"],
            vec!["text", "title", "T", ""],
            vec!["text", "guard", "G", "guard_phone"],
        ];
        let entities = vec![vec!["list_name", "label"], vec!["gates", "${title}"]];
        let sheets = vec![sheet::Sheet::from_rows("survey", rows), sheet::Sheet::from_rows("entities", entities)];
        let workbook = sheet::write_xlsx_tables(&sheet::Workbook { sheets }).unwrap();
        let Answer::Form { form: Some(_), problems } = compile(&of(&workbook), &[], None) else { panic!("no form") };
        let told = Message::PersonalWithoutRule { property: "guard_phone".to_owned() };
        let told: Vec<_> = problems.iter().filter(|problem| problem.message == told).collect();
        assert_eq!(told.iter().map(|told| (told.is_error(), told.place.row)).collect::<Vec<_>>(), [(false, Some(3))]);
    }

    #[test]
    fn a_document_is_read_as_a_form_whatever_it_is_called() {
        let document = "\u{feff}<?xml version=\"1.0\"?>\n<html><head><title>样例</title><model><instance><data id=\"f\"><a/></data>\
                        </instance></model></head><body><input ref=\"/data/a\"><label>A</label></input></body></html>";
        let Answer::Form { form: Some(form), problems } = compile(&of(document.as_bytes()), &[], None) else {
            panic!("no form");
        };
        assert_eq!(problems, []);
        assert_eq!(Package::from_bytes(&form.package.0).unwrap().definition.title, form.title);
        assert_eq!(form.title, "样例");
    }
}

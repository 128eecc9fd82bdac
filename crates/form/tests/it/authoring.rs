//! Authoring cases in the project's own words, and the field's own where they are at hand; and soup.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use serde_json::Value;
use sheet::{Sheet, Workbook};

#[path = "../../examples/conformance/workbook.rs"]
pub(crate) mod workbook;

/// Ids of the cases of a file that go otherwise than they say.
fn departures(file: &Path) -> Vec<String> {
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file).expect("a file")).expect("cases");
    assert!(!cases.is_empty(), "{} has no cases", file.display());
    let departs = |case: &&Value| {
        let compiled = form::compile(&workbook::from_json(&case["xlsform"]), &workbook::files(&case["files"]));
        compiled.form.is_some() != case["accept"].as_bool().expect("accept")
    };
    cases.iter().filter(departs).map(|case| case["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn files_in(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("xlsform-") && name.ends_with(".json")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn forms_are_taken_and_refused_as_our_own_cases_say() {
    let files = files_in("conformance");
    assert!(!files.is_empty());
    for file in files {
        assert_eq!(departures(&file), Vec::<String>::new(), "{}", file.display());
    }
}

#[test]
fn forms_are_taken_and_refused_as_the_fields_cases_say_but_for_broken_expressions() {
    let files = files_in("../shared/conformance");
    if files.is_empty() {
        eprintln!("left out: the field's own cases are not here");
        return;
    }
    let departures: Vec<String> = files.iter().flat_map(|file| departures(file)).collect();
    // The converter takes these, and the validator behind it refuses their expressions, as we do at once.
    let expected = [
        "validate_unicode_exception.ValidateUnicodeException.test_validate_unicode_exception",
        "validate_unicode_exception.ValidateUnicodeException.test_validate_with_more_unicode",
        "external_instances.ExternalInstanceTests.test_external_instances_multiple_diff_pulldatas",
    ];
    assert_eq!(departures, expected.map(|id| format!("xlsform/{id}")));
}

const WORDS: &[&str] = &[
    "type",
    "name",
    "label",
    "label::中文 (zh)",
    "relevant",
    "calculation",
    "choice_filter",
    "parameters",
    "trigger",
    "default",
    "save_to",
    "list_name",
    "repeat_count",
    "appearance",
    "media::image",
    "::",
    "bind::",
    "text",
    "integer",
    "begin group",
    "begin repeat",
    "end group",
    "end repeat",
    "begin loop over l",
    "end loop",
    "select_one l",
    "select_multiple l or_other",
    "select_one ${a}",
    "select_one_from_file l.csv",
    "range",
    "calculate",
    "audit",
    "csv-external",
    "note",
    "a",
    "b",
    "l",
    "yes",
    "${a}",
    "${b} + ${",
    "${}",
    "instance('l')/root/item[${a}",
    "indexed-repeat(${a}, ${b}",
    "start=1 end=0 step=",
    "table-list",
    "search('x')",
    "a#b",
    "1e400",
    "%(label)s",
    "'",
    "[",
    "\u{a0}",
    "样例",
    "meta",
    "data",
    "pulldata('l', ",
    "last-saved#a",
    "",
];

fn soup() -> impl Strategy<Value = Workbook> {
    let cell = prop_oneof![9 => proptest::sample::select(WORDS).prop_map(str::to_owned), 1 => ".{0,12}"];
    let rows = proptest::collection::vec(proptest::collection::vec(cell, 0..8), 0..12);
    let header = proptest::sample::subsequence(WORDS[..17].to_vec(), 0..12);
    let sheet =
        (proptest::sample::select(vec!["survey", "choices", "settings", "entities", "external_choices"]), header, rows);
    proptest::collection::vec(sheet, 1..5).prop_map(|sheets| {
        let sheets = sheets.iter().map(|(name, header, rows)| {
            let rows = rows.iter().map(|row| row.iter().map(String::as_str).collect::<Vec<&str>>());
            Sheet::from_rows(name, std::iter::once(header.clone()).chain(rows))
        });
        Workbook { sheets: sheets.collect() }
    })
}

proptest! {
    #[test]
    fn any_soup_of_cells_gives_a_form_or_a_reason(workbook in soup()) {
        let compiled = form::compile(&workbook, &BTreeMap::new());
        prop_assert_eq!(compiled.form.is_none(), compiled.problems.iter().any(form::Problem::is_error));
        for problem in &compiled.problems {
            prop_assert!(!problem.to_string().is_empty());
        }
    }
}

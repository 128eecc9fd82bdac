//! The forms that come with the project compile, speak both languages, and are filled by a case each.

use std::collections::BTreeMap;
use std::path::Path;

use form::definition::{Control, NodeKind};
use form::{Message, Problem};
use serde_json::{Value, json};
use sheet::{Limits, read_xlsx};

use crate::authoring::workbook;

#[test]
fn every_form_of_the_pack_compiles() {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pack");
    let entries = std::fs::read_dir(pack).expect("the pack").map(|entry| entry.expect("an entry").path());
    let mut count = 0;
    for path in entries.filter(|path| path.extension().is_some_and(|ending| ending == "xlsx")) {
        let bytes = std::fs::read(&path).expect("a workbook");
        let workbook = read_xlsx(&bytes, &Limits::default()).expect("a workbook that can be read");
        let compiled = form::compile(&workbook, &BTreeMap::new());
        let errors: Vec<String> =
            compiled.problems.iter().filter(|problem| problem.is_error()).map(Problem::to_string).collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", path.display());
        let form = compiled.form.expect("a form");
        assert_eq!(form.languages, ["中文 (zh)", "English (en)"], "{}", path.display());
        assert!(!form.entities.is_empty(), "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 17);
}

/// The sources of all forms of the canvass.
fn sources() -> Vec<String> {
    let entries = std::fs::read_dir(workbook::in_project("pack/source")).expect("the sources");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let is_form = |name: &String| name.ends_with(".json") && name != "fragments.json";
    let mut sources: Vec<String> = names.filter(is_form).map(|name| format!("pack/source/{name}")).collect();
    sources.sort();
    assert_eq!(sources.len(), 17, "{sources:?}");
    sources
}

#[test]
fn whatever_a_form_of_the_canvass_says_it_says_in_both_languages() {
    for source in sources() {
        let compiled = form::compile(&workbook::of(&json!({ "form": source })).expect("a source"), &BTreeMap::new());
        // An appearance that is drawn elsewhere alone is no mistake.
        let is_mended = |problem: &Problem| {
            matches!(problem.message, Message::FileMissing { .. } | Message::AppearanceNotShown { .. })
        };
        let problems: Vec<String> =
            compiled.problems.iter().filter(|problem| !is_mended(problem)).map(Problem::to_string).collect();
        assert_eq!(problems, Vec::<String>::new(), "{source}");
        let form = compiled.form.expect("a form");
        assert_eq!(form.languages.len(), 2, "{source}");
        let listing = form.listing();
        assert!(listing.title("en").is_some() && listing.place() != "~", "{source} does not say how it is listed");
        assert_eq!(listing.group("zh").is_some(), listing.group("en") != listing.group("zh"), "{source}");
        for node in &form.nodes {
            let name = format!("{} of {source}", node.name);
            let is_hidden = matches!(node.kind, NodeKind::Question { control: Control::Hidden { .. }, .. });
            let is_meta = ["data", "meta", "instanceID", "instanceName"].contains(&node.name.as_str());
            assert!(is_hidden || is_meta || node.label.is_some(), "{name} has no label");
            assert!(node.save_to.is_none() || node.label.is_some(), "{name} has no name for the list");
            let bind = &node.bind;
            let texts =
                [&node.label, &node.hint, &bind.constraint_message, &bind.required_message, &bind.warning_message];
            for text in texts.into_iter().flatten() {
                assert!(text.0.len() == 2 && text.0.iter().all(Option::is_some), "{name} lacks a language: {text:?}");
            }
            let is_explained = bind.warning.is_none() || bind.warning_message.is_some();
            assert!(is_explained, "{name} does not say what is doubtful");
        }
        for list in &form.lists {
            for choice in list.iter() {
                let label = choice.label.as_ref().unwrap_or_else(|| panic!("{} of {source}", choice.name));
                assert!(label.0.len() == 2 && label.0.iter().all(Option::is_some), "{} of {source}", choice.name);
            }
        }
    }
}

#[test]
fn every_form_of_the_canvass_is_filled_to_a_record_that_is_looked_at_whole() {
    for source in sources() {
        let id = Path::new(&source).file_stem().expect("a name").to_string_lossy().into_owned();
        let path = workbook::in_project(&format!("conformance/scenario-form-{id}.json"));
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(path).expect("cases")).expect("cases");
        let steps = |kind: &str| {
            let all = cases.iter().flat_map(|case| case["steps"].as_array().into_iter().flatten());
            all.filter(|step| step.get(kind).is_some()).count()
        };
        assert!(cases.iter().all(|case| case["form"] == *source), "{source}");
        for kind in ["finalize", "record", "entities", "save_and_reload"] {
            assert!(steps(kind) >= 1, "{source} is never tried with {kind}");
        }
    }
}

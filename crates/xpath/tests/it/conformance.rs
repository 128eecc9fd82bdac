//! Case files: the project's own always, the field's whole collection where it lies beside the project.

use std::path::{Path, PathBuf};

use crate::cases::{self, Case};

fn case_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
        .unwrap_or_default();
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("xpath-") && name.ends_with(".json")
    });
    files.sort();
    files
}

fn read(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn every_case_of_the_project_gives_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance");
    let files = case_files(&folder);
    assert!(!files.is_empty(), "no case files");
    let mut failures = Vec::new();
    for file in files {
        for case in read(&file) {
            assert!(!case.source.is_empty(), "{} has no source", case.id);
            if let Err(reason) = cases::run(&case) {
                failures.push(format!("{}: {} gives {reason}", case.id, case.expr));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn nearly_every_case_of_the_field_gives_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    let files = case_files(&folder);
    if files.is_empty() {
        println!("left out: the field's collection is not beside the project");
        return;
    }
    let (mut passed, mut all, mut differ_passed, mut differ) = (0, 0, 0, 0);
    for file in files {
        for case in read(&file) {
            let outcome = cases::run(&case);
            let mark = if case.peers_differ.is_some() { "peers differ" } else { "failed" };
            if let Err(reason) = &outcome {
                println!("{mark}: {} {} gives {reason}", case.id, case.expr);
            }
            if case.peers_differ.is_some() {
                differ += 1;
                differ_passed += usize::from(outcome.is_ok());
            } else {
                all += 1;
                passed += usize::from(outcome.is_ok());
            }
        }
    }
    println!("{passed} of {all} passed; where engines differ, {differ_passed} of {differ}");
    assert!(passed * 100 >= all * 99);
}

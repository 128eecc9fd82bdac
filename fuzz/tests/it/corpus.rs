//! What the fuzzer has kept and what it has found, through its target once more.

use std::fs;
use std::path::{Path, PathBuf};

use crate::measured::within_bounds;

fn inputs(folder: &str, target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(target);
    let listed = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = listed.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Says which input it was, since a target that falls says only what fell.
fn replay(target: &str) {
    let run = fuzz::target(target).unwrap();
    let kept = inputs("corpus", target);
    assert!(!kept.is_empty(), "the corpus of {target} is gone");
    for file in kept.into_iter().chain(inputs("crashes", target)) {
        let bytes = fs::read(&file).unwrap();
        if std::panic::catch_unwind(|| within_bounds(|| run(&bytes))).is_err() {
            panic!("{} makes the target fall, or takes too much", file.display());
        }
    }
}

#[test]
fn workbooks_do_no_harm() {
    replay("workbook");
}

#[test]
fn forms_do_no_harm() {
    replay("form");
}

#[test]
fn expressions_do_no_harm() {
    replay("expression");
}

#[test]
fn evaluations_do_no_harm() {
    replay("evaluation");
}

#[test]
fn patterns_do_no_harm() {
    replay("pattern");
}

#[test]
fn tables_do_no_harm() {
    replay("table");
}

#[test]
fn lists_do_no_harm() {
    replay("list");
}

#[test]
fn documents_do_no_harm() {
    replay("xform");
}

#[test]
fn journals_do_no_harm() {
    replay("journal");
}

#[test]
fn backups_do_no_harm() {
    replay("backup");
}

#[test]
fn envelopes_do_no_harm() {
    replay("envelope");
}

#[test]
fn bodies_do_no_harm() {
    replay("body");
}

#[test]
fn blocks_do_no_harm() {
    replay("block");
}

#[test]
fn every_target_has_a_corpus_and_is_replayed() {
    let replayed = include_str!("corpus.rs");
    for (target, _) in fuzz::TARGETS {
        assert!(replayed.contains(&format!("replay(\"{target}\");")), "{target}");
    }
}

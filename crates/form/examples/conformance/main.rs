//! Runs case files and says how many pass: `cargo run -p form --example conformance -- [--verbose] FILE...`
//!
//! The kind of a file is the first word of its name. For each file, and for all of them, it prints
//! `N passed, N failed, N skipped`; with `--verbose` also each case that failed or was skipped, with expected and got.
//! A case that cannot be run is skipped with a reason, never passed. Cases about which the engines of the field differ
//! are counted apart. The format of the files is described in `conformance/FORMAT.md`.
//!
//! Not here: how a kind is judged (a module each; expressions as the tests of `xpath` judge them).

mod authoring;
mod expressions;
mod scenario;
mod workbook;

// As the tests of `xpath` run them, who fall where a case is wrong.
#[allow(dead_code, clippy::panic, clippy::unwrap_used, reason = "files of tests")]
#[path = "../../../xpath/tests/it/cases.rs"]
mod cases;
#[allow(dead_code, clippy::panic, clippy::unwrap_used, reason = "files of tests")]
#[path = "../../../xpath/tests/it/document.rs"]
mod document;
#[allow(dead_code, clippy::panic, clippy::unwrap_used, reason = "files of tests")]
#[path = "../../../xpath/tests/it/world.rs"]
mod world;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

/// How a case went.
pub enum Outcome {
    Passed,
    Failed { expected: String, got: String },
    Skipped { reason: String },
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
    /// Cases about which the engines of the field differ: how many give what the case says, and how many there are.
    apart: (usize, usize),
}

impl Tally {
    fn add(&mut self, case: &Value, outcome: &Outcome) {
        if is_apart(case) {
            self.apart.0 += usize::from(matches!(outcome, Outcome::Passed));
            self.apart.1 += 1;
            return;
        }
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed { .. } => self.failed += 1,
            Outcome::Skipped { .. } => self.skipped += 1,
        }
    }

    fn join(&mut self, other: &Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.apart.0 += other.apart.0;
        self.apart.1 += other.apart.1;
    }

    /// Passed of all in per cent; a case that was skipped has not passed.
    fn rate(&self) -> f64 {
        100.0 * self.passed as f64 / (self.passed + self.failed + self.skipped).max(1) as f64
    }

    fn line(&self) -> String {
        let apart = match self.apart {
            (_, 0) => String::new(),
            (agree, all) => format!(" (apart, where engines differ: {agree} of {all})"),
        };
        format!("{} passed, {} failed, {} skipped{apart}", self.passed, self.failed, self.skipped)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let verbose = arguments.iter().any(|argument| argument == "--verbose");
    let files: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    if files.is_empty() {
        eprintln!("usage: conformance [--verbose] FILE...");
        return ExitCode::from(2);
    }
    let mut kinds: BTreeMap<String, Tally> = BTreeMap::new();
    let mut unread = false;
    for file in files {
        let path = Path::new(file);
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        let kind = name.split('-').next().unwrap_or_default();
        match run(path, kind, verbose) {
            Ok(tally) => {
                println!("{file}: {}", tally.line());
                kinds.entry(kind.to_owned()).or_default().join(&tally);
            }
            Err(error) => {
                eprintln!("{file}: {error}");
                unread = true;
            }
        }
    }
    let mut all = Tally::default();
    for (kind, tally) in &kinds {
        println!("{kind}: {}, {:.1} % passed", tally.line(), tally.rate());
        all.join(tally);
    }
    println!("in all: {}", all.line());
    if unread || all.failed + all.skipped > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run(file: &Path, kind: &str, verbose: bool) -> Result<Tally, Box<dyn std::error::Error>> {
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file)?)?;
    let mut tally = Tally::default();
    for case in &cases {
        let outcome = judge(kind, case);
        if verbose {
            let id = case["id"].as_str().unwrap_or("case without id");
            match &outcome {
                Outcome::Passed => {}
                Outcome::Failed { expected, got } => {
                    let how = if is_apart(case) { "apart " } else { "failed" };
                    println!("{how} {id}\n  expected {expected}\n  got      {got}");
                }
                Outcome::Skipped { reason } => println!("skipped {id}: {reason}"),
            }
        }
        tally.add(case, &outcome);
    }
    Ok(tally)
}

/// Whether the engines of the field differ about it: then it is one engine's opinion.
fn is_apart(case: &Value) -> bool {
    !case["peers_differ"].is_null()
}

fn judge(kind: &str, case: &Value) -> Outcome {
    match kind {
        "scenario" => scenario::judge(case),
        "xlsform" => authoring::judge(case),
        "xpath" => expressions::judge(case),
        other => Outcome::Skipped { reason: format!("cases of kind '{other}' are not run here yet") },
    }
}

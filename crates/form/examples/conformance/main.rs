//! Runs case files and says how many pass: `cargo run -p form --example conformance -- [--verbose] FILE...`
//!
//! The kind of a file is the first word of its name. For each file, and for all of them, it prints
//! `N passed, N failed, N skipped`; with `--verbose` also each case that failed or was skipped, with expected and got.
//! A case that cannot be run is skipped with a reason, never passed. The format of the files is described in
//! `conformance/FORMAT.md`.
//!
//! Not here: how a kind is judged (a module each).

mod authoring;
mod scenario;
mod workbook;

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
}

impl Tally {
    fn add(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed { .. } => self.failed += 1,
            Outcome::Skipped { .. } => self.skipped += 1,
        }
    }

    fn line(&self) -> String {
        format!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
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
    let mut all = Tally::default();
    let mut unread = false;
    for file in files {
        match run(Path::new(file), verbose, &mut all) {
            Ok(tally) => println!("{file}: {}", tally.line()),
            Err(error) => {
                eprintln!("{file}: {error}");
                unread = true;
            }
        }
    }
    println!("in all: {}", all.line());
    if unread || all.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn run(file: &Path, verbose: bool, all: &mut Tally) -> Result<Tally, Box<dyn std::error::Error>> {
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(file)?)?;
    let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let kind = name.split('-').next().unwrap_or_default();
    let mut tally = Tally::default();
    for case in &cases {
        let outcome = judge(kind, case);
        if verbose {
            let id = case["id"].as_str().unwrap_or("case without id");
            match &outcome {
                Outcome::Passed => {}
                Outcome::Failed { expected, got } => println!("failed {id}\n  expected {expected}\n  got      {got}"),
                Outcome::Skipped { reason } => println!("skipped {id}: {reason}"),
            }
        }
        tally.add(&outcome);
        all.add(&outcome);
    }
    Ok(tally)
}

fn judge(kind: &str, case: &Value) -> Outcome {
    match kind {
        "scenario" => scenario::judge(case),
        "xlsform" => authoring::judge(case),
        other => Outcome::Skipped { reason: format!("cases of kind '{other}' are not run here yet") },
    }
}

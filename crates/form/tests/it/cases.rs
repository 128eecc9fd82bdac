//! The project's own scenario cases, `conformance/scenario-*.json`, run as the conformance runner runs them.

#[path = "../../examples/conformance/scenario.rs"]
mod scenario;

use std::path::Path;

use serde_json::Value;

use crate::authoring::workbook;

/// How a case went.
pub enum Outcome {
    Passed,
    Failed { expected: String, got: String },
    Skipped { reason: String },
}

#[test]
fn every_scenario_case_of_ours_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance");
    let entries = std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path());
    let is_scenario =
        |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("scenario-"));
    let mut count = 0;
    for path in entries.filter(|path| is_scenario(path)) {
        let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("cases");
        for case in &cases {
            match scenario::judge(case) {
                Outcome::Passed => {}
                Outcome::Failed { expected, got } => panic!("{}: expected {expected}, got {got}", case["id"]),
                Outcome::Skipped { reason } => panic!("{}: skipped, {reason}", case["id"]),
            }
            count += 1;
        }
    }
    assert!(count >= 140, "{count} cases");
}

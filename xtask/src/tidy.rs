//! What the plan of the house does not allow, found by reading manifests and sources.
//!
//! Start at [`run`]. Each rule is a function from text to [`Finding`]s, so each has a failing sample in its tests.
//!
//! Not here: formatting and lints, which `rustfmt` and `clippy` judge.

mod arrows;
mod sources;
mod texts;

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Done;

/// One thing to mend, at its place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub file: String,
    /// 1-based; 0 when the whole file is meant.
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(out, "{}: {}", self.file, self.what),
            line => write!(out, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// Reads the whole project and fails when anything is found.
pub fn run(project: &Path) -> Done {
    let mut findings = arrows::check(&arrows::manifests(project)?);
    let files = files(project)?;
    for name in &files {
        let Ok(text) = fs::read_to_string(project.join(name)) else { continue }; // not text: pictures, workbooks
        findings.extend(texts::check(name, &text));
        if name.ends_with(".rs") {
            findings.extend(sources::check(name, &text));
        }
    }
    findings.sort();
    if findings.is_empty() {
        return Ok(format!("tidy: {} files, nothing to mend", files.len()));
    }
    let list: Vec<String> = findings.iter().map(Finding::to_string).collect();
    Err(format!("{}\ntidy: {} to mend in {} files", list.join("\n"), findings.len(), files.len()).into())
}

/// What is committed or about to be.
fn files(project: &Path) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(project)
        .output()?;
    if !listed.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr)).into());
    }
    let text = String::from_utf8(listed.stdout)?;
    let names = text.split('\0').filter(|name| !name.is_empty() && project.join(name).exists());
    Ok(names.map(str::to_owned).collect())
}

//! What the plan of the house does not allow, found by reading manifests and sources.
//!
//! Start at [`run`]. Each rule is a function from text to [`Finding`]s, so each has a failing sample in its tests.
//!
//! Not here: formatting and lints, which `rustfmt` and `clippy` judge.

mod arrows;
mod sources;
mod texts;
mod translations;

use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Done;

/// What no person wrote: a fuzzer's inputs may say anything.
const MADE_BY_CHANCE: &[&str] = &["fuzz/corpus/", "fuzz/crashes/"];

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
    let names = files(project)?;
    let read = |name: &String| Some((name.clone(), fs::read_to_string(project.join(name)).ok()?)); // pictures and workbooks are no text
    let is_ours = |name: &&String| !MADE_BY_CHANCE.iter().any(|folder| name.starts_with(folder));
    let texts: Vec<(String, String)> = names.iter().filter(is_ours).filter_map(read).collect();
    for (name, text) in &texts {
        findings.extend(texts::check(name, text));
        if name.ends_with(".rs") {
            findings.extend(sources::check(name, text));
        }
    }
    let those = |are_meant: fn(&str) -> bool| -> Vec<(&str, &str)> {
        let found = texts.iter().filter(|(name, _)| are_meant(name));
        found.map(|(name, text)| (name.as_str(), text.as_str())).collect()
    };
    let sources = those(|name| name.starts_with("src/") && name.ends_with(".rs"));
    if let Some((_, keys)) = texts.iter().find(|(name, _)| name == translations::KEYS) {
        findings.extend(translations::check(keys, &those(translations::is_language), &sources));
    }
    findings.sort();
    if findings.is_empty() {
        return Ok(format!("tidy: {} files, nothing to mend", names.len()));
    }
    let list: Vec<String> = findings.iter().map(Finding::to_string).collect();
    Err(format!("{}\ntidy: {} to mend in {} files", list.join("\n"), findings.len(), names.len()).into())
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

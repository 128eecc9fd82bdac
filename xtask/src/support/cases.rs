//! Which names our own case files use, and in how many cases.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// How many cases use a name of a section.
#[derive(Default)]
pub struct Uses(BTreeMap<(&'static str, String), usize>);

impl Uses {
    /// Reads all case files of a folder. A case that expects its form to be refused uses nothing.
    pub fn of(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut uses = Self::default();
        let files = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        for file in
            files.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|end| end == "json"))
        {
            let cases: Vec<Value> =
                serde_json::from_slice(&fs::read(&file)?).map_err(|error| format!("{}: {error}", file.display()))?;
            cases.iter().filter(|case| case["accept"] != Value::Bool(false)).for_each(|case| uses.add(case));
        }
        Ok(uses)
    }

    pub fn count(&self, section: &'static str, name: &str) -> usize {
        // Headings are the same in either case.
        let name = if section == "columns" { name.to_lowercase() } else { name.to_owned() };
        // A name for many, such as `columns-*`, is used with any ending.
        match name.strip_suffix('*').filter(|_| section == "appearances") {
            Some(start) => {
                let is_one = |other: &str| other.len() > start.len() && other.starts_with(start);
                self.0.iter().filter(|((of, other), _)| *of == section && is_one(other)).map(|(_, count)| count).sum()
            }
            None => self.0.get(&(section, name)).copied().unwrap_or_default(),
        }
    }

    fn add(&mut self, case: &Value) {
        let mut names = BTreeSet::new();
        functions(case["expr"].as_str().unwrap_or_default(), &mut names);
        for (sheet, rows) in case["xlsform"].as_object().into_iter().flatten() {
            for row in rows.as_array().into_iter().flatten().filter_map(Value::as_object) {
                for (column, cell) in row {
                    let cell = cell.as_str().unwrap_or_default();
                    names.insert(("columns", format!("{sheet}: {}", heading(column))));
                    functions(cell, &mut names);
                    match (sheet.as_str(), column.to_lowercase().as_str()) {
                        ("survey", "type") => {
                            names.insert(("types", kind(cell)));
                        }
                        ("survey", "appearance") => {
                            names.extend(cell.split_whitespace().map(|word| ("appearances", word.to_owned())));
                        }
                        ("survey", "parameters") => {
                            let words = cell.split([' ', ',', ';']).filter_map(|word| word.split_once('='));
                            names.extend(words.map(|(key, _)| ("parameters", key.trim().to_owned())));
                        }
                        _ => {}
                    }
                }
            }
        }
        for name in names {
            *self.0.entry(name).or_default() += 1;
        }
    }
}

/// A heading without its language, and as the page spells those that stand for many.
fn heading(column: &str) -> String {
    let mut parts = column.split("::").map(|part| part.trim().to_lowercase().replace(' ', "_"));
    match (parts.next().as_deref(), parts.next()) {
        (Some("media"), Some(kind)) => kind,
        // Ours are named one by one.
        (Some("bind"), Some(name)) if name.starts_with("taizhang:") => format!("bind::{name}"),
        (Some(first @ ("body" | "bind" | "instance")), Some(_)) => format!("{first}::…"),
        (first, _) => first.unwrap_or_default().to_owned(),
    }
}

/// The first word of a type, or the words of a container.
fn kind(cell: &str) -> String {
    let mut words = cell.split_whitespace();
    match (words.next().unwrap_or_default(), words.next()) {
        ("begin", Some("loop")) => "begin_loop over".to_owned(),
        (part @ ("begin" | "end"), Some(container)) => format!("{part}_{container}"),
        (first, _) => first.to_owned(),
    }
}

/// Every name in front of a bracket.
fn functions(text: &str, names: &mut BTreeSet<(&'static str, String)>) {
    for (at, _) in text.match_indices('(') {
        let before = text[..at].trim_end();
        let begin = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
        let name =
            begin.map_or(before, |begin| &before[begin..]).trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        if !name.is_empty() {
            names.insert(("functions", name.to_owned()));
        }
    }
}

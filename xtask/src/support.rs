//! The tables of `docs/support.md`: every type, column, parameter, appearance and function that the engine knows, and how
//! far each is supported.
//!
//! The names come from the code, what is said of them from `docs/support.json`. A name of which nothing is said fails the
//! check, as does one that the code does not know; `yes` needs a case of our own (`conformance/`) that uses the name, and
//! `= name` is another spelling. Start at [`write`].
//!
//! Not here: what a browser or a machine does; that part of the page is written by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use form::xlsform::known;
use serde_json::{Map, Value};

use crate::Done;

mod cases;

use cases::Uses;

/// The tables stand between these two lines.
const BEGIN: &str = "<!-- support: made by `cargo xtask support` from docs/support.json -->";
const END: &str = "<!-- /support -->";

/// One table: its key in the JSON, its title, and the names that the code knows.
struct Section {
    key: &'static str,
    title: &'static str,
    names: Vec<Name>,
}

/// A name, and what the code itself says of it where the JSON says nothing.
struct Name {
    name: String,
    /// What stands behind the name in the table.
    more: String,
    said: Option<&'static str>,
}

impl Name {
    fn plain(name: impl Into<String>) -> Self {
        Self { name: name.into(), more: String::new(), said: None }
    }
}

/// What is said of a name.
enum Said<'a> {
    /// How far it is supported, and how, where there is more to say.
    State { state: &'a str, how: &'a str },
    /// Another spelling of a name.
    Like(&'a str),
}

/// Renews the tables in `docs/support.md`.
pub fn write(project: &Path) -> Done {
    let (file, text, count) = page(project)?;
    fs::write(&file, text)?;
    Ok(format!("{count} names in {}", file.display()))
}

/// Fails where the page is not what [`write`] would make it.
pub fn check(project: &Path) -> Done {
    let (file, text, count) = page(project)?;
    if fs::read_to_string(&file)? != text {
        return Err(format!("{} is not up to date: run `cargo xtask support`", file.display()).into());
    }
    Ok(format!("{count} names, each with what is said of it"))
}

fn page(project: &Path) -> Result<(PathBuf, String, usize), Box<dyn Error>> {
    let said: Map<String, Value> = serde_json::from_slice(&fs::read(project.join("docs/support.json"))?)?;
    let uses = Uses::of(&project.join("conformance"))?;
    let mut wrong = Vec::new();
    let mut tables = String::new();
    let mut count = 0;
    for section in sections() {
        count += section.names.len();
        table(&section, &said, &uses, &mut tables, &mut wrong)?;
    }
    if !wrong.is_empty() {
        return Err(wrong.join("\n").into());
    }
    let file = project.join("docs/support.md");
    let text = fs::read_to_string(&file)?;
    let (before, rest) = text.split_once(BEGIN).ok_or("docs/support.md has no place for the tables")?;
    let (_, after) = rest.split_once(END).ok_or("docs/support.md has no end of the tables")?;
    let text = format!("{before}{BEGIN}\n{tables}{END}{after}");
    Ok((file, text, count))
}

fn sections() -> Vec<Section> {
    let mut columns = Vec::new();
    for sheet in ["survey", "choices", "entities", "settings"] {
        columns.extend(known::columns(sheet).map(|column| Name::plain(format!("{sheet}: {column}"))));
    }
    let mut parameters: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (kind, names) in known::parameters().filter(|(kind, _)| !kind.contains(' ')) {
        names.iter().for_each(|&name| parameters.entry(name).or_default().push(kind));
    }
    let parameters = parameters.into_iter().map(|(name, kinds)| Name { more: kinds.join(", "), ..Name::plain(name) });
    let appearances = known::appearances().map(|(word, shown)| Name {
        said: Some(if shown { "yes" } else { "no: told when the form is opened; the question looks as usual" }),
        ..Name::plain(word)
    });
    let functions = xpath::functions::known().iter().map(|function| Name {
        more: function.summary.to_owned(),
        said: Some("yes"),
        ..Name::plain(function.name)
    });
    vec![
        Section { key: "types", title: "Question types", names: once_each(known::types().map(Name::plain)) },
        Section { key: "columns", title: "Columns", names: once_each(columns) },
        Section { key: "parameters", title: "Parameters", names: parameters.collect() },
        Section { key: "appearances", title: "Appearances", names: appearances.collect() },
        Section { key: "functions", title: "Functions", names: functions.collect() },
    ]
}

fn once_each(names: impl IntoIterator<Item = Name>) -> Vec<Name> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|each| seen.insert(each.name.clone())).collect()
}

fn table(
    section: &Section,
    said: &Map<String, Value>,
    uses: &Uses,
    tables: &mut String,
    wrong: &mut Vec<String>,
) -> Result<(), std::fmt::Error> {
    let Section { key, title, names } = section;
    let said = said.get(*key).and_then(Value::as_object).into_iter().flatten();
    let said: BTreeMap<&str, &str> = said.filter_map(|(name, said)| Some((&**name, said.as_str()?))).collect();
    let mut also: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, said) in &said {
        if !names.iter().any(|each| each.name == *name) {
            wrong.push(format!("{key}: '{name}' is not known to the code"));
        }
        if let Said::Like(other) = read(said) {
            also.entry(other).or_default().push(name);
        }
    }
    writeln!(tables, "\n### {title}\n\n| | Supported | | Cases |\n|---|---|---|--:|")?;
    for Name { name, more, said: by_code } in names {
        let Some(said) = said.get(name.as_str()).copied().or(*by_code).map(read) else {
            wrong.push(format!("{key}: nothing is said of '{name}'"));
            continue;
        };
        let Said::State { state, how } = said else { continue };
        let cases = uses.count(key, name);
        let others = also.remove(name.as_str()).unwrap_or_default();
        let others: String = others.iter().map(|other| format!(", `{}`", bare(other))).collect();
        match state {
            "yes" if cases == 0 => {
                wrong.push(format!("{key}: '{name}' is said to be supported, and no case uses it"));
            }
            "partly" | "no" if how.is_empty() => wrong.push(format!("{key}: '{name}' is {state}, and nobody says how")),
            "yes" | "partly" | "no" => {
                let texts: Vec<&str> = [how, more].into_iter().filter(|text| !text.is_empty()).collect();
                let texts = texts.join("; ").replace('|', "\\|");
                writeln!(tables, "| `{name}`{others} | {state} | {texts} | {cases} |")?;
            }
            _ => wrong.push(format!("{key}: '{name}' is neither yes nor partly nor no")),
        }
    }
    wrong.extend(also.keys().map(|name| format!("{key}: there is no '{name}' for others to be spelt like")));
    Ok(())
}

/// A column without its sheet.
fn bare(name: &str) -> &str {
    name.split_once(": ").map_or(name, |(_, column)| column)
}

fn read(said: &str) -> Said<'_> {
    match said.strip_prefix("= ") {
        Some(other) => Said::Like(other),
        None => {
            let (state, how) = said.split_once(": ").unwrap_or((said, ""));
            Said::State { state, how }
        }
    }
}

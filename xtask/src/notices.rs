//! Whose work is in a build, and under which licence: the table in `THIRD_PARTY.md`, and the licences' own texts.
//!
//! Only what ends in the wasm counts: no macros, no tools, nothing that tests alone use.
//!
//! Not here: borrowed data and tools, which `THIRD_PARTY.md` lists by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Done;

/// The table stands between these two lines.
const BEGIN: &str = "<!-- packages: made by `cargo xtask notices` -->";
const END: &str = "<!-- /packages -->";

struct Package {
    name: String,
    version: String,
    licence: String,
    folder: PathBuf,
}

/// Renews the table in `THIRD_PARTY.md`.
pub fn renew(project: &Path) -> Done {
    let packages = shipped(project)?;
    let file = project.join("THIRD_PARTY.md");
    let text = fs::read_to_string(&file)?;
    let (before, rest) = text.split_once(BEGIN).ok_or("THIRD_PARTY.md has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("THIRD_PARTY.md has no end of the table")?;
    let mut table = String::from("| package | version | licence |\n|---|---|---|\n");
    for Package { name, version, licence, .. } in &packages {
        writeln!(table, "| {name} | {version} | {licence} |")?;
    }
    fs::write(&file, format!("{before}{BEGIN}\n{table}{END}{after}"))?;
    Ok(format!("{} packages in THIRD_PARTY.md", packages.len()))
}

/// Writes every licence text of every package that ends in the wasm, each once, with the packages it covers.
pub fn write_texts(project: &Path, file: &Path) -> Done {
    let packages = shipped(project)?;
    let mut covered: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in &packages {
        for text in licence_texts(&package.folder)? {
            covered.entry(text).or_default().insert(format!("{} {}", package.name, package.version));
        }
    }
    let mut all = String::new();
    for (text, names) in &covered {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        writeln!(all, "==== {}\n\n{}\n", names.join(", "), text.trim_end())?;
    }
    fs::write(file, &all)?;
    Ok(format!("{} licence texts of {} packages in {}", covered.len(), packages.len(), file.display()))
}

fn licence_texts(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        if path.is_file() && ["LICEN", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start)) {
            texts.push(String::from_utf8_lossy(&fs::read(path)?).replace("\r\n", "\n"));
        }
    }
    Ok(texts)
}

/// Everything that the app's wasm is linked from, by name; not our own rooms.
fn shipped(project: &Path) -> Result<Vec<Package>, Box<dyn std::error::Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1", "--filter-platform", "wasm32-unknown-unknown"])
        .current_dir(project)
        .output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let entries = list.as_array().cloned().unwrap_or_default();
        entries.into_iter().map(|entry| (text(&entry["id"]), entry)).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let app = packages.iter().find(|(_, package)| package["name"] == "taizhang").map(|(id, _)| id.clone());
    let (mut reached, mut waiting) = (BTreeSet::new(), Vec::from_iter(app));
    while let Some(id) = waiting.pop() {
        if is_macro(&packages[&id]) || !reached.insert(id.clone()) {
            continue;
        }
        for dependency in nodes[&id]["deps"].as_array().map(Vec::as_slice).unwrap_or_default() {
            let kinds = dependency["dep_kinds"].as_array().map(Vec::as_slice).unwrap_or_default();
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                waiting.push(text(&dependency["pkg"]));
            }
        }
    }
    let mut shipped: Vec<Package> = reached
        .iter()
        .map(|id| &packages[id])
        .filter(|package| !package["source"].is_null())
        .map(|package| Package {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]).replace('/', " OR ").replace("  ", " "),
            folder: Path::new(&text(&package["manifest_path"])).parent().map(PathBuf::from).unwrap_or_default(),
        })
        .collect();
    shipped.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(shipped)
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().map(Vec::as_slice).unwrap_or_default();
    targets
        .iter()
        .any(|target| target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "proc-macro")))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

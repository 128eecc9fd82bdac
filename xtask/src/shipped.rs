//! The forms that come with the app: their workbooks and files by hash, the compiled form beside each, and two lists.
//!
//! A workbook is attached the files of `pack/` that it names. What names a form is the same hash as on a device that
//! read the workbook itself. `pack-*.json` is what `state::library` reads at a start: the forms for every day; `pack-all-*.json`
//! lists every form, and comes behind the first question.

use std::collections::BTreeMap;
use std::path::Path;

use form::{Compiled, Package};
use serde::Serialize;
use sheet::{Limits, Table};

use crate::dist::{Failure, Files, names_in};

/// What a start reads.
#[derive(Serialize)]
struct Pack {
    /// The forms for every day, which say no group they stand in.
    forms: Vec<Shipped>,
    /// How the hashes of the other forms begin.
    others: Vec<String>,
    /// Where all forms are listed.
    all: String,
}

#[derive(Clone, Serialize)]
struct Shipped {
    form: record::FormRef,
    title: String,
    listing: record::Listing,
    package: String,
    files: Vec<String>,
}

/// A form in the list of all.
#[derive(Serialize)]
struct Whole {
    shipped: Shipped,
    workbook: String,
    files: Vec<String>,
}

/// So many letters of a hash tell the forms of one pack apart.
const BEGINNING: usize = 8;

/// Adds the forms of `pack/` to the folder, and gives the name of their list.
pub fn add(pack: &Path, files: &mut Files) -> Result<String, Failure> {
    let names = names_in(pack)?;
    let mut tables = BTreeMap::new();
    for name in names.iter().filter(|name| name.ends_with(".csv")) {
        tables.insert(name.clone(), std::fs::read(pack.join(name))?);
    }
    let mut shipped = Vec::new();
    for name in names.iter().filter(|name| name.ends_with(".xlsx")) {
        let workbook = std::fs::read(pack.join(name))?;
        shipped.push(one(name, workbook, &tables, files)?);
    }
    let all = files.add_hashed("pack-all", "json", serde_json::to_vec(&shipped)?);
    let (daily, others): (Vec<Whole>, Vec<Whole>) =
        shipped.into_iter().partition(|whole| whole.shipped.listing.group("").is_none());
    let pack = Pack {
        forms: daily.into_iter().map(|whole| whole.shipped).collect(),
        others: others.iter().map(|whole| beginning(&whole.shipped.form.hash)).collect(),
        all,
    };
    Ok(files.add_hashed("pack", "json", serde_json::to_vec(&pack)?))
}

fn beginning(hash: &record::FormHash) -> String {
    hash.to_string().chars().take(BEGINNING).collect()
}

fn one(name: &str, workbook: Vec<u8>, tables: &BTreeMap<String, Vec<u8>>, files: &mut Files) -> Result<Whole, Failure> {
    let read = sheet::read_xlsx(&workbook, &Limits::default())?;
    let named = match form::compile(&read, &BTreeMap::new()).form {
        Some(form) => form.externals,
        None => Vec::new(),
    };
    let is_attached = |file: &String| named.iter().any(|external| external.file == *file);
    let attached: Vec<(String, Vec<u8>)> = tables
        .iter()
        .filter(|(file, _)| is_attached(file))
        .map(|(file, bytes)| (file.clone(), bytes.clone()))
        .collect();
    let mut parsed: BTreeMap<String, Table> = BTreeMap::new();
    for (file, bytes) in &attached {
        parsed.insert(file.clone(), sheet::read_csv(bytes, &Limits::default())?);
    }
    let Compiled { form, problems } = form::compile(&read, &parsed);
    let Some(definition) = form else { return Err(format!("pack/{name} has problems: {problems:?}").into()) };
    let hash = record::form_hash(&workbook, &attached);
    let stem = name.trim_end_matches(".xlsx");
    let (id, version, title) = (definition.id.clone(), definition.version.clone(), definition.title.clone());
    let listing = definition.listing();
    let package = Package { definition, files: parsed }.to_bytes()?;
    let package = files.add_hashed(&format!("form-{stem}"), "bin", package);
    let (names, bytes): (Vec<String>, Vec<Vec<u8>>) = attached.into_iter().unzip();
    let stems = names.iter().map(|name| format!("form-{}", name.trim_end_matches(".csv")));
    let addresses = stems.zip(bytes).map(|(stem, bytes)| files.add_hashed(&stem, "csv", bytes)).collect();
    Ok(Whole {
        shipped: Shipped { form: record::FormRef { id, version, hash }, title, listing, package, files: names },
        workbook: files.add_hashed(&format!("form-{stem}"), "xlsx", workbook),
        files: addresses,
    })
}

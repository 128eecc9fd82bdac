//! The forms that come with the app: their workbooks and files by hash, the compiled form beside each, and one list.
//!
//! A workbook is attached the files of `pack/` that it names. What names a form is the same hash as on a device that
//! read the workbook itself. The list, `pack-*.json`, is what `state::library` reads at a start.

use std::collections::BTreeMap;
use std::path::Path;

use form::{Compiled, Package};
use serde::Serialize;
use sheet::{Limits, Table};

use crate::dist::{Failure, Files, names_in};

#[derive(Serialize)]
struct Shipped {
    form: record::FormRef,
    title: String,
    workbook: String,
    package: String,
    files: Vec<ShippedFile>,
}

#[derive(Serialize)]
struct ShippedFile {
    name: String,
    address: String,
}

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
    Ok(files.add_hashed("pack", "json", serde_json::to_vec(&shipped)?))
}

fn one(
    name: &str,
    workbook: Vec<u8>,
    tables: &BTreeMap<String, Vec<u8>>,
    files: &mut Files,
) -> Result<Shipped, Failure> {
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
    let package = Package { definition, files: parsed }.to_bytes()?;
    Ok(Shipped {
        form: record::FormRef { id, version, hash },
        title,
        workbook: files.add_hashed(&format!("form-{stem}"), "xlsx", workbook),
        package: files.add_hashed(&format!("form-{stem}"), "bin", package),
        files: attached
            .into_iter()
            .map(|(file, bytes)| {
                let address = files.add_hashed(&format!("form-{}", file.trim_end_matches(".csv")), "csv", bytes);
                ShippedFile { name: file, address }
            })
            .collect(),
    })
}

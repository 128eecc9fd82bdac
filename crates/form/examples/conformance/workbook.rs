//! Case files write a workbook as JSON: sheets of rows, a row being its cells by column. Here it becomes a workbook.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use sheet::{Sheet, Table, Workbook};

#[path = "../../../../xtask/src/source.rs"]
mod source;

/// The workbook of a case: written out in it, or the source of a form that it names.
pub fn of(case: &Value) -> Result<Workbook, String> {
    let Some(form) = case["form"].as_str() else { return Ok(from_json(&case["xlsform"])) };
    let fragments = source::fragments(&in_project("pack/source/fragments.json"));
    let sheets = fragments.and_then(|fragments| source::read(&in_project(form), &fragments));
    let sheets = sheets.map_err(|error| format!("{form}: {error}"))?;
    Ok(from_json(&serde_json::json!(sheets)))
}

pub fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The workbook that `{"survey": [{"type": "text", …}, …], …}` stands for.
pub fn from_json(xlsform: &Value) -> Workbook {
    let sheets = xlsform.as_object().into_iter().flatten();
    let sheets = sheets.map(|(name, rows)| sheet(name, rows)).collect();
    Workbook { sheets }
}

/// The attached tables that `{"name.csv": "a,b\n1,2", "other.csv": {"path": "pack/other.csv"}}` stands for.
pub fn files(files: &Value) -> BTreeMap<String, Table> {
    let files = files.as_object().into_iter().flatten();
    let tables = files.filter_map(|(name, text)| {
        let text = match text["path"].as_str() {
            Some(path) => std::fs::read_to_string(in_project(path)).ok()?,
            None => text.as_str()?.to_owned(),
        };
        let table = sheet::read_attached(name, text.as_bytes(), &sheet::Limits::default()).ok()?;
        Some((name.clone(), table))
    });
    tables.collect()
}

fn sheet(name: &str, rows: &Value) -> Sheet {
    let rows: Vec<&Map<String, Value>> = rows.as_array().into_iter().flatten().filter_map(Value::as_object).collect();
    let mut columns: Vec<&str> = Vec::new();
    for column in rows.iter().flat_map(|row| row.keys()) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let texts: Vec<Vec<String>> = rows
        .iter()
        .map(|row| columns.iter().map(|&column| row.get(column).map(text).unwrap_or_default()).collect())
        .collect();
    let header = (!columns.is_empty()).then(|| columns.clone());
    let rows = texts.iter().map(|row| row.iter().map(String::as_str).collect());
    Sheet::from_rows(name, header.into_iter().chain(rows))
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
        other => other.to_string(),
    }
}

//! A form as the text of its sheets, so that a fuzzer changes cells and not archives: compiled, filled, finished.
//!
//! A line `[survey]` begins a sheet; the lines behind it are its rows, with a tab between cells. A line `[name.csv]`
//! begins an attached table, with commas.

use std::collections::BTreeMap;

use sheet::{Limits, Sheet, Workbook, read_csv};

use crate::fill;

pub fn target(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut workbook = Workbook::default();
    let mut files = BTreeMap::new();
    for (name, rows) in sections(&text) {
        if name.contains('.') {
            if let Ok(table) = read_csv(rows.join("\n").as_bytes(), &Limits::default()) {
                files.insert(name.to_owned(), table);
            }
        } else {
            let rows = rows.iter().map(|row| row.split('\t').collect());
            workbook.sheets.push(Sheet::from_rows(name, rows));
        }
    }
    fill::compile_and_fill(&workbook, &files, bytes.len() as u64);
}

fn sections(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in text.lines() {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(name) => found.push((name, Vec::new())),
            None => found.extend(found.is_empty().then_some(("survey", Vec::new()))),
        }
        if let Some((_, rows)) = found.last_mut().filter(|_| !line.starts_with('[')) {
            rows.push(line);
        }
    }
    found
}

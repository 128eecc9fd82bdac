//! Workbooks written as tables in a test, and what compiling them gives.
//!
//! A sheet is a line with its name and lines of cells between bars; the first of these is the header.

use std::collections::BTreeMap;

use form::definition::{Control, NodeDef, NodeKind};
use form::{Compiled, FormDefinition, Problem};
use sheet::{Sheet, Workbook};

pub fn workbook(text: &str) -> Workbook {
    let mut sheets: Vec<(&str, Vec<Vec<&str>>)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.strip_prefix('|') {
            None => sheets.push((line, Vec::new())),
            Some(cells) => {
                let cells = cells.strip_suffix('|').expect("a line of cells ends with a bar");
                let (_, rows) = sheets.last_mut().expect("cells follow the name of a sheet");
                rows.push(cells.split('|').map(str::trim).collect());
            }
        }
    }
    Workbook { sheets: sheets.into_iter().map(|(name, rows)| Sheet::from_rows(name, rows)).collect() }
}

pub fn compile(text: &str) -> Compiled {
    form::compile(&workbook(text), &BTreeMap::new())
}

/// The form, where it has to be taken.
pub fn form(text: &str) -> FormDefinition {
    let compiled = compile(text);
    let problems: Vec<String> = compiled.problems.iter().map(Problem::to_string).collect();
    compiled.form.unwrap_or_else(|| panic!("the form is refused: {}", problems.join("; ")))
}

/// Problems for which a form is refused, as the log has them.
pub fn errors(text: &str) -> Vec<String> {
    compile(text).problems.iter().filter(|problem| problem.is_error()).map(Problem::to_string).collect()
}

pub fn warnings(text: &str) -> Vec<String> {
    compile(text).problems.iter().filter(|problem| !problem.is_error()).map(Problem::to_string).collect()
}

pub fn node<'a>(form: &'a FormDefinition, path: &str) -> &'a NodeDef {
    form.nodes.iter().find(|node| node.path == path).unwrap_or_else(|| panic!("there is no node {path}"))
}

pub fn control<'a>(form: &'a FormDefinition, path: &str) -> &'a Control {
    match &node(form, path).kind {
        NodeKind::Question { control, .. } => control,
        other => panic!("{path} is no question but {other:?}"),
    }
}

/// The calculation of a node, as its expression is written after names became paths.
pub fn calculation(form: &FormDefinition, path: &str) -> String {
    let calculate = node(form, path).bind.calculate.as_ref().expect("a calculation");
    calculate.source().split_whitespace().collect::<Vec<_>>().join(" ")
}

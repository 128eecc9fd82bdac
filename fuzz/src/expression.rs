//! A text as an expression: parsed, looked into, and evaluated in a form that has a bit of everything.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use form::scenario::{Row, Sheets, ask, choice};
use sheet::{Limits, Table, read_csv};
use xpath::Expr;

use crate::fill;

/// Parses, and looks into what was parsed.
pub fn target(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(expr) = Expr::parse(text) else { return };
    expr.references();
    expr.check();
    assert_eq!(Expr::parse(expr.source()).as_ref(), Ok(&expr), "an expression is what its source says");
}

/// Evaluates as a calculation, a condition and a filter, at the top and in a repeat.
pub fn evaluation(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if Expr::parse(&text.replace("${", "").replace('}', "")).is_err() {
        return;
    }
    let sheets = Sheets::new(rows(text)).choices([
        choice("kind", "x").with("weight", "3"),
        choice("kind", "yes").with("weight", "样例"),
        choice("kind", "no").with("weight", ""),
    ]);
    thread_local! {
        static TABLE: OnceCell<Table> = const { OnceCell::new() };
    }
    let read = || read_csv(b"name,label,weight\nx,One,3\n3,Two,\n", &Limits::default()).unwrap_or_default();
    let table = TABLE.with(|table| table.get_or_init(read).clone());
    let files = BTreeMap::from([("table.csv".to_owned(), table)]);
    fill::compile_and_fill(&sheets.workbook(), &files, bytes.len() as u64);
}

fn rows(text: &str) -> Vec<Row> {
    vec![
        ask("integer", "a").default("2"),
        ask("text", "t").default("one two"),
        ask("date", "d").default("2026-01-15"),
        ask("geopoint", "g").default("41.76 86.15 0 0"),
        ask("select_multiple kind", "kind").default("x"),
        ask("csv-external", "table"),
        ask("begin repeat", "r"),
        ask("decimal", "n"),
        ask("text", "inner").relevant(text),
        ask("end repeat", "r"),
        ask("select_one kind", "one").choice_filter(text),
        ask("text", "bound").constraint(text).default("y"),
        ask("calculate", "z").calculation(text),
    ]
}

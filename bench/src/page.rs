//! What a browser calls: the same cases, and one form opened in a memory of its own.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::Package;
use serde_json::{Value, json};
use sheet::{CsvWriter, Guard, HeadColumn, Heading, SheetKey, What, Writer};
use wasm_bindgen::prelude::*;

use crate::cases;
use crate::figure::Against;
use crate::filling::{Device, Failure, Filling, compile};
use crate::forms::generate;

/// All figures, as JSON.
#[wasm_bindgen]
pub fn figures() -> Result<String, JsError> {
    let workbook = |name: &str| -> Result<Vec<u8>, Failure> {
        let generated = generate(name).ok_or("no such form")?;
        Ok(sheet::write_xlsx(&generated.workbook)?)
    };
    let figures = cases::all(&workbook).map_err(told)?;
    let figures: Vec<_> = figures
        .iter()
        .map(|figure| {
            let theirs = match figure.against {
                Against::ByHand(ms) | Against::Scan(ms) => Some(ms),
                Against::Converter | Against::Frame | Against::Bound(_) => None,
            };
            json!({ "form": figure.form, "what": figure.what, "ms": figure.ms, "theirs": theirs })
        })
        .collect();
    Ok(json!(figures).to_string())
}

/// What the worker does with a workbook: the package that the page gets.
#[wasm_bindgen]
pub fn packed(workbook: &[u8]) -> Result<Vec<u8>, JsError> {
    let definition = compile(workbook, &BTreeMap::new()).map_err(told)?;
    Package { definition, files: BTreeMap::new() }.to_bytes().map_err(|error| told(error.into()))
}

/// What the page does with a package: a form that is being filled, all the lists of a cascade in use. Says how many choices
/// the last of its questions offers.
#[wasm_bindgen]
pub fn filled(package: &[u8]) -> Result<usize, JsError> {
    let Package { definition, files } = Package::from_bytes(package).map_err(|error| told(error.into()))?;
    let mut filling = Filling::begin(&Rc::new(definition), &Rc::new(Device::new(&files)));
    for (path, answer) in [("/data/l1", "a2"), ("/data/l2", "a2b1"), ("/data/l3", "a2b1c1")] {
        if filling.view(path).is_some() {
            filling.answer(path, answer).map_err(told)?;
        }
    }
    let (_, offered) = filling.seen("/data/l3");
    // What is being filled stays: the page does not lose it either.
    std::mem::forget(filling);
    Ok(offered)
}

/// A table that grows by lines of JSON, each an array of cells: what `e2e/bench/sheets.mjs` compares.
#[wasm_bindgen]
pub struct Tables {
    book: Writer,
    sheet: SheetKey,
    csv: CsvWriter,
    dates: Vec<usize>,
}

#[wasm_bindgen]
impl Tables {
    /// `titles`: a JSON array of texts. The cells below those at `dates` are dates.
    #[wasm_bindgen(constructor)]
    pub fn new(titles: &str, dates: Vec<usize>) -> Result<Tables, JsError> {
        let titles: Vec<String> = serde_json::from_str(titles).map_err(|error| told(error.into()))?;
        let mut csv = CsvWriter::new(Guard::Apostrophe);
        csv.row(titles.iter().map(String::as_str));
        let column = |title: String| HeadColumn { title, ..HeadColumn::default() };
        let columns = titles.into_iter().map(column).collect();
        let heading = Heading { sheet: "企业".to_owned(), columns, frozen: 1, filters: true };
        let mut book = Writer::new("长文本", "单元格", "内容");
        let sheet = book.sheet(heading).map_err(|error| told(error.into()))?;
        Ok(Self { book, sheet, csv, dates })
    }

    /// Adds rows to the workbook.
    pub fn rows(&mut self, lines: &str) -> Result<(), JsError> {
        for line in lines.lines() {
            let cells: Vec<Value> = serde_json::from_str(line).map_err(|error| told(error.into()))?;
            let cells = cells.iter().enumerate().map(|(column, value)| shown(value, self.dates.contains(&column)));
            self.book.row(self.sheet, cells).map_err(|error| told(error.into()))?;
        }
        Ok(())
    }

    /// Adds rows to the delimited text.
    pub fn lines(&mut self, lines: &str) -> Result<(), JsError> {
        for line in lines.lines() {
            let cells: Vec<Value> = serde_json::from_str(line).map_err(|error| told(error.into()))?;
            self.csv.row(cells.iter().map(|value| shown(value, false)));
        }
        Ok(())
    }

    pub fn workbook(self) -> Result<Vec<u8>, JsError> {
        self.book.finish().map_err(|error| told(error.into()))
    }

    pub fn csv(mut self) -> Vec<u8> {
        self.csv.take()
    }
}

fn shown(value: &Value, is_date: bool) -> What<'_> {
    match value {
        Value::String(text) if is_date => What::Date(text.into()),
        Value::String(text) => What::Text(text.into()),
        Value::Number(number) => number.as_f64().map_or(What::Blank, What::Number),
        Value::Bool(value) => What::Bool(*value),
        Value::Null | Value::Array(_) | Value::Object(_) => What::Blank,
    }
}

fn told(error: Failure) -> JsError {
    JsError::new(&error.to_string())
}

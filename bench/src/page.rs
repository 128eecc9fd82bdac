//! What a browser calls: the same cases, and one form opened in a memory of its own.

use std::collections::BTreeMap;
use std::rc::Rc;

use form::Package;
use serde_json::json;
use wasm_bindgen::prelude::*;

use crate::cases::{self, Against};
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

fn told(error: Failure) -> JsError {
    JsError::new(&error.to_string())
}

//! A foreign document: read as an XForm, and filled.

use std::collections::BTreeMap;

use form::compile_xform;

use crate::fill;

pub fn target(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(form) = compile_xform(text, &BTreeMap::new()).form {
        fill::fill(form, &BTreeMap::new(), bytes.len() as u64);
    }
}

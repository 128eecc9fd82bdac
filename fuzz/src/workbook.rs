//! A foreign workbook: its bytes as they come, or its parts as `parts` writes them, read and made a form.

use std::collections::BTreeMap;

use sheet::{Limits, read_xlsx, write_xlsx};
use zip::CompressionMethod;

use crate::{fill, parts};

pub fn target(bytes: &[u8]) {
    let packed = match std::str::from_utf8(bytes) {
        Ok(text) if !text.starts_with("PK") => match parts::zipped(text, CompressionMethod::Stored) {
            Some(packed) => packed,
            None => return,
        },
        _ => bytes.to_vec(),
    };
    let Ok(workbook) = read_xlsx(&packed, &Limits::default()) else { return };
    // What was read can be written, and reads the same again but for what a spreadsheet program cannot hold.
    let _written = write_xlsx(&workbook);
    fill::compile_and_fill(&workbook, &BTreeMap::new(), bytes.len() as u64);
}

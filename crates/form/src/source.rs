//! What a form is read from: a workbook or a document, told by its bytes. A form is kept without the name of its file.
//!
//! Start at [`Source::read`]. Not here: the readers themselves (`sheet`, `xlsform`, `xform`).

use std::collections::BTreeMap;

use sheet::{Limits, Table, Workbook};

use crate::compiling::Compiled;
use crate::problem::{Message, Place, Problem, Severity};
use crate::unreadable::unreadable;

/// A form before it is compiled.
#[derive(Clone, PartialEq, Debug)]
pub enum Source {
    /// An XLSForm: `.xlsx`, one `.csv` with its sheets below each other, or Markdown tables.
    Workbook(Workbook),
    /// An XForm document, `.xml`.
    Document(String),
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// The root of a document stands within this many bytes, or it is none that a server publishes.
const ROOT_WITHIN: usize = 4096;
const SHEETS: [&str; 5] = ["survey", "choices", "settings", "entities", "external_choices"];

impl Source {
    /// Reads the bytes of a form.
    ///
    /// # Errors
    /// What is wrong with them, with its place.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Self, Box<Problem>> {
        if !is_xml(bytes) {
            return sheet::read_workbook(bytes, limits)
                .map(Self::Workbook)
                .map_err(|error| Box::new(unreadable(&error)));
        }
        std::str::from_utf8(bytes).map(|text| Self::Document(text.to_owned())).map_err(|error| {
            let lines = bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
            let row = u32::try_from(lines).ok().and_then(|lines| lines.checked_add(1));
            let place = Place { row, ..Place::default() };
            Box::new(Problem { severity: Severity::Error, place, message: Message::DocumentEncoding, advice: None })
        })
    }

    /// As [`compile`](crate::compile) and [`compile_xform`](crate::compile_xform).
    pub fn compile(&self, files: &BTreeMap<String, Table>) -> Compiled {
        match self {
            Self::Workbook(workbook) => crate::compile(workbook, files),
            Self::Document(document) => crate::compile_xform(document, files),
        }
    }

    /// Whether a file is a form rather than one that a form looks things up in.
    pub fn is_form(bytes: &[u8]) -> bool {
        let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes).trim_ascii_start();
        if text.starts_with(b"PK") || text.starts_with(b"|") {
            return true;
        }
        let start = String::from_utf8_lossy(&text[..text.len().min(ROOT_WITHIN)]);
        if is_xml(bytes) {
            return start.contains("<html") || start.contains(":html");
        }
        // A form in one file begins with the name of its first sheet, and nothing else in that line.
        let first = start.lines().next().unwrap_or_default().to_lowercase().replace('"', "");
        let mut cells = first.split(',').map(str::trim);
        cells.next().is_some_and(|name| SHEETS.contains(&name)) && cells.all(str::is_empty)
    }
}

fn is_xml(bytes: &[u8]) -> bool {
    bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes).trim_ascii_start().starts_with(b"<")
}

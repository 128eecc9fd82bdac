//! What is wrong in a form that people gave us: collected in one pass, each with its place and advice.

/// One finding about a workbook.
#[derive(Clone, PartialEq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    pub severity: Severity,
    pub place: Place,
    pub message: Message,
    pub advice: Option<Advice>,
}

/// Whether the form can be used all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum Severity {
    /// The field's converter refuses such a form, and so do we.
    Error,
    /// It works, but perhaps not as its author thinks.
    Warning,
}

/// Where in the workbook. `row` is as the spreadsheet shows it, from 1; `column` is the header's own text.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Place {
    pub sheet: String,
    pub row: Option<u32>,
    pub column: Option<String>,
}

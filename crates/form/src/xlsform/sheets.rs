//! Which sheets of a workbook a form is made of.
//!
//! Start at [`Sheets::find`].

use sheet::{Sheet, Workbook};

use crate::problem::{Known, Message};
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::nearest::distance;

pub(super) const NAMES: &[&str] = &["survey", "choices", "settings", "external_choices", "entities", "osm"];

/// The sheets that a form is read from.
pub(super) struct Sheets<'a> {
    pub survey: Option<&'a Sheet>,
    pub choices: Option<&'a Sheet>,
    pub settings: Option<&'a Sheet>,
    pub external_choices: Option<&'a Sheet>,
    pub entities: Option<&'a Sheet>,
    pub osm: Option<&'a Sheet>,
    /// All names, for advice.
    pub names: Vec<String>,
}

impl<'a> Sheets<'a> {
    /// Finds the sheets by name. A workbook with one sheet is a survey, whatever the sheet is called.
    pub fn find(workbook: &'a Workbook, findings: &mut Findings) -> Self {
        let names: Vec<String> = workbook.sheets.iter().map(|sheet| sheet.name.clone()).collect();
        // A name with a space at its end is another name, and of two that differ in case the last one counts.
        let named = |name: &str| workbook.sheets.iter().rev().find(|sheet| sheet.name.to_lowercase() == name);
        let filled = |name: &str| named(name).filter(|sheet| !sheet.rows.is_empty());
        let mut survey = filled("survey");
        if survey.is_none() && workbook.sheets.len() == 1 && !NAMES.contains(&names[0].to_lowercase().as_str()) {
            survey = workbook.sheets.first().filter(|sheet| !sheet.rows.is_empty());
        }
        if survey.is_none() {
            let mut problem = findings.error(findings::sheet("survey"), Message::NoSurveySheet);
            problem.near(Known::Sheet, "survey", misspelt("survey", &names));
        }
        for name in ["settings", "entities"] {
            if filled(name).is_none() {
                for sheet in misspelt(name, &names) {
                    let message = Message::SheetMisspelt { sheet: sheet.to_owned(), meant: name.to_owned() };
                    findings.warning(findings::sheet(sheet), message);
                }
            }
        }
        Self {
            survey,
            choices: filled("choices"),
            settings: filled("settings"),
            external_choices: filled("external_choices"),
            entities: filled("entities"),
            osm: filled("osm"),
            names,
        }
    }
}

/// Sheets whose name is nearly `wanted`. A name that begins with an underscore is meant to be left alone.
pub(super) fn misspelt<'a>(wanted: &'a str, names: &'a [String]) -> impl Iterator<Item = &'a str> {
    let wanted: Vec<char> = wanted.chars().collect();
    names.iter().map(String::as_str).filter(move |name| {
        let lower = name.to_lowercase();
        let close = distance(&lower.chars().collect::<Vec<_>>(), &wanted) <= 2;
        close && !NAMES.contains(&lower.as_str()) && !name.starts_with('_')
    })
}

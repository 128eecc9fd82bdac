//! The settings sheet: one row of texts by column.
//!
//! Start at [`Settings::read`].

use std::collections::BTreeMap;

use crate::problem::{Known, Message};
use crate::xlsform::columns::{SETTINGS, snake_case};
use crate::xlsform::drafts::Raw;
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::grid::Grid;
use crate::xlsform::names::is_name;

/// What the form says about itself. What is not said is the empty text.
#[derive(Default)]
pub(super) struct Settings {
    values: BTreeMap<String, Raw>,
    /// The row that holds them.
    pub row: u32,
}

impl Settings {
    pub fn read(grid: &Grid, findings: &mut Findings) -> Self {
        let mut settings = Self::default();
        let Some(row) = grid.rows.first() else { return settings };
        settings.row = row.number;
        for cell in &row.cells {
            let heading = &grid.headings[cell.heading];
            let name = heading.words[0].clone();
            if !SETTINGS.known.contains(&name.as_str()) {
                let place = findings::sheet(grid.sheet).row(1).column(&heading.header);
                let mut problem = findings.warning(place, Message::ColumnUnknown { column: heading.header.clone() });
                problem.near(Known::Column, &snake_case(&heading.header), SETTINGS.spellings());
            }
            // `form_id` wins over the older `id_string`.
            if heading.header == "id_string" && settings.values.contains_key(&name) {
                continue;
            }
            settings.values.insert(name, Raw { text: cell.text.clone(), column: Some(cell.heading) });
        }
        if let Some(name) = settings.get("name").filter(|name| !is_name(name)) {
            let place = findings::sheet(grid.sheet).row(row.number).column("name");
            findings.error(place, Message::NameInvalid { name: name.to_owned() });
        }
        if settings.is_yes("omit_instanceid") && settings.get("public_key").is_some() {
            findings.error(findings::sheet(grid.sheet).row(row.number), Message::InstanceIdNeeded);
        } else if settings.get("public_key").is_some() {
            findings.warning(findings::sheet(grid.sheet).row(row.number), Message::EncryptionUnsupported);
        }
        settings
    }

    pub fn raw(&self, name: &str) -> Option<&Raw> {
        self.values.get(name)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.raw(name).map(|raw| raw.text.as_str())
    }

    /// Sets what the survey sheet says about the form.
    pub fn set(&mut self, name: &str, text: &str) {
        self.values.insert(name.to_owned(), Raw::added(text));
    }

    pub fn is_yes(&self, name: &str) -> bool {
        self.get(name).is_some_and(is_yes)
    }
}

/// The spellings of yes.
pub(super) fn is_yes(text: &str) -> bool {
    matches!(text, "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()")
}

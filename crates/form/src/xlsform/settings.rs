//! The settings sheet: one row of texts by column.
//!
//! Start at [`Settings::read`].

use std::collections::BTreeMap;

use record::Listing;

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
            if !takes_parts(&heading.words) {
                grid.refuse(cell.heading, |other| other.number == row.number, findings);
                continue;
            }
            if !SETTINGS.known.contains(&name.as_str()) {
                let place = findings::sheet(grid.sheet).row(1).column(&heading.header);
                let mut problem = findings.warning(place, Message::ColumnUnknown { column: heading.header.clone() });
                problem.near(Known::Column, &snake_case(&heading.header), SETTINGS.spellings());
            }
            // `form_id` wins over the older `id_string`, wherever it stands.
            if heading.header == "id_string" && grid.headings.iter().any(|other| other.header == "form_id") {
                continue;
            }
            let is_listing = heading.words.get(1).is_some_and(|word| word.starts_with(Listing::PREFIX));
            if UNUSED.contains(&name.as_str()) && !is_listing {
                let place = grid.place(row.number, cell.heading);
                findings.warning(place, Message::SettingUnused { name: heading.header.clone() });
            }
            settings
                .values
                .insert(heading.words.join("::"), Raw { text: cell.text.clone(), column: Some(cell.heading) });
        }
        if let Some(name) = settings.get("name").filter(|name| !is_name(name)) {
            let place = findings::sheet(grid.sheet).row(row.number).column("name");
            findings.error(place, Message::NameInvalid { name: name.to_owned() });
        }
        if settings.is_yes("omit_instanceID") && settings.get("public_key").is_some() {
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

    /// What no field of the definition holds, by name.
    pub fn rest(&self) -> BTreeMap<String, String> {
        const HELD: &[&str] = &["id_string", "version", "title", "instance_name", "default_language", "style"];
        let rest = self.values.iter().filter(|(name, _)| !HELD.contains(&name.as_str()));
        rest.map(|(name, raw)| (name.clone(), raw.text.clone())).collect()
    }

    /// Sets what the survey sheet says about the form.
    pub fn set(&mut self, name: &str, text: &str) {
        self.values.insert(name.to_owned(), Raw::added(text));
    }

    pub fn is_yes(&self, name: &str) -> bool {
        self.get(name).is_some_and(is_yes)
    }
}

/// Settings of the field's servers and text messages, which nothing here asks for. They are kept with the form.
const UNUSED: &[&str] = &[
    "add_none_option",
    "attribute",
    "auto_delete",
    "auto_send",
    "client_editable",
    "delimiter",
    "flat",
    "instance_xmlns",
    "prefix",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_keyword",
    "sms_response",
    "sms_separator",
    "submission_url",
];

/// Whether something here asks for a setting.
pub(super) fn is_used(name: &str) -> bool {
    !UNUSED.contains(&name) && name != "public_key"
}

/// Whether a heading has as many parts as its setting takes: `attribute::xyz:a` has two, others have one. Words that the
/// field's converter keeps for itself are refused, as it fails on them.
fn takes_parts(words: &[String]) -> bool {
    match words {
        [only] => !matches!(
            only.as_str(),
            "attribute" | "bind" | "children" | "control" | "entity_version" | "instance" | "type" | "_translations"
        ),
        [first, ..] => {
            let divided = ["attribute", "allow_choice_duplicates", "default_language", "flat", "instance_id"];
            let first = first.as_str();
            let refused = ["children", "choices", "entity_version", "media", "type", "_translations"];
            let known = SETTINGS.known.contains(&first) && !divided.contains(&first) && !first.starts_with("sms_");
            !known && !refused.contains(&first)
        }
        [] => true,
    }
}

/// The spellings of no.
pub(super) fn is_no(text: &str) -> bool {
    matches!(text, "no" | "No" | "NO" | "false" | "False" | "FALSE" | "false()")
}

/// The spellings of yes.
pub(super) fn is_yes(text: &str) -> bool {
    matches!(text, "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "true()")
}

//! What the compiler knows by name: the tables that it reads workbooks by, for whoever documents them.
//!
//! Each function gives the names of the very table that is looked at, so that a list made from them cannot say otherwise.

use crate::xlsform::columns::{CHOICES, Columns, ENTITIES, OWN_BINDS, SETTINGS, SURVEY};
use crate::xlsform::types::RowType;
use crate::xlsform::{appearances as looks, parameters as asked, settings as said, sheets};

/// The sheets of a workbook.
pub fn sheets() -> impl Iterator<Item = &'static str> {
    sheets::NAMES.iter().copied()
}

/// Every spelling of a question type, the proper one of a kind first. A select's is followed by its list.
pub fn types() -> impl Iterator<Item = &'static str> {
    RowType::known()
}

/// The columns of a sheet in every spelling, other than those in parts, except for binds of ours. None for a sheet that has no
/// table.
pub fn columns(sheet: &str) -> impl Iterator<Item = &'static str> {
    let table: Option<&'static Columns> = match sheet {
        "survey" => Some(&SURVEY),
        "choices" | "external_choices" | "osm" => Some(&CHOICES),
        "settings" => Some(&SETTINGS),
        "entities" => Some(&ENTITIES),
        _ => None,
    };
    let own = if sheet == "survey" { OWN_BINDS } else { &[] };
    table.into_iter().flat_map(Columns::spellings).chain(own.iter().copied())
}

/// Settings by name, and whether something here asks for them; the others are kept with the form.
pub fn settings() -> impl Iterator<Item = (&'static str, bool)> {
    SETTINGS.known.iter().map(|&name| (name, said::is_used(name)))
}

/// The types that take parameters, each with their names.
pub fn parameters() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    asked::ACCEPTED.iter().flat_map(|&(kinds, names)| kinds.iter().map(move |&kind| (kind, names)))
}

/// Words of the appearance column, and whether they change how a question is drawn here. A `*` stands for anything.
pub fn appearances() -> impl Iterator<Item = (&'static str, bool)> {
    looks::KNOWN.iter().map(|appearance| (appearance.word, appearance.shown))
}

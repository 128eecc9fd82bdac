//! What lists, columns and cells read as.

use ledger::{Column, EntityKey, STAFF_CODE, STAFF_FROM};
use yew::prelude::*;

use super::super::today::minute;
use crate::route::Route;
use crate::state::desk::{ENTERPRISES, Words};
use crate::t;
pub use crate::text::figures::figure;
use crate::text::{Key, Text};
use crate::worker::desk::lists::{EntityName, Named};

/// Lists that the shipped forms make, in the order in which one looks for them.
const KNOWN: [(&str, Key); 3] =
    [(ENTERPRISES, Key::ListEnterprises), ("visits", Key::EnterpriseVisits), ("needs", Key::EnterpriseNeeds)];

/// Where a list stands among the others.
pub fn place(list: &str) -> usize {
    KNOWN.iter().position(|(known, _)| *known == list).unwrap_or(KNOWN.len())
}

/// What a list is called: as the program knows it, by the form that begins its entities, or by its own name.
pub fn list(list: &str, words: &Words, text: &Text) -> AttrValue {
    match KNOWN.iter().find(|(known, _)| *known == list) {
        Some((_, key)) => text.get(*key),
        None => words.list(list).unwrap_or(list).to_owned().into(),
    }
}

/// What stands above a column.
pub fn column(list: &str, column: &Column, words: &Words, text: &Text) -> AttrValue {
    match column {
        Column::Label => t!(text, ColumnName),
        Column::Version => t!(text, ColumnVersion),
        Column::Conflicts => t!(text, ColumnConflicts),
        Column::UpdatedAt => t!(text, ColumnUpdatedAt),
        Column::UpdatedBy => t!(text, ColumnUpdatedBy),
        Column::LastVisit => t!(text, LedgerLastVisit),
        Column::OpenNeeds => t!(text, LedgerOpenNeeds),
        Column::Property(name) => property(list, name, words, text),
    }
}

/// What a property is called: by a form, or by the desk, which says some itself.
pub fn property(list: &str, name: &str, words: &Words, text: &Text) -> AttrValue {
    match (words.property(list, name), name) {
        (called, _) if called != name => called.to_owned().into(),
        (_, STAFF_CODE) => t!(text, ResponsibleOf),
        (_, STAFF_FROM) => t!(text, ResponsibleSince),
        _ => name.to_owned().into(),
    }
}

/// What stands in a cell.
pub fn cell(list: &str, column: &Column, value: &str, words: &Words, text: &Text) -> String {
    match column {
        Column::LastVisit if value.is_empty() => "—".to_owned(),
        Column::OpenNeeds if value.is_empty() => "0".to_owned(),
        Column::UpdatedAt => minute(value),
        Column::Property(name) if words.unit(list, name).is_some() => figure(value),
        Column::Property(name) => words.value(list, name, value, &t!(text, ListSeparator)),
        _ => value.to_owned(),
    }
}

/// The entities that a value names, if it is nothing but their ids.
pub fn names<'a>(value: &str, named: &'a Named) -> Option<Vec<&'a EntityName>> {
    if let Some(name) = named.get(value) {
        return Some(vec![name]);
    }
    let names: Vec<&EntityName> = value.split_whitespace().map(|id| named.get(id)).collect::<Option<_>>()?;
    (!names.is_empty()).then_some(names)
}

/// What entities are called, each with the way to its page.
pub fn links(names: &[&EntityName], text: &Text) -> Html {
    let link = |(place, name): (usize, &&EntityName)| {
        let EntityKey { list, entity } = &name.key;
        let href = Route::Enterprise { list: list.to_string(), entity: entity.to_string() }.href();
        html! {
            <>
                if place > 0 { { t!(text, ListSeparator) } }
                <a {href} data-action="open-named" data-named={entity.to_string()}>{ &name.title }</a>
            </>
        }
    };
    names.iter().enumerate().map(link).collect()
}

/// Whether a column holds figures, which stand at its end.
pub fn is_figure(list: &str, column: &Column, words: &Words) -> bool {
    match column {
        Column::Version | Column::Conflicts | Column::UpdatedAt | Column::LastVisit | Column::OpenNeeds => true,
        Column::Property(name) => words.unit(list, name).is_some(),
        Column::Label | Column::UpdatedBy => false,
    }
}

/// Whether a column holds credit codes, which are read whole or not at all.
pub fn is_code(column: &Column) -> bool {
    matches!(column, Column::Property(name) if name == "uscc")
}

/// A sum in 万元 from 10,000 on, as it is said: 亿元, two decimals at most. `None`: it is smaller, or no such sum.
pub fn hundred_millions(value: &str) -> Option<String> {
    const WAN_IN_YI: f64 = 10_000.0;
    let wan: f64 = value.parse().ok().filter(|wan: &f64| wan.is_finite() && wan.abs() >= WAN_IN_YI)?;
    let yi = format!("{:.2}", wan / WAN_IN_YI);
    Some(figure(yi.trim_end_matches('0').trim_end_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_sums_are_said_in_hundred_millions_too() {
        assert_eq!(hundred_millions("35000000").as_deref(), Some("3,500"));
        assert_eq!(hundred_millions("12345.67").as_deref(), Some("1.23"));
        assert_eq!(hundred_millions("9999.99"), None);
        assert_eq!(hundred_millions("many"), None);
    }
}

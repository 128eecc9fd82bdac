//! Choice lists as tables, in the shape of a form's sheet `choices`, which other programs of the field take as it is.

use std::collections::BTreeSet;

use ::form::Package;
use ::form::definition::{ChoiceList, FormDefinition, Part, Text};
use sheet::Table;

use crate::words::{language_of, plain};

/// The lists of a form: `list_name`, `name`, a label for each language, what further columns they have, and media.
pub fn choices(form: &FormDefinition) -> Table {
    let translated = |column: &str, language: usize| match form.languages.get(language) {
        // What a workbook says in no language, beside what it says in some.
        Some(name) if name != "default" => format!("{column}::{name}"),
        _ => column.to_owned(),
    };
    let languages = form.languages.len().max(1);
    let mut columns: Vec<String> = vec!["list_name".to_owned(), "name".to_owned()];
    columns.extend((0..languages).map(|language| translated("label", language)));
    for name in form.lists.iter().flat_map(|list| &list.columns) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let media = |list: &ChoiceList, row: u32| -> Vec<(String, String)> {
        let files = list.media(row).iter().flat_map(|media| {
            let files = media.files.iter().enumerate();
            files.filter_map(|(language, file)| {
                Some((translated(&format!("media::{}", media.kind), language), file.clone()?))
            })
        });
        files.collect()
    };
    let rows = || form.lists.iter().flat_map(|list| (0..list.len()).map(move |row| (list, row)));
    let mut shown: BTreeSet<String> = BTreeSet::new();
    rows().for_each(|(list, row)| shown.extend(media(list, row).into_iter().map(|(column, _)| column)));
    columns.extend(shown);
    let cells = |(list, row): (&ChoiceList, u32)| {
        let mut cells = vec![String::new(); columns.len()];
        let mut put = |column: &str, text: String| {
            if let Some(cell) = columns.iter().position(|name| name == column).and_then(|place| cells.get_mut(place)) {
                *cell = text;
            }
        };
        put("list_name", list.name.clone());
        put("name", list.name(row).to_owned());
        for language in 0..languages {
            let label = list.label(row).map(|label| written(&label, language)).unwrap_or_default();
            put(&translated("label", language), label);
        }
        for (place, name) in list.columns.iter().enumerate() {
            put(name, list.column(row, place).unwrap_or_default().to_owned());
        }
        for (column, file) in media(list, row) {
            put(&column, file);
        }
        cells
    };
    Table::new(columns.clone(), rows().map(cells))
}

/// The choices that the versions of a form have: the list, what is stored, and what it is called.
pub fn listed(versions: &[&Package], language: &str) -> Vec<[String; 3]> {
    let mut listed = Vec::new();
    for package in versions {
        let form = &package.definition;
        let language = language_of(form, language);
        for list in &form.lists {
            let called = |row| list.label(row).and_then(|label| plain(&label, language)).unwrap_or_default();
            listed.extend((0..list.len()).map(|row| [list.name.clone(), list.name(row).to_owned(), called(row)]));
        }
    }
    listed
}

/// A label as its author wrote it, in a language alone. A value in it is left out: it is another form's.
fn written(label: &Text, language: usize) -> String {
    let template = label.0.get(language).and_then(Option::as_ref);
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Output(_) => String::new(),
    };
    template.map(|template| template.0.iter().map(part).collect()).unwrap_or_default()
}

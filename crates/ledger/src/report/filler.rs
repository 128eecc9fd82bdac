//! Somebody else's table, filled with a list: which of its columns is which property, and what stands in each cell.
//!
//! Columns are guessed, corrected and remembered as for tables that come in (`intake`), with properties in the place of
//! questions; what a cell shows is what a report's does. Start at [`Filler::open`], then [`Filler::row`].
//!
//! Not here: writing into the workbook (`sheet::fill_xlsx`), which entities there are (the desk).

use std::collections::BTreeMap;

use ::form::Package;
use ::form::definition::DataType;
use serde_json::Value;
use sheet::What;

use super::list::{Property, properties};
use super::{About, Caption, Captions, ChoicesAs, Order, Titles};
use crate::EntityState;
use crate::intake::{self, Asked, Grid, Header, Heading, Mapping, Opened, Remembered, Target, Units, Words};

/// All that a list can put into a table.
pub struct Filler {
    list: String,
    about: About,
    sources: Vec<Source>,
    asked: Vec<Asked>,
    properties: Vec<Property>,
}

/// Where the text of a column comes from.
#[derive(Clone, Copy)]
enum Source {
    /// A property, and which of its columns.
    Property(usize, usize),
    Title,
    /// A running number.
    Counter,
    UpdatedAt,
}

/// What the columns of an entity's own are called where mappings are remembered. No property begins so.
const TITLE: &str = "__label";
const COUNTER: &str = "__counter";
const UPDATED_AT: &str = "__updatedAt";

impl Filler {
    /// `known` are the properties that the list's entities have, `forms` all that may save to it. Choices are told by their
    /// labels.
    pub fn new<'a>(
        list: &str,
        known: impl IntoIterator<Item = &'a str>,
        forms: &[&Package],
        order: Order,
        captions: Captions,
        titles: Titles,
        words: &Words,
    ) -> Self {
        let about = About { order: Order { choices: ChoicesAs::Labels, ..order }, captions, titles };
        let properties = properties(list, known, forms, &about);
        let (mut sources, mut asked) = (Vec::new(), Vec::new());
        for (place, property) in properties.iter().enumerate() {
            let spoken = spoken(list, &property.name, forms, words);
            for (part, column) in property.columns.iter().enumerate() {
                let spoken = if property.columns.len() == 1 { spoken.clone() } else { Vec::new() };
                asked.push(one(&column.name, &column.title, spoken, property.data_type));
                sources.push(Source::Property(place, part));
            }
        }
        for (source, name, caption) in [
            (Source::Title, TITLE, Caption::Name),
            (Source::Counter, COUNTER, Caption::Position),
            (Source::UpdatedAt, UPDATED_AT, Caption::UpdatedAt),
        ] {
            let spoken = if name == COUNTER { vec![intake::COUNTER.to_owned()] } else { Vec::new() };
            asked.push(one(name, about.caption(caption), spoken, DataType::Text));
            sources.push(source);
        }
        Self { list: list.to_owned(), about, sources, asked, properties }
    }

    /// Finds the headings of a table and guesses its columns; `before` is what people said of tables like it. `None`: there is
    /// nothing in it.
    pub fn open(&self, grid: &Grid, words: &Words, before: &[Remembered]) -> Option<Opened> {
        let mut opened = intake::opened(grid, self.asked.clone(), &self.list, words, before)?;
        // What stands below the headings are totals and signatures, and nothing is answered beside the columns.
        opened.header.columns.iter_mut().for_each(|heading| heading.samples.clear());
        opened.guess.constants.clear();
        Some(opened)
    }

    /// The columns of running numbers, mapped or not: what stands in them says nothing of a row.
    pub fn counters(header: &Header) -> Vec<u16> {
        let is_counter = |heading: &&Heading| intake::is_counter(&heading.text());
        header.columns.iter().filter(is_counter).map(|heading| heading.column).collect()
    }

    /// The columns that are written to.
    pub fn columns(&self, mapping: &Mapping) -> Vec<u16> {
        mapping.columns.keys().copied().filter(|column| mapping.question(*column).is_some()).collect()
    }

    /// What an entity puts into its row, which is the `number`th from 1.
    pub fn row<'a>(&'a self, mapping: &Mapping, state: &'a EntityState, number: u32) -> Vec<(u16, What<'static>)> {
        let mut values: BTreeMap<usize, Value> = BTreeMap::new();
        let mut cells = Vec::new();
        for (column, target) in &mapping.columns {
            let Target::Question { path, units } = target else { continue };
            let Some(place) = self.asked.iter().position(|asked| asked.path == *path) else { continue };
            let what = match self.sources.get(place) {
                Some(Source::Property(property, part)) => {
                    let Some(own) = self.properties.get(*property) else { continue };
                    let value = values.entry(*property).or_insert_with(|| own.value(state, &self.about));
                    own.columns.get(*part).map_or(What::Blank, |column| owned(column.cell(value, &self.about)))
                }
                Some(Source::Title) => What::Text(state.title().to_owned().into()),
                Some(Source::Counter) => What::Number(f64::from(number)),
                Some(Source::UpdatedAt) => {
                    let updated = state.updated.as_ref();
                    updated.map_or(What::Blank, |origin| What::Date(self.about.time(origin.finalized_at).into()))
                }
                None => continue,
            };
            cells.push((*column, in_units(what, *units)));
        }
        cells
    }
}

fn one(name: &str, title: &str, mut spoken: Vec<String>, data_type: DataType) -> Asked {
    spoken.insert(0, title.to_owned());
    Asked {
        properties: Vec::new(),
        path: name.to_owned(),
        name: name.to_owned(),
        label: title.to_owned(),
        spoken,
        group: String::new(),
        hint: String::new(),
        data_type,
        is_free_text: false,
        required: false,
        choices: Vec::new(),
    }
}

/// What a property may be called: what its questions are in any language, and what people call those besides.
fn spoken(list: &str, property: &str, forms: &[&Package], words: &Words) -> Vec<String> {
    let mut spoken: Vec<String> = words.headings(property).map(str::to_owned).collect();
    for package in forms {
        let form = &package.definition;
        for node in &form.nodes {
            let is_its = |save_to: &::form::definition::SaveTo| {
                save_to.property == property
                    && form.entities.get(save_to.entity).is_some_and(|entity| entity.list == list)
            };
            if !node.save_to.as_ref().is_some_and(is_its) {
                continue;
            }
            for language in 0..form.languages.len().max(1) {
                spoken.extend(node.label.as_ref().and_then(|label| crate::words::plain(label, language)));
            }
            spoken.extend(words.headings(&node.name).map(str::to_owned));
        }
    }
    spoken
}

/// A figure in the unit of the column: 万元 in a column of 元.
fn in_units(what: What<'static>, units: Units) -> What<'static> {
    match (what, units.shift()) {
        (What::Number(number), Some(shift)) => {
            let shifted = intake::shifted(&number.to_string(), -i32::from(shift));
            What::Number(shifted.and_then(|text| text.parse().ok()).unwrap_or(number))
        }
        (what, _) => what,
    }
}

fn owned(what: What<'_>) -> What<'static> {
    match what {
        What::Blank => What::Blank,
        What::Text(text) => What::Text(text.into_owned().into()),
        What::Code(text) => What::Code(text.into_owned().into()),
        What::Number(number) => What::Number(number),
        What::Bool(value) => What::Bool(value),
        What::Date(text) => What::Date(text.into_owned().into()),
    }
}

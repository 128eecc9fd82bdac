//! The table of an entity list: one row for each entity, its properties in the order in which forms ask for them.

use std::collections::BTreeSet;

use ::form::Package;
use ::form::definition::DataType;
use serde_json::{Map, Value};
use sheet::{What, WriteError};

use super::column::{Asked, Column, Shared, Shows, columns, tell_apart};
use super::out::{Out, TableKey};
use super::{About, Caption, ChoicesAs, Class, Field};
use crate::EntityState;
use crate::enterprise::SUBJECT;
use crate::{STAFF_CODE, STAFF_FROM};

pub struct ListTable {
    key: TableKey,
    pub class: Class,
    properties: Vec<Property>,
    /// What every entity has, before its properties and behind them.
    before: Vec<Column>,
    after: Vec<Column>,
}

/// A property with its columns, whose first says of which type its text is.
pub struct Property {
    pub name: String,
    pub data_type: DataType,
    pub columns: Vec<Column>,
}

/// All properties of a list: those that forms save to in the forms' order, then those that entities have besides.
pub fn properties<'a>(
    list: &str,
    known: impl IntoIterator<Item = &'a str>,
    forms: &[&Package],
    about: &About,
) -> Vec<Property> {
    let mut properties = asked_for(list, forms, about);
    let mut named: BTreeSet<String> = properties.iter().map(|property| property.name.clone()).collect();
    for name in known {
        if named.insert(name.to_owned()) {
            let title = match name {
                STAFF_CODE => about.caption(Caption::Responsible),
                STAFF_FROM => about.caption(Caption::ResponsibleSince),
                _ => name,
            };
            let column = Column {
                title: title.to_owned(),
                shows: Shows::Value(DataType::Text),
                ..Column::own(about, Caption::Name, name)
            };
            properties.push(Property { name: name.to_owned(), data_type: DataType::Text, columns: vec![column] });
        }
    }
    properties
}

impl ListTable {
    pub fn new<'a>(
        list: &str,
        title: &str,
        known: impl IntoIterator<Item = &'a str>,
        forms: &[&Package],
        about: &About,
        out: &mut Out,
    ) -> Result<Self, WriteError> {
        let mut properties = properties(list, known, forms, about);
        let own = |(caption, name): (Caption, &str)| Column::own(about, caption, name);
        let before: Vec<Column> = [(Caption::Name, "label")].map(own).into();
        let after: Vec<Column> = [
            (Caption::Entity, "name"),
            (Caption::Version, "__version"),
            (Caption::CreatedAt, "__createdAt"),
            (Caption::UpdatedAt, "__updatedAt"),
            (Caption::UpdatedBy, "__updatedBy"),
            (Caption::Conflicts, "__conflicts"),
        ]
        .map(own)
        .into();
        let mut all: Vec<Column> = before.clone();
        all.extend(properties.iter().flat_map(|property| property.columns.clone()));
        all.extend(after.clone());
        tell_apart(&mut all);
        let key = out.table(title, all.iter().map(Column::head).collect())?;
        let class = Class::of_list(list, properties.iter().map(|property| property.name.as_str()));
        out.head(key, &about.captions.classed(class));
        let mut told = all.into_iter().skip(before.len());
        for property in &mut properties {
            property.columns.iter_mut().zip(&mut told).for_each(|(column, told)| *column = told);
        }
        Ok(Self { key, class, properties, before, after })
    }

    /// Adds to the sheet of fields.
    pub fn describe(&self, fields: &mut Vec<Field>) {
        fields.extend(self.columns().map(|column| column.field(self.key)));
    }

    pub fn entity(&self, state: &EntityState, about: &About, out: &mut Out) -> Result<(), WriteError> {
        if out.is_lines() {
            return out.line(&line(state).to_string());
        }
        let values: Vec<Value> = self.properties.iter().map(|property| property.value(state, about)).collect();
        let mut cells = vec![What::Text(state.title().into())];
        for (property, value) in self.properties.iter().zip(&values) {
            cells.extend(property.columns.iter().map(|column| column.cell(value, about)));
        }
        let time = |origin: Option<&crate::Origin>| {
            origin.map_or(What::Blank, |origin| What::Date(about.time(origin.finalized_at).into()))
        };
        let by = state.updated.as_ref().map(|origin| origin.officer.as_str()).unwrap_or_default();
        cells.extend([
            What::Code(state.id.as_str().into()),
            What::Number(f64::from(state.version)),
            time(state.created.as_ref()),
            time(state.updated.as_ref()),
            What::Code(by.into()),
            What::Number(state.conflicts.len() as f64),
        ]);
        if out.is_map() {
            let place = values.iter().find(|value| value["coordinates"].is_array());
            out.feature(state.id.as_str(), place, self.columns(), cells);
            return Ok(());
        }
        out.row(self.key, cells)
    }

    fn columns(&self) -> impl Iterator<Item = &Column> {
        let own = self.properties.iter().flat_map(|property| &property.columns);
        self.before.iter().chain(own).chain(&self.after)
    }
}

impl Property {
    /// Its text as a record would hold it.
    pub fn value(&self, state: &EntityState, about: &About) -> Value {
        match state.text(&self.name) {
            "" => Value::Null,
            text => ::form::recorded(self.data_type, text, about.order.offset_minutes),
        }
    }
}

/// An entity as a line of its own.
fn line(state: &EntityState) -> Value {
    let properties = state.properties.iter().map(|(name, property)| (name.clone(), property.value.clone().into()));
    let updated = state.updated.as_ref();
    serde_json::json!({
        "list": state.list.as_str(),
        "id": state.id.as_str(),
        "label": state.title(),
        "version": state.version,
        "properties": properties.collect::<Map<String, Value>>(),
        "createdAt": state.created.as_ref().map(|origin| origin.finalized_at.to_string()),
        "updatedAt": updated.map(|origin| origin.finalized_at.to_string()),
        "updatedBy": updated.map(|origin| origin.officer.as_str()),
        "conflicts": state.conflicts.iter().map(|conflict| conflict.property.as_str()).collect::<Vec<_>>(),
    })
}

/// The properties that forms save to, in the order of those forms, each with the questions that ask for it.
pub fn questions<'a>(list: &str, forms: &[&'a Package]) -> Vec<(String, Vec<Asked<'a>>)> {
    let mut asked: Vec<(String, Vec<Asked<'a>>)> = Vec::new();
    for &package in forms {
        for node in &package.definition.nodes {
            let Some(save_to) = &node.save_to else { continue };
            if package.definition.entities.get(save_to.entity).is_none_or(|entity| entity.list != list) {
                continue;
            }
            let question = Asked { node, package };
            match asked.iter_mut().find(|(property, _)| *property == save_to.property) {
                // What several forms ask for is called what the first of them calls it, and is what a select says it is.
                Some((_, known)) if question.choices().is_some() && known.iter().all(|one| one.choices().is_none()) => {
                    known.insert(0, question);
                }
                Some((_, known)) => known.push(question),
                None => asked.push((save_to.property.clone(), vec![question])),
            }
        }
    }
    asked
}

fn asked_for(list: &str, forms: &[&Package], about: &About) -> Vec<Property> {
    let asked = questions(list, forms);
    let mut shared = Shared::default();
    let property = |(name, asked): (String, Vec<Asked<'_>>)| {
        let data_type = asked.first().map_or(DataType::Text, Asked::data_type);
        let mut columns = columns(&asked, &name, &[], about, &mut shared);
        if name == SUBJECT {
            columns = subject(columns, about);
        }
        Property { name, data_type, columns }
    };
    asked.into_iter().map(property).collect()
}

/// Whom a visit or a need is about is an entity's id, and nobody knows it by that: its name stands before it.
fn subject(columns: Vec<Column>, about: &About) -> Vec<Column> {
    let names: std::collections::BTreeMap<String, String> =
        about.titles.values().flat_map(|titles| titles.iter()).map(|(id, title)| (id.clone(), title.clone())).collect();
    if about.order.choices == ChoicesAs::Codes || names.is_empty() {
        return columns;
    }
    let names = std::rc::Rc::new(names);
    let named = columns.first().map(|column| Column {
        title: format!("{}（{}）", column.title, about.caption(Caption::Name)),
        name: format!("{}.label", column.name),
        shows: Shows::Label(names),
        ..column.clone()
    });
    named.into_iter().chain(columns).collect()
}

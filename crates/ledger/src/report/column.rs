//! One column of a table: what it is called, and what it shows of a value of a record.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ::form::Package;
use ::form::definition::{ChoiceSource, Choices, Control, DataType, DefId, NodeDef, NodeKind};
use record::Timestamp;
use serde_json::Value;
use sheet::{HeadColumn, What};

use super::{About, Caption, ChoicesAs, Field, TableKey};
use crate::words::{choices_of, language_of, plain};

/// What choices are called, by what is stored for them.
pub type Names = Rc<BTreeMap<String, String>>;

/// So many choices of one question have columns of their own, where that is asked for.
const MOST_SPLIT: usize = 60;
/// What a spreadsheet program keeps of a number: more digits than that are a code.
const MOST_DIGITS: f64 = 1e15;

#[derive(Clone)]
pub struct Column {
    pub title: String,
    /// For programs: the path of the question, the property.
    pub name: String,
    /// What leads from a row's object to the value.
    pub steps: Vec<String>,
    pub shows: Shows,
    pub kind: &'static str,
    pub hint: String,
    /// The name of its list.
    pub list: String,
}

#[derive(Clone)]
pub enum Shows {
    Value(DataType),
    /// The label of a choice, or the labels of several.
    Label(Names),
    Code,
    /// Whether this choice is among them.
    IsChosen(String),
    /// A number of a point, by its place in the coordinates of GeoJSON.
    Coordinate(usize),
    Accuracy,
}

/// A question as one or several versions of its form, or several forms, have it.
pub struct Asked<'a> {
    pub node: &'a NodeDef,
    pub package: &'a Package,
}

impl Asked<'_> {
    pub fn data_type(&self) -> DataType {
        match &self.node.kind {
            NodeKind::Question { data_type, .. } => *data_type,
            NodeKind::Group | NodeKind::Repeat { .. } => DataType::Text,
        }
    }

    pub fn choices(&self) -> Option<&Choices> {
        match &self.node.kind {
            NodeKind::Question { control: Control::Select { choices }, .. } => Some(choices),
            _ => None,
        }
    }

    pub fn title(&self, language: &str) -> String {
        let index = language_of(&self.package.definition, language);
        let label = self.node.label.as_ref().and_then(|label| plain(label, index)).unwrap_or_default();
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() { self.node.name.clone() } else { label }
    }

    fn hint(&self, language: &str) -> String {
        let index = language_of(&self.package.definition, language);
        self.node.hint.as_ref().and_then(|hint| plain(hint, index)).unwrap_or_default()
    }

    fn names(&self, about: &About) -> BTreeMap<String, String> {
        let definition = &self.package.definition;
        let Some(choices) = self.choices() else { return BTreeMap::new() };
        let language = language_of(definition, &about.order.language);
        let names: BTreeMap<String, String> =
            choices_of(definition, &self.package.files, choices, language).into_iter().collect();
        match (&names, self.entity_list().and_then(|list| about.titles(list))) {
            (names, Some(titles)) if names.is_empty() => titles.as_ref().clone(),
            _ => names,
        }
    }

    /// What can be chosen, by what is stored for it, where one thing is chosen and the form has all that there is: nothing of it was
    /// typed by who filled one.
    pub fn closed(&self, lists: &BTreeSet<&str>, language: &str) -> Option<BTreeMap<String, String>> {
        let choices = self.choices().filter(|_| self.data_type() == DataType::SelectOne)?;
        if self.entity_list().is_some_and(|list| lists.contains(list)) {
            return None;
        }
        let definition = &self.package.definition;
        let language = language_of(definition, language);
        Some(choices_of(definition, &self.package.files, choices, language).into_iter().collect())
    }

    /// The list of entities that it chooses from, or would, if it is one.
    fn entity_list(&self) -> Option<&str> {
        let ChoiceSource::External(external) = self.choices()?.source else { return None };
        self.package.definition.externals.get(external).map(|external| external.instance.as_str())
    }

    fn list(&self) -> String {
        let definition = &self.package.definition;
        match self.choices().map(|choices| &choices.source) {
            Some(ChoiceSource::List(list)) => definition.lists.get(*list).map(|list| list.name.clone()),
            Some(ChoiceSource::External(external)) => {
                definition.externals.get(*external).map(|external| external.file.clone())
            }
            Some(ChoiceSource::Repeat(_)) | None => None,
        }
        .unwrap_or_default()
    }
}

/// Names that questions share, so that a list of fifty thousand stands once.
#[derive(Default)]
pub struct Shared(BTreeMap<String, Names>);

impl Shared {
    fn names(&mut self, asked: &[Asked<'_>], about: &About) -> Names {
        // One that is a whole list of entities is there already.
        if let [only] = asked
            && let Some(titles) = only.entity_list().and_then(|list| about.titles(list))
        {
            return titles;
        }
        let key: Vec<String> = asked
            .iter()
            .map(|asked| {
                let Some(Choices { source, value_ref, label_ref, .. }) = asked.choices() else { return String::new() };
                // Word by word: a release prints nothing for debugging.
                let source = match source {
                    ChoiceSource::List(list) => format!("list {list}"),
                    ChoiceSource::External(external) => format!("external {external}"),
                    ChoiceSource::Repeat(DefId(question)) => format!("repeat {question}"),
                };
                format!("{} {source} {value_ref} {label_ref}", asked.package.definition.version)
            })
            .collect();
        let make = || {
            let mut names = BTreeMap::new();
            for asked in asked {
                asked.names(about).into_iter().for_each(|(name, label)| {
                    names.entry(name).or_insert(label);
                });
            }
            Rc::new(names)
        };
        self.0.entry(key.join("\n")).or_insert_with(make).clone()
    }
}

/// The columns of a question; the newest of those that asked it comes first.
pub fn columns(asked: &[Asked<'_>], name: &str, steps: &[String], about: &About, shared: &mut Shared) -> Vec<Column> {
    let Some(newest) = asked.first() else { return Vec::new() };
    let order = &about.order;
    let data_type = newest.data_type();
    let column = Column {
        title: newest.title(&order.language),
        name: name.to_owned(),
        steps: steps.to_vec(),
        shows: Shows::Value(data_type),
        kind: kind(data_type),
        hint: newest.hint(&order.language),
        list: newest.list(),
    };
    let with = |title: &str, name: &str, shows: Shows| Column {
        title: format!("{}{title}", column.title),
        name: format!("{}{name}", column.name),
        shows,
        ..column.clone()
    };
    match data_type {
        DataType::SelectOne | DataType::SelectMultiple | DataType::Rank => {
            let names = shared.names(asked, about);
            let code = format!("（{}）", about.caption(Caption::Code));
            let mut columns = match order.choices {
                ChoicesAs::Labels => vec![with("", "", Shows::Label(names.clone()))],
                ChoicesAs::Codes => vec![with("", "", Shows::Code)],
                ChoicesAs::Both => {
                    vec![with("", ".label", Shows::Label(names.clone())), with(&code, "", Shows::Code)]
                }
            };
            if order.split && data_type == DataType::SelectMultiple && names.len() <= MOST_SPLIT {
                let chosen = |(choice, label): (&String, &String)| {
                    with(&format!("：{label}"), &format!("/{choice}"), Shows::IsChosen(choice.clone()))
                };
                columns.extend(names.iter().map(chosen));
            }
            columns
        }
        DataType::Geopoint => {
            let part = |caption, name, shows| with(&format!("（{}）", about.caption(caption)), name, shows);
            vec![
                part(Caption::Latitude, ".latitude", Shows::Coordinate(1)),
                part(Caption::Longitude, ".longitude", Shows::Coordinate(0)),
                part(Caption::Altitude, ".altitude", Shows::Coordinate(2)),
                part(Caption::Accuracy, ".accuracy", Shows::Accuracy),
            ]
        }
        _ => vec![column],
    }
}

/// The name of a type, as forms in the field's formats have it.
fn kind(data_type: DataType) -> &'static str {
    match data_type {
        DataType::Text => "text",
        DataType::Integer => "integer",
        DataType::Decimal => "decimal",
        DataType::Date => "date",
        DataType::Time => "time",
        DataType::DateTime => "dateTime",
        DataType::Geopoint => "geopoint",
        DataType::Geotrace => "geotrace",
        DataType::Geoshape => "geoshape",
        DataType::Barcode => "barcode",
        DataType::Binary => "file",
        DataType::SelectOne => "select_one",
        DataType::SelectMultiple => "select_multiple",
        DataType::Rank => "rank",
    }
}

impl Column {
    /// A column that no question has.
    pub fn own(about: &About, caption: Caption, name: &str) -> Self {
        Self {
            title: about.caption(caption).to_owned(),
            name: name.to_owned(),
            steps: Vec::new(),
            shows: Shows::Code,
            kind: "text",
            hint: String::new(),
            list: String::new(),
        }
    }

    pub fn head(&self) -> HeadColumn {
        let width = match (&self.shows, self.kind) {
            (Shows::Coordinate(_) | Shows::Accuracy, _) | (_, "integer" | "decimal" | "date") => 12,
            (_, "dateTime") => 20,
            _ => 16,
        };
        let is_code = matches!(self.shows, Shows::Code | Shows::Value(DataType::Barcode));
        HeadColumn { title: self.title.clone(), width, is_code, offered: None }
    }

    pub fn field(&self, table: TableKey) -> Field {
        Field {
            table,
            title: self.title.clone(),
            name: self.name.clone(),
            kind: self.kind,
            hint: self.hint.clone(),
            choices: self.list.clone(),
        }
    }

    /// What it shows of a value as records hold them.
    pub fn cell<'a>(&'a self, value: &'a Value, about: &About) -> What<'a> {
        let code = value.as_str();
        match (&self.shows, value) {
            (_, Value::Null) => What::Blank,
            (Shows::Label(names), _) => match code {
                Some(code) => labels(names, code),
                None => plainly(value),
            },
            (Shows::Code, _) => code.map_or_else(|| plainly(value), |code| What::Code(code.into())),
            (Shows::IsChosen(choice), _) => {
                let is_chosen = code.is_some_and(|code| code.split_whitespace().any(|one| one == choice));
                What::Number(f64::from(u8::from(is_chosen)))
            }
            (Shows::Coordinate(place), _) => value["coordinates"][*place].as_f64().map_or(What::Blank, What::Number),
            (Shows::Accuracy, _) => value["properties"]["accuracy"].as_f64().map_or(What::Blank, What::Number),
            (Shows::Value(DataType::Date), Value::String(text)) => What::Date(text.into()),
            (Shows::Value(DataType::DateTime), Value::String(text)) => match text.parse::<Timestamp>() {
                Ok(time) => What::Date(about.time(time).into()),
                Err(_) => What::Text(text.into()),
            },
            (Shows::Value(DataType::Barcode), Value::String(text)) => What::Code(text.into()),
            (Shows::Value(_), _) => plainly(value),
        }
    }
}

/// A value as it stands: numbers as numbers while a spreadsheet program keeps all their digits, texts as texts, a line or an
/// area as its GeoJSON.
fn plainly(value: &Value) -> What<'_> {
    match value {
        Value::Null => What::Blank,
        Value::Bool(value) => What::Bool(*value),
        Value::String(text) => What::Text(text.into()),
        Value::Number(number) => match number.as_f64().filter(|number| number.abs() < MOST_DIGITS) {
            Some(number) => What::Number(number),
            None => What::Code(number.to_string().into()),
        },
        Value::Array(_) | Value::Object(_) => What::Text(value.to_string().into()),
    }
}

/// The label of a choice; those of several one after another. What no list has stands for itself.
fn labels<'a>(names: &'a Names, code: &'a str) -> What<'a> {
    let label = |code: &'a str| names.get(code).map_or(code, String::as_str);
    match code.split_whitespace().collect::<Vec<_>>().as_slice() {
        [one] => What::Text(label(one).into()),
        several => What::Text(several.iter().map(|code| label(code)).collect::<Vec<_>>().join("、").into()),
    }
}

/// Gives titles that stand twice the name of their field beside them.
pub fn tell_apart(columns: &mut [Column]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    columns.iter().for_each(|column| *seen.entry(column.title.clone()).or_default() += 1);
    for column in columns {
        if seen.get(&column.title).is_some_and(|times| *times > 1) {
            column.title = format!("{}（{}）", column.title, column.name);
        }
    }
}

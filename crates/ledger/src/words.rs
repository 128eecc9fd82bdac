//! What forms call things: questions, the properties that they save to, choices. In one language, as people read it.
//!
//! Not here: forms themselves (`form`), tables made with these words (`report`).

use std::collections::{BTreeMap, BTreeSet};

use form::FormDefinition;
use form::definition::{ChoiceSource, Choices, Control, DataType, NodeDef, NodeKind, Part, Text};
use form::markup;
use record::Day;
use sheet::Table;
use xpath::{Expr, Origin, Step};

use crate::RuleError;

/// What forms call the properties of entity lists, and their choices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    properties: BTreeMap<(String, String), Word>,
    /// Titles of forms, by their ids.
    forms: BTreeMap<String, String>,
    /// What entity lists are called by the forms that begin their entities.
    lists: BTreeMap<String, String>,
    /// Where those forms stand among others.
    places: BTreeMap<String, String>,
    /// Labels of questions, by their form's id and their path without positions.
    questions: BTreeMap<(String, String), String>,
    /// Choices of single questions that were asked for, by the same.
    answers: BTreeMap<(String, String), Called>,
    /// What entities are called, by their ids.
    entities: BTreeMap<String, String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Word {
    /// Where the form asks for it: properties are shown in that order.
    place: usize,
    label: Option<String>,
    /// The label of the group that it is asked in.
    section: Option<String>,
    /// What a figure counts, as its question has it behind its name.
    unit: Option<String>,
    /// It is a place on the map.
    is_place: bool,
    /// What its question takes. `None`: a calculation alone fills it.
    data_type: Option<DataType>,
    choices: Called,
}

/// The choices of a question, in the order in which its form has them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Called {
    names: Vec<String>,
    labels: BTreeMap<String, String>,
}

impl Called {
    fn insert(&mut self, name: &str, label: String) {
        if self.labels.insert(name.to_owned(), label).is_none() {
            self.names.push(name.to_owned());
        }
    }

    fn read(&self, value: &str, separator: &str) -> String {
        let label = |name| self.labels.get(name).map_or(name, String::as_str);
        value.split_whitespace().map(label).collect::<Vec<_>>().join(separator)
    }

    /// Adds what is not there yet.
    fn fill(&mut self, other: Self) {
        for name in other.names {
            if let Some(label) = other.labels.get(&name).filter(|_| !self.labels.contains_key(&name)) {
                self.insert(&name, label.clone());
            }
        }
    }

    fn listed(&self) -> Vec<(&str, &str)> {
        let label = |name: &String| self.labels.get(name).map(String::as_str);
        self.names.iter().filter_map(|name| Some((name.as_str(), label(name)?))).collect()
    }
}

impl Words {
    /// The properties that forms save to, of each list.
    pub fn known(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (list, property) in self.properties.keys() {
            known.entry(list.clone()).or_default().insert(property.clone());
        }
        known
    }

    /// Adds what a form is called, whether or not more is known of it.
    pub fn learn_title(&mut self, form: &str, title: &str) {
        self.forms.insert(form.to_owned(), title.to_owned());
    }

    /// Adds what a form says, in the language whose code is `language` or else in the form's first.
    pub fn learn(&mut self, form: &FormDefinition, files: &BTreeMap<String, Table>, language: &str) {
        let index = language_of(form, language);
        // An entity is made under a condition, under none, or with an id that was there before: then it is changed.
        let begins = form.entities.iter().filter(|entity| entity.create_if.is_some() || entity.entity_id.is_none());
        for entity in begins {
            self.places.entry(entity.list.clone()).or_insert_with(|| form.listing().place().to_owned());
            self.lists.entry(entity.list.clone()).or_insert_with(|| {
                let listing = form.listing();
                listing.list(&entity.list, language).or(listing.title(language)).unwrap_or(&form.title).to_owned()
            });
        }
        for (place, node) in form.nodes.iter().enumerate() {
            if let Some(label) = node.label.as_ref().and_then(|label| plain(label, index)) {
                self.questions.insert((form.id.clone(), node.path.clone()), label);
            }
            let Some(save_to) = &node.save_to else { continue };
            let Some(entity) = form.entities.get(save_to.entity) else { continue };
            let name = (entity.list.clone(), save_to.property.clone());
            let word = self.properties.entry(name).or_insert_with(|| Word { place, ..Word::default() });
            if word.label.is_none() {
                word.label = node.label.as_ref().and_then(|label| plain(label, index));
                word.section = section(form, node, index);
                word.is_place = is_place(node);
                word.data_type = data_type(node);
                word.unit = word.label.as_deref().filter(|_| is_figure(node)).and_then(unit).map(str::to_owned);
            }
            for choices in asked_with(form, node) {
                for (name, label) in choices_of(form, files, choices, index) {
                    word.choices.insert(&name, label);
                }
            }
        }
    }

    /// Adds what an older version of a form said and no newer one says: what came with it is read by it.
    pub fn learn_older(&mut self, form: &FormDefinition, files: &BTreeMap<String, Table>, language: &str) {
        let mut older = Self::default();
        older.learn(form, files, language);
        for (name, word) in older.properties {
            // What is no question any more stands behind those that are.
            let known = self.properties.entry(name).or_insert_with(|| Word {
                place: word.place.saturating_add(OLDER),
                label: word.label,
                section: word.section,
                unit: word.unit,
                is_place: word.is_place,
                data_type: word.data_type,
                choices: Called::default(),
            });
            known.choices.fill(word.choices);
        }
        for (path, label) in older.questions {
            self.questions.entry(path).or_insert(label);
        }
        for (list, title) in older.lists {
            self.lists.entry(list).or_insert(title);
        }
    }

    /// Adds what an entity is called that values name by its id.
    pub fn learn_entity(&mut self, id: &str, name: &str) {
        self.entities.insert(id.to_owned(), name.to_owned());
    }

    /// Adds the choices of one question, which is to be read as it stands in a record.
    pub fn learn_answers(
        &mut self,
        form: &FormDefinition,
        files: &BTreeMap<String, Table>,
        language: &str,
        path: &str,
    ) {
        let Some(node) = form.nodes.iter().find(|node| node.path == path) else { return };
        let NodeKind::Question { control: Control::Select { choices }, .. } = &node.kind else { return };
        let called = self.answers.entry((form.id.clone(), path.to_owned())).or_default();
        for (name, label) in choices_of(form, files, choices, language_of(form, language)) {
            called.insert(&name, label);
        }
    }

    /// What an answer of a record reads as, where its question or the entities that it names were learned; else the answer itself.
    pub fn answer(&self, form: &str, path: &str, value: &str, separator: &str) -> String {
        if let Some(names) = self.names(value, separator) {
            return names;
        }
        let called = self.answers.get(&(form.to_owned(), path.to_owned()));
        called.map_or_else(|| value.to_owned(), |called| called.read(value, separator))
    }

    /// The choices of a learned question with their labels, in the order of the form.
    pub fn answers(&self, form: &str, path: &str) -> Vec<(&str, &str)> {
        self.answers.get(&(form.to_owned(), path.to_owned())).map(Called::listed).unwrap_or_default()
    }

    /// What a property is called; its own name where no form here has a word for it.
    pub fn property<'a>(&'a self, list: &str, property: &'a str) -> &'a str {
        self.word(list, property).and_then(|word| word.label.as_deref()).unwrap_or(property)
    }

    /// What a value reads as: the labels of its choices, the names of the entities that it names, a place as figures in a row, or the
    /// value itself. `separator` stands between several.
    pub fn value(&self, list: &str, property: &str, value: &str, separator: &str) -> String {
        if let Some(names) = self.names(value, separator) {
            return names;
        }
        let word = self.word(list, property);
        if let Some(place) = word.filter(|word| word.is_place).and_then(|_| place(value)) {
            return place;
        }
        let mut said = value.split_whitespace();
        // A text that was typed is no choice, whatever an older form offered in its place.
        match word.filter(|word| said.any(|name| word.choices.labels.contains_key(name))) {
            Some(word) => word.choices.read(value, separator),
            None => value.to_owned(),
        }
    }

    /// What the entities are called that a value names; `None` if it is anything but their ids.
    fn names(&self, value: &str, separator: &str) -> Option<String> {
        if let Some(name) = self.entities.get(value) {
            return Some(name.clone());
        }
        let names: Option<Vec<&str>> =
            value.split_whitespace().map(|id| self.entities.get(id).map(String::as_str)).collect();
        names.filter(|names| !names.is_empty()).map(|names| names.join(separator))
    }

    /// What a form is called; its id where this device does not have it.
    pub fn form<'a>(&'a self, id: &'a str) -> &'a str {
        self.forms.get(id).map_or(id, String::as_str)
    }

    /// What a form calls the question at a path with positions, as a remark has it; the path where no form here has a word.
    pub fn question<'a>(&'a self, form: &str, path: &'a str) -> &'a str {
        let bare = without_positions(path);
        self.questions.get(&(form.to_owned(), bare)).map_or(path, String::as_str)
    }

    /// Where a property stands among the others; those that no form asks for come last.
    pub fn place(&self, list: &str, property: &str) -> usize {
        self.word(list, property).map_or(usize::MAX, |word| word.place)
    }

    /// The properties of a list that forms have a word for, in their order.
    pub fn properties(&self, list: &str) -> Vec<&str> {
        let of_list = self.properties.iter().filter(|((name, _), _)| name == list);
        let mut named: Vec<(usize, &str)> = of_list.map(|((_, name), word)| (word.place, name.as_str())).collect();
        named.sort_unstable();
        named.into_iter().map(|(_, name)| name).collect()
    }

    /// The group of questions that a property stands in; `None` where no form here has one.
    pub fn section(&self, list: &str, property: &str) -> Option<&str> {
        self.word(list, property).and_then(|word| word.section.as_deref())
    }

    /// What a figure counts: `万元`. `None`: it is no figure, or its question says nothing.
    pub fn unit(&self, list: &str, property: &str) -> Option<&str> {
        self.word(list, property).and_then(|word| word.unit.as_deref())
    }

    /// The choices of a property with their labels, in the order of the form. None where it is open.
    pub fn choices(&self, list: &str, property: &str) -> impl Iterator<Item = (&str, &str)> {
        self.word(list, property).map(|word| word.choices.listed()).unwrap_or_default().into_iter()
    }

    /// Whether a text can be what a property says: of a figure a number, of a day a day. What it may say besides is its form's
    /// business, which cannot be asked where a value is typed alone.
    ///
    /// # Errors
    /// [`RuleError::NotANumber`], [`RuleError::NotTaken`]
    pub fn takes(&self, list: &str, property: &str, text: &str) -> Result<(), RuleError> {
        let is_right = |is_right: bool, error| if is_right { Ok(()) } else { Err(error) };
        match self.word(list, property).and_then(|word| word.data_type) {
            _ if text.is_empty() => Ok(()),
            Some(DataType::Integer) => is_right(text.parse::<i64>().is_ok(), RuleError::NotANumber),
            Some(DataType::Decimal) => is_right(text.parse().is_ok_and(f64::is_finite), RuleError::NotANumber),
            Some(DataType::Date) => is_right(text.parse::<Day>().is_ok(), RuleError::NotTaken),
            _ => Ok(()),
        }
    }

    /// What the form that begins the entities of a list calls it; `None` where no form here does.
    pub fn list(&self, list: &str) -> Option<&str> {
        self.lists.get(list).map(String::as_str)
    }

    /// Where a list stands among the others: as its form does, and behind all where no form here begins it.
    pub fn list_place(&self, list: &str) -> &str {
        self.places.get(list).map_or("~", String::as_str)
    }

    fn word(&self, list: &str, property: &str) -> Option<&Word> {
        self.properties.get(&(list.to_owned(), property.to_owned()))
    }
}

/// The choices that a value is one of: those of its question, or of the questions whose answers a calculation hands on.
fn asked_with<'a>(form: &'a FormDefinition, node: &'a NodeDef) -> Vec<&'a Choices> {
    let choices = |node: &'a NodeDef| match &node.kind {
        NodeKind::Question { control: Control::Select { choices }, .. } => Some(choices),
        _ => None,
    };
    if let Some(own) = choices(node) {
        return vec![own];
    }
    let handed_on = node.bind.calculate.iter().flat_map(Expr::handed_on);
    let paths =
        handed_on.filter(|reference| reference.origin == Origin::Root).map(|reference| path_of(&reference.steps));
    paths
        .filter_map(|path| form.nodes.iter().find(|node| Some(&node.path) == path.as_ref()))
        .filter_map(choices)
        .collect()
}

/// A path of nothing but names.
pub(crate) fn path_of(steps: &[Step]) -> Option<String> {
    let name = |step: &Step| match step {
        Step::Child(name) => Some(format!("/{name}")),
        _ => None,
    };
    steps.iter().map(name).collect()
}

/// Before it there is room for all that a form asks.
const OLDER: usize = 1 << 20;

/// Latitude and longitude to some metres, as they are read out; `None`: it is no place.
fn place(value: &str) -> Option<String> {
    let figures: Vec<f64> = value.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    let (latitude, longitude) = (figures.first()?, figures.get(1)?);
    let is_on_earth = latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && figures.len() <= 4;
    is_on_earth.then(|| format!("{latitude:.5}, {longitude:.5}"))
}

fn is_place(node: &NodeDef) -> bool {
    matches!(&node.kind, NodeKind::Question { data_type: DataType::Geopoint, .. })
}

/// The label of the nearest group around a question that has one.
fn section(form: &FormDefinition, node: &NodeDef, language: usize) -> Option<String> {
    let mut around = node.parent;
    while let Some(group) = around.and_then(|id| form.nodes.get(id.0 as usize)) {
        if let Some(label) = group.label.as_ref().and_then(|label| plain(label, language)) {
            return Some(label);
        }
        around = group.parent;
    }
    None
}

fn data_type(node: &NodeDef) -> Option<DataType> {
    match &node.kind {
        NodeKind::Question { data_type, .. } => Some(*data_type),
        _ => None,
    }
}

fn is_figure(node: &NodeDef) -> bool {
    let types = [DataType::Integer, DataType::Decimal];
    matches!(&node.kind, NodeKind::Question { data_type, .. } if types.contains(data_type))
}

/// `万元` of `资产总计（万元）`.
fn unit(label: &str) -> Option<&str> {
    let inside = label.trim_end().strip_suffix(['）', ')'])?;
    let (_, unit) = inside.rsplit_once(['（', '('])?;
    Some(unit).filter(|unit| !unit.is_empty())
}

/// `/data/visits/note` of `/data/visits[2]/note`.
fn without_positions(path: &str) -> String {
    path.split('/').map(|step| step.split('[').next().unwrap_or_default()).collect::<Vec<_>>().join("/")
}

/// The place of the language whose code is `language` among those of a form; its first where it has none of that code.
pub(crate) fn language_of(form: &FormDefinition, language: &str) -> usize {
    form.languages.iter().position(|name| name.contains(&format!("({language}"))).unwrap_or_default()
}

/// What is stored for the choices of a question and what they are called, in the order of the form. Those of a repeat are in the record alone.
pub(crate) fn choices_of(
    form: &FormDefinition,
    files: &BTreeMap<String, Table>,
    choices: &Choices,
    language: usize,
) -> Vec<(String, String)> {
    let mut called = Vec::new();
    match choices.source {
        ChoiceSource::List(list) => {
            let Some(list) = form.lists.get(list) else { return called };
            for row in 0..list.len() {
                let name = list.name(row).to_owned();
                let label = list.label(row).and_then(|label| plain(&label, language));
                called.push((name.clone(), label.unwrap_or(name)));
            }
        }
        ChoiceSource::External(external) => {
            let table = form.externals.get(external).and_then(|external| files.get(&external.file));
            let Some(table) = table else { return called };
            let columns = table.column(&choices.value_ref).zip(table.column(&choices.label_ref));
            let Some((value, label)) = columns else { return called };
            for row in 0..table.rows.len() {
                if let (Some(value), Some(label)) = (table.rows.get(row, value), table.rows.get(row, label)) {
                    called.push((value.to_owned(), label.to_owned()));
                }
            }
        }
        ChoiceSource::Repeat(_) => {}
    }
    called
}

/// A text without the values and the marks in it.
pub(crate) fn plain(text: &Text, language: usize) -> Option<String> {
    let template = text.0.get(language).or_else(|| text.0.first())?.as_ref()?;
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Output(_) => String::new(),
    };
    let marked: String = template.0.iter().map(part).collect();
    Some(markup::plain(&marked).into_owned())
}

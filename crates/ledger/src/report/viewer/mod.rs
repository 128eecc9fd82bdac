//! A file for who only looks: a leader of the zone, who has no part in the ledger's work. Nothing can be taken in from it.
//!
//! What stands in it is decided by the kind of question that forms ask, and by no list of names. A choice from a list that the form
//! itself has is counted; a figure of an enterprise is added up, by one grouping, under the rule of `disclosure`; whatever is typed,
//! drawn, measured or chosen among entities stays away, and with it all that is said of a person. Enterprises alone are listed, by
//! name, with what was chosen of them. Of lists of people (`form::lists_of_people`) there are counts, and few are hidden. The
//! board's figures stand in it as whoever worked them out tells them ([`board`]).
//!
//! Start at [`Viewer`]. Not here: how it looks (`page`), who may have it (the coordinator).

pub mod board;
pub(super) mod page;

use std::collections::{BTreeMap, BTreeSet};

use ::form::definition::DataType;
use ::form::{Package, lists_of_people};
use record::Timestamp;

use self::board::Board;
use super::list::questions;
use super::{Caption, Captions};
use crate::disclosure::Sum;
use crate::indicator::{FEW, is_few};
use crate::{EntityState, masked};

/// A question has this many choices before it says more of an enterprise than yes or no, and stands in the list of them.
const TELLING: usize = 3;

/// A file that is being made.
pub struct Viewer {
    captions: Captions,
    language: String,
    /// The list of enterprises, and what their figures are added up by.
    firms: String,
    by: String,
    lists: BTreeMap<String, List>,
    /// In the order in which they came.
    order: Vec<String>,
    board: Option<Board>,
}

/// What is said of a list.
struct List {
    title: String,
    is_of_people: bool,
    count: usize,
    choices: Vec<Choice>,
    figures: Vec<Figure>,
    /// The names of enterprises, with what was chosen of each.
    rows: Vec<Vec<String>>,
}

impl List {
    /// How many it has, as a file tells it.
    fn told_count(&self) -> String {
        #[allow(clippy::cast_precision_loss)] // of so many it is none of few
        let is_few = self.is_of_people && is_few(self.count as f64);
        if is_few { FEW.to_owned() } else { self.count.to_string() }
    }
}

/// A question with a choice, and how often each was chosen.
struct Choice {
    property: String,
    title: String,
    names: BTreeMap<String, String>,
    counts: BTreeMap<Group, Sum>,
}

/// A question with a figure, and its sums by group.
struct Figure {
    property: String,
    title: String,
    sums: BTreeMap<Group, Sum>,
}

/// What was chosen, in the order in which a reader expects it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Group {
    Chosen(String),
    /// Something that no form here has.
    Other,
    Blank,
}

impl Viewer {
    /// A file without lists. `firms` is the list of enterprises, `by` the property that their figures are added up by.
    pub fn new(captions: Captions, language: &str, firms: &str, by: &str) -> Self {
        let (lists, order) = (BTreeMap::new(), Vec::new());
        let (firms, by) = (firms.to_owned(), by.to_owned());
        Self { captions, language: language.to_owned(), firms, by, lists, order, board: None }
    }

    /// Puts the board's figures in.
    pub fn set_board(&mut self, board: Board) {
        self.board = Some(board);
    }

    /// Adds a list. `forms` are all that there are here, `lists` the names of all lists of entities.
    pub fn add_list(&mut self, list: &str, title: &str, forms: &[&Package], lists: &BTreeSet<&str>) {
        let is_of_people = is_of_people(list, forms);
        let is_of_firms = list == self.firms && !is_of_people;
        let asked = questions(list, forms);
        let choices = choices(&asked, lists, &self.language);
        let is_figure = |data_type| matches!(data_type, DataType::Integer | DataType::Decimal);
        let figures = asked.iter().filter_map(|(property, asked)| {
            let first = asked.first().filter(|first| is_of_firms && is_figure(first.data_type()))?;
            let (property, title) = (property.clone(), first.title(&self.language));
            Some(Figure { property, title, sums: BTreeMap::new() })
        });
        let added = List {
            title: title.to_owned(),
            is_of_people,
            count: 0,
            choices,
            figures: figures.collect(),
            rows: Vec::new(),
        };
        self.order.push(list.to_owned());
        self.lists.insert(list.to_owned(), added);
    }

    /// Adds an entity as it stands. One of a list that was not added is passed over.
    pub fn entity(&mut self, state: &EntityState) {
        let is_of_firms = state.list.as_str() == self.firms;
        let Some(list) = self.lists.get_mut(state.list.as_str()) else { return };
        list.count += 1;
        for choice in &mut list.choices {
            choice.counts.entry(choice.group(state)).or_default().add(1.0);
        }
        let by = list.choices.iter().find(|choice| choice.property == self.by);
        let group = by.map_or(Group::Blank, |by| by.group(state));
        for figure in &mut list.figures {
            let sum = figure.sums.entry(group.clone()).or_default();
            if let Some(value) = state.text(&figure.property).parse().ok().filter(|value: &f64| value.is_finite()) {
                sum.add(value);
            }
        }
        if is_of_firms && !list.is_of_people {
            let name = [state.text(crate::enterprise::ENT_NAME), state.title()];
            let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
            let told = list.choices.iter().filter(|choice| choice.is_telling());
            let cells = told.map(|choice| choice.word(&choice.group(state), &self.captions));
            list.rows.push(std::iter::once(masked("", name).into_owned()).chain(cells).collect());
        }
    }

    /// So many entities have come.
    pub fn count(&self) -> u64 {
        self.lists.values().map(|list| list.count as u64).sum()
    }

    /// The file: a page that needs nothing else. `made_by` made it, at `now`.
    pub fn finish(mut self, made_by: &str, now: Timestamp) -> Vec<u8> {
        self.lists.values_mut().for_each(|list| list.rows.sort());
        page::written(&self, made_by, now).into_bytes()
    }

    fn caption(&self, caption: Caption) -> &str {
        self.captions.get(caption)
    }
}

/// What figures of a list can be added up by: the name and the title of each question with choices of the form's own.
pub fn groupings(list: &str, forms: &[&Package], lists: &BTreeSet<&str>, language: &str) -> Vec<(String, String)> {
    if is_of_people(list, forms) {
        return Vec::new();
    }
    let choices = choices(&questions(list, forms), lists, language);
    choices.into_iter().filter(Choice::is_telling).map(|choice| (choice.property, choice.title)).collect()
}

/// Whether it is one of people: of those there are counts alone.
pub fn is_of_people(list: &str, forms: &[&Package]) -> bool {
    forms.iter().any(|form| lists_of_people(&form.definition).iter().any(|people| people.as_str() == list))
}

fn choices(asked: &[(String, Vec<super::column::Asked<'_>>)], lists: &BTreeSet<&str>, language: &str) -> Vec<Choice> {
    let choice = |(property, asked): &(String, Vec<super::column::Asked<'_>>)| {
        // Where one version of one form lets it be typed, it may have been typed.
        let closed: Option<Vec<_>> = asked.iter().map(|asked| asked.closed(lists, language)).collect();
        let mut names = BTreeMap::new();
        for (name, label) in closed?.into_iter().flatten() {
            names.entry(name).or_insert(label);
        }
        let title = asked.first()?.title(language);
        (!names.is_empty()).then(|| Choice { property: property.clone(), title, names, counts: BTreeMap::new() })
    };
    asked.iter().filter_map(choice).collect()
}

impl Choice {
    fn is_telling(&self) -> bool {
        self.names.len() >= TELLING
    }

    fn group(&self, state: &EntityState) -> Group {
        match state.text(&self.property) {
            "" => Group::Blank,
            chosen if self.names.contains_key(chosen) => Group::Chosen(chosen.to_owned()),
            _ => Group::Other,
        }
    }

    /// What a group is called.
    fn word(&self, group: &Group, captions: &Captions) -> String {
        match group {
            Group::Chosen(name) => self.names.get(name).cloned().unwrap_or_default(),
            Group::Other => captions.get(Caption::Other).to_owned(),
            Group::Blank => captions.get(Caption::Blank).to_owned(),
        }
    }
}

//! The questions of a form that a column can answer.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::definition::{ChoiceSource, Control, DataType, FormDefinition, NodeDef, NodeKind};
use form::private_number::is_free_text;
use form::view::{Body, Violation};
use form::{Host, Instance, Moment, markup};
use serde::{Deserialize, Serialize};
use sheet::Table;
use xpath::{Origin, Reference};

use crate::words::path_of;

/// One question, as the page of mappings shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub path: String,
    pub name: String,
    pub label: String,
    /// Its labels in all languages: a Chinese table is read on an English page, too.
    pub spoken: Vec<String>,
    /// Names of the properties of entities that its answer becomes, which files of the field have for headings.
    #[serde(default)]
    pub properties: Vec<String>,
    /// Of the group that it stands in; empty at the top.
    pub group: String,
    pub hint: String,
    pub data_type: DataType,
    /// It takes words of people's own, numbers of persons among them.
    #[serde(default)]
    pub is_free_text: bool,
    /// A new record must have an answer to it.
    pub required: bool,
    /// What is stored and shown of each choice, where there are few enough to choose from by hand.
    pub choices: Vec<(String, String)>,
}

/// More choices than that are not offered one by one.
const OFFERED_CHOICES: usize = 400;

/// The questions that a table can answer: asked, not worked out, in no repeat, no files. What the form answers itself when it
/// offers to update what is known already is left to it.
pub fn asked(
    form: &Rc<FormDefinition>,
    host: Rc<dyn Host>,
    files: &BTreeMap<String, Rc<Table>>,
    language: usize,
    moment: Moment,
) -> Vec<Asked> {
    let mut instance = Instance::new(Rc::clone(form), host, moment);
    instance.set_language(language);
    let required: Vec<String> = instance
        .validate()
        .into_iter()
        .filter(|invalid| matches!(invalid.violation, Violation::Required(_)))
        .map(|invalid| invalid.path)
        .collect();
    let offered = form.answered_by_own_offers();
    let mut asked = Vec::new();
    for node in &form.nodes {
        let NodeKind::Question { data_type, control } = &node.kind else { continue };
        let can_be_told = !matches!(control, Control::Hidden { .. } | Control::Note | Control::Upload { .. })
            && !matches!(data_type, DataType::Binary | DataType::Rank)
            && !offered.contains(&node.name.as_str())
            && form.question_named(&node.name).is_some_and(|found| found.path == node.path);
        let Some(view) = instance.node_at(&node.path).filter(|_| can_be_told).and_then(|id| instance.view(id)) else {
            continue;
        };
        let Body::Question(question) = &view.body else { continue };
        if question.readonly {
            continue;
        }
        let plain = |text: &Option<String>| markup::plain(text.as_deref().unwrap_or_default()).into_owned();
        let label = plain(&view.label);
        let group = node.parent.and_then(|parent| form.node(parent)).filter(|parent| parent.parent.is_some());
        let group = group.and_then(|group| group.label.as_ref()).map(|label| label.plain(language).to_owned());
        let languages = 0..form.languages.len().max(1);
        let spoken = node.label.iter().flat_map(|label| languages.clone().map(|language| label.plain(language)));
        asked.push(Asked {
            spoken: spoken.map(|label| markup::plain(label).into_owned()).collect(),
            properties: node.save_to.iter().map(|save_to| save_to.property.clone()).collect(),
            path: node.path.clone(),
            name: node.name.clone(),
            label: if label.is_empty() { node.name.clone() } else { label },
            group: markup::plain(&group.unwrap_or_default()).into_owned(),
            hint: plain(&view.hint),
            data_type: *data_type,
            is_free_text: is_free_text(*data_type, &node.appearance),
            required: required.contains(&node.path),
            choices: offered_choices(form, control, files, language),
        });
    }
    for node in &form.nodes {
        if let (Some(save_to), Some(path)) = (&node.save_to, told_by(form, node, &asked))
            && let Some(question) = asked.iter_mut().find(|question| question.path == path)
        {
            question.properties.push(save_to.property.clone());
        }
    }
    asked
}

/// The question whose answer is saved by a calculation: the only one that it hands on, or the only one in it that is saved nowhere
/// else.
fn told_by(form: &FormDefinition, node: &NodeDef, asked: &[Asked]) -> Option<String> {
    let calculate = node.bind.calculate.as_ref()?;
    let is_asked = |path: &str| asked.iter().any(|question| question.path == path);
    if is_asked(&node.path) {
        return None;
    }
    let is_saved = |path: &str| form.nodes.iter().any(|node| node.path == path && node.save_to.is_some());
    let questions = |references: Vec<Reference>| -> BTreeSet<String> {
        let of_form = references.into_iter().filter(|reference| reference.origin == Origin::Root);
        of_form
            .filter_map(|reference| path_of(&reference.steps))
            .filter(|path| is_asked(path) && !is_saved(path))
            .collect()
    };
    let mut found = questions(calculate.handed_on());
    if found.is_empty() {
        found = questions(calculate.references());
    }
    found.pop_first().filter(|_| found.is_empty())
}

/// All that a question may ever offer, whatever else is answered.
fn offered_choices(
    form: &FormDefinition,
    control: &Control,
    files: &BTreeMap<String, Rc<Table>>,
    language: usize,
) -> Vec<(String, String)> {
    let Control::Select { choices } = control else { return Vec::new() };
    let found: Vec<(String, String)> = match choices.source {
        ChoiceSource::List(list) => form.lists.get(list).map_or_else(Vec::new, |list| {
            let plain = |row| markup::plain(list.plain_label(row, language)).into_owned();
            (0..list.len()).map(|row| (list.name(row).to_owned(), plain(row))).collect()
        }),
        ChoiceSource::External(external) => {
            let table = form.externals.get(external).and_then(|external| files.get(&external.file));
            let row = |table: &Table, row: usize| {
                let value = table.get(row, &choices.value_ref)?.to_owned();
                Some((value, table.get(row, &choices.label_ref)?.to_owned()))
            };
            table.map_or_else(Vec::new, |table| (0..table.rows.len()).filter_map(|at| row(table, at)).collect())
        }
        ChoiceSource::Repeat(_) => Vec::new(),
    };
    if found.len() > OFFERED_CHOICES { Vec::new() } else { found }
}

//! What a newer version of a form says differently: for who changes a form and loads it.
//!
//! Only what somebody who fills or reads would notice: questions, their words, their rules, the choices of the form's own lists.
//! Start at [`differences`]. Not here: whether the newer one is right (`compile`).

use std::collections::BTreeMap;

use crate::definition::{ChoiceSource, Control, FormDefinition, NodeDef, NodeKind, Text};

/// One thing that is different.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub what: What,
    /// The question by its label or name; of a choice the first that offers it. Blank: the form.
    pub place: String,
    /// What it was and what it is; blank where there was, or is, nothing.
    pub before: String,
    pub after: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    Title,
    QuestionAdded,
    /// Records that have an answer keep it.
    QuestionRemoved,
    /// Its label is another.
    QuestionCalled,
    /// Its hint, or what is said where an answer does not do.
    QuestionExplained,
    /// It asks for another kind of answer.
    QuestionAsked,
    /// When it is asked, whether it must be answered, which answers it takes, what is worked out.
    QuestionRuled,
    /// The list has it under another property, or no longer.
    QuestionSaved,
    ChoiceAdded,
    ChoiceRemoved,
    ChoiceCalled,
}

impl What {
    /// For whoever drives the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::QuestionAdded => "question-added",
            Self::QuestionRemoved => "question-removed",
            Self::QuestionCalled => "question-called",
            Self::QuestionExplained => "question-explained",
            Self::QuestionAsked => "question-asked",
            Self::QuestionRuled => "question-ruled",
            Self::QuestionSaved => "question-saved",
            Self::ChoiceAdded => "choice-added",
            Self::ChoiceRemoved => "choice-removed",
            Self::ChoiceCalled => "choice-called",
        }
    }
}

/// What is different between two versions, in the order of the newer one, with texts in the language whose code is given.
pub fn differences(older: &FormDefinition, newer: &FormDefinition, language: &str) -> Vec<Difference> {
    let languages = [older, newer].map(|form| language_of(form, language));
    let mut found = Vec::new();
    let titles = [older.title_in(languages[0]), newer.title_in(languages[1])];
    add(&mut found, What::Title, "", titles);
    questions([older, newer], languages, &mut found);
    choices([older, newer], languages, &mut found);
    found
}

/// Adds it where before and after are not the same.
fn add(found: &mut Vec<Difference>, what: What, place: &str, [before, after]: [String; 2]) {
    if before != after {
        found.push(Difference { what, place: place.to_owned(), before, after });
    }
}

fn language_of(form: &FormDefinition, code: &str) -> usize {
    form.languages.iter().position(|name| name.contains(&format!("({code}"))).unwrap_or_default()
}

/// Questions that are seen or saved, by their paths.
fn asked(form: &FormDefinition) -> BTreeMap<&str, &NodeDef> {
    let is_asked = |node: &&NodeDef| {
        let is_hidden = matches!(node.kind, NodeKind::Question { control: Control::Hidden { .. }, .. });
        node.parent.is_some() && (!is_hidden || node.save_to.is_some())
    };
    form.nodes.iter().filter(is_asked).map(|node| (node.path.as_str(), node)).collect()
}

fn questions([older, newer]: [&FormDefinition; 2], languages: [usize; 2], found: &mut Vec<Difference>) {
    let (known, asked_now) = (asked(older), asked(newer));
    for node in newer.nodes.iter().filter(|node| asked_now.contains_key(node.path.as_str())) {
        let called = label(node, languages[1]);
        let Some(before) = known.get(node.path.as_str()) else {
            found.push(one(What::QuestionAdded, &called, [String::new(), called.clone()]));
            continue;
        };
        add(found, What::QuestionCalled, &called, [label(before, languages[0]), called.clone()]);
        for text in explained(before, languages[0]).into_iter().zip(explained(node, languages[1])) {
            add(found, What::QuestionExplained, &called, [text.0, text.1]);
        }
        add(found, What::QuestionAsked, &called, [kind(before, older), kind(node, newer)]);
        for rule in rules(before).into_iter().zip(rules(node)) {
            add(found, What::QuestionRuled, &called, [rule.0, rule.1]);
        }
        add(found, What::QuestionSaved, &called, [saved(before), saved(node)]);
    }
    for node in older.nodes.iter().filter(|node| known.contains_key(node.path.as_str())) {
        if !asked_now.contains_key(node.path.as_str()) {
            let called = label(node, languages[0]);
            found.push(one(What::QuestionRemoved, &called, [called.clone(), String::new()]));
        }
    }
}

fn one(what: What, place: &str, [before, after]: [String; 2]) -> Difference {
    Difference { what, place: place.to_owned(), before, after }
}

/// The label without the values in it, or the name.
fn label(node: &NodeDef, language: usize) -> String {
    let label = node.label.as_ref().map(|label: &Text| label.plain(language)).filter(|label| !label.is_empty());
    label.unwrap_or(&node.name).to_owned()
}

/// What is said beside a question and where an answer does not do, always in one order.
fn explained(node: &NodeDef, language: usize) -> [String; 5] {
    let bind = &node.bind;
    let texts =
        [&node.hint, &node.guidance_hint, &bind.required_message, &bind.constraint_message, &bind.warning_message];
    texts.map(|text| text.as_ref().map(|text: &Text| text.plain(language).to_owned()).unwrap_or_default())
}

/// The kind of answer; of a choice also which list.
fn kind(node: &NodeDef, form: &FormDefinition) -> String {
    match &node.kind {
        NodeKind::Group => "group".to_owned(),
        NodeKind::Repeat { .. } => "repeat".to_owned(),
        NodeKind::Question { data_type, control: Control::Select { choices } } => {
            let list = match choices.source {
                ChoiceSource::List(list) => form.lists.get(list).map(|list| list.name.clone()),
                ChoiceSource::External(file) => form.externals.get(file).map(|external| external.file.clone()),
                ChoiceSource::Repeat(_) => None,
            };
            format!("{} {}", data_type.name(), list.unwrap_or_default()).trim_end().to_owned()
        }
        NodeKind::Question { data_type, .. } => data_type.name().to_owned(),
    }
}

/// Its rules as the workbook has them, always in one order.
fn rules(node: &NodeDef) -> [String; 7] {
    let bind = &node.bind;
    let filter = match &node.kind {
        NodeKind::Question { control: Control::Select { choices }, .. } => choices.filter.as_ref(),
        _ => None,
    };
    let rules = [&bind.relevant, &bind.required, &bind.readonly, &bind.constraint, &bind.warning, &bind.calculate];
    let [relevant, required, readonly, constraint, warning, calculate] = rules.map(Option::as_ref);
    [relevant, required, readonly, constraint, warning, calculate, filter]
        .map(|rule| rule.map(|rule| rule.source().to_owned()).unwrap_or_default())
}

fn saved(node: &NodeDef) -> String {
    node.save_to.as_ref().map(|save_to| save_to.property.clone()).unwrap_or_default()
}

fn choices([older, newer]: [&FormDefinition; 2], languages: [usize; 2], found: &mut Vec<Difference>) {
    let labels = |form: &FormDefinition, list: &str, language: usize| -> Vec<(String, String)> {
        let list = form.lists.iter().find(|known| known.name == list);
        let rows = list.into_iter().flat_map(|list| (0..list.len()).map(move |row| (list, row)));
        rows.map(|(list, row)| (list.name(row).to_owned(), list.plain_label(row, language).to_owned())).collect()
    };
    for (place, list) in newer.lists.iter().enumerate() {
        if older.lists.iter().all(|known| known.name != list.name) {
            continue; // a question that asks with it is new, or asks for something else
        }
        let asks = newer.nodes.iter().find(|node| offers(node, place));
        let called = asks.map_or_else(|| list.name.clone(), |node| label(node, languages[1]));
        let known: BTreeMap<String, String> = labels(older, &list.name, languages[0]).into_iter().collect();
        let now = labels(newer, &list.name, languages[1]);
        for (name, label) in &now {
            match known.get(name) {
                None => found.push(one(What::ChoiceAdded, &called, [String::new(), said(name, label)])),
                Some(before) if before != label => {
                    found.push(one(What::ChoiceCalled, &called, [said(name, before), said(name, label)]));
                }
                Some(_) => {}
            }
        }
        for (name, label) in &known {
            if now.iter().all(|(kept, _)| kept != name) {
                found.push(one(What::ChoiceRemoved, &called, [said(name, label), String::new()]));
            }
        }
    }
}

/// Whether a question offers the choices of the list at that place.
fn offers(node: &NodeDef, list: usize) -> bool {
    matches!(&node.kind, NodeKind::Question { control: Control::Select { choices }, .. }
        if matches!(choices.source, ChoiceSource::List(place) if place == list))
}

/// What is shown, with what is stored.
fn said(name: &str, label: &str) -> String {
    if label.is_empty() { name.to_owned() } else { format!("{label} ({name})") }
}

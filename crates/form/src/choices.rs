//! What a select offers: lists, filters, files and repeats.
//!
//! Two questions are asked here. Of an answer: is each choice in it on offer? That looks only at the rows of that choice.
//! Of a question to draw: which choices are there? That runs the filter as a predicate over the list, so that a filter on
//! a column costs what it finds, in a list of any length.
//!
//! As in the field, a choice that is filtered out is blank to everyone and comes back when it is on offer again; one that
//! is in no list at all breaks a rule.

use std::borrow::Cow;
use std::rc::Rc;

use xpath::{Expr, Focus, Tree, Value};

use crate::definition::{ChoiceSource, Choices, Control, DataType};
use crate::instance::Instance;
use crate::instance::outside::mix;
use crate::instance::tree::Spot;
use crate::markup;
use crate::view::{ChoiceView, NodeId};

/// Names the evaluation of a filter among those of its node.
const FILTER: u32 = u32::MAX - 2;
const SEED: u32 = u32::MAX - 3;

/// Columns that a search may match besides the label.
const SEARCHED: [&str; 5] = ["pinyin", "initials", "code", "uscc", "search"];

/// How an answer's choice stands to the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// On offer, with its place in the list.
    Offered(usize),
    /// In the list, but filtered out.
    Withheld,
    Unlisted,
}

impl Instance {
    /// What is left of an answer when only choices on offer count, in the order of the list but for a ranking; and whether
    /// some of it is in no list. Of a question that is no select: all.
    pub(crate) fn on_offer<'a>(&self, id: NodeId, text: Cow<'a, str>) -> (Cow<'a, str>, bool) {
        let Some((data_type, Control::Select { choices })) = self.document.question(id) else { return (text, false) };
        if data_type == DataType::SelectOne {
            return match self.standing_of(id, choices, &text) {
                Standing::Offered(_) => (text, false),
                Standing::Withheld => (Cow::Borrowed(""), false),
                Standing::Unlisted => (Cow::Borrowed(""), true),
            };
        }
        let mut unlisted = false;
        let mut offered: Vec<(usize, &str)> = Vec::new();
        for token in text.split(' ') {
            match self.standing_of(id, choices, token) {
                Standing::Offered(place) => offered.push((place, token)),
                Standing::Withheld => {}
                Standing::Unlisted => unlisted = true,
            }
        }
        if data_type == DataType::SelectMultiple {
            offered.sort_by_key(|&(place, _)| place);
            offered.dedup();
        }
        let left = offered.into_iter().map(|(_, token)| token).collect::<Vec<_>>().join(" ");
        (Cow::Owned(left), unlisted)
    }

    fn standing_of(&self, id: NodeId, choices: &Choices, value: &str) -> Standing {
        let Some(list) = self.list_of(choices) else {
            let offered = self.in_repeat(id, choices).into_iter().position(|(_, other)| other == value);
            return offered.map_or(Standing::Withheld, Standing::Offered);
        };
        let Some(secondary) = self.document.secondaries.get(list) else { return Standing::Offered(0) };
        let Some(column) = secondary.column(&choices.value_ref) else {
            // The file is not on this device, so nobody can say what it lists.
            return Standing::Offered(0);
        };
        let rows = secondary.rows_with(column, value);
        let passes = |&&row: &&u32| match &choices.filter {
            Some(filter) => self.filter_passes(id, filter, Spot::Item(list, row), row as usize + 1),
            None => true,
        };
        match rows.iter().find(passes) {
            Some(&row) => Standing::Offered(row as usize),
            None if rows.is_empty() => Standing::Unlisted,
            None => Standing::Withheld,
        }
    }

    /// The secondary instance that the choices stand in; `None` for those of a repeat.
    fn list_of(&self, choices: &Choices) -> Option<u32> {
        match choices.source {
            ChoiceSource::List(list) => Some(self.document.secondaries.list(list)),
            ChoiceSource::External(file) => Some(self.document.secondaries.file(file)),
            ChoiceSource::Repeat(_) => None,
        }
    }

    fn filter_passes(&self, id: NodeId, filter: &Expr, item: Spot, position: usize) -> bool {
        let focus = Focus { node: item, position, size: position, current: Spot::Node(id) };
        self.evaluating(id, FILTER, |evaluator, _| evaluator.boolean_at(filter, focus).unwrap_or(true))
    }

    /// The instances of a repeat that a select offers, by the value of a question in each. Blank ones are left out.
    fn in_repeat(&self, id: NodeId, choices: &Choices) -> Vec<(NodeId, String)> {
        let ChoiceSource::Repeat(source) = choices.source else { return Vec::new() };
        let anchor = self.document.ancestor(id, self.document.graph.common(self.document[id].def, source));
        let mut found = Vec::new();
        self.document.descendants(anchor, source, &mut found);
        let with_value = found.into_iter().map(|node| (node, self.document[node].value().to_owned()));
        let filled = with_value.filter(|(_, value)| !value.is_empty());
        let mut offered: Vec<(NodeId, String)> = filled.collect();
        if let Some(filter) = &choices.filter {
            offered.retain(|&(node, _)| {
                let item = Spot::Node(self.document[node].parent.unwrap_or(node));
                self.filter_passes(id, filter, item, Tree::position(&self.document, item))
            });
        }
        offered
    }

    /// The choices to draw.
    pub(crate) fn choices_to_show(&self, id: NodeId) -> Rc<[ChoiceView]> {
        let Some((_, Control::Select { choices })) = self.document.question(id) else { return Rc::new([]) };
        let is_plain = choices.filter.is_none() && choices.randomize.is_none();
        match self.list_of(choices) {
            Some(list) if is_plain && !self.document.secondaries.get(list).is_some_and(|list| list.has_outputs()) => {
                let key = (list, choices.value_ref.clone(), choices.label_ref.clone());
                self.views.list(key, || self.all_of_list(id, choices, list).into())
            }
            None => self.in_repeat(id, choices).into_iter().map(|choice| self.repeat_choice(choices, choice)).collect(),
            Some(list) => self.selected_of_list(id, choices, list).into(),
        }
    }

    fn all_of_list(&self, id: NodeId, choices: &Choices, list: u32) -> Vec<ChoiceView> {
        let rows = self.document.secondaries.get(list).map_or(0, |list| list.len());
        (0..rows).filter_map(|row| self.choice_view(id, choices, list, row)).collect()
    }

    /// The filter as a predicate of a path, which the evaluator can answer from an index.
    fn selected_of_list(&self, id: NodeId, choices: &Choices, list: u32) -> Vec<ChoiceView> {
        let mut path = match &choices.filter {
            Some(filter) => format!("root/item[{}]", filter.source()),
            None => "root/item".to_owned(),
        };
        if let Some(randomize) = &choices.randomize {
            path = format!("randomize({path}, {})", self.seed_text(id, randomize.seed.as_ref()));
        }
        let focus = Focus { node: Spot::List(list), position: 1, size: 1, current: Spot::Node(id) };
        let found = Expr::parse(&path).ok().and_then(|path| {
            self.evaluating(id, FILTER, |evaluator, _| match evaluator.evaluate_at(&path, focus) {
                Ok(Value::Nodes(found)) => Some(found),
                Ok(_) | Err(_) => None,
            })
        });
        // A filter that cannot be evaluated hides nothing.
        let Some(found) = found else { return self.all_of_list(id, choices, list) };
        let rows = found.into_iter().filter_map(|spot| match spot {
            Spot::Item(_, row) => Some(row),
            _ => None,
        });
        rows.filter_map(|row| self.choice_view(id, choices, list, row)).collect()
    }

    fn choice_view(&self, id: NodeId, choices: &Choices, list: u32, row: u32) -> Option<ChoiceView> {
        let secondary = self.document.secondaries.get(list)?;
        let value = secondary.text(row, secondary.column(&choices.value_ref)?).to_owned();
        let written = secondary.list();
        let translated = written.filter(|_| choices.label_ref == "label").and_then(|list| list.label(row));
        // What lies in a file, or in another column, is data and not the author's own text.
        let plain = || {
            let text = secondary.text(row, secondary.column(&choices.label_ref)?);
            Some(markup::escaped(text).into_owned())
        };
        let label = match translated {
            Some(label) => self.rendered(&label, id),
            None => plain(),
        };
        let searched = secondary
            .columns()
            .iter()
            .enumerate()
            .filter(|(_, column)| SEARCHED.iter().any(|name| column.contains(name)));
        let mut search = String::new();
        for (column, _) in searched {
            let text = secondary.text(row, column as u32);
            if !text.is_empty() {
                search.extend((!search.is_empty()).then_some(' '));
                search.push_str(&text.to_lowercase());
            }
        }
        let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| markup::escaped(&value).into_owned());
        let media = written.map(|list| self.media(list.media(row), None)).unwrap_or_default();
        Some(ChoiceView { value, label, search, media })
    }

    /// The label is another question of the instance where the form says so.
    fn repeat_choice(&self, choices: &Choices, (node, value): (NodeId, String)) -> ChoiceView {
        let item = self.document[node].parent.filter(|_| choices.label_ref != choices.value_ref);
        let slot = |item: &NodeId| self.document.graph.child(self.document[*item].def, &choices.label_ref);
        let labelled = item.and_then(|item| self.document[item].children.get(slot(&item)?).copied());
        let label = labelled.map(|label| self.document[label].value().to_owned()).filter(|label| !label.is_empty());
        let label = markup::escaped(label.as_ref().unwrap_or(&value)).into_owned();
        ChoiceView { label, search: String::new(), value, media: Vec::new() }
    }

    /// The seed as a literal. Where a form asks for a random order without one: another for each filled form and question,
    /// and always the same for these two.
    fn seed_text(&self, id: NodeId, seed: Option<&Expr>) -> String {
        match seed.map(|seed| self.text_of(seed, id, SEED)) {
            Some(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => text,
            Some(text) => format!("'{}'", text.replace('\'', "")),
            None => {
                let seed = self.document.path(id).bytes().fold(self.seed, |state, byte| mix(state ^ u64::from(byte)));
                (seed >> 33).to_string()
            }
        }
    }
}

//! Which choice a cell names: by its code, its label in any language, or another word for it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::definition::{ChoiceSource, Control, DataType, FormDefinition, NodeDef, NodeKind};
use form::markup;
use sheet::Table;

use super::cells::CellProblem;
use super::words::{Words, bare_key, bracketed, whole_key};

/// The choices of one question by what they may be called.
#[derive(Debug, Default)]
pub struct Names {
    /// By code and whole label: these go before all others.
    exact: BTreeMap<String, BTreeSet<String>>,
    loose: BTreeMap<String, BTreeSet<String>>,
    is_multiple: bool,
}

/// What stands between several choices in one cell.
const BETWEEN: [char; 7] = ['、', '，', ',', ';', '；', '/', '\n'];

impl Names {
    /// `None`: the question does not choose.
    pub fn of(
        form: &FormDefinition,
        node: &NodeDef,
        tables: &BTreeMap<String, Rc<Table>>,
        words: &Words,
    ) -> Option<Self> {
        let NodeKind::Question { data_type, control: Control::Select { choices } } = &node.kind else { return None };
        let mut names = Self { is_multiple: *data_type == DataType::SelectMultiple, ..Self::default() };
        match choices.source {
            ChoiceSource::List(list) => {
                let list = form.lists.get(list)?;
                for row in 0..list.len() {
                    names.exact(list.name(row), list.name(row));
                    for language in 0..form.languages.len().max(1) {
                        names.label(&markup::plain(list.plain_label(row, language)), list.name(row));
                    }
                }
                words.choices(&list.name).for_each(|(word, value)| names.loose(word, value));
            }
            ChoiceSource::External(external) => {
                let table = tables.get(&form.externals.get(external)?.file)?;
                for row in 0..table.rows.len() {
                    let Some(value) = table.get(row, &choices.value_ref) else { continue };
                    names.exact(value, value);
                    names.label(table.get(row, &choices.label_ref).unwrap_or_default(), value);
                    // What a list keeps beside: a full name, a code. Short texts are codes of something else.
                    for column in table.columns.iter().filter(|column| **column != choices.value_ref) {
                        let cell = table.get(row, column).unwrap_or_default();
                        if cell.chars().count() >= SPEAKING {
                            names.loose(cell, value);
                        }
                    }
                }
            }
            ChoiceSource::Repeat(_) => return None,
        }
        Some(names)
    }

    fn exact(&mut self, word: &str, value: &str) {
        put(&mut self.exact, whole_key(word), value);
    }

    fn loose(&mut self, word: &str, value: &str) {
        put(&mut self.loose, whole_key(word), value);
    }

    /// A label, the parts of it that people write alone: 「民营（私营）」 as 「民营」 or 「私营」, 「C17 纺织业」 as 「纺织业」.
    fn label(&mut self, label: &str, value: &str) {
        self.exact(label, value);
        put(&mut self.loose, bare_key(label), value);
        if let Some(inside) = bracketed(label) {
            inside.split(['、', '，', ',']).for_each(|part| self.loose(part, value));
        }
        let without_code = label.trim_start_matches(|sign: char| sign.is_ascii_alphanumeric());
        if without_code.len() < label.len() && !without_code.trim().is_empty() {
            self.loose(without_code, value);
        }
    }

    /// The choices that a cell names, each as the answers it may mean: one, or several that only the form can tell apart.
    ///
    /// # Errors
    /// [`CellProblem::NoSuchChoice`]
    pub fn find(&self, text: &str) -> Result<Vec<String>, CellProblem> {
        if let Some(found) = self.named(text) {
            return Ok(found.iter().cloned().collect());
        }
        if !self.is_multiple {
            return Err(CellProblem::NoSuchChoice);
        }
        let parts = text.split(BETWEEN).flat_map(str::split_whitespace).filter(|part| !part.is_empty());
        let mut all = Vec::new();
        for part in parts {
            match self.named(part).map(|found| found.iter().collect::<Vec<_>>()).as_deref() {
                Some([one]) => all.push((*one).clone()),
                Some(_) => return Err(CellProblem::SeveralChoices),
                None => return Err(CellProblem::NoSuchChoice),
            }
        }
        if all.is_empty() { Err(CellProblem::NoSuchChoice) } else { Ok(vec![all.join(" ")]) }
    }

    fn named(&self, text: &str) -> Option<&BTreeSet<String>> {
        let key = whole_key(text);
        let bare = || self.loose.get(&bare_key(text)).filter(|_| !bare_key(text).is_empty());
        self.exact.get(&key).or_else(|| self.loose.get(&key)).or_else(bare)
    }
}

const SPEAKING: usize = 4;

fn put(names: &mut BTreeMap<String, BTreeSet<String>>, key: String, value: &str) {
    if !key.is_empty() {
        names.entry(key).or_default().insert(value.to_owned());
    }
}

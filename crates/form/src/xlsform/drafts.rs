//! What the rows of a survey say, before any name in them is resolved.
//!
//! A [`Draft`] is a row as texts with their columns, nested as the rows are. Nodes that XLSForm adds by itself (the
//! text after `or_other`, the label row of a table-list, a repeat's count) are drafts like any other.
//!
//! Not here: how drafts are read from rows (`survey`), what becomes of them (`nodes`).

use std::collections::BTreeMap;

use crate::xlsform::types::{Kind, SelectCommand};

/// One row, or a row that XLSForm adds.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub name: String,
    pub row: u32,
    pub shape: Shape,
    pub label: Option<RawText>,
    pub hint: Option<RawText>,
    pub guidance_hint: Option<RawText>,
    pub constraint_message: Option<RawText>,
    pub required_message: Option<RawText>,
    pub media: Vec<(String, RawText)>,
    pub relevant: Option<Raw>,
    pub required: Option<Raw>,
    pub readonly: Option<Raw>,
    pub constraint: Option<Raw>,
    pub calculate: Option<Raw>,
    pub count: Option<Raw>,
    pub default: Option<Raw>,
    pub choice_filter: Option<Raw>,
    /// Names of the questions that set it off.
    pub trigger: Vec<Raw>,
    pub save_to: Option<Raw>,
    pub appearance: Vec<String>,
    pub parameters: BTreeMap<String, String>,
    /// The column of the parameters.
    pub parameters_column: Option<usize>,
    pub extra: BTreeMap<String, String>,
    pub children: Vec<Draft>,
}

/// What kind of node it becomes.
#[derive(Clone, Debug, Default)]
pub(super) enum Shape {
    #[default]
    Group,
    Repeat,
    /// A group of groups, one per choice of the list.
    Loop {
        list: String,
    },
    Question(&'static Kind),
    Select {
        command: SelectCommand,
        source: Source,
    },
    /// A file to look things up in: no node.
    External {
        ending: &'static str,
    },
}

/// Where a select's choices come from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    List(String),
    File(String),
    /// `${name}`: a question in a repeat.
    Repeat(String),
}

/// A text and its column, a place among the survey's headings; none where XLSForm added it.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub text: String,
    pub column: Option<usize>,
}

/// A text by language. `None` is the text of a column without a language.
#[derive(Clone, Debug, Default)]
pub(super) struct RawText(pub Vec<(Option<usize>, Raw)>);

impl Raw {
    /// A text that no cell holds.
    pub fn added(text: impl Into<String>) -> Self {
        Self { text: text.into(), column: None }
    }
}

impl RawText {
    pub fn added(text: &str) -> Self {
        Self(vec![(None, Raw::added(text))])
    }

    fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.0.iter_mut().map(|(_, raw)| &mut raw.text)
    }
}

impl Draft {
    /// Whether a person can see it: it has a label, a hint or a picture.
    pub fn has_label_or_hint(&self) -> bool {
        self.label.is_some() || self.hint.is_some()
    }

    /// Replaces `%(name)s` and the like in all texts of this row, as a loop does for each of its columns.
    pub fn substitute(&mut self, column: &BTreeMap<String, String>) {
        let replace = |text: &mut String| {
            if text.contains("%(") {
                for (key, value) in column {
                    *text = text.replace(&format!("%({key})s"), value);
                }
            }
        };
        replace(&mut self.name);
        let texts = [
            &mut self.label,
            &mut self.hint,
            &mut self.guidance_hint,
            &mut self.constraint_message,
            &mut self.required_message,
        ];
        texts.into_iter().flatten().flat_map(RawText::texts_mut).for_each(replace);
        self.media.iter_mut().flat_map(|(_, text)| text.texts_mut()).for_each(replace);
        let raws = [
            &mut self.relevant,
            &mut self.required,
            &mut self.readonly,
            &mut self.constraint,
            &mut self.calculate,
            &mut self.count,
            &mut self.default,
            &mut self.choice_filter,
        ];
        raws.into_iter().flatten().for_each(|raw| replace(&mut raw.text));
    }
}

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
    pub warning_message: Option<RawText>,
    pub media: Vec<(String, RawText)>,
    pub relevant: Option<Raw>,
    pub required: Option<Raw>,
    pub readonly: Option<Raw>,
    pub constraint: Option<Raw>,
    pub warning: Option<Raw>,
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

    /// Replaces `%(name)s` and the like in all texts of this row, as a loop does for each of its columns. Gives the texts
    /// that hold a `%` which is neither such a place nor doubled.
    pub fn substitute(&mut self, column: &BTreeMap<String, String>) -> Vec<String> {
        let mut unclear = Vec::new();
        let mut replace = |text: &mut String| match filled(text, column) {
            Some(filled) => *text = filled,
            None => unclear.push(text.clone()),
        };
        replace(&mut self.name);
        let texts = [
            &mut self.label,
            &mut self.hint,
            &mut self.guidance_hint,
            &mut self.constraint_message,
            &mut self.required_message,
            &mut self.warning_message,
        ];
        texts.into_iter().flatten().flat_map(RawText::texts_mut).for_each(&mut replace);
        self.media.iter_mut().flat_map(|(_, text)| text.texts_mut()).for_each(&mut replace);
        let raws = [
            &mut self.relevant,
            &mut self.required,
            &mut self.readonly,
            &mut self.constraint,
            &mut self.warning,
            &mut self.calculate,
            &mut self.count,
            &mut self.default,
            &mut self.choice_filter,
        ];
        raws.into_iter().flatten().for_each(|raw| replace(&mut raw.text));
        unclear
    }
}

/// The text with values for `%(key)s`; `%%` is a `%`, and `%s` stays. `None`: another `%`, or a key that is not there.
fn filled(text: &str, values: &BTreeMap<String, String>) -> Option<String> {
    let mut parts = text.split('%');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    while let Some(part) = parts.next() {
        if part.is_empty() {
            // Of a doubled one the text goes on behind the second.
            filled.push('%');
            filled.push_str(parts.next()?);
        } else if part.starts_with('s') {
            filled.push('%');
            filled.push_str(part);
        } else {
            let (key, rest) = part.strip_prefix('(')?.split_once(")s")?;
            filled.push_str(values.get(key)?);
            filled.push_str(rest);
        }
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_in_a_loop_is_a_place_for_a_value_or_is_doubled() {
        let values = BTreeMap::from([("name".to_owned(), "a".to_owned())]);
        let filled = |text: &str| filled(text, &values);
        assert_eq!(filled("x %(name)s 100%% %(name)s"), Some("x a 100% a".to_owned()));
        assert_eq!(filled("plain"), Some("plain".to_owned()));
        for text in ["50%", "50 % of", "%(other)s", "%(name)d", "%(name"] {
            assert_eq!(filled(text), None, "{text}");
        }
    }
}

//! Labels, hints and messages: raw texts by language to templates with values in them.
//!
//! Start at [`Texts::compile`].

use crate::definition::{Media, Part, Template, Text};
use crate::problem::Place;
use crate::xlsform::drafts::RawText;
use crate::xlsform::expressions::Expressions;
use crate::xlsform::languages::Languages;
use crate::xlsform::lex;
use crate::xlsform::names::{has_mention, mentions};
use crate::xlsform::refs::Focus;

/// Makes texts in the languages of one form.
pub(super) struct Texts<'a> {
    pub languages: &'a Languages,
}

impl Texts<'_> {
    /// A text in every language that it has. One that has no language holds in all of them.
    pub fn compile(
        &self,
        raw: &RawText,
        focus: Focus,
        expressions: &mut Expressions,
        place: impl Fn(Option<usize>) -> Place,
    ) -> Text {
        Text(self.spread(raw, |text, column| template(text, focus, expressions, || place(column))))
    }

    /// Files by language.
    pub fn media(&self, kind: &str, raw: &RawText) -> Media {
        Media { kind: kind.to_owned(), files: self.spread(raw, |text, _| text.to_owned()) }
    }

    /// One entry per language.
    fn spread<T: Clone>(&self, raw: &RawText, mut make: impl FnMut(&str, Option<usize>) -> T) -> Vec<Option<T>> {
        let mut entries: Vec<Option<T>> = vec![None; self.languages.count()];
        let translated = raw.0.iter().any(|(language, _)| language.is_some());
        for (language, raw) in &raw.0 {
            let made = make(&raw.text, raw.column);
            match language {
                Some(language) => entries[*language] = Some(made),
                // Beside translations, a text without a language is the default language's, unless that has its own.
                None if translated => {
                    let default = &mut entries[self.languages.default_index()];
                    default.get_or_insert(made);
                }
                None => entries.fill(Some(made)),
            }
        }
        entries
    }
}

/// Whether a text is surely nothing but words, as nearly all labels of choices are.
pub(super) fn is_plain(text: &str) -> bool {
    // Looking for one character first, as in `has_mention`.
    let may_ask = || text.contains('(') && text.contains("instance(");
    !(text.is_empty() || has_mention(text) || may_ask())
}

/// Parts of a text: `${name}` and `instance(…)` are values, all else is as written.
fn template(text: &str, focus: Focus, expressions: &mut Expressions, place: impl Fn() -> Place) -> Template {
    if is_plain(text) {
        return Template(vec![Part::Plain(text.to_owned())]);
    }
    let paths = lex::instance_paths(text);
    let mut values = paths.clone();
    for mention in mentions(text).iter().filter(|mention| mention.name.is_some()) {
        if !paths.iter().any(|&(start, end)| start <= mention.start && mention.end <= end) {
            values.push((mention.start, mention.end));
        }
    }
    values.sort_unstable();
    let mut parts = Vec::new();
    let mut from = 0;
    for (start, end) in values {
        let Some(expr) = expressions.compile_in_text(&text[start..end], focus, &place()) else { continue };
        if from < start {
            parts.push(Part::Plain(text[from..start].to_owned()));
        }
        parts.push(Part::Output(expr));
        from = end;
    }
    if from < text.len() {
        parts.push(Part::Plain(text[from..].to_owned()));
    }
    Template(parts)
}

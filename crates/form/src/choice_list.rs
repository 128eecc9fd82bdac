//! A list of the choices sheet: names, labels and further columns, as many as a province has enterprises.
//!
//! What every choice has is kept as rows of one long text; a label with values in it, and media, which few choices have,
//! stand beside. Start at [`ChoiceList::new`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sheet::Rows;

use crate::definition::{Media, Part, Template, Text};

/// A list of the choices sheet. Also a secondary instance: `instance('name')/root/item`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ChoiceList {
    pub name: String,
    /// Names of the further columns, in order.
    pub columns: Vec<String>,
    /// Of each choice: its name, its label in each language (blank where it has none), its further columns.
    rows: Rows,
    languages: usize,
    /// What does not go into a row, by its number.
    more: BTreeMap<u32, More>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
struct More {
    /// In place of what the row says, where that cannot say it.
    label: Option<Text>,
    media: Vec<Media>,
}

/// One choice, as it is put into a list and as a list gives it back.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Choice {
    pub name: String,
    pub label: Option<Text>,
    pub media: Vec<Media>,
    /// As long as [`ChoiceList::columns`].
    pub columns: Vec<String>,
}

impl ChoiceList {
    /// A list without choices. `languages`: how many a label mostly has, at least one.
    pub fn new(name: String, columns: Vec<String>, languages: usize) -> Self {
        let languages = languages.max(1);
        let rows = Rows::new(1 + languages + columns.len());
        Self { name, columns, rows, languages, more: BTreeMap::new() }
    }

    pub fn push(&mut self, choice: Choice) {
        let Choice { name, label, media, columns } = choice;
        let plain = label.as_ref().and_then(|label| plain_in(label, self.languages));
        let is_rich = label.is_some() && plain.is_none();
        let labels = plain.unwrap_or_else(|| vec![""; self.languages]);
        let cells = std::iter::once(name.as_str()).chain(labels).chain(columns.iter().map(String::as_str));
        let row = self.len();
        self.rows.push(cells);
        let label = label.filter(|_| is_rich);
        if is_rich || !media.is_empty() {
            self.more.insert(row, More { label, media });
        }
    }

    /// As [`push`](Self::push), for a choice whose label is the same words in all languages.
    pub fn push_plain(&mut self, name: &str, label: &str, columns: &[String]) {
        let labels = std::iter::repeat_n(label, self.languages);
        self.rows.push(std::iter::once(name).chain(labels).chain(columns.iter().map(String::as_str)));
    }

    pub fn len(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is stored for the choice in a row.
    pub fn name(&self, row: u32) -> &str {
        self.rows.get(row as usize, 0).unwrap_or_default()
    }

    /// The label of the choice in a row, as its author wrote it.
    pub fn label(&self, row: u32) -> Option<Cow<'_, Text>> {
        if let Some(label) = self.more.get(&row).and_then(|more| more.label.as_ref()) {
            return Some(Cow::Borrowed(label));
        }
        let plain = |text: &str| (!text.is_empty()).then(|| Template(vec![Part::Plain(text.to_owned())]));
        let words: Vec<_> = self.words(row).map(plain).collect();
        words.iter().any(Option::is_some).then_some(Cow::Owned(Text(words)))
    }

    /// The label in a language, or in the first that has one, up to the first value in it.
    pub fn plain_label(&self, row: u32, language: usize) -> &str {
        if let Some(label) = self.more.get(&row).and_then(|more| more.label.as_ref()) {
            return label.plain(language);
        }
        let own = self.words(row).nth(language).filter(|words| !words.is_empty());
        own.or_else(|| self.words(row).find(|words| !words.is_empty())).unwrap_or_default()
    }

    fn words(&self, row: u32) -> impl Iterator<Item = &str> {
        (1..=self.languages).map_while(move |column| self.rows.get(row as usize, column))
    }

    /// A further column of the choice in a row, by its place in [`ChoiceList::columns`].
    pub fn column(&self, row: u32, column: usize) -> Option<&str> {
        self.rows.get(row as usize, column.checked_add(1 + self.languages)?)
    }

    pub fn media(&self, row: u32) -> &[Media] {
        self.more.get(&row).map(|more| more.media.as_slice()).unwrap_or_default()
    }

    pub fn has_media(&self) -> bool {
        self.more.values().any(|more| !more.media.is_empty())
    }

    /// Labels that are more than words: with values in them.
    pub fn rich_labels(&self) -> impl Iterator<Item = &Text> {
        self.more.values().filter_map(|more| more.label.as_ref())
    }

    /// Every choice, made anew.
    pub fn iter(&self) -> impl Iterator<Item = Choice> {
        (0..self.len()).map(|row| Choice {
            name: self.name(row).to_owned(),
            label: self.label(row).map(Cow::into_owned),
            media: self.media(row).to_vec(),
            columns: (0..self.columns.len()).filter_map(|column| self.column(row, column)).map(str::to_owned).collect(),
        })
    }
}

/// The words of a label in each of `languages`, if it is nothing but words.
fn plain_in(label: &Text, languages: usize) -> Option<Vec<&str>> {
    if label.0.len() > languages {
        return None;
    }
    let mut plain = vec![""; languages];
    for (words, template) in plain.iter_mut().zip(&label.0) {
        match template.as_ref().map(|template| template.0.as_slice()) {
            None => {}
            Some([Part::Plain(text)]) if !text.is_empty() => *words = text,
            Some(_) => return None,
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use xpath::Expr;

    use super::*;

    fn words(text: &str) -> Option<Template> {
        Some(Template(vec![Part::Plain(text.to_owned())]))
    }

    fn choice(name: &str, label: Option<Text>) -> Choice {
        Choice { name: name.to_owned(), label, media: Vec::new(), columns: vec![format!("{name}1"), String::new()] }
    }

    fn list(choices: impl IntoIterator<Item = Choice>) -> ChoiceList {
        let mut list = ChoiceList::new("towns".to_owned(), vec!["code".to_owned(), "note".to_owned()], 2);
        choices.into_iter().for_each(|choice| list.push(choice));
        list
    }

    #[test]
    fn what_was_put_into_a_list_comes_out_of_it() {
        let value = Template(vec![Part::Plain("第".to_owned()), Part::Output(Expr::parse("/data/a").unwrap())]);
        let media = vec![Media { kind: "image".to_owned(), files: vec![Some("a.png".to_owned()), None] }];
        let choices = [
            choice("a", Some(Text(vec![words("甲"), words("A")]))),
            choice("b", None),
            choice("c", Some(Text(vec![None, words("C")]))),
            choice("d", Some(Text(vec![Some(value), words("D")]))),
            Choice { media, ..choice("e", Some(Text(vec![words("戊"), None]))) },
        ];
        let list = list(choices.clone());
        assert_eq!(list.iter().collect::<Vec<_>>(), choices);
        assert_eq!((list.rich_labels().count(), list.has_media()), (1, true));
        let package: ChoiceList = postcard::from_bytes(&postcard::to_allocvec(&list).unwrap()).unwrap();
        assert_eq!(package, list);
    }

    #[test]
    fn a_label_is_read_in_the_language_asked_for_or_in_the_first_that_has_one() {
        let list = list([
            choice("a", Some(Text(vec![words("甲"), words("A")]))),
            choice("b", Some(Text(vec![None, words("B")]))),
            choice("c", Some(Text(vec![words("丙")]))),
            choice("d", None),
        ]);
        let read = |language| (0..4).map(|row| list.plain_label(row, language)).collect::<Vec<_>>();
        assert_eq!(read(0), ["甲", "B", "丙", ""]);
        assert_eq!(read(1), ["A", "B", "丙", ""]);
        assert_eq!((list.name(9), list.label(9), list.column(9, 0)), ("", None, None));
    }
}

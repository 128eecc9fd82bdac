//! The texts of a document by id and language, and the texts that stand in place.
//!
//! Start at [`Itext::read`], then [`Texts`].

use std::collections::{BTreeMap, BTreeSet};

use crate::compiling::findings::Findings;
use crate::definition::{Media, Part, Template, Text};
use crate::problem::{Known, Message, Place};
use crate::xform::document::{Element, Piece};
use crate::xform::expressions::Expressions;
use crate::xform::paths::At;

/// Languages of a form at most: every text of the form has an entry for each.
pub(crate) const LANGUAGES: usize = 50;
/// Kinds of media in texts.
const MEDIA: [&str; 4] = ["image", "big-image", "audio", "video"];
/// What the field's converter writes where a language lacks a text.
const LACKING: &str = "-";
/// The language that the field's converter writes where a form has none.
const NO_LANGUAGE: &str = "default";

/// The translations of a form.
#[derive(Default)]
pub(super) struct Itext<'a> {
    /// Empty where the form has no translations.
    pub languages: Vec<String>,
    pub default: usize,
    /// By language.
    texts: Vec<BTreeMap<&'a str, Element<'a>>>,
}

impl<'a> Itext<'a> {
    pub fn read(itext: Option<Element<'a>>, findings: &mut Findings) -> Self {
        let mut read = Self::default();
        let translations = itext.into_iter().flat_map(Element::children).filter(|child| child.name() == "translation");
        for translation in translations {
            let language = translation.attribute("lang").unwrap_or(NO_LANGUAGE).trim();
            if read.languages.iter().any(|known| known == language) {
                let message = Message::LanguageTwice { language: language.to_owned() };
                findings.warning(translation.place(), message);
                continue;
            }
            if read.languages.len() >= LANGUAGES {
                findings.error(translation.place(), Message::LanguagesTooMany { limit: LANGUAGES });
                break;
            }
            if translation.given("default").is_some_and(|default| !matches!(default, "false" | "false()")) {
                read.default = read.languages.len();
            }
            read.languages.push(language.to_owned());
            let texts = translation.children().filter(|child| child.name() == "text");
            read.texts.push(texts.filter_map(|text| Some((text.attribute("id")?, text))).collect());
        }
        if read.languages == [NO_LANGUAGE] {
            read.languages.clear();
        }
        read
    }

    /// How many entries a text has.
    pub fn count(&self) -> usize {
        self.languages.len().max(1)
    }

    fn knows(&self, id: &str) -> bool {
        self.texts.iter().any(|texts| texts.contains_key(id))
    }

    fn ids(&self) -> impl Iterator<Item = &'a str> {
        self.texts.iter().flat_map(|texts| texts.keys().copied())
    }

    /// The value of a text in a language. `form` is empty for the words themselves.
    fn value(&self, language: usize, id: &str, form: &str) -> Option<Element<'a>> {
        let text = self.texts.get(language)?.get(id)?;
        let values = || text.children().filter(|child| child.name() == "value");
        let of = |wanted: &str| values().find(|value| value.attribute("form").unwrap_or_default() == wanted);
        if form.is_empty() { of("").or_else(|| of("long")).or_else(|| of("short")) } else { of(form) }
    }
}

/// What a label, a hint or a text of a choice says and shows.
#[derive(Default)]
pub(super) struct Words {
    pub text: Option<Text>,
    pub guidance: Option<Text>,
    pub media: Vec<Media>,
}

/// Makes texts in the languages of one form.
pub(super) struct Texts<'a> {
    pub itext: Itext<'a>,
}

impl<'a> Texts<'a> {
    /// What a `label` or `hint` says: a text by id, a value, or the words that stand in it.
    pub fn words(&self, element: Element<'a>, at: At<'_>, expressions: &mut Expressions) -> Words {
        let place = element.place_of("ref");
        match element.attribute("ref") {
            Some(reference) => match itext_id(reference) {
                Some(id) => self.by_id(id, at, &place, expressions),
                None => {
                    let output = expressions.compile(reference, at, &place).map(|expr| vec![Part::Output(expr)]);
                    Words { text: output.map(|parts| untranslated(Template(parts))), ..Words::default() }
                }
            },
            None => {
                let template = template(element, at, expressions);
                let text = (!template.0.is_empty()).then(|| untranslated(template));
                Words { text, ..Words::default() }
            }
        }
    }

    /// A message in an attribute: a text by id, or the words themselves.
    pub fn message(&self, element: Element<'a>, name: &str, at: At<'_>, expressions: &mut Expressions) -> Option<Text> {
        let raw = element.attribute(name)?;
        match itext_id(raw) {
            Some(id) => self.by_id(id, at, &element.place_of(name), expressions).text,
            None => Some(plain(raw.trim())),
        }
    }

    /// A text by its id.
    pub fn by_id(&self, id: &str, at: At<'_>, place: &Place, expressions: &mut Expressions) -> Words {
        if !self.itext.knows(id) {
            let message = Message::TextUnknown { id: id.to_owned() };
            expressions.findings.warning(place.clone(), message).near(Known::Text, id, self.itext.ids());
            return Words::default();
        }
        let mut spread = |form: &str| -> Option<Text> {
            let entries: Vec<Option<Template>> = (0..self.itext.count())
                .map(|language| {
                    let value = self.itext.value(language, id, form)?;
                    let lacks = self.itext.count() > 1 && value.text() == LACKING && value.children().next().is_none();
                    let template = template(value, at, expressions);
                    (!lacks && !template.0.is_empty()).then_some(template)
                })
                .collect();
            entries.iter().any(Option::is_some).then_some(Text(entries))
        };
        let (text, guidance) = (spread(""), spread("guidance"));
        let media = MEDIA.iter().filter_map(|&kind| {
            let file = |language| {
                let name = self.itext.value(language, id, kind)?.text();
                let name =
                    name.strip_prefix("jr://").and_then(|rest| rest.split_once('/')).map_or(name, |(_, file)| file);
                (!name.is_empty() && name != LACKING).then(|| name.to_owned())
            };
            let files: Vec<Option<String>> = (0..self.itext.count()).map(file).collect();
            files.iter().any(Option::is_some).then(|| Media { kind: kind.to_owned(), files })
        });
        Words { text, guidance, media: media.collect() }
    }

    /// The texts that expressions ask for: those that they name, or all where one works out an id.
    pub fn asked_for(&self, expressions: &mut Expressions) -> BTreeMap<String, Text> {
        let calls: Vec<Option<String>> = expressions.texts().flat_map(calls).collect();
        let named: BTreeSet<&str> = calls.iter().flatten().map(String::as_str).collect();
        let is_any = calls.iter().any(Option::is_none);
        let ids: BTreeSet<&str> = self.itext.ids().filter(|id| is_any || named.contains(id)).collect();
        let text = |id: &str| Some((id.to_owned(), self.by_id(id, At::Anywhere, &Place::default(), expressions).text?));
        ids.into_iter().filter_map(text).collect()
    }
}

/// The same words in every language.
pub(super) fn plain(text: &str) -> Text {
    untranslated(Template(vec![Part::Plain(text.to_owned())]))
}

/// The same words in every language: one entry serves them all.
fn untranslated(template: Template) -> Text {
    Text(vec![Some(template)])
}

/// The id in `jr:itext('id')`, with quotes or without.
pub(super) fn itext_id(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("jr:itext(")?.strip_suffix(')')?.trim();
    let quoted = inner.strip_prefix(['\'', '"']).and_then(|inner| inner.strip_suffix(['\'', '"']));
    Some(quoted.unwrap_or(inner))
}

/// The ids that an expression asks for; `None` is one that it works out.
fn calls(text: &str) -> Vec<Option<String>> {
    let calls = text.match_indices("jr:itext(").map(|(at, call)| {
        let inner = text[at + call.len()..].trim_start();
        let quote = inner.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
        inner[1..].split_once(quote).map(|(id, _)| id.to_owned())
    });
    calls.collect()
}

/// Parts of a text: `output` is a value, all else is as written, without the space around the whole.
fn template(element: Element<'_>, at: At<'_>, expressions: &mut Expressions) -> Template {
    let mut parts: Vec<Part> = Vec::new();
    let mut waiting: Vec<Piece<'_>> = element.pieces().collect();
    waiting.reverse();
    while let Some(piece) = waiting.pop() {
        match piece {
            Piece::Text(text) => match parts.last_mut() {
                Some(Part::Plain(before)) => before.push_str(text),
                _ => parts.push(Part::Plain(text.to_owned())),
            },
            Piece::Element(output) if output.name() == "output" => {
                let name = if output.attribute("value").is_some() { "value" } else { "ref" };
                let place = output.place_of(name);
                let expr = output.attribute(name).and_then(|text| expressions.compile_in_text(text, at, &place));
                parts.extend(expr.map(Part::Output));
            }
            // Words that are only set off, in bold perhaps.
            Piece::Element(inner) => {
                let pieces: Vec<Piece<'_>> = inner.pieces().collect();
                waiting.extend(pieces.into_iter().rev());
            }
        }
    }
    if let Some(Part::Plain(text)) = parts.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Part::Plain(text)) = parts.last_mut() {
        text.truncate(text.trim_end().len());
    }
    parts.retain(|part| !matches!(part, Part::Plain(text) if text.is_empty()));
    Template(parts)
}

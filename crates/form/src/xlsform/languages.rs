//! The languages of a form, collected from its columns.
//!
//! Start at [`Languages::collect`].
//!
//! Not here: the texts themselves (`texts`).

use crate::xlsform::columns::Heading;

/// Columns that exist per language: their words without the language.
const TRANSLATED: &[&[&str]] = &[
    &["label"],
    &["hint"],
    &["guidance_hint"],
    &["bind", "jr:constraintMsg"],
    &["bind", "jr:requiredMsg"],
    &["bind", "jr:noAppErrorString"],
    &["bind", "taizhang:warningMsg"],
    &["media", "image"],
    &["media", "big-image"],
    &["media", "audio"],
    &["media", "video"],
];

/// Names of the languages, in the order of the columns.
pub(super) struct Languages {
    pub names: Vec<String>,
    /// The language of texts without one, where the same cell has other languages too.
    default_name: String,
}

impl Languages {
    /// `default_name` is the setting `default_language`.
    pub fn collect<'a>(headings: impl Iterator<Item = &'a Heading> + Clone, default_name: Option<&str>) -> Self {
        let default_name = default_name.unwrap_or("default").to_owned();
        let mut names: Vec<String> = Vec::new();
        for heading in headings.clone() {
            let Some((field, language)) = translated(heading) else { continue };
            let mixed =
                || headings.clone().any(|other| translated(other).is_some_and(|(f, l)| f == field && l.is_some()));
            let name = match language {
                Some(language) => language,
                None if mixed() => &default_name,
                None => continue,
            };
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        Self { names, default_name }
    }

    /// How many entries a text has.
    pub fn count(&self) -> usize {
        self.names.len().max(1)
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// The language a form opens in.
    pub fn default_index(&self) -> usize {
        self.find(&self.default_name).unwrap_or(0)
    }

    /// Whether texts come in languages at all.
    pub fn any(&self) -> bool {
        !self.names.is_empty()
    }
}

/// The field and the language of a heading that exists per language.
pub(super) fn translated(heading: &Heading) -> Option<(&'static [&'static str], Option<&str>)> {
    let field = TRANSLATED
        .iter()
        .copied()
        .find(|&field| heading.words.len() >= field.len() && heading.words[..field.len()] == *field)?;
    match heading.words.len() - field.len() {
        0 => Some((field, None)),
        1 => Some((field, Some(heading.words[field.len()].as_str()))),
        _ => None,
    }
}

/// Languages whose translated columns are fewer than those of others, each with what it lacks.
pub(super) fn gaps(headings: &[Heading]) -> Vec<(String, String)> {
    let found: Vec<(&'static [&'static str], &str)> = headings
        .iter()
        .filter_map(translated)
        .map(|(field, language)| (field, language.unwrap_or("default")))
        .collect();
    let mut languages: Vec<&str> = Vec::new();
    let mut fields: Vec<&'static [&'static str]> = Vec::new();
    for &(field, language) in &found {
        if !languages.contains(&language) {
            languages.push(language);
        }
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    if languages == ["default"] {
        return Vec::new();
    }
    let lacks = |language: &str| {
        let lacking = fields.iter().filter(|&&field| !found.contains(&(field, language)));
        lacking.map(|field| field[field.len() - 1]).collect::<Vec<_>>().join(", ")
    };
    languages
        .iter()
        .map(|&language| (language.to_owned(), lacks(language)))
        .filter(|(_, lacks)| !lacks.is_empty())
        .collect()
}

/// Whether a name ends in a code in brackets, as `中文 (zh)` does, or is one by itself.
pub(super) fn has_code(name: &str) -> bool {
    let code = |text: &str| {
        let mut parts = text.split('-');
        let first = parts.next().unwrap_or_default();
        (2..=3).contains(&first.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    match name.rsplit_once('(') {
        Some((_, rest)) => rest.trim_end().strip_suffix(')').is_some_and(|text| code(text.trim())),
        None => name == "default",
    }
}

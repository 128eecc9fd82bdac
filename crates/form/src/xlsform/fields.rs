//! The cells of a survey row, put where they belong in a draft.
//!
//! Start at [`Fields::new`], then [`Fields::fill`].
//!
//! Not here: what a row is (`types`), how rows nest (`survey`).

use crate::compiling::words::appearance_words;
use crate::problem::{Known, Message};
use crate::xlsform::columns::{Heading, OURS, OWN_BINDS, SURVEY, snake_case};
use crate::xlsform::drafts::{Draft, Raw, RawText};
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::grid::{Grid, Row, plain, straight};
use crate::xlsform::languages::{Languages, translated};

/// What each heading of the survey holds.
pub(super) struct Fields {
    fields: Vec<Field>,
    /// Whether several spaces in a row count as one, as the setting `clean_text_values` has it.
    cleans: bool,
}

#[derive(Clone, PartialEq, Debug)]
enum Field {
    Type,
    Name,
    Label(Option<usize>),
    Hint(Option<usize>),
    GuidanceHint(Option<usize>),
    ConstraintMessage(Option<usize>),
    RequiredMessage(Option<usize>),
    WarningMessage(Option<usize>),
    Media(String, Option<usize>),
    Relevant,
    Required,
    Readonly,
    Constraint,
    Warning,
    Calculate,
    Count,
    Default,
    ChoiceFilter,
    Trigger,
    SaveTo,
    Appearance,
    Parameters,
    Disabled,
    /// Kept as it is, under its heading.
    Extra(String),
    /// Cannot be kept; reported with its first cell.
    Refused,
}

/// What a row holds besides the parts of its draft.
#[derive(Default)]
pub(super) struct Cells<'a> {
    pub kind: Option<Raw>,
    pub name: Option<&'a str>,
    pub name_column: Option<usize>,
    pub trigger: Option<Raw>,
    pub parameters: Option<Raw>,
    pub disabled: Option<&'a str>,
    /// Whether the row holds anything but `disabled`.
    pub any: bool,
}

impl Fields {
    pub fn new(grid: &Grid, languages: &Languages, cleans: bool, findings: &mut Findings) -> Self {
        let fields: Vec<Field> = grid.headings.iter().map(|heading| field(heading, languages)).collect();
        for (at, (heading, field)) in grid.headings.iter().zip(&fields).enumerate() {
            if *field == Field::Refused {
                grid.refuse(at, |_| true, findings);
            }
            let known_group = ["bind", "control", "instance", "media"].contains(&heading.words[0].as_str());
            let is_unknown = !known_group && !SURVEY.known.contains(&heading.words[0].as_str());
            // What others call their own is kept for them; in our own namespace there is nothing else.
            let is_ours = matches!(&heading.words[..], [group, name, ..] if group == "bind" && name.starts_with(OURS))
                && !OWN_BINDS.contains(&heading.words.join("::").as_str());
            if matches!(field, Field::Extra(_)) && (is_unknown || is_ours) {
                let place = findings::sheet(grid.sheet).row(1).column(&heading.header);
                let message = Message::ColumnUnknown { column: heading.header.clone() };
                let mut problem = findings.warning(place, message);
                match is_ours {
                    true => problem.near(Known::Column, &heading.header, OWN_BINDS.iter().copied()),
                    false => problem.near(Known::Column, &snake_case(&heading.header), SURVEY.spellings()),
                };
            }
        }
        Self { fields, cleans }
    }

    /// Puts the cells of a row into `draft`.
    pub fn fill<'a>(&self, grid: &Grid, row: &'a Row, draft: &mut Draft, findings: &mut Findings) -> Cells<'a> {
        let mut cells = Cells::default();
        for cell in &row.cells {
            // Texts for people keep their quotes and spaces.
            let text = || Raw { text: cell.text.clone(), column: Some(cell.heading) };
            let plain = |text: &str| if self.cleans { plain(text) } else { straight(text) };
            let raw = || Raw { text: plain(&cell.text), column: Some(cell.heading) };
            let add = |field: &mut Option<RawText>, language: &Option<usize>| {
                field.get_or_insert_default().0.push((*language, text()));
            };
            let field = &self.fields[cell.heading];
            cells.any |= *field != Field::Disabled;
            match field {
                Field::Type => cells.kind = Some(raw()),
                Field::Name => (cells.name, cells.name_column) = (Some(cell.text.as_str()), Some(cell.heading)),
                Field::Label(language) => add(&mut draft.label, language),
                Field::Hint(language) => add(&mut draft.hint, language),
                Field::GuidanceHint(language) => add(&mut draft.guidance_hint, language),
                Field::ConstraintMessage(language) => add(&mut draft.constraint_message, language),
                Field::RequiredMessage(language) => add(&mut draft.required_message, language),
                Field::WarningMessage(language) => add(&mut draft.warning_message, language),
                Field::Media(kind, language) => match draft.media.iter_mut().find(|(known, _)| known == kind) {
                    Some((_, texts)) => texts.0.push((*language, text())),
                    None => {
                        if !matches!(kind.as_str(), "image" | "big-image" | "audio" | "video") {
                            let place = grid.place(row.number, cell.heading);
                            findings.error(place, Message::MediaUnknown { kind: kind.clone() });
                        }
                        draft.media.push((kind.clone(), RawText(vec![(*language, text())])));
                    }
                },
                Field::Relevant => draft.relevant = Some(raw()),
                Field::Required => draft.required = Some(raw()),
                Field::Readonly => draft.readonly = Some(raw()),
                Field::Constraint => draft.constraint = Some(raw()),
                Field::Warning => draft.warning = Some(raw()),
                Field::Calculate => draft.calculate = Some(raw()),
                Field::Count => draft.count = Some(raw()),
                Field::Default => draft.default = Some(raw()),
                Field::ChoiceFilter => draft.choice_filter = Some(raw()),
                Field::Trigger => cells.trigger = Some(raw()),
                Field::SaveTo => draft.save_to = Some(raw()),
                Field::Appearance => draft.appearance = appearance_words(&plain(&cell.text)),
                Field::Parameters => cells.parameters = Some(raw()),
                Field::Disabled => cells.disabled = Some(&cell.text),
                Field::Extra(name) => _ = draft.extra.insert(name.clone(), cell.text.clone()),
                Field::Refused => {}
            }
        }
        cells
    }

    /// Whether references are checked in this column: not where they are read in another way.
    pub fn takes_references(&self, heading: usize) -> bool {
        !matches!(self.fields.get(heading), Some(Field::Type | Field::Name | Field::Trigger) | None)
    }

    /// Whether what stands in this column goes into the record's description as it is, with paths for references.
    pub fn is_kept(&self, heading: usize) -> bool {
        match self.fields.get(heading) {
            Some(Field::Media(..) | Field::Appearance) => true,
            Some(Field::Extra(name)) => ["bind::", "body::", "instance::"].iter().any(|group| name.starts_with(group)),
            _ => false,
        }
    }
}

fn field(heading: &Heading, languages: &Languages) -> Field {
    if let Some((field, language)) = translated(heading) {
        let language = language.and_then(|name| languages.find(name));
        return match field {
            ["label"] => Field::Label(language),
            ["hint"] => Field::Hint(language),
            ["guidance_hint"] => Field::GuidanceHint(language),
            ["bind", "jr:constraintMsg"] => Field::ConstraintMessage(language),
            ["bind", "jr:requiredMsg"] => Field::RequiredMessage(language),
            ["bind", "taizhang:warningMsg"] => Field::WarningMessage(language),
            ["media", kind] => Field::Media((*kind).to_owned(), language),
            _ => Field::Extra(heading.words.join("::")),
        };
    }
    let words: Vec<&str> = heading.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["type"] => Field::Type,
        ["name"] => Field::Name,
        ["bind", "relevant"] => Field::Relevant,
        ["bind", "required"] => Field::Required,
        ["bind", "readonly"] => Field::Readonly,
        ["bind", "constraint"] => Field::Constraint,
        ["bind", "taizhang:warning"] => Field::Warning,
        ["bind", "calculate"] => Field::Calculate,
        ["bind", "entities:saveto"] => Field::SaveTo,
        ["control", "appearance"] => Field::Appearance,
        ["control", "jr:count"] => Field::Count,
        ["default"] => Field::Default,
        ["choice_filter"] => Field::ChoiceFilter,
        ["trigger"] => Field::Trigger,
        ["parameters"] => Field::Parameters,
        ["disabled"] => Field::Disabled,
        ["media", kind] => Field::Media((*kind).to_owned(), None),
        ["bind" | "control" | "instance" | "actions"] => Field::Refused,
        [
            "bind",
            "relevant" | "required" | "readonly" | "constraint" | "calculate" | "type" | "entities:saveto"
            | "taizhang:warning",
            _,
            ..,
        ]
        | ["bind", "jr:constraintMsg" | "jr:requiredMsg" | "jr:noAppErrorString" | "taizhang:warningMsg", _, _, ..]
        | ["type" | "name" | "default" | "choice_filter" | "parameters" | "trigger" | "disabled", _, ..]
        | ["label" | "hint" | "guidance_hint" | "media", _, _, ..] => Field::Refused,
        ["control", rest @ ..] => Field::Extra(format!("body::{}", rest.join("::"))),
        words => Field::Extra(words.join("::")),
    }
}

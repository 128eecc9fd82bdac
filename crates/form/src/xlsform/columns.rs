//! What the headings of the sheets mean: other spellings of a column, and columns per language.
//!
//! `Label::中文 (zh)` becomes the words `label`, `中文 (zh)`; `relevance` becomes `bind`, `relevant`. Start at
//! [`Columns::headings`]; [`SURVEY`], [`CHOICES`], [`SETTINGS`] and [`ENTITIES`] are the tables it works by.
//!
//! Not here: the fields of a survey row (`fields`).

use crate::follow_up;
use crate::problem::Message;
use crate::xlsform::findings::{self, Findings};
use crate::{keeping, withdrawal};

/// One heading: where it stands, as it is written, and the words it comes down to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Heading {
    pub column: u16,
    pub header: String,
    pub words: Vec<String>,
}

/// The headings that a sheet knows.
pub(super) struct Columns {
    /// Names that stand for themselves.
    pub known: &'static [&'static str],
    /// Other spellings, and what they come down to.
    pub aliases: &'static [(&'static str, &'static [&'static str])],
}

pub(super) const SURVEY: Columns = Columns {
    known: &[
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "default",
        "choice_filter",
        "parameters",
        "trigger",
        "query",
        "bind",
        "control",
        "media",
        "instance",
        "disabled",
        "intent",
        "sms_field",
        "sms_option",
    ],
    aliases: &[
        ("compact_tag", &["instance", "odk:tag"]),
        ("read_only", &["bind", "readonly"]),
        ("readonly", &["bind", "readonly"]),
        ("relevant", &["bind", "relevant"]),
        ("relevance", &["bind", "relevant"]),
        ("caption", &["label"]),
        ("appearance", &["control", "appearance"]),
        ("required", &["bind", "required"]),
        ("constraint", &["bind", "constraint"]),
        ("constraint_message", &["bind", "jr:constraintMsg"]),
        ("constraining_message", &["bind", "jr:constraintMsg"]),
        ("required_message", &["bind", "jr:requiredMsg"]),
        ("requiredmsg", &["bind", "jr:requiredMsg"]),
        ("calculation", &["bind", "calculate"]),
        ("calculate", &["bind", "calculate"]),
        ("command", &["type"]),
        ("tag", &["name"]),
        ("value", &["name"]),
        ("image", &["media", "image"]),
        ("big-image", &["media", "big-image"]),
        ("audio", &["media", "audio"]),
        ("video", &["media", "video"]),
        ("count", &["control", "jr:count"]),
        ("repeat_count", &["control", "jr:count"]),
        ("jr:count", &["control", "jr:count"]),
        ("autoplay", &["control", "autoplay"]),
        ("rows", &["control", "rows"]),
        ("noapperrorstring", &["bind", "jr:noAppErrorString"]),
        ("no_app_error_string", &["bind", "jr:noAppErrorString"]),
        ("body", &["control"]),
        ("save_to", &["bind", "entities:saveto"]),
    ],
};

/// Begins the names of binds that XLSForm does not have and we do.
pub(super) const OURS: &str = "taizhang:";
/// The columns of those.
pub(super) const OWN_BINDS: &[&str] = &[
    "bind::taizhang:warning",
    "bind::taizhang:warningMsg",
    follow_up::OFFERS,
    follow_up::THEN,
    follow_up::WITH,
    withdrawal::WITHDRAW,
    keeping::KEEP,
];

pub(super) const CHOICES: Columns = Columns {
    known: &["name", "label", "media", "sms_option"],
    aliases: &[
        ("list_name", &["list name"]),
        ("caption", &["label"]),
        ("value", &["name"]),
        ("image", &["media", "image"]),
        ("big-image", &["media", "big-image"]),
        ("audio", &["media", "audio"]),
        ("video", &["media", "video"]),
    ],
};

pub(super) const SETTINGS: Columns = Columns {
    known: &[
        "id_string",
        "title",
        "version",
        "default_language",
        "instance_name",
        "style",
        "name",
        "allow_choice_duplicates",
        "clean_text_values",
        "add_none_option",
        "omit_instanceID",
        "public_key",
        "submission_url",
        "auto_send",
        "auto_delete",
        "client_editable",
        "namespaces",
        "instance_xmlns",
        "attribute",
        "prefix",
        "delimiter",
        "sms_keyword",
        "sms_separator",
        "sms_allow_media",
        "sms_date_format",
        "sms_datetime_format",
        "sms_response",
        "flat",
        "instance_id",
    ],
    aliases: &[
        ("form_title", &["title"]),
        ("set_form_title", &["title"]),
        ("form_id", &["id_string"]),
        ("set_form_id", &["id_string"]),
        ("prefix", &["prefix"]),
    ],
};

pub(super) const ENTITIES: Columns = Columns {
    known: &["dataset", "entity_id", "create_if", "update_if", "repeat", "label"],
    aliases: &[("list_name", &["dataset"])],
};

impl Columns {
    /// Reads a header row: the number and text of each cell that holds one.
    pub fn headings(&self, sheet: &str, texts: Vec<(u16, String)>, findings: &mut Findings) -> Vec<Heading> {
        let texts: Vec<(u16, String, String)> =
            texts.into_iter().map(|(column, raw)| (column, single_spaces(raw.trim()), raw)).collect();
        let double_colon = texts.iter().any(|(_, text, _)| text.contains("::"));
        let mut headings: Vec<Heading> = Vec::with_capacity(texts.len());
        for (column, header, raw) in texts {
            let words = self.words(&header, double_colon);
            if let Some(other) = headings.iter().find(|other| other.words == words) {
                let place = findings::sheet(sheet).row(1).column(&header);
                if other.header == header {
                    // Two that differ in spaces alone are one column for the field's converter, whose last filled cell counts.
                    let spaced = raw != header;
                    let message = match spaced {
                        true => Message::ColumnSpacedTwice { column: header.clone() },
                        false => Message::ColumnTwice { first: header.clone(), second: header.clone() },
                    };
                    if spaced {
                        findings.warning(place, message)
                    } else {
                        findings.error(place, message)
                    };
                } else {
                    // Two spellings of one column are refused, except that the proper one may follow: it then wins.
                    // `form_id` may stand beside the older `id_string`, and wins.
                    let ids = [other.header.as_str(), header.as_str()]
                        .iter()
                        .all(|id| matches!(*id, "id_string" | "form_id"));
                    let proper = words == [header.as_str()] || !self.knows(&words[0]) || ids;
                    let message = Message::ColumnTwice { first: other.header.clone(), second: header.clone() };
                    if proper {
                        findings.warning(place, message)
                    } else {
                        findings.error(place, message)
                    };
                }
            }
            headings.push(Heading { column, header, words });
        }
        headings
    }

    /// Whether the first word of a heading means something here.
    fn knows(&self, first: &str) -> bool {
        self.known.contains(&first) || self.aliases.iter().any(|(_, words)| words[0] == first)
    }

    /// Every spelling that names a column here, for advice.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> {
        self.known.iter().copied().chain(self.aliases.iter().map(|&(alias, _)| alias))
    }

    fn words(&self, header: &str, double_colon: bool) -> Vec<String> {
        let alias = |word: &str| self.aliases.iter().find(|&&(alias, _)| alias == word).map(|&(_, words)| words);
        let known = |word: &str| self.known.contains(&word) && alias(word).is_none();
        let snake = snake_case(header);
        for word in [header, &snake] {
            if known(word) {
                return vec![word.to_owned()];
            }
        }
        let mut words = if double_colon { split(header, "::") } else { split_single(header) };
        let first = snake_case(&words[0]);
        if let Some(replacement) = alias(&first) {
            words.splice(0..1, replacement.iter().map(|&word| word.to_owned()));
        } else if self.known.contains(&first.as_str()) {
            words[0] = first;
        }
        words
    }
}

fn single_spaces(text: &str) -> String {
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `List  Name` as `list_name`.
pub(super) fn snake_case(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase()
}

fn split(header: &str, separator: &str) -> Vec<String> {
    header.split(separator).map(|word| word.trim().to_owned()).collect()
}

/// Single colons part words too, where no header of the sheet has double ones; but `jr:count` is one word.
fn split_single(header: &str) -> Vec<String> {
    let mut words = split(header, ":");
    if let Some(at) = words.iter().position(|word| word == "jr").filter(|at| at + 1 < words.len()) {
        let joined = format!("jr:{}", words[at + 1]);
        words.splice(at..at + 2, [joined]);
    }
    words
}

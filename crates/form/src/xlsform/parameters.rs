//! The `parameters` column: reading it, and what each question type takes.
//!
//! Not here: the numbers of a range (`range`).

use std::collections::BTreeMap;

use crate::definition::UploadKind;
use crate::problem::{Known, Message, Place};
use crate::xlsform::findings::Findings;
use crate::xlsform::names::{is_name, sole_reference};
use crate::xlsform::types::{Ask, Kind, SelectType};

pub(super) type Parameters = BTreeMap<String, String>;

/// Reads `key=value key=value`, with spaces, commas or semicolons between. `None`: it is not of that form.
///
/// Keys and values are taken in lower case, but for values that name a column. So a seed cannot name a question with a
/// capital letter, as in the field's converter.
pub(super) fn read(text: &str) -> Option<Parameters> {
    let mut parameters = Parameters::new();
    let spaced = text.replace('=', " = ");
    let mut words = spaced.split([' ', '\t', '\n', '\r', ',', ';', '\u{a0}']).filter(|word| !word.is_empty());
    while let Some(key) = words.next() {
        if key == "=" || words.next() != Some("=") {
            return None;
        }
        let value = words.next().filter(|&value| value != "=")?;
        let key = key.to_lowercase();
        let keep_case = matches!(key.as_str(), "label" | "value");
        let value = if keep_case { value.to_owned() } else { value.to_lowercase() };
        parameters.insert(key, value);
    }
    Some(parameters)
}

const AUDIO: &[&str] = &["quality"];
const AUDIT: &[&str] = &[
    "identify-user",
    "location-max-age",
    "location-min-interval",
    "location-priority",
    "track-changes",
    "track-changes-reasons",
];
const GEO_LINE: &[&str] = &["allow-mock-accuracy", "incremental", "reference-geometry"];
const GEO_POINT: &[&str] = &["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"];
const IMAGE: &[&str] = &["app", "max-pixels"];
const RANGE: &[&str] = &["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"];
const SELECT: &[&str] = &["randomize", "seed"];
const SELECT_FROM_FILE: &[&str] = &["label", "randomize", "seed", "value"];
const TEXT: &[&str] = &["rows"];

/// Which types take which parameters. Other types take none.
pub(super) const ACCEPTED: &[(&[&str], &[&str])] = &[
    (&["text"], TEXT),
    (&["image", "photo", "add image prompt", "add photo prompt"], IMAGE),
    (&["audio", "add audio prompt", "background-audio"], AUDIO),
    (&["geopoint"], GEO_POINT),
    (&["geotrace", "geoshape"], GEO_LINE),
    (&["range"], RANGE),
    (&["audit"], AUDIT),
    (&["select_one_from_file", "select_multiple_from_file"], SELECT_FROM_FILE),
    (
        &[
            "select_one",
            "select_multiple",
            "rank",
            "select_one_external",
            "select one from file",
            "select multiple from file",
            "select one from",
            "select one",
            "select1",
            "select all that apply from",
            "select all that apply",
            "add select one prompt using",
            "add select multiple prompt using",
        ],
        SELECT,
    ),
];

fn accepted(kind: &str) -> Option<&'static [&'static str]> {
    ACCEPTED.iter().find(|(kinds, _)| kinds.contains(&kind)).map(|&(_, names)| names)
}

/// Checks the parameters of a question that is no select.
pub(super) fn check(
    kind: &Kind,
    parameters: &Parameters,
    appearance: &[String],
    place: &Place,
    findings: &mut Findings,
) {
    let mut check = Check { parameters, place, findings };
    check.names_of(kind.name);
    match (kind.name, kind.ask) {
        ("text", _) => check.integer("rows"),
        (_, Ask::Upload(UploadKind::Image)) if accepted(kind.name).is_some() => {
            check.integer("max-pixels");
            if !parameters.contains_key("max-pixels") {
                check.findings.warning(place.clone(), Message::MaxPixelsAdvised);
            }
            let annotates = appearance.is_empty() || *appearance == ["annotate"];
            if let Some(app) = parameters.get("app").filter(|app| annotates && !is_package(app)) {
                check.wrong("app", app);
            }
        }
        ("audio" | "add audio prompt", _) => {
            check.one_of("quality", &["voice-only", "low", "normal", "external"]);
        }
        ("background-audio", _) => check.one_of("quality", &["voice-only", "low", "normal"]),
        ("geopoint", _) => {
            check.number("capture-accuracy");
            check.number("warning-accuracy");
            check.one_of("allow-mock-accuracy", &["true", "false"]);
        }
        ("geotrace" | "geoshape", _) => {
            check.one_of("incremental", &["true", "yes", "true()"]);
            check.one_of("allow-mock-accuracy", &["true", "false"]);
        }
        _ => {}
    }
}

/// Checks the parameters of an audit.
pub(super) fn check_audit(parameters: &Parameters, place: &Place, findings: &mut Findings) {
    let mut check = Check { parameters, place, findings };
    check.names_of("audit");
    check.one_of("track-changes", &["true", "false"]);
    check.one_of("track-changes-reasons", &["on-form-edit"]);
    check.one_of("identify-user", &["true", "false"]);
    let location = ["location-priority", "location-min-interval", "location-max-age"];
    let Some(given) = location.iter().find(|name| parameters.contains_key(**name)) else { return };
    if let Some(lacking) = location.iter().find(|name| !parameters.contains_key(**name)) {
        let message = Message::ParameterNeeds { name: (*given).to_owned(), needed: (*lacking).to_owned() };
        check.findings.error(place.clone(), message);
        return;
    }
    check.one_of("location-priority", &["no-power", "low-power", "balanced", "high-accuracy"]);
    check.integer("location-min-interval");
    check.integer("location-max-age");
    let seconds = |name: &str| parameters.get(name).and_then(|value| value.parse::<i64>().ok());
    let (least, most) = (seconds("location-min-interval"), seconds("location-max-age"));
    if least.is_some_and(|least| least < 0) {
        check.wrong("location-min-interval", &parameters["location-min-interval"]);
    }
    if most.is_some_and(|most| most < 0) || least.zip(most).is_some_and(|(least, most)| most < least) {
        check.wrong("location-max-age", &parameters["location-max-age"]);
    }
}

/// Checks the parameters of a select.
pub(super) fn check_select(select: &SelectType, parameters: &Parameters, place: &Place, findings: &mut Findings) {
    let mut check = Check { parameters, place, findings };
    let from_file = matches!(select.words, "select_one_from_file" | "select_multiple_from_file");
    check.names_of(select.words);
    for name in ["value", "label"] {
        if let Some(value) = parameters.get(name).filter(|value| from_file && !is_name(value)) {
            check.wrong(name, value);
        }
    }
    check.one_of("randomize", &["true", "false"]);
    let Some(seed) = parameters.get("seed") else { return };
    if !parameters.contains_key("randomize") {
        let message = Message::ParameterNeeds { name: "seed".to_owned(), needed: "randomize=true".to_owned() };
        check.findings.error(place.clone(), message);
    } else if sole_reference(seed).is_none() && seed.parse::<f64>().is_err() {
        check.wrong("seed", seed);
    }
}

struct Check<'a> {
    parameters: &'a Parameters,
    place: &'a Place,
    findings: &'a mut Findings,
}

impl Check<'_> {
    /// Refuses names that the type does not take. Where a type takes none, the converter reads none, and so it is a warning.
    fn names_of(&mut self, kind: &str) {
        let accepted = accepted(kind);
        let names = accepted.unwrap_or_default();
        for name in self.parameters.keys().filter(|name| !names.contains(&name.as_str())) {
            let message = Message::ParameterUnknown { name: name.clone() };
            let mut problem = match accepted {
                Some(_) => self.findings.error(self.place.clone(), message),
                None => self.findings.warning(self.place.clone(), message),
            };
            problem.near(Known::Parameter, name, names.iter().copied());
            if accepted.is_some() {
                problem.accepted(Known::Parameter, names);
            }
        }
    }

    fn one_of(&mut self, name: &str, accepted: &[&str]) {
        if let Some(value) = self.parameters.get(name).filter(|value| !accepted.contains(&value.as_str())) {
            let message = Message::ParameterValue { name: name.to_owned(), value: value.clone() };
            self.findings.error(self.place.clone(), message).accepted(Known::Parameter, accepted);
        }
    }

    fn integer(&mut self, name: &str) {
        if self.parameters.get(name).is_some_and(|value| value.parse::<i64>().is_err()) {
            self.findings.error(self.place.clone(), Message::ParameterNotNumber { name: name.to_owned() });
        }
    }

    fn number(&mut self, name: &str) {
        if self.parameters.get(name).is_some_and(|value| value.parse::<f64>().is_err()) {
            self.findings.error(self.place.clone(), Message::ParameterNotNumber { name: name.to_owned() });
        }
    }

    fn wrong(&mut self, name: &str, value: &str) {
        let message = Message::ParameterValue { name: name.to_owned(), value: value.to_owned() };
        self.findings.error(self.place.clone(), message);
    }
}

/// Whether a text can name an app: two parts or more with dots between, each beginning with a letter.
fn is_package(text: &str) -> bool {
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    text.contains('.') && text.split('.').all(part)
}

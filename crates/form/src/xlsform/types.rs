//! The words of the `type` column.
//!
//! Start at [`RowType::read`]; [`KINDS`] is the table of question types.
//!
//! Not here: what a question of a type becomes (`nodes`), its parameters (`parameters`).

use crate::definition::{DataType, Preload, UploadKind};

/// What a row of the survey is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum RowType {
    /// With the list that a loop goes over.
    Begin(Container, Option<String>),
    End(Container),
    Select(SelectType),
    /// A setting written on the survey sheet, by its column on the settings sheet.
    Setting(&'static str),
    Audit,
    /// `csv-external` or `xml-external`, by the ending of its file.
    External(&'static str),
    /// A group without rows, spelt without `begin`.
    Empty(Container),
    Question(&'static Kind),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Container {
    Group,
    Repeat,
    Loop,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) struct SelectType {
    /// The words that were used.
    pub words: &'static str,
    pub command: SelectCommand,
    pub from_file: bool,
    pub list: String,
    pub or_other: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SelectCommand {
    One,
    Multiple,
    Rank,
    /// From the sheet `external_choices`.
    OneExternal,
}

/// A question type that is one word, or several that are one by custom.
#[derive(PartialEq, Debug)]
pub(super) struct Kind {
    pub name: &'static str,
    pub data: DataType,
    pub ask: Ask,
    /// The rule and the hint that come with the type.
    pub constraint: Option<(&'static str, &'static str)>,
}

/// How it asks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Ask {
    Hidden,
    Preload(Preload),
    /// Filled by the device when asked to; nothing to see.
    Action(Preload),
    Input,
    Note,
    Acknowledge,
    Range,
    Upload(UploadKind),
}

const fn kind(name: &'static str, data: DataType, ask: Ask) -> Kind {
    Kind { name, data, ask, constraint: None }
}

const fn ruled(name: &'static str, data: DataType, constraint: &'static str, hint: &'static str) -> Kind {
    Kind { name, data, ask: Ask::Input, constraint: Some((constraint, hint)) }
}

const IMAGE: Ask = Ask::Upload(UploadKind::Image);
const AUDIO: Ask = Ask::Upload(UploadKind::Audio);
const VIDEO: Ask = Ask::Upload(UploadKind::Video);
const FILE: Ask = Ask::Upload(UploadKind::File);

/// The proper spelling of a type stands first of its kind, so that advice names it.
#[rustfmt::skip]
pub(super) const KINDS: &[Kind] = &[
    kind("text", DataType::Text, Ask::Input),
    kind("integer", DataType::Integer, Ask::Input),
    kind("decimal", DataType::Decimal, Ask::Input),
    kind("range", DataType::Integer, Ask::Range),
    kind("date", DataType::Date, Ask::Input),
    kind("time", DataType::Time, Ask::Input),
    kind("dateTime", DataType::DateTime, Ask::Input),
    kind("note", DataType::Text, Ask::Note),
    kind("acknowledge", DataType::Text, Ask::Acknowledge),
    kind("trigger", DataType::Text, Ask::Acknowledge),
    kind("calculate", DataType::Text, Ask::Hidden),
    kind("hidden", DataType::Text, Ask::Hidden),
    kind("geopoint", DataType::Geopoint, Ask::Input),
    kind("geotrace", DataType::Geotrace, Ask::Input),
    kind("geoshape", DataType::Geoshape, Ask::Input),
    kind("barcode", DataType::Barcode, Ask::Input),
    kind("image", DataType::Binary, IMAGE),
    kind("audio", DataType::Binary, AUDIO),
    kind("video", DataType::Binary, VIDEO),
    kind("file", DataType::Binary, FILE),
    kind("osm", DataType::Binary, FILE),
    kind("start", DataType::DateTime, Ask::Preload(Preload::Start)),
    kind("end", DataType::DateTime, Ask::Preload(Preload::End)),
    kind("today", DataType::Date, Ask::Preload(Preload::Today)),
    kind("deviceid", DataType::Text, Ask::Preload(Preload::DeviceId)),
    kind("username", DataType::Text, Ask::Preload(Preload::Username)),
    kind("email", DataType::Text, Ask::Preload(Preload::Email)),
    kind("phonenumber", DataType::Text, Ask::Preload(Preload::PhoneNumber)),
    kind("start-geopoint", DataType::Geopoint, Ask::Action(Preload::StartGeopoint)),
    kind("background-audio", DataType::Binary, Ask::Action(Preload::BackgroundAudio)),
    kind("background-geopoint", DataType::Geopoint, Ask::Action(Preload::BackgroundGeopoint)),
    // Spellings of older tools.
    kind("photo", DataType::Binary, IMAGE),
    kind("string", DataType::Text, Ask::Input),
    kind("int", DataType::Integer, Ask::Input),
    kind("datetime", DataType::DateTime, Ask::Input),
    kind("date time", DataType::DateTime, Ask::Input),
    kind("gps", DataType::Geopoint, Ask::Input),
    kind("location", DataType::Geopoint, Ask::Input),
    kind("subscriberid", DataType::Text, Ask::Hidden),
    kind("simserial", DataType::Text, Ask::Hidden),
    kind("imei", DataType::Text, Ask::Preload(Preload::DeviceId)),
    kind("q string", DataType::Text, Ask::Input),
    kind("q int", DataType::Integer, Ask::Input),
    kind("q decimal", DataType::Decimal, Ask::Input),
    kind("q date", DataType::Date, Ask::Input),
    kind("q date time", DataType::DateTime, Ask::Input),
    kind("q dateTime", DataType::DateTime, Ask::Input),
    kind("q note", DataType::Text, Ask::Note),
    kind("q acknowledge", DataType::Text, Ask::Acknowledge),
    kind("q calculate", DataType::Text, Ask::Hidden),
    kind("q geopoint", DataType::Geopoint, Ask::Input),
    kind("q geotrace", DataType::Geotrace, Ask::Input),
    kind("q geoshape", DataType::Geoshape, Ask::Input),
    kind("q location", DataType::Geopoint, Ask::Input),
    kind("q barcode", DataType::Barcode, Ask::Input),
    kind("q picture", DataType::Binary, IMAGE),
    kind("q image", DataType::Binary, IMAGE),
    kind("q audio", DataType::Binary, AUDIO),
    kind("q video", DataType::Binary, VIDEO),
    kind("add text prompt", DataType::Text, Ask::Input),
    kind("add integer prompt", DataType::Integer, Ask::Input),
    kind("add decimal prompt", DataType::Decimal, Ask::Input),
    kind("add date prompt", DataType::Date, Ask::Input),
    kind("add date time prompt", DataType::DateTime, Ask::Input),
    kind("add dateTime prompt", DataType::DateTime, Ask::Input),
    kind("add note prompt", DataType::Text, Ask::Note),
    kind("add acknowledge prompt", DataType::Text, Ask::Acknowledge),
    kind("add calculate prompt", DataType::Text, Ask::Hidden),
    kind("add location prompt", DataType::Geopoint, Ask::Input),
    kind("add barcode prompt", DataType::Barcode, Ask::Input),
    kind("add image prompt", DataType::Binary, IMAGE),
    kind("add photo prompt", DataType::Binary, IMAGE),
    kind("add audio prompt", DataType::Binary, AUDIO),
    kind("add video prompt", DataType::Binary, VIDEO),
    kind("add file prompt", DataType::Binary, FILE),
    kind("start time", DataType::DateTime, Ask::Preload(Preload::Start)),
    kind("get start time", DataType::DateTime, Ask::Preload(Preload::Start)),
    kind("end time", DataType::DateTime, Ask::Preload(Preload::End)),
    kind("get end time", DataType::DateTime, Ask::Preload(Preload::End)),
    kind("get today", DataType::Date, Ask::Preload(Preload::Today)),
    kind("device id", DataType::Text, Ask::Preload(Preload::DeviceId)),
    kind("get device id", DataType::Text, Ask::Preload(Preload::DeviceId)),
    kind("get phone number", DataType::Text, Ask::Preload(Preload::PhoneNumber)),
    kind("subscriber id", DataType::Text, Ask::Hidden),
    kind("get subscriber id", DataType::Text, Ask::Hidden),
    kind("sim id", DataType::Text, Ask::Hidden),
    kind("get sim id", DataType::Text, Ask::Hidden),
    kind("uri:deviceid", DataType::Text, Ask::Preload(Preload::DeviceId)),
    kind("uri:username", DataType::Text, Ask::Preload(Preload::Username)),
    kind("uri:email", DataType::Text, Ask::Preload(Preload::Email)),
    kind("uri:phonenumber", DataType::Text, Ask::Preload(Preload::PhoneNumber)),
    kind("uri:subscriberid", DataType::Text, Ask::Hidden),
    kind("uri:simserial", DataType::Text, Ask::Hidden),
    ruled("percentage", DataType::Integer, "0 <= . and . <= 100", ""),
    ruled("phone number", DataType::Text, r"regex(., '^\d*$')", "Enter numbers only."),
    ruled("number of days in last month", DataType::Integer, "0 <= . and . <= 31", "Enter a number 0-31."),
    ruled("number of days in last six months", DataType::Integer, "0 <= . and . <= 183", "Enter a number 0-183."),
    ruled("number of days in last year", DataType::Integer, "0 <= . and . <= 365", "Enter a number 0-365."),
];

/// Ways to say that a row offers choices, and whether they come from a file.
const SELECTS: &[(&str, SelectCommand, bool)] = &[
    ("select_one", SelectCommand::One, false),
    ("select_multiple", SelectCommand::Multiple, false),
    ("rank", SelectCommand::Rank, false),
    ("select_one_from_file", SelectCommand::One, true),
    ("select_multiple_from_file", SelectCommand::Multiple, true),
    ("select_one_external", SelectCommand::OneExternal, false),
    ("select one from file", SelectCommand::One, true),
    ("select multiple from file", SelectCommand::Multiple, true),
    ("select one from", SelectCommand::One, false),
    ("select one", SelectCommand::One, false),
    ("select1", SelectCommand::One, false),
    ("select all that apply from", SelectCommand::Multiple, false),
    ("select all that apply", SelectCommand::Multiple, false),
    ("add select one prompt using", SelectCommand::One, false),
    ("add select multiple prompt using", SelectCommand::Multiple, false),
];

const CONTAINERS: &[(&str, Container)] = &[
    ("group", Container::Group),
    ("repeat", Container::Repeat),
    ("loop", Container::Loop),
    ("lgroup", Container::Repeat),
    ("looped group", Container::Repeat),
];

const SETTINGS: &[(&str, &str)] = &[
    ("form_title", "title"),
    ("set_form_title", "title"),
    ("form_id", "id_string"),
    ("set_form_id", "id_string"),
    ("prefix", "prefix"),
];

/// Metadata that devices no longer give.
pub(super) const OUTDATED: &[&str] = &["subscriberid", "simserial"];

impl RowType {
    /// Reads a type. `None`: there is no such type.
    pub fn read(text: &str) -> Option<Self> {
        if text == "audit" {
            return Some(Self::Audit);
        }
        if let Some((_, setting)) = SETTINGS.iter().find(|(word, _)| *word == text) {
            return Some(Self::Setting(setting));
        }
        if let Some(row_type) = read_begin(text).or_else(|| read_end(text)) {
            return Some(row_type);
        }
        if let Some(select) = SelectType::read(text) {
            return Some(Self::Select(select));
        }
        match text {
            "csv-external" => return Some(Self::External("csv")),
            "xml-external" => return Some(Self::External("xml")),
            "group" | "loop" => return Some(Self::Empty(Container::Group)),
            "repeat" => return Some(Self::Empty(Container::Repeat)),
            _ => {}
        }
        let text = if text.starts_with("osm ") { "osm" } else { text };
        KINDS.iter().find(|kind| kind.name == text).map(Self::Question)
    }

    /// Type words for advice: the first word decides which are compared.
    pub fn known() -> impl Iterator<Item = &'static str> {
        const BEGINS: &[&str] = &[
            "begin_group",
            "end_group",
            "begin_repeat",
            "end_repeat",
            "begin_loop over",
            "end_loop",
            "audit",
            "csv-external",
            "xml-external",
        ];
        let selects = SELECTS.iter().map(|(word, _, _)| *word);
        KINDS.iter().map(|kind| kind.name).chain(BEGINS.iter().copied()).chain(selects)
    }
}

impl SelectType {
    fn read(text: &str) -> Option<Self> {
        // The longest command that fits: `select one from file x` is not `select one` of a list `from`.
        let fitting = SELECTS.iter().filter_map(|&(word, command, from_file)| {
            let rest = text.strip_prefix(word)?.strip_prefix(' ')?;
            let (list, other) = match rest.split_once(' ') {
                None => (rest, false),
                Some((list, "or specify other" | "or_other" | "or other")) => (list, true),
                Some(_) => return None,
            };
            (!list.is_empty() && !list.contains(char::is_whitespace)).then(|| {
                let list = list.to_owned();
                (word.len(), Self { words: word, command, from_file, list, or_other: other })
            })
        });
        fitting.max_by_key(|&(length, _)| length).map(|(_, select)| select)
    }

    /// The name and the ending of a file that the list may be.
    pub fn file(&self) -> (&str, &str) {
        split_file(&self.list)
    }
}

/// Parts a file name from its ending, which keeps the dot and is empty where there is none.
pub(super) fn split_file(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && !name[..at].ends_with('/') => name.split_at(at),
        _ => (name, ""),
    }
}

/// The endings of files that a select can offer.
pub(super) const FILE_ENDINGS: &[&str] = &[".csv", ".xml", ".geojson"];

fn read_begin(text: &str) -> Option<RowType> {
    let rest = text.strip_prefix("begin")?.strip_prefix([' ', '_'])?;
    CONTAINERS.iter().find_map(|&(word, container)| {
        let rest = rest.strip_prefix(word)?;
        if rest.is_empty() {
            return Some(RowType::Begin(container, None));
        }
        let list = rest.strip_prefix(' ')?;
        let list = list.strip_prefix("over ").unwrap_or(list);
        (!list.is_empty() && !list.contains(char::is_whitespace))
            .then(|| RowType::Begin(container, Some(list.to_owned())))
    })
}

fn read_end(text: &str) -> Option<RowType> {
    let rest = text.strip_prefix("end")?.strip_prefix([' ', '_'])?;
    CONTAINERS.iter().find(|(word, _)| *word == rest).map(|&(_, container)| RowType::End(container))
}

impl Container {
    pub fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Repeat => "repeat",
            Self::Loop => "loop",
        }
    }
}

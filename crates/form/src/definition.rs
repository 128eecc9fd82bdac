//! One version of a form, as the engine runs it. Immutable, shared, and serialisable as a cache.
//!
//! Nodes stand in one list in document order; node 0 is the root, whose path is `/data`. A node's path is what the
//! rest of the house calls it by.

use std::collections::BTreeMap;

use record::Listing;
use serde::{Deserialize, Serialize};
use xpath::Expr;

pub use crate::choice_list::{Choice, ChoiceList};

/// Everything an instance needs to know about its form.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FormDefinition {
    pub id: String,
    pub version: String,
    pub title: String,
    /// Names a finished record for people, where the settings sheet has `instance_name`.
    pub instance_name: Option<Expr>,
    /// As their columns name them, `中文 (zh)`. Empty where the form has no translations: then texts have one entry.
    pub languages: Vec<String>,
    /// The language a form opens in.
    pub default_language: usize,
    /// The other settings of the form by their names, kept for whoever passes the form on.
    pub settings: BTreeMap<String, String>,
    /// Words of the settings' `style` column, such as `pages`.
    pub style: Vec<String>,
    /// In document order; the first is the root.
    pub nodes: Vec<NodeDef>,
    pub lists: Vec<ChoiceList>,
    /// Files that `instance()`, `pulldata()` and `select_*_from_file` read.
    pub externals: Vec<External>,
    pub entities: Vec<EntityDeclaration>,
    /// Texts that expressions ask for by `jr:itext`. Workbooks have none.
    pub texts: BTreeMap<String, Text>,
    /// Expressions may ask for a `digest()`, whose algorithms not every host has at hand.
    pub hashes: bool,
}

/// A node's place in [`FormDefinition::nodes`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DefId(pub u32);

/// One node: the root, a group, a repeat, or a question (also one that nobody sees).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NodeDef {
    pub parent: Option<DefId>,
    pub children: Vec<DefId>,
    pub name: String,
    /// Absolute and without positions: `/data/visits/note`.
    pub path: String,
    pub kind: NodeKind,
    pub bind: Bind,
    pub label: Option<Text>,
    pub hint: Option<Text>,
    pub guidance_hint: Option<Text>,
    pub media: Vec<Media>,
    pub appearance: Vec<String>,
    pub parameters: BTreeMap<String, String>,
    /// Set once, when the node comes into being.
    pub default: Option<Default>,
    /// With a trigger, `bind.calculate` runs when one of these nodes changes its value, and otherwise never.
    pub trigger: Vec<DefId>,
    /// Values set on events, where `default`, or `trigger` with one calculation, cannot say it. Workbooks have none.
    pub set_values: Vec<SetValue>,
    pub save_to: Option<SaveTo>,
    /// Columns `body::…` and `bind::…` that nobody here reads; kept.
    pub extra: BTreeMap<String, String>,
    /// The row of the survey sheet, for messages.
    pub row: u32,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum NodeKind {
    /// Also the root.
    Group,
    Repeat {
        /// The number of instances; `None`: people add and remove them. Evaluated at the repeat's parent.
        count: Option<Expr>,
    },
    Question {
        data_type: DataType,
        control: Control,
    },
}

/// How a saved value is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum DataType {
    Text,
    Integer,
    Decimal,
    Date,
    Time,
    DateTime,
    Geopoint,
    Geotrace,
    Geoshape,
    Barcode,
    /// The name of an attached file.
    Binary,
    SelectOne,
    SelectMultiple,
    Rank,
}

impl DataType {
    /// As a survey sheet names the type of a question.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::Geopoint => "geopoint",
            Self::Geotrace => "geotrace",
            Self::Geoshape => "geoshape",
            Self::Barcode => "barcode",
            Self::Binary => "binary",
            Self::SelectOne => "select_one",
            Self::SelectMultiple => "select_multiple",
            Self::Rank => "rank",
        }
    }
}

/// How a node asks, if it asks at all.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Control {
    /// `calculate`, `hidden` and metadata: in the record, not on the page.
    Hidden {
        preload: Option<Preload>,
    },
    /// Text, numbers, dates, places, bar codes: the data type says which.
    Input,
    /// A text to read.
    Note,
    /// `acknowledge` / `trigger`: answered `OK`.
    Acknowledge,
    Select {
        choices: Choices,
    },
    Range {
        start: f64,
        end: f64,
        step: f64,
    },
    Upload {
        media: UploadKind,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum UploadKind {
    Image,
    Audio,
    Video,
    File,
}

/// Metadata that fills itself in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Preload {
    Start,
    End,
    Today,
    DeviceId,
    Username,
    Email,
    PhoneNumber,
    Audit,
    StartGeopoint,
    /// Where the device is whenever the node's trigger changes.
    BackgroundGeopoint,
    BackgroundAudio,
    /// The record's own id, `uuid:…`. The group `meta` has it where a form mentions `${instanceID}`.
    InstanceId,
}

/// The expressions of a node.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Bind {
    pub relevant: Option<Expr>,
    pub required: Option<Expr>,
    pub required_message: Option<Text>,
    pub readonly: Option<Expr>,
    pub constraint: Option<Expr>,
    pub constraint_message: Option<Text>,
    /// Like a constraint, but where it is false the answer stands once a person has confirmed it and said why (提示).
    pub warning: Option<Expr>,
    pub warning_message: Option<Text>,
    pub calculate: Option<Expr>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Default {
    Static(String),
    Dynamic(Expr),
}

/// A value that is set when something happens.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SetValue {
    pub when: When,
    /// Evaluated at the node that is set.
    pub value: Expr,
}

/// What happens.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum When {
    /// A record is begun.
    FirstLoad,
    /// A record is begun, or opened again once it was finished.
    Load,
    /// An instance of a repeat is added.
    NewRepeat,
    /// One of these nodes changes its value.
    Changed(Vec<DefId>),
}

/// A text in the form's languages, in the order of [`FormDefinition::languages`]; one entry where the form has none, or
/// where the text is not translated.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Text(pub Vec<Option<Template>>);

impl Text {
    /// The text in a language, or in the first that has one, up to the first value in it.
    pub fn plain(&self, language: usize) -> &str {
        let template = self.0.get(language).and_then(Option::as_ref).or_else(|| self.0.iter().flatten().next());
        match template.map(|template| template.0.as_slice()) {
            Some([Part::Plain(text), ..]) => text,
            _ => "",
        }
    }
}

/// A text with values in it.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Template(pub Vec<Part>);

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Part {
    Plain(String),
    /// `${name}` in a label; evaluated at the node that carries the text.
    Output(Expr),
}

/// An image, sound or film in a label, by language.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Media {
    /// `image`, `big-image`, `audio` or `video`.
    pub kind: String,
    pub files: Vec<Option<String>>,
}

/// What a select offers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Choices {
    pub source: ChoiceSource,
    /// Evaluated at each item of the list, `current()` being the question. Bare names are children of the item.
    pub filter: Option<Expr>,
    /// Child of an item that is stored; `name` unless `parameters` say otherwise.
    pub value_ref: String,
    /// Child of an item that is shown; `label` unless `parameters` say otherwise. Of a repeat it may be another question.
    pub label_ref: String,
    pub randomize: Option<Randomize>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ChoiceSource {
    /// A place in [`FormDefinition::lists`].
    List(usize),
    /// A place in [`FormDefinition::externals`].
    External(usize),
    /// `select_one ${name}`: the instances of a repeat, by a question in it. The items are the parents of that question,
    /// and the filter, which is always there, is evaluated at them.
    Repeat(DefId),
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Randomize {
    pub seed: Option<Expr>,
}

/// A file that becomes a secondary instance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct External {
    /// As `instance()` names it: the file name without its ending.
    pub instance: String,
    pub file: String,
}

/// One row of the entities sheet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EntityDeclaration {
    pub list: String,
    pub label: Option<Expr>,
    pub entity_id: Option<Expr>,
    pub create_if: Option<Expr>,
    pub update_if: Option<Expr>,
    /// The repeat whose instances each make an entity, or the root. Expressions are evaluated at the instance or the root.
    pub scope: DefId,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SaveTo {
    /// A place in [`FormDefinition::entities`].
    pub entity: usize,
    pub property: String,
}

impl FormDefinition {
    /// How it stands in a list of forms.
    pub fn listing(&self) -> Listing {
        Listing::of(&self.settings)
    }

    /// What it is called in one of its languages, counted as in [`FormDefinition::languages`].
    pub fn title_in(&self, language: usize) -> String {
        let name = self.languages.get(language).map(String::as_str).unwrap_or_default();
        let tag = name.rsplit_once('(').map_or("", |(_, tag)| tag.trim_end_matches(')'));
        let said = |(column, text)| -> Option<&String> {
            let column: &String = column;
            let language = column.strip_prefix("attribute::")?.strip_prefix(Listing::PREFIX)?.strip_prefix("title-")?;
            (language == tag).then_some(text)
        };
        self.settings.iter().find_map(said).unwrap_or(&self.title).clone()
    }

    /// Whether a hidden question fills itself in this way.
    pub fn has_preload(&self, wanted: Preload) -> bool {
        let is_it = |node: &NodeDef| matches!(node.kind, NodeKind::Question { control: Control::Hidden { preload: Some(preload) }, .. } if preload == wanted);
        self.nodes.iter().any(is_it)
    }

    pub fn node(&self, id: DefId) -> Option<&NodeDef> {
        self.nodes.get(id.0 as usize)
    }

    /// The first question that asks for one row of a list, such as the enterprise that a visit is about. Not in a repeat:
    /// what is in one is about one of several.
    pub fn asks_about(&self, list: &str) -> Option<&NodeDef> {
        let external = self.externals.iter().position(|external| external.instance == list)?;
        let is_it = |node: &&NodeDef| {
            matches!(&node.kind, NodeKind::Question { data_type: DataType::SelectOne, control: Control::Select { choices } }
                if choices.source == ChoiceSource::External(external))
        };
        self.nodes.iter().filter(is_it).find(|node| !self.is_in_a_repeat(node))
    }

    /// Whether records of this form change entities of a list that are there already.
    pub fn updates(&self, list: &str) -> bool {
        let updates = |entity: &EntityDeclaration| {
            entity.update_if.is_some() || (entity.create_if.is_none() && entity.entity_id.is_some())
        };
        self.entities.iter().any(|entity| entity.list == list && updates(entity))
    }

    pub(crate) fn is_in_a_repeat(&self, node: &NodeDef) -> bool {
        let above = |node: &NodeDef| node.parent.and_then(|parent| self.node(parent));
        let mut next = above(node);
        while let Some(group) = next {
            if matches!(group.kind, NodeKind::Repeat { .. }) {
                return true;
            }
            next = above(group);
        }
        false
    }
}

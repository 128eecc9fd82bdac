//! Drafts to nodes of the definition: binds, controls, texts.
//!
//! Start at [`Builder::build`].
//!
//! Not here: how rows became drafts (`survey`), how names become paths (`refs`).

use std::collections::BTreeMap;

use crate::compiling::words;
use crate::definition::{
    Bind, ChoiceSource, Choices, Control, DataType, DefId, Default as DefaultValue, NodeDef, NodeKind, Preload,
    Randomize, Text,
};
use crate::problem::{Known, Message, Place};
use crate::xlsform::choices::Lists;
use crate::xlsform::drafts::{Draft, Raw, RawText, Shape, Source};
use crate::xlsform::expressions::Expressions;
use crate::xlsform::externals::Instances;
use crate::xlsform::findings;
use crate::xlsform::grid::Grid;
use crate::xlsform::lex;
use crate::xlsform::names::{has_mention, sole_reference};
use crate::xlsform::range::Range;
use crate::xlsform::refs::{Focus, Names};
use crate::xlsform::survey::is_dated;
use crate::xlsform::texts::Texts;
use crate::xlsform::tree::Tree;
use crate::xlsform::types::{Ask, Kind, SelectCommand};

/// Makes nodes of one form.
pub(super) struct Builder<'a, 'e> {
    pub tree: &'a Tree,
    pub grid: &'a Grid,
    pub lists: &'a Lists,
    pub external_lists: Option<&'a Lists>,
    pub texts: &'a Texts<'a>,
    pub instances: &'a mut Instances,
    pub expressions: &'a mut Expressions<'e>,
    /// Columns of files that selects ask for, to be looked up in the attached files.
    pub asked_columns: Vec<(usize, String, Place)>,
}

impl Builder<'_, '_> {
    pub fn build(&mut self) -> Vec<NodeDef> {
        (0..self.tree.nodes.len()).map(|at| self.node(at)).collect()
    }

    fn node(&mut self, at: usize) -> NodeDef {
        let node = &self.tree.nodes[at];
        let draft = &node.draft;
        let focus = Focus::At(at);
        let mut bind = Bind {
            relevant: self.condition(draft, draft.relevant.as_ref(), focus),
            required: self.condition(draft, draft.required.as_ref(), focus),
            required_message: self.text(draft, draft.required_message.as_ref(), focus),
            readonly: self.condition(draft, draft.readonly.as_ref(), focus),
            constraint: self.condition(draft, draft.constraint.as_ref(), focus),
            constraint_message: self.text(draft, draft.constraint_message.as_ref(), focus),
            warning: self.condition(draft, draft.warning.as_ref(), focus),
            warning_message: self.text(draft, draft.warning_message.as_ref(), focus),
            calculate: self.condition(draft, draft.calculate.as_ref(), focus),
        };
        let mut hint = self.text(draft, draft.hint.as_ref(), focus);
        let kind = match &draft.shape {
            Shape::Group | Shape::Loop { .. } | Shape::External { .. } => NodeKind::Group,
            Shape::Repeat => NodeKind::Repeat { count: self.count(at) },
            Shape::Question(kind) => {
                self.kind_rules(kind, draft, &mut bind, &mut hint);
                self.question(kind, draft)
            }
            Shape::Select { command, source } => self.select(at, *command, source),
        };
        self.check_visible(draft);
        NodeDef {
            parent: node.parent.map(def_id),
            children: node.children.iter().copied().map(def_id).collect(),
            name: draft.name.clone(),
            path: node.path.clone(),
            kind,
            bind,
            label: self.text(draft, draft.label.as_ref(), focus),
            hint,
            guidance_hint: self.text(draft, draft.guidance_hint.as_ref(), focus),
            media: draft.media.iter().map(|(kind, files)| self.texts.media(kind, files)).collect(),
            appearance: draft.appearance.clone(),
            parameters: parameters(draft),
            default: self.default(at),
            trigger: self.trigger(draft),
            set_values: Vec::new(),
            save_to: None,
            extra: draft.extra.clone(),
            row: draft.row,
        }
    }

    /// The rule and the hint that come with some types, and that a note is never written into.
    fn kind_rules(&mut self, kind: &Kind, draft: &Draft, bind: &mut Bind, hint: &mut Option<Text>) {
        let place = findings::sheet(self.grid.sheet).row(draft.row);
        if kind.ask == Ask::Note && bind.readonly.is_none() {
            bind.readonly = self.expressions.parse("true()", &place);
        }
        if let Some((constraint, words)) = kind.constraint {
            if bind.constraint.is_none() {
                bind.constraint = self.expressions.parse(constraint, &place);
            }
            if hint.is_none() && !words.is_empty() {
                *hint = self.text(draft, Some(&RawText::added(words)), Focus::Anywhere);
            }
        }
    }

    fn question(&mut self, kind: &Kind, draft: &Draft) -> NodeKind {
        let mut data_type = kind.data;
        let control = match kind.ask {
            Ask::Hidden => Control::Hidden { preload: preload_of(draft) },
            Ask::Preload(preload) | Ask::Action(preload) => Control::Hidden { preload: Some(preload) },
            Ask::Input => Control::Input,
            Ask::Note => Control::Note,
            Ask::Acknowledge => Control::Acknowledge,
            Ask::Upload(media) => Control::Upload { media },
            Ask::Range => {
                let place = self.place(draft, draft.parameters_column);
                let appearance = &draft.appearance;
                let findings = &mut *self.expressions.findings;
                let range = Range::read(&draft.parameters, appearance, self.lists, &place, findings);
                if range.decimal {
                    data_type = DataType::Decimal;
                }
                range.control
            }
        };
        if let Some(other) = draft.extra.get("bind::type").and_then(|name| words::data_type(name)) {
            data_type = other;
        }
        NodeKind::Question { data_type, control }
    }

    fn select(&mut self, at: usize, command: SelectCommand, source: &Source) -> NodeKind {
        let draft = &self.tree.nodes[at].draft;
        let data_type = match command {
            SelectCommand::One | SelectCommand::OneExternal => DataType::SelectOne,
            SelectCommand::Multiple => DataType::SelectMultiple,
            SelectCommand::Rank => DataType::Rank,
        };
        let place = self.place(draft, None);
        if let Some(data_type) =
            draft.extra.get("bind::type").filter(|name| !matches!(name.as_str(), "string" | "odk:rank"))
        {
            let message = Message::ParameterValue { name: "bind::type".to_owned(), value: data_type.clone() };
            self.expressions.findings.error(place.clone(), message);
        }
        let mut value_ref = "name".to_owned();
        let mut label_ref = "label".to_owned();
        let mut item = None;
        let mut filter = None;
        let source = match source {
            Source::List(list) if command == SelectCommand::OneExternal => {
                let external = self.external_lists.and_then(|lists| lists.find(list));
                let internal = self.lists.find(list);
                let found = external.map(|at| self.lists.lists.len() + at).or(internal);
                ChoiceSource::List(found.unwrap_or_default())
            }
            Source::List(list) => ChoiceSource::List(self.lists.find(list).unwrap_or_default()),
            Source::File(file) => {
                if file.ends_with(".geojson") {
                    (value_ref, label_ref) = ("id".to_owned(), "title".to_owned());
                }
                for (name, column) in [("value", &mut value_ref), ("label", &mut label_ref)] {
                    if let Some(chosen) = draft.parameters.get(name) {
                        column.clone_from(chosen);
                    }
                }
                let external = self.instances.add_file(file, &place, self.expressions.findings);
                let parameters = self.place(draft, draft.parameters_column);
                for column in [&value_ref, &label_ref] {
                    self.asked_columns.push((external, column.clone(), parameters.clone()));
                }
                ChoiceSource::External(external)
            }
            Source::Repeat(name) => {
                // A name that cannot be resolved is reported here, as the type column is not checked elsewhere.
                let question = self.expressions.names.find(name);
                if question.is_err() {
                    let message = Message::ReferenceUnknown { name: name.clone() };
                    self.expressions.findings.error(place.clone(), message);
                }
                let question = question.unwrap_or_default();
                item = self.tree.nodes[question].parent;
                value_ref.clone_from(name);
                label_ref.clone_from(name);
                // Instances where the question is blank are not offered, unless the form has a filter of its own.
                filter = self.expressions.parse(&format!("./{name} != ''"), &place);
                ChoiceSource::Repeat(def_id(question))
            }
        };
        if let Some(raw) = &draft.choice_filter {
            let place = self.place(draft, raw.column);
            self.instances.add_pulldata(&raw.text, &place, self.expressions.findings);
            filter = self.expressions.compile(&raw.text, Focus::Items { asker: at, item }, &place);
        }
        let randomize = (draft.parameters.get("randomize").is_some_and(|value| value == "true")).then(|| {
            let place = self.place(draft, draft.parameters_column);
            let seed = draft.parameters.get("seed");
            let unknown = seed.and_then(|seed| sole_reference(seed)).filter(|name| self.names().find(name).is_err());
            if let Some(name) = unknown.map(str::to_owned) {
                let mut problem =
                    self.expressions.findings.error(place.clone(), Message::ReferenceUnknown { name: name.clone() });
                problem.near(Known::Name, &name, self.expressions.named.keys().map(String::as_str));
            }
            Randomize { seed: seed.and_then(|seed| self.expressions.compile(seed, Focus::At(at), &place)) }
        });
        let choices = Choices { source, filter, value_ref, label_ref, randomize };
        NodeKind::Question { data_type, control: Control::Select { choices } }
    }

    /// The count of a repeat is evaluated where the repeat stands, not at an instance of it.
    fn count(&mut self, at: usize) -> Option<xpath::Expr> {
        let node = &self.tree.nodes[at];
        let raw = node.draft.count.as_ref()?;
        let place = self.place(&node.draft, raw.column);
        // A count that XLSForm adds is mentioned in no cell, so nobody has looked yet whether its name is the only one.
        if let (None, Some(name)) = (raw.column, sole_reference(&raw.text))
            && self.names().find(name).is_err()
        {
            let message = Message::ReferenceAmbiguous { name: name.to_owned() };
            self.expressions.findings.error(place.clone(), message);
        }
        self.expressions.condition(&raw.text, Focus::Inside(node.parent.unwrap_or_default()), &place)
    }

    fn default(&mut self, at: usize) -> Option<DefaultValue> {
        let draft = &self.tree.nodes[at].draft;
        let raw = draft.default.as_ref()?;
        let dated = match &draft.shape {
            Shape::Question(kind) => is_dated(kind.name),
            _ => false,
        };
        if !lex::is_dynamic(&raw.text, dated) {
            return Some(DefaultValue::Static(raw.text.clone()));
        }
        let place = self.place(draft, raw.column);
        self.instances.add_pulldata(&raw.text, &place, self.expressions.findings);
        if dated && !has_mention(&raw.text) && xpath::Expr::parse(&raw.text).is_err() {
            // A moment with a zone looks like a sum.
            return Some(DefaultValue::Static(raw.text.clone()));
        }
        self.expressions.compile(&raw.text, Focus::At(at), &place).map(DefaultValue::Dynamic)
    }

    fn trigger(&mut self, draft: &Draft) -> Vec<DefId> {
        let mut found = Vec::with_capacity(draft.trigger.len());
        for raw in &draft.trigger {
            // Names that are no question's have been reported by the survey.
            let Ok(target) = self.expressions.names.find(&raw.text) else { continue };
            let trigger = &self.tree.nodes[target].draft;
            let calculates = matches!(&trigger.shape, Shape::Question(kind) if kind.name == "calculate");
            if calculates || (is_computed(trigger) && !trigger.has_label_or_hint()) {
                let place = self.place(draft, raw.column);
                let message = Message::TriggerNotVisible { name: raw.text.clone() };
                self.expressions.findings.error(place, message);
            }
            found.push(def_id(target));
        }
        found
    }

    /// A question that people see needs something to read.
    fn check_visible(&mut self, draft: &Draft) {
        let (seen, ruled) = match &draft.shape {
            Shape::Question(kind) => {
                let seen = !matches!(kind.ask, Ask::Hidden | Ask::Preload(_) | Ask::Action(_));
                (seen, kind.constraint.is_some_and(|(_, hint)| !hint.is_empty()))
            }
            Shape::Select { .. } => (true, false),
            _ => (false, false),
        };
        let has_words = draft.has_label_or_hint() || ruled;
        if !seen || (is_computed(draft) && !has_words) {
            return;
        }
        let name = draft.name.clone();
        let place = findings::sheet(self.grid.sheet).row(draft.row);
        let has = |kind: &str| draft.media.iter().any(|(known, _)| known == kind);
        // A column `media` without a kind shows nothing, and yet the converter counts it.
        if !has_words && draft.media.is_empty() && !draft.extra.contains_key("media") {
            self.expressions.findings.error(place, Message::LabelMissing { name });
        } else if has("big-image") && !has("image") {
            self.expressions.findings.error(place, Message::BigImageWithoutImage { name });
        }
    }

    fn condition(&mut self, draft: &Draft, raw: Option<&Raw>, focus: Focus) -> Option<xpath::Expr> {
        let raw = raw?;
        let place = self.place(draft, raw.column);
        self.instances.add_pulldata(&raw.text, &place, self.expressions.findings);
        self.expressions.condition(&raw.text, focus, &place)
    }

    fn text(&mut self, draft: &Draft, raw: Option<&RawText>, focus: Focus) -> Option<Text> {
        let raw = raw?;
        let (grid, row) = (self.grid, draft.row);
        let place = |column: Option<usize>| grid.place(row, column.unwrap_or(usize::MAX));
        Some(self.texts.compile(raw, focus, self.expressions, place))
    }

    fn names(&self) -> &Names<'_> {
        self.expressions.names
    }

    fn place(&self, draft: &Draft, column: Option<usize>) -> Place {
        self.grid.place(draft.row, column.unwrap_or(usize::MAX))
    }
}

pub(super) fn def_id(node: usize) -> DefId {
    DefId(u32::try_from(node).unwrap_or(u32::MAX))
}

fn is_computed(draft: &Draft) -> bool {
    draft.calculate.is_some() || !draft.trigger.is_empty()
}

/// The parameters, and those that are written as attributes of the control (`body::accuracyThreshold`).
fn parameters(draft: &Draft) -> BTreeMap<String, String> {
    let mut parameters = draft.parameters.clone();
    for (attribute, parameter) in words::PARAMETERS {
        if let Some(value) = draft.extra.get(&format!("body::{attribute}")) {
            parameters.entry((*parameter).to_owned()).or_insert_with(|| value.clone());
        }
    }
    parameters
}

/// What `bind::jr:preload` asks for.
fn preload_of(draft: &Draft) -> Option<Preload> {
    let parameter = draft.extra.get("bind::jr:preloadParams").map_or("", String::as_str);
    words::preload(draft.extra.get("bind::jr:preload")?, parameter)
}

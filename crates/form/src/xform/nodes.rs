//! Nodes of the instance to nodes of the definition: binds, controls, texts, actions.
//!
//! Start at [`Builder::build`].

use std::collections::BTreeMap;

use xpath::Expr;

use crate::compiling::relative::Hierarchy as _;
use crate::compiling::words;
use crate::compiling::words::{appearance_words, preload};
use crate::definition::{Bind, Control, DefId, Default as DefaultValue, NodeDef, NodeKind, Preload};
use crate::problem::Message;
use crate::xform::actions::{Acted, Actions, Beside};
use crate::xform::binds::Binds;
use crate::xform::body::{Body, wraps_a_repeat};
use crate::xform::choices::Offers;
use crate::xform::controls;
use crate::xform::document::{Element, local};
use crate::xform::entities::Entities;
use crate::xform::expressions::Expressions;
use crate::xform::itext::{Texts, Words};
use crate::xform::paths::At;

/// Makes nodes of one form.
pub(super) struct Builder<'a, 'b, 'o, 'e> {
    pub body: &'b Body<'a>,
    pub binds: &'b Binds<'a>,
    pub actions: &'b Actions<'a>,
    pub texts: &'b Texts<'a>,
    pub entities: &'b Entities,
    pub offers: &'b mut Offers<'a, 'o>,
    pub expressions: &'b mut Expressions<'e>,
}

impl<'a> Builder<'a, '_, '_, '_> {
    pub fn build(&mut self) -> Vec<NodeDef> {
        (0..self.expressions.paths.tree.nodes.len()).map(|at| self.node(at)).collect()
    }

    fn node(&mut self, at: usize) -> NodeDef {
        let tree = self.expressions.paths.tree;
        let node = &tree.nodes[at];
        let path = node.path.as_str();
        let control = self.body.controls.get(path).copied().filter(|control| {
            let is_container = !node.children.is_empty() || node.is_repeat;
            if is_container {
                let message = Message::ControlOnGroup { name: node.name.to_owned() };
                self.expressions.findings.error(control.place(), message);
            }
            !is_container
        });
        let (group, repeat) = (self.body.groups.get(path).copied(), self.body.repeats.get(path).copied());
        let frame = repeat.and_then(Element::parent).filter(|parent| {
            group.is_none() && parent.name() == "group" && parent.attribute("ref").is_none() && wraps_a_repeat(*parent)
        });
        let shown: Vec<Element<'a>> = [control, group, repeat, frame].into_iter().flatten().collect();
        let mut bind = self.bind(at);
        let is_leaf = node.children.is_empty() && !node.is_repeat && group.is_none();
        let beside = Beside {
            text: if is_leaf { node.element.text().to_owned() } else { String::new() },
            is_calculated: bind.calculate.is_some(),
            in_repeat: std::iter::once(at).chain(tree.ancestors(at)).any(|above| tree.is_repeat(above)),
        };
        let mut acted = self.actions.of(at, &beside, self.expressions);
        let preload = self.preload(path, &acted);
        if preload == Some(Preload::InstanceId) {
            bind = Bind::default();
        }
        if acted.calculate.is_some() {
            bind.calculate = acted.calculate.take();
        }
        if control.is_some() && acted.default.is_none() {
            acted.default = self.prefilled(preload, path);
        }
        let kind = if node.is_repeat {
            NodeKind::Repeat { count: repeat.and_then(|repeat| self.count(at, repeat)) }
        } else if !is_leaf || at == 0 || (control.is_none() && is_empty_group(node.element, self.binds, path)) {
            NodeKind::Group
        } else {
            self.question(at, control, &bind, &acted, preload)
        };
        let words = |name: &str, builder: &mut Self| {
            let element = shown.iter().find_map(|element| element.child(name));
            element.map(|element| builder.texts.words(element, At::Node(at), builder.expressions)).unwrap_or_default()
        };
        let label = words("label", self);
        let hint = words("hint", self);
        self.check_visible(node.name, control, &label, &hint);
        let mut appearance: Vec<String> = Vec::new();
        for word in shown.iter().filter_map(|element| element.attribute("appearance")).flat_map(appearance_words) {
            if !appearance.contains(&word) {
                appearance.push(word);
            }
        }
        let mut media = label.media;
        media.extend(hint.media);
        let place = control.or(group).or(repeat).or_else(|| self.binds.first(path)).unwrap_or(node.element);
        NodeDef {
            parent: node.parent.map(def_id),
            children: node.children.iter().copied().map(def_id).collect(),
            name: node.name.to_owned(),
            path: node.path.clone(),
            kind,
            bind,
            label: label.text,
            hint: hint.text,
            guidance_hint: hint.guidance.or(label.guidance),
            media,
            appearance,
            parameters: self.parameters(path, &shown, &acted),
            default: acted.default,
            trigger: acted.trigger,
            set_values: acted.set_values,
            save_to: self.entities.save_to(at, self.binds, self.expressions),
            extra: self.extra(path, &shown),
            row: place.line(),
        }
    }

    fn bind(&mut self, at: usize) -> Bind {
        let path = self.expressions.paths.tree.nodes[at].path.as_str();
        let mut compile = |name: &str| {
            let (text, place) = self.binds.get(path, name)?;
            self.expressions.compile(text, At::Node(at), &place)
        };
        let (relevant, required, readonly) = (compile("relevant"), compile("required"), compile("readonly"));
        let (constraint, warning, calculate) = (compile("constraint"), compile("warning"), compile("calculate"));
        let mut message = |name: &str| {
            let bind = self.binds.bind(path, name)?;
            self.texts.message(bind, name, At::Node(at), self.expressions)
        };
        let (required_message, constraint_message) = (message("requiredMsg"), message("constraintMsg"));
        // Of texts in languages the field's converter writes its own notes into an attribute that it does not know.
        let is_written_out = self.binds.get(path, "warningMsg").is_some_and(|(text, _)| !text.starts_with("{'"));
        let warning_message = is_written_out.then(|| message("warningMsg")).flatten();
        Bind {
            relevant,
            required,
            required_message,
            readonly,
            constraint,
            constraint_message,
            warning,
            warning_message,
            calculate,
        }
    }

    fn question(
        &mut self,
        at: usize,
        control: Option<Element<'a>>,
        bind: &Bind,
        acted: &Acted,
        preload: Option<Preload>,
    ) -> NodeKind {
        let tree = self.expressions.paths.tree;
        let path = tree.nodes[at].path.as_str();
        let declared = self.binds.get(path, "type");
        let place = || declared.as_ref().map(|(_, place)| place.clone()).unwrap_or_default();
        let data_type = controls::data_type(declared.as_ref().map(|(name, _)| *name), place, self.expressions);
        let Some(control) = control else {
            return NodeKind::Question { data_type, control: Control::Hidden { preload } };
        };
        let is_always = |expr: &Option<Expr>| expr.as_ref().is_some_and(|expr| expr.source() == "true()");
        let is_filled = bind.calculate.is_some() || acted.default.is_some() || !acted.trigger.is_empty();
        let is_read_only = is_always(&bind.readonly) && !is_filled && acted.set_values.is_empty();
        let offers = &mut *self.offers;
        let offered = |expressions: &mut Expressions<'_>| offers.read(control, at, path, expressions);
        controls::read(control, data_type, is_read_only, offered, self.expressions)
    }

    /// The count of a repeat is evaluated where the repeat stands, not at an instance of it.
    fn count(&mut self, at: usize, repeat: Element<'a>) -> Option<Expr> {
        let node = &self.expressions.paths.tree.nodes[at];
        let to = node.parent.unwrap_or_default();
        if let Some(text) = repeat.attribute("count") {
            let from = At::Moved { from: &node.path, to };
            return self.expressions.compile(text, from, &repeat.place_of("count"));
        }
        // Nobody may add or remove: as many as the document has.
        let text = repeat.attribute("noAddRemove").filter(|text| matches!(text.trim(), "true()" | "true"))?;
        debug_assert!(!text.is_empty());
        self.expressions.compile(&node.instances.to_string(), At::Anywhere, &repeat.place_of("noAddRemove"))
    }

    fn preload(&self, path: &str, acted: &Acted) -> Option<Preload> {
        if acted.preload.is_some() {
            return acted.preload;
        }
        if path == "/data/meta/audit" {
            return Some(Preload::Audit);
        }
        if path == "/data/meta/instanceID" {
            return Some(Preload::InstanceId);
        }
        let (name, _) = self.binds.get(path, "preload")?;
        let parameter = self.binds.get(path, "preloadParams").map_or("", |(parameter, _)| parameter.trim());
        preload(name.trim(), parameter)
    }

    /// A question that is asked and yet fills itself in begins with that value.
    fn prefilled(&mut self, preload: Option<Preload>, path: &str) -> Option<DefaultValue> {
        let text = match preload? {
            Preload::Today => "today()",
            Preload::Start => "now()",
            _ => return None,
        };
        let (_, place) = self.binds.get(path, "preload")?;
        self.expressions.compile(text, At::Anywhere, &place).map(DefaultValue::Dynamic)
    }

    /// A question that people see needs something to read.
    fn check_visible(&mut self, name: &str, control: Option<Element<'a>>, label: &Words, hint: &Words) {
        let Some(control) = control else { return };
        let is_said = label.text.is_some() || hint.text.is_some() || hint.guidance.is_some() || !label.media.is_empty();
        if !is_said {
            self.expressions.findings.warning(control.place(), Message::LabelMissing { name: name.to_owned() });
        }
    }

    /// What a workbook calls parameters.
    fn parameters(&self, path: &str, shown: &[Element<'a>], acted: &Acted) -> BTreeMap<String, String> {
        let mut parameters: BTreeMap<String, String> = BTreeMap::new();
        for (attribute, name) in words::PARAMETERS {
            if let Some(value) = shown.iter().find_map(|element| element.attribute(attribute)) {
                parameters.insert((*name).to_owned(), value.trim().to_owned());
            }
        }
        for (attribute, value) in self.binds.others(path) {
            if BIND_PARAMETERS.contains(&local(attribute)) {
                parameters.insert(local(attribute).to_owned(), value.trim().to_owned());
            }
        }
        parameters.extend(acted.quality.clone().map(|quality| ("quality".to_owned(), quality)));
        parameters
    }

    /// What nobody here reads, under the names that columns of a workbook have.
    fn extra(&self, path: &str, shown: &[Element<'a>]) -> BTreeMap<String, String> {
        let mut extra: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in shown.iter().flat_map(|element| element.attributes()) {
            if !controls::READ.contains(&local(name)) {
                extra.insert(format!("body::{name}"), value.to_owned());
            }
        }
        let media = shown.iter().find_map(|element| element.attribute("mediatype"));
        let is_plain = |media: &&str| matches!(*media, "image/*" | "audio/*" | "video/*" | "application/*");
        extra.extend(
            media.filter(|media| !is_plain(media)).map(|media| ("body::mediatype".to_owned(), media.to_owned())),
        );
        for (name, value) in self.binds.others(path) {
            if !BIND_PARAMETERS.contains(&local(name)) {
                extra.insert(format!("bind::{name}"), value.to_owned());
            }
        }
        extra
    }
}

/// Attributes of binds that are parameters in a workbook.
const BIND_PARAMETERS: &[&str] = &[
    "max-pixels",
    "quality",
    "allow-mock-accuracy",
    "identify-user",
    "location-max-age",
    "location-min-interval",
    "location-priority",
    "track-changes",
    "track-changes-reasons",
];

/// A node without children that nothing is said about but that holds no text either, such as `<meta/>`.
fn is_empty_group(element: Element<'_>, binds: &Binds<'_>, path: &str) -> bool {
    element.name() == "meta" && element.text().is_empty() && binds.first(path).is_none()
}

fn def_id(node: usize) -> DefId {
    DefId(u32::try_from(node).unwrap_or(u32::MAX))
}

//! What the model says of nodes: binds by path, and the actions that set values.
//!
//! Start at [`Binds::read`].
//!
//! Not here: what the attributes become (`nodes`), the actions (`actions`).

use std::collections::BTreeMap;

use crate::compiling::findings::Findings;
use crate::problem::{Known, Message, Place};
use crate::xform::body::References;
use crate::xform::document::{Element, local};
use crate::xform::tree::Tree;

/// Attributes of nodes, and of what is no node, by path from `/data`.
#[derive(Default)]
pub(super) struct Binds<'a> {
    by_path: BTreeMap<String, Vec<Element<'a>>>,
    /// Values that are set when a record is begun.
    on_load: BTreeMap<String, Element<'a>>,
}

/// Attributes that the engine reads.
const READ: &[&str] = &[
    "nodeset",
    "ref",
    "id",
    "type",
    "required",
    "requiredMsg",
    "constraint",
    "constraintMsg",
    "warning",
    "warningMsg",
    "relevant",
    "readonly",
    "calculate",
    "preload",
    "preloadParams",
    "saveto",
];

impl<'a> Binds<'a> {
    pub fn read(model: Element<'a>, actions: &[Element<'a>], references: &References<'a>) -> Self {
        let mut read = Self::default();
        for bind in model.children().filter(|child| child.name() == "bind") {
            let nodeset = bind.attribute("nodeset").or_else(|| bind.attribute("ref"));
            if let Some(path) = nodeset.and_then(|path| references.resolve(path.trim(), "/data")) {
                read.by_path.entry(path).or_default().push(bind);
            }
        }
        for &action in actions.iter().filter(|action| action.name() == "setvalue") {
            let on_load = action.attribute("event").is_some_and(|event| event.contains("first-load"));
            if let Some(path) = references.path_of(action).filter(|_| on_load) {
                read.on_load.entry(path).or_insert(action);
            }
        }
        read
    }

    /// An attribute of the bind of a path, and where it stands.
    pub fn get(&self, path: &str, name: &str) -> Option<(&'a str, Place)> {
        let bind = self.bind(path, name)?;
        Some((bind.attribute(name)?, bind.place_of(name)))
    }

    /// The bind of a path that has an attribute.
    pub fn bind(&self, path: &str, name: &str) -> Option<Element<'a>> {
        self.by_path.get(path)?.iter().copied().find(|bind| bind.attribute(name).is_some())
    }

    /// The value that is set when a record is begun.
    pub fn set_on_load(&self, path: &str) -> Option<(&'a str, Place)> {
        let action = self.on_load.get(path)?;
        Some((action.attribute("value")?.trim(), action.place_of("value")))
    }

    /// Attributes that the engine does not read, as they are written.
    pub fn others(&self, path: &str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let binds = self.by_path.get(path).into_iter().flatten();
        binds.flat_map(|bind| bind.attributes()).filter(|(name, _)| !READ.contains(&local(name)))
    }

    pub fn first(&self, path: &str) -> Option<Element<'a>> {
        self.by_path.get(path)?.first().copied()
    }

    /// Says which binds are of no node.
    pub fn check(&self, tree: &Tree<'_>, findings: &mut Findings) {
        for (path, binds) in &self.by_path {
            let is_known = tree.find(path).is_some() || tree.has_outside(path) || path.contains("/meta/");
            if let Some(bind) = binds.first().filter(|_| !is_known) {
                let said = bind.attribute("nodeset").unwrap_or_default().trim().to_owned();
                let mut problem = findings.warning(bind.place_of("nodeset"), Message::PathUnknown { path: said });
                problem.near(Known::Name, path, tree.paths());
            }
        }
    }
}

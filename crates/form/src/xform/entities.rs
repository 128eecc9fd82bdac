//! Entities that the instance declares in `meta`, and the binds that save to them.
//!
//! ```text
//! <meta><entity dataset="trees" id="" create="1"><label/></entity></meta>
//! ```
//! Start at [`Entities::read`].
//!
//! Source: ODK entities specification, 2025.1.0.

use crate::compiling::relative::Hierarchy as _;
use crate::definition::{DefId, EntityDeclaration, SaveTo};
use crate::problem::Message;
use crate::xform::binds::Binds;
use crate::xform::document::Element;
use crate::xform::expressions::Expressions;
use crate::xform::paths::At;

/// The entities of one form.
pub(super) struct Entities {
    pub declarations: Vec<EntityDeclaration>,
    /// The node that holds each `meta`.
    containers: Vec<usize>,
}

/// Values that the document sets on `entity/@id` itself; the engine gives new entities their id.
const NEW_ID: &str = "uuid()";

impl Entities {
    pub fn read(root: Element<'_>, binds: &Binds<'_>, expressions: &mut Expressions) -> Self {
        let mut read = Self { declarations: Vec::new(), containers: Vec::new() };
        for at in 0..expressions.paths.tree.nodes.len() {
            let node = &expressions.paths.tree.nodes[at];
            let element = if at == 0 { root } else { node.element };
            let path = format!("{}/meta/entity", node.path);
            let entities = element.child("meta").into_iter().flat_map(Element::children);
            for entity in entities.filter(|child| child.name() == "entity") {
                let declaration = declaration(entity, at, &path, binds, expressions);
                read.declarations.push(declaration);
                read.containers.push(at);
            }
        }
        read
    }

    /// The entity that a node saves to: that of the nearest group, repeat or root around it that has one.
    pub fn save_to(&self, node: usize, binds: &Binds<'_>, expressions: &mut Expressions) -> Option<SaveTo> {
        let (property, place) = binds.get(&expressions.paths.tree.nodes[node].path, "saveto")?;
        if self.declarations.is_empty() {
            expressions.findings.error(place, Message::SaveToWithoutEntity);
            return None;
        }
        let tree = expressions.paths.tree;
        let around = tree.ancestors(node).find_map(|above| self.containers.iter().position(|&at| at == above));
        let entity = around.or((self.declarations.len() == 1).then_some(0));
        let Some(entity) = entity else {
            expressions.findings.error(place, Message::SaveToNeedsList);
            return None;
        };
        Some(SaveTo { entity, property: property.trim().to_owned() })
    }
}

fn declaration(
    entity: Element<'_>,
    container: usize,
    path: &str,
    binds: &Binds<'_>,
    expressions: &mut Expressions,
) -> EntityDeclaration {
    let tree = expressions.paths.tree;
    let list = entity.attribute("dataset").unwrap_or_default().trim().to_owned();
    if list.is_empty() {
        expressions.findings.error(entity.place(), Message::EntityListMissing);
    }
    // A record that repeats makes an entity for each of its instances.
    let scope = std::iter::once(container).chain(tree.ancestors(container)).find(|&node| tree.is_repeat(node));
    let scope = scope.unwrap_or_default();
    let mut calculated = |below: &str| {
        let from = format!("{path}/{below}");
        let (text, place) = binds.get(&from, "calculate")?;
        expressions.compile(text, At::Moved { from: &from, to: scope }, &place)
    };
    let label = calculated("label");
    let mut entity_id = calculated("@id");
    let (mut create_if, mut update_if) = (calculated("@create"), calculated("@update"));
    let id_path = format!("{path}/@id");
    if let (None, Some((text, place))) = (&entity_id, binds.set_on_load(&id_path).filter(|(text, _)| *text != NEW_ID)) {
        entity_id = expressions.compile(text, At::Moved { from: &id_path, to: scope }, &place);
    }
    let is_said = |name: &str| entity.attribute(name).is_some_and(|flag| !matches!(flag.trim(), "0" | "false"));
    let (creates, updates) = (create_if.is_some() || is_said("create"), update_if.is_some() || is_said("update"));
    let place = entity.place();
    let mut always = || expressions.compile("true()", At::Anywhere, &place);
    // Without conditions an entity with an id is updated, and one without is created.
    if creates && create_if.is_none() && (updates || entity_id.is_some()) {
        create_if = always();
    }
    if updates && update_if.is_none() && create_if.is_some() {
        update_if = always();
    }
    if updates && entity_id.is_none() {
        expressions.findings.error(entity.place(), Message::EntityNeedsId { list: list.clone() });
    }
    if creates && label.is_none() && entity.child("label").map_or("", Element::text).is_empty() {
        expressions.findings.warning(entity.place(), Message::EntityNeedsLabel { list: list.clone() });
    }
    EntityDeclaration {
        list,
        label,
        entity_id,
        create_if,
        update_if,
        scope: DefId(u32::try_from(scope).unwrap_or(u32::MAX)),
    }
}

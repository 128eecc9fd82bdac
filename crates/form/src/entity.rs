//! Entities that a form declares: which one, created or updated, with what, and from which state of it.
//!
//! The state that an update starts from is noted when the entity is chosen and kept in the snapshot; it is what tells
//! parallel updates apart later, so it is never noted anew on reopening a draft.

use std::collections::BTreeMap;
use std::rc::Rc;

use record::part::LABEL;
use record::{EntityBase, EntityChange, EntityChangeKind, EntityId, ListName};
use xpath::Host as _;

use crate::definition::{DefId, EntityDeclaration, NodeDef};
use crate::instance::Instance;
use crate::instance::node::{Document, Role};
use crate::view::NodeId;

/// Names evaluations of declarations among those of their node: this and below, three for each.
const DECLARED: u32 = u32::MAX - 1000;

/// By declaration and the node it stands at: the entity chosen there, and its state then.
pub(crate) type Bases = BTreeMap<(usize, NodeId), Base>;

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Base {
    pub entity: String,
    pub base: Option<EntityBase>,
    /// What was said of a person there, by property.
    pub person: BTreeMap<String, String>,
}

/// What a declaration says at one node, as the record's `meta` block has it.
#[doc(hidden)]
#[derive(Clone, PartialEq, Debug)]
pub struct Declared {
    pub list: String,
    pub id: Option<String>,
    pub create: Option<bool>,
    pub update: Option<bool>,
    pub label: Option<String>,
    /// The state that an update starts from, of the entity that `id` names.
    pub base: Option<EntityBase>,
}

impl Declared {
    /// What is to be done, if anything. What is both created and updated is updated where it is known.
    fn kind(&self) -> Option<EntityChangeKind> {
        Some(match (self.create, self.update) {
            (Some(true), Some(true)) if self.base.is_none() => EntityChangeKind::Create,
            (_, Some(true)) => EntityChangeKind::Update,
            (Some(true), _) => EntityChangeKind::Create,
            (None, None) if self.id.is_some() => EntityChangeKind::Update,
            (None, None) => EntityChangeKind::Create,
            _ => return None,
        })
    }

    /// A server that follows the specification makes no entity without a label; an update without one leaves it as it is.
    fn is_nameless(&self) -> bool {
        let is_blank = self.label.as_ref().is_some_and(|label| label.is_empty());
        is_blank && self.kind() == Some(EntityChangeKind::Create)
    }
}

impl Instance {
    /// Finds the blank questions that new entities lack a label for: of those that the label mentions, the first that can
    /// be answered. Where there is none nobody can mend it, and the entity goes by its id.
    pub(crate) fn refresh_nameless(&mut self) {
        let found = self.at_scopes(|instance, index, declaration, scope| {
            if !instance.declared_at(index, declaration, scope).is_nameless() {
                return None;
            }
            let mut mentioned = Vec::new();
            let (document, graph) = (&instance.document, &instance.document.graph);
            for &def in graph.names(index) {
                let anchor = document.ancestor(scope, graph.common(document[scope].def, def));
                document.descendants(anchor, def, &mut mentioned);
            }
            let is_open = |id: &NodeId| {
                let node = &instance.document[*id];
                node.relevant && !node.readonly && node.seen().is_empty() && instance.is_asked(*id)
            };
            mentioned.into_iter().find(is_open)
        });
        let nameless = found.into_iter().filter_map(|(_, node)| node).collect();
        for &node in self.nameless.symmetric_difference(&nameless) {
            self.views.make_stale(node);
        }
        self.nameless = nameless;
    }

    /// Notes the state of the entities chosen at a node, where another one is chosen now.
    pub(crate) fn refresh_bases(&mut self, scope: NodeId) {
        if self.restoring {
            return;
        }
        let form = Rc::clone(&self.document.form);
        for (index, declaration) in declarations_at(&form.entities, self.document[scope].def) {
            let Some(id) = &declaration.entity_id else { continue };
            let entity = self.text_of(id, scope, purpose(index, 0)).trim().to_owned();
            let known = self.bases.get(&(index, scope)).map(|base| base.entity.as_str()).unwrap_or_default();
            if entity == known {
                continue;
            }
            if entity.is_empty() {
                self.bases.remove(&(index, scope));
            } else {
                let shown = self.host.entity(&declaration.list, &entity);
                let (base, person) = shown.map(|shown| (shown.base, shown.person)).unzip();
                let mut person: BTreeMap<String, String> = person.unwrap_or_default();
                person.retain(|name, _| self.saves(index, name));
                self.bases.insert((index, scope), Base { entity, base, person });
            }
        }
    }

    /// Whether a declaration can say something under a name.
    pub(crate) fn saves(&self, index: usize, name: &str) -> bool {
        let form = &self.document.form;
        let is_saved = |node: &NodeDef| {
            node.save_to.as_ref().is_some_and(|save_to| save_to.entity == index && save_to.property == name)
        };
        match name {
            LABEL => form.entities.get(index).is_some_and(|declaration| declaration.label.is_some()),
            _ => form.nodes.iter().any(is_saved),
        }
    }

    /// What each declaration says now, at each node it stands at, in document order.
    #[doc(hidden)]
    pub fn declared(&self) -> Vec<(NodeId, Declared)> {
        self.at_scopes(|instance, index, declaration, scope| instance.declared_at(index, declaration, scope))
    }

    /// The changes to entities that the record makes.
    pub(crate) fn entity_changes(&self) -> Vec<EntityChange> {
        let changes = self.at_scopes(|instance, index, declaration, scope| instance.change(index, declaration, scope));
        changes.into_iter().filter_map(|(_, change)| change).collect()
    }

    /// As [`Instance::declared`], with the place of the declaration.
    pub(crate) fn declared_with_index(&self) -> Vec<(NodeId, usize, Declared)> {
        let declared = |instance: &Self, index, declaration: &EntityDeclaration, scope| {
            (index, instance.declared_at(index, declaration, scope))
        };
        self.at_scopes(declared).into_iter().map(|(scope, (index, declared))| (scope, index, declared)).collect()
    }

    fn at_scopes<R>(&self, look: impl Fn(&Self, usize, &EntityDeclaration, NodeId) -> R) -> Vec<(NodeId, R)> {
        let mut found = Vec::new();
        for (index, declaration) in self.document.form.entities.iter().enumerate() {
            let mut scopes = Vec::new();
            self.document.descendants(Document::ROOT, declaration.scope, &mut scopes);
            let is_scope = |id: &NodeId| self.document[*id].role != Role::Repeat && self.document[*id].relevant;
            let scopes = scopes.into_iter().filter(is_scope);
            found.extend(scopes.map(|scope| (scope, look(self, index, declaration, scope))));
        }
        found
    }

    fn declared_at(&self, index: usize, declaration: &EntityDeclaration, scope: NodeId) -> Declared {
        let truth = |expr: &Option<xpath::Expr>, part| {
            expr.as_ref().map(|expr| self.truth(expr, scope, purpose(index, part), false))
        };
        let text = |expr: &Option<xpath::Expr>, part| {
            expr.as_ref().map(|expr| self.text_of(expr, scope, purpose(index, part)).trim().to_owned())
        };
        Declared {
            list: declaration.list.clone(),
            id: text(&declaration.entity_id, 0),
            create: truth(&declaration.create_if, 1),
            update: truth(&declaration.update_if, 2),
            label: text(&declaration.label, 3),
            base: self.bases.get(&(index, scope)).and_then(|base| base.base.clone()),
        }
    }

    fn change(&self, index: usize, declaration: &EntityDeclaration, scope: NodeId) -> Option<EntityChange> {
        let declared = self.declared_at(index, declaration, scope);
        let kind = declared.kind()?;
        let base = declared.base;
        let entity = match (declared.id.filter(|id| !id.is_empty()), kind) {
            (Some(id), _) => id,
            (None, EntityChangeKind::Create) => match self.bases.get(&(index, scope)) {
                // Of a record that is edited: the entity that it made.
                Some(made) => made.entity.clone(),
                None => self.evaluating(scope, purpose(index, 0), |_, outside| outside.uuid()),
            },
            (None, EntityChangeKind::Update) => return None,
        };
        let is_update = kind == EntityChangeKind::Update;
        let label = declared.label.filter(|label| !(is_update && label.is_empty()));
        let properties = self.properties(index, scope, is_update);
        let is_said = |(name, text): &(&String, &String)| {
            let said = if *name == LABEL { label.as_ref() } else { properties.get(*name) };
            said == Some(*text)
        };
        let shown = self.bases.get(&(index, scope)).into_iter().flat_map(|base| &base.person);
        Some(EntityChange {
            unchanged: shown.filter(is_said).map(|(name, _)| name.clone()).collect(),
            list: ListName::new(declaration.list.as_str()),
            entity: EntityId::new(entity),
            kind,
            label,
            properties,
            base: base.filter(|_| is_update),
        })
    }

    /// What relevant questions save to the entity. A blank one clears the property of an existing entity.
    fn properties(&self, index: usize, scope: NodeId, is_update: bool) -> BTreeMap<String, String> {
        let mut properties = BTreeMap::new();
        for id in self.document.subtree(scope) {
            let Some(save_to) = self.document.def(id).save_to.as_ref().filter(|save_to| save_to.entity == index) else {
                continue;
            };
            let node = &self.document[id];
            if node.relevant && (is_update || !node.seen().is_empty()) {
                properties.insert(save_to.property.clone(), node.seen().to_owned());
            }
        }
        properties
    }
}

fn declarations_at(
    declarations: &[EntityDeclaration],
    scope: DefId,
) -> impl Iterator<Item = (usize, &EntityDeclaration)> {
    declarations.iter().enumerate().filter(move |(_, declaration)| declaration.scope == scope)
}

fn purpose(index: usize, part: u32) -> u32 {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    DECLARED.wrapping_sub(index.wrapping_mul(4)).wrapping_sub(part)
}

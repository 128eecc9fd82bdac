//! The entities sheet and the `save_to` column: which entities a record makes or changes, and where.
//!
//! Start at [`Declarations::read`], then [`Declarations::compile`].
//!
//! Not here: in which group the field's tools would write an entity (`allocation`).

use std::collections::{BTreeMap, BTreeSet};

use crate::compiling::relative::Hierarchy;
use crate::definition::{EntityDeclaration, NodeDef, SaveTo};
use crate::problem::{Known, Message, Place};
use crate::xlsform::allocation::{Mention, Request, allocate};
use crate::xlsform::drafts::{Draft, Shape};
use crate::xlsform::expressions::Expressions;
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::grid::{Grid, plain};
use crate::xlsform::names::{is_name, mentions};
use crate::xlsform::nodes::def_id;
use crate::xlsform::refs::Focus;
use crate::xlsform::tree::Tree;

/// The rows of the sheet.
#[derive(Default)]
pub(super) struct Declarations {
    pub rows: Vec<Declaration>,
}

#[derive(Default)]
pub(super) struct Declaration {
    pub list: String,
    row: u32,
    label: Option<String>,
    entity_id: Option<String>,
    create_if: Option<String>,
    update_if: Option<String>,
}

const SHEET: &str = "entities";

impl Declarations {
    pub fn read(grid: &Grid, findings: &mut Findings) -> Self {
        let mut declarations = Self::default();
        for row in &grid.rows {
            let place = findings::sheet(SHEET).row(row.number);
            let mut declaration = Declaration { row: row.number, ..Declaration::default() };
            for cell in &row.cells {
                let words: Vec<&str> = grid.headings[cell.heading].words.iter().map(String::as_str).collect();
                let text = plain(&cell.text);
                match words.as_slice() {
                    ["dataset"] => declaration.list = text,
                    ["label"] => declaration.label = Some(text),
                    ["entity_id"] => declaration.entity_id = Some(text),
                    ["create_if"] => declaration.create_if = Some(text),
                    ["update_if"] => declaration.update_if = Some(text),
                    ["repeat"] => {}
                    _ => {
                        let header = &grid.headings[cell.heading].header;
                        let place = place.clone().column(header);
                        let mut problem = findings.error(place, Message::ColumnNotAllowed { column: header.clone() });
                        problem.near(
                            Known::Column,
                            header,
                            ["list_name", "label", "entity_id", "create_if", "update_if"],
                        );
                    }
                }
            }
            declaration.check(&place, findings);
            if declarations.rows.iter().any(|other| other.list == declaration.list) {
                let list = declaration.list.clone();
                findings.error(place.column("list_name"), Message::EntityListTwice { list });
                continue;
            }
            declarations.rows.push(declaration);
        }
        declarations
    }

    fn find(&self, list: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.list == list)
    }

    /// Makes the declarations of the form, and marks the nodes that are saved to a property.
    pub fn compile(
        &self,
        tree: &Tree,
        grid: &Grid,
        nodes: &mut [NodeDef],
        expressions: &mut Expressions,
    ) -> Vec<EntityDeclaration> {
        let mut requests: Vec<Request> = self
            .rows
            .iter()
            .map(|row| Request { list: row.list.clone(), row: row.row, mentions: Vec::new() })
            .collect();
        let mentioned: Vec<BTreeSet<&str>> = self.rows.iter().map(Declaration::mentioned).collect();
        let mut order = 0;
        for (at, node) in tree.nodes.iter().enumerate().skip(1) {
            let container = node.parent.unwrap_or_default();
            if let Some((entity, property)) = self.save_to(&node.draft, grid, expressions.findings) {
                let earlier =
                    requests[entity].mentions.iter().find(|mention| mention.property.as_ref() == Some(&property));
                if let Some(row) = earlier.map(|mention| mention.row) {
                    let message = Message::SaveToTwice { property: property.clone(), row };
                    expressions.findings.error(place(grid, &node.draft), message);
                }
                let mention =
                    Mention { container, row: node.draft.row, order, property: Some(property.clone()), question: None };
                requests[entity].mentions.push(mention);
                nodes[at].save_to = Some(SaveTo { entity, property });
                order += 1;
            }
            for (request, mentioned) in requests.iter_mut().zip(&mentioned) {
                if mentioned.contains(node.draft.name.as_str()) {
                    let question = Some(node.draft.name.clone());
                    request.mentions.push(Mention { container, row: node.draft.row, order, property: None, question });
                    order += 1;
                }
            }
        }
        let scopes = allocate(tree, &requests, expressions.findings);
        let rows = self.rows.iter().zip(scopes);
        rows.map(|(row, scope)| row.compile(scope, tree, expressions)).collect()
    }

    /// The entity and the property that a row is saved to.
    fn save_to(&self, draft: &Draft, grid: &Grid, findings: &mut Findings) -> Option<(usize, String)> {
        let raw = draft.save_to.as_ref()?;
        let place = place(grid, draft);
        if self.rows.is_empty() {
            findings.error(place, Message::SaveToWithoutEntity);
            return None;
        }
        let (list, property) = match raw.text.split_once('#') {
            Some((list, property)) => (list, property),
            None if self.rows.len() > 1 => {
                findings.error(place, Message::SaveToNeedsList);
                return None;
            }
            None => (self.rows[0].list.as_str(), raw.text.as_str()),
        };
        let invalid = || Message::SaveToInvalid { property: property.to_owned() };
        if property.contains('#') {
            findings.error(place, invalid());
            return None;
        }
        let Some(entity) = self.find(list) else {
            let mut problem = findings.error(place, Message::SaveToListUnknown { list: list.to_owned() });
            problem.near(Known::List, list, self.rows.iter().map(|row| row.list.as_str()));
            return None;
        };
        let reserved = ["name", "label"].contains(&property.to_lowercase().as_str()) || property.starts_with("__");
        let message = if matches!(draft.shape, Shape::Group | Shape::Repeat | Shape::Loop { .. }) {
            Message::SaveToOnGroup
        } else if property.is_empty() {
            invalid()
        } else if reserved {
            Message::SaveToReserved { property: property.to_owned() }
        } else if !is_name(property) {
            invalid()
        } else {
            return Some((entity, property.to_owned()));
        };
        findings.error(place, message);
        None
    }
}

impl Declaration {
    fn check(&self, place: &Place, findings: &mut Findings) {
        let list = || self.list.clone();
        let at = place.clone().column("list_name");
        if self.list.is_empty() {
            findings.error(at, Message::EntityListMissing);
        } else if self.list.starts_with("__") || self.list.contains('.') || !is_name(&self.list) {
            findings.error(at, Message::EntityListInvalid { list: list() });
        }
        if self.entity_id.is_none() && self.update_if.is_some() {
            findings.error(place.clone().column("update_if"), Message::EntityNeedsId { list: list() });
        } else if self.entity_id.is_some() && self.create_if.is_some() && self.update_if.is_none() {
            findings.error(place.clone().column("create_if"), Message::EntityNeedsUpdateIf { list: list() });
        } else if self.entity_id.is_none() && self.label.is_none() {
            findings.error(place.clone().column("label"), Message::EntityNeedsLabel { list: list() });
        }
    }

    /// Names of the questions that its expressions mention.
    fn mentioned(&self) -> BTreeSet<&str> {
        let texts = [&self.entity_id, &self.create_if, &self.update_if, &self.label];
        texts.into_iter().flatten().flat_map(|text| mentions(text)).filter_map(|mention| mention.name).collect()
    }

    fn compile(&self, scope: usize, tree: &Tree, expressions: &mut Expressions) -> EntityDeclaration {
        debug_assert!(scope == 0 || tree.is_repeat(scope));
        let place = findings::sheet(SHEET).row(self.row);
        let mut compile = |text: &Option<String>, column: &str| {
            let place = place.clone().column(column);
            text.as_ref().and_then(|text| expressions.condition(text, Focus::Inside(scope), &place))
        };
        EntityDeclaration {
            list: self.list.clone(),
            label: compile(&self.label, "label"),
            entity_id: compile(&self.entity_id, "entity_id"),
            create_if: compile(&self.create_if, "create_if"),
            update_if: compile(&self.update_if, "update_if"),
            scope: def_id(scope),
        }
    }
}

fn place(grid: &Grid, draft: &Draft) -> Place {
    let column = draft.save_to.as_ref().and_then(|raw| raw.column);
    grid.place(draft.row, column.unwrap_or(usize::MAX))
}

/// Checks `save_to` of rows that declare a file, which become no node.
pub(super) fn check_files(drafts: &[Draft], declarations: &Declarations, grid: &Grid, findings: &mut Findings) {
    for draft in drafts {
        if matches!(draft.shape, Shape::External { .. }) {
            declarations.save_to(draft, grid, findings);
        }
        check_files(&draft.children, declarations, grid, findings);
    }
}

/// Reports what the sheet mentions that the survey does not name once.
pub(super) fn check_references(grid: &Grid, named: &BTreeMap<String, usize>, findings: &mut Findings) {
    for row in &grid.rows {
        for cell in &row.cells {
            let first = grid.headings[cell.heading].words[0].as_str();
            if !matches!(first, "dataset" | "repeat") {
                crate::xlsform::refs::check(&cell.text, &grid.place(row.number, cell.heading), named, findings);
            }
        }
    }
}

//! Choice lists of the definition, and the names under which lists and files can be looked up.
//!
//! Start at [`compile`]; [`declare_files`] and [`check_instances`] keep one name from meaning two things.

use std::collections::BTreeSet;

use crate::compiling::relative::Hierarchy;
use crate::definition::{Choice, ChoiceList};
use crate::problem::{Message, Place};
use crate::xlsform::choices::{Lists, RawChoice};
use crate::xlsform::drafts::{Draft, RawText, Shape, Source};
use crate::xlsform::entities::Declarations;
use crate::xlsform::expressions::Expressions;
use crate::xlsform::externals::Instances;
use crate::xlsform::findings::{self, Findings};
use crate::xlsform::grid::Grid;
use crate::xlsform::names::{is_name, sole_reference};
use crate::xlsform::refs::Focus;
use crate::xlsform::selects::is_search;
use crate::xlsform::texts::{Texts, is_plain};
use crate::xlsform::tree::{Tree, Unfilled};
use crate::xlsform::types::{SelectCommand, split_file};

/// The lists of a sheet, with labels made. What a choice consists of is moved, so that a long list never stands twice;
/// names of lists stay.
pub(super) fn compile(
    lists: &mut Lists,
    sheet: &str,
    grid: Option<&Grid>,
    texts: &Texts,
    expressions: &mut Expressions,
) -> Vec<ChoiceList> {
    let mut choice = |raw: RawChoice| {
        let place = |column: Option<usize>| match grid {
            Some(grid) => grid.place(raw.row, column.unwrap_or(usize::MAX)),
            None => findings::sheet(sheet),
        };
        let mut text = |text: &RawText| texts.compile(text, Focus::Anywhere, expressions, place);
        Choice {
            name: raw.name,
            label: raw.label.as_ref().map(&mut text),
            media: raw.media.iter().map(|(kind, files)| texts.media(kind, files)).collect(),
            columns: raw.columns,
        }
    };
    let columns = &lists.columns;
    let list = |list: &mut crate::xlsform::choices::List| {
        let mut compiled = ChoiceList::new(list.name.clone(), columns.clone(), texts.languages.count());
        for raw in std::mem::take(&mut list.choices) {
            match plain_label(&raw) {
                Some(label) => compiled.push_plain(&raw.name, label, &raw.columns),
                None => compiled.push(choice(raw)),
            }
        }
        compiled
    };
    lists.lists.iter_mut().map(list).collect()
}

/// The words of a choice that has one label for all languages, and nothing besides.
fn plain_label(raw: &RawChoice) -> Option<&str> {
    match raw.label.as_ref().map(|label| label.0.as_slice()) {
        _ if !raw.media.is_empty() => None,
        None => Some(""),
        Some([(None, label)]) if is_plain(&label.text) => Some(&label.text),
        Some(_) => None,
    }
}

/// Adds the files that rows of their own declare.
pub(super) fn declare_files(drafts: &[Draft], grid: &Grid, instances: &mut Instances, findings: &mut Findings) {
    for draft in drafts {
        if let Shape::External { ending } = draft.shape {
            let place = grid.place(draft.row, usize::MAX);
            instances.declare(&draft.name, ending, &place, findings);
        }
        declare_files(&draft.children, grid, instances, findings);
    }
}

/// Refuses names that mean two things, and places of geometry that do not exist.
pub(super) fn check_instances(
    lists: &Lists,
    geometries: &[(String, Place)],
    tree: &Tree,
    declarations: &Declarations,
    instances: &Instances,
    findings: &mut Findings,
) {
    let selects: Vec<(&Draft, SelectCommand, &str)> = tree.nodes.iter().filter_map(select).collect();
    let of = |searching: bool| selects.iter().filter(move |(draft, _, _)| is_search(draft) == searching);
    let searched: BTreeSet<&str> = of(true).map(|&(_, _, list)| list).collect();
    let offered_whole: BTreeSet<&str> = of(false).map(|&(_, _, list)| list).collect();
    for list in lists.names() {
        if instances.find(list).is_some() && !searched.contains(list) {
            findings.error(findings::sheet("choices"), Message::InstanceTwice { name: list.to_owned() });
        }
    }
    for (draft, _, list) in of(true) {
        if offered_whole.contains(list) {
            let message = Message::SearchSharesList { name: draft.name.clone(), list: (*list).to_owned() };
            findings.error(findings::sheet("survey").row(draft.row), message);
        }
    }
    for node in &tree.nodes {
        // The groups of a loop are named by choices, which no one has checked as names of nodes.
        let looped = node.parent.is_some_and(|parent| matches!(tree.nodes[parent].draft.shape, Shape::Loop { .. }));
        if looped && !is_name(&node.draft.name) {
            let message = Message::NameInvalid { name: node.draft.name.clone() };
            findings.error(findings::sheet("survey").row(node.draft.row).column("type"), message);
        }
    }
    for unfilled in &tree.unfilled {
        match unfilled {
            Unfilled::Text { row, text } => {
                findings.error(findings::sheet("survey").row(*row), Message::LoopText { text: text.clone() })
            }
            Unfilled::Label { row } => {
                findings.error(findings::sheet("choices").row(*row).column("label"), Message::ChoiceLabelMissing)
            }
        };
    }
    let mut repeats = BTreeSet::new();
    for node in tree.nodes.iter().filter(|node| matches!(node.draft.shape, Shape::Repeat)) {
        // Two of a name in one group have been reported, and so have two that rows name; a loop makes more.
        if !repeats.insert(&node.draft.name) {
            let message = Message::RepeatNameTwice { name: node.draft.name.clone() };
            findings.error(findings::sheet("survey").row(node.draft.row).column("name"), message);
        }
    }
    let offered = |name: &str| {
        let command = |command: SelectCommand| command != SelectCommand::OneExternal;
        selects.iter().any(|&(_, how, list)| command(how) && split_file(list).0 == name)
    };
    for (name, place) in geometries {
        let repeat = sole_reference(name).is_some_and(|name| {
            let named = |at: usize| tree.nodes[at].draft.name.to_lowercase() == name.to_lowercase();
            (0..tree.nodes.len()).any(|at| tree.is_repeat(at) && named(at))
        });
        let entity = declarations.rows.iter().any(|row| row.list == *name);
        let listed = lists.get(name).is_some() || instances.is_declared(name);
        if !repeat && !entity && !listed && !offered(name) {
            findings.error(place.clone(), Message::GeometryUnknown { name: name.clone() });
        }
    }
}

fn select(node: &crate::xlsform::tree::TreeNode) -> Option<(&Draft, SelectCommand, &str)> {
    match &node.draft.shape {
        Shape::Select { command, source: Source::List(name) | Source::File(name) } => {
            Some((&node.draft, *command, name))
        }
        _ => None,
    }
}

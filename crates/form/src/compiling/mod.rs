//! What all ways into the engine share: the list of problems, expressions with what is wrong in them, files, paths.
//!
//! Not here: reading a workbook (`xlsform`) or a document (`xform`).

pub(crate) mod expressions;
pub(crate) mod files;
pub(crate) mod findings;
pub(crate) mod nearest;
pub(crate) mod relative;
pub(crate) mod words;

use crate::compiling::findings::Findings;
use crate::definition::{FormDefinition, NodeDef};
use crate::limits::MENTIONS;
use crate::problem::{Message, Place, Problem};

/// A workbook or a document read as a form.
#[derive(Clone, PartialEq, Debug)]
pub struct Compiled {
    /// The form, if it can be run: no problem is an error.
    pub form: Option<FormDefinition>,
    /// In the order of reading, not of severity.
    pub problems: Vec<Problem>,
}

impl Compiled {
    /// What was read, if no problem is an error; values that need themselves are among them. `place` says where a node
    /// was read.
    pub(crate) fn new(form: Option<FormDefinition>, mut findings: Findings, place: impl Fn(&NodeDef) -> Place) -> Self {
        if let Some(form) = form.as_ref().filter(|_| !findings.has_errors()) {
            report_cycles(form, &mut findings, place);
        }
        let form = form.filter(|_| !findings.has_errors());
        Self { form, problems: findings.problems }
    }
}

/// Refuses values that need themselves, each as the chain of names that leads back to where it began.
fn report_cycles(form: &FormDefinition, findings: &mut Findings, place: impl Fn(&NodeDef) -> Place) {
    let Some(cycles) = crate::graph::cycles(form) else {
        let root = form.nodes.first().map(&place).unwrap_or_default();
        findings.error(Place { row: None, column: None, ..root }, Message::MentionsTooMany { limit: MENTIONS });
        return;
    };
    for cycle in cycles {
        let nodes: Vec<_> = cycle.iter().filter_map(|&node| form.node(node)).collect();
        let Some(first) = nodes.first() else { continue };
        let names = nodes.iter().chain([first]).map(|node| node.name.as_str());
        let chain = names.collect::<Vec<_>>().join(" -> ");
        findings.error(place(first), Message::Cycle { chain });
    }
}

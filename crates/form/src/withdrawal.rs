//! Records that a person has consented to, and can withdraw consent to.
//!
//! The form itself says which, in a row of type `hidden` with a column of its own:
//!
//! | Column | Says |
//! |---|---|
//! | `relevant` | when there is consent that can be withdrawn |
//! | `label` | what the button says; else the app has its own words |
//! | `bind::taizhang:withdraw` | the questions whose answers stay as proof: `talent_code consent_on consent_method` |
//!
//! All else that the record holds goes, whatever is said here, and with it the entities that the record made. Entities that it
//! only changed go where one of the proofs is saved to them: whose consent it is, is the person whom that entity stands for.
//!
//! Start at [`Instance::withdrawal`]. Not here: what an erasure does (`record`, `ledger`, `store`).

use std::collections::BTreeSet;

use record::ListName;

use crate::compiling::findings::{self, Findings};
use crate::definition::{FormDefinition, NodeDef};
use crate::instance::Instance;
use crate::problem::{Known, Message};
use crate::view::NodeId;

pub(crate) const WITHDRAW: &str = "bind::taizhang:withdraw";

/// Consent that can be withdrawn now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Withdrawal {
    /// What the author calls it, as a marked text in the language shown.
    pub label: Option<String>,
    /// The questions whose answers stay, in the author's order; those without an answer are left out.
    pub kept: Vec<NodeId>,
    /// Entities of these lists go also where the record only changed them.
    pub lists: BTreeSet<ListName>,
}

impl Instance {
    /// What can be withdrawn as the answers are now. `None`: nothing, or the form does not say so.
    pub fn withdrawal(&self) -> Option<Withdrawal> {
        let form = self.form();
        let said = form.nodes.iter().filter(|node| proofs(node).is_some());
        let relevant = |node: &&NodeDef| self.node_at(&node.path).is_some_and(|id| self.document[id].relevant);
        let node = said.into_iter().find(relevant)?;
        let id = self.node_at(&node.path)?;
        let named = || proofs(node).into_iter().flatten().filter_map(|name| form.question_named(name));
        let answered = |id: &NodeId| self.document[*id].relevant && !self.document[*id].value().is_empty();
        let list = |question: &NodeDef| list_of(form, question);
        Some(Withdrawal {
            label: node.label.as_ref().and_then(|label| self.rendered(label, id)),
            kept: named().filter_map(|question| self.node_at(&question.path)).filter(answered).collect(),
            lists: named().filter_map(list).collect(),
        })
    }
}

/// The lists whose entities are people: those that a proof of consent is saved to; where none is, all that such a form saves to.
pub fn lists_of_people(form: &FormDefinition) -> BTreeSet<ListName> {
    let names: Vec<&str> = form.nodes.iter().filter_map(proofs).flatten().collect();
    let proofs = names.iter().filter_map(|name| form.question_named(name));
    let named: BTreeSet<ListName> = proofs.filter_map(|question| list_of(form, question)).collect();
    if !named.is_empty() || form.nodes.iter().all(|node| self::proofs(node).is_none()) {
        return named;
    }
    form.entities.iter().map(|declaration| ListName::new(&*declaration.list)).collect()
}

fn list_of(form: &FormDefinition, question: &NodeDef) -> Option<ListName> {
    let declaration = form.entities.get(question.save_to.as_ref()?.entity)?;
    Some(ListName::new(&*declaration.list))
}

/// Warns of proofs that no question gives: they would not stay.
pub(crate) fn check(form: &FormDefinition, findings: &mut Findings) {
    for node in &form.nodes {
        for name in proofs(node).into_iter().flatten() {
            if form.question_named(name).is_none() {
                let known = form.nodes.iter().map(|node| node.name.as_str());
                let place = findings::sheet("survey").row(node.row).column(WITHDRAW);
                let message = Message::ReferenceUnknown { name: name.to_owned() };
                findings.warning(place, message).near(Known::Name, name, known);
            }
        }
    }
}

fn proofs(node: &NodeDef) -> Option<impl Iterator<Item = &str>> {
    Some(node.extra.get(WITHDRAW)?.split_whitespace())
}

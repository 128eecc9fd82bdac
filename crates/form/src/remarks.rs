//! What a person says about a question beside its answer: a remark, and that it is to be answered later (待补).
//!
//! Neither is an answer: no expression sees it and no rule asks for it. It goes with the record, so that who reads the
//! answer reads the remark.

use record::Remark;

use crate::actions::ActionError;
use crate::definition::Control;
use crate::instance::node::{Document, Role, Standing};
use crate::instance::{Changes, Instance};
use crate::limits::ANSWER_CHARACTERS;
use crate::view::NodeId;

/// What is said about one question.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// To be answered later. An answer takes this back.
    pub later: bool,
    pub remark: String,
}

impl Instance {
    /// Changes what is said about a question.
    pub(crate) fn say(&mut self, id: NodeId, change: impl FnOnce(&mut Said)) -> Result<Changes, ActionError> {
        match self.document.question(id) {
            None | Some((_, Control::Hidden { .. } | Control::Note)) => return Err(ActionError::NotAQuestion),
            Some(_) => {}
        }
        let mut said = self.said(id);
        change(&mut said);
        if said.remark.chars().nth(ANSWER_CHARACTERS).is_some() {
            return Err(ActionError::TooLong);
        }
        self.set_said(id, said);
        Ok(self.finish())
    }

    /// An answered question is no longer one to be answered later.
    pub(crate) fn no_longer_later(&mut self, id: NodeId) {
        let said = self.said(id);
        self.set_said(id, Said { later: false, ..said });
    }

    fn set_said(&mut self, id: NodeId, said: Said) {
        if self.said(id) == said {
            return;
        }
        if said == Said::default() {
            self.remarks.remove(&id);
        } else {
            self.remarks.insert(id, said);
        }
        self.mark(id);
        self.work.structure = true;
    }

    pub(crate) fn said(&self, id: NodeId) -> Said {
        self.remarks.get(&id).cloned().unwrap_or_default()
    }

    /// Questions on the pages that are to be answered later.
    pub(crate) fn put_off(&self) -> impl Iterator<Item = NodeId> {
        let later = self.remarks.iter().filter(|(_, said)| said.later).map(|(&id, _)| id);
        later.filter(|&id| self.document.get(id).is_some_and(|node| node.alive && node.relevant))
    }

    /// The next question without an answer, or with a wrong one, in the order of the form from `after` on and then from the
    /// beginning. Those that are to be answered later come once there is no other.
    pub fn next_open(&self, after: Option<NodeId>) -> Option<NodeId> {
        let nodes = self.document.subtree(Document::ROOT);
        let start = after.and_then(|after| nodes.iter().position(|&id| id == after)).map_or(0, |at| at + 1);
        let (before, from) = nodes.split_at(start.min(nodes.len()));
        let is_open = |id: &NodeId| {
            let node = &self.document[*id];
            let is_blank = matches!(node.standing, Standing::Blank | Standing::Missing | Standing::Wrong);
            node.role == Role::Question && is_blank && !node.readonly
        };
        let open: Vec<NodeId> = from.iter().chain(before).copied().filter(is_open).collect();
        let is_put_off = |id: &NodeId| self.remarks.get(id).is_some_and(|said| said.later);
        open.iter().copied().find(|id| !is_put_off(id)).or_else(|| open.first().copied())
    }

    /// What goes with the record, in document order: only of questions whose answers go, too.
    pub(crate) fn remarks_to_send(&self) -> Vec<Remark> {
        let nodes = self.document.subtree(Document::ROOT).into_iter().filter(|&id| self.document[id].relevant);
        nodes
            .filter_map(|id| {
                let Said { later, remark } = self.remarks.get(&id)?.clone();
                Some(Remark { path: self.document.path(id), text: remark, later })
            })
            .collect()
    }
}

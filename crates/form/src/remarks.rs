//! What a person says about a question beside its answer: a remark, that it is to be answered later (待补), and why an
//! answer is right that the form warns of (提示).
//!
//! None of it is an answer: no expression sees it and no rule asks for it. It goes with the record, so that who reads the
//! answer reads the remark.

use record::{Confirmation, Remark, Timestamp};

use crate::actions::ActionError;
use crate::definition::Control;
use crate::instance::node::{Document, Role, Standing};
use crate::instance::{Changes, Instance};
use crate::limits::ANSWER_CHARACTERS;
use crate::markup;
use crate::view::NodeId;

/// What is said about one question.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// To be answered later. An answer takes this back.
    pub later: bool,
    pub remark: String,
    /// Why the answer is right that the form warns of; empty: nobody has confirmed it. A new answer takes this back.
    pub confirmed: String,
    /// Of a record that is edited: when these words were said first.
    pub since: Option<Timestamp>,
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
        let is_too_long = |words: &str| words.chars().nth(ANSWER_CHARACTERS).is_some();
        if is_too_long(&said.remark) || is_too_long(&said.confirmed) {
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

    /// What was confirmed is no longer the answer.
    pub(crate) fn no_longer_confirmed(&mut self, id: NodeId) {
        let said = self.said(id);
        self.set_said(id, Said { confirmed: String::new(), ..said });
    }

    fn set_said(&mut self, id: NodeId, mut said: Said) {
        let before = self.said(id);
        if (&before.remark, &before.confirmed) != (&said.remark, &said.confirmed) {
            said.since = None;
        }
        if before == said {
            return;
        }
        if said == Said::default() {
            self.remarks.remove(&id);
        } else {
            self.remarks.insert(id, said);
        }
        self.mark(id);
        self.unsettle(id);
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

    /// Whether the answer waits to be confirmed.
    pub(crate) fn is_unconfirmed(&self, id: NodeId) -> bool {
        self.document[id].doubtful && self.remarks.get(&id).is_none_or(|said| said.confirmed.is_empty())
    }

    /// The next question without an answer, or with one that is wrong or to be confirmed, in the order of the form from `after` on and then from the
    /// beginning. Those that are to be answered later come once there is no other.
    pub fn next_open(&self, after: Option<NodeId>) -> Option<NodeId> {
        let nodes = self.document.subtree(Document::ROOT);
        let start = after.and_then(|after| nodes.iter().position(|&id| id == after)).map_or(0, |at| at + 1);
        let (before, from) = nodes.split_at(start.min(nodes.len()));
        let is_open = |id: &NodeId| {
            let node = &self.document[*id];
            let is_blank =
                matches!(node.standing, Standing::Blank | Standing::Missing | Standing::Doubtful | Standing::Wrong);
            node.role == Role::Question && is_blank && !node.readonly
        };
        let open: Vec<NodeId> = from.iter().chain(before).copied().filter(is_open).collect();
        let is_put_off = |id: &NodeId| self.remarks.get(id).is_some_and(|said| said.later);
        open.iter().copied().find(|id| !is_put_off(id)).or_else(|| open.first().copied())
    }

    /// The first question in the order of the form that stops it from being finished.
    pub fn first_stopping(&self) -> Option<NodeId> {
        let stops = |id: &NodeId| {
            let node = &self.document[*id];
            let is_open = matches!(node.standing, Standing::Missing | Standing::Doubtful | Standing::Wrong);
            node.role == Role::Question && is_open
        };
        self.document.subtree(Document::ROOT).iter().copied().find(stops)
    }

    /// What the form warns of, without marks: words of a record are plain.
    fn plain_warning(&self, id: NodeId) -> Option<String> {
        Some(markup::plain(&self.warning_words(id).0?).into_owned())
    }

    /// What goes with the record, in document order: only of questions whose answers go, too.
    pub(crate) fn remarks_to_send(&self) -> Vec<Remark> {
        let nodes = self.document.subtree(Document::ROOT).into_iter().filter(|&id| self.document[id].relevant);
        nodes
            .filter_map(|id| {
                let Said { later, remark, confirmed, since } = self.remarks.get(&id)?.clone();
                let is_confirmed = self.document[id].doubtful && !confirmed.is_empty();
                let confirmed =
                    is_confirmed.then(|| Confirmation { reason: confirmed, warning: self.plain_warning(id) });
                let is_said = later || !remark.is_empty() || confirmed.is_some();
                is_said.then(|| Remark { path: self.document.path(id), text: remark, later, confirmed, since })
            })
            .collect()
    }
}

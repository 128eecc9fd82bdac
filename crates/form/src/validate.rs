//! What is wrong with an answer: type, required, choice, constraint, that a new entity gets no label from it, or that nobody
//! has confirmed what the form warns of.
//!
//! Only questions that are relevant and on a page can be wrong; a blank answer is checked for nothing but `required`.

use crate::definition::Control;
use crate::graph::Aspect;
use crate::instance::Instance;
use crate::instance::node::{Document, Role, Standing};
use crate::view::{NodeId, Violation, Warning};

/// A question that keeps a form from being finalised.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invalid {
    pub node: NodeId,
    pub path: String,
    pub violation: Violation,
}

/// The kinds of [`Violation`], without their messages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Broken {
    Required,
    Constraint,
    Type,
    Choice,
    Nameless,
    Unconfirmed,
}

impl Instance {
    /// Everything that is wrong, in document order. Missing answers among it show in their views from now on.
    pub fn validate(&mut self) -> Vec<Invalid> {
        self.refresh_clocked();
        self.refresh_nameless();
        let mut found = Vec::new();
        for node in self.document.subtree(Document::ROOT) {
            if let Some(violation) = self.violation(node) {
                if !std::mem::replace(&mut self.document[node].marked, true) {
                    self.views.make_stale(node);
                }
                found.push(Invalid { node, path: self.document.path(node), violation });
            }
        }
        found
    }

    /// The rule that a question breaks, whether or not it is time to say so.
    #[doc(hidden)]
    pub fn violation(&self, id: NodeId) -> Option<Violation> {
        let bind = &self.document.def(id).bind;
        Some(match self.broken(id)? {
            Broken::Required => {
                Violation::Required(bind.required_message.as_ref().and_then(|text| self.rendered(text, id)))
            }
            Broken::Constraint => {
                Violation::Constraint(bind.constraint_message.as_ref().and_then(|text| self.rendered(text, id)))
            }
            Broken::Type => Violation::Type(self.document.question(id)?.0),
            Broken::Choice => Violation::Choice,
            Broken::Nameless => Violation::Nameless,
            Broken::Unconfirmed => Violation::Unconfirmed(self.warning_words(id)),
        })
    }

    /// What the form says where it warns of an answer.
    pub(crate) fn warning_words(&self, id: NodeId) -> Warning {
        let message = self.document.def(id).bind.warning_message.as_ref();
        Warning(message.and_then(|text| self.rendered(text, id)))
    }

    fn broken(&self, id: NodeId) -> Option<Broken> {
        let node = self.document.get(id)?;
        if !node.relevant || !self.is_asked(id) {
            return None;
        }
        let is_note = matches!(self.document.question(id), Some((_, Control::Note)));
        if node.unreadable {
            Some(Broken::Type)
        } else if node.unlisted {
            Some(Broken::Choice)
        } else if node.seen().is_empty() && node.required && !is_note {
            Some(Broken::Required)
        } else if node.seen().is_empty() {
            self.nameless.contains(&id).then_some(Broken::Nameless)
        } else if !node.satisfied {
            Some(Broken::Constraint)
        } else {
            self.is_unconfirmed(id).then_some(Broken::Unconfirmed)
        }
    }

    /// Whether a node is a question that is on a page when it is relevant.
    pub(crate) fn is_asked(&self, id: NodeId) -> bool {
        self.document[id].role == Role::Question
            && !matches!(self.document.question(id), None | Some((_, Control::Hidden { .. })))
    }

    pub(crate) fn standing(&self, id: NodeId) -> Standing {
        let node = &self.document[id];
        let is_note = matches!(self.document.question(id), Some((_, Control::Note)));
        if !node.relevant || !self.is_asked(id) || is_note {
            return Standing::Absent;
        }
        match self.broken(id) {
            Some(Broken::Required) => Standing::Missing,
            // Counted like any other that may stay blank: what it is for is seen when the form is finished.
            Some(Broken::Nameless) => Standing::Blank,
            Some(Broken::Unconfirmed) => Standing::Doubtful,
            Some(_) => Standing::Wrong,
            None if node.seen().is_empty() => Standing::Blank,
            None => Standing::Answered,
        }
    }

    /// A rule with the day in it may be broken by time alone, so it is looked at again.
    fn refresh_clocked(&mut self) {
        let graph = std::rc::Rc::clone(&self.document.graph);
        for &rank in graph.clocked() {
            let vertex = graph.vertex(rank);
            if !matches!(vertex.aspect, Aspect::Constraint | Aspect::Warning | Aspect::Required) {
                continue;
            }
            let mut found = Vec::new();
            self.document.descendants(Document::ROOT, vertex.def, &mut found);
            for node in found {
                self.touch(rank, node);
            }
        }
        self.finish();
    }
}

//! What a person does to a form, as the widgets tell it to the page.

use std::rc::Rc;

use form::view::{NodeId, NodeView};
use yew::Callback;

use crate::platform::files::ChosenFile;
use crate::state::attachment::AttachError;

/// One thing a person did.
#[derive(Clone, PartialEq, Debug)]
pub enum Intent {
    /// Typing: the text so far. Kept soon.
    Type(NodeId, String),
    /// Choosing, ticking, picking a date: final in itself. Kept at once.
    Choose(NodeId, String),
    /// To be answered later, or no longer so.
    Later(NodeId, bool),
    /// Words about the answer, so far.
    Remark(NodeId, String),
    /// Why the answer is right that the form warns of; empty: it is not confirmed.
    Confirm(NodeId, String),
    /// The same in words of one's own, so far.
    WriteReason(NodeId, String),
    /// The choice also turns the page, where this question is the last of it.
    Onward(NodeId),
    AddRepeat(NodeId),
    RemoveRepeat(NodeId),
    /// The instance that was removed last from this repeat comes back.
    RestoreRepeat(NodeId),
    /// An instance goes to another position, from 1.
    MoveRepeat(NodeId, usize),
    /// The question that has the focus now: where filling goes on after a restart.
    Arrive(NodeId),
    /// A file, taken, recorded, drawn or chosen. `told` hears once it is kept and answered with, or why it is not.
    Attach {
        node: NodeId,
        file: ChosenFile,
        told: Callback<Result<(), AttachError>>,
    },
}

/// A view that compares by identity: an unchanged node hands out the same `Rc`, so its widget is not drawn again.
#[derive(Clone, Debug)]
pub struct Shown(pub Rc<NodeView>);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

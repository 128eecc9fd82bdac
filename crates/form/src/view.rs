//! All that the screen sees: plain finished data. The screen computes nothing from it.

use std::rc::Rc;

use crate::definition::{DataType, UploadKind};

/// A node of one instance. Stays the same as long as the node lives; not kept across a restart (paths are).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// One page of the form: a top-level group, or the questions between two of them.
#[derive(Clone, PartialEq, Debug)]
pub struct PageView {
    pub title: Option<String>,
    /// Nodes to draw, in order: questions, groups, repeats. Only what is relevant.
    pub nodes: Vec<NodeId>,
    /// Required questions without an answer, and answers that are wrong.
    pub missing: usize,
    pub invalid: usize,
    pub answered: usize,
}

/// What is drawn for one node. An unchanged node hands out the same `Rc` again.
#[derive(Clone, PartialEq, Debug)]
pub struct NodeView {
    pub id: NodeId,
    /// With positions where the node stands in a repeat: `/data/visits[2]/note`.
    pub path: String,
    pub name: String,
    pub label: Option<String>,
    pub hint: Option<String>,
    pub guidance_hint: Option<String>,
    pub appearance: Vec<String>,
    pub parameters: Vec<(String, String)>,
    pub body: Body,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    Group { children: Vec<NodeId> },
    Repeat { instances: Vec<NodeId>, can_add: bool, can_remove: bool },
    /// One instance of a repeat. `position` counts from 1.
    RepeatInstance { position: usize, children: Vec<NodeId> },
    Question(QuestionView),
}

#[derive(Clone, PartialEq, Debug)]
pub struct QuestionView {
    pub data_type: DataType,
    pub control: ControlView,
    /// As it is saved; what a person typed, where that could not be read as the type.
    pub value: String,
    pub required: bool,
    pub readonly: bool,
    /// The broken rule, once it is time to say so: a wrong answer at once, a missing one after an attempt to finalise.
    pub problem: Option<Violation>,
}

#[derive(Clone, PartialEq, Debug)]
pub enum ControlView {
    Input,
    Note,
    Acknowledge,
    Select { choices: Rc<[ChoiceView]> },
    Range { start: f64, end: f64, step: f64 },
    Upload { media: UploadKind },
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChoiceView {
    /// Saved.
    pub value: String,
    /// Shown.
    pub label: String,
    /// What a search may match besides the label: pinyin initials and codes of the list's row, lower case.
    pub search: String,
}

/// A rule that an answer breaks, with the form's own message where it has one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Violation {
    Required(Option<String>),
    Constraint(Option<String>),
    /// The text cannot be read as the type.
    Type(DataType),
    /// The choice is not, or no longer, on offer.
    Choice,
}

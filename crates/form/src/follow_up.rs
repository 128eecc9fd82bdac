//! Forms that are begun from a record of another one: the problem that an enterprise raises at a visit, the update of a
//! ledger that a visit found wrong.
//!
//! The form itself says which, in a row of type `hidden` with columns of its own:
//!
//! | Column | Says |
//! |---|---|
//! | `relevant` | when there is reason to begin the other form |
//! | `label` | what the button says; else it is the other form's title |
//! | `bind::taizhang:offers` | the id of a form that can be begun at any time, and as often as one likes |
//! | `bind::taizhang:then` | the id of a form that is begun once this record is finished |
//! | `bind::taizhang:with` | what the other form begins with: `ent visit=visit_key mode='update'` |
//!
//! A word of `with` names a question of the other form; behind `=` stands the question of this form whose answer it gets, or
//! a text in quotes, and nothing where both questions have one name. They are answered in this order.
//! What the other form keeps without asking, in a hidden question with a `save_to`, is how its entities are found again
//! ([`FormDefinition::links`]).
//!
//! Start at [`Instance::follow_ups`]. Not here: how drafts are begun and where one returns to (the app).

use std::rc::Rc;

use record::ListName;

use crate::compiling::findings::{self, Findings};
use crate::definition::{ChoiceSource, Control, DataType, FormDefinition, NodeDef, NodeKind};
use crate::host::Moment;
use crate::instance::Instance;
use crate::problem::{Known, Message};
use crate::view::NodeId;

pub(crate) const OFFERS: &str = "bind::taizhang:offers";
pub(crate) const THEN: &str = "bind::taizhang:then";
pub(crate) const WITH: &str = "bind::taizhang:with";

/// When the other form is begun.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Begun {
    /// Whenever somebody wants to.
    OnDemand,
    /// Once, when the record is finished.
    AfterFinishing,
}

/// Another form that there is reason to begin now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowUp {
    /// The other form's id.
    pub form: String,
    /// What the author calls it, as a marked text in the language shown.
    pub label: Option<String>,
    pub begun: Begun,
    /// What it begins with: names of its questions, and their answers. None is blank.
    pub answers: Vec<(String, String)>,
}

/// What a saved entity says of the record that its form was begun from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    pub list: ListName,
    pub property: String,
    pub value: String,
}

/// A list with more choices than these says no way to fill a form.
const MOST_WAYS: u32 = 8;

/// Where an answer comes from.
enum Given<'a> {
    Question(&'a str),
    Text(&'a str),
}

impl FormDefinition {
    /// Whether another form is ever begun from a record of this one.
    pub fn has_follow_ups(&self) -> bool {
        self.nodes.iter().any(|node| begun(node).is_some())
    }

    /// The question of a name, in no repeat: there it would be one of several.
    pub fn question_named(&self, name: &str) -> Option<&NodeDef> {
        let is_it = |node: &&NodeDef| node.name == name && matches!(node.kind, NodeKind::Question { .. });
        self.nodes.iter().filter(is_it).find(|node| !self.is_in_a_repeat(node))
    }

    /// Questions that are answered when the form offers itself to be begun anew, such as the update of what is known already:
    /// whoever fills it from elsewhere leaves them to the offer.
    pub fn answered_by_own_offers(&self) -> Vec<&str> {
        let offers = self.nodes.iter().filter(|node| begun(node).is_some_and(|(_, form)| form == self.id));
        offers.flat_map(with).map(|(name, _)| name).collect()
    }

    /// What entities keep of answers that this form was begun with, and that nobody is asked for.
    pub fn links(&self, answers: &[(String, String)]) -> Vec<Link> {
        let link = |(name, value): &(String, String)| {
            let question = self.question_named(name)?;
            let is_hidden = matches!(question.kind, NodeKind::Question { control: Control::Hidden { .. }, .. });
            let save_to = question.save_to.as_ref().filter(|_| is_hidden)?;
            let list = ListName::new(&*self.entities.get(save_to.entity)?.list);
            Some(Link { list, property: save_to.property.clone(), value: value.clone() })
        };
        answers.iter().filter_map(link).collect()
    }
}

impl Instance {
    /// Whether there is reason to begin another form from this record, as its answers are now.
    pub fn is_followed(&self) -> bool {
        let is_due = |node: &NodeDef| {
            begun(node).is_some() && self.node_at(&node.path).is_some_and(|id| self.document[id].relevant)
        };
        self.form().nodes.iter().any(is_due)
    }

    /// The forms that there is reason to begin from this record, as its answers are now.
    pub fn follow_ups(&self) -> Vec<FollowUp> {
        let form = self.form();
        let follow_up = |node: &NodeDef| {
            let (begun, other) = begun(node)?;
            let id = self.node_at(&node.path).filter(|&id| self.document[id].relevant)?;
            let answer = |(name, given): (&str, Given<'_>)| {
                let value = match given {
                    Given::Text(text) => text.to_owned(),
                    Given::Question(source) => {
                        let source = self.node_at(&form.question_named(source)?.path)?;
                        self.document[source].value().to_owned()
                    }
                };
                (!value.is_empty()).then(|| (name.to_owned(), value))
            };
            Some(FollowUp {
                form: other.to_owned(),
                label: node.label.as_ref().and_then(|label| self.rendered(label, id)),
                begun,
                answers: with(node).filter_map(answer).collect(),
            })
        };
        form.nodes.iter().filter_map(follow_up).collect()
    }

    /// Answers what a draft begins with. A question that this form does not have, or where the answer is not taken, stays
    /// as it is.
    pub fn begin_with(&mut self, answers: &[(String, String)], moment: Moment) {
        for (name, value) in answers {
            let path = self.form().question_named(name).map(|question| question.path.clone());
            if let Some(node) = path.and_then(|path| self.node_at(&path)) {
                let _not_taken = self.answer(node, value, moment).is_err();
            }
        }
    }

    /// Begins a record about one row of a list: the question that asks for it is answered. Where that is asked only after
    /// another choice (register anew, or update?), the first choice that makes it asked is taken. Whether it was answered.
    pub fn begin_about(&mut self, list: &str, row: &str, moment: Moment) -> bool {
        let form = Rc::clone(self.form());
        let Some(question) = form.asks_about(list) else { return false };
        let Some(node) = self.node_at(&question.path) else { return false };
        if !self.is_relevant(node) {
            let mut before = form.nodes.iter().take_while(|other| !std::ptr::eq(*other, question));
            before.any(|switch| self.turn_on(&form, switch, node, moment));
        }
        self.answer(node, row, moment).is_ok()
    }

    /// Whether one of the choices of `switch` has the question asked; it stands then, and else what stood there before.
    fn turn_on(&mut self, form: &FormDefinition, switch: &NodeDef, question: NodeId, moment: Moment) -> bool {
        let NodeKind::Question { data_type: DataType::SelectOne, control: Control::Select { choices } } = &switch.kind
        else {
            return false;
        };
        let ChoiceSource::List(list) = choices.source else { return false };
        let (Some(node), Some(list)) = (self.node_at(&switch.path), form.lists.get(list)) else { return false };
        if !self.is_relevant(node) || list.len() > MOST_WAYS {
            return false;
        }
        let before = self.document[node].value().to_owned();
        for row in 0..list.len() {
            if self.answer(node, list.name(row), moment).is_ok() && self.is_relevant(question) {
                return true;
            }
        }
        let _stood_before = self.answer(node, &before, moment).is_ok();
        false
    }
}

/// Warns of questions that nothing can be taken from: the other form would begin without it.
pub(crate) fn check(form: &FormDefinition, findings: &mut Findings) {
    for node in form.nodes.iter().filter(|node| begun(node).is_some()) {
        for (_, given) in with(node) {
            if let Given::Question(source) = given
                && form.question_named(source).is_none()
            {
                let known = form.nodes.iter().map(|node| node.name.as_str());
                let place = findings::sheet("survey").row(node.row).column(WITH);
                let message = Message::ReferenceUnknown { name: source.to_owned() };
                findings.warning(place, message).near(Known::Name, source, known);
            }
        }
    }
}

fn begun(node: &NodeDef) -> Option<(Begun, &str)> {
    let said = |column: &str| node.extra.get(column).map(|form| form.trim()).filter(|form| !form.is_empty());
    let on_demand = said(OFFERS).map(|form| (Begun::OnDemand, form));
    on_demand.or_else(|| said(THEN).map(|form| (Begun::AfterFinishing, form)))
}

fn with(node: &NodeDef) -> impl Iterator<Item = (&str, Given<'_>)> {
    node.extra.get(WITH).into_iter().flat_map(|text| text.split_whitespace()).map(|word| {
        let (name, given) = word.split_once('=').unwrap_or((word, word));
        let text = ['\'', '"'].iter().find_map(|quote| given.strip_prefix(*quote)?.strip_suffix(*quote));
        (name, text.map_or(Given::Question(given), Given::Text))
    })
}

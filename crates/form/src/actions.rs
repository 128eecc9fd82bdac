//! What happens to an instance: what people do, what it begins with, and what runs when a trigger changes.
//!
//! Everything else follows from the graph. These are the things that happen once, in an order: defaults and metadata when
//! a node comes into being, triggered calculations when an answer changes.
//!
//! Start at [`Action`]. Not here: recalculation (`recalc`).

use std::collections::BTreeSet;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use xpath::Expr;

use crate::definition::{Control, DefId, Default, NodeKind, Preload, When};
use crate::graph::Aspect;
use crate::host::{Fact, Moment};
use crate::instance::node::{Document, Role};
use crate::instance::{Changes, Instance};
use crate::limits::{ANSWER_CHARACTERS, AUDIT_BYTES};
use crate::view::NodeId;

/// Names the evaluation of a default among those of its node; ranks are far below.
const DEFAULT: u32 = u32::MAX;
/// Names the evaluation of a triggered calculation.
const EFFECT: u32 = u32::MAX - 1;

/// What a person did, by path: what a draft's journal keeps.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Answer {
        path: String,
        value: String,
    },
    /// `path` is the repeat's, without a position at its end.
    AddRepeat {
        path: String,
    },
    /// `path` ends with the position of the instance.
    RemoveRepeat {
        path: String,
    },
    /// Brings back the instance that was removed last, where it was. `path` is the repeat's, without a position at its end.
    RestoreRepeat {
        path: String,
    },
    /// Moves the instance to a position, from 1. `path` ends with the position that it has.
    MoveRepeat {
        path: String,
        to: usize,
    },
    Language {
        language: usize,
    },
    /// To be answered later, or no longer so.
    Later {
        path: String,
        later: bool,
    },
    /// Words about the answer; empty: none.
    Remark {
        path: String,
        text: String,
    },
    /// Why the answer is right that the form warns of; empty: it is not confirmed.
    Confirm {
        path: String,
        reason: String,
    },
    /// What was looked at, in the words of [`crate::audit`]. It changes no answer.
    Audit {
        note: String,
    },
}

/// What a person does to a node at hand. [`Instance::action_for`] gives the [`Action`] that it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edit<'a> {
    Answer(&'a str),
    AddRepeat,
    RemoveRepeat,
    RestoreRepeat,
    MoveRepeat(usize),
    Later(bool),
    Remark(&'a str),
    Confirm(&'a str),
}

/// Why an action cannot be done. The instance is as it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ActionError {
    #[error("there is no such node")]
    NoNode,
    #[error("the node is not a question")]
    NotAQuestion,
    #[error("the question cannot be answered, only read")]
    Readonly,
    #[error("the answer is longer than {ANSWER_CHARACTERS} characters")]
    TooLong,
    #[error("the form does not warn of the answer")]
    NothingToConfirm,
    #[error("the node is not a repeat")]
    NotARepeat,
    #[error("the form itself counts the instances of this repeat")]
    Counted,
    #[error("the repeat has as many instances as can be")]
    Full,
    #[error("no instance of the repeat was removed last")]
    NothingRemoved,
    #[error("the repeat has no such position")]
    NoPosition,
    #[error("the form has no such language")]
    NoLanguage,
}

impl Instance {
    /// The action that an edit of this node is, for the journal. Ask before the edit: positions are those of now.
    pub fn action_for(&self, node: NodeId, edit: Edit<'_>) -> Option<Action> {
        let path = self.document.get(node).map(|_| self.document.path(node))?;
        Some(match edit {
            Edit::Answer(text) => Action::Answer { path, value: text.to_owned() },
            Edit::AddRepeat => Action::AddRepeat { path },
            Edit::RemoveRepeat => Action::RemoveRepeat { path },
            Edit::RestoreRepeat => Action::RestoreRepeat { path },
            Edit::MoveRepeat(to) => Action::MoveRepeat { path, to },
            Edit::Later(later) => Action::Later { path, later },
            Edit::Remark(text) => Action::Remark { path, text: text.to_owned() },
            Edit::Confirm(reason) => Action::Confirm { path, reason: reason.to_owned() },
        })
    }

    pub(crate) fn perform(&mut self, action: &Action, moment: Moment) -> Result<Changes, ActionError> {
        let (path, edit) = match action {
            Action::Answer { path, value } => (path, Edit::Answer(value)),
            Action::AddRepeat { path } => (path, Edit::AddRepeat),
            Action::RemoveRepeat { path } => (path, Edit::RemoveRepeat),
            Action::RestoreRepeat { path } => (path, Edit::RestoreRepeat),
            Action::MoveRepeat { path, to } => (path, Edit::MoveRepeat(*to)),
            Action::Later { path, later } => (path, Edit::Later(*later)),
            Action::Remark { path, text } => (path, Edit::Remark(text)),
            Action::Confirm { path, reason } => (path, Edit::Confirm(reason)),
            Action::Language { language } if *language < self.languages() => {
                self.moment = moment;
                return Ok(self.speak(*language));
            }
            Action::Language { .. } => return Err(ActionError::NoLanguage),
            Action::Audit { note } => {
                if self.audit.iter().map(String::len).sum::<usize>() + note.len() <= AUDIT_BYTES {
                    self.audit.push(note.clone());
                }
                return Ok(Changes::default());
            }
        };
        let node = self.node_at(path).ok_or(ActionError::NoNode)?;
        self.edit(node, edit, moment)
    }

    pub(crate) fn edit(&mut self, id: NodeId, edit: Edit<'_>, moment: Moment) -> Result<Changes, ActionError> {
        let node = self.document.get(id).ok_or(ActionError::NoNode)?;
        match edit {
            Edit::Answer(text) => {
                let (_, control) = self.document.question(id).ok_or(ActionError::NotAQuestion)?;
                if node.readonly || matches!(control, Control::Note) {
                    return Err(ActionError::Readonly);
                }
                if text.chars().nth(ANSWER_CHARACTERS).is_some() {
                    return Err(ActionError::TooLong);
                }
                self.moment = moment;
                let is_calculated = self.document.graph.rank(node.def, Aspect::Value).is_some();
                self.work.answered = Some(id);
                self.set_text(id, text.to_owned(), is_calculated);
                if !text.is_empty() {
                    self.no_longer_later(id);
                }
            }
            Edit::AddRepeat => {
                self.check_repeat(id, Role::Repeat)?;
                if !self.has_room(id) {
                    return Err(ActionError::Full);
                }
                self.moment = moment;
                self.add_instance(id);
            }
            Edit::RemoveRepeat => {
                self.check_repeat(id, Role::Instance)?;
                self.moment = moment;
                self.remove_instance(id);
            }
            Edit::RestoreRepeat => {
                self.check_repeat(id, Role::Repeat)?;
                if self.removed.is_none_or(|removed| removed.place != id) {
                    return Err(ActionError::NothingRemoved);
                }
                if !self.has_room(id) {
                    return Err(ActionError::Full);
                }
                self.moment = moment;
                self.restore_instance();
            }
            Edit::MoveRepeat(to) => {
                self.check_repeat(id, Role::Instance)?;
                let siblings = node.parent.map_or(0, |place| self.document[place].children.len());
                if !(1..=siblings).contains(&to) {
                    return Err(ActionError::NoPosition);
                }
                self.moment = moment;
                self.move_instance(id, to - 1);
            }
            Edit::Later(later) => return self.say(id, |said| said.later = later),
            Edit::Remark(text) => return self.say(id, |said| said.remark = text.trim().to_owned()),
            Edit::Confirm(_) if !node.doubtful => return Err(ActionError::NothingToConfirm),
            Edit::Confirm(reason) => return self.say(id, |said| said.confirmed = reason.trim().to_owned()),
        }
        Ok(self.finish())
    }

    fn check_repeat(&self, id: NodeId, role: Role) -> Result<(), ActionError> {
        match &self.document.def(id).kind {
            NodeKind::Repeat { count: None } if self.document[id].role == role => Ok(()),
            NodeKind::Repeat { count: Some(_) } => Err(ActionError::Counted),
            _ => Err(ActionError::NotARepeat),
        }
    }

    fn languages(&self) -> usize {
        self.document.form.languages.len().max(1)
    }

    pub(crate) fn speak(&mut self, language: usize) -> Changes {
        if language == self.language || language >= self.languages() {
            return Changes::default();
        }
        self.language = language;
        self.document.secondaries.set_language(language);
        self.views.forget_lists();
        let graph = Rc::clone(&self.document.graph);
        for &rank in graph.lingual() {
            let mut found = Vec::new();
            self.document.descendants(Document::ROOT, graph.vertex(rank).def, &mut found);
            for node in found {
                self.touch(rank, node);
            }
        }
        for node in self.document.subtree(Document::ROOT) {
            self.views.forget_choices(node);
            self.mark(node);
        }
        self.work.structure = true;
        self.finish()
    }

    /// Fills a new instance of the form.
    pub(crate) fn begin(&mut self) {
        self.fill_in(Document::ROOT);
        self.grow_first_instances(Document::ROOT);
        self.preload();
        let nodes = self.document.subtree(Document::ROOT);
        self.touch_nodes(&nodes);
        self.work.fresh.push_back(Document::ROOT);
        self.finish();
        self.want_first_places();
    }

    /// Static defaults of all questions in a new subtree.
    pub(crate) fn fill_in(&mut self, top: NodeId) {
        for id in self.document.subtree(top) {
            if let Some(Default::Static(text)) = &self.document.def(id).default {
                let text = text.clone();
                if self.document.fits(0, text.len()) {
                    self.document.hold(0, text.len());
                    self.document[id].text = text;
                }
            }
        }
    }

    /// Hidden questions to be answered with the place where the device is: `start-geopoint` once the form is opened, until
    /// it has an answer; `background-geopoint` whenever its trigger has changed. Each is told once.
    pub fn take_places_wanted(&mut self) -> Vec<NodeId> {
        let wanted = std::mem::take(&mut self.places_wanted);
        let is_open = |id: &NodeId| self.document.get(*id).is_some_and(|node| node.alive && node.relevant);
        wanted.into_iter().filter(is_open).collect()
    }

    /// Hidden questions that are answered with what is recorded while the form is open, all of them with the same.
    pub fn recorded_at(&self) -> Vec<NodeId> {
        let is_recorded = |id: &NodeId| self.preload_of(*id) == Some(Preload::BackgroundAudio);
        self.document.subtree(Document::ROOT).into_iter().filter(is_recorded).collect()
    }

    /// Has every `start-geopoint` that is still blank ask for its place.
    pub(crate) fn want_first_places(&mut self) {
        for id in self.document.subtree(Document::ROOT) {
            if self.preload_of(id) == Some(Preload::StartGeopoint) && self.document[id].text.is_empty() {
                self.places_wanted.insert(id);
            }
        }
    }

    fn preload_of(&self, id: NodeId) -> Option<Preload> {
        match self.document.question(id)? {
            (_, Control::Hidden { preload }) => *preload,
            _ => None,
        }
    }

    /// Metadata that is known at the start.
    fn preload(&mut self) {
        for id in self.document.subtree(Document::ROOT) {
            let Some(preload) = self.preload_of(id) else { continue };
            let text = match preload {
                Preload::Start => self.moment.now.to_string(),
                Preload::Today => self.moment.now.date(),
                Preload::DeviceId => self.host.fact(Fact::DeviceId),
                Preload::Username => self.host.fact(Fact::Username),
                Preload::Email => self.host.fact(Fact::Email),
                Preload::PhoneNumber => self.host.fact(Fact::PhoneNumber),
                Preload::InstanceId => self.host.instance_id(),
                Preload::End
                | Preload::Audit
                | Preload::StartGeopoint
                | Preload::BackgroundGeopoint
                | Preload::BackgroundAudio => continue,
            };
            self.document[id].text = text;
        }
    }

    /// Metadata that is known at the end.
    pub(crate) fn preload_end(&mut self) {
        for id in self.document.subtree(Document::ROOT) {
            if self.preload_of(id) == Some(Preload::End) {
                self.set_text(id, self.moment.now.to_string(), false);
            }
        }
    }

    /// Propagates, and runs what runs between: the dynamic defaults of what is new, the effects of triggers that changed.
    ///
    /// Effects run in the order of the form, each seeing all that followed from the one before, and each once in an action:
    /// two that trigger each other cannot chase one another, and none writes over the answer that set it off.
    pub(crate) fn run(&mut self) {
        let answered = self.work.answered.take();
        let mut done = BTreeSet::new();
        let mut waiting: BTreeSet<(DefId, NodeId, Option<usize>)> = BTreeSet::new();
        loop {
            self.propagate();
            if let Some(instance) = self.work.fresh.pop_front() {
                self.default_dynamically(instance);
                continue;
            }
            let graph = Rc::clone(&self.document.graph);
            for id in std::mem::take(&mut self.work.fired) {
                for effect in graph.effects(self.document[id].def) {
                    let anchor = self.document.ancestor(id, effect.apex);
                    let mut targets = Vec::new();
                    self.document.descendants(anchor, effect.target, &mut targets);
                    let open = targets.into_iter().filter(|target| Some(*target) != answered);
                    let effects = open.map(|target| (effect.target, target, effect.set_value));
                    waiting.extend(effects.filter(|effect| !done.contains(effect)));
                }
            }
            let Some(effect) = waiting.pop_first() else { return };
            let (def, target, set_value) = effect;
            done.insert(effect);
            let form = Rc::clone(&self.document.form);
            let calculate = form.node(def).and_then(|definition| match set_value {
                Some(at) => definition.set_values.get(at).map(|set| &set.value),
                None => definition.bind.calculate.as_ref(),
            });
            if !self.document[target].alive {
                continue;
            }
            if self.preload_of(target) == Some(Preload::BackgroundGeopoint) {
                self.places_wanted.insert(target);
            }
            if let Some(calculate) = calculate {
                let text = self.calculated(calculate, target, EFFECT);
                self.set_text(target, text, false);
            }
        }
    }

    /// Defaults that are expressions, for the questions of a new subtree, each seeing all that followed from the one before.
    /// What came into being fires nothing. A calculation that always runs has the last word over a default.
    fn default_dynamically(&mut self, top: NodeId) {
        let nodes = self.document.subtree(top);
        let form = Rc::clone(&self.document.form);
        let happens: fn(&When) -> bool = match top {
            Document::ROOT => |when| matches!(when, When::FirstLoad | When::Load),
            _ => |when| matches!(when, When::NewRepeat),
        };
        for &id in &nodes {
            let def = self.document[id].def;
            // A calculation has the last word: it would stand over a default at the next change.
            let is_calculated = self.document.graph.rank(def, Aspect::Value).is_some();
            let Some(definition) = form.node(def).filter(|_| !is_calculated) else { continue };
            let default = match &definition.default {
                Some(Default::Dynamic(expr)) => Some(expr),
                _ => None,
            };
            let set = definition.set_values.iter().filter(|set| happens(&set.when)).map(|set| &set.value);
            for expr in default.into_iter().chain(set) {
                self.set_once(id, expr);
            }
        }
        nodes.iter().for_each(|id| {
            self.work.fired.remove(id);
        });
    }

    /// What is set whenever a record is opened, when a finished one is opened again.
    pub(crate) fn set_on_load(&mut self) {
        let form = Rc::clone(&self.document.form);
        if form.nodes.iter().all(|node| node.set_values.is_empty()) {
            return;
        }
        for id in self.document.subtree(Document::ROOT) {
            let set_values = form.node(self.document[id].def).map(|node| &node.set_values[..]).unwrap_or_default();
            for set in set_values.iter().filter(|set| set.when == When::Load) {
                self.set_once(id, &set.value);
            }
        }
    }

    fn set_once(&mut self, id: NodeId, expr: &Expr) {
        if self.document[id].alive {
            let text = self.calculated(expr, id, DEFAULT);
            self.set_text(id, text, false);
            self.propagate();
        }
    }
}

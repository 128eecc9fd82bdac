//! All that the screen sees: plain finished data. The screen computes nothing from it.
//!
//! Labels and choices are evaluated when a view is asked for, not when an answer changes them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use xpath::Expr;

use crate::definition::{Control, DataType, Media, NodeKind, Part, Template, UploadKind};
use crate::instance::Instance;
use crate::instance::node::Role;
use crate::limits::SHOWN_BYTES;
use crate::markup;
use crate::remarks::Said;

/// Names the evaluation of a text among those of its node.
const TEXT: u32 = u32::MAX - 5;

/// A node of one instance. Stays the same as long as the node lives; not kept across a restart (paths are).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub u32);

/// One page of the form: a top-level group, or the questions between two of them.
#[derive(Clone, PartialEq, Debug)]
pub struct PageView {
    pub title: Option<String>,
    /// Nodes to draw, in order: questions, groups, repeats. Only what is relevant.
    pub nodes: Vec<NodeId>,
    /// Pictures, sound and film of the group that the page is.
    pub media: Vec<MediaView>,
    /// Required questions without an answer, and answers that are wrong.
    pub missing: usize,
    pub invalid: usize,
    pub answered: usize,
    /// Questions that are to be answered later.
    pub later: usize,
    /// Answers that wait to be confirmed.
    pub doubtful: usize,
}

/// What is drawn for one node. An unchanged node hands out the same `Rc` again.
///
/// Texts are marked ([`crate::markup`]), with the values in them escaped.
#[derive(Clone, PartialEq, Debug)]
pub struct NodeView {
    pub id: NodeId,
    /// With positions where the node stands in a repeat: `/data/visits[2]/note`.
    pub path: String,
    pub name: String,
    pub label: Option<String>,
    pub hint: Option<String>,
    pub guidance_hint: Option<String>,
    pub media: Vec<MediaView>,
    pub appearance: Vec<String>,
    pub parameters: Vec<(String, String)>,
    pub body: Body,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    Group {
        children: Vec<NodeId>,
    },
    Repeat {
        instances: Vec<NodeId>,
        can_add: bool,
        /// The instance that was removed last, while it can be brought back, and the position that it had.
        removed: Option<(NodeId, usize)>,
    },
    /// One instance of a repeat. `position` counts from 1.
    RepeatInstance {
        position: usize,
        /// Then it can be moved, too.
        can_remove: bool,
        is_last: bool,
        children: Vec<NodeId>,
    },
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
    /// What the form warns of, while the answer gives reason for it and breaks no rule. Whether that was confirmed stands in
    /// `said`.
    pub warning: Option<Warning>,
    /// What the person says about the question.
    pub said: Said,
}

#[derive(Clone, PartialEq, Debug)]
pub enum ControlView {
    Input,
    Note,
    Acknowledge,
    Select {
        choices: Rc<[ChoiceView]>,
    },
    /// A select that is only to be read: what is picked, in the order of the answer. What is in no list stands as it is.
    Picked {
        choices: Rc<[ChoiceView]>,
    },
    Range {
        start: f64,
        end: f64,
        step: f64,
        /// Between two ticks, where the form says so.
        interval: Option<f64>,
        /// Where the thumb stands before there is an answer.
        placeholder: Option<f64>,
        /// What some of the values mean, as marked texts.
        labels: Rc<[(f64, String)]>,
    },
    Upload {
        media: UploadKind,
    },
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChoiceView {
    /// Saved.
    pub value: String,
    /// Shown: a marked text.
    pub label: String,
    /// What a search may match besides the label: pinyin, its initials and codes of the list's row, lower case.
    pub search: String,
    pub media: Vec<MediaView>,
}

/// A picture, sound or film that stands beside a text, by the name of its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MediaView {
    pub kind: MediaKind,
    pub file: String,
    /// Of a picture: the same, larger, for whoever wants to see more.
    pub large: Option<String>,
    /// Whether it plays by itself.
    pub autoplay: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MediaKind {
    Image,
    Audio,
    Video,
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
    /// Blank, and the new entity takes its label from here, so it would have none.
    Nameless,
    /// The form warns of the answer, and nobody has confirmed it yet.
    Unconfirmed(Warning),
}

/// An answer that people have to confirm (提示), with the form's own words where it has some.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning(pub Option<String>);

/// Views as they were last handed out.
#[derive(Default)]
pub(crate) struct Views {
    nodes: RefCell<HashMap<NodeId, Drawn>>,
    choices: RefCell<HashMap<NodeId, Rc<[ChoiceView]>>>,
    lists: RefCell<HashMap<ListKey, Rc<[ChoiceView]>>>,
}

/// A list, and the columns that are saved and shown.
type ListKey = (u32, String, String);

struct Drawn {
    view: Rc<NodeView>,
    is_stale: bool,
}

impl Views {
    pub fn make_stale(&self, id: NodeId) {
        if let Some(drawn) = self.nodes.borrow_mut().get_mut(&id) {
            drawn.is_stale = true;
        }
    }

    pub fn forget(&self, id: NodeId) {
        self.nodes.borrow_mut().remove(&id);
        self.choices.borrow_mut().remove(&id);
    }

    pub fn forget_choices(&self, id: NodeId) {
        self.choices.borrow_mut().remove(&id);
    }

    pub fn forget_lists(&self) {
        self.lists.borrow_mut().clear();
    }

    /// A whole list, shared by all questions that offer it.
    pub fn list(&self, key: ListKey, read: impl FnOnce() -> Rc<[ChoiceView]>) -> Rc<[ChoiceView]> {
        Rc::clone(self.lists.borrow_mut().entry(key).or_insert_with(read))
    }
}

impl Instance {
    /// What to draw for a node; `None` if there is no such node. The same `Rc` as before if nothing in it has changed.
    pub fn view(&self, node: NodeId) -> Option<Rc<NodeView>> {
        self.document.get(node)?;
        if let Some(drawn) = self.views.nodes.borrow().get(&node).filter(|drawn| !drawn.is_stale) {
            return Some(Rc::clone(&drawn.view));
        }
        let view = self.draw(node);
        self.counts.drawn.set(self.counts.drawn.get() + 1);
        let mut nodes = self.views.nodes.borrow_mut();
        let drawn = nodes.entry(node).or_insert_with(|| Drawn { view: Rc::new(view.clone()), is_stale: false });
        drawn.is_stale = false;
        if *drawn.view != view {
            drawn.view = Rc::new(view);
        }
        Some(Rc::clone(&drawn.view))
    }

    fn draw(&self, id: NodeId) -> NodeView {
        let definition = self.document.def(id);
        let text = |text: &Option<crate::definition::Text>| text.as_ref().and_then(|text| self.rendered(text, id));
        let node = &self.document[id];
        let is_counted = matches!(definition.kind, NodeKind::Repeat { count: Some(_) });
        let body = match (node.role, &definition.kind) {
            (Role::Question, NodeKind::Question { data_type, control }) => {
                Body::Question(self.draw_question(id, *data_type, control))
            }
            (Role::Repeat, _) => Body::Repeat {
                instances: self.shown_children(id),
                can_add: !is_counted,
                removed: self.removed_from(id),
            },
            (Role::Instance, _) => {
                let position = self.document.position(id);
                let siblings = node.parent.map_or(1, |place| self.document[place].children.len());
                Body::RepeatInstance {
                    position,
                    can_remove: !is_counted,
                    is_last: position == siblings,
                    children: self.shown_children(id),
                }
            }
            _ => Body::Group { children: self.shown_children(id) },
        };
        NodeView {
            id,
            path: self.document.path(id),
            name: definition.name.clone(),
            label: text(&definition.label),
            hint: text(&definition.hint),
            guidance_hint: text(&definition.guidance_hint),
            media: self.media(&definition.media, definition.extra.get("body::autoplay").map(String::as_str)),
            appearance: definition.appearance.clone(),
            parameters: definition.parameters.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
            body,
        }
    }

    fn draw_question(&self, id: NodeId, data_type: DataType, control: &Control) -> QuestionView {
        let node = &self.document[id];
        let is_select = matches!(control, Control::Select { .. });
        let is_read = !node.unreadable && !node.unlisted;
        // An unconfirmed answer is said as a warning, confirmed or not.
        let is_due = |violation: &Violation| match violation {
            Violation::Required(_) => node.marked,
            Violation::Unconfirmed(_) => false,
            _ => true,
        };
        let violation = self.violation(id);
        let is_right = violation.as_ref().is_none_or(|violation| matches!(violation, Violation::Unconfirmed(_)));
        let value = if is_select && is_read { node.seen() } else { &node.text };
        QuestionView {
            data_type,
            control: match control {
                Control::Hidden { .. } | Control::Input => ControlView::Input,
                Control::Note => ControlView::Note,
                Control::Acknowledge => ControlView::Acknowledge,
                Control::Select { .. } if node.readonly => {
                    ControlView::Picked { choices: picked(&self.choices(id), data_type, value) }
                }
                Control::Select { .. } => ControlView::Select { choices: self.choices(id) },
                Control::Range { start, end, step } => {
                    let number = |name: &str| self.document.def(id).parameters.get(name)?.parse().ok();
                    ControlView::Range {
                        start: *start,
                        end: *end,
                        step: *step,
                        interval: number("tick_interval"),
                        placeholder: number("placeholder"),
                        labels: self.tick_labels(id),
                    }
                }
                Control::Upload { media } => ControlView::Upload { media: *media },
            },
            value: value.to_owned(),
            required: node.required,
            readonly: node.readonly || matches!(control, Control::Note),
            problem: violation.filter(is_due),
            warning: (is_right && node.doubtful).then(|| self.warning_words(id)),
            said: self.said(id),
        }
    }

    /// The labels of a range's ticks: a list of choices whose names are the values.
    fn tick_labels(&self, id: NodeId) -> Rc<[(f64, String)]> {
        let form = &self.document.form;
        let named = self.document.def(id).parameters.get("tick_labelset");
        let list = named.and_then(|name| form.lists.iter().find(|list| list.name == *name));
        let Some(list) = list else { return Rc::default() };
        let label = |row| Some((list.name(row).parse().ok()?, self.rendered(list.label(row)?.as_ref(), id)?));
        (0..list.len()).filter_map(label).collect()
    }

    /// What stands beside a text in the language shown, or in the form's own where that has none.
    pub(crate) fn media(&self, media: &[Media], autoplay: Option<&str>) -> Vec<MediaView> {
        let file = |kind: &str| {
            let media = media.iter().find(|media| media.kind == kind)?;
            let mut languages = [self.language, self.document.form.default_language, 0].into_iter();
            let file = languages.find_map(|language| media.files.get(language)?.as_deref())?;
            // Documents say where: `jr://images/map.png`.
            file.rsplit('/').next().filter(|name| !name.is_empty()).map(str::to_owned)
        };
        let large = file("big-image");
        let of = |kind, file, large, name| MediaView { kind, file, large, autoplay: autoplay == Some(name) };
        let image = file("image").or_else(|| large.clone());
        let image = image.map(|file| of(MediaKind::Image, file, large, "image"));
        let audio = file("audio").map(|file| of(MediaKind::Audio, file, None, "audio"));
        let video = file("video").map(|file| of(MediaKind::Video, file, None, "video"));
        [image, audio, video].into_iter().flatten().collect()
    }

    fn choices(&self, id: NodeId) -> Rc<[ChoiceView]> {
        if let Some(choices) = self.views.choices.borrow().get(&id) {
            return Rc::clone(choices);
        }
        let choices = self.choices_to_show(id);
        self.views.choices.borrow_mut().insert(id, Rc::clone(&choices));
        choices
    }

    /// A marked text with its values, evaluated at a node. No value becomes markup.
    pub(crate) fn filled_in(&self, template: &Template, id: NodeId) -> String {
        let (mut filled, mut room) = (String::new(), SHOWN_BYTES);
        for part in &template.0 {
            match part {
                Part::Plain(text) => filled.push_str(text),
                Part::Output(expr) => {
                    let value = self.output(expr, id);
                    let shown = value.floor_char_boundary(room);
                    filled.push_str(&markup::escaped(&value[..shown]));
                    filled.extend((shown < value.len()).then_some('…'));
                    room -= shown;
                }
            }
        }
        filled
    }

    /// A value in a text. In the label of a choice `${name}` is an absolute path, for the list belongs to no question: it means
    /// the node in the repeat instance that the question is in.
    fn output(&self, expr: &Expr, id: NodeId) -> String {
        let path = expr.source().trim();
        let mut next = path.starts_with('/').then_some(id);
        while let Some(at) = next {
            let node = &self.document[at];
            let below = path.strip_prefix(self.document.def(at).path.as_str()).filter(|below| below.starts_with('/'));
            if let (Role::Instance, Some(below)) = (node.role, below) {
                let mut paths = self.paths.borrow_mut();
                let relative =
                    paths.entry(format!(".{below}")).or_insert_with_key(|path| Expr::parse(path).ok()).clone();
                drop(paths);
                return relative.map(|relative| self.text_of(&relative, at, TEXT)).unwrap_or_default();
            }
            next = node.parent;
        }
        self.text_of(expr, id, TEXT)
    }
}

/// The choices that an answer names.
fn picked(choices: &[ChoiceView], data_type: DataType, answer: &str) -> Rc<[ChoiceView]> {
    let choice = |value: &str| {
        let unlisted = || ChoiceView {
            value: value.to_owned(),
            label: markup::escaped(value).into_owned(),
            search: String::new(),
            media: Vec::new(),
        };
        choices.iter().find(|choice| choice.value == value).cloned().unwrap_or_else(unlisted)
    };
    match data_type {
        DataType::SelectOne if answer.is_empty() => Rc::default(),
        DataType::SelectOne => Rc::new([choice(answer)]),
        _ => answer.split_whitespace().map(choice).collect(),
    }
}

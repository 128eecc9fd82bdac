//! Actions: values that are set when something happens, and what a device does by itself.
//!
//! What a workbook could say too is said as there: one value on loading is a default, one expression on changes is a
//! triggered calculation. All else is kept as [`SetValue`]s. Start at [`Actions::read`].

use std::collections::BTreeMap;

use xpath::Expr;

use crate::compiling::findings::Findings;
use crate::definition::{DefId, Default as DefaultValue, Preload, SetValue, When};
use crate::problem::{Known, Message, Place};
use crate::xform::body::{CONTROLS, References};
use crate::xform::document::Element;
use crate::xform::expressions::Expressions;
use crate::xform::paths::At;
use crate::xform::tree::{NODES, Tree};

/// Elements that act.
pub(super) const ACTIONS: [&str; 3] = ["setvalue", "setgeopoint", "recordaudio"];

/// The actions of one form, by the node that they fill.
#[derive(Default)]
pub(super) struct Actions<'a>(BTreeMap<usize, Vec<Action<'a>>>);

struct Action<'a> {
    element: Element<'a>,
    events: Vec<&'a str>,
    /// The question around it.
    trigger: Option<usize>,
}

const FIRST_LOAD: &str = "odk-instance-first-load";
const LOAD: &str = "odk-instance-load";
const NEW_REPEAT: &str = "odk-new-repeat";
const CHANGED: &str = "xforms-value-changed";
const EVENTS: [&str; 4] = [FIRST_LOAD, LOAD, NEW_REPEAT, CHANGED];

/// What the actions of a node come down to.
#[derive(Default)]
pub(super) struct Acted {
    pub default: Option<DefaultValue>,
    pub trigger: Vec<DefId>,
    pub calculate: Option<Expr>,
    pub set_values: Vec<SetValue>,
    pub preload: Option<Preload>,
    /// How audio is recorded.
    pub quality: Option<String>,
}

/// What the node has besides its actions.
pub(super) struct Beside {
    /// The value that stands in the instance.
    pub text: String,
    pub is_calculated: bool,
    pub in_repeat: bool,
}

impl<'a> Actions<'a> {
    pub fn read(
        elements: &[Element<'a>],
        tree: &Tree<'_>,
        references: &References<'a>,
        findings: &mut Findings,
    ) -> Self {
        let mut read = Self::default();
        if let Some(beyond) = elements.get(NODES) {
            findings.error(beyond.place(), Message::ActionsTooMany { limit: NODES });
            return read;
        }
        for &element in elements {
            let place = element.place();
            let Some(path) = references.path_of(element) else {
                findings.error(place, Message::ReferenceMissing { name: element.name().to_owned() });
                continue;
            };
            let Some(node) = tree.find(&path) else {
                // What is set on an entity is read with the entity.
                if !path.contains("/meta/") {
                    let mut problem = findings.warning(place, Message::PathUnknown { path: path.clone() });
                    problem.near(Known::Name, &path, tree.paths());
                }
                continue;
            };
            let control = element.parent().filter(|parent| CONTROLS.contains(&parent.name()));
            let trigger = control.and_then(|control| references.path_of(control)).and_then(|path| tree.find(&path));
            let mut events: Vec<&str> =
                element.given("event").unwrap_or_default().split_whitespace().map(modern).collect();
            events.retain(|event| {
                let is_known = EVENTS.contains(event) && (*event != CHANGED || trigger.is_some());
                if !is_known {
                    let message = Message::EventUnknown { event: (*event).to_owned() };
                    findings.warning(element.place_of("event"), message).accepted(Known::Event, &EVENTS);
                }
                is_known
            });
            read.0.entry(node).or_default().push(Action { element, events, trigger });
        }
        read
    }

    /// What the actions of a node come down to.
    pub fn of(&self, node: usize, beside: &Beside, expressions: &mut Expressions) -> Acted {
        let mut acted = Acted::default();
        let actions = self.0.get(&node).map(Vec::as_slice).unwrap_or_default();
        // Each expression with the events that set it, in the order of the document.
        let mut loads: Vec<(Expr, Vec<&str>)> = Vec::new();
        let mut changes: Vec<(Expr, Vec<DefId>)> = Vec::new();
        for action in actions {
            let element = action.element;
            let trigger = action.trigger.map(|at| DefId(u32::try_from(at).unwrap_or(u32::MAX)));
            match element.name() {
                "setgeopoint" if action.events.contains(&CHANGED) => {
                    acted.trigger.extend(trigger);
                    acted.preload = Some(Preload::BackgroundGeopoint);
                }
                "setgeopoint" => acted.preload = Some(Preload::StartGeopoint),
                "recordaudio" => {
                    acted.preload = Some(Preload::BackgroundAudio);
                    acted.quality = element.attribute("quality").map(str::to_owned);
                }
                _ => {
                    let Some(value) = value(element, node, expressions) else { continue };
                    let events: Vec<&str> = action.events.iter().copied().filter(|event| *event != CHANGED).collect();
                    if !events.is_empty() {
                        match loads.iter_mut().find(|(known, _)| *known == value) {
                            Some((_, known)) => known.extend(events),
                            None => loads.push((value.clone(), events)),
                        }
                    }
                    if action.events.contains(&CHANGED) {
                        match changes.iter_mut().find(|(known, _)| *known == value) {
                            Some((_, triggers)) => triggers.extend(trigger),
                            None => changes.push((value, trigger.into_iter().collect())),
                        }
                    }
                }
            }
        }
        acted.load(loads, beside);
        acted.change(changes, beside);
        acted
    }
}

impl Acted {
    fn load(&mut self, loads: Vec<(Expr, Vec<&str>)>, beside: &Beside) {
        let is_default = |events: &[&str]| {
            let everywhere = events.contains(&FIRST_LOAD) && (events.contains(&NEW_REPEAT) || !beside.in_repeat);
            everywhere && !events.contains(&LOAD)
        };
        let plain = beside.text.is_empty() || matches!(&loads[..], [(value, _)] if !reads_itself(value));
        match &loads[..] {
            [(value, events)] if is_default(events) && plain => {
                self.default = Some(DefaultValue::Dynamic(value.clone()));
            }
            _ => {
                self.default = (!beside.text.is_empty()).then(|| DefaultValue::Static(beside.text.clone()));
                for (value, events) in loads {
                    let whens = [(FIRST_LOAD, When::FirstLoad), (LOAD, When::Load), (NEW_REPEAT, When::NewRepeat)];
                    let whens = whens.into_iter().filter(|(name, _)| events.contains(name));
                    self.set_values.extend(whens.map(|(_, when)| SetValue { when, value: value.clone() }));
                }
            }
        }
    }

    fn change(&mut self, mut changes: Vec<(Expr, Vec<DefId>)>, beside: &Beside) {
        let is_triggered = changes.len() == 1 && !beside.is_calculated && self.trigger.is_empty();
        if let Some((value, triggers)) = changes.pop_if(|_| is_triggered) {
            self.calculate = Some(value);
            self.trigger = triggers;
        }
        let set = |(value, triggers)| SetValue { when: When::Changed(triggers), value };
        self.set_values.extend(changes.into_iter().map(set));
    }
}

fn reads_itself(value: &Expr) -> bool {
    value.references().iter().any(|reference| reference.steps.is_empty())
}

/// What is set: an expression, the text that stands in the action, or nothing.
fn value(element: Element<'_>, node: usize, expressions: &mut Expressions) -> Option<Expr> {
    let place: Place = element.place_of("value");
    if let Some(value) = element.attribute("value") {
        return expressions.compile(value, At::Node(node), &place);
    }
    let text = element.text();
    // XPath has no way to write a text that holds both quotes but in pieces.
    let quoted = if text.contains('\'') && text.contains('"') {
        let pieces: Vec<String> = text.split('\'').map(|piece| format!("'{piece}'")).collect();
        format!("concat({})", pieces.join(", \"'\", "))
    } else if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    };
    expressions.compile(&quoted, At::Anywhere, &place)
}

/// Names of events in older documents.
fn modern(event: &str) -> &str {
    match event {
        "xforms-ready" => FIRST_LOAD,
        "jr-insert" => NEW_REPEAT,
        other => other,
    }
}

//! The audit of a form that asks for one: what was looked at and when, as the field's `audit.csv`.
//!
//! Each note says what came on the page at a moment, and with which answers what was on it before was left. It is an action of
//! the journal ([`Action::Audit`]), so it is as safe as answers are; the instance only keeps the notes and reads none of them.
//! A row's end is the next note's moment: where the page died in between, it is the last sign of life before.
//!
//! Start at [`Instance::note`]. Not here: when something is noted (the app).
//!
//! Source of events and columns: docs.getodk.org/form-audit-log and getodk.github.io/xforms-spec/client-audit-logs.

use record::Timestamp;
use serde::{Deserialize, Serialize};

use crate::actions::Action;
use crate::definition::{Control, FormDefinition, NodeDef, NodeKind, Preload};
use crate::instance::Instance;
use crate::instance::node::Role;
use crate::view::NodeId;
use crate::withdrawal::lists_of_people;

/// What the file is called.
pub const FILE: &str = "audit.csv";

/// Answers to questions that look so are hidden while they are typed, and stand in no audit.
const HIDDEN: [&str; 2] = ["masked", "hidden-answer"];

/// What the person who fills came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seen {
    /// The form was opened. The first time it is begun, later it is gone on with.
    Opened,
    /// The page of questions with this place among [`Instance::pages`].
    Page(usize),
    Contents,
    Review,
    /// It was to be finished, and something is wrong in it.
    Refused,
    Left,
    Finished,
}

/// A note as the journal and the snapshot keep it. Values only where the form tracks changes.
#[derive(Serialize, Deserialize)]
struct Note {
    at_ms: i64,
    /// When what was on the page was left, if not at this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended_ms: Option<i64>,
    /// The answers of what was on the page, as they were left, in the order of its rows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left: Vec<String>,
    steps: Vec<Step>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Step {
    event: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    node: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    value: String,
}

impl Step {
    fn event(event: &str) -> Self {
        Self::at(event, String::new(), String::new())
    }

    fn at(event: &str, node: String, value: String) -> Self {
        Self { event: event.to_owned(), node, value }
    }

    /// Whether it has an end of its own; the others are moments.
    fn lasts(&self) -> bool {
        matches!(self.event.as_str(), "question" | "group questions" | "jump" | "end screen")
    }
}

impl FormDefinition {
    fn audit(&self) -> Option<&NodeDef> {
        let is_audit = |node: &&NodeDef| {
            matches!(node.kind, NodeKind::Question { control: Control::Hidden { preload: Some(Preload::Audit) }, .. })
        };
        self.nodes.iter().find(is_audit)
    }

    /// Whether the audit says what answers were before and after. Where people are registered with their consent it never
    /// does: a name that was typed and taken out again would stay in it.
    fn tracks_changes(&self) -> bool {
        has(self.audit(), "track-changes") && lists_of_people(self).is_empty()
    }
}

/// Whether a parameter is there and not switched off.
fn has(audit: Option<&NodeDef>, parameter: &str) -> bool {
    audit.and_then(|audit| audit.parameters.get(parameter)).is_some_and(|value| value != "false")
}

impl Instance {
    /// Whether the form asks for an audit.
    pub fn is_audited(&self) -> bool {
        self.form().audit().is_some()
    }

    /// The note that this is to be journalled as. `last_sign` is when the draft was changed last: where it was not left in
    /// order, nothing is known to have been looked at for longer.
    pub fn note(&self, seen: Seen, now: Timestamp, last_sign: Timestamp) -> Action {
        let note = self.noted(seen, now, last_sign);
        Action::Audit { note: serde_json::to_string(&note).unwrap_or_default() }
    }

    /// The file, with the form finished at this moment. `None` if the form asks for none.
    pub fn audit_file(&self, officer: &str, now: Timestamp) -> Option<String> {
        let audit = self.form().audit()?;
        let mut notes = self.notes();
        notes.push(self.noted(Seen::Finished, now, now));
        let has = |parameter: &str| has(Some(audit), parameter);
        let columns = Columns {
            location: has("location-priority"),
            changes: has("track-changes"),
            user: has("identify-user").then_some(officer),
            reasons: has("track-changes-reasons"),
        };
        Some(columns.file(&notes))
    }

    fn notes(&self) -> Vec<Note> {
        // One that cannot be read is passed over: the journal has checked its bytes.
        self.audit.iter().filter_map(|note| serde_json::from_str(note).ok()).collect()
    }

    fn noted(&self, seen: Seen, now: Timestamp, last_sign: Timestamp) -> Note {
        let before: Option<Note> = self.audit.last().and_then(|note| serde_json::from_str(note).ok());
        let open: Vec<&Step> = before.iter().flat_map(|note| &note.steps).filter(|step| step.lasts()).collect();
        let at_ms = now.unix_ms();
        let was_lost = seen == Seen::Opened && !open.is_empty();
        let least_ms = before.as_ref().map(|before| before.at_ms.min(at_ms));
        let ended_ms = least_ms.filter(|_| was_lost).map(|least_ms| last_sign.unix_ms().clamp(least_ms, at_ms));
        let left = if self.form().tracks_changes() {
            open.iter().map(|step| self.node_at(&step.node).map(|id| self.seen_value(id)).unwrap_or_default()).collect()
        } else {
            Vec::new()
        };
        let steps = match seen {
            Seen::Opened => vec![Step::event(if self.audit.is_empty() { "form start" } else { "form resume" })],
            Seen::Page(page) => self.steps_of(page),
            Seen::Contents => vec![Step::event("jump")],
            Seen::Review => vec![Step::event("end screen")],
            Seen::Refused => vec![Step::event("finalize error")],
            Seen::Left => vec![Step::event("form exit")],
            Seen::Finished => vec![Step::event("form exit"), Step::event("form finalize")],
        };
        Note { at_ms, ended_ms, left, steps }
    }

    /// The questions of a page, and the group that they are, if there is more than one.
    fn steps_of(&self, page: usize) -> Vec<Step> {
        let Some(page) = self.pages().into_iter().nth(page) else { return Vec::new() };
        let nodes = page.nodes.iter().flat_map(|&id| self.document.subtree(id));
        let is_asked = |id: &NodeId| {
            self.document[*id].relevant
                && matches!(self.document.question(*id), Some((_, control)) if !matches!(control, Control::Hidden { .. }))
        };
        let tracks_changes = self.form().tracks_changes();
        let question = |id: NodeId| {
            let value = if tracks_changes { self.seen_value(id) } else { String::new() };
            Step::at("question", self.path(id), value)
        };
        let questions: Vec<Step> = nodes.filter(is_asked).map(question).collect();
        let group = match page.nodes.as_slice() {
            [only] if self.document[*only].role != Role::Question => Some(*only),
            [first, _, ..] => self.document[*first].parent,
            _ => None,
        };
        let group = group.filter(|_| questions.len() > 1);
        let group = group.map(|id| Step::at("group questions", self.path(id), String::new()));
        group.into_iter().chain(questions).collect()
    }

    /// The answer as the record would have it; empty where it is not to be repeated.
    fn seen_value(&self, id: NodeId) -> String {
        if self.document.def(id).appearance.iter().any(|word| HIDDEN.contains(&word.as_str())) {
            return String::new();
        }
        self.document.question(id).and_then(|_| self.saved_text(id)).unwrap_or_default()
    }
}

/// What stands in the file beside events, nodes and times.
struct Columns<'a> {
    location: bool,
    changes: bool,
    user: Option<&'a str>,
    reasons: bool,
}

impl Columns<'_> {
    fn file(&self, notes: &[Note]) -> String {
        let mut head = vec!["event", "node", "start", "end"];
        head.extend(self.location.then_some(["latitude", "longitude", "accuracy"]).into_iter().flatten());
        head.extend(self.changes.then_some(["old-value", "new-value"]).into_iter().flatten());
        head.extend(self.user.map(|_| "user"));
        head.extend(self.reasons.then_some("change-reason"));
        let mut file = head.join(",");
        file.push('\n');
        for (index, note) in notes.iter().enumerate() {
            let next = notes.get(index + 1);
            let end = next.map(|next| next.ended_ms.unwrap_or(next.at_ms).max(note.at_ms));
            let mut left = next.iter().flat_map(|next| &next.left);
            for step in &note.steps {
                let (end, new) = if step.lasts() { (end, left.next()) } else { (None, None) };
                file.push_str(&self.line(step, note.at_ms, end, new.map(String::as_str)));
                file.push('\n');
            }
        }
        file
    }

    fn line(&self, step: &Step, start_ms: i64, end_ms: Option<i64>, new: Option<&str>) -> String {
        let end = end_ms.map(|end| end.to_string()).unwrap_or_default();
        let mut cells = vec![cell(&step.event), cell(&step.node), start_ms.to_string(), end];
        if self.location {
            cells.extend([String::new(), String::new(), String::new()]);
        }
        if self.changes {
            // As the field has it: what was left as it was has neither.
            let changed = new.filter(|new| *new != step.value);
            cells.push(changed.map(|_| cell(&step.value)).unwrap_or_default());
            cells.push(changed.map(cell).unwrap_or_default());
        }
        cells.extend(self.user.map(cell));
        cells.extend(self.reasons.then(String::new));
        cells.join(",")
    }
}

/// A cell that has what would end it in quotes, and quotes in it twice.
fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

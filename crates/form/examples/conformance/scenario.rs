//! Scenario cases: a form is filled step by step, and looked at between the steps.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use form::definition::{FormDefinition, Part};
use form::view::{Body, ControlView, NodeId, NodeView, Violation, Warning};
use form::{Action, Fact, Finished, Host, Instance, Moment, Problem, Shown, Snapshot};
use record::{BranchId, EntityBase, EntityChange, Timestamp};
use serde_json::{Map, Value, json};
use sheet::Table;

use super::Outcome;
use super::workbook;

/// Runs a case; the outcome names the first step that went otherwise.
pub fn judge(case: &Value) -> Outcome {
    let tables = workbook::files(&case["files"]);
    let compiled = match case["xform"].as_str() {
        Some(document) => form::compile_xform(document, &tables),
        None => match workbook::of(case) {
            Ok(workbook) => form::compile(&workbook, &tables),
            Err(reason) => return Outcome::Skipped { reason },
        },
    };
    let is_refused = case["load_error"].as_bool() == Some(true);
    let form = match (compiled.form, is_refused) {
        (None, true) => return Outcome::Passed,
        (Some(_), true) => return failed("the form is refused", "a form"),
        (None, false) => {
            let errors = compiled.problems.iter().filter(|problem| problem.is_error()).map(Problem::to_string);
            return failed("a form", errors.collect::<Vec<_>>().join("; "));
        }
        (Some(form), false) => Rc::new(form),
    };
    let now = case["now"].as_str().unwrap_or("2026-01-15T08:00:00Z");
    let Some(now) = timestamp(now) else {
        return Outcome::Skipped { reason: format!("cannot read the time {now:?}") };
    };
    let host = Rc::new(Files(tables.into_iter().map(|(name, table)| (name, Rc::new(table))).collect()));
    let instance = Instance::new(Rc::clone(&form), host.clone(), moment(now, 0));
    let mut run = Run { instance, form, host, now, step: 0, finished: None };
    let is_ours = case["form"].is_string();
    for step in case["steps"].as_array().into_iter().flatten() {
        run.step += 1;
        let outcome = run.step(step).and_then(|()| if is_ours { run.speaks_plainly() } else { Ok(()) });
        if let Err((expected, got)) = outcome {
            return failed(format!("step {}: {expected}", run.step), got);
        }
    }
    Outcome::Passed
}

fn failed(expected: impl Into<String>, got: impl Into<String>) -> Outcome {
    Outcome::Failed { expected: expected.into(), got: got.into() }
}

/// `2026-01-15T08:00:00Z`, or with milliseconds or an offset.
fn timestamp(text: &str) -> Option<Timestamp> {
    let text = text.replace('Z', "+00:00");
    let (clock, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let fraction = if clock.contains('.') { "" } else { ".000" };
    format!("{clock}{fraction}{offset}").parse().ok()
}

fn moment(now: Timestamp, seed: u64) -> Moment {
    Moment { now, seed }
}

/// The files of a case, and the facts that all cases share.
struct Files(BTreeMap<String, Rc<Table>>);

impl Host for Files {
    fn fact(&self, fact: Fact) -> String {
        let text = match fact {
            Fact::DeviceId => "device-1",
            Fact::Username => "user-1",
            Fact::Email => "a@example.org",
            Fact::PhoneNumber => "555",
        };
        text.to_owned()
    }

    fn instance_id(&self) -> String {
        "uuid:00000000-0000-4000-8000-000000000000".to_owned()
    }

    fn table(&self, file: &str) -> Option<Rc<Table>> {
        self.0.get(file).cloned()
    }

    /// As a device that has the list as a file: the version stands in a column.
    fn entity(&self, list: &str, entity: &str) -> Option<Shown> {
        let table = self.0.get(&format!("{list}.csv"))?;
        let row = (0..table.rows.len()).find(|&row| table.get(row, "name") == Some(entity))?;
        let cell = |column: &str| table.get(row, column).filter(|text| !text.is_empty());
        let base = EntityBase {
            version: cell("__version")?.parse().ok()?,
            heads: Vec::new(),
            trunk_version: cell("__trunkVersion").and_then(|text| text.parse().ok()),
            branch_id: cell("__branchId").map(BranchId::new),
        };
        Some(Shown { base, ..Shown::default() })
    }
}

struct Run {
    form: Rc<FormDefinition>,
    host: Rc<Files>,
    now: Timestamp,
    instance: Instance,
    step: u64,
    /// What the last step that finalised gave.
    finished: Option<Finished>,
}

/// Expected and got.
type Difference = (String, String);

impl Run {
    fn step(&mut self, step: &Value) -> Result<(), Difference> {
        let text = |key: &str| step[key].as_str().map(str::to_owned);
        if let Some(path) = text("answer") {
            let value = text("value").unwrap_or_default();
            return self.apply(Action::Answer { path, value });
        }
        if let Some(path) = text("confirm") {
            let reason = text("reason").unwrap_or_default();
            return self.apply(Action::Confirm { path, reason });
        }
        if let Some(path) = text("add_repeat") {
            return self.apply(Action::AddRepeat { path });
        }
        if let Some(path) = text("remove_repeat") {
            return self.apply(Action::RemoveRepeat { path });
        }
        if let Some(name) = text("language") {
            let language = self.form.languages.iter().position(|language| *language == name);
            let language = language.ok_or_else(|| (name, format!("{:?}", self.form.languages)))?;
            self.instance.set_language(language);
            return Ok(());
        }
        if step["save_and_reload"].as_bool() == Some(true) {
            return self.reload();
        }
        if let Some(nodes) = step["expect"].as_object() {
            return nodes.iter().try_for_each(|(path, wanted)| self.expect(path, wanted));
        }
        if let Some(nodes) = step["saved"].as_object() {
            return nodes.iter().try_for_each(|(path, wanted)| {
                let got = self.saved(path);
                self.agrees(path, wanted, &got.map(Value::from).unwrap_or_default())
            });
        }
        if step["finalize"].as_bool() == Some(true) {
            let invalid: Vec<String> = match self.instance.finalize(moment(self.now, self.step)) {
                Ok(finished) => {
                    self.finished = Some(finished);
                    Vec::new()
                }
                Err(invalid) => invalid.into_iter().map(|invalid| invalid.path).collect(),
            };
            return check("invalid", &step["invalid"], &Value::from(invalid));
        }
        if let (Some(wanted), Some(finished)) = (step.get("record"), &self.finished) {
            return self.agrees("record", wanted, &Value::Object(finished.answers.clone()));
        }
        if let (Some(wanted), Some(finished)) = (step.get("entities"), &self.finished) {
            return self.agrees("entities", wanted, &finished.entities.iter().map(said).collect());
        }
        if let (Some(wanted), Some(finished)) = (step.get("remarks"), &self.finished) {
            return self.agrees("remarks", wanted, &serde_json::to_value(&finished.remarks).unwrap_or_default());
        }
        Err((step.to_string(), "no such step".to_owned()))
    }

    fn apply(&mut self, action: Action) -> Result<(), Difference> {
        let changes = self.instance.apply(&action, moment(self.now, self.step));
        changes.map(|_| ()).map_err(|error| (format!("{action:?}"), error.to_string()))
    }

    fn reload(&mut self) -> Result<(), Difference> {
        let text = serde_json::to_string(&self.instance.snapshot()).unwrap_or_default();
        let snapshot: Snapshot = serde_json::from_str(&text).map_err(|error| (text, error.to_string()))?;
        let reopened =
            Instance::reopen(Rc::clone(&self.form), self.host.clone(), &snapshot, moment(self.now, self.step));
        self.instance = reopened.map_err(|error| ("a reopened record".to_owned(), error.to_string()))?;
        Ok(())
    }

    fn expect(&self, path: &str, wanted: &Value) -> Result<(), Difference> {
        let node = self.instance.node_at(path);
        if wanted["exists"].as_bool() == Some(false) {
            return if node.is_none() { Ok(()) } else { Err((format!("{path} absent"), "present".to_owned())) };
        }
        let node = node.ok_or_else(|| (format!("{path} present"), "absent".to_owned()))?;
        let empty = Map::new();
        for (property, wanted) in wanted.as_object().unwrap_or(&empty) {
            let got = self.property(node, property).ok_or_else(|| (property.clone(), "no such property".to_owned()))?;
            let wanted = if is_spoken(property) { spaced(wanted) } else { wanted.clone() };
            check(&format!("{path} {property}"), &wanted, &if is_spoken(property) { spaced(&got) } else { got })?;
        }
        Ok(())
    }

    /// Whether a saved value is the one wanted, all of it. `{"same": path}` wants what is saved at the path, and
    /// `{"begins": text, "length": n}` a text that nobody can know beforehand.
    fn agrees(&self, what: &str, wanted: &Value, got: &Value) -> Result<(), Difference> {
        if let Some(path) = wanted["same"].as_str() {
            let same = self.saved(path).filter(|text| !text.is_empty());
            return check(what, &Value::from(same.ok_or_else(|| (path.to_owned(), "nothing".to_owned()))?), got);
        }
        if let (Some(begin), Some(length)) = (wanted["begins"].as_str(), wanted["length"].as_u64()) {
            let text = got.as_str().unwrap_or_default();
            let is_such = text.starts_with(begin) && text.chars().count() as u64 == length;
            return if is_such { Ok(()) } else { Err((format!("{what} {wanted}"), got.to_string())) };
        }
        match (wanted, got) {
            (Value::Object(wanted), Value::Object(got)) => {
                let names: BTreeSet<&String> = wanted.keys().chain(got.keys()).collect();
                let missing = Value::from("nothing");
                names.into_iter().try_for_each(|name| {
                    let one = |object: &Map<String, Value>| object.get(name).cloned().unwrap_or(missing.clone());
                    self.agrees(&format!("{what} {name}"), &one(wanted), &one(got))
                })
            }
            (Value::Array(wanted), Value::Array(got)) if wanted.len() == got.len() => {
                let mut pairs = (1..).zip(wanted.iter().zip(got));
                pairs.try_for_each(|(place, (wanted, got))| self.agrees(&format!("{what} {place}"), wanted, got))
            }
            // 7000 and 7000.0 are one number.
            (Value::Number(wanted), Value::Number(got)) if wanted.as_f64() == got.as_f64() => Ok(()),
            _ => check(what, wanted, got),
        }
    }

    /// Whether all that stands on the pages can be read by people, in each of the form's languages.
    fn speaks_plainly(&mut self) -> Result<(), Difference> {
        let (language, form) = (self.instance.language(), Rc::clone(&self.form));
        for (index, name) in form.languages.iter().enumerate() {
            self.instance.set_language(index);
            for node in self.shown() {
                if let Some(told) = unplain(&form, &node, index) {
                    return Err((format!("plain words for {} in {name}", node.path), format!("{told:?}")));
                }
            }
        }
        self.instance.set_language(language);
        Ok(())
    }

    /// All that is on the pages now.
    fn shown(&self) -> Vec<Rc<NodeView>> {
        let mut waiting: Vec<NodeId> = self.instance.pages().into_iter().flat_map(|page| page.nodes).collect();
        let mut shown = Vec::new();
        while let Some(node) = waiting.pop() {
            let Some(view) = self.instance.view(node) else { continue };
            match &view.body {
                Body::Group { children } | Body::RepeatInstance { children, .. } => waiting.extend(children),
                Body::Repeat { instances, .. } => waiting.extend(instances),
                Body::Question(_) => {}
            }
            shown.push(view);
        }
        shown
    }

    fn property(&self, node: NodeId, property: &str) -> Option<Value> {
        let view = self.instance.view(node)?;
        let question = match &view.body {
            Body::Question(question) => Some(question),
            _ => None,
        };
        let choices = question.and_then(|question| match &question.control {
            ControlView::Select { choices } => Some(choices),
            _ => None,
        });
        let violation = self.instance.violation(node);
        Some(match property {
            "value" => self.instance.saved_text(node).unwrap_or_default().into(),
            "relevant" => self.instance.is_relevant(node).into(),
            "required" => question.is_some_and(|question| question.required).into(),
            "readonly" => question.is_some_and(|question| question.readonly).into(),
            "valid" => violation.is_none().into(),
            "violation" => match violation {
                None => Value::Null,
                Some(Violation::Required(_)) => "required".into(),
                Some(Violation::Constraint(_)) => "constraint".into(),
                Some(Violation::Type(_)) => "type".into(),
                Some(Violation::Choice) => "choice".into(),
                Some(Violation::Nameless) => "nameless".into(),
                Some(Violation::Unconfirmed(_)) => "unconfirmed".into(),
            },
            "message" => match violation {
                Some(Violation::Required(message) | Violation::Constraint(message)) => message.into(),
                Some(Violation::Unconfirmed(Warning(message))) => message.into(),
                _ => Value::Null,
            },
            "warning" => question.and_then(|question| question.warning.clone()?.0).into(),
            "label" => view.label.clone().into(),
            "hint" => view.hint.clone().into(),
            "choices" => choices?.iter().map(|choice| choice.value.clone()).collect(),
            "choice_labels" => choices?.iter().map(|choice| choice.label.clone()).collect(),
            "count" => count(&view)?.into(),
            _ => return None,
        })
    }

    /// The text of a node or attribute in the saved record; `None` where there is none.
    fn saved(&self, path: &str) -> Option<String> {
        if let Some(meta) = path.strip_prefix("/data/meta/") {
            return self.saved_meta("/data", meta).or_else(|| self.instance.saved_text(self.instance.node_at(path)?));
        }
        if let Some((scope, meta)) = path.split_once("/meta/") {
            return self.saved_meta(scope, meta);
        }
        self.instance.saved_text(self.instance.node_at(path)?)
    }

    fn saved_meta(&self, scope: &str, meta: &str) -> Option<String> {
        if meta.ends_with("instanceName") {
            return self.instance.instance_name();
        }
        let scope = self.instance.node_at(scope)?;
        let (_, declared) = self.instance.declared().into_iter().find(|&(node, _)| node == scope)?;
        let flag = |flag: Option<bool>, otherwise: Option<&str>| {
            flag.map(|flag| flag.to_string()).or(otherwise.map(str::to_owned))
        };
        let base = |part: fn(&EntityBase) -> Option<String>| declared.base.as_ref().and_then(part).unwrap_or_default();
        let is_bare = declared.create.is_none() && declared.update.is_none();
        match meta.strip_prefix("entity/")? {
            "@create" => flag(declared.create, (is_bare && declared.id.is_none()).then_some("1")),
            "@update" => flag(declared.update, (is_bare && declared.id.is_some()).then_some("1")),
            "@id" => declared.id,
            "@dataset" => Some(declared.list),
            // The field's converter writes these three where the form names an entity, blank where nothing is known of it.
            "@baseVersion" if declared.id.is_some() => Some(base(|base| Some(base.version.to_string()))),
            "@trunkVersion" if declared.id.is_some() => Some(base(|base| Some(base.trunk_version?.to_string()))),
            "@branchId" if declared.id.is_some() => Some(base(|base| Some(base.branch_id.as_ref()?.to_string()))),
            "label" => declared.label,
            _ => None,
        }
    }
}

/// A change of an entity as a case says it.
fn said(change: &EntityChange) -> Value {
    json!({
        "list": change.list.as_str(),
        "id": change.entity.as_str(),
        "kind": change.kind,
        "label": change.label,
        "properties": change.properties,
        "base": change.base.as_ref().map(|base| base.version),
    })
}

/// What a node shows in a language that is blank, or not all words and values.
fn unplain(form: &FormDefinition, node: &NodeView, language: usize) -> Option<String> {
    let definition = form.nodes.iter().find(|definition| definition.name == node.name)?;
    let mut shown = Vec::new();
    for (written, text) in [(&definition.label, &node.label), (&definition.hint, &node.hint)] {
        let Some(written) = written else { continue };
        let parts =
            written.0.get(language).and_then(Option::as_ref).map(|template| &template.0[..]).unwrap_or_default();
        let words = |part: &Part| if let Part::Plain(words) = part { words.clone() } else { String::new() };
        let without_values: String = parts.iter().map(words).collect();
        let text = text.clone().unwrap_or_default();
        let lacks_values = parts.iter().any(|part| matches!(part, Part::Output(_))) && text == without_values;
        shown.push(if lacks_values { String::new() } else { text });
    }
    if let Body::Question(question) = &node.body {
        if let ControlView::Select { choices } | ControlView::Picked { choices } = &question.control {
            shown.extend(choices.iter().map(|choice| choice.label.clone()));
        }
        if let Some(Violation::Required(Some(message)) | Violation::Constraint(Some(message))) = &question.problem {
            shown.push(message.clone());
        }
        if let Some(Warning(message)) = &question.warning {
            shown.push(message.clone().unwrap_or_default());
        }
    }
    shown.into_iter().find(|text| text.trim().is_empty() || text.contains("${") || text.contains(['‹', '›']))
}

fn count(view: &NodeView) -> Option<usize> {
    match &view.body {
        Body::Repeat { instances, .. } => Some(instances.len()),
        _ => None,
    }
}

fn check(what: &str, wanted: &Value, got: &Value) -> Result<(), Difference> {
    if wanted == got { Ok(()) } else { Err((format!("{what} {wanted}"), got.to_string())) }
}

/// Texts for people, whose white space does not count.
fn is_spoken(property: &str) -> bool {
    matches!(property, "label" | "hint" | "message" | "warning" | "choice_labels")
}

fn spaced(value: &Value) -> Value {
    match value {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" ").into(),
        Value::Array(values) => values.iter().map(spaced).collect(),
        other => other.clone(),
    }
}

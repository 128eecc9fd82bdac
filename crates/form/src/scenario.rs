//! The voice of this crate's tests: a form in a few rows, a person who fills it, and what is seen.
//!
//! ```
//! use form::scenario::{Scenario, ask, node};
//!
//! let mut s = Scenario::new([ask("integer", "a"), ask("calculate", "b").calculation("${a} + 1")]);
//! s.answer("/data/a", "5");
//! s.check("/data/b", node().value("6"));
//! ```
//!
//! Part of the crate so that every test binary and example speaks alike; the program never calls it. It panics, as tests do.
#![allow(clippy::panic, clippy::expect_used, reason = "only tests use this module, and a test fails by panicking")]

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use record::Timestamp;
use serde_json::{Map, Value};
use sheet::{Sheet, Table, Workbook};

use crate::view::{Body, ChoiceView, ControlView, NodeId, NodeView, QuestionView, Violation};
use crate::{Action, ActionError, Changes, Fact, Finished, FormDefinition, Host, Instance, Invalid, Moment, Shown};

/// A row of a sheet, by column.
#[derive(Clone, Debug)]
pub struct Row(Vec<(String, String)>);

/// A row with nothing in it.
pub fn row() -> Row {
    Row(Vec::new())
}

/// A row of the survey sheet, with its name for a label where the type shows one.
pub fn ask(kind: &str, name: &str) -> Row {
    let row = row().with("type", kind).with("name", name);
    let is_hidden = kind.starts_with("calculate") || kind == "hidden" || kind.starts_with("end");
    if is_hidden { row } else { row.with("label", name) }
}

/// A row of the choices sheet.
pub fn choice(list: &str, name: &str) -> Row {
    row().with("list_name", list).with("name", name).with("label", name)
}

/// A row of the entities sheet.
pub fn entity(list: &str) -> Row {
    row().with("list_name", list)
}

macro_rules! columns {
    ($($method:ident $column:literal,)*) => {
        impl Row {
            $(pub fn $method(self, text: &str) -> Self {
                self.with($column, text)
            })*
        }
    };
}

columns! {
    label "label",
    hint "hint",
    relevant "relevant",
    constraint "constraint",
    constraint_message "constraint_message",
    warning "bind::taizhang:warning",
    warning_message "bind::taizhang:warningMsg",
    calculation "calculation",
    trigger "trigger",
    default "default",
    readonly "readonly",
    choice_filter "choice_filter",
    repeat_count "repeat_count",
    appearance "appearance",
    save_to "save_to",
    parameters "parameters",
    entity_id "entity_id",
    create_if "create_if",
    update_if "update_if",
}

impl Row {
    pub fn with(mut self, column: &str, text: &str) -> Self {
        self.0.retain(|(other, _)| other != column);
        self.0.push((column.to_owned(), text.to_owned()));
        self
    }

    pub fn required(self) -> Self {
        self.with("required", "yes")
    }
}

fn sheet_of(name: &str, rows: &[Row]) -> Sheet {
    let mut columns: Vec<&str> = Vec::new();
    for (column, _) in rows.iter().flat_map(|row| &row.0) {
        if !columns.contains(&column.as_str()) {
            columns.push(column);
        }
    }
    let cell = |row: &Row, column: &str| row.0.iter().find(|(other, _)| other == column).map(|(_, text)| text.clone());
    let texts: Vec<Vec<String>> =
        rows.iter().map(|row| columns.iter().map(|column| cell(row, column).unwrap_or_default()).collect()).collect();
    let rows = texts.iter().map(|row| row.iter().map(String::as_str).collect());
    Sheet::from_rows(name, std::iter::once(columns).chain(rows))
}

/// A form with its files, before anybody fills it.
#[derive(Clone, Default)]
pub struct Sheets {
    survey: Vec<Row>,
    choices: Vec<Row>,
    entities: Vec<Row>,
    settings: Vec<Row>,
    files: BTreeMap<String, Table>,
}

impl Sheets {
    pub fn new(survey: impl IntoIterator<Item = Row>) -> Self {
        let settings = vec![row().with("form_id", "test").with("version", "1")];
        Self { survey: survey.into_iter().collect(), settings, ..Self::default() }
    }

    pub fn choices(mut self, choices: impl IntoIterator<Item = Row>) -> Self {
        self.choices.extend(choices);
        self
    }

    pub fn entities(mut self, entities: impl IntoIterator<Item = Row>) -> Self {
        self.entities.extend(entities);
        self
    }

    pub fn setting(mut self, name: &str, text: &str) -> Self {
        if let Some(row) = self.settings.pop() {
            self.settings.push(row.with(name, text));
        }
        self
    }

    /// An attached table, as text with commas.
    pub fn file(mut self, name: &str, text: &str) -> Self {
        let table = sheet::read_csv(text.as_bytes(), &sheet::Limits::default()).expect("a table");
        self.files.insert(name.to_owned(), table);
        self
    }

    pub fn table(mut self, name: &str, table: Table) -> Self {
        self.files.insert(name.to_owned(), table);
        self
    }

    pub fn workbook(&self) -> Workbook {
        let sheets = [
            ("survey", &self.survey),
            ("choices", &self.choices),
            ("entities", &self.entities),
            ("settings", &self.settings),
        ];
        let sheets = sheets.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| sheet_of(name, rows));
        Workbook { sheets: sheets.collect() }
    }

    pub fn compile(&self) -> FormDefinition {
        let compiled = crate::compile(&self.workbook(), &self.files);
        let problems: Vec<String> = compiled.problems.iter().map(ToString::to_string).collect();
        compiled.form.unwrap_or_else(|| panic!("the form does not compile: {problems:?}"))
    }

    pub fn start(&self) -> Scenario {
        Scenario::of(Rc::new(self.compile()), Rc::new(Device::new(self.files.clone())))
    }
}

/// The device that fills in a test: its files, and the entities it knows.
#[derive(Default)]
pub struct Device {
    pub files: BTreeMap<String, Rc<Table>>,
    pub entities: RefCell<BTreeMap<(String, String), Shown>>,
    /// Of any list.
    personal: Vec<String>,
}

impl Device {
    pub fn new(files: BTreeMap<String, Table>) -> Self {
        let files = files.into_iter().map(|(name, table)| (name, Rc::new(table))).collect();
        let personal = ["contact_name", "contact_phone"].map(str::to_owned).into();
        Self { files, personal, ..Self::default() }
    }
}

impl Host for Device {
    fn fact(&self, fact: Fact) -> String {
        let text = match fact {
            Fact::DeviceId => "device-1",
            Fact::Username => "user-1",
            Fact::Email => "a@example.org",
            Fact::PhoneNumber => "555",
        };
        text.to_owned()
    }

    fn table(&self, file: &str) -> Option<Rc<Table>> {
        self.files.get(file).cloned()
    }

    fn entity(&self, list: &str, entity: &str) -> Option<Shown> {
        self.entities.borrow().get(&(list.to_owned(), entity.to_owned())).cloned()
    }

    fn personal(&self, _: &str) -> &[String] {
        &self.personal
    }
}

/// The fixed time of all tests, 2026-01-15T16:00:00+08:00, and a chance that a test chooses.
pub fn moment(seed: u64) -> Moment {
    Moment { now: Timestamp::new(1_768_464_000_000, 480), seed }
}

/// A form being filled, and every action so far.
pub struct Scenario {
    pub instance: Instance,
    pub device: Rc<Device>,
    pub journal: Vec<(Action, Moment)>,
    /// Of the last action.
    pub changes: Changes,
}

impl Scenario {
    /// A new instance of a form with these survey rows.
    pub fn new(survey: impl IntoIterator<Item = Row>) -> Self {
        Sheets::new(survey).start()
    }

    pub fn of(form: Rc<FormDefinition>, device: Rc<Device>) -> Self {
        let instance = Instance::new(form, device.clone(), moment(1));
        Self { instance, device, journal: Vec::new(), changes: Changes::default() }
    }

    /// Does it, or says why not.
    ///
    /// # Errors
    /// As [`Instance::apply`].
    pub fn attempt(&mut self, action: Action) -> Result<&mut Self, ActionError> {
        let moment = moment(self.journal.len() as u64 + 2);
        self.changes = self.instance.apply(&action, moment)?;
        self.journal.push((action, moment));
        Ok(self)
    }

    fn act(&mut self, action: Action) -> &mut Self {
        let told = format!("{action:?}");
        self.attempt(action).unwrap_or_else(|error| panic!("{told}: {error}"))
    }

    pub fn answer(&mut self, path: &str, value: &str) -> &mut Self {
        self.act(Action::Answer { path: path.to_owned(), value: value.to_owned() })
    }

    pub fn add(&mut self, path: &str) -> &mut Self {
        self.act(Action::AddRepeat { path: path.to_owned() })
    }

    pub fn remove(&mut self, path: &str) -> &mut Self {
        self.act(Action::RemoveRepeat { path: path.to_owned() })
    }

    pub fn speak(&mut self, language: usize) -> &mut Self {
        self.act(Action::Language { language })
    }

    /// Closes the draft and opens it again.
    pub fn restart(&mut self) -> &mut Self {
        let kept = serde_json::to_string(&self.instance.snapshot()).expect("a snapshot");
        let snapshot = serde_json::from_str(&kept).expect("a snapshot");
        let form = Rc::clone(self.instance.form());
        self.instance = Instance::restore(form, self.device.clone(), &snapshot).expect("an instance");
        self
    }

    /// The paths of the hidden questions that now wait for the place where the device is.
    pub fn places_wanted(&mut self) -> Vec<String> {
        let wanted = self.instance.take_places_wanted();
        wanted.into_iter().map(|node| self.instance.path(node)).collect()
    }

    /// The paths of the questions that are answered with what is recorded in the background.
    pub fn recorded_at(&self) -> Vec<String> {
        self.instance.recorded_at().into_iter().map(|node| self.instance.path(node)).collect()
    }

    pub fn id(&self, path: &str) -> NodeId {
        self.instance.node_at(path).unwrap_or_else(|| panic!("no node {path}"))
    }

    pub fn view(&self, path: &str) -> Rc<NodeView> {
        self.instance.view(self.id(path)).expect("a view")
    }

    pub fn question(&self, path: &str) -> QuestionView {
        match &self.view(path).body {
            Body::Question(question) => question.clone(),
            _ => panic!("{path} is no question"),
        }
    }

    pub fn choices(&self, path: &str) -> Vec<ChoiceView> {
        match self.question(path).control {
            ControlView::Select { choices } => choices.to_vec(),
            _ => panic!("{path} offers no choices"),
        }
    }

    /// The words of a select that is only to be read.
    pub fn picked(&self, path: &str) -> Vec<String> {
        match self.question(path).control {
            ControlView::Picked { choices } => choices.iter().map(|choice| choice.label.clone()).collect(),
            _ => panic!("{path} is no select that is only to be read"),
        }
    }

    /// The paths of the nodes whose view the last action may have changed.
    pub fn changed(&self) -> BTreeSet<String> {
        self.changes.nodes.iter().map(|&node| self.instance.path(node)).collect()
    }

    /// Checks what is seen of a node.
    #[track_caller]
    pub fn check(&mut self, path: &str, wanted: Wanted) -> &mut Self {
        let Some(node) = self.instance.node_at(path) else {
            assert!(wanted.absent, "there is no node {path}");
            return self;
        };
        assert!(!wanted.absent, "there is a node {path}");
        if let Some(relevant) = wanted.relevant {
            assert_eq!(self.instance.is_relevant(node), relevant, "relevance of {path}");
        }
        if let Some(value) = &wanted.value {
            assert_eq!(self.instance.saved_text(node).as_ref(), Some(value), "value of {path}");
        }
        if let Some(label) = &wanted.label {
            assert_eq!(self.view(path).label.as_ref(), Some(label), "label of {path}");
        }
        if let Some(choices) = &wanted.choices {
            let offered: Vec<String> = self.choices(path).into_iter().map(|choice| choice.value).collect();
            assert_eq!(&offered, choices, "choices of {path}");
        }
        if let Some(problem) = &wanted.problem {
            assert_eq!(&self.question(path).problem, problem, "problem of {path}");
        }
        self
    }

    /// Finalises, which must succeed.
    #[track_caller]
    pub fn finalized(&mut self) -> Record {
        match self.instance.finalize(moment(1000)) {
            Ok(finished) => Record(finished),
            Err(invalid) => panic!("not valid: {invalid:?}"),
        }
    }

    /// The paths that keep the form from being finalised.
    pub fn invalid(&mut self) -> Vec<String> {
        let invalid: Vec<Invalid> = self.instance.finalize(moment(1000)).err().unwrap_or_default();
        invalid.into_iter().map(|invalid| invalid.path).collect()
    }
}

/// What a finished form gave.
pub struct Record(pub Finished);

impl Record {
    /// The value at a path: `/data/visits[2]/note`.
    pub fn get(&self, path: &str) -> Option<&Value> {
        let mut steps = path.split('/').skip(2).peekable();
        let mut object: &Map<String, Value> = &self.0.answers;
        loop {
            let step = steps.next()?;
            let (name, position) = match step.split_once('[') {
                Some((name, rest)) => (name, rest.trim_end_matches(']').parse::<usize>().ok()),
                None => (step, None),
            };
            let mut value = object.get(name)?;
            if let Some(position) = position {
                value = value.as_array()?.get(position.checked_sub(1)?)?;
            }
            match steps.peek() {
                None => return Some(value),
                Some(_) => object = value.as_object()?,
            }
        }
    }
}

/// What a test wants of a node; only what it names is checked.
#[derive(Default)]
pub struct Wanted {
    value: Option<String>,
    relevant: Option<bool>,
    label: Option<String>,
    choices: Option<Vec<String>>,
    problem: Option<Option<Violation>>,
    absent: bool,
}

/// Nothing wanted yet.
pub fn node() -> Wanted {
    Wanted::default()
}

impl Wanted {
    /// The value as the saved record would hold it.
    pub fn value(self, value: &str) -> Self {
        Self { value: Some(value.to_owned()), ..self }
    }

    pub fn relevant(self) -> Self {
        Self { relevant: Some(true), ..self }
    }

    pub fn not_relevant(self) -> Self {
        Self { relevant: Some(false), ..self }
    }

    pub fn label(self, label: &str) -> Self {
        Self { label: Some(label.to_owned()), ..self }
    }

    pub fn choices(self, choices: &[&str]) -> Self {
        Self { choices: Some(choices.iter().map(|&choice| choice.to_owned()).collect()), ..self }
    }

    /// Nothing wrong is shown.
    pub fn fine(self) -> Self {
        Self { problem: Some(None), ..self }
    }

    pub fn problem(self, violation: Violation) -> Self {
        Self { problem: Some(Some(violation)), ..self }
    }

    pub fn absent(self) -> Self {
        Self { absent: true, ..self }
    }
}

//! The tables of a form: one of its records, and one for each repeat, whose rows name the row that they belong to.
//!
//! Several versions of a form share their tables: the columns are those of the newest, then what only others asked for. First
//! comes the record's name, then its answers in the form's order, what nobody is asked (calculations), and what is known of
//! the record itself.

use std::collections::{BTreeMap, BTreeSet};

use ::form::Package;
use ::form::definition::{Control, FormDefinition, NodeDef, NodeKind};
use record::Submission;
use serde_json::{Map, Value};
use sheet::{What, WriteError};

use super::column::{Asked, Column, Shared, columns, tell_apart};
use super::out::{Out, TableKey};
use super::{About, Caption, Class, Field};
use crate::{Standing, Words};

const META: &str = "meta";
/// How keys name a place in a repeat: `<record>/visits[2]`.
const ROOT: &str = "/data";

/// The tables of one form, the first that of its records.
pub struct FormTables {
    form: String,
    pub class: Class,
    tables: Vec<Table>,
    known: Known,
    words: Words,
}

struct Table {
    key: TableKey,
    /// The path of the repeat, or of the form's root.
    path: String,
    /// The repeat's own name.
    name: String,
    columns: Vec<Column>,
    /// How many columns stand before and behind those of the answers.
    before: Vec<Column>,
    after: Vec<Column>,
    inside: Vec<Inside>,
}

/// A repeat within the rows of a table.
#[derive(Clone)]
struct Inside {
    steps: Vec<String>,
    table: usize,
}

/// The nodes that some version has, by name.
#[derive(Default)]
struct Known {
    children: BTreeMap<String, Known>,
    is_group: bool,
}

impl FormTables {
    pub fn new(
        form: &str,
        title: &str,
        versions: &[&Package],
        about: &About,
        out: &mut Out,
    ) -> Result<Self, WriteError> {
        let (mut known, mut words) = (Known { is_group: true, ..Known::default() }, Words::default());
        for package in versions.iter().rev() {
            words.learn(&package.definition, &BTreeMap::new(), &about.order.language);
            package.definition.nodes.iter().skip(1).for_each(|node| known.learn(node));
        }
        let class = Class::of_form(versions.iter().map(|package| &package.definition));
        let mut tables = Vec::new();
        for (path, asked) in scopes(versions) {
            let repeat = asked.first();
            let label = repeat.map(|repeat| repeat.title(&about.order.language)).unwrap_or_default();
            let sheet = if repeat.is_none() { title.to_owned() } else { format!("{title}-{label}") };
            let is_record = repeat.is_none();
            let before = about.before(is_record);
            let mut columns = table_columns(&path, versions, about);
            let after = about.after(is_record);
            let mut all: Vec<Column> = before.iter().chain(&columns).chain(&after).cloned().collect();
            tell_apart(&mut all);
            columns.clone_from_slice(all.get(before.len()..all.len() - after.len()).unwrap_or_default());
            let key = out.table(&sheet, all.iter().map(Column::head).collect())?;
            out.head(key, &about.captions.classed(class));
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            tables.push(Table { key, path, name, columns, before, after, inside: Vec::new() });
        }
        nest(&mut tables);
        Ok(Self { form: form.to_owned(), class, tables, known, words })
    }

    /// Adds to the sheet of fields.
    pub fn describe(&self, fields: &mut Vec<Field>) {
        for table in &self.tables {
            let columns = table.before.iter().chain(&table.columns).chain(&table.after);
            fields.extend(columns.map(|column| column.field(table.key)));
        }
    }

    /// What the form calls the question at a path with positions.
    pub fn question<'a>(&'a self, path: &'a str) -> &'a str {
        self.words.question(&self.form, path)
    }

    pub fn record(&self, record: &Standing, about: &About, out: &mut Out) -> Result<(), WriteError> {
        let Standing { revision, heads } = record;
        if out.is_lines() {
            return out.line(revision.body());
        }
        let Some(table) = self.tables.first() else { return Ok(()) };
        let submission = revision.submission();
        let mut cells = Vec::with_capacity(table.columns.len() + 12);
        cells.push(What::Text(submission.name().into()));
        table.fill(&submission.answers, about, &mut cells);
        let edits = submission.parents.len();
        cells.extend([
            What::Code(submission.record.to_string().into()),
            What::Date(about.time(submission.finalized_at).into()),
            What::Code(submission.officer.as_str().into()),
            What::Code(submission.device.as_str().into()),
            What::Code(submission.form.version.as_str().into()),
            What::Code(heads.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ").into()),
            What::Number(edits as f64),
            What::Number(heads.len() as f64),
            self.known.rest(&submission.answers),
        ]);
        if out.is_map() {
            let columns = table.before.iter().chain(&table.columns).chain(&table.after);
            out.feature(&submission.record.to_string(), self.place(submission), columns, cells);
            return Ok(());
        }
        out.row(table.key, cells)?;
        let key = submission.record.to_string();
        self.inside(table, &submission.answers, &key, submission, about, out)
    }

    /// The rows of the repeats in an object.
    fn inside(
        &self,
        table: &Table,
        object: &Map<String, Value>,
        key: &str,
        submission: &Submission,
        about: &About,
        out: &mut Out,
    ) -> Result<(), WriteError> {
        for inside in &table.inside {
            let Some(within) = self.tables.get(inside.table) else { continue };
            let rows = at(object, &inside.steps).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            for (position, row) in (1..).zip(rows) {
                let Some(row) = row.as_object() else { continue };
                let own = format!("{key}/{}[{position}]", within.name);
                let mut cells = Vec::with_capacity(within.columns.len() + 6);
                cells.push(What::Text(submission.name().into()));
                cells.push(What::Number(f64::from(position)));
                within.fill(row, about, &mut cells);
                cells.push(What::Code(own.as_str().into()));
                cells.push(What::Code(key.into()));
                cells.push(What::Code(submission.record.to_string().into()));
                cells.push(self.known.at(&within.path).map_or(What::Blank, |known| known.rest(row)));
                out.row(within.key, cells)?;
                self.inside(within, row, &own, submission, about, out)?;
            }
        }
        Ok(())
    }

    /// The first place that the record names, outside of repeats.
    fn place<'a>(&self, submission: &'a Submission) -> Option<&'a Value> {
        let is_place = |value: &&Value| value["coordinates"].is_array();
        self.tables.first()?.columns.iter().find_map(|column| at(&submission.answers, &column.steps).filter(is_place))
    }
}

impl Table {
    fn fill<'a>(&'a self, object: &'a Map<String, Value>, about: &About, cells: &mut Vec<What<'a>>) {
        let cell =
            |column: &'a Column| at(object, &column.steps).map_or(What::Blank, |value| column.cell(value, about));
        cells.extend(self.columns.iter().map(cell));
    }
}

impl About {
    fn before(&self, is_record: bool) -> Vec<Column> {
        let name = Column::own(self, Caption::Name, "meta/instanceName");
        if is_record { vec![name] } else { vec![name, Column::own(self, Caption::Position, "position")] }
    }

    fn after(&self, is_record: bool) -> Vec<Column> {
        let own: &[(Caption, &str)] = if is_record {
            &[
                (Caption::Record, "__id"),
                (Caption::FinishedAt, "__system/submissionDate"),
                (Caption::Officer, "__system/submitterId"),
                (Caption::Device, "__system/deviceId"),
                (Caption::FormVersion, "__system/formVersion"),
                (Caption::Revision, "revision"),
                (Caption::Edits, "__system/edits"),
                (Caption::Heads, "heads"),
                (Caption::Rest, "rest"),
            ]
        } else {
            &[(Caption::Row, "row"), (Caption::Parent, "parent"), (Caption::Record, "__id"), (Caption::Rest, "rest")]
        };
        own.iter().map(|(caption, name)| Column::own(self, *caption, name)).collect()
    }
}

impl Known {
    fn learn(&mut self, node: &NodeDef) {
        let mut here = self;
        for step in node.path.split('/').skip(2) {
            here = here.children.entry(step.to_owned()).or_default();
        }
        here.is_group |= matches!(node.kind, NodeKind::Group);
    }

    fn at(&self, path: &str) -> Option<&Self> {
        path.split('/').skip(2).try_fold(self, |here, step| here.children.get(step))
    }

    /// What of an object no version asks for, as JSON.
    fn rest(&self, object: &Map<String, Value>) -> What<'static> {
        let rest = self.unknown(object);
        if rest.is_empty() { What::Blank } else { What::Text(Value::Object(rest).to_string().into()) }
    }

    fn unknown(&self, object: &Map<String, Value>) -> Map<String, Value> {
        let mut rest = Map::new();
        for (name, value) in object {
            match (self.children.get(name), value) {
                (None, value) => drop(rest.insert(name.clone(), value.clone())),
                (Some(known), Value::Object(inside)) if known.is_group => {
                    let inside = known.unknown(inside);
                    if !inside.is_empty() {
                        rest.insert(name.clone(), Value::Object(inside));
                    }
                }
                (Some(_), _) => {}
            }
        }
        rest
    }
}

/// The value that names lead to.
fn at<'a>(object: &'a Map<String, Value>, steps: &[String]) -> Option<&'a Value> {
    let (first, rest) = steps.split_first()?;
    rest.iter().try_fold(object.get(first)?, |value, step| value.get(step))
}

/// The root, and the repeats of all versions in their order, each as those versions have it.
fn scopes<'a>(versions: &[&'a Package]) -> Vec<(String, Vec<Asked<'a>>)> {
    let mut scopes: Vec<(String, Vec<Asked<'a>>)> = vec![(ROOT.to_owned(), Vec::new())];
    for &package in versions {
        for node in package.definition.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Repeat { .. })) {
            let asked = Asked { node, package };
            match scopes.iter_mut().find(|(path, _)| *path == node.path) {
                Some((_, known)) => known.push(asked),
                None => scopes.push((node.path.clone(), vec![asked])),
            }
        }
    }
    scopes
}

/// The path of the repeat that a node is in, or of the root.
fn scope<'a>(form: &'a FormDefinition, node: &NodeDef) -> &'a str {
    let mut next = node.parent.and_then(|parent| form.node(parent));
    while let Some(above) = next {
        if matches!(above.kind, NodeKind::Repeat { .. }) {
            return &above.path;
        }
        next = above.parent.and_then(|parent| form.node(parent));
    }
    ROOT
}

/// The names that lead from the row of a scope to a node in it.
fn steps(scope: &str, path: &str) -> Vec<String> {
    let within = path.strip_prefix(scope).unwrap_or(path);
    within.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

/// The columns of a table's answers: what is asked, then what nobody sees.
fn table_columns(path: &str, versions: &[&Package], about: &About) -> Vec<Column> {
    let mut asked: Vec<(String, Vec<Asked<'_>>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for &package in versions {
        let form = &package.definition;
        for node in form.nodes.iter().filter(|node| is_answered(node) && scope(form, node) == path) {
            let place = *places.entry(&node.path).or_insert(asked.len());
            match asked.get_mut(place) {
                Some((_, known)) => known.push(Asked { node, package }),
                None => asked.push((node.path.clone(), vec![Asked { node, package }])),
            }
        }
    }
    let is_hidden = |asked: &[Asked<'_>]| {
        asked.first().is_some_and(|asked| {
            matches!(&asked.node.kind, NodeKind::Question { control: Control::Hidden { .. }, .. })
                && asked.node.label.is_none()
        })
    };
    asked.sort_by_key(|(_, asked)| is_hidden(asked));
    let mut shared = Shared::default();
    let mut all = Vec::new();
    for (node, asked) in &asked {
        all.extend(columns(asked, node.strip_prefix("/data/").unwrap_or(node), &steps(path, node), about, &mut shared));
    }
    all
}

/// Whether records hold an answer of it.
fn is_answered(node: &NodeDef) -> bool {
    let is_meta = node.path.split('/').nth(2) == Some(META);
    let is_note = matches!(&node.kind, NodeKind::Question { control: Control::Note, .. });
    matches!(&node.kind, NodeKind::Question { .. }) && !is_meta && !is_note
}

/// Tells each table which repeats lie in its rows.
fn nest(tables: &mut [Table]) {
    let paths: Vec<String> = tables.iter().map(|table| table.path.clone()).collect();
    let known: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    for (table, path) in paths.iter().enumerate().skip(1) {
        let mut above = path.as_str();
        while let Some((shorter, _)) = above.rsplit_once('/') {
            above = shorter;
            if known.contains(above) {
                break;
            }
        }
        if let Some(outer) = tables.iter_mut().find(|outer| outer.path == above) {
            outer.inside.push(Inside { steps: steps(above, path), table });
        }
    }
}

//! Secondary instances: choice lists and attached tables, as expressions see them.
//!
//! Each looks like `<root><item><name>…</name><label>…</label>…</item>…</root>`. Nothing is copied into a tree: an item is
//! a row number, a field is a row and a column. Look-ups by the value of a column go through an index that is built the
//! first time somebody asks, so that `instance('list')/root/item[name = …]` costs the same in a list of fifty thousand.
//!
//! Not here: which items a question offers (`choices`).

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;
use std::rc::Rc;

use sheet::Table;

use crate::definition::{ChoiceList, FormDefinition, Part};
use crate::host::Host;

/// All lists of a form, then all its files, by place.
pub(crate) struct Secondaries {
    lists: Vec<Secondary>,
    files: usize,
    by_name: HashMap<String, u32>,
    /// The language shown.
    pub language: usize,
}

/// One list or table.
pub(crate) struct Secondary {
    columns: Vec<String>,
    rows: Rows,
    indexes: Vec<OnceCell<Index>>,
    /// The ids of the labels (`itextId`), made when they are first read.
    text_ids: OnceCell<Vec<String>>,
    outputs: OnceCell<bool>,
    /// Rows that were read into indexes.
    indexed: Cell<u64>,
}

/// Rows by the value of a column, ascending.
type Index = HashMap<Box<str>, Vec<u32>>;

/// The record that was saved before this one, of which nothing is known here: paths into it find nothing.
const LAST_SAVED: &str = "__last-saved";

enum Rows {
    List {
        form: Rc<FormDefinition>,
        list: usize,
        language: usize,
    },
    Table(Rc<Table>),
    /// The file is not there: no rows.
    Missing,
}

impl Secondaries {
    pub fn new(form: &Rc<FormDefinition>, host: &dyn Host) -> Self {
        let mut lists = Vec::with_capacity(form.lists.len() + form.externals.len());
        let mut by_name = HashMap::new();
        for (index, list) in form.lists.iter().enumerate() {
            by_name.entry(list.name.clone()).or_insert(lists.len() as u32);
            let rows = Rows::List { form: Rc::clone(form), list: index, language: form.default_language };
            lists.push(Secondary::new(list_columns(form, list), rows));
        }
        for external in &form.externals {
            by_name.entry(external.instance.clone()).or_insert(lists.len() as u32);
            lists.push(match host.table(&external.file) {
                Some(table) => Secondary::new(table.columns.clone(), Rows::Table(table)),
                None => Secondary::new(Vec::new(), Rows::Missing),
            });
        }
        by_name.entry(LAST_SAVED.to_owned()).or_insert_with(|| {
            lists.push(Secondary::new(Vec::new(), Rows::Missing));
            (lists.len() - 1) as u32
        });
        Self { lists, files: form.lists.len(), by_name, language: form.default_language }
    }

    pub fn get(&self, place: u32) -> Option<&Secondary> {
        self.lists.get(place as usize)
    }

    /// How many rows were ever read into an index.
    pub fn indexed(&self) -> u64 {
        self.lists.iter().map(|list| list.indexed.get()).sum()
    }

    /// As `instance()` names it.
    pub fn named(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    /// The place of a list of the choices sheet.
    pub fn list(&self, list: usize) -> u32 {
        list as u32
    }

    /// The place of an attached file.
    pub fn file(&self, external: usize) -> u32 {
        (self.files + external) as u32
    }

    /// Labels are read in this language from now on.
    pub fn set_language(&mut self, chosen: usize) {
        self.language = chosen;
        for secondary in &mut self.lists {
            if let Rows::List { language, .. } = &mut secondary.rows {
                *language = chosen;
                let label = secondary.columns.iter().position(|column| column == "label");
                if let Some(index) = label.and_then(|label| secondary.indexes.get_mut(label)) {
                    *index = OnceCell::new();
                }
            }
        }
    }
}

/// A list with translations or media also has `itextId`, as the field's converter writes it: `jr:itext` makes a label of it.
fn list_columns(form: &FormDefinition, list: &ChoiceList) -> Vec<String> {
    let names = ["name", "label"].into_iter().map(str::to_owned);
    let has_ids = !form.languages.is_empty() || list.has_media();
    let text_id = has_ids.then(|| "itextId".to_owned());
    names.chain(list.columns.iter().cloned()).chain(text_id).collect()
}

impl Secondary {
    fn new(columns: Vec<String>, rows: Rows) -> Self {
        let indexes = columns.iter().map(|_| OnceCell::new()).collect();
        let (text_ids, outputs) = (OnceCell::new(), OnceCell::new());
        Self { columns, rows, indexes, text_ids, outputs, indexed: Cell::new(0) }
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub fn column(&self, name: &str) -> Option<u32> {
        self.columns.iter().position(|column| column == name).map(|column| column as u32)
    }

    pub fn len(&self) -> u32 {
        match &self.rows {
            Rows::List { .. } => self.list().map_or(0, ChoiceList::len),
            Rows::Table(table) => u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
            Rows::Missing => 0,
        }
    }

    /// The choice list whose rows these are, if they are one's.
    pub fn list(&self) -> Option<&ChoiceList> {
        match &self.rows {
            Rows::List { form, list, .. } => form.lists.get(*list),
            Rows::Table(_) | Rows::Missing => None,
        }
    }

    /// Whether a label has values in it, so that it may read otherwise at each question.
    pub fn has_outputs(&self) -> bool {
        let has_output = |list: &ChoiceList| {
            let templates = list.rich_labels().flat_map(|label| label.0.iter().flatten());
            templates.flat_map(|template| &template.0).any(|part| matches!(part, Part::Output(_)))
        };
        *self.outputs.get_or_init(|| self.list().is_some_and(has_output))
    }

    /// The text of a field. A label with values in it reads as if they were blank: an item has no place in the form.
    pub fn text(&self, row: u32, column: u32) -> &str {
        let column = column as usize;
        match &self.rows {
            Rows::List { form, list, language } => match (form.lists.get(*list), column) {
                (Some(list), 0) => list.name(row),
                (Some(list), 1) => list.plain_label(row, *language),
                (Some(list), _) => list.column(row, column - 2).unwrap_or_else(|| self.text_id(row)),
                (None, _) => "",
            },
            Rows::Table(table) => table.rows.get(row as usize, column).unwrap_or_default(),
            Rows::Missing => "",
        }
    }

    fn text_id(&self, row: u32) -> &str {
        let ids = self.text_ids.get_or_init(|| {
            let list = self.list();
            list.into_iter().flat_map(|list| (0..list.len()).map(|row| format!("{}-{row}", list.name))).collect()
        });
        ids.get(row as usize).map_or("", String::as_str)
    }

    /// The rows whose field has this text, ascending.
    pub fn rows_with(&self, column: u32, value: &str) -> &[u32] {
        let Some(index) = self.indexes.get(column as usize) else { return &[] };
        let index = index.get_or_init(|| {
            let mut index = Index::new();
            self.indexed.set(self.indexed.get() + u64::from(self.len()));
            // What belongs together mostly stands together: a value is looked up once for all rows in a row that have it.
            let (mut row, rows) = (0, self.len());
            while row < rows {
                let value = self.text(row, column);
                let end = (row + 1..rows).find(|&next| self.text(next, column) != value).unwrap_or(rows);
                index.entry(value.into()).or_default().extend(row..end);
                row = end;
            }
            index
        });
        index.get(value).map(Vec::as_slice).unwrap_or_default()
    }
}

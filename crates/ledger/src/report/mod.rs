//! Tables for other programs and for people: the records of forms and the entities of lists, as a workbook, as delimited
//! text, as JSON line by line, or as places on a map.
//!
//! Start at [`Report`]. Forms and lists are named first, which settles the columns; then records and entities come one by
//! one, in any order, each to its own tables, and whoever gives them may stop at any. What an answer says that no form here
//! asks for is not lost: it stands in the last column as JSON.
//!
//! ```
//! # use ledger::report::{Captions, Order, Report, Titles};
//! # use ledger::Standing;
//! # fn example(package: form::Package, records: Vec<Standing>) -> Result<(), sheet::WriteError> {
//! let mut report = Report::new(Order::default(), Captions::of(|caption| format!("{caption:?}")), Titles::new());
//! report.add_form(&package.definition.id, &package.definition.title, &[&package])?;
//! for record in &records {
//!     report.record(record)?;
//! }
//! let made = report.finish()?; // the bytes of a workbook
//! # drop(made);
//! # Ok(())
//! # }
//! ```
//!
//! What is held on one person goes to that person as a [`Copy`].
//!
//! A file for who only looks has neither records nor what people typed: see [`viewer`].
//!
//! Somebody else's table is filled by a [`Filler`], with what a report's cells would show.
//!
//! Not here: bytes of workbooks (`sheet`), which records there are (the desk).

mod captions;
mod choices;
mod class;
mod column;
mod copy;
mod field;
mod filler;
mod form;
mod list;
mod mark;
mod out;
pub mod viewer;

use std::collections::BTreeMap;
use std::rc::Rc;

use ::form::Package;
use record::Timestamp;
use serde::{Deserialize, Serialize};
use sheet::{Guard, HeadColumn, What, WriteError};

pub use captions::{Caption, Captions};
pub use choices::choices;
pub use class::Class;
pub use copy::{Copied, Copy};
pub use field::EntityFile;
pub use filler::Filler;
pub use mark::Mark;
pub use out::Made;

use crate::{EntityState, Standing};
use column::Names;
use form::FormTables;
use list::ListTable;
use out::{Out, TableKey};

/// What the entities of lists are called: by list, then by entity.
pub type Titles = BTreeMap<String, Rc<BTreeMap<String, String>>>;

/// What is wanted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Order {
    pub format: Format,
    pub choices: ChoicesAs,
    /// A column for each choice of a question that takes several, with 1 and 0.
    pub split: bool,
    /// In delimited text no apostrophe before what looks like a formula: for programs that are no spreadsheets.
    pub bare: bool,
    /// As forms name it: `zh`.
    pub language: String,
    /// Times are told in this zone.
    pub offset_minutes: i16,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Format {
    #[default]
    Workbook,
    /// One `.csv`, or an archive of them where there are several tables.
    Csv,
    /// Each record as it is kept, each entity with its properties, on a line of its own.
    JsonLines,
    GeoJson,
}

/// What stands for a choice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum ChoicesAs {
    /// Its label in one column, its code in the next.
    #[default]
    Both,
    Labels,
    Codes,
}

/// Tables that are being filled.
pub struct Report {
    about: About,
    out: Out,
    forms: BTreeMap<String, FormTables>,
    lists: BTreeMap<String, ListTable>,
    remarks: Option<TableKey>,
    fields: Vec<Field>,
    choices: Vec<[String; 3]>,
    rows: u64,
    class: Option<Class>,
    mark: Option<Mark>,
}

/// What all tables need to know.
pub(crate) struct About {
    order: Order,
    captions: Captions,
    titles: Titles,
}

/// One column, as the sheet of fields tells it.
struct Field {
    table: TableKey,
    title: String,
    name: String,
    kind: &'static str,
    hint: String,
    choices: String,
}

impl Report {
    /// A report without tables.
    pub fn new(order: Order, captions: Captions, titles: Titles) -> Self {
        let guard = if order.bare { Guard::None } else { Guard::Apostrophe };
        let out = Out::new(order.format, guard, &captions);
        Self {
            about: About { order, captions, titles },
            out,
            forms: BTreeMap::new(),
            lists: BTreeMap::new(),
            remarks: None,
            fields: Vec::new(),
            choices: Vec::new(),
            rows: 0,
            class: None,
            mark: None,
        }
    }

    /// Says why it is made, and by whom.
    pub fn mark(&mut self, mark: Mark) {
        self.out.foot(&mark.line());
        self.mark = Some(mark);
    }

    /// Adds the tables of a form, the newest of its versions first: a table of its records, and one for each repeat. Of a form
    /// whose versions are not here its records have one table, and their answers stand in it as JSON.
    ///
    /// # Errors
    /// As [`sheet::Writer::sheet`].
    pub fn add_form(&mut self, id: &str, title: &str, versions: &[&Package]) -> Result<(), WriteError> {
        let tables = FormTables::new(id, title, versions, &self.about, &mut self.out)?;
        tables.describe(&mut self.fields);
        self.choices.extend(choices::listed(versions, &self.about.order.language));
        self.class = self.class.max(Some(tables.class));
        self.forms.insert(id.to_owned(), tables);
        Ok(())
    }

    /// Whether records of a form have a table.
    pub fn has_form(&self, id: &str) -> bool {
        self.forms.contains_key(id)
    }

    /// Adds the table of a list. `properties` are those that its entities have, `forms` all that may save to it.
    ///
    /// # Errors
    /// As [`sheet::Writer::sheet`].
    pub fn add_list<'a>(
        &mut self,
        list: &str,
        title: &str,
        properties: impl IntoIterator<Item = &'a str>,
        forms: &[&Package],
    ) -> Result<(), WriteError> {
        let table = ListTable::new(list, title, properties, forms, &self.about, &mut self.out)?;
        table.describe(&mut self.fields);
        self.class = self.class.max(Some(table.class));
        self.lists.insert(list.to_owned(), table);
        Ok(())
    }

    /// Adds a record as it stands. One of a form that was not added is passed over, and so is an erasure.
    ///
    /// # Errors
    /// As [`sheet::Writer::row`].
    pub fn record(&mut self, record: &Standing) -> Result<(), WriteError> {
        let submission = record.revision.submission();
        let Some(tables) = self.forms.get(&submission.form.id).filter(|_| submission.erasure.is_none()) else {
            return Ok(());
        };
        self.rows += 1;
        tables.record(record, &self.about, &mut self.out)?;
        if submission.remarks.is_empty() || !self.out.has_tables() {
            return Ok(());
        }
        let remarks = match self.remarks {
            Some(opened) => opened,
            None => {
                let opened = open_remarks(&self.about, &mut self.out)?;
                self.out.head(opened, &self.about.captions.classed(self.class()));
                *self.remarks.insert(opened)
            }
        };
        for remark in &submission.remarks {
            let confirmed = remark.confirmed.as_ref();
            let cells = [
                What::Text(submission.name().into()),
                What::Text(tables.question(&remark.path).into()),
                What::Text(remark.text.as_str().into()),
                if remark.later { What::Text(self.about.captions.get(Caption::Yes).into()) } else { What::Blank },
                What::Text(confirmed.and_then(|confirmed| confirmed.warning.as_deref()).unwrap_or_default().into()),
                What::Text(confirmed.map(|confirmed| confirmed.reason.as_str()).unwrap_or_default().into()),
                What::Code(submission.record.to_string().into()),
                What::Text(remark.path.as_str().into()),
            ];
            self.out.row(remarks, cells.to_vec())?;
        }
        Ok(())
    }

    /// Adds an entity as it stands. One of a list that was not added is passed over.
    ///
    /// # Errors
    /// As [`sheet::Writer::row`].
    pub fn entity(&mut self, state: &EntityState) -> Result<(), WriteError> {
        let Some(table) = self.lists.get(state.list.as_str()) else { return Ok(()) };
        self.rows += 1;
        table.entity(state, &self.about, &mut self.out)
    }

    /// How many records and entities have come so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// That of the most guarded table.
    pub fn class(&self) -> Class {
        self.class.unwrap_or_default()
    }

    /// What is to be handed over.
    ///
    /// # Errors
    /// As [`sheet::Writer::finish`].
    pub fn finish(mut self) -> Result<Made, WriteError> {
        if self.about.order.format == Format::Workbook {
            self.write_fields()?;
            self.write_choices()?;
        }
        if let Some(mark) = self.mark.take().filter(|_| self.out.has_room()) {
            mark.write(self.class(), &self.about, &mut self.out)?;
        }
        self.out.finish()
    }

    /// What each column is, for whoever reads the tables with a program or asks where a figure comes from.
    fn write_fields(&mut self) -> Result<(), WriteError> {
        let columns = [
            (Caption::Sheet, 24),
            (Caption::Column, 30),
            (Caption::FieldName, 30),
            (Caption::Kind, 16),
            (Caption::Hint, 40),
            (Caption::List, 20),
        ];
        let table = open(Caption::Fields, &columns, &self.about, &mut self.out)?;
        for field in std::mem::take(&mut self.fields) {
            let sheet = self.out.name(field.table).to_owned();
            let cells = [sheet, field.title, field.name, field.kind.to_owned(), field.hint, field.choices];
            self.out.row(table, cells.into_iter().map(|text| What::Text(text.into())).collect())?;
        }
        Ok(())
    }

    fn write_choices(&mut self) -> Result<(), WriteError> {
        if self.choices.is_empty() {
            return Ok(());
        }
        self.choices.sort();
        self.choices.dedup();
        let columns = [(Caption::List, 20), (Caption::Code, 20), (Caption::Name, 40)];
        let table = open(Caption::Choices, &columns, &self.about, &mut self.out)?;
        for [list, code, label] in std::mem::take(&mut self.choices) {
            self.out.row(table, vec![What::Text(list.into()), What::Code(code.into()), What::Text(label.into())])?;
        }
        Ok(())
    }
}

impl About {
    /// A time as a spreadsheet shows it, in the zone of the report.
    fn time(&self, time: Timestamp) -> String {
        let there = Timestamp::new(time.unix_ms() - time.unix_ms().rem_euclid(1000), self.order.offset_minutes);
        there.to_string().chars().take("2026-01-15T10:30:00".len()).collect()
    }

    fn titles(&self, list: &str) -> Option<Names> {
        self.titles.get(list).cloned()
    }

    fn caption(&self, caption: Caption) -> &str {
        self.captions.get(caption)
    }
}

fn open_remarks(about: &About, out: &mut Out) -> Result<TableKey, WriteError> {
    let columns = [
        (Caption::Name, 24),
        (Caption::Question, 24),
        (Caption::Remark, 40),
        (Caption::Later, 0),
        (Caption::Warning, 30),
        (Caption::Reason, 30),
        (Caption::Record, 38),
        (Caption::FieldName, 24),
    ];
    open(Caption::Remarks, &columns, about, out)
}

/// Begins a table that no form and no list has.
fn open(name: Caption, columns: &[(Caption, u16)], about: &About, out: &mut Out) -> Result<TableKey, WriteError> {
    let column = |(caption, width): &(Caption, u16)| HeadColumn {
        title: about.caption(*caption).to_owned(),
        width: *width,
        ..HeadColumn::default()
    };
    out.table(about.caption(name), columns.iter().map(column).collect())
}

//! Tables of somebody else's that are filled with the ledger: what their columns are is asked once and remembered.
//!
//! Start at [`Template::open`]; where nothing in it is new, [`Template::fill`] is all that is left to do.
//!
//! Not here: how it is filled (`worker::desk::templates`), tables that come in (`tables`).

use std::rc::Rc;

use ledger::intake::{Header, Mapping, Remembered};
use ledger::report::{Captions, Order};
use record::{ListName, Sha256};
use store::{Key, Store, layout, tables};

use super::device::Device;
use super::tasks;
use crate::platform::clock;
use crate::platform::idb::ReadError;
use crate::text::{Key as TextKey, Text};
use crate::worker::desk::templates::{FilledTable, TemplateAsk, TemplateOrder, TemplateTold};
use crate::worker::desk::{Done, Failure as DeskFailure, Task};
use crate::worker::tables::{Contents, OpenedTable, Source};

use super::tables::Failure;

/// A table as it was chosen, with the list that it is filled from.
#[derive(Clone, PartialEq)]
pub struct Template {
    pub name: String,
    pub contents: Rc<Contents>,
    pub sheet: Option<usize>,
    pub list: String,
    /// The code of the page's language.
    pub language: String,
}

/// A table, and what people said of its columns before.
#[derive(Clone, PartialEq)]
pub struct Opened {
    pub table: Rc<OpenedTable>,
    /// Columns of which nobody has said anything yet; all of them where no table like it was filled before.
    pub new: Vec<u16>,
    pub is_known: bool,
}

/// Under what mappings of a list are remembered: no form has an id with a space.
fn of(list: &str) -> String {
    format!("list {list}")
}

impl From<DeskFailure> for Failure {
    fn from(failure: DeskFailure) -> Self {
        match failure {
            DeskFailure::Unreadable => Self::File,
            DeskFailure::Worker | DeskFailure::NoPurpose => Self::Worker,
            DeskFailure::Stopped => Self::Stopped,
            DeskFailure::Unclear => Self::Unclear,
            DeskFailure::Database => Self::Database,
            DeskFailure::Full => Self::Full,
            DeskFailure::ReadOnly => Self::ReadOnly,
        }
    }
}

impl Template {
    /// Finds its headings, and what its columns are.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn open(&self, device: &Device, text: &Text) -> Result<Opened, Failure> {
        let before = self.before(device).await?;
        let told = self.ask(TemplateAsk::Open { before: before.clone() }, self.sheet, text).await?;
        let TemplateTold::Opened(table) = told else { return Err(Failure::Worker) };
        let said = |column: u16, header: &Header| {
            let own = header.columns.iter().find(|heading| heading.column == column).map(|heading| heading.text());
            before.iter().any(|one| one.columns.iter().any(|(heading, _)| Some(heading) == own.as_ref()))
        };
        let header = &table.opened.header;
        let columns = header.columns.iter().map(|heading| heading.column);
        let new = columns.filter(|column| !table.opened.is_recalled || !said(*column, header)).collect();
        Ok(Opened { is_known: table.opened.is_recalled, new, table: Rc::new(*table) })
    }

    /// Fills it, and remembers what was said of its columns.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn fill(
        &self,
        device: &Device,
        opened: &OpenedTable,
        mapping: &Mapping,
        text: &Text,
    ) -> Result<FilledTable, Failure> {
        let ask = TemplateAsk::Fill { header: opened.opened.header.clone(), mapping: mapping.clone() };
        let TemplateTold::Filled(filled) = self.ask(ask, Some(opened.sheet), text).await? else {
            return Err(Failure::Worker);
        };
        // Forgotten it is said anew.
        let _ = device.run(tables::remember(&self.remembered(opened, mapping))).await;
        Ok(filled)
    }

    fn remembered(&self, opened: &OpenedTable, mapping: &Mapping) -> tables::Mapping {
        let said = mapping.remembered(&opened.opened.header, &opened.opened.asked);
        let shape: Sha256 = opened.opened.shape;
        let (columns, constants) = (said.columns, said.constants);
        tables::Mapping { form: of(&self.list), shape, columns, constants, used_at: clock::now() }
    }

    async fn before(&self, device: &Device) -> Result<Vec<Remembered>, ReadError> {
        let rows = device.database.range(Store::Meta, &Key::from(layout::meta::MAPPING)).await?;
        let said = tables::mappings(&rows, &of(&self.list)).into_iter();
        Ok(said.map(|said| Remembered { columns: said.columns, constants: said.constants }).collect())
    }

    async fn ask(&self, ask: TemplateAsk, sheet: Option<usize>, text: &Text) -> Result<TemplateTold, Failure> {
        let order = Order {
            language: self.language.clone(),
            offset_minutes: clock::now().offset_minutes(),
            ..Order::default()
        };
        let order = TemplateOrder {
            list: ListName::new(self.list.as_str()),
            source: Source { contents: (*self.contents).clone(), sheet },
            order,
            captions: Captions::read(&text.get(TextKey::ExportCaptions)),
            ask,
        };
        match tasks::done(Task::Template(Box::new(order)), &[], |_| ()).await? {
            Done::Template(told) => match *told {
                TemplateTold::Empty => Err(Failure::Empty),
                TemplateTold::Unreadable(problem) => Err(Failure::Unreadable(problem)),
                TemplateTold::NoRoom { rows } => Err(Failure::NoRoom { rows }),
                TemplateTold::NotAWorkbook => Err(Failure::NotAWorkbook),
                told => Ok(told),
            },
            _ => Err(Failure::Worker),
        }
    }
}

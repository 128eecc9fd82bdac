//! Tables of somebody's own: read; checked and taken in by the desk worker; reports and templates handed out.
//!
//! Start at [`read`] and [`Table`]. Nothing of a table is kept before it is taken in, and then what it became.
//!
//! Not here: what a row becomes (`ledger::intake`), how it is drawn (`pages::mapping`).

use std::rc::Rc;

use form::Problem;
use ledger::intake::{Asked, Mapping, Remembered};
use ledger::{Notice, NoticeFault};
use record::Timestamp;
use store::forms::Form;
use store::{Key, Store, layout, tables};

use super::device::{Device, LoadError, device_id, is_shown};
use super::{library, tasks};
use crate::later::NotHere;
use crate::platform::decode::decoded;
use crate::platform::files::{ChosenFile, FileError};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::platform::{clock, entropy};
use crate::worker::desk::tables::TableOrder;
use crate::worker::desk::{Done, Failure as DeskFailure, Task, Told as DeskTold};
use crate::worker::tables::{Ask, Contents, Counts, OpenedTable, Order, Preview, ReportRow, SentForm, Source, Told};
use crate::worker::{Answer, FileBytes, Question};

/// Why nothing came of a table. The ledger is as it was, but for [`Failure::Unclear`].
#[derive(Clone, PartialEq, Debug)]
pub enum Failure {
    /// It was moved or changed since it was chosen.
    File,
    TooLarge {
        most: u64,
    },
    /// Neither a workbook nor text in an encoding that can be told.
    Encoding,
    Unreadable(Problem),
    /// All that is to be mended in it.
    Faults(Vec<Problem>),
    Empty,
    /// Somebody else's table has so many free rows only.
    NoRoom {
        rows: u32,
    },
    /// A table that is filled keeps its look, and a text has none.
    NotAWorkbook,
    /// Reading it took too long, or was too much.
    Worker,
    /// A person stopped it, and nothing of it was written.
    Stopped,
    /// It was cut off, and whether it was written could not be read.
    Unclear,
    /// The form is not here.
    Form,
    NoOfficer,
    /// This page shows somebody else: another one changed who fills.
    OfficerChanged,
    Database,
    Full,
    ReadOnly,
}

/// A table as it was chosen, with the form that it is brought into.
#[derive(Clone, PartialEq)]
pub struct Table {
    pub name: String,
    pub contents: Rc<Contents>,
    pub sheet: Option<usize>,
    pub form: Form,
    /// The code of the page's language.
    pub language: String,
}

/// What goes on with one table: the same until its mapping changes, so that what was checked is what is taken in.
#[derive(Clone, PartialEq)]
pub struct Checking {
    pub table: Table,
    pub opened: Rc<OpenedTable>,
    pub mapping: Mapping,
    pub reason: Option<String>,
    pub now: Timestamp,
    pub chance: [u8; 32],
}

/// So many of so many rows were looked at; 0 of 0: all of it is being written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    pub done: usize,
    pub of: usize,
}

const TIMEOUT_MS: u32 = 60_000;

impl From<ReadError> for Failure {
    fn from(_: ReadError) -> Self {
        Self::Database
    }
}

impl From<LoadError> for Failure {
    fn from(_: LoadError) -> Self {
        Self::Database
    }
}

impl From<NotHere> for Failure {
    fn from(_: NotHere) -> Self {
        Self::Worker
    }
}

impl From<WorkerError> for Failure {
    fn from(_: WorkerError) -> Self {
        Self::Worker
    }
}

impl From<entropy::NoEntropy> for Failure {
    fn from(_: entropy::NoEntropy) -> Self {
        Self::Database
    }
}

/// Reads a file as a table.
///
/// # Errors
/// [`Failure`]
pub async fn read(file: &ChosenFile) -> Result<Contents, Failure> {
    let bytes = file.bytes(sheet::Limits::default().file_bytes).await.map_err(|error| match error {
        FileError::TooLarge { limit_bytes, .. } => Failure::TooLarge { most: limit_bytes },
        FileError::Unreadable(_) | FileError::NotMade(_) => Failure::File,
    })?;
    // A workbook of any kind: its reader says what is wrong with one that it does not take.
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Ok(Contents::Workbook(FileBytes(bytes)));
    }
    decoded(&bytes).map(Contents::Delimited).ok_or(Failure::Encoding)
}

/// The forms that a table can be brought into: those that make entities, and first those that know themselves what the ledger
/// has already.
///
/// # Errors
/// [`Failure`]
pub async fn forms(device: &Device) -> Result<Vec<Form>, Failure> {
    let mut found = Vec::new();
    for form in library::offered(device).await? {
        let Some(package) = library::package(device, form.form.hash).await? else { continue };
        if !package.definition.entities.is_empty() {
            found.push((package.definition.answered_by_own_offers().is_empty(), form));
        }
    }
    found.sort_by_key(|(is_blind, _)| *is_blind);
    Ok(found.into_iter().map(|(_, form)| form).collect())
}

impl Table {
    /// Finds its headings, and what its columns are.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn open(&self, device: &Device) -> Result<OpenedTable, Failure> {
        let rows = device.database.range(Store::Meta, &Key::from(layout::meta::MAPPING)).await?;
        let before = tables::mappings(&rows, &self.form.form.id)
            .into_iter()
            .map(|mapping| Remembered { columns: mapping.columns, constants: mapping.constants });
        let ask = Ask::Open {
            source: self.source(self.sheet),
            form: sent(device, &self.form, &self.language).await?,
            before: before.collect(),
            now: clock::now(),
        };
        match told(ask, TIMEOUT_MS).await? {
            Told::Opened(opened) => Ok(*opened),
            _ => Err(Failure::Worker),
        }
    }

    fn source(&self, sheet: Option<usize>) -> Source {
        Source { contents: (*self.contents).clone(), sheet }
    }
}

impl Checking {
    /// # Errors
    /// [`Failure::Database`], if the browser has no source of randomness.
    pub fn new(
        table: Table,
        opened: Rc<OpenedTable>,
        mapping: Mapping,
        reason: Option<String>,
    ) -> Result<Self, Failure> {
        Ok(Self { table, opened, mapping, reason, now: clock::now(), chance: entropy::bytes()? })
    }

    /// What taking it in would do. `on_told` hears how far it is.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn check(&self, device: &Device, on_told: impl Fn(Progress) + 'static) -> Result<Preview, Failure> {
        let order = Box::new(self.order(device).await?);
        match done(Task::CheckTable(order), on_told).await? {
            Told::Checked(preview) => Ok(preview),
            _ => Err(Failure::Worker),
        }
    }

    /// Takes in every row with which nothing is wrong: all of them, or nothing. `None`: somebody stopped it, or it ended by itself, when all
    /// of it was written already.
    ///
    /// # Errors
    /// [`Failure`]; then the ledger is as it was, but for [`Failure::Unclear`].
    pub async fn take_in(
        &self,
        device: &Device,
        on_told: impl Fn(Progress) + 'static,
    ) -> Result<Option<Counts>, Failure> {
        let order = Box::new(self.order(device).await?);
        let batch = layout::batch(order.batch());
        let taken = match asked(Task::TakeTableIn(order), on_told).await {
            Ok(told) => match good(told)? {
                Told::TakenIn(counts) => Some(counts),
                _ => return Err(Failure::Worker),
            },
            Err(failure) if tasks::is_cut_off(failure) => {
                let look = async || device.database.get(Store::Inbox, &batch).await;
                tasks::came_nonetheless(look).await?.ok_or(failure)?;
                None
            }
            Err(failure) => return Err(failure.into()),
        };
        device.refresh_canary().await;
        Ok(taken)
    }

    /// The report as a workbook. `names`: of its sheet, and of the columns for the row and the reason.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn report(&self, rows: Vec<ReportRow>, names: [String; 3]) -> Result<Vec<u8>, Failure> {
        let ask = Ask::Report {
            source: self.table.source(Some(self.opened.sheet)),
            header: self.opened.opened.header.clone(),
            mapping: self.mapping.clone(),
            asked: self.opened.opened.asked.clone(),
            rows,
            names,
        };
        made(told(ask, TIMEOUT_MS).await?)
    }

    async fn order(&self, device: &Device) -> Result<TableOrder, Failure> {
        let settings = device.settings().await?.ok_or(Failure::Database)?;
        let officer = settings.officer.ok_or(Failure::NoOfficer)?.id;
        if !is_shown(&officer) {
            return Err(Failure::OfficerChanged);
        }
        let opened = &self.opened.opened;
        let order = Order {
            source: self.table.source(Some(self.opened.sheet)),
            form: sent(device, &self.table.form, &self.table.language).await?,
            header: opened.header.clone(),
            mapping: self.mapping.clone(),
            officer,
            device: device_id(&settings.device.key),
            now: self.now,
            chance: self.chance,
            file: self.table.name.clone(),
            reason: self.reason.clone(),
        };
        let Form { form, title, .. } = self.table.form.clone();
        let remembered = self.mapping.remembered(&opened.header, &opened.asked);
        Ok(TableOrder { order, form, title, remembered, shape: opened.shape })
    }
}

/// The questions of a form that a table can answer.
///
/// # Errors
/// [`Failure`]
pub async fn questions(device: &Device, form: &Form, language: &str) -> Result<Vec<Asked>, Failure> {
    let ask = Ask::Questions { form: sent(device, form, language).await?, now: clock::now() };
    match told(ask, TIMEOUT_MS).await? {
        Told::Asked(asked) => Ok(asked),
        _ => Err(Failure::Worker),
    }
}

/// A zone's own days off, or all that is to be mended in the table.
///
/// # Errors
/// [`Failure`]
pub async fn notice(contents: Contents) -> Result<Result<Notice, Vec<NoticeFault>>, Failure> {
    match told(Ask::Notice(contents), TIMEOUT_MS).await? {
        Told::Notice(read) => Ok(read),
        _ => Err(Failure::Worker),
    }
}

/// An empty table for these questions. `guide` has for each whether it is needed and how it is answered.
///
/// # Errors
/// [`Failure`]
pub async fn template(asked: Vec<Asked>, guide: Vec<(String, String)>, names: Vec<String>) -> Result<Vec<u8>, Failure> {
    made(told(Ask::Template { asked, guide, names }, TIMEOUT_MS).await?)
}

/// The choices of a form's workbook, in the field's format.
///
/// # Errors
/// [`Failure`]; [`Failure::Empty`]: it has none.
pub async fn choices(workbook: Vec<u8>) -> Result<Vec<u8>, Failure> {
    made(told(Ask::TakeChoices(FileBytes(workbook)), TIMEOUT_MS).await?)
}

/// A form's workbook with the choices of a table.
///
/// # Errors
/// [`Failure`]; [`Failure::Empty`]: it has those already.
pub async fn with_choices(workbook: Vec<u8>, table: Contents) -> Result<Vec<u8>, Failure> {
    made(told(Ask::PutChoices { workbook: FileBytes(workbook), table }, TIMEOUT_MS).await?)
}

fn made(told: Told) -> Result<Vec<u8>, Failure> {
    match told {
        Told::Made(bytes) => Ok(bytes.0),
        _ => Err(Failure::Worker),
    }
}

async fn told(ask: Ask, timeout_ms: u32) -> Result<Told, Failure> {
    match worker::ask(&Question::Table(Box::new(ask)), timeout_ms).await? {
        Answer::Table(told) => good(*told),
        _ => Err(Failure::Worker),
    }
}

async fn done(task: Task, on_told: impl Fn(Progress) + 'static) -> Result<Told, Failure> {
    good(asked(task, on_told).await?)
}

async fn asked(task: Task, on_told: impl Fn(Progress) + 'static) -> Result<Told, DeskFailure> {
    let on_told = move |told: DeskTold| {
        if let DeskTold::Progress { done, of } = told {
            on_told(Progress { done, of });
        }
    };
    match tasks::done(task, &[], on_told).await? {
        Done::Table(told) => Ok(*told),
        _ => Err(DeskFailure::Worker),
    }
}

fn good(told: Told) -> Result<Told, Failure> {
    match told {
        Told::Empty => Err(Failure::Empty),
        Told::Unreadable(problem) => Err(Failure::Unreadable(problem)),
        Told::Faults(faults) => Err(Failure::Faults(faults)),
        Told::Damaged => Err(Failure::Database),
        told => Ok(told),
    }
}

async fn sent(device: &Device, form: &Form, language: &str) -> Result<SentForm, Failure> {
    let package = library::package(device, form.form.hash).await?.ok_or(Failure::Form)?;
    let bytes = package.to_bytes().map_err(|_| Failure::Form)?;
    Ok(SentForm { package: FileBytes(bytes), language: language.to_owned() })
}

//! What the desk worker does: the coordinator's work on hundreds of files and hundreds of thousands of records.
//!
//! It has a connection to the database of its own, so nothing large passes through the page, and tells how far it is
//! ([`Told`]). Whatever it does is one transaction: ended in the middle, all of it has happened or nothing, and the page looks which
//! (`state::tasks::came_nonetheless`). What it remembers between two tasks can be worked out again. Start at [`Desk::carry_out`].
//!
//! Not here: messages (`platform::serve`), what is shown and asked (`state::inbox`).

mod ahead;
mod apart;
pub mod back;
pub mod board;
pub mod due;
pub mod intake;
pub mod known;
pub mod lists;
pub mod lost;
pub mod matched;
pub mod open;
pub mod overdue;
pub mod registered;
pub mod report;
mod roll;
pub mod safe;
mod sample;
mod seen;
pub mod tables;
pub mod templates;
#[cfg(test)]
mod tests;
pub mod tray;

use std::cell::RefCell;
use std::rc::Rc;

use batch::lock::DataKey;
use record::{BatchId, DeviceId, DraftId, LedgerHash, RecordId, RevisionHash, Timestamp};
use serde::{Deserialize, Serialize};

use super::FileBytes;
use super::batches::{BatchFacts, FileRefusal, ForeignKind, ImportCounts};
use super::tables::Told as TableTold;
use crate::platform::files::ChosenFile;
use crate::platform::idb::{self, Database, DatabaseEvent, ReadError, RunError};
use crate::platform::veil;
use back::Back;
use board::{BoardAsk, BoardTold};
use intake::Brought;
use lists::{ListAnswer, ListQuestion, Lists};
use lost::LostTold;
use open::{OpenAnswer, OpenQuestion};
use report::{Contents, MadeReport, ReportOrder, Stock};
use safe::{OpenOrder, Restored, SafeRefusal, SealOrder, Sealed};
use tables::{Looked, TableOrder};
use templates::{TemplateOrder, TemplateTold};
use tray::Tray;

/// A task, and the database that it is for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Order {
    pub database: String,
    /// What opens its rows, where it is locked.
    pub key: Option<DataKey>,
    pub now: Timestamp,
    pub task: Task,
}

/// What the desk can be asked to do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Task {
    /// Looks at files, on top of those that were looked at before, and tells of each what it would bring.
    Look(Vec<FileLine>),
    /// Takes files in, all in one transaction; those that were not looked at are. `tails` stand beside the database and go with
    /// drafts that are erased. Answered with [`Done::TakenIn`].
    TakeIn { lines: Vec<FileLine>, tails: Vec<(DraftId, String)> },
    /// How many attached files batches still await. Answered with [`Done::Awaited`].
    Awaited,
    /// Takes in an attached file that came apart, the file that came along. `beside` is the batch of its number. Answered with [`Done::Apart`].
    TakeApart { beside: Option<BatchId> },
    /// Forgets the files that were looked at.
    Clear,
    /// What would go with batches and tables that were taken in. Answered with [`Done::Back`].
    WouldTakeBack { batches: Vec<BatchId>, tails: Vec<(DraftId, String)> },
    /// Takes them back, unless something hinders it. Answered with [`Done::Back`].
    TakeBack { batches: Vec<BatchId>, tails: Vec<(DraftId, String)> },
    /// Checks a table of somebody's own row by row. Answered with [`Done::Table`].
    CheckTable(Box<TableOrder>),
    /// Takes one in. Answered with [`Done::Table`].
    TakeTableIn(Box<TableOrder>),
    /// Something about the entity lists. Answered with [`Done::Lists`].
    Lists(ListQuestion),
    /// Something about what waits for somebody. Answered with [`Done::Open`].
    Open(OpenQuestion),
    /// Which imports brought these revisions. Answered with [`Done::Brought`].
    Brought(Vec<RevisionHash>),
    /// The records that batches brought, at most so many. Answered with [`Done::Records`].
    Records { batches: Vec<BatchId>, most: usize },
    /// What reports there can be, with titles in this language. Answered with [`Done::Stock`].
    Stock(String),
    /// Makes a report. Answered with [`Done::Reported`].
    Report(Box<ReportOrder>),
    /// Something about a table of somebody else's that is filled. Answered with [`Done::Template`].
    Template(Box<TemplateOrder>),
    /// Makes a sealed backup of all that is here. Tells its [`Told::Piece`]s, then [`Done::Sealed`] or [`Done::Refused`].
    Seal(Box<SealOrder>),
    /// Reads a sealed backup, the file that came along, to its end. Answered with [`Done::Sealed`] or [`Done::Refused`].
    Check(Box<OpenOrder>),
    /// Restores one. Answered with [`Done::Restored`] or [`Done::Refused`].
    Restore(Box<OpenOrder>),
    /// Takes the sample zone into an empty ledger. Answered with [`Done::Looked`].
    Sample,
    /// Something about the board. Answered with [`Done::Board`].
    Board(Box<BoardAsk>),
    /// Works out the hash of the ledger from what lies here. Answered with [`Done::Fingerprint`].
    Fingerprint,
    /// What was on a device that was lost, with at most so many people. Answered with [`Done::Lost`].
    Lost { device: DeviceId, most: usize },
}

/// A file on the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileLine {
    /// What the page knows it by.
    pub line: u32,
    pub name: String,
    pub origin: FileOrigin,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FileOrigin {
    /// One of those that came with the question, by its place.
    Handed(usize),
    /// In quarantine, under this id.
    Quarantine(String),
}

/// What the desk tells before it is done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Told {
    /// What became of a file. `facts` stay as they were where there are none.
    File { line: u32, facts: Option<Box<BatchFacts>>, outcome: Outcome },
    /// So many of so many steps.
    Progress { done: usize, of: usize },
    /// The next bytes of a file that is being made. `None`: it begins anew.
    Piece(Option<FileBytes>),
}

/// How a task ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Done {
    Looked,
    /// Each file was told; these drafts are gone with what was erased.
    TakenIn {
        forgotten: Vec<DraftId>,
    },
    /// By batch.
    Awaited(Vec<(BatchId, usize)>),
    /// Whether it was awaited, and is here.
    Apart(bool),
    Back(Back),
    Table(Box<TableTold>),
    Lists(ListAnswer),
    Open(OpenAnswer),
    Brought(Vec<Brought>),
    Records {
        records: Vec<(RecordId, String)>,
        of: usize,
    },
    Stock(Stock),
    Reported(Box<MadeReport>),
    Template(Box<TemplateTold>),
    Sealed(Box<Sealed>),
    Restored(Box<Restored>),
    Board(BoardTold),
    /// The hash of the ledger, and of how many revisions.
    Fingerprint(LedgerHash, u64),
    Lost(Box<LostTold>),
    Refused(SafeRefusal),
    Failed(Failure),
}

/// What became of a file, so far.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    Reading,
    /// Can be taken in; this is what it would bring.
    Ready(ImportCounts),
    /// Nothing is left to do.
    AlreadyImported {
        at: Timestamp,
        /// So many attached files were still to come, lay in it, and are here now.
        photos: usize,
    },
    /// The same batch lies here already, as this file.
    Twice {
        name: String,
    },
    /// A person has to say whether the device is trusted.
    Unknown {
        is_revoked: bool,
    },
    SetAside,
    /// `is_kept`: its bytes lie in quarantine.
    Refused {
        why: FileRefusal,
        is_kept: bool,
    },
    /// A pack, for the page of forms.
    Pack,
    /// A desk's word on what was sent from here.
    Receipt,
    /// Who a device is, for the page of the zone.
    Card,
    Foreign(ForeignKind),
    Importing,
    Imported(ImportCounts),
    /// It may work the next time. Nothing has changed.
    Failed(Failure),
}

/// Why nothing came of a file, though nothing is wrong with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Failure {
    /// It was moved or changed since it was chosen.
    Unreadable,
    /// Reading it took too long, or was too much.
    Worker,
    /// A person stopped it. Nothing of it was written.
    Stopped,
    /// It was cut off, and whether it was written could not be read.
    Unclear,
    /// An export of personal data does not say why it is made.
    NoPurpose,
    Database,
    Full,
    /// The database was written by a newer version.
    ReadOnly,
}

impl From<ReadError> for Failure {
    fn from(_: ReadError) -> Self {
        Self::Database
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Quota => Self::Full,
            RunError::ReadOnly => Self::ReadOnly,
            _ => Self::Database,
        }
    }
}

impl Outcome {
    /// The batch is here, or can be at a tap.
    pub fn is_good(&self) -> bool {
        matches!(
            self,
            Self::Ready(_) | Self::AlreadyImported { .. } | Self::Twice { .. } | Self::Importing | Self::Imported(_)
        )
    }

    /// Nothing about it needs a person.
    pub fn is_quiet(&self) -> bool {
        self.is_good() || *self == Self::Reading
    }

    /// Its name for whoever drives the page, and where the page is styled by it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Ready(_) => "ready",
            Self::AlreadyImported { .. } => "already-imported",
            Self::Twice { .. } => "twice",
            Self::Unknown { .. } => "unknown-device",
            Self::SetAside => "set-aside",
            Self::Refused { .. } => "refused",
            Self::Pack => "pack",
            Self::Receipt => "receipt",
            Self::Card => "card",
            Self::Foreign(_) => "foreign",
            Self::Importing => "importing",
            Self::Imported(_) => "imported",
            Self::Failed(_) => "failed",
        }
    }
}

/// What the worker has between two tasks.
#[derive(Default)]
pub struct Desk {
    database: Option<(String, Database)>,
    tray: Tray,
    /// The table that was checked last.
    table: Option<Looked>,
    lists: Lists,
    /// What the last board was made of.
    board: Option<board::Kept>,
}

type Tell<'a> = &'a dyn Fn(Told);

impl Desk {
    /// Does what is asked.
    pub async fn carry_out(&mut self, order: Order, files: Vec<ChosenFile>, tell: Tell<'_>) -> Done {
        let database = match self.open(order.database, order.key).await {
            Ok(database) => database,
            Err(failure) => return Done::Failed(failure),
        };
        let now = order.now;
        let done = match order.task {
            Task::Look(lines) => self.look(&database, &lines, &files, now, tell).await.map(|()| Done::Looked),
            Task::TakeIn { lines, tails } => {
                let taken = self.take_in(&database, &lines, &files, tails, now, tell).await;
                taken.map(|forgotten| Done::TakenIn { forgotten })
            }
            Task::Awaited => apart::waiting(&database).await.map(Done::Awaited),
            Task::TakeApart { beside } => match files.first() {
                Some(file) => apart::take(&database, file, beside).await.map(Done::Apart),
                None => Err(Failure::Unreadable),
            },
            Task::Clear => {
                self.tray = Tray::default();
                Ok(Done::Looked)
            }
            Task::WouldTakeBack { batches, tails } => {
                self.would_take_back(&database, &batches, &tails, tell).await.map(Done::Back)
            }
            Task::TakeBack { batches, tails } => {
                self.tray = Tray::default();
                self.take_back(&database, &batches, &tails, tell).await.map(Done::Back)
            }
            Task::CheckTable(order) => {
                self.check_table(&database, *order, tell).await.map(|told| Done::Table(Box::new(told)))
            }
            Task::TakeTableIn(order) => {
                self.take_table_in(&database, *order, tell).await.map(|told| Done::Table(Box::new(told)))
            }
            Task::Lists(question) => self.look_up(&database, question).await.map(Done::Lists),
            Task::Open(question) => self.look_open(&database, question, tell).await.map(Done::Open),
            Task::Brought(revisions) => intake::brought(&database, &revisions).await.map(Done::Brought),
            Task::Records { batches, most } => {
                let records = intake::records_of(&database, &batches, most).await;
                records.map(|(records, of)| Done::Records { records, of })
            }
            Task::Stock(language) => report::stock(&database, &language).await.map(Done::Stock),
            Task::Template(order) => {
                self.template(&database, &order, tell).await.map(|told| Done::Template(Box::new(told)))
            }
            Task::Report(order) => {
                self.report(&database, &order, now, tell).await.map(|made| Done::Reported(Box::new(made)))
            }
            Task::Seal(order) => {
                let sealed = safe::seal(&database, &order, now, tell).await.map(Box::new);
                Ok(sealed.map_or_else(Done::Refused, Done::Sealed))
            }
            Task::Check(order) => match files.first() {
                Some(file) => {
                    Ok(safe::check(file, &order, tell).map(Box::new).map_or_else(Done::Refused, Done::Sealed))
                }
                None => Err(Failure::Unreadable),
            },
            Task::Restore(order) => match files.first() {
                Some(file) => {
                    let restored = self.restore(&database, file, &order, now, tell).await.map(Box::new);
                    Ok(restored.map_or_else(Done::Refused, Done::Restored))
                }
                None => Err(Failure::Unreadable),
            },
            Task::Sample => self.take_sample_in(&database, now, tell).await.map(|()| Done::Looked),
            Task::Board(ask) => self.board(&database, *ask, now).await.map(Done::Board),
            Task::Lost { device, most } => {
                lost::look(&database, device, most, tell).await.map(|told| Done::Lost(Box::new(told)))
            }
            Task::Fingerprint => {
                safe::fingerprint(&database, tell).await.map(|(ledger, count)| Done::Fingerprint(ledger, count))
            }
        };
        done.unwrap_or_else(Done::Failed)
    }

    async fn report(
        &mut self,
        database: &Database,
        order: &ReportOrder,
        now: Timestamp,
        tell: Tell<'_>,
    ) -> Result<MadeReport, Failure> {
        let board = match order.contents {
            Contents::Viewer { day, .. } => Some(self.seen(database, day, order).await?),
            _ => None,
        };
        report::make(database, (order, board), now, tell).await
    }

    async fn look_up(&mut self, database: &Database, question: ListQuestion) -> Result<ListAnswer, Failure> {
        let settings = intake::settings(database).await?;
        Ok(self.lists.at(database, settings.ledger).await?.answer(question))
    }

    async fn template(
        &mut self,
        database: &Database,
        order: &TemplateOrder,
        tell: Tell<'_>,
    ) -> Result<TemplateTold, Failure> {
        let settings = intake::settings(database).await?;
        templates::answer(database, self.lists.at(database, settings.ledger).await?, order, tell).await
    }

    async fn open(&mut self, name: String, key: Option<DataKey>) -> Result<Database, Failure> {
        // It is the key of every order: who locks or opens the device ends this worker.
        veil::set(key.map(veil::of).transpose().map_err(|_| Failure::Database)?);
        if let Some((_, database)) = self.database.as_ref().filter(|(known, open)| *known == name && open.is_open()) {
            return Ok(database.clone());
        }
        // The page has opened it before and brought it to this layout. Whoever upgrades it later need not wait for us.
        let held: Rc<RefCell<Option<Database>>> = Rc::default();
        let on_event = {
            let held = held.clone();
            move |event| {
                if let (DatabaseEvent::NewerWaits, Some(database)) = (event, &*held.borrow()) {
                    database.close();
                }
            }
        };
        let opened = idb::open_named(&name, || (), on_event).await.map_err(|error| match error {
            idb::OpenError::Newer => Failure::ReadOnly,
            idb::OpenError::Quota => Failure::Full,
            _ => Failure::Database,
        })?;
        held.replace(Some(opened.clone()));
        self.database = Some((name, opened.clone()));
        Ok(opened)
    }
}

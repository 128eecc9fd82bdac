//! The device's database, with the reads and writes that more than one page needs.
//!
//! Every write of the app goes through [`Device::run`], which knows what to do about a full disk and which other tab was
//! faster. How the database is opened stands in `state::start`.
//!
//! Not here: drafts (`filling`), what is made of records (`outbox`, `desk`).

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use form::Package;
use ledger::{EntityKey, EntityState};
use record::{DeviceId, FormHash, JOINS, ListName, OfficerId, Revision, Sha256};
use store::canary::Canary;
use store::import::EntityRow;
use store::settings::SecretKey;
use store::{Conflict, Key, Row, Settings, Store, Transaction, ballast, blobs, forms, layout, records};

use yew::{hook, use_memo};

use super::{projection, use_session};
use crate::later::NotHere;
use crate::platform::idb::{Database, ReadError, RunError};
use crate::platform::{entropy, local, timer};

/// The database as the pages use it.
pub struct Device {
    pub database: Database,
}

thread_local! {
    /// Whether there is ballast to let go; one tab has one database.
    static HAS_BALLAST: Cell<bool> = const { Cell::new(true) };
    /// Whether something found no room since there last was some.
    static IS_SHORT_OF_ROOM: Cell<bool> = const { Cell::new(false) };
    /// What the canary was last told. A person who clears the site's data takes the canary itself away too.
    static LAST_CANARY: RefCell<Option<Canary>> = const { RefCell::new(None) };
    /// Who fills as this tab shows it.
    static SHOWN_OFFICER: RefCell<Option<OfficerId>> = const { RefCell::new(None) };
}

/// Remembers who fills as this tab shows it: another tab may have changed that meanwhile.
pub fn show_officer(settings: &Settings) {
    SHOWN_OFFICER.set(settings.officer.as_ref().map(|officer| officer.id.clone()));
}

/// Whether this tab shows that this one fills.
pub fn is_shown(officer: &OfficerId) -> bool {
    SHOWN_OFFICER.with_borrow(|shown| shown.as_ref() == Some(officer))
}

/// Tells the canary what the database holds.
pub fn tell_canary(canary: Canary) {
    let _ = local::set_canary(&canary.text());
    LAST_CANARY.set(Some(canary));
}

/// What the canary was last told by this tab.
pub fn last_canary() -> Option<Canary> {
    LAST_CANARY.with_borrow(Clone::clone)
}

/// Whether the disk is full, and how many records are only here: time to export. `None`: there is room.
pub fn short_of_room() -> Option<u64> {
    IS_SHORT_OF_ROOM.get().then(|| last_canary().map_or(0, |canary| canary.unsent))
}

/// How often and how long a write waits for a lost connection to come back.
const REOPEN_TRIES: u32 = 30;
const REOPEN_STEP_MS: u32 = 100;

/// The name of a device follows from its key. Only the second part of the program works it out: signing is not for the
/// first question.
pub fn device_id(key: &SecretKey) -> DeviceId {
    batch::DeviceKey::from_bytes(key.0).device()
}

impl PartialEq for Device {
    fn eq(&self, other: &Self) -> bool {
        self.database == other.database
    }
}

/// The device, once its database is open.
#[hook]
pub fn use_device() -> Option<Rc<Device>> {
    let database = use_session().and_then(|session| session.database().cloned());
    (*use_memo(database, |database| database.clone().map(|database| Rc::new(Device::new(database))))).clone()
}

/// Why a transaction was not carried out.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Failure {
    /// Another tab was faster; which way says what to do.
    #[error("another tab was faster")]
    Conflict(#[source] Conflict),
    #[error("the database did not write")]
    Run(#[source] RunError),
}

/// Why something that is kept here could not be had.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error(transparent)]
    NotHere(#[from] NotHere),
}

impl Device {
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    /// What the database says of this device now: another tab may have written. `None`: it cannot be read.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn settings(&self) -> Result<Option<Settings>, ReadError> {
        Ok(Settings::read(&self.database.all(Store::Meta).await?).ok().flatten())
    }

    /// Carries out a transaction. A full disk is answered by letting the ballast go and trying once more, but never for a
    /// photo: what the ballast gives is for text and for getting records out. A lost connection is waited for, once.
    ///
    /// # Errors
    /// [`Failure`]; nothing has changed then, but see [`RunError::NoAnswer`].
    pub async fn run(&self, plan: Transaction) -> Result<(), Failure> {
        let guards = plan.guards.clone();
        let mut result = self.database.run(plan.clone()).await;
        if result == Err(RunError::Closed) && self.is_open_again().await {
            result = self.database.run(plan.clone()).await;
        }
        if result == Err(RunError::Quota) {
            IS_SHORT_OF_ROOM.set(true);
            let is_photo = plan.stores().contains(&Store::Blobs);
            if !is_photo && HAS_BALLAST.replace(false) {
                result = match self.database.run(ballast::free()).await {
                    Ok(()) => self.database.run(plan).await,
                    Err(error) => Err(error),
                };
            }
        }
        result.map_err(|error| match error {
            RunError::Guard { index } => match guards.get(index).and_then(Conflict::of) {
                Some(conflict) => Failure::Conflict(conflict),
                None => Failure::Run(error),
            },
            error => Failure::Run(error),
        })
    }

    async fn is_open_again(&self) -> bool {
        for _ in 0..REOPEN_TRIES {
            if self.database.is_open() {
                return true;
            }
            timer::sleep(REOPEN_STEP_MS).await;
        }
        self.database.is_open()
    }

    /// Puts the ballast back, as after an export has made room.
    pub async fn lay_ballast(&self) {
        let present = self.database.count(Store::Ballast, &Key(Vec::new())).await;
        if present != Ok(0) {
            return;
        }
        let Ok(random) = entropy::many_bytes(ballast::BYTES) else { return };
        let result = self.database.run(ballast::fill(random)).await;
        HAS_BALLAST.set(result.is_ok());
        match result {
            Ok(()) => IS_SHORT_OF_ROOM.set(false),
            Err(RunError::Quota) => IS_SHORT_OF_ROOM.set(true),
            Err(_) => {}
        }
    }

    /// Writes down, beside the database, what it holds: so that a wiped one is told from a first run.
    pub async fn refresh_canary(&self) {
        let standings = self.database.all(Store::States).await.map(|rows| records::standings(&rows).0);
        let drafts = self.database.keys(Store::Drafts, &Key(Vec::new())).await;
        let (Ok(standings), Ok(drafts), Ok(Some(settings))) = (standings, drafts, self.settings().await) else {
            return;
        };
        let (unsent, newest_unsent) = records::unsent(&standings);
        // What was exported and has left the tablet since stands in no row.
        let known = local::canary().and_then(|text| Canary::read(&text));
        let canary = Canary {
            generation: settings.generation,
            unsent,
            newest_unsent,
            drafts: drafts.iter().filter(|key| key.is_head()).count() as u64,
            exported_at: records::exported_at(&standings).max(known.and_then(|known| known.exported_at)),
        };
        tell_canary(canary);
    }

    /// The parsed form, from its cache, or compiled again in the worker where this version has no cache of it.
    /// `None`: there is no such form here, or it no longer compiles.
    ///
    /// # Errors
    /// [`LoadError`]
    pub async fn package(&self, hash: FormHash) -> Result<Option<Package>, LoadError> {
        if let Some(package) = self.cached_package(hash).await? {
            return Ok(Some(package));
        }
        let rows = self.database.range(Store::Forms, &layout::form(hash)).await?;
        let Some(bytes) = projection::compile(hash, rows).await?.await else { return Ok(None) };
        let _ = self.run(forms::cache(hash, form::CACHE_VERSION, bytes.clone())).await;
        Ok(Package::from_bytes(&bytes).ok())
    }

    /// The parsed form from its cache alone.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn cached_package(&self, hash: FormHash) -> Result<Option<Package>, ReadError> {
        let cached = self.database.get(Store::Forms, &layout::form_cache(hash, form::CACHE_VERSION)).await?;
        Ok(cached.and_then(|bytes| Package::from_bytes(&bytes).ok()))
    }

    /// All entities of a list, as they stand.
    ///
    /// # Errors
    /// [`LoadError`]
    pub async fn entity_states(&self, list: &ListName) -> Result<Vec<EntityState>, LoadError> {
        let rows = self.entities(list).await?;
        if rows.is_empty() {
            return Ok(Vec::new()); // needs no ledger
        }
        let joins = self.entities(&ListName::new(JOINS)).await?;
        Ok(projection::states(rows, joins).await?)
    }

    /// The rows of all entities of a list.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn entities(&self, list: &ListName) -> Result<Vec<Row>, ReadError> {
        self.database.range(Store::Entities, &layout::entities(list)).await
    }

    /// The entity rows that a new revision changes, with it in them.
    ///
    /// # Errors
    /// [`LoadError`]
    pub async fn entity_rows_with(&self, revision: &Rc<Revision>) -> Result<Vec<EntityRow>, LoadError> {
        self.entity_rows_of(std::slice::from_ref(revision)).await
    }

    /// The entity rows that new revisions change, with all of them in them.
    ///
    /// # Errors
    /// [`LoadError`]
    pub async fn entity_rows_of(&self, revisions: &[Rc<Revision>]) -> Result<Vec<EntityRow>, LoadError> {
        let mut known = Vec::new();
        let entities: BTreeSet<EntityKey> =
            revisions.iter().flat_map(|revision| ledger::entities_of(revision)).collect();
        for entity in entities {
            let row = self.database.get(Store::Entities, &layout::entity(&entity.list, &entity.entity)).await?;
            known.push((entity, row));
        }
        if known.is_empty() {
            return Ok(Vec::new());
        }
        Ok(projection::rows_with(revisions.to_vec(), known).await?)
    }

    /// The bytes of an attachment. `None`: they are not here, or are damaged.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn blob(&self, hash: Sha256) -> Result<Option<Vec<u8>>, ReadError> {
        let rows = self.database.range(Store::Blobs, &layout::blob(hash)).await?;
        Ok(blobs::read(hash, &rows).ok())
    }
}

//! The session: what every page may ask about the device, the database, the network and the version.
//!
//! One reducer, shared by context. Pages read it with [`use_session`] and write through the database that it holds.
//!
//! Not here: what happens at a start (`state::start`), a form being filled (`state::filling`).

use std::rc::Rc;

use store::{Settings, canary::Canary};
use yew::{Reducible, UseReducerDispatcher, UseReducerHandle, hook, use_context};

use crate::platform::idb::Database;
use crate::platform::update::Updates;
use crate::text::Text;

/// See the module.
#[derive(Clone, PartialEq, Default)]
pub struct Session {
    pub text: Text,
    /// Why the language that somebody chose is not the one shown.
    pub language_failed: bool,
    pub storage: Storage,
    /// What the device knows about itself; `None` until the database is open.
    pub settings: Option<Rc<Settings>>,
    pub is_online: bool,
    /// How often the shipped forms were looked after: a page that lists forms looks again when it changes.
    pub forms_installed: u32,
    /// All files of this version are kept, so it starts without a network.
    pub is_offline_ready: bool,
    pub update: Update,
    pub updates: Option<Updates>,
}

/// Where the data is.
#[derive(Clone, PartialEq, Default)]
pub enum Storage {
    #[default]
    Opening,
    /// An old tab holds an older layout; it goes on when that tab is closed.
    Blocked,
    /// A passphrase is asked for before anything is read.
    Locked(Database),
    /// Everything can be done.
    Ready(Database),
    /// Written by a newer version: look and export only.
    ReadOnly(Database),
    /// Another tab brought the database to a newer layout. Saved answers are safe; this page must load again.
    UpdatedElsewhere,
    /// The browser cleared the data. What was lost is told from memory; nothing is set up before a person has read it.
    Wiped {
        database: Database,
        lost: Canary,
    },
    Failed(StorageFailure),
}

/// Why there is no database. Each has its own words and advice; nothing was deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StorageFailure {
    Unavailable,
    Full,
    Broken,
}

/// Where an update stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Update {
    #[default]
    None,
    Ready,
    Switching,
    /// A tab could not save, so nothing was changed.
    NotFlushed,
    Failed,
}

/// Everything that changes a session.
pub enum SessionAction {
    Text(Text),
    LanguageFailed,
    Storage(Storage),
    Settings(Rc<Settings>),
    Online(bool),
    FormsInstalled,
    OfflineReady,
    Update(Update),
    /// Another tab could not save; this one goes on as before.
    UpdateStayed,
    Updates(Updates),
}

impl Reducible for Session {
    type Action = SessionAction;

    fn reduce(self: Rc<Self>, action: SessionAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            SessionAction::Text(text) => {
                next.text = text;
                next.language_failed = false;
            }
            SessionAction::LanguageFailed => next.language_failed = true,
            SessionAction::Storage(storage) => next.storage = storage,
            SessionAction::Settings(settings) => next.settings = Some(settings),
            SessionAction::Online(is_online) => next.is_online = is_online,
            SessionAction::FormsInstalled => next.forms_installed += 1,
            SessionAction::OfflineReady => next.is_offline_ready = true,
            SessionAction::Update(update) => next.update = update,
            SessionAction::UpdateStayed if next.update == Update::Switching => next.update = Update::Ready,
            // The tab where it was tapped already says why.
            SessionAction::UpdateStayed => {}
            SessionAction::Updates(updates) => next.updates = Some(updates),
        }
        Rc::new(next)
    }
}

impl Session {
    /// The database, to read from. Writing to a read-only one fails by name.
    pub fn database(&self) -> Option<&Database> {
        match &self.storage {
            Storage::Ready(database) | Storage::ReadOnly(database) => Some(database),
            _ => None,
        }
    }
}

pub type SessionHandle = UseReducerHandle<Session>;
pub type SessionDispatcher = UseReducerDispatcher<Session>;

/// The session. `None` only outside of the app's shell, where no page is.
#[hook]
pub fn use_session() -> Option<SessionHandle> {
    use_context::<SessionHandle>()
}

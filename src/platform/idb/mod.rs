//! IndexedDB: carries out the transactions that `store` asks for, and reads rows back.
//!
//! [`Database::run`] is the one place that writes. It is strictly durable and answers only after `complete`, which alone
//! earns the word "Saved": at the quota limit every request succeeds and the transaction then aborts. Start there, and
//! at [`open`].
//!
//! Written on `web-sys` rather than `indexed_db_futures`: that crate reports a failed commit as "aborted" without the
//! transaction's own error, so a full disk could not be told from any other failure.
//!
//! Not here: where things lie and what they mean (`store`), what to do about an error (`state`).

mod held;
mod open;
mod portions;
mod read;
mod request;
mod run;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Uint8Array;
use store::{Key, Store, lock};
use wasm_bindgen::JsValue;
use web_sys::IdbDatabase;

pub use held::{Index, Wanted};
pub use open::{OpenError, delete, names, open, open_named, open_read_only};
pub use portions::Portions;
pub use read::ReadError;
pub use run::RunError;

use super::BrowserError;
use super::veil::{self, Veil};

/// What a browser tells about an open database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatabaseEvent {
    /// Another tab has a newer version and waits. Flush, then [`Database::close`], or it waits for ever.
    NewerWaits,
    /// The connection is gone: site data was cleared, or the disk failed. Reopen and look at the canary.
    Lost,
}

/// An open database. Clones are the same connection.
#[derive(Clone)]
pub struct Database(Rc<Connection>);

struct Connection {
    /// `None` while it is closed.
    database: RefCell<Option<IdbDatabase>>,
    listeners: RefCell<Vec<EventListener>>,
    on_event: Rc<dyn Fn(DatabaseEvent)>,
    read_only: Cell<bool>,
    veil: RefCell<Option<Rc<dyn Veil>>>,
}

impl Database {
    fn new(database: IdbDatabase, read_only: bool, on_event: impl Fn(DatabaseEvent) + 'static) -> Self {
        let connection = Rc::new(Connection {
            database: RefCell::default(),
            listeners: RefCell::default(),
            on_event: Rc::new(on_event),
            read_only: Cell::new(read_only),
            veil: RefCell::new(veil::current()),
        });
        let this = Self(connection);
        this.attach(database);
        this
    }

    /// Goes on over another connection to the same database: whoever holds a clone of this writes again, and nothing that
    /// is open on the page has to be opened anew.
    pub fn renew(&self, newer: &Self) {
        newer.0.listeners.take();
        if let Some(database) = newer.0.database.take() {
            self.attach(database);
        }
    }

    fn attach(&self, database: IdbDatabase) {
        let on_event = self.0.on_event.clone();
        let newer = EventListener::new(&database, "versionchange", move |_| on_event(DatabaseEvent::NewerWaits));
        let connection = Rc::downgrade(&self.0);
        let lost = EventListener::new(&database, "close", move |_| {
            let Some(connection) = connection.upgrade() else { return };
            connection.database.replace(None);
            (connection.on_event)(DatabaseEvent::Lost);
        });
        self.0.listeners.replace(vec![newer, lost]);
        self.0.database.replace(Some(database));
    }

    /// Lets go of the database. What was begun is still carried out; what comes later fails with `Closed`.
    pub fn close(&self) {
        if let Some(database) = self.0.database.take() {
            database.close();
        }
    }

    /// The browser says by a call alone that the connection is gone: some never send the event.
    fn lost(&self) {
        if self.0.database.take().is_some() {
            (self.0.on_event)(DatabaseEvent::Lost);
        }
    }

    pub fn is_open(&self) -> bool {
        self.0.database.borrow().is_some()
    }

    /// Opened by an older program than the one that wrote it: everything can be read and exported, nothing written.
    pub fn is_read_only(&self) -> bool {
        self.0.read_only.get()
    }

    /// Refuses whatever is to be written from now on, or no longer: everything is being moved to another database.
    pub fn freeze(&self, is_frozen: bool) {
        self.0.read_only.set(is_frozen);
    }

    /// Seals and opens with this from now on.
    pub fn set_veil(&self, veil: Option<Rc<dyn Veil>>) {
        self.0.veil.replace(veil);
    }

    /// A value as it is kept.
    fn kept(&self, store: Store, key: &Key, value: &[u8]) -> Uint8Array {
        match &*self.0.veil.borrow() {
            Some(veil) if !lock::is_open(store, key) => Uint8Array::from(veil.seal(store, key, value).as_slice()),
            _ => Uint8Array::from(value),
        }
    }

    /// A value as it was before it was kept.
    fn bare(&self, store: Store, key: &Key, kept: &JsValue) -> Vec<u8> {
        let kept = Uint8Array::new(kept).to_vec();
        match &*self.0.veil.borrow() {
            Some(veil) if !lock::is_open(store, key) => veil.open(store, key, &kept),
            _ => kept,
        }
    }

    fn connection(&self) -> Option<IdbDatabase> {
        self.0.database.borrow().clone()
    }
}

impl Drop for Connection {
    /// A connection that nobody has any more would hold up an upgrade until the browser happens to collect it.
    fn drop(&mut self) {
        if let Some(database) = self.database.get_mut().take() {
            database.close();
        }
    }
}

impl PartialEq for Database {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

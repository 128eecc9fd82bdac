//! What a device keeps: where each thing lies, how it is read, and which writes a step of work asks for.
//!
//! Nothing here touches a database. Reading takes rows as they lie there; changing gives a [`Transaction`], which one
//! function of the app carries out, all or nothing, strictly durable. So every step can be run against [`memory`] and
//! cut at every point without a browser. Start at [`draft`], and at [`layout`] for where things lie.
//!
//! Two rules hold everywhere:
//! - a finalised record is added and never changed, and only [`bin::purge`] and an [`erasure`] make anything that a person typed go;
//! - a guard looks only at rows that are one plain text (a number, a hash), never at a body, so that neither a new
//!   shape of a body nor a lock over bodies can break it.
//!
//! Not here: what an answer or an entity means (`form`, `ledger`), what a batch looks like (`batch`), IndexedDB (the app).

pub mod awaited;
pub mod backup;
pub mod ballast;
pub mod bin;
pub mod blobs;
pub mod blocks;
pub mod canary;
pub mod clock;
pub mod devices;
mod disk;
pub mod draft;
pub mod dump;
pub mod erasure;
mod error;
pub mod forms;
pub mod held;
pub mod import;
pub mod journal;
pub mod layout;
pub mod lock;
pub mod log;
#[doc(hidden)]
pub mod made_backups;
pub mod memory;
pub mod migrate;
pub mod officers;
pub mod outbox;
pub mod packs;
pub mod quarantine;
pub mod receipts;
pub mod records;
pub mod reports;
pub mod requests;
pub mod safe;
pub mod server;
pub mod settings;
pub mod tables;
pub mod tail;
mod transaction;
pub mod views;
pub mod zone;
pub mod zone_tables;

pub use draft::{Draft, DraftState, Snapshot};
pub use erasure::Purge;
pub use error::{Conflict, Damaged, RowError};
pub use import::{EntityRow, LedgerVersion};
pub use journal::{Entry, Replay};
pub use layout::{Row, SCHEMA_VERSION};
pub use records::{RecordState, Standing};
pub use settings::Settings;
pub use transaction::{Guard, Key, KeyPart, Store, Transaction, Write};

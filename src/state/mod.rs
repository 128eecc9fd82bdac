//! What lives longer than a page: the session, how it starts, and what must be saved before the page goes.
//!
//! Start at [`session`].

pub mod access;
pub mod answers;
pub mod attachment;
pub mod background;
pub mod backup;
pub mod board;
pub mod calendar;
pub mod choices;
pub mod clock;
pub mod decisions;
pub mod desk;
pub mod device;
pub mod devices;
pub mod enrolment;
pub mod erasure;
pub mod exports;
pub mod filling;
pub mod flush;
pub mod holidays;
pub mod host;
pub mod inbox;
pub mod joins;
pub mod library;
pub mod lists;
pub mod lock;
pub mod matching;
pub mod notebook;
pub mod officers;
pub mod outbox;
pub mod overdue;
pub mod packs;
mod projection;
pub mod queue;
pub mod raised;
pub mod receipts;
pub mod refill;
pub mod remote;
pub mod requests;
pub mod responsible;
pub mod reviews;
pub mod safe;
pub mod sample;
pub mod session;
mod start;
pub mod sync;
pub mod tables;
pub mod tasks;
pub mod templates;
pub mod texts;
pub mod work_lists;
pub mod zone;

pub use session::{Session, SessionAction, SessionHandle, use_session};
pub use start::{begin, change_language, reread_settings, start_anew, start_apart};

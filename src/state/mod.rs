//! What lives longer than a page: the session, how it starts, and what must be saved before the page goes.
//!
//! Start at [`session`].

pub mod flush;
pub mod session;
mod start;

pub use session::{Session, SessionAction, SessionHandle, use_session};
pub use start::{begin, change_language, reread_settings, set_up};

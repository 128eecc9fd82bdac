//! The form engine: an XLSForm workbook becomes a form definition, a form definition is filled as an instance.
//!
//! ```text
//! Workbook --compile--> FormDefinition + problems --Instance::new--> Instance --answer--> Changes --finalize--> Finished
//! ```
//!
//! A [`FormDefinition`] never changes and is shared; an [`Instance`] is the only tree that does. Values, relevance,
//! labels, choices, constraints and repeat counts are vertices of one graph, so that an answer costs what it changes.
//! Start at [`compile`] and [`Instance`].
//!
//! Not here: where drafts are kept (`store`), what other records say (`ledger`), how a question looks (the app).

mod actions;
mod choices;
pub mod definition;
mod entity;
mod finish;
mod graph;
mod host;
mod instance;
pub mod limits;
pub mod package;
mod page;
mod problem;
mod recalc;
#[doc(hidden)]
pub mod scenario;
mod unreadable;
mod validate;
pub mod view;
pub mod xlsform;

pub use actions::{Action, ActionError, Edit};
pub use definition::FormDefinition;
#[doc(hidden)]
pub use entity::Declared;
pub use finish::Finished;
pub use host::{Fact, Host, Moment};
pub use instance::{Changes, Instance, RestoreError, Snapshot};
pub use package::{CACHE_VERSION, Package};
pub use problem::{Advice, Known, Message, Place, Problem, Severity};
pub use unreadable::unreadable;
pub use validate::Invalid;
pub use xlsform::{Compiled, compile};

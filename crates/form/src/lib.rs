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

pub mod definition;
mod host;
pub mod package;
mod problem;
pub mod view;
pub mod xlsform;

pub use definition::FormDefinition;
pub use host::{Fact, Host, Moment};
pub use package::Package;
pub use problem::{Advice, Known, Message, Place, Problem, Severity};
pub use xlsform::{Compiled, compile};

//! The form engine: an XLSForm workbook or an XForm document becomes a form definition, a form definition is filled as an
//! instance.
//!
//! ```text
//! Workbook --compile--> FormDefinition + problems --Instance::new--> Instance --answer--> Changes --finalize--> Finished
//! ```
//!
//! The workbook is an XLSForm, in the whole of the field's expression language (`xpath`). No server, no browser and no other
//! program is needed, and nothing here reads a clock, a file or a random source: the caller's [`Host`] and [`Moment`] do.
//!
//! ```
//! use std::{collections::BTreeMap, rc::Rc};
//! use form::{Host, Instance, Moment};
//!
//! struct Nowhere; // a device that knows nothing: no files, no name
//! impl Host for Nowhere {}
//!
//! let workbook = sheet::Workbook { sheets: vec![sheet::Sheet::from_rows("survey", [
//!     vec!["type", "name", "label", "calculation", "constraint"], // `sheet::read_xlsx` reads the same from a file
//!     vec!["integer", "staff", "How many people work here?", "", ". >= 0"],
//!     vec!["calculate", "is_large", "", "${staff} >= 1000", ""],
//! ])] };
//! let compiled = form::compile(&workbook, &BTreeMap::new());
//! assert!(compiled.problems.is_empty());
//! let Some(definition) = compiled.form else { unreachable!() };
//!
//! let moment = Moment { now: "2026-01-15T08:00:00.000+08:00".parse()?, seed: 1 };
//! let mut instance = Instance::new(Rc::new(definition), Rc::new(Nowhere), moment);
//! let Some(staff) = instance.node_at("/data/staff") else { unreachable!() };
//! instance.answer(staff, "-3", moment)?;
//! assert_eq!(instance.validate().len(), 1);
//! instance.answer(staff, "1200", moment)?;
//! let Ok(finished) = instance.finalize(moment) else { unreachable!() };
//! assert_eq!(finished.answers["is_large"], "true");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/fill.rs` does the same with a workbook from disk; [`compile_xform`] reads what the field's servers publish.
//!
//! A [`FormDefinition`] never changes and is shared; an [`Instance`] is the only tree that does. Values, relevance, labels,
//! choices, constraints and repeat counts are vertices of one graph, so that an answer costs what it changes: see
//! [`Instance::apply`] for all that can be done to one, [`Instance::view`] for all that a page needs to draw it.
//! What is wrong in a workbook comes as [`Problem`]s, each with its place and advice; what is taken and what is not is listed
//! in `docs/support.md`, and where we do otherwise than the specifications in `docs/departures.md`.
//!
//! Not here: where drafts are kept (`store`), what other records say (`ledger`), how a question looks (the app).

mod actions;
pub mod audit;
mod choice_list;
mod choices;
mod compiling;
pub mod definition;
mod difference;
mod entity;
mod finish;
mod follow_up;
mod graph;
mod host;
mod instance;
mod keeping;
pub mod limits;
pub mod markup;
pub mod package;
mod page;
pub mod personal;
pub mod private_number;
mod problem;
mod recalc;
mod remarks;
#[doc(hidden)]
pub mod scenario;
mod source;
mod unreadable;
mod validate;
pub mod view;
mod withdrawal;
mod xform;
pub mod xlsform;

pub use actions::{Action, ActionError, Edit};
pub use compiling::Compiled;
pub use compiling::nearest::nearest;
pub use definition::FormDefinition;
pub use difference::{Difference, What, differences};
#[doc(hidden)]
pub use entity::Declared;
pub use finish::Finished;
pub use follow_up::{Begun, FollowUp, Link};
pub use host::{Fact, Host, Moment, Shown};
#[doc(hidden)]
pub use instance::Counts;
pub use instance::value::recorded;
pub use instance::{Changes, Instance, RestoreError, Snapshot};
pub use keeping::keeping;
pub use package::{CACHE_VERSION, Package};
pub use problem::{Advice, Known, Message, Place, Problem, Severity};
pub use remarks::Said;
pub use source::Source;
pub use unreadable::unreadable;
pub use validate::Invalid;
pub use withdrawal::{Withdrawal, lists_of_people};
pub use xform::compile_xform;
pub use xlsform::compile;
pub use xpath::functions::places::measured;
pub use xpath::hash;

//! The expression language of XForms: text -> tree -> value, and what an expression depends on.
//!
//! All of XPath 1.0 and the functions of the ODK XForms specification. The crate knows no forms: it sees a
//! [`Tree`] to walk and a [`Host`] for what only the caller can know (the time, other documents, chance).
//!
//! Start at [`Expr::parse`], then [`Evaluator`]; [`Expr::references`] says what to watch, [`Expr::check`] what to tell the
//! author. Inside: `scan` and `parse` make the tree of `ast`, `sort` finds the quick ways, `eval` walks, `functions` has
//! the functions. Where this differs from XPath 1.0 or from other engines stands in `docs/departures.md`.
//!
//! [`functions::known`] is the table of functions. `examples/evaluate.rs` evaluates an expression over an XML file.
//!
//! Not here: `${name}` (a spelling of XLSForm, resolved in `form::xlsform`), and when to evaluate (`form::recalc`).
//!
//! # Example
//! A record of two levels: node 0 is the document, node 1 `record`, the others its answers.
//! ```
//! use std::cmp::Ordering;
//! use xpath::{Evaluator, Expr, Host, Instant, NodeKind, Origin, Step, Tree, Value};
//!
//! struct Record(Vec<(&'static str, &'static str)>);
//!
//! impl Tree for Record {
//!     type Node = usize;
//!     fn kind(&self, node: usize) -> NodeKind {
//!         if node == 0 { NodeKind::Document } else { NodeKind::Element }
//!     }
//!     fn name(&self, node: usize) -> &str {
//!         match node { 0 => "", 1 => "record", answer => self.0[answer - 2].0 }
//!     }
//!     fn parent(&self, node: usize) -> Option<usize> {
//!         match node { 0 => None, 1 => Some(0), _ => Some(1) }
//!     }
//!     fn first_child(&self, node: usize) -> Option<usize> {
//!         match node { 0 => Some(1), 1 => Some(2), _ => None }
//!     }
//!     fn last_child(&self, node: usize) -> Option<usize> {
//!         match node { 0 => Some(1), 1 => Some(self.0.len() + 1), _ => None }
//!     }
//!     fn next_sibling(&self, node: usize) -> Option<usize> {
//!         (node > 1 && node <= self.0.len()).then_some(node + 1)
//!     }
//!     fn previous_sibling(&self, node: usize) -> Option<usize> {
//!         (node > 2).then(|| node - 1)
//!     }
//!     fn attributes(&self, _: usize, _: &mut Vec<usize>) {}
//!     fn string_value(&self, node: usize, text: &mut String) {
//!         match node {
//!             0 | 1 => self.0.iter().for_each(|(_, answer)| text.push_str(answer)),
//!             answer => text.push_str(self.0[answer - 2].1),
//!         }
//!     }
//!     fn order(&self, left: usize, right: usize) -> Ordering {
//!         left.cmp(&right)
//!     }
//! }
//!
//! struct World;
//!
//! impl Host<Record> for World {
//!     fn now(&self) -> Instant { Instant { unix_ms: 1_768_464_000_000, offset_minutes: 480 } }
//!     fn random(&self) -> f64 { 0.5 }
//!     fn uuid(&self) -> String { String::from("00000000-0000-4000-8000-000000000000") }
//!     fn instance(&self, _: &str) -> Option<usize> { None }
//!     fn itext(&self, _: &str) -> Option<Value<usize>> { None }
//!     fn choice_name(&self, _: &str, _: &str, _: usize) -> Option<String> { None }
//!     fn pulldata(&self, _: &str, _: &str, _: &str, _: &str) -> Option<String> { None }
//! }
//!
//! let record = Record(vec![("crops", "rice tea"), ("area", "12"), ("area", "30")]);
//! let mut evaluator = Evaluator::new(&record, &World);
//! let here = 3; // the first area
//!
//! let expr = Expr::parse("selected(/record/crops, 'tea') and . < sum(/record/area)")?;
//! assert_eq!(evaluator.boolean(&expr, here)?, true);
//! assert_eq!(evaluator.evaluate(&Expr::parse("count(../area)")?, here)?, Value::Number(2.0));
//! assert_eq!(evaluator.text(&Expr::parse("concat(today(), '!')")?, here)?, "2026-01-15!");
//!
//! // What to watch: this node, /record/crops, and /record/area with how many there are.
//! let references = expr.references();
//! assert_eq!(references.len(), 3);
//! assert_eq!(references[0].origin, Origin::Root);
//! assert_eq!(references[0].steps, [Step::Child("record".into()), Step::Child("area".into())]);
//! assert!(references[0].whole);
//!
//! assert_eq!(Expr::parse("1 + ").unwrap_err().offset, 4);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(missing_docs)]

mod ast;
mod check;
mod date;
mod eval;
mod expr;
pub mod functions;
mod host;
mod number;
mod parse;
mod pattern;
mod references;
mod scan;
mod sort;
mod tree;
mod value;

pub use check::CheckError;
pub use eval::{EvalError, Evaluator, Focus, STEPS};
pub use expr::Expr;
pub use functions::digest::hash;
pub use host::{Host, Instant};
pub use parse::{CHARACTERS, DEPTH, Expected, ParseError, ParseErrorKind};
pub use pattern::{PATTERN_CHARACTERS, PatternError, SUBJECT_CHARACTERS};
pub use references::{Origin, Reference, Step};
pub use tree::{NodeKind, Tree};
pub use value::Value;

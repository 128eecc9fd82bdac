//! The expression language of XForms: text -> tree -> value, and what an expression depends on.
//!
//! All of XPath 1.0 and the functions of the ODK XForms specification. The crate knows no forms: it sees a
//! [`Tree`] to walk and a [`Host`] for what only the caller can know (the time, other documents, chance).
//!
//! Start at [`Expr::parse`], then [`Evaluator`]; [`Expr::references`] says what to watch.
//!
//! Not here: `${name}` (a spelling of XLSForm, resolved in `form::xlsform`), and when to evaluate (`form::recalc`).

mod ast;
mod check;
mod date;
mod eval;
mod expr;
mod functions;
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
pub use functions::known_functions;
pub use host::{Host, Instant};
pub use parse::{CHARACTERS, DEPTH, ParseError, ParseErrorKind};
pub use pattern::{PATTERN_CHARACTERS, PatternError, SUBJECT_CHARACTERS};
pub use references::{Origin, Reference, Step};
pub use tree::{NodeKind, Tree};
pub use value::Value;

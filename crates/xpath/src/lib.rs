//! The expression language of XForms: text -> tree -> value, and what an expression depends on.
//!
//! All of XPath 1.0 and the functions of the ODK XForms specification. The crate knows no forms: it sees a
//! [`Tree`] to walk and a [`Host`] for what only the caller can know (the time, other documents, chance).
//!
//! Start at [`Expr::parse`], then [`Evaluator`]; [`Expr::references`] says what to watch.
//!
//! Not here: `${name}` (a spelling of XLSForm, resolved in `form::xlsform`), and when to evaluate (`form::recalc`).

mod eval;
mod expr;
mod functions;
mod host;
mod parse;
mod references;
mod tree;
mod value;

pub use eval::{EvalError, Evaluator, Focus};
pub use expr::Expr;
pub use host::{Host, Instant};
pub use parse::ParseError;
pub use references::{Origin, Reference, Step};
pub use tree::{NodeKind, Tree};
pub use value::Value;

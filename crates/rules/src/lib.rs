//! Exact public rules, each a function of its arguments, and each held to a table of vectors in `pack/`.
//!
//! The shipped forms say the same in expressions of their own, for they run in other programs, too; `form`'s tests hold those to the
//! same vectors. Sources stand in `pack/README.md`.
//!
//! Not here: whom a rule is asked about (`ledger`, `sample`).

mod credit_code;
mod size;
mod workdays;

pub use credit_code::{CodeFault, check_credit_code, check_letter, organisation_check, plain_code};
pub use size::{Figures, SizeClass, Thresholds};
pub use workdays::{Calendar, Marked, Reckoned, pauses};

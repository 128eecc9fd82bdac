//! What foreign bytes may do to us: nothing but cost a little time.
//!
//! A target is a function from bytes; it may do what it likes but panic, overflow or run long. One target for each kind of
//! foreign input, in [`TARGETS`]. They run in three ways: on the corpus, in `cargo test` (`tests/it/corpus.rs`); on the
//! corpus and what a coverage-guided fuzzer makes of it, in `make fault-test` (`scripts/fuzz.sh`, `driver/`); for as long
//! as somebody likes, by hand (`README.md`). Inputs built to harm, one by one, are in `tests/it/hostile/`.
//!
//! A new target is a module here, a line in [`TARGETS`] and a file in `corpus/` to begin with.

#![allow(clippy::panic, clippy::expect_used, reason = "a target says that it has found something by panicking")]

mod batch;
mod block;
mod expression;
mod fill;
mod form;
mod journal;
mod parts;
mod pattern;
mod table;
mod workbook;
mod xform;

pub use parts::zipped;

/// What is done with bytes of one kind.
pub type Target = fn(&[u8]);

/// Every target by name: the name of its folder in `corpus/`.
pub const TARGETS: &[(&str, Target)] = &[
    ("workbook", workbook::target),
    ("form", form::target),
    ("expression", expression::target),
    ("evaluation", expression::evaluation),
    ("pattern", pattern::target),
    ("table", table::target),
    ("list", table::list),
    ("xform", xform::target),
    ("journal", journal::target),
    ("backup", journal::backup),
    ("envelope", batch::envelope),
    ("body", batch::body),
    ("block", block::target),
];

/// The target of a name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|&(_, target)| target)
}

//! How much a form may ask of the device that compiles and fills it. Every number of this crate that stops something
//! stands here or comes from the crates below, and each has a test at it and over it (`tests/it/limits.rs`).
//!
//! They are far above what people write and below what harms: nothing that a workbook can say takes more than 256 MiB.

pub use sheet::Limits as SheetLimits;
pub use xpath::{
    CHARACTERS as EXPRESSION_CHARACTERS, DEPTH as EXPRESSION_DEPTH, PATTERN_CHARACTERS, STEPS as STEPS_PER_EXPRESSION,
    SUBJECT_CHARACTERS,
};

/// Rows of the survey sheet that hold anything.
pub const SURVEY_ROWS: usize = 20_000;
/// Groups, repeats and loops in each other.
pub const GROUP_DEPTH: usize = 32;
/// Nodes of a form. Rows alone do not come near: a loop repeats its rows for each choice.
pub const FORM_NODES: usize = 50_000;
/// Bytes of the paths of all nodes: a name may be as long as a cell, and stands in the path of all that is below it.
pub const PATH_BYTES: usize = 16 << 20;
/// Texts of all rows in all languages, whether written or not: each has a place in memory.
pub const TEXTS: usize = 3_000_000;
/// Bytes of all cells that are read as expressions, each as often as it is written.
pub const EXPRESSION_BYTES: usize = 8 << 20;
/// Bytes of all expressions that differ: what is parsed takes up to seventy times what is written.
pub const PARSED_BYTES: usize = 2 << 20;
/// How often the expressions of a form mention its nodes, `//*` mentioning all.
pub const MENTIONS: usize = 2_000_000;

/// The longest answer, and the longest result of a calculation, in characters.
pub const ANSWER_CHARACTERS: usize = 100_000;
/// Instances of one repeat.
pub const REPEAT_INSTANCES: usize = 10_000;
/// Nodes of a form that is being filled: repeats in repeats multiply.
pub const INSTANCE_NODES: usize = 500_000;
/// Bytes that defaults and calculations may hold in all. Three times what a record may weigh.
pub const INSTANCE_TEXT_BYTES: usize = 16 << 20;
/// Bytes of an audit's notes; what is looked at after that is not noted.
pub const AUDIT_BYTES: usize = 2 << 20;
/// Bytes of values in one label, hint or message; what is longer ends in `…`.
pub const SHOWN_BYTES: usize = 8 << 10;
/// Steps that one action may take in all; one expression may take [`STEPS_PER_EXPRESSION`].
pub const STEPS_PER_ACTION: u64 = 20_000_000;
/// How often a vertex on a cycle is evaluated in one action before it is left as it is.
pub const ROUNDS: u8 = 50;

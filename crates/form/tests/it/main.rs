//! The form engine from outside.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test falls where it is wrong")]

mod always;
mod any_form;
mod audits;
mod authoring;
mod cases;
mod choice_tables;
mod differences;
mod edited;
mod entities;
mod filling;
mod follow_ups;
mod forms;
mod keeping;
mod known;
mod limits;
mod markup;
mod pack;
mod packages;
mod personal;
mod private;
mod problems;
mod references;
mod remarks;
mod repeat_moves;
mod repeats;
mod selects;
mod shown;
mod sources;
mod structure;
mod tables;
mod texts;
mod triggers;
mod warnings;
mod withdrawals;
mod work;
mod xform;

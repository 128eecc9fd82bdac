//! The form engine from outside.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test falls where it is wrong")]

mod authoring;
mod forms;
mod packages;
mod problems;
mod references;
mod structure;
mod tables;
mod texts;

//! The corpus of every target replayed, and inputs built to harm, one by one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod corpus;
mod documents;
mod filling;
mod forms;
mod measured;
mod stack;
mod workbooks;

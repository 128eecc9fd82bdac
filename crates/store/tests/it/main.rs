//! What the store promises, told against a database in memory.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod drafts;
mod golden;
mod imports;
mod journals;
mod kept;
mod migrations;
mod sample;
mod transactions;
mod wiped;

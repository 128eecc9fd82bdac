//! The ledger seen from outside: stories first, then the algebra.

// Helpers are outside what clippy knows to be a test; here too, what cannot go on should stop.
#![allow(clippy::expect_used)]

mod due;
mod enterprise;
mod erasure;
mod import;
mod intake;
mod merge;
mod naive;
mod offline;
mod record_history;
mod row;
mod snapshot;
mod workdays;
mod world;

//! Every rule on all of its vectors.

// Helpers are outside what clippy knows to be a test; here too, what cannot go on should stop.
#![allow(clippy::expect_used)]

mod credit_code;
mod size;
mod workdays;

use sheet::{Limits, Table, read_csv};

fn table(bytes: &[u8]) -> Table {
    read_csv(bytes, &Limits::default()).expect("a table")
}

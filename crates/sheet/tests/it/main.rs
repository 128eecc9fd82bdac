//! Tables in and out, as a caller sees them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attached;
mod book;
mod csv;
mod filled;
mod hostile;
mod limits;
mod package;
mod read;
mod round_trip;

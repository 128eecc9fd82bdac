//! Files on their way to stores of every kind, and back.
#![allow(clippy::expect_used, clippy::panic)]

mod gatherings;
mod listings;
mod newest;
mod probes;
mod shelf;
mod trials;
mod troubles;
mod ways;

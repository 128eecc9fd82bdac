//! What a batch promises: whole, from whom it says, and the same on the other side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod damaged;
mod formats;
mod packs;
mod round_trip;
mod sample;
mod schema;
mod trust;
mod zips;

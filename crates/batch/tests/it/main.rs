//! What a batch promises: whole, from whom it says, and the same on the other side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod aimed;
mod apart;
mod cards;
mod charters;
mod damaged;
mod formats;
mod packs;
mod receipts;
mod round_trip;
mod sample;
mod schema;
mod sealed;
mod trust;
mod zips;

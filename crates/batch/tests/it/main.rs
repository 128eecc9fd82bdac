//! What a batch promises: whole, from whom it says, and the same on the other side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod aimed;
mod apart;
mod cards;
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

/// How often a property is tried: `PROPTEST_CASES`, or 1,000 times.
fn cases() -> proptest::test_runner::Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1000);
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}

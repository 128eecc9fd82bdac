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

/// How often a property is tried: `PROPTEST_CASES`, or 1,000 times.
fn cases() -> proptest::test_runner::Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1000);
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}

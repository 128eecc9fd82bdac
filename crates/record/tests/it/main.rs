mod hash;
mod json;
mod ledger_hash;
mod parts;
mod revision;
mod time;

/// How often a property is tried: `PROPTEST_CASES`, or 1,000 times.
fn cases() -> proptest::test_runner::Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(1000);
    proptest::test_runner::Config { cases, failure_persistence: None, ..Default::default() }
}

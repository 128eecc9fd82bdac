//! Runs one target of `fuzz` under libFuzzer: the one that the variable `FUZZ_TARGET` names.

#![no_main]

use std::sync::LazyLock;

static TARGET: LazyLock<fuzz::Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    fuzz::target(&name).unwrap_or_else(|| panic!("FUZZ_TARGET is '{name}', which is no target"))
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| TARGET(bytes));

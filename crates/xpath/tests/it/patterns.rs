//! The table of Unicode classes that patterns are read with.

#[path = "../../examples/unicode_classes.rs"]
#[allow(dead_code, reason = "its main is for renewing the table")]
mod unicode_classes;

#[test]
fn the_table_is_what_its_example_writes() {
    let written = include_str!("../../src/pattern/unicode.rs");
    assert!(written == unicode_classes::table().unwrap(), "run `cargo run -p xpath --example unicode_classes`");
}

//! The bytes of a row.

use ledger::{EntityHistory, FORMAT, ReadRowError};
use proptest::prelude::*;

use crate::world::{history, keys, picks, world};

#[test]
fn a_newer_row_is_told_apart_from_a_broken_one() {
    let newer = format!(r#"{{"format":{},"anything":1}}"#, FORMAT + 1);
    assert!(matches!(EntityHistory::from_bytes(newer.as_bytes()), Err(ReadRowError::Newer(3))));
    assert!(matches!(EntityHistory::from_bytes(b"{}"), Err(ReadRowError::Json(_))));
    assert!(matches!(EntityHistory::from_bytes(br#"{"format":1,"format":1}"#), Err(ReadRowError::Json(_))));
    assert!(matches!(EntityHistory::from_bytes(b"\xff"), Err(ReadRowError::Encoding(_))));
}

#[test]
fn the_documented_row_is_what_is_written() {
    let page = include_str!("../../../../docs/formats/entities.md");
    let blocks: Vec<&str> = page.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let documented = |block: usize| -> serde_json::Value { serde_json::from_str(blocks[block]).expect("it is JSON") };
    let written = |row: &EntityHistory| -> serde_json::Value {
        serde_json::from_slice(&row.to_pack_bytes().expect("it can be written")).expect("it is JSON")
    };
    let whole = EntityHistory::from_bytes(blocks[0].as_bytes()).expect("it is a row");
    assert_eq!(written(&whole), documented(0));
    assert_eq!(written(&whole.snapshot()), documented(1));
    let snapshot = EntityHistory::from_bytes(blocks[1].as_bytes()).expect("it is a row");
    assert_eq!(snapshot, whole.snapshot());
    // A database keeps the same without what it adds up to.
    let mut kept = documented(0);
    kept.as_object_mut().expect("it is an object").remove("state");
    let bytes = whole.to_bytes().expect("it can be written");
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&bytes).expect("it is JSON"), kept);
}

proptest! {
    #[test]
    fn a_row_comes_back_as_it_was_written(world in world(), picked in picks()) {
        for key in keys() {
            let whole = history(&key, world.picked(&picked));
            for row in [whole.snapshot(), whole] {
                let bytes = row.to_bytes().expect("it can be written");
                prop_assert_eq!(EntityHistory::from_bytes(&bytes).expect("it can be read"), row);
            }
        }
    }
}

//! The bytes of a row.

use ledger::{EntityHistory, FORMAT, ReadRowError};
use proptest::prelude::*;

use crate::world::{config, history, keys, picks, world};

#[test]
fn a_newer_row_is_told_apart_from_a_broken_one() {
    let newer = format!(r#"{{"format":{},"anything":1}}"#, FORMAT + 1);
    assert!(matches!(EntityHistory::from_bytes(newer.as_bytes()), Err(ReadRowError::Newer(2))));
    assert!(matches!(EntityHistory::from_bytes(b"{}"), Err(ReadRowError::Json(_))));
    assert!(matches!(EntityHistory::from_bytes(br#"{"format":1,"format":1}"#), Err(ReadRowError::Json(_))));
    assert!(matches!(EntityHistory::from_bytes(b"\xff"), Err(ReadRowError::Encoding(_))));
}

proptest! {
    #![proptest_config(config())]

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

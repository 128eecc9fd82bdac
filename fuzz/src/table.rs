//! An attached table: what was read can be written, and reads the same again.

use sheet::{Limits, read_csv, write_csv};

pub fn target(bytes: &[u8]) {
    let Ok(table) = read_csv(bytes, &Limits::default()) else { return };
    let written = write_csv(&table);
    match read_csv(&written, &Limits { cell_characters: usize::MAX, file_bytes: u64::MAX, ..Limits::default() }) {
        Ok(again) => assert_eq!(again, table, "a table changes by being written"),
        Err(error) => panic!("what was written cannot be read: {error}"),
    }
}

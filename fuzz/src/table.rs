//! An attached table: what was read can be written, and reads the same again.

use sheet::{Limits, read_attached, read_csv, write_csv};

pub fn target(bytes: &[u8]) {
    let Ok(table) = read_csv(bytes, &Limits::default()) else { return };
    let written = write_csv(&table);
    match read_csv(&written, &Limits { cell_characters: usize::MAX, file_bytes: u64::MAX, ..Limits::default() }) {
        Ok(again) => assert_eq!(again, table, "a table changes by being written"),
        Err(error) => panic!("what was written cannot be read: {error}"),
    }
}

/// A list in XML or in GeoJSON, told by how it begins: what is read of it are rows as long as their heading.
pub fn list(bytes: &[u8]) {
    let name = if bytes.trim_ascii_start().starts_with(b"{") { "list.geojson" } else { "list.xml" };
    let Ok(table) = read_attached(name, bytes, &Limits::default()) else { return };
    assert!(table.rows.iter().all(|row| row.count() == table.columns.len()), "a row is longer than its heading");
}

//! An entity list as forms of the field read one: `name` (the id), `label`, `__version`, then the properties by name.
//!
//! The same as [`table`](crate::table), for lists that nobody wants to hold whole; rows stand in the order in which they come.

use std::collections::BTreeSet;

use sheet::{CsvWriter, Guard, What};

use crate::EntityState;

/// A list that is being written.
pub struct EntityFile {
    properties: BTreeSet<String>,
    csv: CsvWriter,
    rows: u64,
}

impl EntityFile {
    /// A list whose entities have no other properties than these.
    pub fn new(properties: BTreeSet<String>, guard: Guard) -> Self {
        let mut csv = CsvWriter::new(guard);
        csv.row(["name", "label", "__version"].into_iter().chain(properties.iter().map(String::as_str)));
        Self { properties, csv, rows: 0 }
    }

    pub fn entity(&mut self, state: &EntityState) {
        let version = What::Number(f64::from(state.version));
        let own = [What::Text(state.id.as_str().into()), What::Text(state.title().into()), version];
        let properties = self.properties.iter().map(|property| What::Text(state.text(property).into()));
        self.csv.row(own.into_iter().chain(properties));
        self.rows += 1;
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.csv.take()
    }
}

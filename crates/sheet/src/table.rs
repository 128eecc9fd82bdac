//! A table with one header row: what a `.csv` file holds, and what a form looks things up in.

use serde::{Deserialize, Serialize};

use crate::Rows;

/// Rows of texts under named columns. Every row has as many cells as there are columns.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Rows,
}

impl Table {
    /// A table of these rows; one that is shorter than there are columns is filled up with blank cells.
    pub fn new(columns: Vec<String>, rows: impl IntoIterator<Item: IntoIterator<Item: AsRef<str>>>) -> Self {
        let mut table = Self { rows: Rows::new(columns.len()), columns };
        rows.into_iter().for_each(|row| table.rows.push(row));
        table
    }

    /// Where a column stands.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The text in a row under a column.
    pub fn get(&self, row: usize, column: &str) -> Option<&str> {
        self.rows.get(row, self.column(column)?)
    }
}

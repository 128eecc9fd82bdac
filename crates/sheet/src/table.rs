//! A table with one header row: what a `.csv` file holds, and what a form looks things up in.

use serde::{Deserialize, Serialize};

/// Rows of texts under named columns. Every row has as many cells as there are columns.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Where a column stands.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The text in a row under a column.
    pub fn get(&self, row: usize, column: &str) -> Option<&str> {
        let column = self.column(column)?;
        self.rows.get(row)?.get(column).map(String::as_str)
    }
}

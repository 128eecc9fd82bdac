//! What is asked of a list, and what comes back: one window of what was found, in words that travel.
//!
//! Not here: how it is found (`finder`).

use std::collections::BTreeSet;

use record::EntityId;
use serde::{Deserialize, Serialize};

use super::Column;

/// What to show of a list. The default is everything, by name, and no row of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Query {
    pub which: Which,
    pub sort: Sort,
    pub window: Window,
}

/// Which rows.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Which {
    /// Words that must all be found: in a name as it stands or in pinyin, or at the end of a code.
    pub text: String,
    /// All must hold.
    pub filters: Vec<Filter>,
    /// Of other lists, what the words found there: a row that names one of these in one of these columns is found, too. Whoever
    /// asks leaves it to the desk, which has the other lists.
    pub naming: Naming,
}

/// Columns, and the ids that are looked for in them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Naming {
    pub columns: Vec<Column>,
    pub ids: BTreeSet<String>,
}

/// What a row must have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Filter {
    /// One of these values, or of several that were picked at once one of them; a blank one is a row without any.
    OneOf { column: Column, values: BTreeSet<String> },
    /// On this day (`YYYY-MM-DD`) or later.
    Since { column: Column, day: String },
    /// Before this day, or never.
    NotSince { column: Column, day: String },
    /// Something that somebody must decide.
    InConflict,
}

/// In which order. Rows that have nothing there stand last both ways; those that are equal stand by name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Sort {
    pub column: Column,
    pub descending: bool,
    /// The values in the order that they have on their form; others stand behind, figures by their size.
    pub choices: Vec<String>,
}

/// The part of what was found that is seen.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Window {
    /// Of the first row, from 0.
    pub offset: usize,
    pub count: usize,
    /// What is wanted of each row.
    pub columns: Vec<Column>,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Found {
    /// From the window's offset on.
    pub rows: Vec<FoundRow>,
    /// Also outside the window.
    pub total: usize,
    /// Of the whole list.
    pub of: usize,
}

/// A row, as far as it was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FoundRow {
    pub id: EntityId,
    pub title: String,
    pub conflicts: usize,
    /// As the window's columns.
    pub cells: Vec<String>,
}

impl Filter {
    pub fn column(&self) -> &Column {
        match self {
            Self::OneOf { column, .. } | Self::Since { column, .. } | Self::NotSince { column, .. } => column,
            Self::InConflict => &Column::Conflicts,
        }
    }

    pub(super) fn passes(&self, cell: &str) -> bool {
        match self {
            Self::OneOf { values, .. } => {
                values.contains(cell) || (cell.contains(' ') && cell.split(' ').any(|value| values.contains(value)))
            }
            Self::Since { day, .. } => !cell.is_empty() && !is_before(cell, day),
            Self::NotSince { day, .. } => cell.is_empty() || is_before(cell, day),
            Self::InConflict => !cell.is_empty(),
        }
    }
}

/// Whether a day or a moment is before a day: as texts, for both begin with the year.
fn is_before(moment: &str, day: &str) -> bool {
    moment.get(..day.len()).unwrap_or(moment) < day
}

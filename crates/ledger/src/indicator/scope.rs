//! Which part of the zone a board is of.

use std::collections::BTreeMap;

use record::ListName;
use serde::{Deserialize, Serialize};

/// A value for each property that narrows the board; none is the whole zone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Scope(pub BTreeMap<String, String>);

impl Scope {
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }
}

/// The rows that lie within a scope.
pub(super) struct Within<'a> {
    /// `None`: all do.
    pub lists: Option<BTreeMap<&'a ListName, Inside>>,
}

pub(super) struct Inside {
    pub rows: Vec<bool>,
    /// No row of the list says where it belongs.
    pub is_of_none: bool,
}

impl Within<'_> {
    pub fn of(&self, list: &ListName) -> Option<&Inside> {
        self.lists.as_ref()?.get(list)
    }
}

impl Inside {
    pub fn holds(&self, row: u32) -> bool {
        self.rows.get(row as usize).copied().unwrap_or_default()
    }
}

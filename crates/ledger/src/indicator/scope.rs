//! Which part of the zone a board is of.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A value for each property that narrows the board; none is the whole zone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Scope(pub BTreeMap<String, String>);

impl Scope {
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }
}

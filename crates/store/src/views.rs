//! Views of lists that somebody saved: what is looked for, filtered, sorted and shown, under a name.
//!
//! A row in `meta` for each, in the desk's own words. What they mean is the page's business; a column or a value that a list
//! has no more finds nothing and harms nothing. A view without a name is how the list was left.

use record::ListName;
use serde::{Deserialize, Serialize};

use crate::layout::{self, Row, meta};
use crate::{Damaged, Store, Transaction, disk};

/// How long a view's name may be.
pub const MOST_CHARACTERS: usize = 40;

/// How a list is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct View {
    /// Columns by name, in the order in which they stand. Empty: those that the page chooses.
    pub columns: Vec<String>,
    pub search: String,
    pub filters: Vec<ViewFilter>,
    /// A column's name. `None`: by name.
    pub sort: Option<String>,
    pub descending: bool,
}

/// What a row must have to be in a view.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ViewFilter {
    OneOf {
        column: String,
        values: Vec<String>,
    },
    /// Within so many days before the day on which it is looked at.
    Within {
        column: String,
        days: u32,
    },
    NotWithin {
        column: String,
        days: u32,
    },
    InConflict,
}

/// A name as it is kept: without blanks around it. `None`: there is none, or it is too long.
pub fn name(typed: &str) -> Option<String> {
    let name = typed.trim();
    (!name.is_empty() && name.chars().count() <= MOST_CHARACTERS).then(|| name.to_owned())
}

/// Keeps a view; one of the same name is replaced.
pub fn save(list: &ListName, name: &str, view: &View) -> Transaction {
    Transaction::new().put(Store::Meta, layout::view(list, name), disk::encode(&v1::View::from(view)))
}

pub fn delete(list: &ListName, name: &str) -> Transaction {
    Transaction::new().delete(Store::Meta, layout::view(list, name))
}

/// The views of a list among the rows of `meta`, by name, and what cannot be read.
pub fn list(rows: &[Row], list: &ListName) -> (Vec<(String, View)>, Vec<Damaged>) {
    let (mut views, mut damaged) = (Vec::new(), Vec::new());
    let is_meant = |row: &&Row| row.key.text(0) == Some(meta::VIEW) && row.key.text(1) == Some(list.as_str());
    for row in rows.iter().filter(|row| row.store == Store::Meta).filter(is_meant) {
        match disk::decode::<v1::View>(&row.value) {
            Ok(view) => views.push((row.key.text(2).unwrap_or_default().to_owned(), view.read())),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    (views, damaged)
}

mod v1 {
    use super::{Deserialize, Serialize};

    #[derive(Serialize, Deserialize)]
    pub struct View {
        columns: Vec<String>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        search: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        filters: Vec<Filter>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sort: Option<String>,
        #[serde(default)]
        descending: bool,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "kebab-case")]
    enum Filter {
        OneOf { column: String, values: Vec<String> },
        Within { column: String, days: u32 },
        NotWithin { column: String, days: u32 },
        InConflict,
    }

    impl From<&super::View> for View {
        fn from(view: &super::View) -> Self {
            let super::View { columns, search, filters, sort, descending } = view.clone();
            let filter = |filter| match filter {
                super::ViewFilter::OneOf { column, values } => Filter::OneOf { column, values },
                super::ViewFilter::Within { column, days } => Filter::Within { column, days },
                super::ViewFilter::NotWithin { column, days } => Filter::NotWithin { column, days },
                super::ViewFilter::InConflict => Filter::InConflict,
            };
            Self { columns, search, filters: filters.into_iter().map(filter).collect(), sort, descending }
        }
    }

    impl View {
        pub fn read(self) -> super::View {
            let Self { columns, search, filters, sort, descending } = self;
            let filter = |filter| match filter {
                Filter::OneOf { column, values } => super::ViewFilter::OneOf { column, values },
                Filter::Within { column, days } => super::ViewFilter::Within { column, days },
                Filter::NotWithin { column, days } => super::ViewFilter::NotWithin { column, days },
                Filter::InConflict => super::ViewFilter::InConflict,
            };
            super::View { columns, search, filters: filters.into_iter().map(filter).collect(), sort, descending }
        }
    }
}

//! What is wrong in a workbook of indicators, with its place.

use serde::{Deserialize, Serialize};

/// Something to mend. Sheet, row and column are those that a spreadsheet program shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fault {
    pub sheet: String,
    /// 0: the sheet as a whole.
    pub row: u32,
    /// The column's heading.
    pub column: String,
    pub kind: FaultKind,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FaultKind {
    /// The workbook has no such sheet.
    NoSheet,
    Blank,
    /// Another row has this name.
    Twice(String),
    /// A name may have letters, figures and `_`, and begins with a letter: expressions use it.
    Name(String),
    NoSuchGroup(String),
    NoSuchCondition(String),
    /// The condition is about another list.
    ConditionOfList {
        condition: String,
        list: String,
    },
    NoSuchAggregate(String),
    NoSuchWindow(String),
    NoSuchIndicator(String),
    /// Decimal places are 0 to 6.
    Places(String),
    /// Neither `yes` nor `no`.
    YesNo(String),
    /// The aggregate cannot do without this column.
    Needed(String),
    /// A figure that is worked out from others has rows of its own, or a row's time is told twice.
    NotTogether(String),
    /// Cannot be read from this character on, counted from 1.
    Expression {
        at: usize,
    },
    /// No row of the list has such a property; it is blank in all of them. With the name that was probably meant.
    NoSuchProperty {
        list: String,
        property: String,
        nearest: Option<String>,
    },
    NoSuchList {
        list: String,
        nearest: Option<String>,
    },
    NoSuchFunction(String),
    Arguments(String),
    Pattern(String),
    /// Figures that need each other.
    Circle(String),
}

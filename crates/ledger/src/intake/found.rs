//! What was found in a foreign table: where each row stands, and what is wrong in which cell.

use form::definition::DataType;
use serde::{Deserialize, Serialize};

use super::cells::CellProblem;

/// What taking a row in would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Standing {
    New,
    /// The ledger has it under this name.
    Update {
        label: String,
    },
    /// The ledger says all of this already.
    Same,
}

/// Something wrong, or to be known, about a cell or a question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// The column; `None`: the table has none for the question, or the whole row is meant.
    pub column: Option<u16>,
    /// The question; empty: the whole row is meant.
    pub path: String,
    pub problem: Problem,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Problem {
    /// The cell is no answer, whatever the form says.
    Cell(CellProblem),
    /// The form asks for an answer, and there is none. With its own words where it has some.
    Required(Option<String>),
    /// The form refuses the answer.
    Constraint(Option<String>),
    Type(DataType),
    /// A choice that does not go with the other answers.
    NotOffered,
    /// The new entity would have no name.
    Nameless,
    /// 提示: right only if somebody confirms it, and says why.
    Doubtful(Option<String>),
    /// The same enterprise as in a row above.
    SameAsRow {
        row: u32,
    },
    /// It is of something that was erased, and that does not come back.
    Erased,
    /// The ledger has it, and this form only begins new ones.
    OnlyBegins,
    /// With these other answers the form does not ask for it, so that it is not taken in.
    NotAsked,
    /// It seems to have the number of a person in it, and is taken in with that covered.
    Covered,
}

impl Problem {
    /// Whether the row cannot be taken in for it.
    pub fn stops(&self) -> bool {
        !matches!(self, Self::NotAsked | Self::Covered)
    }

    /// Whether a person's word would let the row in.
    pub fn is_doubt(&self) -> bool {
        matches!(self, Self::Doubtful(_))
    }
}

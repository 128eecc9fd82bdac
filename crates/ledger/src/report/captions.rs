//! The words of a report that no form has. Whoever orders one says them, in the language of who will read it.

use serde::{Deserialize, Serialize};

macro_rules! captions {
    ($($(#[$about:meta])* $caption:ident),* $(,)?) => {
        /// What is called something.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Caption { $($(#[$about])* $caption),* }

        impl Caption {
            pub const ALL: &[Self] = &[$(Self::$caption),*];
        }
    };
}

captions! {
    /// A record's id.
    Record,
    Name,
    FinishedAt,
    Officer,
    Device,
    FormVersion,
    /// The hash of a revision.
    Revision,
    /// How many revisions it edits.
    Edits,
    /// How many revisions of a record stand beside each other.
    Heads,
    /// The key of a row of a repeat.
    Row,
    /// The key of the row that it belongs to.
    Parent,
    /// Its place among the others, from 1.
    Position,
    /// What no column has.
    Rest,
    Code,
    Latitude,
    Longitude,
    Altitude,
    Accuracy,
    /// An entity's id.
    Entity,
    Version,
    CreatedAt,
    UpdatedAt,
    UpdatedBy,
    /// How many properties somebody must decide.
    Conflicts,
    Yes,
    /// The sheet of remarks, and its columns.
    Remarks,
    Remark,
    Question,
    Later,
    Warning,
    Reason,
    /// The sheet that says what the columns are, and its own columns.
    Fields,
    Sheet,
    Column,
    FieldName,
    Kind,
    Hint,
    /// The sheet of choices, and what their lists are called.
    Choices,
    List,
    /// The sheet of what is too long for a cell.
    LongTexts,
    Cell,
    Text,
    /// Why and by whom an export was made.
    Mark,
    Purpose,
    Serial,
    /// How widely it may be read, and the classes of that.
    Class,
    General,
    Internal,
    Personal,
    /// Who is responsible, and since when.
    Responsible,
    ResponsibleSince,
    /// The file for who only looks.
    ViewerTitle,
    ViewerMark,
    MadeAt,
    MadeBy,
    ViewerLists,
    ViewerCounts,
    /// Before what the sums are by.
    ViewerSums,
    ViewerRows,
    Number,
    Count,
    Total,
    Blank,
    Other,
    /// Why a figure is not told.
    ViewerHiddenFigures,
    ViewerHiddenPeople,
    /// What is not in it, and why.
    ViewerLeftOut,
    /// The board's figures in it, the day that they are of, and why one is not told.
    ViewerBoard,
    ViewerBoardDay,
    ViewerBoardHidden,
    ViewerFigure,
    ViewerValue,
    ViewerUnit,
    /// What makes figures doubtful.
    ViewerDoubts,
    ViewerToDecide,
    ViewerFaultyCodes,
    /// Before the year whose holidays are not known.
    ViewerMissingYear,
    ViewerFailed,
    ViewerCharts,
}

/// A word for each [`Caption`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Captions(Vec<String>);

impl Captions {
    pub fn of(word: impl FnMut(Caption) -> String) -> Self {
        Self(Caption::ALL.iter().copied().map(word).collect())
    }

    /// Words with `|` between them, in the order of [`Caption::ALL`]: a page has one text for all of them.
    pub fn read(words: &str) -> Self {
        let mut words = words.split('|').map(str::trim);
        Self::of(|_| words.next().unwrap_or_default().to_owned())
    }

    pub fn get(&self, caption: Caption) -> &str {
        self.0.get(caption as usize).map(String::as_str).unwrap_or_default()
    }
}

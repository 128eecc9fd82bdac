//! What an indicator is, as a coordinator wrote it down.
//!
//! Not here: reading it from a workbook (`reading`), working it out (`tally`).

use record::ListName;
use xpath::Expr;

/// All that a board shows, in the order of its workbook.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Definitions {
    /// Properties by which a board can be narrowed, such as `area`.
    pub scopes: Vec<String>,
    /// Properties that lead from a row to the one it belongs to, the first that is filled counting.
    pub owners: Vec<String>,
    pub groups: Vec<Group>,
    pub conditions: Vec<Condition>,
    pub indicators: Vec<Indicator>,
    pub charts: Vec<Chart>,
}

/// A text in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    pub zh: String,
    pub en: String,
}

/// Figures that stand together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub name: String,
    pub label: Said,
}

/// What a row must have. It never depends on the day, unless its expression asks for `today()`.
#[derive(Clone, PartialEq, Debug)]
pub struct Condition {
    pub name: String,
    pub list: ListName,
    pub expression: Expr,
    pub label: Said,
}

/// One figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Indicator {
    pub name: String,
    pub label: Said,
    /// What it means, in words.
    pub formula: Said,
    pub unit: Said,
    /// Of [`Definitions::groups`]. `None`: only other figures and charts use it.
    pub group: Option<String>,
    /// Decimal places of the final value.
    pub places: u32,
    /// It counts people: a few are not told to others.
    pub people: bool,
    pub how: How,
}

#[derive(Clone, PartialEq, Debug)]
pub enum How {
    Counted(Box<Counted>),
    /// An expression over other figures, by their names.
    Formula(Expr),
}

/// A figure that is counted from rows.
#[derive(Clone, PartialEq, Debug)]
pub struct Counted {
    pub list: ListName,
    /// Places in [`Definitions::conditions`], all of the same list.
    pub conditions: Vec<usize>,
    /// When a row begins to count. `None`: always.
    pub from: Option<Moment>,
    /// When it ends to. A row without it goes on.
    pub until: Option<Expr>,
    pub window: Window,
    /// What is added up, or what tells rows apart.
    pub value: Option<Expr>,
    /// Of which the latest row counts.
    pub per: Option<Expr>,
    pub aggregate: Aggregate,
    /// What else is shown of a row.
    pub details: Vec<Detail>,
}

/// Which time a row is of.
#[derive(Clone, PartialEq, Debug)]
pub enum Moment {
    Day(Expr),
    /// The expression gives a year as a number.
    Year(Expr),
}

/// From when to when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// All that is not later than the day.
    Ever,
    /// So many calendar years, the last one being the day's.
    Years(i64),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aggregate {
    Count,
    Distinct,
    Sum,
    Mean,
    Median,
    /// The smallest value that nine tenths of the rows do not exceed.
    NinthTenth,
    /// The sum over the latest row of each.
    Latest,
    /// Of the year up to the day against the same span a year before, in per cent: of a sum where there is a value, else of a count.
    Growth,
}

/// Something that is shown of a row behind a figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Detail {
    pub label: Said,
    pub expression: Expr,
}

/// Figures side by side, or one figure cut by what its rows say.
#[derive(Clone, PartialEq, Debug)]
pub struct Chart {
    pub name: String,
    pub label: Said,
    pub unit: Said,
    /// Places in [`Definitions::indicators`].
    pub indicators: Vec<usize>,
    /// What a bar is for. `None`: each indicator is one.
    pub by: Option<Expr>,
    /// What a bar is cut by.
    pub series: Option<Expr>,
    /// The property whose choices name what `by` gives.
    pub words: Option<String>,
    /// The same of what `series` gives.
    pub series_words: Option<String>,
    /// The last so many, in the order of their texts: of weeks and months. 0: all, the largest first.
    pub last: usize,
}

impl Said {
    /// In that language alone: what is counted has a word of its own in Chinese, 「家」, and none in English.
    pub fn own(&self, language: &str) -> &str {
        if language.starts_with("en") { &self.en } else { self.text(language) }
    }

    /// In the language whose code is `language`.
    pub fn text(&self, language: &str) -> &str {
        match language.starts_with("en") {
            true if !self.en.is_empty() => &self.en,
            _ if !self.zh.is_empty() => &self.zh,
            _ => &self.en,
        }
    }
}

impl Chart {
    /// Each of several indicators is a part of every bar.
    pub(super) fn is_of_several(&self) -> bool {
        self.series.is_none() && self.indicators.len() > 1
    }
}

impl Definitions {
    pub fn indicator(&self, name: &str) -> Option<usize> {
        self.indicators.iter().position(|indicator| indicator.name == name)
    }
}

impl Moment {
    pub(super) fn expression(&self) -> &Expr {
        match self {
            Self::Day(expression) | Self::Year(expression) => expression,
        }
    }
}

impl Counted {
    /// Every expression of it but for its conditions.
    pub(super) fn expressions(&self) -> impl Iterator<Item = &Expr> {
        let from = self.from.iter().map(Moment::expression);
        from.chain(&self.until).chain(&self.value).chain(&self.per)
    }
}

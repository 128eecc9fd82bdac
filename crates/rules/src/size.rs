//! How large an enterprise is by its trade and its figures.
//!
//! Source: 《统计上大中小微型企业划分办法（2017）》. A class needs all of its lower bounds; what misses one of them is of the next class
//! below. The table is `pack/size_thresholds.csv`, the vectors `pack/size_vectors.csv`.

use std::collections::BTreeMap;

use sheet::Table;

/// In the order of size, and the two that are none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SizeClass {
    Large,
    Medium,
    Small,
    Micro,
    /// A figure that its trade goes by is missing.
    Unknown,
    /// Its trade has no classes.
    NotApplicable,
}

/// What an enterprise is sized by; money in 万元.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Figures {
    pub employees: Option<f64>,
    pub revenue: Option<f64>,
    pub assets: Option<f64>,
}

/// The lower bounds of each trade.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Thresholds {
    trades: BTreeMap<String, Trade>,
}

/// Of staff, revenue and assets, in this order.
#[derive(Clone, PartialEq, Debug)]
struct Trade {
    is_used: [bool; FIGURES],
    /// Of the large, the medium and the small.
    bounds: [[f64; FIGURES]; CLASSES.len()],
}

const FIGURES: usize = 3;
/// What columns of the table begin with, or end with.
const COLUMNS: [&str; FIGURES] = ["emp", "rev", "ast"];
const CLASSES: [(SizeClass, &str); 3] =
    [(SizeClass::Large, "large"), (SizeClass::Medium, "medium"), (SizeClass::Small, "small")];

impl SizeClass {
    pub const ALL: [Self; 6] =
        [Self::Large, Self::Medium, Self::Small, Self::Micro, Self::Unknown, Self::NotApplicable];

    /// As forms keep it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
            Self::Micro => "micro",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }
}

impl Figures {
    /// From texts as answers are kept. What is no number is missing.
    pub fn read(employees: &str, revenue: &str, assets: &str) -> Self {
        let [employees, revenue, assets] =
            [employees, revenue, assets].map(|text| text.trim().parse().ok().filter(|number: &f64| number.is_finite()));
        Self { employees, revenue, assets }
    }
}

impl Thresholds {
    /// Reads the columns `name`, `use_…` and `…_large`, `…_medium`, `…_small`. A row without them has no bounds.
    pub fn read(table: &Table) -> Self {
        let trade = |row: usize| {
            let cell = |column: &str| table.get(row, column).map(str::trim).unwrap_or_default();
            let bound = |column: &str| cell(column).parse().unwrap_or_default();
            let trade = Trade {
                is_used: COLUMNS.map(|figure| cell(&format!("use_{figure}")) == "1"),
                bounds: CLASSES.map(|(_, class)| COLUMNS.map(|figure| bound(&format!("{figure}_{class}")))),
            };
            (cell("name").to_owned(), trade)
        };
        Self { trades: (0..table.rows.len()).map(trade).collect() }
    }

    /// The class of an enterprise of a trade, as `size_category` of the registration names it.
    pub fn class(&self, category: &str, figures: &Figures) -> SizeClass {
        let Some(trade) = self.trades.get(category) else { return SizeClass::NotApplicable };
        let figures = [figures.employees, figures.revenue, figures.assets];
        let used = || (0..FIGURES).filter(|figure| trade.is_used[*figure]);
        if used().any(|figure| figures[figure].is_none()) {
            return SizeClass::Unknown;
        }
        let reaches =
            |bounds: &[f64; FIGURES]| used().all(|figure| figures[figure].is_some_and(|has| has >= bounds[figure]));
        let reached = CLASSES.iter().zip(&trade.bounds).find(|(_, bounds)| reaches(bounds));
        reached.map_or(SizeClass::Micro, |((class, _), _)| *class)
    }
}

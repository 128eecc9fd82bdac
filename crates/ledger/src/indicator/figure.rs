//! One figure as of a day, and how it is rounded.

use serde::{Deserialize, Serialize};

use super::few::{FEW, HIDDEN, is_few};

/// A figure of a board.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Figure {
    /// Of its indicator.
    pub name: String,
    /// Rounded. `None`: there is nothing to divide by, or no row to take a mean of.
    pub value: Option<f64>,
    /// Before it was rounded, for figures that are worked out from it.
    pub exact: Option<f64>,
    /// How many rows it is of. `None`: it is worked out from other figures.
    pub rows: Option<usize>,
    /// It is of so few people of a part of the zone that others are not told it, or would give away one that is.
    pub few: bool,
    pub caveats: Caveats,
}

impl Figure {
    /// What others see in its place, where they are not told it.
    pub fn instead(&self) -> Option<&'static str> {
        let is_count = self.rows.is_some() && self.value.is_some_and(is_few);
        self.few.then_some(if is_count { FEW } else { HIDDEN })
    }
}

/// What makes a figure doubtful.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Caveats {
    /// Rows of its list, or what they belong to, of which somebody must decide something.
    pub conflicts: usize,
    /// Rows that count, or what they belong to, whose credit code does not check out.
    pub faulty_codes: usize,
    /// Workdays were reckoned in a year whose holidays are not known.
    pub missing_year: Option<i64>,
    /// An expression could not be worked out, for the log.
    pub failed: Option<String>,
    /// The board is narrowed, and no row of the list can say whether it belongs there.
    pub unscoped: bool,
}

impl Caveats {
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// The same of a figure that needs both.
    pub(super) fn join(&mut self, other: &Self) {
        self.conflicts = self.conflicts.max(other.conflicts);
        self.faulty_codes = self.faulty_codes.max(other.faulty_codes);
        self.missing_year = self.missing_year.into_iter().chain(other.missing_year).min();
        self.failed = self.failed.take().or_else(|| other.failed.clone());
        self.unscoped |= other.unscoped;
    }
}

/// Half up, away from zero as people round: 2.5 to 3 and -2.5 to -3.
///
/// A figure that is a hair below a half only because it went through binary fractions counts as the half.
pub fn rounded(value: f64, places: u32) -> f64 {
    let scale = 10_f64.powi(places.min(9) as i32);
    let shifted = value.abs() * scale;
    let hair = shifted * 1e-12 + 1e-9;
    let whole = (shifted + 0.5 + hair).floor() / scale;
    if value < 0.0 && whole > 0.0 { -whole } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_goes_up_also_where_binary_fractions_lie_below_it() {
        let cases = [
            (60.588_235, 1, 60.6),
            (53.86, 2, 53.86),
            (46.153_846, 2, 46.15),
            (1.005, 2, 1.01),
            (2.5, 0, 3.0),
            (-2.5, 0, -3.0),
            (-0.4, 0, 0.0),
            (33.449, 1, 33.4),
            (70.0, 1, 70.0),
        ];
        for (value, places, expected) in cases {
            assert_eq!(rounded(value, places), expected, "{value} to {places}");
        }
    }
}

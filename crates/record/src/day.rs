//! A civil day, without a clock and without a zone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Counted from 1970-01-01. Read and written as `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Day(pub i64);

/// Why a text is not a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not an ISO 8601 date")]
pub struct ParseDayError;

impl Day {
    pub fn year(self) -> i64 {
        civil(self.0).0
    }

    /// The day of a year, a month from 1 and a day from 1; none where the calendar has no such day.
    pub fn of(year: i64, month: i64, day: i64) -> Option<Self> {
        let is_shaped = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let found = Self(days_from_civil(year, month, day));
        (is_shaped && found.parts() == (year, month, day)).then_some(found)
    }

    /// A day as people write it: `2023-10-31`, `2023.10.31`, `2023/10/31`, `2023年10月31日` or 号, `20231031`. Two figures for
    /// a year could be of any century, and are none.
    pub fn written(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return written(&text[..4], &text[4..6], &text[6..]);
        }
        let text = text.strip_suffix(['日', '号']).unwrap_or(&text);
        let mut parts = text.split(['-', '.', '/', '年', '月']);
        let found = written(parts.next()?, parts.next()?, parts.next()?);
        found.filter(|_| parts.next().is_none())
    }

    /// Year, month and day.
    pub fn parts(self) -> (i64, i64, i64) {
        civil(self.0)
    }

    /// The same day of a later month, or its last where that is shorter; none outside the years 1 to 9999.
    pub fn after_months(self, months: i64) -> Option<Self> {
        let (year, month, day) = self.parts();
        let months = year * 12 + month - 1 + months;
        let of = |day| Self::of(months.div_euclid(12), months.rem_euclid(12) + 1, day);
        (28..=day).rev().find_map(of).or_else(|| of(day))
    }

    /// The day that comes so many days later.
    pub fn after(self, days: i64) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// From Monday, 0, to Sunday, 6.
    pub fn weekday(self) -> i64 {
        (self.0 + 3).rem_euclid(7)
    }
}

fn written(year: &str, month: &str, day: &str) -> Option<Day> {
    let figures = |text: &str, longest: usize| {
        let is_number = (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|_| is_number)
    };
    let year = figures(year, 4).filter(|_| year.len() == 4)?;
    Day::of(year, figures(month, 2)?, figures(day, 2)?)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = ParseDayError;

    fn from_str(text: &str) -> Result<Self, ParseDayError> {
        let is_shaped = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
        let number =
            |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse().ok()).ok_or(ParseDayError);
        if !is_shaped {
            return Err(ParseDayError);
        }
        let day = Self(days_from_civil(number(0, 4)?, number(5, 7)?, number(8, 10)?));
        // What does not come back the same was no date (month 13, day 32).
        (day.to_string() == text).then_some(day).ok_or(ParseDayError)
    }
}

/// Year, month and day of a day counted from 1970-01-01. Source: H. Hinnant, "chrono-compatible low-level date algorithms".
pub(crate) fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The inverse of [`civil`].
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

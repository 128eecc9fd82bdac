//! Whole numbers that add up to a quota, and days that follow one another.

use record::Day;
use rules::Calendar;

/// The window's years; the year before them is in the data and must not count.
pub(crate) const YEARS: [i64; 3] = [2021, 2022, 2023];
pub(crate) const YEAR_BEFORE: i64 = 2020;

/// So many whole numbers that add up to a total and differ by one at most.
pub(crate) fn spread(total: usize, count: usize) -> Vec<usize> {
    (0..count).map(|place| (place + 1) * total / count - place * total / count).collect()
}

/// The fifteenth of a month, so many months after one.
pub(crate) fn month(year: i64, month: i64, later: usize) -> String {
    let later = i64::try_from(later).unwrap_or_default();
    day(year, month, 15).after_months(later).unwrap_or(crate::AS_OF).to_string()
}

pub(crate) fn day(year: i64, month: i64, day: i64) -> Day {
    Day::of(year, month, day).unwrap_or(crate::AS_OF)
}

/// A day so many days later.
pub(crate) fn later(day: Day, days: usize) -> Day {
    day.after(i64::try_from(days).unwrap_or_default())
}

/// The day that is so many workdays later.
pub(crate) fn workdays(calendar: &Calendar, day: Day, count: usize) -> Day {
    calendar.due(day, u32::try_from(count).unwrap_or_default()).is
}

pub(crate) fn yes(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// Properties by name, their values as texts.
macro_rules! said {
    ($($name:ident: $value:expr),* $(,)?) => { vec![$((stringify!($name), $value.to_string())),*] };
}
pub(crate) use said;

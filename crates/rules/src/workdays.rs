//! Workdays: when something is due, and how many have gone by.
//!
//! Monday to Friday are worked but for holidays, and so are the weekends that a notice makes workdays. The first day does not
//! count, the last does. Where the table lacks a year its weekends are all that is known: what is reckoned with such a year
//! says so, and is never a silent guess.
//!
//! Start at [`Calendar`]. The table is `pack/holidays.csv`; sources stand in `pack/README.md`, vectors in
//! `pack/workday_vectors.csv`. Not here: which entity is due, the clock of an approval (`ledger`).

use std::collections::{BTreeMap, BTreeSet};

use record::Day;
use serde::{Deserialize, Serialize};
use sheet::Table;

/// Which days are worked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calendar {
    /// 1 where a day of a weekend is worked, -1 where a weekday is not, 0 where a holiday is a weekend anyway.
    exceptions: BTreeMap<Day, i64>,
    /// Those that the table speaks of.
    years: BTreeSet<i64>,
}

/// A day that differs from what its weekday is, or belongs to a holiday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Marked {
    Off,
    Worked,
}

/// What a calendar says, and the first year that it knows only the weekends of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Reckoned<T> {
    pub is: T,
    pub missing_year: Option<i64>,
}

/// The furthest that a date is looked for: nobody promises anything for longer, and a figure may be a slip of the finger.
const MOST_WORKDAYS: u32 = 2_500;

impl Calendar {
    /// Reads the columns `date` and `delta`. A row that is no day is passed over.
    pub fn read(table: &Table) -> Self {
        let mut calendar = Self::default();
        for row in 0..table.rows.len() {
            let cell = |column: &str| table.get(row, column).map(str::trim).unwrap_or_default();
            let Ok(day) = cell("date").parse::<Day>() else { continue };
            calendar.years.insert(day.year());
            if let Ok(delta @ -1..=1) = cell("delta").parse() {
                calendar.exceptions.insert(day, delta);
            }
        }
        calendar
    }

    /// What the table says of a day.
    pub fn marked(&self, day: Day) -> Option<Marked> {
        self.exceptions.get(&day).map(|delta| if *delta > 0 { Marked::Worked } else { Marked::Off })
    }

    /// The days of a year that another calendar says otherwise, with what each of the two says.
    pub fn differences(&self, other: &Self, year: i64) -> Vec<(Day, Option<Marked>, Option<Marked>)> {
        let days = self.exceptions.keys().chain(other.exceptions.keys()).filter(|day| day.year() == year);
        let days: BTreeSet<Day> = days.copied().collect();
        let both = days.into_iter().map(|day| (day, self.marked(day), other.marked(day)));
        both.filter(|(_, own, others)| own != others).collect()
    }

    /// The years that the table speaks of.
    pub fn years(&self) -> impl Iterator<Item = i64> {
        self.years.iter().copied()
    }

    /// Whether the table speaks of a year.
    pub fn knows(&self, year: i64) -> bool {
        self.years.contains(&year)
    }

    /// The last of so many workdays after a day; of none, the day itself.
    pub fn due(&self, start: Day, workdays: u32) -> Reckoned<Day> {
        let mut day = start;
        for _ in 0..workdays.min(MOST_WORKDAYS) {
            day = day.after(1);
            while !self.is_worked(day) {
                day = day.after(1);
            }
        }
        Reckoned { is: day, missing_year: self.missing_year(start, day) }
    }

    /// The workdays after a day, up to another one; none where that comes before it.
    pub fn worked(&self, start: Day, end: Day) -> Reckoned<i64> {
        let weekdays = |day: Day| 5 * (day.0 + 3).div_euclid(7) + (day.weekday() + 1).min(5);
        let between =
            if start < end { self.exceptions.range(start.after(1)..=end) } else { self.exceptions.range(end..end) };
        let exceptions: i64 = between.map(|(_, delta)| delta).sum();
        let is = if start < end { weekdays(end) - weekdays(start) + exceptions } else { 0 };
        Reckoned { is, missing_year: self.missing_year(start, end) }
    }

    /// The workdays of a span that were paused: no day twice, and none outside of the span, which was never on the clock.
    pub fn paused(&self, start: Day, end: Day, pauses: &[(Day, Day)]) -> i64 {
        let within = merged(pauses).into_iter().map(|(from, to)| (from.max(start), to.min(end)));
        within.filter(|(from, to)| from < to).map(|(from, to)| self.worked(from, to).is).sum()
    }

    /// The last of so many workdays after a day that were not paused.
    pub fn due_beside(&self, start: Day, workdays: u32, pauses: &[(Day, Day)]) -> Reckoned<Day> {
        let (mut due, mut paused) = (self.due(start, workdays), 0_u32);
        for (from, to) in merged(pauses) {
            let from = from.max(start);
            // What begins once the last day is there moves it no more.
            if from >= due.is {
                break;
            }
            paused = paused.saturating_add(u32::try_from(self.worked(from, to).is).unwrap_or_default());
            due = self.due(start, workdays.saturating_add(paused));
        }
        due
    }

    fn is_worked(&self, day: Day) -> bool {
        i64::from(day.weekday() < 5) + self.exceptions.get(&day).copied().unwrap_or_default() > 0
    }

    fn missing_year(&self, start: Day, end: Day) -> Option<i64> {
        (start.year()..=end.year()).find(|year| !self.years.contains(year))
    }
}

/// Pauses as an approval keeps them: `from/to` with blanks between. One without an end is none yet.
pub fn pauses(text: &str) -> Vec<(Day, Day)> {
    let span = |span: &str| {
        let (from, to) = span.split_once('/')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    };
    text.split_whitespace().filter_map(span).collect()
}

/// Spans in their order, those that overlap made one.
///
/// The first day of a span does not count and the last does, so spans that only touch are added up either way.
fn merged(spans: &[(Day, Day)]) -> Vec<(Day, Day)> {
    let mut spans = spans.to_vec();
    spans.sort();
    let mut merged: Vec<(Day, Day)> = Vec::new();
    for (from, to) in spans {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = (*end).max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn pauses_that_overlap_count_once_and_one_that_goes_on_not_yet() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let said = "2023-03-10/2023-03-20 2023-03-01/2023-03-05 2023-03-15/2023-03-18 2023-04-01/";
        let spans = merged(&pauses(said));
        assert_eq!(spans, [(day("2023-03-01"), day("2023-03-05")), (day("2023-03-10"), day("2023-03-20"))]);
        let calendar = Calendar::default();
        // Thursday and Friday, then from Monday on; the three days of the pause within the other one are in it.
        assert_eq!(calendar.paused(day("2023-03-01"), day("2023-04-30"), &pauses(said)), 2 + 6);
        assert_eq!(calendar.paused(day("2023-03-13"), day("2023-03-16"), &pauses(said)), 3);
        assert_eq!(calendar.paused(day("2023-03-20"), day("2023-03-20"), &pauses(said)), 0);
    }

    #[test]
    fn what_is_due_moves_by_each_pause_that_begins_before_it() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let calendar = Calendar::default();
        let (start, said) =
            (day("2023-03-01"), pauses("2023-03-02/2023-03-06 2023-03-03/2023-03-08 2023-03-13/2023-03-15"));
        let due = |workdays| calendar.due_beside(start, workdays, &said).is;
        assert_eq!(calendar.due(start, 3).is, day("2023-03-06"));
        // Before the first pause, after it, on the day on which the second begins, after both.
        assert_eq!([due(1), due(2), due(4), due(5)], ["2023-03-02", "2023-03-09", "2023-03-13", "2023-03-16"].map(day));
        for workdays in 1..40 {
            let net = calendar.worked(start, due(workdays)).is - calendar.paused(start, due(workdays), &said);
            assert_eq!(net, i64::from(workdays));
        }
    }
}

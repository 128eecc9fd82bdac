//! Workdays: when something is due, and how many have gone by.
//!
//! Monday to Friday are worked but for holidays, and so are the weekends that a notice makes workdays. The first day does not
//! count, the last does. Where the table lacks a year its weekends are all that is known: what is reckoned with such a year
//! says so, and is never a silent guess.
//!
//! Start at [`Calendar`]. The table is `pack/holidays.csv`; sources stand in `pack/README.md`, vectors in
//! `pack/workday_vectors.csv`. Not here: which entity is due (`enterprise`).

use std::collections::{BTreeMap, BTreeSet};

use record::Day;
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
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

    fn is_worked(&self, day: Day) -> bool {
        i64::from(day.weekday() < 5) + self.exceptions.get(&day).copied().unwrap_or_default() > 0
    }

    fn missing_year(&self, start: Day, end: Day) -> Option<i64> {
        (start.year()..=end.year()).find(|year| !self.years.contains(year))
    }
}

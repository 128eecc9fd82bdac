//! Who instructs whom on a day: each instructor with the organisations, and the organisations that have nobody.
//!
//! Start at [`Instructing::of`]. The names of properties are those of the shipped form; people go by their staff codes.
//!
//! Not here: the figure of the board (`indicator`), where rows come from (`register`).

use std::collections::{BTreeMap, BTreeSet};

/// An assignment as its list has it. Days are `YYYY-MM-DD`, blank where none was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assignment {
    pub staff_code: String,
    pub subject: String,
    pub role: String,
    pub from: String,
    pub to: String,
}

/// The columns that an assignment is read from, in the order of [`Assignment::read`].
pub const COLUMNS: [&str; 5] = ["staff_code", "subject_id", "duty_role", "from_date", "to_date"];
const INSTRUCTOR: &str = "instructor";

/// What holds on a day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Instructing {
    /// Staff codes, those with most organisations first; each organisation with the day since when.
    pub instructors: Vec<(String, Vec<(String, String)>)>,
    /// Ids of organisations that nobody instructs, in the order that they were given in.
    pub without: Vec<String>,
}

impl Assignment {
    /// From cells in the order of [`COLUMNS`].
    pub fn read(cells: Vec<String>) -> Self {
        let mut cells = cells.into_iter();
        let mut next = || cells.next().unwrap_or_default();
        Self { staff_code: next(), subject: next(), role: next(), from: next(), to: next() }
    }

    /// From its first day on and until the day before its last, as the board counts it.
    fn holds(&self, day: &str) -> bool {
        self.role == INSTRUCTOR
            && !self.staff_code.is_empty()
            && self.from.as_str() <= day
            && (self.to.is_empty() || self.to.as_str() > day)
    }
}

impl Instructing {
    /// Of all assignments and of the organisations that should have an instructor.
    pub fn of(assignments: &[Assignment], organisations: &[String], day: &str) -> Self {
        let mut by_code: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for assignment in assignments.iter().filter(|assignment| assignment.holds(day)) {
            let since = by_code.entry(&assignment.staff_code).or_default().entry(&assignment.subject);
            // Who was assigned twice has been there since the first time.
            since.and_modify(|since| *since = (*since).min(&assignment.from)).or_insert(&assignment.from);
        }
        let served: BTreeSet<&str> = by_code.values().flat_map(BTreeMap::keys).copied().collect();
        let without = organisations.iter().filter(|id| !served.contains(id.as_str())).cloned().collect();
        let listed = |(code, served): (&str, BTreeMap<&str, &str>)| {
            let served = served.into_iter().map(|(subject, since)| (subject.to_owned(), since.to_owned()));
            (code.to_owned(), served.collect::<Vec<_>>())
        };
        let mut instructors: Vec<_> = by_code.into_iter().map(listed).collect();
        instructors.sort_by_key(|(_, served)| std::cmp::Reverse(served.len()));
        Self { instructors, without }
    }
}

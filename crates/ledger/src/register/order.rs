//! A list in the order of one of its columns.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Register;
use super::query::Sort;

/// All rows in one order. Those with nothing in the column stand last both ways.
pub struct Order {
    /// Those with something, ascending, then those without.
    rows: Vec<u32>,
    filled: usize,
}

/// A cell as it is compared.
enum Key<'a> {
    Choice(usize),
    Number(f64),
    Text(&'a str),
}

impl Order {
    /// `by_name` is the order of rows that are equal.
    pub fn of(register: &Register, sort: &Sort, by_name: &[u32]) -> Self {
        let choices = sort.choices.iter().enumerate().map(|(place, choice)| (choice.as_str(), place)).collect();
        let keys: Vec<Option<Key<'_>>> = register.cells(&sort.column).map(|cell| key(cell, &choices)).collect();
        let key = |row: &u32| keys.get(*row as usize).and_then(Option::as_ref);
        let (mut rows, blank): (Vec<u32>, Vec<u32>) = by_name.iter().partition(|row| key(row).is_some());
        rows.sort_by(|one, other| match (key(one), key(other)) {
            (Some(one), Some(other)) => one.compare(other),
            _ => Ordering::Equal,
        });
        let filled = rows.len();
        rows.extend(blank);
        Self { rows, filled }
    }

    /// Every row, the way it was asked for.
    pub fn iter(&self, descending: bool) -> impl Iterator<Item = u32> {
        let (filled, blank) = self.rows.split_at(self.filled);
        let (forward, backward) =
            if descending { (None, Some(filled.iter().rev())) } else { (Some(filled.iter()), None) };
        forward.into_iter().flatten().chain(backward.into_iter().flatten()).chain(blank).copied()
    }
}

fn key<'a>(cell: &'a str, choices: &BTreeMap<&str, usize>) -> Option<Key<'a>> {
    if cell.is_empty() {
        return None;
    }
    let choice = choices.get(cell).copied().map(Key::Choice);
    let number = || {
        let starts_so = cell.starts_with(|sign: char| sign.is_ascii_digit() || sign == '-');
        starts_so.then(|| cell.parse().ok().filter(|number: &f64| number.is_finite()).map(Key::Number)).flatten()
    };
    Some(choice.or_else(number).unwrap_or(Key::Text(cell)))
}

impl Key<'_> {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Choice(one), Self::Choice(other)) => one.cmp(other),
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            _ => self.kind().cmp(&other.kind()),
        }
    }

    fn kind(&self) -> u8 {
        match self {
            Self::Choice(_) => 0,
            Self::Number(_) => 1,
            Self::Text(_) => 2,
        }
    }
}

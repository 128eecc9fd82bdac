//! What expressions of indicators may ask of the outside: the day, other lists, workdays.

use std::cell::Cell;

use record::Day;
use xpath::{EvalError, Host, Instant, Tree, Value};

use super::rows::{Sheets, Spot};
use rules::{Calendar, check_credit_code, pauses, plain_code};

const DAY_MS: i64 = 86_400_000;
/// Noon, so that no zone makes another day of it.
const NOON_MS: i64 = DAY_MS / 2;

/// Nothing is promised for longer.
const MOST_WORKDAYS: u16 = 2_500;

/// Functions that forms do not have, with the numbers of arguments they take.
pub(super) const FUNCTIONS: [(&str, usize); 5] =
    [("workdays", 2), ("net-workdays", 3), ("holidays", 2), ("due-day", 3), ("valid-code", 1)];

/// The outside as of a day.
pub(super) struct Outside<'a> {
    pub tree: &'a Sheets<'a>,
    pub day: Day,
    pub calendar: &'a Calendar,
    /// The first year that the calendar was asked for and lacks.
    pub missing_year: Cell<Option<i64>>,
}

impl Outside<'_> {
    fn day_of(&self, value: &Value<Spot>) -> Option<Day> {
        day_of(value, self.tree)
    }

    fn note(&self, missing_year: Option<i64>) {
        let known = self.missing_year.get();
        self.missing_year.set(known.into_iter().chain(missing_year).min());
    }

    fn worked(&self, from: Day, to: Day) -> i64 {
        let reckoned = self.calendar.worked(from, to);
        self.note(reckoned.missing_year);
        reckoned.is
    }
}

impl<'a> Host<Sheets<'a>> for Outside<'a> {
    fn now(&self) -> Instant {
        Instant { unix_ms: self.day.0.saturating_mul(DAY_MS).saturating_add(NOON_MS), offset_minutes: 0 }
    }

    fn random(&self) -> f64 {
        0.0
    }

    fn uuid(&self) -> String {
        String::new()
    }

    fn instance(&self, id: &str) -> Option<Spot> {
        self.tree.list(id)
    }

    fn itext(&self, _: &str) -> Option<Value<Spot>> {
        None
    }

    fn choice_name(&self, _: &str, _: &str, _: Spot) -> Option<String> {
        None
    }

    fn pulldata(&self, instance: &str, column: &str, key_column: &str, key: &str) -> Option<String> {
        let list = self.tree.list(instance)?;
        let mut found = Vec::new();
        self.tree.lookup(self.tree.first_child(list)?, "item", key_column, key, &mut found);
        let text = found.first().and_then(|item| self.tree.field(*item, column));
        Some(text.unwrap_or_default().to_owned())
    }

    fn call(&self, name: &str, arguments: &[Value<Spot>]) -> Option<Result<Value<Spot>, EvalError>> {
        let number = |is: Option<i64>| Value::Number(is.map_or(f64::NAN, |is| is as f64));
        let span = |from: &Value<Spot>, to: &Value<Spot>| self.day_of(from).zip(self.day_of(to));
        Some(Ok(match (name, arguments) {
            ("workdays", [from, to]) => number(span(from, to).map(|(from, to)| self.worked(from, to))),
            ("net-workdays", [from, to, spans]) => number(span(from, to).map(|(from, to)| {
                let pauses = pauses(&spans.to_text(self.tree));
                self.worked(from, to) - self.calendar.paused(from, to, &pauses)
            })),
            ("holidays", [from, to]) => number(span(from, to).map(|(from, to)| {
                let weekdays = Calendar::default().worked(from, to).is;
                weekdays - self.worked(from, to)
            })),
            ("due-day", [from, workdays, spans]) => {
                let workdays = workdays.to_number(self.tree, self);
                let from = self.day_of(from).filter(|_| (0.0..=f64::from(MOST_WORKDAYS)).contains(&workdays));
                number(from.map(|from| {
                    let due = self.calendar.due_beside(from, workdays as u32, &pauses(&spans.to_text(self.tree)));
                    self.note(due.missing_year);
                    due.is.0
                }))
            }
            ("valid-code", [code]) => Value::Boolean(check_credit_code(&plain_code(&code.to_text(self.tree))).is_ok()),
            _ if FUNCTIONS.iter().any(|(known, _)| *known == name) => {
                return Some(Err(EvalError::Arity { name: name.to_owned(), given: arguments.len() }));
            }
            _ => return None,
        }))
    }
}

/// The day that a value is: text as it is stored, a number of days since 1970, or a date.
pub(super) fn day_of(value: &Value<Spot>, tree: &Sheets<'_>) -> Option<Day> {
    match value {
        Value::Number(days) => days.is_finite().then_some(Day(*days as i64)),
        Value::Date(instant) => instant.map(|instant| Day(instant.unix_ms.div_euclid(DAY_MS))),
        other => {
            let text = other.to_text(tree);
            text.get(..10).unwrap_or(&text).parse().ok()
        }
    }
}

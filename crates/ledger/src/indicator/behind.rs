//! The rows behind a figure, and those that are left out, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use record::{Day, EntityId};
use rules::Calendar;
use serde::{Deserialize, Serialize};
use xpath::Expr;

use super::definition::{Aggregate, Counted, Definitions, How, Window};
use super::outside::Outside;
use super::rows::{Lists, Sheets};
use super::tally::{AsOf, Asking, NEVER, Rows, Tally, Wanted, counted, named_in};
use crate::register::Register;

/// What a figure is made of.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Behind {
    /// Of a formula: the figures that it names.
    pub figures: Vec<String>,
    /// Of the list; empty for a formula.
    pub list: String,
    /// At most so many as were asked for.
    pub included: Vec<Included>,
    pub included_of: usize,
    pub left_out: Vec<LeftOut>,
    pub left_out_of: usize,
    /// How many rows each reason leaves out: the first that does of each row.
    pub reasons: Vec<(Why, usize)>,
    /// Rows of the list of which somebody must decide something, as many as were asked for.
    pub disputed: Vec<RowKey>,
    /// Rows that count and whose code does not check out.
    pub faulty: Vec<RowKey>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowKey {
    pub list: String,
    pub id: EntityId,
    pub title: String,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Included {
    pub row: RowKey,
    /// What it adds; none where rows are only counted.
    pub value: Option<f64>,
    /// As the indicator's details.
    pub details: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LeftOut {
    pub row: RowKey,
    /// All that speaks against it.
    pub why: Vec<Why>,
    /// As the indicator's details.
    pub details: Vec<String>,
}

/// Why a row does not count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Why {
    /// A condition of this name does not hold.
    Condition(String),
    /// It says no day or year.
    NoDay,
    /// It is later than the day of the board.
    Later,
    /// It is earlier than the span that counts.
    Earlier,
    /// It has ended by then.
    Ended,
    /// It has no value to count.
    NoValue,
    /// A later row of the same counts.
    NotLatest,
    /// It counts in the figure of this name, which a formula takes off.
    TakenOff(String),
}

impl Tally {
    /// The rows behind a figure, at most `most` of each kind. `None`: there is no such indicator.
    pub fn behind(
        &mut self,
        definitions: &Definitions,
        lists: &Lists<'_>,
        calendar: &Calendar,
        name: &str,
        at: &AsOf,
        most: usize,
    ) -> Option<Behind> {
        self.bring_to(definitions, lists, calendar, at.day);
        let place = definitions.indicator(name)?;
        let indicator = &definitions.indicators[place];
        let counted = match &indicator.how {
            How::Formula(expression) => {
                let named = named_in(definitions, expression);
                let figures = named.into_iter().map(|place| definitions.indicators[place].name.clone()).collect();
                let rest = taken_off(definitions, expression);
                let rest = rest.and_then(|(all, off)| self.rest(definitions, lists, calendar, (all, off), at, most));
                return Some(Behind { figures, ..rest.unwrap_or_default() });
            }
            How::Counted(counted) => counted,
        };
        let list = counted.list.as_str();
        let mut behind = Behind { list: list.to_owned(), ..Behind::default() };
        let (Some(register), Some(rows)) = (lists.get(&counted.list), &self.counted[place]) else {
            return Some(behind);
        };
        let Some(facts) = self.facts.lists.get(&counted.list) else { return Some(behind) };
        let within = self.facts.within(definitions, &at.scope);
        let inside = within.of(&counted.list);
        let is_inside = |row: u32| inside.is_none_or(|inside| inside.holds(row));
        let mut wanted = Wanted::default();
        counted.details.iter().for_each(|detail| wanted.add(&counted.list, &detail.expression));
        let sheets = Sheets::of(lists, &wanted.0);
        let outside = Outside { tree: &sheets, day: at.day, calendar, missing_year: None.into() };
        let mut asking = Asking::new(&sheets, &outside, facts.rows);
        let mut details = |row: u32| -> Vec<String> {
            let Some(item) = sheets.item(list, row as usize) else { return Vec::new() };
            counted.details.iter().map(|detail| asking.text(&detail.expression, item)).collect()
        };
        let key = |row: u32| key(list, register, row);

        let passing: BTreeMap<u32, usize> = rows.rows.iter().copied().zip(0..).collect();
        let counting = counting(rows, counted, at.day, is_inside);
        let latest = (counted.aggregate == Aggregate::Latest).then(|| rows.latest(&counting));
        let chosen = latest.as_ref().unwrap_or(&counting);
        behind.included_of = chosen.len();
        let has_value = counted.value.is_some() && counted.aggregate != Aggregate::Distinct;
        let mut chosen_rows: Vec<usize> = chosen.clone();
        chosen_rows.sort_unstable();
        for place in chosen_rows.iter().take(most) {
            let row = rows.rows[*place];
            let value = has_value.then(|| rows.value[*place]);
            behind.included.push(Included { row: key(row), value, details: details(row) });
        }
        let mut reasons: BTreeMap<Why, usize> = BTreeMap::new();
        for row in (0..facts.rows).filter_map(|row| u32::try_from(row).ok()).filter(|row| is_inside(*row)) {
            let mut why: Vec<Why> = Vec::new();
            match passing.get(&row) {
                Some(place) if chosen_rows.binary_search(place).is_ok() => continue,
                Some(place) if counting.binary_search(place).is_ok() => why.push(Why::NotLatest),
                Some(place) => why.extend(speaking_against(rows, counted, *place, at.day)),
                None => {
                    let fails =
                        |place: &&usize| !self.holds[**place].rows.get(row as usize).copied().unwrap_or_default();
                    let name = |place: &usize| Why::Condition(definitions.conditions[*place].name.clone());
                    why.extend(counted.conditions.iter().filter(fails).map(name));
                }
            }
            if let Some(first) = why.first() {
                *reasons.entry(first.clone()).or_default() += 1;
            }
            behind.left_out_of += 1;
            if behind.left_out.len() < most {
                behind.left_out.push(LeftOut { row: key(row), why, details: details(row) });
            }
        }
        behind.reasons = reasons.into_iter().collect();
        behind.reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let disputed = facts.disputed.iter().copied().filter(|row| is_inside(*row));
        behind.disputed = disputed.take(most).map(key).collect();
        let faulty = chosen_rows.iter().map(|place| rows.rows[*place]);
        let is_faulty = |row: &u32| facts.faulty.get(*row as usize).copied().unwrap_or_default();
        behind.faulty = faulty.filter(is_faulty).take(most).map(key).collect();
        Some(behind)
    }
}

impl Tally {
    /// Of entities that one figure counts, those that another does not name, and those that it does.
    fn rest(
        &self,
        definitions: &Definitions,
        lists: &Lists<'_>,
        calendar: &Calendar,
        (all, off): (usize, usize),
        at: &AsOf,
        most: usize,
    ) -> Option<Behind> {
        let [all_of, off_of] = [all, off].map(|place| counted_by(definitions, place));
        let (all_of, off_of) = (all_of?, off_of?);
        let within = self.facts.within(definitions, &at.scope);
        let rows_of = |place: usize, counted: &Counted| {
            let (rows, inside) = (self.counted[place].as_ref()?, within.of(&counted.list));
            let counting = counting(rows, counted, at.day, |row| inside.is_none_or(|inside| inside.holds(row)));
            Some(counting.into_iter().map(|place| rows.rows[place]).collect::<BTreeSet<u32>>())
        };
        let value = off_of.value.as_ref()?;
        let mut wanted = Wanted::default();
        wanted.add(&off_of.list, value);
        let sheets = Sheets::of(lists, &wanted.0);
        let outside = Outside { tree: &sheets, day: at.day, calendar, missing_year: None.into() };
        let mut asking = Asking::new(&sheets, &outside, self.facts.lists.get(&off_of.list)?.rows);
        let list = off_of.list.as_str();
        let items = rows_of(off, off_of)?.into_iter().filter_map(|row| sheets.item(list, row as usize));
        let named: BTreeSet<String> = items.map(|item| asking.text(value, item)).collect();
        let register = lists.get(&all_of.list)?;
        let (taken, left): (Vec<u32>, Vec<u32>) =
            rows_of(all, all_of)?.into_iter().partition(|row| named.contains(register.id(*row as usize).as_str()));
        let list = all_of.list.as_str();
        let why = || Why::TakenOff(definitions.indicators[off].name.clone());
        let included = |row: &u32| Included { row: key(list, register, *row), value: None, details: Vec::new() };
        let left_out = |row: &u32| LeftOut { row: key(list, register, *row), why: vec![why()], details: Vec::new() };
        Some(Behind {
            list: list.to_owned(),
            included: left.iter().take(most).map(included).collect(),
            included_of: left.len(),
            left_out: taken.iter().take(most).map(left_out).collect(),
            left_out_of: taken.len(),
            reasons: if taken.is_empty() { Vec::new() } else { vec![(why(), taken.len())] },
            ..Behind::default()
        })
    }
}

/// Of a formula that is one figure less another, where one counts entities and the other tells entities apart: both.
fn taken_off(definitions: &Definitions, expression: &Expr) -> Option<(usize, usize)> {
    let (all, off) = expression.source().split_once(" - ")?;
    let (all, off) = (definitions.indicator(all.trim())?, definitions.indicator(off.trim())?);
    let is = |place: usize, aggregate| counted_by(definitions, place).is_some_and(|it| it.aggregate == aggregate);
    (is(all, Aggregate::Count) && is(off, Aggregate::Distinct)).then_some((all, off))
}

fn counted_by(definitions: &Definitions, place: usize) -> Option<&Counted> {
    counted(&definitions.indicators.get(place)?.how)
}

/// The places of the rows that count on a day.
fn counting(rows: &Rows, counted: &Counted, day: Day, is_inside: impl Fn(u32) -> bool) -> Vec<usize> {
    let counts = rows.counting(counted, day);
    (0..rows.rows.len()).filter(|place| counts(*place) && is_inside(rows.rows[*place])).collect()
}

/// What of time and value keeps a row from counting whose conditions hold.
fn speaking_against(rows: &Rows, counted: &super::Counted, place: usize, day: Day) -> Option<Why> {
    let from = rows.from[place];
    let is_earlier = matches!(counted.window, Window::Years(_));
    Some(match from {
        NEVER => Why::NoDay,
        from if from > day.0 => Why::Later,
        _ if rows.until[place] <= day.0 => Why::Ended,
        _ if !rows.says_enough(counted, place) => Why::NoValue,
        _ if is_earlier => Why::Earlier,
        _ => return None,
    })
}

fn key(list: &str, register: &Register, row: u32) -> RowKey {
    let row = row as usize;
    RowKey { list: list.to_owned(), id: register.id(row), title: register.title(row).to_owned() }
}

//! What who only looks is not told of a board.
//!
//! The board is the office's own: it tells it few people of the whole zone, and what a single enterprise has. In a file for who only
//! looks stand beside it how many there are of each list and the names of all enterprises, so few people are hidden there in the
//! zone's own figures too, and so is what tells the figures of fewer than three enterprises, or nearly those of one
//! (`disclosure`). Of a chart with such a part no part is told, for a figure may be the sum of some of them. What is worked out
//! from something hidden is hidden. Start at [`Tally::withheld`].
//!
//! Source: P15 and D03 of the privacy rules. Not here: which few people the board itself hides (`figure`, `chart`).

use std::collections::BTreeMap;

use rules::Calendar;

use super::chart::{Charted, Cut};
use super::definition::{Aggregate, Chart, Counted, Definitions, How};
use super::facts::{OWNERS_DEEP, Owners, owners};
use super::few::{FEW, HIDDEN, is_few};
use super::figure::Figure;
use super::rows::Lists;
use super::scope::Within;
use super::tally::{AsOf, Rows, Tally, counted, named_in};
use crate::disclosure::Sum;

/// What stands in place of what is not told, as the board is ordered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Withheld {
    pub figures: Vec<Option<&'static str>>,
    /// Of each chart each bar, of each bar each part.
    pub charts: Vec<Vec<Vec<Option<&'static str>>>>,
}

impl Tally {
    /// `figures` and `charts` are those of this day and scope, `firms` is the list of enterprises.
    pub fn withheld(
        &mut self,
        definitions: &Definitions,
        lists: &Lists<'_>,
        calendar: &Calendar,
        at: &AsOf,
        (figures, charts): (&[Figure], &[Charted]),
        firms: &str,
    ) -> Withheld {
        self.bring_to(definitions, lists, calendar, at.day);
        let telling = Telling {
            firms: Firms::of(definitions, lists, firms),
            within: self.facts.within(definitions, &at.scope),
            at,
        };
        let mut instead: Vec<Option<&'static str>> = Vec::new();
        for (place, (indicator, figure)) in definitions.indicators.iter().zip(figures).enumerate() {
            let is_few = indicator.people && figure.value.is_some_and(is_few);
            let few = is_few.then_some(if figure.rows.is_some() { FEW } else { HIDDEN });
            let tells = || match (counted(&indicator.how), &self.counted[place]) {
                (Some(counted), Some(rows)) => telling.is_told_by_a_figure(counted, rows).then_some(HIDDEN),
                _ => None,
            };
            instead.push(figure.instead().or(few).or_else(tells));
        }
        // A formula may name another one.
        for _ in 0..definitions.indicators.len() {
            let hides = |(place, indicator): (usize, &super::Indicator)| match &indicator.how {
                How::Formula(expression) if instead[place].is_none() => {
                    named_in(definitions, expression).iter().any(|named| instead[*named].is_some()).then_some(place)
                }
                _ => None,
            };
            let more: Vec<usize> = definitions.indicators.iter().enumerate().filter_map(hides).collect();
            if more.is_empty() {
                break;
            }
            more.into_iter().for_each(|place| instead[place] = Some(HIDDEN));
        }
        let of_charts = definitions.charts.iter().zip(&self.cuts).zip(charts);
        let of_charts = of_charts.map(|((chart, cuts), charted)| {
            let few = |bar: &super::Bar| bar.few.iter().map(|few| few.then_some(HIDDEN)).collect();
            let mut parts: Vec<Vec<Option<&'static str>>> = charted.bars.iter().map(few).collect();
            let hidden = self.hidden_columns(definitions, &telling, (chart, cuts), charted);
            for (bar, parts) in charted.bars.iter().zip(&mut parts) {
                // Each bar is a figure.
                let own = chart.indicators.iter().find(|place| definitions.indicators[**place].name == bar.name);
                let is_hidden = chart.by.is_none() && own.is_some_and(|place| instead[*place].is_some());
                let columns = bar.values.iter().zip(&hidden).zip(parts);
                let told = columns.filter(|((value, hidden), _)| value.is_some() && (**hidden || is_hidden));
                told.for_each(|(_, part)| *part = Some(HIDDEN));
            }
            parts
        });
        let charts = of_charts.collect();
        Withheld { figures: instead, charts }
    }

    /// Which columns of a chart have a part that tells too much of an enterprise.
    fn hidden_columns(
        &self,
        definitions: &Definitions,
        telling: &Telling<'_>,
        (chart, cuts): (&Chart, &[Cut]),
        charted: &Charted,
    ) -> Vec<bool> {
        let mut hidden = vec![false; charted.series.len()];
        if chart.by.is_none() {
            return hidden;
        }
        for (place, cut) in chart.indicators.iter().zip(cuts) {
            let indicator = &definitions.indicators[*place];
            let (Some(counted), Some(rows)) = (counted(&indicator.how), &self.counted[*place]) else { continue };
            if telling.is_told_by_a_part(counted, rows, cut) {
                let own = |series: &String| !chart.is_of_several() || *series == indicator.name;
                let columns = hidden.iter_mut().zip(&charted.series).filter(|(_, series)| own(series));
                columns.for_each(|(hidden, _)| *hidden = true);
            }
        }
        hidden
    }
}

/// Which enterprise each row belongs to.
struct Firms {
    /// By list, by row. `None`: to none.
    of: BTreeMap<String, Vec<Option<u32>>>,
}

impl Firms {
    fn of(definitions: &Definitions, lists: &Lists<'_>, firms: &str) -> Self {
        let owners: Vec<Owners> = lists.0.iter().map(|(name, own)| owners(definitions, name, own, lists)).collect();
        let Some(own) = lists.0.keys().position(|list| *list == firms) else { return Self { of: BTreeMap::new() } };
        // A project's matter belongs to the project's enterprise.
        let firm = |list: usize, row: usize| {
            let mut at = (list, u32::try_from(row).ok()?);
            for _ in 0..=OWNERS_DEEP {
                if at.0 == own {
                    return Some(at.1);
                }
                at = (*owners.get(at.0)?.get(at.1 as usize)?)?;
            }
            None
        };
        let of_list = |(place, (name, register)): (usize, (&&str, &&crate::Register))| {
            ((*name).to_owned(), (0..register.len()).map(|row| firm(place, row)).collect())
        };
        Self { of: lists.0.iter().enumerate().map(of_list).collect() }
    }
}

/// Whether figures tell what a single enterprise has.
struct Telling<'a> {
    firms: Firms,
    within: Within<'a>,
    at: &'a AsOf,
}

impl Telling<'_> {
    fn is_told_by_a_figure(&self, counted: &Counted, rows: &Rows) -> bool {
        let tells =
            |day| self.sum(counted, rows, self.places(counted, rows, day)).is_some_and(|sum| !is_open(counted, &sum));
        let before = (counted.aggregate == Aggregate::Growth).then(|| self.at.day.after_months(-12)).flatten();
        tells(self.at.day) || before.is_some_and(tells)
    }

    fn is_told_by_a_part(&self, counted: &Counted, rows: &Rows, cut: &Cut) -> bool {
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); cut.names.len()];
        for place in self.places(counted, rows, self.at.day) {
            let part = cut.of.get(place).and_then(|part| parts.get_mut(*part as usize));
            part.into_iter().for_each(|part| part.push(place));
        }
        parts.into_iter().filter_map(|places| self.sum(counted, rows, places)).any(|sum| !is_open(counted, &sum))
    }

    /// The rows that count on a day, by their places.
    fn places(&self, counted: &Counted, rows: &Rows, day: record::Day) -> Vec<usize> {
        let (inside, counts) = (self.within.of(&counted.list), rows.counting(counted, day));
        let holds = |place: &usize| inside.is_none_or(|inside| inside.holds(rows.rows[*place]));
        (0..rows.rows.len()).filter(|place| counts(*place)).filter(holds).collect()
    }

    /// What each enterprise has of it. `None`: it counts rows and tells no figure of theirs, or they belong to none.
    fn sum(&self, counted: &Counted, rows: &Rows, places: Vec<usize>) -> Option<Sum> {
        let is_value = counted.value.is_some() && !matches!(counted.aggregate, Aggregate::Count | Aggregate::Distinct);
        let firms = self.firms.of.get(counted.list.as_str()).filter(|_| is_value)?;
        let places = if counted.aggregate == Aggregate::Latest { rows.latest(&places) } else { places };
        let mut of: BTreeMap<(Option<u32>, u32), f64> = BTreeMap::new();
        for place in places {
            let row = rows.rows[place];
            let firm = firms.get(row as usize).copied().flatten();
            // What belongs to none stands for itself.
            let who = (firm, if firm.is_some() { 0 } else { row });
            *of.entry(who).or_default() += rows.value[place];
        }
        if of.keys().all(|(firm, _)| firm.is_none()) {
            return None;
        }
        let mut sum = Sum::default();
        of.into_values().for_each(|value| sum.add(value));
        Some(sum)
    }
}

fn is_open(counted: &Counted, sum: &Sum) -> bool {
    match counted.aggregate {
        Aggregate::Median | Aggregate::NinthTenth => sum.is_of_enough(),
        _ => sum.is_open(),
    }
}

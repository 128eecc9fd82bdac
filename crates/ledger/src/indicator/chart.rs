//! Figures side by side, or one cut by what its rows say, as plain numbers.
//!
//! Not here: how they are drawn.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::beside::Beside;
use super::definition::{Chart, Counted, Definitions, How};
use super::few;
use super::figure::{Figure, rounded};
use super::outside::Outside;
use super::rows::Sheets;
use super::scope::Within;
use super::tally::{AsOf, Asking, Rows, Tally};

/// A chart as of a day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Charted {
    pub name: String,
    /// What the parts of a bar are: names of indicators where there are several, else what rows say. One blank one: bars have no parts.
    pub series: Vec<String>,
    pub bars: Vec<Bar>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bar {
    /// What rows say, or an indicator's name; blank where rows say nothing.
    pub name: String,
    /// As the series.
    pub values: Vec<Option<f64>>,
    /// Which of them others are not told: of few people, or what would tell those.
    pub few: Vec<bool>,
}

/// What rows of one indicator say of a chart: as they stand in its [`Rows`].
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub names: Vec<(String, String)>,
    /// Places in `names`.
    pub of: Vec<u32>,
}

impl Cut {
    pub fn of(chart: &Chart, counted: &Counted, rows: &Rows, sheets: &Sheets<'_>, outside: &Outside<'_>) -> Self {
        let Some(by) = &chart.by else { return Self::default() };
        let mut asking = Asking::new(sheets, outside, rows.rows.len());
        let mut known: BTreeMap<(String, String), u32> = BTreeMap::new();
        let mut cut = Self::default();
        for row in &rows.rows {
            let Some(item) = sheets.item(counted.list.as_str(), *row as usize) else { continue };
            let series = chart.series.as_ref().map(|series| asking.text(series, item)).unwrap_or_default();
            let name = (asking.text(by, item), series);
            let place = *known.entry(name.clone()).or_insert_with(|| {
                cut.names.push(name);
                u32::try_from(cut.names.len() - 1).unwrap_or_default()
            });
            cut.of.push(place);
        }
        cut
    }
}

pub(super) fn charts(
    tally: &Tally,
    definitions: &Definitions,
    figures: &[Figure],
    at: &AsOf,
    within: &Within<'_>,
) -> Vec<Charted> {
    let beside = tally.beside(definitions, &at.scope);
    let charted = |(chart, cuts): (&Chart, &Vec<Cut>)| match &chart.by {
        None => {
            let bar = |place: &usize| {
                let figure = &figures[*place];
                Bar { name: figure.name.clone(), values: vec![figure.value], few: vec![figure.few] }
            };
            let bars = chart.indicators.iter().map(bar).collect();
            Charted { name: chart.name.clone(), series: vec![String::new()], bars }
        }
        Some(_) => {
            let mut charted = cut(tally, definitions, chart, cuts, at, within);
            hide(tally, definitions, (chart, cuts), (figures, at, &beside), &mut charted);
            charted
        }
    };
    definitions.charts.iter().zip(&tally.cuts).map(charted).collect()
}

/// Marks the parts that others are not told.
fn hide(
    tally: &Tally,
    definitions: &Definitions,
    (chart, cuts): (&Chart, &[Cut]),
    (figures, at, beside): (&[Figure], &AsOf, &[Beside]),
    charted: &mut Charted,
) {
    let columns = charted.series.len();
    charted.bars.iter_mut().for_each(|bar| bar.few = vec![false; columns]);
    for (place, cut) in chart.indicators.iter().zip(cuts) {
        let indicator = &definitions.indicators[*place];
        let (How::Counted(counted), Some(rows), true) = (&indicator.how, &tally.counted[*place], indicator.people)
        else {
            continue;
        };
        // Of several indicators each is a column, and a whole of its own.
        let own: Vec<usize> = match chart.is_of_several() {
            true => (0..columns).filter(|column| charted.series[*column] == indicator.name).collect(),
            false => (0..columns).collect(),
        };
        let given_away = beside.iter().flat_map(|beside| {
            let cell = |place: usize| cut.of.get(place).map_or(usize::MAX, |cell| *cell as usize);
            let hidden = beside.hidden(tally, counted, rows, at, cut.names.len(), cell);
            cut.names.iter().zip(hidden).filter_map(|(name, hidden)| hidden.then_some(name))
        });
        let given_away: BTreeSet<_> = given_away.collect();
        let cells = || charted.bars.iter().flat_map(|bar| own.iter().map(move |column| (bar, *column)));
        let values: Vec<Option<f64>> = cells().map(|(bar, column)| bar.values[column]).collect();
        let part = |column: usize| if chart.series.is_some() { charted.series[column].clone() } else { String::new() };
        let mut hidden: Vec<bool> =
            cells().map(|(bar, column)| given_away.contains(&(bar.name.clone(), part(column)))).collect();
        // Its parts would add up to a figure that is hidden itself.
        if figures[*place].few {
            hidden
                .iter_mut()
                .zip(&values)
                .for_each(|(hidden, value)| *hidden |= value.is_some_and(|value| value > 0.0));
        }
        few::hide_in_table(&values, own.len(), &mut hidden);
        for (bar, hidden) in charted.bars.iter_mut().zip(hidden.chunks(own.len().max(1))) {
            own.iter().zip(hidden).for_each(|(column, hidden)| bar.few[*column] = *hidden);
        }
    }
}

fn cut(
    tally: &Tally,
    definitions: &Definitions,
    chart: &Chart,
    cuts: &[Cut],
    at: &AsOf,
    within: &Within<'_>,
) -> Charted {
    let mut values: BTreeMap<(String, String), Option<f64>> = BTreeMap::new();
    let mut series: BTreeSet<String> = BTreeSet::new();
    for (place, cut) in chart.indicators.iter().zip(cuts) {
        let indicator = &definitions.indicators[*place];
        let (How::Counted(counted), Some(rows)) = (&indicator.how, &tally.counted[*place]) else { continue };
        let (inside, counts) = (within.of(&counted.list), rows.counting(counted, at.day));
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); cut.names.len()];
        for (place, name) in cut.of.iter().enumerate() {
            let is_inside = inside.is_none_or(|inside| inside.holds(rows.rows[place]));
            if is_inside && counts(place) {
                places[*name as usize].push(place);
            }
        }
        for ((name, part), places) in cut.names.iter().zip(places).filter(|(_, places)| !places.is_empty()) {
            let part = if chart.is_of_several() { &indicator.name } else { part };
            let value = rows.aggregated(counted.aggregate, &places).map(|value| rounded(value, indicator.places));
            series.insert(part.clone());
            values.insert((name.clone(), part.clone()), value);
        }
    }
    let series = match chart.series {
        None if chart.is_of_several() => {
            chart.indicators.iter().map(|place| definitions.indicators[*place].name.clone()).collect()
        }
        None => vec![String::new()],
        Some(_) => series.into_iter().collect::<Vec<_>>(),
    };
    let names: BTreeSet<&String> = values.keys().map(|(name, _)| name).collect();
    let bar = |name: &String| Bar {
        name: name.clone(),
        values: series.iter().map(|part| values.get(&(name.clone(), part.clone())).copied().flatten()).collect(),
        few: Vec::new(),
    };
    let mut bars: Vec<Bar> = names.into_iter().map(bar).collect();
    match chart.last {
        0 => {
            let total = |bar: &Bar| bar.values.iter().flatten().sum::<f64>();
            bars.sort_by(|one, other| total(other).total_cmp(&total(one)));
        }
        last => drop(bars.drain(..bars.len().saturating_sub(last))),
    }
    Charted { name: chart.name.clone(), series, bars }
}

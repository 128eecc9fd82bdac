//! Figures side by side, or one cut by what its rows say, as plain numbers.
//!
//! Not here: how they are drawn.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::definition::{Chart, Counted, Definitions, How};
use super::few;
use super::figure::{Figure, rounded};
use super::outside::Outside;
use super::rows::Sheets;
use super::tally::{AsOf, Asking, Rows, Tally, Within};

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
    /// Which of them are of so few people that others are not told.
    pub few: Vec<bool>,
}

/// What rows of one indicator say of a chart: as they stand in its [`Rows`].
#[derive(Debug, Default)]
pub(super) struct Cut {
    names: Vec<(String, String)>,
    /// Places in `names`.
    of: Vec<u32>,
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
    let charted = |(chart, cuts): (&Chart, &Vec<Cut>)| match &chart.by {
        None => {
            let bar = |place: &usize| {
                let figure = &figures[*place];
                Bar { name: figure.name.clone(), values: vec![figure.value], few: Vec::new() }
            };
            let bars = chart.indicators.iter().map(bar).collect();
            Charted { name: chart.name.clone(), series: vec![String::new()], bars }
        }
        Some(_) => cut(tally, definitions, chart, cuts, at, within),
    };
    let all = definitions.charts.iter().zip(&tally.cuts);
    all.map(|(chart, cuts)| {
        let mut charted = charted((chart, cuts));
        // Parts of a whole: that of which nothing is a part, such as the figures of a board, may be told.
        let of_people =
            chart.by.is_some() && chart.indicators.iter().any(|place| definitions.indicators[*place].people);
        let values: Vec<_> = charted.bars.iter().flat_map(|bar| bar.values.iter().copied()).collect();
        let mut hidden = if of_people { few::hidden(&values) } else { vec![false; values.len()] }.into_iter();
        for bar in &mut charted.bars {
            bar.few = hidden.by_ref().take(bar.values.len()).collect();
        }
        charted
    })
    .collect()
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
        let inside = within.of(&counted.list);
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); cut.names.len()];
        for (place, name) in cut.of.iter().enumerate() {
            let is_inside = inside.is_none_or(|inside| inside.holds(rows.rows[place]));
            if is_inside && rows.counts(counted, place, at.day) {
                places[*name as usize].push(place);
            }
        }
        for ((name, part), places) in cut.names.iter().zip(places).filter(|(_, places)| !places.is_empty()) {
            let part = if chart.series.is_none() && chart.indicators.len() > 1 { &indicator.name } else { part };
            let value = rows.aggregated(counted.aggregate, &places).map(|value| rounded(value, indicator.places));
            series.insert(part.clone());
            values.insert((name.clone(), part.clone()), value);
        }
    }
    let series = match chart.series {
        None if chart.indicators.len() > 1 => {
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

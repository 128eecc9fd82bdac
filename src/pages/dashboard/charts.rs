//! Charts: each is its own table, a bar beside every number. Parts of a bar differ by how they are filled, not by colour alone.

use ledger::indicator::Bar;
use yew::prelude::*;

use super::{ByAddress, Loaded};
use crate::pages::ledger::said::figure;
use crate::t;
use crate::text::{Text, use_text};
use crate::worker::desk::board::ChartShown;

/// A bar of the largest value, in the units of its drawing.
const WIDTH: f64 = 100.0;
/// How parts are filled: full, open, hatched.
const FILLS: usize = 3;

#[derive(PartialEq, Properties)]
pub struct ChartsProps {
    pub loaded: ByAddress,
}

#[component]
pub fn Charts(props: &ChartsProps) -> Html {
    let text = use_text();
    let loaded = &*props.loaded.0;
    html! {
        <section class="section" data-section="charts">
            <h2 class="section__title">{ t!(text, BoardCharts) }</h2>
            <svg class="chart__patterns" aria-hidden="true" width="0" height="0">
                <defs>
                    <pattern id="hatched" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="chart__hatch" width="1.2" height="3" />
                    </pattern>
                </defs>
            </svg>
            <div class="charts">{ for loaded.board.charts.iter().map(|chart| one(chart, loaded, &text)) }</div>
        </section>
    }
}

fn one(shown: &ChartShown, loaded: &Loaded, text: &Text) -> Html {
    let chart = &shown.chart;
    let values = chart.bars.iter().flat_map(|bar| bar.values.iter().flatten());
    let most = values.fold(0.0_f64, |most, value| most.max(value.abs()));
    let label = |name: &str| {
        let of_figure = loaded.board.figures.iter().find(|figure| figure.figure.name == name);
        of_figure.map_or_else(|| name.to_owned(), |figure| figure.label.clone())
    };
    let bar_name = |bar: &Bar| match &shown.words {
        _ if bar.name.is_empty() => t!(text, BoardBlank).to_string(),
        Some((list, property)) => loaded.words.value(list, property, &bar.name, &t!(text, ListSeparator)),
        None => label(&bar.name),
    };
    let has_parts = chart.series.len() > 1 || chart.series.iter().any(|part| !part.is_empty());
    let row = |bar: &Bar| {
        let part = |(place, value): (usize, &Option<f64>)| {
            let width = value.filter(|_| most > 0.0).map_or(0.0, |value| value.abs() / most * WIDTH);
            html! {
                <div class="chart__part">
                    <svg class={classes!("chart__bar", format!("chart__bar--{}", place % FILLS))} viewBox="0 0 100 10"
                        preserveAspectRatio="none" aria-hidden="true">
                        <rect x="0" y="1" width={format!("{width:.2}")} height="8" vector-effect="non-scaling-stroke" />
                    </svg>
                    <span class="chart__number">{ value.map_or_else(|| "—".to_owned(), |value| figure(&value.to_string())) }</span>
                </div>
            }
        };
        html! {
            <tr data-bar={bar.name.clone()}>
                <th scope="row">{ bar_name(bar) }</th>
                <td>{ for bar.values.iter().enumerate().map(part) }</td>
            </tr>
        }
    };
    html! {
        <figure class="chart" data-chart={chart.name.clone()}>
            <figcaption class="chart__title">{ &shown.label }{ " · " }{ &shown.unit }</figcaption>
            if has_parts {
                <ul class="chart__legend">
                    { for chart.series.iter().enumerate().map(|(place, part)| html! {
                        <li>
                            <svg class={classes!("chart__key", format!("chart__bar--{}", place % FILLS))} viewBox="0 0 12 12" aria-hidden="true">
                                <rect x="1" y="1" width="10" height="10" />
                            </svg>
                            { label(part) }
                        </li>
                    }) }
                </ul>
            }
            if chart.bars.is_empty() {
                <p class="field__hint">{ t!(text, BoardNothing) }</p>
            } else {
                <table class="chart__table"><tbody>{ for chart.bars.iter().map(row) }</tbody></table>
            }
        </figure>
    }
}

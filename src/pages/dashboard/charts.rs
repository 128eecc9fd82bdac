//! Charts: each is its own table, a bar beside every number. Parts of a bar differ by how they are filled, not by colour alone.

use ledger::indicator::{Bar, HIDDEN};
use record::Day;
use yew::prelude::*;

use super::figures::discreet;
use super::picture::{Drawn, Part};
use super::{ByAddress, CLASS, Loaded};
use crate::pages::ledger::said::figure;
use crate::platform::{drawing, files, timer};
use crate::state::exports;
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
    pub day: Day,
    /// Of when and of what they are, in words.
    pub about: String,
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
            <p class="field__hint">{ t!(text, BoardHidden, mark = HIDDEN) }</p>
            <div class="charts">{ for loaded.board.charts.iter().map(|chart| one(chart, loaded, &props.about, props.day, &text)) }</div>
        </section>
    }
}

/// As people read it; — where there is none.
fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| figure(&value.to_string()))
}

/// The parts of a bar as others may see them.
fn told(bar: &Bar) -> Vec<Part> {
    let part = |(place, value): (usize, &Option<f64>)| match bar.few.get(place) {
        Some(true) => Part { value: None, said: HIDDEN.to_owned() },
        _ => Part { value: *value, said: number(*value) },
    };
    bar.values.iter().enumerate().map(part).collect()
}

fn one(shown: &ChartShown, loaded: &Loaded, about: &str, day: Day, text: &Text) -> Html {
    let chart = &shown.chart;
    let values = chart.bars.iter().flat_map(|bar| bar.values.iter().flatten());
    let most = values.fold(0.0_f64, |most, value| most.max(value.abs()));
    let label = |name: &str| {
        let of_figure = loaded.board.figures.iter().find(|figure| figure.figure.name == name);
        of_figure.map_or_else(|| name.to_owned(), |figure| figure.label.clone())
    };
    let called = |words: &Option<(String, String)>, name: &str| match words {
        _ if name.is_empty() => t!(text, BoardBlank).to_string(),
        Some((list, property)) => loaded.words.value(list, property, name, &t!(text, ListSeparator)),
        None => label(name),
    };
    let bar_name = |bar: &Bar| called(&shown.words, &bar.name);
    let part_name = |part: &String| called(&shown.series_words, part);
    let has_parts = chart.series.len() > 1 || chart.series.iter().any(|part| !part.is_empty());
    let row = |bar: &Bar| {
        let part = |(place, value): (usize, &Option<f64>)| {
            let width = value.filter(|_| most > 0.0).map_or(0.0, |value| value.abs() / most * WIDTH);
            let is_few = bar.few.get(place).copied().unwrap_or_default();
            html! {
                <div class="chart__part" data-few={is_few.then_some("true")}>
                    <svg class={classes!("chart__bar", format!("chart__bar--{}", place % FILLS))} viewBox="0 0 100 10"
                        preserveAspectRatio="none" aria-hidden="true">
                        <rect x="0" y="1" width={format!("{width:.2}")} height="8" vector-effect="non-scaling-stroke" />
                    </svg>
                    <span class="chart__number">{ discreet(is_few.then_some(HIDDEN), number(*value)) }</span>
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
    let onclick = {
        let class = exports::class(CLASS, text);
        let drawn = Drawn {
            title: format!("{} · {}", shown.label, shown.unit),
            about: format!("{about} · {}", exports::classed(CLASS, text)),
            series: if has_parts { chart.series.iter().map(part_name).collect() } else { Vec::new() },
            bars: chart.bars.iter().map(|bar| (bar_name(bar), told(bar))).collect(),
        };
        let name = format!("{}_{day}_{class}.png", shown.label);
        move |_: MouseEvent| {
            let (name, drawn) = (name.clone(), drawn.clone());
            timer::spawn(async move {
                let (width, height) = drawn.size();
                if let Ok(png) = drawing::png(&drawn.svg(), width, height).await {
                    // That it was started is all one can know.
                    let _ = files::download(&name, "image/png", &png);
                }
            });
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
                            { part_name(part) }
                        </li>
                    }) }
                </ul>
            }
            if chart.bars.is_empty() {
                <p class="field__hint">{ t!(text, BoardNothing) }</p>
            } else {
                <table class="chart__table"><tbody>{ for chart.bars.iter().map(row) }</tbody></table>
                <button type="button" class="button chart__save" data-action="save-chart" {onclick}>{ t!(text, BoardPicture) }</button>
            }
        </figure>
    }
}

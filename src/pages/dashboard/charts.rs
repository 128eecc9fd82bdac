//! Charts, each with its table. Parts of a bar differ by how they are filled, not by colour alone.

use ledger::indicator::{Bar, HIDDEN};
use record::Day;
use yew::prelude::*;

use super::figures::discreet;
use super::picture::Drawn;
use super::plot::{FILLS, Part, Plot};
use super::scene::{Scene, Shape};
use super::{ByAddress, CLASS, Loaded};
use crate::platform::{drawing, files, timer};
use crate::state::exports;
use crate::t;
use crate::text::figures::part as number;
use crate::text::{Text, use_text};
use crate::worker::desk::board::{ChartShown, Naming};

/// A drawing on the page, in dots of its own: about what a tablet held upright has for it.
const WIDTH: u32 = 420;

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
    let with_tables = use_state_eq(|| false);
    let onclick = {
        let with_tables = with_tables.clone();
        move |_: MouseEvent| with_tables.set(!*with_tables)
    };
    html! {
        <section class="section" data-section="charts">
            <h2 class="section__title">{ t!(text, BoardCharts) }</h2>
            <button type="button" class="button chart__tables" data-action="chart-tables" aria-pressed={with_tables.to_string()} {onclick}>
                { t!(text, BoardTables) }
            </button>
            <svg class="chart__patterns" aria-hidden="true" width="0" height="0">
                <defs>
                    <pattern id="hatched" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="chart__hatch" width="1.2" height="3" />
                    </pattern>
                </defs>
            </svg>
            <p class="field__hint">{ t!(text, BoardHidden, mark = HIDDEN) }</p>
            <div class={classes!("charts", with_tables.then_some("charts--tables"))}>{ for loaded.board.charts.iter().map(|chart| one(chart, loaded, &props.about, props.day, &text)) }</div>
        </section>
    }
}

/// The parts of a bar, as others may see them or all of them.
fn parts(bar: &Bar, is_whole: bool) -> Vec<Part> {
    let part = |(value, few): (&Option<f64>, &bool)| match few {
        true if !is_whole => Part { value: None, said: HIDDEN.to_owned() },
        _ => Part { value: *value, said: number(*value) },
    };
    bar.values.iter().zip(&bar.few).map(part).collect()
}

fn one(shown: &ChartShown, loaded: &Loaded, about: &str, day: Day, text: &Text) -> Html {
    let chart = &shown.chart;
    let (blank, separator) = (t!(text, BoardBlank), t!(text, ListSeparator));
    let naming = Naming { board: &loaded.board, words: &loaded.words, blank: &blank, separator: &separator };
    let bar_name = |bar: &Bar| naming.bar(shown, &bar.name);
    let part_name = |part: &String| naming.part(shown, part);
    let has_parts = shown.has_parts();
    let plot = |is_whole: bool| {
        let bars = chart.bars.iter().map(|bar| (bar_name(bar), parts(bar, is_whole)));
        Plot { bars: bars.collect(), is_over_time: shown.is_over_time }
    };
    let (whole, told) = (plot(true), plot(false));
    let row = |bar: &Bar| {
        let part = |(value, is_few): (&Option<f64>, &bool)| {
            html! {
                <td class="chart__number" data-few={is_few.then_some("true")}>
                    { discreet(is_few.then_some(HIDDEN), number(*value)) }
                </td>
            }
        };
        html! {
            <tr data-bar={bar.name.clone()}>
                <th scope="row">{ bar_name(bar) }</th>
                { for bar.values.iter().zip(&bar.few).map(part) }
            </tr>
        }
    };
    let onclick = {
        let class = exports::class(CLASS, text);
        let drawn = Drawn {
            title: format!("{} · {}", shown.label, shown.unit),
            about: format!("{about} · {}", exports::classed(CLASS, text)),
            series: if has_parts { chart.series.iter().map(part_name).collect() } else { Vec::new() },
            plot: told.clone(),
        };
        let name = format!("{}_{day}_{class}.png", shown.label);
        move |_: MouseEvent| {
            let (name, drawn) = (name.clone(), drawn.clone());
            timer::spawn(async move {
                let (svg, width, height) = drawn.svg();
                if let Ok(png) = drawing::png(&svg, width, height).await {
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
                if whole == told {
                    { scene(&whole, "chart__drawing", &shown.label) }
                } else {
                    { scene(&whole, "chart__drawing told", &shown.label) }
                    { scene(&told, "chart__drawing told-less", &shown.label) }
                }
                <div class={classes!("chart__numbers", (!whole.is_told_whole(WIDTH)).then_some("chart__numbers--needed"))}>
                    <table class="chart__table">
                        if has_parts {
                            <thead><tr><td></td>{ for chart.series.iter().map(|part| html! { <th scope="col">{ part_name(part) }</th> }) }</tr></thead>
                        }
                        <tbody>{ for chart.bars.iter().map(row) }</tbody>
                    </table>
                </div>
                <button type="button" class="button chart__save" data-action="save-chart" {onclick}>{ t!(text, BoardPicture) }</button>
            }
        </figure>
    }
}

/// A chart as a drawing of the page's own.
fn scene(plot: &Plot, class: &'static str, label: &str) -> Html {
    let Some(Scene { width, height, shapes }) = plot.scene(WIDTH) else { return Html::default() };
    let shape = |shape: Shape| match shape {
        Shape::Bar { at: (x, y), size: (width, height), fill } => html! {
            <rect class={format!("chart__bar--{fill}")} x={x.to_string()} y={y.to_string()} width={width.to_string()} height={height.to_string()} />
        },
        Shape::Line { from, to } => html! {
            <line class="chart__line" x1={from.0.to_string()} y1={from.1.to_string()} x2={to.0.to_string()} y2={to.1.to_string()} />
        },
        Shape::Text { at: (x, y), anchor, size, said } => html! {
            <text x={x.to_string()} y={y.to_string()} dy="0.35em" text-anchor={anchor} font-size={size.to_string()}>{ said }</text>
        },
    };
    html! {
        <svg {class} role="img" aria-label={label.to_owned()} viewBox={format!("0 0 {width} {height}")}>
            { for shapes.into_iter().map(shape) }
        </svg>
    }
}

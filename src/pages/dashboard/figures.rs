//! The figures, in their groups.

use ledger::indicator::Figure;
use yew::prelude::*;

use super::behind::Behind;
use super::{ByAddress, Loaded};
use crate::t;
use crate::text::figures::{self, said};
use crate::text::{Text, use_text};
use crate::worker::desk::board::FigureShown;

#[derive(PartialEq, Properties)]
pub struct FiguresProps {
    pub loaded: ByAddress,
    /// The name of a figure whose rows are wanted, or nothing more.
    pub on_open: Callback<Option<String>>,
    pub on_more: Callback<()>,
}

#[component]
pub fn Figures(props: &FiguresProps) -> Html {
    let text = use_text();
    let FiguresProps { loaded, on_open, on_more } = props;
    let Loaded { board, .. } = &*loaded.0;
    let opened = board.behind.as_ref().map(|behind| behind.name.as_str());
    // A figure that only others use is opened from those: it stands below all groups.
    let opened_group = board.figures.iter().find(|figure| Some(figure.figure.name.as_str()) == opened);
    let behind = |group: &str| {
        let is_here = opened_group.is_some_and(|figure| figure.group == group);
        let close = on_open.reform(|()| None);
        html! {
            if is_here {
                <Behind loaded={loaded.clone()} on_open={on_open.reform(Some)} on_close={close} on_more={on_more.clone()} />
            }
        }
    };
    let group = |(name, label): &(String, String)| {
        let figures = board.figures.iter().filter(|figure| figure.group == *name);
        html! {
            <section class="section" key={name.clone()} data-group={name.clone()}>
                <h2 class="section__title">{ label }</h2>
                <div class="board__figures">{ for figures.map(|figure| card(figure, opened, on_open, &text)) }</div>
                { behind(name) }
            </section>
        }
    };
    html! {
        <>
            { for board.groups.iter().map(group) }
            { behind("") }
        </>
    }
}

fn card(figure: &FigureShown, opened: Option<&str>, on_open: &Callback<Option<String>>, text: &Text) -> Html {
    let name = figure.figure.name.clone();
    let is_open = opened == Some(name.as_str());
    let onclick = {
        let name = (!is_open).then(|| name.clone());
        on_open.reform(move |_: MouseEvent| name.clone())
    };
    let value = figure.figure.value;
    let raw = value.map(|value| number(value, figure.places)).unwrap_or_default();
    let instead = figure.figure.instead();
    // A change tells what one of the two hides.
    let hides = |before: usize| (instead.is_some() || figure.few_before[before]).then_some("");
    let changed = |before: Option<f64>| {
        let change = value.zip(before).map(|(now, before)| ledger::indicator::rounded(now - before, figure.places));
        change.map_or_else(|| "—".to_owned(), |change| signed(change, figure.places))
    };
    html! {
        <button type="button" class="figure" key={name.clone()} data-figure={name} data-value={raw} data-action="open-figure"
            aria-expanded={is_open.to_string()} {onclick}>
            <span class="figure__label">{ &figure.label }</span>
            <span class="figure__value">
                { discreet(instead, said(value, figure.places)) }
                if value.is_some() {
                    <span class="figure__unit">{ &figure.unit }</span>
                }
            </span>
            <span class="figure__before">
                <span class="figure__change">
                    { discreet(hides(0), t!(text, BoardMonthBefore, change = changed(figure.month_before))) }
                </span>
                { " " }
                <span class="figure__change">
                    { discreet(hides(1), t!(text, BoardYearBefore, change = changed(figure.year_before))) }
                </span>
            </span>
            { for doubts(&figure.figure, text).into_iter().map(|(kind, doubt)| html! {
                <span class="figure__doubt" data-caveat={kind}>{ doubt }</span>
            }) }
        </button>
    }
}

/// Something that stands on the page, and on paper something else in its place where others are not told it.
pub fn discreet(instead: Option<&'static str>, said: impl Into<AttrValue>) -> Html {
    let said = said.into();
    html! {
        if let Some(instead) = instead {
            <span class="told" data-few="true">{ said }</span><span class="told-less">{ instead }</span>
        } else {
            { said }
        }
    }
}

/// What makes a figure doubtful, in words.
fn doubts(figure: &Figure, text: &Text) -> Vec<(&'static str, AttrValue)> {
    let Figure { value, caveats, .. } = figure;
    let mut doubts = Vec::new();
    match value {
        None if caveats.unscoped => doubts.push(("unscoped", t!(text, BoardUnscoped))),
        // A formula made do without the lists that no part of the zone has rows of.
        Some(_) if caveats.unscoped => doubts.push(("partly", t!(text, BoardPartly))),
        _ => {}
    }
    if caveats.conflicts > 0 {
        doubts.push(("conflicts", t!(text, BoardConflicts, count = caveats.conflicts)));
    }
    if caveats.faulty_codes > 0 {
        doubts.push(("faulty-codes", t!(text, BoardFaultyCodes, count = caveats.faulty_codes)));
    }
    if let Some(year) = caveats.missing_year {
        doubts.push(("missing-year", t!(text, BoardMissingYear, year = year.to_string())));
    }
    if caveats.failed.is_some() {
        doubts.push(("failed", t!(text, BoardExpressionFailed)));
    }
    doubts
}

/// With its places, as a program reads it.
fn number(value: f64, places: u32) -> String {
    format!("{value:.*}", places as usize)
}

fn signed(change: f64, places: u32) -> String {
    let figure = figures::figure(&number(change.abs(), places));
    match change {
        change if change > 0.0 => format!("+{figure}"),
        change if change < 0.0 => format!("−{figure}"),
        _ => "0".to_owned(),
    }
}

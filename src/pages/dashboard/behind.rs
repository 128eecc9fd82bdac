//! What a figure is made of: its formula in words, the rows that count, those that do not and why.

use ledger::indicator::{Included, LeftOut, RowKey, Why};
use yew::prelude::*;

use super::figures::discreet;
use super::{ByAddress, Loaded};
use crate::platform::document;
use crate::route::Route;
use crate::t;
use crate::text::figures::said;
use crate::text::{Text, use_text};
use crate::worker::desk::board::{BehindShown, FigureShown};

#[derive(PartialEq, Properties)]
pub struct BehindProps {
    pub loaded: ByAddress,
    pub on_open: Callback<String>,
    pub on_close: Callback<()>,
    pub on_more: Callback<()>,
}

#[component]
pub fn Behind(props: &BehindProps) -> Html {
    let text = use_text();
    let loaded = &*props.loaded.0;
    let name = loaded.board.behind.as_ref().map(|shown| shown.name.clone());
    use_effect_with(name, |_| {
        document::focus("[data-behind] [data-action=\"close-figure\"]");
    });
    let Some(shown) = &loaded.board.behind else { return Html::default() };
    let Some(figure) = loaded.board.figures.iter().find(|figure| figure.figure.name == shown.name) else {
        return Html::default();
    };
    let behind = &shown.behind;
    let left = (behind.included_of - behind.included.len()).max(behind.left_out_of - behind.left_out.len());
    html! {
        <div class="behind" data-behind={shown.name.clone()} data-included={behind.included_of.to_string()}
            data-left-out={behind.left_out_of.to_string()}>
            <div class="behind__head">
                <h3 class="behind__title">{ &figure.label }{ " " }{ discreet(figure.figure.instead(), said(figure.figure.value, figure.places)) }{ " " }{ &figure.unit }</h3>
                <button type="button" class="button" data-action="close-figure" onclick={props.on_close.reform(|_: MouseEvent| ())}>
                    { t!(text, BoardClose) }
                </button>
            </div>
            <p class="behind__formula">{ &figure.formula }</p>
            { parts(shown, loaded, &props.on_open) }
            if !behind.list.is_empty() {
                <h4>{ t!(text, BoardIncluded, count = behind.included_of) }</h4>
                if !behind.included.is_empty() {
                    { included(shown, loaded, figure, &text) }
                }
                <h4>{ t!(text, BoardLeftOut, count = behind.left_out_of) }</h4>
                if !behind.reasons.is_empty() {
                    <ul class="behind__reasons">
                        { for behind.reasons.iter().map(|(reason, count)| html! {
                            <li data-reason={kind(reason)} data-count={count.to_string()}>{ why(reason, shown, &text) }{ " · " }{ count }</li>
                        }) }
                    </ul>
                    { left_out(shown, loaded, &text) }
                }
                { keys("disputed", &t!(text, BoardDisputed), &behind.disputed) }
                { keys("faulty", &t!(text, BoardFaulty), &behind.faulty) }
                if left > 0 {
                    <button type="button" class="button" data-action="more-rows" onclick={props.on_more.reform(|_: MouseEvent| ())}>
                        { t!(text, VerdictMore, count = left) }
                    </button>
                }
            }
        </div>
    }
}

/// The figures that a formula is of.
fn parts(shown: &BehindShown, loaded: &Loaded, on_open: &Callback<String>) -> Html {
    let figures = shown.behind.figures.iter();
    let found = figures.filter_map(|name| loaded.board.figures.iter().find(|figure| figure.figure.name == *name));
    let part = |figure: &FigureShown| {
        let name = figure.figure.name.clone();
        let onclick = {
            let name = name.clone();
            on_open.reform(move |_: MouseEvent| name.clone())
        };
        html! {
            <button type="button" class="button" data-action="open-part" data-part={name} {onclick}>
                { format!("{} {} {}", figure.label, said(figure.figure.value, figure.places), figure.unit) }
            </button>
        }
    };
    html! { <div class="field-row">{ for found.map(part) }</div> }
}

fn link(key: &RowKey) -> Html {
    let href = Route::Enterprise { list: key.list.clone(), entity: key.id.to_string() }.href();
    html! { <a {href} data-action="open" data-entity={key.id.to_string()}>{ &key.title }</a> }
}

/// What else is said of a row, as cells.
fn details(shown: &BehindShown, loaded: &Loaded, values: &[String], text: &Text) -> Html {
    let cell = |((_, property), value): (&(String, Option<String>), &String)| {
        let said = property
            .as_ref()
            .map(|property| loaded.words.value(&shown.behind.list, property, value, &t!(text, ListSeparator)));
        html! { <td>{ said.unwrap_or_else(|| value.clone()).replace('/', " – ") }</td> }
    };
    shown.details.iter().zip(values).map(cell).collect()
}

fn detail_heads(shown: &BehindShown) -> Html {
    shown.details.iter().map(|(label, _)| html! { <th scope="col">{ label }</th> }).collect()
}

fn included(shown: &BehindShown, loaded: &Loaded, figure: &FigureShown, text: &Text) -> Html {
    let has_value = shown.behind.included.iter().any(|row| row.value.is_some());
    let row = |row: &Included| {
        html! {
            <tr key={row.row.id.to_string()} data-included-row={row.row.id.to_string()}>
                <th scope="row">{ link(&row.row) }</th>
                if has_value {
                    <td class="table__number">{ said(row.value, row.value.map_or(0, places)) }</td>
                }
                { details(shown, loaded, &row.details, text) }
            </tr>
        }
    };
    html! {
        <div class="table-frame">
            <table class="table">
                <thead><tr>
                    <th scope="col">{ t!(text, ColumnName) }</th>
                    if has_value {
                        <th scope="col" class="table__number">{ &figure.unit }</th>
                    }
                    { detail_heads(shown) }
                </tr></thead>
                <tbody>{ for shown.behind.included.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// A row's own value has as many places as it needs.
fn places(value: f64) -> u32 {
    let hundredths = (value * 100.0).round();
    match hundredths {
        hundredths if hundredths % 100.0 == 0.0 => 0,
        hundredths if hundredths % 10.0 == 0.0 => 1,
        _ => 2,
    }
}

fn left_out(shown: &BehindShown, loaded: &Loaded, text: &Text) -> Html {
    let row = |row: &LeftOut| {
        let reasons: Vec<String> = row.why.iter().map(|reason| why(reason, shown, text).to_string()).collect();
        html! {
            <tr key={row.row.id.to_string()} data-left-out-row={row.row.id.to_string()} data-why={row.why.first().map(kind)}>
                <th scope="row">{ link(&row.row) }</th>
                <td>{ reasons.join(&t!(text, ListSeparator)) }</td>
                { details(shown, loaded, &row.details, text) }
            </tr>
        }
    };
    html! {
        <div class="table-frame">
            <table class="table">
                <thead><tr><th scope="col">{ t!(text, ColumnName) }</th><th scope="col">{ t!(text, BoardWhy) }</th>{ detail_heads(shown) }</tr></thead>
                <tbody>{ for shown.behind.left_out.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn keys(name: &'static str, title: &str, keys: &[RowKey]) -> Html {
    html! {
        if !keys.is_empty() {
            <p data-doubtful={name}>{ title }{ " " }{ for keys.iter().map(|key| html! { <>{ link(key) }{ " " }</> }) }</p>
        }
    }
}

/// A reason's name for whoever drives the page.
fn kind(why: &Why) -> String {
    match why {
        Why::Condition(name) => name.clone(),
        Why::NoDay => "no-day".to_owned(),
        Why::Later => "later".to_owned(),
        Why::Earlier => "earlier".to_owned(),
        Why::Ended => "ended".to_owned(),
        Why::NoValue => "no-value".to_owned(),
        Why::NotLatest => "not-latest".to_owned(),
        Why::TakenOff(figure) => format!("taken-off-{figure}"),
    }
}

fn why(why: &Why, shown: &BehindShown, text: &Text) -> AttrValue {
    match why {
        Why::Condition(name) => {
            let label = shown.conditions.get(name).unwrap_or(name).clone();
            t!(text, BoardFails, condition = label)
        }
        Why::NoDay => t!(text, BoardNoDay),
        Why::Later => t!(text, BoardLater),
        Why::Earlier => t!(text, BoardEarlier),
        Why::Ended => t!(text, BoardEnded),
        Why::NoValue => t!(text, BoardNoValue),
        Why::NotLatest => t!(text, BoardNotLatest),
        Why::TakenOff(figure) => {
            let label = shown.conditions.get(figure).unwrap_or(figure).clone();
            t!(text, BoardTakenOff, figure = label)
        }
    }
}

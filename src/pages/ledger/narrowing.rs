//! Filters of a list: chosen from what its forms offer and from the names of what it names, shown as chips that take them away again.

use std::collections::BTreeSet;

use ledger::Column;
use record::ListName;
use store::views::{View, ViewFilter};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{ByAddress, asked, said};
use crate::state::desk::ENTERPRISES;
use crate::state::device::use_device;
use crate::state::lists::{self, ListError};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Text, use_text};
use crate::worker::desk::lists::{Named, Offered};

/// So many values of a column without choices are offered; of one with more it is searched.
const MOST_VALUES: usize = 60;

/// So many groups, projects or enterprises that a column names are offered by their names; of one with more it is searched.
const MOST_NAMES: usize = 200;

/// Days that freshness is asked for.
const DAYS: [u32; 4] = [7, 30, 90, 180];

#[derive(PartialEq, Properties)]
pub struct NarrowingProps {
    pub list: String,
    pub words: ByAddress,
    pub view: View,
    pub on_view: Callback<View>,
}

async fn officers(list: String) -> Result<Vec<(String, usize)>, ListError> {
    let values = lists::values(&ListName::new(list), &Column::UpdatedBy, MOST_VALUES).await?;
    Ok(values.unwrap_or_default())
}

async fn offered(list: String) -> Result<Vec<Offered>, ListError> {
    lists::offered(&ListName::new(list), MOST_NAMES).await
}

async fn named(values: BTreeSet<String>) -> Result<Named, ListError> {
    lists::named(values.into_iter().collect()).await
}

/// One control for each column that has choices or names others, for who changed a row, and for how long ago.
#[component]
pub fn Filters(props: &NarrowingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let about = (device, props.list.clone());
    let (officers, _) = use_remote(about.clone(), |(device, list)| device.map(|_| officers(list)));
    let (offered, _) = use_remote(about, |(device, list)| device.map(|_| offered(list)));
    let words = &props.words.0;
    let choose = |column: Column, choices: Vec<(String, String)>| {
        let onchange = {
            let (on_view, view, column) = (props.on_view.clone(), props.view.clone(), column.clone());
            move |event: Event| match picked(&event).as_str() {
                NOTHING_CHOSEN => {}
                BLANK => on_view.emit(asked::with_value(&view, &column, "")),
                value => on_view.emit(asked::with_value(&view, &column, value)),
            }
        };
        // Drawn anew after each choice, so that it stands at its beginning again.
        let chosen: usize = props
            .view
            .filters
            .iter()
            .map(|filter| match filter {
                ViewFilter::OneOf { values, .. } => values.len(),
                _ => 0,
            })
            .sum();
        let key = format!("{} {chosen}", column.name());
        html! {
            <label class="filter" {key}>
                <span class="field__label">{ said::column(&props.list, &column, words, &text) }</span>
                <select class="field__input" data-filter={column.name().to_owned()} {onchange}>
                    <option value={NOTHING_CHOSEN} selected={true}>{ t!(text, LedgerAny) }</option>
                    { for choices.iter().map(|(value, label)| html! { <option value={value.clone()}>{ label }</option> }) }
                    <option value={BLANK}>{ t!(text, LedgerBlank) }</option>
                </select>
            </label>
        }
    };
    let offered = offered.ready().map(Vec::as_slice).unwrap_or_default();
    let of_property = |name: &str| {
        let mut choices: Vec<(String, String)> =
            words.choices(&props.list, name).map(|(value, label)| (value.to_owned(), label.to_owned())).collect();
        if let Some(named) = offered.iter().find(|offered| choices.is_empty() && offered.property == name) {
            choices.clone_from(&named.entities);
        }
        (!choices.is_empty()).then(|| choose(Column::Property(name.to_owned()), choices))
    };
    let mut properties = words.properties(&props.list);
    for named in offered {
        // A list may be filled by a form that is not here.
        if !properties.contains(&named.property.as_str()) {
            properties.push(&named.property);
        }
    }
    let by_officer = match &officers {
        Remote::Ready(officers) if officers.len() > 1 => {
            let officers = officers.iter().map(|(officer, _)| (officer.clone(), officer.clone())).collect();
            choose(Column::UpdatedBy, officers)
        }
        _ => Html::default(),
    };
    let in_conflict = props.view.filters.contains(&ViewFilter::InConflict);
    let on_conflict = {
        let (on_view, view) = (props.on_view.clone(), props.view.clone());
        move |_: Event| {
            let mut view = view.clone();
            view.filters.retain(|filter| *filter != ViewFilter::InConflict);
            if !in_conflict {
                view.filters.push(ViewFilter::InConflict);
            }
            on_view.emit(view);
        }
    };
    html! {
        <section class="filters" aria-label={t!(text, LedgerFilters)}>
            { freshness(&Column::UpdatedAt, props, &text) }
            if props.list == ENTERPRISES {
                { freshness(&Column::LastVisit, props, &text) }
            }
            { by_officer }
            <label class="filter filter--tick">
                <input type="checkbox" data-filter={Column::Conflicts.name()} checked={in_conflict} onchange={on_conflict} />
                <span>{ t!(text, LedgerInConflict) }</span>
            </label>
            { for properties.into_iter().filter_map(of_property) }
        </section>
    }
}

fn picked(event: &Event) -> String {
    event.target_unchecked_into::<HtmlSelectElement>().value()
}

const NOTHING_CHOSEN: &str = "__nothing";
const BLANK: &str = "__blank";

/// How long ago, in both directions.
fn freshness(column: &Column, props: &NarrowingProps, text: &Text) -> Html {
    let is_it = |known: &str| known == column.name();
    let chosen = props.view.filters.iter().find_map(|filter| match filter {
        ViewFilter::Within { column, days } if is_it(column) => Some((true, *days)),
        ViewFilter::NotWithin { column, days } if is_it(column) => Some((false, *days)),
        _ => None,
    });
    let onchange = {
        let (on_view, view, column) = (props.on_view.clone(), props.view.clone(), column.clone());
        move |event: Event| {
            let picked = picked(&event);
            let name = || column.name().to_owned();
            let filter = match picked.split_once(' ').map(|(which, days)| (which, days.parse())) {
                Some(("within", Ok(days))) => Some(ViewFilter::Within { column: name(), days }),
                Some((_, Ok(days))) => Some(ViewFilter::NotWithin { column: name(), days }),
                _ => None,
            };
            on_view.emit(asked::with_days(&view, &column, filter));
        }
    };
    let option = |(is_within, days): (bool, u32)| {
        let value = format!("{} {days}", if is_within { "within" } else { "not-within" });
        html! {
            <option {value} selected={chosen == Some((is_within, days))}>{ days_said(is_within, days, text) }</option>
        }
    };
    html! {
        <label class="filter">
            <span class="field__label">{ said::column(&props.list, column, &props.words.0, text) }</span>
            <select class="field__input" data-filter={column.name().to_owned()} {onchange}>
                <option value="" selected={chosen.is_none()}>{ t!(text, LedgerAny) }</option>
                { for [true, false].into_iter().flat_map(|is_within| DAYS.map(|days| option((is_within, days)))) }
            </select>
        </label>
    }
}

fn days_said(is_within: bool, days: u32, text: &Text) -> AttrValue {
    if is_within { t!(text, LedgerWithin, days = days) } else { t!(text, LedgerNotWithin, days = days) }
}

/// What narrows the list now; a tap takes it away.
#[component]
pub fn Chips(props: &NarrowingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let chosen = props.view.filters.iter().filter_map(|filter| match filter {
        ViewFilter::OneOf { values, .. } => Some(values),
        _ => None,
    });
    let chosen: BTreeSet<String> = chosen.flatten().filter(|value| !value.is_empty()).cloned().collect();
    let (names, _) =
        use_remote((device, chosen), |(device, chosen)| device.filter(|_| !chosen.is_empty()).map(|_| named(chosen)));
    if props.view.filters.is_empty() {
        return Html::default();
    }
    let words = &props.words.0;
    let name_of = |value: &str| names.ready().and_then(|names| names.get(value)).map(|name| name.title.clone());
    let heading = |column: &str| {
        Column::of(column).map(|column| said::column(&props.list, &column, words, &text)).unwrap_or_default()
    };
    let chip = |place: usize, value: Option<&str>, said: String| {
        let onclick = {
            let (on_view, view, value) = (props.on_view.clone(), props.view.clone(), value.map(str::to_owned));
            move |_: MouseEvent| on_view.emit(asked::without(&view, place, value.as_deref()))
        };
        let label = t!(text, LedgerRemoveFilter, filter = said.clone());
        html! {
            <li key={said.clone()}>
                <button type="button" class="chip" data-action="remove-filter" aria-label={label} {onclick}>
                    { said }<span class="chip__end" aria-hidden="true">{ "×" }</span>
                </button>
            </li>
        }
    };
    let chips = |(place, filter): (usize, &ViewFilter)| -> Vec<Html> {
        let days = |column: &str, is_within: bool, days: u32| {
            format!("{}{}{}", heading(column), t!(text, LedgerIs), days_said(is_within, days, &text))
        };
        match filter {
            ViewFilter::OneOf { column, values } => {
                let value_said = |value: &String| match (value.as_str(), Column::of(column)) {
                    ("", _) => t!(text, LedgerBlank).to_string(),
                    (value, Some(Column::Property(name))) => {
                        name_of(value).unwrap_or_else(|| words.value(&props.list, &name, value, ""))
                    }
                    (value, _) => value.to_owned(),
                };
                let said = |value: &String| format!("{}{}{}", heading(column), t!(text, LedgerIs), value_said(value));
                values.iter().map(|value| chip(place, Some(value), said(value))).collect()
            }
            ViewFilter::Within { column, days: count } => vec![chip(place, None, days(column, true, *count))],
            ViewFilter::NotWithin { column, days: count } => vec![chip(place, None, days(column, false, *count))],
            ViewFilter::InConflict => vec![chip(place, None, t!(text, LedgerInConflict).to_string())],
        }
    };
    let clear = {
        let (on_view, view) = (props.on_view.clone(), props.view.clone());
        move |_: MouseEvent| on_view.emit(View { filters: Vec::new(), ..view.clone() })
    };
    html! {
        <ul class="chips" aria-label={t!(text, LedgerFilters)}>
            { for props.view.filters.iter().enumerate().flat_map(chips) }
            <li><button type="button" class="button" data-action="clear-filters" onclick={clear}>{ t!(text, LedgerClear) }</button></li>
        </ul>
    }
}

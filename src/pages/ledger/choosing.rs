//! What a list shows, and under which name: its columns, and the views that somebody saved.

use ledger::Column;
use record::ListName;
use store::views::{self, View};
use yew::prelude::*;

use super::{ByAddress, asked, said};
use crate::platform::{document, timer};
use crate::state::device::use_device;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::typing::{Typing, use_typing};

#[derive(PartialEq, Properties)]
pub struct ColumnsProps {
    pub list: String,
    pub words: ByAddress,
    pub shown: Vec<Column>,
    pub all: Vec<Column>,
    /// The names of those to be shown; none: the usual ones.
    pub on_columns: Callback<Vec<String>>,
}

/// Which columns stand in the list, and in which order: those that do come first, as they stand.
#[component]
pub fn Columns(props: &ColumnsProps) -> Html {
    let text = use_text();
    // A row that changes places loses what was in focus on it.
    let moved = use_state_eq(|| None::<String>);
    use_effect_with((props.shown.clone(), (*moved).clone()), |(_, moved)| {
        if let Some(button) = moved {
            document::focus_id(button);
        }
    });
    let tick = |column: &Column| {
        let is_shown = props.shown.contains(column);
        let onchange = {
            let (on_columns, shown, column) = (props.on_columns.clone(), props.shown.clone(), column.clone());
            move |_: Event| {
                let kept = shown.iter().filter(|known| **known != column);
                let added = (!is_shown).then_some(&column);
                on_columns.emit(kept.chain(added).map(|column| column.name().to_owned()).collect());
            }
        };
        html! {
            <label class="filter filter--tick" key={column.name().to_owned()}>
                <input type="checkbox" data-column={column.name().to_owned()} checked={is_shown} {onchange} />
                <span>{ said::column(&props.list, column, &props.words.0, &text) }</span>
            </label>
        }
    };
    let row = |(place, column): (usize, &Column)| {
        let called = said::column(&props.list, column, &props.words.0, &text);
        let button = |action: &'static str, label: AttrValue, sign: &'static str, place: Option<usize>| {
            let (on_columns, shown, moved) = (props.on_columns.clone(), props.shown.clone(), moved.setter());
            let id = format!("{action}-{}", column.name());
            let own = id.clone();
            let is_disabled = place.is_none_or(|place| place + 1 >= shown.len());
            let onclick = move |_: MouseEvent| {
                let Some(place) = place else { return };
                moved.set(Some(own.clone()));
                on_columns.emit(asked::swapped(&shown, place));
            };
            // It stays in reach of the keyboard at either end.
            html! {
                <button type="button" class="button" {id} data-action={action} data-column={column.name().to_owned()} aria-label={label}
                    aria-disabled={is_disabled.to_string()} {onclick}>{ sign }</button>
            }
        };
        html! {
            <li class="views__view" key={column.name().to_owned()} data-shown={column.name().to_owned()}>
                { button("column-up", t!(text, LedgerColumnUp, name = called.to_string()), "↑", place.checked_sub(1)) }
                { button("column-down", t!(text, LedgerColumnDown, name = called.to_string()), "↓", Some(place)) }
                { tick(column) }
            </li>
        }
    };
    let others = props.all.iter().filter(|column| !props.shown.contains(column));
    html! {
        <fieldset class="filters filters--columns">
            <legend class="unseen">{ t!(text, LedgerColumns) }</legend>
            <ol class="views" aria-label={t!(text, LedgerColumnOrder)}>{ for props.shown.iter().enumerate().map(row) }</ol>
            { for others.map(tick) }
            <button type="button" class="button" data-action="usual-columns" onclick={props.on_columns.reform(|_: MouseEvent| Vec::new())}>
                { t!(text, LedgerUsualColumns) }
            </button>
        </fieldset>
    }
}

#[derive(PartialEq, Properties)]
pub struct ViewsProps {
    pub list: String,
    pub view: View,
    pub saved: Vec<(String, View)>,
    pub on_view: Callback<View>,
    pub on_changed: Callback<()>,
}

/// Views that somebody saved: one tap shows the list so.
#[component]
pub fn Views(props: &ViewsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let typed = use_state_eq(String::new);
    let failed = use_state_eq(|| false);
    let on_typed = {
        let typed = typed.setter();
        Callback::from(move |text: String| typed.set(text))
    };
    let Typing { node, oninput } = use_typing(on_typed);
    let run = {
        let (device, failed, on_changed) = (device, failed.setter(), props.on_changed.clone());
        move |plan: store::Transaction| {
            let (device, failed, on_changed) = (device.clone(), failed.clone(), on_changed.clone());
            timer::spawn(async move {
                let Some(device) = device else { return };
                failed.set(device.run(plan).await.is_err());
                on_changed.emit(());
            });
        }
    };
    let list = ListName::new(props.list.clone());
    let name = views::name(&typed);
    let save = {
        let (run, list, view, name, typed) =
            (run.clone(), list.clone(), props.view.clone(), name.clone(), typed.clone());
        move |_: MouseEvent| {
            if let Some(name) = &name {
                run(views::save(&list, name, &view));
                typed.set(String::new());
            }
        }
    };
    let row = |(name, view): &(String, View)| {
        let show = {
            let view = view.clone();
            props.on_view.reform(move |_: MouseEvent| view.clone())
        };
        let delete = {
            let (run, list, name) = (run.clone(), list.clone(), name.clone());
            move |_: MouseEvent| run(views::delete(&list, &name))
        };
        let is_shown = *view == props.view;
        html! {
            <li class="views__view" key={name.clone()} data-view={name.clone()}>
                <button type="button" class={classes!("button", is_shown.then_some("button--primary"))} data-action="show-view"
                    aria-pressed={is_shown.to_string()} onclick={show}>{ name }</button>
                <button type="button" class="button" data-action="delete-view" aria-label={t!(text, LedgerDeleteView, name = name.clone())}
                    onclick={delete}>{ t!(text, AttachRemove) }</button>
            </li>
        }
    };
    html! {
        <section class="filters" aria-label={t!(text, LedgerViews)}>
            if !props.saved.is_empty() {
                <ul class="views">{ for props.saved.iter().map(row) }</ul>
            }
            <div class="views__new">
                <label class="filter">
                    <span class="field__label">{ t!(text, LedgerViewName) }</span>
                    <input class="field__input" type="text" ref={node} {oninput} value={(*typed).clone()} data-input="view-name" autocomplete="off" />
                </label>
                <button type="button" class="button button--primary" data-action="save-view" disabled={name.is_none()} onclick={save}>
                    { t!(text, LedgerSaveView) }
                </button>
            </div>
            if *failed {
                <p class="fine" role="alert">{ t!(text, OfficersNotSaved) }</p>
            }
        </section>
    }
}

//! One entity list with all that narrows it: search, filters, columns, saved views; below them the table.

use std::rc::Rc;

use record::ListName;
use store::views::View;
use store::{Store, views};
use yew::prelude::*;

use super::choosing::{Columns, Views};
use super::grid::Grid;
use super::narrowing::{Chips, Filters};
use super::{ByAddress, asked};
use crate::platform::timer;
use crate::state::device::{Device, use_device};
use crate::state::lists::{self, ListError};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Tone};

/// The view without a name is how the list was left: its columns.
const AS_LEFT: &str = "";

/// What is known of a list besides its rows.
struct Known {
    properties: Vec<String>,
    views: Vec<(String, View)>,
}

async fn load(device: Rc<Device>, list: String) -> Result<Known, ListError> {
    let list = ListName::new(list);
    let properties = lists::properties(&list).await?;
    let rows = device.database.range(Store::Meta, &store::layout::views(&list)).await?;
    Ok(Known { properties, views: views::list(&rows, &list).0 })
}

/// Which control above the list is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Panel {
    Filters,
    Columns,
    Views,
}

#[derive(PartialEq, Properties)]
pub struct ListingProps {
    pub list: String,
    pub words: ByAddress,
}

#[component]
pub fn Listing(props: &ListingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (known, again) =
        use_remote((device.clone(), props.list.clone()), |(device, list)| device.map(|device| load(device, list)));
    let chosen = use_state_eq(|| None::<View>);
    let panel = use_state_eq(|| None::<Panel>);
    let known = match &known {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => return html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
        Remote::Ready(known) => known,
    };
    let as_left = || known.views.iter().find(|(name, _)| name == AS_LEFT).map(|(_, view)| view.clone());
    let view = (*chosen).clone().or_else(as_left).unwrap_or_default();
    let on_view = {
        let chosen = chosen.setter();
        Callback::from(move |view: View| chosen.set(Some(view)))
    };
    let on_search = {
        let (on_view, view) = (on_view.clone(), view.clone());
        Callback::from(move |search: String| on_view.emit(View { search, ..view.clone() }))
    };
    // Which columns one looks at is remembered; what one looked for is not.
    let on_columns = {
        let (on_view, view, device, list) = (on_view.clone(), view.clone(), device.clone(), props.list.clone());
        Callback::from(move |columns: Vec<String>| {
            on_view.emit(View { columns: columns.clone(), ..view.clone() });
            let (device, list) = (device.clone(), ListName::new(list.clone()));
            timer::spawn(async move {
                if let Some(device) = device {
                    // Where it is not kept the columns are chosen again next time.
                    let _ = device.run(views::save(&list, AS_LEFT, &View { columns, ..View::default() })).await;
                }
            });
        })
    };
    let toggle = |which: Panel, words: AttrValue, action: &'static str| {
        let is_open = *panel == Some(which);
        let panel = panel.clone();
        let onclick = move |_: MouseEvent| panel.set((!is_open).then_some(which));
        html! {
            <button type="button" class="button" data-action={action} aria-expanded={is_open.to_string()} {onclick}>{ words }</button>
        }
    };
    let saved: Vec<(String, View)> = known.views.iter().filter(|(name, _)| name != AS_LEFT).cloned().collect();
    let words = &props.words;
    let columns = asked::columns(&props.list, &view, &words.0);
    html! {
        <>
            <div class="listing__tools">
                <Search search={view.search.clone()} {on_search} />
                <div class="listing__buttons">
                    { toggle(Panel::Filters, t!(text, LedgerFilters), "filters") }
                    { toggle(Panel::Columns, t!(text, LedgerColumns), "columns") }
                    { toggle(Panel::Views, t!(text, LedgerViews), "views") }
                </div>
            </div>
            { match *panel {
                None => Html::default(),
                Some(Panel::Filters) => html! {
                    <Filters list={props.list.clone()} words={words.clone()} view={view.clone()} on_view={on_view.clone()} />
                },
                Some(Panel::Columns) => html! {
                    <Columns list={props.list.clone()} words={words.clone()} shown={columns.clone()}
                        all={asked::all_columns(&props.list, &known.properties, &words.0)} {on_columns} />
                },
                Some(Panel::Views) => html! {
                    <Views list={props.list.clone()} view={view.clone()} {saved} on_view={on_view.clone()} on_changed={again} />
                },
            } }
            <Chips list={props.list.clone()} words={words.clone()} view={view.clone()} on_view={on_view.clone()} />
            <Grid list={props.list.clone()} words={words.clone()} {view} {columns} {on_view} />
        </>
    }
}

#[derive(PartialEq, Properties)]
struct SearchProps {
    search: String,
    on_search: Callback<String>,
}

/// A component of its own: what arrives below must not draw it while a composition is open in it.
#[component]
fn Search(props: &SearchProps) -> Html {
    let text = use_text();
    let Typing { node, oninput } = use_typing(props.on_search.clone());
    html! {
        <div class="field listing__search">
            <input class="field__input" type="search" ref={node} {oninput} value={props.search.clone()} autocomplete="off"
                data-input="search" placeholder={t!(text, LedgerSearch)} aria-label={t!(text, LedgerSearch)} />
        </div>
    }
}

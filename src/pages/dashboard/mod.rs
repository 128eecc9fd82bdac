//! The board: the figures of the ledger as of a day, each with what it is made of.
//!
//! Start at [`Dashboard`]. A figure is a button; what is behind it opens below its group.
//!
//! Not here: what a figure is (`ledger::indicator`), who works it out (`worker::desk::board`).

mod behind;
mod cells;
mod charts;
mod figures;
mod indicators;
mod picture;
mod plot;
mod reports;
pub mod sample;
mod scene;

use std::rc::Rc;

use ledger::indicator::Scope;
use ledger::report::Class;
use record::Day;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use self::charts::Charts;
use self::figures::Figures;
use self::indicators::Indicators;
use self::reports::Reports;
use super::ledger::{code, use_listed};
use super::waiting::{Waiting, use_awaited};
use crate::platform::document;
use crate::route::Route;
use crate::state::desk::{self, ENTERPRISES, Words};
use crate::state::device::{Device, use_device};
use crate::state::lists::{self, ListError};
use crate::state::use_session;
use crate::state::{board, exports, sample as sample_zone};
use crate::t;
use crate::text::{Text, dates, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};
use crate::worker::desk::board::{Board, BoardQuestion};

/// How many rows behind a figure are shown until somebody asks for more, and so many more then.
const LISTED: usize = 25;
/// How widely figures may be read, whatever they are printed on: they are the zone's own business.
pub const CLASS: Class = Class::Internal;

/// What is looked at.
#[derive(Clone, PartialEq)]
struct Look {
    day: Day,
    scope: Scope,
    behind: Option<(String, usize)>,
}

struct Loaded {
    board: Board,
    words: Words,
}

impl Look {
    fn first() -> Self {
        Self { day: board::first_day(), scope: Scope::default(), behind: None }
    }
}

async fn load(device: Rc<Device>, look: Look, language: &'static str) -> Result<Loaded, ListError> {
    let Look { day, scope, behind } = look;
    let question = BoardQuestion { day, scope, language: language.to_owned(), behind };
    let board = board::board(question).await?;
    let mut words = desk::words(&device, language).await?;
    // A part of the zone may be an entity, such as a service group: its id is no name.
    let parts = board.scopes.iter().flat_map(|(_, values)| values.iter().cloned()).collect();
    let named = lists::named(parts).await?;
    named.iter().for_each(|(id, name)| words.learn_entity(id, &name.title));
    Ok(Loaded { board, words })
}

#[component]
pub fn Dashboard() -> Html {
    let text = use_text();
    let look = use_state_eq(Look::first);
    // What lists and choices are called comes with the forms, which may come later.
    let forms = use_session().map(|session| session.forms_installed);
    let about = (use_device(), (*look).clone(), code(text.language()), forms);
    let (loaded, again, steps) =
        use_awaited(about, |(device, look, language, _), _| device.map(|device| load(device, look, language)));
    use_listed("dashboard".to_owned(), loaded.ready().map(|loaded| loaded.board.rows));
    let on_look = {
        let look = look.setter();
        Callback::from(move |next: Look| look.set(next))
    };
    let on_open = {
        let (look, set) = ((*look).clone(), on_look.clone());
        Callback::from(move |name: Option<String>| {
            set.emit(Look { behind: name.map(|name| (name, LISTED)), ..look.clone() });
        })
    };
    let on_more = {
        let (look, set) = ((*look).clone(), on_look.clone());
        Callback::from(move |()| {
            let behind = look.behind.clone().map(|(name, most)| (name, most + LISTED));
            set.emit(Look { behind, ..look.clone() });
        })
    };
    let class = exports::classed(CLASS, &text);
    let print = move |_: MouseEvent| document::print(&class);
    let actions = html! {
        <>
            <a class="button" href={Route::Ledger.href()}>{ t!(text, EnterpriseBack) }</a>
            <button type="button" class="button" data-action="print-board" onclick={print}>{ t!(text, BoardPrint) }</button>
        </>
    };
    let body = match &loaded {
        crate::state::remote::Remote::Loading => html! { <Waiting {steps} /> },
        crate::state::remote::Remote::Failed => html! {
            <Banner tone={Tone::Danger}>
                <p>{ t!(text, ReadFailed) }</p>
                <button type="button" class="button" data-action="retry" onclick={again.reform(|_: MouseEvent| ())}>{ t!(text, TryAgain) }</button>
            </Banner>
        },
        crate::state::remote::Remote::Ready(loaded) if loaded.board.rows == 0 => {
            if sample_zone::is_shown() {
                html! { <sample::Filling on_done={again.clone()} /> }
            } else {
                html! { <Empty message={t!(text, EmptyDashboard)}><sample::Offer /></Empty> }
            }
        }
        crate::state::remote::Remote::Ready(loaded) => html! {
            <>
                { chooser(&look, loaded, &on_look, &text) }
                <p class="board__as-of" data-as-of={look.day.to_string()}>{ said(&look, loaded, &text) }</p>
                <Figures loaded={ByAddress(loaded.clone())} on_open={on_open.clone()} {on_more} />
                <Charts loaded={ByAddress(loaded.clone())} day={look.day} about={said(&look, loaded, &text)} />
                <Reports loaded={ByAddress(loaded.clone())} day={look.day} scope={look.scope.clone()} />
                <Indicators is_own={loaded.board.is_own} on_changed={again.clone()} />
            </>
        },
    };
    html! { <Page title={t!(text, NavDashboard)} {actions}><div class="board">{ body }</div></Page> }
}

/// Something that is the same only where it is the very same.
struct ByAddress(Rc<Loaded>);

impl Clone for ByAddress {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl PartialEq for ByAddress {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Of when and of what the figures are, in words: it stands on paper and in pictures, where nothing else says so.
fn said(look: &Look, loaded: &Loaded, text: &Text) -> String {
    let day = t!(text, BoardAsOf, day = dates::date(&look.day.to_string(), text).to_string());
    let narrowed = look.scope.0.iter().map(|(property, value)| {
        let value = loaded.words.value(ENTERPRISES, property, value, &t!(text, ListSeparator));
        AttrValue::from(format!("{} {value}", loaded.words.property(ENTERPRISES, property)))
    });
    let sample = sample_zone::is_shown().then(|| t!(text, SampleTitle));
    std::iter::once(day).chain(narrowed).chain(sample).collect::<Vec<_>>().join(" · ")
}

/// The day, and what the board is narrowed to.
fn chooser(look: &Look, loaded: &Loaded, on_look: &Callback<Look>, text: &Text) -> Html {
    let onday = {
        let (look, on_look) = (look.clone(), on_look.clone());
        move |event: Event| {
            let typed: HtmlInputElement = event.target_unchecked_into();
            if let Ok(day) = typed.value().parse() {
                on_look.emit(Look { day, ..look.clone() });
            }
        }
    };
    let narrow = |(property, values): &(String, Vec<String>)| {
        if values.is_empty() {
            return Html::default();
        }
        let chosen = look.scope.0.get(property);
        let onchange = {
            let (look, on_look, property) = (look.clone(), on_look.clone(), property.clone());
            move |event: Event| {
                let select: HtmlSelectElement = event.target_unchecked_into();
                let mut scope = look.scope.clone();
                match select.value() {
                    all if all.is_empty() => drop(scope.0.remove(&property)),
                    value => drop(scope.0.insert(property.clone(), value)),
                }
                on_look.emit(Look { scope, ..look.clone() });
            }
        };
        let option = |value: &String| {
            let label = loaded.words.value(ENTERPRISES, property, value, &t!(text, ListSeparator));
            html! { <option value={value.clone()} selected={chosen == Some(value)}>{ label }</option> }
        };
        html! {
            <label class="field" key={property.clone()}>
                <span class="field__label">{ loaded.words.property(ENTERPRISES, property) }</span>
                <select class="field__input" data-input="board-scope" data-scope={property.clone()} {onchange}>
                    <option value="" selected={chosen.is_none()}>{ t!(text, BoardWhole) }</option>
                    { for values.iter().map(option) }
                </select>
            </label>
        }
    };
    html! {
        <div class="field-row board__chooser">
            <label class="field">
                <span class="field__label">{ t!(text, BoardDay) }</span>
                <input class="field__input" type="date" data-input="board-day" value={look.day.to_string()} onchange={onday} />
            </label>
            { for loaded.board.scopes.iter().map(narrow) }
        </div>
    }
}

//! The ledger: every entity list that the records speak of, one after another; and the pack for the tablets.
//!
//! Not here: one list (`listing`), one entity's page (`enterprise`).

mod asked;
mod choosing;
mod grid;
mod handing_down;
mod instructors;
mod listing;
mod narrowing;
pub mod said;

use std::rc::Rc;

use record::ListName;
use yew::prelude::*;

use self::handing_down::ExportPack;
use self::instructors::{ASSIGNMENTS, Instructors};
use self::listing::Listing;
use super::clock::Clock;
use super::dashboard::sample::Offer;
use super::exports::Exports;
use super::filling::FillTable;
use super::responsible::Responsible;
use super::safe::reminder::{Handed, Reminder};
use crate::route::Route;
use crate::state::access::{self, Step};
use crate::state::desk::{self, ENTERPRISES, Words};
use crate::state::device::{Device, use_device};
use crate::state::lists::{self, ListError};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Language, Text, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};

/// `zh` of `zh-CN`: how forms name their languages.
pub fn code(language: Language) -> &'static str {
    language.tag().split('-').next().unwrap_or_default()
}

/// Notes that a list is looked at, once for each time that its page is opened; `rows` are known once it is read.
#[hook]
pub fn use_listed(list: String, rows: Option<usize>) {
    let about = (use_device(), list, rows.is_some());
    use_effect_with(about, move |(device, list, _)| {
        if let Some((device, rows)) = device.clone().zip(rows) {
            access::note_beside(device, Step::Listed, list.clone(), rows as u64);
        }
    });
}

/// What there is, and the words for it.
struct Lists {
    lists: Vec<(ListName, usize)>,
    /// How many properties of enterprises somebody must decide.
    conflicts: usize,
    words: Rc<Words>,
}

async fn load_lists(device: Rc<Device>, language: Language) -> Result<Lists, ListError> {
    let lists = lists::overview().await?;
    let conflicts = lists::conflicts(&ListName::new(ENTERPRISES)).await?;
    Ok(Lists { lists, conflicts, words: Rc::new(desk::words(&device, code(language)).await?) })
}

#[derive(PartialEq, Properties)]
pub struct LedgerProps {
    #[prop_or_else(|| ENTERPRISES.to_owned())]
    pub list: String,
}

#[component]
pub fn Ledger(props: &LedgerProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (loaded, again) =
        use_remote((device, text.language()), |(device, language)| device.map(|device| load_lists(device, language)));
    let rows = match &loaded {
        Remote::Ready(loaded) => {
            loaded.lists.iter().find(|(list, _)| list.as_str() == props.list).map(|(_, rows)| *rows)
        }
        _ => None,
    };
    use_listed(props.list.clone(), rows);
    html! {
        <Page title={t!(text, NavLedger)} aside={html! { <ExportPack /> }}>
            <Handed />
            <Clock />
            <Reminder />
            <nav class="field-row ways" aria-label={t!(text, WorkTitle)}>
                <a class="button" href={Route::Dashboard.href()}>{ t!(text, NavDashboard) }</a>
                <a class="button" href={Route::Conflicts.href()}>{ conflicts(&loaded, &text) }</a>
                <a class="button" href={Route::WorkLists.href()}>{ t!(text, WorkTitle) }</a>
                <a class="button" href={Route::Safe.href()}>{ t!(text, SafeTitle) }</a>
                <a class="button" href={Route::Zone.href()}>{ t!(text, ZoneTitle) }</a>
            </nav>
            { match &loaded {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => {
                    let retry = html! {
                        <button type="button" class="button" data-action="retry" onclick={again.reform(|_: MouseEvent| ())}>
                            { t!(text, TryAgain) }
                        </button>
                    };
                    html! { <Banner tone={Tone::Danger} actions={retry}><p>{ t!(text, ReadFailed) }</p></Banner> }
                }
                Remote::Ready(loaded) if loaded.lists.is_empty() => html! {
                    <Empty message={t!(text, EmptyLedger)}>
                        <a class="button" href={Route::Import.href()}>{ t!(text, LedgerGoImport) }</a>
                        <Offer />
                    </Empty>
                },
                Remote::Ready(loaded) => html! {
                    <>
                        if loaded.lists.len() > 1 {
                            { tabs(loaded, &props.list, &text) }
                        }
                        if props.list == ASSIGNMENTS {
                            <Instructors />
                        }
                        <Listing key={props.list.clone()} list={props.list.clone()} words={ByAddress(Rc::clone(&loaded.words))} />
                    </>
                },
            } }
            if props.list == ENTERPRISES {
                <Responsible />
            }
            <Exports />
            <FillTable list={props.list.clone()} />
        </Page>
    }
}

/// The lists there are, those of the shipped forms first.
fn tabs(loaded: &Lists, shown: &str, text: &Text) -> Html {
    let mut lists: Vec<&(ListName, usize)> = loaded.lists.iter().collect();
    lists.sort_by_key(|(list, _)| (said::place(list.as_str()), loaded.words.list_place(list.as_str())));
    let tab = |(list, count): &&(ListName, usize)| {
        let is_shown = list.as_str() == shown;
        html! {
            <a class={classes!("tabs__tab", is_shown.then_some("tabs__tab--shown"))} key={list.to_string()}
                href={Route::List(list.to_string()).href()} data-list={list.to_string()} aria-current={is_shown.then_some("page")}>
                { said::list(list.as_str(), &loaded.words, text) }
                <span class="tabs__count">{ said::figure(&count.to_string()) }</span>
            </a>
        }
    };
    html! { <nav class="tabs" aria-label={t!(text, NavLedger)}>{ for lists.iter().map(tab) }</nav> }
}

/// What leads to what is to be decided, with how much there is of enterprises.
fn conflicts(loaded: &Remote<Lists>, text: &Text) -> AttrValue {
    let Remote::Ready(loaded) = loaded else { return t!(text, NavConflicts) };
    t!(text, LedgerConflicts, count = loaded.conflicts)
}

/// Words, compared by identity.
#[derive(Clone)]
pub struct ByAddress(pub Rc<Words>);

impl PartialEq for ByAddress {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

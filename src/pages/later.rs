//! What no first question waits for, wherever it stands: the desk's pages, controls that few questions want, pieces of the
//! pages of the first part.
//!
//! Start at [`Later`], which stands for each of them. They lie in the second part of the program (`crate::later`): this is the
//! one way into it for what is drawn, so that only the first of them waits.

use std::cell::Cell;

use form::definition::Preload;
use store::Draft;
use store::settings::Officer;
use yew::prelude::*;

use super::fill::overview::{self, OverviewProps};
use super::{
    about, clock, conflicts, dashboard, drafts, due, enterprise, fill, forms, import, keep, ledger, lock, not_found,
    officers, record, records, rescue, safe, send, settings, work_lists, zone,
};
use crate::later::{NotHere, later};
use crate::platform::idb::{Database, RunError};
use crate::route::{FillView, Route};
use crate::state::filling::Filling;
use crate::state::officers::Refusal;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::rare::beside::{MarkedProps, Media, MediaProps};
use crate::widgets::questions::rare::marked::marked;
use crate::widgets::questions::rare::{Rare, control};
use crate::widgets::{Banner, Page, Tone};

/// What is drawn there.
#[derive(Clone, PartialEq)]
pub enum Part {
    Page(Route),
    /// What goes on beside the filling, an audit or a recording: the draft, the look at it, the page of questions.
    Alongside(Filling, FillView, usize),
    /// The contents or the review of a draft.
    Overview(OverviewProps),
    Control(Rare, AnswerProps),
    /// What stands beside words.
    Media(MediaProps),
    /// Words with marks in them.
    Marked(MarkedProps),
    /// Unfinished drafts, and what reads them again.
    Drafts(Vec<Draft>, Callback<()>),
    /// The way to the forms that are not for every day.
    MoreForms,
    /// What is due today and this week.
    Due,
    /// How safe what is only here is, and whether the clock can be right.
    Keep,
    MoreSettings,
    /// Why who fills was not written down.
    OfficerRefused(Refusal),
    /// What other officers have here.
    Others,
    /// A draft is this officer's, and another one fills; what is called once that is changed.
    Whose(Officer, Callback<()>),
    /// The last answers are not in the database.
    Unsaved(Filling, RunError),
    /// The forms that the draft gives reason to begin; drawn again as often as it changes.
    FollowUps(Filling, u32),
    /// Those of them that can be begun wherever one is.
    FollowUpsAtHead(Filling, u32),
    /// A draft that is not here, as it stands in the address.
    Gone(String),
    /// Places of a draft whose expressions took more than they may.
    Unfinished(Filling, Vec<String>),
    /// There is hardly room.
    Room,
    /// What is shown is made up.
    Sample,
    /// The database is locked.
    Unlock(Database),
    /// The database cannot be opened.
    Rescue,
}

#[derive(PartialEq, Properties)]
pub struct LaterProps {
    pub part: Part,
    /// What stands there until it can be drawn.
    #[prop_or_default]
    pub children: Html,
    /// Whether it is said there that the second part does not come, with a way to try again.
    #[prop_or_default]
    pub is_missed: bool,
}

/// The second part has not come, and can be asked for again.
fn missed(again: &Callback<()>, text: &Text) -> Html {
    let retry = html! {
        <button type="button" class="button button--primary" data-action="retry" onclick={again.reform(|_: MouseEvent| ())}>
            { t!(text, TryAgain) }
        </button>
    };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, PartMissing)} actions={retry}>
            <p>{ t!(text, PartMissingAdvice) }</p>
        </Banner>
    }
}

type Draw = fn(&Part) -> Html;

thread_local! {
    /// What draws them, once it is here.
    static DRAW: Cell<Option<Draw>> = const { Cell::new(None) };
}

/// A part, or what stands for it until then.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let text = use_text();
    let (fetched, again) = use_remote((), |()| DRAW.get().is_none().then(drawing));
    if let Remote::Ready(draw) = &fetched {
        DRAW.set(Some(**draw));
    }
    match (DRAW.get(), fetched) {
        (Some(draw), _) => draw(&props.part),
        (None, Remote::Failed) if props.is_missed => match props.part {
            Part::Page(_) => html! { <Page title={t!(text, AppName)}>{ missed(&again, &text) }</Page> },
            // It may stand inside a button.
            Part::Media(_) => html! { <span class="media__missing">{ t!(text, PartMissing) }</span> },
            _ => missed(&again, &text),
        },
        _ => props.children.clone(),
    }
}

later! {
    fn drawing() -> Result<Draw, NotHere> {
        Ok(drawn)
    }
}

fn drawn(part: &Part) -> Html {
    match part.clone() {
        Part::Page(route) => page(route),
        Part::Alongside(filling, view, at) => html! {
            <>
                if filling.has_preload(Preload::Audit) {
                    <fill::audit::Audit filling={filling.clone()} {view} {at} />
                }
                if filling.has_preload(Preload::BackgroundAudio) {
                    <fill::recorded::Recorded {filling} />
                }
            </>
        },
        Part::Overview(props) => html! { <overview::Overview ..props /> },
        Part::Control(rare, answer) => control(rare, answer),
        Part::Media(props) => html! { <Media ..props /> },
        Part::Marked(props) => marked(&props),
        Part::Drafts(drafts, again) => html! { <drafts::Drafts {drafts} {again} /> },
        Part::MoreForms => html! { <forms::MoreForms /> },
        Part::Due => html! { <due::Due /> },
        Part::Keep => html! {
            <>
                <clock::Clock />
                <keep::Keep />
                <lock::Now />
            </>
        },
        Part::OfficerRefused(refusal) => html! { <officers::refused::Refused {refusal} /> },
        Part::Others => html! { <officers::others::Others /> },
        Part::Whose(owner, on_switched) => html! { <officers::others::Whose {owner} {on_switched} /> },
        Part::MoreSettings => html! {
            <>
                <officers::Sharing />
                <settings::look::LookSettings />
                <lock::Locking />
                <settings::device::DeviceFacts />
                <settings::device::StorageFacts />
            </>
        },
        Part::Unsaved(filling, error) => html! { <fill::unsaved::Unsaved {filling} {error} /> },
        Part::FollowUps(filling, seen) => html! { <fill::follow_ups::OfFilling {filling} {seen} /> },
        Part::FollowUpsAtHead(filling, seen) => html! { <fill::follow_ups::AtTheHead {filling} {seen} /> },
        Part::Gone(draft) => html! { <fill::gone::Gone {draft} /> },
        Part::Unfinished(filling, paths) => html! { <fill::unfinished::Unfinished {filling} {paths} /> },
        Part::Sample => html! { <dashboard::sample::Shown /> },
        Part::Rescue => html! { <rescue::Rescue /> },
        Part::Unlock(database) => html! { <lock::unlocking::Unlocking {database} /> },
        Part::Room => html! { <fill::unsaved::Room /> },
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Forms => html! { <forms::Forms /> },
        Route::Records => html! { <records::Records /> },
        Route::Record(record) => html! { <record::RecordPage {record} /> },
        Route::Send => html! { <send::Send /> },
        Route::Import => html! { <import::Import /> },
        Route::Ledger => html! { <ledger::Ledger /> },
        Route::List(list) => html! { <ledger::Ledger {list} /> },
        Route::Enterprise { list, entity } => html! { <enterprise::Enterprise {list} {entity} /> },
        Route::Conflicts => html! { <conflicts::Conflicts /> },
        Route::WorkLists => html! { <work_lists::WorkLists /> },
        Route::Dashboard => html! { <dashboard::Dashboard /> },
        Route::Safe => html! { <safe::Safe /> },
        Route::Zone => html! { <zone::ZonePage /> },
        Route::Officers => html! { <officers::Officers /> },
        Route::About => html! { <about::About /> },
        Route::Today | Route::New(_) | Route::Fill { .. } | Route::Settings | Route::NotFound => {
            html! { <not_found::NotFound /> }
        }
    }
}

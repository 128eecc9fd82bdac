//! What is waiting today: drafts to go on with, records to send, and the forms to begin.

use std::rc::Rc;

use record::DraftId;
use store::Draft;
use store::forms::Form;
use yew::prelude::*;

use super::later::{LaterPiece, Piece};
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::{Device, LoadError, use_device};
use crate::state::library::{self, BeginError};
use crate::state::notebook;
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Page, Tone};

/// How long a draft that was thrown away can be called back where it lay.
const UNDO_MS: u32 = 10_000;

/// Everything that the page shows.
struct Desk {
    drafts: Vec<Draft>,
    waiting: usize,
    forms: Vec<Form>,
}

async fn load(device: Rc<Device>) -> Result<Desk, ReadError> {
    Ok(Desk {
        drafts: notebook::drafts(&device).await?,
        waiting: notebook::waiting(&device).await?,
        forms: library::offered(&device).await?,
    })
}

#[component]
pub fn Today() -> Html {
    let text = use_text();
    let device = use_device();
    let session = use_session();
    let installed = session.as_ref().map(|session| session.forms_installed);
    let (desk, again) = use_remote((device.clone(), installed), |(device, _)| device.map(load));
    // On a first visit nothing is asked for that the first form does not need.
    let is_kept = session.as_ref().is_some_and(|session| session.is_offline_ready);
    let has_officer =
        session.as_ref().and_then(|session| session.settings.clone()).is_none_or(|settings| settings.officer.is_some());
    html! {
        <Page title={t!(text, NavToday)}>
            if !has_officer {
                <Banner tone={Tone::Info} title={t!(text, TodayNoOfficer)}
                    actions={html! { <a class="button button--primary" href={Route::Settings.href()}>{ t!(text, TodaySetOfficer) }</a> }}>
                    <p>{ t!(text, TodayNoOfficerAdvice) }</p>
                </Banner>
            }
            { match &desk {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(desk) => html! {
                    <>
                        if desk.waiting > 0 {
                            <Banner tone={Tone::Info} title={t!(text, TodayWaiting, count = desk.waiting)}
                                actions={html! { <a class="button" href={Route::Send.href()}>{ t!(text, TodayGoSend) }</a> }} />
                        }
                        if is_kept && (desk.waiting > 0 || !desk.drafts.is_empty()) {
                            <LaterPiece piece={Piece::Keep} />
                        }
                        <Drafts drafts={desk.drafts.clone()} {again} />
                        <BeginForms forms={desk.forms.clone()} can_begin={has_officer} />
                    </>
                },
            } }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct DraftsProps {
    drafts: Vec<Draft>,
    again: Callback<()>,
}

/// Drafts, each to go on with or, in two taps, to be thrown away.
#[component]
fn Drafts(props: &DraftsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let asked = use_state_eq(|| None);
    let gone = use_state_eq(|| None::<(DraftId, String)>);
    // Whoever was quick has ten seconds; after that it lies in the bin, on the page of records.
    use_effect_with((*gone).clone(), {
        let gone = gone.setter();
        move |now| {
            let timer = now.is_some().then(|| timer::after(UNDO_MS, move || gone.set(None)));
            move || drop(timer)
        }
    });
    let line = |draft: &Draft| {
        let is_asked = *asked == Some(draft.id);
        let discard = {
            let (asked, again, device, draft) = (asked.clone(), props.again.clone(), device.clone(), draft.clone());
            let gone = gone.setter();
            move |_: MouseEvent| {
                let (Some(device), true) = (device.clone(), *asked == Some(draft.id)) else {
                    return asked.set(Some(draft.id));
                };
                let (again, draft, gone) = (again.clone(), draft.clone(), gone.clone());
                timer::spawn(async move {
                    // What could not be thrown away is simply still there.
                    if notebook::discard(&device, &draft).await.is_ok() {
                        gone.set(Some((draft.id, draft.title.clone())));
                    }
                    again.emit(());
                });
            }
        };
        let resume = Route::fill(draft.id).href();
        html! {
            <li class="rows__row" key={draft.id.to_string()} data-draft={draft.id.to_string()}>
                <a class="rows__main" href={resume} data-action="resume">
                    <span class="rows__title">{ &draft.title }</span>
                    <span class="rows__detail">{ t!(text, DraftLine, count = draft.answered, at = minute(&draft.changed_at.to_string())) }</span>
                </a>
                <button type="button" class={classes!("button", if is_asked { "button--danger" } else { "button--quiet" })}
                    data-action="discard" onclick={discard}>
                    { if is_asked { t!(text, DraftDiscardSure) } else { t!(text, DraftDiscard) } }
                </button>
            </li>
        }
    };
    let undo = |id: DraftId| {
        let (again, device, gone) = (props.again.clone(), device.clone(), gone.setter());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (again, gone) = (again.clone(), gone.clone());
            timer::spawn(async move {
                if notebook::restore(&device, id).await.is_ok() {
                    gone.set(None);
                }
                again.emit(());
            });
        }
    };
    html! {
        <>
        if let Some((id, title)) = (*gone).clone() {
            <Banner tone={Tone::Info} title={t!(text, DraftGone, title = title)}
                actions={html! { <button type="button" class="button button--primary" data-action="undo" onclick={undo(id)}>{ t!(text, DraftUndo) }</button> }}>
                <p>{ t!(text, DraftGoneAdvice) }</p>
            </Banner>
        }
        if !props.drafts.is_empty() {
            <section class="section">
                <h2 class="section__title">{ t!(text, TodayDrafts) }</h2>
                <ul class="rows">{ for props.drafts.iter().map(line) }</ul>
            </section>
        }
        </>
    }
}

#[derive(PartialEq, Properties)]
pub struct BeginFormsProps {
    pub forms: Vec<Form>,
    pub can_begin: bool,
}

/// One large button for each form that can be begun.
#[component]
pub fn BeginForms(props: &BeginFormsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let failed = use_state_eq(|| None::<AttrValue>);
    let is_busy = use_state_eq(|| false);
    let button = |form: &Form| {
        let begin = {
            let (form, device) = (form.clone(), device.clone());
            let (failed, is_busy, text) = (failed.setter(), is_busy.setter(), text.clone());
            move |_: MouseEvent| {
                let Some(device) = device.clone() else { return };
                let (form, failed, is_busy, text) = (form.clone(), failed.clone(), is_busy.clone(), text.clone());
                is_busy.set(true);
                timer::spawn(async move {
                    match library::begin(&device, &form).await {
                        Ok(draft) => Route::fill(draft).go(),
                        Err(error) => failed.set(Some(begin_failed(&error, &text))),
                    }
                    is_busy.set(false);
                });
            }
        };
        html! {
            <li key={form.form.hash.to_string()}>
                <button type="button" class="begin" data-action="new" data-form={form.form.id.clone()}
                    disabled={*is_busy || !props.can_begin} onclick={begin}>
                    <span class="begin__title">{ &form.title }</span>
                    <span class="begin__version">{ t!(text, FormVersion, version = form.form.version.clone()) }</span>
                </button>
            </li>
        }
    };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, TodayBegin) }</h2>
            if let Some(failed) = (*failed).clone() {
                <Banner tone={Tone::Danger}><p>{ failed }</p></Banner>
            }
            if props.forms.is_empty() {
                <p class="lead">{ t!(text, EmptyForms) }</p>
            }
            <ul class="begins">{ for props.forms.iter().map(button) }</ul>
        </section>
    }
}

pub fn begin_failed(error: &BeginError, text: &Text) -> AttrValue {
    match error {
        BeginError::NoOfficer => t!(text, TodayNoOfficer),
        BeginError::NoForm => t!(text, BeginNoForm),
        BeginError::Load(LoadError::NotHere(_)) => t!(text, PartMissingAdvice),
        BeginError::Entropy(_) | BeginError::Load(_) | BeginError::Read(_) | BeginError::Write(_) => {
            t!(text, BeginFailed)
        }
    }
}

/// `2026-03-01 09:00` of a timestamp.
pub fn minute(timestamp: &str) -> String {
    timestamp.chars().take(16).map(|letter| if letter == 'T' { ' ' } else { letter }).collect()
}

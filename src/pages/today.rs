//! What is waiting today: drafts to go on with, records to send, and the forms to begin.

use std::cell::Cell;
use std::rc::Rc;

use futures_util::future::join3;
use store::forms::Form;
use store::{Draft, Settings};
use yew::prelude::*;

use super::later::{Later, Part};
use crate::platform::idb::ReadError;
use crate::platform::{document, timer};
use crate::route::Route;
use crate::state::device::{Device, LoadError, use_device};
use crate::state::library::{self, BeginError};
use crate::state::notebook;
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Page, Tone};

/// Everything that the page shows.
struct Desk {
    drafts: Vec<Draft>,
    waiting: usize,
    /// The forms for every day.
    daily: Vec<Form>,
}

async fn load(device: Rc<Device>, settings: Rc<Settings>) -> Result<Desk, ReadError> {
    let (drafts, waiting, forms) =
        join3(notebook::drafts(&device), notebook::waiting(&device), library::offered(&device)).await;
    document::show();
    let mut drafts = drafts?;
    drafts.retain(|draft| settings.other_owner(&draft.officer).is_none());
    let mut daily = forms?;
    daily.retain(|form| form.listing.group("").is_none());
    Ok(Desk { drafts, waiting: waiting?, daily })
}

#[component]
pub fn Today() -> Html {
    let text = use_text();
    let device = use_device();
    let session = use_session();
    let installed = session.as_ref().map(|session| session.forms_installed);
    let settings = session.as_ref().and_then(|session| session.settings.clone());
    let shares = settings.as_ref().is_some_and(|settings| !settings.others.is_empty());
    let (desk, again) = use_remote((device.clone(), settings.clone(), installed), |(device, settings, _)| {
        device.zip(settings).map(|(device, settings)| load(device, settings))
    });
    let had_drafts = use_memo((), |()| Cell::new(false));
    if matches!(&desk, Remote::Ready(desk) if !desk.drafts.is_empty()) {
        had_drafts.set(true);
    }
    // On a first visit nothing is asked for that the first form does not need.
    let is_kept = session.as_ref().is_some_and(|session| session.is_offline_ready);
    let has_officer = settings.is_none_or(|settings| settings.officer.is_some());
    html! {
        <Page title={t!(text, NavToday)}>
            if !has_officer {
                <Banner tone={Tone::Info} title={t!(text, TodayNoOfficer)}
                    actions={html! { <a class="button button--primary" href={Route::Settings.href()}>{ t!(text, TodaySetOfficer) }</a> }}>
                    <p>{ t!(text, TodayNoOfficerAdvice) }</p>
                </Banner>
            }
            if shares {
                <Later part={Part::Others} />
            }
            if is_kept {
                <Later part={Part::Due} />
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
                        // Before the first answer, so that nobody fills in a window that forgets it.
                        if is_kept && has_officer {
                            <Later part={Part::Keep} />
                        }
                        // Also once the last one went: it can still be called back.
                        if had_drafts.get() {
                            <Later part={Part::Drafts(desk.drafts.clone(), again)}>{ resumed(&desk.drafts, &text) }</Later>
                        }
                        <BeginForms title={t!(text, TodayBegin)} forms={desk.daily.clone()} can_begin={has_officer} />
                        if is_kept {
                            <Later part={Part::MoreForms} />
                        }
                    </>
                },
            } }
        </Page>
    }
}

/// Drafts, each to go on with: what one comes for, before the rest can be drawn.
fn resumed(drafts: &[Draft], text: &Text) -> Html {
    let line = |draft: &Draft| html! { <li class="rows__row"><a class="rows__main" href={Route::fill(draft.id).href()}>{ &draft.title }</a></li> };
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, TodayDrafts) }</h2>
            <ul class="rows">{ for drafts.iter().map(line) }</ul>
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct BeginFormsProps {
    pub title: AttrValue,
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
        let title = form.listing.title(text.language().tag()).unwrap_or(&form.title);
        let begin = {
            let (form, device) = (Form { title: title.to_owned(), ..form.clone() }, device.clone());
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
                    <span class="begin__title">{ title }</span>
                    <span class="begin__version">{ t!(text, FormVersion, version = form.form.version.clone()) }</span>
                </button>
            </li>
        }
    };
    html! {
        <section class="section">
            <h2 class="section__title">{ &props.title }</h2>
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
        BeginError::OfficerChanged => t!(text, BeginOfficerChanged),
        BeginError::NoForm | BeginError::Erased => t!(text, BeginNoForm),
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

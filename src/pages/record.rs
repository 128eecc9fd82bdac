//! One record: what it is, what it gives reason to begin, and what was begun from it.

use std::rc::Rc;

use form::{FollowUp, Instance, Moment};
use record::{DraftId, RecordId, Revision};
use yew::prelude::*;

use super::fill::follow_ups::FollowUps;
use super::ledger::code;
use super::remarks::remarks;
use super::today::{begin_failed, minute};
use crate::platform::{clock, timer};
use crate::route::Route;
use crate::state::desk::Words;
use crate::state::device::{Device, use_device};
use crate::state::host::DeviceHost;
use crate::state::library::{self, BeginError};
use crate::state::refill;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Language, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};

#[derive(PartialEq, Properties)]
pub struct RecordPageProps {
    /// As it stands in the address.
    pub record: String,
}

/// What the page shows.
struct Shown {
    revision: Revision,
    /// Its form's, where that is here.
    form_title: Option<String>,
    follow_ups: Vec<FollowUp>,
    words: Words,
}

async fn load(device: Rc<Device>, record: String, language: Language) -> Result<Option<Shown>, BeginError> {
    let Ok(draft) = record.parse::<DraftId>() else { return Ok(None) };
    let revision = match refill::current(&device, draft.record()).await {
        Ok(revision) => revision,
        Err(BeginError::NoForm) => return Ok(None),
        Err(error) => return Err(error),
    };
    let submission = revision.submission();
    let Some(package) = library::package(&device, submission.form.hash).await? else {
        return Ok(Some(Shown { revision, form_title: None, follow_ups: Vec::new(), words: Words::default() }));
    };
    let mut words = Words::default();
    words.learn(&package.definition, &package.files, code(language));
    let host = DeviceHost::load(&device, &package, &submission.officer).await?;
    let definition = Rc::new(package.definition);
    let moment = Moment { now: clock::now(), seed: 0 };
    let instance = Instance::from_record(Rc::clone(&definition), Rc::new(host), submission, moment);
    let follow_ups = instance.map(|instance| instance.follow_ups()).unwrap_or_default();
    Ok(Some(Shown { revision, form_title: Some(definition.title.clone()), follow_ups, words }))
}

#[component]
pub fn RecordPage(props: &RecordPageProps) -> Html {
    let text = use_text();
    let device = use_device();
    let failed = use_state_eq(|| None::<AttrValue>);
    let (shown, _) =
        use_remote((device.clone(), props.record.clone(), text.language()), |(device, record, language)| {
            device.map(|device| load(device, record, language))
        });
    let edit = |record: RecordId| {
        let (device, failed, text) = (device.clone(), failed.setter(), text.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (failed, text) = (failed.clone(), text.clone());
            timer::spawn(async move {
                match refill::edit(&device, record).await {
                    Ok(draft) => Route::fill(draft).go(),
                    Err(error) => failed.set(Some(begin_failed(&error, &text))),
                }
            });
        }
    };
    let back = html! { <a class="button" href={Route::Records.href()}>{ t!(text, RecordBack) }</a> };
    let shown = match &shown {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => return html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
        Remote::Ready(shown) => shown,
    };
    let Some(Shown { revision, form_title, follow_ups, words }) = &**shown else {
        return html! { <Page title={t!(text, NavRecords)} actions={back}><Empty message={t!(text, EmptyRecord)} /></Page> };
    };
    let submission = revision.submission();
    let (at, officer) = (minute(&submission.finalized_at.to_string()), submission.officer.to_string());
    let actions = html! {
        <>
            { back }
            <button type="button" class="button" data-action="edit" onclick={edit(submission.record)}>{ t!(text, RecordEdit) }</button>
        </>
    };
    html! {
        <Page title={submission.name().to_owned()} {actions}>
            <p class="lead" data-record={submission.record.to_string()}>
                { form_title.as_ref().unwrap_or(&submission.form.id) }{ " · " }{ t!(text, RecordLine, at = at, officer = officer) }
            </p>
            if let Some(failed) = (*failed).clone() {
                <Banner tone={Tone::Danger}><p>{ failed }</p></Banner>
            }
            if !submission.remarks.is_empty() {
                <section class="section">
                    <h2 class="section__title">{ t!(text, RecordSaid) }</h2>
                    { remarks(&submission.remarks, &submission.form.id, words, &text) }
                </section>
            }
            <FollowUps record={submission.record} follow_ups={follow_ups.clone()} is_finished={true} on_leave={Callback::noop()} />
        </Page>
    }
}

//! What is waiting to be sent, and how it goes out.
//!
//! Start at [`Send`]. One tap and one explicit yes make the file; `parcels` hands it over. What is done stands in
//! `state::outbox`.

mod parcels;

use std::rc::Rc;

use record::DECISION_FORM;
use store::outbox::{Export, ExportState};
use yew::prelude::*;

use super::clock::Clock;
use super::server::{Server, Use};
use super::today::minute;
use crate::pages::ledger::code;
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::route::Route;
use crate::state::access::{self, Step as Noted};
use crate::state::device::{Device, use_device};
use crate::state::outbox::{self, Cover, ExportError, Exported, Outgoing, WaitingRecord};
use crate::state::remote::{Remote, use_remote};
use crate::state::{reread_settings, use_session};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Dialog, Empty, Page, Tone};
use parcels::{Parcels, cover, covered};

/// Where an export stands.
#[derive(Clone)]
enum Step {
    Idle,
    /// Is it to go out, and may anybody read it?
    Asking(Cover),
    Making,
    Made(Rc<Exported>),
}

async fn load(device: Rc<Device>) -> Result<Outgoing, ReadError> {
    outbox::load(&device).await
}

#[component]
pub fn Send() -> Html {
    let text = use_text();
    let device = use_device();
    let session = use_session();
    // Another officer who fills sees other records.
    let officer = session.as_ref().and_then(|session| session.settings.as_ref()?.officer.clone());
    let (outgoing, again) = use_remote((device.clone(), officer), |(device, _)| device.map(load));
    let step = use_state(|| Step::Idle);
    let set = |to: Step| {
        let step = step.setter();
        move || step.set(to.clone())
    };

    let make = {
        let (device, step, again) = (device.clone(), step.setter(), again.clone());
        let session = session.as_ref().map(|session| session.dispatcher());
        move |export: Result<Export, Cover>| {
            let Some(device) = device.clone() else { return };
            let (step, again, session) = (step.clone(), again.clone(), session.clone());
            step.set(Step::Making);
            timer::spawn(async move {
                let exported = match &export {
                    Err(cover) => outbox::export(&device, *cover).await,
                    Ok(export) => made_again(outbox::make_again(&device, export).await),
                };
                for parcel in &exported.parcels {
                    let Export { batch, revisions, .. } = &parcel.export;
                    access::note(&device, Noted::Exported, &batch.to_string(), revisions.len() as u64).await;
                }
                if let Some(session) = session {
                    reread_settings(&device.database, &session).await;
                }
                step.set(Step::Made(Rc::new(exported)));
                again.emit(());
            });
        }
    };
    let on_again = Callback::from({
        let make = make.clone();
        move |export: Export| make(Ok(export))
    });
    let confirm = Callback::from(move |cover: Cover| make(Err(cover)));
    let on_sent = {
        let (device, again) = (device.clone(), again.clone());
        let session = session.as_ref().map(|session| session.dispatcher());
        Callback::from(move |()| {
            let (device, session) = (device.clone(), session.clone());
            timer::spawn(async move {
                if let (Some(device), Some(session)) = (device, session) {
                    reread_settings(&device.database, &session).await;
                }
            });
            again.emit(());
        })
    };

    let ask = set(Step::Asking(Cover::Sealed));
    let in_clear = set(Step::Asking(Cover::Clear));
    let leave = Callback::from({
        let leave = set(Step::Idle);
        move |()| leave()
    });
    let (waiting, others) = match &outgoing {
        Remote::Ready(outgoing) => {
            let goes = || outgoing.waiting.iter().filter(|record| !record.is_too_large);
            (goes().count(), goes().filter(|record| record.is_others).count())
        }
        _ => (0, 0),
    };
    let zone = if let Remote::Ready(outgoing) = &outgoing {
        outgoing.zone.as_ref().map(|zone| zone.name.clone())
    } else {
        None
    };
    let files = if let Remote::Ready(outgoing) = &outgoing { outgoing.files } else { 0 };
    let is_making = matches!(*step, Step::Making);
    let actions = html! {
        <button type="button" class="button button--primary" data-action="export" disabled={is_making}
            onclick={move |_: MouseEvent| ask()}>
            { if is_making { t!(text, SendMaking) } else { t!(text, SendExport, count = waiting) } }
        </button>
    };
    html! {
        <Page title={t!(text, NavSend)} actions={(waiting > 0 || is_making).then_some(actions)}>
            <Clock />
            { match &*step {
                Step::Idle => Html::default(),
                Step::Asking(cover) => {
                    let cover = *cover;
                    let zone = zone.filter(|_| cover == Cover::Sealed);
                    html! {
                        <Confirm {waiting} {others} {files} {zone} on_yes={confirm.reform(move |_| cover)} on_close={leave}
                            on_clear={move |_: MouseEvent| in_clear()} />
                    }
                }
                Step::Making => html! { <p class="lead" role="status" data-status="exporting">{ t!(text, SendMaking) }</p> },
                Step::Made(exported) => made(exported, &again, &text),
            } }
            { match &outgoing {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(outgoing) => listed(outgoing, &step, &on_again, &text),
            } }
            <Server of={Use::Send(on_sent)} />
        </Page>
    }
}

fn made_again(parcel: Result<outbox::Parcel, ExportError>) -> Exported {
    match parcel {
        Ok(parcel) => Exported { parcels: vec![parcel], ..Exported::default() },
        Err(error) => Exported { failed: Some(error), ..Exported::default() },
    }
}

#[derive(PartialEq, Properties)]
struct ConfirmProps {
    waiting: usize,
    /// How many of them other officers of this tablet finished.
    others: usize,
    files: usize,
    /// The zone that it is sealed for. `None`: anybody can read it.
    zone: Option<String>,
    on_yes: Callback<MouseEvent>,
    /// It is to go out in clear, although there is a zone.
    on_clear: Callback<MouseEvent>,
    on_close: Callback<()>,
}

/// Nothing leaves in clear before somebody has read what that means.
#[component]
fn Confirm(props: &ConfirmProps) -> Html {
    let text = use_text();
    let no = props.on_close.reform(|_: MouseEvent| ());
    let actions = html! {
        <>
            <button type="button" class="button" data-action="cancel-export" onclick={no}>{ t!(text, SendNotNow) }</button>
            <button type="button" class="button button--primary" data-action="confirm-export" onclick={props.on_yes.clone()}>
                { if props.zone.is_some() { t!(text, SendSealedConfirm) } else { t!(text, SendConfirm) } }
            </button>
        </>
    };
    let title = if props.zone.is_some() { t!(text, SendSealedTitle) } else { t!(text, SendClearTitle) };
    html! {
        <Dialog {title} {actions} on_close={props.on_close.clone()}>
            <p>{ t!(text, SendClearCount, count = props.waiting) }</p>
            if props.others > 0 {
                <p>{ t!(text, SendOthers, count = props.others) }</p>
            }
            if let Some(zone) = &props.zone {
                <p data-cover="sealed">{ t!(text, SendSealedMeaning, zone = zone.clone()) }</p>
            } else {
                <p data-cover="clear">{ t!(text, SendClearMeaning) }</p>
            }
            if props.files > 1 {
                <p>{ t!(text, SendFiles, files = props.files) }</p>
            }
            <p>{ t!(text, SendNotReceived) }</p>
            if props.zone.is_some() {
                <button type="button" class="button" data-action="export-clear" onclick={props.on_clear.clone()}>
                    { t!(text, SendInClear) }
                </button>
            }
        </Dialog>
    }
}

fn made(exported: &Rc<Exported>, again: &Callback<()>, text: &Text) -> Html {
    html! {
        <>
            if let Some(error) = &exported.failed {
                { failed(error, text) }
            }
            if exported.is_unmarked && !exported.parcels.is_empty() {
                <Banner tone={Tone::Warning}><p>{ t!(text, SendUnmarked) }</p></Banner>
            }
            if !exported.parcels.is_empty() {
                <Parcels exported={exported.clone()} on_handed={again.clone()} />
            }
        </>
    }
}

fn failed(error: &ExportError, text: &Text) -> Html {
    let (title, advice) = match error {
        ExportError::NothingWaits => (t!(text, SendFailedNothing), t!(text, SendSafe)),
        ExportError::NotTheSame => (t!(text, SendFailedNotTheSame), t!(text, SendFailedNotTheSameAdvice)),
        ExportError::Zone(_) => (t!(text, SendFailedZone), t!(text, SendFailedZoneAdvice)),
        ExportError::Read(_) | ExportError::Damaged => (t!(text, SendFailedRead), t!(text, SendSafe)),
        ExportError::Write(_) => (t!(text, SendFailedWrite), t!(text, SendFailedWriteAdvice)),
        ExportError::Worker(_) | ExportError::NotPacked(_) | ExportError::Entropy(_) => {
            (t!(text, SendFailedMake), t!(text, SendFailedMakeAdvice))
        }
    };
    html! { <Banner tone={Tone::Danger} {title}><p data-status="failed">{ advice }</p></Banner> }
}

fn listed(outgoing: &Outgoing, step: &Step, on_again: &Callback<Export>, text: &Text) -> Html {
    let own = outgoing.waiting.iter().filter(|record| !record.is_others);
    let others = outgoing.waiting.iter().filter(|record| record.is_others).count();
    html! {
        <>
            if outgoing.damaged > 0 {
                <Banner tone={Tone::Danger} title={t!(text, SendDamaged, count = outgoing.damaged)}>
                    <p>{ t!(text, SendDamagedAdvice) }</p>
                </Banner>
            }
            if outgoing.waiting.is_empty() {
                if outgoing.exports.is_empty() {
                    <Empty message={t!(text, EmptySend)}>
                        <a class="button" href={Route::Forms.href()}>{ t!(text, SendGoFill) }</a>
                    </Empty>
                } else {
                    <p class="lead">{ t!(text, EmptySend) }</p>
                }
            } else {
                <section class="section">
                    <h2 class="section__title">{ t!(text, SendWaiting, count = outgoing.waiting.len()) }</h2>
                    <ul class="rows">{ for own.map(|record| waits(record, text)) }</ul>
                    if others > 0 {
                        <p class="field__hint" data-others-waiting={others.to_string()}>{ t!(text, SendOthers, count = others) }</p>
                    }
                </section>
            }
            if !outgoing.exports.is_empty() {
                <section class="section">
                    <h2 class="section__title">{ t!(text, SendExported) }</h2>
                    if matches!(step, Step::Idle) {
                        <p class="field__hint">{ t!(text, SendNotReceived) }</p>
                    }
                    <ul class="rows">
                        { for outgoing.exports.iter().map(|export| {
                            let left = outgoing.apart.get(&export.batch).copied().unwrap_or_default();
                            went(export, left, step, on_again, text)
                        }) }
                    </ul>
                </section>
            }
        </>
    }
}

fn waits(record: &WaitingRecord, text: &Text) -> Html {
    let at = minute(&record.finalized_at.to_string());
    let form = match record.listing.title(code(text.language())) {
        _ if record.form == DECISION_FORM => t!(text, DecisionTitle).to_string(),
        title => title.unwrap_or(&record.form).to_owned(),
    };
    let title = record.name.clone().unwrap_or_else(|| form.clone());
    html! {
        <li class="rows__row" key={record.record.to_string()} data-record={record.record.to_string()} data-state="waiting">
            <div class="rows__main">
                <p class="rows__title">{ title }</p>
                <p class="rows__detail">
                    { t!(text, SendRecordLine, form = form, at = at, officer = record.officer.clone()) }
                </p>
                if record.is_too_large {
                    <p class="rows__detail">{ t!(text, SendTooLarge) }</p>
                }
            </div>
            if record.is_too_large {
                <span class="badge badge--wrong">{ t!(text, SendTooLargeBadge) }</span>
            } else {
                <span class="badge badge--attention">{ t!(text, RecordWaiting) }</span>
            }
        </li>
    }
}

/// `left`: so many of its attached files are still to go to the server, where it lies itself.
fn went(export: &Export, left: usize, step: &Step, on_again: &Callback<Export>, text: &Text) -> Html {
    let (name, class, state) = match export.state {
        ExportState::Waiting => ("made", "badge--attention", t!(text, SendStateMade)),
        ExportState::Handed => ("handed", "badge--plain", t!(text, SendStateHanded)),
        ExportState::Received => ("received", "badge--good", t!(text, SendStateReceived)),
    };
    let onclick = {
        let export = export.clone();
        on_again.reform(move |_: MouseEvent| export.clone())
    };
    html! {
        <li class="rows__row" key={export.batch.to_string()} data-export={export.batch.to_string()} data-state={name} data-cover={cover(export)}>
            <div class="rows__main">
                <p class="rows__title">
                    { t!(text, SendExportLine, seq = export.seq, count = export.revisions.len(),
                        at = minute(&export.created_at.to_string())) }
                </p>
                <p class="rows__detail table__code">{ &export.file_name }</p>
                <p class="rows__detail">{ covered(export, text) }</p>
                if left > 0 {
                    <p class="rows__detail" data-photos-left={left.to_string()}>{ t!(text, SendPhotosLeft, count = left) }</p>
                }
            </div>
            <span class={classes!("badge", class)}>{ state }</span>
            <button type="button" class="button" data-action="make-again"
                disabled={matches!(step, Step::Making)} {onclick}>
                { t!(text, SendAgain) }
            </button>
        </li>
    }
}

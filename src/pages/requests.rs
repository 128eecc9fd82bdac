//! What registered people asked for: taken down on a person's page, and what is still to be done among the work lists.
//!
//! Not here: by when (`state::requests`), doing it.

use std::rc::Rc;

use ledger::matching::TALENTS;
use record::{EntityId, ErasedEntity, ListName};
use yew::prelude::*;

use super::today::minute;
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::remote::use_remote;
use crate::state::requests::{self, Asked, Request, Wants};
use crate::t;
use crate::text::{Text, dates, use_text};
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct RequestsProps {
    /// Whose page it is. Without one all that is to be done is listed.
    #[prop_or_default]
    pub person: Option<String>,
}

async fn load(device: Rc<Device>, person: Option<String>) -> Result<Vec<Asked>, ReadError> {
    let person = person.map(|id| ErasedEntity { list: ListName::new(TALENTS), id: EntityId::new(id) });
    requests::list(&device, person.as_ref()).await
}

#[component]
pub fn Requests(props: &RequestsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let has_failed = use_state_eq(|| false);
    let about = (device.clone(), props.person.clone());
    let (found, again) = use_remote(about, |(device, person)| device.map(|device| load(device, person)));
    let Some(found) = found.ready() else { return Html::default() };
    let open = found.iter().filter(|asked| asked.request.done.is_none()).count();
    let ask = |wants: Wants| {
        let (device, person) = (device.clone(), props.person.clone());
        let (again, failed) = (again.clone(), has_failed.setter());
        let onclick = move |_: MouseEvent| {
            let Some((device, person)) = device.clone().zip(person.clone()) else { return };
            let (again, failed) = (again.clone(), failed.clone());
            timer::spawn(async move {
                failed.set(requests::ask(&device, TALENTS, &person, wants).await.is_err());
                again.emit(());
            });
        };
        html! {
            <button type="button" class="button" data-action="request" data-wants={wants.name()} {onclick}>
                { t!(text, RequestTake, wants = said(wants, &text).to_string()) }
            </button>
        }
    };
    let close = |request: &Request| {
        let (device, request) = (device.clone(), request.clone());
        let (again, failed) = (again.clone(), has_failed.setter());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (again, failed, request) = (again.clone(), failed.clone(), request.clone());
            timer::spawn(async move {
                failed.set(requests::done(&device, &request).await.is_err());
                again.emit(());
            });
        }
    };
    let row = |asked: &Asked| {
        let Asked { request, title, due, is_overdue } = asked;
        let taken = t!(
            text,
            RequestTaken,
            wants = said(request.wants, &text).to_string(),
            at = minute(&request.asked_at.to_string()),
            officer = request.taken_by.to_string()
        );
        let line = html! {
            <>
                if props.person.is_none() {
                    <span class="rows__title">{ title.clone().map_or_else(|| t!(text, RequestGone), AttrValue::from) }</span>
                }
                <span class={if props.person.is_none() { "rows__detail" } else { "rows__title" }}>{ taken }</span>
                if let Some((at, officer)) = &request.done {
                    <span class="rows__detail" data-done="">{ t!(text, RequestDone, at = minute(&at.to_string()), officer = officer.to_string()) }</span>
                } else if let Some(due) = due {
                    <span class="rows__detail" data-due={due.is.to_string()}>{ dates::due(due, &text) }</span>
                }
            </>
        };
        let href =
            Route::Enterprise { list: request.person.list.to_string(), entity: request.person.id.to_string() }.href();
        html! {
            <li class="rows__row" key={request.asked_at.to_string()} data-request={request.wants.name()}
                data-state={if request.done.is_some() { "done" } else if *is_overdue { "overdue" } else { "open" }}>
                if props.person.is_none() && title.is_some() {
                    <a class="rows__main" {href} data-action="open">{ line }</a>
                } else {
                    <div class="rows__main">{ line }</div>
                }
                if *is_overdue {
                    <span class="badge badge--wrong">{ t!(text, DueIsOverdue) }</span>
                }
                if request.done.is_none() {
                    <button type="button" class="button" data-action="request-done" onclick={close(request)}>{ t!(text, RequestMark) }</button>
                }
            </li>
        }
    };
    html! {
        <section class="section" data-list="requests" data-count={open.to_string()}>
            <h2 class="section__title">{ t!(text, RequestsTitle, count = open) }</h2>
            if *has_failed {
                <Banner tone={Tone::Danger}><p role="alert" data-status="failed">{ t!(text, DevicesFailed) }</p></Banner>
            }
            if props.person.is_some() {
                <p class="field__hint">{ t!(text, RequestsAbout) }</p>
                <div class="stack">{ for Wants::ALL.into_iter().map(ask) }</div>
            } else if found.is_empty() {
                <p class="lead">{ t!(text, WorkNothing) }</p>
            }
            if !found.is_empty() {
                <ul class="rows">{ for found.iter().map(row) }</ul>
            }
        </section>
    }
}

fn said(wants: Wants, text: &Text) -> AttrValue {
    match wants {
        Wants::Copy => t!(text, RequestCopy),
        Wants::Correction => t!(text, RequestCorrection),
        Wants::Erasure => t!(text, RequestErasure),
    }
}

//! The records made on this device, and where each stands.

use std::rc::Rc;

use store::records::RecordState;
use yew::prelude::*;

use super::backup::Backup;
use super::today::minute;
use crate::platform::idb::ReadError;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::notebook::{self, RecordLine};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};

async fn load(device: Rc<Device>) -> Result<Vec<RecordLine>, ReadError> {
    notebook::records(&device).await
}

#[component]
pub fn Records() -> Html {
    let text = use_text();
    let device = use_device();
    let (records, again) = use_remote(device, |device| device.map(load));
    let line = |record: &RecordLine| {
        let (class, name, state) = shown(record.standing.state, &text);
        html! {
            <li class="rows__row" key={record.record.to_string()} data-record={record.record.to_string()} data-state={name}>
                <div class="rows__main">
                    <span class="rows__title">{ &record.title }</span>
                    <span class="rows__detail">
                        { t!(text, RecordLine, at = minute(&record.finalized_at.to_string()), officer = record.officer.clone()) }
                    </span>
                </div>
                <span class={classes!("badge", class)}>{ state }</span>
            </li>
        }
    };
    let actions = html! { <a class="button button--primary" href={Route::Send.href()}>{ t!(text, TodayGoSend) }</a> };
    let waits = matches!(&records, Remote::Ready(records) if records.iter().any(|record| record.standing.state == RecordState::Waiting));
    html! {
        <Page title={t!(text, NavRecords)} actions={waits.then_some(actions)}>
            { match &records {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(records) if records.is_empty() => html! { <Empty message={t!(text, EmptyRecords)} /> },
                Remote::Ready(records) => html! { <ul class="rows">{ for records.iter().map(line) }</ul> },
            } }
            <Backup on_changed={again} />
        </Page>
    }
}

/// How a state looks, what it is called by those who drive the page, and what people call it.
fn shown(state: RecordState, text: &Text) -> (&'static str, &'static str, AttrValue) {
    match state {
        RecordState::Draft => ("badge--plain", "draft", t!(text, RecordDraft)),
        RecordState::Waiting => ("badge--attention", "waiting", t!(text, RecordWaiting)),
        RecordState::Exported => ("badge--plain", "exported", t!(text, RecordExported)),
        RecordState::Received => ("badge--good", "received", t!(text, RecordReceived)),
        RecordState::Returned => ("badge--wrong", "returned", t!(text, RecordReturned)),
    }
}

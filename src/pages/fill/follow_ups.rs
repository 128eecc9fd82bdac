//! What a record gives reason to begin, each in one tap, and what was begun from it so far.
//!
//! On the page of a draft and on that of a record alike. Not here: what there is reason to begin (`form`).

use std::rc::Rc;

use form::{Begun, FollowUp};
use record::RecordId;
use store::Draft;
use yew::prelude::*;

use crate::pages::today::{begin_failed, minute};
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::{Device, LoadError, use_device};
use crate::state::filling::Filling;
use crate::state::raised::{self, Raised, RaisedEntity};
use crate::state::refill;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Text, dates, use_text};
use crate::widgets::questions::words::words_on_a_button;
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct OfFillingProps {
    pub filling: Filling,
    /// Counts up with each change of the draft.
    pub seen: u32,
}

/// Of a draft that is being filled: what was typed is on its way before the page turns to another form.
#[component]
pub fn OfFilling(props: &OfFillingProps) -> Html {
    let filling = props.filling.clone();
    let (record, follow_ups) = (filling.draft().id.record(), filling.follow_ups());
    let on_leave = use_callback(filling, |(), filling| filling.flush());
    html! { <FollowUps {record} {follow_ups} is_finished={false} {on_leave} /> }
}

#[derive(PartialEq, Properties)]
pub struct FollowUpsProps {
    pub record: RecordId,
    pub follow_ups: Vec<FollowUp>,
    /// Then what comes after finishing can be begun, too.
    pub is_finished: bool,
    pub on_leave: Callback<()>,
}

async fn load(device: Rc<Device>, record: RecordId, follow_ups: Vec<FollowUp>) -> Result<Raised, LoadError> {
    raised::raised(&device, record, &follow_ups).await
}

#[component]
pub fn FollowUps(props: &FollowUpsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let failed = use_state_eq(|| None::<AttrValue>);
    let is_busy = use_state_eq(|| false);
    let about = (device.clone(), props.record, props.follow_ups.clone());
    let (raised, _) =
        use_remote(about, |(device, record, follow_ups)| device.map(|device| load(device, record, follow_ups)));
    if props.follow_ups.is_empty() {
        return Html::default();
    }
    let button = |follow_up: &FollowUp| {
        let (device, follow_up, record, on_leave) =
            (device.clone(), follow_up.clone(), props.record, props.on_leave.clone());
        let (failed, is_busy, text) = (failed.setter(), is_busy.clone(), text.clone());
        let begin = {
            let (follow_up, is_busy) = (follow_up.clone(), is_busy.clone());
            move |_: MouseEvent| {
                let (Some(device), false) = (device.clone(), *is_busy) else { return };
                let (follow_up, failed, is_busy, text) =
                    (follow_up.clone(), failed.clone(), is_busy.setter(), text.clone());
                on_leave.emit(());
                is_busy.set(true);
                timer::spawn(async move {
                    match refill::follow(&device, record, &follow_up).await {
                        Ok(draft) => Route::fill(draft).go(),
                        Err(error) => failed.set(Some(begin_failed(&error, &text))),
                    }
                    is_busy.set(false);
                });
            }
        };
        html! {
            <button type="button" class="button" key={follow_up.form.clone()} data-action="raise" data-form={follow_up.form.clone()}
                disabled={*is_busy} onclick={begin}>
                { words_on_a_button(follow_up.label.as_deref().unwrap_or(&follow_up.form)) }
            </button>
        }
    };
    let is_now = |follow_up: &&FollowUp| props.is_finished || follow_up.begun == Begun::OnDemand;
    let (now, later): (Vec<_>, Vec<_>) = props.follow_ups.iter().partition(is_now);
    html! {
        <section class="section follow-ups">
            <h2 class="section__title">{ t!(text, RaisedTitle) }</h2>
            if let Some(failed) = (*failed).clone() {
                <Banner tone={Tone::Danger}><p>{ failed }</p></Banner>
            }
            if let Remote::Ready(raised) = &raised {
                if !raised.entities.is_empty() || !raised.drafts.is_empty() {
                    <ul class="rows">
                        { for raised.entities.iter().map(|entity| made(entity, &text)) }
                        { for raised.drafts.iter().map(|draft| waiting(draft, &text)) }
                    </ul>
                }
            }
            { for later.iter().map(|follow_up| html! {
                <p class="field__hint" data-then={follow_up.form.clone()}>
                    { t!(text, RaisedAfter, name = follow_up.label.clone().unwrap_or_else(|| follow_up.form.clone())) }
                </p>
            }) }
            <div class="field-row">{ for now.into_iter().map(button) }</div>
        </section>
    }
}

fn made(entity: &RaisedEntity, text: &Text) -> Html {
    let RaisedEntity { id, title, due, record } = entity;
    let inside = html! {
        <>
            <span class="rows__title">{ title }</span>
            <span class="rows__detail">
                { due.as_ref().map_or_else(|| t!(text, RaisedDone), |due| dates::due(due, text)) }
            </span>
        </>
    };
    html! {
        <li class="rows__row" key={id.to_string()} data-raised={id.to_string()} data-due={due.map(|due| due.is.to_string())}>
            if let Some(record) = record {
                <a class="rows__main" href={Route::Record(record.to_string()).href()}>{ inside }</a>
            } else {
                <div class="rows__main">{ inside }</div>
            }
        </li>
    }
}

fn waiting(draft: &Draft, text: &Text) -> Html {
    html! {
        <li class="rows__row" key={draft.id.to_string()} data-draft={draft.id.to_string()}>
            <a class="rows__main" href={Route::fill(draft.id).href()} data-action="resume">
                <span class="rows__title">{ &draft.title }</span>
                <span class="rows__detail">{ t!(text, DraftLine, count = draft.answered, at = minute(&draft.changed_at.to_string())) }</span>
            </a>
            <span class="badge badge--plain">{ t!(text, RaisedDraft) }</span>
        </li>
    }
}

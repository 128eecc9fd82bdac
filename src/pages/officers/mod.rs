//! Who shares this tablet: one tap says who fills from now on; others are added, corrected and taken away here.
//!
//! What is done stands in `state::officers`. `others` is what other pages say of what is not the chosen officer's,
//! `refused` why a change was not made.

pub mod others;
pub mod refused;

use record::OfficerId;
use store::settings::Officer;
use yew::prelude::*;

use super::settings::OfficerForm;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::use_device;
use crate::state::officers::{Change, Refusal, change};
use crate::state::{reread_settings, use_session};
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Empty, Page, Tone};
use refused::Refused;

/// What is being done with an officer.
#[derive(Clone, PartialEq)]
enum Step {
    Nothing,
    Correcting(OfficerId),
    /// Is this one really to be taken away?
    Removing(OfficerId),
    Adding,
    Refused(Refusal),
}

/// Everybody, the chosen one first, each with what can be done.
#[component]
pub fn Officers() -> Html {
    let text = use_text();
    let step = use_state_eq(|| Step::Nothing);
    let done = {
        let step = step.setter();
        Callback::from(move |result: Result<(), Refusal>| {
            step.set(result.map_or_else(Step::Refused, |()| Step::Nothing))
        })
    };
    let make = use_change(done);
    let Some(session) = use_session() else { return Html::default() };
    let Some(settings) = session.settings.clone() else { return Html::default() };
    let set = |to: Step| {
        let step = step.setter();
        move |_: MouseEvent| step.set(to.clone())
    };
    let close = {
        let step = step.setter();
        Callback::from(move |()| step.set(Step::Nothing))
    };
    let form = |whose: Option<Officer>| {
        html! {
            <>
                <OfficerForm session={session.clone()} {whose} on_saved={close.clone()} />
                <button type="button" class="button" data-action="officer-back" onclick={set(Step::Nothing)}>{ t!(text, OfficersBack) }</button>
            </>
        }
    };
    let line = |officer: &Officer| {
        let is_chosen = settings.officer.as_ref() == Some(officer);
        if *step == Step::Correcting(officer.id.clone()) {
            return html! { <li class="rows__row" key={officer.id.to_string()}><div class="rows__main">{ form(Some(officer.clone())) }</div></li> };
        }
        let choose = make.reform({
            let id = officer.id.clone();
            move |_: MouseEvent| Change::Choose(id.clone())
        });
        let is_asked = *step == Step::Removing(officer.id.clone());
        let remove = {
            let (make, id, step) = (make.clone(), officer.id.clone(), step.setter());
            move |_: MouseEvent| match is_asked {
                true => make.emit(Change::Remove(id.clone())),
                false => step.set(Step::Removing(id.clone())),
            }
        };
        html! {
            <li class="rows__row" key={officer.id.to_string()} data-officer={officer.id.to_string()} aria-current={is_chosen.then_some("true")}>
                <div class="rows__main">
                    <p class="rows__title">{ &officer.name }</p>
                    <p class="rows__detail">
                        { t!(text, OfficersCode, code = officer.id.to_string()) }
                        if !officer.unit.is_empty() {
                            { " · " }{ &officer.unit }
                        }
                    </p>
                </div>
                if is_chosen {
                    <span class="badge badge--good">{ t!(text, OfficersChosen) }</span>
                } else {
                    <button type="button" class="button button--primary" data-action="choose-officer" onclick={choose}>
                        { t!(text, OfficersChoose, name = officer.name.clone()) }
                    </button>
                }
                <button type="button" class="button button--quiet" data-action="correct-officer" onclick={set(Step::Correcting(officer.id.clone()))}>
                    { t!(text, OfficersCorrect) }
                </button>
                if !is_chosen {
                    <button type="button" class={classes!("button", if is_asked { "button--danger" } else { "button--quiet" })}
                        data-action="remove-officer" onclick={remove}>
                        { if is_asked { t!(text, OfficersRemoveSure) } else { t!(text, OfficersRemove) } }
                    </button>
                }
            </li>
        }
    };
    let back = html! { <a class="button" href={Route::Today.href()} data-action="today">{ t!(text, BackToToday) }</a> };
    html! {
        <Page title={t!(text, OfficersTitle)} actions={back}>
            <p class="lead">{ t!(text, OfficersHint) }</p>
            if let Step::Refused(refusal) = &*step {
                <Banner tone={Tone::Danger}><p><Refused refusal={refusal.clone()} /></p></Banner>
            }
            if settings.officer.is_none() {
                <Empty message={t!(text, OfficersNone)} />
            } else {
                <ul class="rows">{ for settings.officers().map(line) }</ul>
            }
            if *step == Step::Adding {
                { form(None) }
            } else {
                <section class="section">
                    <button type="button" class="button" data-action="add-officer" onclick={set(Step::Adding)}>{ t!(text, OfficersAdd) }</button>
                </section>
            }
        </Page>
    }
}

/// Carries out changes one after another, shows what came of them, and says how it went.
#[hook]
pub fn use_change(done: Callback<Result<(), Refusal>>) -> Callback<Change> {
    let device = use_device();
    let session = use_session().map(|session| session.dispatcher());
    Callback::from(move |to: Change| {
        let (Some(device), Some(session), done) = (device.clone(), session.clone(), done.clone()) else { return };
        timer::spawn(async move {
            let result = change(&device, &to).await;
            reread_settings(&device.database, &session).await;
            done.emit(result);
        });
    })
}

/// On the page of settings: that there can be several, and where they are.
#[component]
pub fn Sharing() -> Html {
    let text = use_text();
    html! {
        <section class="section">
            <h2 class="section__title">{ t!(text, OfficersShare) }</h2>
            <p class="field__hint">{ t!(text, OfficersHint) }</p>
            <a class="button" href={Route::Officers.href()} data-action="officers">{ t!(text, OfficersOpen) }</a>
        </section>
    }
}

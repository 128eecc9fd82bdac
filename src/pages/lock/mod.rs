//! The lock over what is on this device: whether it is on, what a passphrase is worth, when it locks by itself.
//!
//! Start at [`Locking`], a part of the settings; [`Now`] stands where one begins the day, `unlocking` in place of every page while the
//! device is locked.
//!
//! Not here: what is done (`state::lock`).

mod changing;
mod said;
mod turning_on;
pub mod unlocking;

use std::rc::Rc;

use yew::prelude::*;

use crate::platform::timer;
use crate::state::lock::{self, LockError};
use crate::t;
use crate::text::use_text;
use changing::Changing;
use turning_on::TurningOn;

#[component]
pub fn Locking() -> Html {
    let text = use_text();
    let is_on = lock::is_on();
    html! {
        <section class="section screen" data-section="lock" data-lock={if is_on { "on" } else { "off" }}>
            <h2 class="section__title">{ t!(text, LockTitle) }</h2>
            if is_on {
                <Minutes />
                <Changing />
            } else {
                <TurningOn />
            }
        </section>
    }
}

/// After how long it locks by itself.
#[component]
fn Minutes() -> Html {
    let text = use_text();
    let minutes = use_state_eq(lock::minutes);
    let choice = |value: u32| {
        let minutes = minutes.clone();
        let is_chosen = *minutes == value;
        let onchange = move |_: Event| {
            lock::set_minutes(value);
            minutes.set(value);
        };
        html! {
            <label class={classes!("choice", is_chosen.then_some("choice--chosen"))} key={value} data-value={value.to_string()}>
                <input class="choice__input" type="radio" name="lock-minutes" checked={is_chosen} {onchange} />
                <span class="choice__label">{ t!(text, LockMinutesValue, minutes = value) }</span>
            </label>
        }
    };
    html! {
        <>
            <p data-status="lock-on">{ t!(text, LockOn, minutes = *minutes) }</p>
            <fieldset>
                <legend class="field__label">{ t!(text, LockMinutes) }</legend>
                <div class="choices choices--row">{ for lock::MINUTES.into_iter().map(choice) }</div>
            </fieldset>
            <Now />
        </>
    }
}

/// Locks at once, where there is a lock.
#[component]
pub fn Now() -> Html {
    let text = use_text();
    let failed = use_state(|| None::<Rc<LockError>>);
    if !lock::is_on() {
        return Html::default();
    }
    let onclick = {
        let failed = failed.setter();
        move |_: MouseEvent| {
            let failed = failed.clone();
            timer::spawn(async move { failed.set(lock::lock_now().await.err().map(Rc::new)) });
        }
    };
    html! {
        <div class="section__actions">
            <button type="button" class="button" data-action="lock-now" {onclick}>{ t!(text, LockNow) }</button>
            { said::problem(failed.as_deref(), &text) }
        </div>
    }
}

//! The lock turned on: a passphrase typed twice, with a plain word about what it is worth.

use std::rc::Rc;

use batch::lock::Worth;
use batch::seal::Passphrase;
use web_sys::SubmitEvent;
use yew::prelude::*;

use super::said;
use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::lock::{self, LockError};
use crate::t;
use crate::text::use_text;
use crate::widgets::secret::{Secret, Show};

#[component]
pub fn TurningOn() -> Html {
    let text = use_text();
    let device = use_device();
    let typed = use_state_eq(String::new);
    let again = use_state_eq(String::new);
    let is_shown = use_state_eq(|| false);
    let is_at_work = use_state_eq(|| false);
    let failed = use_state(|| None::<Rc<LockError>>);
    let worth = Worth::of(&Passphrase::new(&typed));
    let is_same = typed.trim() == again.trim();
    let onsubmit = {
        let (typed, is_at_work, failed) = (typed.clone(), is_at_work.setter(), failed.setter());
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(device) = device.clone().filter(|_| is_same && worth > Worth::None) else { return };
            let (passphrase, is_at_work, failed) = (Passphrase::new(&typed), is_at_work.clone(), failed.clone());
            timer::spawn(async move {
                is_at_work.set(true);
                if let Err(error) = lock::turn_on(&device, passphrase).await {
                    is_at_work.set(false);
                    failed.set(Some(Rc::new(error)));
                }
            });
        }
    };
    let field = |name, label, value: &UseStateHandle<String>| {
        let (value, failed) = (value.clone(), failed.setter());
        let on_text = {
            let value = value.setter();
            move |text| {
                value.set(text);
                failed.set(None);
            }
        };
        html! { <Secret {name} {label} value={(*value).clone()} is_shown={*is_shown} is_disabled={*is_at_work} {on_text} /> }
    };
    html! {
        <form {onsubmit}>
            <p>{ t!(text, LockOff) }</p>
            <p class="field__hint">{ t!(text, LockForgetting) }</p>
            <div class="fields">
                <div>
                    { field("lock-passphrase", t!(text, LockPassphrase), &typed) }
                    if !typed.is_empty() {
                        { said::worth(worth, &text) }
                    }
                </div>
                <div>
                    { field("lock-repeat", t!(text, LockRepeat), &again) }
                    if !again.is_empty() && !is_same {
                        <p class="field__hint" role="status" data-worth="different">{ t!(text, LockDifferent) }</p>
                    }
                </div>
            </div>
            <p class="field__hint">{ t!(text, LockDisk) }</p>
            <div class="section__actions">
                <button type="submit" class="button button--primary" data-action="turn-lock-on"
                    disabled={*is_at_work || !is_same || worth == Worth::None}>{ t!(text, LockTurnOn) }</button>
                <Show name="show-lock" is_shown={is_shown.clone()} />
            </div>
            if *is_at_work {
                { said::at_work(&text) }
            }
            { said::problem(failed.as_deref(), &text) }
        </form>
    }
}

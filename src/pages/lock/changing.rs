//! Another passphrase, or none: both ask for the present one.

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

/// What became of it.
#[derive(Clone)]
enum Outcome {
    None,
    /// The present passphrase is tried, and the other one set.
    Trying,
    Moving,
    Changed,
    Failed(Rc<LockError>),
}

#[component]
pub fn Changing() -> Html {
    let text = use_text();
    let device = use_device();
    let old = use_state_eq(String::new);
    let new = use_state_eq(String::new);
    let is_shown = use_state_eq(|| false);
    let outcome = use_state(|| Outcome::None);
    let worth = Worth::of(&Passphrase::new(&new));
    let is_at_work = matches!(*outcome, Outcome::Trying | Outcome::Moving);
    let onsubmit = {
        let (old, new, outcome, device) = (old.clone(), new.clone(), outcome.setter(), device.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let Some(device) = device.clone() else { return };
            let (old, new, outcome) = (old.clone(), new.clone(), outcome.clone());
            timer::spawn(async move {
                outcome.set(Outcome::Trying);
                let changed = lock::change(&device, Passphrase::new(&old), Passphrase::new(&new)).await;
                if changed.is_ok() {
                    old.set(String::new());
                    new.set(String::new());
                }
                outcome.set(changed.map_or_else(|error| Outcome::Failed(Rc::new(error)), |()| Outcome::Changed));
            });
        }
    };
    let turn_off = {
        let (old, outcome) = (old.clone(), outcome.setter());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (passphrase, outcome) = (Passphrase::new(&old), outcome.clone());
            timer::spawn(async move {
                outcome.set(Outcome::Moving);
                if let Err(error) = lock::turn_off(&device, passphrase).await {
                    outcome.set(Outcome::Failed(Rc::new(error)));
                }
            });
        }
    };
    let field = |name, label, value: &UseStateHandle<String>| {
        let (value, outcome) = (value.clone(), outcome.setter());
        let on_text = {
            let value = value.setter();
            move |text| {
                value.set(text);
                outcome.set(Outcome::None);
            }
        };
        html! { <Secret {name} {label} value={(*value).clone()} is_shown={*is_shown} is_disabled={is_at_work} {on_text} /> }
    };
    html! {
        <form {onsubmit}>
            <h3 class="section__title">{ t!(text, LockChangeTitle) }</h3>
            <div class="fields">
                { field("lock-old", t!(text, LockOld), &old) }
                { field("lock-new", t!(text, LockNew), &new) }
            </div>
            if !new.is_empty() {
                { said::worth(worth, &text) }
            }
            <div class="section__actions">
                <button type="submit" class="button" data-action="change-passphrase"
                    disabled={is_at_work || old.is_empty() || worth == Worth::None}>{ t!(text, LockChange) }</button>
                <button type="button" class="button" data-action="turn-lock-off" disabled={is_at_work || old.is_empty()}
                    onclick={turn_off}>{ t!(text, LockTurnOff) }</button>
                <Show name="show-lock" is_shown={is_shown.clone()} />
            </div>
            <p class="field__hint">{ t!(text, LockTurnOffHint) }</p>
            { match &*outcome {
                Outcome::None => Html::default(),
                Outcome::Trying => html! { <p role="status" data-status="trying">{ t!(text, UnlockTrying) }</p> },
                Outcome::Moving => said::at_work(&text),
                Outcome::Changed => html! { <p class="fine" role="status" data-status="passphrase-changed">{ t!(text, LockChanged) }</p> },
                Outcome::Failed(error) => said::problem(Some(&**error), &text),
            } }
        </form>
    }
}

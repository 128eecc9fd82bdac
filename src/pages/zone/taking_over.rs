//! Another desk that takes the place of the one at the head, with the key on paper: where a computer died or was stolen.

use std::rc::Rc;

use record::Charter;
use yew::prelude::*;

use super::said;
use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::zone::{self, ZoneError};
use crate::t;
use crate::text::use_text;
use crate::widgets::secret::{Secret, Show};

#[derive(PartialEq, Properties)]
pub struct TakingOverProps {
    pub charter: Charter,
    pub on_changed: Callback<()>,
}

#[component]
pub fn TakingOver(props: &TakingOverProps) -> Html {
    let text = use_text();
    let device = use_device();
    let typed = use_state_eq(String::new);
    let is_shown = use_state_eq(|| false);
    let failed = use_state(|| None::<Rc<ZoneError>>);
    let take = {
        let (typed, failed, on_changed) = (typed.clone(), failed.setter(), props.on_changed.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (typed, failed, on_changed) = (typed.clone(), failed.clone(), on_changed.clone());
            timer::spawn(async move {
                match zone::take_over(&device, &typed).await {
                    Ok(()) => {
                        typed.set(String::new());
                        on_changed.emit(());
                    }
                    Err(error) => failed.set(Some(Rc::new(error))),
                }
            });
        }
    };
    let on_text = {
        let (typed, failed) = (typed.setter(), failed.setter());
        move |text| {
            typed.set(text);
            failed.set(None);
        }
    };
    html! {
        <section class="section screen" data-section="take-over">
            <h2 class="section__title">{ t!(text, TakeOverTitle) }</h2>
            if props.charter.paper.is_none() {
                <p class="field__hint" data-problem="no-paper">{ t!(text, TakeOverOld) }</p>
            } else {
                <p class="field__hint">{ t!(text, TakeOverHint) }</p>
                <Secret name="take-over-key" label={t!(text, ZoneKey)} value={(*typed).clone()} is_shown={*is_shown} is_disabled={false} {on_text} />
                <div class="section__actions">
                    <Show name="show-take-over-key" is_shown={is_shown.clone()} />
                    <button type="button" class="button" data-action="take-over" disabled={typed.trim().is_empty()} onclick={take}>
                        { t!(text, TakeOverNow) }
                    </button>
                </div>
                if let Some(error) = &*failed {
                    <p class="question__problem" role="alert" data-problem={said::error(error, &text).0}>{ said::error(error, &text).1 }</p>
                }
            }
        </section>
    }
}

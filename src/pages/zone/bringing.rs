//! A key brought to this desk: the one on paper, where a computer is new and has no backup.

use std::rc::Rc;

use yew::prelude::*;

use super::said;
use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::zone::{self, ZoneError};
use crate::t;
use crate::text::use_text;
use crate::widgets::secret::{Secret, Show};

#[derive(PartialEq, Properties)]
pub struct BringingProps {
    pub on_changed: Callback<()>,
}

#[component]
pub fn Bringing(props: &BringingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let typed = use_state_eq(String::new);
    let is_shown = use_state_eq(|| false);
    let outcome = use_state(|| None::<Rc<Result<(), ZoneError>>>);
    let bring = {
        let (typed, outcome, on_changed) = (typed.clone(), outcome.setter(), props.on_changed.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (typed, outcome, on_changed) = (typed.clone(), outcome.clone(), on_changed.clone());
            timer::spawn(async move {
                let brought = zone::bring(&device, &typed).await;
                if brought.is_ok() {
                    typed.set(String::new());
                }
                outcome.set(Some(Rc::new(brought)));
                on_changed.emit(());
            });
        }
    };
    let on_text = {
        let (typed, outcome) = (typed.setter(), outcome.setter());
        move |text| {
            typed.set(text);
            outcome.set(None);
        }
    };
    html! {
        <section class="section screen" data-section="bring-key">
            <h2 class="section__title">{ t!(text, ZoneBringTitle) }</h2>
            <p class="field__hint">{ t!(text, ZoneBringHint) }</p>
            <Secret name="zone-key" label={t!(text, ZoneKey)} value={(*typed).clone()} is_shown={*is_shown} is_disabled={false} {on_text} />
            <div class="section__actions">
                <Show name="show-key" is_shown={is_shown.clone()} />
                <button type="button" class="button" data-action="bring-key" disabled={typed.trim().is_empty()} onclick={bring}>
                    { t!(text, ZoneBring) }
                </button>
            </div>
            { match outcome.as_deref() {
                None => Html::default(),
                Some(Ok(())) => html! { <p class="fine" role="status" data-status="key-brought">{ t!(text, ZoneBrought) }</p> },
                Some(Err(error)) => {
                    let (word, said) = said::error(error, &text);
                    html! { <p class="question__problem" role="alert" data-problem={word}>{ said }</p> }
                }
            } }
        </section>
    }
}

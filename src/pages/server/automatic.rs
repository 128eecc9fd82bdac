//! The switch by which what waits goes by itself, and how it went.

use std::rc::Rc;

use store::server::Automatic;
use yew::prelude::*;

use super::said::ran;
use crate::platform::{network, timer};
use crate::state::device::use_device;
use crate::state::remote::use_remote;
use crate::state::sync::automatic::{self, COSTS};
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

#[derive(PartialEq, Properties)]
pub struct AutomaticallyProps {
    /// Called after each run.
    pub on_ran: Callback<()>,
}

/// How often something changed.
#[derive(PartialEq, Default)]
pub(super) struct Rounds(pub(super) u32);

impl Reducible for Rounds {
    type Action = ();

    fn reduce(self: Rc<Self>, (): ()) -> Rc<Self> {
        Rc::new(Self(self.0.wrapping_add(1)))
    }
}

#[component]
pub fn Automatically(props: &AutomaticallyProps) -> Html {
    let text = use_text();
    let device = use_device();
    let rounds = use_reducer(Rounds::default);
    let is_failed = use_state_eq(|| false);
    {
        let rounds = rounds.dispatcher();
        use_effect_with(props.on_ran.clone(), move |on_ran| {
            let on_ran = on_ran.clone();
            let watching = automatic::watch(move || {
                rounds.dispatch(());
                if !automatic::is_running() {
                    on_ran.emit(());
                }
            });
            move || drop(watching)
        });
    }
    let load = (device.clone(), rounds.0);
    let (course, _) =
        use_remote(load, |(device, _)| device.map(|device| async move { automatic::course(&device).await }));
    let Some(course) = course.ready() else { return Html::default() };
    let set = |to: Automatic| {
        let (device, rounds, is_failed) = (device.clone(), rounds.dispatcher(), is_failed.setter());
        move || {
            let Some(device) = device.clone() else { return };
            let (rounds, is_failed) = (rounds.clone(), is_failed.clone());
            timer::spawn(async move {
                is_failed.set(automatic::set(&device, to).await.is_err());
                rounds.dispatch(());
            });
        }
    };
    let turn = set(Automatic { is_on: !course.set.is_on, ..course.set });
    let allow = set(Automatic { may_cost: true, ..course.set });
    let is_asked = course.set.is_on && !course.set.may_cost && network::saves_data();
    let costs = course.last.as_ref().is_some_and(|last| last.trouble.as_deref() == Some(COSTS));
    html! {
        <>
            <p class="field__hint">{ t!(text, AutomaticHint) }</p>
            <label class="choice">
                <input class="choice__input" type="checkbox" data-input="automatic" checked={course.set.is_on} onchange={move |_: Event| turn()} />
                <span class="choice__label">{ t!(text, AutomaticOn) }</span>
            </label>
            if *is_failed {
                <Banner tone={Tone::Danger}><p>{ t!(text, SendFailedWriteAdvice) }</p></Banner>
            }
            if course.set.is_on {
                if automatic::is_running() {
                    <p class="field__hint" role="status" data-status="automatic">{ t!(text, AutomaticRunning) }</p>
                }
                if let Some(last) = course.last.as_ref().filter(|_| is_asked || !costs) {
                    { ran(last, &text) }
                }
                if is_asked {
                    <div class="section__actions">
                        <button type="button" class="button" data-action="allow-costs" onclick={move |_: MouseEvent| allow()}>{ t!(text, AutomaticAllow) }</button>
                    </div>
                }
            }
        </>
    }
}

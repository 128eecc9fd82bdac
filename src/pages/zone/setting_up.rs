//! A zone set up, step by step: its name, the key for the paper, the paper tried once.
//!
//! Nothing is written before the key was typed from the paper: a zone whose second key nobody has is one disk away from files that
//! nobody opens.

use std::rc::Rc;

use batch::seal::SecretKey;
use store::zone::Zone;
use yew::prelude::*;

use super::said;
use crate::platform::{document, timer};
use crate::state::device::use_device;
use crate::state::zone::{self, ZoneError};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::LineField;
use crate::widgets::secret::{Secret, Show};

#[derive(PartialEq, Properties)]
pub struct SettingUpProps {
    /// Whose keys are to be changed. `None`: there is no zone yet.
    pub zone: Option<Zone>,
    pub on_changed: Callback<()>,
    /// Whether a key is being made.
    pub on_making: Callback<bool>,
}

#[derive(Clone)]
enum Step {
    Naming,
    /// The key is on the screen, to be written down.
    Writing(Rc<SecretKey>),
    /// It is not, and typed from the paper.
    Trying(Rc<SecretKey>),
}

#[component]
pub fn SettingUp(props: &SettingUpProps) -> Html {
    let text = use_text();
    let device = use_device();
    let step = use_state(|| Step::Naming);
    let known = props.zone.as_ref().map(|zone| zone.name.clone()).unwrap_or_default();
    let edited = use_state_eq(|| None::<String>);
    let name = (*edited).clone().unwrap_or(known);
    let typed = use_state_eq(String::new);
    let is_shown = use_state_eq(|| true);
    let failed = use_state(|| None::<Rc<ZoneError>>);
    let is_making = !matches!(*step, Step::Naming);
    use_effect_with((is_making, props.on_making.clone()), |(is_making, on_making)| on_making.emit(*is_making));
    let go = {
        let (step, typed) = (step.setter(), typed.setter());
        move |to: Step| {
            let (step, typed) = (step.clone(), typed.clone());
            move |_: MouseEvent| {
                typed.set(String::new());
                step.set(to.clone());
            }
        }
    };
    let begin = {
        let (step, failed) = (step.setter(), failed.setter());
        move |_: MouseEvent| match zone::recovery_key() {
            Ok(key) => step.set(Step::Writing(Rc::new(key))),
            Err(error) => failed.set(Some(Rc::new(error.into()))),
        }
    };
    let finish = {
        let (step, typed, failed) = (step.clone(), typed.clone(), failed.setter());
        let (name, on_changed) = (name.clone(), props.on_changed.clone());
        move |_: MouseEvent| {
            let (Some(device), Step::Trying(key)) = (device.clone(), &*step) else { return };
            let (key, name, failed) = (key.clone(), name.clone(), failed.clone());
            let (step, typed, on_changed) = (step.setter(), typed.setter(), on_changed.clone());
            timer::spawn(async move {
                match zone::set_up(&device, &name, &key).await {
                    Ok(()) => {
                        typed.set(String::new());
                        step.set(Step::Naming);
                        failed.set(None);
                    }
                    Err(error) => failed.set(Some(Rc::new(error))),
                }
                on_changed.emit(());
            });
        }
    };
    let is_named = !name.trim().is_empty() && name.trim().chars().count() <= zone::MOST_CHARACTERS;
    let (title, hint, action) = match &props.zone {
        None => (t!(text, ZoneSetUpTitle), t!(text, ZoneSetUpHint), t!(text, ZoneMakeKeys)),
        Some(_) => (t!(text, ZoneRenewTitle), t!(text, ZoneRenewHint), t!(text, ZoneRenew)),
    };
    let on_name = {
        let edited = edited.setter();
        move |typed| edited.set(Some(typed))
    };
    html! {
        <>
            <section class="section screen" data-section="set-up-zone">
                <h2 class="section__title">{ title }</h2>
                { match &*step {
                    Step::Naming => html! {
                        <>
                            <p class="field__hint">{ hint }</p>
                            <LineField name="zone-name" label={t!(text, ZoneName)} value={name.clone()} on_text={on_name} />
                            <div class="section__actions">
                                <button type="button" class={if props.zone.is_none() { "button button--primary" } else { "button" }}
                                    data-action="make-zone-keys" disabled={!is_named} onclick={begin}>{ action }</button>
                            </div>
                        </>
                    },
                    Step::Writing(key) => html! {
                        <>
                            <p>{ t!(text, ZonePaper) }</p>
                            <p class="facts__code facts__code--large" data-recovery-key="">{ grouped(key) }</p>
                            <div class="section__actions">
                                <button type="button" class="button" data-action="print-key" onclick={|_: MouseEvent| document::print("")}>
                                    { t!(text, ZonePrint) }
                                </button>
                                <button type="button" class="button button--primary" data-action="try-key" onclick={go(Step::Trying(key.clone()))}>
                                    { t!(text, ZoneWritten) }
                                </button>
                                <button type="button" class="button" data-action="leave-zone" onclick={go(Step::Naming)}>{ t!(text, ZoneLeave) }</button>
                            </div>
                        </>
                    },
                    Step::Trying(key) => {
                        let is_same = SecretKey::read(&typed).is_some_and(|typed| typed == **key);
                        html! {
                            <>
                                <p>{ t!(text, ZoneTry) }</p>
                                <Secret name="recovery-key" label={t!(text, ZoneKey)} value={(*typed).clone()} is_shown={*is_shown} is_disabled={false}
                                    on_text={let typed = typed.setter(); move |text| typed.set(text)} />
                                if typed.chars().filter(|sign| !sign.is_whitespace()).count() >= key.written_out().len() && !is_same {
                                    <p class="question__problem" role="alert" data-problem="different">{ t!(text, ZoneDifferent) }</p>
                                }
                                <div class="section__actions">
                                    <Show name="show-recovery-key" is_shown={is_shown.clone()} />
                                    <button type="button" class="button" data-action="see-key" onclick={go(Step::Writing(key.clone()))}>
                                        { t!(text, ZoneSeeAgain) }
                                    </button>
                                    <button type="button" class="button button--primary" data-action="finish-zone" disabled={!is_same} onclick={finish}>
                                        { t!(text, ZoneFinish) }
                                    </button>
                                </div>
                            </>
                        }
                    }
                } }
                if let Some(error) = &*failed {
                    { problem(error, &text) }
                }
            </section>
            if let Step::Writing(key) = &*step {
                <div class="paper">
                    <h1>{ t!(text, ZonePaperTitle, name = name.trim().to_owned()) }</h1>
                    <p>{ grouped(key) }</p>
                    <p>{ t!(text, ZonePaperAdvice) }</p>
                </div>
            }
        </>
    }
}

fn problem(error: &ZoneError, text: &Text) -> Html {
    let (word, said) = said::error(error, text);
    html! { <p class="question__problem" role="alert" data-problem={word}>{ said }</p> }
}

/// In fours, as people copy long numbers.
fn grouped(key: &SecretKey) -> String {
    let written = key.written_out();
    let signs: Vec<char> = written.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

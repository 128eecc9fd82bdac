//! The zone's desks: whose receipts and packs tablets take. The one at the head appoints others and withdraws them.
//!
//! Not here: another that takes the place of the head (`taking_over`), whose word counts (`batch::charter`).

use std::rc::Rc;

use record::DeviceId;
use store::devices::DeviceStanding;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::said;
use crate::platform::timer;
use crate::state::device::use_device;
use crate::state::devices::{self, Known};
use crate::state::remote::use_remote;
use crate::state::zone::{self, Standing, ZoneError};
use crate::t;
use crate::text::{Text, use_text};

#[derive(PartialEq, Properties)]
pub struct DesksProps {
    pub standing: Rc<Standing>,
    /// How many devices were enrolled meanwhile.
    pub enrolled: u32,
    pub on_changed: Callback<()>,
}

/// What somebody is asked about.
#[derive(Clone, PartialEq, Eq)]
enum Asked {
    Nothing,
    Appoint(DeviceId),
    Withdraw(DeviceId),
}

#[component]
pub fn Desks(props: &DesksProps) -> Html {
    let text = use_text();
    let device = use_device();
    let (known, _) = use_remote((device.clone(), props.enrolled), |(device, _)| device.map(devices::known));
    let asked = use_state_eq(|| Asked::Nothing);
    let outcome = use_state(|| None::<Rc<Result<(), ZoneError>>>);
    let Some(zone) = &props.standing.zone else { return Html::default() };
    let (charter, own, is_head) = (&zone.charter, &props.standing.own, props.standing.is_head());
    let is_read = known.ready().is_some();
    let known: &[Known] = known.ready().map(|known| known.as_slice()).unwrap_or_default();
    let ask = |of: Asked| {
        let (asked, outcome) = (asked.setter(), outcome.setter());
        move || {
            outcome.set(None);
            asked.set(of.clone());
        }
    };
    let click = |of: Asked| {
        let ask = ask(of);
        move |_: MouseEvent| ask()
    };
    let act = |of: Asked| {
        let (device, asked, outcome) = (device.clone(), asked.setter(), outcome.setter());
        let on_changed = props.on_changed.clone();
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (of, asked, outcome, on_changed) = (of.clone(), asked.clone(), outcome.clone(), on_changed.clone());
            timer::spawn(async move {
                let done = match &of {
                    Asked::Nothing => Ok(()),
                    Asked::Appoint(desk) => zone::appoint(&device, desk).await,
                    Asked::Withdraw(desk) => zone::withdraw(&device, desk).await,
                };
                outcome.set(Some(Rc::new(done)));
                asked.set(Asked::Nothing);
                on_changed.emit(());
            });
        }
    };
    let row = |desk: &DeviceId, role: &'static str, words: AttrValue| {
        let can_go = is_head && role == "appointed";
        html! {
            <li class="rows__row" key={desk.to_string()} data-desk={desk.to_string()} data-role={role} data-own={(desk == own).then_some("")}>
                <div class="rows__main">
                    <p class="rows__title">{ if desk == own { t!(text, DesksOwn) } else { title(desk, known, &text) } }</p>
                    <p class="rows__detail facts__code">{ desk.fingerprint() }</p>
                </div>
                <span class="badge">{ words }</span>
                if can_go && *asked == Asked::Withdraw(desk.clone()) {
                    <div class="section__actions">
                        <p role="alert">{ t!(text, DesksWithdrawMeaning) }</p>
                        <button type="button" class="button button--danger" data-action="withdraw-yes" onclick={act(Asked::Withdraw(desk.clone()))}>{ t!(text, DesksWithdraw) }</button>
                        <button type="button" class="button" data-action="withdraw-no" onclick={click(Asked::Nothing)}>{ t!(text, ZoneLeave) }</button>
                    </div>
                } else if can_go {
                    <button type="button" class="button" data-action="withdraw" onclick={click(Asked::Withdraw(desk.clone()))}>{ t!(text, DesksWithdraw) }</button>
                }
            </li>
        }
    };
    let can_be = |known: &&Known| known.device.standing == DeviceStanding::Trusted && !charter.speaks(&known.device.id);
    let candidates: Vec<&Known> = known.iter().filter(can_be).collect();
    let onchange = {
        let (ask, none) = (asked.setter(), outcome.setter());
        move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlSelectElement>().value();
            none.set(None);
            ask.set(if chosen.is_empty() { Asked::Nothing } else { Asked::Appoint(DeviceId::new(chosen)) });
        }
    };
    let role = match (is_head, charter.speaks(own)) {
        (true, _) => None,
        (false, true) => Some(("appointed", t!(text, DesksOwnAppointed))),
        (false, false) if charter.was_withdrawn(own) => Some(("withdrawn", t!(text, DesksOwnWithdrawn))),
        (false, false) if props.standing.opens_zone() => Some(("none", t!(text, DesksOwnNone))),
        (false, false) => None,
    };
    html! {
        <section class="section screen" data-section="desks">
            <h2 class="section__title">{ t!(text, DesksTitle) }</h2>
            <p class="field__hint">{ t!(text, DesksHint) }</p>
            if let Some((word, words)) = role {
                <p data-own-role={word}>{ words }</p>
            }
            <ul class="rows">
                { row(&charter.head, "head", t!(text, DesksHead)) }
                { for charter.desks.iter().map(|desk| row(desk, "appointed", t!(text, DesksAppointed))) }
            </ul>
            if is_head && is_read && candidates.is_empty() {
                <p class="field__hint" data-candidates="none">{ t!(text, DesksNobody) }</p>
            } else if is_head && is_read {
                <label class="field">
                    <span class="field__label">{ t!(text, DesksChoose) }</span>
                    <select class="field__input" data-input="appoint" {onchange}>
                        <option value="" selected={!matches!(*asked, Asked::Appoint(_))}>{ "—" }</option>
                        { for candidates.iter().map(|known| {
                            let id = &known.device.id;
                            let is_asked = *asked == Asked::Appoint(id.clone());
                            html! { <option value={id.to_string()} selected={is_asked}>{ format!("{} · {}", title(id, candidates_of(known), &text), id.fingerprint()) }</option> }
                        }) }
                    </select>
                </label>
                if let Asked::Appoint(_) = &*asked {
                    <p role="alert">{ t!(text, DesksAppointMeaning) }</p>
                    <div class="section__actions">
                        <button type="button" class="button button--primary" data-action="appoint" onclick={act((*asked).clone())}>{ t!(text, DesksAppoint) }</button>
                    </div>
                }
            }
            { match outcome.as_deref() {
                None => Html::default(),
                Some(Ok(())) => html! { <p class="fine" role="status" data-status="desks-said">{ t!(text, DesksSaid) }</p> },
                Some(Err(error)) => {
                    let (word, said) = said::error(error, &text);
                    html! { <p class="question__problem" role="alert" data-problem={word}>{ said }</p> }
                }
            } }
        </section>
    }
}

fn candidates_of(known: &Known) -> &[Known] {
    std::slice::from_ref(known)
}

/// What people call it.
fn title(desk: &DeviceId, known: &[Known], text: &Text) -> AttrValue {
    let label = known.iter().find(|known| known.device.id == *desk).map(|known| known.device.label.clone());
    label.filter(|label| !label.is_empty()).map_or_else(|| t!(text, DevicesNameless), AttrValue::from)
}

//! Which officer is responsible for which enterprises, and handing them over: all of one officer's, or some. On the page of the
//! ledger, and in short on an enterprise's own.
//!
//! Not here: what it changes (`ledger::handed_over`), how it is written down (`state::responsible`).

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::{EnterprisePage, Property, STAFF_CODE, STAFF_FROM};
use record::{Day, EntityId};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::deciding::{not_decided, source};
use super::safe::reminder::goes_on;
use crate::platform::{clock, timer};
use crate::state::device::use_device;
use crate::state::remote::{Remote, use_remote};
use crate::state::responsible::{self, Firm, HandedOver, Officers};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Empty, Reason, Tone};

/// The section, shut until somebody wants it.
#[component]
pub fn Responsible() -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let open = {
        let is_open = is_open.setter();
        move |_: MouseEvent| is_open.set(true)
    };
    html! {
        <section class="section export__section" data-section="responsible">
            <h2 class="section__title">{ t!(text, ResponsibleTitle) }</h2>
            <p class="field__hint">{ t!(text, ResponsibleHint) }</p>
            if *is_open {
                <HandingOver />
            } else {
                <div class="section__actions">
                    <button type="button" class="button" data-action="open-responsible" onclick={open}>{ t!(text, ResponsibleOpen) }</button>
                </div>
            }
        </section>
    }
}

/// What was done, or why not.
type Said = Option<Result<HandedOver, AttrValue>>;

#[component]
fn HandingOver() -> Html {
    let text = use_text();
    let device = use_device();
    let round = use_state_eq(|| 0_u32);
    let from = use_state_eq(|| None::<String>);
    let to = use_state_eq(String::new);
    let since = use_state_eq(|| clock::now().date());
    let reason = use_state_eq(AttrValue::default);
    // Those that are not to be handed over.
    let left = use_state_eq(BTreeSet::<EntityId>::new);
    let is_working = use_state_eq(|| false);
    let said = use_state_eq(|| Said::None);
    let (officers, _) = use_remote(*round, |_| Some(responsible::officers()));
    let (firms, _) = use_remote((*round, (*from).clone()), |(_, from)| {
        from.map(|from| async move { responsible::firms(&from).await })
    });
    let Typing { node, oninput } = {
        let to = to.setter();
        use_typing(Callback::from(move |typed: String| to.set(typed)))
    };
    let on_reason = {
        let reason = reason.setter();
        use_callback((), move |written: String, ()| reason.set(written.into()))
    };
    let run = {
        let (device, text, working, said, round) =
            (device, text.clone(), is_working.setter(), said.setter(), round.clone());
        let (from, left, since) = (from.setter(), left.setter(), (*since).clone());
        Callback::from(move |(handed, why): (HandedOver, AttrValue)| {
            let Some(device) = device.clone() else { return };
            let Ok(day) = since.parse::<Day>() else { return };
            let (text, working, said, round) = (text.clone(), working.clone(), said.clone(), round.clone());
            let (from, left) = (from.clone(), left.clone());
            working.set(true);
            timer::spawn(async move {
                if !goes_on(&device).await {
                    return working.set(false);
                }
                match responsible::hand_over(&device, &handed, day, &why).await {
                    Ok(_) => {
                        // What is shown next is what the other has now.
                        from.set(Some(handed.to.clone()));
                        left.set(BTreeSet::new());
                        said.set(Some(Ok(handed)));
                    }
                    Err(error) => said.set(Some(Err(not_decided(&error, &text)))),
                }
                round.set(*round + 1);
                working.set(false);
            });
        })
    };
    let officers = match &officers {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => return html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
        Remote::Ready(officers) => officers.clone(),
    };
    let on_from = {
        let (from, left, said, officers) = (from.setter(), left.setter(), said.setter(), officers.clone());
        move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let place = usize::try_from(select.selected_index()).unwrap_or_default();
            from.set(officers.responsible.get(place.wrapping_sub(1)).map(|(code, _)| code.clone()));
            left.set(BTreeSet::new());
            said.set(None);
        }
    };
    let on_since = {
        let since = since.setter();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            since.set(input.value());
        }
    };
    let shown: Rc<Vec<Firm>> = match &firms {
        Remote::Ready(firms) if from.is_some() => firms.clone(),
        _ => Rc::default(),
    };
    let chosen: Vec<EntityId> = shown.iter().map(|firm| firm.id.clone()).filter(|id| !left.contains(id)).collect();
    let count = chosen.len();
    let all = {
        let (left, shown) = (left.clone(), shown.clone());
        move |_: MouseEvent| {
            let none = left.is_empty();
            left.set(shown.iter().filter(|_| none).map(|firm| firm.id.clone()).collect());
        }
    };
    let hand = {
        let (run, from, to, reason) = (run.clone(), from.clone(), to.clone(), reason.clone());
        move |_: MouseEvent| {
            let Some(from) = (*from).clone() else { return };
            run.emit((HandedOver { ids: chosen.clone(), from, to: to.trim().to_owned() }, (*reason).clone()));
        }
    };
    let is_told = !to.trim().is_empty() && !reason.trim().is_empty() && since.parse::<Day>().is_ok();
    let is_other = from.as_deref() != Some(to.trim());
    let common = text.get(crate::text::Key::ResponsibleReasons);
    html! {
        <div class="export">
            { told(&said, &run, *is_working, &text) }
            <label class="field">
                <span class="field__label">{ t!(text, ResponsibleFrom) }</span>
                <select class="field__input" data-input="responsible-from" disabled={*is_working} onchange={on_from}>
                    <option value="" selected={from.is_none()}>{ t!(text, ResponsibleChoose) }</option>
                    { for officers.responsible.iter().map(|(code, count)| html! {
                        <option key={code.clone()} value={code.clone()} selected={from.as_ref() == Some(code)}>
                            { format!("{} ({count})", name(code, &text)) }
                        </option>
                    }) }
                </select>
            </label>
            if from.is_some() {
                if matches!(firms, Remote::Loading) {
                    <p class="lead" role="status">{ t!(text, StateOpening) }</p>
                } else {
                    { listed(&shown, &left, all, &text) }
                }
                <label class="field">
                    <span class="field__label">{ t!(text, ResponsibleTo) }</span>
                    <input class="field__input" data-input="responsible-to" list="staff-codes" autocomplete="off" maxlength="64" ref={node} {oninput}
                        value={(*to).clone()} disabled={*is_working} />
                </label>
                { codes(&officers) }
                <label class="field">
                    <span class="field__label">{ t!(text, ResponsibleSince) }</span>
                    <input class="field__input" type="date" data-input="responsible-since" value={(*since).clone()} onchange={on_since}
                        disabled={*is_working} />
                </label>
                <Reason id="responsible-reason" common={common.split('|').map(|word| word.trim().to_owned().into()).collect::<Vec<AttrValue>>()}
                    reason={(*reason).clone()} {on_reason} />
                <div class="section__actions">
                    <button type="button" class="button button--primary" data-action="hand-enterprises" data-count={count.to_string()}
                        disabled={*is_working || count == 0 || !is_told || !is_other} onclick={hand}>
                        { t!(text, ResponsibleHand, count = count) }
                    </button>
                </div>
            }
        </div>
    }
}

/// What was handed over, with the one tap that hands it back.
fn told(said: &Said, run: &Callback<(HandedOver, AttrValue)>, is_working: bool, text: &Text) -> Html {
    match said {
        None => Html::default(),
        Some(Err(why)) => html! { <Banner tone={Tone::Danger}><p data-status="failed">{ why }</p></Banner> },
        Some(Ok(handed)) => {
            let back = {
                let HandedOver { ids, from, to } = handed.clone();
                let (why, back) = (t!(text, ResponsibleUndone), HandedOver { ids, from: to, to: from });
                run.reform(move |_: MouseEvent| (back.clone(), why.clone()))
            };
            let actions = html! {
                <button type="button" class="button" data-action="hand-back" disabled={is_working} onclick={back}>{ t!(text, ResponsibleBack) }</button>
            };
            html! {
                <Banner tone={Tone::Success} {actions}>
                    <p role="status" data-status="handed-enterprises" data-count={handed.ids.len().to_string()} data-to={handed.to.clone()}>
                        { t!(text, ResponsibleHanded, count = handed.ids.len(), from = name(&handed.from, text), to = name(&handed.to, text)) }
                    </p>
                </Banner>
            }
        }
    }
}

fn listed(
    firms: &[Firm],
    left: &UseStateHandle<BTreeSet<EntityId>>,
    all: impl Fn(MouseEvent) + 'static,
    text: &Text,
) -> Html {
    if firms.is_empty() {
        return html! { <Empty message={t!(text, ResponsibleNone)} /> };
    }
    let row = |firm: &Firm| {
        let is_chosen = !left.contains(&firm.id);
        let onchange = {
            let (left, id) = (left.clone(), firm.id.clone());
            move |_: Event| {
                let mut next = (*left).clone();
                if !next.remove(&id) {
                    next.insert(id.clone());
                }
                left.set(next);
            }
        };
        let detail = match firm.since.as_str() {
            "" => t!(text, ResponsibleUpdatedBy, officer = firm.updated_by.clone()),
            since => t!(text, ResponsibleSinceDay, day = since.to_owned()),
        };
        html! {
            <label key={firm.id.to_string()} class={classes!("choice", is_chosen.then_some("choice--chosen"))} data-firm={firm.id.to_string()}>
                <input class="choice__input" type="checkbox" checked={is_chosen} {onchange} />
                <span class="choice__label">{ &firm.title }<span class="rows__detail">{ " " }{ detail }</span></span>
            </label>
        }
    };
    html! {
        <>
            <div class="section__actions">
                <button type="button" class="button" data-action="all-enterprises" onclick={all}>
                    { if left.is_empty() { t!(text, ResponsibleNoneOf) } else { t!(text, ResponsibleAllOf) } }
                </button>
            </div>
            <div class="stack" role="group" aria-label={t!(text, ResponsibleFirms)}>{ for firms.iter().map(row) }</div>
            if firms.len() == responsible::MOST {
                <p class="field__hint">{ t!(text, ResponsibleMore, count = responsible::MOST) }</p>
            }
        </>
    }
}

fn codes(officers: &Officers) -> Html {
    html! {
        <datalist id="staff-codes">
            { for officers.known.iter().map(|code| html! { <option key={code.clone()} value={code.clone()} /> }) }
        </datalist>
    }
}

/// A staff code, or that there is none.
fn name(code: &str, text: &Text) -> String {
    if code.is_empty() { t!(text, ResponsibleNobody).to_string() } else { code.to_owned() }
}

/// Who is responsible for an enterprise, since when, and who was before. Nothing, where nobody ever said.
pub fn of_enterprise(page: &EnterprisePage, text: &Text) -> Html {
    let Some(said) = page.properties.iter().find(|property| property.name == STAFF_CODE) else {
        return Html::default();
    };
    let now = name(&said.shown.value, text);
    let since = page.state.text(STAFF_FROM).to_owned();
    let past = |(place, said): (usize, &Property)| {
        html! { <li key={place} data-was-responsible={said.value.clone()}>{ name(&said.value, text) }{ " · " }{ source(said, text) }</li> }
    };
    html! {
        <section class="section" data-section="responsible">
            <h2 class="section__title">{ t!(text, ResponsibleOf) }</h2>
            <p class="lead" data-responsible={said.shown.value.clone()}>{ t!(text, ResponsibleIs, officer = now, day = since) }</p>
            <ul class="others">{ for said.history.iter().enumerate().rev().map(past) }</ul>
        </section>
    }
}

//! Two that may be one: side by side, with what differs marked, and the two ways to say what they are. Nothing is joined by
//! looking, and what was said can be said anew.
//!
//! Start at [`Joining`]; [`Others`] is what of it stands on an entity's own page. Not here: what a join does (`ledger::Joins`), how
//! it is written down (`state::joins`).

use std::rc::Rc;

use ledger::{EntityState, JoinState};
use record::{EntityId, ListName, Sameness};
use yew::prelude::*;

use super::deciding::not_decided;
use super::enterprise::paper;
use super::ledger::code;
use super::safe::reminder::goes_on;
use super::today::minute;
use crate::platform::timer;
use crate::state::device::{Device, LoadError, use_device};
use crate::state::joins::{self, Compared, Named};
use crate::state::lists::ListError;
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Language, Text, use_text};
use crate::widgets::{Banner, Reason, Tone};

#[derive(PartialEq, Properties)]
pub struct JoiningProps {
    pub list: ListName,
    pub ids: Vec<EntityId>,
    /// Something was written down, and so many values are to be decided now that were not before.
    pub on_said: Callback<usize>,
}

/// A button that opens them side by side.
#[component]
pub fn Joining(props: &JoiningProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let toggle = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(!*is_open)
    };
    html! {
        <div class="stack">
            <button type="button" class="button" data-action="compare" aria-expanded={is_open.to_string()} onclick={toggle}>
                { if *is_open { t!(text, JoinClose) } else { t!(text, JoinCompare) } }
            </button>
            if *is_open {
                <SideBySide list={props.list.clone()} ids={props.ids.clone()} on_said={props.on_said.clone()} />
            }
        </div>
    }
}

async fn load(
    device: Rc<Device>,
    list: ListName,
    ids: Vec<EntityId>,
    language: Language,
) -> Result<Compared, LoadError> {
    joins::compare(&device, &list, &ids, code(language)).await
}

#[component]
fn SideBySide(props: &JoiningProps) -> Html {
    let text = use_text();
    let device = use_device();
    let kept = use_state_eq(|| None::<EntityId>);
    let reason = use_state_eq(AttrValue::default);
    let is_working = use_state_eq(|| false);
    let failed = use_state_eq(|| None::<AttrValue>);
    let about = (device.clone(), props.list.clone(), props.ids.clone(), text.language());
    let (loaded, again) =
        use_remote(about, |(device, list, ids, language)| device.map(|device| load(device, list, ids, language)));
    let on_reason = {
        let (reason, failed) = (reason.setter(), failed.setter());
        use_callback((), move |written: String, ()| {
            reason.set(written.into());
            failed.set(None); // what was said of the last try is over
        })
    };
    let compared = match &loaded {
        Remote::Loading => return html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
        Remote::Failed => return html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
        Remote::Ready(compared) => compared.clone(),
    };
    let say = |kept: Option<EntityId>| {
        let (device, compared, reason, text) = (device.clone(), compared.clone(), reason.clone(), text.clone());
        let (working, failed, again, said) =
            (is_working.setter(), failed.setter(), again.clone(), props.on_said.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (compared, reason, text, kept) = (compared.clone(), reason.clone(), text.clone(), kept.clone());
            let (working, failed, again, said) = (working.clone(), failed.clone(), again.clone(), said.clone());
            working.set(true);
            timer::spawn(async move {
                if !goes_on(&device).await {
                    return working.set(false);
                }
                match joins::say(&device, &compared, kept.as_ref(), &reason).await {
                    Ok(arisen) => said.emit(arisen),
                    Err(error) => {
                        failed.set(Some(not_decided(&error, &text)));
                        again.emit(());
                    }
                }
                working.set(false);
            });
        }
    };
    let common = vec![
        t!(text, JoinReasonCode),
        t!(text, DecideReasonEnterprise),
        t!(text, DecideReasonLicence),
        t!(text, JoinReasonTwice),
    ];
    let name = compared.entities.iter().find(|state| Some(&state.id) == kept.as_ref()).map(EntityState::title);
    let are_one = match name {
        Some(name) => t!(text, JoinOne, name = name.to_owned()),
        None => t!(text, JoinPick),
    };
    html! {
        <div class="stack" data-compared={compared.entities.len().to_string()}>
            { table(&compared, &kept, &text) }
            if let Some(failed) = (*failed).clone() {
                <Banner tone={Tone::Danger}><p data-status="failed">{ failed }</p></Banner>
            }
            <Reason id={format!("join-reason-{}", props.ids.iter().map(EntityId::as_str).collect::<Vec<_>>().join("-"))} {common}
                reason={(*reason).clone()} {on_reason} />
            <div class="section__actions">
                <button type="button" class="button button--primary" data-action="join" disabled={*is_working || kept.is_none()}
                    onclick={say((*kept).clone())}>{ are_one }</button>
                <button type="button" class="button" data-action="keep-apart" disabled={*is_working} onclick={say(None)}>
                    { t!(text, JoinTwo) }
                </button>
            </div>
            <p class="field__hint">{ t!(text, JoinHint) }</p>
        </div>
    }
}

fn table(compared: &Compared, kept: &UseStateHandle<Option<EntityId>>, text: &Text) -> Html {
    let head = |state: &EntityState| {
        let is_chosen = kept.as_ref() == Some(&state.id);
        let pick = {
            let (kept, id) = (kept.clone(), state.id.clone());
            move |_: MouseEvent| kept.set(Some(id.clone()).filter(|id| kept.as_ref() != Some(id)))
        };
        html! {
            <th scope="col" key={state.id.to_string()}>
                <button type="button" class={classes!("choice", is_chosen.then_some("choice--chosen"))} data-action="keep"
                    data-entity={state.id.to_string()} aria-pressed={is_chosen.to_string()} onclick={pick}>
                    <span class="choice__mark" aria-hidden="true"></span>
                    <span class="choice__label">{ state.title().to_owned() }</span>
                </button>
            </th>
        }
    };
    let row = |property: &String| {
        let list = |state: &EntityState| state.list.to_string();
        let said = |state: &EntityState| state.text(property).to_owned();
        let differs = compared.entities.windows(2).any(|both| said(&both[0]) != said(&both[1]));
        let cell = |state: &EntityState| {
            let value = paper::value(&list(state), property, &said(state), &compared.words, text);
            html! { <td key={state.id.to_string()} data-value={said(state)}>{ if value.is_empty() { "—".to_owned() } else { value } }</td> }
        };
        let name = compared.entities.first().map(|state| paper::name(&list(state), property, &compared.words, text));
        html! {
            <tr key={property.clone()} data-property={property.clone()} data-differs={differs.to_string()}
                class={differs.then_some("table__conflict")}>
                <th scope="row">
                    { name.unwrap_or_default() }
                    if differs {
                        { " " }<span class="badge badge--attention">{ t!(text, JoinDiffers) }</span>
                    }
                </th>
                { for compared.entities.iter().map(cell) }
            </tr>
        }
    };
    html! {
        <div class="table-frame">
            <table class="table">
                <thead><tr><th scope="col">{ t!(text, JoinMain) }</th>{ for compared.entities.iter().map(head) }</tr></thead>
                <tbody>{ for compared.properties.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct OthersProps {
    pub list: ListName,
    pub id: EntityId,
    pub on_said: Callback<()>,
}

async fn load_others(device: Rc<Device>, list: ListName, id: EntityId) -> Result<joins::Others, ListError> {
    joins::others(&device, &list, &id).await
}

/// On an entity's page: which others it may be one with, and what was said of that, to be said anew.
#[component]
pub fn Others(props: &OthersProps) -> Html {
    let text = use_text();
    let about = (use_device(), props.list.clone(), props.id.clone());
    let (loaded, again) = use_remote(about, |(device, list, id)| device.map(|device| load_others(device, list, id)));
    let Remote::Ready(others) = &loaded else { return Html::default() };
    if **others == joins::Others::default() {
        return Html::default();
    }
    let on_said = {
        let said = props.on_said.clone();
        Callback::from(move |_: usize| {
            again.emit(());
            said.emit(());
        })
    };
    let alike = |other: &Named| {
        html! {
            <li class="rows__row" key={other.id.to_string()} data-alike={other.id.to_string()}>
                <div class="rows__main">
                    <span class="rows__title">{ &other.title }</span>
                    <Joining list={props.list.clone()} ids={vec![props.id.clone(), other.id.clone()]} on_said={on_said.clone()} />
                </div>
            </li>
        }
    };
    let said = |(both, state): &(Vec<Named>, JoinState)| {
        let ids: Vec<EntityId> = both.iter().map(|named| named.id.clone()).collect();
        html! {
            <li class="rows__row" key={ids.iter().map(EntityId::as_str).collect::<Vec<_>>().join(" ")} data-joined={sameness(state)}
                data-state={if state.is_disputed() { "disputed" } else { "said" }}>
                <div class="rows__main">
                    <span class="rows__title">{ both.iter().map(|named| named.title.as_str()).collect::<Vec<_>>().join(" · ") }</span>
                    { for state.voices().map(|voice| voice_line(voice, both, &text)) }
                    <Joining list={props.list.clone()} {ids} on_said={on_said.clone()} />
                </div>
                if state.is_disputed() {
                    <span class="badge badge--wrong">{ t!(text, JoinDisputed) }</span>
                }
            </li>
        }
    };
    html! {
        <section class="section" data-section="others">
            <h2 class="section__title">{ t!(text, JoinOthers) }</h2>
            <ul class="rows">
                { for others.said.iter().map(said) }
                { for others.alike.iter().map(alike) }
            </ul>
        </section>
    }
}

fn sameness(state: &JoinState) -> &'static str {
    match state.shown.sameness {
        Sameness::One { .. } => "one",
        Sameness::Two => "two",
    }
}

fn voice_line(voice: &ledger::JoinVoice, both: &[Named], text: &Text) -> Html {
    let (officer, at) = (voice.origin.officer.to_string(), minute(&voice.origin.finalized_at.to_string()));
    let reason = voice.origin.decided.clone().unwrap_or_default();
    let line = match &voice.sameness {
        Sameness::One { kept } => {
            let name = both.iter().find(|named| named.id == *kept).map(|named| named.title.clone()).unwrap_or_default();
            t!(text, JoinSaidOne, name = name, officer = officer, at = at, reason = reason)
        }
        Sameness::Two => t!(text, JoinSaidTwo, officer = officer, at = at, reason = reason),
    };
    html! { <span class="rows__detail" key={voice.source.to_string()}>{ line }</span> }
}

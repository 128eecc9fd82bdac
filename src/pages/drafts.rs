//! The drafts of this device: each to go on with or, in two taps, to be thrown away and called back.

use record::DraftId;
use store::Draft;
use yew::prelude::*;

use super::today::minute;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::use_device;
use crate::state::notebook;
use crate::t;
use crate::text::use_text;
use crate::widgets::{Banner, Tone};

/// How long a draft that was thrown away can be called back where it lay.
const UNDO_MS: u32 = 10_000;

#[derive(PartialEq, Properties)]
pub struct DraftsProps {
    pub drafts: Vec<Draft>,
    pub again: Callback<()>,
}

/// Drafts, each to go on with or, in two taps, to be thrown away.
#[component]
pub fn Drafts(props: &DraftsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let asked = use_state_eq(|| None);
    let gone = use_state_eq(|| None::<(DraftId, String)>);
    let has_failed = use_state_eq(|| false);
    // Whoever was quick has ten seconds; after that it lies in the bin, on the page of records.
    use_effect_with((*gone).clone(), {
        let gone = gone.setter();
        move |now| {
            let timer = now.is_some().then(|| timer::after(UNDO_MS, move || gone.set(None)));
            move || drop(timer)
        }
    });
    let line = |draft: &Draft| {
        let is_asked = *asked == Some(draft.id);
        let discard = {
            let (asked, again, device, draft) = (asked.clone(), props.again.clone(), device.clone(), draft.clone());
            let (gone, has_failed) = (gone.setter(), has_failed.setter());
            move |_: MouseEvent| {
                let (Some(device), true) = (device.clone(), *asked == Some(draft.id)) else {
                    return asked.set(Some(draft.id));
                };
                let (again, draft, gone, asked) = (again.clone(), draft.clone(), gone.clone(), asked.setter());
                let has_failed = has_failed.clone();
                timer::spawn(async move {
                    let discarded = notebook::discard(&device, &draft).await;
                    has_failed.set(discarded.is_err());
                    if discarded.is_ok() {
                        asked.set(None);
                        gone.set(Some((draft.id, draft.title.clone())));
                    }
                    again.emit(());
                });
            }
        };
        let resume = Route::fill(draft.id).href();
        html! {
            <li class="rows__row" key={draft.id.to_string()} data-draft={draft.id.to_string()}>
                <a class="rows__main" href={resume} data-action="resume">
                    <span class="rows__title">{ &draft.title }</span>
                    <span class="rows__detail">{ t!(text, DraftLine, count = draft.answered, at = minute(&draft.changed_at.to_string())) }</span>
                </a>
                <button type="button" class={classes!("button", if is_asked { "button--danger" } else { "button--quiet" })}
                    data-action="discard" onclick={discard}>
                    { if is_asked { t!(text, DraftDiscardSure) } else { t!(text, DraftDiscard) } }
                </button>
            </li>
        }
    };
    let undo = |id: DraftId| {
        let (again, device, gone) = (props.again.clone(), device.clone(), gone.setter());
        let has_failed = has_failed.setter();
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (again, gone, has_failed) = (again.clone(), gone.clone(), has_failed.clone());
            timer::spawn(async move {
                let restored = notebook::restore(&device, id).await;
                has_failed.set(restored.is_err());
                if restored.is_ok() {
                    gone.set(None);
                }
                again.emit(());
            });
        }
    };
    html! {
        <>
        if *has_failed {
            <Banner tone={Tone::Danger}><p>{ t!(text, BinFailed) }</p></Banner>
        }
        if let Some((id, title)) = (*gone).clone() {
            <Banner tone={Tone::Info} title={t!(text, DraftGone, title = title)}
                actions={html! { <button type="button" class="button button--primary" data-action="undo" onclick={undo(id)}>{ t!(text, DraftUndo) }</button> }}>
                <p>{ t!(text, DraftGoneAdvice) }</p>
            </Banner>
        }
        if !props.drafts.is_empty() {
            <section class="section">
                <h2 class="section__title">{ t!(text, TodayDrafts) }</h2>
                <ul class="rows">{ for props.drafts.iter().map(line) }</ul>
            </section>
        }
        </>
    }
}

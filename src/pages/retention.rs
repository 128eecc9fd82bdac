//! Whose registration is over or soon is, among the work lists; and erasing all that are due in one step, once a person has read
//! whom. Of many the first are listed, and the others once those are gone.
//!
//! Each goes as with a withdrawal of consent (`withdrawal`): the erasure travels and nothing comes back. Who was not read is not
//! erased, nor who was brought up to date meanwhile.
//!
//! Not here: who is due (`ledger::retention`).

use std::collections::BTreeSet;
use std::rc::Rc;

use ledger::matching::TALENTS;
use ledger::retention::{Ends, Kept, proofs};
use ledger::{EntityHistory, EntityKey};
use record::{EntityId, ListName};
use yew::prelude::*;

use super::safe::reminder::goes_on;
use super::withdrawal::{Withdrawable, erase};
use crate::platform::timer;
use crate::route::Route;
use crate::state::desk;
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::state::work_lists::{RegisteredTold, SOON_DAYS, registered};
use crate::t;
use crate::text::{Text, dates, use_text};
use crate::widgets::{Banner, Dialog, Tone};
use crate::worker::desk::open::Part;

/// What came of it.
#[derive(Clone, PartialEq, Default)]
struct Erased {
    count: usize,
    /// Who is still there, by name.
    failed: Vec<String>,
}

/// Erases those whom a person has read of, as far as they are still due.
async fn erase_due(device: Rc<Device>, read: &BTreeSet<EntityId>, text: &Text) -> Erased {
    let mut erased = Erased::default();
    let Ok(lists) = registered().await else {
        erased.failed.extend(read.iter().map(ToString::to_string));
        return erased;
    };
    let due: Vec<&Kept> = lists.due.first.iter().filter(|kept| read.contains(&kept.id)).collect();
    let key = |kept: &Kept| EntityKey { list: ListName::new(TALENTS), entity: kept.id.clone() };
    let people = desk::several(&device, &due.iter().map(|kept| key(kept)).collect()).await.unwrap_or_default();
    for kept in due {
        let person = people.get(&key(kept)).map(EntityHistory::state);
        let record = person.as_ref().and_then(|person| Some((person, person.created.as_ref()?.record)));
        let reason = ended(kept.ends, text);
        let done = match record {
            // It has not arrived, or is known from a list alone.
            None => false,
            Some((person, record)) => match Withdrawable::of_record(&device, record, text).await {
                Some(withdrawable) => withdrawable.erase(&device, &reason).await.is_ok(),
                None => {
                    let lists = BTreeSet::from([ListName::new(TALENTS)]);
                    erase(&device, record, &lists, proofs(person), &reason).await.is_ok()
                }
            },
        };
        if done {
            erased.count += 1;
        } else {
            erased.failed.push(kept.title.clone());
        }
    }
    erased
}

/// Why somebody is on the list.
fn ended(ends: Ends, text: &Text) -> AttrValue {
    match ends {
        Ends::Withdrawn => t!(text, RetentionWithdrawn),
        Ends::On(day) => t!(text, RetentionUntil, day = dates::date(&day.to_string(), text).to_string()),
        Ends::Unknown => t!(text, RetentionNoDay),
    }
}

#[component]
pub fn Retention() -> Html {
    let text = use_text();
    let device = use_device();
    let (lists, again) = use_remote(device.clone(), |device| device.map(|_| registered()));
    let is_asking = use_state_eq(|| false);
    let is_working = use_state_eq(|| false);
    let erased = use_state_eq(|| None::<Erased>);
    let Some(loaded) = lists.ready() else {
        return match lists {
            Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
            _ => Html::default(),
        };
    };
    let RegisteredTold { due, soon, unknown } = loaded;
    let listed = due.first.len();
    let ask = {
        let (asking, device) = (is_asking.setter(), device.clone());
        move |_: MouseEvent| {
            let (asking, device) = (asking.clone(), device.clone());
            timer::spawn(async move {
                let Some(device) = device else { return };
                asking.set(goes_on(&device).await);
            });
        }
    };
    let leave = {
        let asking = is_asking.setter();
        Callback::from(move |()| asking.set(false))
    };
    let go = {
        let (asking, working, erased) = (is_asking.setter(), is_working.setter(), erased.setter());
        let read: BTreeSet<EntityId> = due.first.iter().map(|kept| kept.id.clone()).collect();
        let text = text.clone();
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (asking, working, erased, again) = (asking.clone(), working.clone(), erased.clone(), again.clone());
            let (read, text) = (read.clone(), text.clone());
            asking.set(false);
            working.set(true);
            timer::spawn(async move {
                erased.set(Some(erase_due(device, &read, &text).await));
                working.set(false);
                again.emit(());
            });
        }
    };
    html! {
        <section class="section" data-list="retention" data-count={due.of.to_string()}>
            <h2 class="section__title">{ t!(text, RetentionTitle, count = due.of) }</h2>
            if let Some(erased) = &*erased {
                { told(erased, &text) }
            }
            if *is_working {
                <p class="lead" role="status">{ t!(text, WithdrawWorking) }</p>
            }
            if due.of == 0 {
                <p class="lead">{ t!(text, WorkNothing) }</p>
            } else {
                { rows(&due.first, &text) }
                if due.of > listed {
                    <p class="field__hint" data-more={(due.of - listed).to_string()}>{ t!(text, RetentionMore, count = due.of - listed) }</p>
                }
                <div class="section__actions">
                    <button type="button" class="button" data-action="erase-due" disabled={*is_working} onclick={ask}>
                        { t!(text, RetentionErase, count = listed) }
                    </button>
                </div>
            }
            { more("soon", t!(text, RetentionSoon, count = soon.of, days = SOON_DAYS), t!(text, RetentionSoonAdvice), soon, &text) }
            { more("unknown", t!(text, RetentionUnknown, count = unknown.of), t!(text, RetentionUnknownAdvice), unknown, &text) }
            if *is_asking {
                <Dialog title={t!(text, RetentionAsk, count = listed)} on_close={leave.clone()} actions={html! {
                    <>
                        <button type="button" class="button" data-action="cancel-erase-due" onclick={leave.reform(|_: MouseEvent| ())}>
                            { t!(text, RetentionNotNow) }
                        </button>
                        <button type="button" class="button button--primary" data-action="confirm-erase-due" onclick={go}>
                            { t!(text, RetentionYes, count = listed) }
                        </button>
                    </>
                }}>
                    <ul class="others" data-due="">
                        { for due.first.iter().map(|kept| html! {
                            <li key={kept.id.to_string()} data-entity={kept.id.to_string()}>{ format!("{} · {}", kept.title, ended(kept.ends, &text)) }</li>
                        }) }
                    </ul>
                    <p>{ t!(text, RetentionMeans) }</p>
                </Dialog>
            }
        </section>
    }
}

fn told(erased: &Erased, text: &Text) -> Html {
    let Erased { count, failed } = erased;
    html! {
        <>
            if *count > 0 {
                <Banner tone={Tone::Success}>
                    <p role="status" data-status="erased-due" data-count={count.to_string()}>{ t!(text, RetentionErased, count = *count) }</p>
                </Banner>
            }
            if !failed.is_empty() {
                <Banner tone={Tone::Danger}>
                    <p role="alert" data-status="not-erased" data-count={failed.len().to_string()}>
                        { t!(text, RetentionFailed, names = failed.join(&t!(text, ListSeparator))) }
                    </p>
                </Banner>
            }
        </>
    }
}

/// Those who are not due, shut until somebody looks.
fn more(name: &'static str, title: AttrValue, advice: AttrValue, kept: &Part<Kept>, text: &Text) -> Html {
    if kept.of == 0 {
        return Html::default();
    }
    html! {
        <details class="rows-more" data-list={format!("retention-{name}")} data-count={kept.of.to_string()}>
            <summary class="rows__title" data-action={name}>{ title }</summary>
            <p class="field__hint">{ advice }</p>
            { rows(&kept.first, text) }
            if kept.of > kept.first.len() {
                <p class="field__hint" data-more={(kept.of - kept.first.len()).to_string()}>
                    { t!(text, RetentionOthers, count = kept.of - kept.first.len()) }
                </p>
            }
        </details>
    }
}

fn rows(kept: &[Kept], text: &Text) -> Html {
    let row = |kept: &Kept| {
        let href = Route::Enterprise { list: TALENTS.to_owned(), entity: kept.id.to_string() }.href();
        html! {
            <li class="rows__row" key={kept.id.to_string()} data-entity={kept.id.to_string()}>
                <a class="rows__main" {href} data-action="open">
                    <span class="rows__title">{ &kept.title }</span>
                    <span class="rows__detail">{ ended(kept.ends, text) }</span>
                </a>
            </li>
        }
    };
    html! { <ul class="rows">{ for kept.iter().map(row) }</ul> }
}

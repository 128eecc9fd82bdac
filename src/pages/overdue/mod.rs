//! What of records is kept too long, among the work lists: photos, contacts, proofs; and erasing all that is listed in one step,
//! once a person has read what. Also what is told of such an erasure afterwards, and of the records that it is of ([`gone`]).
//!
//! Not here: what is due (`ledger::overdue`), whose registration is over (`retention`).

use std::rc::Rc;

use ledger::overdue::{Of, Overdue as Due, What};
use record::{RecordId, Revision};
use yew::prelude::*;

pub mod gone;
pub mod periods;

use self::periods::KeptFor;
use super::safe::reminder::goes_on;
use super::today::minute;
use super::waiting::{OnSteps, awaited, use_awaited};
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::lists::ListError;
use crate::state::overdue::{self, OverdueTold, SOON_DAYS};
use crate::t;
use crate::text::{Text, dates, use_text};
use crate::widgets::{Banner, Dialog, Tone};
use crate::worker::desk::open::Part;

async fn load(_: Rc<Device>, on_steps: OnSteps) -> Result<OverdueTold, ListError> {
    overdue::list(on_steps).await
}

/// What came of erasing: of how many things.
type Erased = Result<usize, ()>;

#[component]
pub fn Overdue() -> Html {
    let text = use_text();
    let device = use_device();
    let (told, again, steps) =
        use_awaited(device.clone(), |device, on_steps| device.map(|device| load(device, on_steps)));
    let is_asking = use_state_eq(|| false);
    let is_working = use_state_eq(|| false);
    let erased = use_state_eq(|| None::<Erased>);
    let ask = {
        let (asking, device) = (is_asking.setter(), device.clone());
        Callback::from(move |_: MouseEvent| {
            let (asking, device) = (asking.clone(), device.clone());
            timer::spawn(async move {
                let Some(device) = device else { return };
                asking.set(goes_on(&device).await);
            });
        })
    };
    let leave = {
        let asking = is_asking.setter();
        Callback::from(move |()| asking.set(false))
    };
    let go = {
        let (asking, working, erased) = (is_asking.setter(), is_working.setter(), erased.setter());
        let (again, reason) = (again.clone(), t!(text, OverdueReason));
        Callback::from(move |read: Vec<Due>| {
            let Some(device) = device.clone() else { return };
            let (working, erased, again, reason) = (working.clone(), erased.clone(), again.clone(), reason.clone());
            asking.set(false);
            working.set(true);
            timer::spawn(async move {
                erased.set(Some(overdue::erase(&device, &read, &reason).await.map_err(|_| ())));
                working.set(false);
                again.emit(());
            });
        })
    };
    let said = match &*erased {
        None => Html::default(),
        Some(Ok(count)) => html! {
            <Banner tone={Tone::Success}>
                <p role="status" data-status="erased-overdue" data-count={count.to_string()}>{ t!(text, OverdueErased, count = *count) }</p>
            </Banner>
        },
        Some(Err(())) => html! {
            <Banner tone={Tone::Danger}><p role="alert" data-status="not-erased-overdue">{ t!(text, OverdueFailed) }</p></Banner>
        },
    };
    awaited(&told, steps, &again, |told| {
        let OverdueTold { due, unsent, soon, periods } = &**told;
        let more = due.of - due.first.len();
        html! {
            <section class="section" data-list="overdue" data-count={due.of.to_string()}>
                <h2 class="section__title">{ t!(text, OverdueTitle, count = due.of) }</h2>
                { said }
                if *is_working {
                    <p class="lead" role="status">{ t!(text, WithdrawWorking) }</p>
                }
                if due.of == 0 {
                    <p class="lead">{ t!(text, WorkNothing) }</p>
                } else {
                    { rows(&due.first, &text) }
                    if more > 0 {
                        <p class="field__hint" data-more={more.to_string()}>{ t!(text, OverdueMore, count = more) }</p>
                    }
                    <div class="section__actions">
                        <button type="button" class="button" data-action="erase-overdue" disabled={*is_working} onclick={ask}>
                            { t!(text, OverdueErase, count = due.first.len()) }
                        </button>
                    </div>
                }
                { others("unsent", t!(text, OverdueUnsent, count = unsent.of), Some(t!(text, OverdueUnsentAdvice)), unsent, &text) }
                { others("soon", t!(text, OverdueSoon, count = soon.of, days = SOON_DAYS), None, soon, &text) }
                <KeptFor periods={*periods} on_set={again.clone()} />
                if *is_asking {
                    <Dialog title={t!(text, OverdueAsk, count = due.first.len())} on_close={leave.clone()} actions={html! {
                        <>
                            <button type="button" class="button" data-action="cancel-erase-overdue" onclick={leave.reform(|_: MouseEvent| ())}>
                                { t!(text, RetentionNotNow) }
                            </button>
                            <button type="button" class="button button--primary" data-action="confirm-erase-overdue"
                                onclick={let read = due.first.clone(); go.reform(move |_: MouseEvent| read.clone())}>
                                { t!(text, OverdueYes, count = due.first.len()) }
                            </button>
                        </>
                    }}>
                        <ul class="others" data-overdue="">
                            { for due.first.iter().map(|due| html! { <li key={key(due)}>{ format!("{} · {}", due.title, until(due, &text)) }</li> }) }
                        </ul>
                        <p>{ t!(text, OverdueMeans) }</p>
                    </Dialog>
                }
            </section>
        }
    })
}

/// What it is and since when it is to go.
fn until(due: &Due, text: &Text) -> AttrValue {
    let what = match due.what {
        What::CheckedLicence => t!(text, OverdueCheckedLicence),
        What::Licence => t!(text, OverdueLicence),
        What::File => t!(text, OverdueFile),
        What::Contact => t!(text, OverdueContact),
        What::FormerContact => t!(text, OverdueFormerContact),
        What::Corrected => t!(text, OverdueCorrected),
        What::Remark => t!(text, OverdueRemark),
        What::Proof => t!(text, OverdueProof),
    };
    let day = dates::date(&due.due_on.to_string(), text).to_string();
    t!(text, OverdueOn, what = what.to_string(), day = day)
}

fn name(what: What) -> &'static str {
    match what {
        What::CheckedLicence => "checked-licence",
        What::Licence => "licence",
        What::File => "file",
        What::Contact => "contact",
        What::FormerContact => "former-contact",
        What::Corrected => "corrected",
        What::Remark => "remark",
        What::Proof => "proof",
    }
}

/// Of one record several files may be due.
fn key(due: &Due) -> String {
    let first = due
        .parts
        .first()
        .map(|part| format!("{} {}", part.revision, part.files.iter().map(ToString::to_string).collect::<String>()));
    format!("{} {}", name(due.what), first.unwrap_or_default())
}

fn rows(due: &[Due], text: &Text) -> Html {
    let row = |due: &Due| {
        let route = match &due.of {
            Of::Record(record) => Route::Record(record.to_string()),
            Of::Entity(key) => Route::Enterprise { list: key.list.to_string(), entity: key.entity.to_string() },
        };
        html! {
            <li class="rows__row" key={key(due)} data-what={name(due.what)} data-due-on={due.due_on.to_string()}>
                <a class="rows__main" href={route.href()} data-action="open">
                    <span class="rows__title">{ &due.title }</span>
                    <span class="rows__detail">{ until(due, text) }</span>
                </a>
            </li>
        }
    };
    html! { <ul class="rows">{ for due.iter().map(row) }</ul> }
}

/// What cannot or need not be erased now, shut until somebody looks.
fn others(list: &'static str, title: AttrValue, advice: Option<AttrValue>, part: &Part<Due>, text: &Text) -> Html {
    if part.of == 0 {
        return Html::default();
    }
    html! {
        <details class="rows-more" data-list={format!("overdue-{list}")} data-count={part.of.to_string()}>
            <summary class="rows__title" data-action={format!("overdue-{list}")}>{ title }</summary>
            if let Some(advice) = advice {
                <p class="field__hint">{ advice }</p>
            }
            { rows(&part.first, text) }
        </details>
    }
}

/// What is told of an erasure of parts: when, by whom, why, and in which records.
pub fn parts_erased(revision: &Revision, text: &Text) -> Html {
    let submission = revision.submission();
    let Some(erasure) = revision.erasure() else { return Html::default() };
    let (at, officer) = (minute(&submission.finalized_at.to_string()), submission.officer.to_string());
    let records: std::collections::BTreeSet<RecordId> = erasure.parts.iter().map(|part| part.record).collect();
    let link = |record: &RecordId| {
        let href = Route::Record(record.to_string()).href();
        html! { <li key={record.to_string()}><a {href} data-part-of={record.to_string()}>{ record.to_string() }</a></li> }
    };
    html! {
        <>
            <p class="lead" data-record={submission.record.to_string()} data-status="parts-erased" data-at={submission.finalized_at.to_string()}>
                { t!(text, OverduePartsSaid, at = at, officer = officer, count = records.len()) }
            </p>
            if let Some(reason) = &erasure.reason {
                <p>{ t!(text, ErasedReason, reason = reason.clone()) }</p>
            }
            <section class="section">
                <h2 class="section__title">{ t!(text, OverduePartsOf) }</h2>
                <ul class="others">{ for records.iter().map(link) }</ul>
            </section>
        </>
    }
}

//! The records made on this device, where each of them stands, and what lies in the bin.

use std::rc::Rc;

use record::{DECISION_FORM, OfficerId, RecordId};
use store::Settings;
use store::bin::Binned;
use store::records::RecordState;
use yew::prelude::*;

use super::backup::Backup;
use super::exports::Exports;
use super::officers::others::Others;
use super::receipts::word as receipts_said;
use super::reviewing::Reviews;
use super::safe::reminder::Handed;
use super::today::{begin_failed, minute};
use crate::platform::idb::ReadError;
use crate::platform::timer;
use crate::route::Route;
use crate::state::device::{Device, use_device};
use crate::state::notebook::{self, RecordLine};
use crate::state::receipts::{self, Word, Words};
use crate::state::refill;
use crate::state::remote::{Remote, use_remote};
use crate::state::use_session;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Empty, Page, Tone};

/// So many records are listed at first, and more with each tap.
const LISTED: usize = 100;

/// Everything that the page shows.
struct Shelf {
    records: Vec<RecordLine>,
    bin: Vec<Binned>,
    /// What the desk said of them.
    words: Words,
}

/// What is the chosen officer's or nobody's.
async fn load(device: Rc<Device>, settings: Rc<Settings>) -> Result<Shelf, ReadError> {
    let is_shown = |officer: &OfficerId| settings.other_owner(officer).is_none();
    let (mut records, mut bin) = (notebook::records(&device).await?, notebook::binned(&device).await?);
    records.retain(|record| is_shown(&record.officer));
    bin.retain(|item| item.officer.as_ref().is_none_or(is_shown));
    Ok(Shelf { records, bin, words: receipts::words(&device).await? })
}

/// What a record is taken up for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// Its next revision.
    Edit,
    /// A new record like it.
    Copy,
}

#[component]
pub fn Records() -> Html {
    let text = use_text();
    let device = use_device();
    let failed = use_state_eq(|| None::<AttrValue>);
    let listed = use_state_eq(|| LISTED);
    let settings = use_session().and_then(|session| session.settings.clone());
    let (shelf, again) = use_remote((device.clone(), settings), |(device, settings)| {
        device.zip(settings).map(|(device, settings)| load(device, settings))
    });
    let take = |record: RecordId, taking: Taking| {
        let (device, failed, text) = (device.clone(), failed.setter(), text.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (failed, text) = (failed.clone(), text.clone());
            timer::spawn(async move {
                let draft = match taking {
                    Taking::Edit => refill::edit(&device, record).await,
                    Taking::Copy => refill::copy(&device, record).await,
                };
                match draft {
                    Ok(draft) => Route::fill(draft).go(),
                    Err(error) => failed.set(Some(begin_failed(&error, &text))),
                }
            });
        }
    };
    let line = |record: &RecordLine, words: &Words| {
        let word = words.on(record.record, record.revision, &record.standing);
        let (class, name, state) = shown(record.standing.state, word, &text);
        html! {
            <li class="rows__row" key={record.record.to_string()} data-record={record.record.to_string()} data-state={name}>
                <a class="rows__main" href={Route::Record(record.record.to_string()).href()} data-action="open">
                    <span class="rows__title">{ title(record, &text) }</span>
                    <span class="rows__detail">
                        { t!(text, RecordLine, at = minute(&record.finalized_at.to_string()), officer = record.officer.to_string()) }
                        if record.edits > 0 {
                            { " " }{ t!(text, RecordEdits, count = record.edits) }
                        }
                    </span>
                    if let Some(word) = word {
                        { receipts_said(word, &text) }
                    }
                </a>
                <span class={classes!("badge", class)}>{ state }</span>
                if !record.is_erased && !record.is_decision {
                    <button type="button" class="button button--quiet" data-action="edit" onclick={take(record.record, Taking::Edit)}>
                        { t!(text, RecordEdit) }
                    </button>
                    <button type="button" class="button button--quiet" data-action="duplicate" onclick={take(record.record, Taking::Copy)}>
                        { t!(text, RecordCopy) }
                    </button>
                }
            </li>
        }
    };
    let restore = |item: &Binned| {
        let (device, draft, again) = (device.clone(), item.draft, again.clone());
        let (failed, said) = (failed.setter(), t!(text, BinFailed));
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (again, failed, said) = (again.clone(), failed.clone(), said.clone());
            timer::spawn(async move {
                failed.set(notebook::restore(&device, draft).await.err().map(|_| said));
                again.emit(());
            });
        }
    };
    let binned = |item: &Binned| {
        html! {
            <li class="rows__row" key={item.draft.to_string()} data-binned={item.draft.to_string()}>
                <div class="rows__main">
                    <span class="rows__title">{ &item.title }</span>
                    <span class="rows__detail">{ t!(text, BinLine, at = minute(&item.binned_at.to_string())) }</span>
                </div>
                <button type="button" class="button" data-action="restore" onclick={restore(item)}>{ t!(text, BinRestore) }</button>
            </li>
        }
    };
    let more = {
        let listed = listed.clone();
        move |_: MouseEvent| listed.set(*listed + LISTED)
    };
    let actions = html! { <a class="button button--primary" href={Route::Send.href()}>{ t!(text, TodayGoSend) }</a> };
    let waits = matches!(&shelf, Remote::Ready(shelf) if shelf.records.iter().any(|record| record.standing.state == RecordState::Waiting));
    html! {
        <Page title={t!(text, NavRecords)} actions={waits.then_some(actions)}>
            <Handed />
            if let Some(failed) = (*failed).clone() {
                <Banner tone={Tone::Danger}><p>{ failed }</p></Banner>
            }
            <Others />
            { match &shelf {
                Remote::Loading => html! { <p class="lead" role="status">{ t!(text, StateOpening) }</p> },
                Remote::Failed => html! { <Banner tone={Tone::Danger}><p>{ t!(text, ReadFailed) }</p></Banner> },
                Remote::Ready(shelf) => html! {
                    <>
                        if shelf.records.is_empty() {
                            <Empty message={t!(text, EmptyRecords)} />
                        } else {
                            <ul class="rows">{ for shelf.records.iter().take(*listed).map(|record| line(record, &shelf.words)) }</ul>
                            if shelf.records.len() > *listed {
                                <button type="button" class="button" data-action="more-records" onclick={more.clone()}>
                                    { t!(text, VerdictMore, count = shelf.records.len() - *listed) }
                                </button>
                            }
                        }
                        if !shelf.bin.is_empty() {
                            <section class="section">
                                <h2 class="section__title">{ t!(text, BinTitle) }</h2>
                                <p class="lead">{ t!(text, BinAdvice, days = store::bin::KEPT_DAYS) }</p>
                                <ul class="rows">{ for shelf.bin.iter().map(binned) }</ul>
                            </section>
                        }
                    </>
                },
            } }
            <Reviews />
            <Exports />
            <Backup on_changed={again} />
        </Page>
    }
}

fn title(record: &RecordLine, text: &Text) -> AttrValue {
    match record {
        _ if record.is_erased && record.form == DECISION_FORM => t!(text, OverduePartsTitle),
        _ if record.is_erased => t!(text, ErasedTitle),
        _ if record.is_decision && record.title == DECISION_FORM => t!(text, DecisionReviewed),
        _ if record.is_decision => t!(text, DecisionOf, title = record.title.clone()),
        _ => record.title.clone().into(),
    }
}

/// How a state looks, what it is called by those who drive the page, and what people call it.
fn shown(state: RecordState, word: Option<Word<'_>>, text: &Text) -> (&'static str, &'static str, AttrValue) {
    match (state, word) {
        (_, Some(Word::Aside(..))) => return ("badge--attention", "aside", t!(text, WordAsideBadge)),
        (_, Some(Word::TakenBack(_))) => return ("badge--attention", "taken-back", t!(text, WordTakenBackBadge)),
        _ => {}
    }
    match state {
        RecordState::Draft => ("badge--plain", "draft", t!(text, RecordDraft)),
        RecordState::Waiting => ("badge--attention", "waiting", t!(text, RecordWaiting)),
        RecordState::Exported => ("badge--plain", "exported", t!(text, RecordExported)),
        RecordState::Received => ("badge--good", "received", t!(text, RecordReceived)),
        RecordState::Returned => ("badge--wrong", "returned", t!(text, RecordReturned)),
    }
}

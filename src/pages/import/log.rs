//! What was taken in so far: each import with its files, from whom, when, what it brought; and the way to take one back.

use std::cell::Cell;
use std::collections::BTreeMap;

use record::{BatchId, RecordId, Timestamp};
use store::devices::Device as KnownDevice;
use store::import::Arrival;
use yew::prelude::*;

use super::super::safe::reminder::goes_on;
use super::super::today::minute;
use super::said;
use crate::platform::timer;
use crate::route::Route;
use crate::state::access::{self, Step};
use crate::state::device::use_device;
use crate::state::inbox::{self, Failure};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Dialog, Tone};
use crate::worker::batches::ImportCounts;

/// So many imports are listed before somebody asks for all.
const SHOWN: usize = 10;

thread_local! {
    /// The import that somebody wants to see, by when it was.
    static POINTED_AT: Cell<Option<Timestamp>> = const { Cell::new(None) };
}

/// Has the log show this import first of all, when it is looked at next.
pub fn point_at(import: Timestamp) {
    POINTED_AT.set(Some(import));
}

#[derive(PartialEq, Properties)]
pub struct LogProps {
    /// The latest first.
    pub arrivals: Vec<Arrival>,
    pub devices: Vec<KnownDevice>,
    pub is_busy: bool,
    /// Called when something was taken back.
    pub on_changed: Callback<()>,
}

/// Files that came in one transaction.
struct Together<'a> {
    at: Timestamp,
    files: Vec<&'a Arrival>,
}

#[component]
pub fn Log(props: &LogProps) -> Html {
    let text = use_text();
    let device = use_device();
    let is_whole = use_state_eq(|| false);
    let asked = use_state_eq(|| None::<Timestamp>);
    let said = use_state_eq(|| None::<Result<usize, Failure>>);
    let pointed = use_memo((), |()| POINTED_AT.take());
    let mut imports = together(&props.arrivals);
    // What somebody came for stands first, whatever came later.
    imports.sort_by_key(|import| Some(import.at) != *pointed);
    if imports.is_empty() && said.is_none() {
        return Html::default();
    }
    let take_back = |import: &Together<'_>| {
        let batches: Vec<BatchId> = import.files.iter().map(|arrival| arrival.batch).collect();
        let (asked, said, on_changed) = (asked.setter(), said.setter(), props.on_changed.clone());
        let device = device.clone();
        Callback::from(move |_: MouseEvent| {
            asked.set(None);
            let (batches, said, on_changed) = (batches.clone(), said.clone(), on_changed.clone());
            let device = device.clone();
            timer::spawn(async move {
                if let Some(device) = &device
                    && !goes_on(device).await
                {
                    return;
                }
                let taken = inbox::take_back(batches).await;
                if let (Some(device), Ok(records)) = (device, &taken) {
                    access::note(&device, Step::TakenBack, "", *records as u64).await;
                }
                said.set(Some(taken));
                on_changed.emit(());
            });
        })
    };
    let row = |import: &Together<'_>| {
        let at = import.at;
        let ask = {
            let asked = asked.setter();
            move |_: MouseEvent| asked.set(Some(at))
        };
        html! {
            <li class="rows__row" key={at.to_string()} data-import={at.to_string()} data-pointed={(Some(at) == *pointed).to_string()}>
                <div class="rows__main">
                    <p class="rows__title">
                        { t!(text, ImportLogLine, at = minute(&at.to_string()), files = import.files.len()) }
                    </p>
                    <p class="rows__detail">{ said::counts(import.counts(), &text) }</p>
                    <div class="stack">
                        <details>
                            <summary class="rows__title">{ t!(text, ImportLogFiles) }</summary>
                            <ul>{ for import.files.iter().map(|file| html! { <li>{ line(file, &props.devices, &text) }</li> }) }</ul>
                        </details>
                        <BroughtRecords batches={import.files.iter().map(|arrival| arrival.batch).collect::<Vec<_>>()} />
                    </div>
                    if Some(at) == *pointed {
                        <span class="badge badge--attention">{ t!(text, ImportPointed) }</span>
                    }
                </div>
                <button type="button" class="button button--quiet" data-action="take-back" disabled={props.is_busy} onclick={ask}>
                    { t!(text, ImportTakeBack) }
                </button>
            </li>
        }
    };
    let shown = if *is_whole { imports.len() } else { SHOWN };
    let more = {
        let is_whole = is_whole.setter();
        move |_: MouseEvent| is_whole.set(true)
    };
    let confirmed = imports.iter().find(|import| Some(import.at) == *asked);
    html! {
        <section class="section" data-section="import-log">
            <h2 class="section__title">{ t!(text, ImportLog) }</h2>
            { match *said {
                None => Html::default(),
                Some(Ok(count)) => html! {
                    <p role="status" data-taken-back={count.to_string()}>{ t!(text, ImportTakenBack, count = count) }</p>
                },
                Some(Err(failure)) => html! {
                    <Banner tone={Tone::Danger} title={said::failure(failure, &text)} />
                },
            } }
            <ul class="rows">{ for imports.iter().take(shown).map(row) }</ul>
            if imports.len() > shown {
                <button type="button" class="button" data-action="more" onclick={more}>
                    { t!(text, ImportLogMore, count = imports.len() - shown) }
                </button>
            }
            if let Some(import) = confirmed {
                { confirm(import, take_back(import), asked.setter(), &text) }
            }
        </section>
    }
}

/// So many records of an import are listed.
const LISTED: usize = 200;

#[derive(PartialEq, Properties)]
struct BroughtRecordsProps {
    batches: Vec<BatchId>,
}

/// The records that an import brought, once somebody asks; each leads to its page.
#[component]
fn BroughtRecords(props: &BroughtRecordsProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let about = (props.batches.clone(), *is_open);
    let (loaded, _) = use_remote(about, |(batches, is_open)| is_open.then(|| inbox::records_of(batches, LISTED)));
    let toggle = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(!*is_open)
    };
    let records = match &loaded {
        Remote::Ready(loaded) if *is_open => {
            let (records, of) = &**loaded;
            let row = |(record, name): &(RecordId, String)| {
                let href = Route::Record(record.to_string()).href();
                html! { <li key={record.to_string()} data-brought={record.to_string()}><a {href} data-action="open">{ name }</a></li> }
            };
            html! {
                <>
                    <ul class="brought">{ for records.iter().map(row) }</ul>
                    if *of > LISTED {
                        <p class="field__hint">{ t!(text, DueMore, count = of - LISTED) }</p>
                    }
                </>
            }
        }
        Remote::Failed if *is_open => html! { <p role="alert">{ t!(text, ReadFailed) }</p> },
        _ => Html::default(),
    };
    html! {
        <>
            <button type="button" class="button" data-action="brought" aria-expanded={is_open.to_string()} onclick={toggle}>
                { t!(text, ImportBrought) }
            </button>
            { records }
        </>
    }
}

/// What taking an import back means, and the two answers.
fn confirm(
    import: &Together<'_>,
    take_back: Callback<MouseEvent>,
    asked: UseStateSetter<Option<Timestamp>>,
    text: &Text,
) -> Html {
    let close = Callback::from(move |()| asked.set(None));
    let actions = html! {
        <>
            <button type="button" class="button" data-action="keep" onclick={close.reform(|_: MouseEvent| ())}>
                { t!(text, ImportTakeBackNo) }
            </button>
            <button type="button" class="button button--danger" data-action="take-back-yes" onclick={take_back}>
                { t!(text, ImportTakeBackYes) }
            </button>
        </>
    };
    html! {
        <Dialog title={t!(text, ImportTakeBackTitle, files = import.files.len())} {actions} on_close={close}>
            <p>{ t!(text, ImportTakeBackMeaning) }</p>
            <ul>{ for import.files.iter().map(|file| html! { <li>{ &file.file_name }</li> }) }</ul>
        </Dialog>
    }
}

fn line(file: &Arrival, devices: &[KnownDevice], text: &Text) -> AttrValue {
    let label = devices.iter().find(|device| device.id == file.device).map(|device| device.label.as_str());
    let device = label.filter(|label| !label.is_empty()).map_or_else(|| file.device.fingerprint(), str::to_owned);
    let made = minute(&file.created_at.to_string());
    t!(text, ImportLogFile, name = file.file_name.clone(), device = device, seq = file.seq, at = made)
}

fn together(arrivals: &[Arrival]) -> Vec<Together<'_>> {
    let mut imports: BTreeMap<Timestamp, Vec<&Arrival>> = BTreeMap::new();
    for arrival in arrivals {
        imports.entry(arrival.taken_at).or_default().push(arrival);
    }
    imports.into_iter().rev().map(|(at, files)| Together { at, files }).collect()
}

impl Together<'_> {
    /// As they were told when it came.
    fn counts(&self) -> ImportCounts {
        let counts = self.files.iter().filter_map(|file| serde_json::from_str(&file.report).ok());
        counts.fold(ImportCounts::default(), ImportCounts::and)
    }
}

//! What was taken in so far: each import with its files or its table, from whom, when, what it brought; and the way to take one
//! back, which says what would go.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use record::{BatchId, OfficerId, RecordId, Timestamp};
use store::devices::Device as KnownDevice;
use store::import::{Arrival, Filled};
use yew::prelude::*;

use super::super::ledger::code;
use super::super::ledger::said::list as list_said;
use super::super::safe::reminder::goes_on;
use super::super::today::minute;
use super::said;
use crate::platform::timer;
use crate::route::Route;
use crate::state::access::{self, Step};
use crate::state::desk::{self, Words};
use crate::state::device::{Device, LoadError, use_device};
use crate::state::inbox::{self, Failure, Known};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::{Language, Text, use_text};
use crate::widgets::{Banner, Dialog, Tone};
use crate::worker::batches::ImportCounts;
use crate::worker::desk::back::{Back, Hindrance, Why};

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
    pub known: Rc<Known>,
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
    let said = use_state_eq(|| None::<Result<Back, Failure>>);
    let pointed = use_memo((), |()| POINTED_AT.take());
    let mut imports = together(&props.known.arrivals);
    // What somebody came for stands first, whatever came later.
    imports.sort_by_key(|import| Some(import.at) != *pointed);
    if imports.is_empty() && said.is_none() {
        return Html::default();
    }
    let take_back = |import: &Together<'_>| {
        let batches = import.batches();
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
                let Some(device) = device else { return };
                let taken = inbox::take_back(&device, batches).await;
                if let Some(back) = taken.as_ref().ok().filter(|back| back.hindered == 0) {
                    access::note(&device, Step::TakenBack, "", back.records as u64).await;
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
                    { told(import, &text) }
                    <div class="stack">
                        if import.table().is_none() {
                            <Files known={props.known.clone()} {at} />
                        }
                        <BroughtRecords batches={import.batches()} />
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
            { match &*said {
                None => Html::default(),
                // Somebody said something meanwhile: asking again tells what.
                Some(Ok(back)) if back.hindered > 0 => html! {
                    <Banner tone={Tone::Danger} title={t!(text, TakeBackHindered, count = back.hindered)} />
                },
                Some(Ok(Back { records, .. })) => html! {
                    <p role="status" data-taken-back={records.to_string()}>{ t!(text, ImportTakenBack, count = *records) }</p>
                },
                Some(Err(failure)) => html! {
                    <Banner tone={Tone::Danger} title={said::failure(*failure, &text)} />
                },
            } }
            <ul class="rows">{ for imports.iter().take(shown).map(row) }</ul>
            if imports.len() > shown {
                <button type="button" class="button" data-action="more" onclick={more}>
                    { t!(text, ImportLogMore, count = imports.len() - shown) }
                </button>
            }
            if let Some(import) = confirmed {
                <Confirm key={import.at.to_string()} batches={import.batches()} table={import.table().map(|file| file.file_name.clone())}
                    files={import.files.iter().map(|file| file.file_name.clone()).collect::<Vec<_>>()}
                    on_yes={take_back(import)} on_no={{
                        let asked = asked.setter();
                        move |()| asked.set(None)
                    }} />
            }
        </section>
    }
}

/// So many files or records of an import are listed.
const LISTED: usize = 200;

#[derive(PartialEq, Properties)]
struct FilesProps {
    known: Rc<Known>,
    /// When the import was whose files these are.
    at: Timestamp,
}

/// The files of an import, drawn once somebody asks, and more of them with each tap: there may be a thousand.
#[component]
fn Files(props: &FilesProps) -> Html {
    let text = use_text();
    let most = use_state_eq(|| 0);
    let ontoggle = {
        let most = most.clone();
        move |_: Event| {
            if *most == 0 {
                most.set(LISTED);
            }
        }
    };
    let files: Vec<&Arrival> = props.known.arrivals.iter().filter(|file| file.taken_at == props.at).collect();
    let drawn = files.len().min(*most);
    let more = {
        let most = most.clone();
        move |_: MouseEvent| most.set(*most + LISTED)
    };
    html! {
        <details {ontoggle}>
            <summary class="rows__title">{ t!(text, ImportLogFiles) }</summary>
            <ul>{ for files.iter().take(drawn).map(|file| line(file, &props.known.devices, &text)) }</ul>
            if drawn > 0 && files.len() > drawn {
                <button type="button" class="button" data-action="more-files" onclick={more}>{ t!(text, ImportLogFilesMore, count = files.len() - drawn) }</button>
            }
        </details>
    }
}

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

#[derive(PartialEq, Properties)]
struct ConfirmProps {
    batches: Vec<BatchId>,
    files: Vec<String>,
    /// The name of a table's file.
    table: Option<String>,
    on_yes: Callback<MouseEvent>,
    on_no: Callback<()>,
}

async fn would_go(device: Rc<Device>, batches: Vec<BatchId>) -> Result<Back, Failure> {
    inbox::would_take_back(&device, batches).await
}

/// What taking an import back means and would do, and the two answers; or what hinders it.
#[component]
fn Confirm(props: &ConfirmProps) -> Html {
    let text = use_text();
    let about = (use_device(), props.batches.clone(), text.language());
    let (would, _) = use_remote(about.clone(), |(device, batches, _)| device.map(|device| would_go(device, batches)));
    let (words, _) = use_remote(about, |(device, _, language)| device.map(|device| words(device, language)));
    let (title, meaning) = match &props.table {
        Some(name) => (t!(text, TableTakeBackTitle, name = name.clone()), t!(text, TableTakeBackMeaning)),
        None => (t!(text, ImportTakeBackTitle, files = props.files.len()), t!(text, ImportTakeBackMeaning)),
    };
    let goes = matches!(&would, Remote::Ready(back) if back.hindered == 0);
    let actions = html! {
        <>
            <button type="button" class="button" data-action="keep" onclick={props.on_no.reform(|_: MouseEvent| ())}>
                { t!(text, ImportTakeBackNo) }
            </button>
            <button type="button" class="button button--danger" data-action="take-back-yes" disabled={!goes} onclick={props.on_yes.clone()}>
                { t!(text, ImportTakeBackYes) }
            </button>
        </>
    };
    let hindrance = |hindrance: &Hindrance| {
        let said = match (&hindrance.list, &words) {
            (Some(list), Remote::Ready(words)) => list_said(list, words, &text).to_string(),
            (list, _) => list.clone().unwrap_or_default(),
        };
        let title = hindrance.title.clone();
        let said = match hindrance.why {
            Why::Edited => t!(text, TakeBackEdited, title = title),
            Why::Opened => t!(text, TakeBackOpened, title = title),
            Why::Sent => t!(text, TakeBackSent, title = title),
            Why::Updates => t!(text, TakeBackUpdates, title = title, list = said),
            Why::Names => t!(text, TakeBackNames, title = title, list = said),
        };
        let href = Route::Record(hindrance.record.to_string()).href();
        html! { <li data-hindrance={hindrance.why.word()}><a {href} data-action="open">{ said }</a></li> }
    };
    let would = match &would {
        Remote::Loading => html! { <p role="status">{ t!(text, TakeBackWorking) }</p> },
        Remote::Failed => html! { <p role="alert">{ t!(text, ReadFailed) }</p> },
        Remote::Ready(back) if back.hindered > 0 => html! {
            <div role="alert" data-hindered={back.hindered.to_string()}>
                <p>{ t!(text, TakeBackHindered, count = back.hindered) }</p>
                <ul>{ for back.hindrances.iter().map(hindrance) }</ul>
                if back.hindered > back.hindrances.len() {
                    <p class="field__hint">{ t!(text, DueMore, count = back.hindered - back.hindrances.len()) }</p>
                }
                <p>{ t!(text, TakeBackHinderedAdvice) }</p>
            </div>
        },
        Remote::Ready(back) => html! {
            <div data-would-go={back.records.to_string()} data-gone={back.gone.to_string()} data-restored={back.restored.to_string()}>
                <p>{ t!(text, TakeBackWould, records = back.records, gone = back.gone, restored = back.restored) }</p>
                if back.attachments > 0 {
                    <p>{ t!(text, TakeBackAttachments, count = back.attachments) }</p>
                }
            </div>
        },
    };
    html! {
        <Dialog {title} {actions} on_close={props.on_no.clone()}>
            <p>{ meaning }</p>
            { would }
            if props.table.is_none() {
                <ul>{ for props.files.iter().take(LISTED).map(|name| html! { <li>{ name }</li> }) }</ul>
                if props.files.len() > LISTED {
                    <p class="field__hint">{ t!(text, ImportLogFilesMore, count = props.files.len() - LISTED) }</p>
                }
            }
        </Dialog>
    }
}

async fn words(device: Rc<Device>, language: Language) -> Result<Words, LoadError> {
    desk::words(&device, code(language)).await
}

/// What an import was, and what came of it.
fn told(import: &Together<'_>, text: &Text) -> Html {
    let (at, counts) = (minute(&import.at.to_string()), import.counts());
    let Some((file, table)) = import.table().and_then(|file| Some((file, file.table.as_ref()?))) else {
        return html! {
            <>
                <p class="rows__title">{ t!(text, ImportLogLine, at = at, files = import.files.len()) }</p>
                <p class="rows__detail">{ said::counts(counts, text) }</p>
            </>
        };
    };
    html! {
        <div data-table={file.file_name.clone()} data-made={counts.added.to_string()} data-refused={table.refused.to_string()}>
            <p class="rows__title">{ t!(text, TableLogLine, at = at, name = file.file_name.clone()) }</p>
            <p class="rows__detail">
                { t!(text, TableLogInto, sheet = table.sheet.clone(), form = table.title.clone(), version = table.form.version.clone(),
                    officer = table.officer.to_string()) }
            </p>
            <p class="rows__detail">
                { t!(text, TableLogCounts, made = counts.added, changed = counts.changed, known = counts.known, refused = table.refused) }
            </p>
        </div>
    }
}

/// A file: whose it is, who filled it with what, and what is odd about when it was made.
fn line(file: &Arrival, devices: &[KnownDevice], text: &Text) -> Html {
    let label = devices.iter().find(|device| device.id == file.device).map(|device| device.label.as_str());
    let device = label.filter(|label| !label.is_empty()).map_or_else(|| file.device.fingerprint(), str::to_owned);
    let made = minute(&file.created_at.to_string());
    let Filled { officers, forms } = &file.filled;
    let separator = t!(text, ImportJoin);
    let officers: Vec<&str> = officers.iter().map(OfficerId::as_str).collect();
    let form = |(title, version): &(String, String)| {
        t!(text, ImportFormVersion, title = title.clone(), version = version.clone()).to_string()
    };
    let forms: Vec<String> = forms.iter().map(form).collect();
    html! {
        <li data-arrival={file.file_name.clone()}>
            { t!(text, ImportLogFile, name = file.file_name.clone(), device = device, seq = file.seq, at = made) }
            if !officers.is_empty() {
                <span class="rows__detail" data-officers={officers.join(" ")}>
                    { t!(text, ImportLogOfficers, officers = officers.join(&separator)) }
                </span>
            }
            if !forms.is_empty() {
                <span class="rows__detail" data-forms="">{ t!(text, ImportLogForms, forms = forms.join(&separator)) }</span>
            }
        </li>
    }
}

fn together(arrivals: &[Arrival]) -> Vec<Together<'_>> {
    let mut imports: BTreeMap<Timestamp, Vec<&Arrival>> = BTreeMap::new();
    for arrival in arrivals {
        imports.entry(arrival.taken_at).or_default().push(arrival);
    }
    imports.into_iter().rev().map(|(at, files)| Together { at, files }).collect()
}

impl Together<'_> {
    fn batches(&self) -> Vec<BatchId> {
        self.files.iter().map(|arrival| arrival.batch).collect()
    }

    /// The table that it was, and no batches.
    fn table(&self) -> Option<&Arrival> {
        self.files.first().copied().filter(|file| file.table.is_some())
    }

    /// As they were told when it came.
    fn counts(&self) -> ImportCounts {
        let counts = self.files.iter().filter_map(|file| serde_json::from_str(&file.report).ok());
        counts.fold(ImportCounts::default(), ImportCounts::and)
    }
}

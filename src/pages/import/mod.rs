//! What comes in: batches of devices. Packs and forms have a page of their own, and are told so here.
//!
//! Start at [`Import`]. Files come in, each says what it is, and all together what they would bring; one tap takes in all that may
//! be taken in. Tables of somebody's own are led to `mapping`. `entry` draws a file, `log` what came before, `folder` takes files out
//! of folders, `said` has the words. What is done stands in `state::inbox`.

mod aside;
mod entry;
mod folder;
pub(super) mod log;
pub mod said;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use record::DeviceId;
use store::devices::DeviceStanding;
use store::quarantine::Quarantined;
use yew::prelude::*;

use super::clock::Clock;
use super::mapping::Mapping;
use super::mapping::template::Templates;
use super::receipts::Receipts;
use super::safe::reminder::{Handed, goes_on};
use super::server::{Server, Use};
use crate::platform::files::ChosenFile;
use crate::platform::{clock, document, timer};
use crate::route::Route;
use crate::state::access::{self, Step};
use crate::state::device::{Device, use_device};
use crate::state::devices;
use crate::state::inbox::{self, Action, Desk, Failure, Line, Origin, Outcome, Taken};
use crate::state::reread_settings;
use crate::state::{tasks, use_session};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, FileDrop, Page, Tone};
use crate::worker::desk::Told;
use aside::Aside;
use entry::{Decision, Entry};
use folder::{Folder, Left};
use log::Log;

/// How often the page is drawn while the desk works.
const TELL_EVERY_MS: u32 = 100;

/// So many files are listed one by one.
const MOST_LISTED: usize = 30;

type Desks = UseReducerDispatcher<Desk>;

/// The endings that our files have: a hint for the browser's own dialog.
const ENDINGS: &str = ".json,.zip,.age,.xlsx,.xlsm,.csv";

#[component]
pub fn Import() -> Html {
    let text = use_text();
    let device = use_device();
    let session = use_session();
    let desk = use_reducer(Desk::default);
    let is_whole = use_state_eq(|| false);
    {
        let desks = desk.dispatcher();
        use_effect_with(device.clone(), move |device| {
            if let Some(device) = device.clone() {
                timer::spawn(async move { recall(&device, &desks).await });
            }
        });
    }
    // What lies here is gone with the page, and nobody is to hear of it again.
    use_effect_with((), |()| || timer::spawn(inbox::clear()));
    // A word on a device holds of what was still being read when it was given, too.
    let answered: Vec<Line> = desk.answered().cloned().collect();
    {
        let (device, desks) = (device.clone(), desk.dispatcher());
        use_effect_with(answered, move |lines| {
            if let Some(device) = device.filter(|_| !lines.is_empty()) {
                let lines = lines.clone();
                timer::spawn(async move { again(&device, &desks, lines).await });
            }
        });
    }
    let take = {
        let (device, desks) = (device.clone(), desk.dispatcher());
        Callback::from(move |files: Vec<(String, Origin)>| {
            let Some(device) = device.clone() else { return };
            let lines: Vec<Line> = files.into_iter().map(|(name, origin)| line(name, origin)).collect();
            desks.dispatch(Action::All(lines.iter().cloned().map(Action::Add).collect()));
            let desks = desks.clone();
            timer::spawn(async move { look(&device, &desks, lines).await });
        })
    };
    let on_files = take.reform(|files: Vec<ChosenFile>| {
        files.into_iter().map(|file| (file.name.clone(), Origin::Chosen(file))).collect()
    });
    let left = use_state_eq(|| None::<Left>);
    let on_found = {
        let (left, on_files) = (left.setter(), on_files.clone());
        Callback::from(move |(files, of_folder): (Vec<ChosenFile>, Left)| {
            left.set((of_folder != Left::default()).then_some(of_folder));
            if !files.is_empty() {
                on_files.emit(files);
            }
        })
    };
    let on_drop = folder::dropped(ENDINGS, on_found.clone());
    let on_recall = take.reform(|aside: Quarantined| vec![(aside.name, Origin::Quarantine(aside.id))]);
    let mapped = use_state_eq(|| None::<ChosenFile>);
    let on_decision = {
        let (device, desk, mapped) = (device.clone(), desk.clone(), mapped.setter());
        Callback::from(move |(line, decision): (Line, Decision)| {
            if let (Decision::Map, Origin::Chosen(file)) = (&decision, &line.origin) {
                return mapped.set(Some(file.clone()));
            }
            let Some(device) = device.clone() else { return };
            let desk = desk.clone();
            timer::spawn(async move { decide(&device, &desk, line, decision).await });
        })
    };
    let import = {
        let (device, desk) = (device.clone(), desk.clone());
        move |_: MouseEvent| {
            let Some(device) = device.clone() else { return };
            let (desks, session) = (desk.dispatcher(), session.clone());
            let lines: Vec<Line> = desk.ready().cloned().collect();
            timer::spawn(async move {
                if !goes_on(&device).await {
                    return;
                }
                take_in(&device, &desks, lines).await;
                if let Some(session) = session {
                    reread_settings(&device.database, &session.dispatcher()).await;
                }
            });
        }
    };

    let stop = {
        let desks = desk.dispatcher();
        move |_: MouseEvent| {
            desks.dispatch(Action::Stopping);
            tasks::stop(); // whoever waits for it tells what came of it
        }
    };
    let on_changed = {
        let (device, desks) = (device.clone(), desk.dispatcher());
        Callback::from(move |()| {
            let (Some(device), desks) = (device.clone(), desks.clone()) else { return };
            timer::spawn(async move { recall(&device, &desks).await });
        })
    };
    let on_thrown = {
        let (desks, on_changed) = (desk.dispatcher(), on_changed.clone());
        Callback::from(move |id: String| {
            desks.dispatch(Action::Thrown(id));
            on_changed.emit(());
        })
    };
    // What there is to tell tablets changes with what came in, with whom is trusted, and with what they were told.
    let told = use_state_eq(|| 0_u32);
    let round = (desk.known.arrivals.len(), desk.known.aside.len(), desk.known.devices.len(), *told);
    let on_told = {
        let on_changed = on_changed.clone();
        Callback::from(move |()| {
            told.set(*told + 1);
            on_changed.emit(());
        })
    };
    if let Some(file) = (*mapped).clone() {
        let mapped = mapped.setter();
        // The table may stand in the log now.
        let on_back = move |()| {
            mapped.set(None);
            on_changed.emit(());
        };
        return html! { <Mapping {file} {on_back} /> };
    }
    let ready = desk.ready().count();
    let actions = html! {
        <button type="button" class="button button--primary" data-action="import" disabled={desk.is_busy()} onclick={import}>
            { t!(text, ImportAll, count = ready) }
        </button>
    };
    // At rest: a file that is still to come may be what another one is held against.
    let caveats = if desk.is_busy() { BTreeMap::new() } else { desk.caveats(clock::now()) };
    let entry = |line: &Line| {
        let label = line.facts.as_ref().and_then(|facts| desk.label(&facts.device)).map(str::to_owned);
        let caveat = caveats.get(&line.id).copied();
        html! { <Entry key={line.id} line={line.clone()} {label} {caveat} on_decision={on_decision.clone()} /> }
    };
    // Of very many files only those are listed that need somebody, until all are asked for.
    let is_short = desk.lines.len() > MOST_LISTED && !*is_whole;
    let is_listed = |line: &&Line| !is_short || !line.outcome.is_quiet() || caveats.contains_key(&line.id);
    let quiet = desk.lines.iter().filter(|line| line.outcome.is_quiet()).count();
    let more = is_short.then(|| t!(text, ImportListAll, count = quiet));
    let list_all = {
        let is_whole = is_whole.setter();
        move |_: MouseEvent| is_whole.set(true)
    };
    html! {
        <Page title={t!(text, NavImport)} actions={(ready > 0).then_some(actions)}>
            <Handed />
            <Clock round={desk.lines.len()} />
            { imported(&desk, &text) }
            { working(&desk, stop, &text) }
            { ready_counts(&desk, ready, &text) }
            <FileDrop kind="batch" label={t!(text, ImportChoose)} hint={t!(text, ImportChooseHint)} accept={ENDINGS} multiple=true
                disabled={device.is_none()} is_primary={ready == 0} on_files={on_files.clone()} {on_drop} />
            <Folder endings={ENDINGS} disabled={device.is_none()} left={*left} {on_found} />
            <Server of={Use::Fetch { here: Rc::new(desk.waiting()), on_files, on_told }} />
            { awaited(&desk, &text) }
            <Receipts {round} />
            { missing(&desk, &text) }
            if !desk.lines.is_empty() {
                <section class="section">
                    <h2 class="section__title">{ t!(text, ImportFiles, count = desk.lines.len()) }</h2>
                    <ul class="rows">{ for desk.lines.iter().filter(is_listed).map(entry) }</ul>
                    if let Some(more) = &more {
                        <button type="button" class="button" data-action="list-all" onclick={list_all}>{ more }</button>
                    }
                </section>
            }
            <Aside files={desk.aside()} {on_recall} {on_thrown} />
            <Log known={desk.known.clone()} is_busy={desk.is_busy()} {on_changed} />
            <Templates />
        </Page>
    }
}

/// A file that nothing is known of yet. No two have one id, whichever visit of the page they came in: the worker outlives it.
fn line(name: String, origin: Origin) -> Line {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    Line { id: NEXT.fetch_add(1, Ordering::Relaxed), name, origin, facts: None, outcome: Outcome::Reading }
}

/// Reads what the desk knows, now and after each change of it.
async fn recall(device: &Device, desks: &Desks) {
    // What could not be read is not shown; each file is judged by the database itself.
    if let Ok(known) = inbox::known(device).await {
        desks.dispatch(Action::Known(Rc::new(known)));
    }
}

async fn look(device: &Device, desks: &Desks, lines: Vec<Line>) {
    desks.dispatch(Action::Work(Some((0, lines.len()))));
    if let Err(failure) = inbox::look(&lines, told(desks)).await {
        failed(desks, &lines, failure);
    }
    rest(desks).await;
    recall(device, desks).await;
}

/// Looks once more at files that are on the page already.
async fn again(device: &Device, desks: &Desks, lines: Vec<Line>) {
    let reading = |line: &Line| Action::Tell { line: line.id, facts: None, outcome: Outcome::Reading };
    desks.dispatch(Action::All(lines.iter().map(reading).collect()));
    look(device, desks, lines).await;
}

/// The desk is at rest, once all that it told is on the page.
async fn rest(desks: &Desks) {
    timer::sleep(TELL_EVERY_MS).await;
    desks.dispatch(Action::Work(None));
}

/// Tells the page what the desk worker tells, some of it at a time: a thousand files are not drawn a thousand times.
fn told(desks: &Desks) -> impl Fn(Told) + Clone + 'static {
    let desks = desks.clone();
    let waiting: Rc<RefCell<Vec<Action>>> = Rc::default();
    move |told| {
        let action = match told {
            Told::File { line, facts, outcome } => {
                Action::Tell { line, facts: facts.map(|facts| Rc::new(*facts)), outcome }
            }
            Told::Progress { done, of } => Action::Work(Some((done, of))),
            Told::Piece(_) => return, // no file is made here
        };
        waiting.borrow_mut().push(action);
        if waiting.borrow().len() == 1 {
            let (desks, waiting) = (desks.clone(), waiting.clone());
            timer::spawn(async move {
                timer::sleep(TELL_EVERY_MS).await;
                desks.dispatch(Action::All(waiting.take()));
            });
        }
    }
}

/// Nothing came of these files.
fn failed(desks: &Desks, lines: &[Line], failure: Failure) {
    desks.dispatch(Action::All(lines.iter().map(|line| Action::Failed { line: line.id, failure }).collect()));
}

async fn take_in(device: &Device, desks: &Desks, lines: Vec<Line>) {
    let importing = |line: &Line| Action::Tell { line: line.id, facts: None, outcome: Outcome::Importing };
    desks.dispatch(Action::All(lines.iter().map(importing).collect()));
    desks.dispatch(Action::Work(Some((0, 0))));
    // What the worker has to look at once more is being imported nonetheless.
    let tell = told(desks);
    let importing = move |told| {
        tell(match told {
            Told::File { line, facts, outcome: Outcome::Ready(_) } => {
                Told::File { line, facts, outcome: Outcome::Importing }
            }
            told => told,
        });
    };
    let taken = inbox::take_in(device, &lines, importing).await;
    match taken {
        Ok(_) => access::note(device, Step::Imported, "", lines.len() as u64).await,
        Err(failure) => failed(desks, &lines, failure),
    }
    rest(desks).await;
    if taken == Ok(Taken::InNonetheless) {
        desks.dispatch(Action::TooLate);
        failed(desks, &lines, Failure::Stopped); // those of which nothing was told are not in it
    }
    recall(device, desks).await;
    document::scroll_to_top(); // where the report stands
}

/// Does what a person decided about a file, and looks again at all files that it concerns.
async fn decide(device: &Device, desk: &UseReducerHandle<Desk>, line: Line, decision: Decision) {
    let desks = desk.dispatcher();
    match decision {
        Decision::Again => {
            // Files that were stopped together go on together.
            let stopped = Outcome::Failed(Failure::Stopped);
            let lines: Vec<Line> = match line.outcome == stopped {
                true => desk.lines.iter().filter(|line| line.outcome == stopped).cloned().collect(),
                false => vec![line],
            };
            again(device, &desks, lines).await;
        }
        Decision::SetAside { is_revoked } => {
            let outcome = inbox::set_aside(device, &line, is_revoked).await;
            desks.dispatch(Action::Tell { line: line.id, facts: None, outcome });
            recall(device, &desks).await;
        }
        Decision::Map => {} // on a page of its own
        Decision::Trust { label } => {
            let Some(id) = line.facts.as_ref().map(|facts| facts.device.clone()) else { return };
            if let Err(failure) = devices::decide(device, &id, &label, DeviceStanding::Trusted).await {
                let outcome = Outcome::Failed(failure.into());
                return desks.dispatch(Action::Tell { line: line.id, facts: None, outcome });
            }
            again(device, &desks, of_device(desk, &id)).await;
        }
    }
}

/// The files of a device that wait for somebody's word on it.
fn of_device(desk: &Desk, device: &DeviceId) -> Vec<Line> {
    let waits = |line: &&Line| matches!(line.outcome, Outcome::Unknown { .. } | Outcome::SetAside | Outcome::Failed(_));
    let is_its = |line: &&Line| line.facts.as_ref().is_some_and(|facts| facts.device == *device);
    desk.lines.iter().filter(waits).filter(is_its).cloned().collect()
}

/// How far the desk is, with a way to stop it.
fn working(desk: &Desk, stop: impl Fn(MouseEvent) + 'static, text: &Text) -> Html {
    let Some((done, of)) = desk.work else { return Html::default() };
    let (step, said) = match (desk.is_stopping, of) {
        (true, _) => ("stopping", t!(text, ImportStopping)),
        (false, 0) => ("writing", t!(text, ImportWriting)),
        (false, _) => ("looking", t!(text, ImportProgress, done = done, of = of)),
    };
    html! {
        <div class="banner banner--plain" data-status="working" data-step={step}>
            <p role="status">{ said }</p>
            if step == "looking" {
                <progress max={of.to_string()} value={done.to_string()} aria-label={t!(text, ImportStateReading)}></progress>
            } else {
                <progress aria-label={t!(text, ImportStateImporting)}></progress>
            }
            <button type="button" class="button" data-action="stop" disabled={desk.is_stopping} onclick={stop}>
                { t!(text, ImportStop) }
            </button>
        </div>
    }
}

/// What all files bring together that can be taken in.
fn ready_counts(desk: &Desk, ready: usize, text: &Text) -> Html {
    if ready < 2 || desk.is_busy() {
        return Html::default();
    }
    let counts = desk.ready_counts();
    html! {
        <p data-status="ready" data-added={counts.added.to_string()} data-changed={counts.changed.to_string()}
            data-known={counts.known.to_string()} data-conflicts={counts.conflicts.to_string()}>
            { t!(text, ImportTogether, files = ready) }{ " " }{ said::preview(counts, text) }
        </p>
    }
}

/// What was taken in since the page was opened.
fn imported(desk: &Desk, text: &Text) -> Html {
    let (files, counts) = desk.imported();
    if files == 0 {
        return Html::default();
    }
    let actions = html! {
        <>
            if counts.conflicts > 0 {
                <a class="button" href={Route::Conflicts.href()}>{ t!(text, ImportGoConflicts) }</a>
            }
            if counts.alike > 0 {
                <a class="button" href={Route::WorkLists.href()} data-action="go-work-lists">{ t!(text, ImportGoAlike) }</a>
            }
            <a class="button" href={Route::Ledger.href()} data-action="go-ledger">{ t!(text, ImportGoLedger) }</a>
        </>
    };
    html! {
        <div data-status="imported" data-added={counts.added.to_string()} data-known={counts.known.to_string()}
            data-conflicts={counts.conflicts.to_string()} data-alike={counts.alike.to_string()}>
            <Banner tone={Tone::Success} title={t!(text, ImportDone, files = files)} {actions}>
                <p>{ said::counts(counts, text) }</p>
                if desk.is_too_late {
                    <p data-too-late="">{ t!(text, ImportTooLate) }</p>
                }
            </Banner>
        </div>
    }
}

/// Attached files that batches which were taken in still await.
fn awaited(desk: &Desk, text: &Text) -> Html {
    if let Some(failure) = desk.known.uncounted {
        let why = said::failure(failure, text).to_string();
        return html! { <p class="question__problem" role="alert" data-uncounted="">{ t!(text, ImportUncounted, why = why) }</p> };
    }
    let count: usize = desk.known.awaited.values().sum();
    if count == 0 {
        return Html::default();
    }
    html! { <p class="field__hint" data-awaited={count.to_string()}>{ t!(text, ImportAwaited, count = count) }</p> }
}

/// Batches that neither came before nor lie here.
fn missing(desk: &Desk, text: &Text) -> Html {
    let missing = desk.missing();
    if missing.is_empty() {
        return Html::default();
    }
    let line = |(facts, numbers): &(Rc<_>, Vec<u64>)| {
        let device = said::sender(facts, desk.label(&facts.device), text);
        html! {
            <p key={facts.device.to_string()} data-missing={said::numbers(numbers, " ")}>
                { t!(text, ImportMissing, device = device.to_string(), numbers = said::numbers(numbers, &t!(text, ImportJoin))) }
            </p>
        }
    };
    html! {
        <Banner tone={Tone::Warning} title={t!(text, ImportMissingTitle)}>
            { for missing.iter().map(line) }
            <p>{ t!(text, ImportMissingAdvice) }</p>
        </Banner>
    }
}

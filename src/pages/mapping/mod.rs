//! A table of somebody's own, on its way into the ledger: what its columns are, what taking it in would do, and that it is done.
//!
//! It stands in the place of the import page, which leads here. Start at [`Mapping`]; `columns` draws what columns are taken
//! for, `outcome` what was found, `said` has the words, `template` hands out an empty table. What is done stands in
//! `state::tables`.

pub mod columns;
mod outcome;
pub mod said;
pub mod template;

use std::rc::Rc;

use ledger::intake::Mapping as Columns;
use yew::prelude::*;

use super::safe::reminder::{Handed, goes_on};
use crate::pages::ledger::code;
use crate::platform::files::ChosenFile;
use crate::platform::{document, timer};
use crate::state::access::{self, Step};
use crate::state::device::{Device, use_device};
use crate::state::tables::{self, Checking, Failure, Progress, Table};
use crate::state::{reread_settings, tasks, use_session};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, Page, Tone};
use crate::worker::tables::{Contents, Counts, OpenedTable, Preview};
use store::forms::Form;

/// How far one has come with a table.
#[derive(Clone, PartialEq)]
enum Stage {
    Reading,
    Failed(Failure),
    /// A person says what columns are.
    Mapping,
    Checking,
    Checked(Rc<Checking>, Rc<Preview>),
    TakingIn(Rc<Checking>, Rc<Preview>),
    Done(Rc<Checking>, Rc<Preview>, Counts),
}

/// What was read, once it was.
#[derive(Clone, PartialEq)]
struct Read {
    contents: Rc<Contents>,
    forms: Rc<Vec<Form>>,
    table: Table,
    opened: Rc<OpenedTable>,
}

#[derive(PartialEq, Properties)]
pub struct MappingProps {
    pub file: ChosenFile,
    pub on_back: Callback<()>,
}

#[component]
pub fn Mapping(props: &MappingProps) -> Html {
    let text = use_text();
    let device = use_device();
    let session = use_session();
    let stage = use_state_eq(|| Stage::Reading);
    let read = use_state_eq(|| None::<Read>);
    let columns = use_state_eq(Columns::default);
    // What was missed at the last look stays asked for while it is being answered.
    let seen = use_state_eq(|| None::<Rc<Preview>>);
    let work = use_state_eq(|| None::<Progress>);
    let stopped = use_state_eq(|| false);
    let language = text.language().tag().chars().take(2).collect::<String>();
    let open = {
        let (stage, read, columns) = (stage.setter(), read.setter(), columns.setter());
        Callback::from(move |(device, table, contents, forms): (Rc<Device>, Table, Rc<Contents>, Rc<Vec<Form>>)| {
            let (stage, read, columns) = (stage.clone(), read.clone(), columns.clone());
            stage.set(Stage::Reading);
            timer::spawn(async move {
                match table.open(&device).await {
                    Ok(opened) => {
                        columns.set(opened.opened.guess.clone());
                        read.set(Some(Read { contents, forms, table, opened: Rc::new(opened) }));
                        stage.set(Stage::Mapping);
                    }
                    Err(failure) => stage.set(Stage::Failed(failure)),
                }
            });
        })
    };
    {
        let (open, stage) = (open.clone(), stage.setter());
        use_effect_with((device.clone(), props.file.clone()), move |(device, file)| {
            if let Some(device) = device.clone() {
                let file = file.clone();
                timer::spawn(async move {
                    match begin(&device, &file, &language).await {
                        Ok((table, contents, forms)) => open.emit((device, table, contents, forms)),
                        Err(failure) => stage.set(Stage::Failed(failure)),
                    }
                });
            }
        });
    }
    let change = {
        let (columns, stage, stopped) = (columns.setter(), stage.setter(), stopped.setter());
        Callback::from(move |mapping: Columns| {
            columns.set(mapping);
            stopped.set(false);
            stage.set(Stage::Mapping);
        })
    };
    let again = {
        let (device, read, open) = (device.clone(), read.clone(), open.clone());
        Callback::from(move |(place, sheet): (usize, Option<usize>)| {
            if let (Some(device), Some(read)) = (device.clone(), (*read).clone())
                && let Some(form) = read.forms.get(place).cloned()
            {
                let table = Table { form, sheet, ..read.table };
                open.emit((device, table, read.contents, read.forms));
            }
        })
    };
    let check = {
        let (device, read, columns) = (device.clone(), read.clone(), columns.clone());
        let (stage, seen) = (stage.setter(), seen.setter());
        let (work, stopped) = (work.setter(), stopped.setter());
        Callback::from(move |reason: Option<String>| {
            let (Some(device), Some(read)) = (device.clone(), (*read).clone()) else { return };
            let (mapping, stage, seen) = ((*columns).clone(), stage.clone(), seen.clone());
            let (work, stopped) = (work.clone(), stopped.clone());
            stage.set(Stage::Checking);
            stopped.set(false);
            work.set(Some(Progress::default()));
            timer::spawn(async move {
                let telling = work.clone();
                let looked = checked(&device, read, mapping, reason, move |at| telling.set(Some(at))).await;
                work.set(None);
                stage.set(match looked {
                    Ok((checking, preview)) => {
                        seen.set(Some(preview.clone()));
                        Stage::Checked(checking, preview)
                    }
                    Err(Failure::Stopped) => {
                        stopped.set(true);
                        Stage::Mapping
                    }
                    Err(failure) => Stage::Failed(failure),
                });
                document::scroll_to_top(); // where the result stands
            });
        })
    };
    let take_in = {
        let (device, stage, session) = (device.clone(), stage.setter(), session.clone());
        let (work, stopped) = (work.setter(), stopped.setter());
        move |checking: Rc<Checking>, preview: Rc<Preview>| {
            let (device, stage, session) = (device.clone(), stage.clone(), session.clone());
            let (work, stopped) = (work.clone(), stopped.clone());
            move |_: MouseEvent| {
                let Some(device) = device.clone() else { return };
                let (checking, preview) = (checking.clone(), preview.clone());
                let (stage, session) = (stage.clone(), session.clone());
                let (work, stopped) = (work.clone(), stopped.clone());
                timer::spawn(async move {
                    if !goes_on(&device).await {
                        return;
                    }
                    stage.set(Stage::TakingIn(checking.clone(), preview.clone()));
                    stopped.set(false);
                    work.set(Some(Progress::default()));
                    let telling = work.clone();
                    let taken = checking.take_in(&device, move |at| telling.set(Some(at))).await;
                    work.set(None);
                    match taken {
                        Ok(counts) => {
                            // Stopped when it was written already: then that is what happened.
                            let counts = counts.unwrap_or(preview.counts);
                            access::note(&device, Step::Imported, "table", 1).await;
                            stage.set(Stage::Done(checking, preview, counts));
                        }
                        Err(Failure::Stopped) => {
                            stopped.set(true);
                            stage.set(Stage::Checked(checking, preview));
                        }
                        Err(failure) => stage.set(Stage::Failed(failure)),
                    }
                    if let Some(session) = session {
                        reread_settings(&device.database, &session.dispatcher()).await;
                    }
                    document::scroll_to_top();
                });
            }
        }
    };

    let stop = |_: MouseEvent| tasks::stop();
    let is_busy = work.is_some();
    let back = html! {
        <button type="button" class="button" data-action="back" disabled={is_busy} onclick={props.on_back.reform(|_: MouseEvent| ())}>
            { t!(text, TableBack) }
        </button>
    };
    let primary = |action: &'static str, label: AttrValue, is_disabled: bool, onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" class="button button--primary" data-action={action} disabled={is_disabled} {onclick}>{ label }</button>
        }
    };
    let rows = read.as_ref().map_or(0, |read| read.opened.opened.rows);
    let forward = match &*stage {
        Stage::Mapping => {
            primary("check-table", t!(text, TableCheck, count = rows), false, check.reform(|_: MouseEvent| None))
        }
        Stage::Checking => primary("check-table", t!(text, TableChecking), true, Callback::noop()),
        Stage::Checked(checking, preview) => {
            let count = preview.counts.new + preview.counts.updated;
            let onclick = Callback::from(take_in(checking.clone(), preview.clone()));
            primary("import-table", t!(text, TableImport, count = count), count == 0, onclick)
        }
        Stage::TakingIn(..) => primary("import-table", t!(text, TableImporting), true, Callback::noop()),
        Stage::Failed(_) if read.is_some() => {
            primary("check-table", t!(text, TryAgain), false, check.reform(|_: MouseEvent| None))
        }
        Stage::Reading | Stage::Failed(_) | Stage::Done(..) => Html::default(),
    };
    let actions = html! { <>{ back }{ forward }</> };
    html! {
        <Page title={t!(text, TableTitle, name = props.file.name.clone())} {actions}>
            <Handed />
            if *stopped {
                <Banner tone={Tone::Info}><p role="status" data-status="stopped">{ t!(text, TableStopped) }</p></Banner>
            }
            if let Some(work) = *work {
                { working(work, stop, &text) }
            }
            { match &*stage {
                Stage::Reading => html! { <p class="lead" role="status">{ t!(text, TableReading) }</p> },
                Stage::Checking => html! { <p class="lead">{ t!(text, TableCheckingLong) }</p> },
                Stage::Failed(failure) => html! {
                    <Banner tone={Tone::Danger}><said::Failed failure={failure.clone()} /></Banner>
                },
                Stage::Mapping => Html::default(),
                Stage::Checked(checking, preview) | Stage::TakingIn(checking, preview) => html! {
                    <outcome::Outcome checking={checking.clone()} preview={preview.clone()} on_reason={check.reform(Some)} />
                },
                Stage::Done(checking, preview, counts) => html! {
                    <>
                        <outcome::Done counts={*counts} />
                        if !preview.rows.is_empty() {
                            <outcome::Outcome checking={checking.clone()} preview={preview.clone()} on_reason={None::<Callback<String>>} />
                        }
                    </>
                },
            } }
            if let (Some(read), false) = (&*read, is_busy || matches!(*stage, Stage::Reading | Stage::Done(..))) {
                <columns::Columns ends={ends(read, &text)} opened={read.opened.clone()} mapping={(*columns).clone()}
                    preview={(*seen).clone()} lead={found(&read.opened, &columns, &text)} recalled={t!(text, TableRecalled)}
                    nothing={t!(text, TableNothing)} on_change={change} on_table={again} />
            }
        </Page>
    }
}

/// How far it is, with a way to end it that leaves nothing behind.
fn working(at: Progress, stop: impl Fn(MouseEvent) + 'static, text: &Text) -> Html {
    let Progress { done, of } = at;
    let said = if of == 0 { t!(text, TableWorking) } else { t!(text, TableProgress, done = done, of = of) };
    let share = (of > 0).then(|| done.to_string());
    html! {
        <div class="banner banner--plain" data-status="working" data-done={done.to_string()} data-of={of.to_string()}>
            <p>{ said.clone() }</p>
            <progress max={of.max(1).to_string()} value={share} aria-label={said}></progress>
            <button type="button" class="button" data-action="stop" onclick={stop}>{ t!(text, TableStop) }</button>
        </div>
    }
}

/// A form's title in the page's language.
fn called(form: &Form, text: &Text) -> String {
    form.listing.title(code(text.language())).unwrap_or(&form.title).to_owned()
}

/// The forms that the table can be brought into.
fn ends(read: &Read, text: &Text) -> columns::Ends {
    let chosen = read.forms.iter().position(|form| *form == read.table.form).unwrap_or_default();
    let names = read.forms.iter().map(|form| called(form, text).into()).collect();
    columns::Ends { label: t!(text, TableForm), names, chosen }
}

fn found(opened: &OpenedTable, columns: &Columns, text: &Text) -> AttrValue {
    let header = &opened.opened.header;
    let mapped = header.columns.iter().filter(|heading| columns.question(heading.column).is_some()).count();
    let open = header.columns.len() - mapped;
    t!(
        text,
        TableFound,
        top = header.top,
        bottom = header.bottom,
        rows = opened.opened.rows,
        mapped = mapped,
        open = open
    )
}

type Begun = (Table, Rc<Contents>, Rc<Vec<Form>>);

async fn begin(device: &Device, file: &ChosenFile, language: &str) -> Result<Begun, Failure> {
    let contents = Rc::new(tables::read(file).await?);
    let forms = tables::forms(device).await?;
    let form = forms.first().cloned().ok_or(Failure::Form)?;
    let table =
        Table { name: file.name.clone(), contents: contents.clone(), sheet: None, form, language: language.to_owned() };
    Ok((table, contents, Rc::new(forms)))
}

async fn checked(
    device: &Device,
    read: Read,
    mapping: Columns,
    reason: Option<String>,
    on_told: impl Fn(Progress) + 'static,
) -> Result<(Rc<Checking>, Rc<Preview>), Failure> {
    let checking = Checking::new(read.table, read.opened, mapping, reason)?;
    let preview = checking.check(device, on_told).await?;
    Ok((Rc::new(checking), Rc::new(preview)))
}

//! Somebody else's table, filled with a list: chosen, its columns matched where that is new, handed out. On the page of the
//! ledger, below what can be exported.
//!
//! A table like one that was filled before is filled as soon as it is chosen. What is done stands in `state::templates`; how
//! columns are drawn in `mapping::columns`.

use std::rc::Rc;

use ledger::intake::Mapping;
use ledger::report::Class;
use record::ListName;
use yew::prelude::*;

use super::ledger::code;
use super::ledger::said::list as list_said;
use super::mapping::columns::{Columns, Ends, Way};
use super::mapping::said::Failed;
use super::purpose::Purpose;
use crate::platform::files::ChosenFile;
use crate::platform::{files, timer};
use crate::state::device::{Device, use_device};
use crate::state::lists;
use crate::state::remote::{Remote, use_remote};
use crate::state::tables::{self, Failure};
use crate::state::templates::{Opened, Template};
use crate::state::{desk, exports};
use crate::t;
use crate::text::{Text, use_text};

use crate::widgets::{Banner, FileDrop, Tone};
use crate::worker::desk::templates::FilledTable;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How far one has come with a table.
#[derive(Clone, PartialEq)]
enum Stage {
    Choosing,
    Reading,
    Mapping,
    Working,
    Done { name: String, filled: Rc<FilledTable> },
    Failed(Failure),
}

/// A table that was read.
#[derive(Clone, PartialEq)]
struct Read {
    template: Template,
    opened: Opened,
}

#[derive(PartialEq, Properties)]
pub struct FillTableProps {
    /// The list that is on the page.
    pub list: String,
}

#[component]
pub fn FillTable(props: &FillTableProps) -> Html {
    let text = use_text();
    let device = use_device();
    let stage = use_state_eq(|| Stage::Choosing);
    let read = use_state_eq(|| None::<Read>);
    let columns = use_state_eq(Mapping::default);
    let (lists, _) = use_remote((), |()| Some(lists::overview()));
    let (words, _) = use_remote((device.clone(), text.language()), |(device, language)| {
        device.map(|device| async move { desk::words(&device, code(language)).await })
    });
    let lists: Vec<(ListName, AttrValue)> = match (&lists, &words) {
        (Remote::Ready(lists), Remote::Ready(words)) => {
            lists.iter().map(|(list, _)| (list.clone(), list_said(list.as_str(), words, &text))).collect()
        }
        _ => Vec::new(),
    };
    let purpose = use_state_eq(String::new);
    let on_purpose = {
        let purpose = purpose.setter();
        Callback::from(move |typed: String| purpose.set(typed))
    };
    let fill = {
        let (device, stage, text, purpose) = (device.clone(), stage.setter(), text.clone(), purpose.clone());
        Callback::from(move |(read, mapping): (Read, Mapping)| {
            let Some(device) = device.clone() else { return };
            let (stage, text, purpose) = (stage.clone(), text.clone(), (*purpose).clone());
            stage.set(Stage::Working);
            timer::spawn(async move {
                stage.set(match filled(&device, &read, &mapping, &purpose, &text).await {
                    Ok((name, filled)) => Stage::Done { name, filled: Rc::new(filled) },
                    Err(failure) => Stage::Failed(failure),
                });
            });
        })
    };
    let open = {
        let (device, stage, text, fill) = (device.clone(), stage.setter(), text.clone(), fill.clone());
        let (read, columns) = (read.setter(), columns.setter());
        Callback::from(move |(template, is_quick): (Template, bool)| {
            let Some(device) = device.clone() else { return };
            let (stage, read, columns, text, fill) =
                (stage.clone(), read.clone(), columns.clone(), text.clone(), fill.clone());
            stage.set(Stage::Reading);
            timer::spawn(async move {
                match template.open(&device, &text).await {
                    Ok(opened) => {
                        let mapping = opened.table.opened.guess.clone();
                        let is_done = is_quick && opened.is_known && opened.new.is_empty();
                        let next = Read { template, opened };
                        columns.set(mapping.clone());
                        read.set(Some(next.clone()));
                        stage.set(Stage::Mapping);
                        if is_done {
                            fill.emit((next, mapping));
                        }
                    }
                    Err(failure) => stage.set(Stage::Failed(failure)),
                }
            });
        })
    };
    let choose = {
        let (stage, open, list, text) = (stage.setter(), open.clone(), props.list.clone(), text.clone());
        Callback::from(move |chosen: Vec<ChosenFile>| {
            let Some(file) = chosen.into_iter().next() else { return };
            let (stage, open, list) = (stage.clone(), open.clone(), list.clone());
            let language = code(text.language()).to_owned();
            timer::spawn(async move {
                match tables::read(&file).await {
                    Ok(contents) => {
                        let contents = Rc::new(contents);
                        open.emit((Template { name: file.name, contents, sheet: None, list, language }, true));
                    }
                    Err(failure) => stage.set(Stage::Failed(failure)),
                }
            });
        })
    };
    let again = {
        let (read, open, lists) = (read.clone(), open.clone(), lists.clone());
        Callback::from(move |(place, sheet): (usize, Option<usize>)| {
            if let (Some(read), Some((list, _))) = ((*read).clone(), lists.get(place)) {
                open.emit((Template { list: list.to_string(), sheet, ..read.template }, false));
            }
        })
    };
    let correct = {
        let stage = stage.setter();
        move |_: MouseEvent| stage.set(Stage::Mapping)
    };
    let make = {
        let (read, columns) = (read.clone(), columns.clone());
        move |_: MouseEvent| {
            if let Some(read) = (*read).clone() {
                fill.emit((read, (*columns).clone()));
            }
        }
    };
    let is_busy = matches!(*stage, Stage::Reading | Stage::Working);
    html! {
        <section class="section export__section" data-fill={name(&stage)}>
            <h2 class="section__title">{ t!(text, FillTitle) }</h2>
            <p class="field__hint">{ t!(text, FillAbout) }</p>
            <div class="filling">
            { match &*stage {
                Stage::Choosing | Stage::Mapping => Html::default(),
                Stage::Reading => html! { <p class="lead" role="status">{ t!(text, FillReading) }</p> },
                Stage::Working => html! { <p class="lead" role="status">{ t!(text, FillWorking) }</p> },
                Stage::Failed(failure) => html! {
                    <Banner tone={Tone::Danger}><Failed failure={failure.clone()} /></Banner>
                },
                Stage::Done { name, filled } => html! {
                    <Banner tone={Tone::Success}>{ done(name, filled, &text) }</Banner>
                },
            } }
            if let (Some(read), Stage::Mapping) = (&*read, &*stage) {
                { mapped(read, &columns, &lists, &again, columns.setter(), &text) }
            }
            <div class="section__actions">
                if read.is_some() && matches!(*stage, Stage::Mapping) {
                    <button type="button" class="button button--primary" data-action="fill-table" onclick={make}
                        disabled={purpose.trim().is_empty() || !columns.columns.keys().any(|column| columns.question(*column).is_some())}>
                        { t!(text, FillMake) }
                    </button>
                }
                if read.is_some() && matches!(*stage, Stage::Done { .. } | Stage::Failed(_)) {
                    <button type="button" class="button" data-action="correct-columns" onclick={correct}>{ t!(text, FillCorrect) }</button>
                }
            </div>
            <Purpose id="fill-purpose" purpose={(*purpose).clone()} disabled={is_busy} {on_purpose} />
            <FileDrop kind="template" label={if read.is_some() { t!(text, FillAnother) } else { t!(text, FillChoose) }}
                hint={t!(text, FillHint)} accept={".xlsx"} disabled={is_busy || purpose.trim().is_empty()} on_files={choose} />
            </div>
        </section>
    }
}

/// What the columns are taken for, what is new among them first said.
fn mapped(
    read: &Read,
    columns: &Mapping,
    lists: &[(ListName, AttrValue)],
    again: &Callback<(usize, Option<usize>)>,
    set: yew::UseStateSetter<Mapping>,
    text: &Text,
) -> Html {
    let Read { template, opened } = read;
    let header = &opened.table.opened.header;
    let count = header.columns.iter().filter(|heading| columns.question(heading.column).is_some()).count();
    let lead = t!(
        text,
        FillFound,
        top = header.top,
        bottom = header.bottom,
        mapped = count,
        open = header.columns.len() - count
    );
    let recalled = match opened.new.len() {
        0 => t!(text, FillRecalled),
        count => t!(text, FillChanged, count = count),
    };
    let names = lists.iter().map(|(_, name)| name.clone());
    let chosen = lists.iter().position(|(list, _)| list.as_str() == template.list).unwrap_or_default();
    let ends = Ends { label: t!(text, FillList), names: names.collect(), chosen };
    let new = if opened.is_known { opened.new.clone() } else { Vec::new() };
    html! {
        <Columns {ends} opened={opened.table.clone()} mapping={columns.clone()} {new} way={Way::Out} {lead} {recalled}
            nothing={t!(text, FillNothing)} on_change={Callback::from(move |mapping| set.set(mapping))} on_table={again.clone()} />
    }
}

fn done(name: &str, filled: &FilledTable, text: &Text) -> Html {
    html! {
        <>
            <p role="status" data-status="filled" data-name={name.to_owned()} data-rows={filled.rows.to_string()}>
                { t!(text, FillDone, name = name.to_owned(), count = filled.rows, first = filled.first) }
            </p>
            if filled.put_in > 0 {
                <p data-put-in={filled.put_in.to_string()}>{ t!(text, FillPutIn, count = filled.put_in) }</p>
            }
            if filled.disputed > 0 {
                <p data-disputed={filled.disputed.to_string()}>{ t!(text, FillDisputed, count = filled.disputed) }</p>
            }
        </>
    }
}

fn name(stage: &Stage) -> &'static str {
    match stage {
        Stage::Choosing => "choosing",
        Stage::Reading => "reading",
        Stage::Mapping => "mapping",
        Stage::Working => "working",
        Stage::Done { .. } => "done",
        Stage::Failed(_) => "failed",
    }
}

async fn filled(
    device: &Device,
    read: &Read,
    mapping: &Mapping,
    purpose: &str,
    text: &Text,
) -> Result<(String, FilledTable), Failure> {
    // Whose table it is says how it looks: mark and class stand in its name and in the access log.
    let mark = exports::mark(device, purpose).await?.ok_or(Failure::Worker)?;
    let filled = read.template.fill(device, &read.opened.table, mapping, text).await?;
    let stem = read.template.name.trim_end_matches(".xlsx").to_owned();
    let columns = mapping.columns.keys().filter_map(|column| Some(mapping.question(*column)?.0));
    let class = exports::class(Class::of_list(&read.template.list, columns), text);
    let name = t!(text, FillName, name = format!("{stem}_{class}_{}", mark.serial)).to_string();
    files::download(&name, MEDIA_TYPE, &filled.file.0).map_err(|_| Failure::File)?;
    exports::note(device, &read.template.list, Some(&mark), u64::from(filled.rows)).await;
    Ok((name, filled))
}

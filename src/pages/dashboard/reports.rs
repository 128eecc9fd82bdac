//! Somebody else's reports, filled with the board's figures: which of its cells is for which is said once, and kept with the
//! empty workbook; from then on a tap fills it.
//!
//! Not here: which cells there are (`ledger::indicator`), what is kept (`store::reports`).

use std::rc::Rc;

use ledger::indicator::{Candidate, Scope};
use record::Day;
use store::reports::{self, Cell, Report};
use yew::prelude::*;

use super::cells::Cells;
use super::{ByAddress, CLASS};
use crate::platform::files::{self, ChosenFile, FileError};
use crate::platform::{clock, timer};
use crate::state::access::Step;
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::state::{board, exports};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::{Banner, FileDrop, Tone};
use crate::worker::desk::board::FilledReport;

pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// A form of a few pages, with pictures.
const MOST_BYTES: u64 = 4 << 20;

#[derive(PartialEq, Properties)]
pub struct ReportsProps {
    pub loaded: ByAddress,
    pub day: Day,
    pub scope: Scope,
}

/// A report whose cells are being said.
#[derive(Clone, PartialEq)]
pub struct Said {
    pub report: Report,
    pub table: Rc<Vec<u8>>,
    pub sheets: Vec<String>,
    pub candidates: Rc<Vec<Candidate>>,
}

/// What is done with the empty workbook of a report.
type WithTable = Rc<dyn Fn(Rc<Device>, Vec<u8>, Report)>;

/// What came of the last step.
#[derive(Clone, PartialEq)]
enum Came {
    Nothing,
    Working,
    Filled { name: String, filled: Rc<FilledReport> },
    Kept(String),
    TooLarge,
    Unreadable,
    NoCells,
    Changed,
    Failed,
}

#[component]
pub fn Reports(props: &ReportsProps) -> Html {
    let text = use_text();
    let device = use_device();
    let came = use_state_eq(|| Came::Nothing);
    let said = use_state_eq(|| None::<Said>);
    let (reports, again) =
        use_remote(device.clone(), |device| device.map(|device| async move { board::reports(&device).await }));
    let known: Vec<Report> = match &reports {
        Remote::Ready(reports) => (**reports).clone(),
        _ => Vec::new(),
    };
    let open = {
        let (came, said) = (came.setter(), said.setter());
        Callback::from(move |(table, report): (Vec<u8>, Report)| {
            let (came, said) = (came.clone(), said.clone());
            came.set(Came::Working);
            timer::spawn(async move {
                came.set(match board::cells(table.clone()).await {
                    Ok(Some((_, candidates))) if candidates.is_empty() => Came::NoCells,
                    Ok(Some((sheets, candidates))) => {
                        let report = begun(report, &candidates);
                        let (table, candidates) = (Rc::new(table), Rc::new(candidates));
                        said.set(Some(Said { report, table, sheets, candidates }));
                        Came::Nothing
                    }
                    Ok(None) => Came::Unreadable,
                    Err(_) => Came::Failed,
                });
            });
        })
    };
    let choose = {
        let (came, open) = (came.setter(), open.clone());
        Callback::from(move |chosen: Vec<ChosenFile>| {
            let Some(file) = chosen.into_iter().next() else { return };
            let (came, open) = (came.clone(), open.clone());
            timer::spawn(async move {
                match file.bytes(MOST_BYTES).await {
                    Ok(table) => {
                        let report = Report { name: file.name, cells: Vec::new(), changed_at: clock::now() };
                        open.emit((table, report));
                    }
                    Err(FileError::TooLarge { .. }) => came.set(Came::TooLarge),
                    Err(_) => came.set(Came::Failed),
                }
            });
        })
    };
    let keep = {
        let (device, came, said, again) = (device.clone(), came.setter(), said.clone(), again.clone());
        Callback::from(move |report: Report| {
            let (Some(device), Some(Said { table, .. })) = (device.clone(), (*said).clone()) else { return };
            let (came, said, again) = (came.clone(), said.setter(), again.clone());
            timer::spawn(async move {
                let report = Report { changed_at: clock::now(), ..report };
                let kept = device.run(reports::keep(&report, &table)).await;
                if kept.is_ok() {
                    said.set(None);
                    again.emit(());
                }
                came.set(if kept.is_ok() { Came::Kept(report.name) } else { Came::Failed });
            });
        })
    };
    let give_up = {
        let said = said.setter();
        Callback::from(move |()| said.set(None))
    };
    let row = |report: &Report| {
        let with_table = |then: WithTable| {
            let (device, came, report) = (device.clone(), came.setter(), report.clone());
            move |_: MouseEvent| {
                let Some(device) = device.clone() else { return };
                let (came, report, then) = (came.clone(), report.clone(), then.clone());
                timer::spawn(async move {
                    match board::table(&device, &report.name).await {
                        Ok(Some(table)) => then(device, table, report),
                        _ => came.set(Came::Failed),
                    }
                });
            }
        };
        let fill = {
            let (came, day, scope, text) = (came.setter(), props.day, props.scope.clone(), text.clone());
            with_table(Rc::new(move |device, table, report| {
                let (came, scope, text) = (came.clone(), scope.clone(), text.clone());
                came.set(Came::Working);
                timer::spawn(async move { came.set(filled(&device, table, &report, day, scope, &text).await) });
            }))
        };
        let change = {
            let open = open.clone();
            with_table(Rc::new(move |_, table, report| open.emit((table, report))))
        };
        let forget = {
            let (device, came, again, name) = (device.clone(), came.setter(), again.clone(), report.name.clone());
            move |_: MouseEvent| {
                let Some(device) = device.clone() else { return };
                let (came, again, name) = (came.clone(), again.clone(), name.clone());
                timer::spawn(async move {
                    came.set(match device.run(reports::forget(&name)).await {
                        Ok(()) => Came::Nothing,
                        Err(_) => Came::Failed,
                    });
                    again.emit(());
                });
            }
        };
        html! {
            <li class="report" key={report.name.clone()} data-report={report.name.clone()}>
                <span class="report__name">{ &report.name }</span>
                <span class="field__hint">{ t!(text, ReportsCells, count = report.cells.len()) }</span>
                <div class="field-row">
                    <button type="button" class="button button--primary" data-action="fill-report" onclick={fill}>{ t!(text, ReportsFill) }</button>
                    <button type="button" class="button" data-action="change-report" onclick={change}>{ t!(text, ReportsChange) }</button>
                    <button type="button" class="button" data-action="forget-report" onclick={forget}>{ t!(text, ReportsForget) }</button>
                </div>
            </li>
        }
    };
    html! {
        <section class="section" data-section="reports">
            <h2 class="section__title">{ t!(text, ReportsTitle) }</h2>
            <p class="field__hint">{ t!(text, ReportsAbout) }</p>
            { told(&came, &text) }
            if let Some(said) = (*said).clone() {
                <Cells {said} loaded={props.loaded.clone()} on_keep={keep} on_give_up={give_up} />
            } else {
                <ul class="reports">{ for known.iter().map(row) }</ul>
                <FileDrop kind="report" label={t!(text, ReportsChoose)} hint={t!(text, ReportsHint)} accept={".xlsx"} on_files={choose}
                    disabled={*came == Came::Working} />
            }
        </section>
    }
}

/// What is said of a report's cells at first: what was said before, or what they probably are.
fn begun(report: Report, candidates: &[Candidate]) -> Report {
    if !report.cells.is_empty() {
        return report;
    }
    let cell = |candidate: &Candidate| {
        let what = candidate.guess.as_ref()?.written();
        Some(Cell { sheet: candidate.at.sheet, row: candidate.at.row, column: candidate.at.column, what })
    };
    Report { cells: candidates.iter().filter_map(cell).collect(), ..report }
}

async fn filled(device: &Device, table: Vec<u8>, report: &Report, day: Day, scope: Scope, text: &Text) -> Came {
    let filled = match board::fill(table, report, day, scope).await {
        Ok(Some(filled)) => filled,
        Ok(None) => return Came::Changed,
        Err(_) => return Came::Failed,
    };
    let stem = report.name.trim_end_matches(".xlsx");
    let name = t!(text, FillName, name = format!("{stem}_{day}_{}", exports::class(CLASS, text))).to_string();
    if files::download(&name, WORKBOOK, &filled.file.0).is_err() {
        return Came::Failed;
    }
    exports::note_as(device, Step::Exported, &report.name, None, filled.cells as u64).await;
    Came::Filled { name, filled: Rc::new(filled) }
}

fn told(came: &Came, text: &Text) -> Html {
    let bad = |status: &'static str, said: AttrValue| {
        html! { <Banner tone={Tone::Danger}><p data-status={status}>{ said }</p></Banner> }
    };
    match came {
        Came::Nothing => Html::default(),
        Came::Working => html! { <p class="lead" role="status">{ t!(text, ReportsWorking) }</p> },
        Came::Kept(name) => html! {
            <Banner tone={Tone::Success}><p data-status="report-kept">{ t!(text, ReportsKept, name = name.clone()) }</p></Banner>
        },
        Came::Filled { name, filled } => html! {
            <Banner tone={if filled.gone.is_empty() { Tone::Success } else { Tone::Warning }}>
                <p data-status="report-filled" data-name={name.clone()} data-cells={filled.cells.to_string()}>
                    { t!(text, ReportsFilled, name = name.clone(), count = filled.cells) }
                </p>
                if filled.formulas > 0 {
                    <p data-formulas={filled.formulas.to_string()}>{ t!(text, ReportsFormulas, count = filled.formulas) }</p>
                }
                if !filled.gone.is_empty() {
                    <p data-gone={filled.gone.join(" ")}>{ t!(text, ReportsGone, names = filled.gone.join(&t!(text, ListSeparator))) }</p>
                }
            </Banner>
        },
        Came::TooLarge => bad("report-too-large", t!(text, ReportsTooLarge, most = (MOST_BYTES >> 20).to_string())),
        Came::Unreadable => bad("report-unreadable", t!(text, ReportsUnreadable)),
        Came::NoCells => bad("report-no-cells", t!(text, ReportsNoCells)),
        Came::Changed => bad("report-changed", t!(text, ReportsOther)),
        Came::Failed => bad("failed", t!(text, ReportsFailed)),
    }
}

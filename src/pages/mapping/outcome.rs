//! What was found in a table, and that it was taken in.

use std::rc::Rc;

use yew::prelude::*;

use super::super::today::minute;
use super::said;
use crate::platform::{files, timer};
use crate::route::Route;
use crate::state::tables::Checking;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::{Banner, Tone};
use crate::worker::tables::{Counts, Preview, ReportRow, ToldRow};

pub const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// So many rows are told on the page; the report has all.
const TOLD_ROWS: usize = 50;

#[derive(PartialEq, Properties)]
pub struct OutcomeProps {
    pub checking: Rc<Checking>,
    pub preview: Rc<Preview>,
    /// Checks again, with a reason for all that is doubtful. `None`: it is too late for that.
    pub on_reason: Option<Callback<String>>,
}

#[component]
pub fn Outcome(props: &OutcomeProps) -> Html {
    let text = use_text();
    let OutcomeProps { checking, preview, on_reason } = props;
    let Counts { new, updated, same, doubtful, wrong, passed_over } = preview.counts;
    let failed = use_state_eq(|| false);
    let report = {
        let (checking, preview, failed, text) = (checking.clone(), preview.clone(), failed.setter(), text.clone());
        move |_: MouseEvent| {
            let (checking, preview, failed, text) = (checking.clone(), preview.clone(), failed.clone(), text.clone());
            timer::spawn(async move {
                let names = [t!(text, TableReportSheet), t!(text, TableReportRow), t!(text, TableReportReason)];
                let rows = preview.rows.iter().map(|row| reported(row, &checking, &text)).collect();
                let made = checking.report(rows, names.map(|name| name.to_string())).await;
                let name = t!(text, TableReportName, name = stem(&checking.table.name)).to_string();
                let is_made = made.is_ok_and(|bytes| files::download(&name, WORKBOOK, &bytes).is_ok());
                failed.set(!is_made);
            });
        }
    };
    let tone = if wrong + doubtful > 0 { Tone::Warning } else { Tone::Success };
    html! {
        <section class="section" data-status="checked" data-new={new.to_string()} data-updated={updated.to_string()} data-same={same.to_string()}
            data-doubtful={doubtful.to_string()} data-wrong={wrong.to_string()}>
            <Banner {tone}>
                if let Some((name, at)) = &preview.before {
                    <p data-before={name.clone()}>{ t!(text, TableBefore, name = name.clone(), at = minute(&at.to_string())) }</p>
                }
                <p>{ t!(text, TableCounts, new = new, updated = updated, same = same) }</p>
                if wrong > 0 {
                    <p>{ t!(text, TableWrong, count = wrong) }</p>
                }
                if doubtful > 0 {
                    <p>{ t!(text, TableDoubtful, count = doubtful) }</p>
                }
                if passed_over > 0 {
                    <p>{ t!(text, TablePassedOver, count = passed_over) }</p>
                }
            </Banner>
            if let (Some(on_reason), true) = (on_reason, doubtful > 0) {
                <Reason on_reason={on_reason.clone()} />
            }
            if !preview.rows.is_empty() {
                <div class="table-frame">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{ t!(text, TableRow) }</th>
                                <th scope="col">{ t!(text, TableWhere) }</th>
                                <th scope="col">{ t!(text, TableWhy) }</th>
                            </tr>
                        </thead>
                        <tbody>{ for preview.rows.iter().take(TOLD_ROWS).map(|row| told(row, checking, &text)) }</tbody>
                    </table>
                </div>
                if preview.rows.len() > TOLD_ROWS {
                    <p class="field__hint">{ t!(text, TableMore, count = preview.rows.len() - TOLD_ROWS) }</p>
                }
                <div class="section__actions">
                    <button type="button" class="button" data-action="report" onclick={report}>{ t!(text, TableReport) }</button>
                </div>
                if *failed {
                    <p class="fine" role="alert">{ t!(text, TableNotMade) }</p>
                }
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct ReasonProps {
    on_reason: Callback<String>,
}

/// One reason for all rows that are doubtful, with the way to say it.
#[component]
fn Reason(props: &ReasonProps) -> Html {
    let text = use_text();
    let reason = use_state_eq(String::new);
    let set = {
        let reason = reason.setter();
        use_callback((), move |typed: String, ()| reason.set(typed))
    };
    let Typing { node, oninput } = use_typing(set);
    let confirm = {
        let reason = reason.clone();
        props.on_reason.reform(move |_: MouseEvent| reason.trim().to_owned())
    };
    html! {
        <div class="fields mapping__reason">
            <label class="field">
                <span class="field__label">{ t!(text, TableReason) }</span>
                <input class="field__input" type="text" ref={node} {oninput} autocomplete="off" maxlength="200" data-input="reason" />
            </label>
            <button type="button" class="button" data-action="confirm-doubts" disabled={reason.trim().is_empty()} onclick={confirm}>
                { t!(text, TableConfirm) }
            </button>
        </div>
    }
}

fn told(row: &ToldRow, checking: &Checking, text: &Text) -> Html {
    let found = row.found.iter().map(|found| {
        let class = if found.problem.is_doubt() || !found.problem.stops() {
            "badge badge--attention"
        } else {
            "badge badge--wrong"
        };
        let level = said::level(&found.problem, text);
        html! {
            <tr data-row={row.number.to_string()} data-problem={said::code(&found.problem)}>
                <th scope="row" class="table__number">{ row.number }</th>
                <td>{ said::place(found, &checking.opened.opened, text) }</td>
                <td><span {class}>{ level }</span>{ " " }{ said::problem(&found.problem, text) }</td>
            </tr>
        }
    });
    found.collect()
}

fn reported(row: &ToldRow, checking: &Checking, text: &Text) -> ReportRow {
    let opened = &checking.opened.opened;
    let line = |found: &ledger::intake::Found| {
        let place = said::place(found, opened, text);
        format!("{} {place}: {}", said::level(&found.problem, text), said::problem(&found.problem, text))
    };
    let cell = |found: &ledger::intake::Found| {
        let is_mild = found.problem.is_doubt() || !found.problem.stops();
        found.column.map(|column| (column, is_mild))
    };
    ReportRow {
        number: row.number,
        cells: row.found.iter().filter_map(cell).collect(),
        reason: row.found.iter().map(line).collect::<Vec<_>>().join("\n"),
    }
}

fn stem(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

#[derive(PartialEq, Properties)]
pub struct DoneProps {
    pub counts: Counts,
}

/// That it was taken in.
#[component]
pub fn Done(props: &DoneProps) -> Html {
    let text = use_text();
    let Counts { new, updated, .. } = props.counts;
    let actions = html! { <a class="button" href={Route::Ledger.href()} data-action="go-ledger">{ t!(text, ImportGoLedger) }</a> };
    html! {
        <div data-status="imported" data-new={new.to_string()} data-updated={updated.to_string()}>
            <Banner tone={Tone::Success} title={t!(text, TableDone)} {actions}>
                <p>{ t!(text, TableDoneCounts, new = new, updated = updated) }</p>
                <p>{ t!(text, TableDoneAdvice) }</p>
            </Banner>
        </div>
    }
}

//! Which cell of a report is for which figure, said by a person: what was found first, other blank cells behind a tap.

use ledger::indicator::{Candidate, CellAt, Span, Wanted};
use store::reports::{Cell, Report};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::ByAddress;
use super::reports::Said;
use crate::t;
use crate::text::{Text, use_text};

#[derive(PartialEq, Properties)]
pub struct CellsProps {
    pub said: Said,
    pub loaded: ByAddress,
    pub on_keep: Callback<Report>,
    pub on_give_up: Callback<()>,
}

#[component]
pub fn Cells(props: &CellsProps) -> Html {
    let text = use_text();
    let report = use_state_eq(|| props.said.report.clone());
    let shows_all = use_state_eq(|| false);
    let is_said = |candidate: &&Candidate| found(&props.said.report, candidate.at).is_some();
    let candidates = props.said.candidates.iter();
    let shown: Vec<&Candidate> = match *shows_all {
        true => candidates.collect(),
        false => candidates.filter(is_said).collect(),
    };
    let others = props.said.candidates.len() - shown.len();
    let more = {
        let shows_all = shows_all.setter();
        move |_: MouseEvent| shows_all.set(true)
    };
    let keep = {
        let report = report.clone();
        props.on_keep.reform(move |_: MouseEvent| (*report).clone())
    };
    let row = |candidate: &Candidate| {
        let wanted = found(&report, candidate.at).and_then(|cell| Wanted::read(&cell.what));
        let (at, report) = (candidate.at, report.clone());
        let on_wanted = Callback::from(move |wanted: Option<Wanted>| report.set(with(&report, at, wanted)));
        let sheet = props.said.sheets.get(candidate.at.sheet).filter(|_| props.said.sheets.len() > 1);
        let name = format!("{}{}", sheet::column_letters(candidate.at.column), candidate.at.row);
        html! {
            <tr key={format!("{}!{name}", candidate.at.sheet)} data-cell={name.clone()} data-sheet={candidate.at.sheet.to_string()}
                data-wanted={wanted.as_ref().map(Wanted::written)}>
                <th scope="row">
                    { &candidate.beside }
                    <span class="field__hint">
                        { " " }{ sheet.map(|sheet| format!("{sheet} ")) }{ &name }{ " " }{ &candidate.above }
                    </span>
                </th>
                <td>{ choice(&name, wanted, &props.loaded, &on_wanted, &text) }</td>
            </tr>
        }
    };
    let is_empty = report.cells.is_empty();
    html! {
        <div class="cells" data-cells={report.cells.len().to_string()}>
            <h3>{ &props.said.report.name }</h3>
            <p>{ t!(text, ReportsFound, count = report.cells.len()) }</p>
            <div class="table-frame">
                <table class="table">
                    <thead><tr><th scope="col">{ t!(text, ReportsCell) }</th><th scope="col">{ t!(text, ReportsWhat) }</th></tr></thead>
                    <tbody>{ for shown.into_iter().map(row) }</tbody>
                </table>
            </div>
            <div class="section__actions board__ways">
                <button type="button" class="button button--primary" data-action="keep-report" onclick={keep} disabled={is_empty}>
                    { t!(text, ReportsKeep) }
                </button>
                if others > 0 {
                    <button type="button" class="button" data-action="other-cells" onclick={more}>{ t!(text, ReportsOthers, count = others) }</button>
                }
                <button type="button" class="button" data-action="leave-report" onclick={props.on_give_up.reform(|_: MouseEvent| ())}>
                    { t!(text, ReportsLeave) }
                </button>
            </div>
        </div>
    }
}

fn found(report: &Report, at: CellAt) -> Option<&Cell> {
    report.cells.iter().find(|cell| (cell.sheet, cell.row, cell.column) == (at.sheet, at.row, at.column))
}

/// The report with something else said of a cell.
fn with(report: &Report, at: CellAt, wanted: Option<Wanted>) -> Report {
    let mut report = report.clone();
    report.cells.retain(|cell| (cell.sheet, cell.row, cell.column) != (at.sheet, at.row, at.column));
    if let Some(wanted) = wanted {
        report.cells.push(Cell { sheet: at.sheet, row: at.row, column: at.column, what: wanted.written() });
    }
    report
}

/// The figure of a cell, and which of its values.
fn choice(
    cell: &str,
    wanted: Option<Wanted>,
    loaded: &ByAddress,
    on_wanted: &Callback<Option<Wanted>>,
    text: &Text,
) -> Html {
    let span = match &wanted {
        Some(Wanted::Figure { span, .. }) => *span,
        _ => Span::Now,
    };
    let name = match &wanted {
        Some(Wanted::Figure { name, .. }) => Some(name.clone()),
        _ => None,
    };
    let day = Wanted::Day.written();
    let onfigure = on_wanted.reform(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        match Wanted::read(&select.value()) {
            Some(Wanted::Figure { name, .. }) if !name.is_empty() => Some(Wanted::Figure { name, span }),
            Some(Wanted::Day) => Some(Wanted::Day),
            _ => None,
        }
    });
    let onspan = {
        let name = name.clone().unwrap_or_default();
        on_wanted.reform(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let span = select.value().parse().ok().and_then(|place: usize| Span::ALL.get(place).copied());
            Some(Wanted::Figure { name: name.clone(), span: span.unwrap_or_default() })
        })
    };
    let figures = loaded.0.board.figures.iter().map(|figure| {
        let own = figure.figure.name.clone();
        let label = match figure.unit.as_str() {
            "" => figure.label.clone(),
            unit => format!("{} ({unit})", figure.label),
        };
        let selected = name.as_ref() == Some(&own);
        html! { <option {selected} value={own}>{ label }</option> }
    });
    let spans = Span::ALL.iter().enumerate().map(|(place, one)| {
        html! { <option value={place.to_string()} selected={*one == span}>{ span_said(*one, text) }</option> }
    });
    html! {
        <div class="field-row">
            <select class="field__input" data-input="report-figure" aria-label={t!(text, ReportsFigureOf, cell = cell.to_owned())} onchange={onfigure}>
                <option value="" selected={wanted.is_none()}>{ t!(text, ReportsNothing) }</option>
                <option value={day} selected={wanted == Some(Wanted::Day)}>{ t!(text, BoardDay) }</option>
                { for figures }
            </select>
            if name.is_some() {
                <select class="field__input" data-input="report-span" aria-label={t!(text, ReportsSpanOf, cell = cell.to_owned())} onchange={onspan}>
                    { for spans }
                </select>
            }
        </div>
    }
}

fn span_said(span: Span, text: &Text) -> AttrValue {
    match span {
        Span::Now => t!(text, SpanNow),
        Span::MonthBefore => t!(text, SpanMonthBefore),
        Span::YearBefore => t!(text, SpanYearBefore),
        Span::MonthChange => t!(text, SpanMonthChange),
        Span::YearChange => t!(text, SpanYearChange),
        Span::YearGrowth => t!(text, SpanYearGrowth),
    }
}

//! What is wrong in a workbook, by sheet, row and column.

use form::{Advice, Place, Problem, Severity};
use yew::prelude::*;

use crate::t;
use crate::text::use_text;

#[derive(PartialEq, Properties)]
pub struct ProblemsProps {
    pub head: AttrValue,
    pub problems: Vec<Problem>,
}

#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let text = use_text();
    let row = |problem: &Problem| {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        html! {
            <tr data-problem={problem.message.code()} data-severity={severity}>
                <td class="table__code">{ place(&problem.place) }</td>
                <td>{ problem.message.to_string() }</td>
                <td>{ problem.advice.as_ref().map(advice).unwrap_or_default() }</td>
            </tr>
        }
    };
    html! {
        <div class="table-frame">
            <table class="table">
                <caption class="lead">{ &props.head }</caption>
                <thead><tr>
                    <th scope="col">{ t!(text, FormsProblemPlace) }</th>
                    <th scope="col">{ t!(text, FormsProblemWhat) }</th>
                    <th scope="col">{ t!(text, FormsProblemAdvice) }</th>
                </tr></thead>
                <tbody>{ for props.problems.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// `survey 12 relevant`: the sheet, the row as the spreadsheet counts, the column's own header.
fn place(place: &Place) -> String {
    let row = place.row.map(|row| format!(" {row}")).unwrap_or_default();
    let column = place.column.as_ref().map(|column| format!(" {column}")).unwrap_or_default();
    format!("{}{row}{column}", place.sheet)
}

fn advice(advice: &Advice) -> String {
    match advice {
        Advice::Nearest { name, .. } => name.clone(),
        Advice::Accepted { names, .. } => names.join(", "),
    }
}

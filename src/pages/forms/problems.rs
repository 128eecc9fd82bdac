//! What is wrong in a form, by sheet, row and column, or by line and element.

use form::{Place, Problem, Severity};
use yew::prelude::*;

use crate::state::remote::{Remote, use_remote};
use crate::state::texts;
use crate::t;
use crate::text::{ProblemTexts, Text, use_text};

#[derive(PartialEq, Properties)]
pub struct ProblemsProps {
    pub head: AttrValue,
    pub problems: Vec<Problem>,
}

#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let text = use_text();
    let (said, _) = use_remote(text.language(), |language| Some(texts::of_problems(language)));
    match said {
        Remote::Loading => html! { <p class="lead" role="status">{ t!(text, FormsReading) }</p> },
        Remote::Failed => html! {
            <>
                <p class="lead" role="status">{ t!(text, FormsProblemsPlain) }</p>
                { table(props, &text, &ProblemTexts::default()) }
            </>
        },
        Remote::Ready(said) => table(props, &text, &said),
    }
}

#[derive(PartialEq, Properties)]
pub struct WhyUnreadableProps {
    pub problem: Problem,
}

/// Why a file could not be read: one sentence, behind the place in the file where there is one.
#[component]
pub fn WhyUnreadable(props: &WhyUnreadableProps) -> Html {
    let WhyUnreadableProps { problem } = props;
    let text = use_text();
    let (said, _) = use_remote(text.language(), |language| Some(texts::of_problems(language)));
    let said = match said {
        Remote::Loading => return Html::default(),
        Remote::Failed => ProblemTexts::default(),
        Remote::Ready(said) => (*said).clone(),
    };
    let what = said.message(&problem.message);
    let is_placed = problem.place != Place::default();
    let line = if is_placed {
        t!(text, FormsPlaced, place = place(&problem.place, &text).to_string(), what = what.to_string())
    } else {
        what
    };
    html! { <p data-problem={problem.message.code()}>{ line }</p> }
}

fn table(props: &ProblemsProps, text: &Text, said: &ProblemTexts) -> Html {
    let has_advice = props.problems.iter().any(|problem| problem.advice.is_some());
    let row = |problem: &Problem| {
        let severity = match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        html! {
            <tr data-problem={problem.message.code()} data-severity={severity}>
                <td>{ place(&problem.place, text) }</td>
                <td>{ said.message(&problem.message) }</td>
                if has_advice {
                    <td>{ problem.advice.as_ref().map(|advice| said.advice(advice)).unwrap_or_default() }</td>
                }
            </tr>
        }
    };
    html! {
        <div class="table-frame">
            <table class="table">
                if !props.head.is_empty() {
                    <caption class="lead">{ &props.head }</caption>
                }
                <thead><tr>
                    <th scope="col">{ t!(text, FormsProblemPlace) }</th>
                    <th scope="col">{ t!(text, FormsProblemWhat) }</th>
                    if has_advice {
                        <th scope="col">{ t!(text, FormsProblemAdvice) }</th>
                    }
                </tr></thead>
                <tbody>{ for props.problems.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// The sheet, the row as the spreadsheet counts, the column by its own header.
fn place(place: &Place, text: &Text) -> AttrValue {
    let sheet = place.sheet.as_str();
    match (place.row, place.column.as_deref()) {
        (Some(row), None) if sheet.is_empty() => t!(text, FormsPlaceLine, row = row), // a file of one table
        (Some(row), Some(element)) if sheet.is_empty() => t!(text, FormsPlaceElement, row = row, element = element),
        (None, None) => t!(text, FormsPlaceSheet, sheet = sheet),
        (Some(row), None) => t!(text, FormsPlaceRow, sheet = sheet, row = row),
        (None, Some(column)) => t!(text, FormsPlaceColumn, sheet = sheet, column = column),
        (Some(row), Some(column)) => t!(text, FormsPlaceCell, sheet = sheet, row = row, column = column),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_as_far_as_it_is_known() {
        crate::text::complete();
        let said = |row, column: Option<&str>| {
            let known = Place { sheet: "survey".to_owned(), row, column: column.map(str::to_owned) };
            place(&known, &Text::default()).to_string()
        };
        assert_eq!(said(None, None), "工作表 survey");
        assert_eq!(said(Some(1204), None), "工作表 survey 第 1204 行");
        assert_eq!(said(None, Some("label")), "工作表 survey label 列");
        assert_eq!(said(Some(12), Some("relevant")), "工作表 survey 第 12 行 relevant 列");
        let line = Place { row: Some(12), ..Place::default() };
        assert_eq!(place(&line, &Text::default()), "第 12 行");
        let element = Place { column: Some("body/input/@ref".to_owned()), ..line };
        assert_eq!(place(&element, &Text::default()), "第 12 行 body/input/@ref");
    }
}

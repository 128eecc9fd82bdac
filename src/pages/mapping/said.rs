//! The words for what is wrong in a table, and for why nothing came of one.

use form::definition::DataType;
use ledger::intake::{CellProblem, Found, Opened, Problem};
use yew::prelude::*;

use crate::pages::forms::problems::{Problems, WhyUnreadable};
use crate::state::tables::Failure;
use crate::t;
use crate::text::{Text, use_text};

/// Where: the column with its heading, or the question that has none.
pub fn place(found: &Found, opened: &Opened, text: &Text) -> String {
    let heading = found.column.and_then(|column| opened.header.columns.iter().find(|heading| heading.column == column));
    let question = opened.asked.iter().find(|question| question.path == found.path);
    match (heading, question) {
        (Some(heading), _) => {
            let letters = sheet::column_letters(heading.column);
            t!(text, TableColumn, letters = letters, title = heading.text()).to_string()
        }
        (None, Some(question)) => t!(text, TableWithoutColumn, question = question.label.clone()).to_string(),
        (None, None) => t!(text, TableWholeRow).to_string(),
    }
}

/// 错误 or 提示.
pub fn level(problem: &Problem, text: &Text) -> AttrValue {
    if problem.stops() && !problem.is_doubt() { t!(text, TableError) } else { t!(text, TableHint) }
}

pub fn problem(problem: &Problem, text: &Text) -> AttrValue {
    let own = |said: &Option<String>| said.clone().map(AttrValue::from);
    match problem {
        Problem::Cell(CellProblem::DigitsLost) => t!(text, TableDigitsLost),
        Problem::Cell(CellProblem::NotANumber) => t!(text, TableNotANumber),
        Problem::Cell(CellProblem::NotADate) => t!(text, TableNotADate),
        Problem::Cell(CellProblem::NoSuchChoice) => t!(text, TableNoSuchChoice),
        Problem::Cell(CellProblem::SeveralChoices) => t!(text, TableSeveralChoices),
        Problem::Cell(CellProblem::Formula) => t!(text, TableFormula),
        Problem::Cell(CellProblem::NotAnId) => t!(text, TableNotAnId),
        Problem::Required(said) => own(said).unwrap_or_else(|| t!(text, TableRequired)),
        Problem::Constraint(said) => own(said).unwrap_or_else(|| t!(text, TableConstraint)),
        Problem::Type(data_type) => kind(*data_type, text),
        Problem::NotOffered => t!(text, TableNotOffered),
        Problem::Nameless => t!(text, TableNameless),
        Problem::Doubtful(said) => own(said).unwrap_or_else(|| t!(text, TableDoubt)),
        Problem::SameAsRow { row } => t!(text, TableSameAsRow, row = *row),
        Problem::Erased => t!(text, TableErased),
        Problem::OnlyBegins => t!(text, TableOnlyBegins),
        Problem::NotAsked => t!(text, TableNotAsked),
        Problem::Covered => t!(text, TableCovered),
    }
}

fn kind(data_type: DataType, text: &Text) -> AttrValue {
    match data_type {
        DataType::Integer | DataType::Decimal => t!(text, TableNotANumber),
        DataType::Date => t!(text, TableNotADate),
        _ => t!(text, TableType),
    }
}

/// A fixed word, for what drives the page.
pub fn code(problem: &Problem) -> &'static str {
    match problem {
        Problem::Cell(CellProblem::DigitsLost) => "digits-lost",
        Problem::Cell(CellProblem::NotANumber) => "not-a-number",
        Problem::Cell(CellProblem::NotADate) => "not-a-date",
        Problem::Cell(CellProblem::NoSuchChoice) => "no-such-choice",
        Problem::Cell(CellProblem::SeveralChoices) => "several-choices",
        Problem::Cell(CellProblem::Formula) => "formula",
        Problem::Cell(CellProblem::NotAnId) => "not-an-id",
        Problem::Required(_) => "required",
        Problem::Constraint(_) => "constraint",
        Problem::Type(_) => "type",
        Problem::NotOffered => "not-offered",
        Problem::Nameless => "nameless",
        Problem::Doubtful(_) => "doubtful",
        Problem::SameAsRow { .. } => "same-as-row",
        Problem::Erased => "erased",
        Problem::OnlyBegins => "only-begins",
        Problem::NotAsked => "not-asked",
        Problem::Covered => "covered",
    }
}

/// How a column's figures become those of the question.
pub fn units(shift: i8, text: &Text) -> AttrValue {
    let factor = 10_i64.pow(shift.unsigned_abs().into());
    if shift < 0 { t!(text, TableUnitsDown, factor = factor) } else { t!(text, TableUnitsUp, factor = factor) }
}

#[derive(PartialEq, Properties)]
pub struct FailedProps {
    pub failure: Failure,
}

#[component]
pub fn Failed(props: &FailedProps) -> Html {
    let text = use_text();
    let said = match &props.failure {
        Failure::Unreadable(problem) => {
            return html! { <div data-status="failed"><WhyUnreadable problem={problem.clone()} /></div> };
        }
        Failure::Faults(faults) => {
            return html! { <div data-status="failed"><Problems head={AttrValue::default()} problems={faults.clone()} /></div> };
        }
        Failure::File => t!(text, ImportFailedUnreadable),
        Failure::TooLarge { most } => t!(text, TableTooLarge, most = most >> 20),
        Failure::Encoding => t!(text, TableEncoding),
        Failure::Empty => t!(text, TableEmpty),
        Failure::NoRoom { rows } => t!(text, FillNoRoom, rows = *rows),
        Failure::NotAWorkbook => t!(text, FillNotAWorkbook),
        Failure::Worker => t!(text, ImportFailedWorker),
        Failure::Stopped => t!(text, TableStopped),
        Failure::Unclear => t!(text, ImportFailedUnclear),
        Failure::Form => t!(text, TableNoForm),
        Failure::NoOfficer | Failure::OfficerChanged => t!(text, TableNoOfficer),
        Failure::Database => t!(text, ImportFailedDatabase),
        Failure::Full => t!(text, ImportFailedFull),
        Failure::ReadOnly => t!(text, ImportFailedReadOnly),
    };
    html! { <p data-status="failed">{ said }</p> }
}

//! Dates and times: days by `day`; what has no days, a time, a month, a year, by the browser's own pickers.

use form::definition::DataType;
use form::view::Body;
use yew::prelude::*;

use super::day::DayAnswer;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

#[component]
pub fn DateAnswer(props: &AnswerProps) -> Html {
    let view = &props.shown.0;
    let is_part = view.appearance.iter().any(|word| matches!(word.as_str(), "year" | "month-year"));
    match &view.body {
        Body::Question(question) if question.data_type != DataType::Time && !is_part => {
            html! { <DayAnswer ..props.clone() /> }
        }
        _ => html! { <PickerAnswer ..props.clone() /> },
    }
}

/// A picker, and a button that empties it where the answer may be left out.
#[component]
fn PickerAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let has = |word: &str| view.appearance.iter().any(|appearance| appearance == word);
    let (kind, length) = match question.data_type {
        DataType::Date if has("year") => ("number", YEAR_LENGTH),
        DataType::Date => ("month", MONTH_LENGTH),
        _ => ("time", TIME_LENGTH),
    };
    let choose = {
        let (on_intent, node) = (props.on_intent.clone(), view.id);
        move |answer: String| on_intent.emit(Intent::Choose(node, answer))
    };
    let onchange = {
        let choose = choose.clone();
        move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            choose(first_day(input.value(), length));
        }
    };
    let clear = move |_: MouseEvent| choose(String::new());
    let can_clear = !question.value.is_empty() && !question.required && !question.readonly;
    // What is saved carries seconds and the zone; the picker wants neither.
    let value: String = question.value.chars().take(length).collect();
    let id = props.control_id.clone();
    // Firefox has no picker for months: there it is a line to type into, which shows how.
    html! {
        <div class="field-row">
            <input class="field__input field__input--date" type={kind} id={id.clone()} {value} readonly={question.readonly} {onchange}
                placeholder={(kind == "month").then(|| t!(text, MonthTyped))}
                aria-invalid={question.problem.is_some().to_string()} aria-required={question.required.to_string()}
                aria-describedby={format!("{id}-hint {id}-problem")} />
            if can_clear {
                <button type="button" class="button button--quiet" data-action="clear" onclick={clear}>{ t!(text, QuestionClear) }</button>
            }
        </div>
    }
}

/// What is saved for a year or a month is its first day.
fn first_day(picked: String, length: usize) -> String {
    match length {
        YEAR_LENGTH if picked.len() == length => picked + "-01-01",
        MONTH_LENGTH if picked.len() == length => picked + "-01",
        _ => picked,
    }
}

/// `2023`, `2023-10` and `09:30`.
const YEAR_LENGTH: usize = 4;
const MONTH_LENGTH: usize = 7;
const TIME_LENGTH: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_or_a_month_is_saved_as_its_first_day() {
        assert_eq!(first_day("2023".to_owned(), YEAR_LENGTH), "2023-01-01");
        assert_eq!(first_day("2023-10".to_owned(), MONTH_LENGTH), "2023-10-01");
        assert_eq!(first_day("09:30".to_owned(), TIME_LENGTH), "09:30");
        assert_eq!(first_day(String::new(), YEAR_LENGTH), "");
        assert_eq!(first_day("20233".to_owned(), YEAR_LENGTH), "20233", "kept as typed, and told to be no date");
    }
}

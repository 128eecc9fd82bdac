//! Dates and times, by the browser's own pickers.

use form::definition::DataType;
use form::view::Body;
use yew::prelude::*;

use super::intent::Intent;
use super::question::AnswerProps;
use crate::t;
use crate::text::use_text;

/// A picker, and a button that empties it where the answer may be left out.
#[component]
pub fn DateAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let (kind, length) = match question.data_type {
        DataType::Time => ("time", TIME_LENGTH),
        DataType::DateTime => ("datetime-local", DATE_TIME_LENGTH),
        _ => ("date", DATE_LENGTH),
    };
    let choose = {
        let (on_intent, node) = (props.on_intent.clone(), view.id);
        move |answer: String| on_intent.emit(Intent::Choose(node, answer))
    };
    let onchange = {
        let choose = choose.clone();
        move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            choose(input.value());
        }
    };
    let clear = move |_: MouseEvent| choose(String::new());
    let can_clear = !question.value.is_empty() && !question.required && !question.readonly;
    // What is saved carries seconds and the zone; the picker wants neither.
    let value: String = question.value.chars().take(length).collect();
    let id = props.control_id.clone();
    html! {
        <div class="field-row">
            <input class="field__input field__input--date" type={kind} id={id.clone()} {value} readonly={question.readonly} {onchange}
                aria-invalid={question.problem.is_some().to_string()} aria-required={question.required.to_string()}
                aria-describedby={format!("{id}-hint {id}-problem")} />
            if can_clear {
                <button type="button" class="button button--quiet" data-action="clear" onclick={clear}>{ t!(text, QuestionClear) }</button>
            }
        </div>
    }
}

/// `2023-10-31`, `09:30` and `2023-10-31T09:30`.
const DATE_LENGTH: usize = 10;
const TIME_LENGTH: usize = 5;
const DATE_TIME_LENGTH: usize = 16;

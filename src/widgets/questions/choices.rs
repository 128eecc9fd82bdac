//! Choices that lie open on the page: one of them, or several.

use form::definition::DataType;
use form::view::{Body, ControlView};
use yew::prelude::*;

use super::intent::Intent;
use super::question::AnswerProps;
use super::{label_lines, toggled};
use crate::t;
use crate::text::use_text;

/// A large target for each choice. Tapping the chosen one again takes an answer back, unless the question needs one.
#[component]
pub fn ChoicesAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let ControlView::Select { choices } = &question.control else { return Html::default() };
    let several = question.data_type != DataType::SelectOne;
    let chosen: Vec<&str> = question.value.split_whitespace().collect();
    let choice = |(index, choice): (usize, &form::view::ChoiceView)| {
        let is_chosen = chosen.contains(&choice.value.as_str());
        let onclick = {
            let (on_intent, node) = (props.on_intent.clone(), view.id);
            let answer = if several { toggled(&question.value, &choice.value) } else { choice.value.clone() };
            let answer = if is_chosen && !several && !question.required { String::new() } else { answer };
            let readonly = question.readonly;
            move |_: MouseEvent| {
                if !readonly {
                    on_intent.emit(Intent::Choose(node, answer.clone()));
                }
            }
        };
        html! {
            <button type="button" key={choice.value.clone()} id={format!("{}-{index}", props.control_id)}
                class={classes!("choice", is_chosen.then_some("choice--chosen"), several.then_some("choice--several"))}
                role={if several { "checkbox" } else { "radio" }} aria-checked={is_chosen.to_string()}
                aria-disabled={question.readonly.then_some("true")}
                data-value={choice.value.clone()} {onclick}>
                <span class="choice__mark" aria-hidden="true"></span>
                <span class="choice__label">{ label_lines(&choice.label) }</span>
            </button>
        }
    };
    if choices.is_empty() {
        return html! { <p class="question__hint">{ t!(text, SelectEmpty) }</p> };
    }
    html! {
        <div class={classes!("choices", is_short(choices).then_some("choices--row"))}
            role={if several { "group" } else { "radiogroup" }}
            aria-labelledby={format!("{}-label", props.control_id)}
            aria-invalid={question.problem.is_some().to_string()} aria-required={question.required.to_string()}>
            { for choices.iter().enumerate().map(choice) }
        </div>
    }
}

/// Few and short choices (是, 否) stand beside each other.
fn is_short(choices: &[form::view::ChoiceView]) -> bool {
    choices.len() <= 4 && choices.iter().all(|choice| choice.label.chars().count() <= 6)
}

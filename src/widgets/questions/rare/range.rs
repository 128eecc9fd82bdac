//! A number between two others, by a slider and by its two buttons.

use form::view::{Body, ControlView};
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

#[component]
pub fn RangeAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let ControlView::Range { start, end, step } = question.control else { return Html::default() };
    let onchange = {
        let (on_intent, node) = (props.on_intent.clone(), view.id);
        move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            on_intent.emit(Intent::Choose(node, input.value()));
        }
    };
    html! {
        <div class={classes!("range", question.value.is_empty().then_some("range--empty"))}>
            <input class="range__slider" type="range" id={props.control_id.clone()} min={start.min(end).to_string()}
                max={start.max(end).to_string()} step={step.abs().to_string()} value={question.value.clone()}
                disabled={question.readonly} aria-required={question.required.to_string()} {onchange} />
            <output class="range__value">
                { if question.value.is_empty() { t!(text, SelectChoose) } else { question.value.clone().into() } }
            </output>
        </div>
    }
}

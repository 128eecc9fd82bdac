//! A tick that something was read or done.

use form::view::Body;
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

/// What an acknowledged question saves, as XForms has it.
const ACKNOWLEDGED: &str = "OK";

#[component]
pub fn AcknowledgeAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let is_ticked = question.value == ACKNOWLEDGED;
    let onclick = {
        let (on_intent, node, readonly) = (props.on_intent.clone(), view.id, question.readonly);
        let answer = if is_ticked { "" } else { ACKNOWLEDGED };
        move |_: MouseEvent| {
            if !readonly {
                on_intent.emit(Intent::Choose(node, answer.to_owned()));
            }
        }
    };
    html! {
        <button type="button" id={props.control_id.clone()} role="checkbox" aria-checked={is_ticked.to_string()}
            class={classes!("choice", "choice--several", is_ticked.then_some("choice--chosen"))}
            aria-required={question.required.to_string()} data-value={ACKNOWLEDGED} {onclick}>
            <span class="choice__mark" aria-hidden="true"></span>
            <span class="choice__label">{ t!(text, QuestionAcknowledge) }</span>
        </button>
    }
}

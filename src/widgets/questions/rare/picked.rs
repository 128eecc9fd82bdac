//! A select that is only to be read: what is picked, in plain words.
//!
//! A value that the form works out (a size, a status) is such a select. No choice lies there that nobody could take.

use form::view::{Body, ChoiceView, ControlView};
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::words::words;

#[component]
pub fn PickedAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let Body::Question(question) = &props.shown.0.body else { return Html::default() };
    let ControlView::Picked { choices } = &question.control else { return Html::default() };
    let id = props.control_id.clone();
    if choices.is_empty() {
        return html! { <p class="picked picked--none" {id}>{ t!(text, SelectNothing) }</p> };
    }
    let word = |choice: &ChoiceView| {
        html! {
            <li class="picked__word" role="option" aria-selected="true" key={choice.value.clone()} data-value={choice.value.clone()}>
                { words(&choice.label) }
            </li>
        }
    };
    html! {
        <ul class="picked" {id} role="listbox" aria-readonly="true" aria-labelledby={format!("{}-label", props.control_id)}>
            { for choices.iter().map(word) }
        </ul>
    }
}

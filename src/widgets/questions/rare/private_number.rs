//! What is said where a text seems to have the number of a person in it, with the way to cover it. It hinders nothing.
//!
//! Not here: what such a number looks like (`form::private_number`).

use form::private_number::covered;
use form::view::Body;
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

/// The same for an answer.
#[component]
pub fn AnsweredNumber(props: &AnswerProps) -> Html {
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let node = view.id;
    let on_cover = props.on_intent.reform(move |text| Intent::Choose(node, text));
    html! { <PrivateNumber said={question.value.clone()} {on_cover} /> }
}

#[derive(PartialEq, Properties)]
pub struct PrivateNumberProps {
    pub said: String,
    /// Given the text without the number.
    pub on_cover: Callback<String>,
}

/// Nothing, where the text has no such number.
#[component]
pub fn PrivateNumber(props: &PrivateNumberProps) -> Html {
    let text = use_text();
    let Some(less) = covered(&props.said) else { return Html::default() };
    let onclick = props.on_cover.reform(move |_: MouseEvent| less.clone());
    html! {
        <div class="warning" data-status="private-number">
            <p class="warning__words" role="status">{ t!(text, PrivateNumber) }</p>
            <button type="button" class="button" data-action="cover-number" {onclick}>{ t!(text, CoverNumber) }</button>
        </div>
    }
}

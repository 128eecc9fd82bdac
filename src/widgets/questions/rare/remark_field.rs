//! The words that a person writes about a question, beside its answer.

use form::view::Body;
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::rare::private_number::PrivateNumber;
use crate::widgets::questions::typing::{Typing, use_typing};

/// The remark, to be written. Kept as an answer is.
#[component]
pub fn RemarkField(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let on_text = use_callback((props.on_intent.clone(), view.id), |typed, (on_intent, node)| {
        on_intent.emit(Intent::Remark(*node, typed));
    });
    let Typing { node, oninput } = use_typing(on_text);
    let Body::Question(question) = &view.body else { return Html::default() };
    let id = format!("q{}-remark", view.id.0);
    let of = view.id;
    let on_cover = props.on_intent.reform(move |said| Intent::Remark(of, said));
    html! {
        <div class="remark" data-remark={view.path.clone()}>
            <label class="field__label" for={id.clone()}>{ t!(text, QuestionRemark) }</label>
            <textarea class="field__input" {id} ref={node} rows="2" {oninput} value={question.said.remark.clone()} placeholder={t!(text, RemarkHint)} />
            <PrivateNumber said={question.said.remark.clone()} {on_cover} />
        </div>
    }
}

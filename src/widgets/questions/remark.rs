//! What a person says about a question beside its answer: that it comes later (待补), and a remark.

use form::markup;
use form::view::{Body, ControlView};
use yew::prelude::*;

use super::intent::{Intent, Shown};
use super::typing::{Typing, use_typing};
use crate::t;
use crate::text::use_text;

#[derive(PartialEq, Properties)]
pub struct RemarkToolsProps {
    pub shown: Shown,
    pub on_intent: Callback<Intent>,
    pub is_open: bool,
    pub on_toggle: Callback<MouseEvent>,
}

/// One button to put the question off, as long as it has no answer; one for the remark.
#[component]
pub fn RemarkTools(props: &RemarkToolsProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    if matches!(question.control, ControlView::Note | ControlView::Picked { .. }) {
        return Html::default();
    }
    let said = &question.said;
    let put_off = {
        let (on_intent, node, later) = (props.on_intent.clone(), view.id, !said.later);
        move |_: MouseEvent| on_intent.emit(Intent::Later(node, later))
    };
    let label = markup::plain(view.label.as_deref().unwrap_or(&view.name));
    let of = |name: AttrValue| format!("{name} {label}");
    html! {
        <div class="question__tools">
            if !question.readonly && (question.value.is_empty() || said.later) {
                <button type="button" class={classes!("tool", said.later.then_some("tool--on"))} data-action="later"
                    aria-pressed={said.later.to_string()} aria-label={of(t!(text, QuestionLater))} onclick={put_off}>
                    { t!(text, QuestionLater) }
                </button>
            }
            <button type="button" class={classes!("tool", (!said.remark.is_empty()).then_some("tool--on"))} data-action="remark"
                aria-expanded={props.is_open.to_string()} aria-label={of(t!(text, QuestionRemark))} onclick={props.on_toggle.clone()}>
                { t!(text, QuestionRemark) }
            </button>
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct RemarkProps {
    pub shown: Shown,
    pub on_intent: Callback<Intent>,
}

/// The remark, to be written. Kept as an answer is.
#[component]
pub fn RemarkField(props: &RemarkProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let on_text = use_callback((props.on_intent.clone(), view.id), |typed, (on_intent, node)| {
        on_intent.emit(Intent::Remark(*node, typed));
    });
    let Typing { node, oninput } = use_typing(on_text);
    let Body::Question(question) = &view.body else { return Html::default() };
    let id = format!("q{}-remark", view.id.0);
    html! {
        <div class="remark" data-remark={view.path.clone()}>
            <label class="field__label" for={id.clone()}>{ t!(text, QuestionRemark) }</label>
            <textarea class="field__input" {id} ref={node} rows="2" {oninput} value={question.said.remark.clone()} placeholder={t!(text, RemarkHint)} />
        </div>
    }
}

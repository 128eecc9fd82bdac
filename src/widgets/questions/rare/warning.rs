//! What the form warns of in an answer (提示): the words, and the reason with which a person confirms that it is right.
//!
//! The common reasons are one tap each; any other is written, and whoever writes one has confirmed.

use form::view::{Body, Warning};
use yew::prelude::*;

use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::typing::{Typing, use_typing};
use crate::widgets::questions::words::words;

/// The warning, with the ways to confirm the answer. It stays to be read once that is done, and can be taken back.
#[component]
pub fn WarningField(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let confirm = use_callback((props.on_intent.clone(), view.id), |reason, (on_intent, node)| {
        on_intent.emit(Intent::Confirm(*node, reason));
    });
    let write = use_callback((props.on_intent.clone(), view.id), |reason, (on_intent, node)| {
        on_intent.emit(Intent::WriteReason(*node, reason));
    });
    let Typing { node, oninput } = use_typing(write);
    let Body::Question(question) = &view.body else { return Html::default() };
    let Some(Warning(message)) = &question.warning else { return Html::default() };
    let reason = &question.said.confirmed;
    let id = format!("q{}-warning", view.id.0);
    let common = common_reasons(&text);
    let written = if common.iter().any(|known| known == reason) { "" } else { reason };
    let quick = |known: &AttrValue| {
        let is_chosen = known == reason;
        // A second tap takes it back.
        let says = if is_chosen { String::new() } else { known.to_string() };
        html! {
            <button type="button" class="button warning__reason" data-action="confirm"
                data-reason={known.clone()} aria-pressed={is_chosen.to_string()} onclick={confirm.reform(move |_: MouseEvent| says.clone())}>
                { known.clone() }
            </button>
        }
    };
    html! {
        <div class={classes!("warning", (!reason.is_empty()).then_some("warning--confirmed"))} role="group" aria-labelledby={id.clone()}
            data-warning={view.path.clone()} data-state={if reason.is_empty() { "open" } else { "confirmed" }}>
            <p class="warning__words" id={id.clone()} role="status">
                <strong class="warning__title">{ t!(text, WarningTitle) }</strong>
                { match message {
                    Some(message) => words(message),
                    None => t!(text, WarningPlain).into(),
                } }
            </p>
            <p class="warning__state" role="status">
                { if reason.is_empty() { t!(text, WarningOpen) } else { t!(text, WarningConfirmed, reason = reason.clone()) } }
            </p>
            <div class="warning__reasons">{ for common.iter().map(quick) }</div>
            <label class="field__label" for={format!("{id}-reason")}>{ t!(text, WarningOther) }</label>
            <input class="field__input" type="text" id={format!("{id}-reason")} ref={node} {oninput} value={written.to_owned()}
                autocomplete="off" data-input="reason" />
        </div>
    }
}

/// What people confirm with again and again.
fn common_reasons(text: &Text) -> [AttrValue; 3] {
    [t!(text, WarningReasonChecked), t!(text, WarningReasonEnterprise), t!(text, WarningReasonSpecial)]
}

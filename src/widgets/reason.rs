//! Why: the common reasons one tap each, and any other in words.
//!
//! Not here: why a doubtful answer is right (`questions::rare::warning`), which belongs to its question.

use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::typing::{Typing, use_typing};

#[derive(PartialEq, Properties)]
pub struct ReasonProps {
    pub id: AttrValue,
    pub common: Vec<AttrValue>,
    pub reason: AttrValue,
    pub on_reason: Callback<String>,
}

#[component]
pub fn Reason(props: &ReasonProps) -> Html {
    let text = use_text();
    let ReasonProps { id, common, reason, on_reason } = props;
    let Typing { node, oninput } = use_typing(on_reason.clone());
    let written = if common.contains(reason) { AttrValue::default() } else { reason.clone() };
    let quick = |known: &AttrValue| {
        let is_chosen = known == reason;
        // A second tap takes it back.
        let says = if is_chosen { String::new() } else { known.to_string() };
        html! {
            <button type="button" class="button warning__reason" data-action="reason" data-reason={known.clone()}
                aria-pressed={is_chosen.to_string()} onclick={on_reason.reform(move |_: MouseEvent| says.clone())}>
                { known.clone() }
            </button>
        }
    };
    html! {
        <div class="field" role="group" aria-label={t!(text, DecideReason)}>
            <label class="field__label" for={id.clone()}>{ t!(text, DecideReason) }</label>
            <div class="warning__reasons">{ for common.iter().map(quick) }</div>
            <input class="field__input" type="text" id={id.clone()} ref={node} {oninput} value={written} autocomplete="off"
                maxlength="500" placeholder={t!(text, DecideReasonOther)} data-input="reason" />
        </div>
    }
}

//! A text that may also be read from a code: typed, read by a hand-held scanner that types, or by the camera.

use yew::prelude::*;

use super::credit_code::credit_code;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::choices::has;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;
use crate::widgets::questions::text::TextAnswer;
use crate::widgets::scanner::Scanner;
use form::definition::DataType;
use form::view::Body;

/// The field, and a button behind which the camera waits. It is opened and closed by the same button.
#[component]
pub fn ScannedAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let toggle = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(!*is_open)
    };
    let on_found = {
        let (on_intent, is_open, node) = (props.on_intent.clone(), is_open.setter(), view.id);
        let is_barcode = question.data_type == DataType::Barcode;
        Callback::from(move |read: String| {
            is_open.set(false);
            // Letters and numbers are asked for where a licence is meant: of any other text they could be none.
            let code = credit_code(&read);
            on_intent
                .emit(Intent::Choose(node, code.unwrap_or(if is_barcode { read } else { read.trim().to_owned() })));
        })
    };
    // Whoever fills is not to see what was read: it can be read anew, and not typed.
    let is_hidden = question.data_type == DataType::Barcode && has(view, "hidden-answer");
    html! {
        <>
            if is_hidden {
                if !question.value.is_empty() {
                    <p class="question__amount" role="status" data-status="hidden-answer">{ t!(text, ScanHidden) }</p>
                }
            } else {
                <TextAnswer ..props.clone() />
            }
            if !question.readonly {
                <div class="field-row">
                    <button type="button" class="button" data-action="scan" aria-expanded={is_open.to_string()} onclick={toggle}>
                        { if *is_open { t!(text, ScanClose) } else { t!(text, ScanOpen) } }
                    </button>
                </div>
                if *is_open {
                    <Scanner {on_found} />
                }
            }
        </>
    }
}

//! A file of any kind, kept as it is and shown by its name and size.

use form::view::Body;
use yew::prelude::*;

use super::attach::{ChooseFile, Remove, use_attach};
use super::kept::{Reading, use_kept};
use super::sizes::size_text;
use crate::state::attachment;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::question::AnswerProps;

#[component]
pub fn FileAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let kept = use_kept(view);
    let attach = use_attach(view.id, &props.on_intent);
    let Body::Question(question) = &view.body else { return Html::default() };
    let called = attachment::called(&question.value).unwrap_or(&question.value).to_owned();
    let shown = match &kept {
        Reading::Nothing => None,
        Reading::Waiting => Some(called),
        Reading::Gone => Some(t!(text, AttachGone).to_string()),
        Reading::Here(kept) => {
            Some(t!(text, FileNamed, name = called, size = size_text(kept.bytes, &text).to_string()).to_string())
        }
    };
    html! {
        <div class="photo">
            if let Some(shown) = shown {
                <p class="recorded__name">{ shown }</p>
            }
            if !question.readonly {
                <ChooseFile attach={attach.clone()} control_id={props.control_id.clone()} kind="file" required={question.required}
                    label={if question.value.is_empty() { t!(text, FileChoose) } else { t!(text, FileAgain) }} />
                if !question.value.is_empty() {
                    <Remove attach={attach.clone()} />
                } else {
                    <p class="recorded__said">{ t!(text, FileMost, most = attachment::FILE_LIMIT_BYTES >> 20) }</p>
                }
            }
            { attach.said(&text) }
        </div>
    }
}

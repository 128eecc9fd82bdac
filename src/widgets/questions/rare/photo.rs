//! A picture, from the camera or from a file. It is made smaller, and loses what cameras write into files, before it is kept.

use form::view::{Body, NodeView};
use yew::prelude::*;

use super::attach::{ChooseFile, Remove, use_attach};
use super::kept::{Reading, use_kept};
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::question::AnswerProps;

/// What is kept is what is shown.
#[component]
pub fn PhotoAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let kept = use_kept(view);
    let attach = use_attach(view.id, &props.on_intent);
    let Body::Question(question) = &view.body else { return Html::default() };
    let is_empty = question.value.is_empty();
    html! {
        <div class="photo">
            { picture(&kept, &text) }
            if !question.readonly {
                <ChooseFile attach={attach.clone()} control_id={props.control_id.clone()} kind="photo" accept="image/*"
                    capture={facing(view)} required={question.required}
                    label={take_label(view, is_empty, &text)} />
                if !is_empty {
                    <Remove attach={attach.clone()} />
                }
            }
            { attach.said(&text) }
        </div>
    }
}

/// The picture itself, or what is said until it is here.
pub fn picture(kept: &Reading, text: &Text) -> Html {
    match kept {
        Reading::Nothing => Html::default(),
        Reading::Here(kept) => html! {
            <img class="photo__picture" src={kept.url.address().to_owned()} alt={t!(text, PhotoAlt)} />
        },
        Reading::Waiting => html! { <p class="photo__name">{ t!(text, PhotoKept) }</p> },
        Reading::Gone => html! { <p class="photo__name" role="alert">{ t!(text, AttachGone) }</p> },
    }
}

/// What the button says: a camera alone, or one with kept pictures beside it.
pub fn take_label(view: &NodeView, is_empty: bool, text: &Text) -> AttrValue {
    match (is_empty, facing(view)) {
        (true, None) => t!(text, PhotoTake),
        (true, Some(_)) => t!(text, PhotoTakeNew),
        (false, _) => t!(text, PhotoAgain),
    }
}

/// The camera that the author of the form wants, where no kept picture will do.
pub fn facing(view: &NodeView) -> Option<&'static str> {
    view.appearance.iter().find_map(|word| match word.as_str() {
        "new-front" | "front" | "selfie" => Some("user"),
        "new" | "new-rear" => Some("environment"),
        _ => None,
    })
}

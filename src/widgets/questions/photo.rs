//! A picture, from the camera or from a file. It is made smaller, and loses what cameras write into files, before it is kept.

use form::view::Body;
use yew::prelude::*;

use super::intent::{Intent, Shown};
use crate::platform::files;
use crate::t;
use crate::text::use_text;

#[derive(PartialEq, Properties)]
pub struct PhotoAnswerProps {
    /// The address of the kept picture, within this page.
    pub picture: Option<AttrValue>,
    pub shown: Shown,
    pub on_intent: Callback<Intent>,
    pub control_id: AttrValue,
}

#[component]
pub fn PhotoAnswer(props: &PhotoAnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let node = view.id;
    let Body::Question(question) = &view.body else { return Html::default() };
    let onchange = {
        let on_intent = props.on_intent.clone();
        move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = files::chosen(&input).into_iter().next() {
                on_intent.emit(Intent::Attach(node, file));
            }
        }
    };
    let remove = {
        let on_intent = props.on_intent.clone();
        move |_: MouseEvent| on_intent.emit(Intent::Choose(node, String::new()))
    };
    let is_empty = question.value.is_empty();
    html! {
        <div class="photo">
            if let (Some(picture), false) = (&props.picture, is_empty) {
                <img class="photo__picture" src={picture.clone()} alt={t!(text, PhotoAlt)} />
            } else if !is_empty {
                <p class="photo__name">{ t!(text, PhotoKept) }</p>
            }
            if !question.readonly {
                <label class="button photo__take" for={props.control_id.clone()}>
                    { if is_empty { t!(text, PhotoTake) } else { t!(text, PhotoAgain) } }
                    <input class="photo__input" type="file" accept="image/*" id={props.control_id.clone()} data-input="photo" {onchange}
                        aria-required={question.required.to_string()} />
                </label>
                if !is_empty {
                    <button type="button" class="button button--quiet" data-action="clear" onclick={remove}>{ t!(text, PhotoRemove) }</button>
                }
            }
        </div>
    }
}

//! A picture, from the camera or from a file. It is made smaller, and loses what cameras write into files, before it is kept.

use std::rc::Rc;

use form::view::Body;
use yew::prelude::*;

use crate::platform::files::{self, ObjectUrl};
use crate::platform::timer;
use crate::state::attachment;
use crate::state::device::{Device, use_device};
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

/// What is kept is what is shown: the picture is read from where it was written.
#[component]
pub fn PhotoAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let node = view.id;
    let name = match &view.body {
        Body::Question(question) => question.value.clone(),
        _ => String::new(),
    };
    let picture = use_picture(name);
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
            if let (Some(picture), false) = (&picture, is_empty) {
                <img class="photo__picture" src={picture.address().to_owned()} alt={t!(text, PhotoAlt)} />
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

/// The kept picture that an answer names, once it has been read.
#[hook]
fn use_picture(name: String) -> Option<Rc<ObjectUrl>> {
    let device = use_device();
    let read = use_state(|| None::<(String, Rc<ObjectUrl>)>);
    {
        let read = read.setter();
        use_effect_with((name.clone(), device), move |(name, device)| {
            if let (Some(device), false) = (device.clone(), name.is_empty()) {
                let name = name.clone();
                timer::spawn(async move {
                    if let Some(picture) = picture(&device, &name).await {
                        read.set(Some((name, Rc::new(picture))));
                    }
                });
            }
        });
    }
    read.as_ref().filter(|(known, _)| *known == name).map(|(_, picture)| picture.clone())
}

async fn picture(device: &Device, name: &str) -> Option<ObjectUrl> {
    let bytes = device.blob(attachment::hash(name)?).await.ok()??;
    ObjectUrl::new(attachment::media_type(name), &bytes).ok()
}

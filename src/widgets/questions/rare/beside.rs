//! What stands beside words: pictures, sound and film of a form, and links that lead out of the page.
//!
//! The words themselves never wait for it. Start at [`beside`] and [`marked`]: what they stand for lies in the second part of the
//! program.
//!
//! Not here: pictures that are answers (`photo`).

use std::rc::Rc;

use form::markup;
use form::view::{MediaKind, MediaView};
use record::FormHash;
use store::{Store, layout};
use yew::prelude::*;

use crate::pages::later::{Later, Part};
use crate::platform::files::ObjectUrl;
use crate::platform::{document, timer};
use crate::state::attachment;
use crate::state::device::{Device, use_device};

use crate::t;
use crate::text::use_text;
use crate::widgets::Dialog;
use crate::widgets::questions::nodes::Around;
use crate::widgets::questions::words::in_lines;

/// Which of the media is drawn here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece {
    /// All of it, as under a label.
    Whole,
    /// Only the picture, as inside the button of a choice.
    Picture,
    /// What cannot lie inside a button: the picture's larger form, sound and film.
    Rest,
}

#[derive(Clone, PartialEq, Properties)]
pub struct MediaProps {
    pub media: Vec<MediaView>,
    /// What it is a picture of: the words beside it.
    pub about: AttrValue,
    #[prop_or(Piece::Whole)]
    pub part: Piece,
}

#[derive(Clone, PartialEq, Properties)]
pub struct LinkProps {
    pub address: AttrValue,
    pub children: Html,
}

/// Words with marks in them.
#[derive(Clone, PartialEq, Properties)]
pub struct MarkedProps {
    pub text: AttrValue,
    /// Whether a link among them can be followed.
    pub links: bool,
}

/// Pictures, sound and film of a text.
pub fn beside(media: MediaProps) -> Html {
    html! { <Later part={Part::Media(media)} is_missed=true /> }
}

/// Words with marks. Until they can be drawn they are read as they were written.
pub fn marked(words: MarkedProps) -> Html {
    let meanwhile = in_lines(markup::bare(&words.text).lines().map(Html::from));
    html! { <Later part={Part::Marked(words)}>{ meanwhile }</Later> }
}

#[component]
pub fn Media(props: &MediaProps) -> Html {
    let MediaProps { media, part, .. } = props;
    let about: AttrValue = markup::plain(&props.about).into_owned().into();
    let one = |media: &MediaView| match (part, media.kind) {
        (Piece::Picture, MediaKind::Image) => html! { <Picture media={media.clone()} about={about.clone()} /> },
        (Piece::Picture, _) => Html::default(),
        (Piece::Rest, MediaKind::Image) => html! { <Enlarge media={media.clone()} about={about.clone()} /> },
        (Piece::Whole, MediaKind::Image) => {
            html! { <Enlarge media={media.clone()} about={about.clone()}><Picture media={media.clone()} about={about.clone()} /></Enlarge> }
        }
        (_, MediaKind::Audio | MediaKind::Video) => html! { <Player media={media.clone()} about={about.clone()} /> },
    };
    html! { <>{ for media.iter().map(one) }</> }
}

#[derive(PartialEq, Properties)]
struct OneProps {
    media: MediaView,
    about: AttrValue,
    #[prop_or_default]
    children: Html,
}

#[component]
fn Picture(props: &OneProps) -> Html {
    let text = use_text();
    let OneProps { media, about, .. } = props;
    match use_form_file(media.file.clone()) {
        Found::Reading => html! { <span class="media__picture media__picture--reading"></span> },
        Found::Here(address) => html! {
            <img class="media__picture" src={address.address().to_owned()} alt={about.clone()} data-media={media.file.clone()} />
        },
        Found::Missing => {
            html! { <span class="media__missing" data-media-missing={media.file.clone()}>{ t!(text, MediaMissing, file = media.file.clone()) }</span> }
        }
    }
}

/// A button that shows a picture as large as the page, and all that is said where it is not here.
#[component]
fn Enlarge(props: &OneProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let OneProps { media, about, children } = props;
    let found = use_form_file(media.large.clone().unwrap_or_else(|| media.file.clone()));
    let Found::Here(address) = found else { return children.clone() };
    let set = is_open.setter();
    let open = {
        let set = set.clone();
        // Inside a label a tap would go on to the control.
        move |event: MouseEvent| {
            event.prevent_default();
            set.set(true);
        }
    };
    let close = Callback::from(move |()| set.set(false));
    let actions = html! {
        <button type="button" class="button button--primary" data-action="close-media" onclick={close.reform(|_: MouseEvent| ())}>
            { t!(text, MediaClose) }
        </button>
    };
    html! {
        <>
            <button type="button" class="media__enlarge" data-action="enlarge" onclick={open}>
                { children.clone() }
                <span class="media__word">{ t!(text, MediaEnlarge) }</span>
            </button>
            if *is_open {
                <Outside>
                    <Dialog title={about.clone()} {actions} on_close={close}>
                        <img class="media__large" src={address.address().to_owned()} alt={about.clone()} />
                    </Dialog>
                </Outside>
            }
        </>
    }
}

#[component]
fn Player(props: &OneProps) -> Html {
    let text = use_text();
    let OneProps { media, about, .. } = props;
    let found = use_form_file(media.file.clone());
    let Found::Here(address) = found else {
        let missing = matches!(found, Found::Missing);
        return html! {
            if missing {
                <span class="media__missing" data-media-missing={media.file.clone()}>{ t!(text, MediaMissing, file = media.file.clone()) }</span>
            }
        };
    };
    let (src, name) = (address.address().to_owned(), media.file.clone());
    match media.kind {
        MediaKind::Video => html! {
            <video class="media__video" controls=true playsinline=true autoplay={media.autoplay} {src} aria-label={about.clone()} data-media={name} />
        },
        _ => {
            html! { <audio class="media__audio" controls=true autoplay={media.autoplay} {src} aria-label={about.clone()} data-media={name} /> }
        }
    }
}

#[component]
pub fn Link(props: &LinkProps) -> Html {
    let text = use_text();
    let is_asking = use_state_eq(|| false);
    let LinkProps { address, children } = props;
    let set = is_asking.setter();
    let ask = {
        let set = set.clone();
        move |event: MouseEvent| {
            event.prevent_default();
            set.set(true);
        }
    };
    let close = Callback::from(move |()| set.set(false));
    let actions = html! {
        <>
            <button type="button" class="button" data-action="stay" onclick={close.reform(|_: MouseEvent| ())}>{ t!(text, LinkStay) }</button>
            <a class="button button--primary" data-action="follow" href={address.clone()} target="_blank" rel="noopener noreferrer"
                onclick={close.reform(|_: MouseEvent| ())}>{ t!(text, LinkFollow) }</a>
        </>
    };
    html! {
        <>
            <a class="words__link" href={address.clone()} rel="noopener noreferrer" data-action="ask-link" onclick={ask}>{ children.clone() }</a>
            if *is_asking {
                <Outside>
                    <Dialog title={t!(text, LinkTitle)} {actions} on_close={close}>
                        <p class="words__address">{ address.clone() }</p>
                        <p>{ t!(text, LinkAdvice) }</p>
                    </Dialog>
                </Outside>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct OutsideProps {
    children: Html,
}

/// At the end of the page: a dialog inside a label would hand each tap on to the label's control.
#[component]
fn Outside(props: &OutsideProps) -> Html {
    match document::body() {
        Some(body) => create_portal(props.children.clone(), body),
        None => props.children.clone(),
    }
}

/// A file of the form.
#[derive(Clone)]
enum Found {
    Reading,
    Here(Rc<ObjectUrl>),
    Missing,
}

#[hook]
fn use_form_file(name: String) -> Found {
    let device = use_device();
    let form = use_context::<Around>().map(|around| around.form);
    let read = use_state(|| None::<(String, Found)>);
    {
        let read = read.setter();
        use_effect_with((name.clone(), device, form), move |(name, device, form)| {
            if let (Some(device), Some(form)) = (device.clone(), *form) {
                let name = name.clone();
                timer::spawn(async move {
                    let file = form_file(&device, form, &name).await;
                    read.set(Some((name, file.map_or(Found::Missing, |url| Found::Here(Rc::new(url))))));
                });
            }
        });
    }
    read.as_ref().filter(|(known, _)| *known == name).map_or(Found::Reading, |(_, found)| found.clone())
}

async fn form_file(device: &Device, form: FormHash, name: &str) -> Option<ObjectUrl> {
    let bytes = device.database.get(Store::Forms, &layout::form_file(form, name)).await.ok()??;
    ObjectUrl::new(attachment::media_type(name), &bytes).ok()
}

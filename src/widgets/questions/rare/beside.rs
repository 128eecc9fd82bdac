//! What stands beside words: pictures, sound and film of a form, and links that lead out of the page.
//!
//! The words themselves never wait for it. Start at [`Media`] and [`Marked`]: what they stand for lies in the second part of
//! the program.
//!
//! Not here: pictures that are answers (`photo`).

use std::cell::Cell;
use std::rc::Rc;

use form::markup;
use form::view::{MediaKind, MediaView};
use record::FormHash;
use store::{Store, layout};
use yew::prelude::*;

use super::marked::marked;
use crate::later::{NotHere, later};
use crate::platform::files::ObjectUrl;
use crate::platform::{document, timer};
use crate::state::attachment;
use crate::state::device::{Device, use_device};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::Dialog;
use crate::widgets::questions::words::in_lines;

/// Which of the media is drawn here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
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
    #[prop_or(Part::Whole)]
    pub part: Part,
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

#[derive(Clone, Copy)]
struct Draw {
    media: fn(&MediaProps) -> Html,
    marked: fn(&MarkedProps) -> Html,
}

later! {
    fn drawing() -> Result<Draw, NotHere> {
        Ok(Draw { media: drawn_media, marked })
    }
}

fn drawn_media(props: &MediaProps) -> Html {
    let props = props.clone();
    html! { <HereMedia ..props /> }
}

thread_local! {
    /// What draws them, once it is here.
    static DRAW: Cell<Option<Draw>> = const { Cell::new(None) };
}

#[hook]
fn use_draw() -> (Option<Draw>, bool) {
    let (fetched, _) = use_remote((), |()| DRAW.get().is_none().then(drawing));
    if let Remote::Ready(draw) = &fetched {
        DRAW.set(Some(**draw));
    }
    (DRAW.get(), matches!(fetched, Remote::Failed))
}

/// Pictures, sound and film of a text.
#[component]
pub fn Media(props: &MediaProps) -> Html {
    let text = use_text();
    match use_draw() {
        (Some(draw), _) => (draw.media)(props),
        (None, true) => html! { <span class="media__missing">{ t!(text, PartMissing) }</span> },
        (None, false) => Html::default(),
    }
}

/// Words with marks. Until they can be drawn they are read as they were written.
#[component]
pub fn Marked(props: &MarkedProps) -> Html {
    match use_draw() {
        (Some(draw), _) => (draw.marked)(props),
        (None, _) => in_lines(markup::bare(&props.text).lines().map(Html::from)),
    }
}

#[component]
fn HereMedia(props: &MediaProps) -> Html {
    let MediaProps { media, part, .. } = props;
    let about: AttrValue = markup::plain(&props.about).into_owned().into();
    let one = |media: &MediaView| match (part, media.kind) {
        (Part::Picture, MediaKind::Image) => html! { <Picture media={media.clone()} about={about.clone()} /> },
        (Part::Picture, _) => Html::default(),
        (Part::Rest, MediaKind::Image) => html! { <Enlarge media={media.clone()} about={about.clone()} /> },
        (Part::Whole, MediaKind::Image) => {
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
    let form = use_context::<FormHash>();
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

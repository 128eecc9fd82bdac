//! A code before the camera, or in a picture: read by the browser where it can, else by the worker.
//!
//! The camera is open for as long as this is drawn and nothing was read, a minute at most.

use std::rc::Rc;

use web_sys::HtmlVideoElement;
use yew::prelude::*;

use super::questions::rare::refusals::{Purpose, live_refusal};
use crate::platform::decode;
use crate::platform::files::{self, ChosenFile};
use crate::platform::live::{Live, LiveError, Wanted};
use crate::platform::scanner::Frame;
use crate::platform::{clock, timer, worker};
use crate::t;
use crate::text::{Text, use_text};
use crate::worker::{Answer, FileBytes, Question};

/// Between two looks, so that typing beside it stays smooth.
const PAUSE_MS: u32 = 150;
/// After so long one is told what may help, and after so long the camera is closed to spare the battery.
const ADVICE_MS: f64 = 15_000.0;
const CLOSE_MS: f64 = 60_000.0;
/// A picture is read in a fraction of a second, where the worker lives.
const READ_MS: u32 = 10_000;

#[derive(Clone, PartialEq)]
enum Stage {
    Opening,
    Looking {
        has_lamp: bool,
        is_late: bool,
    },
    /// Nothing was read in a minute.
    Closed,
    Failed(LiveError),
}

/// What became of a picture that was chosen.
#[derive(Clone, Copy, PartialEq)]
enum Picture {
    None,
    Reading,
    Unreadable,
    NoCode,
}

#[derive(PartialEq, Properties)]
pub struct ScannerProps {
    /// What the code says.
    pub on_found: Callback<String>,
}

#[component]
pub fn Scanner(props: &ScannerProps) -> Html {
    let text = use_text();
    let stage = use_state_eq(|| Stage::Opening);
    let picture = use_state_eq(|| Picture::None);
    let is_lit = use_state_eq(|| false);
    let round = use_state_eq(|| 0_u32);
    let screen = use_node_ref();
    let live = use_mut_ref(|| None::<Rc<Live>>);
    let found = &props.on_found;
    {
        let (stage, screen, live, found) = (stage.setter(), screen.clone(), live.clone(), found.clone());
        use_effect_with(*round, move |_| {
            let held = live.clone();
            stage.set(Stage::Opening);
            timer::spawn(async move {
                match Live::open(Wanted::Codes).await {
                    Ok(opened) => {
                        // Gone while the person was asked: what was opened is closed again here.
                        let Some(screen) = screen.cast::<HtmlVideoElement>() else { return };
                        let opened = Rc::new(opened);
                        opened.show_in(&screen);
                        live.replace(Some(opened.clone()));
                        look(&screen, &opened, &live, &stage, &found).await;
                    }
                    Err(error) => stage.set(Stage::Failed(error)),
                }
            });
            move || drop(held.take())
        });
    }
    let light = {
        let (is_lit, live) = (is_lit.clone(), live.clone());
        move |_: MouseEvent| {
            if let Some(live) = &*live.borrow() {
                live.set_lamp(!*is_lit);
                is_lit.set(!*is_lit);
            }
        }
    };
    let again = {
        let round = round.clone();
        move |_: MouseEvent| round.set(*round + 1)
    };
    let onchange = {
        let (picture, found) = (picture.setter(), found.clone());
        move |event: Event| {
            let input: web_sys::HtmlInputElement = event.target_unchecked_into();
            let Some(file) = files::chosen(&input).into_iter().next() else { return };
            let (picture, found) = (picture.clone(), found.clone());
            picture.set(Picture::Reading);
            timer::spawn(async move {
                match read_picture(&file).await {
                    Ok(read) => {
                        picture.set(Picture::None);
                        found.emit(read);
                    }
                    Err(why) => picture.set(why),
                }
            });
        }
    };
    let is_open = matches!(*stage, Stage::Opening | Stage::Looking { .. });
    html! {
        <div class="scan">
            <video class="scan__screen" ref={screen} muted=true playsinline=true hidden={!is_open} aria-label={t!(text, ScanScreen)} />
            <p class={classes!("recorded__said", matches!(*stage, Stage::Failed(_)).then_some("recorded__said--wrong"))} role="status">
                { stage_text(&stage, &text) }
            </p>
            <div class="field-row">
                if let Stage::Looking { has_lamp: true, .. } = *stage {
                    <button type="button" class="button" data-action="lamp" aria-pressed={is_lit.to_string()} onclick={light}>{ t!(text, ScanLamp) }</button>
                }
                if !is_open {
                    <button type="button" class="button" data-action="retry" onclick={again}>{ t!(text, TryAgain) }</button>
                }
                <label class="button photo__take">
                    { t!(text, ScanPicture) }
                    <input class="photo__input" type="file" accept="image/*" data-input="code" {onchange} />
                </label>
            </div>
            if let Some(said) = picture_text(*picture, &text) {
                <p class="recorded__said" role="status">{ said }</p>
            }
        </div>
    }
}

fn stage_text(stage: &Stage, text: &Text) -> AttrValue {
    match stage {
        Stage::Opening => t!(text, ScanOpening),
        Stage::Looking { is_late: false, .. } => t!(text, ScanLooking),
        Stage::Looking { is_late: true, .. } => t!(text, ScanLate),
        Stage::Closed => t!(text, ScanClosed),
        Stage::Failed(error) => live_refusal(error, Purpose::Codes, text),
    }
}

fn picture_text(picture: Picture, text: &Text) -> Option<AttrValue> {
    match picture {
        Picture::None => None,
        Picture::Reading => Some(t!(text, ScanReading)),
        Picture::Unreadable => Some(t!(text, AttachUnreadable)),
        Picture::NoCode => Some(t!(text, ScanNoCode)),
    }
}

/// Looks again and again, until something is read, the minute is over, or the camera is nobody's any more.
async fn look(
    screen: &HtmlVideoElement,
    opened: &Rc<Live>,
    live: &Rc<std::cell::RefCell<Option<Rc<Live>>>>,
    stage: &UseStateSetter<Stage>,
    found: &Callback<String>,
) {
    let begun_ms = clock::monotonic_ms();
    let is_ours = || live.borrow().as_ref().is_some_and(|held| Rc::ptr_eq(held, opened));
    while is_ours() {
        let waited_ms = clock::monotonic_ms() - begun_ms;
        if waited_ms > CLOSE_MS {
            live.replace(None);
            return stage.set(Stage::Closed);
        }
        stage.set(Stage::Looking { has_lamp: opened.has_lamp(), is_late: waited_ms > ADVICE_MS });
        if let Some(frame) = Frame::of_camera(screen) {
            let read = read(frame).await;
            if let (Some(read), true) = (read, is_ours()) {
                live.replace(None);
                return found.emit(read);
            }
        }
        timer::sleep(PAUSE_MS).await;
    }
}

async fn read_picture(file: &ChosenFile) -> Result<String, Picture> {
    let frame = Frame::of_picture(file).await.ok_or(Picture::Unreadable)?;
    read(frame).await.ok_or(Picture::NoCode)
}

/// What a picture says, by whichever reader there is.
async fn read(frame: Frame) -> Option<String> {
    if let Some(read) = frame.read_by_browser().await {
        return Some(read);
    }
    let question = Question::ReadCode { width: frame.width, luminance: FileBytes(frame.luminance) };
    match worker::ask(&question, READ_MS).await {
        Ok(Answer::Code(Some(bytes))) => decode::decoded(&bytes.0),
        _ => None, // the next look gets a new worker
    }
}

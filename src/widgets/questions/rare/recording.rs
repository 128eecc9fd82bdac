//! Sound and film: recorded here, or chosen as a file.
//!
//! A recording is never lost for want of a tap: it is stopped and kept when its limit is near, when the page is turned or
//! hidden, and before the record is made.

use form::definition::UploadKind;
use form::view::{Body, ControlView, NodeView};
use web_sys::HtmlVideoElement;
use yew::prelude::*;

use super::attach::{Attach, ChooseFile, Remove, Standing, use_attach, use_unfinished};
use super::kept::{Reading, use_kept};
use super::photo::facing;
use super::refusals::{Purpose, live_refusal};
use super::sizes::{clock_text, megabytes, size_text};
use crate::platform::live::{Facing, Live, LiveError, Wanted};
use crate::platform::recorder::{Density, End, Medium, Progress, Recording};
use crate::platform::timer;
use crate::state::attachment;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::question::AnswerProps;

/// Speech is plain at 24 kbit/s; `normal` is what the field's recorder makes of that word.
const SPEECH_BITS: u32 = 24_000;
const SOUND_BITS: u32 = 64_000;
/// Enough for a workshop in 640 x 480, and two and a half minutes in the limit.
const PICTURE_BITS: u32 = 800_000;
/// So much of a recording's rate is the box around it.
const OVERHEAD_PERCENT: u64 = 5;

/// How recording stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    Opening,
    Running(Progress),
    Failed(LiveError),
}

#[component]
pub fn RecordingAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let kept = use_kept(view);
    let attach = use_attach(view.id, &props.on_intent);
    let stage = use_state_eq(|| Stage::Idle);
    let is_paused = use_state_eq(|| false);
    let was_full = use_state_eq(|| false);
    let recording = use_mut_ref(|| None::<Recording>);
    let screen = use_node_ref();
    let Body::Question(question) = &view.body else { return Html::default() };
    let density = density(view);
    // Stops what runs and keeps it. True where nothing runs.
    let finish = {
        let (recording, attach, stage) = (recording.clone(), attach.clone(), stage.setter());
        move || {
            let (running, attach, stage) = (recording.take(), attach.clone(), stage.clone());
            Box::pin(async move {
                let Some(running) = running else { return true };
                let file = running.finish().await;
                stage.set(Stage::Idle);
                match file {
                    Some(file) => attach.give(file).await,
                    None => true,
                }
            }) as futures_util::future::LocalBoxFuture<'static, bool>
        }
    };
    use_unfinished(finish.clone());
    let start = {
        let (stage, recording, screen) = (stage.setter(), recording.clone(), screen.clone());
        let (was_full, is_paused) = (was_full.setter(), is_paused.setter());
        let (wanted, finish) = (wanted(view, density.medium), finish.clone());
        move |_: MouseEvent| {
            let (stage, recording, screen, was_full) =
                (stage.clone(), recording.clone(), screen.clone(), was_full.clone());
            let finish = finish.clone();
            stage.set(Stage::Opening);
            was_full.set(false);
            is_paused.set(false);
            timer::spawn(async move {
                let live = match Live::open(wanted).await {
                    Ok(live) => live,
                    Err(error) => return stage.set(Stage::Failed(error)),
                };
                // Gone while the person was asked: what was opened is closed again here.
                let Some(screen) = screen.get() else { return };
                if let Ok(screen) = wasm_bindgen::JsCast::dyn_into::<HtmlVideoElement>(screen) {
                    live.show_in(&screen);
                }
                let on_progress = {
                    let stage = stage.clone();
                    move |progress: Progress| match progress.end {
                        Some(end) => {
                            was_full.set(end == End::Full);
                            let finish = finish.clone();
                            timer::spawn(async move {
                                let _ = finish().await;
                            });
                        }
                        None => stage.set(Stage::Running(progress)),
                    }
                };
                match Recording::start(live, density, on_progress) {
                    Ok(running) => {
                        recording.replace(Some(running));
                        stage.set(Stage::Running(Progress::default()));
                    }
                    Err(error) => stage.set(Stage::Failed(error)),
                }
            });
        }
    };
    let stop = {
        let finish = finish.clone();
        move |_: MouseEvent| {
            let kept = finish();
            timer::spawn(async move {
                let _ = kept.await;
            });
        }
    };
    let pause = {
        let (is_paused, recording) = (is_paused.clone(), recording.clone());
        move |_: MouseEvent| {
            if let Some(running) = recording.borrow().as_ref() {
                running.set_paused(!*is_paused);
                is_paused.set(!*is_paused);
            }
        }
    };
    let is_film = density.medium == Medium::Film;
    let running = match &*stage {
        Stage::Running(progress) => Some(*progress),
        _ => None,
    };
    let is_paused = *is_paused;
    html! {
        <div class="recorded">
            if running.is_none() {
                { player(&kept, is_film, &text) }
            }
            // There before it is needed, so that the picture has where to go.
            <video class="recorded__screen" ref={screen} muted=true playsinline=true hidden={!is_film || running.is_none()}
                aria-label={t!(text, RecordScreen)} />
            if let Some(progress) = running {
                <p class="recorded__running" role="timer" data-state={if is_paused { "paused" } else { "recording" }}>
                    { if is_paused { t!(text, RecordPaused) } else { t!(text, RecordRunning) } }
                    <span class="recorded__clock">{ clock_text(progress.elapsed_ms) }</span>
                    { t!(text, RecordRoom, bytes = megabytes(progress.bytes), most = density.limit_bytes >> 20) }
                </p>
                <div class="field-row">
                    <button type="button" class="button button--primary" data-action="record-stop" onclick={stop}>{ t!(text, RecordStop) }</button>
                    <button type="button" class="button" data-action="record-pause" onclick={pause}>
                        { if is_paused { t!(text, RecordResume) } else { t!(text, RecordPause) } }
                    </button>
                </div>
            } else if !question.readonly {
                { offer(props, view, &attach, &stage, density, start, &text) }
            }
            if *was_full {
                <p class="recorded__said" role="status">{ t!(text, RecordFull, most = density.limit_bytes >> 20) }</p>
            }
            if let Stage::Failed(error) = &*stage {
                <p class="recorded__said recorded__said--wrong" role="alert">{ live_refusal(error, if is_film { Purpose::Film } else { Purpose::Sound }, &text) }</p>
            }
            { attach.said(&text) }
        </div>
    }
}

/// The buttons while nothing runs, and how long a recording may be.
fn offer(
    props: &AnswerProps,
    view: &NodeView,
    attach: &Attach,
    stage: &Stage,
    density: Density,
    start: impl Fn(MouseEvent) + 'static,
    text: &Text,
) -> Html {
    let Body::Question(question) = &view.body else { return Html::default() };
    let is_empty = question.value.is_empty();
    let is_busy = *stage == Stage::Opening || attach.standing == Standing::Keeping;
    let is_film = density.medium == Medium::Film;
    let has = |word: &str| view.appearance.iter().any(|appearance| appearance == word);
    let only_new = facing(view).is_some();
    // Where the author wants something new, a file is for whom the browser gives no device; a tablet's own recorder may.
    let offers_file = !only_new || matches!(stage, Stage::Failed(_));
    let capture =
        only_new.then_some(if has("new-front") || has("front") || has("selfie") { "user" } else { "environment" });
    let label = match (stage, is_empty, is_film) {
        (Stage::Opening, ..) => t!(text, RecordOpening),
        (_, true, false) => t!(text, RecordSound),
        (_, true, true) => t!(text, RecordFilm),
        (_, false, _) => t!(text, RecordAgain),
    };
    html! {
        <>
            <div class="field-row">
                <button type="button" class="button" data-action="record"
                    aria-required={(!offers_file).then(|| question.required.to_string())} disabled={is_busy} onclick={start}>{ label }</button>
                if offers_file {
                    <ChooseFile attach={attach.clone()} control_id={props.control_id.clone()} {capture} required={question.required}
                        kind={if is_film { "video" } else { "sound" }} accept={if is_film { "video/*" } else { "audio/*" }}
                        label={t!(text, RecordChoose)} />
                }
                if !is_empty {
                    <Remove attach={attach.clone()} />
                }
            </div>
            if is_empty {
                <p class="recorded__said">
                    { t!(text, RecordMost, minutes = minutes(density), most = density.limit_bytes >> 20) }
                </p>
            }
        </>
    }
}

fn player(kept: &Reading, is_film: bool, text: &Text) -> Html {
    match kept {
        Reading::Nothing => Html::default(),
        Reading::Waiting => html! { <p class="recorded__name">{ t!(text, RecordKept) }</p> },
        Reading::Gone => html! { <p class="recorded__name" role="alert">{ t!(text, AttachGone) }</p> },
        Reading::Here(kept) => {
            let src = kept.url.address().to_owned();
            html! {
                <>
                    if is_film {
                        <video class="recorded__screen" controls=true playsinline=true preload="metadata" {src} aria-label={t!(text, RecordKept)} />
                    } else {
                        <audio class="recorded__sound" controls=true preload="metadata" {src} aria-label={t!(text, RecordKept)} />
                    }
                    <p class="recorded__name">{ t!(text, RecordKeptSize, size = size_text(kept.bytes, text).to_string()) }</p>
                </>
            }
        }
    }
}

/// How dense, by the question's kind and its `quality`.
fn density(view: &NodeView) -> Density {
    let is_film = matches!(&view.body, Body::Question(question)
        if matches!(question.control, ControlView::Upload { media: UploadKind::Video }));
    let quality = view.parameters.iter().find(|(name, _)| name == "quality").map(|(_, quality)| quality.as_str());
    let (medium, kind) = if is_film { (Medium::Film, UploadKind::Video) } else { (Medium::Sound, UploadKind::Audio) };
    Density {
        medium,
        sound_bits_per_second: sound_bits(quality.unwrap_or("normal")),
        picture_bits_per_second: PICTURE_BITS,
        limit_bytes: attachment::limit_bytes(kind),
    }
}

/// What a `quality` comes to. A word that nobody knows is the best there is.
pub fn sound_bits(quality: &str) -> u32 {
    match quality {
        "voice-only" | "low" => SPEECH_BITS,
        _ => SOUND_BITS,
    }
}

/// How many whole minutes fit.
fn minutes(density: Density) -> u64 {
    let pictures = if density.medium == Medium::Film { density.picture_bits_per_second } else { 0 };
    let bits = u64::from(density.sound_bits_per_second + pictures) * (100 + OVERHEAD_PERCENT) / 100;
    density.limit_bytes * 8 / bits.max(1) / 60
}

fn wanted(view: &NodeView, medium: Medium) -> Wanted {
    match (medium, facing(view)) {
        (Medium::Sound, _) => Wanted::Sound,
        (Medium::Film, Some("user")) => Wanted::Film(Facing::Person),
        (Medium::Film, _) => Wanted::Film(Facing::Away),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(medium: Medium, sound_bits_per_second: u32) -> Density {
        let limit_bytes = match medium {
            Medium::Sound => attachment::SOUND_LIMIT_BYTES,
            Medium::Film => attachment::VIDEO_LIMIT_BYTES,
        };
        Density { medium, sound_bits_per_second, picture_bits_per_second: PICTURE_BITS, limit_bytes }
    }

    #[test]
    fn how_long_a_recording_may_be_is_told_in_minutes_that_fit() {
        assert_eq!(minutes(recorded(Medium::Sound, SOUND_BITS)), 16);
        assert_eq!(minutes(recorded(Medium::Sound, SPEECH_BITS)), 44);
        assert_eq!(minutes(recorded(Medium::Film, SOUND_BITS)), 2);
    }
}

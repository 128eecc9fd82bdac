//! A form that records while it is open: the question whether it may, the sign that it does, and the ways to end it.
//!
//! Whoever speaks is heard, so nothing is recorded before somebody has said yes on this page, each time anew when the form is
//! opened: other people may be there. Where there is no microphone, or none may be used, the form is filled without.
//!
//! Not here: how it is kept (`state::background`).

use std::rc::Rc;

use form::view::Body;
use yew::prelude::*;

use crate::platform::live::LiveError;
use crate::platform::recorder::End;
use crate::platform::timer;
use crate::state::attachment::BACKGROUND_LIMIT_BYTES;
use crate::state::background::{self, BeginError, Session, Told};
use crate::state::filling::Filling;
use crate::state::flush;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::rare::{clock_text, size_text, sound_bits};

#[derive(PartialEq, Properties)]
pub struct RecordedProps {
    pub filling: Filling,
}

/// How it stands.
#[derive(Clone, PartialEq)]
enum Stage {
    /// Nobody has said yet whether it may be recorded.
    Asked,
    Opening,
    Running(Told),
    Failed(BeginError),
    /// Somebody said no, or stopped it; or it ended by itself, which is said.
    Off(Option<End>),
    /// What was recorded is to go; is that meant?
    Deleting,
}

#[component]
pub fn Recorded(props: &RecordedProps) -> Html {
    let filling = &props.filling;
    let text = use_text();
    let stage = use_state_eq(|| Stage::Asked);
    let is_paused = use_state_eq(|| false);
    let session = use_mut_ref(|| None::<Rc<Session>>);
    // `None` while it is looked up.
    let before_bytes = use_state_eq(|| None::<u64>);
    let is_running = matches!(*stage, Stage::Running(_));
    {
        let (before_bytes, filling) = (before_bytes.setter(), filling.clone());
        use_effect_with(matches!(*stage, Stage::Asked | Stage::Off(_) | Stage::Failed(_)), move |is_idle| {
            if *is_idle {
                timer::spawn(async move {
                    before_bytes.set(Some(background::recorded_bytes(&filling).await.unwrap_or_default()));
                });
            }
        });
    }
    use_kept_when_left(&session);
    let start = {
        let (stage, is_paused, session, filling) =
            (stage.setter(), is_paused.setter(), session.clone(), filling.clone());
        Callback::from(move |_: MouseEvent| {
            let (stage, session, filling) = (stage.clone(), session.clone(), filling.clone());
            stage.set(Stage::Opening);
            is_paused.set(false);
            timer::spawn(async move {
                let on_change = {
                    let (stage, session) = (stage.clone(), session.clone());
                    Callback::from(move |told| match told {
                        Told::Running { .. } => stage.set(Stage::Running(told)),
                        Told::Ended(end) => {
                            session.take();
                            stage.set(Stage::Off(Some(end)));
                        }
                    })
                };
                match Session::begin(filling.clone(), quality(&filling), on_change).await {
                    Ok(begun) => {
                        session.replace(Some(begun));
                        stage.set(Stage::Running(Told::Running { elapsed_ms: 0.0, kept_ms: 0.0, is_failing: false }));
                    }
                    Err(error) => stage.set(Stage::Failed(error)),
                }
            });
        })
    };
    let stop = {
        let (stage, session) = (stage.setter(), session.clone());
        move |_: MouseEvent| {
            let (stage, running) = (stage.clone(), session.take());
            timer::spawn(async move {
                if let Some(running) = running {
                    running.finish().await;
                }
                stage.set(Stage::Off(None));
            });
        }
    };
    let pause = {
        let (is_paused, session) = (is_paused.clone(), session.clone());
        move |_: MouseEvent| {
            if let Some(running) = &*session.borrow() {
                running.set_paused(!*is_paused);
                is_paused.set(!*is_paused);
            }
        }
    };
    let delete = {
        let (stage, session, filling) = (stage.setter(), session.clone(), filling.clone());
        move |_: MouseEvent| {
            let (stage, running, filling) = (stage.clone(), session.take(), filling.clone());
            timer::spawn(async move {
                // What could not be written now is told by the page's own sign of saving.
                let _ = background::discard(&filling, running.as_deref()).await;
                stage.set(Stage::Off(None));
            });
        }
    };
    let go = |to: Stage| {
        let stage = stage.setter();
        move |_: MouseEvent| stage.set(to.clone())
    };
    let button = |action: &'static str, class: &'static str, words: AttrValue, onclick: Callback<MouseEvent>| {
        html! { <button type="button" class={classes!("button", class)} data-action={action} {onclick}>{ words }</button> }
    };
    let has_before = before_bytes.unwrap_or_default() > 0;
    let size = size_text(before_bytes.unwrap_or_default(), &text).to_string();
    let off = || {
        let words = if has_before { t!(text, BackgroundGoOn) } else { t!(text, BackgroundStart) };
        html! {
            <>
                { button("background-start", "button--quiet", words, go(Stage::Asked).into()) }
                if has_before {
                    { button("background-delete", "button--quiet", t!(text, BackgroundDelete), go(Stage::Deleting).into()) }
                }
            </>
        }
    };
    let (name, shown) = match &*stage {
        Stage::Asked if before_bytes.is_none() => return Html::default(),
        Stage::Asked => (
            "asked",
            html! {
                <>
                    <p class="background__said">
                        { if has_before { t!(text, BackgroundAskAgain, size = size) } else { t!(text, BackgroundAsk) } }
                    </p>
                    { button("background-yes", "button--primary", t!(text, BackgroundYes), start) }
                    { button("background-no", "", t!(text, BackgroundNo), go(Stage::Off(None)).into()) }
                </>
            },
        ),
        Stage::Opening => {
            ("opening", html! { <p class="background__said" role="status">{ t!(text, RecordOpening) }</p> })
        }
        Stage::Running(Told::Running { elapsed_ms, kept_ms, is_failing }) => (
            if *is_paused { "paused" } else { "recording" },
            html! {
                <>
                    <p class="recorded__running" role="timer" data-state={if *is_paused { "paused" } else { "recording" }}>
                        { if *is_paused { t!(text, RecordPaused) } else { t!(text, BackgroundRunning) } }
                        <span class="recorded__clock">{ clock_text(*elapsed_ms) }</span>
                    </p>
                    if *is_failing {
                        <p class="recorded__said recorded__said--wrong" role="alert">{ t!(text, BackgroundNotKept, time = clock_text(*kept_ms)) }</p>
                    } else {
                        <span class="background__kept" data-kept={((*kept_ms / 1000.0) as u64).to_string()}>{ t!(text, BackgroundKept, time = clock_text(*kept_ms)) }</span>
                    }
                    { button("background-pause", "button--quiet", if *is_paused { t!(text, RecordResume) } else { t!(text, RecordPause) }, pause.into()) }
                    { button("background-stop", "button--quiet", t!(text, BackgroundStop), stop.into()) }
                </>
            },
        ),
        Stage::Running(Told::Ended(_)) => return Html::default(),
        Stage::Failed(error) => (
            "failed",
            html! {
                <>
                    <p class="recorded__said recorded__said--wrong" role="alert">{ refusal(error, &text) }</p>
                    { button("background-start", "", t!(text, TryAgain), start) }
                    { button("background-no", "button--quiet", t!(text, BackgroundNo), go(Stage::Off(None)).into()) }
                </>
            },
        ),
        Stage::Off(end) => (
            "off",
            html! {
                <>
                    <p class="background__said" role="status">
                        { ended(*end, &text) }
                        { if has_before { t!(text, BackgroundOffKept, size = size) } else { t!(text, BackgroundOff) } }
                    </p>
                    { off() }
                </>
            },
        ),
        Stage::Deleting => (
            "deleting",
            html! {
                <>
                    <p class="background__said">{ t!(text, BackgroundDeleteAsk) }</p>
                    { button("background-delete-yes", "button--danger", t!(text, BackgroundDelete), delete.into()) }
                    { button("background-delete-no", "", t!(text, BackgroundDeleteNo), go(Stage::Off(None)).into()) }
                </>
            },
        ),
    };
    html! {
        <section class={classes!("background", is_running.then_some("background--running"))} data-background={name} aria-label={t!(text, BackgroundName)}>
            { shown }
        </section>
    }
}

/// While it runs, what was recorded up to then is kept whenever the page may go; and all of it when the form is left.
#[hook]
fn use_kept_when_left(session: &Rc<std::cell::RefCell<Option<Rc<Session>>>>) {
    let session = session.clone();
    use_effect_with((), move |()| {
        let running = session.clone();
        let registered = flush::register(move || {
            let running = running.borrow().clone();
            async move {
                match running {
                    Some(running) => running.keep().await,
                    None => true,
                }
            }
        });
        move || {
            drop(registered);
            if let Some(running) = session.take() {
                timer::spawn(async move {
                    let _ = running.finish().await;
                });
            }
        }
    });
}

/// How dense, by the first question's `quality`. Without one it is for voices, as in the field's recorder.
fn quality(filling: &Filling) -> u32 {
    let first = filling.recorded_at().first().and_then(|node| filling.view(*node));
    let parameters = first.as_ref().filter(|view| matches!(view.body, Body::Question(_))).map(|view| &view.parameters);
    let quality = parameters.and_then(|all| all.iter().find(|(name, _)| name == "quality"));
    sound_bits(quality.map_or("voice-only", |(_, quality)| quality))
}

/// What is said of an end that nobody asked for.
fn ended(end: Option<End>, text: &Text) -> AttrValue {
    match end {
        Some(End::Full) => t!(text, BackgroundFull, most = BACKGROUND_LIMIT_BYTES >> 20),
        Some(End::Stopped) => t!(text, BackgroundLost),
        None => AttrValue::default(),
    }
}

/// Why nothing is recorded, and what to do.
fn refusal(error: &BeginError, text: &Text) -> AttrValue {
    match error {
        BeginError::Live(LiveError::Denied) => t!(text, BackgroundDenied),
        BeginError::Live(LiveError::Missing) => t!(text, BackgroundMissing),
        BeginError::Live(LiveError::Busy) => t!(text, BackgroundBusy),
        BeginError::Live(LiveError::NoAnswer) => t!(text, BackgroundNoAnswer),
        BeginError::Live(LiveError::Unavailable | LiveError::Broken(_)) => t!(text, BackgroundUnavailable),
        BeginError::Full => t!(text, BackgroundFull, most = BACKGROUND_LIMIT_BYTES >> 20),
        BeginError::CannotGoOn => t!(text, BackgroundCannotGoOn),
        BeginError::Read(_) => t!(text, BackgroundUnreadable),
    }
}

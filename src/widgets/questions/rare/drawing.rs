//! A picture by hand: drawn or signed on a white sheet, or drawn upon a picture that was taken.
//!
//! With a finger, a pen or a mouse. Who has none of them chooses a picture instead. What is drawn is kept with "done",
//! and also when the page is turned or hidden, or the record made.

use std::rc::Rc;

use form::view::{Body, NodeView};
use futures_util::future::LocalBoxFuture;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use super::attach::{ChooseFile, Remove, use_attach, use_unfinished};
use super::kept::{Kept, Reading, use_kept};
use super::photo::{facing, picture, take_label};
use super::strokes::Strokes;
use crate::platform::pad::{self, Pad, PadError};
use crate::platform::{document, pointer, timer};
use crate::t;
use crate::text::{Key, Text, use_text};
use crate::widgets::questions::question::AnswerProps;

/// Sheets that are as wide as a tablet held upright shows them, and sharp on most.
const DRAWING_PIXELS: (u32, u32) = (1200, 900);
const SIGNATURE_PIXELS: (u32, u32) = (1200, 480);
/// As they look on the screen.
const WIDTHS: [(f64, Key); 3] = [(3.0, Key::DrawThin), (6.0, Key::DrawMiddle), (12.0, Key::DrawThick)];
const COLOURS: [(&str, &str, Key); 4] = [
    ("black", "#1c1a17", Key::DrawBlack),
    ("red", "#c01818", Key::DrawRed),
    ("blue", "#0b57d0", Key::DrawBlue),
    ("green", "#14702a", Key::DrawGreen),
];

#[component]
pub fn DrawingAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let kept = use_kept(view);
    let attach = use_attach(view.id, &props.on_intent);
    let is_open = use_state_eq(|| false);
    let Body::Question(question) = &view.body else { return Html::default() };
    let has = |word: &str| view.appearance.iter().any(|appearance| appearance == word);
    let is_empty = question.value.is_empty();
    // A picture has to be there before one can draw upon it.
    let beneath = match &kept {
        Reading::Here(kept) if has("annotate") => Some(kept.clone()),
        _ => None,
    };
    let can_open = beneath.is_some() || !has("annotate");
    let open = {
        let is_open = is_open.setter();
        move |_: MouseEvent| is_open.set(true)
    };
    let on_done = {
        let is_open = is_open.setter();
        Callback::from(move |()| is_open.set(false))
    };
    if *is_open && can_open && !question.readonly {
        let size = if has("signature") { SIGNATURE_PIXELS } else { DRAWING_PIXELS };
        return html! { <Sheet {view} on_intent={props.on_intent.clone()} {size} {beneath} {on_done} control_id={props.control_id.clone()} /> };
    }
    let open_label = match (has("annotate"), has("signature"), is_empty) {
        (true, ..) => t!(text, DrawAnnotate),
        (_, true, true) => t!(text, DrawSign),
        (_, true, false) => t!(text, DrawSignAgain),
        (_, false, true) => t!(text, DrawOpen),
        (_, false, false) => t!(text, DrawAgain),
    };
    let choose_label = if has("annotate") { take_label(view, is_empty, &text) } else { t!(text, DrawChoose) };
    html! {
        <div class="photo">
            { picture(&kept, &text) }
            if !question.readonly {
                if can_open {
                    <button type="button" class="button" data-action="draw"
                        onclick={open}>{ open_label }</button>
                }
                <ChooseFile attach={attach.clone()} control_id={props.control_id.clone()} kind="photo" accept="image/*"
                    capture={if has("annotate") { facing(view) } else { None }} required={question.required} label={choose_label} />
                if !is_empty {
                    <Remove attach={attach.clone()} />
                }
            }
            { attach.said(&text) }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct SheetProps {
    view: Rc<NodeView>,
    on_intent: Callback<crate::widgets::questions::intent::Intent>,
    control_id: AttrValue,
    size: (u32, u32),
    beneath: Option<Kept>,
    on_done: Callback<()>,
}

/// The open sheet with its pens.
#[component]
fn Sheet(props: &SheetProps) -> Html {
    let text = use_text();
    let attach = use_attach(props.view.id, &props.on_intent);
    let canvas = use_node_ref();
    let pad = use_mut_ref(|| None::<Rc<Pad>>);
    let strokes = use_mut_ref(Strokes::default);
    let pen = use_state_eq(|| (1_usize, 0_usize));
    let failed = use_state_eq(|| false);
    let redraw = use_force_update();
    {
        let (canvas, pad, failed, beneath) = (canvas.clone(), pad.clone(), failed.setter(), props.beneath.clone());
        let (redraw, sheet) = (redraw.clone(), format!("#{}-sheet", props.control_id));
        use_effect_with((), move |()| {
            document::focus(&sheet);
            let canvas = canvas.cast::<HtmlCanvasElement>();
            timer::spawn(async move {
                match laid(canvas, beneath).await {
                    Some(Ok(laid)) => {
                        laid.paint(&[]);
                        pad.replace(Some(Rc::new(laid)));
                        redraw.force_update();
                    }
                    Some(Err(_)) => failed.set(true),
                    None => {} // closed again before it was there
                }
            });
        });
    }
    // Keeps what was drawn since it was last kept.
    let keep = {
        let (pad, strokes, attach, failed) = (pad.clone(), strokes.clone(), attach.clone(), failed.setter());
        move || {
            let (pad, attach, failed) = (pad.borrow().clone(), attach.clone(), failed.clone());
            let is_news = strokes.borrow_mut().take_news();
            Box::pin(async move {
                let (Some(pad), true) = (pad, is_news) else { return true };
                match pad.file().await {
                    Ok(file) => attach.give(file).await,
                    Err(_) => {
                        failed.set(true);
                        false
                    }
                }
            }) as LocalBoxFuture<'static, bool>
        }
    };
    use_unfinished(keep.clone());
    let done = {
        let (on_done, keep) = (props.on_done.clone(), keep.clone());
        move |_: MouseEvent| {
            let (on_done, kept) = (on_done.clone(), keep());
            timer::spawn(async move {
                if kept.await {
                    on_done.emit(());
                }
            });
        }
    };
    let (width, colour) = *pen;
    let onpointerdown = {
        let (pad, strokes) = (pad.clone(), strokes.clone());
        move |event: PointerEvent| {
            let (Some(pad), Some(dot)) = (pad.borrow().clone(), pad::dot(&event)) else { return };
            if event.button() != 0 || !event.is_primary() {
                return; // a second finger, or the palm beside the pen
            }
            event.prevent_default();
            pointer::capture(&event);
            let mut strokes = strokes.borrow_mut();
            strokes.begin(COLOURS[colour].1, pad.scaled(WIDTHS[width].0), dot);
            if let Some(stroke) = strokes.open() {
                pad.paint_on(stroke, 0);
            }
        }
    };
    let onpointermove = {
        let (pad, strokes) = (pad.clone(), strokes.clone());
        move |event: PointerEvent| {
            let mut strokes = strokes.borrow_mut();
            let (Some(pad), Some(dot), true) = (pad.borrow().clone(), pad::dot(&event), event.is_primary()) else {
                return;
            };
            if let Some(stroke) = strokes.go_on(dot) {
                pad.paint_on(stroke, stroke.dots.len().saturating_sub(2));
            }
        }
    };
    let lift = {
        let (strokes, redraw) = (strokes.clone(), redraw.clone());
        Callback::from(move |event: PointerEvent| {
            if event.is_primary() {
                strokes.borrow_mut().lift();
                redraw.force_update();
            }
        })
    };
    let change = |change: fn(&mut Strokes)| {
        let (pad, strokes, redraw) = (pad.clone(), strokes.clone(), redraw.clone());
        move |_: MouseEvent| {
            change(&mut strokes.borrow_mut());
            if let Some(pad) = &*pad.borrow() {
                pad.paint(strokes.borrow().all());
            }
            redraw.force_update();
        }
    };
    let (is_blank, can_undo) = (strokes.borrow().all().is_empty(), strokes.borrow().can_undo());
    html! {
        <div class="sheet" id={format!("{}-sheet", props.control_id)} tabindex="-1">
            <div class="sheet__pens" role="group" aria-label={t!(text, DrawPens)}>
                { for WIDTHS.iter().enumerate().map(|(index, (_, name))| {
                    let mark = html! { <span class={format!("sheet__width sheet__width--{index}")}></span> };
                    choice(index == width, *name, "width", index.to_string(), mark, pen.setter(), (index, colour), &text)
                }) }
                { for COLOURS.iter().enumerate().map(|(index, (word, _, name))| {
                    let mark = html! { <span class={format!("sheet__colour sheet__colour--{word}")}></span> };
                    choice(index == colour, *name, "colour", (*word).to_owned(), mark, pen.setter(), (width, index), &text)
                }) }
            </div>
            <canvas class="sheet__canvas" ref={canvas} width={props.size.0.to_string()} height={props.size.1.to_string()}
                id={props.control_id.clone()} role="img" aria-label={t!(text, DrawSheet)}
                {onpointerdown} {onpointermove} onpointerup={lift.clone()} onpointercancel={lift} />
            <div class="field-row">
                <button type="button" class="button button--primary" data-action="draw-done" onclick={done}>{ t!(text, DrawDone) }</button>
                <button type="button" class="button" data-action="undo" disabled={!can_undo} onclick={change(Strokes::undo)}>{ t!(text, DrawUndo) }</button>
                <button type="button" class="button" data-action="draw-clear" disabled={is_blank} onclick={change(Strokes::clear)}>{ t!(text, DrawClear) }</button>
            </div>
            if *failed {
                <p class="recorded__said recorded__said--wrong" role="alert">{ t!(text, DrawFailed) }</p>
            }
            { attach.said(&text) }
        </div>
    }
}

/// The sheet as it lies there at first. `None`: its canvas is not on the page any more.
async fn laid(canvas: Option<HtmlCanvasElement>, beneath: Option<Kept>) -> Option<Result<Pad, PadError>> {
    let canvas = canvas?;
    Some(match beneath {
        Some(kept) => Pad::over(canvas, &kept.url).await,
        None => Pad::white(canvas),
    })
}

/// A pen to choose: its look, with its name in words.
#[allow(clippy::too_many_arguments)] // all of one button, twice in a row
fn choice(
    is_chosen: bool,
    name: Key,
    kind: &'static str,
    value: String,
    mark: Html,
    set: UseStateSetter<(usize, usize)>,
    pen: (usize, usize),
    text: &Text,
) -> Html {
    html! {
        <button type="button" key={format!("{kind}{value}")} class={classes!("sheet__pen", is_chosen.then_some("sheet__pen--chosen"))}
            aria-pressed={is_chosen.to_string()} data-pen={value} onclick={move |_: MouseEvent| set.set(pen)}>
            { mark }
            <span class="sheet__name">{ text.get(name) }</span>
        </button>
    }
}

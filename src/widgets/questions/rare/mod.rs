//! Controls that few questions want, in the second part of the program: it is fetched with the first of them that is drawn.
//!
//! Start at [`RareAnswer`], which stands in for each of them until that part is here.

mod attach;
pub mod beside;
mod credit_code;
mod drawing;
mod file;
mod kept;
mod letters;
mod line;
mod locating;
mod photo;
mod place;
mod range;
mod rank;
mod recording;
mod refusals;
mod scale;
mod scan;
mod sizes;
mod stars;
mod strokes;
mod typed_place;

use std::cell::Cell;

use yew::prelude::*;

use super::question::AnswerProps;
use crate::later::{NotHere, later};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::MissingPart;
use drawing::DrawingAnswer;
use file::FileAnswer;
use line::LineAnswer;
use photo::PhotoAnswer;
use place::PlaceAnswer;
use range::RangeAnswer;
use rank::RankAnswer;
use recording::RecordingAnswer;
use scan::ScanPanel;

/// Which of them a question wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rare {
    Photo,
    /// A picture by hand, or drawn upon.
    Drawing,
    /// Sound or film.
    Recording,
    File,
    Place,
    /// Places in a row, open or closed.
    Line,
    Range,
    Rank,
    /// The camera beside a field that a code may fill.
    Scan,
}

#[derive(PartialEq, Properties)]
pub struct RareAnswerProps {
    pub rare: Rare,
    pub answer: AnswerProps,
}

type Draw = fn(Rare, &AnswerProps) -> Html;

later! {
    fn controls() -> Result<Draw, NotHere> {
        Ok(drawn)
    }
}

fn drawn(rare: Rare, answer: &AnswerProps) -> Html {
    let answer = answer.clone();
    match rare {
        Rare::Photo => html! { <PhotoAnswer ..answer /> },
        Rare::Drawing => html! { <DrawingAnswer ..answer /> },
        Rare::Recording => html! { <RecordingAnswer ..answer /> },
        Rare::File => html! { <FileAnswer ..answer /> },
        Rare::Place => html! { <PlaceAnswer ..answer /> },
        Rare::Line => html! { <LineAnswer ..answer /> },
        Rare::Scan => html! { <ScanPanel ..answer /> },
        Rare::Range => html! { <RangeAnswer ..answer /> },
        Rare::Rank => html! { <RankAnswer ..answer /> },
    }
}

thread_local! {
    /// What draws them, once it is here: no question waits for it twice.
    static DRAW: Cell<Option<Draw>> = const { Cell::new(None) };
}

/// One of these controls, or what is said until it can be drawn. The answer is safe meanwhile, and so is the rest of the form.
#[component]
pub fn RareAnswer(props: &RareAnswerProps) -> Html {
    let text = use_text();
    let (fetched, again) = use_remote((), |()| DRAW.get().is_none().then(controls));
    if let Remote::Ready(draw) = &fetched {
        DRAW.set(Some(**draw));
    }
    if let Some(draw) = DRAW.get() {
        return draw(props.rare, &props.answer);
    }
    match fetched {
        Remote::Failed => html! { <MissingPart {again} /> },
        Remote::Loading | Remote::Ready(_) => {
            html! { <p class="question__unsupported" role="status">{ t!(text, StateOpening) }</p> }
        }
    }
}

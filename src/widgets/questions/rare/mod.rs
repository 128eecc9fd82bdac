//! Controls that a first question seldom wants, in the second part of the program: it is fetched with the first that is drawn.
//!
//! Start at [`RareAnswer`], which stands in for each of them until that part is here.

mod acknowledge;
mod attach;
pub mod beside;
mod credit_code;
mod date;
mod day;
mod drawing;
mod file;
mod kept;
mod letters;
mod line;
mod locating;
mod marked;
mod month;
mod photo;
mod picked;
mod place;
mod range;
mod rank;
mod recording;
mod refusals;
mod remark_field;
mod scale;
mod scan;
mod scanned;
mod search;
mod search_select;
mod sizes;
mod stars;
mod strokes;
mod typed_day;
mod typed_place;
mod warning;

use std::cell::Cell;

use yew::prelude::*;

use super::question::AnswerProps;
use super::text::TextAnswer;
use crate::later::{NotHere, later};
use crate::state::remote::{Remote, use_remote};
use crate::t;
use crate::text::use_text;
use crate::widgets::MissingPart;
use acknowledge::AcknowledgeAnswer;
use date::DateAnswer;
use drawing::DrawingAnswer;
use file::FileAnswer;
use line::LineAnswer;
use photo::PhotoAnswer;
use picked::PickedAnswer;
use place::PlaceAnswer;
use range::RangeAnswer;
use rank::RankAnswer;
use recording::RecordingAnswer;
use remark_field::RemarkField;
use scanned::ScannedAnswer;
use search_select::SearchSelectAnswer;
use warning::WarningField;

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
    /// A text that the camera may read from a code.
    Scanned,
    /// A list that one searches in.
    Searched,
    /// A select that is only to be read.
    Picked,
    Acknowledge,
    Date,
    /// What is said about a question beside its answer.
    Remark,
    /// What the form warns of in an answer, to be confirmed.
    Warning,
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
        Rare::Scanned => html! { <ScannedAnswer ..answer /> },
        Rare::Searched => html! { <SearchSelectAnswer ..answer /> },
        Rare::Picked => html! { <PickedAnswer ..answer /> },
        Rare::Acknowledge => html! { <AcknowledgeAnswer ..answer /> },
        Rare::Date => html! { <DateAnswer ..answer /> },
        Rare::Remark => html! { <RemarkField ..answer /> },
        Rare::Warning => html! { <WarningField ..answer /> },
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
        // It can be typed as well, so nobody has to wait for the camera.
        _ if props.rare == Rare::Scanned => html! { <TextAnswer ..props.answer.clone() /> },
        Remote::Failed => html! { <MissingPart {again} /> },
        Remote::Loading | Remote::Ready(_) => {
            html! { <p class="question__unsupported" role="status">{ t!(text, StateOpening) }</p> }
        }
    }
}

//! Controls that a first question seldom wants, in the second part of the program: it is fetched with the first that is drawn.
//!
//! Start at [`rare`], which stands in for each of them until that part is here.

mod acknowledge;
mod attach;
pub mod beside;
mod counter;
mod credit_code;
mod date;
mod day;
mod drawing;
mod file;
mod instance;
mod kept;
pub mod letters;
mod line;
mod link;
mod locating;
pub mod marked;
mod month;
mod photo;
mod picked;
mod place;
mod private_number;
mod range;
mod rank;
mod recording;
pub mod refusals;
mod remark_field;
mod removed;
mod scale;
mod scanned;
mod search;
mod search_select;
mod sizes;
mod stars;
mod strokes;
mod typed_day;
mod typed_place;
mod warning;

pub use recording::sound_bits;
pub use sizes::{clock_text, size_text};
use yew::prelude::*;

use super::question::AnswerProps;
use super::text::TextAnswer;
use crate::pages::later::{Later, Part};
use crate::t;
use crate::text::Text;
use acknowledge::AcknowledgeAnswer;
use counter::CounterAnswer;
use date::DateAnswer;
use drawing::DrawingAnswer;
use file::FileAnswer;
use instance::InstanceTools;
use line::LineAnswer;
use link::LinkAnswer;
use photo::PhotoAnswer;
use picked::PickedAnswer;
use place::PlaceAnswer;
use private_number::AnsweredNumber;
use range::RangeAnswer;
use rank::RankAnswer;
use recording::RecordingAnswer;
use remark_field::RemarkField;
use removed::RemovedInstance;
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
    /// A whole number with a button for one more and one less.
    Counter,
    /// A text that is an address.
    Link,
    /// What is said about a question beside its answer.
    Remark,
    /// What can be done to one instance of a repeat.
    Instance,
    /// The way back for the instance that was removed last.
    Removed,
    /// What the form warns of in an answer, to be confirmed.
    Warning,
    /// What is said where a text may have the number of a person in it.
    Number,
}

/// One of them. Only what is drawn later calls this (`pages::later`).
pub fn control(rare: Rare, answer: AnswerProps) -> Html {
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
        Rare::Counter => html! { <CounterAnswer ..answer /> },
        Rare::Link => html! { <LinkAnswer ..answer /> },
        Rare::Remark => html! { <RemarkField ..answer /> },
        Rare::Instance => html! { <InstanceTools ..answer /> },
        Rare::Removed => html! { <RemovedInstance ..answer /> },
        Rare::Warning => html! { <WarningField ..answer /> },
        Rare::Number => html! { <AnsweredNumber ..answer /> },
        Rare::Range => html! { <RangeAnswer ..answer /> },
        Rare::Rank => html! { <RankAnswer ..answer /> },
    }
}

/// A question's control, or what is said until it can be drawn. The answer is safe meanwhile, and so is the rest of the form.
pub fn rare(rare: Rare, answer: AnswerProps, text: &Text) -> Html {
    let meanwhile = match rare {
        // It can be typed as well, so nobody has to wait for the camera or a button.
        Rare::Scanned | Rare::Counter | Rare::Link => html! { <TextAnswer ..answer.clone() /> },
        _ => html! { <p class="question__unsupported" role="status">{ t!(text, StateOpening) }</p> },
    };
    html! { <Later part={Part::Control(rare, answer)} is_missed={!matches!(rare, Rare::Scanned | Rare::Counter | Rare::Link)}>{ meanwhile }</Later> }
}

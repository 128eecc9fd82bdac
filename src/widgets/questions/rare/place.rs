//! Where the device is: asked for on tap, shown while it gets surer, typed where no device can tell, and always to be skipped.

use form::view::Body;
use yew::prelude::*;

use super::locating::{Wish, rounded, use_locator};
use super::typed_place::TypedPlace;
use crate::platform::location::Position;
use crate::t;
use crate::text::{Text, use_text};
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

#[component]
pub fn PlaceAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let node = view.id;
    let wish = Wish::of(view);
    let answer = props.on_intent.reform(move |place: String| Intent::Choose(node, place));
    let locator = use_locator(wish, answer.reform(Position::geopoint));
    let Body::Question(question) = &view.body else { return Html::default() };
    let is_empty = question.value.is_empty();
    let status = locator.said(&text).or_else(|| place_text(&question.value, &text));
    let is_poor = !locator.is_looking() && accuracy(&question.value).is_some_and(|metres| metres > wish.poor_m);
    html! {
        <div class="place">
            if !question.readonly {
                { locator.choices(&text) }
                <button type="button" class="button"
                    id={props.control_id.clone()} data-action="locate" disabled={locator.is_looking()} onclick={locator.start.clone()}>
                    { if is_empty { t!(text, PlaceLocate) } else { t!(text, PlaceAgain) } }
                </button>
                if !is_empty {
                    <button type="button" class="button button--quiet" data-action="clear"
                        onclick={answer.reform(|_: MouseEvent| String::new())}>{ t!(text, QuestionClear) }</button>
                }
                <TypedPlace control_id={props.control_id.clone()} on_place={answer.clone()} />
            }
            <p class="place__status" role="status">{ for status }</p>
            if is_poor {
                <p class="recorded__said recorded__said--wrong" role="status">{ t!(text, PlacePoor) }</p>
            }
        </div>
    }
}

/// A place in words. `None`: the answer is none.
pub fn place_text(place: &str, text: &Text) -> Option<AttrValue> {
    let [latitude, longitude, ..] = place.split_whitespace().collect::<Vec<_>>()[..] else { return None };
    let (latitude, longitude) = (rounded(latitude, 5), rounded(longitude, 5));
    Some(match accuracy(place) {
        Some(metres) => {
            let accuracy = rounded(&metres.to_string(), 0);
            t!(text, PlaceFound, latitude = latitude, longitude = longitude, accuracy = accuracy)
        }
        None => t!(text, PlaceTyped, latitude = latitude, longitude = longitude),
    })
}

/// How far off a place may be, in metres. `None`: nobody knows, as where it was typed.
fn accuracy(place: &str) -> Option<f64> {
    place.split_whitespace().nth(3)?.parse().ok().filter(|metres: &f64| *metres > 0.0)
}

#[cfg(test)]
mod tests {
    use super::accuracy;

    #[test]
    fn a_place_that_was_typed_has_no_accuracy() {
        assert_eq!(accuracy("41.7 86.1 0.0 12.5"), Some(12.5));
        assert_eq!(accuracy("41.7 86.1 0.0 0.0"), None);
        assert_eq!(accuracy("41.7 86.1"), None);
    }
}

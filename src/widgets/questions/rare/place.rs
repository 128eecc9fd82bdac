//! Where the device is: asked for on tap, with its accuracy, and always to be skipped.

use form::view::Body;
use yew::prelude::*;

use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

/// How the asking stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Locating {
    Asking,
    /// The device gave nothing in time.
    Failed,
    /// The person or the device forbids it.
    Denied,
}

/// A button that asks the device, and what it said. A place may always be left out.
#[component]
pub fn PlaceAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let Body::Question(question) = &view.body else { return Html::default() };
    let intent = |intent: Intent| {
        let on_intent = props.on_intent.clone();
        move |_: MouseEvent| on_intent.emit(intent.clone())
    };
    let is_asking = props.locating == Some(Locating::Asking);
    let parts: Vec<&str> = question.value.split_whitespace().collect();
    let status = match (&props.locating, parts.as_slice()) {
        (Some(Locating::Asking), _) => Some(t!(text, PlaceAsking)),
        (Some(Locating::Failed), _) => Some(t!(text, PlaceFailed)),
        (Some(Locating::Denied), _) => Some(t!(text, PlaceDenied)),
        (None, [latitude, longitude, _, accuracy]) => {
            let accuracy = rounded(accuracy, 0);
            Some(t!(
                text,
                PlaceFound,
                latitude = rounded(latitude, 5),
                longitude = rounded(longitude, 5),
                accuracy = accuracy
            ))
        }
        _ => None,
    };
    html! {
        <div class="place">
            <button type="button" class="button" id={props.control_id.clone()} data-action="locate" disabled={is_asking || question.readonly}
                onclick={intent(Intent::Locate(view.id))}>
                { if question.value.is_empty() { t!(text, PlaceLocate) } else { t!(text, PlaceAgain) } }
            </button>
            if !question.value.is_empty() && !question.readonly {
                <button type="button" class="button button--quiet" data-action="clear"
                    onclick={intent(Intent::Choose(view.id, String::new()))}>{ t!(text, QuestionClear) }</button>
            }
            <p class="place__status" role="status">{ for status }</p>
        </div>
    }
}

/// A figure as far as it is worth reading: five places of a degree are a metre. The answer keeps them all.
///
/// By whole numbers: printing floats to so many places would be 20 KB more of the first load.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // degrees and metres
fn rounded(figure: &str, places: usize) -> String {
    let scale = 10_i64.pow(u32::try_from(places).unwrap_or_default());
    let Ok(value) = figure.parse::<f64>() else { return figure.to_owned() };
    let units = (value * scale as f64).round() as i64;
    let (sign, units) = (if units < 0 { "-" } else { "" }, units.abs());
    match places {
        0 => format!("{sign}{units}"),
        _ => format!("{sign}{}.{:0places$}", units / scale, units % scale),
    }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn a_position_is_shown_to_the_metre() {
        assert_eq!(rounded("41.725900001", 5), "41.72590");
        assert_eq!(rounded("-0.000004", 5), "0.00000");
        assert_eq!(rounded("-86.05", 5), "-86.05000");
        assert_eq!(rounded("12.6", 0), "13");
        assert_eq!(rounded("?", 0), "?");
    }
}

//! Lines and areas on the ground: places one after the other, from the device or typed. An area closes itself.
//!
//! Each place is in the answer at once, so that none is lost and what the form reckons with it is seen while one walks.

use form::definition::DataType;
use form::view::Body;
use yew::prelude::*;

use super::locating::{Wish, rounded, use_locator};
use super::place::place_text;
use super::typed_place::TypedPlace;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::intent::Intent;
use crate::widgets::questions::question::AnswerProps;

/// The outline's own units: its longer side.
const OUTLINE: f64 = 100.0;

#[component]
pub fn LineAnswer(props: &AnswerProps) -> Html {
    let text = use_text();
    let view = &props.shown.0;
    let node = view.id;
    let (value, is_area, readonly) = match &view.body {
        Body::Question(question) => {
            (question.value.clone(), question.data_type == DataType::Geoshape, question.readonly)
        }
        _ => Default::default(),
    };
    let answer = props.on_intent.reform(move |value: String| Intent::Choose(node, value));
    // A position comes later than it was asked for: it goes behind what is there by then.
    let latest = use_mut_ref(String::new);
    latest.replace(value.clone());
    let add = {
        let answer = answer.clone();
        Callback::from(move |place: String| {
            let mut places = places(&latest.borrow(), is_area);
            places.push(place);
            answer.emit(joined(&places, is_area));
        })
    };
    let locator = use_locator(Wish::of(view), add.reform(|at: crate::platform::location::Position| at.geopoint()));
    let places = places(&value, is_area);
    let without = |index: usize| {
        let answer = answer.clone();
        let left: Vec<String> =
            (0..).zip(&places).filter(|(at, _)| *at != index).map(|(_, place)| place.clone()).collect();
        move |_: MouseEvent| answer.emit(joined(&left, is_area))
    };
    let least = if is_area { 3 } else { 2 };
    html! {
        <div class="line">
            if !readonly {
                <div class="field-row">
                    { locator.choices(&text) }
                    <button type="button" class="button"
                        id={props.control_id.clone()} data-action="locate" disabled={locator.is_looking()} onclick={locator.start.clone()}>
                        { t!(text, LineAdd) }
                    </button>
                    if let Some(last) = places.len().checked_sub(1) {
                        <button type="button" class="button" data-action="undo" onclick={without(last)}>{ t!(text, LineUndo) }</button>
                    }
                    <TypedPlace control_id={props.control_id.clone()} on_place={add} />
                </div>
            }
            <p class="place__status" role="status">
                { match locator.said(&text) {
                    Some(said) => said,
                    None if places.len() < least => t!(text, LineNeeds, have = places.len(), least = least),
                    None => measure_text(&value, is_area, places.len(), &text).unwrap_or_default(),
                } }
            </p>
            if places.len() >= 2 {
                { outline(&places, is_area) }
            }
            if !places.is_empty() {
                <ol class="line__places">
                    { for places.iter().enumerate().map(|(index, place)| html! {
                        <li class="line__place" key={index}>
                            <span>{ for place_text(place, &text) }</span>
                            if !readonly {
                                <button type="button" class="button button--quiet" data-action="remove-place" onclick={without(index)}
                                    aria-label={t!(text, LineRemoveAt, place = index + 1)}>{ t!(text, LineRemove) }</button>
                            }
                        </li>
                    }) }
                </ol>
            }
        </div>
    }
}

/// As the engine reckons it.
fn measure_text(value: &str, is_area: bool, count: usize, text: &crate::text::Text) -> Option<AttrValue> {
    let (metres, square_metres) = form::measured(value)?;
    let (metres, square_metres) = (rounded(&metres.to_string(), 0), rounded(&square_metres.to_string(), 0));
    Some(match is_area {
        true => t!(text, LineArea, count = count, metres = metres, area = square_metres),
        false => t!(text, LineLength, count = count, metres = metres),
    })
}

/// The places of an answer. The one that closes an area is the first again and no place of its own.
fn places(value: &str, is_area: bool) -> Vec<String> {
    let mut places: Vec<String> =
        value.split(';').map(|place| place.trim().to_owned()).filter(|place| !place.is_empty()).collect();
    if is_area && places.len() > 1 && places.first() == places.last() {
        places.pop();
    }
    places
}

/// Places as an answer. An area is closed as soon as it is one.
fn joined(places: &[String], is_area: bool) -> String {
    let closing = places.first().filter(|_| is_area && places.len() >= 3);
    places.iter().chain(closing).cloned().collect::<Vec<_>>().join(";")
}

/// How the places lie to each other. No map: there is none without a network.
fn outline(places: &[String], is_area: bool) -> Html {
    let corners = corners(places);
    let (width, height) = corners.iter().fold((0.0_f64, 0.0_f64), |(x, y), corner| (x.max(corner.0), y.max(corner.1)));
    let whole = |figure: f64| rounded(&figure.to_string(), 1);
    let points = corners.iter().map(|(x, y)| format!("{},{}", whole(*x), whole(*y))).collect::<Vec<_>>().join(" ");
    let view_box = format!("-5 -5 {} {}", whole(width + 10.0), whole(height + 10.0));
    html! {
        <svg class="line__outline" viewBox={view_box} aria-hidden="true">
            if is_area {
                <polygon {points} />
            } else {
                <polyline {points} />
            }
            { for corners.iter().enumerate().map(|(index, (x, y))| html! {
                <circle key={index} cx={whole(*x)} cy={whole(*y)} r={if index == 0 { "3" } else { "2" }} />
            }) }
        </svg>
    }
}

/// The places on a flat sheet, north up, the longer side as long as the outline. East shrinks with the latitude.
fn corners(places: &[String]) -> Vec<(f64, f64)> {
    let degrees: Vec<(f64, f64)> = places
        .iter()
        .filter_map(|place| {
            let mut figures = place.split_whitespace().map(str::parse::<f64>);
            Some((figures.next()?.ok()?, figures.next()?.ok()?))
        })
        .collect();
    let shrink = degrees.first().map_or(1.0, |(latitude, _)| latitude.to_radians().cos());
    let flat: Vec<(f64, f64)> = degrees.iter().map(|(latitude, longitude)| (longitude * shrink, -latitude)).collect();
    let least = flat.iter().fold((f64::MAX, f64::MAX), |(x, y), at| (x.min(at.0), y.min(at.1)));
    let most = flat.iter().fold((f64::MIN, f64::MIN), |(x, y), at| (x.max(at.0), y.max(at.1)));
    let side = (most.0 - least.0).max(most.1 - least.1).max(1e-9);
    flat.iter().map(|(x, y)| ((x - least.0) / side * OUTLINE, (y - least.1) / side * OUTLINE)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORNERS: [&str; 4] = ["41.0 86.0 0 0", "41.0 86.01 0 0", "41.01 86.01 0 0", "41.01 86.0 0 0"];

    fn of(count: usize) -> Vec<String> {
        CORNERS[..count].iter().map(|place| (*place).to_owned()).collect()
    }

    #[test]
    fn an_area_closes_itself_and_its_closing_place_is_no_place_of_its_own() {
        let value = joined(&of(4), true);
        assert_eq!(value.split(';').count(), 5);
        assert!(value.ends_with(CORNERS[0]));
        assert_eq!(places(&value, true), of(4));
        assert_eq!(joined(&of(2), true).split(';').count(), 2, "two places are no area yet");
    }

    #[test]
    fn a_line_stays_open_and_may_come_back_to_where_it_began() {
        let mut round = of(3);
        round.push(CORNERS[0].to_owned());
        assert_eq!(places(&joined(&round, false), false), round);
    }

    #[test]
    fn without_its_places_nothing_is_left_of_an_answer() {
        assert_eq!(joined(&[], true), "");
        assert_eq!(places("", true), Vec::<String>::new());
    }

    #[test]
    fn the_outline_has_north_above_and_keeps_its_shape() {
        let corners = corners(&of(4));
        assert!(corners[0].1 > corners[2].1, "the second two are farther north");
        assert!((corners[0].1 - OUTLINE).abs() < 1e-6 && corners[1].0 < OUTLINE * 0.8, "{corners:?}");
    }
}

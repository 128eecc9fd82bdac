//! Coordinates typed by hand, where no device can tell.

use yew::prelude::*;

use super::letters::half_width;
use crate::t;
use crate::text::use_text;
use crate::widgets::questions::typing::{Typing, use_typing};

#[derive(PartialEq, Properties)]
pub struct TypedPlaceProps {
    pub control_id: AttrValue,
    /// Hears a place as an answer holds it.
    pub on_place: Callback<String>,
}

/// A button, and behind it two fields: what is typed there is a place only once it is taken.
#[component]
pub fn TypedPlace(props: &TypedPlaceProps) -> Html {
    let text = use_text();
    let is_open = use_state_eq(|| false);
    let latitude = use_state_eq(String::new);
    let longitude = use_state_eq(String::new);
    let is_wrong = use_state_eq(|| false);
    let on_latitude = use_callback(latitude.setter(), |typed, latitude| latitude.set(typed));
    let on_longitude = use_callback(longitude.setter(), |typed, longitude| longitude.set(typed));
    let latitude_typing = use_typing(on_latitude);
    let longitude_typing = use_typing(on_longitude);
    let open = {
        let is_open = is_open.clone();
        move |_: MouseEvent| is_open.set(!*is_open)
    };
    let take = {
        let (latitude, longitude, is_wrong) = (latitude.clone(), longitude.clone(), is_wrong.setter());
        let (is_open, on_place) = (is_open.setter(), props.on_place.clone());
        move |_: MouseEvent| match typed(&latitude, &longitude) {
            Some(place) => {
                is_wrong.set(false);
                is_open.set(false);
                latitude.set(String::new());
                longitude.set(String::new());
                on_place.emit(place);
            }
            None => is_wrong.set(true),
        }
    };
    let field = |name: &str, label: AttrValue, typing: Typing, value: &str| {
        let id = format!("{}-{name}", props.control_id);
        html! {
            <div class="field">
                <label class="field__label" for={id.clone()}>{ label }</label>
                <input class="field__input" type="text" inputmode="decimal" autocomplete="off" {id} ref={typing.node}
                    oninput={typing.oninput} value={value.to_owned()} aria-invalid={is_wrong.to_string()} />
            </div>
        }
    };
    html! {
        <>
            <button type="button" class="button button--quiet" data-action="type-place" aria-expanded={is_open.to_string()} onclick={open}>
                { t!(text, PlaceType) }
            </button>
            if *is_open {
                <div class="place__typed">
                    { field("latitude", t!(text, PlaceLatitude), latitude_typing, &latitude) }
                    { field("longitude", t!(text, PlaceLongitude), longitude_typing, &longitude) }
                    <p class="field__hint">{ t!(text, PlaceTypeHint) }</p>
                    if *is_wrong {
                        <p class="recorded__said recorded__said--wrong" role="alert">{ t!(text, PlaceTypeWrong) }</p>
                    }
                    <button type="button" class="button" data-action="take-typed" onclick={take}>{ t!(text, PlaceTypeTake) }</button>
                </div>
            }
        </>
    }
}

/// Two typed figures as a place. `None`: they are none, or not on earth.
fn typed(latitude: &str, longitude: &str) -> Option<String> {
    let degrees = |typed: &str, most: f64| {
        let plain: String = typed.trim().chars().map(half_width).filter(|letter| *letter != '°').collect();
        let value: f64 = plain.trim().parse().ok()?;
        (value.abs() <= most).then(|| plain.trim().trim_start_matches('+').to_owned())
    };
    Some(format!("{} {} 0 0", degrees(latitude, 90.0)?, degrees(longitude, 180.0)?))
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn typed_degrees_become_a_place() {
        assert_eq!(typed("41.7259", "86.1746").as_deref(), Some("41.7259 86.1746 0 0"));
        assert_eq!(typed(" ４１．５° ", "-86。25").as_deref(), Some("41.5 -86.25 0 0"));
    }

    #[test]
    fn what_is_no_place_on_earth_is_not_taken() {
        for (latitude, longitude) in [
            ("", "86"),
            ("90.1", "86"),
            ("41", "180.5"),
            ("四十一", "86"),
            ("41 42", "86"),
            ("nan", "86"),
            ("41", "inf"),
        ] {
            assert_eq!(typed(latitude, longitude), None, "{latitude}, {longitude}");
        }
    }
}

//! Why there is no camera, microphone or position, and what to do then.

use yew::AttrValue;

use crate::platform::live::LiveError;
use crate::platform::location::LocateError;
use crate::t;
use crate::text::Text;

pub fn live_refusal(error: &LiveError, is_sound: bool, text: &Text) -> AttrValue {
    match (error, is_sound) {
        (LiveError::Denied, true) => t!(text, LiveDeniedSound),
        (LiveError::Denied, false) => t!(text, LiveDeniedCamera),
        (LiveError::Missing, true) => t!(text, LiveMissingSound),
        (LiveError::Missing, false) => t!(text, LiveMissingCamera),
        (LiveError::Busy, _) => t!(text, LiveBusy),
        (LiveError::NoAnswer, _) => t!(text, LiveNoAnswer),
        (LiveError::Unavailable | LiveError::Broken(_), _) => t!(text, LiveUnavailable),
    }
}

pub fn place_refusal(error: LocateError, text: &Text) -> AttrValue {
    match error {
        LocateError::Denied | LocateError::Unavailable => t!(text, PlaceDenied),
        LocateError::NotFound | LocateError::TimedOut => t!(text, PlaceFailed),
    }
}

//! Why there is no camera, microphone or position, and what to do then.

use yew::AttrValue;

use crate::platform::live::LiveError;
use crate::platform::location::LocateError;
use crate::t;
use crate::text::Text;

/// What the device was wanted for: each has another way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    Sound,
    Film,
    Codes,
}

pub fn live_refusal(error: &LiveError, purpose: Purpose, text: &Text) -> AttrValue {
    match (error, purpose) {
        (LiveError::Denied, Purpose::Sound) => t!(text, LiveDeniedSound),
        (LiveError::Denied, Purpose::Film) => t!(text, LiveDeniedFilm),
        (LiveError::Denied, Purpose::Codes) => t!(text, LiveDeniedCodes),
        (LiveError::Missing, Purpose::Sound) => t!(text, LiveMissingSound),
        (LiveError::Missing, Purpose::Film) => t!(text, LiveMissingFilm),
        (LiveError::Missing, Purpose::Codes) => t!(text, LiveMissingCodes),
        (LiveError::Busy, _) => t!(text, LiveBusy),
        (LiveError::NoAnswer, _) => t!(text, LiveNoAnswer),
        (LiveError::Unavailable | LiveError::Broken(_), Purpose::Codes) => t!(text, LiveUnavailableCodes),
        (LiveError::Unavailable | LiveError::Broken(_), _) => t!(text, LiveUnavailable),
    }
}

pub fn place_refusal(error: LocateError, text: &Text) -> AttrValue {
    match error {
        LocateError::Denied | LocateError::Unavailable => t!(text, PlaceDenied),
        LocateError::NotFound | LocateError::TimedOut => t!(text, PlaceFailed),
    }
}

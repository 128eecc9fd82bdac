//! What the page says of what went wrong.

use yew::prelude::*;

use crate::state::zone::ZoneError;
use crate::t;
use crate::text::Text;

/// Its fixed word, and what a person reads.
pub fn error(error: &ZoneError, text: &Text) -> (&'static str, AttrValue) {
    match error {
        ZoneError::NotAKey => ("not-a-key", t!(text, ZoneNotAKey)),
        ZoneError::HereAlready => ("here-already", t!(text, ZoneHereAlready)),
        ZoneError::Name => ("name", t!(text, ZoneNameWrong)),
        ZoneError::Damaged(_) => ("damaged", t!(text, ZoneDamaged)),
        ZoneError::Entropy(_) | ZoneError::Read(_) | ZoneError::Write(_) => ("failed", t!(text, ZoneFailed)),
    }
}

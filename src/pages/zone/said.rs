//! What the page says of what went wrong.

use yew::prelude::*;

use crate::state::zone::ZoneError;
use crate::t;
use crate::text::Text;
use crate::worker::charters::CharterRefusal;

/// Its fixed word, and what a person reads.
pub fn error(error: &ZoneError, text: &Text) -> (&'static str, AttrValue) {
    match error {
        ZoneError::NotAKey => ("not-a-key", t!(text, ZoneNotAKey)),
        ZoneError::HereAlready => ("here-already", t!(text, ZoneHereAlready)),
        ZoneError::Name => ("name", t!(text, ZoneNameWrong)),
        ZoneError::Damaged(_) => ("damaged", t!(text, ZoneDamaged)),
        ZoneError::Refused(CharterRefusal::NotHead | CharterRefusal::IsHead) => ("not-head", t!(text, DesksNotHead)),
        ZoneError::Refused(CharterRefusal::TooMany) => ("too-many", t!(text, DesksTooMany)),
        ZoneError::Refused(CharterRefusal::NoPaper) => ("no-paper", t!(text, TakeOverOld)),
        ZoneError::Refused(CharterRefusal::OtherPaper) => ("other-paper", t!(text, TakeOverOtherPaper)),
        ZoneError::NoZone => ("no-zone", t!(text, ZoneNone)),
        ZoneError::Refused(CharterRefusal::Failed) | ZoneError::Worker(_) => ("failed", t!(text, ZoneFailed)),
        ZoneError::Entropy(_) | ZoneError::Read(_) | ZoneError::Write(_) => ("failed", t!(text, ZoneFailed)),
    }
}

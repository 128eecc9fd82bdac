//! Days as people say them.

use ledger::{Clock, Stands};
use record::Day;
use rules::Reckoned;
use yew::AttrValue;

use super::Text;
use crate::t;

/// A date as it is said; what is no date stays as it is.
pub fn date(value: &str, text: &Text) -> AttrValue {
    let figures: Vec<u32> = value.splitn(3, '-').filter_map(|part| part.parse().ok()).collect();
    match figures.as_slice() {
        [year, month, day] => t!(text, DateSaid, year = *year, month = *month, day = *day),
        _ => value.to_owned().into(),
    }
}

/// By when something is to be done, and whether that is only an estimate.
pub fn due(due: &Reckoned<Day>, text: &Text) -> AttrValue {
    let by = date(&due.is.to_string(), text).to_string();
    match due.missing_year {
        None => t!(text, DueBy, date = by),
        Some(year) => t!(text, DueByEstimated, date = by, year = year.to_string()),
    }
}

/// How the clock of an approval stands.
pub fn clock(clock: &Clock, text: &Text) -> AttrValue {
    let used = clock.used.is;
    let stands = match clock.stands {
        Stands::Running => t!(text, ClockRunning, count = used),
        Stands::Paused => t!(text, ClockPaused, count = used),
        Stands::Stopped => t!(text, ClockStopped, count = used),
    };
    let left = match clock.left {
        Some(left) if left < 0 => t!(text, ClockOver, count = -left),
        Some(left) if clock.stands != Stands::Stopped => t!(text, ClockLeft, count = left),
        Some(_) => t!(text, ClockKept),
        None => AttrValue::default(),
    };
    let estimated = clock.used.missing_year.map(|year| t!(text, ClockEstimated, year = year.to_string()));
    let said = [stands, left, estimated.unwrap_or_default()];
    said.iter().filter(|part| !part.is_empty()).map(AttrValue::as_str).collect::<Vec<_>>().join(" · ").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_said_as_people_say_it() {
        let said = |value: &str| date(value, &Text::default()).to_string();
        assert_eq!(said("2023-10-31"), t!(Text::default(), DateSaid, year = 2023, month = 10, day = 31));
        assert!(said("2023-01-05").starts_with("2023"));
        assert!(!said("2023-01-05").contains("01"), "{}", said("2023-01-05"));
        assert_eq!(said("soon"), "soon");
    }

    #[test]
    fn what_is_reckoned_without_a_table_of_holidays_says_so() {
        let by = |missing_year| due(&Reckoned { is: "2027-01-05".parse().unwrap(), missing_year }, &Text::default());
        assert!(!by(None).contains("2027年节假日"), "{}", by(None));
        assert_ne!(by(None), by(Some(2027)));
    }
}

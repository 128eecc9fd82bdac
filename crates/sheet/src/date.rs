//! Dates as a spreadsheet keeps them, days since an epoch with the time as a fraction, and as ISO 8601 text.

const MILLISECONDS_IN_DAY: i64 = 86_400_000;
/// 1899-12-30 and 1904-01-01 in days since 1970-01-01.
const DAY_0_OF_1900: i64 = -25_569;
const DAY_0_OF_1904: i64 = -24_107;
/// The last day that a spreadsheet knows is 9999-12-31, and the first of its 1900 system 1900-01-01.
const LAST_DAY: i64 = 2_932_896;

/// What a number format shows of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateForm {
    Date,
    Time,
    DateTime,
    /// A length of time that goes past 24 hours, such as `[h]:mm`.
    Elapsed,
}

/// Which day a workbook counts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Epoch {
    /// Day 1 is 1900-01-01, and a 29 February 1900 that never was is day 60.
    #[default]
    Year1900,
    /// Day 0 is 1904-01-01: workbooks begun on old Macintosh computers.
    Year1904,
}

/// A number that is shown as a date, as ISO 8601 text: `2023-10-31`, `2023-10-31T09:30:00`, `09:30:00`, `PT26H30M`.
///
/// Nothing that the number holds is dropped: a date whose number has a fraction keeps its time, a time whose number has
/// days keeps its date. Exact to the millisecond. `None` for a number that is no day: below zero, after the year 9999,
/// or day 60 of the 1900 system.
pub fn to_iso(serial: f64, form: DateForm, epoch: Epoch) -> Option<String> {
    if !(0.0..=2_958_466.0).contains(&serial) {
        return None;
    }
    let milliseconds = (serial * MILLISECONDS_IN_DAY as f64).round() as i64;
    let (serial_day, in_day) = (milliseconds / MILLISECONDS_IN_DAY, milliseconds % MILLISECONDS_IN_DAY);
    match form {
        DateForm::Elapsed => return Some(elapsed(milliseconds)),
        DateForm::Time if serial_day == 0 => return Some(clock(in_day)),
        DateForm::DateTime if serial_day == 0 && epoch == Epoch::Year1900 => return Some(clock(in_day)),
        DateForm::Date | DateForm::Time | DateForm::DateTime => {}
    }
    let date = calendar(unix_day(serial_day, epoch)?);
    if form == DateForm::Date && in_day == 0 { Some(date) } else { Some(format!("{date}T{}", clock(in_day))) }
}

fn unix_day(serial_day: i64, epoch: Epoch) -> Option<i64> {
    let day = match (epoch, serial_day) {
        (Epoch::Year1900, 0 | 60) => return None,
        (Epoch::Year1900, 1..60) => serial_day + 1 + DAY_0_OF_1900,
        (Epoch::Year1900, _) => serial_day + DAY_0_OF_1900,
        (Epoch::Year1904, _) => serial_day + DAY_0_OF_1904,
    };
    (day <= LAST_DAY).then_some(day)
}

fn clock(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let whole = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if milliseconds % 1000 == 0 { whole } else { format!("{whole}.{:03}", milliseconds % 1000) }
}

fn elapsed(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    let fraction = if milliseconds % 1000 == 0 { String::new() } else { format!(".{:03}", milliseconds % 1000) };
    format!("PT{}H{}M{}{fraction}S", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
fn calendar(unix_day: i64) -> String {
    let shifted = unix_day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// What [`to_iso`] wrote in the 1900 system, back as a number and its form. `None` for any other text.
pub fn from_iso(text: &str) -> Option<(f64, DateForm)> {
    let (serial, form) = match text.split_once('T') {
        Some((date, time)) if !date.is_empty() && date != "P" => {
            (day_number(date)? as f64 + fraction(time)?, DateForm::DateTime)
        }
        Some(_) => return None,
        None if text.contains(':') => (fraction(text)?, DateForm::Time),
        None => (day_number(text)? as f64, DateForm::Date),
    };
    // The one question that matters: would a reader have the same text again?
    (to_iso(serial, form, Epoch::Year1900)? == text).then_some((serial, form))
}

fn fraction(clock: &str) -> Option<f64> {
    let mut parts = clock.splitn(3, ':');
    let hours: u32 = parts.next()?.parse().ok()?;
    let minutes: u32 = parts.next()?.parse().ok()?;
    let seconds: f64 = parts.next()?.parse().ok()?;
    Some((f64::from(hours * 60 + minutes) * 60.0 + seconds) / 86_400.0)
}

/// Source: as [`calendar`], `days_from_civil`.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok().filter(|year| (1900..=9999).contains(year))?;
    let month: i64 = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: i64 = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let serial = era * 146_097 + day_of_era - 719_468 - DAY_0_OF_1900;
    Some(if serial <= 60 { serial - 1 } else { serial })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_the_days_a_spreadsheet_shows() {
        let cases = [
            (45_230.0, DateForm::Date, Epoch::Year1900, Some("2023-10-31")),
            (43_768.0, DateForm::Date, Epoch::Year1904, Some("2023-10-31")),
            (1.0, DateForm::Date, Epoch::Year1900, Some("1900-01-01")),
            (59.0, DateForm::Date, Epoch::Year1900, Some("1900-02-28")),
            (60.0, DateForm::Date, Epoch::Year1900, None),
            (61.0, DateForm::Date, Epoch::Year1900, Some("1900-03-01")),
            (0.0, DateForm::Date, Epoch::Year1900, None),
            (0.0, DateForm::Date, Epoch::Year1904, Some("1904-01-01")),
            (2_958_465.0, DateForm::Date, Epoch::Year1900, Some("9999-12-31")),
            (2_958_466.0, DateForm::Date, Epoch::Year1900, None),
            (-1.0, DateForm::Date, Epoch::Year1900, None),
            (f64::NAN, DateForm::Date, Epoch::Year1900, None),
            (f64::INFINITY, DateForm::Elapsed, Epoch::Year1900, None),
            (0.395_833_333_333_333, DateForm::Time, Epoch::Year1900, Some("09:30:00")),
            (0.395_833_333_333_333, DateForm::DateTime, Epoch::Year1900, Some("09:30:00")),
            (45_230.5, DateForm::Date, Epoch::Year1900, Some("2023-10-31T12:00:00")),
            (45_230.5, DateForm::Time, Epoch::Year1900, Some("2023-10-31T12:00:00")),
            (45_230.0, DateForm::DateTime, Epoch::Year1900, Some("2023-10-31T00:00:00")),
            (45_230.999_999_999, DateForm::DateTime, Epoch::Year1900, Some("2023-11-01T00:00:00")),
            (1.104_166_666_666_67, DateForm::Elapsed, Epoch::Year1900, Some("PT26H30M0S")),
        ];
        for (serial, form, epoch, expected) in cases {
            assert_eq!(to_iso(serial, form, epoch).as_deref(), expected, "{serial} {form:?} {epoch:?}");
        }
    }

    #[test]
    fn every_day_of_the_calendar_comes_back() {
        for serial in (1..60).chain(61..=2_958_465) {
            let text = to_iso(f64::from(serial), DateForm::Date, Epoch::Year1900).unwrap();
            assert_eq!(from_iso(&text), Some((f64::from(serial), DateForm::Date)), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_made_one() {
        for text in [
            "",
            "2023-02-29",
            "2023-13-01",
            "2023-1-1",
            "24:00:00",
            "9:30",
            "2023-10-31T",
            "T09:30:00",
            "PT1H0M0S",
            "tea",
            "12:99999999999:00",
        ] {
            assert_eq!(from_iso(text), None, "{text}");
        }
    }
}

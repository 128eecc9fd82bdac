//! Dates and times: reading, writing, and as days since 1970.
//!
//! A date is an [`Instant`]: a day is its midnight in the device's zone. As a number it is days since 1970 in UTC with the
//! part of the day, so that `today() + 1` is an ordinary sum. This is how the web engines of the field compute.
//!
//! The calendar is `jiff`'s, without its zone data: the host knows the offset.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::Offset;

use crate::number::trim;
use crate::{Host, Instant, Tree};

const DAY_MS: f64 = 86_400_000.0;

/// Days since 1970-01-01T00:00Z.
pub(crate) fn to_days(date: Option<Instant>) -> f64 {
    date.map_or(f64::NAN, |instant| instant.unix_ms as f64 / DAY_MS)
}

/// The moment so many days after 1970-01-01T00:00Z, to the millisecond.
pub(crate) fn from_days<T: Tree, H: Host<T>>(days: f64, host: &H) -> Option<Instant> {
    let unix_ms = (days * DAY_MS).round();
    // Some 270,000 years either way are more than any calendar here can name.
    if unix_ms.is_nan() || unix_ms.abs() > 8.64e15 {
        return None;
    }
    let unix_ms = unix_ms as i64;
    let instant = Instant { unix_ms, offset_minutes: host.offset_minutes_at(unix_ms) };
    civil(instant).map(|_| instant)
}

/// Midnight at the start of the day that is now.
pub(crate) fn today<T: Tree, H: Host<T>>(host: &H) -> Option<Instant> {
    let date = civil(host.now())?.date();
    in_zone(DateTime::from_parts(date, Time::midnight()), host)
}

/// Reads `2026-1-15`, `2026-01-15T08:30`, `2026-01-15T08:30:00.000+08:00`. Without an offset it is in the device's zone.
pub(crate) fn parse<T: Tree, H: Host<T>>(text: &str, host: &H) -> Option<Instant> {
    let text = trim(text);
    // Most text is no date: be quick about it.
    if text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let (date, time) = match text.split_once('T') {
        None => (text, None),
        Some((date, time)) => (date, Some(time)),
    };
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4, 4)?;
    let month = digits(parts.next()?, 1, 2)?;
    let day = digits(parts.next()?, 1, 2)?;
    if parts.next().is_some() {
        return None;
    }
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    match time.map(parse_time) {
        None => in_zone(DateTime::from_parts(date, Time::midnight()), host),
        Some(None) => None,
        Some(Some((time, None))) => in_zone(DateTime::from_parts(date, time), host),
        Some(Some((time, Some(offset_minutes)))) => {
            let unix_ms = at_offset(DateTime::from_parts(date, time), offset_minutes)?;
            Some(Instant { unix_ms, offset_minutes: host.offset_minutes_at(unix_ms) })
        }
    }
}

/// The part of a day at which a time of day stands (`06:00:00.000-07:00`, or a date with a time), in the device's zone.
pub(crate) fn part_of_day<T: Tree, H: Host<T>>(text: &str, host: &H) -> f64 {
    let text = trim(text);
    let instant = match parse_time(text) {
        None => parse(text, host),
        Some((time, None)) => return since_midnight(time),
        Some((time, Some(offset))) => civil(host.now()).and_then(|now| {
            let unix_ms = at_offset(DateTime::from_parts(now.date(), time), offset)?;
            Some(Instant { unix_ms, offset_minutes: host.offset_minutes_at(unix_ms) })
        }),
    };
    instant.and_then(civil).map_or(f64::NAN, |civil| since_midnight(civil.time()))
}

fn since_midnight(time: Time) -> f64 {
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    (f64::from(seconds) * 1000.0 + f64::from(time.subsec_nanosecond() / 1_000_000)) / DAY_MS
}

/// `2026-01-15` at midnight, else `2026-01-15T08:00:00.000-07:00`.
pub(crate) fn to_text(date: Option<Instant>) -> String {
    let Some((instant, civil)) = date.and_then(|instant| Some((instant, civil(instant)?))) else {
        return String::from("Invalid Date");
    };
    let (date, time) = (civil.date(), civil.time());
    let day = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
    if time == Time::midnight() {
        return day;
    }
    let sign = if instant.offset_minutes < 0 { '-' } else { '+' };
    let offset = instant.offset_minutes.unsigned_abs();
    format!(
        "{day}T{:02}:{:02}:{:02}.{:03}{sign}{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second(),
        time.subsec_nanosecond() / 1_000_000,
        offset / 60,
        offset % 60
    )
}

/// Fills in a format of `format-date`: `%Y %y %m %n %b %d %e %H %h %M %S %3 %a`, also `%B %A %j %W %Z %%`.
///
/// A letter that has no meaning stands for itself.
///
/// Source: ODK XForms specification, `format-date` and `format-date-time`.
pub(crate) fn format(instant: Instant, format: &str) -> String {
    let Some(civil) = civil(instant) else { return String::new() };
    let mut text = String::with_capacity(format.len() + 16);
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match character {
            '%' => match characters.next() {
                Some(letter) => text.push_str(&field(instant, civil, letter)),
                None => text.push('%'),
            },
            _ => text.push(character),
        }
    }
    text
}

fn field(instant: Instant, civil: DateTime, letter: char) -> String {
    match letter {
        'Y' => format!("{:04}", civil.year()),
        'y' => format!("{:02}", civil.year().rem_euclid(100)),
        'm' => format!("{:02}", civil.month()),
        'n' => civil.month().to_string(),
        'b' => month_name(civil.month()).chars().take(3).collect(),
        'B' => month_name(civil.month()).to_owned(),
        'd' => format!("{:02}", civil.day()),
        'e' => civil.day().to_string(),
        'H' => format!("{:02}", civil.hour()),
        'h' => civil.hour().to_string(),
        'M' => format!("{:02}", civil.minute()),
        'S' => format!("{:02}", civil.second()),
        '3' => format!("{:03}", civil.subsec_nanosecond() / 1_000_000),
        'a' => weekday_name(civil.weekday()).chars().take(3).collect(),
        'A' => weekday_name(civil.weekday()).to_owned(),
        'j' => format!("{:03}", civil.day_of_year()),
        'W' => civil.date().iso_week_date().week().to_string(),
        'Z' => {
            let offset = instant.offset_minutes;
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", offset.unsigned_abs() / 60, offset.unsigned_abs() % 60)
        }
        '%' => String::from("%"),
        other => format!("%{other}"),
    }
}

fn month_name(month: i8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// What a clock in the instant's zone shows.
fn civil(instant: Instant) -> Option<DateTime> {
    let timestamp = Timestamp::from_millisecond(instant.unix_ms).ok()?;
    Some(offset(instant.offset_minutes)?.to_datetime(timestamp))
}

/// The instant at which a clock in the device's zone shows this. A time that is shown twice, when summer ends, is the first;
/// one that is skipped, when summer begins, is as long after midnight as it says, and so shown an hour later.
fn in_zone<T: Tree, H: Host<T>>(civil: DateTime, host: &H) -> Option<Instant> {
    const DAY: i64 = 86_400_000;
    let shown = at_offset(civil, 0)?;
    let (before, after) = (host.offset_minutes_at(shown - DAY), host.offset_minutes_at(shown + DAY));
    let held = |offset| at_offset(civil, offset).filter(|unix_ms| host.offset_minutes_at(*unix_ms) == offset);
    let unix_ms = held(before).or_else(|| held(after)).or_else(|| at_offset(civil, before))?;
    Some(Instant { unix_ms, offset_minutes: host.offset_minutes_at(unix_ms) })
}

fn at_offset(civil: DateTime, offset_minutes: i32) -> Option<i64> {
    offset(offset_minutes)?.to_timestamp(civil).ok().map(Timestamp::as_millisecond)
}

fn offset(minutes: i32) -> Option<Offset> {
    Offset::from_seconds(minutes.checked_mul(60)?).ok()
}

/// `08:30`, `08:30:00`, `08:30:00.000`, each with `Z`, `+08:00`, `+0800` or `+08`, in minutes, or without.
fn parse_time(text: &str) -> Option<(Time, Option<i32>)> {
    let (clock, offset) = match text.find(['Z', '+', '-']) {
        None => (text, None),
        Some(at) => (text.get(..at)?, Some(parse_offset(text.get(at..)?)?)),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2, 2)?;
    let minute = digits(parts.next()?, 2, 2)?;
    let (second, nanosecond) = match parts.next() {
        None => (0, 0),
        Some(seconds) => {
            let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            let scale = 10_i32.pow(9_u32.checked_sub(u32::try_from(fraction.len()).ok()?)?);
            (digits(second, 2, 2)?, digits(fraction, 1, 9)? * scale)
        }
    };
    if parts.next().is_some() {
        return None;
    }
    let small = |number: i32| i8::try_from(number).ok();
    Some((Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()?, offset))
}

fn parse_offset(text: &str) -> Option<i32> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let text = text.get(1..)?;
    let (hours, minutes) = match text.split_once(':') {
        Some(parts) => parts,
        None => (text.get(..2)?, text.get(2..)?),
    };
    let hours = digits(hours, 2, 2)?;
    let minutes = if minutes.is_empty() { 0 } else { digits(minutes, 2, 2)? };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn digits(text: &str, least: usize, most: usize) -> Option<i32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

//! A reading of a device's clock.
//!
//! Tablets have wrong clocks, so a timestamp is shown and kept but never decides an order.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::day::{civil, days_from_civil};
use crate::text;

/// What the device's clock said, with the offset of its zone. Written as ISO 8601 with milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp {
    unix_ms: i64,
    offset_minutes: i16,
}

/// Why a text is not a timestamp.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not an ISO 8601 date and time with an offset")]
pub struct ParseTimestampError;

impl Timestamp {
    /// Milliseconds since 1970-01-01T00:00Z, and the zone's offset from UTC in minutes (480 for China).
    pub fn new(unix_ms: i64, offset_minutes: i16) -> Self {
        Self { unix_ms, offset_minutes }
    }

    pub fn unix_ms(self) -> i64 {
        self.unix_ms
    }

    pub fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    /// The civil date in the timestamp's own zone, as `YYYY-MM-DD`; as a number it is a [`Day`](crate::Day).
    pub fn date(self) -> String {
        self.to_string().chars().take(10).collect()
    }

    fn local_ms(self) -> i64 {
        self.unix_ms + i64::from(self.offset_minutes) * 60_000
    }
}

const DAY_MS: i64 = 86_400_000;

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let local = self.local_ms();
        let (year, month, day) = civil(local.div_euclid(DAY_MS));
        let time = local.rem_euclid(DAY_MS);
        let (hour, minute) = (time / 3_600_000, time / 60_000 % 60);
        let (second, millisecond) = (time / 1000 % 60, time % 1000);
        // The machinery of `write!` costs more than the digits, and a ledger is written with a million of these.
        let sign = if self.offset_minutes < 0 { b'-' } else { b'+' };
        let mut text = *b"-00-00T00:00:00.000+";
        let parts = [(1, 2, month), (4, 2, day), (7, 2, hour), (10, 2, minute), (13, 2, second), (16, 3, millisecond)];
        for (at, width, mut number) in parts {
            for place in (at..at + width).rev() {
                text[place] = b'0' + (number % 10) as u8;
                number /= 10;
            }
        }
        text[19] = sign;
        let offset = self.offset_minutes.unsigned_abs();
        write!(f, "{year:04}")?;
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())?;
        write!(f, "{:02}:{:02}", offset / 60, offset % 60)
    }
}

impl FromStr for Timestamp {
    type Err = ParseTimestampError;

    fn from_str(text: &str) -> Result<Self, ParseTimestampError> {
        let number = |from: usize, to: usize| -> Result<i64, ParseTimestampError> {
            let digits = text.get(from..to).ok_or(ParseTimestampError)?;
            let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
            all_digits.then(|| digits.parse().ok()).flatten().ok_or(ParseTimestampError)
        };
        if text.len() != 29 || !text.is_ascii() {
            return Err(ParseTimestampError);
        }
        let marks = [(4, '-'), (7, '-'), (10, 'T'), (13, ':'), (16, ':'), (19, '.'), (26, ':')];
        if marks.iter().any(|&(at, mark)| text.as_bytes()[at] != mark as u8) {
            return Err(ParseTimestampError);
        }
        let date = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let days = days_from_civil(date.0, date.1, date.2);
        let seconds = hour * 3600 + minute * 60 + second;
        let sign = match text.as_bytes()[23] {
            b'+' => 1,
            b'-' => -1,
            _ => return Err(ParseTimestampError),
        };
        let (offset_hours, offset_minutes) = (number(24, 26)?, number(27, 29)?);
        let offset = sign * (offset_hours * 60 + offset_minutes);
        let local = days * DAY_MS + seconds * 1000 + number(20, 23)?;
        // What would be written otherwise was no date (month 13, second 61, minus nothing).
        let is_date = civil(days) == date && hour < 24 && minute < 60 && second < 60 && offset_minutes < 60;
        let is_signed = sign > 0 || offset != 0;
        let offset_minutes = i16::try_from(offset).map_err(|_| ParseTimestampError)?;
        let timestamp = Self::new(local - offset * 60_000, offset_minutes);
        (is_date && is_signed).then_some(timestamp).ok_or(ParseTimestampError)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::parsed(deserializer)
    }
}

//! A reading of a device's clock.
//!
//! Tablets have wrong clocks, so a timestamp is shown and kept but never decides an order.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::day::{civil, days_from_civil};

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
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}")?;
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let offset = self.offset_minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", offset / 60, offset % 60)
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
        let days = days_from_civil(number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let seconds = number(11, 13)? * 3600 + number(14, 16)? * 60 + number(17, 19)?;
        let sign = match text.as_bytes()[23] {
            b'+' => 1,
            b'-' => -1,
            _ => return Err(ParseTimestampError),
        };
        let offset = sign * (number(24, 26)? * 60 + number(27, 29)?);
        let local = days * DAY_MS + seconds * 1000 + number(20, 23)?;
        let offset_minutes = i16::try_from(offset).map_err(|_| ParseTimestampError)?;
        let timestamp = Self::new(local - offset * 60_000, offset_minutes);
        // What does not come back the same was no date (month 13, second 61).
        (timestamp.to_string() == text).then_some(timestamp).ok_or(ParseTimestampError)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

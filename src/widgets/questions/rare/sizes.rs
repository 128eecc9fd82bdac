//! Sizes and times as they are worth reading.

use yew::AttrValue;

use crate::t;
use crate::text::Text;

/// `12 KB`, `3.4 MB`: a megabyte is what the limits are told in.
pub fn size_text(bytes: u64, text: &Text) -> AttrValue {
    match bytes {
        0..1024 => t!(text, SizeBytes, count = bytes),
        1024..1_048_576 => t!(text, SizeKilobytes, count = bytes.div_ceil(1024)),
        _ => t!(text, SizeMegabytes, count = megabytes(bytes)),
    }
}

/// With one decimal place, rounded down: what is said to be left is left.
pub fn megabytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `1:05`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a recording is minutes long
pub fn clock_text(elapsed_ms: f64) -> String {
    let seconds = (elapsed_ms / 1000.0) as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_minutes_and_seconds() {
        assert_eq!(clock_text(0.0), "0:00");
        assert_eq!(clock_text(65_900.0), "1:05");
        assert_eq!(clock_text(3_600_000.0), "60:00");
    }

    #[test]
    fn a_size_is_told_to_a_tenth_of_a_megabyte() {
        assert_eq!(megabytes(8 << 20), "8.0");
        assert_eq!(megabytes((8 << 20) - 1), "7.9");
    }
}

//! A person's phone number as lists and paper show it: enough to tell two apart, not enough to call.
//!
//! Source: privacy rule P21, `138****5678`.

use std::borrow::Cow;

/// Digits of a mobile number; how many of them are shown in front and at the end.
const DIGITS: usize = 11;
const SHOWN_BEFORE: usize = 3;
const SHOWN_BEHIND: usize = 4;

/// Names of properties that hold a phone number, whole or as their last word.
const NAMES: [&str; 4] = ["phone", "mobile", "tel", "telephone"];

/// Whether a property holds the phone number of a person, by its name.
pub fn is_phone(property: &str) -> bool {
    property.rsplit('_').next().is_some_and(|last| NAMES.contains(&last))
}

/// What of a property's value may stand in a list or on paper: phone numbers without their middle.
///
/// A mobile number in any other text is masked too. Of a fixed line the last four figures are shown, and its area.
pub fn masked<'a>(property: &str, value: &'a str) -> Cow<'a, str> {
    if is_phone(property) {
        with_stars(value, |digits| digits.len() > SHOWN_BEHIND)
    } else {
        with_stars(value, is_mobile)
    }
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == DIGITS && digits.starts_with('1') && !matches!(digits.as_bytes().get(1), Some(b'0'..=b'2'))
}

/// Each run of digits of which `hides` says so keeps its end, and a mobile number its beginning.
fn with_stars(text: &str, hides: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let mut out = String::new();
    let mut kept = 0;
    let mut signs = text.char_indices().peekable();
    while let Some((start, first)) = signs.next() {
        if !first.is_ascii_digit() {
            continue;
        }
        let mut end = start + 1;
        while signs.next_if(|(_, digit)| digit.is_ascii_digit()).is_some() {
            end += 1;
        }
        let digits = text.get(start..end).unwrap_or_default();
        if !hides(digits) {
            continue;
        }
        let before = if is_mobile(digits) { SHOWN_BEFORE } else { 0 };
        out.push_str(text.get(kept..start + before).unwrap_or_default());
        out.extend(std::iter::repeat_n('*', digits.len() - before - SHOWN_BEHIND));
        kept = end - SHOWN_BEHIND;
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_shows_its_first_three_and_last_four_figures() {
        assert_eq!(masked("contact_phone", "13812345678"), "138****5678");
        assert_eq!(masked("phone", "0996-2012345"), "0996-***2345");
        assert_eq!(masked("remarks", "电话13812345678，或 15900001111"), "电话138****5678，或 159****1111");
    }

    #[test]
    fn figures_that_are_no_phone_number_stay() {
        for value in ["91652899MA0000AB3X", "2023-10-31", "3500.25", "20231031123", "12345678901", "13812345678901"] {
            assert_eq!(masked("remarks", value), value);
        }
        assert_eq!(masked("phone", "110"), "110");
        assert!(is_phone("contact_phone") && is_phone("tel") && !is_phone("telling") && !is_phone("hotel"));
    }
}

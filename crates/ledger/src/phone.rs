//! A person's phone number as lists and paper show it: enough to tell two apart, not enough to call.
//!
//! Source: privacy rule P21, `138****5678`.

use std::borrow::Cow;
use std::ops::Range;

/// Digits of a mobile number; how many of them are shown in front and at the end.
const DIGITS: usize = 11;
const SHOWN_BEFORE: usize = 3;
const SHOWN_BEHIND: usize = 4;
/// Signs of a UUID.
const UUID: usize = 36;
/// Figures of an area at most, or of what stands in its place.
const AREA: usize = 4;

/// Names of properties that hold a phone number, whole or as their last word.
const NAMES: [&str; 4] = ["phone", "mobile", "tel", "telephone"];

/// Whether a property holds the phone number of a person, by its name.
pub fn is_phone(property: &str) -> bool {
    property.rsplit('_').next().is_some_and(|last| NAMES.contains(&last))
}

/// What of a property's value may stand in a list or on paper: phone numbers without their middle.
///
/// A mobile number in any other text is masked too. Of a fixed line the last four figures are shown, and its area. Figures may stand in
/// groups, as `138 1234 5678` and `400-000-0101` do. Those of an id that a program made are no number: something is looked for by it.
pub fn masked<'a>(property: &str, value: &'a str) -> Cow<'a, str> {
    let is_phone = is_phone(property);
    let mut hidden: Vec<usize> = Vec::new();
    for groups in runs(value) {
        let digits: String = groups.iter().filter_map(|group| value.get(group.clone())).collect();
        let is_one = |group: &Range<usize>| value.get(group.clone()).is_some_and(is_mobile);
        // Two numbers with a blank between them are two.
        if groups.iter().any(is_one) || !is_phone && !is_mobile(&digits) {
            let alone = groups.iter().filter(|group| is_one(group) || is_phone && group.len() > SHOWN_BEHIND);
            alone.for_each(|group| hidden.extend(middle(std::slice::from_ref(group), is_one(group))));
        } else if digits.len() > SHOWN_BEHIND {
            hidden.extend(middle(&groups, is_mobile(&digits)));
        }
    }
    if !hidden.is_empty() {
        hidden.retain(|at| !is_in_id(value, *at));
    }
    if hidden.is_empty() {
        return Cow::Borrowed(value);
    }
    let sign = |(at, sign)| if hidden.binary_search(&at).is_ok() { '*' } else { sign };
    Cow::Owned(value.char_indices().map(sign).collect())
}

/// Whether a place of a text is within a UUID.
fn is_in_id(text: &str, at: usize) -> bool {
    let is_id = |sign: (usize, &u8)| match sign.0 {
        8 | 13 | 18 | 23 => *sign.1 == b'-',
        _ => sign.1.is_ascii_hexdigit(),
    };
    let mut spans = (at.saturating_sub(UUID - 1)..=at).filter_map(|start| text.as_bytes().get(start..start + UUID));
    spans.any(|span| span.iter().enumerate().all(is_id))
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == DIGITS && digits.starts_with('1') && !matches!(digits.as_bytes().get(1), Some(b'0'..=b'2'))
}

/// Where figures stand that may be one number: groups of them with one hyphen or blank between two.
fn runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut runs: Vec<Vec<Range<usize>>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while is_digit(at) {
            at += 1;
        }
        if at == start {
            at += 1;
            continue;
        }
        let is_joined = |end: usize| end + 1 == start && matches!(bytes.get(end), Some(b'-' | b' '));
        match runs.last_mut().filter(|run| run.last().is_some_and(|group| is_joined(group.end))) {
            Some(run) => run.push(start..at),
            None => runs.push(Vec::from_iter(std::iter::once(start..at))),
        }
    }
    runs
}

/// The places of a number's figures but for its last four, and its beginning: three of a mobile number, else an area of its own group.
fn middle(groups: &[Range<usize>], is_mobile: bool) -> Vec<usize> {
    let places: Vec<usize> = groups.iter().cloned().flatten().collect();
    let first = groups.first().map_or(0, Range::len);
    let is_area = groups.len() > 1 && first <= AREA && first + SHOWN_BEHIND < places.len();
    let before = if is_mobile { SHOWN_BEFORE } else { first * usize::from(is_area) };
    places.get(before..places.len() - SHOWN_BEHIND).map(<[usize]>::to_vec).unwrap_or_default()
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
    fn a_number_in_groups_is_one_number_and_two_numbers_are_two() {
        assert_eq!(masked("phone", "400-000-0101"), "400-***-0101");
        assert_eq!(masked("phone", "138 1234 5678"), "138 **** 5678");
        assert_eq!(masked("phone", "8888-6666"), "****-6666");
        assert_eq!(masked("phone", "2012345 2012346"), "******* ***2346");
        assert_eq!(masked("phone", "13812345678 15900001111"), "138****5678 159****1111");
        assert_eq!(masked("phone", "0996-2012345-8001"), "0996-*******-8001");
        assert_eq!(masked("remarks", "请打138-1234-5678，2023-10-31前"), "请打138-****-5678，2023-10-31前");
        assert_eq!(masked("remarks", "20 13812345678"), "20 138****5678");
    }

    #[test]
    fn an_id_stays_whole_whatever_figures_are_in_it() {
        let [end, groups] = ["0e3dc36c-e7ac-4cc6-a3cc-19412343124e", "abcde138-4123-8123-abcd-ef0123456789"];
        for value in [end, groups, &format!("{end} {groups}")] {
            assert_eq!(masked("service_group", value), value);
        }
        assert_eq!(masked("remarks", &format!("{end}：13812345678")), format!("{end}：138****5678"));
        assert_eq!(masked("remarks", "a3cc-19412343124e"), "a3cc-194****3124e", "part of an id is none");
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

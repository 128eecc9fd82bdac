//! What a number that is being typed comes to, in words: its digits in groups, and 万元 as 亿元, where a slip of the unit shows.
//!
//! By whole numbers: printing floats would be 20 KB more of the first load.

use yew::AttrValue;

use crate::t;
use crate::text::Text;

/// So many 万元 are one 亿元.
const WAN_IN_YI: u64 = 10_000;
/// From so many 亿元 on somebody may have typed yuan.
const DOUBTFUL_YI: u64 = 100;

/// What is said below the number; nothing where it says nothing new.
pub fn said(value: &str, is_grouped: bool, is_in_wan: bool, text: &Text) -> Option<AttrValue> {
    let whole = value.trim().split('.').next()?;
    let amount: u64 = whole.parse().ok()?;
    if is_in_wan && amount >= WAN_IN_YI {
        let yi = yi(amount);
        let is_doubtful = amount / WAN_IN_YI >= DOUBTFUL_YI;
        return Some(if is_doubtful { t!(text, AmountDoubtful, yi = yi) } else { t!(text, AmountYi, yi = yi) });
    }
    let fraction = value.trim().strip_prefix(whole).unwrap_or_default();
    (is_grouped && amount >= 1_000).then(|| format!("{}{fraction}", grouped(whole)).into())
}

/// To the hundredth, without zeros at the end.
fn yi(wan: u64) -> String {
    let hundredths = wan / (WAN_IN_YI / 100);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn grouped(digits: &str) -> String {
    let digit = |(at, digit): (usize, char)| {
        let begins_group = at > 0 && (digits.len() - at).is_multiple_of(3);
        [begins_group.then_some(','), Some(digit)].into_iter().flatten()
    };
    digits.chars().enumerate().flat_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_unit_is_seen_before_one_goes_on() {
        let said = |value| super::said(value, false, true, &Text::default()).map(|said| said.to_string());
        assert_eq!(said("35000000"), Some(t!(Text::default(), AmountDoubtful, yi = "3500").to_string()));
        assert_eq!(said("35000"), Some(t!(Text::default(), AmountYi, yi = "3.5").to_string()));
        assert_eq!(said("12345.6"), Some(t!(Text::default(), AmountYi, yi = "1.23").to_string()));
        assert_eq!(said("3500"), None);
        assert_eq!(said("many"), None);
    }

    #[test]
    fn digits_are_grouped_by_three() {
        let said = |value| super::said(value, true, false, &Text::default()).map(|said| said.to_string());
        assert_eq!(said("1234567.5").as_deref(), Some("1,234,567.5"));
        assert_eq!(said("123456").as_deref(), Some("123,456"));
        assert_eq!(said("1000").as_deref(), Some("1,000"));
        assert_eq!(said("999"), None);
    }
}

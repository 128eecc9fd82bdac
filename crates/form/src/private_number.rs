//! Numbers in free text that look like those of a person: an identity number, a bank card.
//!
//! Nobody asks for them, and they get into remarks all the same. This finds them, so that whoever types is told and can cover them;
//! it refuses nothing, because a number that is none of these may look like one.
//!
//! Source: privacy rule P11. Not here: the field of a code, which takes no number of a person at all (the app's `code`).

use std::ops::Range;

use crate::definition::DataType;

/// So many of its last signs stay to be seen where a number is covered.
const SHOWN: usize = 4;
const IDENTITY_SIGNS: usize = 18;
/// Where an identity number has the day of birth.
const BORN: Range<usize> = 6..14;
const CARD_SIGNS: std::ops::RangeInclusive<usize> = 16..=19;
/// How people part the signs of a card: in fours; the last part may be shorter.
const CARD_PART: usize = 4;
const MOST_PARTS: usize = 5;
/// The same of an identity number: place, day of birth, the rest.
const IDENTITY_PARTS: [usize; 3] = [6, 8, 4];
/// What a number is covered with.
const COVER: &str = "*";

/// Signs without anything between them: digits, and what may end an identity number.
struct Part {
    at: Range<usize>,
    signs: String,
}

/// Where such numbers stand in a text, in their order.
pub fn private_numbers(text: &str) -> Vec<Range<usize>> {
    let parts = parts(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut first = 0;
    while first < parts.len() {
        // The longest that begins here.
        let end = parts.len().min(first + MOST_PARTS);
        let last = (first..end).rev().find(|last| is_private(text, &parts[first..=*last]));
        if let Some(last) = last {
            found.push(parts[first].at.start..parts[last].at.end);
            first = last;
        }
        first += 1;
    }
    found
}

/// Whether a question takes words of people's own. A code is looked at by who asks for it.
pub fn is_free_text(data_type: DataType, appearance: &[String]) -> bool {
    data_type == DataType::Text && appearance.iter().all(|word| word != "numbers-letters")
}

/// The text with such numbers covered but for their last signs. `None`: there is none.
pub fn covered(text: &str) -> Option<String> {
    let found = private_numbers(text);
    let mut covered = String::new();
    let mut from = 0;
    for at in &found {
        covered.push_str(&text[from..at.start]);
        let count = text[at.clone()].chars().count();
        let hidden = count.saturating_sub(SHOWN);
        covered.push_str(&COVER.repeat(hidden));
        covered.extend(text[at.clone()].chars().skip(hidden));
        from = at.end;
    }
    covered.push_str(&text[from..]);
    (!found.is_empty()).then_some(covered)
}

/// Full-width digits are digits.
fn sign(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(u32::from(letter) - 0xff10, 10),
        'x' | 'X' | '\u{ff38}' | '\u{ff58}' => Some('X'),
        _ => None,
    }
}

/// All runs of digits that no letter of a code touches.
fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut open: Option<Part> = None;
    let mut is_in_word = false;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        match (sign(letter), &mut open) {
            // Only the last sign can be a letter.
            (Some(sign), Some(part)) if !part.signs.ends_with('X') => {
                part.signs.push(sign);
                part.at.end = end;
            }
            (Some(sign), None) if sign != 'X' && !is_in_word => {
                open = Some(Part { at: at..end, signs: sign.to_string() });
            }
            (_, _) => {
                let is_letter = letter.is_ascii_alphanumeric();
                parts.extend(open.take().filter(|_| !is_letter));
                is_in_word = is_letter;
            }
        }
    }
    parts.extend(open);
    parts
}

/// Whether parts that follow each other are one number of a person.
fn is_private(text: &str, parts: &[Part]) -> bool {
    let between = parts.windows(2).map(|pair| &text[pair[0].at.end..pair[1].at.start]);
    if !between.into_iter().all(|between| matches!(between, " " | "-" | "\u{3000}")) {
        return false;
    }
    let signs: String = parts.iter().map(|part| part.signs.as_str()).collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.signs.len()).collect();
    let is_one = lengths.len() == 1;
    let is_in_fours = lengths
        .split_last()
        .is_some_and(|(last, others)| *last <= CARD_PART && others.iter().all(|length| *length == CARD_PART));
    (is_one || lengths == IDENTITY_PARTS) && is_identity(&signs) || (is_one || is_in_fours) && is_card(&signs)
}

/// Eighteen signs of which some are a day in the life of somebody who may be alive.
fn is_identity(signs: &str) -> bool {
    let born = signs.get(BORN).and_then(|day| day.parse::<u32>().ok()).unwrap_or_default();
    let (year, month, day) = (born / 10_000, born / 100 % 100, born % 100);
    signs.len() == IDENTITY_SIGNS
        && (1900..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
}

/// So many digits of which the last follows from the others, as cards have it (Luhn).
fn is_card(signs: &str) -> bool {
    let digits: Option<Vec<u32>> = signs.chars().map(|sign| sign.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| CARD_SIGNS.contains(&digits.len())) else { return false };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { *digit } else { digit * 2 / 10 + digit * 2 % 10 })
        .sum();
    sum.is_multiple_of(10) && digits.iter().any(|digit| *digit != digits[0])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        private_numbers(text).into_iter().map(|at| &text[at]).collect()
    }

    #[test]
    fn an_identity_number_is_found_in_any_spelling_and_covered_but_for_its_end() {
        for number in
            ["652899198001010017", "65289919800101001x", "６５２８９９１９８００１０１００１７", "652899 19800101 0017"]
        {
            let text = format!("负责人身份证{number}，电话另告");
            assert_eq!(found(&text), [number]);
            let covered = covered(&text).unwrap();
            assert!(found(&covered).is_empty() && covered.contains("***"), "{covered}");
            assert!(covered.ends_with(&format!(
                "{}，电话另告",
                number.chars().skip(number.chars().count() - 4).collect::<String>()
            )));
        }
    }

    #[test]
    fn a_card_is_found_where_its_last_digit_follows_from_the_others() {
        for number in ["6222021234567890128", "6222 0212 3456 7890 128", "4111-1111-1111-1111", "4111111111111111"] {
            assert_eq!(found(&format!("卡号 {number}")), [number]);
        }
        for number in ["6222021234567890127", "4111-1111-1111-1112", "0000000000000000"] {
            assert_eq!(found(&format!("卡号 {number}")), [""; 0], "{number}");
        }
        assert_eq!(found("两张：4111111111111111、6222021234567890128").len(), 2);
    }

    #[test]
    fn codes_telephones_dates_and_amounts_are_nobodys() {
        let texts = [
            "91652899MA1DGFBA0U",
            "916528991221571451",
            "MA4111111111111111",
            "4111111111111111MA",
            "0996-2000001 0996-2000002",
            "13800138000、13900139000",
            "2023-10-31 2023-11-30",
            "652899198013010017",
            "合同编号 20231031000123",
            "x652899198001010017",
            "",
            "样例",
        ];
        for text in texts {
            assert_eq!(found(text), [""; 0], "{text}");
            assert_eq!(covered(text), None);
        }
    }

    #[test]
    fn what_is_found_lies_within_the_text_whatever_it_says() {
        // Every text of few signs, so that each way of standing beside another is met.
        let signs = ['4', '1', 'X', ' ', '-', '样', 'a', '１'];
        for number in 0..signs.len().pow(5) {
            let mut rest = number;
            let mut text = String::from("411111111111111");
            for _ in 0..5 {
                text.push(signs[rest % signs.len()]);
                rest /= signs.len();
            }
            for at in private_numbers(&text) {
                assert!(text.get(at).is_some());
            }
            if let Some(covered) = covered(&text) {
                assert_eq!(covered.chars().count(), text.chars().count());
                assert!(private_numbers(&covered).is_empty(), "{text}");
            }
        }
    }
}

//! The check of a unified social credit code, as a person who works through a list needs it.
//!
//! Source: GB 32100-2015; of the eight letters of an organisation within it, GB 11714-1997; of the number that firms had before,
//! GS 15-2006 (ISO 7064, MOD 11,10). The vectors are `pack/uscc_vectors.csv`.

use record::half_width;
use serde::{Deserialize, Serialize};

/// Every letter that a code may have, in the order of its value.
const LETTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;
const OLD_LENGTH: usize = 15;
/// Of the letters of an organisation.
const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
/// Where the six figures of the region stand.
const REGION: std::ops::Range<usize> = 2..8;

/// What is wrong with a code, the first thing in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum CodeFault {
    Length,
    /// A letter that no code has, such as `O` or `I`.
    Letter,
    /// The region's place has something else than figures.
    Region,
    /// The last letter does not follow from the others.
    Check,
    /// The registration number of fifteen figures that firms had before 2015: right in itself, and not a code.
    OldNumber,
}

/// A code as it is kept: narrow capital letters, and neither spaces nor hyphens among them.
pub fn plain_code(text: &str) -> String {
    let is_gap = |letter: &char| letter.is_whitespace() || *letter == '-';
    text.chars().map(half_width).filter(|letter| !is_gap(letter)).flat_map(char::to_uppercase).collect()
}

/// Whether a code as [`plain_code`] gives it checks out.
///
/// # Errors
/// [`CodeFault`] says what is wrong.
pub fn check_credit_code(code: &str) -> Result<(), CodeFault> {
    if code.len() == OLD_LENGTH && code.bytes().all(|figure| figure.is_ascii_digit()) {
        return Err(if is_old_number(code) { CodeFault::OldNumber } else { CodeFault::Check });
    }
    if code.chars().count() != LENGTH {
        return Err(CodeFault::Length);
    }
    if code.chars().any(|letter| !LETTERS.contains(letter)) {
        return Err(CodeFault::Letter);
    }
    if code[REGION].bytes().any(|figure| !figure.is_ascii_digit()) {
        return Err(CodeFault::Region);
    }
    let (start, last) = code.split_at(LENGTH - 1);
    if check_letter(start).is_some_and(|check| last.starts_with(check)) { Ok(()) } else { Err(CodeFault::Check) }
}

/// The last letter of a code, which follows from the seventeen before it. `None`: no code has such letters.
pub fn check_letter(start: &str) -> Option<char> {
    let (mut weight, mut sum) = (1, 0);
    for letter in start.chars() {
        sum += LETTERS.find(letter)? * weight;
        weight = weight * 3 % 31;
    }
    LETTERS[(31 - sum % 31) % 31..].chars().next()
}

/// The letter behind the eight of an organisation, the ninth to the sixteenth of a code.
pub fn organisation_check(body: &str) -> char {
    let value = |letter: char| letter.to_digit(36).unwrap_or_default();
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(letter, weight)| value(letter) * weight).sum();
    match 11 - sum % 11 {
        11 => '0',
        10 => 'X',
        figure => char::from_digit(figure, 10).unwrap_or('0'),
    }
}

fn is_old_number(figures: &str) -> bool {
    let mut product = 10;
    let mut last = 0;
    for figure in figures.bytes() {
        let sum = (product + u32::from(figure - b'0')) % 10;
        last = sum;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    last == 1
}

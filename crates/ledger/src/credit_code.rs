//! The check of a unified social credit code, as a person who works through a list needs it.
//!
//! Source: GB 32100-2015; of the number that firms had before, GS 15-2006 (ISO 7064, MOD 11,10). The shipped forms say the same
//! in their own constraint. Both are held to `pack/uscc_vectors.csv`.

use serde::{Deserialize, Serialize};

use crate::fold::fold;

/// Every letter that a code may have, in the order of its value.
const LETTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;
const OLD_LENGTH: usize = 15;
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
    fold(text).chars().filter(|letter| !is_gap(letter)).flat_map(char::to_uppercase).collect()
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
    let values: Option<Vec<usize>> = code.chars().map(|letter| LETTERS.find(letter)).collect();
    let values = values.ok_or(CodeFault::Letter)?;
    if values[REGION].iter().any(|value| *value > 9) {
        return Err(CodeFault::Region);
    }
    let (mut weight, mut sum) = (1, 0);
    for value in &values[..LENGTH - 1] {
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    if (31 - sum % 31) % 31 == values[LENGTH - 1] { Ok(()) } else { Err(CodeFault::Check) }
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

//! Numbers as text and text as numbers.
//!
//! Not here: dates, which are numbers too (`date`).

/// The number that a text spells; NaN where it spells none.
///
/// XPath's grammar (`-?digits[.digits]`, white space around it) and, as the engines of the field do, an exponent.
pub(crate) fn parse(text: &str) -> f64 {
    let text = trim(text);
    let digits = text.strip_prefix('-').unwrap_or(text);
    // `f64::from_str` also takes `inf`, `nan` and `+1`, which are no numbers here.
    match digits.as_bytes().first() {
        Some(b'0'..=b'9') => {}
        Some(b'.') if digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit) => {}
        _ => return f64::NAN,
    }
    text.parse().unwrap_or(f64::NAN)
}

/// A number as XPath writes it: no exponent, the fewest digits that read back as the same number, no negative zero.
pub(crate) fn write(number: f64, text: &mut String) {
    use std::fmt::Write;
    if number.is_nan() {
        text.push_str("NaN");
    } else if number.is_infinite() {
        text.push_str(if number > 0.0 { "Infinity" } else { "-Infinity" });
    } else if number == 0.0 {
        text.push('0');
    } else {
        // Writing to a string cannot fail.
        let _ = write!(text, "{number}");
    }
}

pub(crate) fn to_text(number: f64) -> String {
    let mut text = String::new();
    write(number, &mut text);
    text
}

/// Rounds to `digits` decimal places (tens and hundreds if negative), halves away from zero, in decimal: 2.15 to one
/// place is 2.2, though the nearest binary number is a little less.
pub(crate) fn round(number: f64, digits: f64) -> f64 {
    if digits.is_nan() {
        return f64::NAN;
    }
    if !number.is_finite() || number == 0.0 {
        return number;
    }
    let digits = digits.clamp(-400.0, 400.0) as i32;
    if digits == 0 {
        return number.round();
    }
    let shifted = format!("{number}e{digits}").parse::<f64>().unwrap_or(f64::NAN);
    if !shifted.is_finite() {
        return number; // more places than a number has
    }
    format!("{}e{}", shifted.round(), -digits).parse().unwrap_or(f64::NAN)
}

/// XML's white space, which is less than Unicode's.
pub(crate) fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_xpath_numbers_and_exponents_are_numbers() {
        for (text, number) in [(" 12 ", 12.0), ("-.5", -0.5), ("5.", 5.0), ("1e3", 1000.0), ("-0", 0.0)] {
            assert_eq!(parse(text), number, "{text}");
        }
        for text in ["", " ", "-", ".", "+1", "inf", "NaN", "infinity", "1 2", "0x10", "1,000", "- 1", "１"] {
            assert!(parse(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn a_number_is_written_without_exponent_and_reads_back() {
        for (number, text) in
            [(1e-9, "0.000000001"), (-0.0, "0"), (1e21, "1000000000000000000000"), (0.1 + 0.2, "0.30000000000000004")]
        {
            assert_eq!(to_text(number), text);
            assert_eq!(parse(text), number);
        }
    }

    #[test]
    fn rounding_is_decimal_and_away_from_zero() {
        assert_eq!(round(2.15, 1.0), 2.2);
        assert_eq!(round(-1.475, 2.0), -1.48);
        assert_eq!(round(-1.5, 0.0), -2.0);
        assert_eq!(round(-50.55, -2.0), -100.0);
        assert_eq!(round(1.234, 1e9), 1.234);
        assert_eq!(round(1.234, -1e9), 0.0);
    }
}

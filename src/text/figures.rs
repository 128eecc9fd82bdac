//! Figures as people read them.
//!
//! Not here: units, and how many places a figure has.

/// What stands where there is none.
const NONE: &str = "—";

/// A number with a comma behind each three figures: `12,345.67`. What is no number stays as it is.
pub fn figure(value: &str) -> String {
    let (sign, digits) = value.strip_prefix('-').map_or(("", value), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    if !are_digits(whole) || !fraction.is_none_or(are_digits) {
        return value.to_owned();
    }
    let mut out = sign.to_owned();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A figure of a board with its places; — where there is none.
pub fn said(value: Option<f64>, places: u32) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| figure(&format!("{value:.*}", places as usize)))
}

/// The same of a part of a chart, with as many places as it has.
pub fn part(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| figure(&value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_a_comma_behind_each_three() {
        let said = ["0", "999", "1000", "1234567.50", "-12345", "007", "", "12a", "1.", ".5", "9.16E17"].map(figure);
        assert_eq!(said, ["0", "999", "1,000", "1,234,567.50", "-12,345", "007", "", "12a", "1.", ".5", "9.16E17"]);
    }

    #[test]
    fn a_figure_has_its_places_and_a_part_of_a_chart_as_many_as_it_needs() {
        assert_eq!([said(Some(12_286.5), 2), said(Some(0.0), 1), said(None, 1)], ["12,286.50", "0.0", "—"]);
        assert_eq!([part(Some(12_286.5)), part(Some(7.0)), part(None)], ["12,286.5", "7", "—"]);
    }
}

//! What stands in a cell, as the question that it answers takes it.
//!
//! A cell is tidied as an officer would who copies it by hand: stray spaces, full-width digits, thousands separators, 元 for
//! 万元, dates in any of the usual ways. What would have to be guessed is a [`CellProblem`]: a code that a spreadsheet program
//! has turned into a number and cut is gone, and no rule brings it back.
//!
//! Not here: whether the tidied text is a right answer (the form), what choices are called (`choices`).

use form::definition::DataType;
use record::{Day, half_width};
use serde::{Deserialize, Serialize};
use sheet::CellValue;

/// Why a cell is no answer to its question, whatever the form says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CellProblem {
    /// Digits are lost: a long code was kept as a number (`9.16529E+17`), of which a spreadsheet program keeps fifteen.
    DigitsLost,
    NotANumber,
    NotADate,
    /// No choice is called so.
    NoSuchChoice,
    /// Several choices are called so.
    SeveralChoices,
    /// No entity can have such an id.
    NotAnId,
    /// The spreadsheet program itself found an error here, such as `#REF!`.
    Formula,
}

/// How many digits a spreadsheet program keeps of a number.
const KEPT_DIGITS: usize = 15;

/// The cell as a person reads it, tidied. Blank where nothing stands in it.
///
/// A number with more digits than are kept is shown as spreadsheet programs show it: written out it would look like a code.
pub fn shown(value: &CellValue) -> String {
    match value {
        CellValue::Number(number) if number.abs() >= TOO_LONG => format!("{number:.5E}").replace('E', "E+"),
        other => tidied(&other.text()),
    }
}

/// The first number that has one digit more than is kept.
const TOO_LONG: f64 = 1e15;

/// Without stray spaces and marks that nobody sees, and with digits and letters of full width in half width. Brackets and
/// other signs stay as they are: 「（新疆）」 is part of a name.
pub fn tidied(text: &str) -> String {
    let seen = text.chars().filter(|sign| !matches!(sign, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{00ad}'));
    let letters: Vec<char> = seen.map(narrow_letter).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = letters.iter().copied().peekable();
    let mut last: Option<char> = None;
    while let Some(sign) = rest.next() {
        if !sign.is_whitespace() {
            out.push(sign);
            last = Some(sign);
            continue;
        }
        let mut is_line = matches!(sign, '\n' | '\r');
        while let Some(space) = rest.next_if(|next| next.is_whitespace()) {
            is_line |= matches!(space, '\n' | '\r');
        }
        // 「张 三」 is spaced to look as wide as 「欧阳三」.
        let joins = |sign: Option<char>| sign.is_some_and(is_chinese);
        match (last, rest.peek()) {
            (None, _) | (_, None) => {}
            (before, after) if !is_line && joins(before) && joins(after.copied()) => {}
            _ => out.push(if is_line { '\n' } else { ' ' }),
        }
    }
    out
}

fn is_chinese(sign: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&sign)
}

fn narrow_letter(sign: char) -> char {
    match sign {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{3000}' => half_width(sign),
        '\u{a0}' => ' ',
        other => other,
    }
}

/// A text with all its signs in half width: for figures, dates and headings, where width says nothing.
pub(crate) fn narrow(text: &str) -> String {
    let sign = |sign: char| match sign {
        '\u{a0}' => ' ',
        other => half_width(other),
    };
    text.chars().map(sign).collect()
}

/// The answer that a cell gives to a question of a type. `None`: the cell is blank. `shift` is the power of ten between the
/// unit of the column and that of the question: 元 for a question in 万元 is -4.
///
/// # Errors
/// [`CellProblem`], for all but choices, which `choices` looks up.
pub fn answer(value: &CellValue, data_type: DataType, unit: Units) -> Result<Option<String>, CellProblem> {
    if let CellValue::Error(_) = value {
        return Err(CellProblem::Formula);
    }
    let text = shown(value);
    if text.is_empty() || is_dash(&text) {
        return Ok(None);
    }
    match data_type {
        DataType::Integer | DataType::Decimal => number(&text, unit).map(Some).ok_or(CellProblem::NotANumber),
        DataType::Date => date(value, &text).map(|day| Some(day.to_string())).ok_or(CellProblem::NotADate),
        _ if lost_digits(value, &text) => Err(CellProblem::DigitsLost),
        _ => Ok(Some(text)),
    }
}

/// What people write where there is nothing to write.
fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "--" | "—" | "——" | "/" | "\\" | "无数据" | "N/A" | "n/a")
}

/// Whether digits are lost that stood there: told by a number with more digits than are kept, or by its text.
fn lost_digits(value: &CellValue, text: &str) -> bool {
    if let CellValue::Number(number) = value {
        return number.abs() >= TOO_LONG;
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let narrow = narrow(text);
    if let Some((mantissa, exponent)) = narrow.split_once(['E', 'e'])
        && let Some(exponent) = exponent.strip_prefix('+')
    {
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        return whole.len() == 1 && is_digits(whole) && is_digits(fraction) && is_digits(exponent);
    }
    // As a number it was saved with zeros for what it had lost.
    narrow.len() > KEPT_DIGITS && is_digits(&narrow) && narrow[KEPT_DIGITS..].bytes().all(|byte| byte == b'0')
}

/// Units of money, as powers of ten of one yuan, the longer words first.
const MONEY: [(&str, i8); 5] = [("亿元", 8), ("百万元", 6), ("万元", 4), ("千元", 3), ("元", 0)];
/// What stands behind a figure, and says nothing about it.
const COUNTED: [&str; 12] = ["人", "名", "户", "家", "个", "件", "项", "次", "天", "岁", "平方米", "亩"];

/// The units of a column and of the question that it answers, as powers of ten of one yuan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Units {
    pub of_column: Option<i8>,
    pub of_question: Option<i8>,
}

impl Units {
    /// As a heading and a question's labels, in whatever language, name them.
    pub fn of(heading: &str, labels: &[impl AsRef<str>]) -> Self {
        Self { of_column: money(heading), of_question: labels.iter().find_map(|label| money(label.as_ref())) }
    }

    /// How a column's figures are changed; `None`: they are taken as they are.
    pub fn shift(self) -> Option<i8> {
        let shift = self.of_column? - self.of_question?;
        (shift != 0).then_some(shift)
    }
}

fn money(text: &str) -> Option<i8> {
    MONEY.iter().find(|(word, _)| text.contains(word)).map(|(_, power)| *power)
}

/// A figure as people write it, in the question's unit: `12,345.67`, `￥３５００`, `1.2亿元`, `320人`.
fn number(text: &str, units: Units) -> Option<String> {
    let plain: String = narrow(text).chars().filter(|sign| !sign.is_whitespace()).collect();
    let plain = plain.trim_start_matches(['¥', '￥']);
    let (plain, own) = match MONEY.iter().chain([&("亿", 8), &("万", 4)]).find(|(word, _)| plain.ends_with(word)) {
        Some((word, power)) => (plain.strip_suffix(word)?, Some(*power)),
        None => (plain, None),
    };
    let plain = COUNTED.iter().find_map(|word| plain.strip_suffix(word)).unwrap_or(plain);
    let digits = without_separators(plain)?;
    let number = plain_number(&digits)?;
    match (own.or(units.of_column), units.of_question) {
        (Some(own), Some(asked)) => shifted(&number, i32::from(own) - i32::from(asked)),
        // 「3万」 of what is counted, not paid.
        (Some(own), None) => shifted(&number, i32::from(own)),
        (None, _) => Some(number),
    }
}

/// Thousands separators stand before three digits, or else the comma means something that nobody can know.
fn without_separators(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next()?.trim_start_matches('-');
    let is_grouped = (1..=3).contains(&first.len()) && groups.clone().all(|group| group.len() == 3);
    let is_sound = is_grouped && fraction.is_none_or(|rest| !rest.contains(','));
    is_sound.then(|| text.replace(',', ""))
}

/// Digits with a sign and a point at most; `1.2E+3` of a spreadsheet's figure is written out.
fn plain_number(text: &str) -> Option<String> {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let rest = rest.strip_prefix('+').unwrap_or(rest);
    let (mantissa, power) = match rest.split_once(['E', 'e']) {
        Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok().filter(|power| power.abs() < 20)?),
        None => (rest, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = is_digits(whole) && is_digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !is_number { None } else { shifted(&format!("{sign}{mantissa}"), power) }
}

/// A decimal number times a power of ten, digit by digit: no figure is rounded.
pub(crate) fn shifted(number: &str, power: i32) -> Option<String> {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut all = format!("{whole}{fraction}");
    let mut point = i32::try_from(whole.len()).ok()? + power;
    if point < 0 {
        all.insert_str(0, &"0".repeat(usize::try_from(-point).ok()?));
        point = 0;
    }
    let point = usize::try_from(point).ok()?;
    if all.len() < point {
        all.push_str(&"0".repeat(point - all.len()));
    }
    let (whole, fraction) = all.split_at(point);
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let is_zero = whole == "0" && fraction.is_empty();
    let sign = if is_zero { "" } else { sign };
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// Serial numbers of days that a ledger may speak of: 1927 to 2119. A year such as 2023 is none of them.
const SERIALS: std::ops::RangeInclusive<f64> = 10_000.0..=80_000.0;
/// 1899-12-30 in days since 1970-01-01.
const DAY_0: i64 = -25_569;

/// The day that a cell says, in any of the ways that people and spreadsheet programs write one.
pub(crate) fn date(value: &CellValue, text: &str) -> Option<Day> {
    let narrow = narrow(text);
    let (day, _time) = match narrow.split_once(['T', ' ']) {
        Some((day, time)) if time.contains(':') => (day, time),
        _ => (narrow.as_str(), ""),
    };
    if let Some(day) = Day::written(day) {
        return Some(day);
    }
    let serial = match value {
        CellValue::Number(number) => Some(*number),
        CellValue::Text(_) => narrow.parse::<f64>().ok(),
        _ => None,
    };
    #[allow(clippy::cast_possible_truncation)] // within the range
    serial.filter(|serial| SERIALS.contains(serial)).map(|serial| Day(serial.floor() as i64 + DAY_0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Units = Units { of_column: None, of_question: None };

    fn text(text: &str) -> CellValue {
        CellValue::Text(text.to_owned())
    }

    fn taken(value: &CellValue, data_type: DataType) -> Result<Option<String>, CellProblem> {
        answer(value, data_type, PLAIN)
    }

    #[test]
    fn stray_spaces_go_and_digits_become_narrow_while_brackets_stay() {
        assert_eq!(
            tidied(" 样例 纺织（新疆）　有限 公司\u{200b}\u{a0}"),
            "样例纺织（新疆）有限公司".replace("）有", "） 有")
        );
        assert_eq!(tidied("９１６５２８９９ma1dgfba0u"), "91652899ma1dgfba0u");
        assert_eq!(tidied("Sample  Textile Co.\r\n 库尔勒"), "Sample Textile Co.\n库尔勒");
    }

    #[test]
    fn a_code_that_became_a_number_is_told_as_ruined_and_never_written_out() {
        for value in [
            CellValue::Number(9.16529e17),
            text("9.16529E+17"),
            text("９.１６５２９E+１７"),
            text("916528990000000000"),
            text("1.39996E+10"),
        ] {
            assert_eq!(taken(&value, DataType::Text), Err(CellProblem::DigitsLost), "{value:?}");
        }
        // As text it is the same error again, and never eighteen digits that look like a code.
        let shown = shown(&CellValue::Number(916_528_991_221_571_451.0));
        assert_eq!((shown.as_str(), lost_digits(&text(&shown), &shown)), ("9.16529E+17", true));
        for (value, kept) in [
            (CellValue::Number(13_999_600_000.0), "13999600000"),
            (text("916528991221571451"), "916528991221571451"),
            (text("91652899MA1DGFBA0U"), "91652899MA1DGFBA0U"),
            (text("650000"), "650000"),
            (text("AE+3"), "AE+3"),
        ] {
            assert_eq!(taken(&value, DataType::Text), Ok(Some(kept.to_owned())), "{value:?}");
        }
    }

    #[test]
    fn figures_are_read_with_separators_signs_and_units_and_never_rounded() {
        let money = Units::of("营业收入（元）", &["上年营业收入（万元）"]);
        let cases = [
            ("12,345.67", PLAIN, "12345.67"),
            ("￥３，５００", PLAIN, "3500"),
            ("320人", PLAIN, "320"),
            ("3.5E+3", PLAIN, "3500"),
            ("-0", PLAIN, "0"),
            ("35000000", money, "3500"),
            ("12345.6", money, "1.23456"),
            ("1.2亿元", money, "12000"),
            ("3500万元", money, "3500"),
            ("3500万", money, "3500"),
        ];
        for (written, units, expected) in cases {
            let answer = answer(&text(written), DataType::Decimal, units);
            assert_eq!(answer, Ok(Some(expected.to_owned())), "{written}");
        }
        for written in ["约三百", "1,2", "12,34,567", "1.2.3", "+-3", "3500左右"] {
            assert_eq!(taken(&text(written), DataType::Decimal), Err(CellProblem::NotANumber), "{written}");
        }
    }

    #[test]
    fn a_column_in_yuan_is_told_from_one_in_ten_thousands() {
        assert_eq!(Units::of("营业收入(元)", &["上年营业收入（万元）"]).shift(), Some(-4));
        assert_eq!(Units::of("营业收入（亿元）", &["上年营业收入（万元）"]).shift(), Some(4));
        assert_eq!(Units::of("营业收入（万元）", &["上年营业收入（万元）"]).shift(), None);
        assert_eq!(Units::of("营业收入", &["上年营业收入（万元）"]).shift(), None);
    }

    #[test]
    fn dates_are_read_in_all_usual_ways_and_a_year_alone_is_none() {
        for value in [
            text("2023-10-31"),
            text("2023.10.31"),
            text("2023/10/31"),
            text("20231031"),
            text("2023年10月31日"),
            text(" ２０２３年１０月３１日 "),
            text("2023-10-31 00:00:00"),
            text("45230"),
            CellValue::Number(45_230.0),
            CellValue::Number(20_231_031.0),
            CellValue::Date("2023-10-31T09:30:00".to_owned()),
        ] {
            assert_eq!(taken(&value, DataType::Date), Ok(Some("2023-10-31".to_owned())), "{value:?}");
        }
        for value in [text("2023"), CellValue::Number(2023.0), text("2023年10月"), text("去年"), text("2023-02-30")]
        {
            assert_eq!(taken(&value, DataType::Date), Err(CellProblem::NotADate), "{value:?}");
        }
    }

    #[test]
    fn blanks_and_dashes_are_no_answer_and_an_error_of_the_program_is_one() {
        for blank in ["", "  ", "-", "——", "/"] {
            assert_eq!(taken(&text(blank), DataType::Decimal), Ok(None), "{blank}");
        }
        assert_eq!(taken(&CellValue::Error("#REF!".to_owned()), DataType::Text), Err(CellProblem::Formula));
    }
}

//! The numbers of a range question, exact to the digit.
//!
//! Start at [`Range::read`].

use crate::definition::Control;
use crate::problem::{Known, Message, Place};
use crate::xlsform::choices::Lists;
use crate::xlsform::findings::Findings;
use crate::xlsform::parameters::Parameters;

/// From, to and step of a range, and whether its answers have decimals.
pub(super) struct Range {
    pub control: Control,
    pub decimal: bool,
}

impl Range {
    /// Reads the parameters of a range. Those left out are 1 to 10 by steps of 1.
    pub fn read(
        parameters: &Parameters,
        appearance: &[String],
        lists: &Lists,
        place: &Place,
        findings: &mut Findings,
    ) -> Self {
        let mut read = Reader { parameters, place, findings };
        let ticks = ["tick_interval", "placeholder", "tick_labelset"];
        let no_ticks = appearance.iter().any(|word| word.contains("no-ticks"));
        let plain = appearance.is_empty() || no_ticks || appearance.iter().any(|word| word.contains("vertical"));
        if let Some(name) = ticks.iter().find(|name| !plain && parameters.contains_key(**name)) {
            read.error(Message::ParameterAppearance { name: (*name).to_owned() });
        }
        let start = read.number("start").unwrap_or(Exact::whole(1));
        let end = read.number("end").unwrap_or(Exact::whole(10));
        let step = read.number("step").unwrap_or(Exact::whole(1));
        let interval = read.number("tick_interval");
        let placeholder = read.number("placeholder");
        let width = end.minus(start).size();
        read.fits("step", step, width);
        if let Some(interval) = interval {
            read.fits("tick_interval", interval, width);
            if !step.is_zero() && !interval.is_multiple_of(step) {
                read.error(Message::RangeNotOnStep { name: "tick_interval".to_owned() });
            }
        }
        let (least, most) = if start.at_most(end) { (start, end) } else { (end, start) };
        let outside = |value: Exact| !least.at_most(value) || !value.at_most(most);
        if let Some(placeholder) = placeholder {
            if !placeholder.minus(start).is_multiple_of(step) {
                read.error(Message::RangeNotOnStep { name: "placeholder".to_owned() });
            }
            if outside(placeholder) {
                read.error(Message::RangeOutside { name: "placeholder".to_owned() });
            }
        }
        if let Some(name) = parameters.get("tick_labelset") {
            let Some(values) = lists.choice_names(name) else {
                let message = Message::ListUnknown { list: name.clone() };
                read.findings.error(place.clone(), message).near(Known::List, name, lists.names());
                return Self::new(start, end, step, &[interval, placeholder]);
            };
            let mut labelled = Vec::new();
            for text in values {
                let Some(value) = Exact::read(text) else {
                    read.error(Message::RangeLabelsNotNumbers { list: name.clone() });
                    break;
                };
                if outside(value) {
                    read.error(Message::RangeOutside { name: text.to_owned() });
                }
                if [interval.unwrap_or(step), step].iter().any(|&every| !value.minus(start).is_multiple_of(every)) {
                    read.error(Message::RangeNotOnStep { name: text.to_owned() });
                }
                labelled.push(value);
            }
            let ends = |value: &Exact| *value == start || *value == end;
            let complete = [start, end].iter().all(|end| labelled.contains(end));
            if no_ticks && !(labelled.iter().all(ends) && complete) {
                read.error(Message::RangeLabelsNotEnds { list: name.clone() });
            }
        }
        Self::new(start, end, step, &[interval, placeholder])
    }

    fn new(start: Exact, end: Exact, step: Exact, others: &[Option<Exact>]) -> Self {
        let decimal = ![start, end, step].iter().chain(others.iter().flatten()).all(|value| value.is_whole());
        Self { control: Control::Range { start: start.number(), end: end.number(), step: step.number() }, decimal }
    }
}

struct Reader<'a> {
    parameters: &'a Parameters,
    place: &'a Place,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn number(&mut self, name: &str) -> Option<Exact> {
        let value = Exact::read(self.parameters.get(name)?);
        if value.is_none() {
            self.error(Message::ParameterNotNumber { name: name.to_owned() });
        }
        value
    }

    fn fits(&mut self, name: &str, value: Exact, width: Exact) {
        if value.is_zero() {
            self.error(Message::RangeZero { name: name.to_owned() });
        } else if !value.at_most(width) {
            self.error(Message::RangeTooLarge { name: name.to_owned() });
        }
    }

    fn error(&mut self, message: Message) {
        self.findings.error(self.place.clone(), message);
    }
}

/// A decimal number: an integer, and how many of its digits are decimals. Without trailing decimal zeros, so that equal
/// numbers are equal. Between -10^18 and 10^18 with at most 12 decimals, which no slider exceeds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Exact {
    digits: i128,
    places: u32,
}

impl Exact {
    fn whole(value: i128) -> Self {
        Self { digits: value, places: 0 }
    }

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.parse::<i32>().ok().filter(|exponent| exponent.abs() <= 12)?)
            }
            None => (text, 0),
        };
        let (sign, unsigned) = match mantissa.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let all = format!("{whole}{decimals}");
        if all.is_empty() || all.len() > 18 || decimals.len() > 12 || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = sign * all.parse::<i128>().ok()?;
        let places = i32::try_from(decimals.len()).ok()? - exponent;
        let (digits, places) = match u32::try_from(places) {
            Ok(places) => (digits, places),
            Err(_) => (digits * 10_i128.pow(places.unsigned_abs()), 0),
        };
        Some(Self { digits, places }.short())
    }

    fn short(mut self) -> Self {
        while self.places > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.places -= 1;
        }
        self
    }

    fn aligned(self, other: Self) -> (i128, i128, u32) {
        let places = self.places.max(other.places);
        let shift = |value: Self| value.digits * 10_i128.pow(places - value.places);
        (shift(self), shift(other), places)
    }

    fn minus(self, other: Self) -> Self {
        let (left, right, places) = self.aligned(other);
        Self { digits: left - right, places }.short()
    }

    fn at_most(self, other: Self) -> bool {
        let (left, right, _) = self.aligned(other);
        left <= right
    }

    fn is_multiple_of(self, other: Self) -> bool {
        let (left, right, _) = self.aligned(other);
        right != 0 && left % right == 0
    }

    fn size(self) -> Self {
        Self { digits: self.digits.abs(), places: self.places }
    }

    fn is_zero(self) -> bool {
        self.digits == 0
    }

    fn is_whole(self) -> bool {
        self.places == 0
    }

    fn number(self) -> f64 {
        let text = format!("{}e-{}", self.digits, self.places);
        text.parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_goes_into_one_exactly_ten_times() {
        let exact = |text| Exact::read(text).expect("a number");
        assert!(exact("1").is_multiple_of(exact("0.1")));
        assert!(!exact("1").is_multiple_of(exact("0.3")));
        assert_eq!(exact("0.30"), exact("3e-1"));
        assert_eq!(exact("-2.5").number(), -2.5);
        assert_eq!(Exact::read("NaN"), None);
    }
}

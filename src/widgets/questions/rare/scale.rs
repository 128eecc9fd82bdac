//! The values of a range, from its start to its end, exact to the digit.
//!
//! A value is counted in steps from the start, so that nothing is added up in binary fractions. Start at [`Scale::of`].

/// From start to end, which may be the smaller one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scale {
    /// In units of `10^-places`.
    start: i64,
    step: i64,
    places: u32,
    /// The number of steps.
    pub steps: i64,
}

/// No range has finer steps.
const MOST_PLACES: u32 = 6;

impl Scale {
    pub fn of(start: f64, end: f64, step: f64) -> Self {
        let places = places(start).max(places(step));
        let unit = |value: f64| units(value, places);
        let (start, end) = (unit(start), unit(end));
        let size = unit(step.abs()).max(1);
        let step = if end < start { -size } else { size };
        Self { start, step, places, steps: (end - start) / step }
    }

    /// The value after so many steps, as an answer is written: `2.5`, `-1`.
    pub fn text(&self, steps: i64) -> String {
        let value = self.start + self.step * steps;
        let scale = 10_i64.pow(self.places);
        let sign = if value < 0 { "-" } else { "" };
        let (whole, part) = (value.abs() / scale, value.abs() % scale);
        if part == 0 {
            return format!("{sign}{whole}");
        }
        let part = format!("{part:0width$}", width = self.places as usize);
        format!("{sign}{whole}.{}", part.trim_end_matches('0'))
    }

    /// How many steps from the start an answer is; the nearest, where it is between two.
    pub fn steps_to(&self, answer: &str) -> Option<i64> {
        let value = answer.trim().parse::<f64>().ok().filter(|value| value.is_finite())?;
        Some(self.steps_at(value))
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // within the range
    pub fn steps_at(&self, value: f64) -> i64 {
        let steps = (value * 10_f64.powi(self.places as i32) - self.start as f64) / self.step as f64;
        (steps.round() as i64).clamp(0, self.steps)
    }

    /// How far along a place is, for a drawing: `12.5%`.
    pub fn percent(&self, steps: i64) -> String {
        let tenths = steps * 1_000 / self.steps.max(1);
        format!("{}.{}%", tenths / 10, tenths % 10)
    }

    /// The ticks: every so many steps, or at each step where there are few. None where they would be a grey bar.
    pub fn ticks(&self, interval: Option<f64>) -> Vec<i64> {
        let every = interval.map_or(1, |interval| (units(interval.abs(), self.places) / self.step.abs()).max(1));
        if self.steps / every > MOST_TICKS {
            return Vec::new();
        }
        (0..=self.steps / every).map(|tick| tick * every).collect()
    }
}

const MOST_TICKS: i64 = 50;

#[allow(clippy::cast_possible_truncation)] // a form's range is far smaller
fn units(value: f64, places: u32) -> i64 {
    (value * 10_f64.powi(places as i32)).round() as i64
}

/// How many decimals a number has.
fn places(value: f64) -> u32 {
    let is_whole = |places: &u32| {
        let scaled = value * 10_f64.powi(*places as i32);
        (scaled - scaled.round()).abs() < 1e-6
    };
    (0..MOST_PLACES).find(is_whole).unwrap_or(MOST_PLACES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(scale: Scale) -> Vec<String> {
        (0..=scale.steps).map(|steps| scale.text(steps)).collect()
    }

    #[test]
    fn tenths_are_counted_and_not_added_up() {
        assert_eq!(all(Scale::of(0.0, 0.5, 0.1)), ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
        assert_eq!(all(Scale::of(-1.0, 1.0, 0.5)), ["-1", "-0.5", "0", "0.5", "1"]);
        assert_eq!(Scale::of(0.0, 1_000.0, 0.001).text(999_999), "999.999");
    }

    #[test]
    fn a_range_may_go_down() {
        assert_eq!(all(Scale::of(3.0, 1.0, 1.0)), ["3", "2", "1"]);
        assert_eq!(Scale::of(3.0, 1.0, 1.0).steps_to("1"), Some(2));
    }

    #[test]
    fn an_answer_has_its_place_and_one_outside_the_nearest() {
        let scale = Scale::of(0.0, 10.0, 2.5);
        assert_eq!(scale.steps, 4);
        assert_eq!(scale.steps_to("7.5"), Some(3));
        assert_eq!(scale.steps_to("99"), Some(4));
        assert_eq!(scale.steps_to("-3"), Some(0));
        assert_eq!(scale.steps_to(""), None);
        assert_eq!(scale.steps_to("NaN"), None);
        assert_eq!(scale.percent(1), "25.0%");
    }

    #[test]
    fn ticks_stand_at_their_interval_and_not_too_close() {
        assert_eq!(Scale::of(0.0, 10.0, 1.0).ticks(Some(5.0)), [0, 5, 10]);
        assert_eq!(Scale::of(0.0, 4.0, 1.0).ticks(None), [0, 1, 2, 3, 4]);
        assert!(Scale::of(0.0, 1_000.0, 1.0).ticks(None).is_empty());
        assert_eq!(Scale::of(0.0, 1.0, 0.1).ticks(Some(0.5)), [0, 5, 10]);
    }

    #[test]
    fn a_range_without_a_step_has_one_value() {
        assert_eq!(Scale::of(5.0, 5.0, 1.0).steps, 0);
        assert_eq!(Scale::of(5.0, 5.0, 0.0).text(0), "5");
        assert_eq!(Scale::of(5.0, 5.0, 1.0).percent(0), "0.0%");
    }
}

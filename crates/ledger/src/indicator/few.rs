//! Counts of so few people that others are not told.
//!
//! Source: P15 of the privacy rules. Not here: what leaves the office, which is where it is asked for.

/// What stands for such a count.
pub const FEW: &str = "<5";
const PEOPLE: f64 = 5.0;

/// Whether a count is of few people. That there is nobody may be told.
pub fn is_few(count: f64) -> bool {
    count > 0.0 && count < PEOPLE
}

/// Which of the parts of a whole are hidden: those of few people, and as many more that what is hidden is not of few people
/// itself, since the whole may be known.
pub(super) fn hidden(parts: &[Option<f64>]) -> Vec<bool> {
    let mut hidden: Vec<bool> = parts.iter().map(|part| part.is_some_and(is_few)).collect();
    loop {
        let sum: f64 = parts.iter().zip(&hidden).filter(|(_, hidden)| **hidden).filter_map(|(part, _)| *part).sum();
        if !is_few(sum) {
            return hidden;
        }
        let told =
            parts.iter().enumerate().filter(|(place, part)| !hidden[*place] && part.is_some_and(|part| part > 0.0));
        let least = told.min_by(|(_, one), (_, other)| one.unwrap_or_default().total_cmp(&other.unwrap_or_default()));
        match least {
            Some((place, _)) => hidden[place] = true,
            None => return hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_three_and_twenty_both_are_hidden_for_twenty_three_may_be_known() {
        assert_eq!(hidden(&[Some(3.0), Some(20.0)]), [true, true]);
        assert_eq!(hidden(&[Some(3.0), Some(20.0), Some(7.0)]), [true, false, true]);
        assert_eq!(hidden(&[Some(3.0), Some(2.0), Some(7.0)]), [true, true, false]);
        assert_eq!(hidden(&[Some(0.0), None, Some(7.0)]), [false, false, false]);
        assert_eq!(hidden(&[Some(2.0), Some(0.0)]), [true, false], "there is nothing to hide it behind");
    }
}

//! Which sums of enterprises' figures may be shown, so that none says what a single one of them has.
//!
//! One table shows a total and groups that share no member, so all that can be worked out from it is what it shows, sums of that,
//! and the total less what it shows: the groups that are hidden, taken together. So those, too, must be open ([`shown`]). Sums by
//! two different groupings would give more to subtract, which is why a file has one.
//!
//! Source: D03 of the privacy rules. Not here: who counts, few people (`indicator`).

/// So many must have had a part in a sum of figures.
const FIRMS: usize = 3;
/// The largest may be so much of it, in hundredths.
const MOST_PART: f64 = 85.0;

/// A sum, with what the rule has to know of it.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Sum {
    pub value: f64,
    /// So many said a figure, and of so many it is not zero.
    said: usize,
    counting: usize,
    /// Without signs: all of it, and the largest.
    size: f64,
    largest: f64,
}

impl Sum {
    pub fn add(&mut self, value: f64) {
        self.said += 1;
        self.counting += usize::from(value != 0.0);
        self.value += value;
        self.size += value.abs();
        self.largest = self.largest.max(value.abs());
    }

    fn join(&mut self, other: &Self) {
        self.said += other.said;
        self.counting += other.counting;
        self.value += other.value;
        self.size += other.size;
        self.largest = self.largest.max(other.largest);
    }

    /// Whether nobody said a figure.
    pub fn is_silent(&self) -> bool {
        self.said == 0
    }

    /// Whether it may be told by itself. That nobody said anything may.
    pub fn is_open(&self) -> bool {
        self.is_silent() || (self.counting >= FIRMS && self.largest * 100.0 <= self.size * MOST_PART)
    }

    /// Whether a figure may be told that stands in the middle of theirs, and is no sum of them.
    pub fn is_of_enough(&self) -> bool {
        self.is_silent() || self.said >= FIRMS
    }
}

/// What of a table is shown: each group, and the total.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    pub groups: Vec<bool>,
    pub total: bool,
}

/// Hides what may not be told, and as much more that it cannot be worked out from the total.
pub fn shown(groups: &[Sum]) -> Shown {
    let total = joined(groups.iter()).is_open();
    let mut open: Vec<bool> = groups.iter().map(Sum::is_open).collect();
    loop {
        let hidden = joined(groups.iter().zip(&open).filter(|(_, is_open)| !**is_open).map(|(sum, _)| sum));
        if !total || hidden.is_open() {
            break;
        }
        // The smallest that says anything goes too: that hides least.
        let next = (0..groups.len())
            .filter(|at| open[*at] && groups[*at].said > 0)
            .min_by(|one, other| groups[*one].size.total_cmp(&groups[*other].size));
        match next {
            Some(next) => open[next] = false,
            None => break,
        }
    }
    Shown { groups: open, total }
}

/// All of them as one.
pub fn joined<'a>(sums: impl Iterator<Item = &'a Sum>) -> Sum {
    sums.fold(Sum::default(), |mut all, sum| {
        all.join(sum);
        all
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(values: &[f64]) -> Sum {
        let mut sum = Sum::default();
        values.iter().for_each(|value| sum.add(*value));
        sum
    }

    #[test]
    fn a_chain_with_two_enterprises_is_hidden_and_so_is_one_that_would_give_it_away() {
        let groups = [sum(&[10.0, 20.0]), sum(&[10.0, 10.0, 10.0]), sum(&[50.0, 50.0, 50.0])];
        // Without the second one hidden too, the total would tell the first.
        assert_eq!(shown(&groups), Shown { groups: vec![false, false, true], total: true });
    }

    #[test]
    fn a_sum_that_one_enterprise_makes_up_is_hidden() {
        assert!(!sum(&[86.0, 7.0, 7.0]).is_open());
        assert!(sum(&[85.0, 8.0, 7.0]).is_open());
        assert!(!sum(&[-86.0, 7.0, 7.0]).is_open(), "a loss is as much of a secret");
    }

    #[test]
    fn a_middle_is_told_of_three_whatever_they_have() {
        assert!(sum(&[90.0, 0.0, 1.0]).is_of_enough() && sum(&[]).is_of_enough());
        assert!(!sum(&[5.0, 5.0]).is_of_enough());
    }

    #[test]
    fn who_has_nothing_does_not_hide_the_others_and_that_all_have_nothing_is_not_told() {
        assert!(!sum(&[10.0, 20.0, 0.0]).is_open());
        assert!(!sum(&[0.0, 0.0, 0.0]).is_open());
        assert!(sum(&[]).is_open());
    }

    #[test]
    fn two_groups_alone_are_both_hidden_and_the_total_is_told() {
        let groups = [sum(&[1.0]), sum(&[5.0, 5.0, 5.0])];
        assert_eq!(shown(&groups), Shown { groups: vec![false, false], total: true });
    }

    proptest! {
        #[test]
        fn nothing_that_can_be_worked_out_breaks_the_rule(
            groups in prop::collection::vec(prop::collection::vec(-50_i32..1000, 0..6), 0..8),
        ) {
            let groups: Vec<Sum> = groups
                .iter()
                .map(|values| sum(&values.iter().map(|value| f64::from(*value)).collect::<Vec<_>>()))
                .collect();
            let told = shown(&groups);
            let of = |is_shown: bool| {
                groups.iter().zip(&told.groups).filter(move |(_, shown)| **shown == is_shown).map(|(sum, _)| sum)
            };
            prop_assert!(of(true).all(|sum| sum.is_open()));
            prop_assert!(joined(of(true)).is_open(), "sums of what is shown");
            if told.total {
                prop_assert!(joined(groups.iter()).is_open());
                prop_assert!(joined(of(false)).is_open(), "the total less what is shown");
            }
            if groups.iter().all(|sum| sum.is_open()) {
                prop_assert!(told.groups.iter().all(|shown| *shown), "nothing is hidden for nothing");
            }
        }
    }
}

//! The value that so many of others do not exceed.

/// Of an even number the mean of the two in the middle.
pub(super) fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let (low, high) = (values.get(values.len().checked_sub(1)? / 2)?, values.get(values.len() / 2)?);
    Some((low + high) / 2.0)
}

/// The smallest value that nine tenths do not exceed.
pub(super) fn ninth_tenth(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get((values.len() * 9).div_ceil(10).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_nine_tenths_of_few_and_of_many() {
        let values = |count: u32| (1..=count).map(f64::from).rev().collect::<Vec<_>>();
        assert_eq!((median(values(0)), ninth_tenth(values(0))), (None, None));
        assert_eq!((median(values(1)), ninth_tenth(values(1))), (Some(1.0), Some(1.0)));
        assert_eq!((median(values(4)), ninth_tenth(values(4))), (Some(2.5), Some(4.0)));
        assert_eq!((median(values(10)), ninth_tenth(values(10))), (Some(5.5), Some(9.0)));
        assert_eq!(ninth_tenth(values(24)), Some(22.0));
    }
}

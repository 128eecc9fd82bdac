//! Counts of so few people that others are not told.
//!
//! Source: P15 of the privacy rules. Not here: what leaves the office, which is where it is asked for.

/// What stands for such a count.
pub const FEW: &str = "<5";
/// What stands for a figure that is hidden because it would tell such a count.
pub const HIDDEN: &str = "*";
const PEOPLE: f64 = 5.0;

/// Whether a count is of few people. That there is nobody may be told.
pub fn is_few(count: f64) -> bool {
    count > 0.0 && count < PEOPLE
}

/// Which of the parts of a whole are hidden: those of few people, and as many more that what is hidden is not of few people
/// itself, since the whole may be known.
pub(super) fn hidden(parts: &[Option<f64>]) -> Vec<bool> {
    let mut hidden: Vec<bool> = parts.iter().map(|part| part.is_some_and(is_few)).collect();
    let all: Vec<usize> = (0..parts.len()).collect();
    hide_more(parts, &all, &mut hidden);
    hidden
}

/// The same of a table's cells, row after row, of which some are hidden already: the whole may be known, and so may the sum
/// of each row and column.
pub(super) fn hide_in_table(cells: &[Option<f64>], columns: usize, hidden: &mut [bool]) {
    let few = |place: &usize| cells[*place].is_some_and(is_few);
    (0..cells.len()).filter(few).for_each(|place| hidden[place] = true);
    let of = |wanted: &dyn Fn(usize) -> bool| (0..cells.len()).filter(|place| wanted(*place)).collect::<Vec<_>>();
    let rows = (0..cells.len().div_ceil(columns.max(1))).map(|row| of(&|place| place / columns == row));
    let down = (0..columns).map(|column| of(&|place| place % columns == column));
    let lines: Vec<Vec<usize>> = [of(&|_| true)].into_iter().chain(rows).chain(down).collect();
    // Each turn hides more, or is the last. What one line hides may do for another, so all have theirs before the next turn.
    while lines.iter().filter(|line| hide_more(cells, line, hidden)).count() > 0 {}
}

/// Hides the least of what is told of some parts until what is hidden of them is not of few people, and more than one: one
/// alone is what the others leave of their sum. Whether it did.
fn hide_more(parts: &[Option<f64>], of: &[usize], hidden: &mut [bool]) -> bool {
    let mut more = false;
    let count = |place: &usize| parts[*place].unwrap_or_default();
    loop {
        let hides: Vec<f64> =
            of.iter().filter(|place| hidden[**place]).map(count).filter(|count| *count > 0.0).collect();
        let tells = hides.len() == 1 || is_few(hides.iter().sum());
        let told = of.iter().filter(|place| !hidden[**place] && count(place) > 0.0);
        match told.min_by(|one, other| count(one).total_cmp(&count(other))) {
            Some(least) if tells => hidden[*least] = true,
            _ => return more,
        }
        more = true;
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

    #[test]
    fn in_a_table_the_sum_of_a_row_or_a_column_tells_none_either() {
        let cells = [3.0, 20.0, 9.0, 30.0, 40.0, 50.0].map(Some);
        let mut hidden = [false; 6];
        hide_in_table(&cells, 3, &mut hidden);
        // The three and the least of all with it, and in the columns of both another one.
        assert_eq!(hidden, [true, false, true, true, false, true]);
        let mut hidden = [false, false, false, false, true, false];
        hide_in_table(&[None; 6], 3, &mut hidden);
        assert_eq!(hidden, [false, false, false, false, true, false], "what is hidden stays so");
    }
}

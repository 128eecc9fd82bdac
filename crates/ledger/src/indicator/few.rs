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

/// Hides cells of a table, row after row, of which some are hidden already: those of few people, and as many more that what is
/// hidden is not of few people itself, since the whole may be known, and so may the sum of each row and column.
pub(crate) fn hide_in_table(cells: &[Option<f64>], columns: usize, hidden: &mut [bool]) {
    let columns = columns.max(1);
    for place in (0..cells.len()).filter(|place| cells[*place].is_some_and(is_few)) {
        hidden[place] = true;
        let corners = least_corners(cells, columns, hidden, place);
        corners.into_iter().flatten().for_each(|place| hidden[place] = true);
    }
    let of = |wanted: &dyn Fn(usize) -> bool| (0..cells.len()).filter(|place| wanted(*place)).collect::<Vec<_>>();
    let rows = (0..cells.len().div_ceil(columns)).map(|row| of(&|place| place / columns == row));
    let down = (0..columns).map(|column| of(&|place| place % columns == column));
    let lines: Vec<Vec<usize>> = [of(&|_| true)].into_iter().chain(rows).chain(down).collect();
    // Each turn hides more, or is the last. What one line hides may do for another, so all have theirs before the next turn.
    while lines.iter().filter(|line| hide_more(cells, line, hidden)).count() > 0 {}
}

/// The other corners of the rectangle that costs least of what is told: with them a cell is alone in no row and no column.
fn least_corners(cells: &[Option<f64>], columns: usize, hidden: &[bool], place: usize) -> Option<[usize; 3]> {
    let (row, column) = (place / columns, place % columns);
    let count = |place: usize| cells.get(place).copied().flatten().unwrap_or_default();
    let others = (0..cells.len()).filter(|other| other / columns != row && other % columns != column);
    let corners = others.map(|other| [other, row * columns + other % columns, other / columns * columns + column]);
    let whole = corners.filter(|corners| corners.iter().all(|corner| count(*corner) > 0.0));
    let cost = |corners: &[usize; 3]| -> f64 {
        corners.iter().filter(|corner| !hidden[**corner]).map(|corner| count(*corner)).sum()
    };
    whole.min_by(|one, other| cost(one).total_cmp(&cost(other)))
}

/// Hides more of parts whose sum is told, where what is hidden of them is known by it.
pub(super) fn hide_in_line(parts: &[Option<f64>], hidden: &mut [bool]) {
    hide_more(parts, &(0..parts.len()).collect::<Vec<_>>(), hidden);
}

/// Hides the least of what is told of some parts.
pub(super) fn hide_least(parts: &[Option<f64>], hidden: &mut [bool]) {
    let count = |place: &usize| parts[*place].unwrap_or_default();
    let told = (0..parts.len()).filter(|place| !hidden[*place] && count(place) > 0.0);
    if let Some(least) = told.min_by(|one, other| count(one).total_cmp(&count(other))) {
        hidden[least] = true;
    }
}

/// Hides the least of what is told of some parts until what is hidden of them is not of few people, and more than one: one
/// alone is what the others leave of their sum. Whether it did.
fn hide_more(parts: &[Option<f64>], of: &[usize], hidden: &mut [bool]) -> bool {
    let mut more = false;
    let count = |place: &usize| parts[*place].unwrap_or_default();
    loop {
        let hides: Vec<f64> =
            of.iter().filter(|place| hidden[**place]).map(count).filter(|count| *count > 0.0).collect();
        let (sum, many) = (hides.iter().sum::<f64>(), hides.len() as f64);
        // Of so few or so many that each is one person, or each four, all are told by their sum.
        let is_each = sum <= many || hides.iter().all(|one| is_few(*one)) && sum >= many * (PEOPLE - 1.0);
        let tells = hides.len() == 1 || is_few(sum) || !hides.is_empty() && is_each;
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

    fn hidden(parts: &[Option<f64>]) -> Vec<bool> {
        let mut hidden = vec![false; parts.len()];
        hide_in_table(parts, 1, &mut hidden);
        hidden
    }

    #[test]
    fn of_three_and_twenty_both_are_hidden_for_twenty_three_may_be_known() {
        assert_eq!(hidden(&[Some(3.0), Some(20.0)]), [true, true]);
        assert_eq!(hidden(&[Some(3.0), Some(20.0), Some(7.0)]), [true, false, true]);
        assert_eq!(hidden(&[Some(3.0), Some(2.0), Some(7.0)]), [true, true, false]);
        assert_eq!(hidden(&[Some(0.0), None, Some(7.0)]), [false, false, false]);
        assert_eq!(hidden(&[Some(4.0), Some(4.0), Some(30.0)]), [true, true, true], "eight of two are four each");
        assert_eq!(hidden(&[Some(1.0); 5]), [true; 5], "there is nothing to hide it behind");
        assert_eq!(hidden(&[Some(2.0), Some(0.0)]), [true, false], "there is nothing to hide it behind");
    }

    #[test]
    fn in_a_table_the_sum_of_a_row_or_a_column_tells_none_either() {
        let cells = [3.0, 20.0, 9.0, 30.0, 40.0, 50.0].map(Some);
        let mut hidden = [false; 6];
        hide_in_table(&cells, 3, &mut hidden);
        // The three, and the corners that cost least: 9, 30 and 50, not 20, 30 and 40.
        assert_eq!(hidden, [true, false, true, true, false, true]);
        // Four of a larger table, and no more.
        let mut cells = [Some(5.0); 12];
        cells[8] = Some(4.0);
        let mut hidden = [false; 12];
        hide_in_table(&cells, 3, &mut hidden);
        assert_eq!(hidden.iter().filter(|hidden| **hidden).count(), 4);
        for line in [[6, 7, 8].as_slice(), &[2, 5, 8, 11]] {
            assert_eq!(line.iter().filter(|place| hidden[**place]).count(), 2, "{line:?}");
        }
        let mut hidden = [false, false, false, false, true, false];
        hide_in_table(&[None; 6], 3, &mut hidden);
        assert_eq!(hidden, [false, false, false, false, true, false], "what is hidden stays so");
    }
}

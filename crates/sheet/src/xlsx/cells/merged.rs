//! Merged cells: the top left one speaks for all. What the others may still hold nobody sees, so it does not count.

use crate::{Merged as Range, Row};

impl Range {
    /// Reads `B2:C4`. `None` for a single cell, and for what is no range.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.split_once(':')?;
        let ((left, top), (right, bottom)) = (corner(first)?, corner(last)?);
        (left <= right && top <= bottom).then_some(Self { top, left, bottom, right })
    }
}

fn corner(text: &str) -> Option<(u32, u32)> {
    let digits = text.trim_start_matches(|character: char| character.is_ascii_alphabetic() || character == '$');
    Some((super::column_of(text)?, digits.parse().ok()?))
}

/// Drops what stands under merged cells.
///
/// Goes down the rows once, counting for each column how many ranges lie over it, so that many ranges over many rows
/// cost their sum and not their product.
pub fn keep_top_left(rows: &mut Vec<Row>, ranges: &[Range], columns: u16) {
    if ranges.is_empty() {
        return;
    }
    let mut corners: Vec<(u32, u32)> = ranges.iter().map(|range| (range.top, range.left)).collect();
    corners.sort_unstable();
    let mut by_bottom: Vec<(u32, u32, u32)> =
        ranges.iter().map(|range| (range.bottom, range.left, range.right)).collect();
    by_bottom.sort_unstable();
    let mut by_top: Vec<(u32, u32, u32)> = ranges.iter().map(|range| (range.top, range.left, range.right)).collect();
    by_top.sort_unstable();
    let (mut starting, mut ending) = (by_top.iter().peekable(), by_bottom.iter().peekable());
    let mut cover = Cover::new(columns);
    for row in rows.iter_mut() {
        while let Some(&(_, left, right)) = starting.next_if(|range| range.0 <= row.number) {
            cover.change(left, right, 1);
        }
        while let Some(&(_, left, right)) = ending.next_if(|range| range.0 < row.number) {
            cover.change(left, right, -1);
        }
        let covered = cover.columns();
        row.cells.retain(|cell| {
            !covered.get(usize::from(cell.column)).copied().unwrap_or_default()
                || corners.binary_search(&(row.number, u32::from(cell.column))).is_ok()
        });
    }
    rows.retain(|row| !row.cells.is_empty());
}

/// How many ranges lie over each column, kept as the change from one column to the next.
struct Cover {
    changes: Vec<i64>,
    columns: Vec<bool>,
    stale: bool,
}

impl Cover {
    fn new(columns: u16) -> Self {
        Self { changes: vec![0; usize::from(columns) + 1], columns: vec![false; usize::from(columns)], stale: false }
    }

    fn change(&mut self, left: u32, right: u32, by: i64) {
        let last = self.changes.len() - 1;
        let from = (left as usize).min(last);
        let past = (right as usize).saturating_add(1).min(last);
        for (at, by) in [(from, by), (past, -by)] {
            if let Some(change) = self.changes.get_mut(at) {
                *change += by;
            }
        }
        self.stale = true;
    }

    fn columns(&mut self) -> &[bool] {
        if std::mem::take(&mut self.stale) {
            let mut over = 0;
            for (covered, change) in self.columns.iter_mut().zip(&self.changes) {
                over += change;
                *covered = over > 0;
            }
        }
        &self.columns
    }
}

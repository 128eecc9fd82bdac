//! Codes of a shard's rows, found by their ends, as people read them out.

use super::Shard;
use super::names::Word;

/// A code is found by its end from so many signs on.
const TAIL: usize = 4;

/// The last signs of a code, in small letters.
type Tail = [u8; TAIL];

/// The ends of all codes of a shard.
#[derive(Default)]
pub struct Codes {
    /// Where codes stand in the shard.
    columns: Vec<usize>,
    /// Each end with its row, in order.
    tails: Vec<(Tail, u32)>,
}

impl Codes {
    pub fn of(shard: &Shard, columns: Vec<usize>) -> Self {
        let cells = |row: u32| columns.iter().filter_map(move |column| tail(shard.cell(row as usize, *column)));
        let rows = 0..u32::try_from(shard.len()).unwrap_or(u32::MAX);
        let mut tails: Vec<(Tail, u32)> = rows.flat_map(|row| cells(row).map(move |tail| (tail, row))).collect();
        tails.sort_unstable();
        Self { columns, tails }
    }

    /// The rows of which a code ends with the word, in order; of a word that is too short none.
    pub fn ending_with(&self, word: &Word, shard: &Shard) -> Vec<u32> {
        let Some(meant) = tail(word.text()) else { return Vec::new() };
        let first = self.tails.partition_point(|(tail, _)| *tail < meant);
        let alike = self.tails.iter().skip(first).take_while(|(tail, _)| *tail == meant);
        let cells = |row: u32| self.columns.iter().map(move |column| shard.cell(row as usize, *column));
        let ends = |row: &u32| cells(*row).any(|code| ends_with(code, word.text()));
        let mut rows: Vec<u32> = alike.map(|(_, row)| *row).filter(ends).collect();
        rows.dedup();
        rows
    }
}

fn tail(code: &str) -> Option<Tail> {
    code.as_bytes().last_chunk().map(|end: &Tail| end.map(|sign| sign.to_ascii_lowercase()))
}

fn ends_with(code: &str, tail: &str) -> bool {
    let start = code.len().checked_sub(tail.len());
    start.and_then(|start| code.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(tail))
}

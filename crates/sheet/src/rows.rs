//! Rows of short texts, kept as one long text.
//!
//! A list of fifty thousand rows has hundreds of thousands of cells. As texts of their own each asks for memory, and when a
//! form is opened asks again; one after the other they are two pieces of memory, read and written as they stand.

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Rows of texts, all of one width.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rows {
    width: usize,
    texts: String,
    /// Where each cell ends, row by row.
    #[serde(serialize_with = "write_ends", deserialize_with = "read_ends")]
    ends: Vec<u32>,
}

impl Rows {
    pub fn new(width: usize) -> Self {
        Self { width, texts: String::new(), ends: Vec::new() }
    }

    /// Adds a row. What it lacks of the width is blank, what it has more is left out.
    pub fn push(&mut self, cells: impl IntoIterator<Item: AsRef<str>>) {
        let mut cells = cells.into_iter();
        for _ in 0..self.width {
            if let Some(cell) = cells.next() {
                self.texts.push_str(cell.as_ref());
            }
            // The limits of files keep far from it; past it a cell is blank.
            self.ends.push(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        }
    }

    pub fn len(&self) -> usize {
        self.ends.len().checked_div(self.width).unwrap_or(0)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text in a row and column.
    pub fn get(&self, row: usize, column: usize) -> Option<&str> {
        if column >= self.width {
            return None;
        }
        let cell = row.checked_mul(self.width)?.checked_add(column)?;
        let end = *self.ends.get(cell)? as usize;
        let start = if cell == 0 { 0 } else { *self.ends.get(cell - 1)? as usize };
        Some(self.texts.get(start..end).unwrap_or_default())
    }

    /// The cells of a row; none if there is no such row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width).map_while(move |column| self.get(row, column))
    }

    pub fn iter(&self) -> impl Iterator<Item: Iterator<Item = &str>> {
        (0..self.len()).map(|row| self.row(row))
    }
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter().map(Iterator::collect::<Vec<_>>)).finish()
    }
}

/// As lengths, which are small and mostly alike, and as bytes: a quarter of a million numbers that are read one by one are what
/// a form with fifty thousand choices would wait for. Seven bits of a length are in a byte, the lowest first, and all but its last
/// byte have the highest bit.
fn write_ends<S: Serializer>(ends: &[u32], serializer: S) -> Result<S::Ok, S::Error> {
    let mut bytes = Vec::with_capacity(ends.len());
    let mut start = 0_u32;
    for &end in ends {
        let mut length = end.wrapping_sub(start);
        while length > 0x7f {
            bytes.push(length as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        start = end;
    }
    serializer.serialize_bytes(&bytes)
}

fn read_ends<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u32>, D::Error> {
    struct Lengths;
    impl Visitor<'_> for Lengths {
        type Value = Vec<u32>;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("lengths of cells")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u32>, E> {
            let mut ends = Vec::with_capacity(bytes.len());
            let (mut end, mut length, mut shift) = (0_u32, 0_u32, 0_u32);
            for &byte in bytes {
                length |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
                shift += 7;
                if byte & 0x80 == 0 {
                    end = end.wrapping_add(length);
                    ends.push(end);
                    (length, shift) = (0, 0);
                }
            }
            Ok(ends)
        }
    }
    deserializer.deserialize_bytes(Lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_as_wide_as_all_whatever_it_has() {
        let mut rows = Rows::new(2);
        rows.push(["一", "b"]);
        rows.push(["c"]);
        rows.push(["", "d", "e"]);
        let all: Vec<Vec<&str>> = rows.iter().map(Iterator::collect).collect();
        assert_eq!(all, [["一", "b"], ["c", ""], ["", "d"]]);
        assert_eq!((rows.len(), rows.get(0, 2), rows.get(3, 0)), (3, None, None));
        assert_eq!(rows.row(3).count(), 0);
    }

    #[test]
    fn rows_without_columns_are_none() {
        let mut rows = Rows::new(0);
        rows.push(["a"]);
        assert!(rows.is_empty());
        assert_eq!(rows.get(0, 0), None);
    }

    #[test]
    fn rows_are_read_back_as_they_were_and_damage_makes_them_blank() {
        let mut rows = Rows::new(2);
        rows.push(["一", "b"]);
        rows.push(["c", "二"]);
        rows.push(["".to_owned(), "长".repeat(70_000)]);
        let bytes = postcard::to_allocvec(&rows).unwrap();
        assert_eq!(postcard::from_bytes::<Rows>(&bytes).unwrap(), rows);
        let damaged = Rows { ends: vec![1, u32::MAX, 2, 0], ..rows };
        assert_eq!(damaged.iter().flatten().collect::<String>(), "");
    }
}

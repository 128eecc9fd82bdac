//! A form's sheets as a table in Markdown, as forums and the field's converter write small forms.
//!
//! ```text
//! | survey |      |      |       |
//! |        | type | name | label |
//! |        | text | a    | A     |
//! ```
//! Start at [`read_markdown`].

use crate::error::{Measure, ReadError};
use crate::stacked::Stack;
use crate::{Limits, Workbook};

/// Reads lines between pipes as rows. `\|` is a pipe; lines that begin with `#` and lines of dashes are passed over.
///
/// # Errors
/// As for [`read_stacked_csv`](crate::read_stacked_csv).
pub fn read_markdown(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::TooLarge { measure: Measure::FileBytes, limit: limits.file_bytes, place: None });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut stack = Stack::new(limits);
    for (row, line) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        let line = std::str::from_utf8(line).map_err(|_| ReadError::Encoding { row })?;
        if let Some(inside) = between_pipes(line) {
            let cells = cells(inside);
            if let Some(limit) =
                cells.iter().any(|cell| cell.chars().count() > limits.cell_characters).then_some(limits.cell_characters)
            {
                let limit = limit as u64;
                return Err(ReadError::TooLarge { measure: Measure::CellCharacters, limit, place: None });
            }
            stack.push(&cells)?;
        }
    }
    Ok(stack.workbook)
}

/// What stands between the first and the last pipe of a line that is a row of a table.
fn between_pipes(line: &str) -> Option<&str> {
    let line = line.trim();
    // Behind the last pipe a remark may follow.
    let end =
        line.rfind('|').filter(|&end| line[end + 1..].trim_start().is_empty() || line[end + 1..].contains('#'))?;
    let inside = line[..end].strip_prefix('|')?;
    let ruler = !inside.is_empty() && inside.chars().all(|c| matches!(c, '|' | '-'));
    (!ruler).then_some(inside)
}

fn cells(inside: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = inside.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                push(&mut cells, '|');
            }
            '|' => cells.push(String::new()),
            other => push(&mut cells, other),
        }
    }
    cells
}

fn push(cells: &mut [String], character: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(character);
    }
}

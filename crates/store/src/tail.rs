//! The tail buffer: entries that the database has not acknowledged, as one text in `localStorage`.
//!
//! It is written at once with each answer and survives a crashed tab, not a killed browser; so it is never the only
//! copy of anything that was called saved. One entry a line, as [`Entry::line`] writes it.

use record::DraftId;

use crate::Entry;

/// How long the text may be. Beyond that it holds the newest entries; the older are in a transaction on its way.
pub const MAX_BYTES: usize = 64 * 1024;

/// The name in `localStorage`.
pub fn name(draft: DraftId) -> String {
    format!("tail:{draft}")
}

/// The text with one entry more. Should it grow beyond [`MAX_BYTES`], its oldest lines go; an entry that is longer
/// than that alone is not kept here, and its transaction must not wait.
#[must_use]
pub fn append(tail: &str, entry: &Entry) -> String {
    let line = entry.line();
    let mut text = String::with_capacity(tail.len() + line.len() + 2);
    text.push_str(tail);
    if !tail.is_empty() && !tail.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&line);
    text.push('\n');
    while text.len() > MAX_BYTES {
        let first_line = text.find('\n').map_or(text.len(), |end| end + 1);
        text.drain(..first_line);
    }
    text
}

/// The text without the entries up to `seq`, which the database has. A line that cannot be read stays.
#[must_use]
pub fn acknowledge(tail: &str, seq: u64) -> String {
    lines(tail)
        .filter(|line| Entry::read(line.as_bytes()).map_or(true, |entry| entry.seq > seq))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The lines, without empty ones. The last may be cut.
pub fn lines(tail: &str) -> impl Iterator<Item = &str> {
    tail.split('\n').filter(|line| !line.is_empty())
}

//! Finding enterprises in a long list: search, sort, one page at a time.

use std::cmp::Reverse;

use crate::EnterpriseRow;

/// What to show of the list. The default is everything, by name, on one page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    /// Words that must all be found: in the name, the label or the initials, or at the end of the code.
    pub text: String,
    pub column: Column,
    pub descending: bool,
    /// From 0.
    pub page: usize,
    /// 0: all on one page.
    pub page_size: usize,
}

/// What the list is sorted by. Rows that are equal there stand by name, then id.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Column {
    /// By initials where there are any, else as the characters stand.
    #[default]
    Name,
    Code,
    /// From micro to large; those without a size first.
    Size,
    Area,
    /// Never visited first.
    LastVisit,
    OpenNeeds,
    Conflicts,
}

/// One page of what was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    pub rows: Vec<EnterpriseRow>,
    /// On all pages.
    pub total: usize,
    /// At least 1.
    pub pages: usize,
}

/// A code is found by its end, as people read it out, from this many characters on.
const CODE_TAIL: usize = 4;

impl Query {
    pub fn run(&self, rows: &[EnterpriseRow]) -> Found {
        let words: Vec<String> = fold(&self.text).split_whitespace().map(str::to_owned).collect();
        let mut found: Vec<&EnterpriseRow> = rows.iter().filter(|row| matches(row, &words)).collect();
        found.sort_by_cached_key(|row| (by_name(row), row.id.clone()));
        if self.descending {
            found.sort_by_cached_key(|row| Reverse(self.column.key(row)));
        } else {
            found.sort_by_cached_key(|row| self.column.key(row));
        }
        let total = found.len();
        let size = if self.page_size == 0 { total.max(1) } else { self.page_size };
        let shown = found.into_iter().skip(self.page.saturating_mul(size)).take(size);
        Found { rows: shown.cloned().collect(), total, pages: total.div_ceil(size).max(1) }
    }
}

impl Column {
    fn key(self, row: &EnterpriseRow) -> (usize, String) {
        match self {
            Self::Name => (0, by_name(row)),
            Self::Code => (0, row.code.clone()),
            Self::Size => (size_rank(&row.size), row.size.clone()),
            Self::Area => (0, row.area.clone()),
            Self::LastVisit => (0, row.last_visit.clone().unwrap_or_default()),
            Self::OpenNeeds => (row.open_needs, String::new()),
            Self::Conflicts => (row.conflicts, String::new()),
        }
    }
}

fn by_name(row: &EnterpriseRow) -> String {
    fold(if row.pinyin.is_empty() { &row.name } else { &row.pinyin })
}

fn size_rank(size: &str) -> usize {
    ["micro", "small", "medium", "large"].iter().position(|known| *known == size).map_or(0, |rank| rank + 1)
}

fn matches(row: &EnterpriseRow, words: &[String]) -> bool {
    let texts = [&row.name, &row.label, &row.pinyin].map(|text| fold(text));
    let code = fold(&row.code);
    let is_found = |word: &String| {
        let in_code = word.chars().count() >= CODE_TAIL && code.ends_with(word.as_str());
        in_code || texts.iter().any(|text| text.contains(word.as_str()))
    };
    words.iter().all(is_found)
}

/// As people mean it: small letters, and full-width forms as their narrow ones.
pub(crate) fn fold(text: &str) -> String {
    let narrow = |character: char| match character {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        _ => character,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

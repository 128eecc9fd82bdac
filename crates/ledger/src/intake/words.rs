//! What people call columns and choices beside what the form calls them, and what nobody may bring in.
//!
//! The list stands beside the shipped forms (`pack/synonyms.csv`), a row for each word:
//!
//! | kind | name | value | word |
//! |---|---|---|---|
//! | `column` | a question | | another heading for it |
//! | `choice` | a choice list | a choice | another word for it |
//! | `constant` | a question | its answer in all rows, where the table has no column for it | |
//! | `refuse` | | | a word in headings of what is not collected (privacy, P12) |
//!
//! Not here: labels, which the form has itself (`asked`, `choices`).

use sheet::{Limits, ReadError, Table};

use super::cells;

/// The words of one list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    rows: Vec<Word>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Word {
    kind: String,
    name: String,
    value: String,
    word: String,
}

impl Words {
    /// # Errors
    /// As [`sheet::read_csv`].
    pub fn read(csv: &[u8]) -> Result<Self, ReadError> {
        let table: Table = sheet::read_csv(csv, &Limits::default())?;
        let row = |row: usize| {
            let cell = |column: &str| table.get(row, column).unwrap_or_default().trim().to_owned();
            Word { kind: cell("kind"), name: cell("name"), value: cell("value"), word: cell("word") }
        };
        Ok(Self { rows: (0..table.rows.len()).map(row).collect() })
    }

    /// Other headings for a question.
    pub(crate) fn headings<'a>(&'a self, question: &'a str) -> impl Iterator<Item = &'a str> {
        self.of("column").filter(move |word| word.name == question).map(|word| word.word.as_str())
    }

    /// Other words for the choices of a list, each with the choice.
    pub(super) fn choices<'a>(&'a self, list: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.of("choice").filter(move |word| word.name == list).map(|word| (word.word.as_str(), word.value.as_str()))
    }

    /// What a question is answered in all rows, where the table says nothing.
    pub(super) fn constant(&self, question: &str) -> Option<&str> {
        self.of("constant").find(|word| word.name == question).map(|word| word.value.as_str())
    }

    /// Whether a heading is of what is not collected.
    pub(super) fn refuses(&self, heading: &str) -> bool {
        let heading = whole_key(heading);
        self.of("refuse").any(|word| heading.contains(&whole_key(&word.word)))
    }

    fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Word> {
        self.rows.iter().filter(move |word| word.kind == kind)
    }
}

/// A heading or a choice as it is compared: without width, case, spaces and signs.
pub(super) fn whole_key(text: &str) -> String {
    let signs = |sign: &char| sign.is_alphanumeric() || matches!(sign, '√' | '✓' | '×' | '✗');
    cells::narrow(text).chars().filter(signs).flat_map(char::to_lowercase).collect()
}

/// As [`whole_key`], without what stands in brackets: 「营业收入（万元）」 is 「营业收入」.
pub(crate) fn bare_key(text: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::new();
    for sign in cells::narrow(text).chars() {
        match sign {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth == 0 => bare.push(sign),
            _ => {}
        }
    }
    whole_key(&bare)
}

/// What stands in the brackets of a text.
pub(super) fn bracketed(text: &str) -> Option<String> {
    let narrow = cells::narrow(text);
    let (_, rest) = narrow.split_once('(')?;
    rest.split_once(')').map(|(inside, _)| inside.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_without_width_case_spaces_signs_and_brackets() {
        assert_eq!(whole_key(" ＊企业 名称：\n"), "企业名称");
        assert_eq!(bare_key("上年营业收入（万元）*"), "上年营业收入");
        assert_eq!(bare_key("“三有”判定【必填】"), "三有判定");
        assert_eq!(bracketed("民营（私营）").as_deref(), Some("私营"));
    }
}

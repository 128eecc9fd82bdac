//! A search in a list of choices, quick over tens of thousands of them.
//!
//! All that can be found stands in one long text, a line for each choice; a word is looked for in that, and not in each
//! choice. Start at [`Index::of`].
//!
//! Not here: how it is shown (`search_select`).

use form::markup;
use form::view::ChoiceView;

/// Stands between what may be found in a line.
const BETWEEN: char = '\u{1}';

/// What each choice can be found by, in lower case.
pub struct Index {
    text: String,
    /// The end of each choice's line.
    ends: Vec<usize>,
}

impl Index {
    /// Of the label, the pinyin, initials and codes of the list's row, and the saved value.
    pub fn of(choices: &[ChoiceView]) -> Self {
        let mut index = Self { text: String::new(), ends: Vec::with_capacity(choices.len()) };
        for choice in choices {
            index.add(&markup::plain(&choice.label));
            index.add(&choice.search);
            // `xin jiang` is typed as `xinjiang`.
            if choice.search.contains(' ') {
                index.text.extend(choice.search.split(' '));
                index.text.push(BETWEEN);
            }
            index.add(&choice.value);
            index.text.push('\n');
            index.ends.push(index.text.len());
        }
        index
    }

    fn add(&mut self, part: &str) {
        self.text
            .extend(part.chars().map(|letter| if letter == '\n' { ' ' } else { letter }).flat_map(char::to_lowercase));
        self.text.push(BETWEEN);
    }

    /// The choices that have every word of a search in them, whatever its case: first those that begin with it, or whose
    /// code ends with its figures.
    pub fn matching(&self, search: &str) -> Vec<usize> {
        let search = search.to_lowercase();
        let words: Vec<&str> = search.split_whitespace().collect();
        let Some(rarest) = words.iter().max_by_key(|word| word.len()) else { return (0..self.ends.len()).collect() };
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        let (mut begin, mut choice) = (0, 0);
        while let Some(found) = self.text.get(begin..).and_then(|text| text.find(rarest)) {
            let place = begin + found;
            while self.ends.get(choice).is_some_and(|end| *end <= place) {
                begin = self.ends[choice];
                choice += 1;
            }
            let Some(&end) = self.ends.get(choice) else { break };
            let line = &self.text[begin..end];
            if words.iter().all(|word| line.contains(word)) {
                if is_near(line, search.trim()) { first.push(choice) } else { rest.push(choice) }
            }
            (begin, choice) = (end, choice + 1);
        }
        first.append(&mut rest);
        first
    }
}

fn is_near(line: &str, search: &str) -> bool {
    let is_code = search.len() >= 2 && search.bytes().all(|byte| byte.is_ascii_alphanumeric());
    line.starts_with(search) || (is_code && line.split([BETWEEN, ' ']).any(|part| part.ends_with(search)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(value: &str, label: &str, search: &str) -> ChoiceView {
        let (value, label, search) = (value.to_owned(), label.to_owned(), search.to_owned());
        ChoiceView { value, label, search, media: Vec::new() }
    }

    fn found(choices: &[ChoiceView], search: &str) -> Vec<String> {
        Index::of(choices).matching(search).into_iter().map(|at| choices[at].value.clone()).collect()
    }

    fn firms() -> Vec<ChoiceView> {
        vec![
            choice("a", "样例一厂有限公司", "yang li yi chang ylyc 91350100m000100y43"),
            choice("b", "北区**样例**二厂", "bqylec 91350100m000100y51"),
            choice("c", "Sample\\_Three", "st 435"),
        ]
    }

    #[test]
    fn a_choice_is_found_by_its_label_its_pinyin_and_the_end_of_its_code() {
        assert_eq!(found(&firms(), "一厂"), ["a"]);
        assert_eq!(found(&firms(), "yangliyi"), ["a"]);
        assert_eq!(found(&firms(), "YLYC"), ["a"]);
        assert_eq!(found(&firms(), "y51"), ["b"]);
        assert_eq!(found(&firms(), "  "), ["a", "b", "c"]);
        assert!(found(&firms(), "三厂").is_empty());
    }

    #[test]
    fn marks_of_a_label_are_not_searched_and_its_letters_are() {
        assert_eq!(found(&firms(), "北区样例"), ["b"]);
        assert_eq!(found(&firms(), "sample_three"), ["c"]);
        assert!(found(&firms(), "**").is_empty());
    }

    #[test]
    fn every_word_must_be_there_and_whoever_begins_with_it_comes_first() {
        assert_eq!(found(&firms(), "样例 9135"), ["a", "b"]);
        assert_eq!(found(&firms(), "样例 二"), ["b"]);
        assert_eq!(found(&firms(), "43"), ["a", "c"]);
        let towns = [choice("x", "东样例镇", ""), choice("y", "样例镇", "")];
        assert_eq!(found(&towns, "样例"), ["y", "x"]);
    }

    #[test]
    fn fifty_thousand_choices_are_all_looked_at() {
        let many: Vec<ChoiceView> = (0..50_000).map(|at| choice(&format!("v{at}"), &format!("企业{at}"), "")).collect();
        let index = Index::of(&many);
        assert_eq!(index.matching("企业49999"), [49_999]);
        assert_eq!(index.matching("企业").len(), 50_000);
        assert_eq!(index.matching("企业4999").len(), 11);
    }
}

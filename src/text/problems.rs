//! What is said about a workbook's problems, by their codes.
//!
//! These texts are many and needed on one page only, so they are files of their own that are fetched when somebody
//! opens a workbook with problems. Their keys are the codes that `form` declares, so there is no list of them here; the
//! tests below hold the two together. Start at [`ProblemTexts`].
//!
//! Not here: who fetches them (`state::texts`).

use std::rc::Rc;

use form::{Advice, Message};
use yew::AttrValue;

use super::{Language, ReadTextError, Texts};

/// All texts about problems in one language, or none: then a problem says it in its own, English words.
#[derive(Clone, Default)]
pub struct ProblemTexts(Option<Rc<Texts>>);

impl ProblemTexts {
    /// Reads a language's file.
    ///
    /// # Errors
    /// [`ReadTextError`] if it is not Fluent.
    pub fn read(language: Language, source: &str) -> Result<Self, ReadTextError> {
        Ok(Self(Some(Rc::new(Texts::read(language, source)?))))
    }

    /// What is wrong, and how to mend it.
    pub fn message(&self, message: &Message) -> AttrValue {
        let said = self.format(&format!("problem-{}", message.code()), message.arguments());
        said.unwrap_or_else(|| message.to_string().into())
    }

    /// What may help to mend it.
    pub fn advice(&self, advice: &Advice) -> AttrValue {
        let said = self.format(&format!("advice-{}", advice.code()), vec![(ADVISED, advice.argument())]);
        said.unwrap_or_else(|| advice.argument().into())
    }

    fn format(&self, name: &str, arguments: Vec<(&'static str, String)>) -> Option<AttrValue> {
        let arguments = arguments.into_iter().collect();
        let text = self.0.as_ref()?.format(name, Some(&arguments))?;
        Some(text.into())
    }
}

/// The argument of every advice.
const ADVISED: &str = "names";

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_bundle::FluentArgs;
    use form::Known;

    use super::*;

    const FILES: [(Language, &str); 2] =
        [(Language::Chinese, include_str!("problems/zh-CN.ftl")), (Language::English, include_str!("problems/en.ftl"))];

    /// The key of every text there must be, with its arguments.
    fn wanted() -> BTreeMap<String, Vec<&'static str>> {
        let problems = Message::CODES.iter().zip(Message::ARGUMENTS);
        let problems = problems.map(|(code, arguments)| (format!("problem-{code}"), arguments.to_vec()));
        let advice = Advice::CODES.iter().map(|code| (format!("advice-{code}"), vec![ADVISED]));
        problems.chain(advice).collect()
    }

    #[test]
    fn every_code_has_one_text_in_every_language_and_no_text_is_left_over() {
        let wanted: Vec<String> = wanted().into_keys().collect();
        for (language, source) in FILES {
            // A message begins in the first column.
            let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
            let mut names: Vec<&str> =
                source.lines().filter(begins).filter_map(|line| line.split(' ').next()).collect();
            names.sort_unstable();
            let (there, needed): (BTreeSet<&str>, BTreeSet<&str>) =
                (names.iter().copied().collect(), wanted.iter().map(String::as_str).collect());
            let missing: Vec<_> = needed.difference(&there).collect();
            let left_over: Vec<_> = there.difference(&needed).collect();
            assert!(missing.is_empty() && left_over.is_empty(), "{language:?}: {missing:?} {left_over:?}");
            assert_eq!(names.len(), there.len(), "{language:?}: a text stands twice");
        }
    }

    #[test]
    fn every_text_shows_all_arguments_of_its_problem_and_asks_for_no_other() {
        for (language, source) in FILES {
            let texts = Texts::read(language, source).unwrap();
            for (name, arguments) in wanted() {
                let values: FluentArgs<'_> = arguments.iter().map(|name| (*name, format!("<{name}>"))).collect();
                let bundle = texts.bundle.borrow();
                let pattern = bundle.get_message(&name).and_then(|message| message.value());
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern.expect(&name), Some(&values), &mut errors);
                assert_eq!(errors, [], "{language:?} {name}");
                for argument in arguments {
                    assert!(text.contains(&format!("<{argument}>")), "{language:?} {name} leaves out {argument}");
                }
            }
        }
    }

    #[test]
    fn a_problem_is_said_in_the_language_of_the_page() {
        let [chinese, english] = FILES.map(|(language, source)| ProblemTexts::read(language, source).unwrap());
        let message = Message::TriggerMissing { name: "gps".to_owned() };
        assert_eq!(chinese.message(&message), "“gps”要由另一题触发。请在 trigger 列写上那一题，例如 ${题目名称}。");
        assert!(english.message(&message).starts_with("“gps” is set off by another question."));
        let message = Message::ExpressionBracketMissing { near: "(1 + 2".to_owned() };
        assert_eq!(chinese.message(&message), "算式在“(1 + 2”处少了右括号 )。请补上。");
        let message = form::unreadable(&sheet::ReadError::OldWorkbook).message;
        assert_eq!(chinese.message(&message), "这是旧格式的工作簿（.xls）。请用表格软件打开它，另存为 .xlsx 后再试。");
        let advice = Advice::Accepted { kind: Known::Parameter, names: vec!["rows".to_owned(), "app".to_owned()] };
        assert_eq!(chinese.advice(&advice), "这里可以写：rows, app");
    }

    #[test]
    fn without_its_texts_a_problem_speaks_for_itself() {
        let message = Message::ListUnknown { list: "sizes".to_owned() };
        assert_eq!(ProblemTexts::default().message(&message), "there is no choice list 'sizes'");
        let advice = Advice::Nearest { kind: Known::List, name: "size".to_owned() };
        assert_eq!(ProblemTexts::default().advice(&advice), "size");
    }
}

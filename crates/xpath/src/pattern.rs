//! Patterns of `regex()`: JavaScript's spelling, linear time, bounded size.
//!
//! Start at [`Pattern::compile`]: `translate` reads the pattern and writes it in the few words of the engine.
//!
//! Not here: when a pattern is compiled and kept (`ast::Call`, `functions::text`).

mod classes;
mod names;
mod set;
mod translate;
mod unicode;

use regex_lite::{Regex, RegexBuilder};

/// Longest pattern, in characters.
pub const PATTERN_CHARACTERS: usize = 1_000;
/// Longest text that a pattern is tried on, in characters.
pub const SUBJECT_CHARACTERS: usize = 10_000;
/// What a compiled pattern may weigh, in bytes.
const COMPILED_BYTES: usize = 1 << 20;
/// What hardly any pattern is heavier than.
const LIGHT_BYTES: usize = 1 << 12;
/// Of the engine's.
const BYTES_PER_INSTRUCTION: usize = 32;
/// How many of them take as long as a step.
const INSTRUCTIONS_PER_STEP: usize = 32;
/// How deep groups, choices and repetitions may stand in each other. The engine calls itself for each.
const DEPTH: u32 = 200;

/// Why a pattern cannot be used. The author of the form has to change it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PatternError {
    /// More characters than [`PATTERN_CHARACTERS`].
    #[error("pattern is longer than {PATTERN_CHARACTERS} characters")]
    TooLong,
    /// `(?=`, `(?!`, `(?<=`, `(?<!`: they cannot be matched in linear time.
    #[error("pattern looks ahead or behind")]
    LookAround,
    /// `\1`, `\k<name>`: they cannot be matched in linear time.
    #[error("pattern refers back to a group")]
    BackReference,
    /// Too large or too deep.
    #[error("pattern is too large when compiled")]
    TooLarge,
    /// A bracket without an end, a class that nobody knows, and the like.
    #[error("pattern has a mistake in its spelling")]
    Syntax,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    regex: Regex,
    /// At least its weight in bytes.
    weight: usize,
}

impl Pattern {
    pub fn compile(text: &str) -> Result<Pattern, PatternError> {
        if text.chars().nth(PATTERN_CHARACTERS).is_some() {
            return Err(PatternError::TooLong);
        }
        let translated = translate::translate(text)?;
        // The engine does not tell the weight, but refuses what is heavier than allowed: tried until it does not.
        let mut weight = LIGHT_BYTES;
        loop {
            let compiled = RegexBuilder::new(&translated).size_limit(weight).nest_limit(DEPTH).build();
            match compiled {
                Ok(regex) => return Ok(Pattern { regex, weight }),
                Err(_) if weight < COMPILED_BYTES => weight *= 4,
                Err(_) => return Err(PatternError::TooLarge), // its spelling is ours
            }
        }
    }

    /// How many steps of an evaluation a search costs at most. Time is linear in the text, but also in the pattern: each
    /// instruction of it may be tried on each character.
    pub fn steps_in(&self, text: &str) -> usize {
        text.len() * (self.weight / BYTES_PER_INSTRUCTION) / INSTRUCTIONS_PER_STEP
    }

    /// Whether the pattern is found anywhere in the text.
    pub fn is_found_in(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(pattern: &str, text: &str) -> bool {
        Pattern::compile(pattern).unwrap().is_found_in(text)
    }

    #[test]
    fn digits_are_ascii_and_letters_may_be_chinese() {
        assert!(found(r"^\d{3}$", "123"));
        assert!(!found(r"^\d$", "３"));
        assert!(found(r"^\p{Han}{2,4}$", "台账"));
        assert!(found(r"^[\u4e00-\u9fa5]+$", "台账"));
        assert!(found(r"^[\w.-]+@[\w-]+\.[a-z]+$", "a.b@c-d.org"));
    }

    #[test]
    fn a_bracket_in_a_class_is_a_bracket() {
        assert!(found(r"^[[(]$", "["));
        assert!(found(r"^[&&a]+$", "&a"));
        assert!(found(r"^[^\d\s]+$", "x-y"));
        assert!(found(r"^\<\/a\>$", "</a>"));
    }

    #[test]
    fn a_class_of_unicode_has_the_spellings_of_javascript_and_of_java() {
        for class in [r"\p{Han}", r"\p{Script=Han}", r"\p{sc=Hani}", r"\p{IsHan}", r"\p{Lo}", r"\pL", r"\P{Lu}", r"\PN"]
        {
            assert!(found(&format!("^{class}+$"), "台账"), "{class}");
            assert!(found(&format!("^[x{class}]+$"), "台账"), "{class}");
            assert!(!found(&format!("[^x{class}]"), "台账"), "{class}");
        }
        assert!(found(r"^\p{Alpha}\p{Digit}\p{Punct}$", "a1+"));
        assert!(!found(r"\p{Alpha}|\p{Digit}|\p{Punct}", "é３。"));
        assert!(found(r"^\p{punct}\p{gc=Nd}\p{Uppercase_Letter}$", "。３É"));
        assert_eq!(Pattern::compile(r"\p{Hans}").unwrap_err(), PatternError::Syntax);
        assert_eq!(Pattern::compile(r"\p{scx=Han}").unwrap_err(), PatternError::Syntax);
    }

    #[test]
    fn what_is_not_in_a_class_may_be_said_inside_a_class() {
        assert!(found(r"^[^\S]+$", " \t\u{3000}\u{a0}"));
        assert!(!found(r"[\S]", "\u{3000}"));
        assert!(found(r"^[\P{L}\p{Lu}]+$", "A1。"));
        assert!(!found(r"[\P{L}\p{Lu}]", "a样"));
        assert!(found(r"^[^\P{L}]+$", "a样"));
        assert!(found(r"^[\s\S]$", "\n"));
        assert!(found(r"^[^]$", "\n"));
        assert!(!found(r"[]", "a"));
        assert!(found(r"^(a|[])$", "a"));
    }

    #[test]
    fn a_character_has_the_escapes_of_javascript() {
        assert!(found(r"^\x41\u0042\u{43}\u{20bb7}$", "ABC𠮷"));
        assert!(found(r"^[\x41-\u0043]{3}$", "ABC"));
        assert!(found(r"^\cA\0\t\n\v\f\r[\b]$", "\u{1}\0\t\n\u{b}\u{c}\r\u{8}"));
        assert!(found(r"^\/\-\_\#\样$", "/-_#样"));
        for pattern in [r"\u{110000}", r"\ud83d", r"\u12", r"\x4", r"\u{}", r"\x+4", r"\e", r"\c1", r"\p", r"\"] {
            assert_eq!(Pattern::compile(pattern).unwrap_err(), PatternError::Syntax, "{pattern}");
        }
    }

    #[test]
    fn a_sign_that_can_mean_nothing_is_a_character() {
        assert!(found(r"^a{,2}$", "a{,2}"));
        assert!(found(r"^{b}]{x$", "{b}]{x"));
        assert!(found(r"^[a-]$", "-"));
        assert!(found(r"^[\d-x]+$", "1-x"));
        assert!(found(r"^[+--]+$", "+,-"));
        assert!(found(r"^[&&~~[:alpha:]+$", "a[&~:"));
        assert!(found("^ # a$", " # a"));
    }

    #[test]
    fn edges_and_dots_are_of_characters_and_of_the_whole_text() {
        assert!(found("", ""));
        assert!(found("", "样"));
        assert!(found("^.{2}$", "样𠮷"));
        assert!(!found("^.$", "\n"));
        assert!(!found("^a$", "a\n"));
        assert!(!found("^b", "a\nb"));
        assert!(found("(?m)^b$", "a\nb\nc"));
        assert!(found("(?s)^a.b$", "a\nb"));
        assert!(found(r"\bab\b", "样ab样"));
        assert!(found(r"^\B样", "样"));
        assert!(found("^a+?b*?c??d{1,2}?$", "aadd"));
        assert!(found("^(?<year>[0-9]{4})(?:-|$)", "2026"));
    }

    #[test]
    fn a_flag_lasts_to_the_end_of_its_group_and_folds_ascii_alone() {
        assert!(found("^(?i)ab|c$", "C"));
        assert!(found("^(?i:a)b$", "Ab"));
        assert!(!found("^(?i:a)b$", "AB"));
        assert!(!found("^((?i)a)b$", "AB"));
        assert!(!found("^(?i)a(?-i)b$", "AB"));
        assert!(found("^(?i)[Z-a]+$", "zA_"));
        assert!(!found("^(?i)[^x]$", "X"));
        assert!(found(r"^(?i)\p{Lu}\P{Lu}$", "aA"));
        assert!(!found("(?i)é", "É"));
        for pattern in ["(?)", "(?-)", "(?i-)", "(?x)a", "(?u)a", "(?i", "(?>a)", "(?<>a)", "(?<1>a)", "(?<a>b)(?<a>c)"]
        {
            assert_eq!(Pattern::compile(pattern).unwrap_err(), PatternError::Syntax, "{pattern}");
        }
    }

    #[test]
    fn a_mistake_of_spelling_is_never_taken_for_size() {
        for pattern in
            ["(a", "a)", "[a", "[z-a]", "*", "a|+", "(?:?)", "{2}", "a{2,1}", "(?i)*", r"[\B]", "[a-", r"\p{L"]
        {
            assert_eq!(Pattern::compile(pattern).unwrap_err(), PatternError::Syntax, "{pattern}");
        }
    }

    #[test]
    fn what_takes_more_than_linear_time_is_refused() {
        assert_eq!(Pattern::compile("(?=a)b").unwrap_err(), PatternError::LookAround);
        assert_eq!(Pattern::compile("(?<!a)b").unwrap_err(), PatternError::LookAround);
        assert_eq!(Pattern::compile(r"(a)\1").unwrap_err(), PatternError::BackReference);
        assert_eq!(Pattern::compile("(?<a>a)\\k<a>").unwrap_err(), PatternError::BackReference);
        for pattern in ["(a{900}){900}", "a{5000000000}", "(?:){4000000000}", r"\p{L}{1000}", &r"\pL".repeat(333)] {
            assert_eq!(Pattern::compile(pattern).unwrap_err(), PatternError::TooLarge, "{pattern}");
        }
        assert!(Pattern::compile(r"^\p{L}{0,50}$").is_ok());
        assert_eq!(Pattern::compile(&"a".repeat(1_001)).unwrap_err(), PatternError::TooLong);
        assert!(Pattern::compile(&"a".repeat(1_000)).is_ok());
    }

    /// Text made of the pieces of patterns.
    fn pieces() -> impl Strategy<Value = String> {
        let pieces = r"a Z 9 _ - 样 ^ $ . | ( ) (?: (?i) (?m: (?s-i: (?<n> [ [^ ] * + ? {2} {1,} {0,2} { } , \b \B \d \S \
            \w \p{L} \P{Han} \pN \0 \n \x41 \u{4e00} \cJ \/ \- && ~~ -- a-z Z-a # < =";
        let piece = prop::sample::select(pieces.split_whitespace().collect::<Vec<_>>());
        prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn the_engine_takes_all_that_is_spelt_well(pattern in prop_oneof![pieces(), ".{0,9}"], text in "[aZ9 样é]{0,6}") {
            match Pattern::compile(&pattern) {
                Ok(pattern) => {
                    pattern.is_found_in(&text);
                }
                Err(error) => prop_assert_ne!(error, PatternError::TooLarge),
            }
        }
    }
}

//! Patterns of `regex()`: JavaScript's spelling, linear time, bounded size.
//!
//! Not here: when a pattern is compiled and kept (`ast::Call`, `functions::text`).

use regex::{Regex, RegexBuilder};

/// Longest pattern, in characters.
pub const PATTERN_CHARACTERS: usize = 1_000;
/// Longest text that a pattern is tried on, in characters.
pub const SUBJECT_CHARACTERS: usize = 10_000;
/// What a compiled pattern may weigh, in bytes.
const COMPILED_BYTES: usize = 1 << 20;

/// Why a pattern cannot be used. The author of the form has to change it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PatternError {
    #[error("pattern is longer than {PATTERN_CHARACTERS} characters")]
    TooLong,
    /// `(?=`, `(?!`, `(?<=`, `(?<!`: they cannot be matched in linear time.
    #[error("pattern looks ahead or behind")]
    LookAround,
    /// `\1`, `\k<name>`: they cannot be matched in linear time.
    #[error("pattern refers back to a group")]
    BackReference,
    #[error("pattern is too large when compiled")]
    TooLarge,
    #[error("pattern has a mistake in its spelling")]
    Syntax,
}

/// A compiled pattern.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Regex);

impl Pattern {
    pub fn compile(text: &str) -> Result<Pattern, PatternError> {
        if text.chars().nth(PATTERN_CHARACTERS).is_some() {
            return Err(PatternError::TooLong);
        }
        RegexBuilder::new(&translate(text)?).size_limit(COMPILED_BYTES).build().map(Pattern).map_err(
            |error| match error {
                regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
                _ => PatternError::Syntax,
            },
        )
    }

    /// Whether the pattern is found anywhere in the text.
    pub fn is_found_in(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Rewrites what JavaScript spells otherwise: its `\d` and `\w` are ASCII, and a bracket inside a class is only a bracket.
fn translate(pattern: &str) -> Result<String, PatternError> {
    let mut translated = String::with_capacity(pattern.len() + 16);
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let Some(escaped) = characters.next() else { return Err(PatternError::Syntax) };
                match escaped {
                    'd' => translated.push_str("[0-9]"),
                    'D' => translated.push_str("[^0-9]"),
                    'w' => translated.push_str("[0-9A-Za-z_]"),
                    'W' => translated.push_str("[^0-9A-Za-z_]"),
                    '1'..='9' | 'k' => return Err(PatternError::BackReference),
                    'b' if !in_class => translated.push_str("(?-u:\\b)"),
                    // An escape that has no meaning is the character itself; Rust reads `\<` as a word's edge.
                    '<' | '>' => translated.push(escaped),
                    _ if !escaped.is_ascii() => translated.push(escaped),
                    _ => translated.extend(['\\', escaped]),
                }
            }
            '[' if in_class => translated.push_str("\\["),
            '&' | '~' if in_class => translated.extend(['\\', character]),
            '-' if in_class && characters.peek() == Some(&'-') => translated.push_str("\\-"),
            '[' => {
                in_class = true;
                translated.push('[');
                if characters.next_if_eq(&'^').is_some() {
                    translated.push('^');
                }
            }
            ']' if in_class => {
                in_class = false;
                translated.push(']');
            }
            '(' if !in_class && characters.peek() == Some(&'?') => {
                let mut ahead = characters.clone();
                ahead.next();
                match (ahead.next(), ahead.next()) {
                    (Some('=' | '!'), _) | (Some('<'), Some('=' | '!')) => return Err(PatternError::LookAround),
                    _ => translated.push('('),
                }
            }
            _ => translated.push(character),
        }
    }
    Ok(translated)
}

#[cfg(test)]
mod tests {
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
    fn what_takes_more_than_linear_time_is_refused() {
        assert_eq!(Pattern::compile("(?=a)b").unwrap_err(), PatternError::LookAround);
        assert_eq!(Pattern::compile("(?<!a)b").unwrap_err(), PatternError::LookAround);
        assert_eq!(Pattern::compile(r"(a)\1").unwrap_err(), PatternError::BackReference);
        assert_eq!(Pattern::compile("(a{900}){900}").unwrap_err(), PatternError::TooLarge);
        assert_eq!(Pattern::compile("(a").unwrap_err(), PatternError::Syntax);
        assert_eq!(Pattern::compile(&"a".repeat(1_001)).unwrap_err(), PatternError::TooLong);
        assert!(Pattern::compile(&"a".repeat(1_000)).is_ok());
    }
}

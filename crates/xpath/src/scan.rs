//! A cursor over an expression's text: names, numbers, literals and operators.
//!
//! XPath cannot be cut into tokens beforehand, since `*` and `div` mean what their place says. So the parser asks for what
//! may stand where it is, and this cursor answers.
//!
//! Not here: the grammar (`parse`).

use crate::ast::{Arithmetic, Comparison};
use crate::number::is_space;
use crate::parse::{Expected, ParseError, ParseErrorKind};

pub(crate) struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

/// An operator between two operands, and how tightly it binds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Operator {
    Or,
    And,
    Compare(Comparison),
    Arithmetic(Arithmetic),
}

impl Operator {
    pub fn level(self) -> u8 {
        match self {
            Operator::Or => 0,
            Operator::And => 1,
            Operator::Compare(Comparison::Equal | Comparison::NotEqual) => 2,
            Operator::Compare(_) => 3,
            Operator::Arithmetic(Arithmetic::Add | Arithmetic::Subtract) => 4,
            Operator::Arithmetic(_) => 5,
        }
    }
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str) -> Scanner<'t> {
        Scanner { text, at: 0 }
    }

    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes back to where [`Scanner::position`] was.
    pub fn rewind(&mut self, position: usize) {
        self.at = position;
    }

    /// The source between two positions, without the space around it.
    pub fn source(&self, from: usize) -> &'t str {
        self.text.get(from..self.at).unwrap_or_default().trim_matches(is_space)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches(is_space).len();
    }

    /// The next character after white space.
    pub fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    /// Takes `expected` if it comes next, after white space.
    pub fn take(&mut self, expected: &str) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// Takes a single `:` before a name or `*`, with nothing between: what joins a prefix to its name.
    pub fn take_prefix_colon(&mut self) -> bool {
        let mut ahead = self.rest().chars();
        let found = ahead.next() == Some(':') && ahead.next().is_some_and(|next| next == '*' || is_name_start(next));
        if found {
            self.at += 1;
        }
        found
    }

    pub fn take_name(&mut self) -> Option<&'t str> {
        self.skip_space();
        let rest = self.rest();
        if !rest.starts_with(is_name_start) {
            return None;
        }
        let length = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length)
    }

    /// `12`, `12.`, `1.5`, `.5`, and with an exponent as numbers in text have it.
    pub fn take_number(&mut self) -> Option<f64> {
        self.skip_space();
        let rest = self.rest();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(rest);
        let mut length = whole;
        if rest.as_bytes().get(whole) == Some(&b'.') {
            let fraction = digits(rest.get(whole + 1..).unwrap_or_default());
            if whole + fraction > 0 {
                length = whole + 1 + fraction;
            }
        }
        if length == 0 {
            return None;
        }
        if let Some(exponent) = rest.get(length..).and_then(|behind| behind.strip_prefix(['e', 'E'])) {
            let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
            if digits(unsigned) > 0 {
                length = rest.len() - unsigned.len() + digits(unsigned);
            }
        }
        self.at += length;
        rest.get(..length)?.parse().ok()
    }

    /// A literal in either kind of quotes; nothing in it is special.
    pub fn take_literal(&mut self) -> Result<Option<&'t str>, ParseError> {
        let Some(quote @ ('"' | '\'')) = self.peek() else { return Ok(None) };
        let start = self.at + 1;
        match self.text.get(start..).unwrap_or_default().find(quote) {
            None => Err(self.error(ParseErrorKind::UnclosedString)),
            Some(length) => {
                self.at = start + length + 1;
                Ok(self.text.get(start..start + length))
            }
        }
    }

    /// The operator that comes next, and the position behind it. Nothing is taken.
    pub fn peek_operator(&mut self) -> Option<(Operator, usize)> {
        self.skip_space();
        let rest = self.rest();
        let symbols = [
            ("<=", Operator::Compare(Comparison::LessOrEqual)),
            (">=", Operator::Compare(Comparison::GreaterOrEqual)),
            ("!=", Operator::Compare(Comparison::NotEqual)),
            ("=", Operator::Compare(Comparison::Equal)),
            ("<", Operator::Compare(Comparison::Less)),
            (">", Operator::Compare(Comparison::Greater)),
            ("+", Operator::Arithmetic(Arithmetic::Add)),
            ("-", Operator::Arithmetic(Arithmetic::Subtract)),
            ("*", Operator::Arithmetic(Arithmetic::Multiply)),
        ];
        let words = [
            ("or", Operator::Or),
            ("and", Operator::And),
            ("div", Operator::Arithmetic(Arithmetic::Divide)),
            ("mod", Operator::Arithmetic(Arithmetic::Remainder)),
        ];
        for (symbol, operator) in symbols {
            if rest.starts_with(symbol) {
                return Some((operator, self.at + symbol.len()));
            }
        }
        for (word, operator) in words {
            if let Some(behind) = rest.strip_prefix(word) {
                // `1 or1` is fine, as all engines have it; `1 order` is a mistake and not `1 or der`.
                let ends = !behind.starts_with(|next: char| is_name(next) && !next.is_ascii_digit() && next != '.');
                return ends.then_some((operator, self.at + word.len()));
            }
        }
        None
    }

    pub fn error(&self, kind: ParseErrorKind) -> ParseError {
        let offset = self.text.get(..self.at).unwrap_or_default().chars().count();
        ParseError { offset, kind }
    }

    /// What stands here, for a message: a name, a number or a single character.
    pub fn unexpected(&mut self, expected: Expected) -> ParseError {
        self.skip_space();
        let at = self.at;
        let found = match self.take_name() {
            Some(name) => name.to_owned(),
            None => self.rest().chars().next().map(String::from).unwrap_or_default(),
        };
        self.at = at;
        self.error(ParseErrorKind::Unexpected { found, expected })
    }
}

fn is_name_start(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}')
}

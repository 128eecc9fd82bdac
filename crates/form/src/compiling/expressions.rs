//! Texts to expressions, each parsed once, with what is wrong in them.
//!
//! Start at [`Parsed::parse`].
//!
//! Not here: the grammar (`xpath`), what stands for a node in a text (`xlsform::refs`, `xform::paths`).

use std::collections::BTreeMap;

use xpath::{
    CHARACTERS, CheckError, DEPTH, Expected, Expr, PATTERN_CHARACTERS, ParseError, ParseErrorKind, PatternError,
};

use crate::compiling::findings::Findings;
use crate::limits::{EXPRESSION_BYTES, PARSED_BYTES};
use crate::problem::{Known, Message, Place};

/// The expressions that have been met: forms repeat themselves.
#[derive(Default)]
pub(crate) struct Parsed {
    known: BTreeMap<String, Expr>,
    /// Bytes of all that was read, and of all in `known`.
    read: usize,
    parsed: usize,
    is_full: bool,
}

impl Parsed {
    /// Whether there is room for a text; the first that there is none for is reported.
    pub fn has_room(&mut self, text: &str, place: &Place, findings: &mut Findings) -> bool {
        self.read += text.len();
        let limits = [(self.read, EXPRESSION_BYTES), (self.parsed + text.len(), PARSED_BYTES)];
        let met = limits.into_iter().find(|(bytes, limit)| bytes > limit);
        if let Some((_, limit)) = met.filter(|_| !self.is_full) {
            self.is_full = true;
            findings.error(place.clone(), Message::ExpressionsTooLong { limit });
        }
        met.is_none()
    }

    /// The expression that a text is. `None`: it is none, which has been reported.
    pub fn parse(&mut self, text: &str, place: &Place, findings: &mut Findings) -> Option<Expr> {
        if let Some(expr) = self.known.get(text) {
            return Some(expr.clone());
        }
        match Expr::parse(text) {
            Ok(expr) => {
                check_functions(&expr, place, findings);
                self.parsed += text.len();
                self.known.insert(text.to_owned(), expr.clone());
                Some(expr)
            }
            Err(error) => {
                findings.error(place.clone(), unparsable(text, error));
                None
            }
        }
    }

    /// Whether some expression may ask for a hash.
    pub fn hashes(&self) -> bool {
        self.texts().any(|text| text.contains("digest"))
    }

    /// The texts of all expressions so far.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }
}

/// Says what will fail whenever it is reached.
fn check_functions(expr: &Expr, place: &Place, findings: &mut Findings) {
    let mut told: Vec<CheckError> = Vec::new();
    for error in expr.check() {
        if told.contains(&error) {
            continue;
        }
        told.push(error.clone());
        match error {
            CheckError::UnknownFunction { name } => {
                let message = Message::FunctionUnknown { name: name.clone() };
                let known = xpath::functions::known().iter().map(|known| known.name);
                findings.error(place.clone(), message).near(Known::Function, &name, known);
            }
            CheckError::Arity { name, given, .. } => {
                findings.error(place.clone(), Message::FunctionArguments { name, given });
            }
            CheckError::Pattern { pattern, source } => {
                findings.error(place.clone(), unusable(pattern, &source));
            }
        }
    }
}

/// Why a text is no expression.
pub(crate) fn unparsable(text: &str, error: ParseError) -> Message {
    let near = near(text, error.offset);
    match error.kind {
        ParseErrorKind::TooLong => Message::ExpressionTooLong { limit: CHARACTERS },
        ParseErrorKind::TooDeep => Message::ExpressionTooDeep { limit: DEPTH },
        ParseErrorKind::Unexpected { expected, .. } => match expected {
            Expected::Value => Message::ExpressionValueMissing { near },
            Expected::Operator => Message::ExpressionOperatorMissing { near },
            Expected::Bracket => Message::ExpressionBracketMissing { near },
            Expected::Comma => Message::ExpressionCommaMissing { near },
            Expected::SquareBracket => Message::ExpressionSquareBracketMissing { near },
        },
        ParseErrorKind::UnclosedString => Message::ExpressionQuoteMissing { near },
        ParseErrorKind::UnknownAxis(name) => Message::ExpressionAxisUnknown { name },
        ParseErrorKind::Variable => Message::ExpressionVariable { near },
    }
}

/// The text from a place on, or up to its end where nothing follows.
fn near(text: &str, offset: usize) -> String {
    const CHARACTERS: usize = 24;
    let length = text.chars().count();
    let from = if offset < length { offset } else { length.saturating_sub(CHARACTERS) };
    text.chars().skip(from).take(CHARACTERS).collect()
}

/// Why a pattern of `regex()` cannot be used.
fn unusable(pattern: String, error: &PatternError) -> Message {
    match error {
        PatternError::TooLong => Message::PatternTooLong { limit: PATTERN_CHARACTERS },
        PatternError::LookAround => Message::PatternLooksAround { pattern },
        PatternError::BackReference => Message::PatternRefersBack { pattern },
        PatternError::TooLarge => Message::PatternTooLarge { pattern },
        PatternError::Syntax => Message::PatternInvalid { pattern },
    }
}

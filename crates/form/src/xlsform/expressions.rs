//! Texts of cells to expressions: references resolved, functions checked.
//!
//! Start at [`Expressions::compile`].
//!
//! Not here: the grammar (`xpath`), which cell is evaluated where (`nodes`).

use std::collections::BTreeMap;

use xpath::{
    CHARACTERS, CheckError, DEPTH, Expected, Expr, PATTERN_CHARACTERS, ParseError, ParseErrorKind, PatternError,
};

use crate::limits::{EXPRESSION_BYTES, PARSED_BYTES};
use crate::problem::{Known, Message, Place};
use crate::xlsform::findings::Findings;
use crate::xlsform::refs::{Focus, Names, Unresolved};

/// Compiles expressions and keeps those it has met: forms repeat themselves.
pub(super) struct Expressions<'a> {
    pub names: &'a Names<'a>,
    /// How many rows have each name; what they do not name once has been reported.
    pub named: &'a BTreeMap<String, usize>,
    pub findings: &'a mut Findings,
    known: BTreeMap<String, Expr>,
    /// Bytes of all that was read, and of all in `known`.
    read: usize,
    parsed: usize,
    is_full: bool,
}

impl<'a> Expressions<'a> {
    pub fn new(names: &'a Names<'a>, named: &'a BTreeMap<String, usize>, findings: &'a mut Findings) -> Self {
        Self { names, named, findings, known: BTreeMap::new(), read: 0, parsed: 0, is_full: false }
    }

    /// Whether there is room for a text; the first that there is none for is reported.
    fn has_room(&mut self, text: &str, place: &Place) -> bool {
        self.read += text.len();
        let limits = [(self.read, EXPRESSION_BYTES), (self.parsed + text.len(), PARSED_BYTES)];
        let met = limits.into_iter().find(|(bytes, limit)| bytes > limit);
        if let Some((_, limit)) = met.filter(|_| !self.is_full) {
            self.is_full = true;
            self.findings.error(place.clone(), Message::ExpressionsTooLong { limit });
        }
        met.is_none()
    }

    /// The expression that a text stands for. `None`: it is none, which has been reported.
    pub fn compile(&mut self, text: &str, focus: Focus, place: &Place) -> Option<Expr> {
        let resolved = self.resolve(text, focus, place)?;
        self.parse(resolved.trim(), place)
    }

    /// As [`compile`](Self::compile), but the words for yes and no are taken too.
    pub fn condition(&mut self, text: &str, focus: Focus, place: &Place) -> Option<Expr> {
        match text.trim() {
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => self.parse("true()", place),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" => self.parse("false()", place),
            _ => self.compile(text, focus, place),
        }
    }

    /// The text with paths for references. `None`: one of them names no node, which has been reported.
    pub fn resolve(&mut self, text: &str, focus: Focus, place: &Place) -> Option<String> {
        if !self.has_room(text, place) {
            return None;
        }
        let mut complete = true;
        let (named, findings) = (self.named, &mut *self.findings);
        let names = self.names;
        let resolved = names.resolve(text, focus, |name, why| {
            complete = false;
            if named.get(name) == Some(&1) {
                let name = name.to_owned();
                let message = match why {
                    Unresolved::Unknown => Message::ReferenceUnknown { name },
                    Unresolved::Ambiguous => Message::ReferenceAmbiguous { name },
                };
                findings.error(place.clone(), message);
            }
        });
        // A reference that is not well formed has been reported with its sheet.
        let malformed = resolved.contains("${") && complete;
        (complete && !malformed).then_some(resolved)
    }

    /// As [`compile`](Self::compile), for a piece of a label that only looks like an expression. `None`: it is none.
    pub fn compile_in_text(&mut self, text: &str, focus: Focus, place: &Place) -> Option<Expr> {
        let resolved = self.resolve(text, focus, place)?;
        let text = resolved.trim();
        let mistake = if self.known.contains_key(text) { None } else { Expr::parse(text).err() };
        match mistake {
            None => self.parse(text, place),
            Some(error) => {
                self.findings.warning(place.clone(), unparsable(text, error));
                None
            }
        }
    }

    /// Whether some expression reads the last saved record.
    pub fn reads_last_saved(&self) -> bool {
        self.known.keys().any(|text| text.contains("instance('__last-saved')"))
    }

    /// Parses a text without references.
    pub fn parse(&mut self, text: &str, place: &Place) -> Option<Expr> {
        if let Some(expr) = self.known.get(text) {
            return Some(expr.clone());
        }
        match Expr::parse(text) {
            Ok(expr) => {
                self.check_functions(&expr, place);
                self.parsed += text.len();
                self.known.insert(text.to_owned(), expr.clone());
                Some(expr)
            }
            Err(error) => {
                self.findings.error(place.clone(), unparsable(text, error));
                None
            }
        }
    }

    /// Says what will fail whenever it is reached.
    fn check_functions(&mut self, expr: &Expr, place: &Place) {
        for error in expr.check() {
            match error {
                CheckError::UnknownFunction { name } => {
                    let message = Message::FunctionUnknown { name: name.clone() };
                    let known = xpath::known_functions().iter().map(|&(known, _, _)| known);
                    self.findings.error(place.clone(), message).near(Known::Function, &name, known);
                }
                CheckError::Arity { name, given, .. } => {
                    self.findings.error(place.clone(), Message::FunctionArguments { name, given });
                }
                CheckError::Pattern { pattern, source } => {
                    self.findings.error(place.clone(), unusable(pattern, &source));
                }
            }
        }
    }
}

/// Why a text is no expression.
fn unparsable(text: &str, error: ParseError) -> Message {
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

//! A parsed expression with its source.
//!
//! Not here: the grammar (`parse`), evaluation (`eval`), what it reads (`references`).

use std::fmt;
use std::rc::Rc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ast::Ast;
use crate::{ParseError, parse};

/// A parsed expression with its source text. Cheap to clone.
///
/// Two expressions are equal if their texts are. In JSON it is its text, parsed again on reading.
#[derive(Clone)]
pub struct Expr(Rc<Parsed>);

struct Parsed {
    source: Box<str>,
    ast: Ast,
}

impl Expr {
    /// Reads an expression of at most 10,000 characters and 100 levels of brackets.
    ///
    /// Functions need not exist and may have any number of arguments: that is said by [`Expr::check`] to whoever writes the
    /// form, and by evaluation only if the function is reached.
    ///
    /// # Errors
    /// [`ParseError`] with the place of the first character that does not fit.
    ///
    /// Source: XPath 1.0, sections 2 and 3; `docs/departures.md`.
    pub fn parse(text: &str) -> Result<Expr, ParseError> {
        let ast = parse::parse(text)?;
        Ok(Expr(Rc::new(Parsed { source: text.into(), ast })))
    }

    /// The text that it was parsed from, to the character.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    pub(crate) fn ast(&self) -> &Ast {
        &self.0.ast
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.source() == other.source()
    }
}

impl Eq for Expr {}

impl fmt::Debug for Expr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.source(), formatter)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.source())
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.source())
    }
}

impl<'de> Deserialize<'de> for Expr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Expr, D::Error> {
        let source = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Expr::parse(&source).map_err(serde::de::Error::custom)
    }
}

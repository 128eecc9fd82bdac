//! Expressions of a document, compiled for the engine, with what is wrong in them.
//!
//! Start at [`Expressions::compile`].
//!
//! Not here: what paths become (`paths`), what is wrong in an expression (`compiling::expressions`).

use xpath::Expr;

use crate::compiling::expressions::{Parsed, unparsable};
use crate::compiling::findings::Findings;
use crate::problem::{Known, Message, Place};
use crate::xform::paths::{At, Paths};

/// Compiles expressions of one form.
pub(super) struct Expressions<'a> {
    pub paths: Paths<'a>,
    pub findings: &'a mut Findings,
    parsed: Parsed,
}

impl<'a> Expressions<'a> {
    pub fn new(paths: Paths<'a>, findings: &'a mut Findings) -> Self {
        Self { paths, findings, parsed: Parsed::default() }
    }

    /// The expression that a text stands for. `None`: it is none, which has been reported.
    pub fn compile(&mut self, text: &str, at: At<'_>, place: &Place) -> Option<Expr> {
        let translated = self.translate(text, at, place)?;
        self.parsed.parse(&translated, place, self.findings)
    }

    /// As [`compile`](Self::compile), for a value in a label: a form can be filled without it.
    pub fn compile_in_text(&mut self, text: &str, at: At<'_>, place: &Place) -> Option<Expr> {
        let translated = self.translate(text, at, place)?;
        match Expr::parse(&translated) {
            Ok(_) => self.parsed.parse(&translated, place, self.findings),
            Err(error) => {
                self.findings.warning(place.clone(), unparsable(&translated, error));
                None
            }
        }
    }

    /// The text in the engine's paths. `None`: there is no room for it, which has been reported.
    fn translate(&mut self, text: &str, at: At<'_>, place: &Place) -> Option<String> {
        if !self.parsed.has_room(text, place, self.findings) {
            return None;
        }
        let (translated, unknown) = self.paths.translate(text, at);
        for path in unknown {
            let rooted = self.paths.rooted(&path);
            let mut problem = self.findings.warning(place.clone(), Message::PathUnknown { path });
            if let Some(rooted) = rooted {
                problem.near(Known::Name, &rooted, self.paths.tree.paths());
            }
        }
        Some(translated)
    }

    /// Whether some expression may ask for a hash.
    pub fn hashes(&self) -> bool {
        self.parsed.hashes()
    }

    /// The texts of all expressions so far.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.parsed.texts()
    }
}

//! Texts of cells to expressions: references resolved.
//!
//! Start at [`Expressions::compile`].
//!
//! Not here: what is wrong in an expression (`compiling::expressions`), which cell is evaluated where (`nodes`).

use std::collections::BTreeMap;

use xpath::Expr;

use crate::compiling::expressions::{Parsed, unparsable};
use crate::problem::{Message, Place};
use crate::xlsform::absolute::in_own_instance;
use crate::xlsform::findings::Findings;
use crate::xlsform::names::{has_mention, mentions};
use crate::xlsform::refs::{Focus, Names, Unresolved};

/// Compiles expressions.
pub(super) struct Expressions<'a> {
    pub names: &'a Names<'a>,
    /// How many rows have each name; what they do not name once has been reported.
    pub named: &'a BTreeMap<String, usize>,
    pub findings: &'a mut Findings,
    parsed: Parsed,
}

impl<'a> Expressions<'a> {
    pub fn new(names: &'a Names<'a>, named: &'a BTreeMap<String, usize>, findings: &'a mut Findings) -> Self {
        Self { names, named, findings, parsed: Parsed::default() }
    }

    /// The expression that a text stands for. `None`: it is none, which has been reported.
    pub fn compile(&mut self, text: &str, focus: Focus, place: &Place) -> Option<Expr> {
        let mut resolved = self.resolve(text, focus, place)?;
        if let Focus::At(node) | Focus::Inside(node) = focus {
            let inside = matches!(focus, Focus::Inside(_));
            resolved = in_own_instance(&resolved, self.names.tree(), node, inside);
        }
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
        if !self.parsed.has_room(text, place, self.findings) {
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
        // A reference that is not well formed has been reported with its sheet, but for one that names nothing.
        let malformed = has_mention(&resolved) && complete;
        if malformed && mentions(text).iter().all(|mention| mention.name.is_some()) {
            self.findings.error(place.clone(), Message::ReferenceInvalid { text: "${}".to_owned() });
        }
        (complete && !malformed).then_some(resolved)
    }

    /// As [`compile`](Self::compile), for a piece of a label that only looks like an expression. `None`: it is none.
    pub fn compile_in_text(&mut self, text: &str, focus: Focus, place: &Place) -> Option<Expr> {
        let resolved = self.resolve(text, focus, place)?;
        let text = resolved.trim();
        let mistake = Expr::parse(text).err();
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
        self.parsed.texts().any(|text| text.contains("instance('__last-saved')"))
    }

    /// Whether some expression may ask for a hash.
    pub fn hashes(&self) -> bool {
        self.parsed.hashes()
    }

    /// Parses a text without references.
    pub fn parse(&mut self, text: &str, place: &Place) -> Option<Expr> {
        self.parsed.parse(text, place, self.findings)
    }
}

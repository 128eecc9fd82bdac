//! The list of problems as it grows: one pass over a form reports everything it meets.
//!
//! Not here: what a problem is (`problem`), and when one is found (`xlsform`, `xform`).

use crate::compiling::nearest::nearest;
use crate::problem::{Advice, Known, Message, Place, Problem, Severity};

/// What has been found so far.
#[derive(Default)]
pub(crate) struct Findings {
    pub problems: Vec<Problem>,
    has_errors: bool,
    /// The last one behind [`KEPT`].
    beyond: Option<Problem>,
}

impl Findings {
    pub fn error(&mut self, place: Place, message: Message) -> Found<'_> {
        self.add(Severity::Error, place, message)
    }

    pub fn warning(&mut self, place: Place, message: Message) -> Found<'_> {
        self.add(Severity::Warning, place, message)
    }

    pub fn has_errors(&self) -> bool {
        self.has_errors
    }

    fn add(&mut self, severity: Severity, place: Place, message: Message) -> Found<'_> {
        let problem = Problem { severity, place, message, advice: None };
        let is_first_error = problem.is_error() && !self.has_errors;
        self.has_errors |= problem.is_error();
        let at = self.problems.len();
        if at >= KEPT && !is_first_error {
            return Found { problem: self.beyond.insert(problem), takes_advice: false };
        }
        self.problems.push(problem);
        Found { problem: &mut self.problems[at], takes_advice: at < ADVISED }
    }
}

/// How many problems are kept, but for the first error: a hostile file has one for each of a million elements.
const KEPT: usize = 10_000;

/// How many problems get advice. Behind them nobody reads on, and to compare every name with every other takes long.
const ADVISED: usize = 200;
/// How many known names are compared.
const COMPARED: usize = 2_000;

/// A problem just added, to which advice can be added.
pub(crate) struct Found<'a> {
    problem: &'a mut Problem,
    takes_advice: bool,
}

impl Found<'_> {
    /// Adds the known name nearest to `found`, where one is near enough to be meant.
    pub fn near<'n>(&mut self, kind: Known, found: &str, known: impl IntoIterator<Item = &'n str>) -> &mut Self {
        if self.takes_advice {
            let known = known.into_iter().take(COMPARED);
            self.problem.advice = nearest(found, known).map(|name| Advice::Nearest { kind, name: name.to_owned() });
        }
        self
    }

    /// Adds all names that are taken here, where there is no better advice.
    pub fn accepted(&mut self, kind: Known, names: &[&str]) {
        let names = || names.iter().map(|&name| name.to_owned()).collect();
        self.problem.advice.get_or_insert_with(|| Advice::Accepted { kind, names: names() });
    }
}

/// A sheet as a whole.
pub(crate) fn sheet(name: &str) -> Place {
    Place { sheet: name.to_owned(), row: None, column: None }
}

impl Place {
    pub(crate) fn row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    pub(crate) fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

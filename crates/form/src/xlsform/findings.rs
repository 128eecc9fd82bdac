//! The list of problems as it grows: one pass over a workbook reports everything it meets.
//!
//! Not here: what a problem is (`problem`), and when one is found (the other files of this room).

use crate::problem::{Advice, Known, Message, Place, Problem, Severity};
use crate::xlsform::nearest::nearest;

/// What has been found so far.
#[derive(Default)]
pub(super) struct Findings {
    pub problems: Vec<Problem>,
}

impl Findings {
    pub fn error(&mut self, place: Place, message: Message) -> &mut Problem {
        self.add(Severity::Error, place, message)
    }

    pub fn warning(&mut self, place: Place, message: Message) -> &mut Problem {
        self.add(Severity::Warning, place, message)
    }

    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Problem::is_error)
    }

    fn add(&mut self, severity: Severity, place: Place, message: Message) -> &mut Problem {
        let at = self.problems.len();
        self.problems.push(Problem { severity, place, message, advice: None });
        &mut self.problems[at]
    }
}

impl Problem {
    /// Adds the known name nearest to `found`, where one is near enough to be meant.
    pub(super) fn near<'a>(&mut self, kind: Known, found: &str, known: impl IntoIterator<Item = &'a str>) {
        self.advice = nearest(found, known).map(|name| Advice::Nearest { kind, name: name.to_owned() });
    }

    /// Adds all names that are taken here.
    pub(super) fn accepted(&mut self, kind: Known, names: &[&str]) {
        self.advice = Some(Advice::Accepted { kind, names: names.iter().map(|&name| name.to_owned()).collect() });
    }
}

/// A sheet as a whole.
pub(super) fn sheet(name: &str) -> Place {
    Place { sheet: name.to_owned(), row: None, column: None }
}

impl Place {
    pub(super) fn row(mut self, row: u32) -> Self {
        self.row = Some(row);
        self
    }

    pub(super) fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

//! What was remarked beside answers, and why doubtful ones are right: free words, in which anybody may be named.

use std::collections::{BTreeMap, BTreeSet};

use record::part::REMARKS;
use record::{Day, Part, RecordId, Revision, RevisionHash, Timestamp};

use super::{Of, Overdue, Periods, What, day};

/// The remarks of records, by question and words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Remarks(BTreeMap<(RecordId, String, String), Said>);

/// The same words on one question of one record, however often it was edited.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Said {
    /// When they were said first.
    since: Day,
    /// When it was finished that is called so: the last name counts, for an earlier one may be erased.
    named: Timestamp,
    title: String,
    /// Each with the place of the question in it: a row may have moved since.
    places: BTreeSet<(RevisionHash, String)>,
}

/// What a part names, by its revision.
type Answers = BTreeMap<RevisionHash, BTreeSet<String>>;

impl Remarks {
    /// Takes note of a revision's remarks. One that only says that a question is to be answered later has no words.
    pub fn learn(&mut self, revision: &Revision) {
        let submission = revision.submission();
        for remark in &submission.remarks {
            let reason = remark.confirmed.as_ref().map(|confirmed| confirmed.reason.as_str()).unwrap_or_default();
            if remark.text.is_empty() && reason.is_empty() {
                continue;
            }
            // An edit that keeps them says since when they are there.
            let since = day(remark.since.unwrap_or(submission.finalized_at));
            let words = format!("{}\n{reason}", remark.text);
            let said = self.0.entry((submission.record, question(&remark.path), words)).or_insert_with(|| Said {
                since,
                named: submission.finalized_at,
                title: submission.name().to_owned(),
                places: BTreeSet::new(),
            });
            said.since = said.since.min(since);
            if submission.finalized_at > said.named {
                (said.named, said.title) = (submission.finalized_at, submission.name().to_owned());
            }
            said.places.insert((revision.hash(), remark.path.clone()));
        }
    }

    /// When each is to go: those of a record that are due on one day together.
    pub fn overdue(self, periods: &Periods) -> Vec<Overdue> {
        let mut going: BTreeMap<(RecordId, Day), (String, Answers)> = BTreeMap::new();
        for ((record, ..), said) in self.0 {
            let due_on = said.since.after(periods.file);
            let (_, parts) = going.entry((record, due_on)).or_insert_with(|| (said.title, BTreeMap::new()));
            for (revision, path) in said.places {
                parts.entry(revision).or_default().insert(format!("{REMARKS}{path}"));
            }
        }
        let due = |((record, due_on), (title, parts)): (_, (_, Answers))| {
            let part = |(revision, answers): (_, BTreeSet<String>)| Part {
                answers: answers.into_iter().collect(),
                ..Part::of(record, revision)
            };
            let parts = parts.into_iter().map(part).collect();
            Overdue { what: What::Remark, due_on, title, of: Of::Record(record), parts }
        };
        going.into_iter().map(due).collect()
    }
}

/// A question by its names alone, in whichever rows it stands.
fn question(path: &str) -> String {
    let names = path.split('/').map(|step| step.split('[').next().unwrap_or(step));
    names.collect::<Vec<_>>().join("/")
}

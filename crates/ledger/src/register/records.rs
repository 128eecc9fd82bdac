//! Records as a list of their own: each with what people call it, who finished it, which revision is judged, and how many of its
//! answers somebody must decide. Beside it stand the verdicts, a row for each record that was judged.
//!
//! Both are rows of a register like those of entities, so they are kept, changed and found in the same way. Start at
//! [`Line::of_record`]; [`RecordRow`] reads a row again.
//!
//! Not here: what edits add up to (`answers`), what verdicts add up to (`review`).

use record::{EntityId, RecordId, Review, Revision, RevisionHash, Verdict};

use super::{Column, Entry, Line, Register, number, shown};
use crate::{Answers, Asked, EntityHistory, LABEL, Origin, RecordHistory};

/// The list of records: no entity list has a name of this kind.
pub const RECORDS: &str = "__records";

/// The revision that is judged.
const REVISION: &str = "revision";
/// The form of it.
const FORM: &str = "form";
/// What was said of revisions: each with its verdict behind a colon, or nothing where two differ.
const VERDICTS: &str = "verdicts";

impl Line {
    /// A record as all of its revisions have it. `None`: no form was filled, or it was erased.
    pub fn of_record(record: RecordId, revisions: &[Revision]) -> Option<Self> {
        if revisions.iter().any(|revision| revision.erasure().is_some() || revision.decision().is_some()) {
            return None;
        }
        let life;
        let (latest, version, heads) = match revisions {
            [only] => (only, 1, 1),
            _ => {
                life = RecordHistory::of(record, revisions);
                let latest = crate::revision::latest(revisions.iter().filter(|it| life.heads.contains(&it.hash())))?;
                (latest, life.revisions.iter().map(|revision| revision.version).max()?, life.heads.len())
            }
        };
        // Without a form: whoever shows what is to be decided looks closer.
        let answers = if heads > 1 { Answers::of(record, revisions) } else { None };
        let conflicts = answers.map(|answers| answers.disputes()).unwrap_or_default();
        let conflicts = conflicts.iter().filter(|dispute| dispute.asked != Asked::Noted).count();
        let submission = latest.submission();
        let mut entry = Entry::default();
        entry.set(&Column::Label, shown(LABEL, submission.name()));
        entry.set_standing(version, conflicts, Some(&Origin::of(submission)));
        entry.properties.insert(REVISION.to_owned(), latest.hash().to_string());
        entry.say(FORM, &submission.form.id);
        Some(Self::with(&EntityId::new(record.to_string()), &entry))
    }

    /// The verdicts on one record. A column for each revision would make a list of many judged records as wide as it is long.
    pub fn of_verdicts(history: &EntityHistory) -> Self {
        let state = history.state();
        let verdict = |(name, property): (&String, &crate::Property)| {
            let revision = Review::judged(name)?;
            let stands = if state.conflict(name).is_some() { "" } else { property.value.as_str() };
            Some(format!("{revision}:{stands}"))
        };
        let mut entry = Entry::default();
        entry.set(&Column::Label, state.id.to_string());
        entry.set(&Column::Conflicts, number(state.conflicts.len()));
        let verdicts: Vec<String> = state.properties.iter().filter_map(verdict).collect();
        entry.properties.insert(VERDICTS.to_owned(), verdicts.join(" "));
        Self::with(&state.id, &entry)
    }
}

/// A record as its row has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordRow<'a> {
    pub record: RecordId,
    pub revision: RevisionHash,
    pub title: &'a str,
    pub form: &'a str,
    pub officer: &'a str,
    /// As a timestamp's text.
    pub finalized_at: &'a str,
}

impl Register {
    /// A row of the list of records. `None`: it is no such list.
    pub fn record(&self, row: usize) -> Option<RecordRow<'_>> {
        let property = |name: &str| self.get(row, &Column::Property(name.to_owned()));
        Some(RecordRow {
            record: self.id(row).as_str().parse().ok()?,
            revision: property(REVISION).parse().ok()?,
            title: self.title(row),
            form: property(FORM),
            officer: self.get(row, &Column::UpdatedBy),
            finalized_at: self.get(row, &Column::UpdatedAt),
        })
    }

    /// What the list of verdicts says of a revision. `None`: nobody has judged it, or two differ.
    pub fn verdict(&self, record: RecordId, revision: RevisionHash) -> Option<Verdict> {
        let row = self.row_of(&EntityId::new(record.to_string()))?;
        let revision = revision.to_string();
        let mut verdicts = self.get(row, &Column::Property(VERDICTS.to_owned())).split(' ');
        Verdict::named(verdicts.find_map(|said| said.strip_prefix(&revision)?.strip_prefix(':'))?)
    }
}

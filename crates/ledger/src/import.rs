//! Taking a batch's records in: what would happen, as a value. The caller shows it, then writes all of it or nothing.
//!
//! Start at [`plan`]. A desk that keeps its rows in a database asks [`wanted`] first, loads those into a [`Known`],
//! and plans on that. One refused record refuses its batch whole; its bytes stay with the caller.
//!
//! Not here: who signed the batch (`batch`), how it is written (`store`).

use std::collections::{BTreeMap, BTreeSet};

use record::{Erasures, Named, RecordId, Revision, RevisionHash};

use crate::check::check;
use crate::erasure::named_rows;
use crate::history::{entities_of, named_by};
use crate::join;
use crate::periods;
use crate::revision::{self, Links};
use crate::{Answers, Asked, Conflict, EntityHistory, EntityKey, Refusal};

/// What an import must know of the desk.
pub trait Lookup {
    /// The record's revisions on this desk.
    fn record(&self, record: RecordId) -> Links;
    /// Those of them that can be read, of a record at least of which another revision comes.
    fn revisions(&self, record: RecordId) -> Vec<Revision>;
    /// The entity's row, if there is one.
    fn entity(&self, key: &EntityKey) -> Option<EntityHistory>;
    /// All erasures that this desk knows of.
    fn erasures(&self) -> &Erasures;
    /// The entities that a revision of this desk speaks of.
    fn spoken_of(&self, revision: RevisionHash) -> BTreeSet<EntityKey>;
    /// What was said of pairs: all of it, or of those at least of which an erasure names one.
    fn joins(&self) -> Vec<EntityHistory>;
}

/// A desk, or as much of one as an import needs, in memory.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Known {
    pub records: BTreeMap<RecordId, Links>,
    /// What they say; of a desk with a database only where another revision comes of one that is there.
    pub revisions: BTreeMap<RecordId, BTreeMap<RevisionHash, Revision>>,
    pub entities: BTreeMap<EntityKey, EntityHistory>,
    pub erasures: Erasures,
    pub spoken_of: BTreeMap<RevisionHash, BTreeSet<EntityKey>>,
}

/// Revisions of a desk that go: record and hash of each.
pub type Doomed = BTreeSet<(RecordId, RevisionHash)>;

/// What must be in a [`Known`] before some revisions can be planned on it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    pub records: BTreeSet<RecordId>,
    pub entities: BTreeSet<EntityKey>,
}

/// What an import would do.
#[derive(Clone, PartialEq, Debug)]
pub struct ImportPlan {
    pub report: ImportReport,
    /// The revisions to add, each once. Empty if the batch is refused.
    pub revisions: Vec<Revision>,
    /// The entity rows to write, whole. Empty if the batch is refused.
    pub entities: Vec<EntityHistory>,
    /// The revisions of this desk that the new erasures take away: nothing of their texts may stay.
    pub doomed: Doomed,
}

/// What people are told of an import.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportReport {
    /// Nothing at all is taken in if `refused` is not 0.
    pub added: usize,
    pub known: usize,
    /// Not taken in, because they were erased: before they came, or by an erasure beside them.
    pub erased: usize,
    pub refused: usize,
    /// One for each record, in the batch's order.
    pub outcomes: Vec<RevisionOutcome>,
    pub affected: Vec<EntityKey>,
    /// Conflicts that were not there before, or have a value more than before.
    pub conflicts: Vec<NewConflict>,
}

/// What becomes of one record of a batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevisionOutcome {
    /// Its place in the batch, from 0.
    pub place: usize,
    /// `None` if it could not be read.
    pub revision: Option<RevisionHash>,
    pub record: Option<RecordId>,
    pub outcome: Outcome,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    New,
    /// New, and it has a part in these conflicts.
    Conflict(Vec<NewConflict>),
    /// On this desk already, or earlier in this batch.
    Known,
    /// Erased, and so not taken in.
    Erased,
    Refused(Refusal),
}

/// A conflict that an import brings about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NewConflict {
    Property { entity: EntityKey, conflict: Box<Conflict> },
    Record { record: RecordId, heads: BTreeSet<RevisionHash> },
}

/// What the desk must be asked before `incoming` can be planned.
pub fn wanted<'a>(incoming: impl IntoIterator<Item = &'a Revision>) -> Wanted {
    let mut wanted = Wanted::default();
    for revision in incoming {
        wanted.records.insert(revision.submission().record);
        wanted.entities.extend(named_by(revision));
        wanted.entities.extend(Named::by(revision).iter().flat_map(named_rows));
        // Where two are one, what they say is held against each other.
        wanted.entities.extend(revision.submission().join().iter().flat_map(|join| join::keys(&join.pair)));
    }
    wanted
}

/// The revisions of a desk that erasures take away: those of the records that they are of, those that speak of an entity that
/// they name, also where they say that it is one with another, and the verdicts on the records that they are of.
pub fn doomed<'a>(desk: &impl Lookup, erasures: impl IntoIterator<Item = &'a Named>) -> Doomed {
    let mut doomed = Doomed::new();
    let joins = desk.joins();
    for named in erasures.into_iter().filter(|named| named.is_whole()) {
        doomed.extend(desk.record(named.record).into_keys().map(|hash| (named.record, hash)));
        for row in named_rows(named).iter().filter_map(|key| desk.entity(key)) {
            doomed.extend(row.changes.iter().map(|(id, change)| (change.origin.record, id.revision)));
        }
        for row in &joins {
            let speaking = join::speaking_of(row, named);
            doomed.extend(speaking.map(|(id, change)| (change.origin.record, id.revision)));
        }
    }
    doomed.retain(|(_, hash)| !desk.erasures().holds(*hash));
    doomed
}

/// What taking these revisions in would do.
pub fn plan(desk: &impl Lookup, incoming: &[Revision]) -> ImportPlan {
    plan_read(desk, incoming.iter().cloned().map(Ok).collect())
}

/// As [`plan`], for what [`read_revisions`](crate::read_revisions) gives.
pub fn plan_read(desk: &impl Lookup, incoming: Vec<Result<Revision, Refusal>>) -> ImportPlan {
    let mut records: BTreeMap<RecordId, Links> = BTreeMap::new();
    let mut report = ImportReport::default();
    let mut new = Vec::new();
    let mut erasures = desk.erasures().clone();
    incoming.iter().flatten().for_each(|revision| erasures.learn(revision));
    let mut erased = Vec::new();
    for read in incoming {
        let revision = match read {
            Ok(revision) => revision,
            Err(refusal) => {
                report.tell(None, Outcome::Refused(refusal));
                continue;
            }
        };
        if let Err(refusal) = check(&revision) {
            report.tell(Some(&revision), Outcome::Refused(refusal));
            continue;
        }
        if erasures.erases(&revision) {
            report.tell(Some(&revision), Outcome::Erased);
            erased.push(revision);
            continue;
        }
        let revision = erasures.cut(revision);
        let record = revision.submission().record;
        let links = records.entry(record).or_insert_with(|| desk.record(record));
        if links.insert(revision.hash(), revision.submission().parents.clone()).is_some() {
            report.tell(Some(&revision), Outcome::Known);
        } else {
            report.tell(Some(&revision), Outcome::New);
            new.push(revision);
        }
    }
    if report.refused > 0 {
        report.added = 0;
        return ImportPlan { report, revisions: Vec::new(), entities: Vec::new(), doomed: Doomed::new() };
    }
    let named: Vec<Named> = new.iter().filter_map(Named::by).collect();
    let doomed = doomed(desk, &named);
    let entities = joined(desk, Said { new: &new, erased: &erased, erasures: &erasures, doomed: &doomed }, &mut report);
    for (record, hash) in &doomed {
        records.entry(*record).and_modify(|links| drop(links.remove(hash)));
    }
    let of_records = record_conflicts(desk, &records, &new, &erasures);
    report.conflicts.retain(|conflict| !of_records.iter().any(|record| record.has_in_it(conflict)));
    report.conflicts.extend(of_records);
    tell_conflicts(&mut report);
    ImportPlan { report, revisions: new, entities, doomed }
}

/// What changes rows.
struct Said<'a> {
    new: &'a [Revision],
    /// Came, and are not taken in.
    erased: &'a [Revision],
    erasures: &'a Erasures,
    doomed: &'a Doomed,
}

/// The rows of all entities that something is said of or taken from, with the conflicts that this brings about.
fn joined(desk: &impl Lookup, said: Said<'_>, report: &mut ImportReport) -> Vec<EntityHistory> {
    let mut speaking: BTreeMap<EntityKey, Vec<&Revision>> = BTreeMap::new();
    for revision in said.new.iter().chain(said.erased) {
        for key in named_by(revision) {
            speaking.entry(key).or_default().push(revision);
        }
    }
    let mut taken: BTreeMap<EntityKey, Doomed> = BTreeMap::new();
    for (record, hash) in said.doomed {
        for key in desk.spoken_of(*hash) {
            speaking.entry(key.clone()).or_default();
            taken.entry(key).or_default().insert((*record, *hash));
        }
    }
    let mut rows = Vec::new();
    for (key, revisions) in speaking {
        let before = desk.entity(&key).unwrap_or_else(|| EntityHistory::new(key.clone()));
        let mut row = before.clone();
        for (record, hash) in taken.get(&key).into_iter().flatten() {
            row.leave_out(*record, *hash, said.erasures);
        }
        revisions.iter().for_each(|revision| row.take_in(revision, said.erasures));
        // What was said of periods in parallel the rule settles: nobody is asked.
        if row != before && key == periods::key() {
            rows.push(row);
        } else if row != before {
            let old = before.conflicts();
            let fresh = row.conflicts().into_iter().filter(|conflict| !old.contains(conflict)).map(Box::new);
            report.conflicts.extend(fresh.map(|conflict| NewConflict::Property { entity: key.clone(), conflict }));
            rows.push(row);
        }
        report.affected.push(key);
    }
    rows
}

/// The records of which the new revisions answer a question otherwise than what they did not know of. Edits of different
/// questions are no conflict.
fn record_conflicts(
    desk: &impl Lookup,
    records: &BTreeMap<RecordId, Links>,
    new: &[Revision],
    erasures: &Erasures,
) -> Vec<NewConflict> {
    let mut incoming: BTreeMap<RecordId, Vec<&Revision>> = BTreeMap::new();
    for revision in new {
        incoming.entry(revision.submission().record).or_default().push(revision);
    }
    let conflict = |(record, incoming): (RecordId, Vec<&Revision>)| {
        let links = records.get(&record).filter(|links| links.len() > 1)?;
        let heads = revision::heads(links);
        if erasures.is_record_erased(record) || heads.len() < 2 {
            return None;
        }
        let mut here = desk.revisions(record);
        here.retain(|revision| links.contains_key(&revision.hash()));
        here = here.into_iter().map(|revision| erasures.cut(revision)).collect();
        let answers = Answers::of(record, here.iter().chain(incoming))?;
        answers
            .disputes()
            .iter()
            .any(|dispute| dispute.asked != Asked::Noted)
            .then_some(NewConflict::Record { record, heads })
    };
    incoming.into_iter().filter_map(conflict).collect()
}

/// Tells each new revision the conflicts that it has a part in.
fn tell_conflicts(report: &mut ImportReport) {
    let ImportReport { outcomes, conflicts, .. } = report;
    for told in outcomes.iter_mut().filter(|told| told.outcome == Outcome::New) {
        let Some(revision) = told.revision else { continue };
        let own: Vec<NewConflict> = conflicts.iter().filter(|conflict| conflict.involves(revision)).cloned().collect();
        if !own.is_empty() {
            told.outcome = Outcome::Conflict(own);
        }
    }
}

impl NewConflict {
    /// Whether one of the values that stand against each other is this revision's.
    pub fn involves(&self, revision: RevisionHash) -> bool {
        match self {
            Self::Property { conflict, .. } => {
                let mut candidates = std::iter::once(&conflict.shown).chain(&conflict.others);
                candidates.any(|candidate| candidate.property.source.revision == revision)
            }
            Self::Record { heads, .. } => heads.contains(&revision),
        }
    }

    /// Whether another conflict is only what this record's own revisions say of an entity: one question, decided with the record.
    fn has_in_it(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Record { record, .. }, Self::Property { conflict, .. }) => {
                let mut candidates = std::iter::once(&conflict.shown).chain(&conflict.others);
                candidates.all(|candidate| candidate.property.origin.record == *record)
            }
            _ => false,
        }
    }
}

impl ImportPlan {
    /// One record at least cannot be taken in, so nothing is.
    pub fn is_refused(&self) -> bool {
        self.report.refused > 0
    }
}

impl ImportReport {
    fn tell(&mut self, revision: Option<&Revision>, outcome: Outcome) {
        match outcome {
            Outcome::New | Outcome::Conflict(_) => self.added += 1,
            Outcome::Known => self.known += 1,
            Outcome::Erased => self.erased += 1,
            Outcome::Refused(_) => self.refused += 1,
        }
        let record = revision.map(|revision| revision.submission().record);
        let place = self.outcomes.len();
        self.outcomes.push(RevisionOutcome { place, revision: revision.map(Revision::hash), record, outcome });
    }
}

impl Known {
    /// Makes a plan come true, so that the next batch can be planned on the result.
    pub fn apply(&mut self, plan: &ImportPlan) {
        for (record, hash) in &plan.doomed {
            if let Some(links) = self.records.get_mut(record) {
                links.remove(hash);
            }
            if let Some(revisions) = self.revisions.get_mut(record) {
                revisions.remove(hash);
            }
            self.spoken_of.remove(hash);
        }
        self.records.retain(|_, links| !links.is_empty());
        self.revisions.retain(|_, revisions| !revisions.is_empty());
        plan.revisions.iter().for_each(|revision| self.erasures.learn(revision));
        for revisions in self.revisions.values_mut() {
            for revision in revisions.values_mut() {
                *revision = self.erasures.cut(revision.clone());
            }
        }
        for revision in &plan.revisions {
            let revisions = self.revisions.entry(revision.submission().record).or_default();
            revisions.insert(revision.hash(), revision.clone());
            let links = self.records.entry(revision.submission().record).or_default();
            links.insert(revision.hash(), revision.submission().parents.clone());
            self.spoken_of.insert(revision.hash(), entities_of(revision));
        }
        for row in &plan.entities {
            self.entities.insert(row.key(), row.clone());
        }
    }
}

impl Lookup for Known {
    fn record(&self, record: RecordId) -> Links {
        self.records.get(&record).cloned().unwrap_or_default()
    }

    fn revisions(&self, record: RecordId) -> Vec<Revision> {
        self.revisions.get(&record).into_iter().flat_map(BTreeMap::values).cloned().collect()
    }

    fn entity(&self, key: &EntityKey) -> Option<EntityHistory> {
        self.entities.get(key).cloned()
    }

    fn erasures(&self) -> &Erasures {
        &self.erasures
    }

    fn spoken_of(&self, revision: RevisionHash) -> BTreeSet<EntityKey> {
        self.spoken_of.get(&revision).cloned().unwrap_or_default()
    }

    fn joins(&self) -> Vec<EntityHistory> {
        self.entities.values().filter(|row| row.list.as_str() == record::JOINS).cloned().collect()
    }
}

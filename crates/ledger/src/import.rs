//! Taking a batch's records in: what would happen, as a value. The caller shows it, then writes all of it or nothing.
//!
//! Start at [`plan`]. A desk that keeps its rows in a database asks [`wanted`] first, loads those into a [`Known`],
//! and plans on that. One refused record refuses its batch whole; its bytes stay with the caller.
//!
//! Not here: who signed the batch (`batch`), how it is written (`store`).

use std::collections::{BTreeMap, BTreeSet};

use record::{RecordId, Revision, RevisionHash};

use crate::check::check;
use crate::history::entities_of;
use crate::revision::{self, Links};
use crate::{Conflict, EntityHistory, EntityKey, Refusal};

/// What an import must know of the desk.
pub trait Lookup {
    /// The record's revisions on this desk.
    fn record(&self, record: RecordId) -> Links;
    /// The entity's row, if there is one.
    fn entity(&self, key: &EntityKey) -> Option<EntityHistory>;
}

/// A desk, or as much of one as an import needs, in memory.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    pub records: BTreeMap<RecordId, Links>,
    pub entities: BTreeMap<EntityKey, EntityHistory>,
}

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
}

/// What people are told of an import.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportReport {
    /// Nothing at all is taken in if `refused` is not 0.
    pub added: usize,
    pub known: usize,
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
        wanted.entities.extend(entities_of(revision));
    }
    wanted
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
        return ImportPlan { report, revisions: Vec::new(), entities: Vec::new() };
    }
    let entities = joined(desk, &new, &mut report);
    report.conflicts.extend(record_conflicts(&records, &new));
    tell_conflicts(&mut report);
    ImportPlan { report, revisions: new, entities }
}

/// The rows of all entities that the new revisions speak of, with the conflicts that this brings about.
fn joined(desk: &impl Lookup, new: &[Revision], report: &mut ImportReport) -> Vec<EntityHistory> {
    let mut speaking: BTreeMap<EntityKey, Vec<&Revision>> = BTreeMap::new();
    for revision in new {
        for key in entities_of(revision) {
            speaking.entry(key).or_default().push(revision);
        }
    }
    let mut rows = Vec::new();
    for (key, revisions) in speaking {
        let mut row = desk.entity(&key).unwrap_or_else(|| EntityHistory::new(key.clone()));
        let before = row.clone();
        revisions.iter().for_each(|revision| row.insert_from(revision));
        report.affected.push(key.clone());
        if row != before {
            let old = before.state().conflicts;
            let fresh = row.state().conflicts.into_iter().filter(|conflict| !old.contains(conflict)).map(Box::new);
            report.conflicts.extend(fresh.map(|conflict| NewConflict::Property { entity: key.clone(), conflict }));
            rows.push(row);
        }
    }
    rows
}

/// The records that the new revisions leave with more heads than one.
fn record_conflicts(records: &BTreeMap<RecordId, Links>, new: &[Revision]) -> Vec<NewConflict> {
    let touched: BTreeSet<RecordId> = new.iter().map(|revision| revision.submission().record).collect();
    let heads = touched.into_iter().filter_map(|record| Some((record, revision::heads(records.get(&record)?))));
    let several = heads.filter(|(_, heads)| heads.len() > 1);
    several.map(|(record, heads)| NewConflict::Record { record, heads }).collect()
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
        for revision in &plan.revisions {
            let links = self.records.entry(revision.submission().record).or_default();
            links.insert(revision.hash(), revision.submission().parents.clone());
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

    fn entity(&self, key: &EntityKey) -> Option<EntityHistory> {
        self.entities.get(key).cloned()
    }
}

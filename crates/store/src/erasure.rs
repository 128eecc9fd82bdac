//! Erasures on this device: which rows go, and the one transaction that lets them go.
//!
//! What goes is looked for in rows as they lie ([`Purge::of`]): bodies of erased revisions, drafts and what lies in the bin of
//! them or speaks of what was erased, photos that nobody else names. What stays is the erasure itself, a record like any
//! other, and a row of `meta` for each, so that nobody has to read all records to know what is erased; that row can be made
//! again from the records. Of what stays and loses parts the row is written anew, and the files go that it does not name any
//! more. Start at [`withdraw`].
//!
//! Not here: which revisions an erasure takes away (`record`, `ledger`), the tail of a draft in `localStorage` (the app).

use std::collections::{BTreeMap, BTreeSet};

use record::{DraftId, ErasedEntity, Erasures, Named, Part, RecordId, Revision, RevisionHash, Sha256};
use serde::{Deserialize, Serialize};

use crate::import::{self, EntityRow, LedgerVersion};
use crate::layout::{self, Row, meta};
use crate::outbox::{self, ExportState};
use crate::records::{RecordState, Standing};
use crate::{Store, Transaction, backup, disk, draft, quarantine, records};

/// Entities whose ids are shorter are not looked for in texts: a list may number its rows, and a number means nothing alone.
const LEAST_ID_BYTES: usize = 16;

/// What goes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Purge {
    pub revisions: BTreeSet<(RecordId, RevisionHash)>,
    /// States of records of which nothing is left, not even an erasure.
    pub states: BTreeSet<RecordId>,
    pub drafts: BTreeSet<DraftId>,
    pub binned: BTreeSet<DraftId>,
    pub blobs: BTreeSet<Sha256>,
    /// Damaged rows that were set aside.
    pub quarantined: BTreeSet<String>,
    /// What is left of revisions of which parts go.
    pub cut: BTreeMap<(RecordId, RevisionHash), String>,
    /// Where records of this device stand otherwise by it: [`Purge::told_by_others`].
    pub settled: BTreeMap<RecordId, Standing>,
}

/// Words by which rows that speak of what was erased are known.
#[derive(Clone, Debug, Default)]
struct Words(Vec<String>);

impl Words {
    fn of(erasures: &Erasures, doomed: &BTreeSet<(RecordId, RevisionHash)>) -> Self {
        let whole = erasures.named().filter(|named| named.is_whole()).map(|named| named.record);
        let records = whole.chain(doomed.iter().map(|(record, _)| *record));
        let entities = erasures.named().flat_map(|named| &named.entities).map(|entity| entity.id.to_string());
        let long = entities.filter(|id| id.len() >= LEAST_ID_BYTES);
        Self(records.map(|record| record.to_string()).chain(long).collect::<BTreeSet<_>>().into_iter().collect())
    }

    fn are_in(&self, text: &[u8]) -> bool {
        let text = String::from_utf8_lossy(text);
        self.0.iter().any(|word| text.contains(word.as_str()))
    }

    fn speak(&self, row: &Row) -> bool {
        row.key.text(0).is_some_and(|id| self.are_in(id.as_bytes())) || self.are_in(&row.value)
    }
}

impl Purge {
    /// What goes with some erased revisions. `rows` are all rows of `drafts`, `journal`, `bin`, `states` and `quarantine`
    /// (there the heads are enough), and of `records` those that may name the same photos; tails come as rows of `journal`.
    /// `erasures` are those that are new here.
    pub fn of(doomed: BTreeSet<(RecordId, RevisionHash)>, erasures: &Erasures, rows: &[Row]) -> Self {
        let words = &Words::of(erasures, &doomed);
        let id = |row: &Row| row.key.text(0).and_then(|text| text.parse::<DraftId>().ok());
        let speaking = |stores: &'static [Store]| {
            let rows = rows.iter().filter(move |row| stores.contains(&row.store) && words.speak(row));
            rows.filter_map(id).collect::<BTreeSet<DraftId>>()
        };
        let (drafts, mut binned) = (speaking(&[Store::Drafts, Store::Journal]), speaking(&[Store::Bin]));
        let cut = cut(erasures, &doomed, rows);
        let lost: BTreeSet<Sha256> = cut.values().flat_map(|(before, after)| lost(before, after)).collect();
        // What was thrown away of such a record has it still, and a file that somebody threw away names nobody needs.
        let holds = |row: &&Row| {
            let is_of = |id: DraftId| cut.keys().any(|(record, _)| *record == id.record());
            row.store == Store::Bin && (id(row).is_some_and(is_of) || !lost.is_disjoint(&named_files(row)))
        };
        binned.extend(rows.iter().filter(holds).filter_map(id));
        let goes = |row: &&Row| match row.store {
            Store::Drafts | Store::Journal => id(row).is_some_and(|id| drafts.contains(&id)),
            Store::Bin => id(row).is_some_and(|id| binned.contains(&id)),
            Store::Records => revision_key(row).is_some_and(|key| doomed.contains(&key)),
            _ => false,
        };
        let names_files =
            |row: &&Row| matches!(row.store, Store::Drafts | Store::Journal | Store::Bin | Store::Records);
        let (mut blobs, mut stay) = (lost, BTreeSet::new());
        for row in rows.iter().filter(names_files) {
            let left = revision_key(row).filter(|_| row.store == Store::Records).and_then(|key| cut.get(&key));
            let named = left.map_or_else(|| named_files(row), |(_, after)| files_of(after));
            if goes(&row) { blobs.extend(named) } else { stay.extend(named) }
        }
        blobs.retain(|hash| !stay.contains(hash));
        let gone: BTreeSet<RecordId> = doomed.iter().map(|(record, _)| *record).collect();
        let left = |record: &RecordId| {
            let is_left = |row: &Row| revision_key(row).is_some_and(|key| key.0 == *record && !doomed.contains(&key));
            erasures.is_record_erased(*record) || rows.iter().any(|row| row.store == Store::Records && is_left(row))
        };
        Self {
            states: gone.iter().filter(|record| !left(record)).copied().collect(),
            quarantined: quarantined(rows, &gone, &drafts, &cut.keys().map(|(_, revision)| *revision).collect()),
            cut: cut.into_iter().map(|(key, (_, after))| (key, after.into_body())).collect(),
            revisions: doomed,
            drafts,
            binned,
            blobs,
            settled: BTreeMap::new(),
        }
    }

    /// The same where the erasures came from elsewhere: whoever told of them had what they name. So a record of which nothing more
    /// can go has arrived, and what was to go in a batch that can no more be made again, and is not out yet, waits once more.
    /// `rows` are all of `records`, `states` and `outbox`.
    #[must_use]
    pub fn told_by_others(mut self, rows: &[Row]) -> Self {
        let is_touched = |key: &(RecordId, RevisionHash)| self.cut.contains_key(key) || self.revisions.contains(key);
        let mut left: BTreeMap<RecordId, bool> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.store == Store::Records) {
            let Some(key) = revision_key(row) else { continue };
            // One that cannot be read may be mended: it goes on waiting.
            let can_go = !is_touched(&key) && !records::read(row).is_ok_and(|revision| revision.is_cut());
            *left.entry(key.0).or_default() |= can_go;
        }
        let touched: BTreeSet<RecordId> = self
            .cut
            .keys()
            .chain(&self.revisions)
            .map(|(record, _)| *record)
            .filter(|it| left.contains_key(it))
            .collect();
        let standings = records::standings(rows).0;
        let unmade: BTreeMap<_, _> = outbox::list(rows).0.into_iter().map(|export| (export.batch, export)).collect();
        let is_stuck = |standing: &Standing| {
            let export = standing.batch.and_then(|batch| unmade.get(&batch));
            export.is_some_and(|export| export.state == ExportState::Waiting && export.revisions.iter().any(is_touched))
        };
        let mut settled = BTreeMap::new();
        for (record, standing) in standings.into_iter().filter(|(record, _)| !self.states.contains(record)) {
            let can_go = left.get(&record).copied().unwrap_or_default();
            match standing.state {
                RecordState::Waiting if touched.contains(&record) && !can_go => {
                    settled.insert(record, Standing { state: RecordState::Received, ..standing });
                }
                RecordState::Exported if can_go && is_stuck(&standing) => {
                    settled.insert(record, Standing { state: RecordState::Waiting, batch: None, ..standing });
                }
                _ => {}
            }
        }
        self.settled = settled;
        self
    }

    /// The same where no erasure comes as a record: of what goes whole the state goes too.
    #[must_use]
    pub fn without_a_record(mut self, rows: &[Row]) -> Self {
        let is_left = |record: &RecordId| {
            let ours = rows.iter().filter(|row| row.store == Store::Records).filter_map(revision_key);
            ours.into_iter().any(|key| key.0 == *record && !self.revisions.contains(&key))
        };
        let whole = self.revisions.iter().map(|(record, _)| *record).filter(|record| !is_left(record)).collect();
        self.states = whole;
        self
    }

    fn written(&self, mut plan: Transaction) -> Transaction {
        for (record, hash) in &self.revisions {
            plan = plan.delete(Store::Records, layout::revision(*record, *hash));
        }
        for ((record, hash), text) in &self.cut {
            let key = layout::revision(*record, *hash);
            // Deleted first: what lies in a block would else lie there still, behind the row.
            plan = plan.delete(Store::Records, key.clone()).put(Store::Records, key, text.as_str());
        }
        for record in &self.states {
            plan = plan.delete(Store::States, layout::state(*record));
        }
        for (record, standing) in &self.settled {
            plan = plan.put(Store::States, layout::state(*record), standing.write());
        }
        for draft in &self.drafts {
            plan = draft::forget(plan, *draft);
        }
        for draft in &self.binned {
            plan = plan.delete_under(Store::Bin, layout::binned(&draft.to_string()));
        }
        for hash in &self.blobs {
            plan = plan.delete_under(Store::Blobs, layout::blob(*hash));
        }
        self.quarantined.iter().fold(plan, |plan, id| quarantine::release(plan, id))
    }
}

fn revision_key(row: &Row) -> Option<(RecordId, RevisionHash)> {
    Some((row.key.text(0)?.parse().ok()?, row.key.text(1)?.parse().ok()?))
}

/// The revisions of which erasures take parts, as they are and as they will be.
fn cut(
    erasures: &Erasures,
    doomed: &BTreeSet<(RecordId, RevisionHash)>,
    rows: &[Row],
) -> BTreeMap<(RecordId, RevisionHash), (Revision, Revision)> {
    let named: BTreeSet<RevisionHash> = erasures.named().flat_map(|named| named.parts.keys().copied()).collect();
    if named.is_empty() {
        return BTreeMap::new();
    }
    let cut = |row: &Row| {
        let key = revision_key(row).filter(|key| named.contains(&key.1) && !doomed.contains(key))?;
        let before = records::read(row).ok()?;
        let after = erasures.cut(before.clone());
        (after != before).then_some((key, (before, after)))
    };
    rows.iter().filter(|row| row.store == Store::Records).filter_map(cut).collect()
}

fn files_of(revision: &Revision) -> BTreeSet<Sha256> {
    revision.submission().attachments.iter().map(|attachment| attachment.sha256).collect()
}

/// The files that only the first names.
fn lost(before: &Revision, after: &Revision) -> BTreeSet<Sha256> {
    files_of(before).difference(&files_of(after)).copied().collect()
}

/// The files that a row names: of a record its attachments, of others whatever looks like one.
pub(crate) fn named_files(row: &Row) -> BTreeSet<Sha256> {
    match records::read(row) {
        Ok(revision) if row.store == Store::Records => files_of(&revision),
        _ => backup::hashes_in(&String::from_utf8_lossy(&row.value)),
    }
}

/// Rows of what goes that could not be read once, and lie aside. Files that were set aside stay as they came: what is erased
/// in them is not taken in when they are.
fn quarantined(
    rows: &[Row],
    records: &BTreeSet<RecordId>,
    drafts: &BTreeSet<DraftId>,
    cut: &BTreeSet<RevisionHash>,
) -> BTreeSet<String> {
    let (things, _) = quarantine::list(rows);
    let records = records.iter().map(ToString::to_string).chain(cut.iter().map(ToString::to_string));
    let names: BTreeSet<String> = records.chain(drafts.iter().map(ToString::to_string)).collect();
    let is_of_them = |name: &str| name.split('/').any(|part| names.contains(part));
    things.into_iter().filter(|thing| thing.since.is_none() && is_of_them(&thing.name)).map(|thing| thing.id).collect()
}

/// Erases: the erasures are added as records that wait to be sent, and all that they take away goes, in one transaction.
///
/// The first erasure's sequence is the guard of the device's counter, the ledger's version that of the set that `purge` and
/// `entities` were computed from.
pub fn withdraw(erasures: &[Revision], purge: &Purge, entities: &[EntityRow], ledger: LedgerVersion) -> Transaction {
    import::projected(purged(records::made(erasures), purge, &Erasures::of(erasures)), ledger, entities)
}

/// What goes, and that it was erased by these: of `came`, which are not here yet, the records come too. Of others only the word
/// did, as in the lists of a pack.
pub fn learnt(came: &[Revision], purge: &Purge, erasures: &Erasures) -> Transaction {
    let add = |plan: Transaction, revision: &Revision| {
        plan.add(Store::Records, layout::revision(revision.submission().record, revision.hash()), revision.body())
    };
    purged(came.iter().fold(Transaction::new(), add), purge, erasures)
}

pub(crate) fn purged(plan: Transaction, purge: &Purge, erasures: &Erasures) -> Transaction {
    rows(erasures).fold(purge.written(plan), |plan, row| plan.put(row.store, row.key, row.value))
}

/// The rows of `meta` that say them.
pub(crate) fn rows(erasures: &Erasures) -> impl Iterator<Item = Row> {
    erasures.iter().map(|(hash, Named { record, entities, parts })| {
        let parts = parts.values().flatten().cloned().collect();
        let row = disk::encode(&v1::Erased { entities: entities.iter().cloned().collect(), parts });
        Row::new(Store::Meta, layout::erased(*record, *hash), row)
    })
}

/// The erasures that this device knows of, from the rows of `meta`. A row that cannot be read still says which record it is of.
pub fn known(rows: &[Row]) -> Erasures {
    let mut erasures = Erasures::default();
    for row in rows.iter().filter(|row| row.store == Store::Meta && row.key.text(0) == Some(meta::ERASED)) {
        let (Some(record), Some(hash)) = (row.key.text(1), row.key.text(2)) else { continue };
        let (Ok(record), Ok(hash)) = (record.parse(), hash.parse()) else { continue };
        let v1::Erased { entities, parts } = disk::decode(&row.value).unwrap_or_default();
        let mut named = Named::whole(record, entities.into_iter().collect());
        parts.into_iter().for_each(|part| named.add(part));
        erasures.insert(hash, named);
    }
    erasures
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize, Default)]
    pub struct Erased {
        pub entities: Vec<ErasedEntity>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub parts: Vec<Part>,
    }
}

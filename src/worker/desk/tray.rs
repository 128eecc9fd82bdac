//! The tray: files that were looked at, and what they would bring together.
//!
//! Each file is planned on the ledger as it is with all before it in it, so the numbers told of each add up, whatever the files
//! have in common. Nothing is written; what is here can be worked out again from the files.
//!
//! Not here: opening files (`worker::batches`), rows of the database (`known`).

use std::collections::{BTreeMap, BTreeSet};

use ledger::{EntityHistory, EntityKey, Joined, Known, Lookup, Outcome};
use record::{
    BatchId, EntityChangeKind, EntityId, Erasures, JOINS, Named, Pair, RecordId, Revision, RevisionHash, Sha256,
    Timestamp,
};
use store::import::{Arrival, EntityRow, Load};
use store::{LedgerVersion, layout};

use super::lists::Changes;
use crate::worker::batches::{BatchSeen, FileRefusal, ImportCounts, RecordRefusal};

/// The list of which it is told that something may be in it already.
pub const ENTERPRISES: &str = "enterprises";

/// How many bytes of attachments are written with everything else. Thirty tablets' photos are more than a memory.
const MAX_BYTES_AT_ONCE: usize = 64 << 20;

/// Files that can be taken in together.
#[derive(Default)]
pub struct Tray {
    /// The version of the ledger that all of it was planned on.
    pub ledger: LedgerVersion,
    files: BTreeMap<u32, Laid>,
    /// Flat: a map for each record would take more than most records.
    records: BTreeMap<(RecordId, RevisionHash), Brought>,
    /// Rows as they would be.
    entities: BTreeMap<EntityKey, Vec<u8>>,
    erasures: Erasures,
    /// Revisions of the desk that erasures among these take away.
    doomed: BTreeSet<(RecordId, RevisionHash)>,
    blobs: BTreeMap<Sha256, Vec<u8>>,
    changes: Changes,
    /// What is one, with all that is on the tray.
    joined: Joined,
    /// Enterprises by their code: those of the desk, and those that these make.
    codes: BTreeMap<String, BTreeSet<EntityId>>,
}

/// A file on the tray.
struct Laid {
    name: String,
    batch: BatchSeen,
    counts: ImportCounts,
    /// Attachments that are not kept here: together they were too much.
    is_heavy: bool,
}

/// A revision that is not on the desk yet.
struct Brought {
    parents: Vec<RevisionHash>,
    body: String,
}

/// A batch that was opened, and what the desk has of what it speaks of.
pub struct Opened {
    pub batch: BatchSeen,
    pub records: Vec<Revision>,
    pub blobs: batch::Blobs,
    pub desk: Known,
}

/// What some revisions speak of.
pub struct Spoken<'a> {
    pub revisions: &'a [(RecordId, RevisionHash)],
    pub entities: &'a [EntityKey],
    /// What erasures among them name.
    pub named: &'a [Named],
}

/// All that is to be written, and what it was.
pub struct Taken {
    pub load: Load,
    pub arrivals: Vec<Arrival>,
    pub doomed: BTreeSet<(RecordId, RevisionHash)>,
    /// What the lists show otherwise then.
    pub changes: Changes,
    /// By line.
    pub counts: BTreeMap<u32, ImportCounts>,
}

impl Tray {
    /// An empty one, for the ledger as it is at this version.
    pub fn on(ledger: LedgerVersion, joined: Joined, codes: BTreeMap<String, BTreeSet<EntityId>>) -> Self {
        Self { ledger, changes: Changes::of(joined.clone()), joined, codes, ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    pub fn holds(&self, line: u32) -> bool {
        self.files.contains_key(&line)
    }

    /// Whether these lie here, and no others.
    pub fn holds_just(&self, lines: impl Iterator<Item = u32>) -> bool {
        self.files.keys().copied().collect::<BTreeSet<_>>() == lines.collect()
    }

    /// Whether the attachments of a file have to be read once more.
    pub fn is_heavy(&self, line: u32) -> bool {
        self.files.get(&line).is_some_and(|laid| laid.is_heavy)
    }

    /// The file that has a batch of this id, and what was signed in it.
    pub fn file_of(&self, batch: BatchId) -> Option<(&str, Sha256)> {
        let laid = self.files.values().find(|laid| laid.batch.id == batch)?;
        Some((&laid.name, laid.batch.body_hash))
    }

    /// Lays a file on the tray, and says what it would bring.
    ///
    /// # Errors
    /// The refusal of a record, which refuses the file.
    pub fn lay(&mut self, line: u32, name: &str, opened: Opened) -> Result<ImportCounts, FileRefusal> {
        let Opened { batch, records, mut blobs, desk } = opened;
        let spoken = Spoken { revisions: &batch.revisions, entities: &batch.entities, named: &batch.named };
        let (counts, named) = self.bring(&spoken, records, desk)?;
        blobs.retain(|hash, _| named.contains(hash));
        let mut batch = batch;
        batch.to_come.retain(|awaited| named.contains(&awaited.sha256));
        let bytes = |blobs: &BTreeMap<Sha256, Vec<u8>>| blobs.values().map(Vec::len).sum::<usize>();
        let is_heavy = bytes(&self.blobs) + bytes(&blobs) > MAX_BYTES_AT_ONCE;
        if !is_heavy {
            self.blobs.extend(blobs);
        }
        let batch = BatchSeen { entities: Vec::new(), ..batch }; // nobody asks for them any more
        self.files.insert(line, Laid { name: name.to_owned(), batch, counts, is_heavy });
        Ok(counts)
    }

    /// The attached files of a batch that lies here alone came too, with another file of it.
    pub fn complete(&mut self, batch: BatchId, blobs: batch::Blobs) {
        let bytes: usize = self.blobs.values().chain(blobs.values()).map(Vec::len).sum();
        // Then they are read once the batch is here.
        let Some(laid) =
            self.files.values_mut().find(|laid| laid.batch.id == batch).filter(|_| bytes <= MAX_BYTES_AT_ONCE)
        else {
            return;
        };
        let awaits = |hash: &Sha256| laid.batch.to_come.iter().any(|awaited| awaited.sha256 == *hash);
        self.blobs.extend(blobs.into_iter().filter(|(hash, _)| awaits(hash)));
    }

    /// Knows of erasures that come without their records.
    pub fn learn(&mut self, erasures: &Erasures) {
        for (hash, named) in erasures.iter() {
            self.erasures.insert(*hash, named.clone());
        }
    }

    /// Plans revisions on the ledger with all before them in it. Says what they bring, and which attachments those that stay name.
    ///
    /// # Errors
    /// The refusal of a record, which refuses all of them.
    pub fn bring(
        &mut self,
        spoken: &Spoken<'_>,
        records: Vec<Revision>,
        mut desk: Known,
    ) -> Result<(ImportCounts, BTreeSet<Sha256>), FileRefusal> {
        self.lay_over(&mut desk, spoken);
        self.tell_doomed(&mut desk, spoken);
        let mut erasures = desk.erasures.clone();
        records.iter().for_each(|revision| erasures.learn(revision));
        // Before it is looked at which files they name.
        let records: Vec<Revision> = records.into_iter().map(|revision| erasures.cut(revision)).collect();
        self.cut(&erasures, spoken.named);
        let attached = |revision: &Revision| -> Vec<Sha256> {
            revision.submission().attachments.iter().map(|attachment| attachment.sha256).collect()
        };
        let attached: Vec<Vec<Sha256>> = records.iter().map(attached).collect();
        let pairs: Vec<Pair> = records.iter().filter_map(|revision| Some(revision.submission().join()?.pair)).collect();
        let mut rows: Vec<EntityHistory> =
            pairs.iter().flat_map(ledger::pair_keys).filter_map(|key| desk.entity(&key)).collect();
        let plan = ledger::plan_read(&desk, records.into_iter().map(Ok).collect());
        drop(desk);
        if let Some(refusal) = plan.report.outcomes.iter().find_map(refused) {
            return Err(refusal);
        }
        let changed = plan.revisions.iter().filter(|revision| is_change(revision)).count();
        rows.extend(
            plan.entities.iter().filter(|row| row.list.as_str() == JOINS || self.concerns(row, &pairs)).cloned(),
        );
        let arisen = self.join(&rows);
        let counts = ImportCounts {
            added: plan.report.added,
            changed,
            known: plan.report.known,
            conflicts: plan.report.conflicts.len() + arisen,
            erased: plan.report.erased,
            alike: self.alike(&plan.revisions),
        };
        // A file that only erased records name does not come in either.
        let staying = plan.report.outcomes.iter().filter(|told| told.outcome != Outcome::Erased);
        let named: BTreeSet<Sha256> = staying.filter_map(|told| attached.get(told.place)).flatten().copied().collect();
        for revision in plan.revisions {
            self.erasures.learn(&revision);
            let submission = revision.submission();
            let (key, parents) = ((submission.record, revision.hash()), submission.parents.clone());
            self.records.insert(key, Brought { parents, body: revision.into_body() });
        }
        for row in plan.entities {
            self.changes.tell(&row);
            // No text is such that JSON could not hold it; a row that is not written can be projected anew.
            let bytes = row.to_bytes();
            debug_assert!(bytes.is_ok(), "an entity that JSON cannot hold");
            let mut bytes = bytes.unwrap_or_default();
            bytes.shrink_to_fit();
            self.entities.insert(EntityKey { list: row.list, entity: row.entity }, bytes);
        }
        for (record, hash) in plan.doomed {
            if self.records.remove(&(record, hash)).is_none() {
                self.doomed.insert((record, hash));
            }
        }
        Ok((counts, named))
    }

    /// Whether a row is of an entity that is one with another, or is said to be.
    fn concerns(&self, row: &EntityHistory, pairs: &[Pair]) -> bool {
        let key = row.key();
        self.joined.joins().members(&key).len() > 1 || pairs.iter().any(|pair| ledger::pair_keys(pair).contains(&key))
    }

    /// How many conflicts there are only because entities are one, now that these rows are as they are here.
    fn join(&mut self, rows: &[EntityHistory]) -> usize {
        if rows.is_empty() {
            return 0;
        }
        let after = self.joined.with(rows);
        let arisen = after.arisen(&self.joined, rows).len();
        self.joined = after;
        arisen
    }

    /// How many enterprises these make whose code another one has already.
    fn alike(&mut self, revisions: &[Revision]) -> usize {
        let made = ledger::made_codes(revisions, ENTERPRISES);
        for (entity, code) in &made {
            self.codes.entry(code.clone()).or_default().insert(entity.clone());
        }
        made.values().filter(|code| self.codes.get(*code).is_some_and(|alike| alike.len() > 1)).count()
    }

    /// Makes of what the desk has what it would have with all that is on the tray.
    fn lay_over(&self, desk: &mut Known, batch: &Spoken<'_>) {
        for (hash, named) in self.erasures.iter() {
            desk.erasures.insert(*hash, named.clone());
        }
        for (record, hash) in &self.doomed {
            if let Some(links) = desk.records.get_mut(record) {
                links.remove(hash);
            }
            if let Some(revisions) = desk.revisions.get_mut(record) {
                revisions.remove(hash);
            }
        }
        for (record, _) in batch.revisions {
            for ((_, hash), brought) in self.revisions(*record) {
                desk.records.entry(*record).or_default().insert(*hash, brought.parents.clone());
                if let Ok(revision) = Revision::read_kept(brought.body.as_str()) {
                    desk.revisions.entry(*record).or_default().insert(*hash, revision);
                }
            }
        }
        let spoken: BTreeSet<EntityKey> = desk.spoken_of.values().flatten().cloned().collect();
        // Found by their keys: all entities are too many to be looked through for each file.
        let first = EntityKey { list: ledger::joins_list(), entity: EntityId::new("") };
        let joins = self.entities.range(first..).map(|(key, _)| key).take_while(|key| key.list.as_str() == JOINS);
        let joins = joins.filter(|_| !batch.named.is_empty());
        for key in batch.entities.iter().chain(&spoken).chain(joins) {
            if let Some(row) = self.row(key) {
                desk.entities.insert(key.clone(), row);
            }
        }
    }

    /// Takes parts out of what lies on the tray, and the files that nothing on it names any more.
    fn cut(&mut self, erasures: &Erasures, named: &[Named]) {
        let mut lost = BTreeSet::new();
        let files = |revision: &Revision| -> BTreeSet<Sha256> {
            revision.submission().attachments.iter().map(|attachment| attachment.sha256).collect()
        };
        for part in named.iter().flat_map(|named| named.parts.values().flatten()) {
            let Some(brought) = self.records.get_mut(&(part.record, part.revision)) else { continue };
            let Ok(revision) = Revision::read_kept(brought.body.as_str()) else { continue };
            let before = files(&revision);
            let cut = erasures.cut(revision);
            lost.extend(before.difference(&files(&cut)).copied());
            brought.body = cut.into_body();
        }
        if lost.is_empty() {
            return;
        }
        for brought in self.records.values() {
            if lost.iter().any(|hash| brought.body.contains(&hash.to_string())) {
                let still =
                    Revision::read_kept(brought.body.as_str()).map(|revision| files(&revision)).unwrap_or_default();
                lost.retain(|hash| !still.contains(hash));
            }
        }
        self.blobs.retain(|hash, _| !lost.contains(hash));
        for laid in self.files.values_mut() {
            laid.batch.to_come.retain(|awaited| !lost.contains(&awaited.sha256));
        }
    }

    /// What the tray has of a record.
    fn revisions(&self, record: RecordId) -> impl Iterator<Item = (&(RecordId, RevisionHash), &Brought)> {
        let end = |byte| (record, Sha256::from_bytes([byte; 32]));
        self.records.range(end(u8::MIN)..=end(u8::MAX))
    }

    /// An entity as it would be.
    fn row(&self, key: &EntityKey) -> Option<EntityHistory> {
        EntityHistory::from_bytes(self.entities.get(key)?).ok()
    }

    /// Adds what revisions on the tray spoke of that erasures of this batch take away.
    fn tell_doomed(&self, desk: &mut Known, batch: &Spoken<'_>) {
        if batch.named.is_empty() {
            return;
        }
        for (record, hash) in ledger::doomed(desk, batch.named) {
            let body = self.records.get(&(record, hash)).map(|brought| &brought.body);
            let Some(revision) = body.and_then(|body| Revision::read_kept(body.as_str()).ok()) else { continue };
            let entities = ledger::entities_of(&revision);
            for key in &entities {
                if let Some(row) = self.row(key) {
                    desk.entities.entry(key.clone()).or_insert(row);
                }
            }
            desk.spoken_of.insert(hash, entities);
        }
    }

    /// All that these lines bring. The tray is empty afterwards.
    pub fn taken(&mut self, now: Timestamp) -> Taken {
        let Self { files, records, entities, erasures, doomed, blobs, changes, .. } = std::mem::take(self);
        let records = records.into_iter().map(|((record, hash), brought)| (record, hash, brought.body));
        let row = |(key, value): (EntityKey, Vec<u8>)| EntityRow {
            key: layout::entity(&key.list, &key.entity),
            value: Some(value),
        };
        // What one of them awaits another one may bring.
        let awaited = files.values().flat_map(|laid| &laid.batch.to_come);
        let awaited = awaited.filter(|awaited| !blobs.contains_key(&awaited.sha256)).cloned().collect();
        let load = Load {
            awaited,
            records: records.collect(),
            entities: entities.into_iter().map(row).collect(),
            blobs: blobs.into_iter().collect(),
            erasures,
            ..Load::default()
        };
        let counts = files.iter().map(|(line, laid)| (*line, laid.counts)).collect();
        let arrivals = files.into_values().map(|laid| laid.arrival(now)).collect();
        Taken { load, arrivals, doomed, changes, counts }
    }
}

impl Laid {
    fn arrival(self, now: Timestamp) -> Arrival {
        let Self { name, batch: BatchSeen { facts, id, body_hash, previous, filled, revisions, .. }, counts, .. } =
            self;
        Arrival {
            batch: id,
            device: facts.device,
            seq: facts.seq,
            created_at: facts.created_at,
            taken_at: now,
            body_hash,
            previous,
            file_hash: facts.file_hash,
            file_name: name,
            revisions,
            // As it was shown.
            report: counts.report(),
            filled,
            table: None,
        }
    }
}

fn refused(told: &ledger::RevisionOutcome) -> Option<FileRefusal> {
    match &told.outcome {
        Outcome::Refused(why) => Some(FileRefusal::Record { place: told.place + 1, why: RecordRefusal::from(why) }),
        _ => None,
    }
}

/// Whether it says something of what is there already: an edit, or an update of an entity.
fn is_change(revision: &Revision) -> bool {
    let submission = revision.submission();
    !submission.parents.is_empty() || submission.entities.iter().any(|change| change.kind == EntityChangeKind::Update)
}

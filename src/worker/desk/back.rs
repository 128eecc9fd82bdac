//! What was taken in is taken back: what only it brought goes, as if it had never come.
//!
//! What another batch brought too, what was filled in here, and erasures stay. The records of a table were made here by nobody
//! but the table; they go only while nothing else builds upon them, and what does is named. Start at [`Back`].
//!
//! Not here: what builds upon something (`ledger::Going`), what is written (`store::import`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::{BuildsHow, EntityHistory, Going};
use record::{BatchId, DraftId, RecordId, Revision, RevisionHash, Sha256};
use serde::{Deserialize, Serialize};
use store::import::{self, Leaving};
use store::records::{RecordState, Standing};
use store::{EntityRow, Key, Row, Settings, Store, blobs, layout, records};

use super::intake::{inbox, settings};
use super::lists::{Changes, Lists};
use super::roll::Left;
use super::{Desk, Failure, Tell, Told, known};
use crate::platform::idb::{Database, ReadError, RunError, Wanted};

/// How often all is planned anew while other tabs change the ledger.
const TRIES: usize = 5;

/// So many rows are read at once, and told of.
const PORTION: usize = 500;

/// So many hindrances are named; all of them are counted.
const MOST_NAMED: usize = 50;

/// What goes, or why it does not.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Back {
    pub records: usize,
    /// Entities of which nothing is left.
    pub gone: usize,
    /// Entities that are as they were before.
    pub restored: usize,
    /// Attachments that leave the disk.
    pub attachments: usize,
    /// If there are any, nothing goes.
    pub hindrances: Vec<Hindrance>,
    pub hindered: usize,
}

/// What builds upon a record that would go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hindrance {
    pub why: Why,
    /// What people call it.
    pub title: String,
    /// The list, of an entity.
    pub list: Option<String>,
    /// The record that builds upon it, or that is it.
    pub record: RecordId,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Why {
    /// Somebody edited the record.
    Edited,
    /// Somebody edits it just now.
    Opened,
    /// It left with a batch.
    Sent,
    /// Somebody said something of an entity in sight of it.
    Updates,
    /// Something names an entity that only it made.
    Names,
}

impl Why {
    pub fn word(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Opened => "opened",
            Self::Sent => "sent",
            Self::Updates => "updates",
            Self::Names => "names",
        }
    }
}

/// All that is to be done.
struct Planned {
    told: Back,
    leaving: Leaving,
    changes: Changes,
}

impl Desk {
    /// What would go with batches and tables.
    pub(super) async fn would_take_back(
        &self,
        database: &Database,
        batches: &[BatchId],
        tails: &[(DraftId, String)],
        tell: Tell<'_>,
    ) -> Result<Back, Failure> {
        Ok(planned(database, batches, tails, tell).await?.told)
    }

    /// Takes them back, unless something hinders it.
    pub(super) async fn take_back(
        &mut self,
        database: &Database,
        batches: &[BatchId],
        tails: &[(DraftId, String)],
        tell: Tell<'_>,
    ) -> Result<Back, Failure> {
        for _ in 0..TRIES {
            let settings: Settings = settings(database).await?;
            let Planned { told, leaving, changes } = planned(database, batches, tails, tell).await?;
            if told.hindered > 0 {
                return Ok(told);
            }
            tell(Told::Progress { done: 0, of: 0 });
            let left = Left::going(leaving.revisions.iter().map(|(record, _)| *record).collect());
            let plan = import::take_back(batches, leaving, settings.ledger);
            let lists = self.lists.at(database, settings.ledger).await?;
            let of_roll = lists.roll.left(database, &left, settings.ledger).await?;
            let lists = lists.written(changes, settings.ledger);
            match database.run_gathered(plan.and(of_roll).and(lists)).await {
                Ok(()) => return Ok(told),
                Err(RunError::Guard { .. } | RunError::NoAnswer) => self.lists = Lists::default(),
                Err(error) => {
                    self.lists = Lists::default();
                    return Err(error.into());
                }
            }
        }
        Err(Failure::Database)
    }
}

async fn planned(
    database: &Database,
    batches: &[BatchId],
    tails: &[(DraftId, String)],
    tell: Tell<'_>,
) -> Result<Planned, Failure> {
    let going: BTreeSet<Key> = batches.iter().map(|batch| layout::batch(*batch)).collect();
    let (mut brought, mut others, mut of_tables) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (batch, rows) in &inbox(database).await? {
        let revisions = import::revisions(rows).map_err(|_| Failure::Database)?;
        let head = rows.iter().find(|row| row.key.is_head()).and_then(|row| import::read(&row.value).ok());
        if !going.contains(batch) {
            others.extend(revisions);
        } else if head.is_some_and(|arrival| arrival.table.is_some()) {
            of_tables.extend(revisions);
        } else {
            brought.extend(revisions);
        }
    }
    let mut states: BTreeMap<Key, Row> = BTreeMap::new();
    if !of_tables.is_empty() {
        states = database.all(Store::States).await?.into_iter().map(|row| (row.key.clone(), row)).collect();
    }
    // What was made on this device has a state, and stays its own: unless a table made it.
    let keys: BTreeSet<Key> = database.keys(Store::States, &Key(Vec::new())).await?.into_iter().collect();
    let tables: BTreeSet<RecordId> = of_tables.iter().map(|(record, _)| *record).collect();
    brought.retain(|key| !keys.contains(&layout::state(key.0)));
    brought.extend(of_tables);
    brought.retain(|key| !others.contains(key));
    let mut steps = Steps { done: 0, of: 2 * brought.len(), tell };
    let revisions = revisions(database, &brought, &mut steps).await?;
    let hashes: BTreeSet<RevisionHash> = revisions.iter().map(Revision::hash).collect();
    let entities: BTreeSet<_> = revisions.iter().flat_map(ledger::entities_of).collect();
    steps.of += 2 * entities.len();
    let keys: Vec<Key> = entities.iter().map(|key| layout::entity(&key.list, &key.entity)).collect();
    let mut spoken: Vec<EntityHistory> = Vec::new();
    for row in in_portions(database, Store::Entities, keys, &mut steps).await? {
        spoken.push(EntityHistory::from_bytes(&row.value).map_err(|_| Failure::Database)?);
    }

    let mut hindrances = Vec::new();
    let own: Vec<Revision> =
        revisions.iter().filter(|revision| tables.contains(&revision.submission().record)).cloned().collect();
    if !own.is_empty() {
        hindrances = hindered(database, &own, &hashes, &states, &Going::new(&revisions, &spoken)).await?;
    }
    let mut told = Back { records: hashes.len(), ..Back::default() };
    let mut changes = Changes::of(known::joined(database).await?);
    let mut rows = Vec::new();
    for mut history in spoken {
        steps.more(1);
        history.take_out(&hashes);
        changes.tell(&history);
        *(if history.is_shown() { &mut told.restored } else { &mut told.gone }) += 1;
        let is_left = history.is_shown() || history.remembers_erasures();
        let value = is_left.then(|| history.to_bytes()).transpose().map_err(|_| Failure::Database)?;
        rows.push(EntityRow { key: layout::entity(&history.list, &history.entity), value });
    }
    let blobs = unnamed(database, &revisions, &hashes, tails).await?;
    told.attachments = blobs.len();
    told.hindered = hindrances.len();
    hindrances.truncate(MOST_NAMED);
    told.hindrances = hindrances;
    let leaving = Leaving {
        revisions: revisions.iter().map(|revision| (revision.submission().record, revision.hash())).collect(),
        states: own.iter().filter_map(|own| states.remove(&layout::state(own.submission().record))).collect(),
        blobs,
        entities: rows,
    };
    Ok(Planned { told, leaving, changes })
}

/// Those of these that are here. An erasure stays.
async fn revisions(
    database: &Database,
    brought: &BTreeSet<(RecordId, RevisionHash)>,
    steps: &mut Steps<'_>,
) -> Result<Vec<Revision>, ReadError> {
    let keys = brought.iter().map(|(record, hash)| layout::revision(*record, *hash)).collect();
    let mut revisions = Vec::new();
    for rows in in_portions(database, Store::Records, keys, steps).await?.chunks(PORTION) {
        revisions.extend(records::list(rows).0.into_iter().filter(|revision| revision.erasure().is_none()));
        steps.more(rows.len());
    }
    Ok(revisions)
}

/// The rows of these keys, read some at a time.
async fn in_portions(
    database: &Database,
    store: Store,
    keys: Vec<Key>,
    steps: &mut Steps<'_>,
) -> Result<Vec<Row>, ReadError> {
    let index = Rc::new(database.index(store).await?);
    let mut rows = Vec::new();
    for keys in keys.chunks(PORTION) {
        rows.extend(database.held_at(&index, Wanted::Keys(keys.iter().cloned().collect())).await?);
        steps.more(keys.len());
    }
    Ok(rows)
}

/// How far it is: records and entities are each read and then looked at.
struct Steps<'a> {
    done: usize,
    of: usize,
    tell: Tell<'a>,
}

impl Steps<'_> {
    fn more(&mut self, count: usize) {
        let before = self.done;
        self.done += count;
        if before / PORTION != self.done / PORTION {
            (self.tell)(Told::Progress { done: self.done.min(self.of), of: self.of });
        }
    }
}

/// What builds upon records that a table made.
async fn hindered(
    database: &Database,
    own: &[Revision],
    hashes: &BTreeSet<RevisionHash>,
    states: &BTreeMap<Key, Row>,
    going: &Going,
) -> Result<Vec<Hindrance>, Failure> {
    let by_record: BTreeMap<RecordId, &Revision> =
        own.iter().map(|revision| (revision.submission().record, revision)).collect();
    let hindrance = |why: Why, record: RecordId| {
        let title = by_record.get(&record).map(|revision| revision.submission().name().to_owned());
        Hindrance { why, title: title.unwrap_or_default(), list: None, record }
    };
    let mut found = Vec::new();
    for record in by_record.keys() {
        let standing = states.get(&layout::state(*record)).and_then(|row| Standing::read(&row.value).ok());
        match standing.map(|standing| standing.state) {
            Some(RecordState::Waiting) | None => {}
            Some(RecordState::Draft) => found.push(hindrance(Why::Opened, *record)),
            Some(RecordState::Exported | RecordState::Received | RecordState::Returned) => {
                found.push(hindrance(Why::Sent, *record));
            }
        }
    }
    for key in database.keys(Store::Records, &Key(Vec::new())).await? {
        let of = |at: usize| key.text(at);
        let (Some(Ok(record)), Some(Ok(hash))) = (of(0).map(str::parse), of(1).map(str::parse)) else { continue };
        if by_record.contains_key(&record) && !hashes.contains(&hash) {
            found.push(hindrance(Why::Edited, record));
        }
    }
    // Whatever list it stands in.
    for row in database.all(Store::Entities).await? {
        let Ok(history) = EntityHistory::from_bytes(&row.value) else { continue };
        let Some(building) = going.builds(&history) else { continue };
        let why = match building.how {
            BuildsHow::Updates => Why::Updates,
            BuildsHow::Names => Why::Names,
        };
        let (title, list) = (building.title, Some(building.entity.list.to_string()));
        found.push(Hindrance { why, title, list, record: building.record });
    }
    Ok(found)
}

/// Attachments of what goes that nothing else names.
async fn unnamed(
    database: &Database,
    revisions: &[Revision],
    hashes: &BTreeSet<RevisionHash>,
    tails: &[(DraftId, String)],
) -> Result<BTreeSet<Sha256>, ReadError> {
    let attached = revisions.iter().flat_map(|revision| &revision.submission().attachments);
    let attached: BTreeSet<Sha256> = attached.map(|attachment| attachment.sha256).collect();
    if attached.is_empty() {
        return Ok(attached); // all records need not be read
    }
    let tail =
        |(draft, tail): &(DraftId, String)| Row::new(Store::Journal, layout::draft(*draft).then("tail"), tail.as_str());
    let mut rows: Vec<Row> = tails.iter().map(tail).collect();
    for store in [Store::Drafts, Store::Journal, Store::Bin, Store::Records] {
        rows.extend(database.all(store).await?);
    }
    let goes = |row: &&Row| {
        let hash = row.key.text(1).and_then(|text| text.parse().ok());
        row.store == Store::Records && hash.is_some_and(|hash| hashes.contains(&hash))
    };
    Ok(blobs::unnamed(attached, rows.iter().filter(|row| !goes(row))))
}

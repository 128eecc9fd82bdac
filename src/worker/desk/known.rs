//! What the desk has of some records and entities: all that the ledger has to know to plan on it.
//!
//! Start at [`rows`]. The page asks too, where it plans by itself: a withdrawal, a backup, a pack.
//!
//! Not here: what is planned (`ledger`), files (`intake`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::{EntityHistory, EntityKey, EntityState, Joined, Joins, Known, holding};
use record::{BatchId, DeviceId, DraftId, EntityId, Erasures, ListName, Named, RecordId, Revision, RevisionHash};
use store::import::{self, Arrival};
use store::packs::Print;
use store::{Key, Purge, Row, Store, draft, layout, records};

use crate::platform::idb::{Database, Index, ReadError, Wanted};
use crate::worker::FileBytes;
use crate::worker::batches::{KnownRows, Parents, desk};

/// The erasures that this device knows of.
///
/// # Errors
/// [`ReadError`]
pub async fn erasures(database: &Database) -> Result<Erasures, ReadError> {
    let prefix = Key::from(layout::meta::ERASED);
    Ok(store::erasure::known(&database.range(Store::Meta, &prefix).await?))
}

/// What came, by the devices whose batches it came in.
///
/// # Errors
/// [`ReadError`]
pub async fn came(database: &Database) -> Result<BTreeMap<DeviceId, BTreeSet<(RecordId, RevisionHash)>>, ReadError> {
    let mut batches: BTreeMap<Key, Vec<Row>> = BTreeMap::new();
    for row in database.all(Store::Inbox).await? {
        let head = Key(row.key.0.iter().take(1).cloned().collect());
        batches.entry(head).or_default().push(row);
    }
    let mut came: BTreeMap<DeviceId, BTreeSet<(RecordId, RevisionHash)>> = BTreeMap::new();
    for rows in batches.values() {
        let head = rows.iter().filter(|row| row.key.is_head()).find_map(|row| import::read(&row.value).ok());
        let Some(arrival) = head else { continue };
        came.entry(arrival.device).or_default().extend(import::revisions(rows).unwrap_or_default());
    }
    Ok(came)
}

/// What was in the last pack that a server had for all tablets, or for one alone.
///
/// # Errors
/// [`ReadError`]
pub async fn given(database: &Database, tablet: Option<&DeviceId>) -> Result<Option<Print>, ReadError> {
    let row = database.get(Store::Receipts, &layout::pack_print(tablet)).await?;
    Ok(row.and_then(|row| Print::read(&row).ok()))
}

/// The rows of one.
pub fn keyed(print: &Print) -> holding::Print {
    let of_list = |(list, rows): (&ListName, &BTreeMap<EntityId, u64>)| {
        let list = list.clone();
        let row = move |(entity, print): (&EntityId, &u64)| {
            (EntityKey { list: list.clone(), entity: entity.clone() }, *print)
        };
        rows.iter().map(row).collect::<Vec<_>>()
    };
    holding::Print(print.rows.iter().flat_map(of_list).collect())
}

/// Which entities are one here, with their rows.
///
/// # Errors
/// [`ReadError`]
pub async fn joined(database: &Database) -> Result<Joined, ReadError> {
    let said = histories(&database.range(Store::Entities, &layout::entities(&ledger::joins_list())).await?);
    let joins = Joins::of(&said);
    if joins.is_empty() {
        return Ok(Joined::new(joins, []));
    }
    let keys = joins.joined().map(|key| layout::entity(&key.list, &key.entity)).collect();
    let rows = histories(&database.rows(Store::Entities, keys).await?);
    Ok(Joined::new(joins, rows))
}

/// All entities of a list, as they stand.
///
/// # Errors
/// [`ReadError`]
pub async fn states(database: &Database, list: &ListName) -> Result<Vec<EntityState>, ReadError> {
    let rows = database.range(Store::Entities, &layout::entities(list)).await?;
    let joins = database.range(Store::Entities, &layout::entities(&ledger::joins_list())).await?;
    let shown = Joins::of(&histories(&joins)).fold(histories(&rows));
    Ok(shown.iter().map(EntityHistory::state).collect())
}

fn histories(rows: &[Row]) -> Vec<EntityHistory> {
    rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.value).ok()).collect()
}

/// Where what a desk knows lies, for who asks many times while nothing is written.
pub struct Places {
    records: Rc<Index>,
    entities: Rc<Index>,
    erasures: Erasures,
    inbox: BTreeSet<Key>,
}

impl Places {
    /// # Errors
    /// [`ReadError`]
    pub async fn of(database: &Database) -> Result<Self, ReadError> {
        Ok(Self {
            records: Rc::new(database.index(Store::Records).await?),
            entities: Rc::new(database.index(Store::Entities).await?),
            erasures: erasures(database).await?,
            inbox: database.keys(Store::Inbox, &Key(Vec::new())).await?.into_iter().collect(),
        })
    }

    /// The batch of this id that was taken in.
    ///
    /// # Errors
    /// [`ReadError`]
    pub async fn arrival(&self, database: &Database, batch: BatchId) -> Result<Option<Arrival>, ReadError> {
        let key = layout::batch(batch);
        let row = if self.inbox.contains(&key) { database.get(Store::Inbox, &key).await? } else { None };
        Ok(row.and_then(|value| import::read(&value).ok()))
    }
}

/// What is here of these records and entities. Keys first: of a new batch hardly anything is here. With `named`, what
/// erasures name, also of all that those take away, and what that spoke of.
///
/// # Errors
/// [`ReadError`]
pub async fn rows(
    database: &Database,
    wanted: &[(RecordId, RevisionHash)],
    entities: &[EntityKey],
    named: &[Named],
) -> Result<KnownRows, ReadError> {
    rows_at(database, &Places::of(database).await?, wanted, entities, named).await
}

/// The same where it is known where things lie.
///
/// # Errors
/// [`ReadError`]
pub async fn rows_at(
    database: &Database,
    places: &Places,
    wanted: &[(RecordId, RevisionHash)],
    entities: &[EntityKey],
    named: &[Named],
) -> Result<KnownRows, ReadError> {
    let mut incoming: BTreeMap<RecordId, BTreeSet<RevisionHash>> = BTreeMap::new();
    for (record, revision) in wanted {
        incoming.entry(*record).or_default().insert(*revision);
    }
    let mut records = Vec::new();
    let mut bodies = Vec::new();
    for (record, rows) in rows_of(database, places, incoming.keys().copied().collect()).await? {
        let links = links(&rows);
        // Only where something new comes of a record is it asked whether it says something else.
        let is_known = |revision: &RevisionHash| links.iter().any(|(here, _)| here == revision);
        if incoming.get(&record).is_some_and(|incoming| !incoming.iter().all(is_known)) {
            bodies.extend(rows.into_iter().map(|row| (record, FileBytes(row.value))));
        }
        records.push((record, links));
    }
    let mut known = KnownRows {
        records,
        bodies,
        entities: entities_of(database, places, entities).await?,
        erasures: places.erasures.clone(),
        spoken_of: Vec::new(),
    };
    if !named.is_empty() {
        widen(database, places, &mut known, named).await?;
    }
    Ok(known)
}

/// The desk as the ledger plans on it. Rows that cannot be read are projected anew from the records.
///
/// # Errors
/// [`ReadError`]
pub async fn readable(database: &Database, known: &mut KnownRows) -> Result<Known, ReadError> {
    match desk(known) {
        Ok(desk) => Ok(desk),
        Err(damaged) => {
            let (records, _) = records::list(&database.all(Store::Records).await?);
            *known = repaired(known.clone(), &damaged, &records);
            Ok(desk(known).unwrap_or_default())
        }
    }
}

/// The rows of the ledger again, those that cannot be read made anew from the records.
pub fn repaired(known: KnownRows, damaged: &[EntityKey], records: &[Revision]) -> KnownRows {
    let histories = ledger::histories(records);
    let anew = |key: &EntityKey| Some((key.clone(), FileBytes(histories.get(key)?.to_bytes().ok()?)));
    let whole = known.entities.iter().filter(|(key, _)| !damaged.contains(key)).cloned();
    let entities = whole.chain(damaged.iter().filter_map(anew)).collect();
    KnownRows { entities, ..known }
}

async fn widen(database: &Database, places: &Places, known: &mut KnownRows, named: &[Named]) -> Result<(), ReadError> {
    // What was said of two of which one is erased goes too, and it is not known beforehand which pairs there are.
    for row in database.range(Store::Entities, &layout::entities(&ledger::joins_list())).await? {
        let Some(entity) = row.key.text(1) else { continue };
        let key = EntityKey { list: ledger::joins_list(), entity: EntityId::new(entity) };
        if known.entities.iter().all(|(had, _)| *had != key) {
            known.entities.push((key, FileBytes(row.value)));
        }
    }
    let doomed = ledger::doomed(&readable(database, known).await?, named);
    let had: BTreeSet<RecordId> = known.records.iter().map(|(record, _)| *record).collect();
    let records: BTreeSet<RecordId> = doomed.iter().map(|(record, _)| *record).collect();
    let mut spoken: BTreeSet<EntityKey> = BTreeSet::new();
    for record in &records {
        let rows = database.range(Store::Records, &layout::record(*record)).await?;
        for revision in records::list(&rows).0 {
            if doomed.contains(&(*record, revision.hash())) {
                let entities = ledger::entities_of(&revision);
                spoken.extend(entities.iter().cloned());
                known.spoken_of.push((revision.hash(), entities.into_iter().collect()));
            }
        }
    }
    known.records.extend(links_of(database, places, records.difference(&had).copied().collect()).await?);
    let new: Vec<EntityKey> =
        spoken.into_iter().filter(|key| known.entities.iter().all(|(had, _)| had != key)).collect();
    known.entities.extend(entities_of(database, places, &new).await?);
    Ok(())
}

async fn links_of(
    database: &Database,
    places: &Places,
    wanted: BTreeSet<RecordId>,
) -> Result<Vec<(RecordId, Parents)>, ReadError> {
    let records = rows_of(database, places, wanted).await?;
    Ok(records.into_iter().map(|(record, rows)| (record, links(&rows))).collect())
}

async fn rows_of(
    database: &Database,
    places: &Places,
    wanted: BTreeSet<RecordId>,
) -> Result<BTreeMap<RecordId, Vec<Row>>, ReadError> {
    if places.records.is_empty() {
        return Ok(BTreeMap::new());
    }
    let prefixes = wanted.into_iter().map(layout::record).collect();
    let mut records: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
    for row in database.held_at(&places.records, Wanted::Under(prefixes)).await? {
        if let Some(record) = row.key.text(0).and_then(|text| text.parse().ok()) {
            records.entry(record).or_default().push(row);
        }
    }
    Ok(records)
}

async fn entities_of(
    database: &Database,
    places: &Places,
    wanted: &[EntityKey],
) -> Result<Vec<(EntityKey, FileBytes)>, ReadError> {
    if places.entities.is_empty() {
        return Ok(Vec::new());
    }
    let keys = wanted.iter().map(|key| (layout::entity(&key.list, &key.entity), key)).collect::<BTreeMap<_, _>>();
    let rows = database.held_at(&places.entities, Wanted::Keys(keys.keys().cloned().collect())).await?;
    Ok(rows.into_iter().filter_map(|row| Some(((*keys.get(&row.key)?).clone(), FileBytes(row.value)))).collect())
}

/// What goes from this device with erased revisions. `tails` are what stands beside the database, as rows of `journal`.
///
/// # Errors
/// [`ReadError`]
pub async fn purge(
    database: &Database,
    tails: Vec<Row>,
    doomed: BTreeSet<(RecordId, RevisionHash)>,
    erasures: &Erasures,
) -> Result<Purge, ReadError> {
    Ok(Purge::of(doomed, erasures, &speaking(database, tails).await?))
}

/// The same where the erasures came from elsewhere. What waits to be sent goes on being counted right.
///
/// # Errors
/// [`ReadError`]
pub async fn told_purge(
    database: &Database,
    tails: Vec<Row>,
    doomed: BTreeSet<(RecordId, RevisionHash)>,
    erasures: &Erasures,
) -> Result<Purge, ReadError> {
    let mut rows = speaking(database, tails).await?;
    let purge = Purge::of(doomed, erasures, &rows);
    rows.extend(database.all(Store::Outbox).await?);
    Ok(purge.told_by_others(&rows))
}

/// All rows that may speak of what is erased.
async fn speaking(database: &Database, tails: Vec<Row>) -> Result<Vec<Row>, ReadError> {
    let mut rows = tails;
    for store in [Store::Drafts, Store::Journal, Store::Bin, Store::States, Store::Records] {
        rows.extend(database.all(store).await?);
    }
    let mut heads = database.keys(Store::Quarantine, &Key(Vec::new())).await?;
    heads.retain(Key::is_head);
    rows.extend(database.several(Store::Quarantine, heads).await?);
    Ok(rows)
}

/// The drafts that there are.
///
/// # Errors
/// [`ReadError`]
pub async fn drafts(database: &Database) -> Result<Vec<DraftId>, ReadError> {
    Ok(draft::list(&database.all(Store::Drafts).await?).0.into_iter().map(|draft| draft.id).collect())
}

/// The revisions of a record with their parents. One that cannot be read is here nonetheless: its key says so.
pub fn links(rows: &[Row]) -> Parents {
    let link = |row: &Row| {
        let hash = row.key.text(1)?.parse().ok()?;
        let parents = records::read(row).map(|revision| revision.submission().parents.clone());
        Some((hash, parents.unwrap_or_default()))
    };
    rows.iter().filter_map(link).collect()
}

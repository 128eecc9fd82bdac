//! What the desk has of some records and entities: all that the ledger has to know to plan on it.
//!
//! Start at [`rows`]. Not here: what is planned (`ledger`), files (`inbox`), what an erasure deletes (`erasure`).

use std::collections::BTreeSet;

use futures_util::future::try_join_all;
use ledger::{EntityKey, Known};
use record::{Erasures, Named, RecordId, Revision, RevisionHash};
use store::{Key, Store, layout, records};

use super::device::Device;
use crate::platform::idb::ReadError;
use crate::worker::FileBytes;
use crate::worker::batches::{KnownRows, Parents, desk};

/// The erasures that this device knows of.
///
/// # Errors
/// [`ReadError`]
pub async fn erasures(device: &Device) -> Result<Erasures, ReadError> {
    let prefix = Key::from(layout::meta::ERASED);
    Ok(store::erasure::known(&device.database.range(Store::Meta, &prefix).await?))
}

/// What is here of these records and entities. Keys first: of a new batch hardly anything is here. With `named`, what
/// erasures name, also of all that those take away, and what that spoke of.
///
/// # Errors
/// [`ReadError`]
pub async fn rows(
    device: &Device,
    wanted: &[(RecordId, RevisionHash)],
    entities: &[EntityKey],
    named: &[Named],
) -> Result<KnownRows, ReadError> {
    let wanted: BTreeSet<RecordId> = wanted.iter().map(|(record, _)| *record).collect();
    let mut known = KnownRows {
        records: links_of(device, wanted).await?,
        entities: entities_of(device, entities).await?,
        erasures: erasures(device).await?,
        spoken_of: Vec::new(),
    };
    if !named.is_empty() {
        widen(device, &mut known, named).await?;
    }
    Ok(known)
}

/// The desk as the ledger plans on it. Rows that cannot be read are projected anew from the records.
///
/// # Errors
/// [`ReadError`]
pub async fn readable(device: &Device, known: &mut KnownRows) -> Result<Known, ReadError> {
    match desk(known) {
        Ok(desk) => Ok(desk),
        Err(damaged) => {
            let (records, _) = records::list(&device.database.all(Store::Records).await?);
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

async fn widen(device: &Device, known: &mut KnownRows, named: &[Named]) -> Result<(), ReadError> {
    let doomed = ledger::doomed(&readable(device, known).await?, named);
    let had: BTreeSet<RecordId> = known.records.iter().map(|(record, _)| *record).collect();
    let records: BTreeSet<RecordId> = doomed.iter().map(|(record, _)| *record).collect();
    let mut spoken: BTreeSet<EntityKey> = BTreeSet::new();
    for record in &records {
        let rows = device.database.range(Store::Records, &layout::record(*record)).await?;
        for revision in records::list(&rows).0 {
            if doomed.contains(&(*record, revision.hash())) {
                let entities = ledger::entities_of(&revision);
                spoken.extend(entities.iter().cloned());
                known.spoken_of.push((revision.hash(), entities.into_iter().collect()));
            }
        }
    }
    known.records.extend(links_of(device, records.difference(&had).copied().collect()).await?);
    let new: Vec<EntityKey> =
        spoken.into_iter().filter(|key| known.entities.iter().all(|(had, _)| had != key)).collect();
    known.entities.extend(entities_of(device, &new).await?);
    Ok(())
}

async fn links_of(device: &Device, wanted: BTreeSet<RecordId>) -> Result<Vec<(RecordId, Parents)>, ReadError> {
    let database = &device.database;
    let present: BTreeSet<Key> = database.keys(Store::Records, &Key(Vec::new())).await?.into_iter().collect();
    let here = wanted.into_iter().filter(|record| {
        let prefix = layout::record(*record);
        present.range(&prefix..).next().is_some_and(|key| key.is_under(&prefix))
    });
    try_join_all(here.map(|record| async move {
        Ok::<_, ReadError>((record, links(&database.range(Store::Records, &layout::record(record)).await?)))
    }))
    .await
}

async fn entities_of(device: &Device, wanted: &[EntityKey]) -> Result<Vec<(EntityKey, FileBytes)>, ReadError> {
    let database = &device.database;
    let present: BTreeSet<Key> = database.keys(Store::Entities, &Key(Vec::new())).await?.into_iter().collect();
    let here = wanted.iter().filter(|key| present.contains(&layout::entity(&key.list, &key.entity)));
    try_join_all(here.map(|key| async move {
        let value = database.get(Store::Entities, &layout::entity(&key.list, &key.entity)).await?;
        Ok::<_, ReadError>((key.clone(), FileBytes(value.unwrap_or_default())))
    }))
    .await
}

/// The revisions of a record with their parents. One that cannot be read is here nonetheless: its key says so.
pub fn links(rows: &[store::Row]) -> Parents {
    let link = |row: &store::Row| {
        let hash = row.key.text(1)?.parse().ok()?;
        let parents = records::read(row).map(|revision| revision.submission().parents.clone());
        Some((hash, parents.unwrap_or_default()))
    };
    rows.iter().filter_map(link).collect()
}

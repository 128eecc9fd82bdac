//! What a tablet holds because of packs, and what leaves it with the next one.
//!
//! Only a pack that the zone's desk made for some tablets alone says what they are to hold, whichever way it came. Any other adds.

use std::collections::BTreeSet;

use ledger::EntityKey;
use ledger::holding::{Held as Holding, Since};
use record::{DeviceId, EntityId, ListName, Sha256};
use store::held::{self, Coming, Entities, Held, Spoken};
use store::zone;
use store::{EntityRow, Key, Row, Store, Transaction, layout, packs};

use super::TakeError;
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::state::device::Device;
use crate::state::erasure;
use crate::worker::packs::{PackRefusal, PackSeen};
use crate::worker::{Answer, FileBytes, Question};

/// What a pack does beside what it adds.
#[derive(Default)]
pub struct Settled {
    /// It was taken in before, or a later one was: nothing is to be done.
    pub is_known: bool,
    /// Rows that leave.
    pub gone: Vec<EntityRow>,
    /// Rows that are no longer of this tablet's part and stay, because something here speaks of them.
    pub kept: usize,
    pub plan: Transaction,
}

/// # Errors
/// [`TakeError`]
pub async fn settled(device: &Device, seen: &PackSeen, meta: &[Row]) -> Result<Settled, TakeError> {
    let refused = |refusal| Err(TakeError::Refused(refusal));
    // Who knows no zone yet learns it from the pack.
    let is_word = seen.is_aimed && zone::known(meta)?.is_none_or(|zone| zone.said_by == seen.device);
    if !is_word {
        return if seen.difference.is_some() { refused(PackRefusal::OtherDesk) } else { Ok(Settled::default()) };
    }
    let row = device.database.get(Store::Receipts, &layout::pack_held(&seen.device)).await?;
    let held = row.and_then(|row| Held::read(&row).ok());
    let pack = seen.difference.as_ref().map_or(seen.body_hash, |difference| difference.makes);
    let since = seen.difference.as_ref().map(|difference| difference.since);
    match Held::coming(held.as_ref(), pack, seen.created_at, since) {
        Coming::Newer => {}
        Coming::LacksBase => return refused(PackRefusal::OtherBase),
        // A whole one that comes again mends what is not whole here.
        Coming::Known => return Ok(Settled { is_known: seen.difference.is_some(), ..Settled::default() }),
        // It would bring back what has left.
        Coming::Older => return Ok(Settled { is_known: true, ..Settled::default() }),
    }
    let mut before = held.as_ref().map(|held| Holding { present: keys(&held.present), beside: keys(&held.beside) });
    let holding = before.get_or_insert_default();
    let mut heads = device.database.keys(Store::Packs, &Key(Vec::new())).await?;
    let files: Vec<Key> = heads.iter().filter(|key| !key.is_head()).cloned().collect();
    heads.retain(Key::is_head);
    let known = packs::list(&device.database.several(Store::Packs, heads).await?).0;
    for other in known.iter().filter(|other| other.device == seen.device && other.body_hash != pack) {
        let is_tracked = held.as_ref().is_some_and(|held| held.pack == other.body_hash);
        if !is_tracked {
            holding.beside.extend(in_file(device, &layout::pack_file(other.body_hash)).await?);
        }
    }
    let of_list = |(list, rows): &(ListName, Vec<(EntityId, FileBytes)>)| {
        rows.iter().map(|(entity, _)| EntityKey { list: list.clone(), entity: entity.clone() }).collect::<Vec<_>>()
    };
    let came: BTreeSet<EntityKey> = seen.lists.iter().flat_map(of_list).collect();
    let next = match &seen.difference {
        Some(difference) => {
            let gone = difference.gone.iter().flat_map(|(list, ids)| in_list(list, ids)).collect();
            std::mem::take(holding).with_difference(Since { changed: came, gone })
        }
        None => std::mem::take(holding).with_whole(came),
    };
    let (gone, next) = left(device, next).await?;
    let held = Held { pack, made_at: seen.created_at, present: by_list(&next.present), beside: by_list(&next.beside) };
    Ok(Settled {
        is_known: false,
        gone,
        kept: next.beside.len(),
        plan: held::holds(&seen.device, &held).and(packs::forget_files(&files, &known, &seen.device, pack)),
    })
}

/// Lets go what is no longer of this tablet's part and was needed: with a receipt, nothing may speak of it any more. How many left.
///
/// # Errors
/// [`TakeError`]; nothing has changed then.
pub async fn let_go(device: &Device, desk: &DeviceId) -> Result<usize, TakeError> {
    let ledger = device.settings().await?.map(|settings| settings.ledger).unwrap_or_default();
    let row = device.database.get(Store::Receipts, &layout::pack_held(desk)).await?;
    let Some(held) = row.and_then(|row| Held::read(&row).ok()) else { return Ok(0) };
    let (gone, next) = left(device, Holding { present: keys(&held.present), beside: keys(&held.beside) }).await?;
    if !gone.is_empty() {
        let held = Held { beside: by_list(&next.beside), ..held };
        device.run(held::let_go(desk, &held, &gone, ledger)).await?;
    }
    Ok(gone.len())
}

/// The rows that leave of what is held, and what is held then.
async fn left(device: &Device, held: Holding) -> Result<(Vec<EntityRow>, Holding), ReadError> {
    let spoken = if held.beside.is_empty() { Spoken::default() } else { spoken(device).await? };
    let (gone, held) = held.let_go(|key| spoken.has(&key.entity));
    let row = |key: EntityKey| EntityRow { key: layout::entity(&key.list, &key.entity), value: None };
    Ok((gone.into_iter().map(row).collect(), held))
}

/// The entities of a pack that is kept: one that was carried here, or that came before anybody remembered what is held.
async fn in_file(device: &Device, key: &Key) -> Result<Vec<EntityKey>, TakeError> {
    let brought = match device.database.get(Store::Packs, key).await? {
        Some(file) => brought(file).await?,
        None => Vec::new(),
    };
    Ok(brought.iter().flat_map(|(list, ids)| in_list(list, ids)).collect())
}

async fn brought(file: Vec<u8>) -> Result<Vec<(ListName, Vec<EntityId>)>, TakeError> {
    if let Some(brought) = packs::brought(&file) {
        return Ok(brought);
    }
    match worker::ask(&Question::PackEntities(FileBytes(file)), super::TIMEOUT_MS).await? {
        Answer::PackEntities(brought) => Ok(brought),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// Lets go what the files of earlier packs say, as some of it was erased; which entities they brought stays known.
///
/// # Errors
/// [`TakeError`]; nothing has changed.
pub async fn without_texts(device: &Device, but: Sha256) -> Result<Transaction, TakeError> {
    let mut plan = Transaction::new();
    for key in device.database.keys(Store::Packs, &Key(Vec::new())).await? {
        let Some(pack) = key.text(0).filter(|_| !key.is_head()).and_then(|pack| pack.parse::<Sha256>().ok()) else {
            continue;
        };
        let file = device.database.get(Store::Packs, &key).await?.filter(|file| packs::brought(file).is_none());
        if let Some(file) = file.filter(|_| pack != but) {
            plan = plan.put(Store::Packs, key, packs::without_texts(&brought(file).await?));
        }
    }
    Ok(plan)
}

/// What drafts and records speak of of which nobody said that it arrived.
async fn spoken(device: &Device) -> Result<Spoken, ReadError> {
    let mut rows = Vec::new();
    for store in [Store::Drafts, Store::Journal, Store::Bin, Store::Records, Store::States] {
        rows.extend(device.database.all(store).await?);
    }
    let tails = erasure::tails(device).await?.into_iter();
    rows.extend(tails.map(|(draft, tail)| Row::new(Store::Journal, layout::draft(draft), tail)));
    Ok(Spoken::of(&rows))
}

fn in_list(list: &ListName, ids: &[EntityId]) -> Vec<EntityKey> {
    ids.iter().map(|entity| EntityKey { list: list.clone(), entity: entity.clone() }).collect()
}

fn keys(entities: &Entities) -> BTreeSet<EntityKey> {
    let of_list = |(list, ids): (&ListName, &BTreeSet<EntityId>)| {
        ids.iter().map(|entity| EntityKey { list: list.clone(), entity: entity.clone() }).collect::<Vec<_>>()
    };
    entities.iter().flat_map(of_list).collect()
}

fn by_list(keys: &BTreeSet<EntityKey>) -> Entities {
    let mut lists = Entities::new();
    for key in keys {
        lists.entry(key.list.clone()).or_default().insert(key.entity.clone());
    }
    lists
}

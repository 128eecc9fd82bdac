//! What a tablet holds because of packs, and what leaves it with the next one.
//!
//! Only a pack that a desk of the zone made for this tablet, alone or among others, says what it is to hold, whichever way it came. Any other adds.
//! Each desk says it for itself: a row leaves once neither the newest pack of the desk that brought it nor that of another has it. What
//! a desk brought that speaks no more leaves with the next pack of one that does.

use std::collections::{BTreeMap, BTreeSet};

use ledger::EntityKey;
use ledger::holding::{Held as Holding, Since};
use record::{DeviceId, EntityId, ListName, Sha256};
use store::held::{self, Coming, Entities, Held, Spoken};
use store::{EntityRow, Key, Row, Store, Transaction, layout, packs};

use super::TakeError;
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::state::device::Device;
use crate::state::{erasure, zone};
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
    if !(seen.is_aimed && zone::is_word(meta, seen)?) {
        return if seen.difference.is_some() { refused(PackRefusal::OtherDesk) } else { Ok(Settled::default()) };
    }
    let mut all = all_held(device).await?;
    let held = all.remove(&seen.device);
    let charter = match zone::coming(meta, seen)? {
        Some((_, zone)) => Some(zone.charter),
        None => store::zone::known(meta)?.map(|zone| zone.charter),
    };
    let speaks = |desk: &DeviceId| charter.as_ref().is_none_or(|charter| charter.speaks(desk));
    let (others, silent): (AllHeld, AllHeld) = all.into_iter().partition(|(desk, _)| speaks(desk));
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
    for held in silent.values() {
        holding.beside.extend(keys(&held.present));
        holding.beside.extend(keys(&held.beside));
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
    let (gone, next) = left(device, next, &others).await?;
    let held = Held { pack, made_at: seen.created_at, present: by_list(&next.present), beside: by_list(&next.beside) };
    let plan = held::holds(&seen.device, &held).and(packs::forget_files(&files, &known, &seen.device, pack));
    Ok(Settled {
        is_known: false,
        gone,
        kept: next.beside.len(),
        plan: silent.keys().fold(plan, |plan, desk| plan.and(held::forgotten(desk))),
    })
}

/// Lets go what is no longer of this tablet's part and was needed: with a receipt, nothing may speak of it any more. How many left.
///
/// # Errors
/// [`TakeError`]; what left before stays gone.
pub async fn let_go(device: &Device) -> Result<usize, TakeError> {
    let mut count = 0;
    for desk in all_held(device).await?.into_keys() {
        let ledger = device.settings().await?.map(|settings| settings.ledger).unwrap_or_default();
        let mut others = all_held(device).await?;
        let Some(held) = others.remove(&desk) else { continue };
        let holding = Holding { present: keys(&held.present), beside: keys(&held.beside) };
        let (gone, next) = left(device, holding, &others).await?;
        if !gone.is_empty() {
            let held = Held { beside: by_list(&next.beside), ..held };
            device.run(held::let_go(&desk, &held, &gone, ledger)).await?;
        }
        count += gone.len();
    }
    Ok(count)
}

/// What each desk's packs made this tablet hold.
type AllHeld = BTreeMap<DeviceId, Held>;

async fn all_held(device: &Device) -> Result<AllHeld, ReadError> {
    let rows = device.database.range(Store::Receipts, &layout::packs_held()).await?;
    let read = |row: Row| Some((DeviceId::new(row.key.text(1)?), Held::read(&row.value).ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The rows that leave of what is held, and what is held then. What the newest pack of another desk has does not leave.
async fn left(device: &Device, held: Holding, others: &AllHeld) -> Result<(Vec<EntityRow>, Holding), ReadError> {
    let spoken = if held.beside.is_empty() { Spoken::default() } else { spoken(device).await? };
    let (gone, held) = held.let_go(|key| spoken.has(&key.entity));
    let is_held = |key: &EntityKey| {
        let has = |held: &Held| held.present.get(&key.list).is_some_and(|ids| ids.contains(&key.entity));
        others.values().any(has)
    };
    let row = |key: EntityKey| EntityRow { key: layout::entity(&key.list, &key.entity), value: None };
    Ok((gone.into_iter().filter(|key| !is_held(key)).map(row).collect(), held))
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

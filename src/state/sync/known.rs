//! What is known of folders on the server from the last time, so that no more is listed than has to be.
//!
//! Not here: what follows from it (`transport::Known`), where it lies (`store::synced`).

use std::collections::{BTreeMap, BTreeSet};

use store::Store;
use store::import::Arrival;
use store::layout::meta;
use store::synced::{self, Asker, Folder as Row};
use store::zone::Zone;
use transport::{Folder, Known as Stood, Name, first_missing};

use crate::platform::idb::ReadError;
use crate::state::device::{Device, Failure};
use crate::state::inbox::Known;

/// A file that comes damaged so often is told of by its name.
const OFTEN: u32 = 3;

/// How folders stood there, by their paths.
pub async fn folders(device: &Device, asker: Asker, place: &str) -> Result<BTreeMap<String, Stood>, ReadError> {
    let row = device.database.get(Store::Meta, &synced::folders_key(asker)).await?;
    let known = synced::folders(row.as_deref(), place).into_iter();
    Ok(known.map(|(path, row)| (path, read(row))).collect())
}

/// Remembers how they stand now. That it could not be noted is no reason to do anything else.
pub async fn keep(device: &Device, asker: Asker, place: &str, known: BTreeMap<String, Stood>) {
    let rows = known.into_iter().map(|(path, known)| (path, written(known))).collect();
    let _ = device.run(synced::set_folders(asker, place, rows)).await;
}

/// Has all folders looked into the next time: something that was here may be wanted again.
///
/// # Errors
/// [`Failure`]
pub async fn forget(device: &Device) -> Result<(), Failure> {
    device.run(synced::forget_folders(Asker::Fetch)).await
}

/// Notes the files that came damaged, and gives those that did so often that it is no upload that is under way: whose, by what people call it, and
/// which number. `is_all`: every file was asked for, so others are not damaged any more.
pub async fn damaged(
    device: &Device,
    place: &str,
    zone: &Zone,
    known: &Known,
    now: &[Name],
    is_all: bool,
) -> Vec<(String, u64)> {
    // What cannot be read or noted is no reason to lose what came.
    let Ok(row) = device.database.get(Store::Meta, &meta::DAMAGED.into()).await else { return Vec::new() };
    let mut before = synced::damaged(row.as_deref(), place);
    if now.is_empty() && (before.is_empty() || !is_all) {
        return Vec::new();
    }
    let times = now.iter().map(|name| (name.path(), before.get(&name.path()).map_or(1, |times| times + 1)));
    let times: BTreeMap<String, u32> = times.collect();
    let is_often = |name: &&Name| times.get(&name.path()).is_some_and(|times| *times >= OFTEN);
    let often = now.iter().filter(is_often).map(|name| (called(zone, known, &name.folder), name.number)).collect();
    if is_all {
        before.clear();
    }
    before.extend(times);
    let _ = device.run(synced::set_damaged(place, before)).await;
    often
}

/// What people call the device of a folder; of one that nobody knows how its folder's name begins.
fn called(zone: &Zone, known: &Known, folder: &Folder) -> String {
    let of = known.devices.iter().find(|known| Folder::of(&zone.id, &known.id) == *folder);
    let label = of.map(|known| known.label.clone()).filter(|label| !label.is_empty());
    label
        .or_else(|| of.map(|known| known.id.fingerprint()))
        .unwrap_or_else(|| folder.path().rsplit('/').next().unwrap_or_default().chars().take(8).collect())
}

/// Of each device's folder the first number whose batch has not come.
pub fn firsts(zone: &Zone, arrivals: &[Arrival]) -> BTreeMap<Folder, u64> {
    let mut came: BTreeMap<Folder, BTreeSet<u64>> = BTreeMap::new();
    for arrival in arrivals.iter().filter(|arrival| arrival.table.is_none()) {
        came.entry(Folder::of(&zone.id, &arrival.device)).or_default().insert(arrival.seq);
    }
    came.into_iter().map(|(folder, came)| (folder, first_missing(&came))).collect()
}

fn read(row: Row) -> Stood {
    let Row { mark, since, names, tells, is_settled, whole_at } = row;
    Stood { mark, since, names, tells, is_settled, whole_at }
}

fn written(known: Stood) -> Row {
    let Stood { mark, since, names, tells, is_settled, whole_at } = known;
    Row { mark, since, names, tells, is_settled, whole_at }
}

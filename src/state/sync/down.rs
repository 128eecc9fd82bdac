//! What goes down by a server: each desk puts each tablet's receipt into that tablet's folder, and a tablet looks into its own, for the
//! newest of each desk.
//!
//! Not here: what is in a receipt and what it changes (`state::receipts`).

use std::collections::{BTreeMap, BTreeSet};

use batch::File;
use record::{DeviceId, Sha256};
use store::receipts::{Brought, Coming, Taken};
use store::synced::Asker;
use store::zone::Zone;
use transport::{
    Download, Fetched, Folder, Kind, Known, Listing, Mark, Name, Parcel, Remote, Seen, Sent, Trouble, Upload,
};

use super::packs::{self as handed, Offered};
use super::{Course, MOST_NAMES, SyncError, begun, begun_to_put, done, known, now};
use crate::state::device::{Device, device_id};
use crate::state::outbox::ExportError;
use crate::state::receipts::{self, Audience, Due, ReceiptFailure};
use crate::worker::receipts::ReceiptRefusal;

/// So many files of a desk are looked at for one that is good: whoever may write there may put anything there.
const MOST_LOOKED_AT: usize = 8;

/// So many marks of which nothing is known here are looked at, the newest file of each: a desk may be new.
const MOST_STRANGERS: usize = 8;

/// What a desk told its tablets.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// Receipts that lie on the server now and did not before.
    pub tablets: usize,
}

/// What a tablet was told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heard {
    /// `None`: nothing is new.
    pub brought: Option<Brought>,
    /// What lay there and is no receipt for this tablet.
    pub refused: Vec<ReceiptRefusal>,
    /// Files that are under way or were cut.
    pub damaged: usize,
    /// A pack that this tablet does not have.
    pub offered: Option<Offered>,
}

/// Tells each tablet what it has not been told there yet.
///
/// # Errors
/// [`SyncError`]; whom it was told before it knows it.
pub async fn tell(device: &Device, on_told: impl Fn(Course)) -> Result<Told, SyncError> {
    let (place, remote, zone) = begun_to_put(device).await?;
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    let mark = mark_of(&zone, &device_id(&settings.device.key));
    let due = match receipts::due(device).await? {
        Audience::Ours(due) => due,
        Audience::OtherDesk => return Err(SyncError::OtherDesk),
        Audience::Nobody => Vec::new(),
    };
    let due: Vec<Due> = due.into_iter().filter(|due| due.is_new(Some(&place))).collect();
    let mut told = Told::default();
    let of = due.len();
    for (at, due) in due.iter().enumerate() {
        let on_told = |waits| on_told(Course { done: at, of, waits, ..Course::default() });
        on_told(None);
        let made = receipts::make(device, due).await?;
        let file = File {
            bytes: made.bytes.0,
            name: made.name,
            media_type: batch::sealed::MEDIA_TYPE,
            body_hash: made.body_hash,
            file_hash: made.file_hash,
        };
        let folder = Folder::down(&zone.id, &due.receipt.device);
        let number = due.receipt.number;
        let mut is_stored = false;
        for number in number..number.saturating_add(MOST_NAMES) {
            let Some(parcel) = Parcel::of(&file, folder.clone(), number, Kind::Receipt) else { break };
            let parcel = parcel.by(mark.clone());
            is_stored = done(&mut Upload::new(parcel), &remote, &file.bytes, &on_told).await? == Sent::Stored;
            if is_stored {
                break;
            }
        }
        if !is_stored {
            return Err(SyncError::Store(Trouble::NotKept));
        }
        receipts::tell(device, due, Some(place.clone())).await?;
        told.tablets += 1;
    }
    Ok(told)
}

/// How a desk's files are told from those of others in a tablet's folder. Those of the desk that set the zone up bear no mark: programs
/// that know one desk alone find them.
pub(super) fn mark_of(zone: &Zone, desk: &DeviceId) -> Option<Mark> {
    let is_first = zone.charter.turn == 0 && zone.charter.head == *desk;
    (!is_first).then(|| Mark::of(desk))
}

/// The desks that speak for a zone, by their marks.
pub(super) fn by_mark(zone: &Zone) -> BTreeMap<Option<Mark>, DeviceId> {
    let desks = std::iter::once(&zone.charter.head).chain(&zone.charter.desks);
    desks.map(|desk| (mark_of(zone, desk), desk.clone())).collect()
}

/// Looks for the newest receipt of each desk and takes it in, and whether there is a newer pack. What is known is not fetched again.
///
/// # Errors
/// [`SyncError`]; what was taken in before stays.
pub async fn hear(device: &Device, on_told: impl Fn(Course)) -> Result<Heard, SyncError> {
    let (place, remote, zone) = begun(device).await?;
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    let asking = |waits| on_told(Course { waits, ..Course::default() });
    asking(None);
    let own = Folder::down(&zone.id, &device_id(&settings.device.key));
    let mut folders = Folders::of(device, &place, &zone).await?;
    let known = receipts::known(device).await?;
    let packs = handed::Here::of(device, &zone).await?;
    let receipt = |desk: &DeviceId| known.of(desk).filter(|known| known.receipt.zone == zone.id);
    let first = |desk: &DeviceId| receipt(desk).map_or(0, |known| known.receipt.number).min(packs.last_of(desk));
    let firsts = by_mark(&zone).into_values().map(|desk| first(&desk));
    let lying = folders.list(&own, firsts.min().unwrap_or_default(), &remote, &asking).await?;
    let (receipts, own_packs): (Vec<Seen>, Vec<Seen>) =
        lying.into_iter().partition(|seen| seen.name.kind == Kind::Receipt);
    let mut by_desk: BTreeMap<Option<Mark>, Vec<Name>> = BTreeMap::new();
    // The newest first.
    for seen in receipts.into_iter().rev() {
        by_desk.entry(seen.name.by.clone()).or_default().push(seen.name);
    }
    let files: BTreeSet<Sha256> = known.all().iter().map(|taken| taken.file_hash).collect();
    let desks = by_mark(&zone);
    let mut heard = Heard::default();
    for (mark, desk) in &desks {
        let names = by_desk.remove(mark).unwrap_or_default();
        let known = known.of(desk).filter(|known| known.receipt.zone == zone.id);
        let is_known = |name: &Name| files.contains(&name.hash) || known.is_some_and(|known| is_past(known, name));
        let names = names.into_iter().take(MOST_LOOKED_AT).take_while(|name| !is_known(name)).collect();
        hear_desk(device, &remote, names, &mut heard, &asking).await?;
    }
    let strangers = by_desk.len();
    for names in by_desk.into_values().take(MOST_STRANGERS) {
        let newest = names.into_iter().take(1).filter(|name| !files.contains(&name.hash)).collect();
        hear_desk(device, &remote, newest, &mut heard, &asking).await?;
    }
    // Who speaks may be known better by now.
    let zone_now = crate::state::zone::known(device).await?.unwrap_or_else(|| zone.clone());
    let all = Folder::down_to_all(&zone.id);
    let first = by_mark(&zone).into_values().map(|desk| packs.last_of(&desk)).min().unwrap_or_default();
    let mut lying = folders.list(&all, first, &remote, &asking).await?;
    lying.extend(own_packs);
    let packs = if zone_now == zone { packs } else { handed::Here::of(device, &zone_now).await? };
    heard.offered = handed::offered(&zone_now, lying, &packs, now());
    // What was no good may be better the next time, what is offered is offered until it is taken, and of strangers not all were looked at.
    let is_done = heard.damaged == 0 && heard.refused.is_empty() && heard.offered.is_none() && zone_now == zone;
    folders.keep(device, &place, is_done && strangers <= MOST_STRANGERS).await;
    Ok(heard)
}

/// The folders that a tablet looks into, and how they stood the last time.
struct Folders {
    known: BTreeMap<String, Known>,
    /// Who speaks, as it was when they stood so: a file of somebody who may speak now was passed over before.
    speakers: String,
    listed: Vec<(String, Option<String>, Vec<Seen>)>,
}

impl Folders {
    async fn of(device: &Device, place: &str, zone: &Zone) -> Result<Self, SyncError> {
        let desks: Vec<String> = by_mark(zone).into_values().map(|desk| desk.to_string()).collect();
        let speakers = Sha256::of(format!("{} {}", zone.charter.turn, desks.join(" ")).as_bytes()).to_string();
        Ok(Self { known: known::folders(device, Asker::Hear, place).await?, speakers, listed: Vec::new() })
    }

    fn key(&self, folder: &Folder) -> String {
        format!("{} {}", folder.path(), self.speakers)
    }

    /// What lies in a folder that may be new. `last`: up to this number all is known.
    async fn list(
        &mut self,
        folder: &Folder,
        last: u64,
        remote: &Remote,
        asking: &dyn Fn(Option<Trouble>),
    ) -> Result<Vec<Seen>, SyncError> {
        let key = self.key(folder);
        let known = self.known.get(&key);
        let may_leave_out = known.is_some_and(|known| known.may_leave_out(now()));
        let first = if may_leave_out { last + 1 } else { 1 };
        let mut listing = Listing::of_folder(folder.clone(), first).unless(known.cloned());
        let listed = done(&mut listing, remote, &[], asking).await?;
        // Of part of it nothing new is known.
        if !listed.is_unchanged && !listed.is_missing && (remote.is_dav() || first == 1) {
            self.listed.push((key, listed.mark, listed.files.clone()));
        }
        Ok(listed.files)
    }

    /// Remembers how those stand that were listed.
    async fn keep(self, device: &Device, place: &str, is_done: bool) {
        let mut known = self.known;
        if self.listed.is_empty() {
            return;
        }
        known.retain(|key, _| key.ends_with(&self.speakers));
        for (key, mark, files) in self.listed {
            let now = Known::listed(known.get(&key), mark, &files, is_done, now());
            known.insert(key, now);
        }
        known::keep(device, Asker::Hear, place, known).await;
    }
}

fn is_past(known: &Taken, name: &Name) -> bool {
    name.number <= known.receipt.number
}

/// Takes the first in that is good, of files that are new here.
async fn hear_desk(
    device: &Device,
    remote: &Remote,
    names: Vec<Name>,
    heard: &mut Heard,
    asking: &dyn Fn(Option<Trouble>),
) -> Result<(), SyncError> {
    for name in names {
        let file = name.file();
        let bytes = match done(&mut Download::new(name), remote, &[], asking).await? {
            Fetched::Whole(bytes) => bytes,
            Fetched::Damaged => {
                heard.damaged += 1;
                continue;
            }
            Fetched::Gone => continue,
        };
        match receipts::look(device, &file, bytes).await {
            Ok(looked) => {
                if looked.coming == Coming::Newer {
                    let brought = receipts::take_in(device, &looked).await?;
                    heard.brought = Some(heard.brought.unwrap_or_default().and(brought));
                }
                return Ok(());
            }
            Err(ReceiptFailure::Refused(refusal)) => heard.refused.push(refusal),
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(())
}

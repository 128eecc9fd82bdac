//! Attached files on their way: a tablet sends them once all records are there, a desk fetches those that its batches still await.
//!
//! Not here: batches (`sync`), how a file is sealed and known again (`batch::apart`), what is awaited (`worker::desk::apart`).

use std::collections::BTreeMap;
use std::rc::Rc;

use record::{BatchId, DeviceId};
use store::outbox as exports;
use store::zone::Zone;
use transport::{Download, Fetched, Folder, Kind, Listing, Name, Remote, Trouble};

use super::{Course, MOST_NAMES, SyncError, Went, done, put_file, set_up};
use crate::platform::files::made;
use crate::state::device::Device;
use crate::state::inbox::{self, Known};
use crate::state::outbox::{self, ExportError};

/// What goes to a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Records alone: the line costs, and nobody has said that photos may go over it.
    Records,
    /// Records, and after them their attached files.
    All,
}

/// What came of attached files.
#[derive(Clone, Debug, Default)]
pub struct ApartCame {
    pub files: usize,
    /// Still awaited.
    pub awaited: usize,
    /// Why it did not come to its end.
    pub stopped: Option<Rc<SyncError>>,
}

/// Where a tablet sends to.
pub(super) struct Target<'a> {
    pub remote: &'a Remote,
    pub folder: &'a Folder,
    pub place: &'a str,
}

/// Sends the attached files of batches that lie there, those of the first batches first.
pub(super) async fn send(
    device: &Device,
    to: &Target<'_>,
    reach: Reach,
    went: &mut Went,
    on_told: &impl Fn(Course),
) -> Result<(), SyncError> {
    let all = outbox::load(device).await?.exports;
    let waiting = exports::to_send(&all, to.place);
    went.photos_left = waiting.len();
    if reach == Reach::Records {
        return Ok(());
    }
    let of = waiting.len();
    for (at, (export, sha256)) in waiting.into_iter().enumerate() {
        let on_wait = |waits| on_told(Course { done: at, of, waits, are_photos: true });
        on_wait(None);
        let file = match outbox::apart(device, export, sha256).await {
            Ok(Some(file)) => file,
            Ok(None) => {
                outbox::went_apart(device, export.batch, sha256, None).await?;
                went.photos_left -= 1;
                continue;
            }
            // Damaged here: nobody can mend it, and it holds up no other.
            Err(ExportError::NotTheSame) => continue,
            Err(error) => return Err(error.into()),
        };
        match put_file(to, &file, export.seq, Kind::Blob, &on_wait).await {
            Ok(()) => {
                outbox::went_apart(device, export.batch, sha256, Some(to.place)).await?;
                went.photos += 1;
                went.photos_left -= 1;
            }
            Err(SyncError::Store(trouble)) if trouble.is_of_one_file() => went.refused.push((export.seq, trouble)),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Fetches the attached files that batches here still await, one after the other; each is here once it came, whatever stops it then.
pub async fn fetch(device: &Device, on_told: impl Fn(Course)) -> ApartCame {
    let mut came = ApartCame::default();
    match fetch_each(device, &mut came, &on_told).await {
        Ok(()) => {}
        Err(error) => came.stopped = Some(Rc::new(error)),
    }
    came
}

async fn fetch_each(device: &Device, came: &mut ApartCame, on_told: &impl Fn(Course)) -> Result<(), SyncError> {
    let known = counted(device).await?;
    came.awaited = known.awaited.values().sum();
    if came.awaited == 0 {
        return Ok(());
    }
    let (_, remote, zone) = set_up(device).await?;
    let asking = |waits| on_told(Course { waits, are_photos: true, ..Course::default() });
    let wanted = wanted(&known, &remote, &zone, &asking).await?;
    let of = wanted.len();
    for (at, (name, beside)) in wanted.into_iter().enumerate() {
        let on_wait = |waits| on_told(Course { done: at, of, waits, are_photos: true });
        on_wait(None);
        let file = name.file();
        // What is under way or was cut is left, and tried the next time.
        let Fetched::Whole(bytes) = done(&mut Download::new(name), &remote, &[], &on_wait).await? else { continue };
        let Ok(file) = made(&file, batch::sealed::MEDIA_TYPE, &bytes) else { continue };
        if inbox::take_apart(file, beside).await.map_err(SyncError::Desk)? {
            came.files += 1;
        }
    }
    came.awaited = counted(device).await?.awaited.values().sum();
    Ok(())
}

/// What is known here, with what is awaited: where that cannot be counted nobody is told that nothing is.
async fn counted(device: &Device) -> Result<Known, SyncError> {
    let known = inbox::known(device).await?;
    match known.uncounted {
        Some(failure) => Err(SyncError::Desk(failure)),
        None => Ok(known),
    }
}

/// The files to look at, and the batch of this number. A photo goes with the first batch that names it, so what a batch awaits may lie under a
/// number before its own, or a little above where a name was taken.
async fn wanted(
    known: &Known,
    remote: &Remote,
    zone: &Zone,
    asking: &dyn Fn(Option<Trouble>),
) -> Result<Vec<(Name, Option<BatchId>)>, SyncError> {
    let mut highest: BTreeMap<&DeviceId, u64> = BTreeMap::new();
    for arrival in known.arrivals.iter().filter(|arrival| known.awaited.contains_key(&arrival.batch)) {
        let number = highest.entry(&arrival.device).or_default();
        *number = arrival.seq.max(*number);
    }
    let mut wanted = Vec::new();
    for (device, number) in highest {
        let most = number.saturating_add(MOST_NAMES - 1);
        let listed = done(&mut Listing::of_folder(Folder::of(&zone.id, device), 1), remote, &[], asking).await?;
        let names = listed.files.into_iter().map(|seen| seen.name);
        let photos = names.filter(|name| name.kind == Kind::Blob && name.number <= most);
        for name in photos.filter(|name| !known.seen.contains(&name.hash)) {
            let beside = known.arrivals.iter().find(|one| one.device == *device && one.seq == name.number);
            wanted.push((name, beside.map(|arrival| arrival.batch)));
        }
    }
    Ok(wanted)
}

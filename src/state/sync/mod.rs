//! Files to and from a server that runs none of our code: what is sealed here goes up, what other devices sealed comes down.
//!
//! Start at [`send`] on a tablet and [`fetch`] at a desk; a desk then has something to [`tell`] and a tablet something to [`hear`]. What is under way can be stopped at any request; what arrived is found again.
//!
//! Not here: the protocol (`transport`), what is in a file (`outbox`, `inbox`).

mod apart;
pub mod automatic;
mod down;
mod known;
pub mod log;
mod packs;
mod server;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use record::{Sha256, Timestamp};
use store::log::Step as Noted;
use store::outbox::Export;
use store::synced::Asker;
use store::zone::Zone;
use transport::{Folder, Gathered, Gathering, Kind, Parcel, Probe, Remote, Sent, Step, Trial, Trouble, Upload, Work};

pub use apart::{ApartCame, Reach, fetch as fetch_apart};
pub use down::{Heard, Told, hear, tell};
pub use known::forget as forget_folders;
pub use packs::{Gave, Offered, Scope, Tablet, Took, give, last_scope, tablets, take};
pub use server::{FaultySetup, Field, forget, keep, known, remote};

use self::apart::Target;
use super::access;
use super::device::{Device, Failure, device_id};
use super::inbox;
use super::outbox::{self, Cover, ExportError, Way};
use super::packs::{MakeError, TakeError};
use super::receipts::ReceiptFailure;
use super::zone;
use crate::platform::files::{ChosenFile, made};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::locks::{self, Held, LockError, Take};
use crate::platform::{address, clock, entropy, remote as platform, timer};

/// Somebody who waits sees that it can be stopped so often.
const SLICE_MS: u32 = 500;

/// So many other names are tried where something else lies under a file's own.
const MOST_NAMES: u64 = 3;

thread_local! {
    static STOPPED: Cell<bool> = const { Cell::new(false) };
    /// The network is back: what is waited for may be over.
    static IS_BACK: Cell<bool> = const { Cell::new(false) };
}

/// Why nothing more was sent or fetched. What was, stays so.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("no server is set up")]
    NoServer,
    /// Nothing goes to a server that is not sealed.
    #[error("no zone is known")]
    NoZone,
    #[error("somebody stopped it")]
    Stopped,
    /// One at a time: it goes by itself this moment, or another tab does something.
    #[error("something is under way already")]
    UnderWay,
    /// Tablets take receipts and packs of the zone's desks, and of nobody else.
    #[error("this device is no desk of the zone")]
    OtherDesk,
    #[error(transparent)]
    Store(#[from] Trouble),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    MakePack(#[from] MakeError),
    #[error(transparent)]
    TakePack(#[from] TakeError),
    /// What lies there has other bytes than its name says.
    #[error("a file has not arrived there whole")]
    Damaged,
    /// What came could not be put where it belongs.
    #[error("the desk worker did not take it in")]
    Desk(inbox::Failure),
    #[error(transparent)]
    Receipt(#[from] ReceiptFailure),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// How far it is: so many of so many files, and what is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Course {
    pub done: usize,
    pub of: usize,
    pub waits: Option<Trouble>,
    /// Records are done, and their attached files go.
    pub are_photos: bool,
}

/// What was sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Went {
    /// Files that lie on the server now and did not before.
    pub files: usize,
    pub records: usize,
    /// Attached files that lie there now and did not before, and those that are still to go.
    pub photos: usize,
    pub photos_left: usize,
    /// Files that the server does not take; they can go out as files.
    pub refused: Vec<(u64, Trouble)>,
    /// Files that went out in clear before there was a zone, or that cannot be made again. They stay as they are.
    pub left: usize,
}

/// What was fetched, and why not more.
#[derive(Default)]
pub struct Came {
    pub files: Vec<ChosenFile>,
    pub rest: Rest,
}

/// What stays there for the next time.
#[derive(Clone, Debug, Default)]
pub struct Rest {
    /// Devices that have a folder there.
    pub devices: usize,
    /// Files that are under way or were cut.
    pub damaged: usize,
    /// Those of them that came so three times or more: whose, and which number.
    pub damaged_often: Vec<(String, u64)>,
    /// Files and folders that were told of and were not given.
    pub withheld: usize,
    /// Files that were not asked for.
    pub left: usize,
    /// Folders into which nothing came since they were looked into.
    pub unchanged: usize,
    /// Why it did not come to its end.
    pub stopped: Option<Rc<SyncError>>,
}

impl SyncError {
    /// What it is called for whoever drives the page and where it is kept.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NoServer => "no-server",
            Self::NoZone => "no-zone",
            Self::Stopped => "stopped",
            Self::UnderWay => "under-way",
            Self::OtherDesk => "other-desk",
            Self::Store(trouble) => trouble.word(),
            Self::Export(_) => "export",
            Self::MakePack(_) | Self::TakePack(_) => "pack",
            Self::Damaged => "damaged",
            Self::Receipt(_) => "receipt",
            Self::Desk(_) | Self::Read(_) | Self::Write(_) => "database",
        }
    }
}

/// Held while something is under way with a server, so that no other tab begins anything.
pub struct Alone {
    _held: Option<Held>,
}

/// # Errors
/// [`SyncError::UnderWay`]
pub async fn alone() -> Result<Alone, SyncError> {
    match locks::hold("sync", Take::IfFree, || ()).await {
        Ok(held) => Ok(Alone { _held: Some(held) }),
        Err(LockError::Held) => Err(SyncError::UnderWay),
        // Over plain http there are no locks: two tabs find out what the other has sent.
        Err(LockError::Unavailable | LockError::Broken(_)) => Ok(Alone { _held: None }),
    }
}

/// Stops what is under way.
pub fn stop() {
    STOPPED.set(true);
}

/// The network is back: whatever waits to try again does so now.
fn hurry() {
    IS_BACK.set(true);
}

/// Whether what the address and password say lets somebody in, and lets them list, put and read: how many devices have written there.
///
/// # Errors
/// [`Trouble`]
pub async fn try_out(device: &Device, remote: &Remote, zone: &Zone) -> Result<usize, SyncError> {
    STOPPED.set(false);
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    at_once(&mut Trial::new(&zone.id, &device_id(&settings.device.key)), remote, &Probe::bytes()).await
}

/// As [`done`]; whoever tries is told what is wrong and does not wait for it to pass.
async fn at_once<W: Work>(work: &mut W, remote: &Remote, file: &[u8]) -> Result<W::Done, SyncError> {
    let told = Cell::new(None);
    let on_wait = |trouble: Option<Trouble>| {
        if trouble.is_some() {
            told.set(trouble);
            STOPPED.set(true);
        }
    };
    match done(work, remote, file, &on_wait).await {
        Err(SyncError::Stopped) => match told.get() {
            Some(trouble) => {
                STOPPED.set(false);
                Err(told_apart(trouble, remote).await.into())
            }
            None => Err(SyncError::Stopped),
        },
        ended => ended,
    }
}

/// A server that is away and one that does not allow this page look the same: whether anything answers there is asked in another way. Where a
/// server that was tried is sent to, it is the line that is to blame.
async fn told_apart(trouble: Trouble, remote: &Remote) -> Trouble {
    match trouble {
        Trouble::Unreachable if platform::is_anybody_there(&remote.address(), || STOPPED.get()).await => {
            Trouble::NotAllowed
        }
        trouble => trouble,
    }
}

/// Makes batches of what waits and sends all that is sealed and does not lie there yet: all records first.
///
/// # Errors
/// [`SyncError`]; what was sent before it is noted.
pub async fn send(device: &Device, reach: Reach, on_told: impl Fn(Course)) -> Result<Went, SyncError> {
    let (server, remote, zone) = begun_to_put(device).await?;
    let exported = outbox::export(device, Cover::Sealed).await;
    for parcel in &exported.parcels {
        let Export { batch, revisions, .. } = &parcel.export;
        access::note(device, Noted::Exported, &batch.to_string(), revisions.len() as u64).await;
    }
    match exported.failed {
        None | Some(ExportError::NothingWaits) => {}
        Some(error) => return Err(error.into()),
    }
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    let folder = Folder::of(&zone.id, &device_id(&settings.device.key));
    let mut exports = outbox::load(device).await?.exports;
    exports.reverse();
    exports.retain(|export| export.stored.as_deref() != Some(server.as_str()));
    let mut went = Went::default();
    let to = Target { remote: &remote, folder: &folder, place: &server };
    let of = exports.len();
    for (done, export) in exports.into_iter().enumerate() {
        let on_told = |waits| on_told(Course { done, of, waits, are_photos: false });
        on_told(None);
        match put(device, &to, &export, &on_told).await {
            Ok(Put::Stored) => {
                went.files += 1;
                went.records += export.revisions.len();
            }
            Ok(Put::Left) => went.left += 1,
            Err(SyncError::Store(trouble)) if trouble.is_of_one_file() => went.refused.push((export.seq, trouble)),
            Err(error) => return Err(error),
        }
    }
    apart::send(device, &to, reach, &mut went, &on_told).await?;
    Ok(went)
}

enum Put {
    Stored,
    Left,
}

async fn put(
    device: &Device,
    to: &Target<'_>,
    export: &Export,
    on_wait: &dyn Fn(Option<Trouble>),
) -> Result<Put, SyncError> {
    if export.seal.is_none() {
        return Ok(Put::Left);
    }
    let file = match outbox::for_server(device, export).await {
        Ok(file) => file,
        Err(ExportError::NotTheSame) => return Ok(Put::Left),
        Err(error) => return Err(error.into()),
    };
    put_file(to, &file, export.seq, Kind::Batch, on_wait).await?;
    outbox::handed_over(device, export.batch, Way::Server(to.place.to_owned())).await?;
    Ok(Put::Stored)
}

/// Puts a sealed file there, under this number or, where something else lies, one of the next.
async fn put_file(
    to: &Target<'_>,
    file: &batch::File,
    number: u64,
    kind: Kind,
    on_wait: &dyn Fn(Option<Trouble>),
) -> Result<(), SyncError> {
    for number in number..number.saturating_add(MOST_NAMES) {
        let Some(parcel) = Parcel::of(file, to.folder.clone(), number, kind) else { break };
        if done(&mut Upload::new(parcel), to.remote, &file.bytes, on_wait).await? == Sent::Stored {
            return Ok(());
        }
    }
    Err(SyncError::Store(Trouble::NotKept))
}

/// Fetches what other devices of the zone sent and neither came here before nor was put aside. `waiting`: files that came and wait for somebody.
///
/// Whatever stops it, what came is given.
///
/// # Errors
/// [`SyncError`]; then nothing was asked for.
pub async fn fetch(device: &Device, waiting: BTreeSet<Sha256>, on_told: impl Fn(Course)) -> Result<Came, SyncError> {
    let (place, remote, zone) = begun(device).await?;
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    let own = Folder::of(&zone.id, &device_id(&settings.device.key));
    let known = inbox::known(device).await?;
    let mut here: BTreeSet<Sha256> = known.arrivals.iter().map(|arrival| arrival.file_hash).collect();
    here.extend(known.aside.iter().filter_map(|aside| aside.id.parse::<Sha256>().ok()));
    here.extend(&known.seen);
    let folders = known::folders(device, Asker::Fetch, &place).await?;
    let by_folder = folders.into_iter().filter_map(|(path, known)| Some((Folder::at(&path)?, known))).collect();
    let gathering = Gathering::new(&zone.id, own, here);
    let mut gathering = gathering.knowing(by_folder, known::firsts(&zone, &known.arrivals)).beside(waiting);
    let (mut came, mut course) = (Came::default(), Course::default());
    let mut damaged = Vec::new();
    loop {
        on_told(course);
        let gathered = done(&mut gathering, &remote, &[], &|waits| on_told(Course { waits, ..course })).await;
        match gathered {
            Ok(Gathered::Listed { devices, files, withheld, unchanged }) => {
                (came.rest.devices, came.rest.withheld, course.of) = (devices, withheld, files);
                came.rest.unchanged = unchanged;
                let now = gathering.known().iter().map(|(folder, known)| (folder.path(), known.clone()));
                known::keep(device, Asker::Fetch, &place, now.collect()).await;
                continue;
            }
            Ok(Gathered::File(name, bytes)) => match made(&name.file(), batch::sealed::MEDIA_TYPE, &bytes) {
                Ok(file) => came.files.push(file),
                Err(_) => came.rest.damaged += 1,
            },
            Ok(Gathered::Damaged(name)) => {
                came.rest.damaged += 1;
                damaged.push(name);
            }
            Ok(Gathered::Withheld) => came.rest.withheld += 1,
            Ok(Gathered::End) => {
                let is_all = came.rest.withheld == 0;
                came.rest.damaged_often = known::damaged(device, &place, &zone, &known, &damaged, is_all).await;
                return Ok(came);
            }
            Err(error) => {
                came.rest.damaged_often = known::damaged(device, &place, &zone, &known, &damaged, false).await;
                came.rest.left = gathering.left();
                came.rest.stopped = Some(Rc::new(error));
                return Ok(came);
            }
        }
        course.done += 1;
    }
}

/// Begins: nobody has stopped it yet.
async fn begun(device: &Device) -> Result<(String, Remote, Zone), SyncError> {
    STOPPED.set(false);
    set_up(device).await
}

/// The place, and what requests are made from.
async fn set_up(device: &Device) -> Result<(String, Remote, Zone), SyncError> {
    let server = known(device).await?.ok_or(SyncError::NoServer)?;
    let zone = zone::known(device).await?.ok_or(SyncError::NoZone)?;
    let remote = remote(&server, address::is_https()).map_err(|_| SyncError::NoServer)?;
    Ok((server.place(), remote, zone))
}

/// As [`begun`], to put something there: where the database can only be read, what went could not be noted.
async fn begun_to_put(device: &Device) -> Result<(String, Remote, Zone), SyncError> {
    let begun = begun(device).await?;
    if device.database.is_read_only() {
        return Err(Failure::Run(RunError::ReadOnly).into());
    }
    Ok(begun)
}

/// Carries a piece of work out to its end; `on_wait` hears what is waited for, and when that is over.
async fn done<W: Work>(
    work: &mut W,
    remote: &Remote,
    file: &[u8],
    on_wait: &dyn Fn(Option<Trouble>),
) -> Result<W::Done, SyncError> {
    let mut step = work.ask(remote, now());
    loop {
        if STOPPED.get() {
            return Err(SyncError::Stopped);
        }
        step = match step {
            Step::Ask(request) => {
                let reply = platform::carried_out(&request, file, || STOPPED.get()).await;
                work.answered(remote, &reply, now(), chance())
            }
            Step::Wait(wait, trouble) => {
                on_wait(Some(trouble));
                let mut left = wait;
                IS_BACK.set(false);
                while left > 0 && !STOPPED.get() && !IS_BACK.get() {
                    let slice = left.min(SLICE_MS);
                    timer::sleep(slice).await;
                    left -= slice;
                }
                on_wait(None);
                work.ask(remote, now())
            }
            Step::Done(done) => return Ok(done),
            Step::Stopped(trouble) => return Err(trouble.into()),
        };
    }
}

fn now() -> Timestamp {
    clock::now()
}

/// A browser without chance waits as long as it may.
fn chance() -> u32 {
    entropy::bytes::<4>().map_or(u32::MAX, u32::from_le_bytes)
}

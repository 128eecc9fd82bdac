//! The desk kept safe, as the page asks for it: a backup made and checked, one restored, the desk handed over.
//!
//! Not here: what is done (`worker::desk::safe`), what lies in a file (`store::safe`).

use std::rc::Rc;

use batch::seal::{Passphrase, generated};
use record::{LedgerHash, RevisionHash, Timestamp};
use store::log::{self, Step};
use store::made_backups::{self, Outdated};
use store::safe::{self, Due, Handed, Kept};
use store::{Key, Row, Store, layout};

use super::device::{Device, Failure};
use super::{access, erasure, tasks};
use crate::platform::files::{ChosenFile, FileError, Parts};
use crate::platform::idb::ReadError;
use crate::platform::{clock, entropy};
use crate::worker::desk::safe::{OpenOrder, Restored, SafeRefusal, SealOrder, Sealed};
use crate::worker::desk::{Done, Failure as DeskFailure, Task, Told};

pub use super::tasks::stop;

/// What its bytes are called.
const MEDIA_TYPE: &str = "application/age-encryption";

/// How safe the desk is.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    pub kept: Option<Kept>,
    pub due: Option<Due>,
    pub handed: Option<Handed>,
    /// Backups that have what was erased since.
    pub outdated: Vec<Outdated>,
}

impl From<Failure> for SafeRefusal {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Run(error) => Self::Desk(error.into()),
            Failure::Conflict(_) => Self::Busy,
        }
    }
}

impl From<FileError> for SafeRefusal {
    fn from(_: FileError) -> Self {
        Self::Desk(DeskFailure::Worker)
    }
}

/// What is known of backups here.
///
/// # Errors
/// [`ReadError`]
pub async fn standing(device: Rc<Device>) -> Result<Standing, ReadError> {
    let rows = device.database.all(Store::Meta).await?;
    let settings = store::Settings::read(&rows).ok().flatten();
    let is_desk = device.database.count(Store::Inbox, &Key(Vec::new())).await? > 0;
    let kept = safe::kept(&rows);
    let version = settings.map(|settings| settings.ledger).unwrap_or_default();
    let due = safe::due(kept.as_ref(), version, is_desk || kept.is_some(), clock::now());
    let outdated = made_backups::outdated(&rows, &erasures(&device, &rows).await?);
    Ok(Standing { kept, due, handed: safe::handed(&rows), outdated })
}

/// The erasures that are known here, each with when it was made. `rows` are those of `meta`.
async fn erasures(device: &Device, rows: &[Row]) -> Result<Vec<(RevisionHash, Timestamp)>, ReadError> {
    let known = store::erasure::known(rows);
    let keys = known.iter().map(|(hash, named)| layout::revision(named.record, *hash)).collect();
    let (revisions, _) = store::records::list(&device.database.rows(Store::Records, keys).await?);
    Ok(revisions.iter().map(|revision| (revision.hash(), revision.submission().finalized_at)).collect())
}

/// A passphrase to be written down. `None`: the browser has no chance to give.
pub fn made_passphrase() -> Option<Passphrase> {
    generated(&entropy::many_bytes(64).ok()?)
}

fn progress(on_progress: impl Fn(usize, usize) + 'static) -> impl Fn(Told) + 'static {
    move |told| {
        if let Told::Progress { done, of } = told {
            on_progress(done, of);
        }
    }
}

/// Makes a backup of all that is here.
///
/// # Errors
/// [`SafeRefusal`]; nothing has changed then.
pub async fn seal(
    device: &Device,
    passphrase: Passphrase,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<(ChosenFile, Sealed), SafeRefusal> {
    super::flush::all().await;
    let tails = erasure::tails(device).await?;
    let known = erasures(device, &device.database.all(Store::Meta).await?).await?;
    let parts = Rc::new(Parts::default());
    let told = {
        let parts = parts.clone();
        move |told: Told| match told {
            Told::Piece(Some(bytes)) => drop(parts.push(&bytes.0)),
            Told::Piece(None) => parts.clear(),
            Told::Progress { done, of } => on_progress(done, of),
            Told::File { .. } => {}
        }
    };
    match tasks::done(Task::Seal(Box::new(SealOrder { passphrase, tails })), &[], told).await? {
        Done::Sealed(sealed) => {
            let file = parts.file(&file_name(&sealed), MEDIA_TYPE)?;
            let kept = Kept {
                made_at: sealed.made_at,
                file_name: file.name.clone(),
                ledger: sealed.ledger,
                version: sealed.version,
                checked_at: None,
            };
            let erased = known.into_iter().map(|(hash, _)| hash).collect();
            let made = made_backups::made(kept.made_at, &kept.file_name, erased);
            device.run(safe::keep(&kept).and(made)).await?;
            access::note(device, Step::BackedUp, &sealed.ledger.to_string(), sealed.revisions).await;
            Ok((file, *sealed))
        }
        Done::Refused(refusal) => Err(refusal),
        _ => Err(DeskFailure::Worker.into()),
    }
}

fn file_name(sealed: &Sealed) -> String {
    let at: String = sealed.made_at.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    let device: String = sealed.device.to_string().chars().take(8).collect();
    format!("taizhang-desk-{device}-{at}.tar.age")
}

async fn open_order(device: &Device, passphrase: Passphrase) -> Result<Box<OpenOrder>, SafeRefusal> {
    let settings = device.settings().await?.ok_or(DeskFailure::Database)?;
    Ok(Box::new(OpenOrder { passphrase, who: access::who(&settings) }))
}

/// Opens the file that was saved and reads it to its end. If it is the last backup of this desk, that is remembered.
///
/// # Errors
/// [`SafeRefusal`]
pub async fn check(
    device: &Device,
    file: &ChosenFile,
    passphrase: Passphrase,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<Sealed, SafeRefusal> {
    let order = open_order(device, passphrase).await?;
    match tasks::done(Task::Check(order), std::slice::from_ref(file), progress(on_progress)).await? {
        Done::Sealed(sealed) => {
            let rows = device.database.all(Store::Meta).await?;
            if let Some(kept) = safe::kept(&rows).filter(|kept| is_of(kept, &sealed)) {
                device.run(safe::keep(&Kept { checked_at: Some(clock::now()), ..kept })).await?;
            }
            access::note(device, Step::Checked, &sealed.ledger.to_string(), sealed.revisions).await;
            Ok(*sealed)
        }
        Done::Refused(refusal) => Err(refusal),
        _ => Err(DeskFailure::Worker.into()),
    }
}

fn is_of(kept: &Kept, sealed: &Sealed) -> bool {
    (kept.made_at, kept.ledger) == (sealed.made_at, sealed.ledger)
}

/// Restores a backup beside what is here: all of it, or nothing. `None`: somebody stopped it, or it ended by itself, when all of it was
/// written already.
///
/// # Errors
/// [`SafeRefusal`]; nothing has changed then but for photos that nothing names yet, and for [`DeskFailure::Unclear`].
pub async fn restore(
    device: &Device,
    file: &ChosenFile,
    passphrase: Passphrase,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<Option<Restored>, SafeRefusal> {
    super::flush::all().await;
    let (now, order) = (clock::now(), open_order(device, passphrase).await?);
    let restoring = tasks::done_at(now, Task::Restore(order), std::slice::from_ref(file), progress(on_progress));
    let restored = match restoring.await {
        Ok(Done::Restored(restored)) => Some(*restored),
        Ok(Done::Refused(refusal)) => return Err(refusal),
        Ok(_) => return Err(DeskFailure::Worker.into()),
        Err(failure) if tasks::is_cut_off(failure) => {
            tasks::came_nonetheless(async || noted(device, now).await).await?.ok_or(failure)?;
            None
        }
        Err(failure) => return Err(failure.into()),
    };
    device.refresh_canary().await;
    Ok(restored)
}

/// Whether the access log says that a backup was restored at this time: that stands there with all the rest, or not at all.
async fn noted(device: &Device, now: Timestamp) -> Result<Option<()>, ReadError> {
    let lines = log::list(&device.database.all(Store::Log).await?);
    let is_it = |line: &log::Line| line.event.step == Step::Restored && line.event.at == now;
    Ok(lines.iter().any(is_it).then_some(()))
}

/// The hash of the ledger as it lies here, and of how many revisions.
///
/// # Errors
/// [`DeskFailure`]
pub async fn fingerprint() -> Result<(LedgerHash, u64), DeskFailure> {
    match tasks::done(Task::Fingerprint, &[], |_| ()).await? {
        Done::Fingerprint(ledger, count) => Ok((ledger, count)),
        _ => Err(DeskFailure::Worker),
    }
}

/// Marks the desk as handed over to somebody.
///
/// # Errors
/// [`Failure`]
pub async fn hand_over(device: &Device, to: &str, ledger: LedgerHash) -> Result<(), Failure> {
    let handed = Handed { at: clock::now(), to: to.trim().to_owned(), ledger };
    device.run(safe::hand_over(&handed)).await?;
    access::note(device, Step::HandedOver, &ledger.to_string(), 1).await;
    Ok(())
}

/// Takes that back.
///
/// # Errors
/// [`Failure`]
pub async fn keep_on(device: &Device) -> Result<(), Failure> {
    device.run(safe::keep_on()).await?;
    access::note(device, Step::KeptOn, "", 1).await;
    Ok(())
}

/// Whether the desk was handed over, for the pages on which one would go on.
///
/// # Errors
/// [`ReadError`]
pub async fn handed(device: Rc<Device>) -> Result<Option<Handed>, ReadError> {
    let key = Key::from(layout::meta::HANDED);
    let row = device.database.get(Store::Meta, &key).await?;
    Ok(row.and_then(|value| safe::handed(&[store::Row { store: Store::Meta, key, value }])))
}

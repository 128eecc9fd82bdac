//! What is kept too long: photos, contacts, proofs; and letting it go once a person has read what.
//!
//! Start at [`list`] and [`erase`]. What goes is named by an erasure for each device whose records it is of, so that a tablet hears of its
//! own alone (`ledger::sent_down`); each waits to be sent like any record.
//!
//! Not here: what is due (`ledger::overdue`), registrations of people (`erasure`).

use std::collections::{BTreeMap, BTreeSet};

use ledger::overdue::{Overdue, Periods, with_answers};
use record::{Day, Decision, DeviceId, Erasure, Erasures, Matter, Named, OfficerId, Part, Revision, RevisionHash};
use store::log::Step;
use store::{Conflict, Settings, Store, layout, records};

use super::decisions::{DecideError, Desk, history};
use super::device::{Device, Failure, device_id};
use super::erasure::{WithdrawError, entity_row, forget_tails, purge, written};
use super::lists::ListError;
use super::{access, flush, lists};
use crate::platform::idb::RunError;
use crate::platform::{clock, entropy};
use crate::worker::desk::Failure as DeskFailure;
use crate::worker::desk::known;
use crate::worker::desk::open::{OpenAnswer, OpenQuestion};
use crate::worker::desk::overdue as worker_overdue;
pub use crate::worker::desk::overdue::OverdueTold;

/// So many days beforehand something is told of.
pub const SOON_DAYS: i64 = 30;
/// So much is shown, and erased in one step. An erasure may name a thousand parts.
pub const MOST: usize = 200;
const MOST_PARTS: usize = 900;
/// How often it is tried while other tabs write.
const TRIES: usize = 5;

/// What is due today by this device's clock, and what soon is.
///
/// # Errors
/// [`ListError`]
pub async fn list(on_progress: impl Fn(usize, usize) + 'static) -> Result<OverdueTold, ListError> {
    // Without a clock nothing is due.
    let Ok(today) = clock::now().date().parse::<Day>() else { return Ok(OverdueTold::default()) };
    let question = OpenQuestion::Overdue { today, soon_days: SOON_DAYS, most: MOST };
    match lists::open(question, on_progress).await? {
        OpenAnswer::Overdue(told) => Ok(*told),
        _ => Err(DeskFailure::Worker.into()),
    }
}

/// Sets for how many days the zone has what kept: a decision, which waits to be sent. `None`: as proposed again. `name`: what it is
/// called where records are listed.
///
/// # Errors
/// [`DecideError`]; nothing was written.
pub async fn keep_for(device: &Device, periods: Option<Periods>, name: &str, reason: &str) -> Result<(), DecideError> {
    for _ in 0..TRIES {
        let desk = Desk::here(device).await?;
        let said = history(device, &ledger::periods::key()).await?;
        let change = ledger::periods::change(said.as_ref(), periods, &device_id(&desk.settings.device.key));
        let decision = Decision { matter: Matter::Values, reason: Some(reason.to_owned()) };
        let decided = desk.decided(decision, change, Some(name.to_owned()), 0)?;
        if desk.write(device, &[decided]).await? {
            return Ok(());
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}

/// Erases parts of records, as far as they are still here and wait for nobody. Says of how many things.
///
/// # Errors
/// [`WithdrawError`]; nothing has changed, or not all.
pub async fn erase(device: &Device, due: &[Overdue], reason: &str) -> Result<usize, WithdrawError> {
    // What is being typed goes into the drafts first.
    flush::all().await;
    let mut count = 0;
    let mut left = due;
    while !left.is_empty() {
        let (mut these, mut parts) = (0, 0);
        for overdue in left {
            if these > 0 && parts + overdue.parts.len() > MOST_PARTS {
                break;
            }
            (these, parts) = (these + 1, parts + overdue.parts.len());
        }
        let (now, later) = left.split_at(these);
        count += erase_once(device, now, reason).await?;
        left = later;
    }
    Ok(count)
}

async fn erase_once(device: &Device, due: &[Overdue], reason: &str) -> Result<usize, WithdrawError> {
    for _ in 0..TRIES {
        let settings = device.settings().await?.ok_or(WithdrawError::Damaged)?;
        let officer = settings.officer.as_ref().ok_or(WithdrawError::NoOfficer)?.id.clone();
        let (parts, count) = parts(device, due).await?;
        if parts.is_empty() {
            return Ok(0);
        }
        let erasures =
            parts.into_values().zip(0..).map(|(parts, at)| erasure_of(&settings, &officer, parts, reason, at));
        let made = erasures.collect::<Result<Vec<Revision>, _>>()?;
        let named: Vec<Named> = made.iter().filter_map(Named::by).collect();
        let own: Vec<_> = made.iter().map(|erasure| (erasure.submission().record, erasure.hash())).collect();
        let keys: Vec<_> = named.iter().flat_map(ledger::named_rows).collect();
        let mut known = known::rows(&device.database, &own, &keys, &named).await?;
        let plan = ledger::plan(&known::readable(&device.database, &mut known).await?, &made);
        let purge = purge(device, BTreeSet::new(), &Erasures::of(&made)).await?;
        let rows = plan.entities.iter().filter_map(entity_row).collect::<Vec<_>>();
        match device.run(store::erasure::withdraw(&made, &purge, &rows, settings.ledger)).await {
            Ok(()) => {
                forget_tails(&purge);
                let first = own.first().map(|(record, _)| record.to_string()).unwrap_or_default();
                access::note(device, Step::Erased, &first, count as u64).await;
                device.refresh_canary().await;
                return Ok(count);
            }
            // Another tab finished or imported something meanwhile: once more with what is there now.
            Err(Failure::Conflict(Conflict::SequenceTaken | Conflict::LedgerMoved)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}

/// What has to be named, by the devices that said it, with the answers of the records that are here; and of how many things.
type Parts = (BTreeMap<Option<DeviceId>, Vec<Part>>, usize);

async fn parts(device: &Device, due: &[Overdue]) -> Result<Parts, WithdrawError> {
    let named = due.iter().flat_map(|overdue| &overdue.parts);
    let keys = named.map(|part| layout::revision(part.record, part.revision)).collect();
    let (revisions, _) = records::list(&device.database.rows(Store::Records, keys).await?);
    let revisions: BTreeMap<RevisionHash, Revision> =
        revisions.into_iter().map(|revision| (revision.hash(), revision)).collect();
    let unsent = worker_overdue::unsent(&device.database).await?;
    let (mut parts, mut count) = (BTreeMap::<_, Vec<Part>>::new(), 0);
    for overdue in due.iter().filter(|overdue| !overdue.parts.iter().any(|part| unsent.contains(&part.record))) {
        for part in &overdue.parts {
            // What is known from a list alone has no record here: its row loses the part.
            let (said_by, whole) = match revisions.get(&part.revision) {
                Some(revision) => (Some(revision.submission().device.clone()), with_answers(part.clone(), revision)),
                None => (None, part.clone()),
            };
            parts.entry(said_by).or_default().push(whole);
        }
        count += 1;
    }
    Ok((parts, count))
}

fn erasure_of(
    settings: &Settings,
    officer: &OfficerId,
    parts: Vec<Part>,
    reason: &str,
    number: u64,
) -> Result<Revision, WithdrawError> {
    let erasure = Erasure { reason: Some(reason.to_owned()), parts, ..Erasure::default() };
    let record = entropy::draft_id(clock::now()).map_err(|_| WithdrawError::Damaged)?.record();
    written(settings, officer, (record, Vec::new(), Decision::form()), erasure, number)
}

//! Reviews: the records of this desk with how each stands, and the verdicts that are given.
//!
//! Start at [`records`] and [`give`]. A verdict is on the revision that was seen; a record that was edited since waits again.
//!
//! Not here: how verdicts add up (`ledger`), how they are written (`decisions`).

use ledger::{EntityKey, Reviewed};
use record::{Decision, Matter, RecordId, Review, RevisionHash, Verdict};
use store::{Key, Store};

use super::decisions::{DecideError, Desk, history};
use super::device::{Device, Failure, device_id};
use super::lists::ListError;
use super::{desk, lists};
use crate::platform::idb::{ReadError, RunError};
use crate::worker::desk::Failure as DeskFailure;
use crate::worker::desk::open::{OpenAnswer, OpenQuestion};
pub use crate::worker::desk::open::{RecordLine, Standing};

/// A record in the list of those to be reviewed.
#[derive(Clone, PartialEq, Debug)]
pub struct ReviewLine {
    /// As it stands in the list. One that is disputed has nothing to judge until somebody has decided.
    pub line: RecordLine,
    pub reviewed: Reviewed,
}

/// The first records that stand in some way, the latest first.
#[derive(PartialEq, Debug, Default)]
pub struct Reviews {
    pub lines: Vec<ReviewLine>,
    /// How many there are of each [`Standing`].
    pub counts: [usize; 3],
}

/// How often it is tried while other tabs write.
const TRIES: usize = 5;

/// The records that a form was filled for and that stand so: the first `most`. None where nobody reviews.
///
/// # Errors
/// [`ListError`]
pub async fn records(
    device: &Device,
    standing: Standing,
    most: usize,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<Reviews, ListError> {
    if !is_desk(device).await? {
        return Ok(Reviews::default());
    }
    let OpenAnswer::Records(told) = lists::open(OpenQuestion::Records { standing, most }, on_progress).await? else {
        return Err(DeskFailure::Worker.into());
    };
    let verdicts = told.lines.iter().map(|line| EntityKey::from(&Review::entity(line.record))).collect();
    let verdicts = desk::several(device, &verdicts).await?;
    let line = |line: RecordLine| {
        let known = verdicts.get(&EntityKey::from(&Review::entity(line.record)));
        ReviewLine { reviewed: ledger::judged(known, line.revision), line }
    };
    Ok(Reviews { lines: told.lines.into_iter().map(line).collect(), counts: told.counts })
}

/// Whether records of others come in here. Where none do nobody reviews: an officer does not judge what they filled themselves.
///
/// # Errors
/// [`ReadError`]
pub async fn is_desk(device: &Device) -> Result<bool, ReadError> {
    Ok(device.database.count(Store::Inbox, &Key(Vec::new())).await? > 0)
}

/// How a revision stands.
///
/// # Errors
/// [`ReadError`]
pub async fn of(device: &Device, record: RecordId, revision: RevisionHash) -> Result<Reviewed, ReadError> {
    let known = history(device, &EntityKey::from(&Review::entity(record))).await?;
    Ok(ledger::judged(known.as_ref(), revision))
}

/// Judges revisions of records: one decision for each, all of them or none. Only a return needs a reason.
///
/// # Errors
/// [`DecideError`]
pub async fn give(
    device: &Device,
    judged: &[(RecordId, RevisionHash)],
    verdict: Verdict,
    reason: &str,
) -> Result<usize, DecideError> {
    let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    if verdict == Verdict::Returned && reason.is_none() {
        return Err(DecideError::NoReason);
    }
    for _ in 0..TRIES {
        let desk = Desk::here(device).await?;
        let mut decisions = Vec::new();
        for (record, revision) in judged {
            let review = Review { record: *record, revision: *revision, verdict };
            let known = history(device, &EntityKey::from(&Review::entity(*record))).await?;
            let state = known.map(|known| known.state());
            let base = ledger::review_base(state.as_ref(), &device_id(&desk.settings.device.key));
            let decision = Decision { matter: Matter::Review, reason: reason.clone() };
            decisions.push(desk.decided(decision, review.change(Some(base)), None, decisions.len())?);
        }
        if desk.write(device, &decisions).await? {
            return Ok(decisions.len());
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}

//! Reviews: the records of this desk with how each stands, and the verdicts that are given.
//!
//! Start at [`records`] and [`give`]. A verdict is on the revision that was seen; a record that was edited since waits again.
//!
//! Not here: how verdicts add up (`ledger`), how they are written (`decisions`).

use std::collections::{BTreeMap, BTreeSet};

use ledger::{EntityHistory, EntityKey, Reviewed};
use record::{Decision, EntityId, Matter, OfficerId, RecordId, Review, Revision, RevisionHash, Timestamp, Verdict};
use store::{Key, Store, records};

use super::decisions::{DecideError, Desk, history, reviews};
use super::device::{Device, Failure, LoadError, device_id};
use super::{answers, projection, refill};
use crate::platform::idb::{ReadError, RunError};

/// A record in the list of those to be reviewed.
#[derive(Clone, PartialEq, Debug)]
pub struct ReviewLine {
    pub record: RecordId,
    /// The revision that is shown, and judged.
    pub revision: RevisionHash,
    pub title: String,
    pub form: String,
    pub officer: OfficerId,
    pub finalized_at: Timestamp,
    pub reviewed: Reviewed,
    /// It was edited differently in several places: there is nothing to judge until somebody has decided.
    pub is_disputed: bool,
}

/// How often it is tried while other tabs write.
const TRIES: usize = 5;

/// The records that a form was filled for and that stand, the latest first. None where nobody reviews.
///
/// # Errors
/// [`LoadError`]
pub async fn records(device: &Device) -> Result<Vec<ReviewLine>, LoadError> {
    if !is_desk(device).await? {
        return Ok(Vec::new());
    }
    let (revisions, _) = records::list(&device.database.all(Store::Records).await?);
    let verdicts = projection::histories(&device.entities(&reviews()).await?);
    let verdicts: BTreeMap<&EntityId, &EntityHistory> =
        verdicts.iter().map(|history| (&history.entity, history)).collect();
    let mut by_record: BTreeMap<RecordId, Vec<Revision>> = BTreeMap::new();
    for revision in revisions.into_iter().filter(|revision| revision.decision().is_none()) {
        by_record.entry(revision.submission().record).or_default().push(revision);
    }
    let mut disputed = BTreeSet::new();
    for (record, _) in by_record.iter().filter(|(_, revisions)| revisions.len() > 1) {
        if answers::is_disputed(device, *record).await? {
            disputed.insert(*record);
        }
    }
    let line = |revision: Revision| {
        let submission = revision.submission();
        let known = verdicts.get(&Review::entity(submission.record).id).copied();
        (revision.erasure().is_none()).then(|| ReviewLine {
            record: submission.record,
            revision: revision.hash(),
            title: submission.name().to_owned(),
            form: submission.form.id.clone(),
            officer: submission.officer.clone(),
            finalized_at: submission.finalized_at,
            reviewed: ledger::judged(known, revision.hash()),
            is_disputed: disputed.contains(&submission.record),
        })
    };
    let mut lines: Vec<ReviewLine> = by_record.into_values().filter_map(refill::latest_of).filter_map(line).collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.finalized_at, line.record)));
    Ok(lines)
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

//! A finished draft becomes a record: checked, written down, and gone from the drafts in one transaction.
//!
//! It lies in the second part of the program (`crate::later`). Start at [`Filling::finalize`].

use std::rc::Rc;

use form::audit::{self, Seen};
use form::definition::{Preload, UploadKind};
use form::{Begun, Finished, FollowUp, Invalid, Moment};
use futures_util::future::LocalBoxFuture;
use record::{Attachment, DraftId, RecordId, Revision, Submission, Timestamp};
use store::{Conflict, Draft, blobs, draft};

use super::{Filling, Saving};
use crate::later::{NotHere, later};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::{clock, entropy, local};
use crate::state::attachment;
use crate::state::background::{self, WholeError};
use crate::state::device::{Device, Failure, LoadError, device_id};
use crate::state::queue::Urgency;
use crate::state::refill;
use crate::state::sync::automatic;
use crate::worker::desk::known;

/// Why a finished draft did not become a record. The draft is as it was.
#[derive(Debug)]
pub enum FinalizeError {
    /// Rules that are broken, the first one first.
    Invalid(Vec<Invalid>),
    Write(RunError),
    Load(LoadError),
    /// A row that the record belongs to cannot be read.
    Damaged,
    TakenOver,
    /// What it speaks of was erased meanwhile: it would bring back what consent was withdrawn to.
    Erased,
}

impl From<NotHere> for FinalizeError {
    fn from(missing: NotHere) -> Self {
        Self::Load(missing.into())
    }
}

impl From<WholeError> for FinalizeError {
    fn from(error: WholeError) -> Self {
        match error {
            WholeError::Read(error) => error.into(),
            WholeError::Write(error) => Self::Write(error),
            WholeError::TakenOver => Self::TakenOver,
        }
    }
}

impl From<ReadError> for FinalizeError {
    fn from(error: ReadError) -> Self {
        Self::Load(error.into())
    }
}

/// Where a finished record leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Onward {
    /// To another form that there was reason to begin.
    Next(DraftId),
    /// To the record that this one was begun from, or to this one, where something could not be begun.
    Record(RecordId),
    Nowhere,
}

/// How often finalising is tried while other tabs are faster.
const SEQUENCE_TRIES: usize = 5;

type Finalizing = LocalBoxFuture<'static, Result<Onward, FinalizeError>>;

later! {
    fn finalized(filling: Filling) -> Result<Finalizing, NotHere> {
        Ok(Box::pin(async move { filling.finalize_now().await }))
    }
}

impl Filling {
    /// Checks everything and turns the draft into a record, in one transaction.
    ///
    /// # Errors
    /// [`FinalizeError`]; the draft is as it was.
    pub async fn finalize(&self) -> Result<Onward, FinalizeError> {
        finalized(self.clone()).await?.await
    }

    async fn finalize_now(&self) -> Result<Onward, FinalizeError> {
        match self.settled().await {
            Saving::Failed(error) => return Err(FinalizeError::Write(error)),
            Saving::TakenOver => return Err(FinalizeError::TakenOver),
            Saving::Saved | Saving::Saving => {}
        }
        let moment = Moment { now: clock::now(), seed: entropy::seed().unwrap_or_default() };
        let mut finished = self.checked(moment)?;
        // Only once nothing is wrong any more: what is recorded goes on for as long as something is.
        if self.has_preload(Preload::BackgroundAudio) && background::whole(self).await? {
            finished = self.checked(moment)?;
        }
        let (device, draft) = {
            let inner = self.0.borrow();
            (inner.device.clone(), inner.draft.clone())
        };
        let mut attachments = attached(&device, &finished.attachments).await?;
        attachments.extend(self.audit(&device, &draft, moment.now).await?);
        let heads = refill::heads(&device, draft.id.record()).await?;
        let mut parents: Vec<_> = heads.iter().map(Revision::hash).collect();
        parents.sort_unstable();
        for _ in 0..SEQUENCE_TRIES {
            let settings = device.settings().await?.ok_or(FinalizeError::Damaged)?;
            let revision = Revision::write(Submission {
                record: draft.id.record(),
                parents: parents.clone(),
                form: draft.form.clone(),
                device: device_id(&settings.device.key),
                officer: draft.officer.clone(),
                finalized_at: moment.now,
                sequence: settings.sequence,
                instance_name: finished.instance_name.clone(),
                answers: finished.answers.clone(),
                entities: finished.entities.clone(),
                attachments: attachments.clone(),
                remarks: finished.remarks.clone(),
                erasure: None,
                decision: None,
            })
            .map_err(|_| FinalizeError::Damaged)?;
            if known::erasures(&device.database).await?.erases(&revision) {
                return Err(FinalizeError::Erased);
            }
            let revision = Rc::new(revision);
            let rows = device.entity_rows_with(&revision).await.map_err(FinalizeError::Load)?;
            let plan = draft::finalize(&draft, &revision, settings.ledger, &rows);
            match device.run(plan).await {
                Ok(()) => {
                    let _ = local::set_tail(draft.id, "");
                    self.0.borrow_mut().saving = Saving::TakenOver;
                    device.refresh_canary().await;
                    automatic::wake();
                    // Whoever edits a record was led on when it was made.
                    let next = if parents.is_empty() { self.next() } else { None };
                    return Ok(onward(&device, &draft, next).await);
                }
                Err(Failure::Conflict(Conflict::StaleWriter)) => return Err(FinalizeError::TakenOver),
                // Another tab finalised or imported meanwhile: once more with what is there now.
                Err(Failure::Conflict(_)) => {}
                Err(Failure::Run(error)) => return Err(FinalizeError::Write(error)),
            }
        }
        Err(FinalizeError::Write(RunError::NoAnswer))
    }
}

impl Filling {
    /// All of it checked, as it stands at this moment.
    fn checked(&self, moment: Moment) -> Result<Finished, FinalizeError> {
        let finished = self.0.borrow_mut().instance.finalize(moment);
        finished.map_err(|invalid| {
            if self.has_preload(Preload::Audit) {
                self.note(Seen::Refused);
            }
            self.tell(&invalid.iter().map(|invalid| invalid.node).collect::<Vec<_>>());
            FinalizeError::Invalid(invalid)
        })
    }

    /// Has a note journalled with the next write: what was looked at is as safe as what was answered then.
    pub fn note(&self, seen: Seen) {
        let action = {
            let inner = self.0.borrow();
            inner.instance.note(seen, clock::now(), inner.draft.changed_at)
        };
        let noted = self.act(&action, Urgency::WithTheNext);
        debug_assert!(noted.is_ok(), "a note is about no node");
    }

    /// The audit as a file of its own, if the form asks for one.
    async fn audit(&self, device: &Device, draft: &Draft, now: Timestamp) -> Result<Option<Attachment>, FinalizeError> {
        let file = self.0.borrow().instance.audit_file(draft.officer.as_str(), now);
        let Some(file) = file else { return Ok(None) };
        let (hash, plan) = blobs::write(file.as_bytes());
        device.run(plan).await.map_err(|failure| match failure {
            Failure::Run(error) => FinalizeError::Write(error),
            Failure::Conflict(_) => FinalizeError::Damaged,
        })?;
        let name = attachment::name(UploadKind::File, hash, audit::FILE);
        Ok(Some(attachment::of(&name, hash, file.len() as u64)))
    }

    /// The first form that there is reason to begin now that the record is finished.
    fn next(&self) -> Option<FollowUp> {
        self.follow_ups().into_iter().find(|follow_up| follow_up.begun == Begun::AfterFinishing)
    }
}

async fn onward(device: &Rc<Device>, draft: &Draft, next: Option<FollowUp>) -> Onward {
    let record = draft.id.record();
    match next {
        Some(next) => refill::follow(device, record, &next).await.map_or(Onward::Record(record), Onward::Next),
        None => draft.begun_from.map_or(Onward::Nowhere, Onward::Record),
    }
}

/// The attached files that a record's answers name.
async fn attached(device: &Device, names: &[String]) -> Result<Vec<Attachment>, FinalizeError> {
    let mut attachments = Vec::new();
    for name in names {
        let sha256 = attachment::hash(name).ok_or(FinalizeError::Damaged)?;
        let bytes = device.blob(sha256).await?.ok_or(FinalizeError::Damaged)?;
        attachments.push(attachment::of(name, sha256, bytes.len() as u64));
    }
    Ok(attachments)
}

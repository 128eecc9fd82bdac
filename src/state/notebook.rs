//! What this device has: drafts to go on with, and records with where each stands.

use std::collections::BTreeMap;
use std::rc::Rc;

use record::{DraftId, OfficerId, RecordId, Revision, RevisionHash, Timestamp};
use store::bin::{self, Binned};
use store::records::{self, RecordState, Standing};
use store::{Draft, Key, RowError, Store, draft, layout};

use super::device::{Device, Failure};
use crate::platform::idb::{ReadError, Wanted};
use crate::platform::{clock, local};

/// So many records are read before the page is free again.
const PORTION: usize = 200;

/// A record in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordLine {
    pub record: RecordId,
    pub revision: RevisionHash,
    /// The record's own name, or its form's id where it has none.
    pub title: String,
    pub form: String,
    pub officer: OfficerId,
    pub finalized_at: Timestamp,
    /// The device's own counter of the revision that is shown.
    pub sequence: u64,
    /// How often it was edited.
    pub edits: usize,
    /// Consent to it was withdrawn; its form's id is all the title that is left.
    pub is_erased: bool,
    /// It is no filled form but something that was decided here.
    pub is_decision: bool,
    pub standing: Standing,
}

/// Why a draft was not thrown away, or not put back. It is where it was.
#[derive(Debug, thiserror::Error)]
pub enum BinError {
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
    #[error("what lies in the bin cannot be read")]
    Damaged(#[from] RowError),
}

/// Drafts, the latest changed first.
///
/// # Errors
/// [`ReadError`]
pub async fn drafts(device: &Device) -> Result<Vec<Draft>, ReadError> {
    // A draft's snapshot lies under its head, and may be large.
    let mut heads = device.database.keys(Store::Drafts, &Key(Vec::new())).await?;
    heads.retain(Key::is_head);
    Ok(draft::list(&device.database.several(Store::Drafts, heads).await?).0)
}

/// Records made on this device, the latest first: of each what stands now.
///
/// # Errors
/// [`ReadError`]
pub async fn records(device: &Device) -> Result<Vec<RecordLine>, ReadError> {
    let (standings, _) = records::standings(&device.database.all(Store::States).await?);
    let own: Vec<RecordId> = standings.keys().copied().collect();
    let index = Rc::new(device.database.index(Store::Records).await?);
    let mut lines: Vec<RecordLine> = Vec::with_capacity(own.len());
    // A desk has a hundred thousand of others, and a table that came in made thousands of its own.
    for own in own.chunks(PORTION) {
        let wanted = Wanted::Under(own.iter().copied().map(layout::record).collect());
        let (revisions, _) = records::list(&device.database.held_at(&index, wanted).await?);
        lines.extend(self::lines(&revisions, &standings));
    }
    lines.sort_by_key(|line| std::cmp::Reverse((line.finalized_at, line.record)));
    Ok(lines)
}

/// Of each of some records what stands now.
fn lines(revisions: &[Revision], standings: &BTreeMap<RecordId, Standing>) -> impl Iterator<Item = RecordLine> + use<> {
    let mut lines: BTreeMap<RecordId, RecordLine> = BTreeMap::new();
    for revision in revisions {
        let submission = revision.submission();
        let Some(standing) = standings.get(&submission.record).cloned() else { continue };
        let (sequence, edits) = lines.get(&submission.record).map_or((0, 0), |line| (line.sequence, line.edits + 1));
        let newest = submission.sequence >= sequence;
        let line = RecordLine {
            record: submission.record,
            revision: revision.hash(),
            title: submission.name().to_owned(),
            form: submission.form.id.clone(),
            officer: submission.officer.clone(),
            finalized_at: submission.finalized_at,
            sequence: submission.sequence,
            edits,
            is_erased: revision.erasure().is_some(),
            is_decision: revision.decision().is_some(),
            standing,
        };
        match lines.get_mut(&submission.record) {
            Some(known) if !newest => known.edits = edits,
            _ => drop(lines.insert(submission.record, line)),
        }
    }
    lines.into_values()
}

/// How many records wait to be exported.
///
/// # Errors
/// [`ReadError`]
pub async fn waiting(device: &Device) -> Result<usize, ReadError> {
    let (standings, _) = records::standings(&device.database.all(Store::States).await?);
    Ok(standings.values().filter(|standing| standing.state == RecordState::Waiting).count())
}

/// Moves a draft to the bin, where it lies for 14 days.
///
/// # Errors
/// [`BinError`]
pub async fn discard(device: &Device, draft: &Draft) -> Result<(), BinError> {
    let mut rows = device.database.range(Store::Drafts, &layout::draft(draft.id)).await?;
    rows.extend(device.database.range(Store::Journal, &layout::draft(draft.id)).await?);
    device.run(bin::discard(draft, &rows, &local::tail(draft.id), clock::now())).await?;
    let _ = local::set_tail(draft.id, "");
    device.refresh_canary().await;
    Ok(())
}

/// What lies in the bin, the latest first. What has lain there for long enough goes.
///
/// # Errors
/// [`ReadError`]
pub async fn binned(device: &Device) -> Result<Vec<Binned>, ReadError> {
    let (mut items, _) = bin::list(&device.database.all(Store::Bin).await?);
    let now = clock::now();
    if items.iter().any(|item| item.is_due(now)) && device.run(bin::purge(&items, now)).await.is_ok() {
        items.retain(|item| !item.is_due(now));
    }
    Ok(items)
}

/// Puts a draft back where it was.
///
/// # Errors
/// [`BinError`]; it is still in the bin.
pub async fn restore(device: &Device, draft: DraftId) -> Result<(), BinError> {
    let rows = device.database.range(Store::Bin, &layout::binned(&draft.to_string())).await?;
    let (_, plan, tail) = bin::restore(&rows)?;
    device.run(plan).await?;
    let _ = local::set_tail(draft, &tail);
    device.refresh_canary().await;
    Ok(())
}

//! What this device has: drafts to go on with, and records with where each stands.

use record::{RecordId, Timestamp};
use store::bin;
use store::records::{self, RecordState, Standing};
use store::{Draft, Store, draft, layout};

use super::device::{Device, Failure};
use crate::platform::idb::ReadError;
use crate::platform::{clock, local};

/// A record in the list.
#[derive(Clone, PartialEq, Debug)]
pub struct RecordLine {
    pub record: RecordId,
    /// The record's own name, or its form's id where it has none.
    pub title: String,
    pub form: String,
    pub officer: String,
    pub finalized_at: Timestamp,
    pub standing: Standing,
}

/// Why a draft was not thrown away. It is where it was.
#[derive(Debug, thiserror::Error)]
pub enum DiscardError {
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// Drafts, the latest changed first.
///
/// # Errors
/// [`ReadError`]
pub async fn drafts(device: &Device) -> Result<Vec<Draft>, ReadError> {
    Ok(draft::list(&device.database.all(Store::Drafts).await?).0)
}

/// Records made on this device, the latest first.
///
/// # Errors
/// [`ReadError`]
pub async fn records(device: &Device) -> Result<Vec<RecordLine>, ReadError> {
    let (revisions, _) = records::list(&device.database.all(Store::Records).await?);
    let (standings, _) = records::standings(&device.database.all(Store::States).await?);
    let mut lines: Vec<RecordLine> = revisions
        .iter()
        .filter_map(|revision| {
            let submission = revision.submission();
            let standing = standings.get(&submission.record).cloned()?;
            let named = submission.instance_name.clone();
            let named = named.or_else(|| submission.entities.iter().find_map(|change| change.label.clone()));
            Some(RecordLine {
                record: submission.record,
                title: named.unwrap_or_else(|| submission.form.id.clone()),
                form: submission.form.id.clone(),
                officer: submission.officer.to_string(),
                finalized_at: submission.finalized_at,
                standing,
            })
        })
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.finalized_at, line.record)));
    Ok(lines)
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
/// [`DiscardError`]
pub async fn discard(device: &Device, draft: &Draft) -> Result<(), DiscardError> {
    let mut rows = device.database.range(Store::Drafts, &layout::draft(draft.id)).await?;
    rows.extend(device.database.range(Store::Journal, &layout::draft(draft.id)).await?);
    device.run(bin::discard(draft, &rows, &local::tail(draft.id), clock::now())).await?;
    let _ = local::set_tail(draft.id, "");
    device.refresh_canary().await;
    Ok(())
}

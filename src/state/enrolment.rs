//! Enrolment, face to face: what this device shows of itself and of its zone, and what another one shows to it.
//!
//! Both are files like all others, small enough for a code. Nothing is believed here: a person compares fingerprints first.
//!
//! Not here: what a desk's word on a device is (`devices`), how a zone is learnt (`packs`).

use record::OfficerId;
use store::Store;

use super::device::{Device, Failure, device_id};
use super::zone;
use crate::platform::clock;
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::worker::batches::{MadeBatch, Secret};
use crate::worker::cards::{CardOrder, Shown};
use crate::worker::packs::PackOrder;
use crate::worker::{Answer, FileBytes, Question};

const TIMEOUT_MS: u32 = 20_000;

/// Why there is nothing to be shown, or to be seen. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    #[error("no zone is known here")]
    NoZone,
    #[error("the file cannot be made: {0}")]
    NotPacked(String),
    #[error("the worker did not answer")]
    Worker(#[from] WorkerError),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// Who this device is.
///
/// # Errors
/// [`EnrolError`]
pub async fn card(device: &Device) -> Result<MadeBatch, EnrolError> {
    let settings = device.settings().await?.ok_or(EnrolError::Damaged)?;
    let officer = settings.officer.as_ref().map(|officer| officer.name.clone());
    let label = Some(settings.device.label.clone()).filter(|label| !label.is_empty()).or(officer);
    let order =
        CardOrder { secret: Secret(settings.device.key.0), created_at: clock::now(), label: label.unwrap_or_default() };
    made(Question::MakeCard(Box::new(order))).await
}

/// The zone of this desk: a pack that holds nothing else. The desk that set the zone up is believed for itself, and its code is small;
/// any other brings the words along that say who it is.
///
/// # Errors
/// [`EnrolError`]
pub async fn zone(device: &Device) -> Result<MadeBatch, EnrolError> {
    let settings = device.settings().await?.ok_or(EnrolError::Damaged)?;
    let rows = device.database.all(Store::Meta).await?;
    let zone = zone::to_send(&rows).map_err(|_| EnrolError::Damaged)?;
    let known = store::zone::known(&rows).map_err(|_| EnrolError::Damaged)?.ok_or(EnrolError::NoZone)?;
    let is_first = known.charter.turn == 0 && known.charter.head == device_id(&settings.device.key);
    let order = PackOrder {
        secret: Secret(settings.device.key.0),
        created_at: clock::now(),
        officer: settings.officer.map_or_else(|| OfficerId::new(""), |officer| officer.id),
        forms: Vec::new(),
        lists: Vec::new(),
        zone: Some(zone.ok_or(EnrolError::NoZone)?),
        charter: if is_first { Vec::new() } else { known.words },
        tables: Vec::new(),
        difference: None,
        erasures: Vec::new(),
        seal: None,
    };
    made(Question::PackForms(Box::new(order))).await
}

async fn made(question: Question) -> Result<MadeBatch, EnrolError> {
    match worker::ask(&question, TIMEOUT_MS).await? {
        Answer::Packed(file) => Ok(*file),
        Answer::NotPacked { reason } => Err(EnrolError::NotPacked(reason)),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// What was held before this device, as a code or as a file.
///
/// # Errors
/// [`EnrolError`]
pub async fn look(bytes: &[u8]) -> Result<Shown, EnrolError> {
    match worker::ask(&Question::Look(FileBytes(bytes.to_vec())), TIMEOUT_MS).await? {
        Answer::Shown(shown) => Ok(shown),
        _ => Err(WorkerError::Trapped.into()),
    }
}

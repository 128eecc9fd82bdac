//! A copy of everything that is only on this device, as one file, and putting such a file back on any device.
//!
//! Start at [`make`] and [`put_back`]. The file's format, and what putting back means beside what is here, stand in
//! `store::backup`.

use std::collections::BTreeSet;
use std::rc::Rc;

use record::{DeviceId, Erasures, FormHash, Named, Revision, Sha256};
use store::backup::{self, Backup, ReadBackupError, Returning};
use store::import::EntityRow;
use store::settings::SecretKey;
use store::{Key, Row, Store, draft, forms, layout, outbox, records};

use super::device::{Device, Failure, LoadError, device_id};
use super::filling::Filling;
use super::{erasure, flush};
use crate::later::{NotHere, later};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::{clock, local};
use crate::worker::desk::known;

/// A file to be kept somewhere else.
#[derive(Clone, PartialEq, Debug)]
pub struct Copy {
    pub name: String,
    pub bytes: Vec<u8>,
    pub drafts: usize,
    pub records: usize,
}

/// What its bytes are called.
pub const MEDIA_TYPE: &str = "application/octet-stream";

/// Why there is no copy. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    #[error("there is nothing that is only here")]
    Nothing,
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("what the device knows of itself cannot be read")]
    Damaged,
}

/// Why a file was not put back. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum PutBackError {
    #[error(transparent)]
    File(#[from] ReadBackupError),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

impl From<ReadError> for PutBackError {
    fn from(error: ReadError) -> Self {
        Self::Load(error.into())
    }
}

/// What a file brought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PutBack {
    pub drafts: usize,
    pub copies: usize,
    pub records: usize,
    pub known: usize,
    pub finished: usize,
    /// Drafts and records that were erased since, and did not come back.
    pub erased: usize,
    pub set_aside: usize,
    pub forms_wanted: usize,
}

/// How often putting back is tried while other tabs write.
const TRIES: usize = 5;

/// Copies all drafts, and all records that are only here, with their photos and forms.
///
/// # Errors
/// [`CopyError`]
pub async fn make(device: &Device) -> Result<Copy, CopyError> {
    // What is being typed in this moment belongs to it. What cannot be written stands in the tail, which is copied too.
    flush::all().await;
    let database = &device.database;
    let settings = device.settings().await?.ok_or(CopyError::Damaged)?;
    let mut rows = Vec::new();
    let mut named = BTreeSet::new();
    let mut wanted: BTreeSet<FormHash> = BTreeSet::new();

    let drafts = database.all(Store::Drafts).await?;
    for draft in draft::list(&drafts).0 {
        let mut own = database.range(Store::Journal, &layout::draft(draft.id)).await?;
        own.extend(drafts.iter().filter(|row| row.key.is_under(&layout::draft(draft.id))).cloned());
        let snapshot = own.iter().find(|row| row.key == layout::snapshot(draft.id));
        let seq = snapshot.and_then(|row| draft::read_snapshot(&row.value).ok()).map_or(0, |snapshot| snapshot.seq);
        let own = backup::with_tail(&draft, seq, &own, &local::tail(draft.id));
        for row in &own {
            named.extend(backup::hashes_in(&String::from_utf8_lossy(&row.value)));
        }
        wanted.insert(draft.form.hash);
        rows.extend(own);
    }
    let states = database.all(Store::States).await?;
    let on_their_way = outbox::on_their_way(&outbox::list(&database.all(Store::Outbox).await?).0);
    for (record, standing) in records::standings(&states).0 {
        if backup::is_unsent(standing.state) || on_their_way.contains(&record) {
            let own = database.range(Store::Records, &layout::record(record)).await?;
            for revision in own.iter().filter_map(|row| records::read(row).ok()) {
                wanted.insert(revision.submission().form.hash);
                named.extend(revision.submission().attachments.iter().map(|attachment| attachment.sha256));
            }
            rows.extend(own);
            rows.extend(states.iter().filter(|row| row.key == layout::state(record)).cloned());
        }
    }
    if rows.is_empty() {
        return Err(CopyError::Nothing);
    }
    for hash in named {
        rows.extend(database.range(Store::Blobs, &layout::blob(hash)).await?);
    }
    for hash in wanted {
        rows.extend(form_rows(device, hash).await?);
    }
    Ok(copy(&Backup::of(rows, device_id(&settings.device.key), clock::now())))
}

/// A form as it came, without what was parsed from it.
async fn form_rows(device: &Device, hash: FormHash) -> Result<Vec<Row>, ReadError> {
    let mut rows = device.database.range(Store::Forms, &layout::form(hash)).await?;
    rows.retain(|row| row.key.text(1) != Some(forms::CACHE));
    Ok(rows)
}

/// A copy of one draft as it stands on the page, where the database gives nothing. `None`: it cannot be written down.
fn of_filling(filling: &Filling, key: Option<&SecretKey>) -> Option<Copy> {
    let (draft, snapshot) = filling.copy()?;
    let device = key.map_or_else(|| DeviceId::new(""), device_id);
    Some(copy(&Backup::of(backup::from_memory(&draft, &snapshot), device, clock::now())))
}

later! {
    /// [`of_filling`] for the page that fills.
    pub fn copy_of(filling: Filling, key: Option<SecretKey>) -> Result<Option<Copy>, NotHere> {
        Ok(of_filling(&filling, key.as_ref()))
    }
}

fn copy(backup: &Backup) -> Copy {
    let (drafts, records) = backup.counts();
    let at: String = backup.made_at.to_string().chars().filter(char::is_ascii_digit).take(14).collect();
    let device: String = backup.device.to_string().chars().take(8).collect();
    Copy { name: format!("taizhang-{device}-{at}.backup"), bytes: backup.write(), drafts, records }
}

/// Puts a file back beside what is here, all of it or nothing. A second time changes nothing.
///
/// # Errors
/// [`PutBackError`]
pub async fn put_back(device: &Device, bytes: &[u8]) -> Result<PutBack, PutBackError> {
    let backup = Backup::read(bytes)?;
    for _ in 0..TRIES {
        let settings = device.settings().await?.ok_or(PutBackError::Damaged)?;
        let mut returning = backup.beside(&here(device, &backup).await?);
        let told = told(&returning);
        let entities = match Erasures::of(&returning.revisions).is_empty() {
            true => {
                let revisions: Vec<Rc<Revision>> = returning.revisions.iter().cloned().map(Rc::new).collect();
                device.entity_rows_of(&revisions).await?
            }
            false => erased(device, &mut returning).await?,
        };
        let purge = returning.purge.clone();
        match device.run(returning.plan(&entities, settings.ledger)).await {
            Ok(()) => {
                erasure::forget_tails(&purge);
                device.refresh_canary().await;
                return Ok(told);
            }
            // Another tab wrote meanwhile: once more beside what is there now.
            Err(Failure::Conflict(_) | Failure::Run(RunError::KeyTaken)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}

/// What goes here with the erasures that come, and the rows of the ledger then.
async fn erased(device: &Device, returning: &mut Returning) -> Result<Vec<EntityRow>, ReadError> {
    let wanted = ledger::wanted(&returning.revisions);
    let records: Vec<_> =
        returning.revisions.iter().map(|revision| (revision.submission().record, revision.hash())).collect();
    let named: Vec<Named> = returning.revisions.iter().filter_map(Named::by).collect();
    let entities: Vec<_> = wanted.entities.into_iter().collect();
    let mut known = known::rows(&device.database, &records, &entities, &named).await?;
    let plan = ledger::plan(&known::readable(&device.database, &mut known).await?, &returning.revisions);
    returning.purge = erasure::purge(device, plan.doomed, &Erasures::of(&returning.revisions)).await?;
    Ok(plan.entities.iter().filter_map(erasure::entity_row).collect())
}

fn told(returning: &Returning) -> PutBack {
    PutBack {
        drafts: returning.drafts,
        copies: returning.copies,
        records: returning.revisions.len(),
        known: returning.known,
        finished: returning.finished,
        erased: returning.erased,
        set_aside: returning.set_aside,
        forms_wanted: returning.forms_wanted.len(),
    }
}

/// What is here of all that the backup speaks of.
async fn here(device: &Device, backup: &Backup) -> Result<Vec<Row>, ReadError> {
    let database = &device.database;
    let mut rows = database.all(Store::Drafts).await?;
    rows.extend(database.all(Store::Journal).await?);
    rows.extend(database.range(Store::Meta, &Key::from(layout::meta::ERASED)).await?);
    for record in backup.records() {
        rows.extend(database.range(Store::Records, &layout::record(record)).await?);
        rows.extend(database.range(Store::States, &layout::state(record)).await?);
    }
    let form_of = |row: &Row| row.key.text(0).and_then(|text| text.parse::<Sha256>().ok());
    let named: BTreeSet<FormHash> =
        backup.rows.iter().filter(|row| row.store == Store::Forms).filter_map(form_of).collect();
    let drafts = backup.rows.iter().filter(|row| row.store == Store::Drafts && row.key.0.len() == 1);
    let wanted = drafts.filter_map(|row| Some(draft::read(&row.value).ok()?.form.hash));
    for hash in named.into_iter().chain(wanted).collect::<BTreeSet<_>>() {
        // The head alone: what is compared is whether the form is here.
        let key: Key = layout::form(hash);
        let head = database.get(Store::Forms, &key).await?;
        rows.extend(head.map(|value| Row { store: Store::Forms, key, value }));
    }
    Ok(rows)
}

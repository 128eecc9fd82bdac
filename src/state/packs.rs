//! Packs: what a desk hands down to tablets, and how a tablet takes it in.
//!
//! A pack carries the forms on offer, the entity lists but for those of people, and what was erased of what the tablets sent; taking one in joins
//! the lists with what the tablet knows, so that nothing filled here is lost and an older pack changes nothing back ([`erasing`]). One that was made for some tablets alone may be a difference
//! since another, and what it no longer has leaves the tablet ([`holding`]).
//!
//! [`make`] is for what goes as a file, sealed or in clear, [`stock`] for what goes by a server.
//!
//! Not here: the file (`worker::packs`), forms by themselves (`library`), servers (`sync`).

mod erasing;
mod holding;
mod making;

use std::borrow::Cow;
use std::collections::BTreeMap;

use ledger::{EntityHistory, EntityKey};
use record::{EntityId, ListName};
use store::forms::{Form, FormBytes};
use store::import::EntityRow;
use store::log::Step;
use store::packs::Pack;
use store::zone_tables::{self, Said, ZoneTable};
use store::{Conflict, Row, RowError, Store, Transaction, layout, packs};

use self::erasing::Erasing;
pub use self::holding::let_go;
pub use self::making::{Stock, make, stock, trusted};
use super::device::{Device, Failure};
use super::{access, erasure, holidays, zone};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::platform::{clock, entropy};
use crate::worker::batches::Secret;
use crate::worker::packs::{PackAsk, PackRefusal, PackSeen, SentForm, SentTable};
use crate::worker::{Answer, FileBytes, Question};

/// Why there is no pack. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    /// A form's workbook is not here, or not as it was: a pack without it would be missing a form that is on offer.
    #[error("form {title} is not whole")]
    Form {
        title: String,
        #[source]
        source: RowError,
    },
    #[error("the worker did not make the pack")]
    Worker(#[from] WorkerError),
    #[error(transparent)]
    Entropy(#[from] entropy::NoEntropy),
    #[error("the pack cannot be made: {0}")]
    NotPacked(String),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
}

/// Why a pack was not taken in. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error("the file is no pack that can be taken in")]
    Refused(PackRefusal),
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    #[error("the worker did not read the file")]
    Worker(#[from] WorkerError),
    /// Whom this tablet seals for.
    #[error("the row of the zone cannot be read")]
    Zone(#[from] RowError),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// What a pack brought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    pub forms: usize,
    pub entities: usize,
    /// Entities that are no longer of this tablet's part, and left it.
    pub gone: usize,
    /// The same, and something here speaks of them that was not received: they stay until it is.
    pub kept: usize,
    /// Erasures that were not known here.
    pub erased: usize,
}

impl Taken {
    /// What two packs brought, this one first.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        Self {
            forms: self.forms + next.forms,
            entities: self.entities + next.entities,
            gone: self.gone + next.gone,
            kept: next.kept,
            erased: self.erased + next.erased,
        }
    }

    pub fn is_nothing(self) -> bool {
        self.forms + self.entities + self.gone + self.erased == 0
    }
}

const TIMEOUT_MS: u32 = 60_000;
/// How often taking in is tried while other tabs change the ledger.
const TRIES: usize = 5;

/// What has to be written for a pack's tables: nothing for those that were said as late here, or that this version has not.
fn learnt(meta: &[Row], tables: &[SentTable]) -> Transaction {
    tables.iter().fold(Transaction::new(), |plan, sent| match ZoneTable::named(&sent.name) {
        Some(table) => {
            let bytes = sent.bytes.as_ref().map(|bytes| bytes.0.clone());
            plan.and(zone_tables::learn(meta, table, &Said { set_at: sent.set_at, bytes }))
        }
        None => plan,
    })
}

/// Looks into a file.
///
/// # Errors
/// [`TakeError`]
pub async fn look(device: &Device, file: &[u8]) -> Result<PackSeen, TakeError> {
    let settings = device.settings().await?.ok_or(TakeError::Damaged)?;
    let known = zone::known(device).await?.map(|known| (known.id.clone(), zone::heard_of(&known)));
    let ask = PackAsk { file: FileBytes(file.to_vec()), secret: Secret(settings.device.key.0), known };
    match worker::ask(&Question::OpenPack(Box::new(ask)), TIMEOUT_MS).await? {
        Answer::PackSeen(seen) => Ok(harmless(&device.database.all(Store::Meta).await?, &seen)?.into_owned()),
        Answer::PackRefused(refusal) => Err(TakeError::Refused(refusal)),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// The pack without what it says was erased, where its maker does not speak for the zone: that one erases nothing here.
fn harmless<'a>(meta: &[Row], seen: &'a PackSeen) -> Result<Cow<'a, PackSeen>, RowError> {
    if zone::is_word(meta, seen)? {
        return Ok(Cow::Borrowed(seen));
    }
    let mut seen = seen.clone();
    seen.erasures.clear();
    let erases = |bytes: &FileBytes| EntityHistory::from_bytes(&bytes.0).is_ok_and(|history| history.has_erasures());
    seen.lists.iter_mut().for_each(|(_, entities)| entities.retain(|(_, bytes)| !erases(bytes)));
    Ok(Cow::Owned(seen))
}

/// Takes a pack in: all of it or nothing.
///
/// # Errors
/// [`TakeError`]
pub async fn take_in(device: &Device, file_name: &str, file: &[u8], seen: &PackSeen) -> Result<Taken, TakeError> {
    let head = Pack {
        body_hash: seen.difference.as_ref().map_or(seen.body_hash, |difference| difference.makes),
        device: seen.device.clone(),
        created_at: seen.created_at,
        taken_at: clock::now(),
        file_name: file_name.to_owned(),
        forms: seen.forms.iter().map(|form| form.form.hash).collect(),
        lists: seen.lists.iter().map(|(list, _)| list.clone()).collect(),
    };
    let kept: Vec<FormBytes> = seen.forms.iter().map(|form| kept(form, seen)).collect();
    let known = super::library::all(device).await?;
    let retired =
        seen.forms.iter().fold(Transaction::new(), |plan, form| plan.and(super::library::retired(&known, &form.form)));
    // It must be readable again whatever key this device has then.
    let file = seen.clear.as_ref().map_or(file, |clear| &clear.0);
    let file = Some(file).filter(|_| seen.difference.is_none());
    let mut last = None;
    for _ in 0..TRIES {
        let ledger = device.settings().await?.map(|settings| settings.ledger).unwrap_or_default();
        let meta = device.database.all(Store::Meta).await?;
        // Who speaks may have changed since it was looked at.
        let seen = &*harmless(&meta, seen)?;
        let settled = holding::settled(device, seen, &meta).await?;
        if settled.is_known {
            return Ok(Taken::default());
        }
        let erasing = Erasing::of(device, seen).await?;
        let mut rows = joined(device, seen, &erasing).await?;
        let (entities, gone) = (rows.len(), settled.gone.len());
        rows.extend(settled.gone);
        // Where something was erased an older pack may say it: its file is not kept, only what it brought.
        let stub = file.filter(|_| !erasing.known.is_empty()).map(|_| packs::without_texts(&brought(seen)));
        let file = stub.as_deref().or(file);
        let plan = packs::take_in(&head, file, &kept, &rows, ledger).and(retired.clone());
        // Before what lets go whole files.
        let plan = if erasing.known.is_empty() {
            plan
        } else {
            plan.and(holding::without_texts(device, head.body_hash).await?)
        };
        let plan = plan.and(settled.plan);
        let plan = plan.and(learnt(&meta, &seen.tables));
        let plan = plan.and(zone::learn(&meta, seen)?);
        match device.run(plan.and(erasing.plan())).await {
            Ok(()) => {
                erasing.forget_tails();
                if erasing.new > 0 {
                    access::note(device, Step::Erased, &head.body_hash.to_string(), erasing.new as u64).await;
                }
                device.refresh_canary().await;
                // A version of the app that has later forms than the pack puts the pack's table into them.
                let _ = holidays::catch_up(device).await;
                return Ok(Taken { forms: kept.len(), entities, gone, kept: settled.kept, erased: erasing.new });
            }
            Err(Failure::Conflict(moved @ (Conflict::LedgerMoved | Conflict::ZoneChanged))) => {
                last = Some(Failure::Conflict(moved));
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(last.unwrap_or(Failure::Conflict(Conflict::LedgerMoved)).into())
}

fn brought(seen: &PackSeen) -> Vec<(ListName, Vec<EntityId>)> {
    let ids = |rows: &[(EntityId, FileBytes)]| rows.iter().map(|(entity, _)| entity.clone()).collect();
    seen.lists.iter().map(|(list, rows)| (list.clone(), ids(rows))).collect()
}

fn kept(form: &SentForm, seen: &PackSeen) -> FormBytes {
    let files: Vec<(String, Vec<u8>)> =
        form.files.iter().map(|(name, bytes)| (name.clone(), bytes.0.clone())).collect();
    FormBytes {
        form: Form {
            form: form.form.clone(),
            title: form.title.clone(),
            listing: seen.listings.get(&form.form.hash).cloned().unwrap_or_default(),
            added_at: clock::now(),
            files: files.iter().map(|(name, _)| name.clone()).collect(),
            offered: true,
        },
        workbook: form.workbook.0.clone(),
        files,
    }
}

/// The pack's rows joined with those that are here, and those of which something goes.
async fn joined(device: &Device, seen: &PackSeen, erasing: &Erasing) -> Result<Vec<EntityRow>, ReadError> {
    let mut going: BTreeMap<EntityKey, &EntityHistory> = erasing.rows.iter().map(|row| (row.key(), row)).collect();
    let mut rows = Vec::new();
    for (list, entities) in &seen.lists {
        let here = device.database.range(Store::Entities, &layout::entities(list)).await?;
        let here: BTreeMap<_, _> = here.into_iter().map(|row| (row.key, row.value)).collect();
        for (entity, bytes) in entities {
            let key = layout::entity(list, entity);
            let Ok(mut history) = EntityHistory::from_bytes(&bytes.0) else { continue };
            history.leave_out_erased(&erasing.known);
            if let Some(known) = here.get(&key).and_then(|known| EntityHistory::from_bytes(known).ok()) {
                history.union(&known);
            }
            if let Some(row) = going.remove(&history.key()) {
                history.union(row);
            }
            if let Ok(value) = history.to_bytes() {
                rows.push(EntityRow { key, value: Some(value) });
            }
        }
    }
    rows.extend(going.into_values().filter_map(erasure::entity_row));
    Ok(rows)
}

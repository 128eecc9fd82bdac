//! Packs: what a desk hands down to tablets, and how a tablet takes it in.
//!
//! A pack carries the forms on offer and the entity lists but for those of people; taking one in joins the lists with what the tablet knows, so
//! that nothing filled here is lost and an older pack changes nothing back.
//!
//! [`make`] is for everybody who gets hold of the file, [`make_for`] for some tablets alone.
//!
//! Not here: the file (`worker::packs`), forms by themselves (`library`), servers (`sync`).

use std::collections::{BTreeMap, BTreeSet};

use batch::seal::Seed;
use batch::sealing_key;
use form::lists_of_people;
use ledger::portion::Portion;
use ledger::{EntityHistory, EntityKey, EntityState};
use record::{DeviceId, ErasedEntity, Erasures, ListName, Named, OfficerId, RevisionHash, Sha256, Timestamp};
use store::forms::{self, Form, FormBytes};
use store::import::EntityRow;
use store::packs::Pack;
use store::zone_tables::{self, Said, ZoneTable};
use store::{Conflict, Purge, Row, RowError, Store, Transaction, layout, packs};

use super::device::{Device, Failure};
use super::{erasure, holidays, library, zone};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::platform::{clock, entropy};
use crate::worker::batches::{MadeBatch, SealOrder, Secret};
use crate::worker::desk::known;
use crate::worker::packs::{PackAsk, PackOrder, PackRefusal, PackSeen, SentForm, SentTable};
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
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    pub forms: usize,
    pub entities: usize,
}

const TIMEOUT_MS: u32 = 60_000;
/// How often taking in is tried while other tabs change the ledger.
const TRIES: usize = 5;

/// Makes a pack of the forms on offer and of all entity lists, or of a part of the zone's.
///
/// # Errors
/// [`MakeError`]
pub async fn make(device: &Device, portion: Option<&Portion>) -> Result<MadeBatch, MakeError> {
    let mut order = order(device).await?;
    if let Some(portion) = portion {
        narrow(&mut order.lists, portion);
    }
    packed(order).await
}

/// Leaves out the rows of other parts. What was erased, and which entities are one, goes to everybody: that has nothing of anybody.
fn narrow(lists: &mut [(ListName, Vec<FileBytes>)], portion: &Portion) {
    let shown = |row: &FileBytes| EntityHistory::from_bytes(&row.0).ok().filter(EntityHistory::is_shown);
    let is_divided = |list: &ListName| list.as_str() != record::JOINS;
    let of_entities = lists.iter().filter(|(list, _)| is_divided(list)).flat_map(|(_, rows)| rows);
    let states: Vec<EntityState> = of_entities.filter_map(shown).map(|history| history.state()).collect();
    let goes = portion.of(&states);
    for (_, rows) in lists.iter_mut().filter(|(list, _)| is_divided(list)) {
        rows.retain(|row| {
            shown(row).is_none_or(|history| {
                goes.contains(&EntityKey { list: history.list.clone(), entity: history.entity.clone() })
            })
        });
    }
}

/// The same for some tablets, of what [`order`] gave.
///
/// # Errors
/// [`MakeError`]
pub async fn make_for(order: PackOrder, to: &[DeviceId], at: Timestamp) -> Result<MadeBatch, MakeError> {
    let recipients = to.iter().filter_map(sealing_key).collect();
    let seal = SealOrder { recipients, seed: Seed::from_bytes(entropy::bytes()?) };
    packed(PackOrder { created_at: at, seal: Some(seal), ..order }).await
}

/// What is in a pack and whom it is for, whoever made it and whenever.
pub fn contents(order: &PackOrder, to: &[DeviceId]) -> Sha256 {
    let bare = PackOrder {
        secret: Secret([0; 32]),
        created_at: Timestamp::new(0, 0),
        officer: OfficerId::new(""),
        seal: None,
        ..order.clone()
    };
    let written = Question::PackForms(Box::new(bare)).to_bytes().unwrap_or_default();
    let names: String = to.iter().map(|device| format!("{device}\n")).collect();
    Sha256::of(format!("{}\n{names}", Sha256::of(&written)).as_bytes())
}

/// What a pack of this desk holds now.
///
/// # Errors
/// [`MakeError`]
pub async fn order(device: &Device) -> Result<PackOrder, MakeError> {
    let settings = device.settings().await?.ok_or(MakeError::Damaged)?;
    // Without a network nothing more can be fetched; what is lacking is told by the form that lacks it.
    let _ = library::complete(device).await;
    let mut sent = Vec::new();
    let mut people = BTreeSet::new();
    // Also by forms that are no longer on offer: whom they registered is still here.
    for form in library::all(device).await? {
        let package = library::package(device, form.form.hash).await.map_err(|_| MakeError::Damaged)?;
        people.extend(package.iter().flat_map(|package| lists_of_people(&package.definition)));
    }
    for form in library::offered(device).await? {
        let rows = device.database.range(Store::Forms, &layout::form(form.form.hash)).await?;
        let bytes = forms::read_bytes(form.form.hash, &rows);
        let bytes = bytes.map_err(|source| MakeError::Form { title: form.title, source })?;
        sent.push(SentForm {
            form: bytes.form.form,
            title: bytes.form.title,
            workbook: FileBytes(bytes.workbook),
            files: bytes.files.into_iter().map(|(name, bytes)| (name, FileBytes(bytes))).collect(),
        });
    }
    let mut lists: BTreeMap<ListName, Vec<FileBytes>> = BTreeMap::new();
    for row in device.database.all(Store::Entities).await? {
        // What is the desks' own, such as verdicts on records, is not for tablets; which entities are one is.
        let list = row.key.text(0).filter(|list| !list.starts_with("__") || *list == record::JOINS);
        let Some(list) = list.map(ListName::new) else { continue };
        // Who was registered stays where that was done; of people tablets hear only that they were erased.
        let is_gone = || EntityHistory::from_bytes(&row.value).is_ok_and(|history| !history.is_shown());
        if !people.contains(&list) || is_gone() {
            lists.entry(list).or_default().push(FileBytes(row.value));
        }
    }
    let meta = device.database.all(Store::Meta).await?;
    let zone = zone::to_send(&meta).map_err(|_| MakeError::Damaged)?;
    Ok(PackOrder {
        secret: Secret(settings.device.key.0),
        created_at: clock::now(),
        officer: settings.officer.map_or_else(|| OfficerId::new(""), |officer| officer.id),
        forms: sent,
        lists: lists.into_iter().collect(),
        zone,
        tables: ZoneTable::SENT.into_iter().filter_map(|table| sent_table(table, &meta)).collect(),
        seal: None,
    })
}

fn sent_table(table: ZoneTable, meta: &[Row]) -> Option<SentTable> {
    let Said { set_at, bytes } = table.said(meta)?;
    Some(SentTable { name: table.name().to_owned(), set_at, bytes: bytes.map(FileBytes) })
}

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

async fn packed(order: PackOrder) -> Result<MadeBatch, MakeError> {
    match worker::ask(&Question::PackForms(Box::new(order)), TIMEOUT_MS).await? {
        Answer::Packed(file) => Ok(*file),
        Answer::NotPacked { reason } => Err(MakeError::NotPacked(reason)),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// Looks into a file.
///
/// # Errors
/// [`TakeError`]
pub async fn look(device: &Device, file: &[u8]) -> Result<PackSeen, TakeError> {
    let settings = device.settings().await?.ok_or(TakeError::Damaged)?;
    let ask = PackAsk { file: FileBytes(file.to_vec()), secret: Secret(settings.device.key.0) };
    match worker::ask(&Question::OpenPack(Box::new(ask)), TIMEOUT_MS).await? {
        Answer::PackSeen(seen) => Ok(*seen),
        Answer::PackRefused(refusal) => Err(TakeError::Refused(refusal)),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// Takes a pack in: all of it or nothing.
///
/// # Errors
/// [`TakeError`]
pub async fn take_in(device: &Device, file_name: &str, file: &[u8], seen: &PackSeen) -> Result<Taken, TakeError> {
    let head = Pack {
        body_hash: seen.body_hash,
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
    let mut last = None;
    for _ in 0..TRIES {
        let ledger = device.settings().await?.map(|settings| settings.ledger).unwrap_or_default();
        let rows = joined(device, seen).await?;
        let (purge, erasures) = erased(device, seen).await?;
        let plan = packs::take_in(&head, file, &kept, &rows, ledger).and(retired.clone());
        let meta = device.database.all(Store::Meta).await?;
        let plan = plan.and(learnt(&meta, &seen.tables));
        let plan = match &seen.zone {
            Some(sent) => plan.and(zone::learn(&meta, sent, &seen.device)?),
            None => plan,
        };
        match device.run(plan.and(store::erasure::learnt(&purge, &erasures))).await {
            Ok(()) => {
                erasure::forget_tails(&purge);
                // A version of the app that has later forms than the pack puts the pack's table into them.
                let _ = holidays::catch_up(device).await;
                return Ok(Taken { forms: kept.len(), entities: rows.len() });
            }
            Err(Failure::Conflict(moved @ (Conflict::LedgerMoved | Conflict::ZoneChanged))) => {
                last = Some(Failure::Conflict(moved));
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(last.unwrap_or(Failure::Conflict(Conflict::LedgerMoved)).into())
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

/// The erasures that the pack's lists tell of and that are not known here, and what goes with them.
async fn erased(device: &Device, seen: &PackSeen) -> Result<(Purge, Erasures), ReadError> {
    let known = known::erasures(&device.database).await?;
    let mut told: BTreeMap<RevisionHash, Named> = BTreeMap::new();
    for (_, bytes) in seen.lists.iter().flat_map(|(_, entities)| entities) {
        let Ok(history) = EntityHistory::from_bytes(&bytes.0) else { continue };
        for (hash, tombstone) in history.erased.iter().filter(|(hash, _)| !known.holds(**hash)) {
            let new = || Named::whole(tombstone.origin.record, BTreeSet::new());
            let entity = ErasedEntity { list: history.list.clone(), id: history.entity.clone() };
            told.entry(*hash).or_insert_with(new).entities.insert(entity);
        }
    }
    if told.is_empty() {
        return Ok((Purge::default(), Erasures::default()));
    }
    let named: Vec<Named> = told.values().cloned().collect();
    let own: Vec<_> = told.iter().map(|(hash, named)| (named.record, *hash)).collect();
    let entities: Vec<EntityKey> = named.iter().flat_map(ledger::named_rows).collect();
    let mut rows = known::rows(&device.database, &own, &entities, &named).await?;
    let doomed = ledger::doomed(&known::readable(&device.database, &mut rows).await?, &named);
    let mut erasures = Erasures::default();
    told.into_iter().for_each(|(hash, named)| erasures.insert(hash, named));
    let purge = erasure::purge(device, doomed, &erasures).await?;
    Ok((purge.without_a_record(&device.database.all(Store::Records).await?), erasures))
}

/// The pack's rows joined with those that are here.
async fn joined(device: &Device, seen: &PackSeen) -> Result<Vec<EntityRow>, ReadError> {
    let erasures = known::erasures(&device.database).await?;
    let mut rows = Vec::new();
    for (list, entities) in &seen.lists {
        let here = device.database.range(Store::Entities, &layout::entities(list)).await?;
        let here: BTreeMap<_, _> = here.into_iter().map(|row| (row.key, row.value)).collect();
        for (entity, bytes) in entities {
            let key = layout::entity(list, entity);
            let Ok(mut history) = EntityHistory::from_bytes(&bytes.0) else { continue };
            history.leave_out_erased(&erasures);
            if let Some(known) = here.get(&key).and_then(|known| EntityHistory::from_bytes(known).ok()) {
                history.union(&known);
            }
            if let Ok(value) = history.to_bytes() {
                rows.push(EntityRow { key, value: Some(value) });
            }
        }
    }
    Ok(rows)
}

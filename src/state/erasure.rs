//! Withdrawing consent: what would go, and letting it go for good.
//!
//! Start at [`reach`], which only looks, and [`withdraw`]. It lies in the second part of the program.
//!
//! Not here: which records offer it (`form`), what an erasure takes out of the ledger (`ledger`), the rows that go (`store`).

use std::collections::BTreeSet;

use ledger::{EntityHistory, EntityKey, Tombstone, WithdrawError as Nothing};
use record::{
    DraftId, ErasedEntity, Erasure, Erasures, FormRef, ListName, Named, OfficerId, Proof, RecordId, Revision,
    RevisionHash, Submission,
};
use store::import::EntityRow;
use store::{Conflict, Purge, Row, Settings, Store, bin, draft, erasure, layout, records};

use super::device::{Device, Failure, device_id};
use super::{desk, flush, refill};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::{clock, local};
use crate::worker::batches::{KnownRows, Parents};
use crate::worker::desk::known;

/// What goes besides the record's own answers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reach {
    /// Records, this one among them, and how many states of them.
    pub records: usize,
    pub revisions: usize,
    /// Entities that stand for the person in lists.
    pub entities: usize,
    /// What people call the drafts, those in the bin among them.
    pub drafts: Vec<String>,
    pub files: usize,
}

/// Why nothing was withdrawn. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    #[error(transparent)]
    Nothing(#[from] Nothing),
    /// An erasure names who made it: say so in the settings first.
    #[error("nobody said who works here")]
    NoOfficer,
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// How often it is tried while other tabs write.
const TRIES: usize = 5;

/// What a withdrawal starts from.
struct Start {
    entities: BTreeSet<ErasedEntity>,
    known: KnownRows,
    doomed: BTreeSet<(RecordId, RevisionHash)>,
}

impl Start {
    /// The records of which nothing stays, the one that is erased among them: each says so itself from now on.
    fn whole(&self, record: RecordId) -> BTreeSet<RecordId> {
        let is_whole = |(other, revisions): &&(RecordId, Parents)| {
            *other == record || revisions.iter().all(|(hash, _)| self.doomed.contains(&(*other, *hash)))
        };
        self.known.records.iter().filter(is_whole).map(|(record, _)| *record).collect()
    }
}

/// What would go with a record.
///
/// # Errors
/// [`WithdrawError`]
pub async fn reach(device: &Device, record: RecordId, lists: &BTreeSet<ListName>) -> Result<Reach, WithdrawError> {
    let start = start(device, record, lists).await?;
    let named = Named::whole(record, start.entities.clone());
    let mut erasures = Erasures::default();
    // Any name will do: nothing is written.
    erasures.insert(record::Sha256::of(record.to_string().as_bytes()), named);
    let purge = purge(device, start.doomed, &erasures).await?;
    let drafts = draft::list(&device.database.all(Store::Drafts).await?).0;
    let binned = bin::list(&device.database.all(Store::Bin).await?).0;
    let titles = drafts.into_iter().filter(|draft| purge.drafts.contains(&draft.id)).map(|draft| draft.title);
    let thrown = binned.into_iter().filter(|item| purge.binned.contains(&item.draft)).map(|item| item.title);
    let records: BTreeSet<RecordId> = purge.revisions.iter().map(|(record, _)| *record).collect();
    Ok(Reach {
        records: records.len(),
        revisions: purge.revisions.len(),
        entities: start.entities.len(),
        drafts: titles.chain(thrown).collect(),
        files: purge.blobs.len(),
    })
}

/// Erases a record, and with it the entities that it made or keeps in `lists`, whatever other records here say of those, and
/// all drafts that speak of them. `kept` stays as proof.
///
/// # Errors
/// [`WithdrawError`]
pub async fn withdraw(
    device: &Device,
    record: RecordId,
    lists: &BTreeSet<ListName>,
    kept: Vec<Proof>,
    reason: &str,
) -> Result<(), WithdrawError> {
    // What is being typed goes into the drafts first, and with them: no tail of them is left behind.
    flush::all().await;
    let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    for _ in 0..TRIES {
        let settings = device.settings().await?.ok_or(WithdrawError::Damaged)?;
        let officer = settings.officer.as_ref().ok_or(WithdrawError::NoOfficer)?.id.clone();
        let mut start = start(device, record, lists).await?;
        let mut erasures: Vec<Revision> = Vec::new();
        for erased in start.whole(record) {
            let heads = refill::heads(device, erased).await?;
            let number = erasures.len() as u64;
            if heads.is_empty() {
                continue; // known from a pack alone
            }
            let erasure = Erasure {
                entities: start.entities.iter().cloned().collect(),
                reason: reason.clone(),
                kept: if erased == record { kept.clone() } else { Vec::new() },
                parts: Vec::new(),
            };
            erasures.push(erasure_of(&settings, &officer, &heads, erasure, number)?);
        }
        let desk = known::readable(&device.database, &mut start.known).await?;
        let plan = ledger::plan(&desk, &erasures);
        let purge = purge(device, start.doomed, &Erasures::of(&erasures)).await?;
        let rows = plan.entities.iter().filter_map(entity_row).collect::<Vec<_>>();
        match device.run(erasure::withdraw(&erasures, &purge, &rows, settings.ledger)).await {
            Ok(()) => {
                forget_tails(&purge);
                device.refresh_canary().await;
                return Ok(());
            }
            // Another tab finished or imported something meanwhile: once more with what is there now.
            Err(Failure::Conflict(Conflict::SequenceTaken | Conflict::LedgerMoved)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}

async fn start(device: &Device, record: RecordId, lists: &BTreeSet<ListName>) -> Result<Start, WithdrawError> {
    let rows = device.database.range(Store::Records, &layout::record(record)).await?;
    let revisions = records::list(&rows).0;
    let entities = with_joined(ledger::withdrawn(record, &revisions, lists)?, &desk::joins(device).await?);
    let own: Vec<_> = revisions.iter().map(|revision| (record, revision.hash())).collect();
    let named = Named::whole(record, entities.clone());
    let keys: Vec<EntityKey> = ledger::named_rows(&named).into_iter().collect();
    let mut known = known::rows(&device.database, &own, &keys, std::slice::from_ref(&named)).await?;
    let doomed = ledger::doomed(&known::readable(&device.database, &mut known).await?, [&named]);
    Ok(Start { entities, known, doomed })
}

/// These and all that are one with them: whoever withdraws does so from both.
fn with_joined(entities: BTreeSet<ErasedEntity>, joins: &ledger::Joins) -> BTreeSet<ErasedEntity> {
    let members = |named: &ErasedEntity| joins.members(&EntityKey::from(named));
    let named = |key: EntityKey| ErasedEntity { list: key.list, id: key.entity };
    entities.iter().flat_map(members).map(named).collect()
}

/// An erasure of the record that these are the heads of.
fn erasure_of(
    settings: &Settings,
    officer: &OfficerId,
    heads: &[Revision],
    erasure: Erasure,
    number: u64,
) -> Result<Revision, WithdrawError> {
    let latest = heads.iter().max_by_key(|head| (head.submission().finalized_at, head.hash()));
    let latest = latest.ok_or(Nothing::NothingHere)?.submission();
    let mut parents: Vec<RevisionHash> = heads.iter().map(Revision::hash).collect();
    parents.sort_unstable();
    written(settings, officer, (latest.record, parents, latest.form.clone()), erasure, number)
}

/// An erasure as a revision: of this record, after these revisions of it, under this form. `number`: how many go before it.
pub(super) fn written(
    settings: &Settings,
    officer: &OfficerId,
    (record, parents, form): (RecordId, Vec<RevisionHash>, FormRef),
    erasure: Erasure,
    number: u64,
) -> Result<Revision, WithdrawError> {
    let erased = Submission {
        record,
        parents,
        form,
        device: device_id(&settings.device.key),
        officer: officer.clone(),
        finalized_at: clock::now(),
        sequence: settings.sequence + number,
        instance_name: None,
        answers: serde_json::Map::new(),
        entities: Vec::new(),
        attachments: Vec::new(),
        remarks: Vec::new(),
        erasure: Some(erasure),
        decision: None,
    };
    Revision::write(erased).map_err(|_| WithdrawError::Damaged)
}

/// What is known of a record of which nothing is here.
pub enum Gone {
    NotErased,
    /// Where a list says so, by whom and when.
    Erased(Option<Tombstone>),
}

/// Whether a record of which nothing is here was erased. A pack may say so by its lists alone.
///
/// # Errors
/// [`ReadError`]
pub async fn gone(device: &Device, record: RecordId) -> Result<Gone, ReadError> {
    let known = known::erasures(&device.database).await?;
    let own: Vec<_> = known.iter().filter(|(_, named)| named.record == record && named.is_whole()).collect();
    if own.is_empty() {
        return Ok(Gone::NotErased);
    }
    let entities = own.iter().flat_map(|(_, named)| &named.entities);
    let keys = entities.map(|entity| layout::entity(&entity.list, &entity.id)).collect();
    let rows = device.database.rows(Store::Entities, keys).await?;
    let told = rows.iter().filter_map(|row| EntityHistory::from_bytes(&row.value).ok());
    let tombstones =
        told.flat_map(|history| history.erased).filter(|(hash, _)| own.iter().any(|(own, _)| *own == hash));
    Ok(Gone::Erased(tombstones.map(|(_, tombstone)| tombstone).min()))
}

/// The erasures that took parts of a revision away, so far as they are here, the first first.
///
/// # Errors
/// [`ReadError`]
pub async fn cutting(device: &Device, revision: &Revision) -> Result<Vec<Revision>, ReadError> {
    if !revision.is_cut() {
        return Ok(Vec::new());
    }
    let known = known::erasures(&device.database).await?;
    let own = known.iter().filter(|(hash, _)| revision.cut_by().contains(hash));
    let keys = own.map(|(hash, named)| layout::revision(named.record, *hash)).collect();
    let mut erasures = records::list(&device.database.rows(Store::Records, keys).await?).0;
    erasures.sort_by_key(|erasure| (erasure.submission().finalized_at, erasure.hash()));
    Ok(erasures)
}

/// A row of the ledger as it is written.
pub fn entity_row(history: &ledger::EntityHistory) -> Option<EntityRow> {
    // What cannot be written as JSON does not exist; the projection can always be built anew.
    let value = history.to_bytes().ok()?;
    Some(EntityRow { key: layout::entity(&history.list, &history.entity), value: Some(value) })
}

/// What goes from this device with erased revisions.
///
/// # Errors
/// [`ReadError`]
pub async fn purge(
    device: &Device,
    doomed: BTreeSet<(RecordId, RevisionHash)>,
    erasures: &Erasures,
) -> Result<Purge, ReadError> {
    known::purge(&device.database, tail_rows(device).await?, doomed, erasures).await
}

/// The same where the erasures came from elsewhere.
///
/// # Errors
/// [`ReadError`]
pub async fn told_purge(
    device: &Device,
    doomed: BTreeSet<(RecordId, RevisionHash)>,
    erasures: &Erasures,
) -> Result<Purge, ReadError> {
    known::told_purge(&device.database, tail_rows(device).await?, doomed, erasures).await
}

async fn tail_rows(device: &Device) -> Result<Vec<Row>, ReadError> {
    let tails = tails(device).await?.into_iter();
    Ok(tails.map(|(draft, tail)| Row::new(Store::Journal, layout::draft(draft).then("tail"), tail)).collect())
}

/// What stands beside the database of the drafts that there are.
///
/// # Errors
/// [`ReadError`]
pub async fn tails(device: &Device) -> Result<Vec<(DraftId, String)>, ReadError> {
    Ok(known::drafts(&device.database).await?.into_iter().map(|draft| (draft, local::tail(draft))).collect())
}

/// What stands beside the database of drafts that went.
pub fn forget_tails(purge: &Purge) {
    for draft in purge.drafts.iter().chain(&purge.binned) {
        let _ = local::set_tail(*draft, "");
    }
}

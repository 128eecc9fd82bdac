//! Receipts: what a zone's desks tell its tablets of their batches, and what a tablet makes of it.
//!
//! At a desk start at [`due`], on a tablet at [`look`] and [`take_in`]; [`words`] is what a tablet's pages say of each record.
//! Files and servers carry the same bytes, so nothing here knows which way one goes.
//!
//! Not here: rows (`store::receipts`), the file (`worker::receipts`), servers (`sync`).

use std::collections::BTreeMap;

use batch::limits::{MAX_FILE_BYTES, MAX_HANDLED, MAX_RETURNED};
use batch::seal::{SecretKey, Seed};
use ledger::{EntityHistory, Reviewed, judged};
use record::{
    BatchId, DeviceId, Fate, Handled, Lifted, ListName, OfficerId, REVIEWS, Receipt, RecordId, Returned, RevisionHash,
    Sha256, Verdict,
};
use store::devices::DeviceStanding;
use store::outbox;
use store::quarantine::Quarantined;
use store::receipts::{self, Brought, Coming, Heard, Here, Judged, Taken, Told};
use store::records::{self, RecordState, Standing};
use store::zone::{self, Zone};
use store::{Conflict, Settings, Store, layout};

use super::device::{Device, Failure, device_id};
use super::{inbox, packs, refill, zone as zones};
use crate::platform::clock;
use crate::platform::entropy::{self, NoEntropy};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::worker::batches::{MadeBatch, Secret};
use crate::worker::receipts::{AsideAsk, ReceiptAsk, ReceiptOrder, ReceiptRefusal, ReceiptSeen};
use crate::worker::{Answer, FileBytes, Question};

/// Why nothing came of a receipt. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptFailure {
    /// Nobody's word counts here yet.
    #[error("no zone is known")]
    NoZone,
    #[error("the file is no receipt that can be taken in")]
    Refused(ReceiptRefusal),
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    #[error("the receipt cannot be made: {0}")]
    NotMade(String),
    #[error(transparent)]
    Entropy(#[from] NoEntropy),
    #[error("the worker did not answer")]
    Worker(#[from] WorkerError),
    #[error("the database cannot be read")]
    Read(#[from] ReadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

/// A receipt that was looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct Looked {
    pub taken: Taken,
    pub coming: Coming,
    /// The zone as it was known here then, and as it is known once the receipt was taken in: it may bring words on its desks.
    before: Zone,
    after: Zone,
}

/// What a desk has to tell a tablet.
#[derive(Clone, PartialEq, Debug)]
pub struct Due {
    /// What people call it.
    pub label: Option<String>,
    /// The next one.
    pub receipt: Receipt,
    /// What it was told last, and the row of that.
    pub told: Option<Told>,
    row: Option<Vec<u8>>,
}

/// Whom a desk can tell something.
#[derive(Clone, PartialEq, Debug)]
pub enum Audience {
    /// No keys of a zone, or nothing came in: there is nobody to tell.
    Nobody,
    /// Tablets take the word of the zone's desks, and this is none of them.
    OtherDesk,
    Ours(Vec<Due>),
}

const TIMEOUT_MS: u32 = 60_000;
/// How often it is tried while other tabs write.
const TRIES: usize = 5;

/// The last receipt of each desk.
///
/// # Errors
/// [`ReadError`]
pub async fn known(device: &Device) -> Result<Heard, ReadError> {
    let row = device.database.get(Store::Receipts, &layout::receipts_taken()).await?;
    Ok(row.and_then(|row| Heard::read(&row).ok()).unwrap_or_default())
}

/// Looks into a file.
///
/// # Errors
/// [`ReceiptFailure`]
pub async fn look(device: &Device, file_name: &str, file: Vec<u8>) -> Result<Looked, ReceiptFailure> {
    let (settings, zone) = here(device).await?;
    let before = zone.ok_or(ReceiptFailure::NoZone)?;
    let ask = ReceiptAsk {
        file: FileBytes(file),
        secret: Secret(settings.device.key.0),
        zone: before.id.clone(),
        known: zones::heard_of(&before),
    };
    let ReceiptSeen { receipt, desk, heard, body_hash, file_hash } =
        match worker::ask(&Question::OpenReceipt(Box::new(ask)), TIMEOUT_MS).await? {
            Answer::ReceiptSeen(seen) => *seen,
            Answer::ReceiptRefused(refusal) => return Err(ReceiptFailure::Refused(refusal)),
            _ => return Err(WorkerError::Trapped.into()),
        };
    let (taken_at, file_name) = (clock::now(), file_name.to_owned());
    let taken = Taken { receipt, desk, body_hash, file_hash, taken_at, file_name };
    let coming = known(device).await?.coming(&taken);
    let after = Zone { charter: heard.charter, words: heard.words, ..before.clone() };
    Ok(Looked { taken, coming, before, after })
}

/// Takes a receipt in: all that it says, or nothing. One that is known already, or older, changes nothing.
///
/// # Errors
/// [`ReceiptFailure`]
pub async fn take_in(device: &Device, looked: &Looked) -> Result<Brought, ReceiptFailure> {
    let Looked { taken, before, after, .. } = looked;
    let mut last = Failure::Conflict(Conflict::StandingsMoved);
    for _ in 0..TRIES {
        let row = device.database.get(Store::Receipts, &layout::receipts_taken()).await?;
        let known = row.as_deref().and_then(|row| Heard::read(row).ok()).unwrap_or_default();
        if known.coming(taken) != Coming::Newer {
            return Ok(Brought::default());
        }
        let meta = device.database.all(Store::Meta).await?;
        if zone::known(&meta).ok().flatten().as_ref() != Some(before) {
            // Who may speak was said anew since it was looked at: it is looked at once more by whoever asks again.
            return Err(Failure::Conflict(Conflict::ZoneChanged).into());
        }
        let mut heads = BTreeMap::new();
        for record in known.clone().with(taken).records() {
            if let Some(head) = refill::latest(device, record).await? {
                heads.insert(record, head.hash());
            }
        }
        let outbox = device.database.all(Store::Outbox).await?;
        let states = device.database.all(Store::States).await?;
        let here = Here { known: row.as_deref(), zone: after, outbox: &outbox, states: &states, heads: &heads };
        let (plan, brought) = receipts::take_in(here, taken);
        let plan = if after == before { plan } else { plan.and(zone::learn(&meta, after)) };
        match device.run(plan).await {
            Ok(()) => {
                device.refresh_canary().await;
                // What could not be let go now leaves with the next receipt or pack.
                let _ = packs::let_go(device).await;
                return Ok(brought);
            }
            Err(failure @ Failure::Conflict(Conflict::StandingsMoved)) => last = failure,
            Err(failure) => return Err(failure.into()),
        }
    }
    Err(last.into())
}

/// What the desks said of the records of this tablet.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Words {
    heard: Heard,
    /// Whose words count.
    zone: Option<Zone>,
    /// The contents of each batch that went out.
    bodies: BTreeMap<BatchId, Sha256>,
}

/// What it said of one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Word<'a> {
    Returned(&'a Returned),
    /// The file that it went with lies apart, for this reason.
    Aside(&'a Handled, &'a str),
    TakenBack(&'a Handled),
}

/// # Errors
/// [`ReadError`]
pub async fn words(device: &Device) -> Result<Words, ReadError> {
    let heard = known(device).await?;
    if heard.all().is_empty() {
        return Ok(Words::default());
    }
    let exports = outbox::list(&device.database.all(Store::Outbox).await?).0;
    let bodies = exports.into_iter().map(|export| (export.batch, export.body_hash)).collect();
    Ok(Words { heard, zone: zones::known(device).await?, bodies })
}

impl Words {
    /// On a record as it stands. `None`: nothing that anybody has to know beside its state.
    pub fn on(&self, record: RecordId, revision: RevisionHash, standing: &Standing) -> Option<Word<'_>> {
        let zone = self.zone.as_ref()?;
        match standing.state {
            RecordState::Returned => match self.heard.judged(zone, record, revision)? {
                Judged::Returned(returned) => Some(Word::Returned(returned)),
                Judged::Lifted(_) => None,
            },
            RecordState::Exported => {
                let handled = self.heard.fate(zone, *self.bodies.get(&standing.batch?)?)?;
                match &handled.fate {
                    Fate::Received => None,
                    Fate::Quarantined(reason) => Some(Word::Aside(handled, reason)),
                    Fate::TakenBack => Some(Word::TakenBack(handled)),
                }
            }
            RecordState::Draft | RecordState::Waiting | RecordState::Received => None,
        }
    }
}

/// What the desk said of one record of this tablet, with how that stands. `None`: it was not made here.
///
/// # Errors
/// [`ReadError`]
pub async fn standing_of(device: &Device, record: RecordId) -> Result<Option<(Standing, Words)>, ReadError> {
    let Some(row) = device.database.get(Store::States, &layout::state(record)).await? else { return Ok(None) };
    let Ok(standing) = Standing::read(&row) else { return Ok(None) };
    Ok(Some((standing, words(device).await?)))
}

/// What this desk has to tell each tablet whose files came, those with something new first.
///
/// # Errors
/// [`ReceiptFailure`]
pub async fn due(device: &Device) -> Result<Audience, ReceiptFailure> {
    let (settings, zone) = here(device).await?;
    let Some(zone) = zone else { return Ok(Audience::Nobody) };
    let inbox::Known { devices, arrivals, aside, .. } = inbox::known(device).await?;
    let own = device_id(&settings.device.key);
    // Where more than one speaks, every tablet is to hear who does; where one does, those that wait for an answer.
    let is_trusted = |known: &&store::devices::Device| known.standing == DeviceStanding::Trusted && known.id != own;
    let hearing = devices.iter().filter(is_trusted).filter(|_| zone.charter.has_others()).map(|known| &known.id);
    let hearing: Vec<DeviceId> = hearing.cloned().collect();
    if arrivals.is_empty() && aside.is_empty() && hearing.is_empty() {
        return Ok(Audience::Nobody);
    }
    if !zone.charter.speaks(&own) {
        // Where tables came in alone, or files that were refused, nobody waits for an answer.
        let is_desk = arrivals.iter().any(|arrival| arrival.table.is_none());
        return Ok(if is_desk { Audience::OtherDesk } else { Audience::Nobody });
    }
    let mut apart = lie_apart(device, &aside).await?;
    let (mut returned, mut lifted) = verdicts(device).await?;
    let told = told(device).await?;
    let came = arrivals.iter().filter(|arrival| arrival.table.is_none()).map(|arrival| &arrival.device);
    let mut tablets: Vec<DeviceId> = came.chain(apart.keys()).chain(told.keys()).chain(&hearing).cloned().collect();
    tablets.sort();
    tablets.dedup();
    tablets.retain(|tablet| *tablet != own);
    let (now, officer) = (clock::now(), settings.officer.map(|officer| officer.id));
    let due = tablets.into_iter().map(|tablet| {
        let (row, told) = told.get(&tablet).cloned().unzip();
        let before = told.as_ref().map(|told: &Told| told.receipt.batches.as_slice()).unwrap_or_default();
        let apart = apart.remove(&tablet).unwrap_or_default();
        let batches = receipts::handled(&tablet, &arrivals, &apart, before, MAX_HANDLED, now);
        let label = devices.iter().find(|known| known.id == tablet).map(|known| known.label.clone());
        let receipt = Receipt {
            zone: zone.id.clone(),
            number: receipts::next_number(told.as_ref(), now),
            created_at: now,
            officer: officer.clone().unwrap_or_else(|| OfficerId::new("")),
            batches,
            returned: returned.remove(&tablet).unwrap_or_default(),
            lifted: lifted.remove(&tablet).filter(|_| !zone.words.is_empty()).unwrap_or_default(),
            charter: zone.words.clone(),
            device: tablet,
        };
        Due { label: label.filter(|label| !label.is_empty()), receipt, told, row }
    });
    let mut due: Vec<Due> = due.collect();
    due.sort_by_key(|due| !due.is_new(None));
    Ok(Audience::Ours(due))
}

impl Due {
    /// Whether it says something that the tablet was not told yet, or that does not lie on the server at this place.
    pub fn is_new(&self, place: Option<&str>) -> bool {
        match &self.told {
            Some(told) if told.receipt.says_what(&self.receipt) => place.is_some() && told.stored.as_deref() != place,
            _ => true,
        }
    }
}

/// Makes the file, sealed for its tablet.
///
/// # Errors
/// [`ReceiptFailure`]
pub async fn make(device: &Device, due: &Due) -> Result<MadeBatch, ReceiptFailure> {
    let settings = device.settings().await?.ok_or(ReceiptFailure::Damaged)?;
    let order = ReceiptOrder {
        secret: Secret(settings.device.key.0),
        receipt: due.receipt.clone(),
        seed: Seed::from_bytes(entropy::bytes()?),
    };
    match worker::ask(&Question::MakeReceipt(Box::new(order)), TIMEOUT_MS).await? {
        Answer::Packed(made) => Ok(*made),
        Answer::NotPacked { reason } => Err(ReceiptFailure::NotMade(reason)),
        _ => Err(WorkerError::Trapped.into()),
    }
}

/// Remembers that the tablet was told: by a file, or by one on the server at this place.
///
/// # Errors
/// [`Failure`]
pub async fn tell(device: &Device, due: &Due, place: Option<String>) -> Result<(), Failure> {
    // What lies on a server and is saved once more as a file lies there all the same.
    let lies = due.told.as_ref().filter(|told| told.receipt.says_what(&due.receipt));
    let stored = place.or_else(|| lies.and_then(|told| told.stored.clone()));
    device.run(receipts::tell(due.row.as_deref(), &Told { receipt: due.receipt.clone(), stored })).await
}

async fn here(device: &Device) -> Result<(Settings, Option<Zone>), ReceiptFailure> {
    let rows = device.database.all(Store::Meta).await?;
    let settings = Settings::read(&rows).ok().flatten().ok_or(ReceiptFailure::Damaged)?;
    let zone = zone::known(&rows).map_err(|_| ReceiptFailure::Damaged)?;
    Ok((settings, zone))
}

/// What each tablet was told last, with the row of that.
async fn told(device: &Device) -> Result<BTreeMap<DeviceId, (Vec<u8>, Told)>, ReadError> {
    let rows = device.database.range(Store::Receipts, &layout::receipts_told()).await?;
    let read = rows.into_iter().filter_map(|row| {
        let told = Told::read(&row.value).ok()?;
        Some((told.receipt.device.clone(), (row.value, told)))
    });
    Ok(read.collect())
}

/// The batches in quarantine that their devices signed, by device.
async fn lie_apart(device: &Device, aside: &[Quarantined]) -> Result<BTreeMap<DeviceId, Vec<Handled>>, ReceiptFailure> {
    let mut apart: BTreeMap<DeviceId, Vec<Handled>> = BTreeMap::new();
    if aside.is_empty() {
        return Ok(apart);
    }
    let keys = zone::keys(&device.database.all(Store::Meta).await?);
    let keys: Vec<SecretKey> = keys.iter().map(|key| SecretKey::from_bytes(key.0)).collect();
    for head in aside.iter().filter(|head| head.bytes <= MAX_FILE_BYTES as u64) {
        let bytes = device.database.get(Store::Quarantine, &layout::quarantined_bytes(&head.id)).await?;
        let (Some(bytes), Some(at)) = (bytes, head.since) else { continue };
        let ask = AsideAsk { file: FileBytes(bytes), keys: keys.clone() };
        // A file that a worker cannot read is nobody's.
        let Ok(Answer::Aside(Some(seen))) = worker::ask(&Question::LookAside(Box::new(ask)), TIMEOUT_MS).await else {
            continue;
        };
        let fate = Fate::Quarantined(head.reason.clone());
        let handled = Handled { body: seen.body_hash, seq: seen.seq, fate, at };
        apart.entry(seen.device).or_default().push(handled);
    }
    Ok(apart)
}

/// Whether a row of verdicts can have a return in it. Nearly all are approvals, and need not be read.
fn may_return(row: &[u8]) -> bool {
    let word = format!("\"{}\"", Verdict::Returned.name());
    row.windows(word.len()).any(|part| part == word.as_bytes())
}

type ByDevice<T> = BTreeMap<DeviceId, Vec<T>>;

/// The records that stand returned and those that did once and do not any more, by the device that finished what stands.
async fn verdicts(device: &Device) -> Result<(ByDevice<Returned>, ByDevice<Lifted>), ReadError> {
    let mut returned: ByDevice<Returned> = BTreeMap::new();
    let mut lifted: ByDevice<Lifted> = BTreeMap::new();
    for row in device.entities(&ListName::new(REVIEWS)).await? {
        if !may_return(&row.value) {
            continue;
        }
        let Ok(history) = EntityHistory::from_bytes(&row.value) else { continue };
        let Ok(record) = history.entity.as_str().parse::<RecordId>() else { continue };
        let rows = device.database.range(Store::Records, &layout::record(record)).await?;
        let revisions = records::list(&rows).0;
        if revisions.iter().any(|revision| revision.erasure().is_some()) {
            continue;
        }
        let Some(head) = refill::latest_of(revisions) else { continue };
        let (whose, revision) = (head.submission().device.clone(), head.hash());
        match judged(Some(&history), revision) {
            Reviewed::Returned(spoken) => {
                let origin = spoken.origin;
                let reason = origin.decided.unwrap_or_default();
                let said = Returned { record, revision, reason, officer: origin.officer, at: origin.finalized_at };
                returned.entry(whose).or_default().push(said);
            }
            Reviewed::Approved(spoken) => {
                let said = Lifted { record, revision, at: spoken.origin.finalized_at };
                lifted.entry(whose).or_default().push(said);
            }
            Reviewed::Disputed(_) | Reviewed::Pending { .. } => {}
        }
    }
    for said in returned.values_mut() {
        said.sort_by_key(|returned| (std::cmp::Reverse(returned.at), returned.record));
        said.truncate(MAX_RETURNED);
    }
    for said in lifted.values_mut() {
        said.sort_by_key(|lifted| (std::cmp::Reverse(lifted.at), lifted.record));
        said.truncate(MAX_RETURNED);
    }
    Ok((returned, lifted))
}

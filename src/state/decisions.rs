//! What people decide at the desk: which of several values stand, and how they judge records.
//!
//! Start at [`disputes`] for what is to be decided and [`decide`] for deciding it. Whoever decides has seen all values: if
//! another one came in meanwhile, nothing is written.
//!
//! Not here: what a decision does to the ledger (`ledger`), records that were edited in several places (`answers`), verdicts on
//! records (`reviews`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::{Dispute, EntityHistory, EntityKey, RuleError, Ruling, Subject};
use record::{Decision, EntityChange, ListName, Matter, OfficerId, RecordId, Revision, Submission};
use store::{Conflict, Settings};

use super::desk::{self, NEEDS, VISITS, Words};
use super::device::{Device, Failure, LoadError, device_id};
use super::{answers, lists};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::{clock, entropy};
use crate::worker::desk::known;

/// What is to be decided, with the words for it.
#[derive(PartialEq, Eq)]
pub struct ToDecide {
    /// By property, then by what the entity is called.
    pub disputes: Vec<Dispute>,
    pub words: Words,
}

/// What shall stand of one entity or record, by property.
pub type Rulings = BTreeMap<Subject, BTreeMap<String, Ruling>>;

/// Why nothing was decided. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error(transparent)]
    Ruling(#[from] RuleError),
    #[error("no reason was given")]
    NoReason,
    /// A decision names who made it: say so in the settings first.
    #[error("nobody said who works here")]
    NoOfficer,
    #[error("what the device knows of itself cannot be read")]
    Damaged,
    #[error("the browser has no source of randomness")]
    Entropy(#[from] entropy::NoEntropy),
    #[error("the ledger cannot be read")]
    Load(#[from] LoadError),
    #[error("the database cannot be written")]
    Write(#[from] Failure),
}

impl From<ReadError> for DecideError {
    fn from(error: ReadError) -> Self {
        Self::Load(error.into())
    }
}

/// How often it is tried while other tabs write.
pub(super) const TRIES: usize = 5;

/// All that is to be decided on this desk.
///
/// # Errors
/// [`LoadError`]
pub async fn disputes(device: &Device, language: &str) -> Result<ToDecide, LoadError> {
    let mut found = Vec::new();
    for list in shared_lists().await? {
        found.extend(desk::histories(device, &list).await?.iter().flat_map(ledger::disputes));
    }
    let mut words = desk::words(device, language).await?;
    let of_records = answers::disputes(device, &mut words, language).await?;
    let records: BTreeSet<RecordId> = of_records.iter().filter_map(record_of).collect();
    found.retain(|dispute| !is_settled_with(dispute, &records));
    found.extend(of_records);
    Ok(sorted(found, words))
}

fn record_of(dispute: &Dispute) -> Option<RecordId> {
    match &dispute.subject {
        Subject::Record { record, .. } => Some(*record),
        Subject::Entity(_) => None,
    }
}

/// Whether all values are those of one record that was edited in several places: nobody is asked the same twice. If it is still
/// open once the record is settled, it is asked then.
fn is_settled_with(dispute: &Dispute, records: &BTreeSet<RecordId>) -> bool {
    let said: BTreeSet<RecordId> =
        dispute.voices.iter().take(dispute.standing).map(|voice| voice.said.origin.record).collect();
    said.len() == 1 && said.is_subset(records)
}

/// What is to be decided of one entity, and of the visits and needs that are about it.
///
/// # Errors
/// [`LoadError`]
pub async fn disputes_about(device: &Device, key: &EntityKey, language: &str) -> Result<ToDecide, LoadError> {
    let key = desk::joins(device).await?.main(key);
    let mut found: Vec<Dispute> = history(device, &key).await?.iter().flat_map(ledger::disputes).collect();
    for list in [VISITS, NEEDS] {
        let histories = desk::histories(device, list).await?;
        let about = histories.iter().filter(|history| history.state().text(ledger::SUBJECT) == key.entity.as_str());
        found.extend(about.flat_map(ledger::disputes));
    }
    Ok(sorted(found, desk::words(device, language).await?))
}

/// A value of an entity that was decided, to be decided anew. Nothing, if nobody decided it.
///
/// # Errors
/// [`LoadError`]
pub async fn anew(device: &Device, key: &EntityKey, property: &str, language: &str) -> Result<ToDecide, LoadError> {
    let known = history(device, key).await?;
    let found = known.iter().filter_map(|known| ledger::decided_anew(known, property)).collect();
    Ok(sorted(found, desk::words(device, language).await?))
}

fn sorted(mut disputes: Vec<Dispute>, words: Words) -> ToDecide {
    disputes.sort_by_cached_key(|dispute| {
        let (property, title) = (dispute.property.clone(), dispute.title.clone());
        let (place, list, first, second) = match &dispute.subject {
            Subject::Entity(key) => (words.place(key.list.as_str(), &property), key.list.to_string(), property, title),
            Subject::Record { form, .. } => (usize::MAX, form.clone(), title, String::new()),
        };
        (record_of(dispute).is_some(), place, list, first, second, dispute.subject.clone(), dispute.property.clone())
    });
    ToDecide { disputes, words }
}

/// The lists of which something is known here, but for the desks' own.
async fn shared_lists() -> Result<BTreeSet<String>, LoadError> {
    let lists = lists::overview().await?.into_iter().map(|(list, _)| list.to_string());
    Ok(lists.filter(|list| !list.starts_with("__")).collect())
}

/// All that is known of an entity.
///
/// # Errors
/// [`ReadError`]
pub async fn history(device: &Device, key: &EntityKey) -> Result<Option<EntityHistory>, ReadError> {
    desk::history(device, key).await
}

/// Decides conflicts: one decision for each entity or record, all of them or none. How many were written.
///
/// # Errors
/// [`DecideError`]
pub async fn decide(device: &Device, rulings: &Rulings, reason: &str) -> Result<usize, DecideError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DecideError::NoReason);
    }
    for _ in 0..TRIES {
        let desk = Desk::here(device).await?;
        let mut decisions = Vec::new();
        for (subject, rulings) in rulings {
            let key = match subject {
                Subject::Entity(key) => key,
                Subject::Record { record, .. } => {
                    let number = decisions.len();
                    decisions.push(answers::settle(device, &desk, *record, rulings, reason, number).await?);
                    continue;
                }
            };
            let state = history(device, key).await?.ok_or(RuleError::Moved)?.state();
            let change = ledger::ruled(&state, rulings, &device_id(&desk.settings.device.key))?;
            let decision = Decision { matter: Matter::Values, reason: Some(reason.to_owned()) };
            decisions.push(desk.decided(decision, change, Some(state.title().to_owned()), decisions.len())?);
        }
        if decisions.is_empty() {
            return Err(RuleError::Nothing.into());
        }
        if desk.write(device, &decisions).await? {
            return Ok(decisions.len());
        }
    }
    Err(Failure::Run(RunError::NoAnswer).into())
}

/// Who decides, and in sight of what.
pub(super) struct Desk {
    pub settings: Settings,
    pub officer: OfficerId,
}

impl Desk {
    pub async fn here(device: &Device) -> Result<Self, DecideError> {
        let settings = device.settings().await?.ok_or(DecideError::Damaged)?;
        let officer = settings.officer.as_ref().ok_or(DecideError::NoOfficer)?.id.clone();
        Ok(Self { settings, officer })
    }

    /// A decision as a record. `number` counts those of one transaction.
    pub fn decided(
        &self,
        decision: Decision,
        change: EntityChange,
        name: Option<String>,
        number: usize,
    ) -> Result<Rc<Revision>, DecideError> {
        let now = clock::now();
        let decided = Submission {
            record: entropy::draft_id(now)?.record(),
            parents: Vec::new(),
            form: Decision::form(),
            device: device_id(&self.settings.device.key),
            officer: self.officer.clone(),
            finalized_at: now,
            sequence: self.settings.sequence + number as u64,
            instance_name: name,
            answers: serde_json::Map::new(),
            entities: vec![change],
            attachments: Vec::new(),
            remarks: Vec::new(),
            erasure: None,
            decision: Some(decision),
        };
        Ok(Rc::new(Revision::write(decided).map_err(|_| DecideError::Damaged)?))
    }

    /// Writes decisions down. Another tab that was faster makes it `false`: look again at what there is now.
    pub async fn write(&self, device: &Device, decisions: &[Rc<Revision>]) -> Result<bool, DecideError> {
        // What was erased meanwhile, by a batch or in another tab, is not spoken of again.
        let erasures = known::erasures(&device.database).await?;
        if decisions.iter().any(|decision| erasures.erases(decision)) {
            return Err(RuleError::Moved.into());
        }
        let rows = device.entity_rows_of(decisions).await?;
        let plain: Vec<Revision> = decisions.iter().map(|decision| (**decision).clone()).collect();
        match device.run(store::records::decide(&plain, &rows, self.settings.ledger)).await {
            Ok(()) => {
                device.refresh_canary().await;
                Ok(true)
            }
            Err(Failure::Conflict(Conflict::SequenceTaken | Conflict::LedgerMoved)) => Ok(false),
            Err(failure) => Err(failure.into()),
        }
    }
}

/// The list in which verdicts on records are kept.
pub(super) fn reviews() -> ListName {
    ListName::new(record::REVIEWS)
}

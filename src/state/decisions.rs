//! What people decide at the desk: which of several values stand, and how they judge records.
//!
//! Start at [`disputes`] for what is to be decided and [`decide`] for deciding it. Whoever decides has seen all values: if
//! another one came in meanwhile, nothing is written.
//!
//! Not here: what a decision does to the ledger (`ledger`), records that were edited in several places (`answers`), verdicts on
//! records (`reviews`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::{Dispute, EntityHistory, EntityKey, NEEDS, Rule, RuleError, Ruling, Subject, VISITS};
use record::{
    ChangeId, Decision, EntityChange, EntityId, ListName, Matter, OfficerId, RecordId, Revision, RevisionHash,
    Submission,
};
use store::{Conflict, Settings};

use super::desk::{self, Words};
use super::device::{Device, Failure, LoadError, device_id};
use super::lists::ListError;
use super::{answers, lists};
use crate::platform::idb::{ReadError, RunError};
use crate::platform::{clock, entropy};
use crate::worker::desk::open::{OpenAnswer, OpenQuestion, Pick};
use crate::worker::desk::{Failure as DeskFailure, known};

/// What is to be decided, with the words for it.
#[derive(PartialEq, Eq, Default)]
pub struct ToDecide {
    pub groups: Vec<Group>,
    /// Groups of records that are not among them.
    pub more_records: usize,
    pub words: Words,
}

/// What stands under one heading: what many entities say of one property, or all that is asked of one record.
#[derive(Clone, PartialEq, Eq)]
pub struct Group {
    /// So many there are; these are the first.
    pub count: usize,
    pub disputes: Vec<Dispute>,
    /// Who has said a value, and how often.
    pub officers: Vec<(OfficerId, usize)>,
}

/// A value that a rule picks of many disputes.
pub struct Picked {
    pub subject: Subject,
    pub property: String,
    pub source: ChangeId,
    pub ruling: Ruling,
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

/// What is to be decided on this desk: of each property and of records the first `most`. `on_progress` hears of so many of so
/// many steps.
///
/// # Errors
/// [`ListError`]
pub async fn disputes(
    device: &Device,
    most: usize,
    language: &str,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<ToDecide, ListError> {
    let OpenAnswer::Disputes(open) = lists::open(OpenQuestion::Disputes { most }, on_progress).await? else {
        return Err(DeskFailure::Worker.into());
    };
    let key = |list: &ListName, entity: &EntityId| EntityKey { list: list.clone(), entity: entity.clone() };
    let keys = open.properties.iter().flat_map(|of| of.entities.iter().map(|entity| key(&of.list, entity)));
    let told = disputes_of(device, &keys.collect()).await?;
    let mut words = desk::words(device, language).await?;
    let mut groups = Vec::new();
    for of in open.properties {
        let one = |entity: &EntityId| {
            let disputes = told.get(&key(&of.list, entity))?;
            disputes.iter().find(|dispute| dispute.property == of.property).cloned()
        };
        let disputes = of.entities.iter().filter_map(one).collect();
        groups.push(Group { count: of.count, disputes, officers: of.officers });
    }
    let shown = open.records.len();
    groups.extend(answers::disputes(device, &open.records, &mut words, language).await?.into_iter().map(Group::of));
    Ok(sorted(groups, open.of_records - shown, words))
}

async fn disputes_of(
    device: &Device,
    keys: &BTreeSet<EntityKey>,
) -> Result<BTreeMap<EntityKey, Vec<Dispute>>, LoadError> {
    let mut told = BTreeMap::new();
    for (key, history) in desk::several(device, keys).await? {
        told.insert(key, ledger::disputes(&history));
    }
    Ok(told)
}

fn record_of(dispute: &Dispute) -> Option<RecordId> {
    match &dispute.subject {
        Subject::Record { record, .. } => Some(*record),
        Subject::Entity(_) => None,
    }
}

/// What a rule picks of a group, also of those in it that are not on the page.
///
/// # Errors
/// [`ListError`]
pub async fn picks(group: &Group, rule: Rule) -> Result<Vec<Picked>, ListError> {
    let of = group.disputes.first().map(|dispute| (dispute.subject.clone(), dispute.property.clone()));
    let Some((Subject::Entity(key), property)) = of.filter(|_| group.count > group.disputes.len()) else {
        let pick = |dispute: &Dispute| Picked::of(dispute, ledger::picked(&rule, dispute)?);
        return Ok(group.disputes.iter().filter_map(pick).collect());
    };
    let question = OpenQuestion::Picks { list: key.list.clone(), property: property.clone(), rule };
    let OpenAnswer::Picks(picks) = lists::open(question, |_, _| ()).await? else {
        return Err(DeskFailure::Worker.into());
    };
    let change = |(revision, index): (RevisionHash, u16)| ChangeId { revision, index };
    let picked = |pick: Pick| Picked {
        subject: Subject::Entity(EntityKey { list: key.list.clone(), entity: pick.entity }),
        property: property.clone(),
        source: change(pick.source),
        ruling: Ruling { value: pick.value, seen: pick.seen.into_iter().map(change).collect() },
    };
    Ok(picks.into_iter().map(picked).collect())
}

impl Picked {
    /// A voice of a dispute.
    pub fn of(dispute: &Dispute, voice: usize) -> Option<Self> {
        let said = &dispute.voices.get(voice)?.said;
        Some(Self {
            subject: dispute.subject.clone(),
            property: dispute.property.clone(),
            source: said.source,
            ruling: Ruling { value: said.value.clone(), seen: dispute.seen() },
        })
    }
}

impl Group {
    fn of(disputes: Vec<Dispute>) -> Self {
        Self { count: disputes.len(), officers: ledger::officers(&disputes), disputes }
    }
}

/// What is to be decided of one entity, and of the visits and needs that are about it.
///
/// # Errors
/// [`ListError`]
pub async fn disputes_about(device: &Device, key: &EntityKey, language: &str) -> Result<ToDecide, ListError> {
    let key = desk::joins(device).await?.main(key);
    let mut found: Vec<Dispute> = history(device, &key).await?.iter().flat_map(ledger::disputes).collect();
    let others = lists::naming(&key.entity).await?.into_iter();
    let others = others.filter(|other| [VISITS, NEEDS].contains(&other.list.as_str())).collect();
    for (_, other) in desk::several(device, &others).await? {
        if other.state().text(ledger::SUBJECT) == key.entity.as_str() {
            found.extend(ledger::disputes(&other));
        }
    }
    Ok(sorted(grouped(found), 0, desk::words(device, language).await?))
}

/// A value of an entity that was decided, to be decided anew. Nothing, if nobody decided it.
///
/// # Errors
/// [`LoadError`]
pub async fn anew(device: &Device, key: &EntityKey, property: &str, language: &str) -> Result<ToDecide, LoadError> {
    let known = history(device, key).await?;
    let found = known.iter().filter_map(|known| ledger::decided_anew(known, property)).collect();
    Ok(sorted(grouped(found), 0, desk::words(device, language).await?))
}

/// Disputes of entities by list and property, in each by name.
fn grouped(disputes: Vec<Dispute>) -> Vec<Group> {
    let mut groups: BTreeMap<(Option<ListName>, String), Vec<Dispute>> = BTreeMap::new();
    for dispute in disputes {
        let list = match &dispute.subject {
            Subject::Entity(key) => Some(key.list.clone()),
            Subject::Record { .. } => None,
        };
        groups.entry((list, dispute.property.clone())).or_default().push(dispute);
    }
    let by_name = |mut group: Vec<Dispute>| {
        group.sort_by_cached_key(|dispute| (dispute.title.clone(), dispute.subject.clone()));
        Group::of(group)
    };
    groups.into_values().map(by_name).collect()
}

/// Properties in the order of their forms, records behind them.
fn sorted(mut groups: Vec<Group>, more_records: usize, words: Words) -> ToDecide {
    groups.retain(|group| !group.disputes.is_empty());
    groups.sort_by_cached_key(|group| {
        let first = &group.disputes[0];
        let (place, list, name) = match &first.subject {
            Subject::Entity(key) => {
                (words.place(key.list.as_str(), &first.property), key.list.to_string(), first.property.clone())
            }
            Subject::Record { form, .. } => (usize::MAX, form.clone(), first.title.clone()),
        };
        (record_of(first).is_some(), place, list, name, first.subject.clone())
    });
    ToDecide { groups, more_records, words }
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
        let entities = rulings.keys().filter_map(|subject| match subject {
            Subject::Entity(key) => Some(key.clone()),
            Subject::Record { .. } => None,
        });
        let histories = desk::several(device, &entities.collect()).await?;
        for (subject, rulings) in rulings {
            let key = match subject {
                Subject::Entity(key) => key,
                Subject::Record { record, .. } => {
                    let number = decisions.len();
                    decisions.push(answers::settle(device, &desk, *record, rulings, reason, number).await?);
                    continue;
                }
            };
            let state = histories.get(key).ok_or(RuleError::Moved)?.state();
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

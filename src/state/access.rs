//! Notes in the access log of this desk: who did what with what, and when. Never what it says.
//!
//! A note is one small transaction behind the step that it tells of. Where it cannot be written the step stands nonetheless: a
//! full disk must not keep anybody from a backup.
//!
//! Not here: the rows (`store::log`), the page that shows them (`pages::safe::access`).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use ledger::EntityKey;
use record::{DeviceId, EntityId, ListName, OfficerId, RecordId};
pub use store::log::Step;
use store::log::{self, Event, Fault, Line};
use store::{Settings, Store};

use super::device::{Device, Failure, device_id};
use super::{desk, refill};
use crate::platform::idb::ReadError;
use crate::platform::{clock, timer};
use crate::worker::desk::known;

/// How often a note is tried while other tabs write theirs.
const TRIES: usize = 5;

/// Notes a step.
pub async fn note(device: &Device, step: Step, what: &str, count: u64) {
    for _ in 0..TRIES {
        let Ok(Some(settings)) = device.settings().await else { return };
        let event = Event { at: clock::now(), who: who(&settings), step, what: what.to_owned(), count };
        let Ok(last) = device.database.get(Store::Meta, &log::last_key()).await else { return };
        match device.run(log::note(&device_id(&settings.device.key), &event, last.as_deref())).await {
            Err(Failure::Conflict(_)) => {}
            Ok(()) | Err(Failure::Run(_)) => return,
        }
    }
}

/// The same for who has no time to wait.
pub fn note_beside(device: Rc<Device>, step: Step, what: String, count: u64) {
    timer::spawn(async move { note(&device, step, &what, count).await });
}

/// The staff code of who fills; empty where nobody said.
pub fn who(settings: &Settings) -> OfficerId {
    settings.officer.as_ref().map_or_else(|| OfficerId::new(""), |officer| officer.id.clone())
}

/// What a line of the log is about, by what people call it.
#[derive(Clone, PartialEq, Eq)]
pub struct Subject {
    pub title: String,
    pub of: Of,
    /// What stands behind its id: the mark of an export or a paper.
    pub rest: String,
}

#[derive(Clone, PartialEq, Eq)]
pub enum Of {
    Entity(EntityKey),
    Record(RecordId),
}

/// What some lines are about, by what they say, as far as it is an entity, a record or a list that is here.
///
/// # Errors
/// [`ReadError`]
pub async fn subjects(device: &Device, said: &[(Step, String)]) -> Result<BTreeMap<String, Subject>, ReadError> {
    let entity = |what: &str| {
        let (list, entity) = what.split(' ').next()?.split_once('/')?;
        Some(EntityKey { list: ListName::new(list), entity: EntityId::new(entity) })
    };
    let keys: BTreeSet<EntityKey> = said.iter().filter_map(|(_, what)| entity(what)).collect();
    let joined = known::joined(&device.database).await?;
    let mains = keys.iter().map(|key| joined.joins().main(key)).collect();
    let entities = desk::several(device, &mains).await?;
    let mut subjects = BTreeMap::new();
    for (step, what) in said {
        let rest = what.split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        let subject = match (step, entity(what), what.parse::<RecordId>()) {
            (Step::Opened | Step::Printed | Step::Exported, Some(key), _) => entities
                .get(&joined.joins().main(&key))
                .map(|history| Subject { title: history.state().title().to_owned(), of: Of::Entity(key), rest }),
            (Step::OpenedRecord | Step::Erased, _, Ok(record)) => {
                refill::latest(device, record).await?.filter(|it| it.erasure().is_none()).map(|revision| {
                    let title = revision.submission().name().to_owned();
                    Subject { title, of: Of::Record(record), rest }
                })
            }
            _ => None,
        };
        subjects.extend(subject.map(|subject| (what.clone(), subject)));
    }
    Ok(subjects)
}

/// The log, the latest first, and what is wrong with it.
pub struct Log {
    pub lines: Vec<Line>,
    pub faults: Vec<Fault>,
    pub own: DeviceId,
}

/// Reads the log. What is old enough goes.
///
/// # Errors
/// [`ReadError`]
pub async fn read(device: &Device) -> Result<Log, ReadError> {
    let rows = device.database.all(Store::Log).await?;
    let last = device.database.get(Store::Meta, &log::last_key()).await?;
    let own = device.settings().await?.map_or_else(|| DeviceId::new(""), |settings| device_id(&settings.device.key));
    let faults = log::verify(&rows, &own, last.as_deref());
    let old = log::purge(&rows, clock::now());
    if !old.is_empty() {
        let _ = device.run(old).await; // it will be old the next time too
    }
    Ok(Log { lines: log::list(&rows), faults, own })
}

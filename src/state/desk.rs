//! The ledger as the desk shows it: one entity, what is due, and the words that forms have for properties.
//!
//! Not here: whole lists (`lists`), how changes add up, what words are (`ledger`), how they came in (`inbox`).

use std::collections::{BTreeMap, BTreeSet};

pub use ledger::Words;
use ledger::{EnterprisePage, EntityHistory, EntityKey, Joins};
use record::{EntityId, ListName, RecordId, Remark, RevisionHash};
use store::{Settings, Store, layout};

use super::device::{Device, LoadError};
use super::lists::ListError;
use super::matching::{self, Matching};
use super::{library, lists, projection, refill, tasks};
use crate::platform::clock;
use crate::platform::idb::ReadError;
use crate::worker::desk::due::{self, DueTold};
use crate::worker::desk::intake::Brought;
use crate::worker::desk::lists::Named;
use crate::worker::desk::open::{OpenAnswer, OpenQuestion};
use crate::worker::desk::{Done, Failure as DeskFailure, Task, known};

pub const ENTERPRISES: &str = "enterprises";

/// A longer text is no id, nor several.
const MOST_ID_BYTES: usize = 1_000;

/// One enterprise, with the words for all that is shown of it.
pub struct Enterprise {
    pub page: EnterprisePage,
    /// What was said beside the answers of its records.
    pub said: BTreeMap<RecordId, Vec<Remark>>,
    /// Which imports brought what is shown.
    pub brought: BTreeMap<RevisionHash, Brought>,
    /// Other entities that its values name by their ids.
    pub named: Named,
    pub words: Words,
    /// Whom or what it may suit, where that is asked of its list.
    pub matching: Option<Matching>,
}

/// One entity of a list with what other lists have of it. `None`: nothing here speaks of it.
///
/// # Errors
/// [`ListError`]
pub async fn entity(
    device: &Device,
    list: &str,
    entity: &str,
    language: &str,
) -> Result<Option<Enterprise>, ListError> {
    let key = EntityKey { list: ListName::new(list), entity: EntityId::new(entity) };
    let Some(history) = history(device, &key).await? else { return Ok(None) };
    let mut related = Vec::new();
    for key in lists::naming(&history.entity).await? {
        related.extend(self::history(device, &key).await?);
    }
    let page = ledger::page(&history, &related);
    let mut said = BTreeMap::new();
    for source in &page.records {
        let remarks =
            refill::latest(device, source.record).await?.map(|revision| revision.submission().remarks.clone());
        said.insert(source.record, remarks.unwrap_or_default());
    }
    let sources = page.properties.iter().flat_map(|property| property.history.iter().chain([&property.shown]));
    let revisions: BTreeSet<RevisionHash> = sources.map(|said| said.source.revision).collect();
    let brought = brought(revisions).await?.into_iter().map(|brought| (brought.revision, brought)).collect();
    let mut words = words(device, language).await?;
    let named = lists::named(values(&page)).await?;
    named.iter().for_each(|(id, name)| words.learn_entity(id, &name.title));
    let matching = matching::of(device, &page.state, &words).await?;
    Ok(Some(Enterprise { page, said, brought, named, words, matching }))
}

/// All that its page says of an entity and of those that name it.
fn values(page: &EnterprisePage) -> Vec<String> {
    let all = page.properties.iter().flat_map(|property| {
        let others = property.conflict.iter().flat_map(|conflict| conflict.others.iter().map(|other| &other.property));
        property.history.iter().chain([&property.shown]).chain(others)
    });
    let related = page.others.iter().flat_map(|related| &related.entities);
    let said = all.chain(related.flat_map(|state| state.properties.values())).map(|property| property.value.clone());
    let steps = page.timeline.iter().flat_map(|step| &step.settings);
    let values: BTreeSet<String> = said.chain(steps.filter_map(|setting| setting.before.clone())).collect();
    values.into_iter().filter(|value| value.len() <= MOST_ID_BYTES).collect()
}

/// Which imports brought these revisions.
async fn brought(revisions: BTreeSet<RevisionHash>) -> Result<Vec<Brought>, ListError> {
    match tasks::done(Task::Brought(revisions.into_iter().collect()), &[], |_| ()).await? {
        Done::Brought(brought) => Ok(brought),
        _ => Err(DeskFailure::Worker.into()),
    }
}

/// What is known of an entity, if there is anything to show: of all that are one with it.
///
/// # Errors
/// [`ReadError`]
pub async fn history(device: &Device, key: &EntityKey) -> Result<Option<EntityHistory>, ReadError> {
    let joined = known::joined(&device.database).await?;
    if joined.joins().members(key).len() > 1 {
        return Ok(joined.whole(key));
    }
    Ok(row(device, key).await?.and_then(|row| joined.shown(row)))
}

/// The same of several, those that are one with another under the key under which they stand.
///
/// # Errors
/// [`ReadError`]
pub async fn several(
    device: &Device,
    keys: &BTreeSet<EntityKey>,
) -> Result<BTreeMap<EntityKey, EntityHistory>, ReadError> {
    let joined = known::joined(&device.database).await?;
    let rows = keys.iter().map(|key| layout::entity(&key.list, &key.entity)).collect();
    let rows = projection::histories(&device.database.rows(Store::Entities, rows).await?);
    let mut rows: BTreeMap<EntityKey, EntityHistory> = rows.into_iter().map(|row| (row.key(), row)).collect();
    let mut found = BTreeMap::new();
    for key in keys {
        let one = match joined.joins().members(key).len() {
            1 => rows.remove(key).and_then(|row| joined.shown(row)),
            _ => joined.whole(key),
        };
        found.extend(one.map(|one| (key.clone(), one)));
    }
    Ok(found)
}

/// What is known of one entity by itself, whatever it is one with.
///
/// # Errors
/// [`ReadError`]
pub async fn row(device: &Device, key: &EntityKey) -> Result<Option<EntityHistory>, ReadError> {
    let row = device.database.get(Store::Entities, &layout::entity(&key.list, &key.entity)).await?;
    Ok(row.and_then(|bytes| EntityHistory::from_bytes(&bytes).ok()).filter(EntityHistory::is_shown))
}

/// What is due until the end of this week for who fills, as this device's clock has it: the first `most`.
///
/// # Errors
/// [`ListError`]
pub async fn due(device: &Device, settings: &Settings, most: usize) -> Result<DueTold, ListError> {
    let Ok(today) = clock::now().date().parse() else { return Ok(DueTold::default()) };
    let has_blocks = device.database.has_blocks_of(Store::Entities).await.map_err(LoadError::from)?;
    // Where rows lie in blocks, at a desk above all, lists may be long: a page that read them would stand still.
    if !has_blocks {
        return Ok(due::look(&device.database, settings, today, most).await.map_err(LoadError::from)?);
    }
    match lists::open(OpenQuestion::Due { today, most }, |_, _| ()).await? {
        OpenAnswer::Due(told) => Ok(*told),
        _ => Err(DeskFailure::Worker.into()),
    }
}

/// Which entities are one.
///
/// # Errors
/// [`ReadError`]
pub async fn joins(device: &Device) -> Result<Joins, ReadError> {
    Ok(Joins::of(&projection::histories(&device.entities(&ledger::joins_list()).await?)))
}

/// What forms call the properties of lists: those on offer, and older ones where those say nothing.
///
/// # Errors
/// [`LoadError`]
pub async fn words(device: &Device, language: &str) -> Result<Words, LoadError> {
    let mut words = Words::default();
    for form in library::offered(device).await? {
        words.learn_title(&form.form.id, form.listing.title(language).unwrap_or(&form.title));
        if let Some(package) = device.package(form.form.hash).await? {
            words.learn(&package.definition, &package.files, language);
        }
    }
    // The latest first: what came with an older version is read by it where no later one has a word for it.
    let mut older = library::all(device).await?;
    older.retain(|form| !form.offered);
    older.sort_by_key(|form| std::cmp::Reverse(form.added_at));
    for form in older {
        if let Some(package) = device.package(form.form.hash).await? {
            words.learn_older(&package.definition, &package.files, language);
        }
    }
    Ok(words)
}

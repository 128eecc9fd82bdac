//! Erasures in packs: which a desk has to tell whom, and what one does on the tablet that takes it in.
//!
//! A tablet gets the erasures of what it sent, as the inbox knows ([`Erased`]); what they name goes from it as from a desk
//! ([`Erasing`]). Of lists a tablet hears by their rows besides, also where no erasure comes.
//!
//! Not here: which of them matter (`ledger::sent_down`), the rows that go (`store::erasure`).

use std::collections::{BTreeMap, BTreeSet};

use ledger::sent_down::{Openers, sent_down};
use ledger::{EntityHistory, EntityKey};
use record::{DeviceId, ErasedEntity, Erasures, Named, RecordId, Revision, RevisionHash};
use store::{Key, Purge, Store, Transaction, layout, records};

use super::TakeError;
use crate::platform::idb::ReadError;
use crate::state::device::Device;
use crate::state::{erasure, flush};
use crate::worker::desk::known;
use crate::worker::packs::{PackRefusal, PackSeen};

/// What was erased at a desk, and what came there from whom.
pub struct Erased {
    erasures: Vec<Revision>,
    came: BTreeMap<DeviceId, BTreeSet<RecordId>>,
}

impl Erased {
    /// # Errors
    /// [`ReadError`]
    pub async fn of(device: &Device) -> Result<Self, ReadError> {
        let mut erased = Self { erasures: Vec::new(), came: BTreeMap::new() };
        let known = known::erasures(&device.database).await?;
        let keys = known.iter().map(|(hash, named)| layout::revision(named.record, *hash)).collect();
        erased.erasures = records::list(&device.database.rows(Store::Records, keys).await?).0;
        if erased.erasures.is_empty() {
            return Ok(erased);
        }
        let records = |revisions: BTreeSet<(RecordId, RevisionHash)>| revisions.into_iter().map(|(record, _)| record);
        let came = known::came(&device.database).await?.into_iter();
        erased.came = came.map(|(device, revisions)| (device, records(revisions).collect())).collect();
        Ok(erased)
    }

    /// Those that a pack has to tell. `to`: whom it is for alone; else anybody may open it.
    pub fn of_those(&self, to: Option<&[DeviceId]>) -> Vec<&Revision> {
        let is_theirs = |device: &DeviceId| to.is_none_or(|to| to.contains(device));
        let had = self.came.iter().filter(|(device, _)| is_theirs(device)).flat_map(|(_, records)| records).copied();
        let openers = if to.is_some_and(|to| to.len() == 1) { Openers::One } else { Openers::Many };
        sent_down(&self.erasures, &had.collect(), openers)
    }
}

/// What goes from this tablet with a pack.
pub struct Erasing {
    /// All that is known of with it.
    pub known: Erasures,
    /// Rows of entities without what goes.
    pub rows: Vec<EntityHistory>,
    /// So many erasures were not known here.
    pub new: usize,
    came: Vec<Revision>,
    purge: Purge,
    erasures: Erasures,
}

impl Erasing {
    /// # Errors
    /// [`TakeError`]; nothing has changed.
    pub async fn of(device: &Device, seen: &PackSeen) -> Result<Self, TakeError> {
        let mut known = known::erasures(&device.database).await?;
        let all = came(device, seen).await?;
        let told = told(seen, |hash| known.holds(hash) || all.iter().any(|revision| revision.hash() == hash));
        let mut erasures = Erasures::of(&all);
        told.iter().for_each(|(hash, named)| erasures.insert(*hash, named.clone()));
        let new = erasures.iter().filter(|(hash, _)| !known.holds(**hash)).count();
        erasures.iter().for_each(|(hash, named)| known.insert(*hash, named.clone()));
        if erasures.is_empty() {
            let (rows, purge) = (Vec::new(), Purge::default());
            return Ok(Self { known, rows, new, came: Vec::new(), purge, erasures });
        }
        // What is being typed goes into the drafts first, and with them.
        flush::all().await;
        let came = of_records_here(device, &all).await?;
        let named: Vec<Named> = erasures.named().cloned().collect();
        let own: Vec<_> = erasures.iter().map(|(hash, named)| (named.record, *hash)).collect();
        let entities: Vec<EntityKey> = named.iter().flat_map(ledger::named_rows).collect();
        let mut here = known::rows(&device.database, &own, &entities, &named).await?;
        let desk = known::readable(&device.database, &mut here).await?;
        let plan = ledger::plan(&desk, &all);
        if plan.is_refused() {
            return Err(TakeError::Refused(PackRefusal::Damaged));
        }
        let mut doomed = ledger::doomed(&desk, &named);
        doomed.extend(plan.doomed);
        let mut purge = erasure::told_purge(device, doomed, &erasures).await?;
        if erasures.iter().any(|(hash, _)| came.iter().all(|revision| revision.hash() != *hash)) {
            purge = purge.without_a_record(&device.database.all(Store::Records).await?);
            let whole = Erasures::of(&came);
            purge.states.retain(|record| !whole.is_record_erased(*record));
            purge.settled.retain(|record, _| !purge.states.contains(record));
        }
        // Of entities that are not here nothing is kept but the erasure itself.
        let mut rows = plan.entities;
        rows.retain(|row| desk.entities.contains_key(&row.key()));
        Ok(Self { known, rows, new, came, purge, erasures })
    }

    /// What has to be written beside the rows.
    pub fn plan(&self) -> Transaction {
        store::erasure::learnt(&self.came, &self.purge, &self.erasures)
    }

    /// Once it is written: what stands beside the database of drafts that went.
    pub fn forget_tails(&self) {
        erasure::forget_tails(&self.purge);
    }
}

/// The erasures that come as records and are not here as such.
async fn came(device: &Device, seen: &PackSeen) -> Result<Vec<Revision>, TakeError> {
    let mut came: BTreeMap<RevisionHash, Revision> = BTreeMap::new();
    for text in &seen.erasures {
        let revision = Revision::read(text.as_str()).map_err(|_| TakeError::Refused(PackRefusal::Damaged))?;
        came.insert(revision.hash(), revision);
    }
    let key = |revision: &Revision| layout::revision(revision.submission().record, revision.hash());
    let here = device.database.rows(Store::Records, came.values().map(key).collect()).await?;
    let here: BTreeSet<Key> = here.into_iter().map(|row| row.key).collect();
    came.retain(|_, revision| !here.contains(&key(revision)));
    Ok(came.into_values().collect())
}

/// Those of them that are of records of which something is, or was, here. Of others no more is kept than the word, which keeps out what
/// they name.
async fn of_records_here(device: &Device, came: &[Revision]) -> Result<Vec<Revision>, ReadError> {
    if came.is_empty() {
        return Ok(Vec::new());
    }
    let named: Vec<Named> = came.iter().filter_map(Named::by).collect();
    let parts = named.iter().flat_map(|named| named.parts.values().flatten());
    let parts = parts.map(|part| layout::revision(part.record, part.revision)).collect::<BTreeSet<_>>();
    let rows = device.database.rows(Store::Records, parts).await?;
    let cut: BTreeSet<Key> = rows.into_iter().map(|row| row.key).collect();
    let mut here = Vec::new();
    for (erasure, named) in came.iter().zip(&named) {
        let mut parts = named.parts.values().flatten();
        let is_of_something = if named.is_whole() {
            let stands = device.database.count(Store::States, &layout::state(named.record)).await? > 0;
            stands || !device.database.range(Store::Records, &layout::record(named.record)).await?.is_empty()
        } else {
            parts.any(|part| cut.contains(&layout::revision(part.record, part.revision)))
        };
        here.extend(is_of_something.then(|| erasure.clone()));
    }
    Ok(here)
}

/// The erasures that the pack's lists alone tell of, and what goes with them.
fn told(seen: &PackSeen, is_known: impl Fn(RevisionHash) -> bool) -> BTreeMap<RevisionHash, Named> {
    let mut told: BTreeMap<RevisionHash, Named> = BTreeMap::new();
    for (_, bytes) in seen.lists.iter().flat_map(|(_, entities)| entities) {
        let Ok(history) = EntityHistory::from_bytes(&bytes.0) else { continue };
        for (hash, tombstone) in history.erased.iter().filter(|(hash, _)| !is_known(**hash)) {
            let new = || Named::whole(tombstone.origin.record, BTreeSet::new());
            let entity = ErasedEntity { list: history.list.clone(), id: history.entity.clone() };
            told.entry(*hash).or_insert_with(new).entities.insert(entity);
        }
    }
    told
}

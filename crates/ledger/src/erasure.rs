//! What is left of an erased entity, and which entities go with a record.
//!
//! Which revisions an erasure takes away stands in [`record::Erasures`]. Not here: rows (`history`), batches (`import`), what a
//! device deletes (`store`).

use std::collections::BTreeSet;

use record::{EntityChangeKind, ErasedEntity, ListName, Named, RecordId, Review, Revision};

use crate::{EntityKey, Origin};

/// That an entity was erased: the fact, by whom and when, and why if a reason was given.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Tombstone {
    pub origin: Origin,
    pub reason: Option<String>,
}

/// Why nothing can be withdrawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WithdrawError {
    #[error("nothing of the record is here")]
    NothingHere,
    #[error("the record was erased already")]
    AlreadyErased,
}

impl From<&ErasedEntity> for EntityKey {
    fn from(named: &ErasedEntity) -> Self {
        Self { list: named.list.clone(), entity: named.id.clone() }
    }
}

/// The rows that have to be known before it can be said what an erasure takes away: those of the entities that it names, and
/// that of the verdicts on its record; or those of the entities of which properties go.
pub fn named_rows(named: &Named) -> BTreeSet<EntityKey> {
    if !named.is_whole() {
        return named.entity_parts().map(|(entity, ..)| EntityKey::from(entity)).collect();
    }
    let entities = named.entities.iter().map(EntityKey::from);
    entities.chain([EntityKey::from(&Review::entity(named.record))]).collect()
}

/// The entities that go when consent to a record is withdrawn: those that it made, and those that it keeps in `lists`, which
/// are the ones that the form says its proof of consent belongs to.
///
/// # Errors
/// [`WithdrawError`] where there is nothing to withdraw.
pub fn withdrawn(
    record: RecordId,
    revisions: &[Revision],
    lists: &BTreeSet<ListName>,
) -> Result<BTreeSet<ErasedEntity>, WithdrawError> {
    let ours = || revisions.iter().filter(|revision| revision.submission().record == record);
    if ours().any(|revision| revision.erasure().is_some()) {
        return Err(WithdrawError::AlreadyErased);
    }
    if ours().next().is_none() {
        return Err(WithdrawError::NothingHere);
    }
    let changes = ours().flat_map(|revision| &revision.submission().entities);
    let goes = changes
        .filter(|change| change.kind == EntityChangeKind::Create || lists.contains(&change.list))
        .map(ErasedEntity::of);
    Ok(goes.collect())
}

//! What a revision must be like to enter the ledger.
//!
//! A batch with one refused record is refused whole, so the reasons name the place and are as few as can be: only what
//! could not be listed, looked up or exported later.

use record::{EntityChange, EntityId, ListName, ReadRevisionError, Revision};

use crate::{LABEL, periods};

/// At most so many entities may one submission change.
pub const MAX_CHANGES: usize = 1_000;
/// At most so many bytes may an entity's id or a name have.
pub const MAX_NAME_BYTES: usize = 255;
/// At most so many characters may a property have, as an answer.
pub const MAX_TEXT: usize = 100_000;

/// Why a record is not taken in.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    #[error("not a record: {detail}")]
    Unreadable { detail: String },
    #[error("record format {format} is newer than this program")]
    Newer { format: u32 },
    #[error("{count} entity changes are more than a record may have")]
    TooManyChanges { count: usize },
    #[error("the list name '{list}' cannot be used")]
    ListName { list: String },
    #[error("the entity id '{entity}' is empty or cannot be used")]
    EntityId { entity: String },
    #[error("the property name '{property}' of list '{list}' cannot be used")]
    PropertyName { list: String, property: String },
    #[error("the property '{property}' of list '{list}' is too long")]
    TooLong { list: String, property: String },
}

/// Reads the texts of a batch's records. What cannot be read is a refusal in its place.
pub fn read_revisions<T: Into<String>>(bodies: impl IntoIterator<Item = T>) -> Vec<Result<Revision, Refusal>> {
    bodies.into_iter().map(|body| Revision::read(body).map_err(Refusal::from)).collect()
}

/// The first thing that keeps a revision out.
pub(crate) fn check(revision: &Revision) -> Result<(), Refusal> {
    let entities = &revision.submission().entities;
    let erased = revision.erasure().map(|erasure| erasure.entities.as_slice()).unwrap_or_default();
    let parts = revision.erasure().map(|erasure| erasure.parts.as_slice()).unwrap_or_default();
    let count = entities.len() + erased.len() + parts.iter().map(|part| part.entities.len().max(1)).sum::<usize>();
    if count > MAX_CHANGES {
        return Err(Refusal::TooManyChanges { count });
    }
    let in_parts = parts.iter().flat_map(|part| &part.entities);
    erased.iter().chain(in_parts).try_for_each(|named| check_key(&named.list, &named.id))?;
    if revision.submission().review().is_some() {
        return Ok(()); // the only one that speaks of the list of reviews, and it says nothing else
    }
    if periods::sets(revision) {
        return Ok(()); // a list of the desks' own, as that of reviews
    }
    if let Some(join) = revision.submission().join() {
        return join.pair.named().iter().try_for_each(|named| check_key(&named.list, &named.id));
    }
    entities.iter().try_for_each(check_change)
}

pub(crate) fn check_key(list: &ListName, id: &EntityId) -> Result<(), Refusal> {
    if !is_name(list.as_str()) || list.as_str().contains('.') {
        return Err(Refusal::ListName { list: list.to_string() });
    }
    let id = id.as_str();
    if id.trim().is_empty() || id.len() > MAX_NAME_BYTES || id.chars().any(char::is_control) {
        return Err(Refusal::EntityId { entity: id.to_owned() });
    }
    Ok(())
}

fn check_change(change: &EntityChange) -> Result<(), Refusal> {
    let list = || change.list.to_string();
    check_key(&change.list, &change.entity)?;
    for (property, text) in &change.properties {
        let is_reserved = [LABEL, "name"].iter().any(|reserved| property.eq_ignore_ascii_case(reserved));
        if is_reserved || !is_name(property) {
            return Err(Refusal::PropertyName { list: list(), property: property.clone() });
        }
        check_length(text).ok_or_else(|| Refusal::TooLong { list: list(), property: property.clone() })?;
    }
    let label = change.label.as_deref().unwrap_or_default();
    check_length(label).ok_or_else(|| Refusal::TooLong { list: list(), property: LABEL.to_owned() })
}

fn check_length(text: &str) -> Option<()> {
    (text.len() <= MAX_TEXT || text.chars().count() <= MAX_TEXT).then_some(())
}

/// A name as the entities specification has it: an XML name, without the prefix that the field keeps for itself.
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    let begins = characters.next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let goes_on = characters.all(|next| next.is_alphanumeric() || matches!(next, '_' | '-' | '.'));
    begins && goes_on && name.len() <= MAX_NAME_BYTES && !name.starts_with("__")
}

impl From<ReadRevisionError> for Refusal {
    fn from(error: ReadRevisionError) -> Self {
        match error {
            ReadRevisionError::Newer(format) => Self::Newer { format },
            ReadRevisionError::Entity(entity) => Self::EntityId { entity },
            // The parser's own words: they tell line and column, and no answer.
            ReadRevisionError::Json(source) => Self::Unreadable { detail: source.to_string() },
            ReadRevisionError::Id
            | ReadRevisionError::Erasure
            | ReadRevisionError::Decision
            | ReadRevisionError::Cut => Self::Unreadable { detail: error.to_string() },
        }
    }
}

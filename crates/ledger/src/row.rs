//! An entity's history as bytes: the database row `entities`, and the same row thinned inside a pack.
//!
//! The format stands in `docs/formats/entities.md`. It is a struct of its own; the inner types may change freely.

use serde::{Deserialize, Serialize};

use crate::EntityHistory;

/// The newest row format that this program knows. A row that erasures have no part in is written in the first one.
pub const FORMAT: u32 = 2;

/// Why bytes are not an entity's row.
#[derive(Debug, thiserror::Error)]
pub enum ReadRowError {
    #[error("not valid JSON of an entity row")]
    Json(#[from] serde_json::Error),
    #[error("entity row format {0} is newer than this program")]
    Newer(u32),
    #[error("not UTF-8")]
    Encoding(#[from] std::str::Utf8Error),
    #[error("a property has the label's name")]
    Property,
}

impl EntityHistory {
    /// The row's text, as a database keeps it. Equal histories give equal bytes.
    ///
    /// # Errors
    /// Only if a text cannot be written as JSON, which no text is.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&v1::Row::from(self))
    }

    /// The same with its state, for the other readers of a pack.
    ///
    /// # Errors
    /// As for [`EntityHistory::to_bytes`].
    pub fn to_pack_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&v1::Row::from(self).with(self.state()))
    }

    /// Reads what either of them wrote. The row's `state` is not looked at: it is always derived anew.
    ///
    /// # Errors
    /// [`ReadRowError`] says what the bytes are not.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadRowError> {
        let text = std::str::from_utf8(bytes)?;
        record::json::no_key_twice(text)?;
        match serde_json::from_str::<v1::Row>(text) {
            Ok(row) => row.read(),
            // What a newer program writes may not have this shape, but it says so.
            Err(error) => match serde_json::from_str(text)? {
                Format { format } if format > FORMAT => Err(ReadRowError::Newer(format)),
                Format { .. } => Err(error.into()),
            },
        }
    }
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// The row's shape. The second format has three members more.
mod v1 {
    use std::collections::{BTreeMap, BTreeSet};

    use record::{ChangeId, EntityBase, EntityChangeKind, EntityId, ListName, ParseHashError, RecordId, RevisionHash};

    use super::{Deserialize, EntityHistory, FORMAT, ReadRowError, Serialize};
    use crate::{Change, EntityKey, EntityState, LABEL, Origin, Tombstone, Value, ValueDigest, Without};

    const CHANGES: u32 = 1;
    const ERASURES: u32 = 2;

    #[derive(Serialize, Deserialize)]
    pub struct Row {
        format: u32,
        list: ListName,
        id: EntityId,
        changes: Vec<RowChange>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        erased: Vec<RowTombstone>,
        #[serde(rename = "withoutRecords", skip_serializing_if = "BTreeSet::is_empty", default)]
        without_records: BTreeSet<RecordId>,
        #[serde(rename = "withoutRevisions", skip_serializing_if = "BTreeSet::is_empty", default)]
        without_revisions: BTreeSet<RevisionHash>,
        /// For other readers. Not read here.
        #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
        state: Option<State>,
    }

    #[derive(Serialize, Deserialize)]
    struct RowTombstone {
        /// The erasure's hash.
        by: RevisionHash,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<String>,
        from: Origin,
    }

    #[derive(Serialize, Deserialize)]
    struct RowChange {
        id: ChangeId,
        kind: EntityChangeKind,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        base: Option<EntityBase>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        follows: Vec<RevisionHash>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        label: Option<String>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
        properties: BTreeMap<String, String>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
        overwritten: BTreeMap<String, Overwritten>,
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        thinned: bool,
        from: Origin,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(into = "String", try_from = "String")]
    #[derive(Clone)]
    struct Overwritten(ValueDigest);

    #[derive(Serialize, Default)]
    struct State {
        version: u32,
        heads: Vec<ChangeId>,
        label: Option<String>,
        properties: BTreeMap<String, String>,
        conflicts: Vec<String>,
    }

    impl From<Overwritten> for String {
        fn from(digest: Overwritten) -> Self {
            digest.0.to_string()
        }
    }

    impl TryFrom<String> for Overwritten {
        type Error = ParseHashError;

        fn try_from(text: String) -> Result<Self, ParseHashError> {
            text.parse().map(Self)
        }
    }

    impl From<&EntityHistory> for Row {
        fn from(history: &EntityHistory) -> Self {
            let tombstone = |(by, tombstone): (&RevisionHash, &Tombstone)| RowTombstone {
                by: *by,
                reason: tombstone.reason.clone(),
                from: tombstone.origin.clone(),
            };
            Self {
                format: if history.has_erasures() { ERASURES } else { CHANGES },
                erased: history.erased.iter().map(tombstone).collect(),
                without_records: history.without.records.clone(),
                without_revisions: history.without.revisions.clone(),
                list: history.list.clone(),
                id: history.entity.clone(),
                changes: history.changes.iter().map(RowChange::from).collect(),
                state: None,
            }
        }
    }

    impl From<EntityState> for State {
        fn from(state: EntityState) -> Self {
            Self {
                version: state.version,
                heads: state.heads,
                label: state.label.map(|label| label.value),
                properties: state.properties.into_iter().map(|(name, property)| (name, property.value)).collect(),
                conflicts: state.conflicts.into_iter().map(|conflict| conflict.property).collect(),
            }
        }
    }

    impl From<(&ChangeId, &Change)> for RowChange {
        fn from((id, change): (&ChangeId, &Change)) -> Self {
            let heads = change.parents.iter().copied().collect();
            let mut properties = BTreeMap::new();
            let mut overwritten = BTreeMap::new();
            for (name, value) in &change.values {
                match value {
                    Value::Text(text) => drop(properties.insert(name.clone(), text.clone())),
                    Value::Digest(digest) => drop(overwritten.insert(name.clone(), Overwritten(*digest))),
                }
            }
            Self {
                id: *id,
                kind: change.kind,
                base: change.base_version.map(|version| EntityBase { version, heads, ..EntityBase::default() }),
                follows: change.follows.iter().copied().collect(),
                label: properties.remove(LABEL),
                properties,
                overwritten,
                thinned: change.thinned,
                from: change.origin.clone(),
            }
        }
    }

    impl Row {
        pub fn with(self, state: EntityState) -> Self {
            Self { state: Some(State::from(state)), ..self }
        }

        pub fn read(self) -> Result<EntityHistory, ReadRowError> {
            if self.format > FORMAT {
                return Err(ReadRowError::Newer(self.format));
            }
            let mut history = EntityHistory::new(EntityKey { list: self.list, entity: self.id });
            history.without = Without { records: self.without_records, revisions: self.without_revisions };
            for RowTombstone { by, reason, from } in self.erased {
                history.erased.insert(by, Tombstone { origin: from, reason });
                history.without = Without::default();
            }
            for change in self.changes {
                history.insert(change.id, change.read()?);
            }
            Ok(history)
        }
    }

    impl RowChange {
        fn read(self) -> Result<Change, ReadRowError> {
            if self.properties.contains_key(LABEL) {
                return Err(ReadRowError::Property);
            }
            let overwritten = self.overwritten.into_iter().map(|(name, digest)| (name, Value::Digest(digest.0)));
            let texts = self.properties.into_iter().chain(self.label.map(|label| (LABEL.to_owned(), label)));
            Ok(Change {
                kind: self.kind,
                base_version: self.base.as_ref().map(|base| base.version),
                parents: self.base.into_iter().flat_map(|base| base.heads).collect(),
                follows: self.follows.into_iter().collect(),
                values: overwritten.chain(texts.map(|(name, text)| (name, Value::Text(text)))).collect(),
                origin: self.from,
                thinned: self.thinned,
            })
        }
    }
}

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
        // As large as most are, so that it does not have to move while it grows.
        let mut bytes = Vec::with_capacity(1024);
        serde_json::to_writer(&mut bytes, &v1::Row::from(self))?;
        Ok(bytes)
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
    use std::borrow::Cow;
    use std::collections::{BTreeMap, BTreeSet};

    use record::{ChangeId, EntityBase, EntityChangeKind, EntityId, ListName, ParseHashError, RecordId, RevisionHash};

    use super::{Deserialize, EntityHistory, FORMAT, ReadRowError, Serialize};
    use crate::{Change, EntityKey, EntityState, LABEL, Origin, Tombstone, Value, ValueDigest, Without};

    const CHANGES: u32 = 1;
    const ERASURES: u32 = 2;

    /// Borrowed where it is written: an import writes a hundred thousand of them.
    #[derive(Serialize, Deserialize)]
    pub struct Row<'a> {
        format: u32,
        list: Cow<'a, ListName>,
        id: Cow<'a, EntityId>,
        changes: Vec<RowChange<'a>>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        erased: Vec<RowTombstone<'a>>,
        #[serde(rename = "withoutRecords", skip_serializing_if = "is_none_of", default)]
        without_records: Cow<'a, BTreeSet<RecordId>>,
        #[serde(rename = "withoutRevisions", skip_serializing_if = "is_none_of", default)]
        without_revisions: Cow<'a, BTreeSet<RevisionHash>>,
        /// In either format: a program that does not know it keeps what it has, and takes in a pack.
        #[serde(rename = "withoutParts", skip_serializing_if = "is_no_part", default)]
        without_parts: Cow<'a, BTreeMap<RevisionHash, BTreeSet<String>>>,
        /// For other readers. Not read here.
        #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
        state: Option<State>,
    }

    fn is_none_of<T: Clone>(set: &BTreeSet<T>) -> bool {
        set.is_empty()
    }

    fn is_no_part(parts: &BTreeMap<RevisionHash, BTreeSet<String>>) -> bool {
        parts.is_empty()
    }

    #[derive(Serialize, Deserialize)]
    struct RowTombstone<'a> {
        /// The erasure's hash.
        by: RevisionHash,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<Cow<'a, str>>,
        from: Cow<'a, Origin>,
    }

    #[derive(Serialize, Deserialize)]
    struct RowChange<'a> {
        id: ChangeId,
        kind: EntityChangeKind,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        base: Option<EntityBase>,
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        follows: Vec<RevisionHash>,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        label: Option<Cow<'a, str>>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
        properties: BTreeMap<Cow<'a, str>, Cow<'a, str>>,
        #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
        overwritten: BTreeMap<Cow<'a, str>, Overwritten>,
        #[serde(skip_serializing_if = "is_none_of", default)]
        unchanged: Cow<'a, BTreeSet<String>>,
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        thinned: bool,
        from: Cow<'a, Origin>,
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

    impl<'a> From<&'a EntityHistory> for Row<'a> {
        fn from(history: &'a EntityHistory) -> Self {
            let tombstone = |(by, tombstone): (&RevisionHash, &'a Tombstone)| RowTombstone {
                by: *by,
                reason: tombstone.reason.as_deref().map(Cow::Borrowed),
                from: Cow::Borrowed(&tombstone.origin),
            };
            Self {
                format: if history.has_erasures() { ERASURES } else { CHANGES },
                erased: history.erased.iter().map(tombstone).collect(),
                without_records: Cow::Borrowed(&history.without.records),
                without_revisions: Cow::Borrowed(&history.without.revisions),
                without_parts: Cow::Borrowed(&history.without.parts),
                list: Cow::Borrowed(&history.list),
                id: Cow::Borrowed(&history.entity),
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

    impl<'a> From<(&ChangeId, &'a Change)> for RowChange<'a> {
        fn from((id, change): (&ChangeId, &'a Change)) -> Self {
            let heads = change.parents.iter().copied().collect();
            let mut properties = BTreeMap::new();
            let mut overwritten = BTreeMap::new();
            for (name, value) in &change.values {
                let name = Cow::Borrowed(name.as_str());
                match value {
                    Value::Text(text) => drop(properties.insert(name, Cow::Borrowed(text.as_str()))),
                    Value::Digest(digest) => drop(overwritten.insert(name, Overwritten(*digest))),
                    // `withoutParts` says it.
                    Value::Erased => {}
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
                unchanged: Cow::Borrowed(&change.unchanged),
                thinned: change.thinned,
                from: Cow::Borrowed(&change.origin),
            }
        }
    }

    impl Row<'_> {
        pub fn with(self, state: EntityState) -> Self {
            Self { state: Some(State::from(state)), ..self }
        }

        pub fn read(self) -> Result<EntityHistory, ReadRowError> {
            if self.format > FORMAT {
                return Err(ReadRowError::Newer(self.format));
            }
            let key = EntityKey { list: self.list.into_owned(), entity: self.id.into_owned() };
            let mut history = EntityHistory::new(key);
            let (records, revisions) = (self.without_records.into_owned(), self.without_revisions.into_owned());
            history.without = Without { records, revisions, parts: self.without_parts.into_owned() };
            for RowTombstone { by, reason, from } in self.erased {
                let (origin, reason) = (from.into_owned(), reason.map(Cow::into_owned));
                history.erased.insert(by, Tombstone { origin, reason });
                history.without = Without::default();
            }
            for change in self.changes {
                history.insert(change.id, change.read()?);
            }
            Ok(history)
        }
    }

    impl RowChange<'_> {
        fn read(self) -> Result<Change, ReadRowError> {
            if self.properties.contains_key(LABEL) {
                return Err(ReadRowError::Property);
            }
            let overwritten = self.overwritten.into_iter().map(|(name, digest)| (name, Value::Digest(digest.0)));
            let texts = self.properties.into_iter().chain(self.label.map(|label| (Cow::Borrowed(LABEL), label)));
            let texts = texts.map(|(name, text)| (name, Value::Text(text.into_owned())));
            Ok(Change {
                kind: self.kind,
                base_version: self.base.as_ref().map(|base| base.version),
                parents: self.base.into_iter().flat_map(|base| base.heads).collect(),
                follows: self.follows.into_iter().collect(),
                values: overwritten.chain(texts).map(|(name, value)| (name.into_owned(), value)).collect(),
                unchanged: self.unchanged.into_owned(),
                origin: self.from.into_owned(),
                thinned: self.thinned,
            })
        }
    }
}

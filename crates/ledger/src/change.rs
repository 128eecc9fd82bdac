//! One change of one entity as the ledger keeps it: what it said, where it stands, where it came from.
//!
//! A change is a member of a set and is named by its [`ChangeId`], so two copies of it are the same change. One copy
//! may know less than the other (see [`EntityHistory::snapshot`](crate::EntityHistory::snapshot)); [`Change::join`]
//! keeps what either knows.
//!
//! Not here: what many changes add up to (`merge`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use record::{
    ChangeId, DeviceId, EntityChange, EntityChangeKind, EntityId, ListName, OfficerId, ParseHashError, RecordId,
    RevisionHash, Sha256, Submission, Timestamp,
};
use serde::{Deserialize, Serialize};

/// The name under which an entity's label is merged: no property may have it.
pub const LABEL: &str = "label";

/// Names one entity on a desk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct EntityKey {
    pub list: ListName,
    pub entity: EntityId,
}

/// Where a change came from: the answer to "who says so?".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Origin {
    pub record: RecordId,
    pub form_id: String,
    pub form_version: String,
    pub officer: OfficerId,
    pub device: DeviceId,
    /// What the device's clock said. Shown, never used to decide.
    pub finalized_at: Timestamp,
    /// The device's own counter.
    pub sequence: u64,
    /// It was decided at a desk, for this reason; empty where an approval gave none. `None`: a form was filled.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided: Option<String>,
}

/// What a change said of one property.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value {
    /// Said, and overwritten before the snapshot was made: enough to tell whether a later change says the same again.
    Digest(ValueDigest),
    Text(String),
    /// Said, and erased since: nobody knows what. The greatest, so that it stays.
    Erased,
}

/// The first eight bytes of a text's SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ValueDigest([u8; 8]);

/// One creation or update of an entity.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Change {
    pub kind: EntityChangeKind,
    /// The heads that the device showed when the entity was chosen.
    pub parents: BTreeSet<ChangeId>,
    /// The revisions that this change's revision edits: what they said of the entity comes before this.
    pub follows: BTreeSet<RevisionHash>,
    /// The version that the device showed; `None` for a creation.
    pub base_version: Option<u32>,
    /// Property by property, the label under [`LABEL`].
    pub values: BTreeMap<String, Value>,
    /// Of what may be erased: the properties of which it says what its device showed.
    pub unchanged: BTreeSet<String>,
    pub origin: Origin,
    /// Some of what this change said is left out, as in a snapshot.
    pub thinned: bool,
}

impl Change {
    /// What `submission` says in `change`.
    pub fn new(submission: &Submission, change: &EntityChange) -> Self {
        let properties = change.properties.iter().filter(|(name, _)| name.as_str() != LABEL);
        let label = change.label.iter().map(|label| (LABEL.to_owned(), Value::Text(label.clone())));
        let base = change.base.clone();
        Self {
            kind: change.kind,
            base_version: base.as_ref().map(|base| base.version),
            parents: base.map(|base| base.heads.into_iter().collect()).unwrap_or_default(),
            follows: submission.parents.iter().copied().collect(),
            values: properties.map(|(name, text)| (name.clone(), Value::Text(text.clone()))).chain(label).collect(),
            unchanged: change.unchanged.clone(),
            origin: Origin::of(submission),
            thinned: false,
        }
    }

    /// Lets go what was said of these properties, and not that something was.
    pub(crate) fn forget(&mut self, names: &BTreeSet<String>) {
        self.values.extend(names.iter().map(|name| (name.clone(), Value::Erased)));
    }

    /// Keeps what either copy of the same change knows. Commutative, associative, idempotent.
    ///
    /// A whole copy knows everything. Honest copies agree wherever both speak; where they do not (a forged row), the
    /// greater one is taken, so that even then no order matters.
    pub(crate) fn join(&mut self, other: &Self) {
        if self.thinned != other.thinned {
            if self.thinned {
                self.clone_from(other);
            }
            return;
        }
        self.kind = self.kind.max(other.kind);
        self.parents.extend(&other.parents);
        self.follows.extend(&other.follows);
        self.unchanged.extend(other.unchanged.iter().cloned());
        self.base_version = self.base_version.max(other.base_version);
        if self.origin < other.origin {
            self.origin.clone_from(&other.origin);
        }
        for (name, theirs) in &other.values {
            match self.values.get_mut(name) {
                Some(ours) if *ours >= *theirs => {}
                Some(ours) => ours.clone_from(theirs),
                None => {
                    self.values.insert(name.clone(), theirs.clone());
                }
            }
        }
    }
}

impl Origin {
    pub fn of(submission: &Submission) -> Self {
        Self {
            record: submission.record,
            form_id: submission.form.id.clone(),
            form_version: submission.form.version.clone(),
            officer: submission.officer.clone(),
            device: submission.device.clone(),
            finalized_at: submission.finalized_at,
            sequence: submission.sequence,
            decided: submission.decision.as_ref().map(|decision| decision.reason.clone().unwrap_or_default()),
        }
    }
}

impl Value {
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Digest(_) | Self::Erased => None,
        }
    }

    /// `None`: nothing is known of it.
    pub fn digest(&self) -> Option<ValueDigest> {
        match self {
            Self::Text(text) => Some(ValueDigest::of(text)),
            Self::Digest(digest) => Some(*digest),
            Self::Erased => None,
        }
    }

    /// Whether both are the same text. `None`: one is not known any more.
    pub(crate) fn agrees(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Text(ours), Self::Text(theirs)) => Some(ours == theirs),
            _ => Some(self.digest()? == other.digest()?),
        }
    }
}

impl ValueDigest {
    pub fn of(text: &str) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = *Sha256::of(text.as_bytes()).as_bytes();
        Self([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Display for ValueDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for ValueDigest {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, ParseHashError> {
        let plain = text.len() == 16 && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let number = plain.then(|| u64::from_str_radix(text, 16).ok()).flatten().ok_or(ParseHashError)?;
        Ok(Self(number.to_be_bytes()))
    }
}

//! Names of things: types that cannot be swapped for one another.
//!
//! None of them is made from a clock or from chance in here; both come in as arguments.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Sha256, Timestamp};

/// Why a text is not an id of the kind asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a valid id")]
pub struct ParseIdError;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A UUIDv7 from the device's clock and ten random bytes.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                let milliseconds = u64::try_from(now.unix_ms()).unwrap_or_default();
                Self(uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                Uuid::try_parse(text).map(Self).map_err(|_| ParseIdError)
            }
        }
    };
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

uuid_id! {
    /// Names one record for its whole life, on every device. Its submission's `instanceID` is `uuid:` and this.
    RecordId
}
uuid_id! {
    /// Names one draft on one device. The record it becomes takes the same UUID.
    DraftId
}
uuid_id! {
    /// Names one batch. Taking the same batch in twice changes nothing.
    BatchId
}

text_id! {
    /// Names one entity for its whole life. A UUID as a rule; any text that the form's `entity_id` gives is kept as it is.
    EntityId
}
text_id! {
    /// Names a run of changes that one device made to one entity without news of it from elsewhere; a UUID.
    BranchId
}
text_id! {
    /// Names an entity list (dataset), such as `enterprises`.
    ListName
}
text_id! {
    /// The officer as the device's profile names them: an account or staff code, not a personal number.
    OfficerId
}
text_id! {
    /// Names one device: the lower-case hex of its Ed25519 public key.
    DeviceId
}

/// Names one version of a form: the SHA-256 over its workbook and attached files.
pub type FormHash = Sha256;
/// Names one revision: the SHA-256 of its bytes.
pub type RevisionHash = Sha256;

impl DraftId {
    /// The record that this draft becomes.
    pub fn record(self) -> RecordId {
        RecordId(self.0)
    }
}

impl RecordId {
    /// The draft that this record was, and is again while it is edited.
    pub fn draft(self) -> DraftId {
        DraftId(self.0)
    }

    /// As OData and OpenRosa write it.
    pub fn instance_id(self) -> String {
        format!("uuid:{self}")
    }

    /// Reads what [`RecordId::instance_id`] wrote.
    ///
    /// # Errors
    /// [`ParseIdError`] if the text is not `uuid:` and a UUID.
    pub fn from_instance_id(text: &str) -> Result<Self, ParseIdError> {
        text.strip_prefix("uuid:").ok_or(ParseIdError)?.parse()
    }
}

impl BranchId {
    /// A UUID whose 122 free bits are those of a hash.
    pub fn drawn_from(hash: Sha256) -> Self {
        let bytes = std::array::from_fn(|place| hash.as_bytes()[place]);
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }
}

impl DeviceId {
    /// The device's fingerprint as people read it out: four groups of four digits.
    pub fn fingerprint(&self) -> String {
        Sha256::of(self.0.as_bytes()).read_out()
    }
}

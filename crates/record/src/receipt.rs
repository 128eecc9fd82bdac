//! A receipt: what a zone's desk has of one tablet's batches, and which of its records it sends back.
//!
//! Each receipt says all that the one of the same desk before it said and what changed since. So of each desk the newest alone
//! counts, and one that is lost on the way, comes twice or comes late does no harm.
//!
//! Not here: the file (`batch`), what a tablet makes of it (`store`).

use serde::{Deserialize, Serialize};

use crate::{DeviceId, OfficerId, RecordId, RevisionHash, Sha256, Timestamp};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// The zone whose desk speaks.
    pub zone: String,
    /// The tablet that it is for.
    pub device: DeviceId,
    /// Rises from one receipt of this desk for this tablet to the next. No clock says which is newer.
    pub number: u64,
    pub created_at: Timestamp,
    /// Who gave it.
    pub officer: OfficerId,
    pub batches: Vec<Handled>,
    /// Records that stand returned now. One that is not among them any more is not returned any more.
    pub returned: Vec<Returned>,
    /// Records that stood returned once and do not any more, so that another desk's word of before does not stand.
    pub lifted: Vec<Lifted>,
    /// Who speaks for the zone, as signed words; with none, only the desk that set it up.
    pub charter: Vec<String>,
}

/// What became of a batch.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Handled {
    /// Of what was signed: it names the contents of the batch.
    pub body: Sha256,
    /// The tablet's own count of its batches.
    pub seq: u64,
    pub fate: Fate,
    /// Since when that is so, by the desk's clock.
    pub at: Timestamp,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Fate {
    /// All of it is in the desk's ledger.
    Received,
    /// It lies apart and is in no ledger. A fixed word says why, such as `unknown_device`.
    Quarantined(String),
    /// It was in the ledger, and somebody took it back. It can be sent and taken in again.
    TakenBack,
}

/// A record that whoever filled it should look at again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returned {
    pub record: RecordId,
    /// What was seen. An edit of it is not returned.
    pub revision: RevisionHash,
    /// In a person's words.
    pub reason: String,
    pub officer: OfficerId,
    pub at: Timestamp,
}

/// A record that was returned once and that somebody was content with later.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lifted {
    pub record: RecordId,
    pub revision: RevisionHash,
    pub at: Timestamp,
}

impl Receipt {
    /// Whether both say the same, whenever they were made.
    pub fn says_what(&self, other: &Self) -> bool {
        (&self.zone, &self.device, &self.batches, &self.returned, &self.lifted, &self.charter)
            == (&other.zone, &other.device, &other.batches, &other.returned, &other.lifted, &other.charter)
    }
}

//! The common words of the house: ids, hashes, times, submissions and revisions.
//!
//! Everything here is plain data that two or more rooms speak about. Start at [`Revision`]: one state
//! of one record, held together with the exact bytes that its hash was taken over.
//!
//! Not here: how a record comes about (`form`), where it is kept (`store`), how it travels (`batch`),
//! what many of them add up to (`ledger`).

mod charter;
mod checksum;
mod day;
mod decision;
mod entity;
mod erasure;
mod form;
mod hash;
mod id;
pub mod json;
mod ledger_hash;
mod letters;
mod listing;
pub mod part;
mod receipt;
mod revision;
mod text;
mod time;

pub use charter::Charter;
pub use checksum::crc32;
pub use day::{Day, ParseDayError};
pub use decision::{DECISION_FORM, Decision, JOINS, Join, Matter, Pair, REVIEWS, Review, Sameness, Verdict};
pub use entity::{ChangeId, EntityBase, EntityChange, EntityChangeKind};
pub use erasure::{ErasedEntity, Erasure, Erasures, Named, Proof};
pub use form::{form_hash, form_hash_of};
pub use hash::{ParseHashError, Sha256};
pub use id::{
    BatchId, BranchId, DeviceId, DraftId, EntityId, FormHash, ListName, OfficerId, ParseIdError, RecordId, RevisionHash,
};
pub use ledger_hash::LedgerHash;
pub use letters::half_width;
pub use listing::Listing;
pub use part::Part;
pub use receipt::{Fate, Handled, Lifted, Receipt, Returned};
pub use revision::{Attachment, Confirmation, FormRef, ReadRevisionError, Remark, Revision, Submission};
pub use time::{ParseTimestampError, Timestamp};

//! Receipts: the last one that a tablet took in with what it changed here, and at a desk what was told to each tablet.
//!
//! A record is received because a receipt says so, and for no other reason. Start at [`take_in`] for a tablet and at
//! [`handled`] for a desk.
//!
//! Not here: the file, and who may have signed it (`batch`).

use std::collections::{BTreeMap, BTreeSet};

use record::{DeviceId, Fate, Handled, Receipt, RecordId, Returned, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::Arrival;
use crate::layout::{self, Row};
use crate::outbox::{self, Export, ExportState};
use crate::records::{RecordState, Standing};
use crate::{RowError, Store, Transaction, disk};

/// A receipt as its tablet remembers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    pub receipt: Receipt,
    /// Who signed it.
    pub desk: DeviceId,
    /// Of what was signed.
    pub body_hash: Sha256,
    /// Of the file: on a server it is known by it.
    pub file_hash: Sha256,
    pub taken_at: Timestamp,
    pub file_name: String,
}

/// What a receipt that comes is beside the one that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coming {
    Newer,
    /// The very same.
    Known,
    /// Something that was said later is known already.
    Older,
}

/// What a receipt changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Brought {
    /// Records that are received now and were not.
    pub received: usize,
    /// Records that stand returned now and did not.
    pub returned: usize,
    /// Files that lie apart at the desk, whenever they came to.
    pub aside: usize,
    /// Files that the desk took back.
    pub taken_back: usize,
}

impl Taken {
    /// What `coming` is to somebody who knows `known`.
    pub fn coming(known: Option<&Self>, coming: &Self) -> Coming {
        let of = |taken: &Self| (taken.desk.clone(), taken.receipt.zone.clone());
        match known {
            Some(known) if known.body_hash == coming.body_hash => Coming::Known,
            Some(known) if of(known) == of(coming) && known.receipt.number >= coming.receipt.number => Coming::Older,
            _ => Coming::Newer,
        }
    }

    /// What became of a batch, by the hash of what was signed.
    pub fn fate(&self, body: Sha256) -> Option<&Handled> {
        self.receipt.batches.iter().find(|handled| handled.body == body)
    }

    /// Why a revision of a record was returned.
    pub fn returned(&self, record: RecordId, revision: RevisionHash) -> Option<&Returned> {
        self.receipt.returned.iter().find(|returned| (returned.record, returned.revision) == (record, revision))
    }

    /// # Errors
    /// [`RowError`] if the bytes are not the row of a receipt.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Taken>(value).map(v1::Taken::read)
    }
}

/// What a tablet has that a receipt speaks of, as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The value of the row of the receipt before.
    pub known: Option<&'a [u8]>,
    /// The rows of `outbox` and of `states`.
    pub outbox: &'a [Row],
    pub states: &'a [Row],
    /// Of records that it returns: the revision that was finished last.
    pub heads: &'a BTreeMap<RecordId, RevisionHash>,
}

/// Takes a receipt in that is [`Coming::Newer`]: its row, and all files and records that stand otherwise by it. If something of
/// them has changed since it was read, nothing is written.
pub fn take_in(here: Here<'_>, taken: &Taken) -> (Transaction, Brought) {
    let key = layout::receipt_taken();
    let plan = match here.known {
        Some(value) => Transaction::new().guard(Store::Receipts, key.clone(), value),
        None => Transaction::new().guard_free(Store::Receipts, key.clone()),
    };
    let mut plan = plan.put(Store::Receipts, key, disk::encode(&v1::Taken::from(taken)));
    let mut brought = Brought::default();
    for handled in &taken.receipt.batches {
        match handled.fate {
            Fate::Received => {}
            Fate::Quarantined(_) => brought.aside += 1,
            Fate::TakenBack => brought.taken_back += 1,
        }
    }
    // Which batch a record went with, and what became of that.
    let mut fates = BTreeMap::new();
    for row in here.outbox {
        let Ok(export) = outbox::read(&row.value) else { continue };
        let Some(handled) = taken.fate(export.body_hash) else { continue };
        fates.insert(export.batch, &handled.fate);
        let state = match handled.fate {
            Fate::Received => ExportState::Received,
            Fate::Quarantined(_) | Fate::TakenBack => ExportState::Handed,
        };
        if export.state != state {
            let changed = outbox::change(&Export { state, ..export });
            plan = plan.guard(Store::Outbox, row.key.clone(), row.value.clone()).and(changed);
        }
    }
    let returned: BTreeMap<RecordId, RevisionHash> =
        taken.receipt.returned.iter().map(|returned| (returned.record, returned.revision)).collect();
    for row in here.states {
        let record = row.key.text(0).and_then(|text| text.parse::<RecordId>().ok());
        let (Some(record), Ok(standing)) = (record, Standing::read(&row.value)) else { continue };
        let head = here.heads.get(&record);
        let is_returned = head.is_some() && returned.get(&record) == head;
        let fate = standing.batch.and_then(|batch| fates.get(&batch).copied());
        let state = after(standing.state, fate, is_returned);
        if state == standing.state {
            continue;
        }
        match state {
            RecordState::Received => brought.received += 1,
            RecordState::Returned => brought.returned += 1,
            RecordState::Draft | RecordState::Waiting | RecordState::Exported => {}
        }
        let changed = Standing { state, at: taken.taken_at, ..standing };
        plan = plan.guard(Store::States, row.key.clone(), row.value.clone()).put(
            Store::States,
            row.key.clone(),
            changed.write(),
        );
    }
    (plan, brought)
}

/// How a record stands once the desk has spoken. What was not sent since its last edit is nothing that the desk has seen.
fn after(state: RecordState, fate: Option<&Fate>, is_returned: bool) -> RecordState {
    match (state, fate) {
        (RecordState::Draft | RecordState::Waiting, _) => state,
        _ if is_returned => RecordState::Returned,
        (_, Some(Fate::Received)) => RecordState::Received,
        (_, Some(Fate::Quarantined(_) | Fate::TakenBack)) => RecordState::Exported,
        // It had come, and is not returned any more.
        (RecordState::Returned, None) => RecordState::Received,
        (_, None) => state,
    }
}

/// What a desk told a tablet last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    pub receipt: Receipt,
    /// The place of the server where it lies, once it was read back from there.
    pub stored: Option<String>,
}

impl Told {
    /// # Errors
    /// [`RowError`] if the bytes are not such a row.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Told>(value).map(v1::Told::read)
    }
}

/// Remembers what a tablet was told, unless another tab told it something meanwhile. `known`: the row as it was read.
pub fn tell(known: Option<&[u8]>, told: &Told) -> Transaction {
    let key = layout::receipt_told(&told.receipt.device);
    let plan = match known {
        Some(value) => Transaction::new().guard(Store::Receipts, key.clone(), value),
        None => Transaction::new().guard_free(Store::Receipts, key.clone()),
    };
    plan.put(Store::Receipts, key, disk::encode(&v1::Told::from(told)))
}

/// What is to be said of a tablet's batches: those that were taken in; those of `aside`, which lie apart; those that were said
/// to be taken in before and are not any more. At most `most`, those of which something was said last.
pub fn handled(
    tablet: &DeviceId,
    arrivals: &[Arrival],
    aside: &[Handled],
    before: &[Handled],
    most: usize,
    now: Timestamp,
) -> Vec<Handled> {
    let came = arrivals.iter().filter(|arrival| arrival.table.is_none() && arrival.device == *tablet);
    let mut all: Vec<Handled> = came
        .map(|arrival| Handled {
            body: arrival.body_hash,
            seq: arrival.seq,
            fate: Fate::Received,
            at: arrival.taken_at,
        })
        .collect();
    let mut known: BTreeSet<Sha256> = all.iter().map(|handled| handled.body).collect();
    // A file lies there once for each way it was sealed.
    all.extend(aside.iter().filter(|handled| known.insert(handled.body)).cloned());
    let gone = before.iter().filter(|handled| !matches!(handled.fate, Fate::Quarantined(_)));
    for handled in gone.filter(|handled| known.insert(handled.body)) {
        let at = if handled.fate == Fate::TakenBack { handled.at } else { now };
        all.push(Handled { fate: Fate::TakenBack, at, ..handled.clone() });
    }
    all.sort_by_key(|handled| (std::cmp::Reverse(handled.at), handled.body));
    all.truncate(most);
    all.sort_by_key(|handled| (handled.seq, handled.body));
    all
}

/// The number of the next receipt. It follows the seconds, so that a desk that lost count, as one that was restored, does not begin
/// below what tablets have.
pub fn next_number(before: Option<&Told>, now: Timestamp) -> u64 {
    let seconds = u64::try_from(now.unix_ms() / 1_000).unwrap_or_default();
    before.map_or(seconds, |told| seconds.max(told.receipt.number.saturating_add(1)))
}

mod v1 {
    use record::OfficerId;

    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Taken {
        receipt: Receipt,
        desk: DeviceId,
        body_hash: Sha256,
        file_hash: Sha256,
        taken_at: Timestamp,
        file_name: String,
    }

    #[derive(Serialize, Deserialize)]
    pub struct Told {
        receipt: Receipt,
        stored: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    struct Receipt {
        zone: String,
        device: DeviceId,
        number: u64,
        created_at: Timestamp,
        officer: OfficerId,
        batches: Vec<Batch>,
        returned: Vec<Record>,
    }

    #[derive(Serialize, Deserialize)]
    struct Batch {
        body: Sha256,
        seq: u64,
        fate: Fate,
        at: Timestamp,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Fate {
        Received,
        Quarantined(String),
        TakenBack,
    }

    #[derive(Serialize, Deserialize)]
    struct Record {
        record: RecordId,
        revision: RevisionHash,
        reason: String,
        officer: OfficerId,
        at: Timestamp,
    }

    impl From<&super::Taken> for Taken {
        fn from(taken: &super::Taken) -> Self {
            let super::Taken { receipt, desk, body_hash, file_hash, taken_at, file_name } = taken.clone();
            Self { receipt: Receipt::from(receipt), desk, body_hash, file_hash, taken_at, file_name }
        }
    }

    impl Taken {
        pub fn read(self) -> super::Taken {
            let Self { receipt, desk, body_hash, file_hash, taken_at, file_name } = self;
            super::Taken { receipt: receipt.read(), desk, body_hash, file_hash, taken_at, file_name }
        }
    }

    impl From<&super::Told> for Told {
        fn from(told: &super::Told) -> Self {
            let super::Told { receipt, stored } = told.clone();
            Self { receipt: Receipt::from(receipt), stored }
        }
    }

    impl Told {
        pub fn read(self) -> super::Told {
            super::Told { receipt: self.receipt.read(), stored: self.stored }
        }
    }

    impl From<record::Receipt> for Receipt {
        fn from(receipt: record::Receipt) -> Self {
            let record::Receipt { zone, device, number, created_at, officer, batches, returned } = receipt;
            let batch = |Handled { body, seq, fate, at }: Handled| Batch { body, seq, fate: Fate::from(fate), at };
            let record = |Returned { record, revision, reason, officer, at }: Returned| Record {
                record,
                revision,
                reason,
                officer,
                at,
            };
            let (batches, returned) =
                (batches.into_iter().map(batch).collect(), returned.into_iter().map(record).collect());
            Self { zone, device, number, created_at, officer, batches, returned }
        }
    }

    impl Receipt {
        fn read(self) -> record::Receipt {
            let Self { zone, device, number, created_at, officer, batches, returned } = self;
            let batch = |Batch { body, seq, fate, at }: Batch| Handled { body, seq, fate: fate.read(), at };
            let record = |Record { record, revision, reason, officer, at }: Record| Returned {
                record,
                revision,
                reason,
                officer,
                at,
            };
            let (batches, returned) =
                (batches.into_iter().map(batch).collect(), returned.into_iter().map(record).collect());
            record::Receipt { zone, device, number, created_at, officer, batches, returned }
        }
    }

    impl From<record::Fate> for Fate {
        fn from(fate: record::Fate) -> Self {
            match fate {
                record::Fate::Received => Self::Received,
                record::Fate::Quarantined(reason) => Self::Quarantined(reason),
                record::Fate::TakenBack => Self::TakenBack,
            }
        }
    }

    impl Fate {
        fn read(self) -> record::Fate {
            match self {
                Self::Received => record::Fate::Received,
                Self::Quarantined(reason) => record::Fate::Quarantined(reason),
                Self::TakenBack => record::Fate::TakenBack,
            }
        }
    }
}

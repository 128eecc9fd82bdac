//! Receipts: the last one of each desk that a tablet took in with what they changed here, and at a desk what was told to each tablet.
//!
//! A record is received because a receipt says so, and for no other reason. Of each desk the newest counts, and what stands is worked
//! out of all of them ([`Heard`]): it does not matter in which order they came. Start at [`take_in`] for a tablet and at [`handled`]
//! for a desk.
//!
//! Not here: the file, and who may have signed it (`batch`).

use std::collections::{BTreeMap, BTreeSet};

use record::{DeviceId, Fate, Handled, Lifted, Receipt, RecordId, Returned, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::import::Arrival;
use crate::layout::{self, Row};
use crate::outbox::{self, Export, ExportState};
use crate::records::{RecordState, Standing};
use crate::zone::Zone;
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

impl Brought {
    /// What two receipts brought, one after the other. Of a file that both speak of it is counted once how it stands.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        Self {
            received: self.received + next.received,
            returned: self.returned + next.returned,
            aside: self.aside.max(next.aside),
            taken_back: self.taken_back.max(next.taken_back),
        }
    }
}

/// The newest receipt of each desk that ever spoke to this tablet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heard(Vec<Taken>);

/// What the desks say of one revision of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Judged<'a> {
    Returned(&'a Returned),
    /// It was returned once, and is not any more.
    Lifted(&'a Lifted),
}

impl Heard {
    /// So many desks' receipts are kept: all that can speak at one time, and some that did.
    const MOST: usize = 2 * record::Charter::MOST_DESKS;

    /// Of one desk.
    pub fn of(&self, desk: &DeviceId) -> Option<&Taken> {
        self.0.iter().find(|taken| taken.desk == *desk)
    }

    /// Of all of them.
    pub fn all(&self) -> &[Taken] {
        &self.0
    }

    /// What a receipt that comes is beside those that are known.
    pub fn coming(&self, coming: &Taken) -> Coming {
        match self.of(&coming.desk) {
            Some(known) if known.body_hash == coming.body_hash => Coming::Known,
            Some(known)
                if known.receipt.zone == coming.receipt.zone && known.receipt.number >= coming.receipt.number =>
            {
                Coming::Older
            }
            _ => Coming::Newer,
        }
    }

    /// With this one in the place of its desk's last.
    #[must_use]
    pub fn with(mut self, taken: &Taken) -> Self {
        self.0.retain(|known| known.desk != taken.desk);
        self.0.push(taken.clone());
        // Of too many those go that were heard longest ago.
        self.0.sort_by_key(|taken| std::cmp::Reverse((taken.taken_at, taken.desk.clone())));
        self.0.truncate(Self::MOST);
        self.0.sort_by(|one, other| one.desk.cmp(&other.desk));
        self
    }

    /// Those of the desks that speak for the zone now. What another said while it did counts no more.
    fn counted<'a, 'z>(&'a self, zone: &'z Zone) -> impl Iterator<Item = &'a Taken> + use<'a, 'z> {
        self.0.iter().filter(|taken| taken.receipt.zone == zone.id && zone.charter.speaks(&taken.desk))
    }

    /// What became of a batch, by the hash of what was signed.
    ///
    /// Where one desk took it in, it is of no matter that it lies apart at another. Of taking in and taking back the later counts, by
    /// the desks' clocks: taking back is somebody's act, and a tablet that goes on keeping what it sent loses nothing by it.
    pub fn fate(&self, zone: &Zone, body: Sha256) -> Option<&Handled> {
        let said = self.counted(zone).filter_map(|taken| taken.fate(body));
        said.max_by_key(|handled| {
            let (rank, reason) = match &handled.fate {
                Fate::Quarantined(reason) => (0, reason.clone()),
                Fate::TakenBack => (1, String::new()),
                Fate::Received => (2, String::new()),
            };
            (rank.min(1), handled.at.unix_ms(), rank, reason)
        })
    }

    /// Whether all that says that a batch was received is the word of a desk that speaks no more.
    fn is_undone(&self, zone: &Zone, body: Sha256) -> bool {
        let is_received = |taken: &Taken| taken.fate(body).is_some_and(|handled| handled.fate == Fate::Received);
        let mut others =
            self.0.iter().filter(|taken| taken.receipt.zone == zone.id && !zone.charter.speaks(&taken.desk));
        self.fate(zone, body).is_none() && others.any(is_received)
    }

    /// What the desks that speak now say of a revision: what was said last, by their clocks; of two at one time it is returned.
    pub fn judged(&self, zone: &Zone, record: RecordId, revision: RevisionHash) -> Option<Judged<'_>> {
        let judged = self.counted(zone).flat_map(move |taken| {
            let returned = taken.returned(record, revision).map(Judged::Returned);
            let lifted =
                taken.receipt.lifted.iter().find(|lifted| (lifted.record, lifted.revision) == (record, revision));
            returned.into_iter().chain(lifted.map(Judged::Lifted))
        });
        judged.max_by_key(|judged| match judged {
            Judged::Returned(said) => (said.at.unix_ms(), true, said.reason.clone(), said.officer.to_string()),
            Judged::Lifted(said) => (said.at.unix_ms(), false, String::new(), String::new()),
        })
    }

    /// The records that any of them speaks of: of these it has to be known how they stand here.
    pub fn records(&self) -> BTreeSet<RecordId> {
        let of = |taken: &Taken| {
            let returned = taken.receipt.returned.iter().map(|said| said.record);
            returned.chain(taken.receipt.lifted.iter().map(|said| said.record)).collect::<Vec<_>>()
        };
        self.0.iter().flat_map(of).collect()
    }

    /// # Errors
    /// [`RowError`] if the bytes are not the row of receipts. A version until 0.3.0 wrote one receipt alone.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        match disk::decode::<v1::Heard>(value) {
            Ok(heard) => Ok(heard.read()),
            Err(_) => disk::decode::<v1::Taken>(value).map(|taken| Self(vec![taken.read()])),
        }
    }
}

impl Taken {
    /// What became of a batch, by the hash of what was signed.
    pub fn fate(&self, body: Sha256) -> Option<&Handled> {
        self.receipt.batches.iter().find(|handled| handled.body == body)
    }

    /// Why a revision of a record was returned.
    pub fn returned(&self, record: RecordId, revision: RevisionHash) -> Option<&Returned> {
        self.receipt.returned.iter().find(|returned| (returned.record, returned.revision) == (record, revision))
    }
}

/// What a tablet has that a receipt speaks of, as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The value of the row of the receipts before.
    pub known: Option<&'a [u8]>,
    /// The zone, as it is known once the receipt was taken in.
    pub zone: &'a Zone,
    /// The rows of `outbox` and of `states`.
    pub outbox: &'a [Row],
    pub states: &'a [Row],
    /// Of records that receipts speak of: the revision that was finished last.
    pub heads: &'a BTreeMap<RecordId, RevisionHash>,
}

/// Takes a receipt in that is [`Coming::Newer`]: its row, and all files and records that stand otherwise by it and by those of other
/// desks. If something of them has changed since it was read, nothing is written.
pub fn take_in(here: Here<'_>, taken: &Taken) -> (Transaction, Brought) {
    let key = layout::receipts_taken();
    let plan = match here.known {
        Some(value) => Transaction::new().guard(Store::Receipts, key.clone(), value),
        None => Transaction::new().guard_free(Store::Receipts, key.clone()),
    };
    let known = here.known.and_then(|value| Heard::read(value).ok()).unwrap_or_default();
    let heard = known.with(taken);
    let mut plan = plan.put(Store::Receipts, key, disk::encode(&v1::Heard::from(&heard)));
    let mut brought = Brought::default();
    for handled in taken.receipt.batches.iter().filter_map(|handled| heard.fate(here.zone, handled.body)) {
        match handled.fate {
            Fate::Received => {}
            Fate::Quarantined(_) => brought.aside += 1,
            Fate::TakenBack => brought.taken_back += 1,
        }
    }
    // Which batch a record went with, and whether that is in a ledger now.
    let mut arrived = BTreeMap::new();
    for row in here.outbox {
        let Ok(export) = outbox::read(&row.value) else { continue };
        let is_received = match heard.fate(here.zone, export.body_hash) {
            Some(handled) => handled.fate == Fate::Received,
            None if heard.is_undone(here.zone, export.body_hash) => false,
            None => continue,
        };
        arrived.insert(export.batch, is_received);
        let state = if is_received { ExportState::Received } else { ExportState::Handed };
        if export.state != state {
            let changed = outbox::change(&Export { state, ..export });
            plan = plan.guard(Store::Outbox, row.key.clone(), row.value.clone()).and(changed);
        }
    }
    for row in here.states {
        let record = row.key.text(0).and_then(|text| text.parse::<RecordId>().ok());
        let (Some(record), Ok(standing)) = (record, Standing::read(&row.value)) else { continue };
        let judged = here.heads.get(&record).and_then(|head| heard.judged(here.zone, record, *head));
        let arrived = standing.batch.and_then(|batch| arrived.get(&batch).copied());
        let state = after(standing.state, arrived, judged);
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

/// How a record stands once the desks have spoken. What was not sent since its last edit is nothing that a desk has seen.
fn after(state: RecordState, arrived: Option<bool>, judged: Option<Judged<'_>>) -> RecordState {
    match (state, arrived, judged) {
        (RecordState::Draft | RecordState::Waiting, ..) => state,
        (.., Some(Judged::Returned(_))) => RecordState::Returned,
        (_, Some(true), _) => RecordState::Received,
        (_, Some(false), _) => RecordState::Exported,
        // Whoever judged it has it, and it is not returned any more.
        (_, None, Some(Judged::Lifted(_))) | (RecordState::Returned, None, None) => RecordState::Received,
        (_, None, None) => state,
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
    pub struct Heard {
        receipts: Vec<Taken>,
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
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lifted: Vec<Lifted>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        charter: Vec<String>,
    }

    #[derive(Serialize, Deserialize)]
    struct Lifted {
        record: RecordId,
        revision: RevisionHash,
        at: Timestamp,
    }

    impl From<&super::Heard> for Heard {
        fn from(heard: &super::Heard) -> Self {
            Self { receipts: heard.0.iter().map(Taken::from).collect() }
        }
    }

    impl Heard {
        pub fn read(self) -> super::Heard {
            super::Heard(self.receipts.into_iter().map(Taken::read).collect())
        }
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
            let record::Receipt { zone, device, number, created_at, officer, batches, returned, lifted, charter } =
                receipt;
            let lift = |super::Lifted { record, revision, at }: super::Lifted| Lifted { record, revision, at };
            let lifted = lifted.into_iter().map(lift).collect();
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
            Self { zone, device, number, created_at, officer, batches, returned, lifted, charter }
        }
    }

    impl Receipt {
        fn read(self) -> record::Receipt {
            let Self { zone, device, number, created_at, officer, batches, returned, lifted, charter } = self;
            let lift = |Lifted { record, revision, at }: Lifted| super::Lifted { record, revision, at };
            let lifted = lifted.into_iter().map(lift).collect();
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
            record::Receipt { zone, device, number, created_at, officer, batches, returned, lifted, charter }
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

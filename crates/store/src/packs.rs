//! Packs that were taken in: forms and entity lists that a coordinator sent down.
//!
//! The file is kept as it came, since the projection of the ledger must be able to be rebuilt from it.

use record::{DeviceId, FormHash, ListName, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::forms::{self, FormBytes};
use crate::import::{self, EntityRow, LedgerVersion};
use crate::layout::{self, Row};
use crate::{Damaged, RowError, Store, Transaction, disk};

/// A pack as this device remembers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pack {
    /// The hash of what was signed names the pack.
    pub body_hash: Sha256,
    pub device: DeviceId,
    pub created_at: Timestamp,
    pub taken_at: Timestamp,
    pub file_name: String,
    pub forms: Vec<FormHash>,
    pub lists: Vec<ListName>,
}

/// Takes a pack in: its file, its forms, and the rows of the projection that it changes. All or nothing; taking it in
/// again changes nothing but the projection, which is computed from all packs and records anyway.
pub fn take_in(
    pack: &Pack,
    file: &[u8],
    forms: &[FormBytes],
    entities: &[EntityRow],
    ledger: LedgerVersion,
) -> Transaction {
    let plan = Transaction::new()
        .put(Store::Packs, layout::pack(pack.body_hash), disk::encode(&v1::Pack::from(pack)))
        .put(Store::Packs, layout::pack_file(pack.body_hash), file);
    import::projected(forms.iter().fold(plan, |plan, form| plan.and(forms::keep(form))), ledger, entities)
}

/// Whether a pack that its desk made then, in seconds since 1970, is newer than all of that desk's that were taken in.
pub fn is_newer(known: &[Pack], desk: &DeviceId, seconds: u64) -> bool {
    let of_desk = known.iter().filter(|pack| pack.device == *desk);
    of_desk.map(|pack| self::seconds(pack.created_at)).all(|known| known < seconds)
}

/// A pack that a desk put on a server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// Of what is in it and whom it is for, whenever it was made.
    pub contents: Sha256,
    /// Counts up with each: the seconds since 1970 when it was made.
    pub number: u64,
    /// The server where it lies.
    pub place: String,
}

impl Offered {
    /// # Errors
    /// [`RowError`] if the bytes are not such a row.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Offered>(value).map(v1::Offered::read)
    }
}

/// Remembers what lies on a server now.
pub fn offered(offered: &Offered) -> Transaction {
    Transaction::new().put(Store::Receipts, layout::pack_offered(), disk::encode(&v1::Offered::from(offered)))
}

/// When a pack that is made now is made: later by a second at least than the one before, whatever the clock says.
pub fn made_at(before: Option<&Offered>, now: Timestamp) -> (u64, Timestamp) {
    let number = before.map_or(0, |before| before.number.saturating_add(1)).max(seconds(now));
    let ms = i64::try_from(number).unwrap_or_default().saturating_mul(1_000);
    (number, Timestamp::new(ms.max(now.unix_ms()), now.offset_minutes()))
}

fn seconds(at: Timestamp) -> u64 {
    u64::try_from(at.unix_ms() / 1_000).unwrap_or_default()
}

/// # Errors
/// [`RowError`] if the bytes are not a pack's head.
pub fn read(value: &[u8]) -> Result<Pack, RowError> {
    disk::decode::<v1::Pack>(value).map(v1::Pack::read)
}

/// All packs among the rows of `packs`, the latest made first, and what cannot be read.
pub fn list(rows: &[Row]) -> (Vec<Pack>, Vec<Damaged>) {
    let (mut packs, mut damaged) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.store == Store::Packs && row.key.0.len() == 1) {
        match read(&row.value) {
            Ok(pack) => packs.push(pack),
            Err(why) => damaged.push(Damaged { row: row.clone(), why }),
        }
    }
    packs.sort_by_key(|pack| std::cmp::Reverse((pack.created_at, pack.body_hash)));
    (packs, damaged)
}

mod v1 {
    use super::*;

    #[derive(Serialize, Deserialize)]
    pub struct Offered {
        contents: Sha256,
        number: u64,
        place: String,
    }

    impl From<&super::Offered> for Offered {
        fn from(offered: &super::Offered) -> Self {
            let super::Offered { contents, number, place } = offered.clone();
            Self { contents, number, place }
        }
    }

    impl Offered {
        pub fn read(self) -> super::Offered {
            let Self { contents, number, place } = self;
            super::Offered { contents, number, place }
        }
    }

    #[derive(Serialize, Deserialize)]
    pub struct Pack {
        body_hash: Sha256,
        device: DeviceId,
        created_at: Timestamp,
        taken_at: Timestamp,
        file_name: String,
        forms: Vec<FormHash>,
        lists: Vec<ListName>,
    }

    impl From<&super::Pack> for Pack {
        fn from(pack: &super::Pack) -> Self {
            let super::Pack { body_hash, device, created_at, taken_at, file_name, forms, lists } = pack.clone();
            Self { body_hash, device, created_at, taken_at, file_name, forms, lists }
        }
    }

    impl Pack {
        pub fn read(self) -> super::Pack {
            let Self { body_hash, device, created_at, taken_at, file_name, forms, lists } = self;
            super::Pack { body_hash, device, created_at, taken_at, file_name, forms, lists }
        }
    }
}

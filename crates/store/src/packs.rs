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

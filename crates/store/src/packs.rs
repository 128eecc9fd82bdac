//! Packs that were taken in: forms and entity lists that a coordinator sent down.
//!
//! The file is kept as it came until a desk's next pack by a server says what is to be here ([`held`](crate::held)).

use std::collections::{BTreeMap, BTreeSet};

use record::{DeviceId, EntityId, FormHash, ListName, RevisionHash, Sha256, Timestamp};
use serde::{Deserialize, Serialize};

use crate::forms::{self, FormBytes};
use crate::import::{self, EntityRow, LedgerVersion};
use crate::layout::{self, Row};
use crate::{Damaged, Key, RowError, Store, Transaction, disk};

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
///
/// A difference has no file: with none before it nothing can be read out of it.
pub fn take_in(
    pack: &Pack,
    file: Option<&[u8]>,
    forms: &[FormBytes],
    entities: &[EntityRow],
    ledger: LedgerVersion,
) -> Transaction {
    let head = disk::encode(&v1::Pack::from(pack));
    let plan = Transaction::new().put(Store::Packs, layout::pack(pack.body_hash), head);
    let plan = match file {
        Some(file) => plan.put(Store::Packs, layout::pack_file(pack.body_hash), file),
        None => plan,
    };
    import::projected(forms.iter().fold(plan, |plan, form| plan.and(forms::keep(form))), ledger, entities)
}

/// Whether a pack that its desk made then, in seconds since 1970, is newer than all of that desk's that were taken in.
pub fn is_newer(known: &[Pack], desk: &DeviceId, seconds: u64) -> bool {
    let of_desk = known.iter().filter(|pack| pack.device == *desk);
    of_desk.map(|pack| self::seconds(pack.created_at)).all(|known| known < seconds)
}

/// Less than a desk's packs are apart in their numbers: a file whose number is taken has one of the next.
pub const SLACK: u64 = 2;

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

/// What was in a pack, so that the next one can be told as a difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Print {
    /// The hash of what was signed.
    pub pack: Sha256,
    pub made_at: Timestamp,
    pub forms: BTreeSet<(FormHash, String)>,
    pub tables: BTreeSet<(String, Timestamp)>,
    pub erasures: BTreeSet<RevisionHash>,
    /// Each entity with what tells whether its row changed.
    pub rows: BTreeMap<ListName, BTreeMap<EntityId, u64>>,
}

impl Print {
    /// Of what is in it and whom it is for, whenever it was made. `beside`: what else is in it.
    pub fn contents(&self, beside: &str, to: &[DeviceId]) -> Sha256 {
        let bare = Self { pack: Sha256::from_bytes([0; 32]), made_at: Timestamp::new(0, 0), ..self.clone() };
        let mut text = disk::encode(&v1::Print::from(&bare));
        text.extend(beside.bytes());
        text.extend(to.iter().flat_map(|device| format!("\n{device}").into_bytes()));
        Sha256::of(&text)
    }

    /// # Errors
    /// [`RowError`] if the bytes are not such a row.
    pub fn read(value: &[u8]) -> Result<Self, RowError> {
        disk::decode::<v1::Print>(value).map(v1::Print::read)
    }
}

/// Remembers what lies on a server now, for all tablets or for one alone.
pub fn offered(tablet: Option<&DeviceId>, offered: &Offered, print: &Print) -> Transaction {
    Transaction::new()
        .put(Store::Receipts, layout::pack_offered(tablet), disk::encode(&v1::Offered::from(offered)))
        .put(Store::Receipts, layout::pack_print(tablet), disk::encode(&v1::Print::from(print)))
}

/// The last packs that a desk put on a server, for all tablets (`None`) and for each, from the rows under
/// [`layout::packs_offered`].
pub fn all_offered(rows: &[Row]) -> BTreeMap<Option<DeviceId>, Offered> {
    let to = |row: &Row| match (row.key.0.len(), row.key.text(1)) {
        (1, _) => Some(None),
        (2, Some(device)) if device != "print" => Some(Some(DeviceId::new(device))),
        _ => None,
    };
    rows.iter().filter_map(|row| Some((to(row)?, Offered::read(&row.value).ok()?))).collect()
}

/// When a pack that is made now is made: later than all before, whatever the clock says, and further from them than a file's number
/// can be from its pack's.
pub fn made_at<'a>(before: impl IntoIterator<Item = &'a Offered>, now: Timestamp) -> (u64, Timestamp) {
    let before = before.into_iter().map(|before| before.number.saturating_add(SLACK + 1)).max();
    let number = before.unwrap_or_default().max(seconds(now));
    let ms = i64::try_from(number).unwrap_or_default().saturating_mul(1_000);
    (number, Timestamp::new(ms.max(now.unix_ms()), now.offset_minutes()))
}

/// Lets go the files of other packs of a desk: what they brought and this one has not is not to be read out of them either.
pub fn forget_files(keys: &[Key], known: &[Pack], desk: &DeviceId, but: Sha256) -> Transaction {
    let of_desk: BTreeSet<String> =
        known.iter().filter(|pack| pack.device == *desk).map(|pack| pack.body_hash.to_string()).collect();
    let but = but.to_string();
    let goes = |key: &&Key| {
        key.text(1) == Some("file") && key.text(0).is_some_and(|pack| pack != but && of_desk.contains(pack))
    };
    keys.iter().filter(goes).fold(Transaction::new(), |plan, key| plan.delete(Store::Packs, key.clone()))
}

/// What is kept in the place of a pack's file once something in it may be erased: which entities it brought, and nothing that it said
/// of them.
pub fn without_texts(brought: &[(ListName, Vec<EntityId>)]) -> Vec<u8> {
    disk::encode(&v1::Brought { brought: brought.to_vec() })
}

/// Which entities a pack brought, where no more of its file is left. `None`: it is the file.
pub fn brought(file: &[u8]) -> Option<Vec<(ListName, Vec<EntityId>)>> {
    disk::decode::<v1::Brought>(file).ok().map(|row| row.brought)
}

/// A number of a pack's: seconds since 1970.
pub fn seconds(at: Timestamp) -> u64 {
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
    #[serde(deny_unknown_fields)]
    pub struct Brought {
        pub brought: Vec<(ListName, Vec<EntityId>)>,
    }

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
    pub struct Print {
        pack: Sha256,
        made_at: Timestamp,
        forms: BTreeSet<(FormHash, String)>,
        tables: BTreeSet<(String, Timestamp)>,
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        erasures: BTreeSet<RevisionHash>,
        rows: Vec<(ListName, Vec<(EntityId, u64)>)>,
    }

    impl From<&super::Print> for Print {
        fn from(print: &super::Print) -> Self {
            let super::Print { pack, made_at, forms, tables, erasures, rows } = print.clone();
            let rows = rows.into_iter().map(|(list, rows)| (list, rows.into_iter().collect())).collect();
            Self { pack, made_at, forms, tables, erasures, rows }
        }
    }

    impl Print {
        pub fn read(self) -> super::Print {
            let Self { pack, made_at, forms, tables, erasures, rows } = self;
            let rows = rows.into_iter().map(|(list, rows)| (list, rows.into_iter().collect())).collect();
            super::Print { pack, made_at, forms, tables, erasures, rows }
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

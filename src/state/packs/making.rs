//! Packs as a desk makes them: what there is to be given, a part of it, and what changed in that since another pack.
//!
//! Start at [`stock`]. Not here: which erasures go along (`erasing`).

use std::collections::{BTreeMap, BTreeSet};

use batch::limits::MAX_RECIPIENTS;
use batch::seal::Seed;
use batch::sealing_key;
use form::lists_of_people;
use ledger::portion::{Divided, Portion};
use ledger::{EntityHistory, EntityKey, holding};
use record::{DeviceId, EntityId, ListName, OfficerId, Revision, Sha256, Timestamp};
use store::devices::{self, Device as KnownDevice, DeviceStanding};
use store::forms;
use store::packs::Print;
use store::zone_tables::{Said, ZoneTable};
use store::{Row, Store, layout};

use super::erasing::Erased;
use super::{MakeError, TIMEOUT_MS};
use crate::platform::idb::ReadError;
use crate::platform::worker::{self, WorkerError};
use crate::platform::{clock, entropy};
use crate::state::device::Device;
use crate::state::{library, zone};
use crate::worker::batches::{MadeBatch, SealOrder, Secret};
use crate::worker::desk::known::keyed;
use crate::worker::packs::{PackOrder, SentDifference, SentForm, SentTable, is_desks_own};
use crate::worker::{Answer, FileBytes, Question};

/// All that a desk can give.
pub struct Stock {
    /// Without any list.
    bare: PackOrder,
    rows: BTreeMap<EntityKey, Vec<u8>>,
    erased: Erased,
}

/// The tablets that a pack can be sealed for.
///
/// # Errors
/// [`ReadError`]
pub async fn trusted(device: &Device) -> Result<Vec<KnownDevice>, ReadError> {
    let (devices, _) = devices::list(&device.database.all(Store::Devices).await?);
    let trusted = devices.into_iter().filter(|known| known.standing == DeviceStanding::Trusted);
    Ok(trusted.take(MAX_RECIPIENTS).collect())
}

/// Makes a pack of the forms on offer and of all entity lists, or of a part of the zone's. `to`: who alone can open it; nobody: it is in clear.
///
/// # Errors
/// [`MakeError`]
pub async fn make(device: &Device, portion: Option<&Portion>, to: &[DeviceId]) -> Result<MadeBatch, MakeError> {
    let stock = stock(device).await?;
    let part = match portion {
        Some(portion) => stock.read().divided.part(portion),
        None => stock.all(),
    };
    match to {
        [] => packed(stock.order(|key| part.contains(key), None)).await,
        to => stock.whole(&part, to, clock::now()).await,
    }
}

/// What a pack of this desk holds now.
///
/// # Errors
/// [`MakeError`]
pub async fn stock(device: &Device) -> Result<Stock, MakeError> {
    let settings = device.settings().await?.ok_or(MakeError::Damaged)?;
    // Without a network nothing more can be fetched; what is lacking is told by the form that lacks it.
    let _ = library::complete(device).await;
    let mut sent = Vec::new();
    let mut people = BTreeSet::new();
    // Also by forms that are no longer on offer: whom they registered is still here.
    for form in library::all(device).await? {
        let package = library::package(device, form.form.hash).await.map_err(|_| MakeError::Damaged)?;
        people.extend(package.iter().flat_map(|package| lists_of_people(&package.definition)));
    }
    for form in library::offered(device).await? {
        let rows = device.database.range(Store::Forms, &layout::form(form.form.hash)).await?;
        let bytes = forms::read_bytes(form.form.hash, &rows);
        let bytes = bytes.map_err(|source| MakeError::Form { title: form.title, source })?;
        sent.push(SentForm {
            form: bytes.form.form,
            title: bytes.form.title,
            workbook: FileBytes(bytes.workbook),
            files: bytes.files.into_iter().map(|(name, bytes)| (name, FileBytes(bytes))).collect(),
        });
    }
    let mut rows = BTreeMap::new();
    for row in device.database.all(Store::Entities).await? {
        let list = row.key.text(0).map(ListName::new).filter(|list| !is_desks_own(list));
        let (Some(list), Some(id)) = (list, row.key.text(1)) else { continue };
        // Who was registered stays where that was done; of people tablets hear only that they were erased.
        let is_gone = || EntityHistory::from_bytes(&row.value).is_ok_and(|history| !history.is_shown());
        if !people.contains(&list) || is_gone() {
            let entity = EntityId::new(id);
            rows.insert(EntityKey { list, entity }, row.value);
        }
    }
    let meta = device.database.all(Store::Meta).await?;
    let zone = zone::to_send(&meta).map_err(|_| MakeError::Damaged)?;
    let charter = zone::words_to_send(&meta).map_err(|_| MakeError::Damaged)?;
    let bare = PackOrder {
        secret: Secret(settings.device.key.0),
        created_at: clock::now(),
        officer: settings.officer.map_or_else(|| OfficerId::new(""), |officer| officer.id),
        forms: sent,
        lists: Vec::new(),
        zone,
        charter,
        tables: ZoneTable::SENT.into_iter().filter_map(|table| sent_table(table, &meta)).collect(),
        difference: None,
        erasures: Vec::new(),
        seal: None,
    };
    Ok(Stock { bare, rows, erased: Erased::of(device).await? })
}

/// What the rows say, read once for all parts.
pub struct Read {
    pub divided: Divided,
    /// Staff codes of those who filled on each device.
    pub officers: BTreeMap<DeviceId, BTreeSet<OfficerId>>,
}

impl Stock {
    pub fn all(&self) -> BTreeSet<EntityKey> {
        self.rows.keys().cloned().collect()
    }

    pub fn read(&self) -> Read {
        let read = |row: &Vec<u8>| EntityHistory::from_bytes(row).ok();
        let histories: Vec<EntityHistory> = self.rows.values().filter_map(read).collect();
        let mut officers: BTreeMap<DeviceId, BTreeSet<OfficerId>> = BTreeMap::new();
        let origins = histories.iter().flat_map(|history| history.changes.values()).map(|change| &change.origin);
        // Whoever decides at a desk fills nothing by that.
        for origin in origins.filter(|origin| origin.decided.is_none()) {
            officers.entry(origin.device.clone()).or_default().insert(origin.officer.clone());
        }
        Read { divided: Divided::of(histories), officers }
    }

    /// What tells later what changed since. Of which pack it is, is filled in once that is made.
    pub fn print(&self, part: &BTreeSet<EntityKey>, to: &[DeviceId], made_at: Timestamp) -> Print {
        let rows = self.rows.iter().filter(|(key, _)| part.contains(key));
        let rows = holding::Print::of(rows.map(|(key, row)| (key.clone(), row.as_slice())));
        let mut lists: BTreeMap<ListName, BTreeMap<EntityId, u64>> = BTreeMap::new();
        for (key, print) in rows.0 {
            lists.entry(key.list).or_default().insert(key.entity, print);
        }
        Print {
            pack: Sha256::from_bytes([0; 32]),
            made_at,
            forms: self.bare.forms.iter().map(|form| (form.form.hash, form.title.clone())).collect(),
            tables: self.bare.tables.iter().map(|table| (table.name.clone(), table.set_at)).collect(),
            erasures: self.erased.of_those(Some(to)).into_iter().map(Revision::hash).collect(),
            rows: lists,
        }
    }

    /// What is in a pack and whom it is for, whenever it was made.
    pub fn contents(&self, print: &Print, to: &[DeviceId]) -> Sha256 {
        let mut zone = serde_json::to_string(&self.bare.zone).unwrap_or_default();
        zone.extend(self.bare.charter.iter().map(String::as_str));
        print.contents(&zone, to)
    }

    /// A whole pack of a part, for some tablets alone.
    ///
    /// # Errors
    /// [`MakeError`]
    pub async fn whole(
        &self,
        part: &BTreeSet<EntityKey>,
        to: &[DeviceId],
        at: Timestamp,
    ) -> Result<MadeBatch, MakeError> {
        sealed(self.order(|key| part.contains(key), Some(to)), to, at).await
    }

    /// What changed in it since `before`; `now` is the print of the whole.
    ///
    /// # Errors
    /// [`MakeError`]
    pub async fn since(&self, before: &Print, now: &Print, to: &[DeviceId]) -> Result<MadeBatch, MakeError> {
        let since = keyed(now).since(&keyed(before));
        let mut gone: BTreeMap<ListName, Vec<EntityId>> = BTreeMap::new();
        for key in since.gone {
            gone.entry(key.list).or_default().push(key.entity);
        }
        let mut order = self.order(|key| since.changed.contains(key), None);
        let erasures = self.erased.of_those(Some(to)).into_iter();
        let erasures = erasures.filter(|erasure| !before.erasures.contains(&erasure.hash()));
        order.erasures = erasures.map(|erasure| erasure.body().to_owned()).collect();
        order.forms.retain(|form| !before.forms.contains(&(form.form.hash, form.title.clone())));
        order.tables.retain(|table| !before.tables.contains(&(table.name.clone(), table.set_at)));
        let (gone, makes) = (gone.into_iter().collect(), now.pack);
        order.difference = Some(SentDifference { since: before.pack, makes, gone });
        sealed(order, to, now.made_at).await
    }

    /// `to`: whom it is for alone.
    fn order(&self, goes: impl Fn(&EntityKey) -> bool, to: Option<&[DeviceId]>) -> PackOrder {
        let mut lists: BTreeMap<ListName, Vec<FileBytes>> = BTreeMap::new();
        for (key, row) in self.rows.iter().filter(|(key, _)| goes(key)) {
            lists.entry(key.list.clone()).or_default().push(FileBytes(row.clone()));
        }
        let erasures = self.erased.of_those(to).into_iter().map(|erasure| erasure.body().to_owned());
        PackOrder { lists: lists.into_iter().collect(), erasures: erasures.collect(), ..self.bare.clone() }
    }
}

fn sent_table(table: ZoneTable, meta: &[Row]) -> Option<SentTable> {
    let Said { set_at, bytes } = table.said(meta)?;
    Some(SentTable { name: table.name().to_owned(), set_at, bytes: bytes.map(FileBytes) })
}

async fn sealed(order: PackOrder, to: &[DeviceId], at: Timestamp) -> Result<MadeBatch, MakeError> {
    let recipients = to.iter().filter_map(sealing_key).collect();
    let seal = SealOrder { recipients, seed: Seed::from_bytes(entropy::bytes()?) };
    packed(PackOrder { created_at: at, seal: Some(seal), ..order }).await
}

async fn packed(order: PackOrder) -> Result<MadeBatch, MakeError> {
    match worker::ask(&Question::PackForms(Box::new(order)), TIMEOUT_MS).await? {
        Answer::Packed(file) => Ok(*file),
        Answer::NotPacked { reason } => Err(MakeError::NotPacked(reason)),
        _ => Err(WorkerError::Trapped.into()),
    }
}

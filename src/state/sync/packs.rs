//! Packs by a server: a desk puts its forms and lists there, sealed for the tablets that it trusts; a tablet asks what is new, and takes
//! it at a tap.
//!
//! Not here: what is in a pack and what it changes (`state::packs`).

use batch::File;
use batch::limits::MAX_RECIPIENTS;
use record::DeviceId;
use store::devices::{self, DeviceStanding};
use store::log::Step as Noted;
use store::packs::{self, Offered as Lies, is_newer, made_at};
use store::zone::Zone;
use store::{Store, layout};
use transport::{Download, Fetched, Folder, Kind, Listing, Name, Parcel, Remote, Sent, Trouble, Upload};

use super::{Course, MOST_NAMES, SyncError, begun, begun_to_put, done};
use crate::platform::clock;
use crate::platform::idb::ReadError;
use crate::state::access;
use crate::state::device::{Device, device_id};
use crate::state::outbox::ExportError;
use crate::state::packs::{self as state, TakeError, Taken};
use crate::worker::packs::PackRefusal;

/// What a desk gave its tablets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gave {
    /// No tablet is trusted yet: there is nobody to seal it for.
    Nobody,
    /// What lies there is what would go.
    NothingNew,
    Pack {
        bytes: usize,
        tablets: usize,
    },
}

/// A pack that lies there and is newer than what this tablet has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    name: Name,
    /// When it was made.
    pub at: record::Timestamp,
    /// How large it is, where the server tells.
    pub bytes: Option<u64>,
}

/// Puts the desk's present pack there, unless it lies there.
///
/// # Errors
/// [`SyncError`]
pub async fn give(device: &Device, on_told: impl Fn(Course)) -> Result<Gave, SyncError> {
    let (place, remote, zone) = begun_to_put(device).await?;
    let settings = device.settings().await?.ok_or(ExportError::Damaged)?;
    if zone.said_by != device_id(&settings.device.key) {
        return Err(SyncError::OtherDesk);
    }
    on_told(Course { of: 1, ..Course::default() });
    let to = tablets(device).await?;
    if to.is_empty() {
        return Ok(Gave::Nobody);
    }
    let order = state::order(device).await?;
    let contents = state::contents(&order, &to);
    let row = device.database.get(Store::Receipts, &layout::pack_offered()).await?;
    let before = row.and_then(|row| Lies::read(&row).ok());
    if before.as_ref().is_some_and(|before| before.contents == contents && before.place == place) {
        return Ok(Gave::NothingNew);
    }
    let (number, at) = made_at(before.as_ref(), clock::now());
    let made = state::make_for(order, &to, at).await?;
    let file = File {
        bytes: made.bytes.0,
        name: made.name,
        media_type: batch::sealed::MEDIA_TYPE,
        body_hash: made.body_hash,
        file_hash: made.file_hash,
    };
    let on_told = |waits| on_told(Course { done: 0, of: 1, waits, ..Course::default() });
    for number in number..number.saturating_add(MOST_NAMES) {
        let Some(parcel) = Parcel::of(&file, Folder::down_to_all(&zone.id), number, Kind::Pack) else { break };
        if done(&mut Upload::new(parcel), &remote, &file.bytes, &on_told).await? == Sent::Stored {
            device.run(packs::offered(&Lies { contents, number, place })).await?;
            access::note(device, Noted::PackMade, &file.name, to.len() as u64).await;
            return Ok(Gave::Pack { bytes: file.bytes.len(), tablets: to.len() });
        }
    }
    Err(SyncError::Store(Trouble::NotKept))
}

/// The tablets that a pack is for: those that are trusted.
async fn tablets(device: &Device) -> Result<Vec<DeviceId>, ReadError> {
    let (devices, _) = devices::list(&device.database.all(Store::Devices).await?);
    let trusted = devices.into_iter().filter(|known| known.standing == DeviceStanding::Trusted);
    Ok(trusted.map(|known| known.id).take(MAX_RECIPIENTS).collect())
}

/// Whether a pack lies there that this tablet does not have. Nothing of it is fetched.
///
/// # Errors
/// [`SyncError`]
pub(super) async fn offered(
    device: &Device,
    remote: &Remote,
    zone: &Zone,
    asking: &dyn Fn(Option<Trouble>),
) -> Result<Option<Offered>, SyncError> {
    let listed = done(&mut Listing::of_folder(Folder::down_to_all(&zone.id), None), remote, &[], asking).await?;
    let newest = listed.files.into_iter().rfind(|seen| seen.name.kind == Kind::Pack);
    let Some(newest) = newest else { return Ok(None) };
    let mut heads = device.database.keys(Store::Packs, &store::Key(Vec::new())).await?;
    heads.retain(store::Key::is_head);
    let known = packs::list(&device.database.several(Store::Packs, heads).await?).0;
    // A number may be a little higher than the second in which its pack was made, where a name was taken.
    if !is_newer(&known, &zone.said_by, newest.name.number.saturating_sub(MOST_NAMES - 1)) {
        return Ok(None);
    }
    let ms = i64::try_from(newest.name.number).unwrap_or_default().saturating_mul(1_000);
    let at = record::Timestamp::new(ms, clock::now().offset_minutes());
    Ok(Some(Offered { at, bytes: newest.length, name: newest.name }))
}

/// Fetches it and takes it in, if the desk of this zone signed it.
///
/// # Errors
/// [`SyncError`]; nothing has changed by it.
pub async fn take(device: &Device, offered: &Offered, on_told: impl Fn(Course)) -> Result<Taken, SyncError> {
    let (_, remote, zone) = begun(device).await?;
    let on_told = |waits| on_told(Course { done: 0, of: 1, waits, ..Course::default() });
    on_told(None);
    let bytes = match done(&mut Download::new(offered.name.clone()), &remote, &[], &on_told).await? {
        Fetched::Whole(bytes) => bytes,
        Fetched::Damaged | Fetched::Gone => return Err(SyncError::Damaged),
    };
    let seen = state::look(device, &bytes).await?;
    // Another zone's, or another desk's word for this one, is taken from a file alone, where somebody is asked.
    let is_ours = seen.zone.as_ref().is_none_or(|sent| sent.id == zone.id);
    if seen.device != zone.said_by || !is_ours {
        return Err(TakeError::Refused(PackRefusal::OtherDesk).into());
    }
    Ok(state::take_in(device, &offered.name.file(), &bytes, &seen).await?)
}

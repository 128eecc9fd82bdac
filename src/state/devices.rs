//! Devices whose files come to this desk, and the coordinator's word on each.
//!
//! Not here: rows (`store::devices`), what becomes of a device's files (`worker::desk`).

use std::rc::Rc;

use record::{DeviceId, OfficerId, Timestamp};
use store::devices::{self, Device as KnownDevice, DeviceStanding};
use store::log::Step;
use store::{Store, layout};

use super::access;
use super::device::{Device, Failure};
use super::lists::ListError;
use super::{inbox, tasks};
use crate::platform::clock;
use crate::platform::idb::ReadError;
pub use crate::worker::desk::lost::LostTold;
use crate::worker::desk::{Done, Failure as DeskFailure, Task};

/// A device as this desk knows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    pub device: KnownDevice,
    /// How many of its batches came, and when the last one was taken in.
    pub batches: usize,
    pub last_at: Option<Timestamp>,
}

/// All of them, those that are trusted first, by what people call them.
///
/// # Errors
/// [`ReadError`]
pub async fn known(device: Rc<Device>) -> Result<Vec<Known>, ReadError> {
    let inbox::Known { devices, arrivals, .. } = inbox::known(&device).await?;
    let told = |device: KnownDevice| {
        let came = || arrivals.iter().filter(|arrival| arrival.device == device.id);
        let (batches, last_at) = (came().count(), came().map(|arrival| arrival.taken_at).max());
        Known { device, batches, last_at }
    };
    let mut known: Vec<Known> = devices.into_iter().map(told).collect();
    known.sort_by_cached_key(|Known { device, .. }| {
        (device.standing == DeviceStanding::Revoked, device.label.clone(), device.id.clone())
    });
    Ok(known)
}

/// Whether somebody said that what this device signs is not to be taken any more.
///
/// # Errors
/// [`ReadError`]
pub async fn is_revoked(device: Rc<Device>, id: &DeviceId) -> Result<bool, ReadError> {
    let known = known(device).await?;
    Ok(known.iter().any(|known| known.device.id == *id && known.device.standing == DeviceStanding::Revoked))
}

/// What was on a device that was lost, as far as is known here, with at most so many people.
///
/// # Errors
/// [`ListError`]
pub async fn lost(
    id: DeviceId,
    most: usize,
    on_progress: impl Fn(usize, usize) + 'static,
) -> Result<LostTold, ListError> {
    match tasks::counted(Task::Lost { device: id, most }, on_progress).await? {
        Done::Lost(told) => Ok(*told),
        _ => Err(DeskFailure::Worker.into()),
    }
}

/// What was decided about a device.
async fn said(device: &Device, id: &DeviceId) -> Option<KnownDevice> {
    let row = device.database.get(Store::Devices, &layout::device(id)).await.ok()??;
    devices::read(&row).ok()
}

/// Says who fills on a device: whose part it gets. `None`: what came from it tells.
///
/// # Errors
/// [`Failure`]; then it stands as before.
pub async fn fill(device: &Device, id: &DeviceId, officers: Option<Vec<OfficerId>>) -> Result<(), Failure> {
    match said(device, id).await {
        Some(known) => device.run(devices::decide(&KnownDevice { officers, ..known })).await,
        // Nobody has decided about it: it gets nothing.
        None => Ok(()),
    }
}

/// Says whether what a device signs is taken from now on, and what people call it.
///
/// # Errors
/// [`Failure`]; then it stands as before.
pub async fn decide(device: &Device, id: &DeviceId, label: &str, standing: DeviceStanding) -> Result<(), Failure> {
    let officers = said(device, id).await.and_then(|known| known.officers);
    let label = label.trim().to_owned();
    let decided = KnownDevice { id: id.clone(), label, standing, decided_at: clock::now(), officers };
    device.run(devices::decide(&decided)).await?;
    let step = match standing {
        DeviceStanding::Trusted => Step::DeviceTrusted,
        DeviceStanding::Revoked => Step::DeviceRevoked,
    };
    access::note(device, step, &id.fingerprint(), 1).await;
    Ok(())
}

//! The device's clock beside what the device wrote before: looked at where a day begins and before files are taken in.
//!
//! Not here: what is told of it (`store::clock`), a file's own moments (`inbox`).

use std::rc::Rc;

use record::Timestamp;
use store::canary::Canary;
use store::clock::{self, Finding, Seen};
use store::{Store, log};

use super::device::{Device, device_id};
use super::notebook;
use crate::platform::idb::ReadError;
use crate::platform::{clock as device_clock, local};

/// Holds this moment against the newest at which this device saved, took in, exported or backed up anything. What is right is remembered.
///
/// # Errors
/// [`ReadError`]
pub async fn look(device: Rc<Device>) -> Result<(Finding, Timestamp), ReadError> {
    let seen = device.database.get(Store::Meta, &clock::key()).await?.as_deref().and_then(Seen::read);
    let drafts = notebook::drafts(&device).await?.into_iter().map(|draft| draft.changed_at);
    let canary = local::canary().and_then(|text| Canary::read(&text));
    let finished = canary.and_then(|canary| canary.newest_unsent);
    let written = drafts.chain(finished).chain(noted_at(&device).await?);
    let (newest, now) = (clock::newest(seen.as_ref(), written), device_clock::now());
    let finding = clock::look(newest, now);
    if finding == Finding::Right
        && let Some(plan) = clock::remember(seen.as_ref(), now)
    {
        let _ = device.run(plan).await; // the next look does it
    }
    Ok((finding, now))
}

/// When the last step was noted in the access log: an import, an export, a backup, a page that was opened.
async fn noted_at(device: &Device) -> Result<Option<Timestamp>, ReadError> {
    let (Some(last), Some(settings)) =
        (device.database.get(Store::Meta, &log::last_key()).await?, device.settings().await?)
    else {
        return Ok(None);
    };
    let Some(key) = log::last_row(&device_id(&settings.device.key), &last) else { return Ok(None) };
    Ok(device.database.get(Store::Log, &key).await?.as_deref().and_then(log::noted_at))
}

/// A person says that the clock is right.
pub async fn is_right(device: &Device, newest: Timestamp) {
    let _ = device.run(clock::is_right(newest, device_clock::now())).await; // if it fails the notice stays
}

//! The sample zone on this device: made-up records in a database of their own, beside the one that people work in.
//!
//! While it is shown the page uses that other database and nothing of it can come among what is real; leaving it deletes the
//! database whole. Only which of the two is used, and the canary of the real one, are remembered meanwhile.
//!
//! Not here: what is in it (`sample`), how it is taken in (`worker::desk`).

use serde::{Deserialize, Serialize};

use super::device::Device;
use super::{flush, library, tasks};
use crate::platform::{document, idb, local, worker};
use crate::route::Route;
use crate::worker::desk::{Failure, Task, Told};

/// No other database has this number: those that are begun count up from 1.
const NUMBER: u32 = 9_000;
const BESIDE: &str = "beside-sample";

/// What is gone back to.
#[derive(Serialize, Deserialize)]
struct Beside {
    database: u32,
    canary: Option<String>,
}

/// Whether the page shows the sample.
pub fn is_shown() -> bool {
    local::database_number() == NUMBER
}

/// Goes to the sample. The page begins anew; what is real stays where it is.
pub async fn show() {
    if is_shown() || !flush::all().await {
        return;
    }
    let beside = Beside { database: local::database_number(), canary: local::canary() };
    if local::set_preference(BESIDE, &beside).is_err() {
        return;
    }
    worker::stop_desk();
    // A new database without a canary is a first run.
    if local::set_canary("").is_ok() && local::use_database(NUMBER).is_ok() {
        Route::Dashboard.replace();
        document::reload();
    }
}

/// Fills it. One that is filled is left as it is.
///
/// # Errors
/// [`Failure`]; nothing has changed then.
pub async fn fill(device: &Device, on_progress: impl Fn(usize, usize) + 'static) -> Result<(), Failure> {
    // What has no form here has no words either; what did not come is tried again at the next start.
    let _ = library::install_all(device).await;
    let told = move |told: Told| {
        if let Told::Progress { done, of } = told {
            on_progress(done, of);
        }
    };
    tasks::done(Task::Sample, &[], told).await.map(drop)
}

/// Deletes the sample and goes back to what is real.
pub async fn remove(device: &Device) {
    if !is_shown() {
        return;
    }
    let beside = local::preference::<Beside>(BESIDE);
    let (database, canary) = beside.map_or((1, None), |beside| (beside.database, beside.canary));
    worker::stop_desk();
    device.database.close();
    // One that another tab still shows goes with the next try; nothing of it is seen from the other database.
    let _ = idb::delete(&local::database_name(NUMBER)).await;
    if local::set_canary(&canary.unwrap_or_default()).is_ok() && local::use_database(database).is_ok() {
        Route::Today.replace();
        document::reload();
    }
}

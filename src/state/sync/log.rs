//! What was done with the server, so that somebody can read it later: what went, came and was told, when, and what stood in the way.
//!
//! Not here: where it lies and how much of it (`store::synced`), the words for it (`pages::server`).

use store::Store;
use store::layout::meta;
use store::synced::{self, Line, What};

use super::{ApartCame, Came, Gave, Heard, SyncError, Told, Took, Went};
use crate::platform::clock;
use crate::platform::idb::ReadError;
use crate::state::device::Device;

/// Whether somebody tapped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    Hand,
    /// Behind what somebody tapped: looking for what the desk says once everything is sent.
    Along,
    Itself,
}

/// What was done on this device, the last first.
///
/// # Errors
/// [`ReadError`]
pub async fn lines(device: &Device) -> Result<Vec<Line>, ReadError> {
    Ok(synced::lines(device.database.get(Store::Meta, &meta::SYNCED.into()).await?.as_deref()))
}

/// Notes what was done, and what stood in the way. That it could not be noted is no reason to do anything else; what nobody tapped and found
/// nothing to do is not noted.
pub async fn note(device: &Device, by: By, what: What, trouble: Option<&str>) {
    let is_by_itself = by == By::Itself;
    if by != By::Hand && trouble.is_none() && !what.is_something() {
        return;
    }
    let Ok(before) = device.database.get(Store::Meta, &meta::SYNCED.into()).await else { return };
    let line = Line { at: clock::now(), is_by_itself, what, trouble: trouble.map(str::to_owned) };
    let _ = device.run(synced::noted(before.as_deref(), line)).await;
}

/// The same of what was tried.
pub async fn note_result<T: Noted>(device: &Device, by: By, result: &Result<T, SyncError>) {
    match result {
        Ok(done) => note(device, by, done.what(), done.trouble()).await,
        // Its page was left: it goes on when that is back.
        Err(SyncError::Stopped) if by == By::Itself => {}
        Err(error) => note(device, by, T::NOTHING, Some(error.word())).await,
    }
}

/// Something that can be noted.
pub trait Noted {
    /// What is noted where it failed.
    const NOTHING: What;

    fn what(&self) -> What;

    /// Why not more was done.
    fn trouble(&self) -> Option<&str> {
        None
    }
}

impl Noted for Went {
    const NOTHING: What = What::Sent { files: 0, records: 0, photos: 0, refused: 0 };

    fn what(&self) -> What {
        let Self { files, records, photos, refused, .. } = self;
        What::Sent { files: *files, records: *records, photos: *photos, refused: refused.len() }
    }

    fn trouble(&self) -> Option<&str> {
        self.refused.first().map(|(_, trouble)| trouble.word())
    }
}

/// Batches, and the attached files of batches that came before.
impl Noted for (&Came, &ApartCame) {
    const NOTHING: What = What::Fetched { files: 0, photos: 0, damaged: 0 };

    fn what(&self) -> What {
        let (came, apart) = self;
        What::Fetched { files: came.files.len(), photos: apart.files, damaged: came.rest.damaged }
    }

    fn trouble(&self) -> Option<&str> {
        let (came, apart) = self;
        came.rest.stopped.as_ref().or(apart.stopped.as_ref()).map(|error| error.word())
    }
}

impl Noted for Told {
    const NOTHING: What = What::Told { tablets: 0 };

    fn what(&self) -> What {
        What::Told { tablets: self.tablets }
    }
}

impl Noted for Gave {
    const NOTHING: What = What::Gave { tablets: 0 };

    fn what(&self) -> What {
        match self {
            Self::Packs { tablets, .. } => What::Gave { tablets: *tablets },
            Self::Nobody | Self::NobodyResponsible | Self::NothingNew => Self::NOTHING,
        }
    }
}

impl Noted for Heard {
    const NOTHING: What = What::Heard { received: 0, returned: 0 };

    fn what(&self) -> What {
        let brought = self.brought.unwrap_or_default();
        What::Heard { received: brought.received, returned: brought.returned }
    }
}

impl Noted for Took {
    const NOTHING: What = What::Took { differences: 0 };

    fn what(&self) -> What {
        What::Took { differences: self.differences }
    }
}

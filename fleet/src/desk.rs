//! The desk of the zone: lists what lies on the store and fetches all of it, in any order.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use serde_json::{Value, json};
use transport::{Download, Fetched, Listing, Name};

use crate::course::{Asker, Chance, CourseError};
use crate::line::Line;
use crate::outbox::OutboxError;
use crate::sealing::ZONE;
use crate::words::Store;

/// A file that is damaged may be under way; so often it is asked for again.
const MOST_TRIES: usize = 3;

/// Fetches everything into a folder, each file under its name on the store.
pub fn fetch(store: &Store, into: &Path, at_once: usize) -> Result<Value, CourseError> {
    let line = Line::new();
    let asker = |place: usize| Asker { line: &line, store, node: place, chance: Chance(place as u64) };
    let mut first = asker(0);
    let zone = first.done(|| Listing::of_zone(ZONE), &[])?;
    let (devices, mut strange) = (zone.folders.len(), zone.strange);
    let mut wanted: Vec<Name> = Vec::new();
    for folder in zone.folders {
        let listed = first.done(|| Listing::of_folder(folder.clone(), 1), &[])?;
        strange += listed.strange;
        wanted.extend(listed.files.into_iter().map(|seen| seen.name));
    }
    let files = wanted.len();
    Chance(7).shuffle(&mut wanted);
    let wanted = Mutex::new(wanted);
    let take = || wanted.lock().unwrap_or_else(|broken| broken.into_inner()).pop();
    let work = |place: usize| -> Result<(), CourseError> {
        let mut asker = asker(place);
        while let Some(name) = take() {
            let bytes = whole(&mut asker, &name)?;
            let path = into.join(name.folder.path()).join(name.file());
            let folder = path.parent().unwrap_or(into);
            fs::create_dir_all(folder).map_err(OutboxError::at(folder))?;
            fs::write(&path, bytes).map_err(OutboxError::at(&path))?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..at_once.max(1)).map(|place| scope.spawn(move || work(place))).collect();
        all.into_iter().try_for_each(|one| one.join().unwrap_or(Ok(())))
    })?;
    Ok(json!({ "devices": devices, "files": files, "strange": strange, "counts": line.counts().told() }))
}

fn whole(asker: &mut Asker<'_>, name: &Name) -> Result<Vec<u8>, CourseError> {
    for _ in 0..MOST_TRIES {
        if let Fetched::Whole(bytes) = asker.done(|| Download::new(name.clone()), &[])? {
            return Ok(bytes);
        }
        asker.node += 1;
    }
    Err(CourseError::Damaged(name.to_string()))
}

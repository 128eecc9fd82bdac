//! Files on their way: the browser fetches and hashes some while another one is looked at.
//!
//! Not here: what is in them (`worker::batches`).

use std::collections::VecDeque;

use batch::{Hashes, limits};
use futures_channel::oneshot;
use store::{Store, layout};

use super::{Failure, FileLine, FileOrigin};
use crate::platform::files::{ChosenFile, FileError};
use crate::platform::idb::Database;
use crate::platform::timer;
use crate::worker::batches::FileRefusal;

/// A file's bytes, and their hashes where the browser worked them out.
pub struct FileRead {
    pub bytes: Vec<u8>,
    pub hashes: Option<Hashes>,
}

/// A file, or why there is none.
pub type Read = Result<Result<FileRead, FileRefusal>, Failure>;

/// How much is fetched before its turn; one file is, however large.
const MOST_FILES: usize = 16;
const MOST_BYTES: u64 = 4 << 20;

/// Files in their order, the next of them on their way.
pub struct Ahead<'a> {
    database: &'a Database,
    lines: std::slice::Iter<'a, FileLine>,
    files: &'a [ChosenFile],
    /// With the bytes of each.
    coming: VecDeque<(u64, oneshot::Receiver<Read>)>,
}

impl<'a> Ahead<'a> {
    pub fn of(database: &'a Database, lines: &'a [FileLine], files: &'a [ChosenFile]) -> Self {
        Self { database, lines: lines.iter(), files, coming: VecDeque::new() }
    }

    /// The next file. Those after it come nearer while it is looked at.
    pub async fn next(&mut self) -> Read {
        self.fetch();
        let next = self.coming.pop_front();
        self.fetch();
        match next {
            Some((_, read)) => read.await.unwrap_or(Err(Failure::Unreadable)),
            None => Err(Failure::Unreadable),
        }
    }

    fn fetch(&mut self) {
        while self.has_room() {
            let Some(line) = self.lines.next() else { return };
            let file = handed(line, self.files).cloned();
            let (database, line) = (self.database.clone(), line.clone());
            let bytes = file.as_ref().map(|file| file.size_bytes).unwrap_or_default();
            let (told, coming) = oneshot::channel();
            self.coming.push_back((bytes, coming));
            timer::spawn(async move {
                // Whoever waited may be gone.
                let _ = told.send(read(&database, &line, file.as_ref()).await);
            });
        }
    }

    fn has_room(&self) -> bool {
        let bytes: u64 = self.coming.iter().map(|(bytes, _)| bytes).sum();
        self.coming.is_empty() || (self.coming.len() < MOST_FILES && bytes < MOST_BYTES)
    }
}

fn handed<'a>(line: &FileLine, files: &'a [ChosenFile]) -> Option<&'a ChosenFile> {
    match line.origin {
        FileOrigin::Handed(place) => files.get(place),
        FileOrigin::Quarantine(_) => None,
    }
}

/// One file alone.
pub async fn one(database: &Database, line: &FileLine, files: &[ChosenFile]) -> Read {
    read(database, line, handed(line, files)).await
}

async fn read(database: &Database, line: &FileLine, file: Option<&ChosenFile>) -> Read {
    match &line.origin {
        FileOrigin::Handed(_) => {
            let file = file.ok_or(Failure::Unreadable)?;
            match file.hashed(limits::MAX_FILE_BYTES as u64, batch::body_span).await {
                Ok(hashed) => {
                    let hashes = hashed.whole.map(|file| Hashes { file, body: hashed.part });
                    Ok(Ok(FileRead { bytes: hashed.bytes, hashes }))
                }
                Err(FileError::TooLarge { bytes, limit_bytes }) => {
                    Ok(Err(FileRefusal::TooLarge { bytes, most: limit_bytes }))
                }
                Err(FileError::Unreadable(_) | FileError::NotMade(_)) => Err(Failure::Unreadable),
            }
        }
        FileOrigin::Quarantine(id) => {
            let bytes = database.get(Store::Quarantine, &layout::quarantined_bytes(id)).await?;
            Ok(Ok(FileRead { bytes: bytes.ok_or(Failure::Unreadable)?, hashes: None }))
        }
    }
}

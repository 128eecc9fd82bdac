//! Files on their way: the browser fetches and hashes some while another one is looked at.
//!
//! Not here: what is in them (`worker::batches`).

use std::collections::VecDeque;

use batch::{Hashes, limits};
use futures_channel::oneshot;
use store::{Store, layout};

use super::{Failure, FileLine, FileOrigin};
use crate::platform::files::{self, ChosenFile, FileError, Hashed};
use crate::platform::idb::Database;
use crate::platform::timer;
use crate::worker::batches::FileRefusal;

/// A file's bytes, and their hashes where the browser worked them out.
pub struct FileRead {
    pub bytes: Vec<u8>,
    pub hashes: Option<Hashes>,
}

impl FileRead {
    fn of(hashed: Hashed) -> Self {
        Self { bytes: hashed.bytes, hashes: hashed.whole.map(|file| Hashes { file, body: hashed.part }) }
    }
}

/// A file, or why there is none.
pub type Read = Result<Result<FileRead, FileRefusal>, Failure>;

/// How much is fetched together, and how much before its turn; one file is, however large.
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
        while has_room(self.coming.iter().map(|(bytes, _)| *bytes)) {
            let together = self.together();
            if together.is_empty() {
                return;
            }
            let mut wanted = Vec::with_capacity(together.len());
            for line in together {
                let file = handed(line, self.files);
                let (told, coming) = oneshot::channel();
                self.coming.push_back((size(file), coming));
                wanted.push((line.clone(), file.cloned(), told));
            }
            timer::spawn(read_together(self.database.clone(), wanted));
        }
    }

    /// The next lines that are read at once.
    fn together(&mut self) -> Vec<&'a FileLine> {
        let mut together = Vec::new();
        let mut sizes = Vec::new();
        while has_room(sizes.iter().copied())
            && let Some(line) = self.lines.next()
        {
            sizes.push(size(handed(line, self.files)));
            together.push(line);
        }
        together
    }
}

/// Whether one more may be added to files of these sizes.
fn has_room(sizes: impl ExactSizeIterator<Item = u64>) -> bool {
    let count = sizes.len();
    count == 0 || (count < MOST_FILES && sizes.sum::<u64>() < MOST_BYTES)
}

fn size(file: Option<&ChosenFile>) -> u64 {
    file.map(ChosenFile::size_bytes).unwrap_or_default()
}

type Wanted = (FileLine, Option<ChosenFile>, oneshot::Sender<Read>);

/// Reads files at once where they can be, else one by one, so that only what cannot be read is told of. Whoever waited may be gone.
async fn read_together(database: Database, wanted: Vec<Wanted>) {
    let files: Vec<ChosenFile> = wanted.iter().filter_map(|(_, file, _)| file.clone()).collect();
    let bytes: u64 = files.iter().map(ChosenFile::size_bytes).sum();
    // Of a file that went from the disk the browser says that it is empty, and among others gives it as such.
    let is_whole =
        files.len() == wanted.len() && bytes < 2 * MOST_BYTES && files.iter().all(|file| file.size_bytes() > 0);
    let together =
        if is_whole && files.len() > 1 { files::hashed_together(&files, batch::body_span).await } else { None };
    match together {
        Some(hashed) => {
            for ((_, _, told), hashed) in wanted.into_iter().zip(hashed) {
                let _ = told.send(Ok(Ok(FileRead::of(hashed))));
            }
        }
        None => {
            for (line, file, told) in wanted {
                let _ = told.send(read(&database, &line, file.as_ref()).await);
            }
        }
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
                Ok(hashed) => Ok(Ok(FileRead::of(hashed))),
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

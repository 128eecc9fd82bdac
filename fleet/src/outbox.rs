//! A tablet's database, as a folder: the files that it made, byte for byte as they go, and which of them were read back from the store.
//!
//! ```text
//! OUT/key.txt                     what opens all of them, as `age -i` reads it
//! OUT/007/device                  whose they are
//! OUT/007/00000003.age            a file
//! OUT/007/00000003.sent           it lies on the store
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use batch::File;
use record::{DeviceId, Sha256};

/// A tablet that has files to send.
pub struct Outbox {
    folder: PathBuf,
    pub device: DeviceId,
    /// Numbers of the files that wait, from the first.
    pub waiting: BTreeSet<u64>,
    /// Of all files.
    pub count: usize,
}

/// Why a folder is no outbox.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct OutboxError {
    path: PathBuf,
    source: io::Error,
}

impl OutboxError {
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        |source| Self { path: path.to_owned(), source }
    }
}

impl Outbox {
    /// All tablets of a folder, by number.
    pub fn all(out: &Path) -> Result<Vec<Self>, OutboxError> {
        let mut folders = entries(out)?;
        folders.retain(|path| path.is_dir());
        folders.into_iter().map(Self::read).collect()
    }

    fn read(folder: PathBuf) -> Result<Self, OutboxError> {
        let device = folder.join("device");
        let device = DeviceId::new(fs::read_to_string(&device).map_err(OutboxError::at(&device))?);
        let mut outbox = Self { device, waiting: BTreeSet::new(), count: 0, folder };
        for path in entries(&outbox.folder)?.iter().filter(|path| path.extension().is_some_and(|end| end == "age")) {
            outbox.count += 1;
            let number: Option<u64> = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            outbox.waiting.extend(number.filter(|_| !path.with_extension("sent").exists()));
        }
        Ok(outbox)
    }

    pub fn file(&self, number: u64) -> Result<File, OutboxError> {
        let path = self.path(number, "age");
        let bytes = fs::read(&path).map_err(OutboxError::at(&path))?;
        let (file_hash, media_type) = (Sha256::of(&bytes), batch::sealed::MEDIA_TYPE);
        // What lies under the seal is nobody's business here.
        Ok(File { bytes, name: String::new(), media_type, body_hash: file_hash, file_hash })
    }

    /// It was read back.
    pub fn note_sent(&mut self, number: u64) -> Result<(), OutboxError> {
        let path = self.path(number, "sent");
        fs::write(&path, "").map_err(OutboxError::at(&path))?;
        self.waiting.remove(&number);
        Ok(())
    }

    fn path(&self, number: u64, ending: &str) -> PathBuf {
        self.folder.join(format!("{number:08}.{ending}"))
    }
}

/// A file of a tablet, newly made.
pub fn keep(out: &Path, tablet: u32, device: &DeviceId, number: u64, bytes: &[u8]) -> Result<(), OutboxError> {
    let folder = out.join(format!("{tablet:03}"));
    fs::create_dir_all(&folder).map_err(OutboxError::at(&folder))?;
    for (name, bytes) in [("device".to_owned(), device.as_str().as_bytes()), (format!("{number:08}.age"), bytes)] {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(OutboxError::at(&path))?;
    }
    Ok(())
}

/// Every sealed file below a folder, whoever put it there.
pub fn sealed_files(folder: &Path) -> Result<Vec<PathBuf>, OutboxError> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            files.extend(sealed_files(&path)?);
        } else if path.extension().is_some_and(|end| end == "age") {
            files.push(path);
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, OutboxError> {
    let read = || fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>();
    let mut paths = read().map_err(OutboxError::at(folder))?;
    paths.sort();
    Ok(paths)
}

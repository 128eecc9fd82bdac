//! Packing: contents to the bytes of a file.

use std::collections::BTreeSet;

use record::{Revision, Sha256};

use crate::archive::{self, Entry};
use crate::envelope::{self, Format};
use crate::limits::{MAX_FILE_BYTES, MAX_RECORDS};
use crate::{Batch, Blobs, DeviceKey, Pack, PackError, name};

/// A file that is ready to go: the same down every pipe.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct File {
    pub bytes: Vec<u8>,
    /// A proposal. Nothing depends on it.
    pub name: String,
    pub media_type: &'static str,
    /// Of what is signed: the next batch names it as the one before.
    pub body_hash: Sha256,
    /// Of the bytes: the same file again is known by it.
    pub file_hash: Sha256,
}

/// The batch as a signed file: JSON, or with attachments a zip of it and them. The same contents and key always give
/// the same bytes.
///
/// # Errors
/// [`PackError`] if nobody could open the result; see [`first_portion`] for how much goes into one.
pub fn pack(batch: &Batch, blobs: &Blobs, key: &DeviceKey) -> Result<File, PackError> {
    let alone = pack_alone(batch, key)?;
    if batch.attachments.is_empty() {
        return Ok(alone);
    }
    let named: BTreeSet<Sha256> = batch.attachments.iter().map(|attached| attached.sha256).collect();
    let mut files = Vec::new();
    for hash in named {
        let bytes = blobs.get(&hash).ok_or(PackError::BlobMissing(hash))?;
        if Sha256::of(bytes) != hash {
            return Err(PackError::BlobDamaged(hash));
        }
        files.push((format!("blobs/{hash}"), bytes));
    }
    for attached in &batch.attachments {
        if blobs.get(&attached.sha256).is_some_and(|bytes| bytes.len() as u64 != attached.bytes) {
            return Err(PackError::BlobDamaged(attached.sha256));
        }
    }
    let first = Entry { name: archive::FIRST, bytes: &alone.bytes };
    let others = files.iter().map(|(name, bytes)| Entry { name, bytes });
    let entries: Vec<Entry<'_>> = std::iter::once(first).chain(others).collect();
    check_size(entries.iter().map(|entry| entry.bytes.len() as u64).sum())?;
    finished(archive::write(&entries), alone.body_hash, |hash| {
        name::of("taizhang", &key.device(), Some(batch.seq), hash, "zip")
    })
}

/// The batch without the files that it names, signed as with them: they go [`apart`](crate::apart).
///
/// # Errors
/// [`PackError`] if nobody could open the result.
pub fn pack_alone(batch: &Batch, key: &DeviceKey) -> Result<File, PackError> {
    let body = batch.write()?;
    let text = envelope::write(Format::Batch, 1, &body, key);
    finished(text.into_bytes(), Sha256::of(body.as_bytes()), |hash| {
        name::of("taizhang", &key.device(), Some(batch.seq), hash, "json")
    })
}

/// The pack as a signed file.
///
/// # Errors
/// [`PackError`] if nobody could open the result.
pub fn pack_forms(pack: &Pack, key: &DeviceKey) -> Result<File, PackError> {
    let body = pack.write()?;
    let text = envelope::write(Format::Pack, pack.version(), &body, key);
    finished(text.into_bytes(), Sha256::of(body.as_bytes()), |hash| {
        name::of("taizhang-pack", &key.device(), None, hash, "json")
    })
}

/// How many of these revisions, from the first, go into one batch: at least one, if there is one.
///
/// Counts the records and the attachments they name, each once, and leaves room for what stands around them.
pub fn first_portion(revisions: &[Revision]) -> usize {
    const ROOM: u64 = (MAX_FILE_BYTES - (4 << 20)) as u64;
    let mut blobs = BTreeSet::new();
    let mut bytes = 0_u64;
    for (count, revision) in revisions.iter().enumerate() {
        let attachments = &revision.submission().attachments;
        let new = attachments.iter().filter(|attachment| blobs.insert(attachment.sha256));
        bytes += revision.body().len() as u64 + 1 + new.map(|attachment| attachment.bytes + 512).sum::<u64>();
        if count == MAX_RECORDS || (bytes > ROOM && count > 0) {
            return count;
        }
    }
    revisions.len()
}

pub(crate) fn finished(bytes: Vec<u8>, body_hash: Sha256, name: impl Fn(Sha256) -> String) -> Result<File, PackError> {
    check_size(bytes.len() as u64)?;
    let file_hash = Sha256::of(&bytes);
    let media_type = if archive::is_zip(&bytes) { "application/zip" } else { "application/json" };
    Ok(File { name: name(file_hash), bytes, media_type, body_hash, file_hash })
}

fn check_size(bytes: u64) -> Result<(), PackError> {
    let most = MAX_FILE_BYTES as u64;
    if bytes > most { Err(PackError::TooLarge { bytes, most }) } else { Ok(()) }
}

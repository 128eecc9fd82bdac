//! What the tablets of a fleet send: for each one file of the month before, and then one for each workday of a month.
//!
//! Their work is that of `bench::zone`: registrations, visits, needs and updates, some of them of the same enterprise by two officers who do
//! not know of each other. Each week a visit has a photo; some visits have so many that their file is read back by its length alone.

use std::fs;
use std::path::Path;

use batch::{Attached, Batch, Blobs, DeviceKey, FormTitle, PackError, sealed};
use bench::zone::Zone;
use record::{Attachment, BatchId, OfficerId, Revision, Sha256, Submission, Timestamp};
use serde_json::{Value, json};

use crate::course::Chance;
use crate::outbox::{self, OutboxError};
use crate::sealing::{key, recipients, seed};

/// Workdays of a month.
const DAYS: usize = 22;
/// Of one tablet in one month: three on each workday.
const RECORDS: u32 = 3 * DAYS as u32;
/// Enterprises that each officer looks after.
const OWN: u32 = 8;
/// On each such day a visit has a photo.
const PHOTO_EACH: usize = 5;
/// As large as the page makes a photo of a tablet's camera.
const PHOTO_BYTES: usize = 180_000;
/// One tablet of so many has a day of many photos.
const MANY_EACH: u32 = 10;
const MANY: usize = 6;
const DAY_MS: i64 = 24 * 3_600_000;

/// Why nothing was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error(transparent)]
    Pack(#[from] PackError),
    #[error(transparent)]
    Seal(#[from] batch::seal::SealError),
    #[error("a record cannot be written")]
    Record(#[from] serde_json::Error),
    #[error(transparent)]
    Outbox(#[from] OutboxError),
}

/// Makes all files of so many tablets.
pub fn make(tablets: u32, into: &Path) -> Result<Value, MakeError> {
    let zone = Zone { devices: tablets, months: 2, records: RECORDS, own: OWN, decides: false, seed: 7 };
    write_key(into)?;
    let mut makers: Vec<Maker> = (0..tablets).map(|tablet| Maker::new(tablet, zone.key(tablet))).collect();
    let mut made = Made::default();
    for sent in zone.batches() {
        let sent = sent?;
        let Some(maker) = makers.get_mut(sent.device as usize) else { continue };
        let Some(at) = sent.records.first().map(|first| first.submission().finalized_at) else { continue };
        if sent.month == 0 {
            made.add(maker.keep(into, at, sent.records, Blobs::new())?);
            continue;
        }
        for (day, records) in sent.records.chunks(RECORDS as usize / DAYS).enumerate() {
            let at = Timestamp::new(at.unix_ms() + DAY_MS * day as i64, at.offset_minutes());
            let (records, blobs) = match (day + 1).is_multiple_of(PHOTO_EACH) {
                true => with_photos(records, maker.photos(day), u64::from(sent.device) << 8 | day as u64)?,
                false => (records.to_vec(), Blobs::new()),
            };
            made.add(maker.keep(into, at, records, blobs)?);
        }
    }
    Ok(json!({ "tablets": tablets, "files": made.files, "records": made.records, "photos": made.photos,
        "bytes": made.bytes, "photo_bytes": made.photo_bytes }))
}

/// The key that opens all of them, as the `age` command reads it.
pub fn write_key(into: &Path) -> Result<(), OutboxError> {
    fs::create_dir_all(into).map_err(OutboxError::at(into))?;
    let path = into.join("key.txt");
    fs::write(&path, format!("{}\n", key().written_out().as_str())).map_err(OutboxError::at(&path))
}

/// A tablet that makes one file after another.
pub struct Maker {
    tablet: u32,
    key: DeviceKey,
    number: u64,
    previous: Option<Sha256>,
}

/// How much was made. `bytes` is that of the sealed files without what their photos take.
#[derive(Clone, Copy, Debug, Default)]
pub struct Made {
    pub files: usize,
    pub records: usize,
    pub photos: usize,
    pub bytes: usize,
    pub photo_bytes: usize,
}

impl Made {
    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.records += other.records;
        self.photos += other.photos;
        self.bytes += other.bytes;
        self.photo_bytes += other.photo_bytes;
    }
}

impl Maker {
    pub fn new(tablet: u32, key: DeviceKey) -> Self {
        Self { tablet, key, number: 0, previous: None }
    }

    fn photos(&self, day: usize) -> usize {
        if self.tablet.is_multiple_of(MANY_EACH) && day + 2 > DAYS - PHOTO_EACH { MANY } else { 1 }
    }

    /// The next file with these records: chained to the one before, signed, sealed.
    pub fn keep(
        &mut self,
        into: &Path,
        at: Timestamp,
        records: Vec<Revision>,
        blobs: Blobs,
    ) -> Result<Made, MakeError> {
        self.number += 1;
        let mut forms: Vec<FormTitle> = Vec::new();
        for form in records.iter().map(|revision| &revision.submission().form) {
            if forms.iter().all(|known| known.form != *form) {
                forms.push(FormTitle { form: form.clone(), title: form.id.clone() });
            }
        }
        let mut chance = [0; 10];
        chance[..4].copy_from_slice(&self.tablet.to_be_bytes());
        chance[4..].copy_from_slice(&self.number.to_be_bytes()[2..]);
        let attached = |(hash, bytes): (&Sha256, &Vec<u8>)| Attached {
            sha256: *hash,
            bytes: bytes.len() as u64,
            media_type: "image/jpeg".to_owned(),
        };
        let batch = Batch {
            id: BatchId::new(at, chance),
            seq: self.number,
            previous: self.previous,
            created_at: at,
            officer: records.first().map_or_else(|| OfficerId::new(""), |first| first.submission().officer.clone()),
            recipients: recipients().iter().map(ToString::to_string).collect(),
            forms,
            attachments: blobs.iter().map(attached).collect(),
            records,
        };
        let file = batch::pack(&batch, &blobs, &self.key)?;
        self.previous = Some(file.body_hash);
        let sealed = sealed::seal(&file, &recipients(), &seed(file.body_hash))?;
        outbox::keep(into, self.tablet, &self.key.device(), self.number, &sealed.bytes)?;
        let photo_bytes = blobs.values().map(Vec::len).sum();
        let bytes = sealed.bytes.len() - photo_bytes;
        Ok(Made { files: 1, records: batch.records.len(), photos: blobs.len(), bytes, photo_bytes })
    }
}

/// The records, the first visit among them with so many photos. Nothing names a visit as what it builds upon, so it may be another text.
fn with_photos(records: &[Revision], photos: usize, seed: u64) -> Result<(Vec<Revision>, Blobs), serde_json::Error> {
    let mut records = records.to_vec();
    let mut blobs = Blobs::new();
    let is_visit = |revision: &&mut Revision| revision.submission().form.id == "liaison_visit";
    if let Some(visit) = records.iter_mut().find(is_visit) {
        let mut chance = Chance(seed);
        let mut attachments = Vec::new();
        for place in 0..photos {
            let bytes: Vec<u8> = (0..PHOTO_BYTES / 4).flat_map(|_| chance.next().to_le_bytes()).collect();
            let sha256 = Sha256::of(&bytes);
            let (name, media_type) = (format!("photo-{place}.jpg"), "image/jpeg".to_owned());
            attachments.push(Attachment { name, sha256, bytes: bytes.len() as u64, media_type });
            blobs.insert(sha256, bytes);
        }
        *visit = Revision::write(Submission { attachments, ..visit.submission().clone() })?;
    }
    Ok((records, blobs))
}

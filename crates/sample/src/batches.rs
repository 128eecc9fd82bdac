//! The files that the six tablets would have sent. Their keys are known to everybody: what they sign is a sample and nothing else.

use batch::{Batch, Blobs, DeviceKey, File, FormTitle, PackError};
use record::{BatchId, DeviceId, Revision, Timestamp};
use rules::Calendar;

use crate::OFFICERS;
use crate::revisions::officer_code;

/// When they were sent: 2023-11-05 09:00 in the office's zone.
const SENT_MS: i64 = 1_699_146_000_000;
const OFFICE_MINUTES: i16 = 480;

/// The keys of the six tablets.
pub fn keys() -> [DeviceKey; OFFICERS] {
    std::array::from_fn(|officer| DeviceKey::from_bytes([officer as u8 + 1; 32]))
}

/// One file for each tablet, with all that it finished.
///
/// # Errors
/// [`PackError`], where the zone would not go into a file.
pub fn batches(calendar: &Calendar) -> Result<Vec<File>, PackError> {
    let zone = crate::zone(calendar);
    let devices: [DeviceId; OFFICERS] = keys().map(|key| key.device());
    let all = crate::revisions(&zone, &devices);
    (0..OFFICERS)
        .map(|officer| {
            let own = all.iter().filter(|made| made.officer == officer).map(|made| made.revision.clone());
            batch(officer, 1, own.collect())
        })
        .collect()
}

/// A tablet's file with some records.
///
/// # Errors
/// [`PackError`]
pub fn batch(officer: usize, seq: u64, records: Vec<Revision>) -> Result<File, PackError> {
    let mut forms: Vec<FormTitle> = Vec::new();
    for form in records.iter().map(|revision| &revision.submission().form) {
        if forms.iter().all(|known| known.form != *form) {
            forms.push(FormTitle { form: form.clone(), title: form.id.clone() });
        }
    }
    let created_at = Timestamp::new(SENT_MS, OFFICE_MINUTES);
    let mut chance = [0; 10];
    chance[0] = officer as u8;
    chance[1..9].copy_from_slice(&seq.to_le_bytes());
    let batch = Batch {
        id: BatchId::new(created_at, chance),
        seq,
        previous: None,
        created_at,
        officer: officer_code(officer),
        recipients: Vec::new(),
        forms,
        records,
        attachments: Vec::new(),
    };
    batch::pack(&batch, &Blobs::new(), &keys()[officer % OFFICERS])
}

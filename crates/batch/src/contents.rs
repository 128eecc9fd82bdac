//! A batch: records with what they need to be understood. Its body on the wire is [`v1`].
//!
//! Records stand in the body as they are, byte for byte, so their hashes survive every way and every program.

use std::collections::{BTreeMap, BTreeSet};

use record::{BatchId, FormRef, OfficerId, ReadRevisionError, Revision, Sha256, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::bounded::Bounded;
use crate::limits::{MAX_ATTACHMENTS, MAX_FORMS, MAX_RECIPIENTS, MAX_RECORD_BYTES, MAX_RECORDS};
use crate::{OpenError, PackError};

/// Attachments by the SHA-256 of their bytes.
pub type Blobs = BTreeMap<Sha256, Vec<u8>>;

/// Records that leave a device together.
#[derive(Clone, PartialEq, Debug)]
pub struct Batch {
    pub id: BatchId,
    /// The device's own count of its batches, from 1: a gap shows.
    pub seq: u64,
    /// The body hash of the device's batch before this one. `None` for the first.
    pub previous: Option<Sha256>,
    pub created_at: Timestamp,
    pub officer: OfficerId,
    /// Who may open it, where it is sealed. They are signed with it, so a batch cannot be aimed at somebody else.
    pub recipients: Vec<String>,
    /// The forms that the records were filled with, for people to read.
    pub forms: Vec<FormTitle>,
    pub records: Vec<Revision>,
    /// The files that travel beside it.
    pub attachments: Vec<Attached>,
}

/// A form as a batch names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormTitle {
    pub form: FormRef,
    pub title: String,
}

/// A file that travels beside the batch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attached {
    pub sha256: Sha256,
    pub bytes: u64,
    pub media_type: String,
}

/// A record of a batch that could not be read. The others are not held up by it; this one is kept and told.
#[derive(Debug)]
pub struct RefusedRecord {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// As it stands in the file.
    pub body: String,
    pub why: RefusalReason,
}

/// Why a record of a batch was refused.
#[derive(Debug, thiserror::Error)]
pub enum RefusalReason {
    #[error("record of {bytes} bytes is over the limit")]
    TooLarge { bytes: usize },
    #[error("record cannot be read")]
    Unreadable(#[source] ReadRevisionError),
}

impl Batch {
    /// The files that it names and that are not among these.
    pub fn to_come<'a>(&'a self, blobs: &'a Blobs) -> impl Iterator<Item = &'a Attached> {
        self.attachments.iter().filter(|attached| !blobs.contains_key(&attached.sha256))
    }

    /// The body as it is signed. A revision that is given twice stands in it once.
    pub(crate) fn write(&self) -> Result<String, PackError> {
        self.check_limits()?;
        let mut seen = BTreeSet::new();
        let mut records = Vec::with_capacity(self.records.len());
        for (index, revision) in self.records.iter().enumerate().filter(|(_, revision)| seen.insert(revision.hash())) {
            // A text with spaces around it would lose them in the file, and its name with them.
            let raw = serde_json::from_str::<&RawValue>(revision.body()).ok();
            let is_whole = |raw: &&RawValue| raw.get().len() == revision.body().len() && !revision.is_cut();
            let whole = raw.filter(is_whole);
            records.push(whole.ok_or(PackError::RecordText { index })?);
        }
        Ok(serde_json::to_string(&v1::Written {
            batch_id: self.id,
            seq: self.seq,
            prev_hash: self.previous,
            created_at: self.created_at,
            officer: &self.officer,
            recipients: &self.recipients,
            forms: self.forms.iter().map(v1::Form::from).collect(),
            records,
            attachments: self.attachments.iter().map(v1::Attachment::from).collect(),
        })?)
    }

    fn check_limits(&self) -> Result<(), PackError> {
        let counts = [
            ("records", self.records.len(), MAX_RECORDS),
            ("forms", self.forms.len(), MAX_FORMS),
            ("attachments", self.attachments.len(), MAX_ATTACHMENTS),
            ("recipients", self.recipients.len(), MAX_RECIPIENTS),
        ];
        if let Some((what, have, most)) = counts.into_iter().find(|(_, have, most)| have > most) {
            return Err(PackError::TooMany { what, have, most });
        }
        for (index, revision) in self.records.iter().enumerate() {
            let bytes = revision.body().len();
            if bytes > MAX_RECORD_BYTES {
                return Err(PackError::RecordTooLarge { index, bytes, most: MAX_RECORD_BYTES });
            }
        }
        Ok(())
    }

    /// Reads a signed body, and tells the records that cannot be read apart from the others.
    pub(crate) fn read(body: &str) -> Result<(Self, Vec<RefusedRecord>), OpenError> {
        let body: v1::Read<'_> = serde_json::from_str(body).map_err(OpenError::Body)?;
        let (mut records, mut refused, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (index, raw) in body.records.all("records")?.into_iter().enumerate() {
            match read_record(raw.get()) {
                Ok(revision) if seen.insert(revision.hash()) => records.push(revision),
                Ok(_) => {}
                Err(why) => refused.push(RefusedRecord { index, body: raw.get().to_owned(), why }),
            }
        }
        let batch = Self {
            id: body.batch_id,
            seq: body.seq,
            previous: body.prev_hash,
            created_at: body.created_at,
            officer: body.officer,
            recipients: body.recipients.all("recipients")?,
            forms: body.forms.all("forms")?.into_iter().map(v1::Form::read).collect(),
            records,
            attachments: body.attachments.all("attachments")?.into_iter().map(v1::Attachment::read).collect(),
        };
        Ok((batch, refused))
    }
}

fn read_record(text: &str) -> Result<Revision, RefusalReason> {
    if text.len() > MAX_RECORD_BYTES {
        return Err(RefusalReason::TooLarge { bytes: text.len() });
    }
    Revision::read(text).map_err(RefusalReason::Unreadable)
}

/// The body's first shape. A member that a reader does not know is refused, so one more member is a new version.
mod v1 {
    use super::*;

    #[derive(Serialize)]
    pub struct Written<'a> {
        pub batch_id: BatchId,
        pub seq: u64,
        pub prev_hash: Option<Sha256>,
        pub created_at: Timestamp,
        pub officer: &'a OfficerId,
        pub recipients: &'a [String],
        pub forms: Vec<Form>,
        pub records: Vec<&'a RawValue>,
        pub attachments: Vec<Attachment>,
    }

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Read<'a> {
        pub batch_id: BatchId,
        pub seq: u64,
        pub prev_hash: Option<Sha256>,
        pub created_at: Timestamp,
        pub officer: OfficerId,
        pub recipients: Bounded<String, MAX_RECIPIENTS>,
        pub forms: Bounded<Form, MAX_FORMS>,
        #[serde(borrow)]
        pub records: Bounded<&'a RawValue, MAX_RECORDS>,
        pub attachments: Bounded<Attachment, MAX_ATTACHMENTS>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Form {
        id: String,
        version: String,
        hash: Sha256,
        title: String,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Attachment {
        sha256: Sha256,
        bytes: u64,
        media_type: String,
    }

    impl From<&FormTitle> for Form {
        fn from(named: &FormTitle) -> Self {
            let FormTitle { form: FormRef { id, version, hash }, title } = named.clone();
            Self { id, version, hash, title }
        }
    }

    impl Form {
        pub fn read(self) -> FormTitle {
            let Self { id, version, hash, title } = self;
            FormTitle { form: FormRef { id, version, hash }, title }
        }
    }

    impl From<&Attached> for Attachment {
        fn from(attached: &Attached) -> Self {
            let Attached { sha256, bytes, media_type } = attached.clone();
            Self { sha256, bytes, media_type }
        }
    }

    impl Attachment {
        pub fn read(self) -> Attached {
            let Self { sha256, bytes, media_type } = self;
            Attached { sha256, bytes, media_type }
        }
    }
}

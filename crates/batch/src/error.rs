//! Why bytes cannot be opened, and why something cannot be packed.

use record::Sha256;

use crate::seal::OpenSealedError;

/// Why bytes could not be opened as a batch or a pack. Nothing has been imported when this is returned.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("file of {bytes} bytes is over the limit of {most}")]
    TooLarge { bytes: u64, most: u64 },
    /// `want` is `None` where what is left of the file does not say.
    #[error("file ends at byte {have}{}", of(*want))]
    Truncated { have: u64, want: Option<u64> },
    #[error("not a batch and not a pack")]
    NotOurs,
    #[error("format {format} version {version} is newer than this program")]
    Newer { format: String, version: u64 },
    /// It is one of our files, but not byte for byte as one is written.
    #[error("bytes were changed after the file was written")]
    Damaged,
    #[error("content of {name} does not match its checksum")]
    Checksum { name: String },
    /// Still a zip, but not the one that was sent. What is in it may be whole: see [`Unverified::read_parts`](crate::Unverified::read_parts).
    #[error("zip was changed, or written anew by another program")]
    Repacked,
    #[error("not signed by the device it names")]
    Signature,
    #[error("what is sealed cannot be opened")]
    Sealed(#[from] OpenSealedError),
    /// Whoever it was made for opened it and sealed it anew for somebody else.
    #[error("sealed for somebody whom its maker did not name")]
    Aimed,
    #[error("signed content is not of this format")]
    Body(#[source] serde_json::Error),
    #[error("{have} {what} are over the limit of {most}")]
    TooMany { what: &'static str, have: usize, most: usize },
    #[error("attachment {0} is named but not in the file")]
    BlobMissing(Sha256),
    #[error("attachment {0} is in the file but not named")]
    BlobUnnamed(Sha256),
    #[error("the zone has no keys that anybody could seal for, or no place in this version")]
    Zone,
    #[error("a table of the zone cannot be read, or has no place in this version")]
    Table,
    #[error("a word on the desks of the zone cannot be read, or has no place in this version")]
    Charter,
    #[error("what a difference is since is lacking, or has no place in this version")]
    Difference,
    #[error("erasure {index} is none, or has no place in this version")]
    Erasure { index: usize },
    #[error("form {index} is not the one that its hash names")]
    FormHash { index: usize },
    #[error("form {index} is not valid base64")]
    FormBase64 { index: usize },
    #[error("entity list {index} is not valid JSON")]
    List {
        index: usize,
        #[source]
        source: serde_json::Error,
    },
}

fn of(want: Option<u64>) -> String {
    want.map_or(", before its end".to_owned(), |want| format!(" of {want}"))
}

/// Why something cannot be packed: nobody could open it.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("file of {bytes} bytes is over the limit of {most}")]
    TooLarge { bytes: u64, most: u64 },
    #[error("{have} {what} are over the limit of {most}")]
    TooMany { what: &'static str, have: usize, most: usize },
    #[error("record {index} has {bytes} bytes, over the limit of {most}")]
    RecordTooLarge { index: usize, bytes: usize, most: usize },
    #[error("attachment {0} is named but its bytes are not given")]
    BlobMissing(Sha256),
    #[error("attachment {0} does not have the bytes that its name says")]
    BlobDamaged(Sha256),
    #[error("form {index} is not the one that its hash names")]
    FormHash { index: usize },
    /// The text has spaces around it, which its hash covers and a file cannot keep; or it is what was left of a record of which
    /// parts were erased, and not what its hash covers.
    #[error("record {index} cannot stand in a file as it is")]
    RecordText { index: usize },
    /// Only an entity list can be the cause: it is not JSON.
    #[error("content cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

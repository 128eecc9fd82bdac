//! The envelope: who signed what. The same for batches and packs, and one exact form for the same content.
//!
//! ```text
//! {"format":"taizhang-batch","version":1,"device":"<64 hex>","signature":"<128 hex>","body":<one JSON object>}
//! ```
//!
//! Not one byte of it is free. Everything outside the body is compared with what would be written, and the body is
//! signed as it stands, so no bit of a file can change without notice. Spaces after the end are allowed only where
//! they fill the file up to a multiple of 4 KiB, as they do in what comes out of a sealed file.

use std::ops::Range;

use record::{DeviceId, Sha256};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{DeviceKey, OpenError, hex, key};

/// What kind of file it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Format {
    /// Records, on their way up.
    Batch,
    /// Forms and entity lists, on their way down.
    Pack,
    /// What a desk has of a tablet's batches, on its way down.
    Receipt,
    /// Who a device is, from one screen to the other.
    Card,
    /// Which desks speak for a zone: a word inside of packs and receipts, and no file of its own.
    Desks,
    /// Which desk is at a zone's head by the word of who has its paper; likewise.
    Succession,
}

const FAMILY: &str = "taizhang-";
pub const PADDED_TO: usize = 4096;

impl Format {
    const ALL: [Self; 6] = [Self::Batch, Self::Pack, Self::Receipt, Self::Card, Self::Desks, Self::Succession];
    const VERSIONS: [u64; 5] = [1, 2, 3, 4, 5];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Batch => "taizhang-batch",
            Self::Pack => "taizhang-pack",
            Self::Receipt => "taizhang-receipt",
            Self::Card => "taizhang-device",
            Self::Desks => "taizhang-desks",
            Self::Succession => "taizhang-succession",
        }
    }

    /// The newest version of it. A version is one shape of body.
    fn newest(self) -> u64 {
        match self {
            Self::Batch | Self::Card | Self::Desks | Self::Succession => 1,
            Self::Receipt => 2,
            Self::Pack => 5,
        }
    }

    /// What is signed: the format's word and version, so that one kind of file never passes for another, and the
    /// body's hash.
    fn message(self, version: u64, body: Sha256) -> Vec<u8> {
        [format!("{}-v{version}", self.word()).as_bytes(), body.as_bytes()].concat()
    }

    fn opening(self, version: u64) -> String {
        format!(r#"{{"format":"{}","version":{version},"device":""#, self.word())
    }
}

const SIGNATURE: &str = r#"","signature":""#;
const BODY: &str = r#"","body":"#;
const END: &str = "}";
const DEVICE_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 64;

/// A text that says who signed it, and whether they did.
#[derive(Debug)]
pub struct Envelope {
    pub format: Format,
    pub version: u64,
    pub device: DeviceId,
    pub body: String,
    pub body_hash: Sha256,
    /// The device that it names signed it.
    pub is_signed: bool,
}

/// Signs a body and writes it with its envelope.
pub fn write(format: Format, version: u64, body: &str, key: &DeviceKey) -> String {
    let signature = key.sign(&format.message(version, Sha256::of(body.as_bytes())));
    let (device, signature) = (key.device(), hex::write(&signature));
    [&format.opening(version), device.as_str(), SIGNATURE, &signature, BODY, body, END].concat()
}

impl Envelope {
    /// Takes a text apart. Checks that it is written exactly as [`write`] does, and looks at the signature.
    ///
    /// `hashed` is a part of the bytes with its hash, for who has worked it out already: if it is the body, it is not hashed again.
    pub fn read(bytes: &[u8], hashed: Option<&(Range<usize>, Sha256)>) -> Result<Self, OpenError> {
        let have = bytes.len() as u64;
        let text = std::str::from_utf8(bytes).map_err(|error| match error.error_len() {
            None if is_ours(bytes) => OpenError::Truncated { have, want: None },
            _ if is_ours(bytes) => OpenError::Damaged,
            _ => OpenError::NotOurs,
        })?;
        Self::exact(text, hashed).ok_or_else(|| why_not(text))
    }

    fn exact(text: &str, hashed: Option<&(Range<usize>, Sha256)>) -> Option<Self> {
        let text = unpadded(text);
        let (format, version, opening) = opening(text.as_bytes())?;
        let rest = text.get(opening..)?;
        let (device, rest) = rest.split_once(SIGNATURE)?;
        hex::read::<DEVICE_BYTES>(device)?;
        let (signature, rest) = rest.split_once(BODY)?;
        let signature = hex::read::<SIGNATURE_BYTES>(signature)?;
        let body = rest.strip_suffix(END)?;
        let span = text.len() - END.len() - body.len()..text.len() - END.len();
        let known = hashed.filter(|(hashed, _)| *hashed == span).map(|(_, hash)| *hash);
        let (device, body_hash) = (DeviceId::new(device), known.unwrap_or_else(|| Sha256::of(body.as_bytes())));
        let is_signed = key::is_signed(&device, &format.message(version, body_hash), &signature);
        // What was signed is read soon, and found wanting then; of the rest it is told here what is wrong with it.
        let is_exact = body.starts_with('{') && (is_signed || is_one_value(body));
        is_exact.then(|| Self { format, version, device, body: body.to_owned(), body_hash, is_signed })
    }
}

/// Where the body of a file lies, as far as its first bytes and its last one tell.
pub fn body_span(bytes: &[u8]) -> Option<Range<usize>> {
    let (_, _, opening) = opening(bytes)?;
    let begin = opening + 2 * DEVICE_BYTES + SIGNATURE.len() + 2 * SIGNATURE_BYTES + BODY.len();
    let end = bytes.len().checked_sub(END.len())?;
    (begin <= end && bytes.get(end..)? == END.as_bytes()).then_some(begin..end)
}

/// How a file begins, and how long that is.
fn opening(bytes: &[u8]) -> Option<(Format, u64, usize)> {
    let versions = |format: Format| Format::VERSIONS.into_iter().filter(move |version| *version <= format.newest());
    let of = |format: Format| versions(format).map(move |version| (format, version, format.opening(version)));
    let mut own = Format::ALL.into_iter().flat_map(of).filter(|(.., opening)| bytes.starts_with(opening.as_bytes()));
    own.next().map(|(format, version, opening)| (format, version, opening.len()))
}

fn is_one_value(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok_and(|raw| raw.get().len() == text.len())
}

fn unpadded(text: &str) -> &str {
    let content = text.trim_end_matches(' ');
    let is_padding = text.len().is_multiple_of(PADDED_TO) && text.len() - content.len() < PADDED_TO;
    if is_padding { content } else { text }
}

/// What is wrong with a text that is not exactly an envelope.
fn why_not(text: &str) -> OpenError {
    #[derive(Deserialize)]
    struct Header {
        format: String,
        version: u64,
    }
    let have = text.len() as u64;
    match serde_json::from_str::<Header>(text) {
        Ok(Header { format, .. }) if !format.starts_with(FAMILY) => OpenError::NotOurs,
        Ok(Header { format, version }) => {
            let known = Format::ALL.into_iter().find(|known| known.word() == format);
            if known.is_some_and(|known| version <= known.newest()) {
                OpenError::Damaged
            } else {
                OpenError::Newer { format, version }
            }
        }
        Err(_) if !is_ours(text.as_bytes()) => OpenError::NotOurs,
        // The parser calls a number that was cut after its point or sign wrong rather than unfinished.
        Err(error) if error.is_eof() || text.ends_with(['-', '+', '.', 'e', 'E']) => {
            OpenError::Truncated { have, want: None }
        }
        Err(_) => OpenError::Damaged,
    }
}

/// Whether the bytes begin as all our files do, as far as they go.
fn is_ours(bytes: &[u8]) -> bool {
    let start = format!(r#"{{"format":"{FAMILY}"#);
    bytes.iter().zip(start.as_bytes()).all(|(a, b)| a == b)
}
